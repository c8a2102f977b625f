"""What errands stand between: the core on one side, sheets over the chat window on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Shown(Protocol):
    """One sheet on the screen."""

    def show(self, data: Any) -> None:
        """How things stand now."""

    def complain(self, sentence: str, field: str = "") -> None:
        """What was wrong, at that field or at the foot; "" takes it back."""

    def work(self, busy: bool) -> None:
        """The server is asked to do something, or has answered."""

    def close(self) -> None:
        """Off the screen; the keyboard goes back to where it was."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A question before something that cannot be taken back."""

    title: str
    words: str
    verb: str
    icon: str = ""


class Windows(Protocol):
    """Makes sheets."""

    def open(self, errand: Any, data: Any) -> Shown:
        """The sheet for an errand; there is at most one."""

    def confirm(self, asked: Confirmation, on_yes: Callable[[], None]) -> None:
        """Ask first."""

    def path_to_save(self, name: str, ending: str) -> Path | None:
        """Ask where to save a file; None: nowhere."""

    def paths_to_send(self, then: Callable[[Sequence[str]], None]) -> None:
        """Ask for files; `then` hears of those that were chosen."""

    def beside(self, look: Callable[[], T], then: Callable[[T | None], None]) -> None:
        """Do something that blocks on another thread; `then` gets what came of it here, None if it failed."""

    def show_file(self, path: Path) -> None:
        """Show where a file is."""

    def write(self) -> None:
        """The keyboard goes to the composer."""

    def toast(self, said: str) -> None:
        """A passing word."""
