"""Strings from elsewhere, clusters, and what an entry may hold."""

from __future__ import annotations

import random
import unicodedata
import unittest
from typing import Final

from udpchat import limits
from udpchat.gui.kit.clusters import clusters, first_cluster, is_mark, last_cluster
from udpchat.gui.kit.guards import entry_text, fits_entry, typed, window_title
from udpchat.gui.kit.text import display_text, single_line

FAMILY: Final = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
THUMB: Final = "\U0001f44d\U0001f3fd"
FLAGS: Final = "\U0001f1e7\U0001f1ea\U0001f1e9\U0001f1ea"
ENGLAND: Final = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
KEYCAP: Final = "1\ufe0f\u20e3"


def anything(seed: int, length: int) -> str:
    """Characters of every kind, the awkward ones often."""
    choice = random.Random(seed)
    awkward = (
        "\0\x07\n\r\t\x7f\x85\u0301\u0e34\u200d\u200c\ufe0f\u202e\u2066\ufeff\ufffe"
        "\ud83d\ude00\U0001f600\U0001f3fd\U0001f1e7\u0627\u05d0"
    )
    return "".join(
        choice.choice(awkward) if choice.random() < 0.5 else chr(choice.randrange(0x110000)) for _ in range(length)
    )


class Clusters(unittest.TestCase):
    """What looks like one character."""

    def test_one_each(self) -> None:
        emoji = (FAMILY, THUMB, FLAGS[:2], ENGLAND, KEYCAP, "\u2764\ufe0f")
        for one in ("a", "e\u0301", "\r\n", "\u0e01\u0e34", "\u1112\u1161\u11ab", *emoji):
            with self.subTest(one=ascii(one)):
                self.assertEqual(clusters(one), [one])

    def test_several(self) -> None:
        for parts in (
            ["a", "b"],
            ["\n", "\n"],
            ["a", "\r\n", "b"],
            [FLAGS[:2], FLAGS[2:]],
            [FLAGS[:2], FLAGS[2]],
            [THUMB, FAMILY, "x"],
            ["\u0e01\u0e34", "\u0e02"],
            ["\n", "\u0301"],
            ["한", "글"],
            ["a\u200d", "b"],
            ["ü", "é"],
        ):
            with self.subTest(parts=ascii(parts)):
                self.assertEqual(clusters("".join(parts)), parts)

    def test_ends(self) -> None:
        self.assertEqual((first_cluster(THUMB + "a"), last_cluster("a" + THUMB)), (THUMB, THUMB))
        self.assertEqual((first_cluster(""), last_cluster(""), clusters("")), ("", "", []))

    def test_nothing_is_lost(self) -> None:
        for seed in range(300):
            text = anything(seed, 40)
            self.assertEqual("".join(clusters(text)), text)
            self.assertTrue(all(clusters(text)))


class Display(unittest.TestCase):
    """What Tk may be handed."""

    def test_harmless_text_stays(self) -> None:
        emoji = FAMILY + THUMB + FLAGS
        for text in ("", "plain", "two\nlines\tand a tab", "  spaces  stay ", emoji, "e\u0301", "שלום", "\u0e01\u0e34"):
            self.assertEqual(display_text(text), text)

    def test_harmful_characters_go(self) -> None:
        for raw, text in {
            "a\0b": "ab",
            "a\x1b[31mb": "a[31mb",
            "\u202eabc\u2066": "abc",
            "\ufeffabc": "abc",
            "a\ud800b\udfff": "a\ufffdb\ufffd",
            "a\r\nb\rc\u2028d\x85e": "a\nb\nc\nd\ne",
            "\x9b\x80": "",
            "soft\u00adhyphen": "softhyphen",
        }.items():
            with self.subTest(raw=ascii(raw)):
                self.assertEqual(display_text(raw), text)

    def test_towers_of_marks(self) -> None:
        self.assertEqual(display_text("z" + "\u0301" * 300 + "y"), "z" + "\u0301" * limits.DISPLAY_MARKS + "y")

    def test_limit(self) -> None:
        self.assertEqual(display_text("a" * 10, 10), "a" * 10)
        self.assertEqual(display_text("a" * 11, 10), "a" * 9 + "…")
        self.assertEqual(display_text(FAMILY * 3, 12), FAMILY * 2 + "…")
        self.assertEqual(display_text("abc", 0), "")
        self.assertEqual(len(display_text("x" * 10**6)), limits.DISPLAY_TEXT_CHARS)

    def test_single_line(self) -> None:
        self.assertEqual(single_line("  a \n\t b\r\nc  "), "a b c")
        self.assertEqual(single_line("word " * 100, 9), "word wor…")
        self.assertEqual(single_line("\0\n\u202e"), "")
        self.assertLessEqual(len(single_line("\0" * 10**6 + "a")), limits.DISPLAY_LINE_CHARS)

    def test_anything(self) -> None:
        for seed in range(300):
            raw = anything(seed, 60)
            text = display_text(raw, 50)
            self.assertLessEqual(len(text), 50)
            self.assertEqual(display_text(text, 50), text)
            text.encode()
            self.assertFalse(set(text) & set("\0\x07\r\u202e\u2066\ufeff"))
            marks = 0
            for char in text:
                marks = marks + 1 if is_mark(char) else 0
                self.assertLessEqual(marks, limits.DISPLAY_MARKS)
            self.assertNotIn("\n", single_line(raw, 50))


class Guards(unittest.TestCase):
    """What an entry and a title may hold."""

    def test_entry(self) -> None:
        for text in ("", "abc", "Élodie", "中文", "\uffff"):
            self.assertTrue(fits_entry(text), text)
        for text in ("\U0001f600", "a\U00010000", "\ud800", "\udfff"):
            self.assertFalse(fits_entry(text), ascii(text))

    def test_what_is_left_for_an_entry(self) -> None:
        self.assertEqual(entry_text("a\U0001f600b\ud800\n"), "ab\ufffd")
        self.assertEqual(entry_text("two  spaces stay "), "two  spaces stay ")
        self.assertEqual(entry_text("one\ntwo\tthree\r\n"), "one two three")
        for seed in range(200):
            text = entry_text(anything(seed, 60))
            self.assertTrue(fits_entry(text))
            self.assertFalse([char for char in text if unicodedata.category(char) == "Cc"])

    def test_title(self) -> None:
        self.assertEqual(window_title("\U0001f600 Lab\n2"), "Lab 2")

    def test_halves_of_characters(self) -> None:
        self.assertEqual(typed("a\ud83db"), "ab")
        self.assertEqual(typed("\ud83d\ude00"), "\U0001f600")
        self.assertEqual(typed("\U0001f600x"), "\U0001f600x")


if __name__ == "__main__":
    unittest.main()
