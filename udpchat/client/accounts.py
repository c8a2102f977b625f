"""The folders of all persons who ever signed in on this computer, one for each user of each server.

    accounts/<fingerprint>/<user id>/lock, store.sqlite
    accounts.lock                                         held for the moment in which folder locks are taken or tried

A folder belongs to the window that holds its lock. Looking at a folder takes its lock for a moment; the common lock makes
sure that nobody takes this moment for another window.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from udpchat.client.account import Account, Opened
from udpchat.client.database import AccountDatabase, read_meta
from udpchat.client.entry import Entry
from udpchat.client.shared import make_folders
from udpchat.errors import ProfileInUse
from udpchat.limits import GUEST_FOLDER_LIFE_S
from udpchat.locks import FileLock
from udpchat.names import fold

Meta = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class KeptAccount:
    """Somebody who stays signed in on this computer; `busy`: another window has the account open."""

    name: str
    user: int
    busy: bool


class Accounts:
    """Everything here blocks."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def open(self, fingerprint: bytes, user: int) -> Opened:
        """The folder of that user on that server, made if need be; ProfileInUse when another window holds it."""
        account = self._hold(fingerprint, user)
        try:
            return Opened(account, account.database.load(user))
        except BaseException:
            account.release()
            raise

    def find(self, fingerprint: bytes, name: str, guest: bool) -> Opened | None:
        """The folder with a token of that name on that server. ProfileInUse: another window has that account open."""
        busy = False
        for user, path in self._folders(fingerprint):
            try:
                opened = self.open(fingerprint, user)
            except ProfileInUse:
                busy |= not guest and _matches(read_meta(path / "store.sqlite"), name, guest)
                continue
            except (OSError, sqlite3.Error):
                continue  # somebody else's damage
            if _matches(opened.snapshot.meta, name, guest):
                return opened
            opened.account.release()
        if busy:
            raise ProfileInUse(name)
        return None

    def kept(self, fingerprint: bytes) -> tuple[KeptAccount, ...]:
        """Who is kept signed in to that server, by name."""
        found = []
        for user, path in self._folders(fingerprint):
            with self._looking(fingerprint, user) as account:
                meta = account.meta() if account else read_meta(path / "store.sqlite")
            if meta and "token" in meta and meta.get("guest") != b"1":
                found.append(KeptAccount(_name(meta), user, busy=account is None))
        return tuple(sorted(found, key=lambda one: (fold(one.name), one.user)))

    def unsent(self, fingerprint: bytes, name: str, but: int) -> tuple[Entry, ...]:
        """What ended guests of that name have left unsent, in order. `but`: the guest who asks."""
        return tuple(entry for account in self._ended(fingerprint, name, but) for entry in account.database.load().outbox)

    def erase_ended(self, fingerprint: bytes, name: str, but: int) -> None:
        """Erase what they have left."""
        for account in self._ended(fingerprint, name, but):
            account.erase()

    def _ended(self, fingerprint: bytes, name: str, but: int) -> Iterator[Account]:
        for user, _ in self._folders(fingerprint):
            with self._looking(fingerprint, user) as account:
                meta = account.meta() if account and user != but else {}
                if account and meta.get("guest") == b"1" and fold(_name(meta)) == fold(name):
                    yield account

    def forget(self, fingerprint: bytes, user: int) -> None:
        """Keep that person no longer here. ProfileInUse: a window has the account open."""
        self._hold(fingerprint, user).close(erase=True)

    def sweep(self, at_ms: int) -> None:
        """Erase what windows that were killed have left of people who did not want to be kept here.

        What they sent and what never arrived stays; so does for a day (`at_ms`: wall time) what a guest needs to return.
        """
        for server in self._servers():
            for user, path in self._folders(server):
                with contextlib.suppress(OSError, sqlite3.Error), self._looking(server, user) as account:
                    if account:
                        _sweep(account, path, at_ms)

    # --- folders ------------------------------------------------------------------------------------------------------

    def _servers(self) -> list[bytes]:
        folders = [path.name for path in _entries(self._data / "accounts")]
        return [bytes.fromhex(name) for name in folders if len(name) == 64 and set(name) <= set("0123456789abcdef")]

    def _folders(self, fingerprint: bytes) -> list[tuple[int, Path]]:
        folders = [path for path in _entries(self._server(fingerprint)) if path.name.isdecimal()]
        return [(int(path.name), path) for path in folders if (path / "store.sqlite").exists()]

    def _server(self, fingerprint: bytes) -> Path:
        return self._data / "accounts" / fingerprint.hex()

    def _hold(self, fingerprint: bytes, user: int) -> Account:
        path = self._server(fingerprint) / str(user)
        with self._common_lock():
            make_folders(self._data, path)
            try:
                lock = FileLock(path / "lock")
            except BlockingIOError as error:
                raise ProfileInUse from error
        return _opened(fingerprint, user, path, lock)

    @contextlib.contextmanager
    def _looking(self, fingerprint: bytes, user: int) -> Iterator[Account | None]:
        """The folder for a moment; None when a window holds it, when it is gone or cannot be opened."""
        path = self._server(fingerprint) / str(user)
        with self._common_lock():
            account = None
            with contextlib.suppress(OSError, sqlite3.Error):
                account = _opened(fingerprint, user, path, FileLock(path / "lock"))
            try:
                yield account
            finally:
                if account:
                    account.release()

    @contextlib.contextmanager
    def _common_lock(self) -> Iterator[None]:
        make_folders(self._data, self._data)
        lock = FileLock(self._data / "accounts.lock", wait=True)
        try:
            yield
        finally:
            lock.release()


def _opened(fingerprint: bytes, user: int, path: Path, lock: FileLock) -> Account:
    try:
        return Account(fingerprint, user, path, AccountDatabase(path / "store.sqlite"), lock)
    except BaseException:
        lock.release()
        raise


def _sweep(account: Account, path: Path, at_ms: int) -> None:
    meta, database = account.meta(), account.database
    if meta.get("guest") == b"1":
        age_s = at_ms / 1000 - (path / "store.sqlite").stat().st_mtime
        if age_s > GUEST_FOLDER_LIFE_S and not database.has_outbox():
            account.erase()
        else:
            database.forget_log()
    elif "token" not in meta:
        account.close(erase=True)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _matches(meta: Meta | None, name: str, guest: bool) -> bool:
    if not meta or "token" not in meta or (meta.get("guest") == b"1") != guest:
        return False
    return fold(_name(meta)) == fold(name)


def _name(meta: Meta) -> str:
    return os.fsdecode(meta.get("name", b""))
