"""Application frames: layout, strict priority, and cutting the stream, against naive models."""

from __future__ import annotations

import random
import struct
import unittest

from tests.unit.wire.support import vectors
from udpchat import limits
from udpchat.errors import ProtocolViolation
from udpchat.wire.channels import KEY_FRAME, PARAMETERS_FRAME, PRIORITY, Channel, FrameReader, Outgoing, channel_of, frame


def split(data: bytes) -> list[tuple[int, bytes]]:
    found = []
    while data:
        kind, size = struct.unpack_from(">BI", data)
        found.append((kind, data[5 : 5 + size]))
        data = data[5 + size :]
    return found


class Golden(unittest.TestCase):
    def test_layout(self) -> None:
        for row in vectors()["application_frames"]:
            wire = bytes.fromhex(row["hex"])
            self.assertEqual(wire, frame(row["number"], bytes.fromhex(row["body"])))
            self.assertEqual([(row["number"], bytes.fromhex(row["body"]))], FrameReader().feed(wire))

    def test_numbers(self) -> None:
        rows = {row["channel"]: row["number"] for row in vectors()["application_frames"]}
        own = {channel.name: int(channel) for channel in Channel}
        self.assertEqual(rows, own | {"KEY": KEY_FRAME, "PARAMETERS": PARAMETERS_FRAME})
        self.assertTrue(all(channel_of(int(channel)) is channel for channel in Channel))


class Priority(unittest.TestCase):
    def test_order(self) -> None:
        names = [channel.name for channel in PRIORITY]
        self.assertEqual(["CONTROL", "CREDIT", "CHAT", "HISTORY", "BULK"], names)
        outgoing = Outgoing()
        for channel in reversed(PRIORITY):
            outgoing.put(channel, frame(channel, b"x"))
        self.assertEqual([int(channel) for channel in PRIORITY], [kind for kind, _ in split(outgoing.take(1000, 1000))])

    def test_a_begun_frame_is_finished_first(self) -> None:
        outgoing = Outgoing()
        outgoing.put(Channel.BULK, frame(Channel.BULK, b"b" * 95))
        first = outgoing.take(40, 40)
        outgoing.put(Channel.CONTROL, frame(Channel.CONTROL, b"c"))
        rest = b"".join(iter(lambda: outgoing.take(40, 40), b""))
        self.assertEqual([(2, b"b" * 95), (0, b"c")], split(first + rest))

    def test_bulk_alone_fills_a_whole_record(self) -> None:
        outgoing = Outgoing()
        outgoing.put(Channel.BULK, frame(Channel.BULK, bytes(5000)))
        self.assertEqual(3000, len(outgoing.take(100, 3000)))
        outgoing.clear()
        outgoing.put(Channel.BULK, frame(Channel.BULK, bytes(5000)))
        outgoing.put(Channel.CHAT, frame(Channel.CHAT, b"hi"))
        self.assertEqual(100, len(outgoing.take(100, 3000)))

    def test_clear(self) -> None:
        outgoing = Outgoing()
        outgoing.put(Channel.CHAT, frame(Channel.CHAT, bytes(100)))
        outgoing.take(10, 10)
        outgoing.clear()
        self.assertEqual((0, 0, b""), (outgoing.total_bytes, outgoing.queued_bytes(Channel.CHAT), outgoing.take(10, 10)))


class Model(unittest.TestCase):
    """Outgoing against five lists and a rule."""

    def world(self, seed: int) -> None:
        rng = random.Random(seed)
        outgoing, queues = Outgoing(), {channel: list[bytes]() for channel in PRIORITY}
        sent, expected = b"", b""
        for _ in range(200):
            for _ in range(rng.choice((0, 0, 1, 3))):
                channel = rng.choice(PRIORITY)
                framed = frame(channel, rng.randbytes(rng.choice((0, 3, 50, 700))))
                outgoing.put(channel, framed)
                queues[channel].append(framed)
            record = outgoing.take(chat := rng.randrange(1, 300), bulk := rng.randrange(300, 900))
            sent += record
            self.assertLessEqual(len(record), bulk)
            if len(record) > chat:
                self.assertFalse(any(queues[channel] for channel in PRIORITY[:-1]), "bulk fills a record alone only")
            while len(expected) < len(sent):
                expected += next(queues[channel] for channel in PRIORITY if queues[channel]).pop(0)
            self.assertEqual(expected[: len(sent)], sent)
            waiting = len(expected) - len(sent) + sum(len(item) for queue in queues.values() for item in queue)
            self.assertEqual(waiting, outgoing.total_bytes)
            for channel in PRIORITY:
                self.assertEqual(sum(map(len, queues[channel])), outgoing.queued_bytes(channel))

    def test_outgoing(self) -> None:
        for seed in range(40):
            self.world(seed)

    def test_reader_whatever_the_cuts(self) -> None:
        for seed in range(60):
            rng = random.Random(seed)
            frames = [(int(rng.choice(PRIORITY)), rng.randbytes(rng.choice((0, 1, 30, 900)))) for _ in range(30)]
            data = b"".join(frame(kind, body) for kind, body in frames)
            reader, found, pos = FrameReader(), list[tuple[int, bytes]](), 0
            while pos < len(data):
                size = rng.choice((1, 2, 7, 100, 5000))
                found += reader.feed(data[pos : pos + size])
                pos += size
            self.assertEqual(frames, found)


class Bounds(unittest.TestCase):
    def refused(self, reader: FrameReader, data: bytes) -> None:
        with self.assertRaises(ProtocolViolation):
            reader.feed(data)

    def test_before_the_sign_in(self) -> None:
        whole = frame(0, bytes(limits.SIGNED_OUT_FRAME_BYTES))
        self.assertEqual(1, len(FrameReader().feed(whole)))
        self.refused(FrameReader(), frame(0, bytes(limits.SIGNED_OUT_FRAME_BYTES + 1))[:5])
        reader = FrameReader()
        for _ in range(limits.SIGNED_OUT_BYTES // len(whole)):
            reader.feed(whole)
        self.refused(reader, whole)

    def test_after_it(self) -> None:
        reader = FrameReader()
        reader.raise_limit()
        for _ in range(3):
            self.assertEqual(1, len(reader.feed(frame(1, bytes(limits.FRAME_BYTES)))))
        self.refused(reader, frame(1, bytes(limits.FRAME_BYTES + 1))[:5])

    def test_unknown_types(self) -> None:
        for kind in (5, 6, 100, 0xFD):
            self.refused(FrameReader(), frame(kind, b""))


if __name__ == "__main__":
    unittest.main()
