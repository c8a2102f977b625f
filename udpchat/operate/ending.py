"""Ends a relay by ever stronger means: the operator's word, a signal that asks, force."""

from __future__ import annotations

from collections.abc import Callable

from udpchat.limits import RELAY_GOODBYE_S


class Ending:
    """One relay that is to go. Each means is given time; where there is no signal that asks, force comes second."""

    def __init__(
        self, say_stop: Callable[[], bool], ask_to_end: Callable[[int], bool], end: Callable[[int], bool], now: float
    ) -> None:
        self._say_stop = say_stop
        self._ask_to_end = ask_to_end
        self._end = end
        self._said = self._asked = False
        self._until = now + RELAY_GOODBYE_S

    def push(self, pid: int, now: float) -> None:
        """It lives still. What cannot be said over the wire is asked by a signal at once: it comes to the same."""
        if not self._said and not self._asked:
            self._said = self._say_stop()
            self._asked = not self._said and self._ask_to_end(pid)
            if self._said or self._asked:
                self._until = now + RELAY_GOODBYE_S
        if now >= self._until:
            self._until = now + RELAY_GOODBYE_S
            self._asked = not self._asked and self._ask_to_end(pid)
            if not self._asked:
                self._end(pid)
