"""How far files are, for a person at a terminal: a line now and then, none for what is done in a moment."""

from __future__ import annotations

from collections.abc import Callable

from udpchat.catalogue import text
from udpchat.client.events import Progress, TransferState
from udpchat.limits import LINE_CHARS, PROGRESS_EVERY_S
from udpchat.sanitize import one_line
from udpchat.sizes import size_words


class Progresses:
    """When each transfer was shown last."""

    def __init__(self, print_line: Callable[[str], None]) -> None:
        self._print = print_line
        self._shown_at: dict[bytes, float] = {}

    def show(self, transfer: Progress, now: float) -> None:
        """A transfer as it stands; maybe it is time for a line."""
        if transfer.state is not TransferState.SENDING:
            self._shown_at.pop(transfer.key, None)
            return
        shown_at = self._shown_at.setdefault(transfer.key, now)
        if now < shown_at + PROGRESS_EVERY_S or not transfer.size:
            return
        self._shown_at[transfer.key] = now
        left = f"{transfer.left_s:.0f} s" if transfer.left_s is not None else "?"
        values = {"percent": 100 * transfer.done // transfer.size, "size": size_words(transfer.size)}
        name = one_line(transfer.name, LINE_CHARS)
        line = text("command.file.progress", name=name, pace=size_words(int(transfer.per_s)), left=left, **values)
        self._print(f"* {line}")
