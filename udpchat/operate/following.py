"""Keeps the operator's connection where the relay is: the one line between supervisor and operator's client."""

from __future__ import annotations

from udpchat.client.operator import OperatorCore
from udpchat.operate.states import Status


def follow(core: OperatorCore, status: Status, now: float) -> None:
    """For each status: connect to the relay that runs, at once; leave in peace while there is none."""
    relay = status.relay
    if relay is None:
        core.close(now)
    elif relay.token is not None:
        core.connect(relay.address, relay.fingerprint, relay.token, now)
