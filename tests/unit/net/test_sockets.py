"""Opening sockets and resolving names."""

from __future__ import annotations

import socket
import unittest

from udpchat.errors import BadAddress, NameDoesNotResolve, PortInUse
from udpchat.net import open_socket, resolve


class OpenSocket(unittest.TestCase):
    """What `open_socket` promises."""

    def test_free_port(self) -> None:
        with open_socket("127.0.0.1", 0) as opened:
            self.assertGreater(opened.getsockname()[1], 0)
            self.assertFalse(opened.getblocking())

    def test_port_in_use(self) -> None:
        with open_socket("127.0.0.1", 0) as first:
            port = first.getsockname()[1]
            with self.assertRaises(PortInUse) as caught:
                open_socket("127.0.0.1", port)
            self.assertIn(str(port), caught.exception.sentence)

    def test_never_shares_a_port(self) -> None:
        with open_socket("127.0.0.1", 0) as opened:
            self.assertEqual(opened.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), 0)

    def test_address_of_another_computer(self) -> None:
        with self.assertRaises(BadAddress):
            open_socket("192.0.2.1", 0)


class Resolve(unittest.TestCase):
    """Names and addresses."""

    def test_address(self) -> None:
        self.assertEqual(resolve("127.0.0.1", 5), ("127.0.0.1", 5))

    def test_unknown(self) -> None:
        for name in ("a" * 300, "\ud800", "a..b"):  # none of these is worth a question to a name server
            with self.subTest(name=name), self.assertRaises(NameDoesNotResolve):
                resolve(name, 5)


if __name__ == "__main__":
    unittest.main()
