"""Files in words: how far they are, speeds, times left, kinds, and a file in one line of a list."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.limits import DISPLAY_LINE_CHARS
from udpchat.sanitize import one_line
from udpchat.sizes import size_words

SIGN_CHARS: Final = 3  # on the tile of a file
SHORT: Final = {
    "JPEG": "JPG", "TIFF": "TIF", "WEBP": "WEB", "PCAP": "CAP", "HTML": "HTM", "DOCX": "DOC", "XLSX": "XLS", "PPTX": "PPT",
    "JSON": "JSN", "YAML": "YML", "MPEG": "MPG", "FLAC": "FLA", "BASH": "SH", "TOML": "TML", "JAVA": "JAV", "CONF": "CNF",
}  # fmt: skip
"""What longer endings are called on a tile; others have a sheet of paper there."""
PICTURES: Final = frozenset({".png", ".gif", ".jpg", ".jpeg", ".webp", ".bmp", ".svg", ".heic", ".tif", ".tiff"})
SHOWN_PICTURES: Final = frozenset({".png", ".gif"})
"""What Tk can draw on every system."""
HARMLESS: Final = SHOWN_PICTURES | {".txt", ".log", ".csv", ".md", ".jpg", ".jpeg", ".pcap"}
"""Endings of files that no system runs when they are opened."""


def moved_words(done: int, size: int) -> str:
    """`7.7 of 12 MB`: the unit is said once."""
    whole = size_words(size)
    said = size_words(done, size)
    number, _, unit = said.rpartition(" ")
    return text("files.moved", done=number if whole.endswith(unit) else said, size=whole)


def speed_words(per_s: float) -> str:
    """`4.1 MB/s`."""
    return text("files.per_second", size=size_words(round(per_s)))


def left_words(left_s: float) -> str:
    """`4 s left`, `12 min left`, `2 h 5 min left`."""
    seconds = max(1, round(left_s))
    if seconds < 60:
        return text("files.left.seconds", count=seconds)
    minutes = round(seconds / 60)
    if minutes < 60:
        return text("files.left.minutes", count=minutes)
    return text("files.left.hours", hours=minutes // 60, minutes=minutes % 60)


def shown_name(name: str) -> str:
    """A name from anywhere on one line, never nothing."""
    return one_line(name, DISPLAY_LINE_CHARS) or text("files.nameless")


def ending(name: str) -> str:
    """`.csv`; "" for a name without one."""
    return PurePath(name).suffix.casefold()


def sign(name: str) -> str:
    """`CSV`: what stands on the tile; "" for what has no short ending in letters and digits."""
    letters = ending(name)[1:].upper()
    letters = SHORT.get(letters, letters)
    return letters if len(letters) <= SIGN_CHARS and letters.isascii() and letters.isalnum() else ""


def is_picture(name: str) -> bool:
    """Whether it is one by its name."""
    return ending(name) in PICTURES


def is_shown(name: str) -> bool:
    """Whether it can be drawn in the window."""
    return ending(name) in SHOWN_PICTURES


def is_harmless(name: str) -> bool:
    """Whether opening it runs nothing."""
    return ending(name) in HARMLESS


def file_line(name: str, said: str = "") -> str:
    """A message with a file, for lists, notices and quotes: `File: budget.csv`, with what was said about it."""
    key = "files.line.picture" if is_picture(name) else "files.line"
    line = text(key, name=shown_name(name))
    about = one_line(caption(name, said), DISPLAY_LINE_CHARS)
    return text("files.line.said", file=line, text=about) if about else line


def caption(name: str, said: str) -> str:
    """What was said about a file; a message without a word has the name of the file in the place of its text."""
    return "" if said == name else said


def message_line(message: events.Message) -> str:
    """What a list shows of a message: its text, or the file in words."""
    return message.text if message.file is None or message.deleted else file_line(message.file.name, message.text)
