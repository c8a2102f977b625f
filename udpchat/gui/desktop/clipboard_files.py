"""What the clipboard of X11 says of files and pictures: which kinds it offers, and the paths in lists of files."""

from __future__ import annotations

import os
import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from udpchat.limits import CLIPBOARD_PICTURE_BYTES, SOURCES_COUNT

LISTS: Final = ("x-special/gnome-copied-files", "text/uri-list")
PICTURES: Final = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}
"""Kinds of pictures that are taken, the best one first, and the endings of their files."""
BEGINNINGS: Final = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
TEXTS: Final = frozenset({"UTF8_STRING", "STRING", "TEXT", "COMPOUND_TEXT", "text/plain", "text/plain;charset=utf-8"})
LOCAL: Final = ("", "localhost")


@dataclass(frozen=True, slots=True)
class Offered:
    """What whoever copied last offers: files, a kind of picture ("": none), text."""

    files: tuple[str, ...] = ()
    picture: str = ""
    text: bool = False


def offered(widget: tk.Misc) -> Offered:
    """Ask the owner of the clipboard; a program that does not answer offers nothing."""
    kinds = _get(widget, "TARGETS").split()
    text = not TEXTS.isdisjoint(kinds)
    for kind in LISTS:
        if kind in kinds and (paths := paths_in(os.fsdecode(_data(widget, kind)))):
            return Offered(paths, text=text)
    return Offered((), next((kind for kind in PICTURES if kind in kinds), ""), text)


def picture_bytes(widget: tk.Misc, kind: str) -> bytes:
    """The picture; b"" if that fails."""
    found = _data(widget, kind)
    return found if is_picture(found[:16], kind) and len(found) <= CLIPBOARD_PICTURE_BYTES else b""


def is_picture(beginning: bytes, kind: str) -> bool:
    """Whether it begins as that kind does."""
    return beginning.startswith(BEGINNINGS[kind])


def paths_in(listed: str) -> tuple[str, ...]:
    """The local files of a list of addresses, one a line. A first line that says copy or cut is no address."""
    found: dict[str, None] = {}
    for line in listed.replace("\0", "\n").splitlines():
        path = _path(line.strip())
        if path and len(found) <= SOURCES_COUNT:
            found[path] = None
    return tuple(found)


def _path(line: str) -> str:
    """The path in `file:///srv/a%20b.txt`; "" for anything else."""
    try:
        address = urlsplit(line)
        if address.scheme != "file" or address.netloc.lower() not in LOCAL:
            return ""
    except ValueError:
        return ""
    raw = line.split("://", 1)[-1] if "://" in line else line.partition(":")[2]
    raw = raw[raw.find("/") :] if "/" in raw else ""  # without the name of a host; `#` and `?` belong to the name of a file
    path = os.fsdecode(unquote_to_bytes(raw))
    return path if PurePosixPath(path).is_absolute() and "\0" not in path else ""


def _get(widget: tk.Misc, kind: str) -> str:
    try:
        return str(widget.tk.call("selection", "get", "-displayof", widget, "-selection", "CLIPBOARD", "-type", kind))
    except (tk.TclError, UnicodeError):
        return ""


def _data(widget: tk.Misc, kind: str) -> bytes:
    """What is no text Tk hands out as words of hexadecimal numbers, unless its owner says that it is text."""
    found = _get(widget, kind)
    try:
        return bytes(int(word, 16) for word in found.split()) if found.startswith("0x") else os.fsencode(found)
    except (ValueError, UnicodeError):
        return b""


def readers(find: Sequence[str], kind: str) -> list[list[str]]:
    """Commands of the programs that are here which write a picture of the clipboard to their output."""
    commands = {
        "wl-paste": ["wl-paste", "--no-newline", "--type", kind],
        "xclip": ["xclip", "-selection", "clipboard", "-target", kind, "-out"],
    }
    return [commands[name] for name in find]
