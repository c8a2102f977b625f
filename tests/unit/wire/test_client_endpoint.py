"""The client's endpoint: attempts, answers from strangers, resets, ends."""

from __future__ import annotations

import random
import unittest

from tests.unit.wire.support import CLIENT, OTHER, RESET_KEY, SERVER, Pair, drain, identity
from udpchat import limits
from udpchat.wire import packets
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.codes import CloseCode
from udpchat.wire.server_endpoint import ServerEndpoint

NOW = 100.0


def started(seed: int = 1) -> ClientEndpoint:
    client = ClientEndpoint(random.Random(seed).randbytes)
    client.connect(SERVER, None, NOW)
    return client


def hellos(client: ClientEndpoint, until: float) -> list[tuple[float, packets.Hello]]:
    found, now = [], NOW
    while now < until:
        for data, target in drain(client, now):
            assert target == SERVER
            hello = packets.parse_hello(data)
            assert hello is not None
            found.append((now - NOW, hello))
        at = client.next_timeout()
        assert at is not None and at > now
        now = at
        client.handle_timeout(now)
    return found


class Attempt(unittest.TestCase):
    def test_pauses_and_fresh_ids(self) -> None:
        found = hellos(started(), NOW + 2 * limits.CONNECT_ATTEMPT_S - 0.1)
        first = [at for at, hello in found if hello.ccid == found[0][1].ccid]
        for expected, at in zip([0.0, 0.1, 0.3, 0.7, 1.5], first, strict=True):
            self.assertAlmostEqual(expected, at)
        self.assertEqual(2, len({hello.ccid for _, hello in found}))

    def test_retry_of_strangers(self) -> None:
        client = started()
        ((_, hello),) = hellos(client, NOW + 0.01)
        good = packets.encode_retry(hello.ccid, 1, b"c" * 23)
        for bad in (packets.encode_retry(hello.ccid + 1, 1, b"c" * 23), packets.encode_retry(hello.ccid, 2, b"c" * 23), good[:-1]):
            client.receive_datagram(bad, OTHER, NOW)
            self.assertFalse(client.answered)
        client.receive_datagram(good, OTHER, NOW)
        self.assertTrue(client.answered)
        self.assertEqual(packets.INITIAL, drain(client, NOW)[0][0][0])

    def test_forged_cookie_costs_one_attempt(self) -> None:
        pair = Pair()
        pair.client.connect(SERVER, None, pair.now)
        ((data, _),) = drain(pair.client, pair.now)
        hello = packets.parse_hello(data)
        assert hello is not None
        pair.client.receive_datagram(packets.encode_retry(hello.ccid, 1, b"forged cookie"), OTHER, pair.now)
        pair.run(lambda: pair.client.established, limits.CONNECT_ATTEMPT_S + 0.5)
        self.assertEqual(["Established"], [type(event).__name__ for event in pair.client_events])

    def test_versions(self) -> None:
        client = started()
        ((_, hello),) = hellos(client, NOW + 0.01)
        for ignored in (packets.encode_verneg(hello.ccid + 1, (9,)), packets.encode_verneg(hello.ccid, (9, 1))):
            client.receive_datagram(ignored, SERVER, NOW)
            self.assertIsNone(client.next_event())
        client.receive_datagram(packets.encode_verneg(hello.ccid, (9, 2)), SERVER, NOW)
        event = client.next_event()
        self.assertIs(CloseCode.VERSION, getattr(event, "code", None))
        self.assertIsNone(client.next_timeout())

    def test_lost_datagrams_of_the_handshake(self) -> None:
        for seed in range(10):
            rng = random.Random(seed)
            pair = Pair()
            pair.passes_up = pair.passes_down = lambda data, rng=rng: rng.random() > 0.25  # type: ignore[misc]
            pair.client.connect(SERVER, None, pair.now)
            pair.run(lambda pair=pair: pair.of(pair.server_events, "Established"), 40, 0.01)  # type: ignore[misc]

    def test_abandoned(self) -> None:
        client = started()
        client.abandon()
        self.assertEqual(([], None, False), (drain(client, NOW), client.next_timeout(), client.established))

    def test_rubbish(self) -> None:
        rng = random.Random(1)
        pair = Pair()
        pair.connect()
        for _ in range(3000):
            data = bytes([rng.randrange(0x7E, 0x8A)]) + rng.randbytes(rng.choice((0, 7, 8, 24, 30, 300)))
            pair.client.receive_datagram(data, OTHER, pair.now)
        self.assertTrue(pair.client.established)


class Established(unittest.TestCase):
    def test_id_of_the_events_and_certificate(self) -> None:
        pair = Pair()
        cid, _ = pair.connect(frozenset({identity().fingerprint}))
        (event,) = pair.client_events
        self.assertEqual((cid, SERVER, identity().certificate), (event.cid, event.addr, event.certificate))

    def test_three_datagrams_each_way(self) -> None:
        pair = Pair()
        pair.client.connect(SERVER, None, pair.now)
        pair.run(lambda: pair.client.established)
        self.assertLessEqual(len(pair.down), 3)
        self.assertEqual([64, 42], [len(pair.up[0]), len(pair.down[0])])
        self.assertEqual(limits.DATAGRAM_BYTES, len(pair.up[1]))

    def test_other_certificate(self) -> None:
        pair = Pair()
        pair.client.connect(SERVER, frozenset({bytes(32)}), pair.now)
        pair.idle(limits.CONNECT_ATTEMPT_S * 2)
        self.assertEqual(["CertificateRefused", "Closed"], [type(event).__name__ for event in pair.client_events])
        self.assertIs(CloseCode.PIN, pair.client_events[1].code)
        self.assertIsNone(pair.client.next_timeout())

    def test_server_answers_from_another_interface(self) -> None:
        pair = Pair()
        pair.server_address = OTHER
        pair.client.connect(SERVER, None, pair.now)
        pair.run(lambda: pair.client.established)

    def test_silent_server(self) -> None:
        pair = Pair()
        pair.connect()
        pair.passes_up = pair.passes_down = lambda data: False
        pair.client.send(Channel.CHAT, b"anybody there?")
        began_at = pair.now
        pair.run(lambda: pair.of(pair.client_events, "Closed"), 60, 0.02)
        self.assertAlmostEqual(limits.SILENCE_S, pair.now - began_at, delta=0.1)
        self.assertFalse(pair.client.established)

    def test_good_bye(self) -> None:
        pair = Pair()
        pair.connect()
        pair.client.send(Channel.CONTROL, b"bye")
        pair.client.close(CloseCode.BYE, "done", pair.now)
        pair.idle(1, 0.001)
        arrived, closed = pair.server_events[-2:]
        self.assertEqual((b"bye", CloseCode.BYE, "done", True), (arrived.body, closed.code, closed.reason, closed.by_peer))
        self.assertFalse(pair.client_events[-1].by_peer)
        self.assertIsNone(pair.client.next_timeout())

    def test_connect_again(self) -> None:
        pair = Pair()
        first, _ = pair.connect()
        second = pair.client.connect(SERVER, None, pair.now)
        pair.run(lambda: pair.client.established)
        self.assertNotEqual(first, second)
        self.assertEqual(second, pair.client_events[-1].cid)


class Reset(unittest.TestCase):
    def setUp(self) -> None:
        self.pair = Pair()
        _, self.cid = self.pair.connect()

    def restart(self) -> None:
        self.pair.server = ServerEndpoint(identity(), RESET_KEY, random.Random(9).randbytes)

    def test_restarted_server(self) -> None:
        self.pair.client.set_reset_token(self.pair.server.reset_token(self.cid))
        self.restart()
        self.pair.client.send(Channel.CHAT, b"x")
        self.pair.run(lambda: self.pair.of(self.pair.client_events, "Closed"), 0.1)
        self.assertIs(CloseCode.RESET, self.pair.client_events[-1].code)

    def test_without_or_with_another_token(self) -> None:
        for token in (b"", bytes(16)):
            self.pair.client.set_reset_token(token)
            reset = packets.encode_reset(self.cid, self.pair.server.reset_token(self.cid))
            self.pair.client.receive_datagram(reset, CLIENT, self.pair.now)
            self.assertTrue(self.pair.client.established)

    def test_of_another_connection(self) -> None:
        token = self.pair.server.reset_token(self.cid)
        self.pair.client.set_reset_token(token)
        self.pair.client.receive_datagram(packets.encode_reset(self.cid + 1, token), SERVER, self.pair.now)
        self.assertTrue(self.pair.client.established)


if __name__ == "__main__":
    unittest.main()
