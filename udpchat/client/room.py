"""One conversation as shells see it."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.client.message import Message
from udpchat.words import messages as words


@dataclass(frozen=True, slots=True)
class Room:
    """One conversation of this person. `id` as in `numbers`; `members` is 0 where everybody is one.

    `unread` counts what others wrote after `read`; `newest` is the newest message that is known here.
    """

    id: int
    kind: words.RoomKind
    title: str = ""
    topic: str = ""
    role: words.GroupRole = "member"
    peer: int = 0
    peer_name: str = ""
    members: int = 0
    history_open: bool = False
    muted: bool = False
    blocked: bool = False
    slow_s: int = 0
    read: int = 0
    unread: int = 0
    newest: Message | None = None
