"""Tests of making text harmless: examples, and properties over random text."""

from __future__ import annotations

import random
import unicodedata
import unittest

from udpchat.errors import TextEmpty, TextTooLong
from udpchat.limits import MARKS_PER_BASE, TEXT_BYTES
from udpchat.sanitize import clean_emoji, clean_text, one_line

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class CleanEmojiTest(unittest.TestCase):
    def test_reactions(self) -> None:
        for emoji in (
            "👍",
            "👍🏽",
            "❤\ufe0f",
            "👩\u200d👩\u200d👧",
            "🇮🇩",
            "1\ufe0f\u20e3",
            "\u2713",
            "🏴\U000e0067\U000e007f",
            "🫡",
        ):
            self.assertEqual(clean_emoji(emoji), emoji)

    def test_no_reactions(self) -> None:
        for raw in ("", "a", "1", "ok", "👍 ", "\u200d", "\ufe0f", "<", "👍\n", "\u202e👍", "\ud800", "\x1b", "é", "好"):
            with self.subTest(raw=ascii(raw)), self.assertRaises(TextEmpty):
                clean_emoji(raw)
        with self.assertRaises(TextTooLong):
            clean_emoji("👍" * 17)


class CleanTextTest(unittest.TestCase):
    def test_what_stays(self) -> None:
        for text in (
            "hi",
            "two\nlines\n\tindented",
            "  code",
            "LOGIN a b",
            "é😀",
            "👩\u200d💻 ❤\ufe0f",
            "سلام",
            "हिन्दी",
        ):
            self.assertEqual(clean_text(text), text)

    def test_what_changes(self) -> None:
        for raw, clean in (
            ("a\ud800b\udfff", "a\ufffdb\ufffd"),
            ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
            ("a\x00b\x1b[31mc\x7fd\x9be", "ab[31mcde"),
            ("x" + BIDI + "y\ufeff", "xy"),
            ("line\n\n", "line"),
            ("z" + "\u0301" * 50 + "y", "z" + "\u0301" * MARKS_PER_BASE + "y"),
        ):
            with self.subTest(raw=ascii(raw)):
                self.assertEqual(clean_text(raw), clean)

    def test_nothing_visible_is_empty(self) -> None:
        for raw in ("", " ", "\n\n\t", "\x00\x1b", "\u202e", "\u200b\u200d", "\u2800", "\u3164 \ufe0f", "\u00ad"):
            with self.subTest(raw=ascii(raw)), self.assertRaises(TextEmpty):
                clean_text(raw)

    def test_the_limit_is_in_bytes(self) -> None:
        self.assertEqual(len(clean_text("x" * TEXT_BYTES)), TEXT_BYTES)
        self.assertEqual(len(clean_text("é" * (TEXT_BYTES // 2))), TEXT_BYTES // 2)
        for raw in ("x" * (TEXT_BYTES + 1), "é" * (TEXT_BYTES // 2 + 1), "x" * 10_000_000):
            with self.assertRaises(TextTooLong):
                clean_text(raw)

    def test_random_text(self) -> None:
        rng = random.Random(21)
        for _ in range(3_000):
            raw = random_text(rng)
            try:
                clean = clean_text(raw)
            except TextEmpty:
                continue
            self.assertEqual(clean_text(clean), clean, ascii(raw))
            self.assertIsNone(forbidden(clean, "\n\t"), ascii(raw))
            clean.encode()


class OneLineTest(unittest.TestCase):
    def test_examples(self) -> None:
        for raw, limit, line in (
            ("a\r\nb\tc", 10, "a b c"),
            ("\x1b[31mred\x1b[0m", 20, "[31mred[0m"),
            ("\ud800", 5, "\ufffd"),
            ("abcdef", 6, "abcdef"),
            ("abcdefg", 6, "abcde\u2026"),
            ("x" * 100_000, 3, "xx\u2026"),
            (" " * 100, 3, "\u2026"),
            ("abc", 0, ""),
            ("", 5, ""),
        ):
            with self.subTest(raw=ascii(raw[:20])):
                self.assertEqual(one_line(raw, limit), line)

    def test_random_text(self) -> None:
        rng = random.Random(22)
        for _ in range(3_000):
            raw = random_text(rng)
            line = one_line(raw, 20)
            self.assertLessEqual(len(line), 20)
            self.assertIsNone(forbidden(line, ""), ascii(raw))
            line.encode()


def random_text(rng: random.Random) -> str:
    pool = [*BIDI, "\n", "\t", "\r", "\x1b", "\x00", "\u0301", "\u0301" * 9, "a", " ", "é", "😀", "\ud83d", "\ude00"]
    return "".join(rng.choice(pool) if rng.random() < 0.7 else chr(rng.randrange(0x110000)) for _ in range(30))


def forbidden(text: str, allowed: str) -> str | None:
    """The first code point that must not reach a screen."""
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in ("Mn", "Mc", "Me") else 0
        unseen = unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") and char not in allowed
        if unseen or char in BIDI or run > MARKS_PER_BASE:
            return ascii(char)
    return None
