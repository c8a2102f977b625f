"""A conversation as a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from udpchat.catalogue import text
from udpchat.client.events import Event, Exported, ExportFailed
from udpchat.client.export import FORMATS, SUFFIXES, Format
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.rows import title_of

ENDINGS: Final[dict[Format, str]] = {"html": ".html", "text": ".txt", "json": ".json"}
UNFIT: Final = '<>:"/\\|?*'
NAME_CHARS: Final = 60  # of a suggested file name


@dataclass(frozen=True, slots=True)
class ExportData:
    """What is to be saved; `done`: it is, in words."""

    title: str
    formats: tuple[str, ...] = FORMATS
    done: str = ""


class Export(Errand[ExportData]):
    """Of one conversation."""

    def __init__(self, bench: Bench, conversation: int) -> None:
        super().__init__(bench)
        self.conversation = conversation
        self._path: Path | None = None
        self._count: int | None = None

    def data(self) -> ExportData:
        done = ""
        if self._path is not None and self._count is not None:
            done = text("errands.export.done", count=self._count, name=self._path.name)
        return ExportData(title_of(self.core, self.conversation), done=done)

    def take(self, event: Event) -> bool:
        match event:
            case Exported(path, count) if path == self._path:
                self._count = count
                self._work(-1)
                return True
            case ExportFailed(path, reason) if path == self._path:
                self._path = None
                self._work(-1)
                self.complain(text("errands.export.failed", reason=reason))
        return False

    def save(self, form: str) -> None:
        """Ask where, and write it."""
        chosen = next(each for each in FORMATS if each == form)
        path = self.bench.windows.path_to_save(self._name() + ENDINGS[chosen], ENDINGS[chosen])
        if path is None or self.over:
            return
        chosen = SUFFIXES.get(path.suffix.lower(), chosen)
        self.complain("")
        self._path, self._count = path, None
        self._work(1)
        if not self.ask(lambda: self.core.export(self.conversation, path, chosen, self.bench.now)):
            self._work(-1)

    def show_file(self) -> None:
        """Where it is."""
        if self._path is not None:
            self.bench.windows.show_file(self._path)

    def _name(self) -> str:
        title = title_of(self.core, self.conversation)
        kept = "".join("_" if char in UNFIT or not char.isprintable() else char for char in title)
        return kept.strip(" .")[:NAME_CHARS] or text("errands.conversation")
