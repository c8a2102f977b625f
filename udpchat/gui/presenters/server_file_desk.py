"""The page of files: asks for the list when it may be another one, puts it into words, and has files taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from udpchat.catalogue import text
from udpchat.client.operator import FileFigures, FileRules, StoredRow
from udpchat.gui.presenters.server_acts import Acts
from udpchat.gui.presenters.server_files import Column, FileCard, Files, FilesTable, Moving, Speeds, card
from udpchat.gui.presenters.server_lists import Ask
from udpchat.limits import OPERATOR_ASK_ROW_S, OPERATOR_ASK_S
from udpchat.operate import questions
from udpchat.operate.desk import Outcome

T = TypeVar("T")


class FilesView(Protocol):
    """The page. Each verb replaces what the same verb showed before."""

    def show_files(self, files: Files) -> None:
        """The table."""

    def show_file(self, card: FileCard | None) -> None:
        """The card of one file; None: none is chosen."""

    def show_moving(self, moving: Moving) -> None:
        """What is stored and on its way."""

    def show_file_count(self, count: int | None) -> None:
        """The number in the navigation; None: not known."""


class FileDesk:
    """Fed by the presenter of the office, which also tells it the time and whether the page is seen."""

    def __init__(self, view: FilesView, ask: Ask, acts: Acts) -> None:
        self._view, self._ask, self._acts = view, ask, acts
        self._table, self._speeds = FilesTable(), Speeds()
        self._rows: list[StoredRow] = []
        self._whole = self._stale = True
        self._known = self._asking = False
        self._asked_at = float("-inf")
        self._file = 0
        self._rules: FileRules | None = None
        self._now, self._server_ms = 0.0, 0
        self._seen = False
        self._shown: dict[str, object] = {}

    # --- what the relay tells -----------------------------------------------------------------------------------------

    def heard(self, figures: FileFigures) -> None:
        """Sums and transfers."""
        self._stale |= figures.files != self._speeds.file_count
        self._speeds.hear(figures, self._now)

    def rules(self, rules: FileRules | None) -> None:
        """The settings."""
        self._rules = rules

    def spoil(self) -> None:
        """The list may be another one."""
        self._stale = True

    def silent(self) -> None:
        """Nothing is known of the present."""
        self._rows, self._whole, self._known, self._asking, self._stale = [], True, False, False, True
        self._asked_at = float("-inf")
        self._speeds.clear()
        self._draw()

    # --- time ---------------------------------------------------------------------------------------------------------

    def tick(self, now: float, server_ms: int, seen: bool, online: bool) -> None:
        """Once a second, and when something happened."""
        if seen and not self._seen:
            self._stale = True  # who has a file changes without a word
        self._now, self._server_ms, self._seen = now, server_ms, seen
        rest_s = OPERATOR_ASK_S + len(self._rows) * OPERATOR_ASK_ROW_S
        if seen and online and self._stale and not self._asking and now >= self._asked_at + rest_s:
            self._stale, self._asking, self._asked_at = False, True, now
            self._ask(lambda office: questions.files(), self._arrived)
        self._draw()

    def _arrived(self, outcome: Outcome[tuple[list[StoredRow], bool]]) -> None:
        self._asking = False
        if outcome.value is None:
            self._stale = True
            return
        self._rows, self._whole = outcome.value
        self._known = True
        self._draw()

    # --- what the person does -----------------------------------------------------------------------------------------

    def find(self, needle: str) -> None:
        """The filter."""
        self._table.find(needle)
        self._draw()

    def sort(self, column: Column) -> None:
        """A heading was clicked."""
        self._table.sort_by(column)
        self._draw()

    def choose(self, file: int) -> None:
        """The card of this file; 0: of none."""
        self._file = file
        self._draw()

    def remove(self, file: int) -> None:
        """Ask whether to take it away from everybody."""
        row = self._row(file)
        if row is not None:
            self._acts.remove_file(row.file, row.name, row.owner_name or text("operator.files.gone"))

    # --- inside -------------------------------------------------------------------------------------------------------

    def _row(self, file: int) -> StoredRow | None:
        return next((row for row in self._rows if row.file == file), None)

    def _draw(self) -> None:
        count = self._speeds.file_count
        self._show("count", count if count >= 0 else None, self._view.show_file_count)
        if not self._seen:
            return
        rows, now_ms = self._rows, self._server_ms
        self._show("files", self._table.files(rows, now_ms, self._known, not self._whole), self._view.show_files)
        row = self._row(self._file)
        self._show("file", card(row, rows, self._rules, now_ms) if row is not None else None, self._view.show_file)
        self._show("moving", self._speeds.moving(self._rules, self._now), self._view.show_moving)

    def _show(self, key: str, value: T, verb: Callable[[T], Any]) -> None:
        if self._shown.get(key, FileDesk) != value:
            self._shown[key] = value
            verb(value)
