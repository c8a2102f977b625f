"""One test per row of the threat table that concerns the wire. Off-path and on-path attackers, and bad peers."""

from __future__ import annotations

import tracemalloc
import unittest
from dataclasses import replace

from tests.attack.forge import (
    FRAMES_OF_AN_ENEMY,
    Insider,
    ack,
    client_connection,
    initial,
    server_connection,
    state,
    stream,
    under_key0,
    unkeyed,
)
from tests.attack.lab import ALICE, EVIL, SERVER, VICTIM, Lab, Victim, joined, size
from udpchat import limits
from udpchat.wire import frames, packets
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.wire.config import EndpointLimits
from udpchat.wire.events import AddressChanged, Closed, Established, FrameArrived
from udpchat.wire.packets import Hello, Here

OPEN = EndpointLimits(
    connects_per_s=1e6, connects_per_s_per_address=1e6, connect_burst_per_address=10**6, connections_per_address=10**6
)


class Strangers(unittest.TestCase):
    """Off the path: spoofed sources, no sight of our packets."""

    def test_hello_flood_makes_no_state_and_no_amplification(self) -> None:
        lab = Lab()
        came = went = 0
        for number in range(20_000):
            lab.now += 0.0001
            hello = Hello(1, 1, 0, number).encode()
            came += len(hello)
            went += size(lab.give(hello, (f"10.{number % 200}.{number // 200 % 200}.7", 2000 + number % 60_000)))
        self.assertEqual(lab.server.connection_count, 0)
        self.assertLess(went, came)
        self.assertIsNone(lab.server.next_timeout())

    def test_answers_to_strangers_are_capped(self) -> None:
        lab = Lab()
        lab.server.here = Here(0, 1, 1, bytes(32), "x")
        for kind, data, cap in (
            ("RETRY", Hello(1, 1, 0, 5).encode(), limits.STATELESS_PER_S),
            ("RESET", unkeyed(77, 1, b"", bytes(16)), limits.RESETS_PER_S),
            ("HERE", packets.encode_discover(5), limits.ANSWERS_PER_S),
        ):
            with self.subTest(kind=kind):
                lab.now += 5
                answers = sum(len(lab.give(data, EVIL)) for _ in range(5000))
                self.assertGreater(answers, 0)
                self.assertLessEqual(answers, cap + 1)

    def test_every_answer_is_smaller_than_its_cause(self) -> None:
        lab = Lab()
        lab.server.here = Here(7, 11111, 2000, bytes(32), "n" * 200)
        causes = [
            Hello(1, 1, 0, 5).encode(),
            Hello(9, 9, 0, 5).encode(),
            unkeyed(77, 1, b"", bytes(16)),
            packets.encode_discover(5),
        ]
        for cause in causes:
            answers = lab.give(cause, EVIL)
            self.assertEqual(len(answers), 1)
            self.assertLess(size(answers), len(cause))
            for shorter in range(len(cause)):
                self.assertLessEqual(size(lab.give(cause[:shorter], EVIL)), shorter)

    def test_wrong_cookies_create_nothing(self) -> None:
        lab = Lab(OPEN)
        ccid = 4711
        good = lab.cookie(ccid, ALICE)
        wrong = {
            "forged": lab.rng.randbytes(len(good)),
            "one bit": bytes([*good[:-1], good[-1] ^ 1]),
            "its time": good[:3] + bytes([good[3] ^ 1]) + good[4:],
            "empty": b"",
            "long": good + b"\0",
        }
        for name, cookie in wrong.items():
            with self.subTest(name):
                self.assertEqual(lab.give(initial(cookie, ccid, bytes([frames.PING])), ALICE), [])
        for name, source in (("port", (ALICE[0], ALICE[1] + 1)), ("host", (EVIL[0], ALICE[1]))):
            with self.subTest(other=name):
                self.assertEqual(lab.give(initial(good, ccid, bytes([frames.PING])), source), [])
        with self.subTest("other client id"):
            self.assertEqual(lab.give(initial(good, ccid + 1, bytes([frames.PING])), ALICE), [])
        with self.subTest("wrong tag"):
            self.assertEqual(lab.give(initial(good, ccid, b"")[:-1] + b"?", ALICE), [])
        with self.subTest("short"):
            self.assertEqual(lab.give(initial(good, ccid, b"", 1199), ALICE), [])
        with self.subTest("expired"):
            lab.now += limits.COOKIE_LIFE_S + 0.01
            self.assertEqual(lab.give(initial(good, ccid, b""), ALICE), [])
        self.assertEqual(lab.server.connection_count, 0)

    def test_cookie_of_two_keys_ago_is_void(self) -> None:
        lab = Lab(OPEN)
        cookie = lab.cookie(1, ALICE)
        for _ in range(3):
            lab.now += limits.COOKIE_KEY_LIFE_S + 1
            lab.cookie(2, EVIL)
        self.assertEqual(lab.give(initial(cookie, 1, b""), ALICE), [])
        self.assertEqual(lab.server.connection_count, 0)

    def test_guessing_connection_ids(self) -> None:
        lab = Lab()
        _, cid = joined(lab)
        before = state(server_connection(lab, cid))
        for _ in range(20_000):
            lab.server.receive_datagram(b"\x84" + lab.rng.randbytes(60), EVIL, lab.now)
        self.assertEqual(state(server_connection(lab, cid)), before)
        self.assertEqual(lab.server.connection_count, 1)

    def test_oversize_datagrams_are_dropped(self) -> None:
        lab = Lab()
        _, cid = joined(lab)
        before = state(server_connection(lab, cid))
        for data in (Hello(1, 1, 0, 3).encode().ljust(60_000, b"\0"), b"\x84" + bytes(65_000), b"\x82" + bytes(65_000)):
            self.assertLessEqual(size(lab.give(data, EVIL)), 64)
        self.assertEqual(state(server_connection(lab, cid)), before)

    def test_no_reply_loops(self) -> None:
        """Nothing that a server answers with is itself answered, nor is anything from a port below 1024."""
        lab, other = Lab(seed=1), Lab(seed=2)
        for each in (lab, other):
            each.server.here = Here(0, 1, 1, bytes(32), "x")
        causes = [
            Hello(1, 1, 0, 5).encode(),
            Hello(9, 9, 0, 5).encode(),
            unkeyed(77, 1, b"", bytes(40)),
            packets.encode_discover(5),
        ]
        for cause in causes:
            for answer, _ in lab.give(cause, SERVER):
                for padded in (answer, answer.ljust(300, b"\0")):
                    self.assertEqual(other.give(padded, SERVER), [], f"{answer[0]:02x} was answered")
            for port in (7, 19, 53, 1023):
                self.assertEqual(lab.give(cause, (VICTIM[0], port)), [])

    def test_reset_needs_the_token(self) -> None:
        lab = Lab()
        victim, cid = joined(lab)
        for token in (bytes(16), b"", lab.rng.randbytes(16)):
            victim.endpoint.receive_datagram(packets.encode_reset(cid, token), SERVER, lab.now)
        self.assertTrue(victim.endpoint.established, "before a token was told")
        token = lab.server.reset_token(cid)
        victim.endpoint.set_reset_token(token)
        others = [bytes(16), token[:-1] + bytes([token[-1] ^ 1]), lab.server.reset_token(cid ^ 1)]
        for other in others:
            victim.endpoint.receive_datagram(packets.encode_reset(cid, other), SERVER, lab.now)
        victim.endpoint.receive_datagram(packets.encode_reset(cid ^ 1, token), SERVER, lab.now)
        self.assertTrue(victim.endpoint.established)
        victim.endpoint.receive_datagram(packets.encode_reset(cid, token), SERVER, lab.now)
        self.assertFalse(victim.endpoint.established)

    def test_a_living_server_never_tells_its_reset_token(self) -> None:
        """An attacker cannot make a server say RESET for an id that is in use."""
        lab = Lab()
        _, cid = joined(lab)
        answers = []
        for length in range(9, 80):
            answers += lab.give((packets.SHORT_HEADER.pack(0x84, cid, 9) + bytes(80))[:length], EVIL)
        self.assertEqual([data for data, _ in answers if data[0] == packets.RESET], [])


class OnThePath(unittest.TestCase):
    """Sees, drops, injects, but has no key of TLS."""

    def setUp(self) -> None:
        self.lab = Lab()
        self.victim, self.cid = joined(self.lab)
        self.victim.exchange(30)

    def test_injection_after_the_handshake_changes_nothing(self) -> None:
        server = server_connection(self.lab, self.cid)
        client = client_connection(self.victim)
        before = state(server), state(client)
        key0_tail = client.protection._key0.tag
        for name, body in FRAMES_OF_AN_ENEMY.items():
            for number in (0, server.received.largest + 1, 2**63):
                plain = packets.SHORT_HEADER.pack(packets.DATA, self.cid, number) + body
                for tail in (b"", bytes(16), self.lab.rng.randbytes(16), key0_tail(plain)):
                    self.assertEqual(self.lab.give(plain + tail, EVIL), [], name)
                    self.assertEqual(self.lab.give(plain + tail, ALICE), [], name)
                plain = packets.SHORT_HEADER.pack(packets.DATA, client.protection.cid, number) + body
                for tail in (b"", bytes(16), key0_tail(plain)):
                    self.victim.endpoint.receive_datagram(plain + tail, SERVER, self.lab.now)
        self.assertEqual((state(server), state(client)), before)

    def test_key0_is_dead_after_the_switch(self) -> None:
        """Whoever saw the cookie can make packets under key0; neither side reads them any more."""
        server, client = server_connection(self.lab, self.cid), client_connection(self.victim)
        cookie, ccid = client.protection._cookie, client.protection.cid
        before = state(server), state(client)
        for body in FRAMES_OF_AN_ENEMY.values():
            for number in (99, 2**40):
                self.lab.give(under_key0(cookie, ccid, self.cid, number, body), ALICE)
                self.lab.give(initial(cookie, ccid, body, number=number), ALICE)
                reverse = under_key0(cookie, ccid, ccid, number, body)
                self.victim.endpoint.receive_datagram(reverse, SERVER, self.lab.now)
        self.assertEqual((state(server), state(client)), before)

    def test_replay_changes_nothing(self) -> None:
        self.victim.sent.clear()
        self.victim.endpoint.send(Channel.CHAT, b"once")
        self.victim.exchange(3)
        server = server_connection(self.lab, self.cid)
        before = state(server)
        said = len([e for e in self.lab.events if isinstance(e, FrameArrived)])
        for data in self.victim.sent * 50:
            self.assertEqual(self.lab.give(data, EVIL), [])
            self.assertEqual(self.lab.give(data, ALICE), [])
        self.assertEqual(state(server), before)
        self.assertEqual(len([e for e in self.lab.events if isinstance(e, FrameArrived)]), said)

    def test_old_replay_from_another_address(self) -> None:
        """The whole recorded conversation again, from a victim's address: not one byte goes there."""
        recorded = [data for data in self.victim.sent if data[0] != packets.HELLO]
        for number in range(40):
            self.victim.endpoint.send(Channel.CHAT, b"%d" % number)
            self.victim.exchange(1)
        out = [answer for data in recorded for answer in self.lab.give(data, VICTIM)]
        self.assertEqual([target for _, target in out if target == VICTIM], [])

    def test_migration_race(self) -> None:
        """A genuine packet is copied and arrives first, from a victim's address: the victim gets three challenges."""
        self.victim.endpoint.send(Channel.CHAT, b"race")
        genuine = self.victim.flush()
        answers = [answer for data in genuine for answer in self.lab.give(data, VICTIM)]
        for data in genuine:
            self.lab.give(data, ALICE)
        answers += self.lab.pass_time(5)
        to_victim = [(data, target) for data, target in answers if target == VICTIM]
        self.assertLessEqual(len(to_victim), limits.PATH_TRY_COUNT)
        self.assertLessEqual(size(to_victim), limits.AMPLIFICATION * sum(map(len, genuine)))
        server = server_connection(self.lab, self.cid)
        self.assertEqual(server.path.address, ALICE)
        self.assertNotIn(AddressChanged, {type(event) for event in self.lab.events})
        self.lab.server.send(self.cid, Channel.CHAT, b"secret")
        self.assertEqual({target for _, target in self.lab.flush()}, {ALICE})

    def test_a_guessed_path_response_moves_nothing(self) -> None:
        insider = Insider(self.lab, self.victim)
        self.lab.give(insider.packet(bytes([frames.PING])), VICTIM)
        for _ in range(50):
            self.lab.give(insider.packet(bytes([frames.PATH_RESPONSE]) + self.lab.rng.randbytes(8)), VICTIM)
        self.assertEqual(server_connection(self.lab, self.cid).path.address, ALICE)

    def test_genuine_roaming(self) -> None:
        moved = (ALICE[0], 5001)
        self.victim.address = moved
        self.victim.endpoint.send(Channel.CHAT, b"I moved")
        self.victim.exchange(4)
        self.assertIn(AddressChanged(self.cid, moved), self.lab.events)
        self.assertEqual(server_connection(self.lab, self.cid).path.address, moved)

    def test_challenges_from_nowhere_do_not_pile_up(self) -> None:
        """Each turn answers a few challenges at most, each to where it came from."""
        insider = Insider(self.lab, self.victim)
        for _ in range(100):
            data = insider.packet(bytes([frames.PATH_CHALLENGE]) + self.lab.rng.randbytes(8))
            self.lab.server.receive_datagram(data, ALICE, self.lab.now)
        answers = [data for data, _ in self.lab.flush() if len(data) == 42]
        self.assertLessEqual(len(answers), limits.PATH_RESPONSE_COUNT)


class DuringTheHandshake(unittest.TestCase):
    def test_server_with_keys_never_parses_old_packets(self) -> None:
        """Injected at every moment of the handshake, after KEY: no frame of it acts, before the client's first DATA too."""
        lab = Lab()
        victim = Victim(lab)
        for _ in range(12):
            lab.now += 0.001
            for data in victim.flush():
                victim.take(lab.give(data, ALICE))
                if not lab.established():
                    continue
                cid = lab.established()[0].cid
                protection = client_connection(victim).protection
                before = state(server_connection(lab, cid))
                forged = under_key0(protection._cookie, protection.cid, cid, 50, FRAMES_OF_AN_ENEMY["CLOSE"])
                lab.give(forged, ALICE)
                after = state(server_connection(lab, cid))
                self.assertEqual(after[:4], before[:4])
                self.assertIsNone(server_connection(lab, cid).end)
            victim.take(lab.flush())
        self.assertTrue(victim.endpoint.established)

    def test_a_broken_handshake_is_begun_anew(self) -> None:
        """An attacker on the path closes the first handshake; the client comes back with a fresh id by itself."""
        lab = Lab()
        victim = Victim(lab)
        victim.exchange(1)
        (data,) = victim.flush()
        self.assertEqual(data[0], packets.INITIAL)  # and the attacker is faster than the server
        protection = client_connection(victim).protection
        body = stream(0, b"garbage, not TLS")
        forged = under_key0(protection._cookie, protection.cid, protection.cid, 7, body)
        victim.endpoint.receive_datagram(forged, SERVER, lab.now)
        for _ in range(200):
            lab.now += 0.05
            victim.exchange(1)
        self.assertTrue(victim.endpoint.established)
        self.assertEqual([type(event) for event in victim.events], [Established])

    def test_spoilt_retry_is_ignored(self) -> None:
        lab = Lab()
        victim = Victim(lab)
        (hello,) = victim.flush()
        ((retry, _),) = lab.give(hello, ALICE)
        for place in range(len(retry)):
            spoilt = retry[:place] + bytes([retry[place] ^ 4]) + retry[place + 1 :]
            victim.endpoint.receive_datagram(spoilt, SERVER, lab.now)
            self.assertFalse(victim.endpoint.answered, place)
        victim.endpoint.receive_datagram(retry, SERVER, lab.now)
        self.assertTrue(victim.endpoint.answered)


class BadPeers(unittest.TestCase):
    """Authenticated, and malicious."""

    def setUp(self) -> None:
        self.lab = Lab()
        self.victim, self.cid = joined(self.lab)
        self.victim.exchange(30)
        self.insider = Insider(self.lab, self.victim)

    def assert_closed(self, code: CloseCode = CloseCode.PROTOCOL) -> None:
        self.lab.flush()
        closed = [event for event in self.lab.events if isinstance(event, Closed)]
        self.assertEqual([event.code for event in closed], [code])

    def assert_open(self) -> None:
        self.lab.flush()
        self.assertEqual([event for event in self.lab.events if isinstance(event, Closed)], [])

    def next_offset(self) -> int:
        return server_connection(self.lab, self.cid).receiving.next

    def test_optimistic_ack(self) -> None:
        """Whoever acknowledges all that might have been sent hits a number that was left out."""
        server = server_connection(self.lab, self.cid)
        count = 0
        while server.end is None and count < 1500:
            count += 1
            self.lab.now += 0.01
            self.lab.server.send(self.cid, Channel.CHAT, b"m" * 50)
            self.lab.flush()
            largest = server.protection.next_number - 1
            self.insider.send(ack(largest, largest))
        self.assertLess(count, limits.SKIP_PACKET_MIN + limits.SKIP_PACKET_SPAN + 2)
        self.assert_closed()

    def test_ack_of_the_future(self) -> None:
        self.insider.send(ack(10**9))
        self.assert_closed()

    def test_ack_below_zero(self) -> None:
        for body in (ack(1, 2), ack(5, 0, ((10, 0),)), ack(5, 0, ((0, 10),)), ack(1, 0xFFFFFFFF)):
            with self.subTest(body=body.hex()):
                self.setUp()
                self.insider.send(body)
                self.assert_closed()

    def test_too_many_ranges(self) -> None:
        largest = server_connection(self.lab, self.cid).protection.next_number - 1
        self.insider.send(ack(largest, 0, (), count=255) + bytes(8 * 255))
        self.assert_closed()

    def test_huge_range_is_cheap(self) -> None:
        """A range over all numbers ever is clamped to what is tracked."""
        server = server_connection(self.lab, self.cid)
        server.protection.next_number = 2**31
        server.protection.skip_at = 2**40
        self.insider.send(ack(2**31 - 1, 2**31 - 1))  # would take minutes number by number
        self.assert_open()

    def test_stream_beyond_the_window(self) -> None:
        for offset in (self.next_offset() + limits.WINDOW_BYTES, 1 << 40, 2**64 - 4):
            with self.subTest(offset=offset):
                self.setUp()
                self.insider.send(stream(offset, b"abcd"))
                self.assert_closed()

    def test_tiny_segments(self) -> None:
        """One byte in each second place: bounded in number, then closed."""
        server = server_connection(self.lab, self.cid)
        start = self.next_offset()
        for count in range(3 * limits.REASSEMBLY_SEGMENT_COUNT):
            self.insider.send(stream(start + 1 + 2 * count, b"z"))
            if server.end is not None:
                break
            self.assertLessEqual(server.receiving.piece_count, limits.REASSEMBLY_SEGMENT_COUNT)
        self.assertLessEqual(count, limits.REASSEMBLY_SEGMENT_COUNT)
        self.assert_closed()

    def test_overlapping_segments(self) -> None:
        """Long pieces, each a byte further: what is kept stays within the window and a bit."""
        server = server_connection(self.lab, self.cid)
        start, most = self.next_offset(), 0
        for count in range(2000):
            self.insider.send(stream(start + 1 + count, bytes(1100)))
            most = max(most, server.receiving.buffered_bytes)
            if server.end is not None:
                break
        self.assertLessEqual(most, limits.WINDOW_BYTES + 64 * 1024)

    def test_malformed_frames(self) -> None:
        bodies = {
            "unknown": b"\x44",
            "unknown after PING": b"\x01\x06",
            "short STREAM": frames.STREAM_HEADER.pack(frames.STREAM, 0, 400) + b"abcd",
            "empty STREAM": stream(0, b""),
            "cut STREAM": b"\x03\0",
            "cut ACK": b"\x02\0",
            "ACK without its ranges": ack(1, 0, (), count=3),
            "cut CHALLENGE": b"\x04123",
            "cut CLOSE": b"\x07\0",
            "CLOSE longer than the packet": b"\x07\0\0\xffabc",
        }
        for name, body in bodies.items():
            with self.subTest(name):
                self.setUp()
                self.insider.send(body)
                self.assert_closed()

    def test_path_frames_only_under_key1(self) -> None:
        lab = Lab(OPEN)
        cookie = lab.cookie(9, ALICE)
        lab.give(initial(cookie, 9, bytes([frames.PATH_CHALLENGE]) + bytes(8)), ALICE)
        self.assertEqual([event.code for event in lab.events if isinstance(event, Closed)], [CloseCode.PROTOCOL])

    def test_frames_before_the_sign_in_are_small_and_few(self) -> None:
        self.victim.endpoint.send(Channel.CONTROL, bytes(limits.SIGNED_OUT_FRAME_BYTES + 1))
        self.victim.exchange(10)
        self.assert_closed()
        self.setUp()
        for _ in range(limits.SIGNED_OUT_BYTES // 4000 + 2):
            self.victim.endpoint.send(Channel.CONTROL, bytes(4000))
        self.victim.exchange(60)
        self.assert_closed()

    def test_frames_of_more_than_64_kib(self) -> None:
        self.lab.server.raise_frame_limit(self.cid)
        self.victim.endpoint.send(Channel.CONTROL, bytes(limits.FRAME_BYTES))
        self.victim.exchange(60)
        self.assert_open()
        self.victim.endpoint.send(Channel.CONTROL, bytes(limits.FRAME_BYTES + 1))
        self.victim.exchange(60)
        self.assert_closed()

    def test_close_storm_is_answered_ten_times(self) -> None:
        """After CLOSE each packet may provoke one repetition, ten in all."""
        self.lab.server.close(self.cid, CloseCode.FLOOD, "enough", self.lab.now)
        self.lab.flush()
        answers = sum(len(self.insider.send(bytes([frames.PING]))) for _ in range(100))
        self.assertLessEqual(answers, limits.CLOSE_REPEAT_COUNT)

    def test_ping_flood_is_not_amplified(self) -> None:
        came = went = 0
        for _ in range(500):
            data = self.insider.packet(bytes([frames.PING]))
            came += len(data)
            went += size(self.lab.give(data, ALICE))
        self.assertLess(went, came)


class Crowds(unittest.TestCase):
    """Limits on who gets how much."""

    def test_half_open_limits(self) -> None:
        """Thousands of valid cookies and no more: bounded state, and a good client gets in soon."""
        lab = Lab(OPEN)
        tracemalloc.start()
        for number in range(3000):
            source = (f"10.0.{number // 250}.{number % 250}", 3000)
            lab.now += 0.001
            lab.flush()
            lab.give(initial(lab.cookie(number, source), number, bytes([frames.PING])), source)
        used_bytes = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        self.assertLessEqual(lab.server.connection_count, limits.HALF_OPEN)
        self.assertLess(used_bytes, 16_000_000)
        victim = Victim(lab)
        for _ in range(20):
            lab.now += 0.5
            victim.exchange(4)
        self.assertTrue(victim.endpoint.established)

    def test_half_open_limit_of_one_host(self) -> None:
        lab = Lab(OPEN)
        for number in range(100):
            source = (EVIL[0], 3000 + number)
            lab.give(initial(lab.cookie(number, source), number, bytes([frames.PING])), source)
        self.assertEqual(lab.server.connection_count, limits.HALF_OPEN_PER_ADDRESS)
        victim = Victim(lab)
        victim.exchange(12)
        self.assertTrue(victim.endpoint.established, "another host is not affected")

    def test_half_open_connections_end(self) -> None:
        lab = Lab(OPEN)
        for number in range(50):
            source = (f"10.0.0.{number}", 3000)
            lab.give(initial(lab.cookie(number, source), number, bytes([frames.PING])), source)
        lab.pass_time(limits.HANDSHAKE_DEADLINE_S + 12)
        self.assertEqual(lab.server.connection_count, 0)

    def test_slow_handshake_is_cut(self) -> None:
        """One byte of TLS per second, each with PING and ACK: cut after the deadline."""
        lab = Lab(OPEN)
        cookie = lab.cookie(3, EVIL)
        for second in range(12):
            lab.give(initial(cookie, 3, stream(second, b"\x16"), number=second), EVIL)
            lab.pass_time(1)
        closed = [event for event in lab.events if isinstance(event, Closed)]
        self.assertIn(CloseCode.TLS, {event.code for event in closed})
        lab.pass_time(limits.HANDSHAKE_DEADLINE_S + 2)  # the cookie can be used again while it is fresh, no longer
        self.assertEqual(lab.server.connection_count, 0)
        self.assertEqual(lab.established(), [])

    def test_slow_sign_in_is_cut(self) -> None:
        lab = Lab()
        victim, _ = joined(lab)
        for _ in range(40):
            victim.endpoint.send(Channel.CONTROL, b"?")
            lab.now += 0.5
            victim.exchange(1)
        closed = [event for event in lab.events if isinstance(event, Closed)]
        self.assertEqual([event.code for event in closed], [CloseCode.LOGIN_TIMEOUT])

    def test_connect_rate_of_one_host(self) -> None:
        lab = Lab(
            replace(OPEN, connects_per_s_per_address=5.0, connect_burst_per_address=20, half_open_per_address=10**6)
        )
        for number in range(200):
            source = (EVIL[0], 3000 + number)
            lab.give(initial(lab.cookie(number, source), number, bytes([frames.PING])), source)
        self.assertLessEqual(lab.server.connection_count, 21)

    def test_connections_in_all(self) -> None:
        lab = Lab(replace(OPEN, connections=10))
        for number in range(20):
            victim = Victim(lab, (f"10.1.0.{number}", 999 + 2000), seed=number)
            victim.exchange(12)
        self.assertEqual(lab.server.connection_count, 10)
        self.assertEqual(len(lab.established()), 10)

    def test_a_reader_who_stopped_costs_a_window(self) -> None:
        """Nothing is acknowledged: what is encrypted stays small, the rest waits in the core's hands."""
        lab = Lab()
        victim, cid = joined(lab)
        victim.exchange(30)
        lab.server.raise_frame_limit(cid)
        for _ in range(100):
            lab.server.send(cid, Channel.BULK, bytes(8000))
        lab.flush()
        sending = server_connection(lab, cid).sending
        self.assertLess(sending.end - sending.base, 64 * 1024)
        self.assertGreater(lab.server.queued_bytes(cid), 700_000)


class Pinning(unittest.TestCase):
    def test_another_certificate_gets_nothing(self) -> None:
        """Not one application byte, not the key either, to a server that is not the pinned one."""
        lab = Lab()
        victim = Victim(lab)
        victim.endpoint.connect(SERVER, frozenset([bytes(32)]), lab.now)
        victim.exchange(12)
        self.assertEqual([type(event).__name__ for event in victim.events], ["CertificateRefused", "Closed"])
        self.assertEqual(victim.events[-1].code, CloseCode.PIN)
        self.assertEqual(lab.established(), [])
        self.assertNotIn(Established, {type(event) for event in victim.events})


if __name__ == "__main__":
    unittest.main()
