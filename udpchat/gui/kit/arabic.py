"""Arabic letters in the shapes that their neighbours ask for: Tk on X11 draws them one by one, unjoined.

The shapes are Unicode's presentation forms, found in Python's own character database.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from udpchat.gui.kit.clusters import ZWJ, is_mark

_FORM_BLOCKS: Final = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD))
_KINDS: Final = ("<isolated>", "<final>", "<initial>", "<medial>")
_TATWEEL: Final = "\u0640"  # joins on both sides and has one shape
_LAM: Final = "\u0644"
_ALEFS: Final = frozenset("\u0622\u0623\u0625\u0627")

Forms = dict[str, dict[str, str]]
"""By kind of form, the shape of a letter or of a pair that melts into one."""


def shape(text: str) -> str:
    """The text with every Arabic letter in its shape, still in the order of reading; lam and alef become one sign."""
    if not any("\u0600" <= char <= "\u08ff" for char in text):
        return text
    units = _units(text)
    joins = [_joining(unit) for unit in units]
    result = []
    for at, unit in enumerate(units):
        before = at > 0 and "next" in joins[at - 1]
        after = at + 1 < len(units) and "previous" in joins[at + 1]
        result.append(_shaped(unit, before and "previous" in joins[at], after and "next" in joins[at]))
    return "".join(result)


def _units(text: str) -> list[str]:
    """Letters with the marks on them; lam and alef together."""
    units: list[str] = []
    for char in text:
        lam_alef = char in _ALEFS and units and units[-1] == _LAM
        if units and (is_mark(char) or lam_alef):
            units[-1] += char
        else:
            units.append(char)
    return units


def _letters(unit: str) -> str:
    """The part of a unit that has a shape: a letter, or lam and alef."""
    return unit[:2] if unit[:1] == _LAM and unit[1:2] in _ALEFS else unit[:1]


def _joining(unit: str) -> frozenset[str]:
    """The sides on which it joins."""
    if unit[0] in (_TATWEEL, ZWJ):
        return frozenset({"previous", "next"})
    forms, letters = _forms(), _letters(unit)
    sides = {"previous"} if letters in forms["<final>"] else set()
    if letters in forms["<initial>"]:
        sides.add("next")
    return frozenset(sides)


def _shaped(unit: str, before: bool, after: bool) -> str:
    letters = _letters(unit)
    kind = "<medial>" if before and after else "<final>" if before else "<initial>" if after else "<isolated>"
    return _forms()[kind].get(letters, letters) + unit[len(letters) :]


@lru_cache(1)
def _forms() -> Forms:
    """Read once, when the first Arabic letter turns up: about 1 ms."""
    forms: Forms = {kind: {} for kind in _KINDS}
    for block in _FORM_BLOCKS:
        for code in block:
            kind, *points = unicodedata.decomposition(chr(code)).split() or [""]
            letters = "".join(chr(int(point, 16)) for point in points)
            if kind in forms and (len(letters) == 1 or (letters[0] == _LAM and letters[1:] in _ALEFS)):
                forms[kind].setdefault(letters, chr(code))
    return forms
