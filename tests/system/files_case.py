"""Real programs that send each other files: what tests of that have in common."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from tests.system.processes import DEADLINE_S, Program, SystemCase, bytes_of

SIZE = 150_000_000


class FilesCase(SystemCase):
    """A sender, a receiver and a relay, each a process."""

    def setUp(self) -> None:
        super().setUp()
        self.source = self.folder / "Größe 1.bin"
        self.downloads = self.folder / "got"

    def write_source(self, size: int = SIZE) -> None:
        rng = random.Random(5)
        block = rng.randbytes(1 << 20)
        with open(self.source, "wb") as file:
            for number in range(size // len(block)):
                file.write(number.to_bytes(8, "big") + block[8:])
            file.write(block[: size % len(block)])

    def parts(self) -> list[Path]:
        return list((self.folder / "relay" / "files" / "parts").glob("*.part"))

    def blobs(self) -> list[Path]:
        return [path for path in (self.folder / "relay" / "files").glob("??/*") if path.is_file()]

    def until(self, ready: Callable[[], object], what: str) -> None:
        """Wait for an effect on the disk."""
        end_at = time.monotonic() + DEADLINE_S
        while not ready():
            self.assertLess(time.monotonic(), end_at, what)
            time.sleep(0.002)

    def received(self, who: Program) -> Path:
        """Wait until the file is there; its bytes are what was sent."""
        who.wait_for("is here (")
        (path,) = self.downloads.iterdir()
        self.assertEqual(path.name, self.source.name)
        self.assertEqual(self.sum_of(path), self.sum_of(self.source))
        return path

    def sum_of(self, path: Path) -> str:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def receiver(self, *arguments: str) -> Program:
        return self.signed_in("ben", "--downloads", str(self.downloads), *arguments)

    def coming(self) -> int:
        """Bytes of the download so far."""
        return max(map(bytes_of, self.downloads.glob("*")), default=0)

    def accounted(self) -> None:
        """Wait until the disk of the relay holds what its store says, to the byte, and no upload is on its way."""
        self.until(lambda: self.on_disk() == self.in_store(), f"{self.on_disk()} is not {self.in_store()}")

    def nothing_stays(self) -> None:
        """Wait until neither disk nor store knows of any file: a part goes after its sender has heard why."""
        self.until(lambda: self.on_disk() == self.in_store() == ({}, set()), "something stays")

    def on_disk(self) -> tuple[dict[str, int], set[str]]:
        return {path.name: bytes_of(path) for path in self.blobs()}, {path.stem for path in self.parts()}

    def in_store(self) -> tuple[dict[str, int], set[str]]:
        """As its tables are on the disk."""
        connection = sqlite3.connect(f"file:{self.folder / 'relay' / 'store.sqlite'}?mode=ro", uri=True)
        try:
            files = connection.execute("SELECT DISTINCT sha256, size FROM file WHERE NOT gone").fetchall()
            parts = connection.execute("SELECT key FROM part").fetchall()
        finally:
            connection.close()
        return {sha256.hex(): size for sha256, size in files}, {key.hex() for (key,) in parts}
