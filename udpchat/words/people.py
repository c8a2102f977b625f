"""Words of one's own account, of blocking, and of everybody who has an account here, online or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from udpchat import limits
from udpchat.words.bounds import Code, Count, Key, Label, Name, RawName, Ref, Salt, Status
from udpchat.words.presence import Availability


@dataclass(frozen=True, slots=True)
class ChangeProfile:
    """Client: display name, country and status text as they should be. Done.id: 0."""

    ref: Ref
    display: RawName
    country: RawName
    status: Status


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Client: a new password, as its SCRAM verifier; every other session of the account ends. Done.id: 0."""

    ref: Ref
    salt: Salt
    n: int
    r: int
    p: int
    stored_key: Key
    server_key: Key


@dataclass(frozen=True, slots=True)
class DeleteAccount:
    """Client: the account ends and its name is free; what it wrote stays under its id. Done.id: 0."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Block:
    """Client: nothing private from this user any more; they are not told. Done.id: 0."""

    ref: Ref
    user: int
    on: bool


@dataclass(frozen=True, slots=True)
class Away:
    """Client, unanswered: whether the person is there, and what they say about it. The latest word counts."""

    state: Availability
    status: Status


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who has an account here, or is here as a guest. `last_seen` in ms of the server's clock, 0: never.
    `blocked`: by the one who asks."""

    user: int
    name: Name
    display: Label
    country: Label
    role: Code
    guest: bool
    online: bool
    last_seen: int
    state: Availability
    status: Status
    blocked: bool


@dataclass(frozen=True, slots=True)
class AskPeople:
    """Client: who has a name that begins like this? An empty prefix: everybody."""

    prefix: RawName


@dataclass(frozen=True, slots=True)
class Directory:
    """Server: one page of the answer, by name; `last` ends the list, which may be cut at
    `limits.DIRECTORY_TOTAL_COUNT`."""

    rows: Annotated[tuple[Account, ...], Count(limits.DIRECTORY_COUNT)]
    last: bool
