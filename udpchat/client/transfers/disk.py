"""Everything of a transfer that blocks: reading and hashing what is sent, writing and placing what comes. Runs in jobs.

A file that comes is written under a name of its own that ends in `.part`, and gets its final name when its hash was
compared and its bytes are on the disk. It never takes the place of another file: the final name is made by a link that
fails where something is already, and then it is `name (1)` and so on.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final

from udpchat import limits
from udpchat.errors import CannotRead, DiskFull, FileChanged, UdpchatError
from udpchat.files import sync_folder

FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_ZONE: Final = "[ZoneTransfer]\r\nZoneId=3\r\n"  # Windows then asks before it runs what came from elsewhere
_BINARY: Final = getattr(os, "O_BINARY", 0)


# --- what is sent -----------------------------------------------------------------------------------------------------


class Source:
    """A file that is being hashed."""

    def __init__(self, path: str) -> None:
        """Raises CannotRead: there is no such file, or it may not be read."""
        try:
            self._file: BinaryIO = open(path, "rb", buffering=0)  # noqa: SIM115  (close does)
        except OSError as error:
            raise CannotRead(path) from error
        about = os.fstat(self._file.fileno())
        if not stat.S_ISREG(about.st_mode):
            self.close()
            raise CannotRead(path)
        self.size, self.mtime_ns = about.st_size, about.st_mtime_ns
        self.done = 0
        self._hasher = hashlib.sha256()

    def hash_some(self) -> bytes | None:
        """A piece of it; the SHA-256 when that was the last. Raises FileChanged, OSError."""
        piece_end = self.done + limits.FILE_HASH_BYTES
        while self.done < piece_end and (block := self._file.read(limits.FILE_BLOCK_BYTES)):
            self._hasher.update(block)
            self.done += len(block)
        if self.done < piece_end:
            about = os.fstat(self._file.fileno())
            if (about.st_size, about.st_mtime_ns) != (self.size, self.mtime_ns) or self.done != self.size:
                raise FileChanged
            return self._hasher.digest()
        return None

    def close(self) -> None:
        """Idempotent."""
        self._file.close()


def read_piece(path: str, offset: int, size: int, mtime_ns: int) -> bytes:
    """A block of a file of which size and time of its last change are known. Raises FileChanged, CannotRead, OSError."""
    try:
        file = open(path, "rb", buffering=0)  # noqa: SIM115
    except OSError as error:
        raise CannotRead(path) from error
    with file:
        about = os.fstat(file.fileno())
        if (about.st_size, about.st_mtime_ns) != (size, mtime_ns):
            raise FileChanged
        file.seek(offset)
        data = file.read(limits.FILE_BLOCK_BYTES)
    if len(data) != min(limits.FILE_BLOCK_BYTES, size - offset):
        raise FileChanged
    return data


# --- what comes -------------------------------------------------------------------------------------------------------


class Sink:
    """A file that is coming; `offset` is how much of it is there."""

    def __init__(self, part: str, size: int) -> None:
        """Where it goes on. Raises DiskFull, OSError."""
        self._part = Path(part)
        self._part.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._part, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
        self._file: BinaryIO = open(handle, "r+b", buffering=0)  # noqa: SIM115  (close does)
        self._hasher = hashlib.sha256()
        try:
            if os.fstat(handle).st_size > size:
                self._file.truncate(0)
            self.offset = os.fstat(handle).st_size
            if shutil.disk_usage(self._part.parent).free < size - self.offset:
                raise DiskFull
            while block := self._file.read(limits.FILE_BLOCK_BYTES):
                self._hasher.update(block)
        except BaseException:
            self._file.close()
            raise

    def write(self, chunks: Sequence[memoryview]) -> int:
        """Append; how many bytes. Raises OSError."""
        data = b"".join(chunks)
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._hasher.update(data)
        self.offset += len(data)
        return len(data)

    def finish(self, sha256: bytes, name: str) -> str:
        """That was all: where it is now. Raises FileChanged (and nothing of it is left), OSError."""
        with contextlib.closing(self._file):
            whole = self._hasher.digest() == sha256
            if whole:
                os.fsync(self._file.fileno())
        if not whole:
            self._part.unlink(missing_ok=True)
            raise FileChanged
        return str(place(self._part, self._part.parent, name))

    def close(self) -> None:
        """Leave it as it is. Idempotent."""
        self._file.close()


def place(part: Path, folder: Path, name: str) -> Path:
    """Give a whole file its name, or that with a number. Raises OSError."""
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    for number in range(limits.SAME_NAME_COUNT):
        path = folder / (f"{stem} ({number}){dot}{ending}" if number else name)
        try:
            _name(part, path)
        except FileExistsError:
            continue
        sync_folder(folder)
        if os.name == "nt":
            with contextlib.suppress(OSError):
                Path(f"{path}:Zone.Identifier").write_text(_ZONE, encoding="ascii")
        return path
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder / name))


def _name(part: Path, path: Path) -> None:
    """Never over another file: Windows renames so; elsewhere a link, or a place held for the moment of a rename."""
    if os.name == "nt":
        os.rename(part, path)
        return
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.replace(part, path)
    else:
        part.unlink()


def remove(part: str) -> None:
    """Nothing of it is wanted any more."""
    if part:
        with contextlib.suppress(OSError):
            Path(part).unlink(missing_ok=True)


def as_error(error: Exception) -> UdpchatError:
    """What a disk said, for people."""
    if isinstance(error, UdpchatError):
        return error
    if isinstance(error, OSError):
        return DiskFull() if error.errno in FULL else CannotRead(error.strerror or type(error).__name__)
    return CannotRead(type(error).__name__)
