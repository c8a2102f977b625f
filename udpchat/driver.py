"""The one interface between the sans-IO cores and whatever drives them: a real loop or a simulated network.

A core never reads a clock, a socket or a disk that may block. It is handed datagrams and the time; datagrams, events and
jobs are pulled out of it. What passes in the simulation has therefore run the shipped code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

Address = tuple[str, int]
"""IPv4 address in dotted form, UDP port."""

RandBytes = Callable[[int], bytes]
"""Source of randomness, handed in so that simulations are repeatable; the real one is `secrets.token_bytes`."""

WallClock = Callable[[], int]
"""Milliseconds since the epoch, for display only: nothing is ordered or timed by it."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """Blocking work that must not run on the loop's thread: a commit, a password hash.

    Jobs of one lane run one after another, in the order in which they were pulled.
    """

    lane: str
    name: str
    run: Callable[[], Any]


class Driver(Protocol):
    """What `net.UdpLoop`, the windows' poll loop and the simulated network drive. Times are monotonic seconds."""

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        """Take one datagram; never raises for anything that a stranger can send."""

    def handle_timeout(self, now: float) -> None:
        """Do what is due at `now`; harmless when nothing is."""

    def next_timeout(self) -> float | None:
        """The earliest time at which `handle_timeout` has something to do. Changes nothing."""

    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        """Everything that may leave now; call again until it is empty."""

    def next_event(self) -> object | None:
        """The oldest event not yet pulled."""

    def next_job(self) -> Job | None:
        """The oldest job not yet pulled; its outcome comes back through `finish_job`."""

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """The outcome of a job: what `run` returned, or what it raised."""
