"""What is shown of a text, where it hits, and on which lines rows stand."""

from __future__ import annotations

import random
import unittest

from udpchat.gui.widgets.chat_body import body, hits, is_big
from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_rows import DayRow, MessageRow, Row
from udpchat.limits import FOLD_CHARS, FOLD_LINES, LINE_BREAK_CHARS


class Folding(unittest.TestCase):
    """Long texts."""

    def test_short_ones_are_as_they_are(self) -> None:
        for text in ("hello", "two\nlines", "tab\there", "é张😀"):
            self.assertEqual((body(text).text, body(text).folded, body(text).foldable), (text, False, False))

    def test_by_length(self) -> None:
        text = "word " * 2000
        self.assertTrue(body(text).folded)
        self.assertLessEqual(len(body(text).text), FOLD_CHARS + 5)
        whole = body(text, unfolded=True)
        self.assertEqual((whole.folded, whole.foldable), (False, True))
        self.assertEqual(whole.text.replace("\n", ""), text)

    def test_by_lines(self) -> None:
        text = "\n".join(str(number) for number in range(100))
        self.assertEqual(body(text).lines_count, FOLD_LINES)
        self.assertEqual(body(text, unfolded=True).text, text)

    def test_lines_are_bounded(self) -> None:
        for text in ("x" * 16_000, "word " * 3000, "ab\n" + "y" * 5000):
            lines = body(text, unfolded=True).text.split("\n")
            self.assertLessEqual(max(map(len, lines)), LINE_BREAK_CHARS)
            self.assertEqual("".join(lines), text.replace("\n", ""))

    def test_hostile(self) -> None:
        self.assertEqual(body("a\0b\x1b\u202ec\ud800").text, "abc\ufffd")
        self.assertLess(len(body("Z" + "\u0301" * 300).text), 10)


class Big(unittest.TestCase):
    """A few emoji alone."""

    def test_big(self) -> None:
        for text in ("😀", "🎉🔥", "👍🏽", "👨‍👩‍👧", "❤️", "😀😀😀"):
            self.assertTrue(is_big(text), text)
        for text in ("", "a", "😀a", "😀😀😀😀", "张", "é", "123", "© 2025", "\u0301"):
            self.assertFalse(is_big(text), text)


class Hits(unittest.TestCase):
    """Where something stands, in characters of the text."""

    def found(self, text: str, wanted: str) -> list[str]:
        return [text[start:end] for start, end in hits(text, wanted)]

    def test_case_and_length(self) -> None:
        self.assertEqual(self.found("Straße STRASSE strasse", "strasse"), ["Straße", "STRASSE", "strasse"])
        self.assertEqual(self.found("aAaA", "aa"), ["aA", "aA"])
        self.assertEqual(self.found("İstanbul", "stan"), ["stan"])
        self.assertEqual(self.found("😀 x 😀", "😀"), ["😀", "😀"])

    def test_nothing(self) -> None:
        for wanted in ("", "  ", "zz"):
            self.assertEqual(self.found("some text", wanted), [])

    def test_a_part_of_a_folded_character(self) -> None:
        self.assertEqual(self.found("ß", "s"), ["ß", "ß"])


class Index(unittest.TestCase):
    """Rows and lines."""

    def test_like_a_plain_list_of_lines(self) -> None:
        chance = random.Random(9)
        index = RowIndex()
        plain: list[str] = []  # the key of each line
        for turn in range(300):
            at = chance.randint(0, len(index))
            count = chance.randint(0, min(3, len(index) - at))
            rows: list[Row] = [DayRow(f"{turn}.{number}", "") for number in range(chance.randrange(4))]
            line_counts = [chance.randrange(1, 4) for _ in rows]
            first, last = index.start(at) - 1, index.start(at + count) - 1
            plain[first:last] = [row.key for row, lines in zip(rows, line_counts, strict=True) for _ in range(lines)]
            index.splice(at, count, rows, line_counts)
            for line, key in enumerate(plain, 1):
                place = index.at_line(line)
                self.assertEqual(place is not None and index[place].key, key)
            self.assertIsNone(index.at_line(len(plain) + 1))
            for row in index.rows:
                place = index.find(row.key)
                assert place is not None
                self.assertEqual(plain[index.start(place) - 1], row.key)
        self.assertIsNone(index.find("none"))

    def test_messages_only(self) -> None:
        index = RowIndex()
        message = MessageRow("m", 1, "n", "12:00", "x", True)
        index.splice(0, 0, [DayRow("a", ""), message, DayRow("b", "")], [1, 2, 1])
        self.assertEqual([index.message_near(at, step) for at, step in ((0, 1), (2, -1), (2, 1), (0, -1))], [1, 1, None, None])


if __name__ == "__main__":
    unittest.main()
