"""One errand at a relay: goes there as its operator, runs one script, and remembers what came of it. Sans I/O."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from udpchat.errors import UdpchatError
from udpchat.operate.desk import Clerk, Desk, Office, Outcome
from udpchat.words.messages import FromClient

__all__ = ["Errand", "Office", "Script"]

Script = Generator[FromClient, list[Any], list[str]]
"""Yields requests, is sent the words of each answer, returns lines."""


class Errand:
    """From the first connection to the end; `lines` and `error` say what came of it."""

    def __init__(self, core: Clerk, make: Callable[[Office], Script]) -> None:
        self._desk, self._make = Desk(core), make
        self.lines: list[str] = []
        self.error: UdpchatError | None = None
        self.trouble = ""
        """Why there was no answer at all."""
        self.over = False

    def begin(self, now: float) -> None:
        """The core connects."""
        self._desk.run(self._make, self._ended, now)

    def handle(self, event: object, now: float) -> None:
        """An event of the core."""
        self._desk.handle(event, now)

    def is_over(self, now: float) -> bool:
        """Whether there is nothing to wait for any more."""
        self._desk.check(now)
        return self.over

    def _ended(self, outcome: Outcome[list[str]]) -> None:
        self.over, self.error, self.trouble = True, outcome.error, outcome.trouble
        self.lines = outcome.value or []
