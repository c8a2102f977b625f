"""Words of keeping order: what moderators and operators may do, and what people are told about it.

Times are ms of the server's clock; `limits.INTEGER_MAX` means for good. Who did what to whom is kept in the audit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from udpchat import limits
from udpchat.words.bounds import AddressText, Code, Count, Detail, Key, Name, RawName, Ref, Salt

AnnouncedBy = Literal["all", "moderators"]
"""Who may send announcements."""

SanctionKind = Literal["kick", "mute", "ban"]
"""Thrown out once, not heard, not let in."""


@dataclass(frozen=True, slots=True)
class Kick:
    """Moderator: end the sessions of somebody, who may come back. Done.id: 0."""

    ref: Ref
    user: int
    reason: Detail


@dataclass(frozen=True, slots=True)
class Silence:
    """Moderator: nothing of this user is taken until then; 0 ends it. Done.id: the number of the sanction, or 0."""

    ref: Ref
    user: int
    until_ms: int
    reason: Detail


@dataclass(frozen=True, slots=True)
class Ban:
    """Moderator: do not let in this user (or 0), or whoever comes from this IP address (or ""). Done.id: the number."""

    ref: Ref
    user: int
    address: AddressText
    until_ms: int
    reason: Detail

    def consistent(self) -> bool:
        """Does it concern exactly one of the two, and for a while?"""
        return (self.user == 0) != (self.address == "") and self.until_ms > 0


@dataclass(frozen=True, slots=True)
class Unban:
    """Moderator: end the sanction of this number, ban or mute. Done.id: the number."""

    ref: Ref
    number: int


@dataclass(frozen=True, slots=True)
class SlowMode:
    """Moderator: so many seconds between two posts of one person there; 0 ends it. Done.id: 0."""

    ref: Ref
    conversation: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Moderator: only moderators are heard, everywhere. Done.id: 0."""

    ref: Ref
    on: bool


@dataclass(frozen=True, slots=True)
class PrivateOff:
    """Moderator: no private messages but to and from moderators. Done.id: 0."""

    ref: Ref
    on: bool


@dataclass(frozen=True, slots=True)
class SetAnnouncers:
    """Operator: who may send announcements. Done.id: 0."""

    ref: Ref
    who: AnnouncedBy


@dataclass(frozen=True, slots=True)
class SetRetention:
    """Operator: messages older than so many days are deleted; 0: none. Done.id: 0."""

    ref: Ref
    days: int


@dataclass(frozen=True, slots=True)
class NewLesson:
    """Moderator: archive the lobby and start a clean one. Done.id: the seq."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class SetRole:
    """Operator: what somebody may do on this server. Done.id: 0."""

    ref: Ref
    user: int
    role: Literal["member", "moderator", "operator"]


@dataclass(frozen=True, slots=True)
class ResetCode:
    """Operator: a one-time code for somebody who forgot the password; answered by OneTimeCode."""

    ref: Ref
    user: int


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """Server: the code to tell the person; it is worth something until `until_ms`, once."""

    ref: Ref
    text: Code
    until_ms: int


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made, its password as SCRAM verifier."""

    name: RawName
    display: RawName
    country: RawName
    salt: Salt
    n: int
    r: int
    p: int
    stored_key: Key
    server_key: Key


@dataclass(frozen=True, slots=True)
class ImportUsers:
    """Operator: make all of these accounts, or (one of the names is bad or taken) none. Done.id: how many."""

    ref: Ref
    rows: Annotated[tuple[NewAccount, ...], Count(limits.IMPORT_COUNT)]


@dataclass(frozen=True, slots=True)
class Rules:
    """Server, after the welcome and whenever they change: what holds for everybody. `file_bytes`: of one file; 0: not told."""

    paused: bool
    private_off: bool
    announcers: AnnouncedBy
    retention_days: int
    file_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Sanction:
    """Server, to the person concerned: kicked, muted or banned until then, and why; `until_ms` 0: it is over."""

    kind: SanctionKind
    until_ms: int
    reason: Detail


@dataclass(frozen=True, slots=True)
class SanctionRow:
    """One sanction in force. `name`: of the user, or empty for an address. `by_name` is empty for the operator."""

    number: int
    kind: SanctionKind
    user: int
    name: Name
    address: AddressText
    by: int
    by_name: Name
    at: int
    until_ms: int
    reason: Detail


@dataclass(frozen=True, slots=True)
class AskSanctions:
    """Moderator: the sanctions in force with a number below this, newest first; 0: from the newest on."""

    before: int


@dataclass(frozen=True, slots=True)
class Sanctions:
    """Server: one page of them; `last` ends the list."""

    rows: Annotated[tuple[SanctionRow, ...], Count(limits.SANCTIONS_COUNT)]
    last: bool


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Somebody used a right over others. `what` is the name of the request; `user` and `conversation` it concerned."""

    number: int
    at: int
    by: int
    by_name: Name
    what: Code
    user: int
    name: Name
    conversation: int
    detail: Detail


@dataclass(frozen=True, slots=True)
class AskAudit:
    """Moderator: the lines of the audit with a number below this, newest first; 0: from the newest on."""

    before: int


@dataclass(frozen=True, slots=True)
class Audit:
    """Server: one page of it; `last` ends the list."""

    rows: Annotated[tuple[AuditRow, ...], Count(limits.AUDIT_COUNT)]
    last: bool
