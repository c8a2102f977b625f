"""Killed without warning: what was committed is there, once; what was not is not."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from tests.unit.store.support import SEED
from udpchat.store import Store

ROUNDS = 6


class Killed(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "store.sqlite"

    def child(self, seed: int, *stop: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.unit.store.crash_child", str(self.path), str(seed), *stop]
        root = Path(__file__).parents[3]
        return subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def stored(self, path: Path | None = None) -> dict[int, str]:
        store = Store.open(path or self.path, random.Random(SEED).randbytes)
        try:
            ann = store.user_named("ann")
            assert ann is not None
            return {event.seq: event.body for event in store.events(ann.id, 1, 2**62, 10**6, 2**40)[0]}
        finally:
            store.close()

    def test_between_two_lines_of_its_output(self) -> None:
        chance = random.Random(SEED)
        promised: dict[int, str] = {}
        for round_ in range(ROUNDS):
            with self.child(round_) as child:
                assert child.stdout is not None
                for _ in range(chance.randrange(1, 60)):
                    seq, text = child.stdout.readline().split()
                    promised[int(seq)] = text
                child.kill()
                for line in child.stdout:  # told before the signal arrived
                    if line.endswith("\n"):
                        seq, text = line.split()
                        promised[int(seq)] = text
            with self.subTest(seed=SEED, round=round_):
                stored = self.stored()
                self.assertEqual({seq: stored.get(seq) for seq in promised}, promised)
                self.assertEqual(len(set(stored.values())), len(stored), "something is there twice")
                self.assertEqual(len(stored) % 3, 0, "a part of a turn was stored")

    def test_in_the_middle_of_a_transaction(self) -> None:
        with self.child(1, "open") as child:
            assert child.stdout is not None
            lines = [child.stdout.readline() for _ in range(13)]
            self.assertEqual(lines[-1], "open\n")
            copy = self.path.with_name("copy.sqlite")
            for suffix in ("", "-wal"):  # what a power cut would leave
                shutil.copy(f"{self.path}{suffix}", f"{copy}{suffix}")
            child.kill()
        told = {int(line.split()[0]): line.split()[1] for line in lines[:-1]}
        self.assertEqual(self.stored(), told)
        self.assertEqual(self.stored(copy), told)
