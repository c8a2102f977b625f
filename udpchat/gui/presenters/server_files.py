"""The files of the server in words: rows of a table, filtered and sorted, the card of one, and what is on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.client.operator import FileFigures, FileRules, StoredRow, TransferRow
from udpchat.gui.presenters.server_format import NOTHING, count, duration, moment
from udpchat.gui.presenters.server_table import Table
from udpchat.names import fold
from udpchat.sizes import size_words

MOVING_SHOWN: Final = 4
QUIET_S: Final = 3.0  # without a change in the figures nothing moves
SMOOTH: Final = 0.6  # weight of what was known of a speed before


class Column(Enum):
    """The columns, in their order; the value is the part of their key in the catalogue."""

    NAME = "file"
    SIZE = "size"
    OWNER = "sender"
    FETCHED = "fetched"
    SENT = "sent_at"


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words."""

    file: int
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Files:
    """The table; `cut`: there are more than it holds."""

    rows: tuple[Line, ...] = ()
    count: int = 0
    column: Column = Column.SENT
    descending: bool = True
    known: bool = False
    needle: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class FileCard:
    """One file, in words. `under`: its size."""

    file: int
    name: str
    under: str
    owner: int
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MovingLine:
    """One transfer: whose and what, how far in words, and as a share of the whole."""

    up: bool
    who: str
    name: str
    words: str
    fraction: float


@dataclass(frozen=True, slots=True)
class Moving:
    """What is stored, what is on its way; `fraction`: of all that may be stored. `more`: transfers that are not listed."""

    stored: str = ""
    free: str = ""
    fraction: float = 0.0
    title: str = ""
    lines: tuple[MovingLine, ...] = ()
    more: int = 0


class FilesTable(Table[Column]):
    """Holds what the person chose."""

    def __init__(self) -> None:
        super().__init__(Column.SENT, (Column.SIZE, Column.FETCHED, Column.SENT))

    def files(self, rows: Sequence[StoredRow], now_ms: int, known: bool, cut: bool) -> Files:
        """The table at this moment."""
        chosen = [row for row in rows if self._fits(row)]
        chosen.sort(key=lambda row: row.file, reverse=True)
        chosen.sort(key=_KEYS[self._column], reverse=self._descending)
        lines = tuple(_in_words(row, now_ms) for row in chosen)
        return Files(lines, len(rows), self._column, self._descending, known, self.needle, cut)

    def _fits(self, row: StoredRow) -> bool:
        return self.holds(row.name, row.owner_name)


def card(row: StoredRow, rows: Iterable[StoredRow], rules: FileRules | None, now_ms: int) -> FileCard:
    """The card of one file."""
    same = sum(other.sha256 == row.sha256 and other.size == row.size for other in rows)
    facts = [
        (text("operator.column.sender"), row.owner_name or text("operator.files.gone")),
        (text("operator.column.sent_at"), moment(row.at, now_ms)),
        (text("operator.files.messages"), count(row.messages)),
        (text("operator.column.fetched"), count(row.fetched)),
    ]
    if row.declined:
        facts.append((text("operator.files.declined"), count(row.declined)))
    if same > 1:
        facts.append((text("operator.files.copies"), text("operator.files.copies_of", count=count(same))))
    if rules is not None:
        left_s = rules.days * 86_400 - (now_ms - row.at) / 1000
        facts.append((text("operator.files.kept"), text("operator.files.kept_for", time=duration(max(left_s, 0)))))
    facts += [(text("operator.user.number"), f"#{row.file}"), ("SHA-256", row.sha256.hex()[:32] + "…")]
    return FileCard(row.file, row.name, size_words(row.size), row.owner, tuple(facts))


class Speeds:
    """How fast each transfer is, from one telling to the next."""

    def __init__(self) -> None:
        self._figures: FileFigures | None = None
        self._heard_at = 0.0
        self._per_s: dict[tuple[bool, int], float] = {}

    def hear(self, figures: FileFigures, now: float) -> None:
        """The figures of a moment."""
        before = {(row.up, row.number): row.done for row in self._figures.rows} if self._figures is not None else {}
        lasting = now - self._heard_at
        fresh: dict[tuple[bool, int], float] = {}
        for row in figures.rows:
            key = row.up, row.number
            if key in before and lasting > 0:
                speed, known = max(row.done - before[key], 0) / lasting, self._per_s.get(key)
                fresh[key] = speed if known is None else SMOOTH * known + (1 - SMOOTH) * speed
        self._figures, self._heard_at, self._per_s = figures, now, fresh

    def clear(self) -> None:
        """Nothing is known."""
        self._figures, self._per_s = None, {}

    @property
    def file_count(self) -> int:
        """How many files can be fetched; -1: not known."""
        return self._figures.files if self._figures is not None else -1

    def moving(self, rules: FileRules | None, now: float) -> Moving:
        """In words."""
        figures = self._figures
        if figures is None:
            return Moving()
        still = now - self._heard_at > QUIET_S
        total = rules.total_bytes if rules is not None else 0
        used = size_words(figures.used)
        stored = text("operator.files.stored_of", used=used, total=size_words(total)) if total else used
        free = text("operator.files.free", free=size_words(figures.free)) if figures.free else ""
        whole = figures.uploads + figures.downloads
        title = _title(figures.uploads, figures.downloads)
        lines = tuple(self._line(row, still) for row in figures.rows[:MOVING_SHOWN])
        return Moving(stored, free, min(figures.used / total, 1.0) if total else 0.0, title, lines, whole - len(lines))

    def _line(self, row: TransferRow, still: bool) -> MovingLine:
        per_s = 0.0 if still else self._per_s.get((row.up, row.number), 0.0)
        words = text("operator.files.part", done=size_words(row.done), size=size_words(row.size))
        if per_s >= 1:
            words = text("operator.files.part_speed", part=words, speed=size_words(int(per_s)))
        return MovingLine(row.up, row.name or NOTHING, row.file, words, row.done / row.size if row.size else 1.0)


def _title(up: int, down: int) -> str:
    if up and down:
        return text("operator.files.moving", up=count(up), down=count(down))
    if up:
        return text("operator.files.moving_up", up=count(up))
    return text("operator.files.moving_down", down=count(down)) if down else ""


def _in_words(row: StoredRow, now_ms: int) -> Line:
    cells = (size_words(row.size), row.owner_name or NOTHING, count(row.fetched), moment(row.at, now_ms))
    return Line(row.file, row.name, cells)


_KEYS: Final[dict[Column, Callable[[StoredRow], Any]]] = {
    Column.NAME: lambda row: fold(row.name),
    Column.SIZE: lambda row: row.size,
    Column.OWNER: lambda row: fold(row.owner_name),
    Column.FETCHED: lambda row: row.fetched,
    Column.SENT: lambda row: row.at,
}
