"""The log: what the shell has not printed yet, and the last lines for operators, numbered, with level, topic and time.

Both are bounded. A line is put into words when somebody reads it, so a relay that nobody looks at pays for an append.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from udpchat import limits
from udpchat.driver import WallClock
from udpchat.sanitize import one_line
from udpchat.server.events import LogEvent, Refused, Suppressed
from udpchat.words import LogLine

_LINE_BYTES = 100  # of a line in a frame besides its text


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the ring. `at`: ms since the epoch."""

    at: int
    event: LogEvent


class EventLog:
    """At most so many events per second and reason. Reasons are class names and refusal codes."""

    def __init__(self, wall_ms: WallClock) -> None:
        self._wall_ms = wall_ms
        self._events: deque[LogEvent] = deque()
        self._seconds: dict[str, tuple[float, int]] = {}
        self._ring: deque[Entry] = deque(maxlen=limits.LOG_LINES_KEPT)
        self.end = 1
        """The number of the next line; the first one of the process is 1."""

    def add(self, event: LogEvent, now: float) -> None:
        """Take it, unless its reason was reported too often within this second."""
        kind = event.code if isinstance(event, Refused) else type(event).__name__.lower()
        since, count = self._seconds.get(kind, (now, 0))
        if now - since >= 1.0:
            since, count = now, 0
        self._seconds[kind] = (since, count + 1)
        if count < limits.LOG_LINES_PER_S:
            self._append(event)
        elif count == limits.LOG_LINES_PER_S:
            self._append(Suppressed(event.code if isinstance(event, Refused) else event.topic))

    def note(self, event: LogEvent) -> None:
        """For operators only: the shell has told it in its own words."""
        self._ring.append(Entry(self._wall_ms(), event))
        self.end += 1

    def _append(self, event: LogEvent) -> None:
        self.note(event)
        if len(self._events) < limits.LOG_EVENT_COUNT:
            self._events.append(event)

    def pull(self) -> LogEvent | None:
        """The oldest event that the shell has not printed."""
        return self._events.popleft() if self._events else None

    # --- lines --------------------------------------------------------------------------------------------------------

    @property
    def begin(self) -> int:
        """The number of the oldest line that is kept."""
        return self.end - len(self._ring)

    def page(self, number: int) -> tuple[LogLine, ...]:
        """The lines from `number` on, or from the oldest one kept: as many as one frame takes."""
        number = max(number, self.begin)
        lines: list[LogLine] = []
        room = limits.LOG_PAGE_BYTES
        for place in range(number, min(self.end, number + limits.LOG_PAGE_COUNT)):
            line = self._line(place)
            room -= len(line.text.encode()) + _LINE_BYTES
            if room < 0:
                break
            lines.append(line)
        return tuple(lines)

    def _line(self, number: int) -> LogLine:
        entry = self._ring[number - self.end]
        event = entry.event
        return LogLine(number, entry.at, event.level, event.topic, one_line(str(event), limits.LOG_TEXT_CHARS))
