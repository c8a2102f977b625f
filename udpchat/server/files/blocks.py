"""Blocks of blobs in memory, so that those who fetch the same file side by side read it from the disk once.

Whoever asks for a block that is not here starts its reading, and that of the next ones, and asks again in a later turn.
The cache is bounded; the block that nobody has used for longest makes room.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from udpchat import limits
from udpchat.server.files.blobs import Blobs
from udpchat.server.files.errands import READ_LANE, Errands

Place = tuple[bytes, int]
"""The SHA-256 of a blob, and the number of the block in it."""


class Blocks:
    """`read_count` is how many were read from the disk."""

    def __init__(self, blobs: Blobs, errands: Errands) -> None:
        self._blobs, self._errands = blobs, errands
        self._here: OrderedDict[Place, bytes] = OrderedDict()
        self._bytes = 0
        self._coming: set[Place] = set()
        self._failed: dict[bytes, Exception] = {}
        self.missing: set[bytes] = set()
        """Contents that were not there, or not whole, when somebody wanted them: whoever sends one again puts it right."""
        self._suspect: set[bytes] = set()  # of these, blocks that were read before mean nothing
        self.read_count = 0
        self.capacity_bytes = limits.FILE_CACHE_BYTES

    def get(self, sha256: bytes, number: int, count: int) -> bytes | None:
        """A block, if it is here; `count` is how many the blob has. Raises what its reading has met, once."""
        if self._failed and (error := self._failed.pop(sha256, None)) is not None:
            raise error
        place = (sha256, number)
        found = self._here.get(place)
        if found is not None:
            self._here.move_to_end(place)
        room = max(1, self.capacity_bytes // limits.FILE_BLOCK_BYTES - len(self._coming))
        ahead = min(limits.FILE_READ_AHEAD_COUNT, room)
        for other in range(number if found is None else number + 1, min(number + 1 + ahead, count)):
            self._fetch((sha256, other))
        return found

    def _fetch(self, place: Place) -> None:
        if place in self._here or place in self._coming:
            return
        self._coming.add(place)
        reading = partial(self._blobs.read, place[0], place[1] * limits.FILE_BLOCK_BYTES, limits.FILE_BLOCK_BYTES)
        self._errands.add(READ_LANE, "read blob", reading, partial(self._read, place))

    def _read(self, place: Place, data: bytes | None, error: Exception | None, now: float) -> None:
        self._coming.discard(place)
        if data is None:
            self._failed[place[0]] = error or OSError()
            if isinstance(error, FileNotFoundError):
                self.miss(place[0])
            return
        self.read_count += 1
        self._failed.pop(place[0], None)
        self._here[place] = data
        self._bytes += len(data)
        while self._bytes > self.capacity_bytes and len(self._here) > 1:
            self._bytes -= len(self._here.popitem(last=False)[1])

    def begin(self, sha256: bytes) -> None:
        """Somebody wants it: what an earlier reading met is no news."""
        self._failed.pop(sha256, None)
        if sha256 in self._suspect:
            self._suspect.discard(sha256)
            for place in [place for place in self._here if place[0] == sha256]:
                self._bytes -= len(self._here.pop(place))

    def miss(self, sha256: bytes) -> None:
        """That content is not there as it should be."""
        if len(self.missing) < limits.BLOBS_MISSING_COUNT:
            self.missing.add(sha256)
            self._suspect.add(sha256)

    def forget(self) -> None:
        """Nobody fetches anything."""
        self._here.clear()
        self._failed.clear()
        self._suspect.clear()
        self._bytes = 0
