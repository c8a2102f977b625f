"""What can be seen of files that a person chose to send, before anything of them is read. Blocking: not for the window's thread."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Peek:
    """One of them. `wrong`: why it cannot be sent, the last part of a key of words; "" if it can."""

    path: str
    name: str
    size: int = 0
    wrong: str = ""


def peek(path: str) -> Peek:
    """Look at one."""
    whole = os.path.abspath(path)
    name = os.path.basename(whole) or whole
    try:
        found = os.stat(whole)
    except (OSError, ValueError):
        return Peek(whole, name, wrong="missing")
    if stat.S_ISDIR(found.st_mode):
        return Peek(whole, name, wrong="folder")
    if not stat.S_ISREG(found.st_mode):
        return Peek(whole, name, wrong="special")
    if not os.access(whole, os.R_OK):
        return Peek(whole, name, found.st_size, "unreadable")
    return Peek(whole, name, found.st_size)


def peek_at(paths: Iterable[str]) -> list[Peek]:
    """Look at each."""
    return [peek(path) for path in paths]
