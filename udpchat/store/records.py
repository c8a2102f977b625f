"""What the store answers with: frozen rows, no live objects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FOREVER: Final = 2**63 - 1
"""Upper end of a membership that still lasts: the largest integer that SQLite stores."""


class Kind(StrEnum):
    """What an event of the log says. People are shown posts; the others explain the views."""

    POST = "post"  # body: the text; ref: chosen by the sender
    DELETE = "delete"  # target: the seq of the post whose text is gone
    JOIN = "join"  # target: the user who became a member of the scope
    LEAVE = "leave"  # target: the user who is no longer one


@dataclass(frozen=True, slots=True)
class User:
    """A person, account or guest. `id` is never reused; `name` is a label that a later guest may carry again."""

    id: int
    name: str
    display: str
    country: str
    role: str
    guest: bool
    active: bool
    created_at: int


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event of the log. `at` is wall time in ms, for display. `repeated`: it was there already."""

    seq: int
    kind: str
    conversation: int
    author: int
    name: str
    ref: bytes
    at: int
    body: str
    repeated: bool = False
