"""Code in a text: what counts as code, and that no text takes long."""

from __future__ import annotations

import random
import time
import unittest

from udpchat.gui.widgets.chat_body import body
from udpchat.gui.widgets.chat_code import Kind, parts, plain, words_only
from udpchat.gui.widgets.chat_text import Look, mentions


def code(text: str) -> list[str]:
    """The parts of a text that are code; blocks with a bar before them."""
    found = ((part.kind, part.text) for part in parts(text))
    return [f"|{said}" if kind is Kind.BLOCK else said for kind, said in found if kind is not Kind.WORDS]


class Inline(unittest.TestCase):
    """Within a line."""

    def test_code(self) -> None:
        for text, expected in (
            ("read `a.md` first", ["a.md"]),
            ("`a` and `b`", ["a", "b"]),
            ("``a b``", ["a b"]),
            ("no ` code", []),
            ("`over\nlines`", []),
            ("``", []),
            ("```", []),
            ("a ```b``` c", []),
        ):
            with self.subTest(text):
                self.assertEqual(code(text), expected)


class Blocks(unittest.TestCase):
    """Lines between fences."""

    def test_blocks(self) -> None:
        for text, expected in (
            ("```\nx = 1\n```", ["|x = 1"]),
            ("see\n```py\nx\n  y\n```\nok", ["|x\n  y\n"]),
            ("```\na\n```\n```\nb\n```", ["|a\n", "|b"]),
            ("```\nnever ends `x`", ["x"]),
            ("```\n```", []),
            ("```\n\n```", ["|"]),
            ("```two words\nx\n```", []),
        ):
            with self.subTest(text):
                self.assertEqual(code(text), expected)

    def test_the_marks_go_and_the_lines_stay(self) -> None:
        shown = body("see\n```py\nx = `1`\n```\nand `y`")
        self.assertEqual(shown.text, "see\nx = `1`\nand y")
        looks = [(run.look, run.text) for run in shown.runs("me") if run.look is not Look.PLAIN]
        self.assertEqual(looks, [(Look.BLOCK, "x = `1`\n"), (Look.CODE, "y")])

    def test_a_block_that_is_cut_goes_on(self) -> None:
        shown = body("```\n" + "line\n" * 100 + "```")
        self.assertTrue(shown.folded)
        self.assertEqual(shown.code, ((0, len(shown.text), Look.BLOCK),))


class Everything(unittest.TestCase):
    """Whatever somebody sends."""

    def test_runs_are_the_text(self) -> None:
        chance = random.Random(4)
        pieces = ("`", "``", "```", "\n", "a", "@me", " http://a.b ", "```\n", "\n```", "x" * 3000, "שלום")
        for _ in range(300):
            text = "".join(chance.choices(pieces, k=chance.randrange(20)))
            shown = body(text, unfolded=True)
            self.assertEqual("".join(run.text for run in shown.runs("me")), shown.text)
            spans = [place for start, end, _ in shown.code for place in (start, end)]
            self.assertEqual(spans, sorted(spans))

    def test_none_takes_long(self) -> None:
        began_at = time.thread_time()
        for text in ("```a\n" * 3200, "```\n" * 4000, "`" * 16_000, "`a" * 8000, "``a` " * 3000, "```a\n" * 1600 + "```\n" * 1600):
            list(parts(text))
        self.assertLess(time.thread_time() - began_at, 2.0)

    def test_nobody_is_called_in_code(self) -> None:
        self.assertFalse(mentions("`@sari`", "sari"))
        self.assertTrue(mentions("`x` @sari", "sari"))
        self.assertEqual(words_only("a `b` c"), "a   c")
        self.assertEqual(plain("see `a`\n```py\nb\n```"), "see a\nb")


if __name__ == "__main__":
    unittest.main()
