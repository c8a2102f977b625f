"""The files of a conversation, or of all: who sent what when; also those that are only on this computer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from udpchat.catalogue import text
from udpchat.client.events import (
    Event,
    Message,
    MessagesAdded,
    MessagesChanged,
    RequestRefused,
    SearchFound,
    StateChanged,
    TransferChanged,
)
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.file_rows import FileLine
from udpchat.gui.presenters.errands.rows import RowData, title_of
from udpchat.gui.presenters.errands.search import MORE
from udpchat.gui.presenters.file_cards import About, card_of
from udpchat.gui.presenters.file_deeds import FileTarget
from udpchat.gui.presenters.timeline_rows import short_time
from udpchat.gui.widgets.file_data import FileVerb
from udpchat.limits import ASK_REST_S, FOUND_SHOWN_COUNT, TRANSFER_TICK_S
from udpchat.names import fold


@dataclass(frozen=True, slots=True)
class FilesData:
    """What was found, newest first, and in words how much."""

    place: str  # the conversation that it may be narrowed to; "" for none
    here: bool
    rows: tuple[RowData, ...]
    hint: str
    status: str
    offline: bool = False


class FileList(Errand[FilesData]):
    """Keys of rows: `conversation seq`."""

    def __init__(self, bench: Bench, conversation: int | None) -> None:
        super().__init__(bench)
        self._place = conversation
        self._here = conversation is not None
        self._words = ""
        self._ref: bytes | None = None
        self._found: dict[int, Message] = {}  # by seq
        self._more = 0
        self._offline = self._answered = False
        self._lines: dict[str, FileLine] = {}

    def begin(self) -> None:
        self._search()

    def take(self, event: Event) -> bool:
        match event:
            case SearchFound(ref, messages, more, offline) if ref == self._ref:
                self._came(messages, more, offline)
            case RequestRefused(ref=ref) if ref == self._ref:
                self._ref = None
                self.complain(event.refusal.sentence)
            case MessagesAdded(messages) if not self._words:
                fresh = [one for one in messages if one.file is not None and self._belongs(one)]
                self._found = {**{one.seq: one for one in reversed(fresh)}, **self._found}
            case MessagesChanged(messages):
                self._changed(messages)
            case TransferChanged():  # many, ten times a second: drawn together
                self.timers.later(TRANSFER_TICK_S, self._again, restart=False)
                return False
            case _:
                return isinstance(event, StateChanged)
        return True

    def _came(self, messages: tuple[Message, ...], more: int, offline: bool) -> None:
        self._ref, self._answered, self._more, self._offline = None, True, more, offline
        self._found |= {one.seq: one for one in messages if one.file is not None}
        if more and not messages and len(self._found) < FOUND_SHOWN_COUNT:
            self.more()  # it took too long: go on from there

    def _changed(self, messages: tuple[Message, ...]) -> None:
        for one in messages:
            if one.seq in self._found:
                if one.file is None:
                    del self._found[one.seq]
                else:
                    self._found[one.seq] = one

    def _belongs(self, message: Message) -> bool:
        return not self._here or message.conversation == self._place

    def _again(self) -> None:
        self.timers.forget(self._again)
        self.refresh()

    # --- what is looked for -------------------------------------------------------------------------------------------

    def look_for(self, words: str) -> None:
        """The person types a name; it is searched when the typing rests."""
        if words.strip() != self._words:
            self._words = words.strip()
            self.timers.later(ASK_REST_S, self._search)

    def narrow(self, here: bool) -> None:
        """Of the one conversation only, or of all."""
        self._here = here
        self._search()

    def _search(self) -> None:
        self.timers.forget(self._search)
        kept = self._found.values() if self._words else ()  # what is known already is found by its name at once
        self._found = {one.seq: one for one in kept if self._fits(one) and self._belongs(one)}
        self._more, self._answered, self._ref = 0, False, None
        self.complain("")
        self.more()

    def _fits(self, message: Message) -> bool:
        return message.file is not None and fold(self._words) in fold(message.file.name)

    def more(self) -> None:
        """Older ones."""
        place = self._place if self._here else None

        def ask() -> None:
            self._ref = self.core.search(self._words, self.bench.now, place, before=self._more, files=True)

        self.ask(ask)
        self.refresh()

    # --- what one does ------------------------------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """Go to the message, or on."""
        if key == MORE:
            self.more()
        elif key in self._lines:
            target = self._lines[key].target
            self.go(target.conversation, target.seq)

    def press(self, key: str, verb: str) -> None:
        """A button of a line."""
        self.do(key, FileVerb(verb))

    def verbs(self, key: str) -> tuple[FileVerb, ...]:
        """For the menu of a line."""
        return self._lines[key].verbs if key in self._lines else ()

    def do(self, key: str, verb: FileVerb) -> None:
        """Carry a verb out."""
        line = self._lines.get(key)
        if line is not None:
            self.bench.files.do(verb, line.target)
            self.refresh()

    # --- what is shown ------------------------------------------------------------------------------------------------

    def data(self) -> FilesData:
        place = title_of(self.core, self._place) if self._place is not None else ""
        newest = sorted(self._found.values(), key=lambda one: -one.seq)
        self._lines = {}
        rows = [self._row(message) for message in newest[:FOUND_SHOWN_COUNT]]
        if self._more and self._ref is None and len(rows) < FOUND_SHOWN_COUNT:
            rows.append(RowData(MORE, text("conversation_files.more"), link=True))
        return FilesData(place, self._here, tuple(rows), self._hint(), self._status(), self._offline and self._answered)

    def _hint(self) -> str:
        if not self._answered:
            return text("conversation_files.busy")
        return text("conversation_files.none.words" if self._words else "conversation_files.none")

    def _status(self) -> str:
        if self._offline and self._answered:
            return text("conversation_files.offline")
        count = f"{len(self._found)}+" if self._more else str(len(self._found))
        return text("conversation_files.count", count=count) if self._found else ""

    def _row(self, message: Message) -> RowData:
        file, core = message.file, self.core
        assert file is not None
        own = message.author == core.me
        progress = core.download_of(file.id) or core.transfer(message.ref)
        about = About(own, message.conversation < 0, "", "", self.bench.online)
        card = card_of(progress, file, about)
        name = text("conversation_files.you") if own else core.name_of(message.author) or message.name
        card = replace(card, line=" \u00b7 ".join((name, card.line)))
        key = f"{message.conversation} {message.seq}"
        target = FileTarget(card.key, file, message.conversation, message.seq)
        line = self._lines[key] = FileLine(card, target, self._when(message))
        row = line.row(key)
        return row if self._here else replace(row, note=title_of(core, message.conversation))

    def _when(self, message: Message) -> str:
        around = self.bench.around
        when, today = around.moment(message.at), around.moment(around.wall_ms()).day
        return when.clock if when.day == today else f"{short_time(when, today)} {when.clock}"
