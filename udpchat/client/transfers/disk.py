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
from collections.abc import Callable, Iterator, Sequence
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Final

from udpchat import limits
from udpchat.errors import CannotRead, FileChanged, NoSpace, UdpchatError
from udpchat.files import later_sync, sync_data, sync_folder

FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_ZONE: Final = "[ZoneTransfer]\r\nZoneId=3\r\n"  # Windows then asks before it runs what came from elsewhere
_BINARY: Final = getattr(os, "O_BINARY", 0)
_AT_ONCE: Final = getattr(os, "O_NONBLOCK", 0)


# --- what is sent -----------------------------------------------------------------------------------------------------


class Source:
    """A file that is being hashed."""

    def __init__(self, path: str) -> None:
        """Raises CannotRead: there is no such file, or it may not be read."""
        self._file = _opened(path)
        about = os.fstat(self._file.fileno())
        self.size, self.mtime_ns = about.st_size, about.st_mtime_ns
        self.done = 0
        self._hasher = hashlib.sha256()

    def hash_some(self) -> bytes | None:
        """A piece of it; the SHA-256 when that was the last. Raises FileChanged, OSError."""
        piece_end = self.done + limits.FILE_HASH_BYTES
        while self.done < piece_end and (block := self._file.read(limits.FILE_BLOCK_BYTES)):
            self._hasher.update(block)
            self.done += len(block)
        if self.done > self.size:
            raise FileChanged  # it may grow for ever
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
    with _opened(path) as file:
        about = os.fstat(file.fileno())
        if (about.st_size, about.st_mtime_ns) != (size, mtime_ns):
            raise FileChanged
        file.seek(offset)
        data = file.read(limits.FILE_BLOCK_BYTES)
    if len(data) != min(limits.FILE_BLOCK_BYTES, size - offset):
        raise FileChanged
    return data


def _opened(path: str) -> FileIO:
    """To be read. A pipe is never waited for. Raises CannotRead."""
    try:
        handle = os.open(path, os.O_RDONLY | _BINARY | _AT_ONCE)
    except (OSError, ValueError) as error:  # a path may have a NUL
        raise CannotRead(path) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise CannotRead(path)
    return open(handle, "rb", buffering=0)


# --- what comes -------------------------------------------------------------------------------------------------------


class Sink:
    """A file that is coming; `offset` is how much of it is there."""

    def __init__(self, part: str, size: int, before: Sink | None = None) -> None:
        """Where it goes on; `before` had it open last, and knows the hash of what it left. Raises NoSpace, OSError."""
        self._part = Path(part)
        self._part.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._part, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
        self._file: BinaryIO = open(handle, "r+b", buffering=0)  # noqa: SIM115  (close does)
        self._hasher = hashlib.sha256()
        self._left: tuple[int, ...] = ()
        try:
            if os.fstat(handle).st_size > size:
                self._file.truncate(0)
            self.offset = os.fstat(handle).st_size
            if shutil.disk_usage(self._part.parent).free < size - self.offset:
                raise NoSpace
            self._hash_rest(before)
        except BaseException:
            self._file.close()
            raise

    def _hash_rest(self, before: Sink | None) -> None:
        """What is there already, unless it is as it was left: a long file is not read again after each lost connection."""
        if before is not None and self.offset == before.offset and before._left == _marks(self._part):
            self._hasher = before._hasher.copy()
            self._file.seek(self.offset)
            return
        while block := self._file.read(limits.FILE_BLOCK_BYTES):
            self._hasher.update(block)

    def write(self, chunks: Sequence[memoryview]) -> int:
        """Append; how many bytes. Raises OSError."""
        data = b"".join(chunks)
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._hasher.update(data)
        self.offset += len(data)
        return len(data)

    def sync_later(self) -> Callable[[], None]:
        """What makes durable all that is written so far. Raises OSError."""
        return later_sync(self._file)

    def finish(self, sha256: bytes, name: str) -> str:
        """That was all: where it is now. Raises FileChanged (and nothing of it is left), OSError (and it is as it was)."""
        with contextlib.closing(self._file):
            whole = self._hasher.digest() == sha256
            if whole:
                sync_data(self._file.fileno())
        if not whole:
            self._part.unlink(missing_ok=True)
            raise FileChanged
        return str(place(self._part, self._part.parent, name))

    def close(self) -> None:
        """Leave it as it is. Idempotent."""
        if not self._file.closed:
            self._file.close()
            with contextlib.suppress(OSError):
                self._left = _marks(self._part)


def _marks(path: Path) -> tuple[int, ...]:
    """What changes when anybody else writes there. Raises OSError."""
    about = path.stat()
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns


def open_part(part: str, size: int, about: tuple[bytes, str] | None, before: Sink | None = None) -> Sink | str:
    """Where a download goes on; or where the whole file is already, if one of that SHA-256 and name was begun there before.
    Raises NoSpace, OSError."""
    if about is not None and (found := placed_already(Path(part), size, *about)) is not None:
        return str(found)
    return Sink(part, size, before)


def placed_already(part: Path, size: int, sha256: bytes, name: str) -> Path | None:
    """Where a file is that was complete, if the program was killed between giving it its name and noting that."""
    if part.exists():
        return None
    for path in _names(part.parent, name):
        if not path.exists():
            return None
        with contextlib.suppress(OSError, UdpchatError), _opened(str(path)) as file:
            if os.fstat(file.fileno()).st_size == size and hashlib.file_digest(file, "sha256").digest() == sha256:
                return path
    return None


def place(part: Path, folder: Path, name: str) -> Path:
    """Give a whole file its name, or that with a number. Raises OSError."""
    for path in _names(folder, name):
        try:
            _name(part, path)
        except FileExistsError:
            if not path.samefile(part):
                continue
            part.unlink()  # it has its name already, and the program was killed before this
        sync_folder(folder)
        if os.name == "nt":
            with contextlib.suppress(OSError):
                Path(f"{path}:Zone.Identifier").write_text(_ZONE, encoding="ascii")
        return path
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder / name))


def _names(folder: Path, name: str) -> Iterator[Path]:
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    for number in range(limits.SAME_NAME_COUNT):
        yield folder / (f"{stem} ({number}){dot}{ending}" if number else name)


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
        part.stat()
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            os.replace(part, path)
        except OSError:
            path.unlink()
            raise
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
        return NoSpace() if error.errno in FULL else CannotRead(error.strerror or type(error).__name__)
    return CannotRead(type(error).__name__)
