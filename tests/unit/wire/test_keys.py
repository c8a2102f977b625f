"""Keys and tags against the vectors."""

from __future__ import annotations

import unittest

from tests.unit.wire.support import vectors
from udpchat.wire import keys


class Golden(unittest.TestCase):
    def test_secrets(self) -> None:
        row = vectors()["keys"]
        master = bytes.fromhex(row["master"])
        self.assertEqual(row["key0"], keys.initial_secret(bytes.fromhex(row["cookie"]), row["ccid"]).hex())
        self.assertEqual(row["key1_c2s"], keys.client_secret(master).hex())
        self.assertEqual(row["key1_s2c"], keys.server_secret(master).hex())

    def test_reset_token(self) -> None:
        row = vectors()["reset_token"]
        self.assertEqual(row["token"], keys.reset_token(bytes.fromhex(row["reset_key"]), row["cid"]).hex())

    def test_tags_of_all_packets(self) -> None:
        rows = [row for row in vectors()["packets"].values() if "key" in row]
        self.assertGreater(len(rows), 10)
        for row in rows:
            key = keys.PacketKey(bytes.fromhex(vectors()["keys"][row["key"]]))
            wire = bytes.fromhex(row["hex"])
            self.assertEqual(row["mac"], key.tag(wire[:-16]).hex())
            self.assertTrue(key.verifies(wire))


class Tags(unittest.TestCase):
    def test_any_changed_bit_is_seen(self) -> None:
        key = keys.PacketKey(b"k" * 32)
        good = b"some packet" + key.tag(b"some packet")
        for bit in range(len(good) * 8):
            damaged = bytearray(good)
            damaged[bit // 8] ^= 1 << bit % 8
            self.assertFalse(key.verifies(bytes(damaged)))

    def test_other_key(self) -> None:
        good = b"some packet" + keys.PacketKey(b"k" * 32).tag(b"some packet")
        self.assertFalse(keys.PacketKey(b"l" * 32).verifies(good))

    def test_directions_differ(self) -> None:
        self.assertNotEqual(keys.client_secret(b"m" * 32), keys.server_secret(b"m" * 32))


if __name__ == "__main__":
    unittest.main()
