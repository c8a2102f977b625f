"""Any bytes in any state of both endpoints: an event, a drop or a close of that connection; never an exception.

What is kept stays bounded, and a genuine client beside the noise is not disturbed.
"""

from __future__ import annotations

import random
import unittest
from collections.abc import Callable

from tests.attack.forge import Insider, client_connection, initial, server_connection
from tests.attack.lab import ALICE, EVIL, SERVER, Lab, Victim, joined
from tests.sim.internals import connections
from tests.sim.invariants import check_connection
from udpchat.errors import ProtocolViolation
from udpchat.wire import frames, packets
from udpchat.wire.channels import Channel, FrameReader
from udpchat.wire.config import EndpointLimits
from udpchat.wire.events import Closed, FrameArrived
from udpchat.wire.parameters import parse_key, parse_parameters
from udpchat.wire.receiving import ReceiveStream

GARBAGE_COUNT = 20_000
STATES = ("nothing", "hello sent", "initial sent", "established", "closing", "closed")
GENEROUS = EndpointLimits(
    connects_per_s=1e6, connects_per_s_per_address=1e6, connect_burst_per_address=10**6, stateless_per_s=1e6
)


def garbage(rng: random.Random) -> bytes:
    """Bytes of any kind: pure noise, noise behind each type, all lengths, repeated bytes."""
    size = rng.randrange(1500) if rng.random() < 0.1 else rng.randrange(70)
    data = rng.randbytes(size) if rng.random() < 0.8 else bytes([rng.randrange(256)]) * size
    if size and rng.random() < 0.8:
        data = bytes([rng.randrange(0x7E, 0x8B)]) + data[1:]
    return data


def mutated(rng: random.Random, data: bytes) -> bytes:
    """A genuine datagram with something wrong."""
    place = rng.randrange(len(data) + 1)
    match rng.randrange(5):
        case 0:
            return data[:place]
        case 1:
            return data + rng.randbytes(rng.randrange(1, 40))
        case 2:
            return data[:place] + rng.randbytes(1) + data[place + 1 :]
        case 3:
            return data[:place] + rng.randbytes(8) + data[place + 8 :]
        case _:
            return bytes([rng.randrange(0x80, 0x89)]) + data[1:]


def in_state(name: str) -> tuple[Lab, Victim]:
    """A client and its server in one of the states."""
    lab = Lab(GENEROUS)
    victim = Victim(lab)
    if name == "nothing":
        victim.endpoint.abandon()
    elif name == "hello sent":
        victim.flush()
    elif name == "initial sent":
        victim.exchange(1)
        victim.flush()
    else:
        victim.exchange(12)
        cid = lab.established()[0].cid
        if name == "closing":
            lab.server.close(cid, 0, "", lab.now)  # type: ignore[arg-type]
        if name == "closed":
            victim.endpoint.close(0, "", lab.now)  # type: ignore[arg-type]
            victim.exchange(2)
    return lab, victim


class AnyBytes(unittest.TestCase):
    def test_garbage_in_every_state(self) -> None:
        for state in STATES:
            with self.subTest(state=state):
                rng = random.Random(f"garbage {state}")
                lab, victim = in_state(state)
                for _ in range(GARBAGE_COUNT // len(STATES)):
                    data = garbage(rng)
                    lab.now += 0.0001
                    lab.give(data, rng.choice((ALICE, EVIL)))
                    victim.endpoint.receive_datagram(data, SERVER, lab.now)
                    victim.flush()
                self.assertLessEqual(lab.server.connection_count, 1)

    def test_mutations_of_genuine_datagrams(self) -> None:
        for seed in range(30):
            rng = random.Random(seed)
            lab = Lab(GENEROUS, seed=seed)
            victim = Victim(lab, seed=seed)
            spoil = self.spoiler(rng, lab, victim)
            for number in range(25):
                if number > 12:
                    victim.endpoint.send(Channel.CHAT, rng.randbytes(50))
                victim.exchange(1, spoil)
            with self.subTest(seed=seed):
                self.assertTrue(victim.endpoint.established, "the genuine client was disturbed")
                self.assertFalse(any(isinstance(event, Closed) for event in lab.events))
                said = [event.body for event in lab.events if isinstance(event, FrameArrived)]
                self.assertTrue(said)

    def spoiler(self, rng: random.Random, lab: Lab, victim: Victim) -> Callable[[bytes], None]:
        """Sends mutations of each datagram ahead of it, to both sides."""

        def spoil(data: bytes) -> None:
            for _ in range(40):
                wrong = mutated(rng, data)
                if wrong != data:
                    lab.server.receive_datagram(wrong, rng.choice((ALICE, EVIL)), lab.now)
                    victim.endpoint.receive_datagram(wrong, SERVER, lab.now)

        return spoil


class AuthenticatedFrames(unittest.TestCase):
    """A peer with all keys sends any frames."""

    def test_any_frames_to_the_server(self) -> None:
        rng = random.Random(11)
        lab, victim, cid, insider = self.fresh()
        for _ in range(6000):
            data = insider.packet(self.frames(rng, server_connection(lab, cid)))
            lab.now += 0.0005
            lab.give(data, ALICE)
            for connection in connections(lab.server):
                if connection.end is None:
                    check_connection(connection)
            if all(connection.end is not None for connection in connections(lab.server)):
                lab, victim, cid, insider = self.fresh()
        self.assertLessEqual(lab.server.connection_count, 1)
        self.assertTrue(victim.events)

    def test_any_frames_to_the_client(self) -> None:
        rng = random.Random(12)
        lab, victim, cid, _ = self.fresh()
        for _ in range(4000):
            protection = server_connection(lab, cid).protection
            data = protection.seal([self.frames(rng, client_connection(victim))], True)
            lab.now += 0.0005
            victim.endpoint.receive_datagram(data, SERVER, lab.now)
            victim.flush()
            if client_connection(victim).end is not None:
                lab, victim, cid, _ = self.fresh()
            else:
                check_connection(client_connection(victim))

    def test_any_frames_in_an_initial(self) -> None:
        rng = random.Random(13)
        for number in range(400):
            lab = Lab(GENEROUS)
            cookie = lab.cookie(number, ALICE)
            for count in range(5):
                body = rng.randbytes(rng.randrange(60)) if rng.random() < 0.5 else self.frames(rng, None)
                lab.give(initial(cookie, number, body, 1200 + rng.randrange(300), count), ALICE)
            lab.pass_time(20, 1.0)
            self.assertEqual(lab.server.connection_count, 0)

    def fresh(self) -> tuple[Lab, Victim, int, Insider]:
        """Two sides that stand."""
        lab = Lab(GENEROUS, seed=random.Random(5).randrange(99))
        victim, cid = joined(lab)
        victim.exchange(20)
        return lab, victim, cid, Insider(lab, victim)

    def frames(self, rng: random.Random, near: object) -> bytes:
        """A few frames: mostly of a right shape, near what the connection expects, sometimes cut."""
        out = b"".join(self.one_frame(rng, near) for _ in range(rng.randrange(1, 4)))
        return out[: rng.randrange(len(out) + 1)] if rng.random() < 0.1 else out[:1100]

    def one_frame(self, rng: random.Random, near: object) -> bytes:
        offset = getattr(getattr(near, "receiving", None), "next", 0)
        number = getattr(getattr(near, "protection", None), "next_number", 5)
        match rng.randrange(8):
            case 0:
                return bytes(rng.randrange(1, 5))
            case 1:
                return b"\x01"
            case 2:
                hi = max(0, number - rng.randrange(1, 9)) if rng.random() < 0.9 else rng.randrange(2**64)
                lo = max(0, hi - rng.randrange(6))
                return frames.encode_ack([(lo, hi)], rng.random())
            case 3 | 4:
                start = max(0, offset + rng.randrange(-300, 3000)) if rng.random() < 0.95 else rng.randrange(2**64)
                data = rng.randbytes(rng.randrange(0 if rng.random() < 0.05 else 1, 300))
                return frames.STREAM_HEADER.pack(frames.STREAM, start, len(data)) + data
            case 5:
                return bytes([rng.choice((4, 5))]) + rng.randbytes(8)
            case 6:
                return frames.encode_close(rng.randrange(65536), "x") if rng.random() < 0.1 else b"\x01"
            case _:
                return rng.randbytes(rng.randrange(1, 30)) if rng.random() < 0.1 else b"\x00"


class Decoders(unittest.TestCase):
    """Each parser of bytes by itself: a value, None or ProtocolViolation."""

    def test_parsers(self) -> None:
        rng = random.Random(21)
        whole: list[Callable[[bytes], object]] = [
            packets.parse_hello,
            packets.parse_retry,
            packets.parse_verneg,
            packets.parse_reset,
            packets.parse_discover,
            packets.parse_here,
        ]
        strict: list[Callable[[bytes], object]] = [parse_key, parse_parameters]
        strict += [
            lambda data, parse=parse: parse(data, 0, len(data)) for parse in (frames.parse_ack, frames.parse_close)
        ]  # type: ignore[misc]
        for _ in range(20_000):
            data = garbage(rng)
            for parse in whole:
                parse(data)
            for parse in strict:
                try:
                    parse(data)
                except ProtocolViolation:
                    continue

    def test_frame_reader_cuts_anywhere(self) -> None:
        """However the stream is cut, the same frames come out; noise is refused without growing."""
        rng = random.Random(22)
        for _ in range(300):
            reader = FrameReader()
            reader.raise_limit()
            bodies = [rng.randbytes(rng.randrange(300)) for _ in range(rng.randrange(1, 9))]
            data = b"".join(b"\x01" + len(body).to_bytes(4, "big") + body for body in bodies)
            found = []
            while data:
                cut = rng.randrange(1, 400)
                found += reader.feed(data[:cut])
                data = data[cut:]
            self.assertEqual([body for _, body in found], bodies)
            with self.assertRaises(ProtocolViolation):
                for _ in range(100):
                    reader.feed(b"\xff\xff\xff\xff\xff" + rng.randbytes(100))

    def test_stream_reassembly_in_any_order(self) -> None:
        """Pieces in any order, doubled, overlapping: the bytes come out as they were."""
        for seed in range(200):
            rng = random.Random(seed)
            whole = rng.randbytes(rng.randrange(1, 5000))
            stream, out = ReceiveStream(), bytearray()
            pieces = []
            for start in range(0, len(whole), 100):
                begin = max(0, start - rng.randrange(150))
                pieces += [(begin, whole[begin : start + rng.randrange(100, 300)])] * rng.choice((1, 1, 2))
            rng.shuffle(pieces)
            for start, data in pieces:
                stream.receive(start, data)
                out += stream.take()
            self.assertEqual(bytes(out), whole)
            self.assertEqual((stream.piece_count, stream.buffered_bytes), (0, 0))
