"""The text of a message as it stands in a view: made fit for Tk, folded when long, its lines bounded."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from udpchat.gui.kit import clusters, display_text
from udpchat.gui.kit.rtl import has_right_to_left, visual
from udpchat.limits import FOLD_CHARS, FOLD_LINES, LINE_BREAK_CHARS, TEXT_BYTES

BIG_COUNT: Final = 3  # emoji alone, so many at most, are shown large
BODIES_COUNT: Final = 64  # kept: a row asks several times while it is written
REORDERED_CHARS: Final = 48  # a line written from right to left that surely fits one line of the screen


@dataclass(frozen=True, slots=True)
class Body:
    """What is shown of a text, and whether something is left out or could be."""

    text: str
    folded: bool = False  # there is more
    foldable: bool = False  # it is all there, and long

    @property
    def lines_count(self) -> int:
        """Lines as Tk counts them."""
        return self.text.count("\n") + 1


@lru_cache(maxsize=BODIES_COUNT)
def body(text: str, unfolded: bool = False) -> Body:
    """Long texts show their beginning, unless unfolded."""
    is_long = len(text) > FOLD_CHARS or text.count("\n") >= FOLD_LINES
    if is_long and not unfolded:
        lines = display_text(text, FOLD_CHARS).split("\n")[:FOLD_LINES]
        return Body(_bounded("\n".join(lines)), folded=True)
    return Body(_bounded(display_text(text, TEXT_BYTES)), foldable=is_long)


def _bounded(text: str) -> str:
    """Lines that Tk lays out quickly, and short ones from right to left in the order in which X11 draws them."""
    if len(text) <= LINE_BREAK_CHARS and not (_draws_in_memory_order() and has_right_to_left(text)):
        return text
    return "\n".join(part for line in text.split("\n") for part in _parts(line))


def _parts(line: str) -> Iterator[str]:
    while len(line) > LINE_BREAK_CHARS:
        at = line.rfind(" ", LINE_BREAK_CHARS // 2, LINE_BREAK_CHARS) + 1 or LINE_BREAK_CHARS
        yield line[:at]
        line = line[at:]
    yield visual(line) if len(line) <= REORDERED_CHARS and _draws_in_memory_order() else line


def _draws_in_memory_order() -> bool:
    return sys.platform not in ("win32", "darwin")


def is_big(text: str) -> bool:
    """Whether it is a few emoji and nothing else."""
    if not text or text.isascii() or len(text) > 8 * BIG_COUNT:
        return False
    parts = clusters(text)
    return len(parts) <= BIG_COUNT and all(_is_picture(part) for part in parts)


def _is_picture(part: str) -> bool:
    return part[0] >= "\u203c" and unicodedata.category(part[0]) == "So"


def hits(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where something stands in a text, letters of either case alike: start and end in characters."""
    folded, places = _folded(text)
    sought = wanted.casefold()
    at = folded.find(sought) if sought.strip() else -1
    while at >= 0:
        yield places[at], places[at + len(sought) - 1] + 1
        at = folded.find(sought, at + len(sought))


def _folded(text: str) -> tuple[str, list[int]]:
    """The text casefolded, and for each of its characters the one of the text that it came from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    folded, places = [], []
    for at, char in enumerate(text):
        parts = char.casefold()
        folded.append(parts)
        places += [at] * len(parts)
    return "".join(folded), places
