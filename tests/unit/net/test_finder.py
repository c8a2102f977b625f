"""Tests of the search through real sockets, on this computer only."""

from __future__ import annotations

import select
import socket
import time
import unittest

from udpchat.net.finder import Finder
from udpchat.net.interfaces import Interface
from udpchat.net.multicast import Membership
from udpchat.wire.packets import Here, parse_discover

GONE = Interface("gone0", "203.0.113.9", "255.255.255.0", None, "ethernet")  # TEST-NET-3: no address of ours


class FinderTest(unittest.TestCase):
    def setUp(self) -> None:
        self.server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(self.server.close)
        self.server.bind(("127.0.0.1", 0))
        self.server.settimeout(5.0)
        self.finder = Finder()
        self.addCleanup(self.finder.close)

    def test_a_server_at_a_hint_is_found(self) -> None:
        self.finder.search((GONE,), [self.server.getsockname()], time.monotonic())
        self.assertTrue(self.finder.searching)
        self.assertEqual(self.finder.poll(time.monotonic()), [])
        data, source = self.server.recvfrom(2048)
        nonce = parse_discover(data)
        assert nonce is not None
        self.server.sendto(b"noise", source)
        self.server.sendto(Here(6, 1, 2, b"f" * 32, "Lab").encode(nonce), source)
        found = []
        while not found:
            select.select(self.finder._sockets, [], [], 5.0)
            found = self.finder.poll(time.monotonic())
        self.assertEqual((found[0].name, found[0].address), ("Lab", self.server.getsockname()))
        self.assertTrue(found[0].guests and found[0].signup_open and not found[0].room)
        self.assertEqual(self.finder.sightings, tuple(found))

    def test_a_new_search_closes_the_old_sockets(self) -> None:
        self.finder.search((), (), 0.0)
        first = self.finder._sockets[0]
        self.finder.search((), (), 1.0)
        self.assertEqual(first.fileno(), -1)
        self.finder.close()
        self.assertEqual(self.finder.poll(2.0), [])

    def test_joining_where_nothing_is(self) -> None:
        self.assertEqual(Membership().follow(self.server, (GONE,)), 0)


if __name__ == "__main__":
    unittest.main()
