"""One message to several people, each in private; and one for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.errands.chosen_files import ChosenFiles
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.picking import PickData, Picking
from udpchat.gui.presenters.errands.rows import RowData
from udpchat.sanitize import clean_text


@dataclass(frozen=True, slots=True)
class SeveralData:
    """To whom, and with which files; the text stands in the sheet."""

    people: PickData
    files: tuple[RowData, ...] = ()
    looking: bool = False


class Several(Picking[SeveralData]):
    """Sent with `send`. Keys of rows of files: paths."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._files = ChosenFiles(bench, self.refresh, self.complain)

    def data(self) -> SeveralData:
        return SeveralData(self.picked(), self._files.rows(), self._files.looking)

    def attach(self) -> None:
        """Choose files that go, too."""
        self.bench.windows.paths_to_send(self.more)

    def more(self, paths: Sequence[str]) -> None:
        """These go, too."""
        if not self.over:
            self._files.add(paths)

    def press(self, path: str, _button: str) -> None:
        """The button of a file: not that one."""
        self.complain("")
        self._files.remove(path)

    def send(self, said: str) -> None:
        """To each of them. With files the text is said about the first one."""
        users, paths, core, now = self.users, self._files.paths(), self.core, self.bench.now
        if not users:
            self.complain(text("errands.several.nobody"), "people")
        elif self._files.looking:
            return
        elif len(self._files) and not paths:
            self.complain(text("sending.nothing"))
        elif paths:
            if self._try(lambda: core.send_file(paths, now, None, users, said), "text"):
                self._sent(len(users))
        elif self._fits(said) and self._try(lambda: core.send_many(users, said, now), "text"):
            self._sent(len(users))

    def _sent(self, count: int) -> None:
        self.close()
        self.bench.windows.toast(text("errands.several.sent", count=count))

    def _fits(self, said: str) -> bool:
        return fits(self, said)


@dataclass(frozen=True, slots=True)
class AnnounceData:
    """Whether I may, and who reads it."""

    allowed: bool
    hint: str


class Announce(Errand[AnnounceData]):
    """To everybody, wherever they are."""

    def data(self) -> AnnounceData:
        rules = self.core.rules
        allowed = self.bench.moderates or rules is None or rules.announcers == "all"
        return AnnounceData(allowed, text("errands.announce.hint" if allowed else "errands.announce.forbidden"))

    def send(self, said: str) -> None:
        """To all."""
        if fits(self, said):
            self.order(lambda: self.core.announce(said, self.bench.now), self._sent, "text")

    def _sent(self, seq: int) -> None:
        if not self.later(seq):
            self.bench.windows.toast(text("errands.announce.sent"))
        self.close()


def fits(errand: Errand[AnnounceData] | Errand[SeveralData], said: str) -> bool:
    """Whether that is a message; why not is told at the text."""
    try:
        clean_text(said)
    except UdpchatError as error:
        errand.complain(error.sentence, "text")
        return False
    return True
