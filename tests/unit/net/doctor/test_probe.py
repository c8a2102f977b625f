"""Tests of single questions to one address."""

from __future__ import annotations

import random
import socket
import unittest

from tests.unit.net.doctor.servers import ServerCase
from udpchat.net.doctor.probe import Echo, Heard, _Probe, knock, only_ipv6, probe, way_to
from udpchat.wire.packets import Hello, Here, encode_retry, encode_verneg, parse_discover, parse_hello


class ProbeTest(ServerCase):
    def test_a_genuine_server(self) -> None:
        address, _ = self.genuine()
        heard = probe(address)
        self.assertIs(heard.echo, Echo.SERVER)
        self.assertLess(heard.rtt_s, 1.0)

    def test_nobody_listens(self) -> None:
        self.assertIs(probe(self.closed()).echo, Echo.CLOSED)

    def test_silence(self) -> None:
        self.assertEqual(probe(self.odd(lambda _: []), wait_s=0.4), Heard(Echo.SILENCE))

    def test_another_program(self) -> None:
        for answer in (b"HTTP/1.1 400 Bad Request", b"", b"\x81" * 42, b"\x88\x00", b"\x87" * 80):
            with self.subTest(answer=answer):
                self.assertIs(probe(self.odd(lambda _, answer=answer: [answer])).echo, Echo.STRANGER)  # type: ignore[misc]

    def test_an_echo_is_no_server(self) -> None:
        self.assertIs(probe(self.odd(lambda data: [data])).echo, Echo.STRANGER)

    def test_another_version(self) -> None:
        def answer(data: bytes) -> list[bytes]:
            hello = parse_hello(data)
            nonce = parse_discover(data)
            if nonce is not None:  # an answer to the search comes first, and does not decide
                return [Here(0, 1, 1, b"f" * 32, "New").encode(nonce)]
            return [encode_verneg(hello.ccid, (2, 3))] if hello else []

        heard = probe(self.odd(answer))
        self.assertEqual((heard.echo, heard.versions), (Echo.OTHER_VERSION, (2, 3)))

    def test_answers_to_others_do_not_count(self) -> None:
        def answer(data: bytes) -> list[bytes]:
            hello = parse_hello(data)
            return [encode_retry(hello.ccid ^ 1, 1, b"c" * 23), encode_verneg(hello.ccid ^ 1, (9,))] if hello else []

        self.assertIs(probe(self.odd(answer)).echo, Echo.STRANGER)

    def test_who_only_answers_searches_may_be_a_server(self) -> None:
        def answer(data: bytes) -> list[bytes]:
            nonce = parse_discover(data)
            return [Here(0, 1, 1, b"f" * 32, "Mute").encode(nonce)] if nonce is not None else []

        self.assertIs(probe(self.odd(answer)).echo, Echo.SERVER)

    def test_whatever_comes_is_understood_or_not_but_never_breaks(self) -> None:
        rng = random.Random(4)
        hello = Hello(1, 1, 0, 7)
        genuine = [encode_retry(7, 1, b"c" * 23), encode_verneg(7, (2,)), Here(0, 1, 1, b"f" * 32, "New").encode(7), hello.encode()]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            asking = _Probe(("127.0.0.1", 9), sock, sock)
            asking._ccid = asking._nonce = 7
            for _ in range(20_000):
                data = bytearray(rng.choice(genuine))
                for _ in range(rng.randint(0, 3)):
                    data[rng.randrange(len(data))] = rng.randrange(256)
                heard = asking._understand(bytes(data[: rng.randint(0, len(data))]), certain=True)
                self.assertIn(heard.echo if heard else None, (None, Echo.SERVER, Echo.OTHER_VERSION))

    def test_given_up(self) -> None:
        self.assertEqual(probe(self.odd(lambda _: []), lambda: True), Heard(Echo.SILENCE))

    def test_knocking(self) -> None:
        self.assertTrue(knock(self.closed()))
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.assertTrue(knock(server.getsockname()))

    def test_ways(self) -> None:
        self.assertEqual(way_to(("127.0.0.1", 5)), "127.0.0.1")
        self.assertFalse(only_ipv6("no such name"))


if __name__ == "__main__":
    unittest.main()
