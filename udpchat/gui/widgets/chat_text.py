"""The parts of a text that are more than text: code, links, names that are called with an @. Each in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from udpchat.gui.widgets.chat_code import words_only
from udpchat.limits import RAW_NAME_CHARS
from udpchat.names import fold

# Only these two schemes are ever opened. A link ends before what rather ends the sentence.
_TOKEN: Final = re.compile(r"https?://[^\s<>\"\u201c\u201d]+|(?<![\w@/.])@[\w.\-]+", re.IGNORECASE)
_HOST: Final = re.compile(r"https?://[^/?#]*\w", re.IGNORECASE)
_SENTENCE_ENDS: Final = frozenset(".,;:!?'*\u2019\u2026")
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}


class Look(Enum):
    """How a run of text looks."""

    PLAIN = auto()
    LINK = auto()
    CALL = auto()  # @somebody
    CALL_ME = auto()
    CODE = auto()  # within a line
    BLOCK = auto()  # lines of code


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look."""

    look: Look
    text: str


def runs(text: str, me: str) -> Iterator[Run]:
    """The text in runs; joined they are the text."""
    if text and "@" not in text and "://" not in text:
        yield Run(Look.PLAIN, text)
        return
    done = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        run = _call(token, me) if token.startswith("@") else _link(token)
        if run is None:
            continue
        if match.start() > done:
            yield Run(Look.PLAIN, text[done : match.start()])
        yield run
        done = match.start() + len(run.text)
    if done < len(text):
        yield Run(Look.PLAIN, text[done:])


def mentions(text: str, me: str) -> bool:
    """Whether the text calls me by my name; in code nobody is called."""
    return "@" in text and any(run.look is Look.CALL_ME for run in runs(words_only(text), me))


def _call(token: str, me: str) -> Run | None:
    """The @ with the name; dots and hyphens at the end belong to the sentence unless they are mine."""
    if _is(token, me):
        return Run(Look.CALL_ME, token)
    token = token.rstrip(".-")
    if len(token) < 2:
        return None
    return Run(Look.CALL_ME if _is(token, me) else Look.CALL, token)


def _is(token: str, me: str) -> bool:
    return bool(me) and len(token) <= RAW_NAME_CHARS and fold(token[1:]) == fold(me)


def _link(token: str) -> Run | None:
    counts = {char: token.count(char) for pair in _BRACKETS.items() for char in pair}
    end = len(token)
    while end:
        last = token[end - 1]
        opening = _BRACKETS.get(last)
        if opening is not None and counts[last] > counts[opening]:
            counts[last] -= 1
        elif last not in _SENTENCE_ENDS:
            break
        end -= 1
    link = token[:end]
    return Run(Look.LINK, link) if _HOST.match(link) else None
