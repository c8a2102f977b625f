"""The log of the relay as its window remembers it: the newest lines, once each, with the gaps marked.

Lines come in order and carry the number that the relay gave them. After a reconnect the relay tells its last lines again:
what is held already is skipped, and what was missed shows as a line of its own. A relay that was started anew counts from
the beginning; the lines of the one before stay.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.gui.presenters.server_feed import Level, LogLine
from udpchat.gui.presenters.server_format import clock_time, date_second
from udpchat.limits import LOG_RING_COUNT


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line. `index` ascends over everything ever added to the ring; `at` in ms."""

    index: int
    at: int
    level: Level
    topic: str
    text: str

    @property
    def time(self) -> str:
        """Time of day in this computer's time zone."""
        return clock_time(self.at)


class LogRing:
    """The newest lines, at most `limits.LOG_RING_COUNT`."""

    def __init__(self, maximum: int = LOG_RING_COUNT) -> None:
        self._entries: deque[LogEntry] = deque(maxlen=maximum)
        self._next_index = 0
        self._newest = -1  # number of the relay's newest line that is held; -1: none of this relay yet

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def next_index(self) -> int:
        """The index that the next line will have."""
        return self._next_index

    def new_process(self) -> None:
        """The relay was started anew: its numbers begin again."""
        self._newest = -1

    def add(self, lines: Iterable[LogLine]) -> None:
        """Take lines in ascending order of their numbers; those held already are skipped."""
        for line in lines:
            if line.number <= self._newest:
                continue
            if 0 <= self._newest < line.number - 1:
                self._append(line.at, "warn", "log", text("operator.log.missing", count=line.number - self._newest - 1))
            self._newest = line.number
            self._append(line.at, line.level, line.topic, line.text)

    def since(self, index: int) -> list[LogEntry]:
        """The lines from this index on, ascending."""
        found = []
        for entry in reversed(self._entries):
            if entry.index < index:
                break
            found.append(entry)
        found.reverse()
        return found

    def snapshot(self) -> tuple[LogEntry, ...]:
        """All lines, ascending: for a search or a worker that goes through them while more come."""
        return tuple(self._entries)

    def _append(self, at: int, level: Level, topic: str, words: str) -> None:
        self._entries.append(LogEntry(self._next_index, at, level, topic, words))
        self._next_index += 1


def line_for_file(entry: LogEntry) -> str:
    """A line as it is copied and saved."""
    seconds, milliseconds = divmod(entry.at, 1000)
    return f"{date_second(seconds)}.{milliseconds:03d} {entry.level.upper():5} {entry.topic:8} {entry.text}"
