"""Tests of what counts as emoji."""

from __future__ import annotations

import random
import unittest

from udpchat.gui.kit.emoji import parts

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


class Parts(unittest.TestCase):
    def test_pictures_and_letters(self) -> None:
        for text, pieces in {
            "": [(False, "")],
            "plain": [(False, "plain")],
            "caf\u00e9": [(False, "caf\u00e9")],
            "ok \U0001f44d!": [(False, "ok "), (True, "\U0001f44d"), (False, "!")],
            "\U0001f44d\U0001f3fd": [(True, "\U0001f44d\U0001f3fd")],
            FAMILY: [(True, FAMILY)],
            "\u2764\ufe0f\u2764": [(True, "\u2764\ufe0f\u2764")],
            "\u2713 done": [(False, "\u2713 done")],
            "\u2600\ufe0f sun": [(True, "\u2600\ufe0f"), (False, " sun")],
            "\u5f20\u4f1f": [(False, "\u5f20\u4f1f")],
        }.items():
            with self.subTest(text=ascii(text)):
                self.assertEqual(list(parts(text)), pieces)

    def test_nothing_is_lost(self) -> None:
        chance = random.Random(5)
        for _ in range(2000):
            signs = "a \u2764\ufe0f\u200d\U0001f44d\u0301\u5f20\U0001f3fd\n"
            text = "".join(chance.choices(signs, k=chance.randrange(12)))
            self.assertEqual("".join(part for _, part in parts(text)), text)


if __name__ == "__main__":
    unittest.main()
