"""Fuzz of the decoder: whatever the bytes, a word that encodes back, or a ProtocolViolation; nothing else ever."""

from __future__ import annotations

import json
import random
import unittest
from typing import Any

from tests.unit.words.samples import EVENTS, WORDS
from udpchat.errors import ProtocolViolation
from udpchat.words import decode, decode_event, encode, encode_event

SEED = 24
BODIES = [*map(encode, WORDS), *map(encode_event, EVENTS)]
SNIPPETS = (
    *(b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"true", b"NaN", b"-Infinity", b"1e999", b"-1", b"0.5"),
    *(b"\\ud800", b"\\udc00\\ud83d", b"\xed\xa0\x80", b"\xff", b"\x00", b"\xef\xbb\xbf", b"9" * 30, b"9" * 5000),
    *(b"[" * 2000, b'{"a":' * 2000, b'"t":"bye",', b'"t":["bye"]', "é😀\u2028".encode(), b"\n", b" "),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 2**63 - 1, 2**63, 10**400, 0.0, 1.5, float("nan"), float("inf"), "", "\ud800", "x"),
    *([], {}, [[]], [{}], {"t": "bye"}, {"t": None}, "A" * 22, "é" * 20_000, [1, 2], [[1, 2]] * 300, "account", "t"),
)


class WordsFuzzTest(unittest.TestCase):
    def test_any_bytes(self) -> None:
        rng = random.Random(SEED)
        for _ in range(20_000):
            self.check(rng.randbytes(rng.randrange(40)))

    def test_bytes_that_look_like_json(self) -> None:
        rng = random.Random(SEED + 1)
        for _ in range(20_000):
            self.check(b"".join(rng.choice(SNIPPETS[:15]) for _ in range(rng.randrange(1, 25))))

    def test_damaged_words(self) -> None:
        rng = random.Random(SEED + 2)
        for _ in range(20_000):
            body = bytearray(rng.choice(BODIES))
            for _ in range(rng.randrange(1, 4)):
                damage(rng, body)
            self.check(bytes(body))

    def test_other_values_and_keys(self) -> None:
        rng = random.Random(SEED + 3)
        for _ in range(20_000):
            found = json.loads(rng.choice(BODIES))
            for _ in range(rng.randrange(1, 3)):
                found = changed(rng, found)
            self.check(json.dumps(found, ensure_ascii=rng.random() < 0.9).encode("utf-8", "surrogatepass"))

    def test_doubled_keys(self) -> None:
        for body in BODIES:
            first = body[1:].split(b",", 1)[0].rstrip(b"}")
            with self.subTest(body=body), self.assertRaises(ProtocolViolation):
                decode(b"{" + first + b"," + body[1:])

    def test_cut_anywhere(self) -> None:
        for body in BODIES:
            for end in range(len(body)):
                with self.assertRaises(ProtocolViolation):
                    decode(body[:end])

    def check(self, body: bytes) -> None:
        for read, write in ((decode, encode), (decode_event, encode_event)):
            try:
                word: Any = read(body)
            except ProtocolViolation as violation:
                self.assertTrue(violation.detail)
                continue
            except Exception as error:
                self.fail(f"{type(error).__name__} for {body[:300]!r}")
            again: Any = write(word)
            self.assertEqual(read(again), word, body[:300])


def damage(rng: random.Random, body: bytearray) -> None:
    """Overwrite, insert, cut or repeat a piece."""
    at = rng.randrange(len(body) + 1)
    match rng.randrange(4):
        case 0 if at < len(body):
            body[at] = rng.randrange(256)
        case 1:
            body[at:at] = rng.choice(SNIPPETS)
        case 2:
            del body[at : at + rng.randrange(1, 10)]
        case _:
            body[at:at] = body[at : at + rng.randrange(1, 40)]


def changed(rng: random.Random, value: Any) -> Any:
    """The value with something inside replaced, added or taken away."""
    if isinstance(value, dict) and value and rng.random() < 0.8:
        key = rng.choice(list(value))
        match rng.randrange(4):
            case 0:
                return {**value, rng.choice(["x", "", "T", "seq", "t"]): rng.choice(VALUES)}
            case 1:
                return {name: each for name, each in value.items() if name != key}
            case _:
                return {**value, key: changed(rng, value[key])}
    if isinstance(value, list) and value and rng.random() < 0.8:
        at = rng.randrange(len(value))
        return [*value[:at], changed(rng, value[at]), *value[at + rng.randrange(2) :]]
    return rng.choice(VALUES)
