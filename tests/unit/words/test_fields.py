"""Tests of the field table: every annotation has a rule or is refused at import."""

from __future__ import annotations

import base64
import random
import unittest
from typing import Annotated, Any

from udpchat.errors import ProtocolViolation
from udpchat.words.bounds import Chars, Count, NoneOr, Size
from udpchat.words.fields import Reader, Writer, base64url, pair_of, read_bytes


def no_records(hint: Any) -> tuple[Reader, Writer]:
    raise TypeError(hint)


class Base64Test(unittest.TestCase):
    def test_it_is_the_url_alphabet_without_padding(self) -> None:
        rng = random.Random(23)
        for size in range(70):
            data = rng.randbytes(size)
            text = base64url(data)
            self.assertEqual(text, base64.urlsafe_b64encode(data).decode().rstrip("="))
            self.assertEqual(read_bytes(0, 70, text), data)

    def test_one_spelling_only(self) -> None:
        for text in ("A", "AB", "AAE=", "AA==", "AA\n", " AA", "+/8", "A-A/", "====", "AAAAA", "é"):
            with self.subTest(text=text), self.assertRaises(ProtocolViolation):
                read_bytes(0, 99, text)


class PairTest(unittest.TestCase):
    def test_a_type_without_a_rule_or_bound_is_refused(self) -> None:
        for hint in (str, bytes, float, tuple[int, ...], Annotated[str, Size(1, 2)], Annotated[bytes, Chars(3)], "x"):
            with self.subTest(hint=hint), self.assertRaises(TypeError):
                pair_of(hint, no_records)

    def test_lists(self) -> None:
        read, write = pair_of(Annotated[tuple[tuple[int, bool], ...], Count(2)], no_records)
        self.assertEqual(read([[1, True], [2, False]]), ((1, True), (2, False)))
        self.assertEqual(write(((1, True), (2, False))), "[[1,true],[2,false]]")
        for value in ([[1, True]] * 3, [[True, True]], [[1, 1]], [(1, True)], ([1, True],), None, [[1]]):
            with self.subTest(value=value), self.assertRaises(ProtocolViolation):
                read(value)

    def test_none_or_exactly(self) -> None:
        read, write = pair_of(Annotated[bytes, NoneOr(16)], no_records)
        for data in (b"", bytes(16), b"\xff" * 16):
            self.assertEqual(read(write(data)[1:-1]), data)
        for value in (base64url(bytes(15)), base64url(bytes(17)), "A", None, 0, False, [], "é"):
            with self.subTest(value=value), self.assertRaises(ProtocolViolation):
                read(value)
