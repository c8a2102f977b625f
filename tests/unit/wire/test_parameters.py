"""KEY and PARAMETERS: as the vectors say."""

from __future__ import annotations

import unittest

from tests.unit.wire.support import vectors
from udpchat.errors import ProtocolViolation
from udpchat.wire import parameters
from udpchat.wire.config import WireConfig


def golden(name: str) -> bytes:
    (row,) = [row for row in vectors()["application_frames"] if row["channel"] == name]
    return bytes.fromhex(row["body"])


class Golden(unittest.TestCase):
    def test_parameters(self) -> None:
        body = golden("PARAMETERS")
        self.assertEqual(body, parameters.own_parameters(WireConfig()).encode())
        self.assertEqual(parameters.Parameters(1 << 20, 0.020, 16_384), parameters.parse_parameters(body))

    def test_key(self) -> None:
        body = golden("KEY")
        self.assertEqual(40, len(body))
        master, found = parameters.parse_key(body)
        self.assertEqual(vectors()["keys"]["master"], master.hex())
        self.assertEqual(parameters.own_parameters(WireConfig()), found)


class Refused(unittest.TestCase):
    def test_other_lengths(self) -> None:
        for size in (0, 7, 9, 40):
            with self.assertRaises(ProtocolViolation):
                parameters.parse_parameters(bytes(size))
        for size in (0, 32, 39, 41):
            with self.assertRaises(ProtocolViolation):
                parameters.parse_key(bytes(size))


class Declared(unittest.TestCase):
    def test_largest_of_the_sizes(self) -> None:
        self.assertEqual(1452, parameters.own_parameters(WireConfig(loopback_datagram_bytes=1200)).datagram_bytes)
        self.assertEqual(1200, WireConfig(path_datagram_bytes=1200, loopback_datagram_bytes=500).largest_datagram_bytes)

    def test_delay_in_whole_ms(self) -> None:
        polled = parameters.own_parameters(WireConfig(max_ack_delay_s=0.050))
        self.assertEqual(0.050, parameters.parse_parameters(polled.encode()).ack_delay_s)


if __name__ == "__main__":
    unittest.main()
