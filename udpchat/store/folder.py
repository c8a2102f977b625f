"""The data folder of a server: one owner, its identity, its keys, and a note of where the owner listens.

    lock            held while the server runs; text: its process id
    identity.pem    private key and certificate in one file, so that they cannot part
    reset.key       32 bytes: lets a restarted server end connections that it no longer knows
    operator.token  64 hexadecimal digits: who can read them may run this server
    running.json    process id, host, port, fingerprint, version, name, start of the running server
    settings.json   see `settings`
    store.sqlite    see `store`
    files           see `server.files.blobs`

A key is made once, together with the folder. What cannot be read later is an error and stays as it is: a new identity
would look to every client like an attacker. The operator's token is nobody's identity: a missing or broken one is remade.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from udpchat import limits
from udpchat.driver import RandBytes
from udpchat.errors import DamagedKey, FolderInUse, FolderNotWritable
from udpchat.files import PRIVATE_FOLDER, write_whole
from udpchat.locks import FileLock, owner_of
from udpchat.wire.identity import Identity, from_pem, generate

RESET_KEY_BYTES = 32
STORE_NAME = "store.sqlite"
FILES_NAME = "files"
TOKEN_NAME = "operator.token"
_TOKEN = re.compile(rb"[0-9a-f]{%d}\n?" % (2 * limits.TOKEN_BYTES))
_CERTIFICATE_BEGINS = b"-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class Running:
    """Where the owner of a folder listens. `fingerprint`: SHA-256 of its certificate, 64 hexadecimal digits.

    `version` is the program's ("" before there was one in the file), `name` the server's, `started_at` in ms of the clock.
    """

    pid: int
    host: str
    port: int
    fingerprint: str
    version: str = ""
    name: str = ""
    started_at: int = 0


class DataFolder:
    """Held from `open` to `close`."""

    def __init__(self, path: Path, lock: FileLock, reset_key: bytes, identity: Identity, operator_token: bytes) -> None:
        self.path = path
        self.identity = identity
        self.reset_key = reset_key
        self.operator_token = operator_token
        self.store_path = path / STORE_NAME
        self._lock = lock

    @classmethod
    def open(cls, path: Path, randbytes: RandBytes) -> DataFolder:
        """Take the folder, make it if there is none. Raises FolderInUse, FolderNotWritable, DamagedKey."""
        lock = take(path)
        try:
            lock.sign()
            return cls(path, lock, *_keys(path, randbytes), _operator_token(path, randbytes))
        except OSError as error:
            lock.release()
            raise FolderNotWritable(path) from error
        except BaseException:
            lock.release()
            raise

    def write_running(
        self, pid: int, host: str, port: int, version: str = "", name: str = "", started_at: int = 0
    ) -> None:  # fmt: skip
        """Tell other programs of this person where the server listens. Raises FolderNotWritable."""
        running = Running(pid, host, port, self.identity.fingerprint.hex(), version, name, started_at)
        try:
            write_whole(self.path / "running.json", json.dumps(asdict(running)).encode())
        except OSError as error:
            raise FolderNotWritable(self.path) from error

    def close(self) -> None:
        """Let the next owner in. Harmless when repeated."""
        if not self._lock.is_held:
            return  # the note may be the next owner's by now
        with contextlib.suppress(OSError):
            (self.path / "running.json").unlink()
        self._lock.release()


def read_running(path: Path) -> Running | None:
    """Where the owner of a folder said that it listens; None if it does not say so, or not in a readable form."""
    try:
        values = json.loads((path / "running.json").read_bytes())
        return Running(
            int(values["pid"]),
            str(values["host"]),
            int(values["port"]),
            str(values["fingerprint"]),
            str(values.get("version", "")),
            str(values.get("name", "")),
            int(values.get("started_at", 0)),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def read_operator_token(path: Path) -> bytes | None:
    """The token by which an operator of the server in this data folder signs in; None if it cannot be read."""
    try:
        with open(path / TOKEN_NAME, "rb") as file:
            text = file.read(limits.TOKEN_BYTES * 4)
    except OSError:
        return None
    return bytes.fromhex(text.decode("ascii")) if _TOKEN.fullmatch(text) else None


def take(path: Path) -> FileLock:
    """The lock of a folder, which is made if there is none. Raises FolderInUse, FolderNotWritable."""
    try:
        _make(path)
        return FileLock(path / "lock")
    except BlockingIOError as error:
        raise _in_use(path) from error
    except OSError as error:
        raise FolderNotWritable(path) from error


def _make(path: Path) -> None:
    """Private from the start. An older folder is closed to others only if it is ours: empty, or with our lock."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if (path / "lock").exists() or not any(path.iterdir()):
        with contextlib.suppress(PermissionError):
            path.chmod(PRIVATE_FOLDER)


def _in_use(path: Path) -> FolderInUse:
    running = read_running(path)
    return FolderInUse(owner_of(path / "lock"), f"{running.host}:{running.port}" if running else path)


def _keys(path: Path, randbytes: RandBytes) -> tuple[bytes, Identity]:
    with contextlib.suppress(FileNotFoundError):
        (path / "running.json").unlink()  # left by a crash: we hold the lock, so nobody listens
    reset_key = _key_file(path, "reset.key", lambda: randbytes(RESET_KEY_BYTES))
    if len(reset_key) != RESET_KEY_BYTES:
        raise DamagedKey(path / "reset.key")
    pem = _key_file(path, "identity.pem", lambda: _to_pem(generate(randbytes)))
    return reset_key, _from_pem(path / "identity.pem", pem)


def _key_file(path: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """The content of a key file; made only in a folder that has no store yet. Raises DamagedKey, OSError."""
    file = path / name
    try:
        return file.read_bytes()
    except FileNotFoundError:
        if os.path.lexists(path / STORE_NAME):
            raise DamagedKey(file) from None  # lost, or left behind when the store was moved
    content = make()
    write_whole(file, content)
    return content


def _operator_token(path: Path, randbytes: RandBytes) -> bytes:
    token = read_operator_token(path)
    if token is None:
        token = randbytes(limits.TOKEN_BYTES)
        write_whole(path / TOKEN_NAME, token.hex().encode("ascii") + b"\n")
    return token


def _to_pem(identity: Identity) -> bytes:
    return identity.key_pem + identity.certificate_pem


def _from_pem(file: Path, pem: bytes) -> Identity:
    key_pem, begins, rest = pem.partition(_CERTIFICATE_BEGINS)
    try:
        return from_pem(begins + rest, key_pem)
    except ValueError as error:
        raise DamagedKey(file) from error
