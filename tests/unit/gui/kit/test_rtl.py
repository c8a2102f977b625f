"""Right-to-left lines for X11: order, shapes, brackets, numbers."""

from __future__ import annotations

import unittest

from tests.unit.gui.kit.test_text import anything
from udpchat import limits
from udpchat.gui.kit.arabic import shape
from udpchat.gui.kit.rtl import has_right_to_left, visual

# In the examples below capital letters stand for Hebrew, as in Unicode's own description of the algorithm.
_HEBREW = {chr(ord("A") + at): chr(0x05D0 + at) for at in range(26)}
_ONE_WAY = str.maketrans("([{<«‹", ")]}>»›")
_LATIN = {hebrew: latin for latin, hebrew in _HEBREW.items()}


def drawn(line: str) -> str:
    """The visual order of a line written with capitals for Hebrew."""
    hebrew = "".join(_HEBREW.get(char, char) for char in line)
    return "".join(_LATIN.get(char, char) for char in visual(hebrew))


class Order(unittest.TestCase):
    """Bidirectional text."""

    def test_examples(self) -> None:
        for line, wanted in {
            "abc": "abc",
            "ABC": "CBA",
            "ABC DEF": "FED CBA",
            "car means CAR.": "car means RAC.",
            "CAR means car.": ".means car RAC",
            "he said CAR 123 DEF": "he said FED 123 RAC",
            "ABC 123": "123 CBA",
            "ABC 1.5%": "1.5% CBA",
            "1,234 ABC": "CBA 1,234",
            "A (b) C": "C (b) A",
            "a (B) c": "a (B) c",
            "ABC abc (x)": "abc (x) CBA",
            "(ABC)": "(CBA)",
            "A[b{C}d]": "[d{C}b]A",
            "ABC!": "!CBA",
            "ABC ": " CBA",
            "abc ABC ": "abc CBA ",
            "10:30 ABC": "CBA 10:30",
            "ABC +5 -3": "3- 5+ CBA",
            "file.txt ABC": "file.txt CBA",
            ")(A": "A)(",
        }.items():
            with self.subTest(line=line):
                self.assertEqual(drawn(line), wanted)

    def test_left_alone(self) -> None:
        for line in ("", "plain", "Élodie 中文 \U0001f600", "a\n\u05d0\u05d1", "\u05d0" * (limits.RTL_LINE_CHARS + 1)):
            self.assertEqual(visual(line), line)
        self.assertFalse(has_right_to_left("Élodie 123"))
        self.assertTrue(has_right_to_left("a \u05d0"))

    def test_marks_stay_on_their_letters(self) -> None:
        self.assertEqual(visual("\u05d0\u05b8\u05d1"), "\u05d1\u05d0\u05b8")

    def test_emoji_stay_whole(self) -> None:
        thumb = "\U0001f44d\U0001f3fd"
        self.assertEqual(visual(f"\u05d0 {thumb}"), f"{thumb} \u05d0")

    def test_anything(self) -> None:
        for seed in range(300):
            line = "\u05d0" + anything(seed, 40).replace("\n", "")
            if not any("\u0600" <= char <= "\u08ff" for char in line):
                self.assertEqual(sorted(visual(line).translate(_ONE_WAY)), sorted(line.translate(_ONE_WAY)))
            visual(line)


class Shapes(unittest.TestCase):
    """Arabic letters in words."""

    def test_words(self) -> None:
        for word, shaped in {
            "\u0628": "\ufe8f",  # beh alone
            "\u0628\u0628\u0628": "\ufe91\ufe92\ufe90",  # beginning, middle, end
            "\u062f\u0628": "\ufea9\ufe8f",  # dal does not join what follows
            "\u0633\u0644\u0627\u0645": "\ufeb3\ufefc\ufee1",  # salaam, with lam and alef as one
            "\u0628\u064e\u0628": "\ufe91\u064e\ufe90",  # a mark does not part letters
            "\u0628 \u0628": "\ufe8f \ufe8f",  # a space does
            "\u0628\u0640": "\ufe91\u0640",  # the stretching line joins
            "\u0628\u200c\u0628": "\ufe8f\u200c\ufe8f",  # a non-joiner parts
            "\u067e\u0686": "\ufb58\ufb7b",  # Persian letters
            "\u0621\u0628": "\ufe80\ufe8f",  # hamza joins nothing
        }.items():
            with self.subTest(word=ascii(word)):
                self.assertEqual(ascii(shape(word)), ascii(shaped))

    def test_others_stay(self) -> None:
        for text in ("", "abc", "\u05d0\u05d1", "\u0661\u0662"):
            self.assertEqual(shape(text), text)

    def test_drawn_from_right_to_left(self) -> None:
        self.assertEqual(ascii(visual("\u0628\u0628 12")), ascii("12 \ufe90\ufe91"))


if __name__ == "__main__":
    unittest.main()
