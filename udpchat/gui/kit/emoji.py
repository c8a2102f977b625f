"""Which characters of a text are emoji, so that they can be drawn in colour where the system has a font for that.

On X11 a pictogram that the font of the text knows too would come out black and white, beside coloured ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_MARKED: Final = "\ufe0f"  # "as a picture, please" behind a character that is a letter too
_BMP: Final = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be"
    "\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757"
    "\u2764\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
)
_EMOJI: Final = re.compile(f"(?:(?:[\U0001f000-\U0001faff{_BMP}]|[\u2000-\u3300](?={_MARKED}))[\u200d{_MARKED}]*)+")


def parts(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces, and for each whether it is emoji; joined they are the text."""
    if text.isascii():
        yield False, text
        return
    done = 0
    for match in _EMOJI.finditer(text):
        if match.start() > done:
            yield False, text[done : match.start()]
        yield True, match.group()
        done = match.end()
    if done < len(text):
        yield False, text[done:]
