"""How this client numbers conversations: by what they are for this person, not by what they are on the server.

0 is the lobby, -N the private conversation with user N (whether there is one yet or not), a number above 0 the id of any
other. So a shell can open a conversation with somebody, write, and mark it read before the server has heard of it, and
nothing changes its number afterwards.
"""

from __future__ import annotations

from typing import Final

LOBBY: Final = 0
NOWHERE: Final = 2**63 - 1
"""The order in the outbox of requests that concern no conversation: profile, blocks."""


def private_with(user: int) -> int:
    """The number of the private conversation with that user."""
    return -user


def peer_of(conversation: int) -> int:
    """With whom that private conversation is; 0 if it is none."""
    return max(-conversation, 0)


def of_room(kind: str, id: int, peer: int) -> int:
    """The number of a conversation of the server."""
    if kind == "lobby":
        return LOBBY
    return private_with(peer) if kind == "private" else id
