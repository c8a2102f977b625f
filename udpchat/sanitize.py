"""Text from elsewhere made harmless: a message before it is stored, a line before it reaches a terminal or a log."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from udpchat import limits
from udpchat.errors import TextEmpty, TextTooLong

_BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
# C0 and C1 but newline and tab; bidi controls, byte order mark, interlinear anchors, line and paragraph separators.
_UNWANTED: Final = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ufeff\ufff9-\ufffb]")
_NEWLINE: Final = re.compile("\r\n?|[\u2028\u2029\x85]")
_SPACES: Final = re.compile("[ \t\r\n\x0b\x0c\x85\u2028\u2029]+")
# Below this no character combines: nearly all texts of European languages are spared the slow walk.
_FIRST_MARK: Final = "\u0300"
# Shown as nothing: a text of these alone is empty. Joiners and variation selectors stay in texts, as emoji need them.
_INVISIBLE: Final = re.compile(
    "[\\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2064\u206a-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]+"
)

# In an emoji: zero-width joiner, the variation selector of pictures, digits of keycaps, tags of flags.
_JOINERS: Final = frozenset("\u200d\ufe0f#*0123456789") | {chr(point) for point in range(0xE0020, 0xE0080)}


def clean_text(raw: str) -> str:
    """The text of a message as it is stored and sent on.

    Lone surrogates become U+FFFD, line ends \\n; control and bidi characters go; at most 8 combining marks stay on one
    character; trailing line ends go. Cleaning a clean text changes nothing.
    TextEmpty: nothing visible is left. TextTooLong: over 16 KiB of UTF-8 (also before cleaning).
    """
    if len(raw) > limits.TEXT_BYTES:
        raise TextTooLong
    text = _SURROGATE.sub("\ufffd", raw)
    text = _UNWANTED.sub("", _NEWLINE.sub("\n", text)).rstrip("\n")
    text = _limit_marks(text)
    if _INVISIBLE.fullmatch(text) or not text:
        raise TextEmpty
    if not text.isascii() and len(text.encode()) > limits.TEXT_BYTES:
        raise TextTooLong
    return text


def clean_emoji(raw: str) -> str:
    """A reaction: symbols with what joins and colours them, no letters and no spaces. TextEmpty, TextTooLong."""
    emoji = unicodedata.normalize("NFC", raw)
    if len(emoji) > limits.EMOJI_CHARS:
        raise TextTooLong
    if not any(_is_symbol(char) for char in emoji) or not all(_is_symbol(char) or char in _JOINERS for char in emoji):
        raise TextEmpty
    return emoji


def _is_symbol(char: str) -> bool:
    return not char.isascii() and (unicodedata.category(char) in ("So", "Sk", "Sm", "Me") or "\U0001f000" <= char <= "\U0001fbff")


def one_line(raw: str, limit: int) -> str:
    """At most `limit` characters on one line, for terminal and log: no newline, no escape, no bidi control.

    Runs of white space become one space; what is cut off is marked by an ellipsis within the limit.
    """
    text = _SURROGATE.sub("\ufffd", raw[: limit * 8])
    text = _UNWANTED.sub("", _SPACES.sub(" ", text)).strip(" ")
    text = _limit_marks(text)
    if len(text) <= limit and len(raw) <= limit * 8:
        return text
    return text[: max(limit - 1, 0)] + "\u2026" if limit > 0 else ""


def _limit_marks(text: str) -> str:
    """Drop the combining marks after the eighth on one character; towers of marks overprint the neighbours."""
    if text.isascii() or max(text) < _FIRST_MARK:
        return text
    kept = []
    marks = 0
    for char in text:
        marks = marks + 1 if char >= _FIRST_MARK and unicodedata.category(char) in ("Mn", "Mc", "Me") else 0
        if marks <= limits.MARKS_PER_BASE:
            kept.append(char)
    return "".join(kept)
