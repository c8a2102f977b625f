"""What a person takes for one character: a base with its marks, a joined emoji, a flag.

A practical part of Unicode's text segmentation (UAX 29), enough to delete, step and cut by the eye.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

ZWJ: Final = "\u200d"
ZWNJ: Final = "\u200c"

_SKIN_TONES: Final = ("\U0001f3fb", "\U0001f3ff")
_TAGS: Final = ("\U000e0020", "\U000e007f")
_FLAG_LETTERS: Final = ("\U0001f1e6", "\U0001f1ff")
_FIRST_SPECIAL: Final = "\u0300"  # below it only CR LF makes one of two
_HANGUL_PARTS: Final = ("\u1160", "\u11ff")  # vowels and finals of decomposed Korean


def clusters(text: str) -> list[str]:
    """The text cut into what looks like single characters; joined they are the text again."""
    if "\r" not in text and (text.isascii() or max(text) < _FIRST_SPECIAL):
        return list(text)
    return list(_walk(text))


def last_cluster(text: str) -> str:
    """The cluster at the end; "" of nothing."""
    return clusters(text)[-1] if text else ""


def first_cluster(text: str) -> str:
    """The cluster at the start; "" of nothing."""
    return next(_walk(text)) if text else ""


def is_mark(char: str) -> bool:
    """Whether the character stands on the one before it."""
    return char >= _FIRST_SPECIAL and unicodedata.category(char) in ("Mn", "Me", "Mc")


def _walk(text: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(text)):
        if not _joins(text, start, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _joins(text: str, start: int, at: int) -> bool:
    """Whether the character at `at` belongs to the cluster that began at `start`."""
    char, before = text[at], text[at - 1]
    if before in "\r\n" or char in "\r\n":
        return before == "\r" and char == "\n"
    if char < _FIRST_SPECIAL:
        return False
    if char in (ZWJ, ZWNJ) or is_mark(char) or _within(char, _SKIN_TONES) or _within(char, _TAGS):
        return True
    if _within(char, _HANGUL_PARTS):
        return unicodedata.name(before, "").startswith("HANGUL")
    if before == ZWJ:
        return _pictures(char) and _pictures(text[start])
    return _within(char, _FLAG_LETTERS) and at - start == 1 and _within(before, _FLAG_LETTERS)


def _pictures(char: str) -> bool:
    return char > "\u203b" and unicodedata.category(char) in ("So", "Sm", "Cn")


def _within(char: str, span: tuple[str, str]) -> bool:
    return span[0] <= char <= span[1]
