"""Changing and leaving an account's folder: the blocking halves, and the words for what goes wrong."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from udpchat.client.account import Account, Opened
from udpchat.client.batch import Batch
from udpchat.client.entry import Stage
from udpchat.client.outbox import Outbox
from udpchat.client.profiles import Profiles
from udpchat.errors import FolderNotWritable, ProfileInUse, UdpchatError


@dataclass(frozen=True, slots=True)
class Moved:
    """The new folder, and what was written into it."""

    opened: Opened
    batch: Batch


def rows(outbox: Outbox) -> Batch:
    """The outbox as one transaction."""
    return Batch(added={entry.ref: entry for entry in outbox.entries() if entry.stage is not Stage.CONFIRMED})


def move(profiles: Profiles, old: Account, fingerprint: bytes, user: int, batch: Batch) -> Moved:
    """Blocking: open the new folder, write the outbox there, and only then erase the old one."""
    opened = profiles.open_account(fingerprint, user)
    try:
        opened.account.database.apply(batch)
    except BaseException:
        opened.account.release()
        raise
    old.erase()  # a session that ended for good: nothing of it is anybody's any more
    return Moved(opened, batch)


def put_away(account: Account, batch: Batch, erase: bool) -> None:
    """Blocking: the last transaction, then close; a disk that refuses it must not keep the folder open."""
    try:
        if batch:
            account.database.apply(batch)
        account.close(erase)
    finally:
        account.release()


def explained(error: Exception | None, name: str) -> UdpchatError:
    """Why a folder could not be opened, as a person reads it."""
    if isinstance(error, ProfileInUse):
        return ProfileInUse(name)
    if isinstance(error, UdpchatError):
        return error
    if isinstance(error, OSError):
        return FolderNotWritable(error.filename or str(error))
    return FolderNotWritable(str(error)) if isinstance(error, sqlite3.Error) else UdpchatError(str(error))
