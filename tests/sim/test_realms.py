"""Linked servers: whole worlds of two and three towns, and chosen cases of becoming linked."""

from __future__ import annotations

import os
import unittest
from pathlib import Path

from tests.sim.chat import cheap_scrypt
from tests.sim.test_system import chat_profile, scratch
from tests.sim.towns import Country
from tests.sim.world import seeds

WORLDS = 6
TOWNS, PEOPLE, TALK_S = (int(part) for part in os.environ.get("UDPCHAT_REALMS", "0x6x60").split("x"))
"""How many towns (0: two or three), how many people, how many virtual seconds: `3x20x120` is a large country."""


def run_country(seed: int) -> None:
    """One world; an AssertionError tells the seed and the story."""
    with scratch() as folder, cheap_scrypt():
        country = Country(seed, Path(folder), TOWNS or 2 + seed % 2, PEOPLE, TALK_S)
        country.world.network.profile = chat_profile(country.rng)
        try:
            country.run()
        except Exception as error:
            text = "" if "packet" in str(error) else country.world.story()
            raise AssertionError(f"seed {seed}: {error!r}\n{text}") from error


class Countries(unittest.TestCase):
    def test_what_is_written_arrives_once_and_in_order(self) -> None:
        for seed in seeds(WORLDS):
            with self.subTest(seed=seed):
                run_country(seed)


if __name__ == "__main__":
    unittest.main()
