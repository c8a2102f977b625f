"""Avatars: a disc or tile with initials or an icon, and a presence dot that is cut out of it. Inks: ground, sign, dot, ring."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from udpchat import limits
from udpchat.gui.kit.glyphs import GLYPHS
from udpchat.gui.kit.icons import icon_mask
from udpchat.gui.kit.palette import HUES
from udpchat.gui.kit.shapes import coverage, distance_to_box, distance_to_disc
from udpchat.gui.kit.stencil import Shares, Stencil, engrave
from udpchat.gui.kit.strokes import Line, Mask, blank, moved, parse, stroke

HOLLOW: Final = frozenset({"offline"})
"""Presences that are told apart without colour: their dot has a hole."""

_TILE_RADIUS: Final = 0.3  # of the size
_DOT_RADIUS: Final = 0.15
_HOLE: Final = 0.52  # of the dot's radius
_GLYPH_SIZE: Final = 0.54
_CAP_HEIGHTS: Final = {1: 0.36, 2: 0.30, 3: 0.25}  # of the size, by the number of letters
_WEIGHTS: Final = {1: 0.074, 2: 0.066, 3: 0.056}
_GAP: Final = 25  # between letters, of a letter's height of 100
_NEAREST: Final = str.maketrans("ØŁĐÆŒÞ", "OLDAOP")  # letters that do not come apart into a plain one and a mark


def hue_of(key: str | int) -> int:
    """The colour of a person or group, from 0 to 9: always the same for the same key."""
    return int.from_bytes(blake2b(str(key).encode("utf-8", "replace"), digest_size=4).digest()) % HUES


def initials(name: str) -> str:
    """One or two letters for a name; "" if it has none that we can draw."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    plain = plain.upper().translate(_NEAREST)
    words = "".join(" " if char in "_.-@" else char for char in plain).split()
    letters = "".join(word[0] for word in words[:2])
    return letters if all(letter in GLYPHS for letter in letters) else ""


@lru_cache(limits.STENCILS_KEPT)
def avatar_stencil(size: int, letters: str, glyph: str, tile: bool, presence: str) -> Stencil:
    """The avatar; `presence` is "" for none, "solid" or "hollow"."""
    sign = _centred(icon_mask(glyph, int(size * _GLYPH_SIZE), 2.0), size) if glyph else _letters_mask(size, letters)
    dot = size * _DOT_RADIUS
    middle = size - dot - 0.5
    cut = dot + max(1.6, size * 0.045)
    ground = _tile(size) if tile else _disc(size)

    def shares(x: int, y: int) -> Shares:
        base = ground(x, y)
        ink = sign[y][x] * base
        if not presence:
            return base - ink, ink, 0.0, 0.0
        away = distance_to_disc(x + 0.5, y + 0.5, middle, middle, 0)
        kept = 1 - coverage(away - cut)
        ring = coverage(away - cut) - coverage(away - dot)
        hole = coverage(away - dot * _HOLE) if presence == "hollow" else 0.0
        point = coverage(away - dot) - hole
        return (base - ink) * kept, ink * kept, point, ring + hole

    return engrave(size, size, shares)


@lru_cache(limits.STENCILS_KEPT)
def dot_stencil(size: int, hollow: bool) -> Stencil:
    """A presence dot by itself; one ink."""

    def shares(x: int, y: int) -> Shares:
        away = distance_to_disc(x + 0.5, y + 0.5, size / 2, size / 2, 0)
        hole = coverage(away - size / 2 * _HOLE) if hollow else 0.0
        return (coverage(away - size / 2) - hole,)

    return engrave(size, size, shares)


def _disc(size: int) -> Callable[[int, int], float]:
    return lambda x, y: coverage(distance_to_disc(x + 0.5, y + 0.5, size / 2, size / 2, size / 2))


def _tile(size: int) -> Callable[[int, int], float]:
    return lambda x, y: coverage(distance_to_box(x + 0.5, y + 0.5, size, size, size * _TILE_RADIUS))


def _letters_mask(size: int, letters: str) -> Mask:
    """One to three letters in the middle."""
    mask = blank(size, size)
    lines = letters_lines(letters)
    if lines:
        height = size * _CAP_HEIGHTS[len(letters)]
        scale = height / 100
        width = max(x for line in lines for x, _ in line) * scale
        placed = moved(lines, scale, (size - width) / 2, (size - height) / 2)
        stroke(mask, placed, max(size * _WEIGHTS[len(letters)], 1.2))
    return mask


def letters_lines(letters: str) -> list[Line]:
    """The letters side by side, beginning at 0."""
    result: list[Line] = []
    at = 0.0
    for letter in letters:
        lines = parse(GLYPHS[letter])
        left = min(x for line in lines for x, _ in line)
        result += moved(lines, 1, at - left)
        at += max(x for line in lines for x, _ in line) - left + _GAP
    return result


def _centred(mask: Mask, size: int) -> Mask:
    margin = (size - len(mask)) // 2
    rest = size - margin - len(mask)
    empty = [0.0] * size
    middle = [[0.0] * margin + row + [0.0] * rest for row in mask]
    return [empty] * margin + middle + [empty] * rest
