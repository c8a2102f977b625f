"""The table of requests: for each word of a client its handler, the states in which it may come, its channel, its cost.

What is the same for all is checked once, here; a handler finds a session in the right state. Cost is taken from the
session's budget of requests; what writes to the log has a rate of its own, and may come on CHAT too, in order with posts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from udpchat.errors import ProtocolViolation
from udpchat.server.admission import Admissions
from udpchat.server.changes import Changes
from udpchat.server.history import History
from udpchat.server.operators import Operators
from udpchat.server.profiles import Recovery
from udpchat.server.sessions import Flood, Session
from udpchat.server.signin import SignIn
from udpchat.server.states import ANY, State
from udpchat.wire.channels import Channel
from udpchat.words import (
    Bye,
    ChangeSettings,
    Fill,
    Hello,
    JoinAsGuest,
    OperatorSignIn,
    Recover,
    Register,
    ScramFinal,
    ScramFirst,
    StopServer,
    Synchronise,
    TokenSignIn,
    Word,
)

Handler = Callable[[Session, Any, int, float], None]
"""(session, word, size of its frame in bytes, now). Raises UdpchatError to refuse, Flood, ProtocolViolation."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of request."""

    handler: Handler
    states: frozenset[State]
    cost: float = 1.0
    channels: frozenset[Channel] = frozenset({Channel.CONTROL})


Table = dict[type, Row]

SIGNED_OUT: Final = frozenset({State.SIGNED_OUT})
PROVES: Final = frozenset({State.SIGNED_OUT, State.SIGNED_IN})
SIGNED_IN: Final = frozenset({State.SIGNED_IN})
OPERATING: Final = frozenset({State.OPERATING})


def table(signin: SignIn, admissions: Admissions, recovery: Recovery, history: History, bye: Handler) -> Table:
    """The rows of coming and going, bound to the services that handle them; those of talking are in `talk`."""
    return {
        Hello: Row(signin.hello, frozenset({State.GREETING})),
        ScramFirst: Row(signin.scram_first, PROVES, cost=2.0),
        ScramFinal: Row(signin.scram_final, frozenset({State.PROVING, State.SIGNED_IN}), cost=2.0),
        Register: Row(admissions.register, SIGNED_OUT, cost=4.0),
        JoinAsGuest: Row(admissions.join_as_guest, SIGNED_OUT, cost=4.0),
        TokenSignIn: Row(admissions.token_sign_in, SIGNED_OUT, cost=4.0),
        Recover: Row(recovery.recover, SIGNED_OUT, cost=4.0),
        Synchronise: Row(history.synchronise, SIGNED_IN, cost=4.0),
        Fill: Row(history.fill, SIGNED_IN, cost=0.5),
        Bye: Row(bye, ANY),
    }


def operator_table(operators: Operators, changes: Changes) -> Table:
    """The rows of operators."""
    return {
        OperatorSignIn: Row(operators.sign_in, SIGNED_OUT, cost=4.0),
        ChangeSettings: Row(changes.ask, OPERATING, cost=4.0),
        StopServer: Row(operators.stop, OPERATING),
    }


def row_for(rows: Table, session: Session, word: Word, channel: Channel, now: float) -> Row:
    """The row of a word, after the checks. Raises ProtocolViolation, Flood."""
    row = rows.get(type(word))
    if row is None:
        raise ProtocolViolation("a word that only servers say")
    if session.state not in row.states:
        raise ProtocolViolation(f"{type(word).__name__} while {session.state.name}")
    if channel not in row.channels:
        raise ProtocolViolation(f"{type(word).__name__} on channel {channel.name}")
    if row.cost:
        if session.budget.wait(now, row.cost) > 0.0:
            raise Flood("requests")
        session.budget.take(row.cost)
    return row
