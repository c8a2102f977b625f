"""The text of a message as it stands in a view: made fit for Tk, folded when long, its lines bounded, its code known."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from udpchat.gui.kit import clusters, display_text
from udpchat.gui.kit.rtl import has_right_to_left, visual
from udpchat.gui.widgets.chat_code import Kind, parts
from udpchat.gui.widgets.chat_text import Look, Run, runs
from udpchat.limits import FOLD_CHARS, FOLD_LINES, LINE_BREAK_CHARS, TEXT_BYTES

BIG_COUNT: Final = 3  # emoji alone, so many at most, are shown large
BODIES_COUNT: Final = 64  # kept: a row asks several times while it is written
REORDERED_CHARS: Final = 48  # a line written from right to left that surely fits one line of the screen


Span = tuple[int, int, Look]
"""From where to where in a text something is code of that look."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is shown of a text, and whether something is left out or could be."""

    text: str
    folded: bool = False  # there is more
    foldable: bool = False  # it is all there, and long
    code: tuple[Span, ...] = ()

    @property
    def lines_count(self) -> int:
        """Lines as Tk counts them."""
        return self.text.count("\n") + 1

    def runs(self, me: str) -> Iterator[Run]:
        """The text in runs; joined they are the text."""
        done = 0
        for start, end, look in self.code:
            if start > done:
                yield from runs(self.text[done:start], me)
            yield Run(look, self.text[start:end])
            done = end
        if done < len(self.text) or not done:
            yield from runs(self.text[done:], me)


@lru_cache(maxsize=BODIES_COUNT)
def body(text: str, unfolded: bool = False) -> Body:
    """Long texts show their beginning, unless unfolded."""
    is_long = len(text) > FOLD_CHARS or text.count("\n") >= FOLD_LINES
    if is_long and not unfolded:
        lines = display_text(text, FOLD_CHARS).split("\n")[:FOLD_LINES]
        return _laid_out("\n".join(lines), folded=True)
    return _laid_out(display_text(text, TEXT_BYTES), foldable=is_long)


def _laid_out(text: str, folded: bool = False, foldable: bool = False) -> Body:
    """The marks around code go; what they meant is kept beside the text."""
    shown: list[str] = []
    code: list[Span] = []
    at = 0
    for part in parts(text, cut=folded):
        bounded = _bounded(part.text)
        shown.append(bounded)
        if part.kind is not Kind.WORDS:
            code.append((at, at + len(bounded), Look.BLOCK if part.kind is Kind.BLOCK else Look.CODE))
        at += len(bounded)
    return Body("".join(shown), folded, foldable, tuple(code))


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
