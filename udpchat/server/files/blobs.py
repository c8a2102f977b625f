"""The blobs of a server on its disk, named by the SHA-256 of their content, and the parts of those on their way.

    files/<first two digits>/<64 digits>    a whole blob
    files/parts/<key>.part                  what has come of an upload; it goes on where this ends

Everything here blocks: it runs in jobs. A blob comes into being by a rename after its hash was compared and its bytes are
on the disk, so that a crash at any step leaves a whole blob or a part. A part that a power cut has damaged fails the
comparison, is thrown away, and the upload begins anew.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from udpchat import limits
from udpchat.errors import DiskFull, FileChanged
from udpchat.files import PRIVATE_FOLDER, later_sync, sync_data, sync_folder

FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
"""What a system says when there is no room."""


class Part:
    """An upload on its way to the disk; `offset` is how much of it is there. `free_bytes` must stay free there for others."""

    def __init__(self, path: Path, file: BinaryIO, offset: int, hasher: hashlib._Hash, free_bytes: int) -> None:
        self.path, self.offset, self._free_bytes = path, offset, free_bytes
        self._file, self._hasher = file, hasher

    def write(self, chunks: Sequence[memoryview]) -> int:
        """Append; how many bytes. Raises OSError, DiskFull."""
        data = b"".join(chunks)
        rest = memoryview(data)
        try:
            if self._free_bytes and shutil.disk_usage(self.path.parent).free < self._free_bytes + len(data):
                raise DiskFull  # several come at once, and others write there too
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise DiskFull if error.errno in FULL else error from error
        self._hasher.update(data)
        self.offset += len(data)
        return len(data)

    def sync_later(self) -> Callable[[], None]:
        """What makes durable all that is written so far. Raises OSError."""
        return later_sync(self._file)

    def seal(self, sha256: bytes) -> None:
        """That was all: make it durable, if it is what it should be. Raises FileChanged (and it is thrown away), OSError."""
        with contextlib.closing(self._file):
            if self._hasher.digest() == sha256:
                sync_data(self._file.fileno())
                return
        self.path.unlink(missing_ok=True)
        raise FileChanged

    def close(self) -> None:
        """Leave it as it is."""
        self._file.close()


class Blobs:
    """The folder of a server's files."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before it is needed."""
        self._folder = folder
        self._parts = folder / "parts"

    # --- parts --------------------------------------------------------------------------------------------------------

    def open_part(self, key: bytes, size: int, free_bytes: int) -> Part:
        """Where the upload of that key goes on; a part that is too long begins anew. Raises DiskFull, OSError."""
        self._make(self._parts)
        path = self._part(key)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        file = open(handle, "r+b", buffering=0)  # noqa: SIM115  (the part closes it)
        try:
            if os.fstat(handle).st_size > size:
                file.truncate(0)
            offset = os.fstat(handle).st_size
            if shutil.disk_usage(self._parts).free - (size - offset) < free_bytes:
                raise DiskFull
            hasher = hashlib.sha256()
            while block := file.read(limits.FILE_BLOCK_BYTES):
                hasher.update(block)
        except BaseException:
            file.close()
            raise
        return Part(path, file, offset, hasher, free_bytes)

    def drop_part(self, key: bytes) -> None:
        """Nothing of it is wanted any more. Raises OSError."""
        self._part(key).unlink(missing_ok=True)

    def _part(self, key: bytes) -> Path:
        return self._parts / f"{key.hex()}.part"

    def _make(self, folder: Path) -> None:
        """A folder of ours, for nobody else, and still there after a power cut: its name is in the folder above it."""
        for each in (self._folder, folder):
            if not each.is_dir():
                each.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
                sync_folder(each.parent)

    # --- blobs --------------------------------------------------------------------------------------------------------

    def keep(self, part: Part, sha256: bytes) -> None:
        """Put a sealed part in its place: durable when this returns. Raises OSError. The same content may be there already,
        and being read: Windows lets nobody replace it then."""
        path = self._blob(sha256)
        if path.exists() and path.stat().st_size == part.offset:
            part.path.unlink()
            return
        self._make(path.parent)
        os.replace(part.path, path)
        sync_folder(path.parent)

    def read(self, sha256: bytes, offset: int, count: int) -> bytes:
        """A piece of a blob, shorter only at its end. Raises OSError, FileNotFoundError among them."""
        with open(self._blob(sha256), "rb", buffering=0) as file:
            file.seek(offset)
            return file.read(count)

    def remove(self, contents: Collection[bytes]) -> None:
        """Take blobs away; one that cannot be removed now goes with the next sweep."""
        for sha256 in contents:
            with contextlib.suppress(OSError):
                self._blob(sha256).unlink(missing_ok=True)

    def _blob(self, sha256: bytes) -> Path:
        name = sha256.hex()
        return self._folder / name[:2] / name

    # --- after a crash ------------------------------------------------------------------------------------------------

    def found(self) -> tuple[list[bytes], list[bytes]]:
        """The contents and the keys of the parts that are on the disk."""
        blobs = [path.name for folder in _entries(self._folder) if folder != self._parts for path in _entries(folder)]
        parts = [path.stem for path in _entries(self._parts) if path.suffix == ".part"]
        return [bytes.fromhex(name) for name in blobs if _BLOB.fullmatch(name)], [
            bytes.fromhex(name) for name in parts if _KEY.fullmatch(name)
        ]


_BLOB: Final = re.compile("[0-9a-f]{64}")
_KEY: Final = re.compile("[0-9a-f]{32}")


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
