"""What a text is found by: its words, folded so that case, accents and width do not matter.

Scripts that put no spaces between words (Han, Kana, Thai and their neighbours) are cut into pairs of characters, the last
character also alone, so that any part of a run is found. A symbol is a word of its own: people search for emoji.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from udpchat import limits

_UNSPACED: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0eff\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Marks are no word characters for `re`, yet without them the words of these scripts would fall apart.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0971-\u0dff\u0f18-\u0fbc\u1ab0-\u1aff\u1dc0-\u1dff"
)
_SYMBOLS: Final = "\u2190-\u2bff\U0001f000-\U0001faff"
_ASCII: Final = re.compile("[0-9a-z]+")
_PIECES: Final = re.compile(f"([{_UNSPACED}]+)|((?:(?![{_UNSPACED}{_SYMBOLS}])[^\\W_]|[{_MARKS}])+)|([{_SYMBOLS}])", re.UNICODE)
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")


BEGINNING_CHARS: Final = 3
"""Of a word of which the beginning is enough; shorter ones begin too many. The index has a table of these beginnings."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a search; `begins`: any word that begins with it will do."""

    word: str
    begins: bool = False


def words_of(text: str) -> list[str]:
    """The words of a text, each once, in the order of their first appearance."""
    if text.isascii():
        return [word[: limits.SEARCH_WORD_CHARS] for word in dict.fromkeys(_ASCII.findall(text.lower()))]
    found: dict[str, None] = {}
    for run, word, symbol in _PIECES.findall(_folded(text)):
        if run:
            found.update(dict.fromkeys([*_pairs(run), run[-1]]))
        else:
            found[word[: limits.SEARCH_WORD_CHARS] or symbol] = None
    return list(found)


def terms_of(wanted: str) -> list[Term]:
    """The words that somebody searches for. The last one may be the beginning of a word, if it has three letters."""
    pieces = _PIECES.findall(_folded(wanted))[: limits.SEARCH_TERMS]
    found: dict[Term, None] = {}
    for index, (run, word, symbol) in enumerate(pieces):
        word = word[: limits.SEARCH_WORD_CHARS]
        if len(run) == 1:
            found[Term(run, begins=True)] = None
        elif run:
            found.update(dict.fromkeys(Term(pair) for pair in _pairs(run)))
        elif word:
            found[Term(word, begins=index == len(pieces) - 1 and len(word) >= BEGINNING_CHARS and not wanted[-1].isspace())] = None
        else:
            found[Term(symbol)] = None
    return list(found)


def matches(terms: Iterable[Term], text: str) -> bool:
    """Does the text hold every term?"""
    words = words_of(text)
    held = frozenset(words)
    return all(term.word in held or (term.begins and any(word.startswith(term.word) for word in words)) for term in terms)


def _folded(text: str) -> str:
    """Without case, width and Latin, Greek and Cyrillic accents."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text))).casefold()


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
