"""Tests of the search for a lost server."""

from __future__ import annotations

import unittest

from udpchat.client.phases import Phase
from udpchat.client.scout import Sighting
from udpchat.limits import SEEK_FIRST_S, SEEK_MAX_S
from udpchat.net.finder import Finder
from udpchat.net.seeker import Seeker

MINE, OTHER = b"m" * 32, b"o" * 32


class Ears(Finder):
    """A finder without sockets, that sees what the test lets it see."""

    def __init__(self) -> None:
        super().__init__()
        self.began: list[float] = []
        self.seen: list[Sighting] = []
        self.closed_count = 0

    def search(self, interfaces: object, hints: object, now: float, rounds_s: object = ()) -> None:
        self.began.append(now)
        self.seen = []

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        return tuple(self.seen)

    def poll(self, now: float) -> list[Sighting]:
        return []

    def places(self, fingerprint: bytes) -> tuple[tuple[str, int], ...]:
        return tuple(one.address for one in self.seen if one.fingerprint == fingerprint)

    def close(self) -> None:
        self.closed_count += 1


def sighting(fingerprint: bytes, port: int) -> Sighting:
    return Sighting(("192.168.1.9", port), fingerprint, "Lab", 1, True, False, True, 0.001)


class SeekerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.ears = Ears()
        self.seeker = Seeker(self.ears, lambda: (), lambda: 1.0)

    def test_only_a_lost_server_is_looked_for(self) -> None:
        for phase in Phase:
            if phase not in (Phase.WAITING, Phase.NO_ANSWER, Phase.CONNECTING, Phase.QUESTION):
                for now in range(100):
                    self.assertIsNone(self.seeker.watch(phase, MINE, float(now)))
        for now in range(100):
            self.seeker.watch(Phase.WAITING, None, float(now))
        self.assertEqual(self.ears.began, [])

    def test_intervals_double_up_to_a_minute(self) -> None:
        for tenth in range(3000):
            self.seeker.watch(Phase.NO_ANSWER, MINE, tenth / 10)
        gaps = [after - before for before, after in zip([0.0, *self.ears.began], self.ears.began, strict=False)]
        self.assertEqual([round(gap) for gap in gaps[:5]], [SEEK_FIRST_S, 8, 16, 32, SEEK_MAX_S])

    def test_it_is_found_once_per_search_and_only_itself(self) -> None:
        self.seeker.watch(Phase.WAITING, MINE, 0.0)
        self.seeker.watch(Phase.WAITING, MINE, 4.0)
        self.ears.seen = [sighting(OTHER, 11111)]
        self.assertIsNone(self.seeker.watch(Phase.WAITING, MINE, 4.1))
        self.ears.seen.append(sighting(MINE, 11113))
        self.assertEqual(self.seeker.watch(Phase.CONNECTING, MINE, 4.2), ("192.168.1.9", 11113))
        self.assertIsNone(self.seeker.watch(Phase.CONNECTING, MINE, 4.3))

    def test_other_places_come_after_the_one_before_was_of_no_use(self) -> None:
        """Somebody may lie about being there."""
        self.seeker.watch(Phase.WAITING, MINE, 0.0)
        self.seeker.watch(Phase.WAITING, MINE, 4.0)
        self.ears.seen = [sighting(MINE, 11113), sighting(MINE, 11114)]
        self.assertEqual(self.seeker.watch(Phase.WAITING, MINE, 4.1), ("192.168.1.9", 11113))
        self.assertIsNone(self.seeker.watch(Phase.CONNECTING, MINE, 4.2))
        self.assertEqual(self.seeker.watch(Phase.WAITING, MINE, 4.3), ("192.168.1.9", 11114))
        self.assertIsNone(self.seeker.watch(Phase.WAITING, MINE, 4.4))

    def test_in_a_hurry_it_searches_at_once(self) -> None:
        self.seeker.watch(Phase.WAITING, MINE, 0.0)
        self.seeker.hurry(0.5)
        self.seeker.watch(Phase.WAITING, MINE, 0.5)
        self.assertEqual(self.ears.began, [0.5])

    def test_online_again_it_rests_and_begins_anew(self) -> None:
        self.seeker.watch(Phase.WAITING, MINE, 0.0)
        self.seeker.watch(Phase.WAITING, MINE, 4.0)
        self.seeker.watch(Phase.ONLINE, MINE, 5.0)
        self.assertEqual(self.ears.closed_count, 1)
        self.seeker.watch(Phase.WAITING, MINE, 50.0)
        self.seeker.watch(Phase.WAITING, MINE, 54.0)
        self.assertEqual(self.ears.began, [4.0, 54.0])


if __name__ == "__main__":
    unittest.main()
