"""Files as lines of a list: what their cards say, with the verbs of the cards as buttons and in a menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.presenters.errands.rows import Picture, RowButton, RowData
from udpchat.gui.presenters.file_deeds import FileTarget
from udpchat.gui.widgets.file_data import CardData, FileState, FileVerb

ICONS: Final = {
    FileVerb.ACCEPT: "download",
    FileVerb.DOWNLOAD: "download",
    FileVerb.DECLINE: "ban",
    FileVerb.PAUSE: "pause",
    FileVerb.RESUME: "play",
    FileVerb.CANCEL: "close",
    FileVerb.RETRY: "refresh",
    FileVerb.DISMISS: "close",
    FileVerb.VIEW: "eye",
    FileVerb.SHOW_IN_FOLDER: "folder",
    FileVerb.OPEN: "file",
    FileVerb.SAVE_AS: "download",
    FileVerb.COPY_PATH: "copy",
    FileVerb.FORWARD: "chevright",
    FileVerb.WHO_HAS_IT: "users",
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a list: its card, which file it is, and where it was sent."""

    card: CardData
    target: FileTarget
    where: str = ""

    def row(self, key: str) -> RowData:
        """The line."""
        card = self.card
        picture = Picture(card.sign, card.sign or "file", tile=True, glyph="" if card.sign else "file", sign=card.sign)
        buttons = tuple(RowButton(verb.value, ICONS[verb], text(f"files.verb.{verb.value}")) for verb in card.verbs)
        wrong = card.state is FileState.FAILED
        return RowData(
            key, card.name, "", card.line, self.where, picture, fraction=card.fraction, buttons=buttons, wrong=wrong
        )

    @property
    def verbs(self) -> tuple[FileVerb, ...]:
        """Everything that may be done with it."""
        return self.card.all_verbs
