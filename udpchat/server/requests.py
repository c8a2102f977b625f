"""The table of requests: for each word of a client its handler, the states in which it may come, its channel, its cost.

What is the same for all is checked once, here; a handler finds a session in the right state. Cost is taken from the
session's budget of requests; posts have a rate of their own.
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
from udpchat.server.posting import Posting
from udpchat.server.sessions import Flood, Session
from udpchat.server.signin import SignIn
from udpchat.server.states import ANY, State
from udpchat.wire.channels import Channel
from udpchat.words import (
    Bye,
    ChangeSettings,
    Hello,
    JoinAsGuest,
    OperatorSignIn,
    Post,
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
    channel: Channel = Channel.CONTROL
    cost: float = 1.0


Table = dict[type, Row]

_SIGNED_OUT: Final = frozenset({State.SIGNED_OUT})
_SIGNED_IN: Final = frozenset({State.SIGNED_IN})
_OPERATING: Final = frozenset({State.OPERATING})


def table(signin: SignIn, admissions: Admissions, history: History, posting: Posting, bye: Handler) -> Table:
    """The rows of people, bound to the services that handle them."""
    signed_out, signed_in = _SIGNED_OUT, _SIGNED_IN
    return {
        Hello: Row(signin.hello, frozenset({State.GREETING})),
        ScramFirst: Row(signin.scram_first, signed_out, cost=2.0),
        ScramFinal: Row(signin.scram_final, frozenset({State.PROVING}), cost=2.0),
        Register: Row(admissions.register, signed_out, cost=4.0),
        JoinAsGuest: Row(admissions.join_as_guest, signed_out, cost=4.0),
        TokenSignIn: Row(admissions.token_sign_in, signed_out, cost=4.0),
        Synchronise: Row(history.synchronise, signed_in, cost=4.0),
        Post: Row(posting.post, signed_in, Channel.CHAT, cost=0.0),
        Bye: Row(bye, ANY),
    }


def operator_table(operators: Operators, changes: Changes) -> Table:
    """The rows of operators."""
    return {
        OperatorSignIn: Row(operators.sign_in, _SIGNED_OUT, cost=4.0),
        ChangeSettings: Row(changes.ask, _OPERATING, cost=4.0),
        StopServer: Row(operators.stop, _OPERATING),
    }


def row_for(rows: Table, session: Session, word: Word, channel: Channel, now: float) -> Row:
    """The row of a word, after the checks. Raises ProtocolViolation, Flood."""
    row = rows.get(type(word))
    if row is None:
        raise ProtocolViolation("a word that only servers say")
    if session.state not in row.states:
        raise ProtocolViolation(f"{type(word).__name__} while {session.state.name}")
    if channel is not row.channel:
        raise ProtocolViolation(f"{type(word).__name__} on channel {channel.name}")
    if row.cost:
        if session.budget.wait(now, row.cost) > 0.0:
            raise Flood("requests")
        session.budget.take(row.cost)
    return row
