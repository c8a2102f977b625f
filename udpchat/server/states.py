"""The life of a session as a table: which step leads from which state to which.

A session greets first. Signed out, it proves a password (its own or the room's) in two messages, or asks for admission;
an admission is COMMITTING until the store has it, and only then is the session welcomed. A refusal leads back to
SIGNED_OUT, so that a person can try again on the same connection. Whoever is signed in may prove the password once more,
for what takes it, and stays signed in whatever comes of it. An operator proves the token of the data folder instead
and is OPERATING: nobody online, who cannot chat. CLOSING takes nothing any more. A step that is not in the table breaks the
protocol.

Another server that says that it is linked is LINKING until it has proved it, and LINKED then: nobody online either.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from udpchat.errors import ProtocolViolation


class State(Enum):
    """What a session may do now."""

    GREETING = auto()
    SIGNED_OUT = auto()
    PROVING = auto()
    COMMITTING = auto()
    SIGNED_IN = auto()
    OPERATING = auto()
    LINKING = auto()
    LINKED = auto()
    CLOSING = auto()


class Step(Enum):
    """What happened to it."""

    GREET = auto()
    CHALLENGE = auto()
    PROVE_ROOM = auto()
    ADMIT = auto()
    REFUSE = auto()
    WELCOME = auto()
    OPERATE = auto()
    LINK = auto()
    LINKED = auto()


TRANSITIONS: Final[dict[tuple[State, Step], State]] = {
    (State.GREETING, Step.GREET): State.SIGNED_OUT,
    (State.SIGNED_OUT, Step.CHALLENGE): State.PROVING,
    (State.SIGNED_OUT, Step.ADMIT): State.COMMITTING,
    (State.SIGNED_OUT, Step.REFUSE): State.SIGNED_OUT,
    (State.SIGNED_OUT, Step.OPERATE): State.OPERATING,
    (State.SIGNED_OUT, Step.LINK): State.LINKING,
    (State.LINKING, Step.LINKED): State.LINKED,
    (State.PROVING, Step.PROVE_ROOM): State.SIGNED_OUT,
    (State.PROVING, Step.ADMIT): State.COMMITTING,
    (State.PROVING, Step.REFUSE): State.SIGNED_OUT,
    (State.COMMITTING, Step.REFUSE): State.SIGNED_OUT,
    (State.COMMITTING, Step.WELCOME): State.SIGNED_IN,
    (State.SIGNED_IN, Step.REFUSE): State.SIGNED_IN,  # the password once more, and a wrong one
}

ANY: Final = frozenset(State) - {State.CLOSING}


def after(state: State, step: Step) -> State:
    """The next state. Raises ProtocolViolation when the step is not possible now."""
    following = TRANSITIONS.get((state, step))
    if following is None:
        raise ProtocolViolation(f"{step.name} while {state.name}")
    return following
