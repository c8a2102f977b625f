"""Right-to-left writing in the order in which X11 must draw it: Tk there draws characters in the order of memory.

The Unicode bidirectional algorithm (UAX 9) for one short line without embeddings, which `display_text` takes out.
Only for showing: what is copied comes from the text itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

from udpchat import limits
from udpchat.gui.kit.arabic import shape
from udpchat.gui.kit.clusters import clusters

_STRONG_RIGHT: Final = ("R", "AL")
_NEUTRAL: Final = ("B", "S", "WS", "ON", "BN")
_STRONG: Final = ("L", "R", "EN", "AN")
_CLOSING: Final = {")": "(", "]": "[", "}": "{"}
_MIRRORED: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_FIRST_RIGHT: Final = "\u0590"  # below it nothing is written from right to left


def has_right_to_left(text: str) -> bool:
    """Whether any character of the text is written from right to left."""
    if text.isascii() or max(text) < _FIRST_RIGHT:
        return False
    return any(unicodedata.bidirectional(char) in _STRONG_RIGHT for char in text)


def visual(text: str) -> str:
    """The line as it must be handed to Tk on X11; lines that are long or plain come back as they are."""
    if len(text) > limits.RTL_LINE_CHARS or "\n" in text or not has_right_to_left(text):
        return text
    parts = clusters(shape(text))
    levels = _levels(parts)
    mirrored = [_mirror(part) if level % 2 else part for part, level in zip(parts, levels, strict=True)]
    return "".join(_reordered(mirrored, levels))


def _mirror(part: str) -> str:
    return part.translate(_MIRRORED)


def _levels(parts: list[str]) -> list[int]:
    """The level of each cluster: odd ones run from right to left."""
    kinds = [unicodedata.bidirectional(part[0]) for part in parts]
    base = next((int(kind != "L") for kind in kinds if kind in ("L", *_STRONG_RIGHT)), 0)
    trailing = len(kinds)
    while trailing and kinds[trailing - 1] in ("WS", "B", "S"):
        trailing -= 1
    side = "R" if base else "L"
    resolved = list(kinds)
    _numbers_after_letters(resolved, side)
    _separators(resolved, side)
    for opening, closing in _pairs(parts):
        _brackets(resolved, opening, closing, side)
    _neutrals(resolved, side)
    levels = [_level(kind, base) for kind in resolved]
    return [base if at >= trailing else level for at, level in enumerate(levels)]


def _level(kind: str, base: int) -> int:
    """Rules I1 and I2."""
    if base == 0:
        return {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    return 1 if kind == "R" else 2


def _numbers_after_letters(kinds: list[str], side: str) -> None:
    """Rules W1 to W3: marks stand for themselves here; digits after Arabic letters are Arabic numbers."""
    strong = side
    for at, kind in enumerate(kinds):
        if kind in ("L", *_STRONG_RIGHT):
            strong = kind
        elif kind == "NSM":
            kinds[at] = "ON"
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
    for at, kind in enumerate(kinds):
        if kind == "AL":
            kinds[at] = "R"


def _separators(kinds: list[str], side: str) -> None:
    """Rules W4 to W7: what stands between or beside digits belongs to the number; European digits follow Latin letters."""
    for at in range(1, len(kinds) - 1):
        before, after = kinds[at - 1], kinds[at + 1]
        if before == after and (
            (kinds[at] == "ES" and before == "EN") or (kinds[at] == "CS" and before in ("EN", "AN"))
        ):
            kinds[at] = before
    _runs(kinds, lambda kind: kind == "ET", lambda before, after: "EN" if "EN" in (before, after) else "ON")
    strong = side
    for at, kind in enumerate(kinds):
        if kind in ("ES", "CS"):
            kinds[at] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _pairs(parts: list[str]) -> list[tuple[int, int]]:
    """Where brackets open and close, in the order of opening."""
    open_at: list[int] = []
    pairs = []
    for at, part in enumerate(parts):
        if part in _CLOSING.values():
            open_at.append(at)
        elif part in _CLOSING:
            while open_at:
                opening = open_at.pop()
                if parts[opening] == _CLOSING[part]:
                    pairs.append((opening, at))
                    break
    return sorted(pairs)


def _brackets(kinds: list[str], opening: int, closing: int, side: str) -> None:
    """Rule N0: a pair of brackets goes with what it encloses, or with what stands before it."""
    inside = {_direction(kind, side) for kind in kinds[opening + 1 : closing] if kind in _STRONG}
    if not inside:
        return
    kind = side
    if side not in inside:
        before = (known for known in reversed(kinds[:opening]) if known in _STRONG)
        kind = _direction(next(before, side), side)
    kinds[opening] = kinds[closing] = kind


def _neutrals(kinds: list[str], side: str) -> None:
    """Rules N1 and N2: between two of one direction they follow it, else the line's."""

    def resolve(before: str, after: str) -> str:
        first, last = _direction(before, side), _direction(after, side)
        return first if first == last else side

    _runs(kinds, lambda kind: kind in _NEUTRAL, resolve)


def _direction(kind: str, side: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else kind or side


def _runs(kinds: list[str], inside: Callable[[str], bool], resolve: Callable[[str, str], str]) -> None:
    """Give each run of such kinds what its two neighbours say; "" stands for an end of the line."""
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and inside(kinds[end]):
            end += 1
        if end > at:
            before = kinds[at - 1] if at else ""
            after = kinds[end] if end < len(kinds) else ""
            kinds[at:end] = [resolve(before, after)] * (end - at)
        at = max(end, at + 1)


def _reordered(parts: list[str], levels: list[int]) -> list[str]:
    """Rule L2: reverse every run at or above each level, from the highest to the lowest odd one."""
    for level in range(max(levels), 0, -1):
        at = 0
        while at < len(parts):
            end = at
            while end < len(parts) and levels[end] >= level:
                end += 1
            parts[at:end] = parts[at:end][::-1]
            # Levels of a reversed run are reversed with it; within it all are at or above this level.
            levels[at:end] = levels[at:end][::-1]
            at = max(end, at + 1)
    return parts
