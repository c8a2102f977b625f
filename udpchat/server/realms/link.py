"""A link while the relay runs: its row in the store, its connection, and how far items have come on it.

Nothing here is the truth: all of it can be made again from the store, and is, with every connection.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from udpchat import limits
from udpchat.driver import RandBytes
from udpchat.rates import Bucket
from udpchat.server.realms.pipe import Pipe
from udpchat.server.realms.states import Standing
from udpchat.store import LinkLine
from udpchat.words import LinkItem, LinkStanding


@dataclass(slots=True, eq=False)
class Link:
    """One link. Their items: `inbox` waits for the rate, `got_to_tell` is on disk and not acknowledged. Our items: `sent` is
    the last one that left on this connection, `flying` are those that are not acknowledged, `wanted` is the newest that there
    may be."""

    line: LinkLine
    bucket: Bucket = field(default_factory=lambda: Bucket(limits.REALM_RATE_PER_S, limits.REALM_BURST))
    # connection
    pipe: Pipe | None = None
    linked_at: float = 0.0
    generation: int = 0  # of the connection, and of what came on it: what is older is void
    ready: bool = False  # they have told where they stand, and we have taken note of it
    trouble: str = ""
    retry_at: float = 0.0
    pause_s: float = limits.REALM_RETRY_S
    candidate: bytes = b""  # the secret of somebody who knocks as the server that we knock at: it has to be tried there
    # theirs
    epoch: str = ""
    shares: bool = False
    inbox: deque[tuple[LinkItem, int]] = field(default_factory=deque)
    open_count: int = 0  # that came and are not acknowledged
    got_to_tell: int = 0
    got_told: int = 0
    # ours
    sent: int = 0
    flying: deque[int] = field(default_factory=deque)
    wanted: int = 0
    hungry: bool = False
    hauls: bool = False  # there may be files to fetch
    waiting_count: int = 0
    waiting_bytes: int = 0
    done_to: int = 0
    done_at: float | None = None  # when what is done is to be written

    @property
    def agreed(self) -> bool:
        """Both operators agreed, and the other side has proved itself at least once."""
        return self.line.state == Standing.AGREED and self.line.confirmed

    @property
    def dials(self) -> bool:
        """Whether packets may leave towards the other side."""
        return self.line.state in (Standing.AGREED, Standing.REQUESTED) and bool(self.line.port)

    @property
    def standing(self) -> LinkStanding:
        """As people are told."""
        match Standing(self.line.state):
            case Standing.AGREED:
                return "linked" if self.ready else "down"
            case Standing.REQUESTED:
                return "requested"
            case Standing.ASKED:
                return "asked"
            case Standing.INVITED:
                return "invited"
            case Standing.BLOCKED:
                return "blocked"
            case Standing.PROPOSED | Standing.REMOVED:
                return "proposed"

    def begin(self, pipe: Pipe, now: float) -> None:
        """Another connection."""
        self.pipe, self.linked_at, self.trouble = pipe, now, ""
        self._forget()

    def end(self, randbytes: RandBytes, now: float, at_once: bool = False) -> None:
        """The connection is gone; dial again, after a pause that doubles."""
        self.pipe = None
        self._forget()
        self.put_off(randbytes, now, at_once)

    def put_off(self, randbytes: RandBytes, now: float, at_once: bool = False) -> None:
        """When to dial again."""
        jitter = int.from_bytes(randbytes(2), "big") / 0xFFFF
        self.retry_at = now if at_once else now + self.pause_s * (1 + 0.5 * jitter)
        self.pause_s = min(self.pause_s * 2, limits.REALM_RETRY_MAX_S)

    def _forget(self) -> None:
        self.generation += 1
        self.ready = self.shares = False
        self.epoch = ""
        self.inbox.clear()
        self.flying.clear()
        self.open_count = self.got_to_tell = self.got_told = self.sent = 0
        self.done_at = None
