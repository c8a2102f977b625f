"""Tests of the search of the connect window: interfaces come and go while it is open."""

from __future__ import annotations

import unittest

from udpchat.gui.search import NetworkSearch
from udpchat.limits import NETWORK_LOOK_S
from udpchat.net.interfaces import Interface

CABLE = Interface("eth0", "203.0.113.5", "255.255.255.0", None, "ethernet")  # TEST-NET-3: no address of ours
RADIO = Interface("wlan0", "203.0.113.6", "255.255.255.0", None, "wifi")


class NetworkSearchTest(unittest.TestCase):
    def setUp(self) -> None:
        self.found: list[Interface] = [CABLE]
        self.looks_count = 0
        self.search = NetworkSearch(self.look)
        self.addCleanup(self.search.close)

    def look(self) -> list[Interface]:
        self.looks_count += 1
        return self.found

    def test_another_network_is_noticed_once_it_is_looked_at(self) -> None:
        self.search.search((), 0.0)
        self.assertEqual(self.search.networks, ("eth0",))
        self.found = [RADIO, CABLE]
        self.assertFalse(self.search.changed(NETWORK_LOOK_S / 2))
        self.assertEqual(self.looks_count, 1, "not at every tick")
        self.assertTrue(self.search.changed(NETWORK_LOOK_S))
        self.search.search((), NETWORK_LOOK_S)
        self.assertEqual(self.search.networks, ("wlan0", "eth0"))
        self.found = [CABLE, RADIO]
        self.assertFalse(self.search.changed(3 * NETWORK_LOOK_S), "another order is no other network")
        self.found = []
        self.assertTrue(self.search.changed(5 * NETWORK_LOOK_S))

    def test_a_sweep(self) -> None:
        self.search.search((), 0.0)
        self.assertIsNone(self.search.swept)
        self.search.sweep((), 1.0)
        self.assertTrue(self.search.searching)
        self.assertEqual(self.search.swept, (0, 0), "nobody has that address, so nobody is around it")


if __name__ == "__main__":
    unittest.main()
