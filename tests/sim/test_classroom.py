"""Whole classes: private messages, groups, edits, joins, leaves, blocks, kills on both sides, old backups brought back."""

from __future__ import annotations

import os
import unittest
from pathlib import Path

from tests.sim.chat import cheap_scrypt
from tests.sim.classroom import Classroom
from tests.sim.test_system import scratch
from tests.sim.world import seeds

WORLDS = 6
PEOPLE, TALK_S = (int(part) for part in os.environ.get("UDPCHAT_CLASS", "8x120").split("x"))
"""How many people talk for how many virtual seconds; `30x600` is a class in a long break."""


def run_class(seed: int) -> None:
    """One world; an AssertionError tells the seed and the story."""
    with scratch() as folder, cheap_scrypt():
        room = Classroom(seed, Path(folder), PEOPLE, TALK_S)
        try:
            room.run()
        except Exception as error:
            differences = [line for person in room.people for line in room.differences(person)] if room.server.host.driver else []
            text = "" if "packet" in str(error) else room.world.story()
            raise AssertionError(f"seed {seed}: {error!r}\n{differences[:10]}\n{text}") from error


class Classes(unittest.TestCase):
    def test_everybody_sees_what_they_may_see(self) -> None:
        for seed in seeds(WORLDS):
            with self.subTest(seed=seed):
                run_class(seed)


if __name__ == "__main__":
    unittest.main()
