"""The life of a client's connection as a table.

A client is IDLE until it is told to connect. CONNECTING ends with an established connection, with a question about the
certificate, with a loss, or with silence. Whatever is lost while the person wants to be connected leads to WAITING (or
NO_ANSWER, when nothing was heard at all) and from there to CONNECTING again, by itself. Only a refusal, an answer of the
server that it wants no more of us, or signing out leads back to IDLE.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final


class Phase(Enum):
    """Where the connection stands; a shell shows it."""

    IDLE = auto()
    CONNECTING = auto()
    QUESTION = auto()  # the person is asked about the certificate
    SIGNING_IN = auto()
    ONLINE = auto()
    WAITING = auto()  # between two attempts
    NO_ANSWER = auto()  # between two attempts, and the last one heard nothing
    LEAVING = auto()  # the good-bye is on its way


class Signal(Enum):
    """What moves the phase."""

    CONNECT = auto()
    ESTABLISHED = auto()
    UNPINNED = auto()
    WELCOME = auto()
    LOST = auto()
    SILENT = auto()
    LEAVE = auto()
    STOP = auto()


TABLE: Final[dict[Phase, dict[Signal, Phase]]] = {
    Phase.IDLE: {Signal.CONNECT: Phase.CONNECTING, Signal.STOP: Phase.IDLE},
    Phase.CONNECTING: {
        Signal.CONNECT: Phase.CONNECTING,
        Signal.ESTABLISHED: Phase.SIGNING_IN,
        Signal.UNPINNED: Phase.QUESTION,
        Signal.LOST: Phase.WAITING,
        Signal.SILENT: Phase.NO_ANSWER,
        Signal.STOP: Phase.IDLE,
    },
    Phase.QUESTION: {Signal.CONNECT: Phase.CONNECTING, Signal.LOST: Phase.WAITING, Signal.STOP: Phase.IDLE},
    Phase.SIGNING_IN: {
        Signal.CONNECT: Phase.CONNECTING,
        Signal.WELCOME: Phase.ONLINE,
        Signal.LOST: Phase.WAITING,
        Signal.STOP: Phase.IDLE,
    },
    Phase.ONLINE: {
        Signal.CONNECT: Phase.CONNECTING,
        Signal.LOST: Phase.WAITING,
        Signal.LEAVE: Phase.LEAVING,
        Signal.STOP: Phase.IDLE,
    },
    Phase.WAITING: {Signal.CONNECT: Phase.CONNECTING, Signal.STOP: Phase.IDLE},
    Phase.NO_ANSWER: {Signal.CONNECT: Phase.CONNECTING, Signal.STOP: Phase.IDLE},
    Phase.LEAVING: {Signal.STOP: Phase.IDLE},
}


def advance(phase: Phase, signal: Signal) -> Phase:
    """The phase after `signal`; KeyError for one that has no place there, which is a fault of this program."""
    return TABLE[phase][signal]
