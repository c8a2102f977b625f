"""Layout of the datagrams: as the vectors say, and nothing else is taken."""

from __future__ import annotations

import random
import unittest

from tests.unit.wire.support import vectors
from udpchat.wire import packets


def golden(name: str) -> tuple[dict[str, object], bytes]:
    row = vectors()["packets"][name]
    return row, bytes.fromhex(row["hex"])


class Golden(unittest.TestCase):
    def test_hello(self) -> None:
        for name in ("hello", "hello of a link"):
            row, wire = golden(name)
            hello = packets.Hello(1, 1, row["purpose"], row["ccid"])  # type: ignore[arg-type]
            self.assertEqual(wire, hello.encode())
            self.assertEqual(hello, packets.parse_hello(wire))

    def test_retry(self) -> None:
        row, wire = golden("retry")
        cookie = bytes.fromhex(str(row["cookie"]))
        self.assertEqual(wire, packets.encode_retry(row["ccid"], 1, cookie))  # type: ignore[arg-type]
        self.assertEqual((row["ccid"], 1, cookie), packets.parse_retry(wire))

    def test_reset(self) -> None:
        row, wire = golden("reset")
        token = bytes.fromhex(str(row["token"]))
        self.assertEqual(wire, packets.encode_reset(row["dcid"], token))  # type: ignore[arg-type]
        self.assertEqual((row["dcid"], token), packets.parse_reset(wire))

    def test_discover(self) -> None:
        row, wire = golden("discover")
        self.assertEqual(wire, packets.encode_discover(row["nonce"]))  # type: ignore[arg-type]
        self.assertEqual(row["nonce"], packets.parse_discover(wire))

    def test_here(self) -> None:
        for name in ("here", "here without a name"):
            row, wire = golden(name)
            fingerprint = bytes.fromhex(str(row["fingerprint"]))
            here = packets.Here(row["flags"], row["port"], row["users"], fingerprint, row["name"])  # type: ignore[arg-type]
            self.assertEqual(wire, here.encode(row["nonce"]))  # type: ignore[arg-type]
            self.assertEqual((row["nonce"], here), packets.parse_here(wire))

    def test_verneg(self) -> None:
        for name in ("version negotiation", "version negotiation of two"):
            row, wire = golden(name)
            versions = tuple(row["versions"])  # type: ignore[arg-type]
            self.assertEqual(wire, packets.encode_verneg(row["ccid"], versions))  # type: ignore[arg-type]
            self.assertEqual((row["ccid"], versions), packets.parse_verneg(wire))


class Refused(unittest.TestCase):
    def test_hello(self) -> None:
        good = packets.Hello(3, 1, 0, 7).encode()
        self.assertIsNotNone(packets.parse_hello(good + bytes(100)))
        for bad in (good[:63], b"\x80XDPC" + good[5:], good[:5] + b"\1\2" + good[7:], good[:7] + b"\2" + good[8:]):
            self.assertIsNone(packets.parse_hello(bad))

    def test_retry_damaged_in_any_bit(self) -> None:
        good = packets.encode_retry(7, 1, b"c" * 23)
        for index in range(1, len(good)):
            damaged = bytearray(good)
            damaged[index] ^= 1 << index % 8
            self.assertIsNone(packets.parse_retry(bytes(damaged)), index)

    def test_retry_with_a_cookie_of_a_wrong_length(self) -> None:
        self.assertIsNone(packets.parse_retry(packets.encode_retry(7, 1, b"")))
        self.assertIsNone(packets.parse_retry(packets.encode_retry(7, 1, b"c" * 65)))
        self.assertIsNotNone(packets.parse_retry(packets.encode_retry(7, 1, b"c" * 64)))

    def test_here_with_a_bad_name(self) -> None:
        good = packets.Here(0, 1, 2, bytes(32), "né").encode(9)
        self.assertIsNone(packets.parse_here(good[:-1]))
        self.assertIsNone(packets.parse_here(good + b"x"))
        self.assertIsNone(packets.parse_here(good[:-1] + b"\xff"))

    def test_rubbish_never_raises(self) -> None:
        rng = random.Random(1)
        names = ("hello", "retry", "verneg", "reset", "discover", "here")
        parsers = [getattr(packets, f"parse_{name}") for name in names]
        for _ in range(2000):
            data = rng.randbytes(rng.choice((1, 8, 10, 25, 42, 48, 64, 112, 256, 300)))
            for parse in parsers:
                parse(data)


class Sizes(unittest.TestCase):
    def test_long_name_is_cut_at_a_character(self) -> None:
        wire = packets.Here(0, 1, 2, bytes(32), "☕" * 40).encode(9)
        parsed = packets.parse_here(wire)
        assert parsed is not None
        self.assertEqual("☕" * 21, parsed[1].name)
        self.assertLessEqual(len(packets.Here(0, 1, 2, bytes(32), "x" * 99).encode(9)), 112)

    def test_many_users(self) -> None:
        parsed = packets.parse_here(packets.Here(0, 1, 70_000, bytes(32), "").encode(9))
        assert parsed is not None
        self.assertEqual(65535, parsed[1].users)

    def test_answers_are_smaller_than_questions(self) -> None:
        self.assertLess(len(packets.encode_retry(7, 1, b"c" * 23)), len(packets.Hello(1, 1, 0, 7).encode()))
        self.assertLess(len(packets.encode_verneg(7, (1,))), len(packets.Hello(1, 1, 0, 7).encode()))
        self.assertLess(len(packets.encode_reset(7, bytes(16))), packets.SHORT_OVERHEAD_BYTES)
        self.assertLess(112, len(packets.encode_discover(7)))


if __name__ == "__main__":
    unittest.main()
