"""What a person does with a message: answer it, react to it, change it, take it away, ask who has read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from udpchat.catalogue import text
from udpchat.client import events, numbers
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.chat_ports import Around, Chat, Compose, Core, Errands, View
from udpchat.gui.presenters.file_deeds import FileTarget
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_data import Kind, QuestionData
from udpchat.gui.widgets.chat_rows import May, Tick
from udpchat.gui.widgets.file_data import FileVerb

MODERATORS: Final = frozenset({"moderator", "operator"})
RULERS: Final = frozenset({"owner", "admin"})


class FileDoer(Protocol):
    """Carries out the verbs of files."""

    def do(self, verb: FileVerb, target: FileTarget) -> None: ...


class DeedsCore(Core, Protocol):
    """The part of `ClientCore` that is needed here."""

    def delete(self, target: int | bytes, now: float) -> bytes: ...
    def react(self, target: int | bytes, emoji: str, on: bool, now: float) -> bytes: ...


class MessageDeeds:
    """Messages go by the keys of their rows in the open conversation; one that is gone meanwhile is no matter."""

    def __init__(
        self,
        core: DeedsCore,
        view: View,
        around: Around,
        chat: Chat,
        compose: Compose,
        errands: Callable[[], Errands],
        files: FileDoer | None = None,
    ) -> None:
        """`errands` are asked for anew each time: they are attached late. `files` carries out what is done with files."""
        self._core = core
        self._view = view
        self._around = around
        self._chat = chat
        self._compose = compose
        self._errands = errands
        self._files = files
        self._asked: set[bytes] = set()  # requests from here that are not answered yet

    # --- what may be done ---------------------------------------------------------------------------------------------

    def may(self, key: str) -> May:
        """All that this person may do with it."""
        said = self._said(key)
        if said is None or said.tick is Tick.FAILED or (said.card is not None and said.seq is None):
            return May.NOTHING
        if said.people or said.seq is None:
            return self._may_while_waiting(said)
        may = May.NOTHING if said.own or self._chat.room.kind is Kind.PRIVATE else May.WRITE
        if said.deleted:
            return may
        may |= May.REACT
        if self._may_answer():
            may |= May.REPLY
        if said.own:
            may |= self._may_with_mine(said)
        return may | May.DELETE if self._moderates() else may

    def _may_with_mine(self, said: Said) -> May:
        """Of a file only what was said about it can be changed."""
        may = May.DELETE if said.card is not None and not said.caption else May.EDIT | May.DELETE
        return may | (May.INFO if self._has_receipts(said) else May.NOTHING)

    def _may_while_waiting(self, said: Said) -> May:
        """One of mine that is not stored yet may be changed and taken back, one for several people only taken back."""
        if said.seq is not None:
            return May.NOTHING
        return May.DELETE if said.people else May.EDIT | May.DELETE

    def _may_answer(self) -> bool:
        rules = self._core.rules
        closed = self._chat.room.kind is Kind.ANNOUNCEMENTS and rules is not None and rules.announcers != "all"
        return not closed or self._core.my_role in MODERATORS

    def _has_receipts(self, said: Said) -> bool:
        """Who has read it is told in private and in groups."""
        seq = said.seq or 0
        return self._chat.room.kind in (Kind.GROUP, Kind.PRIVATE) and self._core.ticks(self._chat.room.id, seq).members > 0

    def _moderates(self) -> bool:
        """Whether others' messages may be taken away here."""
        room = self._chat.room
        if room.kind is Kind.GROUP:
            return room.info is not None and room.info.role in RULERS
        return room.kind is not Kind.PRIVATE and self._core.my_role in MODERATORS

    # --- doing it -----------------------------------------------------------------------------------------------------

    def reply(self, key: str) -> None:
        """What is typed next answers it."""
        if (said := self._for(key, May.REPLY)) is not None:
            self._compose.reply(said)

    def edit(self, key: str) -> None:
        """Take it up again in the composer."""
        if (said := self._for(key, May.EDIT)) is not None:
            self._compose.edit(said)

    def react(self, key: str, emoji: str) -> None:
        """Put an emoji to it, or take mine away."""
        said = self._for(key, May.REACT)
        if said is None or said.seq is None:
            return
        seq, on = said.seq, not any(chip.mine and chip.emoji == emoji for chip in said.reactions)
        self._ask(lambda: self._core.react(seq, emoji, on, self._around.now()))

    def delete(self, key: str) -> None:
        """Take it away for good, once the person has confirmed it."""
        said = self._for(key, May.DELETE)
        if said is None:
            return
        words = "messages.delete.ask.mine" if said.own else "messages.delete.ask.other"
        question = QuestionData(
            text("messages.delete.ask"),
            text(words, name=said.name),
            text("messages.delete"),
            text("messages.delete.back"),
            danger=True,
            icon="trash",
        )
        self._view.confirm(question, lambda: self._delete(said))

    def _delete(self, said: Said) -> None:
        target = said.ref if said.seq is None else said.seq
        self._ask(lambda: self._core.delete(target, self._around.now()))

    def info(self, key: str) -> None:
        """Who has read it."""
        said = self._for(key, May.INFO)
        if said is not None and said.seq is not None:
            self._errands().receipts(self._chat.room.id, said.seq)

    def quoted(self, key: str) -> None:
        """To what it answers."""
        said = self._said(key)
        if said is not None and said.reply:
            self._chat.open_conversation(self._chat.room.id, said.reply)

    def person(self, user: int) -> None:
        """Who that is."""
        if user:
            self._errands().person(user)

    def file(self, key: str, verb: FileVerb) -> None:
        """Do something with the file of a message, or with one that is on its way; what its card offers, nothing else."""
        said = self._said(key)
        if said is None or said.card is None or self._files is None or verb not in said.card.all_verbs:
            return
        self._files.do(verb, FileTarget(said.card.key, said.file, self._chat.room.id, said.seq or 0))

    def write(self, user: int) -> None:
        """To somebody, in private."""
        self._chat.open_conversation(numbers.private_with(user))
        self._view.write()

    # --- the core -----------------------------------------------------------------------------------------------------

    def on_event(self, event: events.Event) -> None:
        """What became of a request."""
        match event:
            case events.RequestDone(ref):
                self._asked.discard(ref)
            case events.RequestRefused(ref, _, refusal) if ref in self._asked:
                self._asked.discard(ref)
                self._view.toast(refusal.sentence)
            case _:
                pass

    def _said(self, key: str) -> Said | None:
        said = self._chat.room.timeline.by_key(key)
        return said if isinstance(said, Said) else None

    def _for(self, key: str, what: May) -> Said | None:
        """The message, if that may be done with it."""
        return self._said(key) if what in self.may(key) else None

    def _ask(self, give: Callable[[], bytes]) -> None:
        try:
            self._asked.add(give())
        except UdpchatError as error:
            self._view.toast(error.sentence)
            return
        self._around.kick()
