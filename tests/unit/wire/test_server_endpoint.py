"""The server's endpoint: strangers get no state, deadlines cut, commands reach their connection."""

from __future__ import annotations

import random
import unittest

from tests.unit.wire.support import CLIENT, OTHER, RESET_KEY, SERVER, Pair, drain, identity
from udpchat import limits
from udpchat.wire import packets
from udpchat.wire.channels import Channel, frame
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.codes import CloseCode
from udpchat.wire.config import EndpointLimits
from udpchat.wire.keys import PacketKey, initial_secret
from udpchat.wire.packets import Here
from udpchat.wire.server_endpoint import ServerEndpoint

NOW = 100.0


def endpoint(bounds: EndpointLimits | None = None) -> ServerEndpoint:
    return ServerEndpoint(identity(), RESET_KEY, random.Random(1).randbytes, bounds or EndpointLimits())


def cookie(server: ServerEndpoint, ccid: int, source: tuple[str, int], now: float = NOW) -> bytes:
    server.receive_datagram(packets.Hello(1, 1, 0, ccid).encode(), source, now)
    ((answer, _),) = drain(server, now)
    parsed = packets.parse_retry(answer)
    assert parsed is not None
    return parsed[2]


def initial(given: bytes, ccid: int, size: int = limits.DATAGRAM_BYTES, damage: int = 0) -> bytes:
    head = packets.LONG_HEADER.pack(packets.INITIAL, 0, ccid, 0) + bytes([len(given)]) + given + b"\x01"
    plain = head.ljust(size - 16, b"\0")
    tag = bytearray(PacketKey(initial_secret(given, ccid)).tag(plain))
    tag[0] ^= damage
    return plain + bytes(tag)


class Strangers(unittest.TestCase):
    def test_hellos_leave_nothing_and_cost_more_than_they_bring(self) -> None:
        server = endpoint()
        sent = got = 0
        for number in range(3000):
            hello = packets.Hello(1, 1, 0, number).encode()
            server.receive_datagram(hello, ("10.1.1.1", 2000 + number), NOW + number / 1000)
            sent += len(hello)
            got += sum(len(data) for data, _ in drain(server, NOW + number / 1000))
        self.assertEqual(0, server.connection_count)
        self.assertIsNone(server.next_timeout())
        self.assertLess(got, sent)

    def test_initials_that_make_no_connection(self) -> None:
        server = endpoint()
        good = cookie(server, 7, CLIENT)
        for data, source, now in (
            (initial(bytes(23), 7), CLIENT, NOW), (initial(good, 8), CLIENT, NOW), (initial(good, 7), OTHER, NOW),
            (initial(good, 7), CLIENT, NOW + limits.COOKIE_LIFE_S + 1), (initial(good, 7, 1199), CLIENT, NOW),
            (initial(good, 7, damage=1), CLIENT, NOW), (initial(good, 7)[:25], CLIENT, NOW), (initial(b"", 7), CLIENT, NOW),
        ):  # fmt: skip
            server.receive_datagram(data, source, now)
            self.assertEqual([], drain(server, now))
        self.assertEqual(0, server.connection_count)
        server.receive_datagram(initial(good, 7), CLIENT, NOW)
        self.assertEqual(1, server.connection_count)

    def test_repeated_initial_is_one_connection(self) -> None:
        server = endpoint()
        data = initial(cookie(server, 7, CLIENT), 7)
        for _ in range(5):
            server.receive_datagram(data, CLIENT, NOW)
        self.assertEqual(1, server.connection_count)

    def test_rubbish(self) -> None:
        rng, server = random.Random(1), endpoint()
        for number in range(5000):
            data = bytes([rng.randrange(0x78, 0x90)]) + rng.randbytes(rng.choice((0, 5, 24, 25, 30, 41, 300)))
            server.receive_datagram(data, OTHER, NOW)
            if number % 50 == 0:
                drain(server, NOW)
        server.receive_datagram(b"", OTHER, NOW)
        self.assertEqual(0, server.connection_count)
        self.assertIsNone(server.next_event())

    def test_discovery(self) -> None:
        server = endpoint()
        server.here = Here(1, 2, 3, bytes(32), "lab")
        server.receive_datagram(packets.encode_discover(9), OTHER, NOW)
        self.assertEqual([(server.here.encode(9), OTHER)], drain(server, NOW))


class Deadlines(unittest.TestCase):
    def test_half_open_is_cut_and_makes_room(self) -> None:
        server = endpoint(EndpointLimits(half_open_per_address=1))
        server.receive_datagram(initial(cookie(server, 7, CLIENT), 7), CLIENT, NOW)
        server.receive_datagram(initial(cookie(server, 8, CLIENT), 8), CLIENT, NOW)
        self.assertEqual(1, server.connection_count)
        now = NOW
        while (at := server.next_timeout()) is not None:
            now = max(now, at)
            server.handle_timeout(now)
            drain(server, now)
        self.assertLess(now, NOW + limits.HANDSHAKE_DEADLINE_S + 10)
        self.assertEqual(0, server.connection_count)
        server.receive_datagram(initial(cookie(server, 9, CLIENT, now), 9), CLIENT, now)
        self.assertEqual(1, server.connection_count)

    def test_no_sign_in(self) -> None:
        pair = Pair()
        pair.connect()
        began_at = pair.now
        pair.run(lambda: pair.of(pair.server_events, "Closed"), 60, 0.05)
        self.assertIs(CloseCode.LOGIN_TIMEOUT, pair.server_events[-1].code)
        self.assertAlmostEqual(limits.LOGIN_DEADLINE_S, pair.now - began_at, delta=0.2)
        pair.idle(2)
        self.assertEqual(0, pair.server.connection_count)

    def test_signed_in_lives_on(self) -> None:
        pair = Pair()
        _, cid = pair.connect()
        pair.server.raise_frame_limit(cid)
        pair.idle(100, 0.2)
        self.assertEqual([], pair.of(pair.server_events, "Closed"))

    def test_vanished_client(self) -> None:
        pair = Pair()
        _, cid = pair.connect()
        pair.server.raise_frame_limit(cid)
        pair.client.abandon()
        pair.idle(limits.IDLE_TIMEOUT_S + 1, 0.1)
        self.assertIs(CloseCode.IDLE, pair.server_events[-1].code)
        self.assertEqual(0, pair.server.connection_count)
        self.assertIsNone(pair.server.next_timeout())


class Commands(unittest.TestCase):
    def test_frames_queues_and_figures(self) -> None:
        pair = Pair()
        _, cid = pair.connect()
        body = bytes(40_000)
        pair.server.send_framed(cid, Channel.HISTORY, frame(Channel.HISTORY, body))
        pair.server.send(cid, Channel.CHAT, b"quick")
        self.assertEqual(40_005, pair.server.queued_bytes(cid, Channel.HISTORY))
        self.assertEqual(40_015, pair.server.queued_bytes(cid))
        pair.run(lambda: len(pair.of(pair.client_events, "FrameArrived")) == 2)
        self.assertEqual([b"quick", body], [event.body for event in pair.of(pair.client_events, "FrameArrived")])
        stats = pair.server.stats(cid)
        assert stats is not None
        self.assertEqual((CLIENT, 0), (stats.address, stats.lost_count))

    def test_gone_connections(self) -> None:
        server = endpoint()
        server.send(5, Channel.CHAT, b"x")
        server.raise_frame_limit(5)
        server.close(5, CloseCode.BYE, "", NOW)
        self.assertEqual((0, None), (server.queued_bytes(5), server.stats(5)))

    def test_close_all(self) -> None:
        pair = Pair()
        pair.connect()
        pair.server.close_all(CloseCode.SHUTDOWN, "stop", pair.now)
        pair.idle(2)
        self.assertIs(CloseCode.SHUTDOWN, pair.client_events[-1].code)
        self.assertEqual(0, pair.server.connection_count)

    def test_address_changes(self) -> None:
        pair = Pair()
        _, cid = pair.connect()
        pair.client_address = OTHER
        pair.client.send(Channel.CHAT, b"from elsewhere")
        pair.run(lambda: pair.of(pair.server_events, "AddressChanged"))
        self.assertEqual((cid, OTHER), (pair.server_events[-1].cid, pair.server_events[-1].addr))

    def test_handshake_packets_from_elsewhere_are_dropped(self) -> None:
        pair = Pair()
        pair.client.connect(SERVER, None, pair.now)
        pair.run(lambda: any(data[0] == packets.HANDSHAKE for data in pair.down))
        pair.client_address = OTHER
        pair.idle(0.5)
        self.assertEqual([], pair.server_events)


class Shares(unittest.TestCase):
    """Files leave in small shares behind whatever else there is to say."""

    def setUp(self) -> None:
        self.pair = Pair(server=("127.0.0.1", 11111), client=("127.0.0.1", 40000))
        self.cids = [self.joined(number) for number in range(3)]

    def joined(self, number: int) -> int:
        self.pair.client = ClientEndpoint(random.Random(10 + number).randbytes, self.pair.config)
        self.pair.client_address = ("127.0.0.1", 40000 + number)
        cid = self.pair.connect()[1]
        self.pair.server.raise_frame_limit(cid)
        self.pair.idle(1.0)  # larger datagrams have been tried
        return cid

    def sent(self) -> list[tuple[int, int]]:
        """Of one call: the port and the size of each datagram."""
        return [(target[1] - 40000, len(data)) for data, target in self.pair.server.datagrams_to_send(self.pair.now)]

    def test_a_message_goes_before_files_of_others(self) -> None:
        for cid in self.cids[:2]:
            for _ in range(20):
                self.pair.server.send(cid, Channel.BULK, bytes(limits.BULK_BYTES))
        self.pair.server.send(self.cids[2], Channel.CHAT, b"{}")
        first = self.sent()
        self.assertEqual(2, first[0][0])
        self.assertEqual([0, 1], sorted({number for number, _ in first[1:]}))
        self.assertLessEqual(sum(size for _, size in first), limits.BULK_TURN_BYTES + limits.BULK_SHARE_BYTES)
        self.pair.server.send(self.cids[2], Channel.CHAT, b"{}")
        self.assertEqual(2, self.sent()[0][0], "in each call")

    def test_a_message_beside_my_own_file(self) -> None:
        for _ in range(20):
            self.pair.server.send(self.cids[0], Channel.BULK, bytes(limits.BULK_BYTES))
        self.sent()
        self.pair.server.send(self.cids[0], Channel.CHAT, b"{}")
        self.assertLessEqual(sum(size for _, size in self.sent()), limits.BULK_TURN_BYTES + 2 * limits.BULK_SHARE_BYTES)

    def test_all_of_it_leaves_and_nothing_is_remembered(self) -> None:
        for cid in self.cids:
            self.pair.server.send(cid, Channel.BULK, bytes(limits.BULK_BYTES))
        while self.sent():
            pass
        self.assertEqual((set(), {}), (self.pair.server._bulky, self.pair.server._line))

    def test_gone_while_it_stood_in_line(self) -> None:
        for cid in self.cids:
            for _ in range(20):
                self.pair.server.send(cid, Channel.BULK, bytes(limits.BULK_BYTES))
        self.sent()
        self.pair.server._forget(self.cids[0])
        while found := self.sent():
            self.assertNotIn(0, [number for number, _ in found])


if __name__ == "__main__":
    unittest.main()
