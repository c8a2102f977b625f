"""The receiving half of the stream: any order gives the same bytes, within its bounds."""

from __future__ import annotations

import random
import time
import unittest

from udpchat import limits
from udpchat.errors import ProtocolViolation
from udpchat.wire.receiving import ReceiveStream


class Model(unittest.TestCase):
    def test_any_order_duplicates_and_overlaps(self) -> None:
        for seed in range(120):
            rng = random.Random(seed)
            data = rng.randbytes(rng.randrange(1, 2000))
            pieces = [(at, at + rng.randrange(1, 90)) for at in range(0, len(data), rng.randrange(1, 40))]
            pieces += [(at, at + rng.randrange(1, 200)) for at in rng.choices(range(len(data)), k=30)]
            pieces += [(at, at + 40) for at in range(0, len(data), 40)]
            rng.shuffle(pieces)
            stream, model, got = ReceiveStream(), set[int](), bytearray()
            for lo, hi in pieces:
                stream.receive(lo, data[lo:hi])
                model.update(range(lo, min(hi, len(data))))
                if rng.random() < 0.5:
                    got += stream.take()
                first_missing = next((at for at in range(stream.next, len(data)) if at not in model), len(data))
                self.assertEqual(first_missing, stream.next)
                self.assertEqual(stream.buffered_bytes, sum(map(len, stream._pieces.values())))
                self.assertEqual(sorted(stream._offsets), sorted(stream._pieces))
            got += stream.take()
            self.assertEqual(data, bytes(got))
            self.assertEqual((0, 0), (stream.piece_count, stream.buffered_bytes))


class Bounds(unittest.TestCase):
    def test_window_moves_with_the_bytes(self) -> None:
        stream = ReceiveStream()
        stream.window_bytes = 100
        stream.receive(0, bytes(60))
        stream.receive(60, bytes(100))
        with self.assertRaises(ProtocolViolation):
            stream.receive(160, bytes(101))

    def test_pieces(self) -> None:
        stream = ReceiveStream()
        for index in range(limits.REASSEMBLY_SEGMENT_COUNT):
            stream.receive(2 + index * 2, b"x")
        with self.assertRaises(ProtocolViolation):
            stream.receive(60_000, b"x")

    def test_overlapping_bytes(self) -> None:
        stream = ReceiveStream()
        with self.assertRaises(ProtocolViolation):
            for index in range(1000):
                stream.receive(1 + index, bytes(60_000))
        self.assertLessEqual(stream.buffered_bytes, stream.window_bytes + 64 * 1024)

    def test_longer_piece_replaces_a_shorter_one(self) -> None:
        stream = ReceiveStream()
        stream.receive(5, b"f")
        stream.receive(5, b"fghi")
        stream.receive(5, b"fg")
        stream.receive(0, b"abcde")
        self.assertEqual(b"abcdefghi", bytes(stream.take()))

    def test_many_waiting_pieces_do_not_slow_down_each_byte(self) -> None:
        stream = ReceiveStream()
        for index in range(4000):
            stream.receive(50_000 + index * 2, b"x")
        began_at = time.thread_time()
        for offset in range(20_000):
            stream.receive(offset, b"x")
        self.assertLess(time.thread_time() - began_at, 0.5, "a search among the pieces takes 1.2 s")


if __name__ == "__main__":
    unittest.main()
