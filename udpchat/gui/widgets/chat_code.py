"""Code in a text: `a few words` between single marks, and blocks between lines that begin with three of them.

Linear in the length of the text, whatever that is: texts come from anybody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

_OPENS: Final = re.compile(r"```[ \t]*[\w+#.-]*[ \t]*")  # at most one word behind the fence: the language
_CLOSES: Final = re.compile(r"```[ \t]*")
_INLINE: Final = re.compile(r"(?<!`)(`{1,2})(?!`)([^`\n]+)\1(?!`)")


class Kind(Enum):
    """What a part is."""

    WORDS = auto()
    CODE = auto()  # within a line
    BLOCK = auto()  # lines of its own


@dataclass(frozen=True, slots=True)
class Part:
    """Characters of one kind, without the marks around them."""

    kind: Kind
    text: str


def parts(text: str, cut: bool = False) -> Iterator[Part]:
    """The text in its parts; a block stands on lines of its own. `cut`: the end is missing, so a block may have none."""
    if "`" not in text:
        yield Part(Kind.WORDS, text)
        return
    lines = text.split("\n")
    closing = [at for at, line in enumerate(lines) if _CLOSES.fullmatch(line)]
    said: list[str] = []  # lines of words that were not told yet
    at = 0
    while at < len(lines):
        end = _end(closing, at, len(lines) if cut else 0) if _OPENS.fullmatch(lines[at]) else 0
        if end > at + 1:
            if said:
                yield from _inline("\n".join((*said, "")))
            last = end + 1 >= len(lines)
            yield Part(Kind.BLOCK, "\n".join(lines[at + 1 : end]) + ("" if last else "\n"))
            said, at = [], end
        else:
            said.append(lines[at])
        at += 1
    if said:
        yield from _inline("\n".join(said))


def _end(closing: list[int], at: int, otherwise: int) -> int:
    place = bisect_right(closing, at)
    return closing[place] if place < len(closing) else otherwise


def words_only(text: str) -> str:
    """The text without its code: where links and names count."""
    return text if "`" not in text else " ".join(part.text for part in parts(text) if part.kind is Kind.WORDS)


def plain(text: str) -> str:
    """The text without the marks around its code: for one line of it elsewhere."""
    return text if "`" not in text else "".join(part.text for part in parts(text))


def _inline(text: str) -> Iterator[Part]:
    done = 0
    for match in _INLINE.finditer(text):
        if match.start() > done:
            yield Part(Kind.WORDS, text[done : match.start()])
        yield Part(Kind.CODE, match[2])
        done = match.end()
    if done < len(text):
        yield Part(Kind.WORDS, text[done:])
