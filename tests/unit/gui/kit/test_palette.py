"""Colours: arithmetic, and the contrast that every pair of text and ground must have."""

from __future__ import annotations

import dataclasses
import re
import unittest
from typing import Final

from udpchat.gui.kit.avatars import hue_of
from udpchat.gui.kit.colors import contrast, mix, rgb
from udpchat.gui.kit.palette import DARK, HUES, LIGHT, PALETTES

TEXT: Final = 4.5  # what WCAG 2 asks of text
SHAPE: Final = 3.0  # and of borders, rings and dots

PAIRS: Final = (
    *(("text", ground, TEXT) for ground in ("bg", "side", "surface", "raised", "hover", "mention", "found", "select", "field")),
    *(("text2", ground, TEXT) for ground in ("bg", "side", "surface", "raised", "hover", "sel", "rowhover")),
    *(("text3", ground, TEXT) for ground in ("bg", "side", "surface", "raised", "hover", "field", "rowhover")),
    ("seltx", "sel", TEXT),
    *(("onaccent", ground, TEXT) for ground in ("accent", "accent_h", "accent_p")),
    *(("accenttx", ground, TEXT) for ground in ("bg", "side", "surface", "accentsoft")),
    *(("link", ground, TEXT) for ground in ("bg", "mention", "rowhover")),
    *((token, ground, TEXT) for token in ("ok", "warn", "err") for ground in ("bg", f"{token}soft")),
    ("onbadge", "badge", TEXT),
    ("tiptx", "tip", TEXT),
    *(("fieldline", ground, SHAPE) for ground in ("bg", "side")),
    *(("focus", ground, SHAPE) for ground in ("bg", "side", "raised")),
    *((dot, ground, SHAPE) for dot in ("online", "away", "offline") for ground in ("bg", "side")),
    ("mentionbar", "bg", 2.0),
)


class Contrasts(unittest.TestCase):
    """Readable in both modes."""

    def test_every_pair(self) -> None:
        for palette in PALETTES.values():
            for text, ground, least in PAIRS:
                with self.subTest(mode=palette.mode, text=text, ground=ground):
                    self.assertGreaterEqual(contrast(palette.color(text), palette.color(ground)), least)

    def test_white_initials_on_every_disc(self) -> None:
        for color in LIGHT.avatars:
            self.assertGreaterEqual(contrast("#ffffff", color), 5.0, color)

    def test_names_on_their_ground(self) -> None:
        for palette in PALETTES.values():
            for color in palette.names:
                self.assertGreaterEqual(contrast(color, palette.bg), 5.5, color)
                self.assertGreaterEqual(contrast(color, palette.mention), TEXT, color)

    def test_known_figures(self) -> None:
        self.assertAlmostEqual(contrast("#000000", "#ffffff"), 21)
        self.assertAlmostEqual(contrast(LIGHT.text, LIGHT.bg), 16.1, 1)
        self.assertAlmostEqual(contrast(DARK.accenttx, DARK.accentsoft), 8.0, 1)


class Colours(unittest.TestCase):
    """The palette as data."""

    def test_every_token_is_a_colour(self) -> None:
        for palette in PALETTES.values():
            for field in dataclasses.fields(palette):
                value = getattr(palette, field.name)
                for color in (value,) if isinstance(value, str) else value:
                    if field.name != "mode":
                        self.assertRegex(color, re.compile(r"#[0-9a-f]{6}"))
            self.assertEqual(len(palette.avatars), HUES)
            self.assertEqual(len(palette.names), HUES)

    def test_tokens(self) -> None:
        self.assertEqual(LIGHT.color("bg"), "#ffffff")
        self.assertEqual(LIGHT.color("#123456"), "#123456")
        for wrong in ("mode", "avatars", "nothing", "__doc__", "color"):
            with self.assertRaises(ValueError):
                LIGHT.color(wrong)

    def test_mixing(self) -> None:
        self.assertEqual(mix("#000000", "#ffffff", 0.5), "#808080")
        self.assertEqual(mix("#102030", "#ffffff", 0), "#102030")
        self.assertEqual(rgb("#0a10ff"), (10, 16, 255))

    def test_hues_are_stable_and_spread(self) -> None:
        self.assertEqual([hue_of(key) for key in ("Maya", "Jonas", "Sari", 7, "7")], [2, 4, 3, 8, 8])
        self.assertEqual({hue_of(number) for number in range(200)}, set(range(HUES)))
        hue_of("\ud800")  # a broken name has a hue too


if __name__ == "__main__":
    unittest.main()
