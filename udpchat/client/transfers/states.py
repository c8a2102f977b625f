"""The life of a transfer as a table, the same for both directions.

QUEUED waits for its turn. HASHING reads the file to be sent once; OFFERED waits for the server's word, SENDING moves bytes,
VERIFYING is the last comparison (of an upload by the server). Whatever loses its connection is QUEUED again and goes on
where it was. PAUSED, FAILED, DECLINED and EXPIRED rest until the person wants it again; DONE and CANCELLED are final, unless
what was cancelled in its last moment was stored all the same: that is told as it is.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final


class State(Enum):
    """Where a transfer stands."""

    QUEUED = auto()
    HASHING = auto()
    OFFERED = auto()
    SENDING = auto()
    PAUSED = auto()
    VERIFYING = auto()
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()
    DECLINED = auto()
    EXPIRED = auto()


class Step(Enum):
    """What happens to it."""

    HASH = auto()
    OFFER = auto()
    ACCEPT = auto()
    SENT = auto()
    STORED = auto()
    LOST = auto()
    PAUSE = auto()
    RESUME = auto()
    CANCEL = auto()
    FAIL = auto()
    DECLINE = auto()
    EXPIRE = auto()


ACTIVE: Final = frozenset({State.HASHING, State.OFFERED, State.SENDING, State.VERIFYING})
"""It has its turn."""
UNFINISHED: Final = ACTIVE | {State.QUEUED}
"""It goes on by itself."""
RESTING: Final = frozenset({State.PAUSED, State.FAILED, State.DECLINED, State.EXPIRED})
"""It goes on when it is told to."""

_MOVES: Final[dict[Step, tuple[frozenset[State], State]]] = {
    Step.HASH: (frozenset({State.QUEUED}), State.HASHING),
    Step.OFFER: (frozenset({State.QUEUED, State.HASHING}), State.OFFERED),
    Step.ACCEPT: (frozenset({State.OFFERED}), State.SENDING),
    Step.SENT: (frozenset({State.SENDING}), State.VERIFYING),
    Step.STORED: (ACTIVE | {State.QUEUED, State.PAUSED, State.CANCELLED, State.DECLINED}, State.DONE),
    Step.LOST: (ACTIVE, State.QUEUED),
    Step.PAUSE: (frozenset({State.QUEUED, State.HASHING, State.OFFERED, State.SENDING}), State.PAUSED),
    Step.RESUME: (RESTING, State.QUEUED),
    Step.CANCEL: (UNFINISHED | RESTING, State.CANCELLED),
    Step.FAIL: (UNFINISHED, State.FAILED),
    Step.DECLINE: (UNFINISHED | RESTING, State.DECLINED),
    Step.EXPIRE: (UNFINISHED, State.EXPIRED),
}

TRANSITIONS: Final[dict[tuple[State, Step], State]] = {
    (before, step): after for step, (froms, after) in _MOVES.items() for before in froms
}
