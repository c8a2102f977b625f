"""One pane of the log: which lines it shows, whether it follows the newest, what is copied and saved.

Lines are handed over in batches, from `flush`, as often as the window likes: a flood costs one insert each time. A pane
that nobody sees takes nothing; when it is seen again it catches up, or begins anew if it missed more than it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, Protocol

from udpchat.gui.presenters.log_ring import LogEntry, LogRing, line_for_file
from udpchat.gui.presenters.server_feed import Level
from udpchat.limits import LOG_CATCH_UP_COUNT, LOG_SHOWN_COUNT

LEVELS: Final[tuple[Level, ...]] = ("error", "warn", "info", "debug")
USUAL: Final[frozenset[Level]] = frozenset({"error", "warn", "info"})


class LogView(Protocol):
    """What a pane can show."""

    def replace(self, lines: Sequence[LogEntry]) -> None:
        """Show these lines and no others."""

    def append(self, lines: Sequence[LogEntry]) -> None:
        """Show these below the others; the oldest go when there are too many."""

    def show_follow(self, on: bool, waiting_count: int) -> None:
        """Whether the newest line is kept in view, and how many came below since it is not."""

    def show_filter(self, levels: frozenset[Level], needle: str) -> None:
        """The filter in force: what the chips and the field say, and what an empty pane means."""


class LogPresenter:
    """Chooses from the ring for one pane."""

    def __init__(self, ring: LogRing, view: LogView) -> None:
        self._ring = ring
        self._view = view
        self._levels = USUAL
        self._needle = self._folded = ""
        self._next = 0
        self._follow = True
        self._waiting_count = 0
        self._active = False

    @property
    def follow(self) -> bool:
        """Whether the newest line is kept in view."""
        return self._follow

    def activate(self, on: bool) -> None:
        """The pane is seen now, or no more."""
        if on and not self._active:
            self._active = True
            self._view.show_filter(self._levels, self._needle)
            self._view.show_follow(self._follow, self._waiting_count)
            if self._ring.next_index - self._next > LOG_CATCH_UP_COUNT or self._next == 0:
                self._refill()
            else:
                self.flush()
        self._active = on

    def set_levels(self, levels: Iterable[Level]) -> None:
        """Show lines of these levels only."""
        self._levels = frozenset(levels)
        self._refilter()

    def set_filter(self, needle: str) -> None:
        """Show lines only that hold this, in their topic or text, in any case of letters."""
        self._needle = needle.strip()
        self._folded = self._needle.casefold()
        self._refilter()

    def set_follow(self, on: bool) -> None:
        """Keep the newest line in view, or leave the person where they read."""
        if on == self._follow:
            return
        self._follow, self._waiting_count = on, 0
        self._view.show_follow(on, 0)

    def flush(self) -> None:
        """Hand the lines over that came since the last time."""
        if not self._active or self._next == self._ring.next_index:
            return
        came = self._ring.since(self._next)[-LOG_SHOWN_COUNT:]
        self._next = self._ring.next_index
        lines = [entry for entry in came if self._fits(entry)]
        if not lines:
            return
        if not self._follow:
            self._waiting_count += len(lines)
        self._view.append(lines)
        if not self._follow:
            self._view.show_follow(False, self._waiting_count)

    def shown_text(self) -> str:
        """The lines of the pane as text, to be copied."""
        return "\n".join(line_for_file(entry) for entry in self._matching())

    def lines_to_save(self) -> tuple[LogEntry, ...]:
        """Every line of the ring that the filter lets through: format them on a worker, they may be many."""
        return tuple(entry for entry in self._ring.snapshot() if self._fits(entry))

    def _refilter(self) -> None:
        self._view.show_filter(self._levels, self._needle)
        if self._active:
            self._refill()
        else:
            self._next = 0

    def _refill(self) -> None:
        self._next = self._ring.next_index
        self._waiting_count = 0
        self._view.replace(self._matching())
        self._view.show_follow(self._follow, 0)

    def _matching(self) -> list[LogEntry]:
        newest = islice((entry for entry in self._ring.newest_first() if self._fits(entry)), LOG_SHOWN_COUNT)
        return list(newest)[::-1]

    def _fits(self, entry: LogEntry) -> bool:
        if entry.level not in self._levels:
            return False
        needle = self._folded
        return not needle or needle in entry.text.casefold() or needle in entry.topic.casefold()


def file_text(lines: Iterable[LogEntry]) -> str:
    """The content of a saved log."""
    return "".join(f"{line_for_file(entry)}\n" for entry in lines)
