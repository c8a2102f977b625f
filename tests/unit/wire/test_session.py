"""Connection, TLS and channels together: pins, keys, closing, hostile clients."""

from __future__ import annotations

import random
import unittest
from typing import Any

from tests.unit.wire.support import CLIENT, SERVER, Pair, identity
from udpchat import limits
from udpchat.wire import channels, packets, session
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.wire.config import WireConfig
from udpchat.wire.connection import Connection
from udpchat.wire.parameters import Parameters
from udpchat.wire.session import ClientSide, Session
from udpchat.wire.tls import client_context, server_context

CONTEXTS = client_context(), server_context(identity())


class Two(unittest.TestCase):
    """Two sessions without endpoints."""

    def setUp(self) -> None:
        self.now = 50.0
        self.make(None)

    def make(self, accept: frozenset[bytes] | None, config: WireConfig | None = None) -> None:
        config = config or WireConfig()
        self.client_events: list[Any] = []
        self.server_events: list[Any] = []
        rng = random.Random(1)
        up = Connection(True, 1, 0, SERVER, b"c" * 23, config, rng.randbytes, self.now)
        down = Connection(False, 2, 1, CLIENT, b"c" * 23, config, rng.randbytes, self.now)
        self.client = Session(up, CONTEXTS[0], config, ClientSide(accept, rng.randbytes), self.client_events.append, self.now, 1)
        self.server = Session(down, CONTEXTS[1], config, None, self.server_events.append, self.now, 2)
        self.up: list[bytes] = []

    def swap(self, rounds: int = 6) -> None:
        for _ in range(rounds):
            self.now += 0.001
            for end in (self.client, self.server):
                at = end.next_timeout()
                if at is not None and at <= self.now:
                    end.handle_timeout(self.now)
            for data, _ in self.client.flush(self.now, 32):
                self.up.append(data)
                self.server.receive(data, CLIENT, self.now)
            for data, _ in self.server.flush(self.now, 32):
                self.client.receive(data, SERVER, self.now)

    def closed(self, events: list[Any]) -> Any:
        found = Pair.of(events, "Closed")
        self.assertEqual(1, len(found), events)
        self.assertIs(found[0], events[-1])
        return found[0]


class Establishing(Two):
    def test_both_know(self) -> None:
        self.swap()
        self.assertTrue(self.client.established and self.server.established)
        self.assertEqual(identity().certificate, Pair.of(self.client_events, "Established")[0].certificate)
        self.assertEqual(b"", Pair.of(self.server_events, "Established")[0].certificate)

    def test_frames_both_ways(self) -> None:
        self.swap()
        self.client.send_framed(Channel.CHAT, channels.frame(Channel.CHAT, b"up"))
        self.server.send_framed(Channel.HISTORY, channels.frame(Channel.HISTORY, bytes(60_000)))
        self.swap(40)
        self.assertEqual([(Channel.CHAT, b"up")], [(e.channel, e.body) for e in Pair.of(self.server_events, "FrameArrived")])
        self.assertEqual([bytes(60_000)], [e.body for e in Pair.of(self.client_events, "FrameArrived")])

    def test_after_key_the_client_waits_for_key1(self) -> None:
        while not self.client.established:
            self.swap(1)
        self.client.flush(self.now, 32)
        self.client.send_framed(Channel.CONTROL, channels.frame(Channel.CONTROL, b"hello"))
        if self.client.connection.protection.awaits_key1:
            self.assertEqual([], [data for data, _ in self.client.flush(self.now, 32) if len(data) > 60])
        self.swap(200)
        self.assertEqual([b"hello"], [e.body for e in Pair.of(self.server_events, "FrameArrived")])
        self.assertEqual(packets.DATA, self.up[-1][0])


class Pins(Two):
    def test_accepted(self) -> None:
        self.make(frozenset({identity().fingerprint, bytes(32)}))
        self.swap()
        self.assertTrue(self.client.established)

    def test_refused_before_any_application_byte(self) -> None:
        self.make(frozenset({bytes(32)}))
        self.client.send_framed(Channel.CONTROL, channels.frame(Channel.CONTROL, b"secret"))
        self.swap(20)
        self.assertEqual(["CertificateRefused", "Closed"], [type(event).__name__ for event in self.client_events])
        self.assertEqual(identity().certificate, self.client_events[0].certificate)
        self.assertIs(CloseCode.PIN, self.client_events[1].code)
        self.assertFalse(self.server.established)
        self.assertIs(CloseCode.BYE, self.closed(self.server_events).code)

    def test_nothing_can_be_accepted(self) -> None:
        self.make(frozenset())
        self.swap(20)
        self.assertFalse(self.client.established)


class Closing(Two):
    def test_after_what_is_queued(self) -> None:
        self.swap()
        self.server.send_framed(Channel.CHAT, channels.frame(Channel.CHAT, b"last words"))
        self.server.close(CloseCode.SHUTDOWN, "stop", self.now)
        self.server.send_framed(Channel.CHAT, channels.frame(Channel.CHAT, b"too late"))
        self.swap(60)
        self.assertEqual([b"last words"], [e.body for e in Pair.of(self.client_events, "FrameArrived")])
        ended = self.closed(self.client_events)
        self.assertEqual((CloseCode.SHUTDOWN, "stop", True), (ended.code, ended.reason, ended.by_peer))
        self.assertFalse(self.closed(self.server_events).by_peer)

    def test_after_a_second_at_most(self) -> None:
        self.swap()
        self.server.send_framed(Channel.CHAT, channels.frame(Channel.CHAT, bytes(50_000)))
        self.server.close(CloseCode.BYE, "", self.now)
        self.server.flush(self.now, 32)
        self.now += limits.LINGER_S
        self.server.flush(self.now, 32)
        self.closed(self.server_events)

    def test_fresh_keys_by_records_and_no_spinning(self) -> None:
        self.make(None, WireConfig(record_limit=20))
        self.swap()
        for _ in range(30):
            self.client.send_framed(Channel.CHAT, channels.frame(Channel.CHAT, b"x"))
            self.swap(2)
            self.client.check_records(self.now)
        self.swap(40)
        self.assertIs(CloseCode.REKEY, self.closed(self.client_events).code)

    def test_fresh_keys_by_age_and_no_spinning(self) -> None:
        self.make(None, WireConfig(connection_age_s=5.0))
        self.swap()
        self.client.send_framed(Channel.CHAT, channels.frame(Channel.CHAT, b"x"))
        self.client.flush(self.now, 32)
        self.now = 50.0 + 5.0 * 0.9
        self.client.handle_timeout(self.now)
        self.client.handle_timeout(self.now)
        self.client.flush(self.now, 32)
        at = self.client.next_timeout()
        assert at is not None
        self.assertGreater(at, self.now)


class Hostile(Two):
    def hostile(self, *framed: bytes) -> Any:
        """What becomes of a server whose client says these frames first, KEY left to the caller."""
        self.make(None)
        client = self.client
        while not client.established:  # stop between Finished and KEY
            self.now += 0.001
            for data, _ in client.flush(self.now, 32):
                self.server.receive(data, CLIENT, self.now)
            for data, _ in self.server.flush(self.now, 32):
                client.receive(data, SERVER, self.now)
        client._outgoing.clear()
        client._outgoing.put(Channel.CONTROL, b"".join(framed))
        self.swap(10)
        return self.server

    def test_order_and_form_of_key(self) -> None:
        key = channels.frame(channels.KEY_FRAME, bytes(32) + Parameters(1 << 20, 0.02, 1452).encode())
        for framed in (
            [channels.frame(Channel.CONTROL, b"first")], [key, key], [channels.frame(channels.PARAMETERS_FRAME, bytes(8))],
            [channels.frame(channels.KEY_FRAME, bytes(32))], [channels.frame(channels.KEY_FRAME, bytes(48))],
            [key, channels.frame(77, b"")], [key, channels.frame(Channel.CONTROL, bytes(limits.SIGNED_OUT_FRAME_BYTES + 1))],
        ):  # fmt: skip
            self.hostile(*framed)
            self.assertIs(CloseCode.PROTOCOL, self.closed(self.server_events).code)

    def test_declaring_nothing_does_not_hang_the_server(self) -> None:
        for declared in (Parameters(0, 0.0, 0), Parameters(0, 0.0, 118)):
            server = self.hostile(channels.frame(channels.KEY_FRAME, bytes(32) + declared.encode()))
            self.assertTrue(server.established)
            self.assertEqual(0, server.queued_bytes(None))

    def test_broken_tls(self) -> None:
        self.client.connection.sending.__init__()  # type: ignore[misc]
        self.client.connection.sending.write(b"GET / HTTP/1.0\r\n\r\n" * 5)
        self.swap(10)
        self.assertIs(CloseCode.TLS, self.closed(self.server_events).code)

    def test_overhead_of_a_record_leaves_room(self) -> None:
        self.assertGreater(limits.DATAGRAM_BYTES - session._RECORD_OVERHEAD, 1000)


if __name__ == "__main__":
    unittest.main()
