"""Strings from elsewhere made fit for Tk: every one goes through here before a widget sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from udpchat import limits
from udpchat.gui.kit.clusters import clusters, is_mark

ELLIPSIS: Final = "\u2026"

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NEWLINE: Final = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
# C0 and C1 but newline and tab (NUL ends a Tcl string), bidi controls, byte order mark, interlinear anchors,
# noncharacters.
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_SPACES: Final = re.compile(r"\s+")


def display_text(raw: str, limit: int = limits.DISPLAY_TEXT_CHARS) -> str:
    """The text as Tk may have it: no control or bidi character, no lone surrogate, no tower of marks.

    At most `limit` characters; what is cut off ends in an ellipsis. Lines and tabs stay.
    """
    # Marks and controls are dropped below, so a little more than the limit is read, but never a whole flood.
    text = _SURROGATE.sub("\ufffd", raw[: limit * 2 + 2])
    text = _UNWANTED.sub("", _NEWLINE.sub("\n", text))
    text = _few_marks(text)
    if len(text) <= limit and len(raw) <= limit * 2 + 2:
        return text
    return _cut(text, limit)


def single_line(raw: str, limit: int = limits.DISPLAY_LINE_CHARS) -> str:
    """The same on one line, with single spaces: for lists, titles, previews."""
    text = _SPACES.sub(" ", display_text(raw[: limit * 8], limit * 8)).strip(" ")
    return text if len(text) <= limit and len(raw) <= limit * 8 else _cut(text, limit)


def _cut(text: str, limit: int) -> str:
    return "".join(_fitting(clusters(text), limit - 1)).rstrip() + ELLIPSIS if limit > 0 else ""


def _fitting(parts: Iterable[str], limit: int) -> Iterable[str]:
    for part in parts:
        limit -= len(part)
        if limit < 0:
            return
        yield part


def _few_marks(text: str) -> str:
    if text.isascii() or max(text) < "\u0300":
        return text
    kept = []
    marks = 0
    for char in text:
        marks = marks + 1 if is_mark(char) else 0
        if marks <= limits.DISPLAY_MARKS:
            kept.append(char)
    return "".join(kept)
