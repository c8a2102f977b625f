"""Numbers and keys of packets: as the vectors say, and the two rules of the key switch."""

from __future__ import annotations

import random
import unittest
from typing import Any

from tests.unit.wire.support import vectors
from udpchat import limits
from udpchat.wire import frames, packets
from udpchat.wire.keys import client_secret, server_secret
from udpchat.wire.protection import Protection

PING = (bytes([frames.PING]),)
MASTER = b"m" * 32


def side(is_client: bool, cid: int = 1, peer_cid: int = 2, cookie: bytes = b"c" * 23) -> Protection:
    return Protection(is_client, cid, peer_cid, cookie, limits.DATAGRAM_BYTES, random.Random(1).randbytes)


def pair() -> tuple[Protection, Protection]:
    client, server = side(True, 1, 0), side(False, 2, 1)
    server.open(client.seal(PING, True))
    client.open(server.seal(PING, True))
    return client, server


def keyed(protection: Protection, is_client: bool) -> None:
    secrets = server_secret(MASTER), client_secret(MASTER)
    protection.set_keys(*(secrets if is_client else secrets[::-1]))


class Golden(unittest.TestCase):
    def body(self, row: dict[str, Any]) -> bytes:
        wire = bytes.fromhex(row["hex"])
        start = {"INITIAL": 26 + len(row.get("cookie", "")) // 2, "HANDSHAKE": 25, "DATA": 17}[row["type"]]
        return wire[start:-16]

    def test_sealing_and_opening(self) -> None:
        keys = vectors()["keys"]
        for row in (row for row in vectors()["packets"].values() if "key" in row):
            wire, body = bytes.fromhex(row["hex"]), self.body(row)
            is_up = row["type"] == "INITIAL" or row["key"] == "key1_c2s" or row.get("scid") == keys["ccid"]
            ends = []
            for is_client in (True, False):
                peer = row["dcid"] if is_up == is_client else row.get("scid", 0)
                ours = keys["ccid"] if is_client else (row["dcid"] if is_up else row.get("scid", 0))
                end = side(is_client, ours, peer if is_client else keys["ccid"], bytes.fromhex(keys["cookie"]))
                end._peer_known = not is_client or row["type"] != "INITIAL"
                if row["type"] == "DATA":
                    down, up = bytes.fromhex(keys["key1_s2c"]), bytes.fromhex(keys["key1_c2s"])
                    end.set_keys(*((down, up) if is_client else (up, down)))
                    end.uses_key1 = True
                ends.append(end)
            sender, receiver = ends if is_up else ends[::-1]
            sender.next_number = row["pn"]
            self.assertEqual(wire, sender.seal((body,), True))
            self.assertEqual((row["pn"], len(wire) - 16 - len(body)), receiver.open(wire))


class KeySwitch(unittest.TestCase):
    def test_server_with_key1_never_parses_key0(self) -> None:
        client, server = pair()
        keyed(server, False)
        self.assertIsNone(server.open(client.seal(PING, True)))
        self.assertEqual(1, server.old_key_packets)
        forged = bytearray(client.seal(PING, True))
        forged[-1] ^= 1
        self.assertIsNone(server.open(bytes(forged)))
        self.assertEqual(1, server.old_key_packets, "a forged one does not even count")

    def test_server_seals_with_key1_at_once(self) -> None:
        client, server = pair()
        keyed(server, False)
        self.assertEqual(packets.DATA, server.seal(PING, True)[0])
        self.assertIsNone(client.open(server.seal(PING, True)), "which a client without keys cannot read")

    def test_client_takes_key0_until_its_first_key1_packet(self) -> None:
        client, server = pair()
        late = server.seal(PING, True)
        keyed(client, True)
        self.assertTrue(client.awaits_key1)
        self.assertEqual(packets.HANDSHAKE, client.seal(PING, True)[0])
        self.assertIsNotNone(client.open(server.seal(PING, True)))
        keyed(server, False)
        self.assertIsNotNone(client.open(server.seal(PING, True)))
        self.assertIsNone(client.open(late))
        self.assertEqual(packets.DATA, client.seal(PING, True)[0])
        self.assertFalse(client.awaits_key1)

    def test_directions_are_not_exchanged(self) -> None:
        client, server = pair()
        keyed(server, False)
        keyed(client, True)
        sealed = server.seal(PING, True)
        self.assertIsNone(server.open(sealed))
        self.assertIsNotNone(client.open(sealed))


class Forgeries(unittest.TestCase):
    def test_any_damage(self) -> None:
        client, server = pair()
        keyed(server, False)
        keyed(client, True)
        client.open(server.seal(PING, True))
        good = client.seal((b"\1" * 20,), True)
        for bit in range(8, len(good) * 8):
            damaged = bytearray(good)
            damaged[bit // 8] ^= 1 << bit % 8
            self.assertIsNone(server.open(bytes(damaged)))
        for size in range(1, len(good)):
            self.assertIsNone(server.open(good[:size]))
        self.assertIsNotNone(server.open(good))

    def test_cookie_length_beyond_the_packet(self) -> None:
        client, server = side(True, 1, 0), side(False, 2, 1)
        head = packets.LONG_HEADER.pack(packets.INITIAL, 0, 1, 0) + b"\xff" + bytes(30)
        self.assertIsNone(server.open(head + client._key0.tag(head)))


class Numbers(unittest.TestCase):
    def test_initial_is_padded_only_when_it_asks_for_an_ack(self) -> None:
        client = side(True, 1, 0)
        self.assertEqual(limits.DATAGRAM_BYTES, len(client.seal(PING, True)))
        self.assertLess(len(client.seal(PING, False)), 100)

    def test_overhead(self) -> None:
        client, server = side(True, 1, 0), side(False, 2, 1)
        self.assertEqual(len(client.seal((b"x" * 2000,), False)) - 2000, client.overhead_bytes)
        self.assertEqual(len(server.seal((b"x",), False)) - 1, server.overhead_bytes)
        keyed(server, False)
        self.assertEqual((33, 34), (server.overhead_bytes, len(server.seal((b"x",), False))))

    def test_skips(self) -> None:
        server = side(False)
        keyed(server, False)
        skipped, sealed = [], []
        for _ in range(5000):
            sealed.append(server.next_number)
            server.seal(PING, True)
            if (number := server.skip_due()) is not None:
                skipped.append(number)
        self.assertEqual(list(range(server.next_number)), sorted(sealed + skipped))
        gaps = [b - a for a, b in zip([0, *skipped], skipped, strict=False)]
        self.assertGreaterEqual(min(gaps), limits.SKIP_PACKET_MIN)
        self.assertLessEqual(max(gaps), limits.SKIP_PACKET_MIN + limits.SKIP_PACKET_SPAN + 1)

    def test_no_skips_in_the_handshake(self) -> None:
        client = side(True, 1, 0)
        for _ in range(1000):
            client.seal(PING, False)
            self.assertIsNone(client.skip_due())


if __name__ == "__main__":
    unittest.main()
