"""The plain clients that are signed in: by session, by address (dialect of chat), by token (dialect of commands)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from udpchat import limits
from udpchat.driver import Address
from udpchat.errors import UdpchatError
from udpchat.rates import Bucket
from udpchat.server.sessions import Session

Dialect = Literal["chat", "commands"]

Outcome = Callable[[UdpchatError | None], bytes]
"""The answer to a request, once it is known what became of it."""


@dataclass(slots=True, eq=False)
class Peer:
    """One of them. `addr`: where answers go."""

    session: Session
    addr: Address
    dialect: Dialect
    heard_at: float
    token: str = ""
    # dialect of commands: requests under way and those answered a moment ago; up to where the last `inbox` held everything,
    # and all those before it; its answer
    pending: dict[bytes, Outcome] = field(default_factory=dict)
    recent: dict[bytes, tuple[bytes, float]] = field(default_factory=dict)
    mail: dict[int, int] = field(default_factory=dict)
    fetched: dict[int, int] = field(default_factory=dict)
    last_mail: bytes = b""
    files: dict[bytes, bytes] = field(default_factory=dict)  # those that are offered, by the ref of the offer
    # dialect of chat: lines that wait for their rate
    lines: deque[bytes] = field(default_factory=deque)
    lines_bytes: int = 0
    rate: Bucket = field(default_factory=lambda: Bucket(limits.PLAIN_BYTES_PER_S, limits.PLAIN_BURST_BYTES))
    drains: bool = False
    warned_at: float = float("-inf")


class Peers:
    """The longest silent one comes first in `all`."""

    def __init__(self) -> None:
        self._by_cid: dict[int, Peer] = {}
        self._by_addr: dict[Address, Peer] = {}
        self._by_token: dict[str, Peer] = {}

    def add(self, peer: Peer) -> None:
        """It is signed in."""
        self._by_cid[peer.session.cid] = peer
        if peer.dialect == "chat":
            self._by_addr[peer.addr] = peer
        else:
            self._by_token[peer.token] = peer

    def remove(self, cid: int) -> Peer | None:
        """It is gone; whoever it was."""
        peer = self._by_cid.pop(cid, None)
        if peer is not None and peer.dialect == "chat":
            del self._by_addr[peer.addr]
        elif peer is not None:
            del self._by_token[peer.token]
        return peer

    def heard(self, peer: Peer, now: float) -> None:
        """Something came from it."""
        peer.heard_at = now
        del self._by_cid[peer.session.cid]
        self._by_cid[peer.session.cid] = peer

    def of(self, cid: int) -> Peer | None:
        """The one of a session."""
        return self._by_cid.get(cid)

    def at(self, addr: Address) -> Peer | None:
        """Who chats from that address."""
        return self._by_addr.get(addr)

    def holding(self, token: str, ip: str) -> Peer | None:
        """Whose token it is; only where it was given out."""
        peer = self._by_token.get(token)
        return peer if peer is not None and peer.session.addr[0] == ip else None

    def all(self) -> list[Peer]:
        """Everybody."""
        return list(self._by_cid.values())

    def first(self) -> Peer | None:
        """Who has been silent for longest."""
        return next(iter(self._by_cid.values()), None)

    def of_user(self, user: int, dialect: Dialect) -> list[Peer]:
        """Those of one person, the longest silent first."""
        return [peer for peer in self._by_cid.values() if peer.dialect == dialect and _is(peer, user)]

    def __len__(self) -> int:
        return len(self._by_cid)


def _is(peer: Peer, user: int) -> bool:
    return peer.session.user is not None and peer.session.user.id == user
