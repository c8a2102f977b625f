"""TLS through memory: handshake, records, refusals."""

from __future__ import annotations

import random
import ssl
import unittest
from itertools import accumulate

from tests.unit.wire.support import identity
from udpchat.errors import ProtocolViolation
from udpchat.wire.tls import Tunnel, client_context, server_context

CLIENT_CONTEXT = client_context()
SERVER_CONTEXT = server_context(identity())


def tunnels(context: ssl.SSLContext = CLIENT_CONTEXT) -> tuple[Tunnel, Tunnel, list[int]]:
    """A client and a server that have shaken hands, and the sizes of their flights."""
    client, server = Tunnel(context, True), Tunnel(SERVER_CONTEXT, False)
    sizes: list[int] = []
    for _ in range(3):
        for here, there in ((client, server), (server, client)):
            if not here.is_up:
                here.handshake()
            flight = here.drain()
            sizes += [len(flight)] if flight else []
            there.feed(flight, lambda plain: None)
    return client, server, sizes


class Handshake(unittest.TestCase):
    def test_three_flights_and_no_tickets(self) -> None:
        client, server, sizes = tunnels()
        self.assertTrue(client.is_up and server.is_up)
        self.assertEqual(3, len(sizes), sizes)

    def test_certificate(self) -> None:
        client, server, _ = tunnels()
        self.assertEqual(identity().certificate, client.certificate)
        self.assertEqual(b"", server.certificate)

    def test_tls_13_only(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.assertRaises(ProtocolViolation):
            tunnels(context)

    def test_protocol_name(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with self.assertRaises(ProtocolViolation):
            tunnels(context)

    def test_rubbish(self) -> None:
        server = Tunnel(SERVER_CONTEXT, False)
        server.feed(b"GET / HTTP/1.0\r\n\r\n", lambda plain: None)
        with self.assertRaises(ProtocolViolation):
            server.handshake()


class Records(unittest.TestCase):
    def test_both_ways_and_counted(self) -> None:
        client, server, _ = tunnels()
        got: list[bytes] = []
        for here, there in ((client, server), (server, client)):
            for plain in (b"x", b"y" * 16_384):
                there.feed(here.encrypt(plain), got.append)
        self.assertEqual([b"x", b"y" * 16_384] * 2, got)
        self.assertEqual((4, 4), (client.records, server.records))

    def test_overhead(self) -> None:
        client, _, _ = tunnels()
        self.assertEqual(100 + 22, len(client.encrypt(bytes(100))))

    def test_any_cuts(self) -> None:
        client, server, _ = tunnels()
        wire = b"".join(client.encrypt(bytes([n]) * 3000) for n in range(20))
        got = bytearray()
        for at in range(0, len(wire), 777):
            server.feed(wire[at : at + 777], got.extend)
        self.assertEqual(b"".join(bytes([n]) * 3000 for n in range(20)), bytes(got))

    def test_what_a_record_lacks(self) -> None:
        """Whoever waits for `missing` bytes before each feeding gets the same, and is told the truth."""
        for seed in range(60):
            rng = random.Random(seed)
            client, server, _ = tunnels()
            plain = [rng.randbytes(rng.choice((1, 30, 1000, 16_384))) for _ in range(20)]
            wires = [client.encrypt(each) for each in plain]
            ends = set(accumulate(len(wire) for wire in wires))
            wire, waiting, got = b"".join(wires), bytearray(), bytearray()
            fed = at = 0
            while at < len(wire):
                piece = wire[at : at + rng.choice((1, 3, 7, 1408, 1408, 1408, 16_340))]
                at += len(piece)
                waiting += piece
                if len(waiting) >= server.missing:
                    server.feed(waiting, got.extend)
                    fed += len(waiting)
                    waiting = bytearray()
                    self.assertTrue(not server.missing or fed + server.missing in ends, f"seed {seed}")
            self.assertEqual((b"".join(plain), b""), (bytes(got), bytes(waiting)), f"seed {seed}")

    def test_a_record_of_a_file_is_looked_at_once(self) -> None:
        client, server, _ = tunnels()
        server.feed(client.encrypt(b"x"), lambda plain: None)
        wire = client.encrypt(bytes(16_384))
        server.feed(wire[:1408], lambda plain: None)
        self.assertEqual(len(wire) - 1408, server.missing)
        server.feed(wire[1408:], lambda plain: None)
        self.assertEqual(0, server.missing)

    def test_no_waiting_for_what_is_no_record(self) -> None:
        client, server, _ = tunnels()
        server.feed(client.encrypt(b"x"), lambda plain: None)
        server.feed(b"\x17\x03", lambda plain: None)
        self.assertEqual(0, server.missing)
        with self.assertRaises(ProtocolViolation):
            server.feed(b"\x03\xff\xff" + bytes(100), lambda plain: None)

    def test_more_than_a_buffer_at_once(self) -> None:
        client, server, _ = tunnels()
        wire = b"".join(client.encrypt(bytes(16_384)) for _ in range(8))
        got = bytearray()
        server.feed(wire, got.extend)
        self.assertEqual(8 * 16_384, len(got))

    def test_damage_and_end(self) -> None:
        client, server, _ = tunnels()
        damaged = bytearray(client.encrypt(b"hello"))
        damaged[-1] ^= 1
        with self.assertRaises(ProtocolViolation):
            server.feed(bytes(damaged), lambda plain: None)
        client, server, _ = tunnels()
        with self.assertRaises(ssl.SSLWantReadError):
            client._tls.unwrap()
        with self.assertRaises(ProtocolViolation):
            server.feed(client.drain(), lambda plain: None)


if __name__ == "__main__":
    unittest.main()
