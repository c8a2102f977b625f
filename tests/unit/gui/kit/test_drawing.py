"""Rounded rectangles, lines, icons: what ends up in the pixels."""

from __future__ import annotations

import random
import unittest

from tests.unit.gui.kit.picture import decode
from udpchat.gui.kit.icon_paths import LINES, SOLIDS
from udpchat.gui.kit.icons import icon_names, icon_stencil
from udpchat.gui.kit.indicators import Mark, check_stencil, radio_stencil, switch_stencil
from udpchat.gui.kit.shapes import Box, box_stencil
from udpchat.gui.kit.sparkline import sparkline_stencil
from udpchat.gui.kit.stencil import engrave
from udpchat.gui.kit.strokes import blank, fill, parse, stroke

RED, BLUE, GREEN = "#ff0000", "#0000ff", "#00ff00"
CLEAR = (0, 0, 0, 0)

NEEDED = frozenset(
    word
    for line in (
        "search send clip smile users user userplus hash more close check check2 clock alert download upload file",
        "folder reply edit trash ban mute kick refresh server globe inbox copy down chevdown chevright chevleft",
        "plus moon sun eye eyeoff key shield wifi wifioff sliders list chart bell chat stop play pause pin lock",
        "unlock info logout home star link power terminal",
    )
    for word in line.split()
)


class Stencils(unittest.TestCase):
    """Indexed pictures with inks."""

    def test_shares_become_colours(self) -> None:
        shares = [[(1.0, 0.0), (0.0, 1.0)], [(0.5, 0.5), (0.25, 0.0)]]
        picture = decode(engrave(2, 2, lambda x, y: shares[y][x]).png(RED, BLUE))
        self.assertEqual(picture.at(0, 0), (255, 0, 0, 255))
        self.assertEqual(picture.at(1, 0), (0, 0, 255, 255))
        self.assertEqual(picture.at(0, 1), (128, 0, 128, 255))
        self.assertEqual(picture.at(1, 1), (255, 0, 0, 64))

    def test_no_ink_is_transparent(self) -> None:
        picture = decode(engrave(1, 1, lambda x, y: (0.5, 0.5)).png(None, BLUE))
        self.assertEqual(picture.at(0, 0), (0, 0, 255, 128))
        self.assertEqual(decode(engrave(1, 1, lambda x, y: (1.0,)).png(None)).at(0, 0), CLEAR)

    def test_one_drawing_many_colours(self) -> None:
        stencil = box_stencil(Box(20, 10, 4))
        one, other = decode(stencil.png(RED, None, None)), decode(stencil.png(BLUE, None, None))
        self.assertEqual([[p[3] for p in row] for row in one.rows], [[p[3] for p in row] for row in other.rows])

    def test_many_shades_are_made_fewer(self) -> None:
        noise = random.Random(7)
        shares = [[(a := noise.random(), (1 - a) * noise.random()) for _ in range(64)] for _ in range(64)]
        stencil = engrave(64, 64, lambda x, y: shares[y][x])
        self.assertLessEqual(len(stencil.blends), 256)
        picture = decode(stencil.png(RED, BLUE))
        for y in range(64):
            for x in range(64):
                self.assertAlmostEqual(picture.alpha(x, y) / 255, sum(shares[y][x]), delta=0.15)

    def test_too_many_inks(self) -> None:
        noise = random.Random(7)
        with self.assertRaises(ValueError):
            engrave(64, 64, lambda x, y: tuple(noise.random() for _ in range(6)))


class Boxes(unittest.TestCase):
    """Rounded rectangles."""

    def test_middle_edge_and_corner(self) -> None:
        picture = decode(box_stencil(Box(40, 30, 8, border=2, pad=3)).png(RED, BLUE, None))
        self.assertEqual((picture.width, picture.height), (40, 30))
        self.assertEqual(picture.at(20, 15), (255, 0, 0, 255))
        self.assertEqual(picture.at(20, 3), (0, 0, 255, 255))
        self.assertEqual(picture.at(20, 5), (255, 0, 0, 255))
        for corner in ((0, 0), (20, 2), (3, 3), (39, 15)):
            self.assertEqual(picture.alpha(*corner), 0, corner)

    def test_symmetric(self) -> None:
        for box in (Box(40, 30, 8, 1, 3, 2), Box(41, 31, 9.5, 1.5), Box(7, 7, 3.5), Box(64, 3, 9), Box(1, 1, 5), Box(2, 5, 1)):
            with self.subTest(box=box):
                rows = decode(box_stencil(box).png(RED, BLUE, GREEN)).rows
                self.assertEqual(len(rows), box.height)
                self.assertEqual({len(row) for row in rows}, {box.width})
                self.assertEqual(rows, rows[::-1])
                self.assertEqual([row[::-1] for row in rows], rows)

    def test_smooth_edges(self) -> None:
        picture = decode(box_stencil(Box(40, 40, 20)).png(RED, None, None))
        self.assertAlmostEqual(picture.cover(), 3.14159 / 4, delta=0.01)
        self.assertGreater(len({pixel[3] for row in picture.rows for pixel in row}), 8)

    def test_ring_lies_around(self) -> None:
        picture = decode(box_stencil(Box(40, 30, 8, border=1, pad=3, ring=2)).png(RED, BLUE, GREEN))
        self.assertEqual(picture.at(20, 0), (0, 255, 0, 255))
        self.assertEqual(picture.at(20, 1), (0, 255, 0, 255))
        self.assertEqual(picture.alpha(20, 2), 0)
        self.assertEqual(picture.at(20, 3), (0, 0, 255, 255))

    def test_hollow(self) -> None:
        picture = decode(box_stencil(Box(40, 30, 8, border=1)).png(None, BLUE, None))
        self.assertEqual(picture.alpha(20, 15), 0)
        self.assertEqual(picture.at(20, 0), (0, 0, 255, 255))


class Strokes(unittest.TestCase):
    """Paths and masks."""

    def test_path(self) -> None:
        self.assertEqual(parse("M 1 2 L 3 4 Z"), [[(1, 2), (3, 4), (1, 2)]])
        (arc,) = parse("M 2 1 A 1 1 1 1 0 360")
        self.assertAlmostEqual(arc[-1][0], 2)
        (curve,) = parse("M 0 0 Q 5 5 10 0")
        self.assertEqual(curve[-1], (10, 0))
        with self.assertRaises(ValueError):
            parse("M 0 0 X 1 1")

    def test_line_and_dot(self) -> None:
        mask = blank(10, 10)
        stroke(mask, [[(2, 5), (8, 5)]], 2)
        self.assertEqual(mask[4][5], 1)
        self.assertEqual(mask[5][5], 1)
        self.assertEqual(mask[0][5], 0)
        dot = blank(10, 10)
        stroke(dot, [[(5, 5)]], 4)
        self.assertEqual(dot[5][5], 1)
        self.assertAlmostEqual(sum(map(sum, dot)), 12.57, delta=1)

    def test_fill(self) -> None:
        mask = blank(10, 10)
        fill(mask, [(2, 2), (8, 2), (8, 8), (2, 8)])
        self.assertEqual(sum(map(sum, mask)), 36)

    def test_outside_is_cut_off(self) -> None:
        mask = blank(4, 4)
        stroke(mask, [[(-9, -9), (20, 20)]], 1)
        fill(mask, [(-5, -5), (9, -5), (9, 9), (-5, 9)])
        self.assertEqual(sum(map(sum, mask)), 16)


class Icons(unittest.TestCase):
    """Every icon that the windows ask for."""

    def test_all_are_there(self) -> None:
        self.assertLessEqual(NEEDED, set(icon_names()))
        self.assertFalse(set(LINES) & set(SOLIDS))

    def test_each_shows_something_at_each_size(self) -> None:
        for name in icon_names():
            for size in (13, 20, 40):
                with self.subTest(icon=name, size=size):
                    cover = decode(icon_stencil(name, size).png(RED)).cover()
                    self.assertGreater(cover, 0.02)
                    self.assertLess(cover, 0.5)

    def test_none_touches_the_edge(self) -> None:
        for name in icon_names():
            rows = decode(icon_stencil(name, 24).png(RED)).rows
            edge = [*rows[0], *rows[-1], *(row[0] for row in rows), *(row[-1] for row in rows)]
            self.assertLess(max(pixel[3] for pixel in edge), 200, name)

    def test_unknown(self) -> None:
        with self.assertRaises(ValueError):
            icon_stencil("nonsense", 20)


class Marks(unittest.TestCase):
    """Check boxes, radio buttons, switches, curves."""

    MARK = Mark(18, 18, 3, 1.5, 1.5, 5)

    def test_sizes(self) -> None:
        for make in (check_stencil, radio_stencil):
            self.assertEqual((make(self.MARK, True).width, make(self.MARK, True).height), (29, 24))

    def test_check(self) -> None:
        off = decode(check_stencil(self.MARK, False).png(RED, BLUE, GREEN, None))
        on = decode(check_stencil(self.MARK, True).png(RED, BLUE, GREEN, None))
        self.assertEqual(off.at(12, 12), (255, 0, 0, 255))
        self.assertEqual(off.at(3, 12), (0, 0, 255, 255))
        self.assertTrue(any(pixel[1] > 200 for row in on.rows for pixel in row))
        self.assertEqual(on.alpha(26, 12), 0)

    def test_ring_only_with_its_ink(self) -> None:
        for make in (check_stencil, radio_stencil, switch_stencil):
            inks = (RED, BLUE, GREEN) if make is not switch_stencil else (RED, BLUE)
            plain = decode(make(self.MARK, False).png(*inks, None))
            ringed = decode(make(self.MARK, False).png(*inks, "#ffff00"))
            self.assertEqual(plain.alpha(12, 0), 0)
            self.assertEqual(ringed.at(12, 0)[:3], (255, 255, 0))
            self.assertGreater(ringed.alpha(12, 0), 240)

    def test_switch_moves_its_knob(self) -> None:
        mark = Mark(40, 22, 3, 1.5, 1.5, 5)
        off, on = (decode(switch_stencil(mark, state).png(RED, BLUE, None)) for state in (False, True))
        self.assertEqual((off.at(14, 14)[:3], off.at(32, 14)[:3]), ((0, 0, 255), (255, 0, 0)))
        self.assertEqual((on.at(14, 14)[:3], on.at(32, 14)[:3]), ((255, 0, 0), (0, 0, 255)))

    def test_sparkline(self) -> None:
        for values in ([], [0], [5], [0, 0, 0], [1, 2, 3], [3, -1, 2.5], [1e12, 1]):
            with self.subTest(values=values):
                picture = decode(sparkline_stencil(values, 80, 30, 1.6).png(RED))
                self.assertEqual((picture.width, picture.height), (80, 30))
                self.assertGreater(picture.cover(), 0.01)
        for width in range(1, 9):
            self.assertEqual(sparkline_stencil([1, 2, 3], width, 3, 1.6).width, width)


if __name__ == "__main__":
    unittest.main()
