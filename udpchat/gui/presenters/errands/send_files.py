"""Files before they go: what they are, where they go, and what is said about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from udpchat.catalogue import text
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.errands.chosen_files import ChosenFiles
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.rows import RowData, title_of
from udpchat.sanitize import clean_text


@dataclass(frozen=True, slots=True)
class SendFilesData:
    """`count` of them can be sent."""

    where: str
    rows: tuple[RowData, ...]
    count: int
    summary: str
    looking: bool


class SendFiles(Errand[SendFilesData]):
    """To one conversation. Keys of rows: paths."""

    def __init__(self, bench: Bench, paths: Sequence[str], conversation: int) -> None:
        super().__init__(bench)
        self.conversation = conversation
        self._first = list(paths)
        self._files = ChosenFiles(bench, self.refresh, self.complain)

    def begin(self) -> None:
        self._files.add(self._first)

    def data(self) -> SendFilesData:
        files = self._files
        where = title_of(self.core, self.conversation)
        return SendFilesData(where, files.rows(), len(files.paths()), files.summary(), files.looking)

    def add(self) -> None:
        """Choose some more."""
        self.bench.windows.paths_to_send(self.more)

    def more(self, paths: Sequence[str]) -> None:
        """These, too."""
        if not self.over:
            self.complain("")
            self._files.add(paths)

    def press(self, path: str, _button: str) -> None:
        """The button of a row: not that one."""
        self.complain("")
        self._files.remove(path)

    def send(self, said: str) -> None:
        """Those that can go."""
        paths = self._files.paths()
        if self._files.looking:
            return
        if not paths:
            self.complain(text("sending.nothing"))
        elif caption_fits(self, said):
            reply = self.bench.take_reply(self.conversation)
            give = partial(self.core.send_file, paths, self.bench.now, self.conversation, text=said, reply=reply)
            if self._try(give, "text"):
                self.close()
                self.bench.posted(self.conversation)
                self.bench.windows.write()


def caption_fits(errand: Errand[SendFilesData], said: str) -> bool:
    """Whether that can be said about files: nothing, too."""
    try:
        if said.strip():
            clean_text(said)
    except UdpchatError as error:
        errand.complain(error.sentence, "text")
        return False
    return True
