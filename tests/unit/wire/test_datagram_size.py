"""Which datagram size is tried, when, and what becomes of it."""

from __future__ import annotations

import unittest

from tests.unit.wire.support import CLIENT
from udpchat import limits
from udpchat.wire.config import WireConfig
from udpchat.wire.datagram_size import DatagramSize

BASE = limits.DATAGRAM_BYTES
LOOPBACK = ("127.0.0.1", 5)


def aimed(address: tuple[str, int] = CLIENT, peer_bytes: int = 65535) -> DatagramSize:
    size = DatagramSize(BASE)
    size.aim(address, WireConfig(), peer_bytes, 0.0)
    return size


def probes(size: DatagramSize) -> list[int]:
    found = []
    while (at := size.next_timeout()) is not None:
        probe = size.probe(at)
        if probe is not None:
            found.append(probe)
    return found


class Probing(unittest.TestCase):
    def test_three_tries_then_rest(self) -> None:
        size = aimed()
        self.assertEqual([limits.PATH_DATAGRAM_BYTES] * limits.SIZE_PROBE_COUNT, probes(size))
        self.assertEqual(BASE, size.bytes)

    def test_not_before_its_time(self) -> None:
        size = aimed()
        self.assertIsNone(size.probe(limits.SIZE_PROBE_S / 2))
        self.assertIsNotNone(size.probe(limits.SIZE_PROBE_S))

    def test_wanted_size(self) -> None:
        self.assertEqual(limits.LOOPBACK_DATAGRAM_BYTES, probes(aimed(LOOPBACK))[0])
        self.assertEqual(1300, probes(aimed(peer_bytes=1300))[0])
        self.assertEqual([], probes(aimed(peer_bytes=BASE)))

    def test_acknowledged(self) -> None:
        size = aimed()
        size.probe(limits.SIZE_PROBE_S)
        size.on_acked()
        self.assertEqual(limits.PATH_DATAGRAM_BYTES, size.bytes)
        self.assertIsNone(size.next_timeout())

    def test_black_hole(self) -> None:
        size = aimed()
        size.on_acked()
        size.on_black_hole(100.0)
        self.assertEqual((BASE, 100.0 + limits.SIZE_AGAIN_S), (size.bytes, size.next_timeout()))
        self.assertEqual([limits.PATH_DATAGRAM_BYTES] * limits.SIZE_PROBE_COUNT, probes(size))

    def test_new_path_is_probed_again(self) -> None:
        size = aimed()
        size.on_acked()
        size.aim(CLIENT, WireConfig(), size.bytes, 10.0)
        self.assertEqual(BASE, size.bytes)
        self.assertEqual(limits.PATH_DATAGRAM_BYTES, probes(size)[0])


if __name__ == "__main__":
    unittest.main()
