"""The way out: order, what a system cannot take yet, what it refuses; and that a flush is a run for one address."""

from __future__ import annotations

import errno
import socket
import unittest
from typing import Any

from tests.unit.wire.support import Pair
from udpchat import limits
from udpchat.driver import Address
from udpchat.net.outlet import Outlet
from udpchat.wire.channels import Channel

ONE, TWO = ("127.0.0.1", 1), ("127.0.0.1", 2)


class System:
    """A socket that takes, refuses or blocks, as it is told."""

    def __init__(self, *errors: OSError | None) -> None:
        self.errors = list(errors)
        self.sent: list[tuple[bytes, Address]] = []

    def sendto(self, data: bytes, address: Address) -> int:
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        self.sent.append((data, address))
        return len(data)


class Order(unittest.TestCase):
    def setUp(self) -> None:
        self.outlet = Outlet()
        self.given = [(b"%d" % number, ONE if number % 3 else TWO) for number in range(9)]
        self.outlet.put(self.given)

    def send(self, system: Any) -> bool:
        return self.outlet.send(system)

    def test_all(self) -> None:
        system = System()
        self.assertTrue(self.send(system))
        self.assertEqual((self.given, 0), (system.sent, len(self.outlet)))

    def test_blocked(self) -> None:
        system = System(None, BlockingIOError(), None, BlockingIOError())
        self.assertFalse(self.send(system))
        self.assertEqual(len(self.outlet), 8)
        self.outlet.put([(b"last", ONE)])
        self.assertFalse(self.send(system))
        self.assertTrue(self.send(system))
        self.assertEqual([*self.given, (b"last", ONE)], system.sent)

    def test_refused_is_lost(self) -> None:
        system = System(OSError(errno.ENETUNREACH, ""), None, OSError(errno.EMSGSIZE, ""))
        self.assertTrue(self.send(system))
        self.assertEqual([self.given[1], *self.given[3:]], system.sent)

    def test_closed_is_heard(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.close()
            with self.assertRaises(OSError):
                self.send(sock)


class Runs(unittest.TestCase):
    def test_a_flush_of_a_file_is_a_run_of_one_size(self) -> None:
        """What a system needs that takes many datagrams in one call."""
        for server in ("127.0.0.1", "10.0.0.1"):
            pair = Pair(server=(server, 11111), client=(server, 40000))
            _, cid = pair.connect()
            pair.server.raise_frame_limit(cid)
            pair.idle(1.0)
            for _ in range(20):
                pair.server.send(cid, Channel.BULK, bytes(limits.BULK_BYTES))
            found = pair.server.datagrams_to_send(pair.now)
            self.assertGreater(len(found), 3)
            self.assertEqual(1, len({address for _, address in found}))
            self.assertEqual(1, len({len(data) for data, _ in found[:-1]}))
            self.assertLessEqual(len(found[-1][0]), len(found[0][0]))


if __name__ == "__main__":
    unittest.main()
