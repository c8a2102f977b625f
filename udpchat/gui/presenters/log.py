"""One pane of the log: which lines it shows, whether it follows the newest, what is copied and saved.

Lines are handed over in batches, from `flush`, as often as the window likes: a flood costs one insert each time. A pane
that nobody sees takes nothing; when it is seen again it catches up, or begins anew if it missed more than it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final, Protocol

from udpchat.gui.presenters.log_ring import LogEntry, LogRing, line_for_file
from udpchat.gui.presenters.server_feed import Level
from udpchat.limits import LOG_CATCH_UP_COUNT, LOG_SHOWN_COUNT

LEVELS: Final[tuple[Level, ...]] = ("error", "warn", "info", "debug")
STRETCH: Final = 256  # lines looked at between two looks at the clock
USUAL: Final[frozenset[Level]] = frozenset({"error", "warn", "info"})


class LogView(Protocol):
    """What a pane can show."""

    def replace(self, newest_first: Iterator[LogEntry | None]) -> None:
        """Show these lines and no others. Ask for them bit by bit: None means that the search goes on."""

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
        self._stale = True  # the view shows something else than the filter says
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
        missed_count = self._ring.next_index - self._next
        if not self._active or not (missed_count or self._stale):
            return
        if self._stale or missed_count > LOG_CATCH_UP_COUNT:
            self._refill()
            return
        came = self._ring.since(self._next)
        self._next = self._ring.next_index
        lines = list(filter(self._filter(), came))
        if not lines:
            return
        if not self._follow:
            self._waiting_count += len(lines)
        self._view.append(lines)
        if not self._follow:
            self._view.show_follow(False, self._waiting_count)

    def shown_text(self) -> str:
        """The lines of the pane as text, to be copied."""
        newest_first = [entry for entry in self._search() if entry is not None]
        return "\n".join(line_for_file(entry) for entry in reversed(newest_first))

    def lines_to_save(self) -> Iterator[LogEntry]:
        """Every line that is held and that the filter lets through. Walk through them on a worker, they may be many."""
        return filter(self._filter(), self._ring.snapshot())

    def _refilter(self) -> None:
        self._stale = True
        if self._active:
            self._view.show_filter(self._levels, self._needle)
            self.flush()

    def _refill(self) -> None:
        """Begin anew, at the newest line."""
        self._next, self._stale = self._ring.next_index, False
        self._waiting_count = 0
        self._view.replace(self._search())
        self._view.show_follow(self._follow, 0)

    def _search(self) -> Iterator[LogEntry | None]:
        return _found(self._ring.snapshot(), self._filter())

    def _filter(self) -> Callable[[LogEntry], bool]:
        """As it is now: a search that goes on later must not change its mind."""
        return partial(_fits, levels=self._levels, needle=self._folded)


def _fits(entry: LogEntry, levels: frozenset[Level], needle: str) -> bool:
    if entry.level not in levels:
        return False
    return not needle or needle in entry.text.casefold() or needle in entry.topic.casefold()


def _found(entries: Sequence[LogEntry], fits: Callable[[LogEntry], bool]) -> Iterator[LogEntry | None]:
    """As many as a pane shows, the newest first; None after each stretch without any."""
    count = 0
    for number, entry in enumerate(reversed(entries), 1):
        if fits(entry):
            yield entry
            count += 1
            if count == LOG_SHOWN_COUNT:
                return
        elif number % STRETCH == 0:
            yield None


def file_text(lines: Iterable[LogEntry]) -> str:
    """The content of a saved log."""
    return "".join(f"{line_for_file(entry)}\n" for entry in lines)
