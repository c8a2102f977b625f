"""Frames inside packets: as the vectors say, and whatever is out of form is refused."""

from __future__ import annotations

import random
import unittest

from tests.unit.wire.support import vectors
from udpchat import limits
from udpchat.errors import ProtocolViolation
from udpchat.wire import frames


class Golden(unittest.TestCase):
    def rows(self, kind: str) -> list[tuple[dict[str, object], bytes]]:
        found = [(row, bytes.fromhex(row["hex"])) for row in vectors()["frames"].values() if row["type"] == kind]
        self.assertTrue(found)
        return found

    def test_ack(self) -> None:
        for row, wire in self.rows("ACK"):
            ranges = [tuple(pair) for pair in row["ranges"]]  # type: ignore[attr-defined]
            delay_s = row["delay_units"] * frames.DELAY_UNIT_S  # type: ignore[operator]
            self.assertEqual(wire, frames.encode_ack(ranges[::-1], delay_s + 1e-9))
            found_delay_s, found, pos = frames.parse_ack(wire + b"rest", 0, len(wire))
            self.assertEqual((ranges, len(wire)), (found, pos))
            self.assertAlmostEqual(delay_s, found_delay_s)

    def test_stream(self) -> None:
        for row, wire in self.rows("STREAM"):
            data = bytes.fromhex(str(row["data"]))
            self.assertEqual(wire, frames.STREAM_HEADER.pack(frames.STREAM, row["offset"], len(data)) + data)

    def test_paths(self) -> None:
        for kind, number in (("PATH_CHALLENGE", frames.PATH_CHALLENGE), ("PATH_RESPONSE", frames.PATH_RESPONSE)):
            for row, wire in self.rows(kind):
                self.assertEqual(wire[0], number)
                self.assertEqual(row["data"], frames.parse_path_token(wire, 0, len(wire)).hex())

    def test_close(self) -> None:
        for row, wire in self.rows("CLOSE"):
            self.assertEqual(wire, frames.encode_close(row["code"], row["reason"]))  # type: ignore[arg-type]
            self.assertEqual(frames.Close(row["code"], row["reason"]), frames.parse_close(wire, 0, len(wire)))  # type: ignore[arg-type]


class Bad(unittest.TestCase):
    def refused(self, wire: bytes) -> None:
        with self.assertRaises(ProtocolViolation):
            frames.parse_ack(wire, 0, len(wire))

    def test_ack_below_zero(self) -> None:
        self.refused(frames._ACK_HEADER.pack(frames.ACK, 5, 0, 0, 6))
        self.refused(frames._ACK_HEADER.pack(frames.ACK, 5, 0, 1, 0) + frames._ACK_RANGE.pack(4, 0))
        self.refused(frames._ACK_HEADER.pack(frames.ACK, 5, 0, 1, 0) + frames._ACK_RANGE.pack(0, 4))
        self.refused(frames._ACK_HEADER.pack(frames.ACK, 9, 0, 1, 0) + frames._ACK_RANGE.pack(2**32 - 1, 2**32 - 1))

    def test_too_many_ranges(self) -> None:
        count = limits.ACK_RANGE_COUNT + 1
        self.refused(frames._ACK_HEADER.pack(frames.ACK, 10_000, 0, count, 0) + bytes(8 * count))

    def test_every_shortened_frame(self) -> None:
        wire = frames.encode_ack([(0, 1), (5, 9)], 0.0)
        for size in range(len(wire)):
            self.refused(wire[:size])
        close = frames.encode_close(6, "reason")
        for size in range(len(close)):
            with self.assertRaises(ProtocolViolation):
                frames.parse_close(close, 0, size)
        with self.assertRaises(ProtocolViolation):
            frames.parse_path_token(bytes(8), 0, 8)


class Bounds(unittest.TestCase):
    def test_round_trip_of_random_acks(self) -> None:
        rng = random.Random(5)
        for _ in range(300):
            number, ranges = rng.randrange(2**40), []
            for _ in range(rng.randrange(1, 60)):
                length = rng.choice((0, 0, 1, 900))
                ranges.append((number, number + length))
                number += length + 2 + rng.choice((0, 1, 70_000))
            _, found, _ = frames.parse_ack(wire := frames.encode_ack(ranges, rng.random()), 0, len(wire))
            self.assertEqual(ranges[::-1][: limits.ACK_RANGE_COUNT + 1], found)

    def test_long_delay(self) -> None:
        wire = frames.encode_ack([(0, 0)], 1e9)
        self.assertAlmostEqual(6.5535, frames.parse_ack(wire, 0, len(wire))[0])

    def test_reason_is_cut_at_a_character(self) -> None:
        wire = frames.encode_close(2, "☕" * 99)
        self.assertEqual(frames.Close(2, "☕" * 40), frames.parse_close(wire, 0, len(wire)))

    def test_reason_that_is_no_text(self) -> None:
        self.assertEqual("?", frames.parse_close(wire := frames.encode_close(2, "\ud800"), 0, len(wire)).reason)
        self.assertEqual("\ufffd", frames.parse_close(b"\x07\0\0\1\xff", 0, 5).reason)


if __name__ == "__main__":
    unittest.main()
