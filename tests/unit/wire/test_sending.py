"""The sending half of the stream, against a set of bytes."""

from __future__ import annotations

import random
import unittest

from udpchat import limits
from udpchat.wire.sending import SendStream


class Model(unittest.TestCase):
    def world(self, seed: int) -> None:
        rng = random.Random(seed)
        data = rng.randbytes(3000)
        stream, arrived = SendStream(), set[int]()
        stream.window_bytes = rng.choice((100, 700, 5000))
        written, flying = 0, list[tuple[int, int]]()
        for _ in range(20_000):
            if written < len(data) and rng.random() < 0.2:
                size = rng.randrange(1, 400)
                stream.write(data[written : written + size])
                written = min(len(data), written + size)
            taken = stream.take(rng.randrange(1, 300)) if rng.random() < 0.6 else None
            if taken is None and rng.random() < 0.2:
                taken = stream.take_oldest(rng.randrange(1, 300))
                self.assertTrue(taken is None or taken[0] == stream.base)
            if taken is not None:
                offset, piece = taken
                self.assertTrue(piece)
                self.assertEqual(data[offset : offset + len(piece)], piece)
                flying.append((offset, offset + len(piece)))
            if flying and rng.random() < 0.6:
                span = flying.pop(rng.randrange(len(flying)))
                if rng.random() < 0.7:
                    stream.acked(span)
                    arrived.update(range(*span))
                else:
                    stream.lost(span)
            base = next((at for at in range(stream.base, written) if at not in arrived), written)
            self.assertEqual(base, stream.base)
            self.assertLessEqual(stream.next, stream.base + stream.window_bytes)
            self.assertEqual(written - stream.next, stream.unsent_bytes)
            if stream.is_done and written == len(data):
                return
        self.fail(f"seed {seed}: {stream.base} of {len(data)} arrived")

    def test_every_byte_arrives_in_the_end(self) -> None:
        for seed in range(200):
            self.world(seed)


class Rules(unittest.TestCase):
    def stream(self) -> SendStream:
        stream = SendStream()
        stream.write(bytes(range(100)))
        return stream

    def test_lost_comes_before_new(self) -> None:
        stream = self.stream()
        stream.take(10)
        stream.take(10)
        stream.lost((0, 10))
        self.assertEqual((0, bytes(range(4))), stream.take(4))
        self.assertEqual((4, bytes(range(4, 10))), stream.take(50))
        self.assertEqual(20, (stream.take(50) or (0, b""))[0])

    def test_lost_that_arrived_after_all_is_not_sent_again(self) -> None:
        stream = self.stream()
        stream.take(100)
        stream.lost((0, 10))
        stream.acked((0, 10))
        self.assertIsNone(stream.take(50))
        self.assertFalse(stream.has_data)

    def test_oldest_stops_at_what_has_arrived(self) -> None:
        stream = self.stream()
        stream.take(30)
        stream.acked((10, 20))
        self.assertEqual((0, bytes(range(10))), stream.take_oldest(50))
        stream.acked((0, 10))
        self.assertEqual((20, bytes(range(20, 30))), stream.take_oldest(50))
        stream.acked((20, 30))
        self.assertIsNone(stream.take_oldest(50))

    def test_window(self) -> None:
        stream = SendStream()
        stream.write(bytes(limits.HANDSHAKE_WINDOW_BYTES + 5))
        stream.take(limits.HANDSHAKE_WINDOW_BYTES + 5)
        self.assertFalse(stream.has_data)
        self.assertEqual(5, stream.unsent_bytes)
        stream.acked((0, 1))
        self.assertEqual(1, len((stream.take(50) or (0, b""))[1]))


if __name__ == "__main__":
    unittest.main()
