"""Avatars, presence, and the program's icon."""

from __future__ import annotations

import unittest

from tests.unit.gui.kit.picture import decode
from udpchat.gui.kit.app_icon import app_icon_png
from udpchat.gui.kit.avatars import avatar_stencil, dot_stencil, initials
from udpchat.gui.kit.glyphs import GLYPHS
from udpchat.gui.kit.palette import LIGHT

RED, WHITE, GREEN = "#ff0000", "#ffffff", "#00ff00"


class Initials(unittest.TestCase):
    """Letters of a name."""

    def test_names(self) -> None:
        for name, letters in {
            "Maya Putri": "MP",
            "jonas": "J",
            "Élodie Roux": "ER",
            "Øyvind Åse": "OA",
            "ann_lee.smith": "AL",
            "Network lab 3": "NL",
            "42": "4",
            "#lobby": "#",
            "張偉": "",
            "محمد": "",
            "Ω": "",
            "": "",
            "  ": "",
            "\U0001f600 Ann": "",
            "ß": "S",
        }.items():
            with self.subTest(name=name):
                self.assertEqual(initials(name), letters)

    def test_every_letter_can_be_drawn(self) -> None:
        for letter in GLYPHS:
            picture = decode(avatar_stencil(36, letter, "", False, "").png(RED, WHITE, None, None))
            white = sum(pixel[1] > 128 for row in picture.rows for pixel in row)
            self.assertGreater(white, 12, letter)

    def test_letters_stay_inside(self) -> None:
        for letters in ("WW", "MM", "WMW", "Q&"):
            picture = decode(avatar_stencil(64, letters, "", False, "").png(None, WHITE, None, None))
            self.assertEqual({picture.alpha(2, y) for y in range(64)}, {0}, letters)
            self.assertEqual({picture.alpha(61, y) for y in range(64)}, {0}, letters)


class Avatars(unittest.TestCase):
    """Discs and tiles."""

    def test_disc_and_tile(self) -> None:
        disc = decode(avatar_stencil(40, "", "user", False, "").png(RED, WHITE, None, None))
        tile = decode(avatar_stencil(40, "", "hash", True, "").png(RED, WHITE, None, None))
        self.assertEqual(disc.alpha(2, 2), 0)
        self.assertEqual(tile.at(5, 5), (255, 0, 0, 255))
        self.assertEqual(tile.alpha(0, 0), 0)
        self.assertAlmostEqual(disc.cover(), 0.785, delta=0.02)

    def test_presence_is_cut_out(self) -> None:
        picture = decode(avatar_stencil(40, "AB", "", False, "solid").png(RED, WHITE, GREEN, None))
        self.assertEqual(picture.at(33, 33), (0, 255, 0, 255))
        self.assertEqual(min(picture.alpha(x, x) for x in range(24, 32)), 0)

    def test_ring_fills_the_gap(self) -> None:
        picture = decode(avatar_stencil(40, "AB", "", False, "solid").png(RED, WHITE, GREEN, "#0000ff"))
        self.assertTrue(any(picture.at(x, x)[2] > 200 and picture.at(x, x)[0] < 60 for x in range(24, 32)))

    def test_offline_is_hollow(self) -> None:
        picture = decode(avatar_stencil(40, "AB", "", False, "hollow").png(RED, WHITE, GREEN, None))
        self.assertEqual(picture.alpha(33, 33), 0)
        self.assertTrue(any(picture.at(x, 33) == (0, 255, 0, 255) for x in range(27, 40)))
        self.assertEqual(decode(dot_stencil(12, True).png(GREEN)).alpha(6, 6), 0)
        self.assertEqual(decode(dot_stencil(12, False).png(GREEN)).alpha(6, 6), 255)

    def test_every_size(self) -> None:
        for size in range(16, 90, 7):
            for presence in ("", "solid", "hollow"):
                stencil = avatar_stencil(size, "MK", "", size % 2 == 0, presence)
                self.assertEqual((stencil.width, stencil.height), (size, size))


class AppIcon(unittest.TestCase):
    """The chat bubble."""

    def test_sizes_and_badge(self) -> None:
        for size in (16, 24, 32, 48, 64, 128, 256):
            plain, badged, many = (decode(app_icon_png(size, unread)) for unread in (0, 3, 250))
            self.assertEqual((plain.width, plain.height), (size, size))
            self.assertEqual(plain.alpha(0, 0), 0)
            teal = tuple(int(LIGHT.accent[at : at + 2], 16) for at in (1, 3, 5))
            self.assertEqual(plain.at(size // 2, 1)[:3], teal)
            red = badged.at(size - 2, size // 4)
            self.assertGreater(red[0], 150)
            self.assertLess(red[1], 120)
            self.assertNotEqual(badged.rows, many.rows)
        self.assertEqual(app_icon_png(32, -1), app_icon_png(32))
        self.assertEqual(app_icon_png(32, 10), app_icon_png(32, 99))


if __name__ == "__main__":
    unittest.main()
