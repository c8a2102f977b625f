"""Who may have a connection."""

from __future__ import annotations

import unittest

from udpchat import limits
from udpchat.wire.admission import Admission
from udpchat.wire.config import EndpointLimits

NOW = 100.0


def open_one(admission: Admission, host: str, now: float = NOW) -> bool:
    admits = admission.admits(host, now)
    if admits:
        admission.began(host)
    return admits


class Counts(unittest.TestCase):
    def test_half_open_per_address(self) -> None:
        admission = Admission(EndpointLimits(half_open_per_address=2))
        self.assertEqual([True, True, False], [open_one(admission, "10.0.0.1") for _ in range(3)])
        self.assertTrue(open_one(admission, "10.0.0.2"))
        admission.established("10.0.0.1")
        self.assertTrue(open_one(admission, "10.0.0.1"))

    def test_half_open_in_all(self) -> None:
        admission = Admission(EndpointLimits(half_open=3))
        for n in range(3):
            self.assertFalse(admission.half_open_is_full)
            self.assertTrue(open_one(admission, f"10.0.0.{n}"))
        self.assertTrue(admission.half_open_is_full)
        admission.ended("10.0.0.0", was_established=False)
        self.assertFalse(admission.half_open_is_full)

    def test_open_per_address_and_in_all(self) -> None:
        admission = Admission(EndpointLimits(connections=3, connections_per_address=2))
        for _ in range(2):
            self.assertTrue(open_one(admission, "10.0.0.1"))
            admission.established("10.0.0.1")
        self.assertFalse(open_one(admission, "10.0.0.1"))
        self.assertTrue(open_one(admission, "10.0.0.2"))
        self.assertFalse(open_one(admission, "10.0.0.3"))
        admission.ended("10.0.0.1", was_established=True)
        self.assertTrue(open_one(admission, "10.0.0.3"))

    def test_loopback_is_limited_in_all_only(self) -> None:
        admission = Admission(EndpointLimits(connections=50, connections_per_address=1, half_open_per_address=1))
        self.assertEqual(50, sum(open_one(admission, "127.0.0.1") for _ in range(60)))

    def test_nothing_is_kept_in_the_end(self) -> None:
        admission = Admission(EndpointLimits())
        for host in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
            open_one(admission, host)
        admission.established("10.0.0.1")
        admission.ended("10.0.0.1", was_established=True)
        admission.ended("10.0.0.1", was_established=False)
        admission.ended("10.0.0.2", was_established=False)
        self.assertEqual((0, 0), (admission.open_count, admission.half_open_count))
        self.assertFalse(admission._open or admission._half_open)


class Rates(unittest.TestCase):
    def test_per_address(self) -> None:
        admission = Admission(EndpointLimits(connects_per_s_per_address=5, connect_burst_per_address=4))
        self.assertEqual(4, sum(admission.admits("10.0.0.1", NOW) for _ in range(10)))
        self.assertTrue(admission.admits("10.0.0.2", NOW))
        self.assertEqual(1, sum(admission.admits("10.0.0.1", NOW + 0.2) for _ in range(10)))

    def test_in_all(self) -> None:
        admission = Admission(EndpointLimits(connects_per_s=10))
        self.assertEqual(10, sum(admission.admits(f"10.0.0.{n}", NOW) for n in range(50)))

    def test_memory_of_addresses_is_bounded(self) -> None:
        admission = Admission(EndpointLimits(connects_per_s=1e9))
        for n in range(limits.ADDRESS_MEMORY_COUNT + 100):
            admission.admits(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", NOW)
        self.assertEqual(limits.ADDRESS_MEMORY_COUNT, len(admission._rates))


if __name__ == "__main__":
    unittest.main()
