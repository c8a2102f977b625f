"""The events that answer a question of the shell: frozen data, each with one line on which question that is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from udpchat.client.message import Message
from udpchat.words import messages as words
from udpchat.words.messages import Account, Member, Receipt


@dataclass(frozen=True, slots=True)
class ReceiptsFound:
    """The answer to `ask_receipts`: of `members` others so many have got and read the message; the marks of each."""

    seq: int
    members: int
    delivered: int
    read: int
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class MembersFound:
    """The answer to `ask_members`, by name; again whenever it changes afterwards."""

    conversation: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """The answer to `ask_people`: accounts and guests whose name begins so, by name. `offline`: those known here."""

    prefix: str
    people: tuple[Account, ...]
    offline: bool = False


@dataclass(frozen=True, slots=True)
class SearchFound:
    """The answer to `search`, newest first. `more`: the `before` to go on with, 0: that was all. `offline`: from here."""

    ref: bytes
    messages: tuple[Message, ...]
    more: int
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """The answer to `export`: so many messages are in that file."""

    path: Path
    count: int


@dataclass(frozen=True, slots=True)
class ExportFailed:
    """The file could not be written."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class CodeFound:
    """The answer to `reset_code`: what to tell the person, who signs in with it once."""

    ref: bytes
    code: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class SanctionsFound:
    """The answer to `ask_sanctions`: those in force, newest first. `more`: ask again before the number of the last."""

    rows: tuple[words.SanctionRow, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class AuditFound:
    """The answer to `ask_audit`: who used a right over others, newest first. `more` as above."""

    rows: tuple[words.AuditRow, ...]
    more: bool = False
