"""Drives a core over a socket of its own until it has done its work: for programs that come, ask and go."""

from __future__ import annotations

from collections.abc import Callable

from udpchat.driver import Driver
from udpchat.limits import LOOP_WAIT_S, WORKERS_WAIT_S
from udpchat.net.loop import UdpLoop, clock
from udpchat.net.sockets import open_socket


def drive(
    driver: Driver, begin: Callable[[float], None], on_event: Callable[[object, float], None], until: Callable[[float], bool]
) -> None:
    """`begin`, then hand each event to `on_event`; `until` is asked after every turn, at least once a second. Everything gets
    the time of the loop's own clock. Raises PortInUse."""
    loop = UdpLoop(driver, open_socket("0.0.0.0", 0), lambda event: on_event(event, clock()))
    try:
        begin(clock())
        while not until(clock()):
            loop.run_once(LOOP_WAIT_S)
    finally:
        loop.close(WORKERS_WAIT_S)
