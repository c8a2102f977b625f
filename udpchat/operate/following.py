"""Keeps the operator's connection where the relay is: the one line between supervisor and operator's client."""

from __future__ import annotations

from udpchat.client.operator import OperatorCore
from udpchat.operate.states import State, Status


def follow(core: OperatorCore, status: Status, now: float) -> None:
    """For each status: connect to the relay that runs, at once; leave in peace while there is none.

    One that is being stopped is not connected to: the word that stops it is on its way over the connection there is, and
    the supervisor's address may be a moment old.
    """
    relay = status.relay
    if relay is None:
        core.close(now)
    elif relay.token is not None and status.state is not State.STOPPING:
        core.connect(relay.address, relay.fingerprint, relay.token, now)
