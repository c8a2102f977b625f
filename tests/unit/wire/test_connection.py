"""One connection: two ends joined by hand under keys, forgeries, paths, close, and deadlines that lie ahead."""

from __future__ import annotations

import random
import unittest

from tests.unit.wire.support import CLIENT, OTHER, SERVER
from udpchat import limits
from udpchat.driver import Address
from udpchat.errors import ProtocolViolation
from udpchat.wire import frames, packets
from udpchat.wire.config import WireConfig
from udpchat.wire.connection import Connection, End
from udpchat.wire.keys import client_secret, server_secret

MASTER = b"m" * 32
COOKIE = b"c" * 23


class Ends(unittest.TestCase):
    def setUp(self) -> None:
        self.config = WireConfig()
        self.now = 100.0
        self.client = Connection(True, 1, 0, SERVER, COOKIE, self.config, random.Random(1).randbytes, self.now)
        self.server = Connection(False, 2, 1, CLIENT, COOKIE, self.config, random.Random(2).randbytes, self.now)
        self.source = CLIENT
        self.client.ping()
        self.swap()
        self.client.set_keys(server_secret(MASTER), client_secret(MASTER))
        self.server.set_keys(client_secret(MASTER), server_secret(MASTER))
        for end in (self.client, self.server):
            end.set_peer_parameters(1 << 20, 0.02, limits.DATAGRAM_BYTES, self.now)
        self.swap()

    def swap(self, rounds: int = 4, step_s: float = 0.001) -> list[tuple[bytes, Address]]:
        """Some round trips; what the server said."""
        said = []
        for _ in range(rounds):
            self.now += step_s
            self.wake()
            for data, _ in self.client.datagrams(self.now, 32):
                self.server.receive(data, self.source, self.now)
            for data, target in self.server.datagrams(self.now, 32):
                said.append((data, target))
                if target == self.source:
                    self.client.receive(data, SERVER, self.now)
        return said

    def wake(self) -> None:
        for end in (self.client, self.server):
            at = end.next_timeout()
            if at is not None and at <= self.now:
                end.handle_timeout(self.now)

    def from_client(self, *parts: bytes) -> bytes:
        return self.client.protection.seal(parts, True)

    def state(self) -> object:
        end = self.server
        return (
            end.received.largest, end.received.ack_now, end.receiving.next, end.receiving.piece_count, end.recovery.in_flight_bytes,
            end.path.address, end.path.next_timeout(), end.heard_at, end.received_count, end.end, end.next_timeout(),
        )  # fmt: skip


class Transfer(Ends):
    def test_both_ways(self) -> None:
        up, down = random.Random(1).randbytes(100_000), random.Random(2).randbytes(50_000)
        self.client.sending.write(up)
        self.server.sending.write(down)
        self.swap(60)
        self.assertEqual(up, bytes(self.server.receiving.take()))
        self.assertEqual(down, bytes(self.client.receiving.take()))
        self.swap(30)
        self.assertTrue(self.client.sending.is_done and self.server.sending.is_done)

    def test_over_a_bad_link(self) -> None:
        for seed in range(8):
            self.setUp()
            rng = random.Random(seed)
            data, got = rng.randbytes(30_000), bytearray()
            self.client.sending.write(data)
            for _ in range(4000):
                self.now += 0.005
                self.wake()
                for here, there, source in ((self.client, self.server, CLIENT), (self.server, self.client, SERVER)):
                    sent = [datagram for datagram, _ in here.datagrams(self.now, 32)]
                    rng.shuffle(sent)
                    for datagram in sent:
                        for _ in range(rng.choice((0, 1, 1, 1, 2))):
                            there.receive(datagram, source, self.now)
                got += self.server.receiving.take()
                if self.client.sending.is_done:
                    break
            self.assertEqual(data, bytes(got), f"seed {seed}")

    def test_deadlines_lie_ahead_after_each_wake_up(self) -> None:
        self.client.sending.write(bytes(5000))
        for _ in range(300):
            at = self.client.next_timeout()
            if self.client.end is not None or at is None:
                break
            self.now = max(self.now, at)
            self.client.handle_timeout(self.now)
            self.client.datagrams(self.now, 32)
            after = self.client.next_timeout()
            self.assertTrue(after is None or after > self.now)
        self.assertEqual(End.SILENT, self.client.end)

    def test_probe_although_all_that_seemed_lost_has_arrived(self) -> None:
        self.client.sending.write(bytes(3000))
        self.assertTrue(self.client.datagrams(self.now, 32))
        base = self.client.sending.base
        self.client.sending.lost((base, base + 10))
        self.client.sending.acked((base, base + 10))
        self.client.recovery.probe_count = 2
        self.assertEqual(2, len(self.client.datagrams(self.now, 32)))


    def test_the_packet_that_fills_the_window_asks_for_its_ack_at_once(self) -> None:
        self.client.recovery.congestion.window_bytes = 10 * limits.DATAGRAM_BYTES
        self.client.sending.write(bytes(20_000))
        sent = [data for data, _ in self.client.datagrams(self.now, 32)]
        self.assertEqual(10, len(sent))
        for count, data in enumerate(sent, 1):
            self.assertLessEqual(len(data), limits.DATAGRAM_BYTES)
            self.server.receive(data, CLIENT, self.now)
            self.assertEqual(count == len(sent), self.server.received.ack_now, f"packet {count}")
            self.server.received.ack_frame(self.now)

    def test_a_message_that_fits_does_not(self) -> None:
        self.client.sending.write(bytes(100))
        ((data, _),) = self.client.datagrams(self.now, 32)
        self.server.receive(data, CLIENT, self.now)
        self.assertFalse(self.server.received.ack_now)


class Parameters(Ends):
    def test_absurd_ones_still_work(self) -> None:
        for declared in ((0, 0.0, 0), (2**32 - 1, 65.0, 65535)):
            self.setUp()
            self.server.set_peer_parameters(*declared, self.now)
            self.assertEqual(limits.DATAGRAM_BYTES, self.server.size.bytes)
            self.assertLessEqual(self.server.recovery.peer_ack_delay_s, limits.MAX_PEER_ACK_DELAY_S)
            self.assertLessEqual(limits.MIN_WINDOW_BYTES, self.server.sending.window_bytes)
            self.assertLessEqual(self.server.sending.window_bytes, limits.MAX_WINDOW_BYTES)

    def test_a_probe_of_the_size_is_waited_for_from_when_it_left(self) -> None:
        self.now += 5.0
        self.client.size.aim(SERVER, self.config, 16_384, self.now)
        self.now += limits.SIZE_PROBE_S
        self.assertEqual([limits.PATH_DATAGRAM_BYTES], [len(data) for data, _ in self.client.datagrams(self.now, 32)])
        at = self.client.recovery.next_timeout()
        assert at is not None
        self.assertGreaterEqual(at, self.now + limits.PTO_MIN_S)

    def test_larger_datagrams_once_a_probe_has_arrived(self) -> None:
        for end in (self.client, self.server):
            end.set_peer_parameters(1 << 20, 0.02, 16_384, self.now)
        self.swap(300)
        self.assertEqual(limits.PATH_DATAGRAM_BYTES, self.client.size.bytes)
        self.server.sending.write(bytes(20_000))
        self.assertEqual(limits.PATH_DATAGRAM_BYTES, max(len(data) for data, _ in self.swap(20)))


class Forgeries(Ends):
    def test_nothing_without_the_key_has_any_effect(self) -> None:
        rng, before = random.Random(1), self.state()
        bodies = [
            frames.STREAM_HEADER.pack(frames.STREAM, 0, 4) + b"evil", frames.encode_ack([(0, 5)], 0.0), frames.encode_close(0, ""),
            bytes([frames.PATH_CHALLENGE]) + bytes(8), bytes([frames.PING]),
        ]  # fmt: skip
        for body in bodies:
            for number in (0, 5, 2**63):
                head = packets.SHORT_HEADER.pack(packets.DATA, 2, number)
                self.assertFalse(self.server.receive(head + body + rng.randbytes(16), OTHER, self.now + 1))
                self.assertEqual(before, self.state())

    def test_replay_has_no_effect(self) -> None:
        datagram = self.from_client(bytes([frames.PING]))
        self.assertTrue(self.server.receive(datagram, CLIENT, self.now))
        before = self.state()
        for _ in range(50):
            self.assertFalse(self.server.receive(datagram, OTHER, self.now + 1))
        self.assertEqual(before, self.state())

    def test_key0_only_provokes_an_ack(self) -> None:
        forger = Connection(True, 1, 2, SERVER, COOKIE, self.config, random.Random(9).randbytes, self.now)
        forger.ping()
        ((datagram, _),) = forger.datagrams(self.now, 1)
        server = Connection(False, 2, 1, CLIENT, COOKIE, self.config, random.Random(2).randbytes, self.now)
        self.assertTrue(server.receive(datagram, CLIENT, self.now))
        server.set_keys(client_secret(MASTER), server_secret(MASTER))
        server.datagrams(self.now, 32)
        forger.ping()
        ((datagram, _),) = forger.datagrams(self.now, 1)
        self.assertFalse(server.receive(datagram, CLIENT, self.now))
        self.assertTrue(server.received.ack_now)

    def test_longer_than_declared(self) -> None:
        datagram = self.from_client(bytes([frames.PING]), bytes(limits.LOOPBACK_DATAGRAM_BYTES))
        self.assertFalse(self.server.receive(datagram, CLIENT, self.now))

    def test_bad_frames(self) -> None:
        ack = frames.encode_ack([(2**40, 2**40)], 0.0)
        stream = frames.STREAM_HEADER.pack
        bad = [b"\x06" + bytes(8), b"\x08" + bytes(8), b"\xff", b"\x03", ack, ack[:5], b"\x04" + bytes(7), b"\x07\0\0\5abc"]
        bad += [stream(3, 0, 0), stream(3, 0, 9) + b"short", stream(3, 2**64 - 1, 1) + b"x", stream(3, 1 << 21, 1) + b"x"]
        for body in bad:
            self.setUp()
            with self.assertRaises(ProtocolViolation):
                self.server.receive(self.from_client(body), CLIENT, self.now)

    def test_paths_only_in_data(self) -> None:
        server = Connection(False, 2, 1, CLIENT, COOKIE, self.config, random.Random(2).randbytes, self.now)
        early = Connection(True, 1, 0, SERVER, COOKIE, self.config, random.Random(3).randbytes, self.now)
        with self.assertRaises(ProtocolViolation):
            server.receive(early.protection.seal((b"\x04" + bytes(8),), True), CLIENT, self.now)

    def test_rubbish_under_the_right_key(self) -> None:
        rng = random.Random(4)
        for _ in range(500):
            try:
                self.server.receive(self.from_client(rng.randbytes(rng.randrange(1, 60))), CLIENT, self.now)
            except ProtocolViolation:
                self.setUp()
            if self.server.end is not None:
                self.setUp()


class Paths(Ends):
    def test_peer_moves(self) -> None:
        self.source = OTHER
        self.server.recovery.rtt.sample(0.000_1, 0.0)
        self.client.ping()
        self.swap(1)
        self.assertEqual(CLIENT, self.server.path.address)
        self.swap(3)
        self.assertEqual(OTHER, self.server.path.address)
        self.assertGreater(self.server.recovery.rtt.minimum_s, 0.000_1)  # that was of the path before

    def test_copied_packet_from_a_victims_address(self) -> None:
        datagram = self.from_client(bytes([frames.PING]))
        self.server.receive(datagram, OTHER, self.now)
        sent = []
        for _ in range(200):
            self.now += 0.01
            self.wake()
            sent += [(len(data), target) for data, target in self.server.datagrams(self.now, 32) if target == OTHER]
        self.assertEqual(CLIENT, self.server.path.address)
        self.assertLessEqual(sum(size for size, _ in sent), limits.AMPLIFICATION * len(datagram))

    def test_old_packet_does_not_move_anything(self) -> None:
        old = self.from_client(bytes([frames.PING]))
        self.server.receive(self.from_client(bytes([frames.PING])), CLIENT, self.now)
        self.server.receive(old, OTHER, self.now)
        self.assertTrue(all(target == CLIENT for _, target in self.server.datagrams(self.now, 32)))


class TheEnd(Ends):
    def test_close_is_heard(self) -> None:
        self.server.close_now(6, "bye", self.now)
        self.swap(2)
        self.assertEqual((End.BY_PEER, frames.Close(6, "bye")), (self.client.end, self.client.close))
        self.assertIsNone(self.client.next_timeout())

    def test_close_is_repeated_on_demand_within_bounds(self) -> None:
        self.server.close_now(6, "", self.now)
        closes = []
        for _ in range(50):
            closes += self.server.datagrams(self.now, 32)
            self.server.receive(self.from_client(bytes([frames.PING])), CLIENT, self.now)
        self.assertEqual(limits.CLOSE_REPEAT_COUNT, len(closes))
        at = self.server.next_timeout()
        assert at is not None
        self.server.handle_timeout(at)
        self.assertTrue(self.server.is_over)

    def test_idle_server(self) -> None:
        while self.server.end is None:
            at = self.server.next_timeout()
            assert at is not None
            self.server.handle_timeout(at)
            self.server.datagrams(at, 32)
        self.assertAlmostEqual(self.server.heard_at + limits.IDLE_TIMEOUT_S, at)
        self.assertEqual(End.SILENT, self.server.end)

    def test_keepalive(self) -> None:
        for _ in range(200):
            self.swap(1, 0.5)
        self.assertIsNone(self.client.end)
        self.assertIsNone(self.server.end)
        self.assertLess(self.client.sent_count, 40)


if __name__ == "__main__":
    unittest.main()
