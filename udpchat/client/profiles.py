"""The client's folder on disk: the pins that all windows share, and one locked folder for each person on each server.

    known_servers.json                                  pins by fingerprint; addresses are hints
    accounts/<fingerprint>/<user id>/lock, store.sqlite   one person: outbox, cache, token

Everything here blocks and is called only from jobs.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from udpchat.client.database import AccountDatabase, Snapshot
from udpchat.client.known_servers import KnownServers, read, remember
from udpchat.driver import Address
from udpchat.errors import ProfileInUse
from udpchat.locks import FileLock
from udpchat.names import fold


@dataclass(slots=True)
class Account:
    """One person's open folder, held under its lock."""

    fingerprint: bytes
    user: int
    path: Path
    database: AccountDatabase
    lock: FileLock

    def close(self, erase: bool) -> None:
        """Close; with `erase` nothing remains, except what was typed and never confirmed."""
        if erase and self.database.has_outbox():
            self.database.keep_outbox_only()
        elif erase:
            self.erase()
        self.release()

    def erase(self) -> None:
        """Close, and leave nothing. The lock is let go last, so that nobody's fresh folder is erased."""
        self.database.close()
        for path in self.path.iterdir():
            if path.name != "lock":
                path.unlink()
        self.lock.release(erase=True)
        with contextlib.suppress(OSError):  # somebody made the folder anew
            self.path.rmdir()
            self.path.parent.rmdir()

    def release(self) -> None:
        """Let go of the files as they are, like the end of the process. Idempotent."""
        self.database.close()
        self.lock.release()


@dataclass(frozen=True, slots=True)
class Opened:
    """An account's folder and what it held."""

    account: Account
    snapshot: Snapshot


class Profiles:
    """The folder of one user of the operating system; several processes share it."""

    def __init__(self, data: Path) -> None:
        """Nothing is made before it is needed."""
        self.data = data

    def known_servers(self) -> KnownServers:
        """The pins as they are now."""
        return read(self.data / "known_servers.json")

    def remember_server(self, fingerprint: bytes, name: str, address: Address) -> None:
        """Pin a server, or renew its name and the hint of its address."""
        self._make(self.data)
        lock = FileLock(self.data / "known_servers.lock", wait=True)
        try:
            remember(self.data / "known_servers.json", fingerprint, name, address)
        finally:
            lock.release()

    def open_account(self, fingerprint: bytes, user: int) -> Opened:
        """The folder of that user on that server, made if need be; ProfileInUse when another process holds it."""
        path = self._server(fingerprint) / str(user)
        self._make(path)
        account = self._hold(fingerprint, user, path)
        try:
            return Opened(account, account.database.load())
        except BaseException:
            account.release()
            raise

    def _hold(self, fingerprint: bytes, user: int, path: Path) -> Account:
        try:
            lock = FileLock(path / "lock")
        except BlockingIOError as error:
            raise ProfileInUse from error
        try:
            return Account(fingerprint, user, path, AccountDatabase(path / "store.sqlite"), lock)
        except BaseException:
            lock.release()
            raise

    def find(self, fingerprint: bytes, name: str, guest: bool) -> Opened | None:
        """The free folder with a token of that name on that server; what another process holds is passed over."""
        server = self._server(fingerprint)
        for path in sorted(server.iterdir()) if server.is_dir() else ():
            if not path.name.isdigit() or not (path / "store.sqlite").exists():
                continue
            with contextlib.suppress(ProfileInUse):
                opened = self.open_account(fingerprint, int(path.name))
                if _matches(opened.snapshot.meta, name, guest):
                    return opened
                opened.account.release()
        return None

    def _server(self, fingerprint: bytes) -> Path:
        return self.data / "accounts" / fingerprint.hex()

    def _make(self, path: Path) -> None:
        """Folders for the owner only."""
        for folder in [*reversed(path.relative_to(self.data).parents), path.relative_to(self.data)]:
            (self.data / folder).mkdir(mode=0o700, parents=True, exist_ok=True)


def _matches(meta: dict[str, bytes], name: str, guest: bool) -> bool:
    if "token" not in meta or (meta.get("guest") == b"1") != guest:
        return False
    return fold(os.fsdecode(meta.get("name", b""))) == fold(name)
