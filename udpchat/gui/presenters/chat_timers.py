"""Calls that wait, each function at most once."""

from __future__ import annotations

from collections.abc import Callable

from udpchat.gui.presenters.chat_ports import Cancel


class Timers:
    """Over the `later` of a loop."""

    def __init__(self, later: Callable[[float, Callable[[], None]], Cancel]) -> None:
        self._later = later
        self._waiting: dict[Callable[[], None], Cancel] = {}
        self._closed = False

    def later(self, delay_s: float, function: Callable[[], None], restart: bool = True) -> None:
        """Call once. If it waits already: with `restart` it waits anew, without it nothing changes."""
        if self._closed or (function in self._waiting and not restart):
            return
        self.forget(function)
        self._waiting[function] = self._later(delay_s, function)

    def forget(self, function: Callable[[], None]) -> None:
        """It runs now, or not at all."""
        timer = self._waiting.pop(function, None)
        if timer is not None:
            timer.cancel()

    def close(self) -> None:
        """No more calls."""
        self._closed = True
        for function in tuple(self._waiting):
            self.forget(function)
