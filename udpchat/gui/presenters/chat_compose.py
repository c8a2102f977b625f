"""What becomes of the text in the composer: a message, a reply, another text for a message of mine, or a command.

A reply or an edit belongs to its conversation and waits there while another one is open. The text of an edit is no draft:
what was typed before it comes back when it is over. What is refused later comes back to the composer with the reason, unless
something else stands there by then; then both are told between the messages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, assert_never, cast

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.core import ClientCore
from udpchat.client.obeying import Go
from udpchat.client.parsing import Call, Say, Unknown, Wrong, meaning
from udpchat.errors import NoSuchMessage, UdpchatError
from udpchat.gui.presenters.chat_ports import Around, Chat, Core, View
from udpchat.gui.presenters.compose_commands import SECRETS, Answer, Commands, Doors
from udpchat.gui.presenters.compose_offers import OfferCore, Offers
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_code import plain
from udpchat.gui.widgets.chat_data import ContextData
from udpchat.gui.widgets.chat_rows import Tick
from udpchat.gui.widgets.completion_data import CompletionData
from udpchat.limits import DISPLAY_LINE_CHARS
from udpchat.sanitize import one_line


class ComposeCore(Core, OfferCore, Protocol):
    """The part of `ClientCore` that is needed here; commands take all of it."""

    def edit(self, target: int | bytes, text: str, now: float) -> bytes: ...


@dataclass(slots=True)
class Context:
    """What the text will be. `text`: of an edit, as far as it is typed."""

    said: Said
    editing: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """An edit on its way."""

    said: Said
    text: str
    conversation: int


class ChatCompose:
    """Of one chat. Feed it every event of the core."""

    def __init__(self, core: ComposeCore, view: View, around: Around, chat: Chat, quit: Callable[[], None]) -> None:
        self._core = core
        self._view = view
        self._around = around
        self._chat = chat
        self._contexts: dict[int, Context] = {}  # by conversation
        self._shown = chat.room.id  # the conversation whose text the composer holds
        self._changed: dict[bytes, Changed] = {}  # by ref
        self._offers = Offers(core, lambda: chat.room.id)
        doors = Doors(chat, lambda: chat.errands, self._go, quit)
        self._commands = Commands(cast(ClientCore, core), view, around, doors, self._answered)

    # --- replies and edits --------------------------------------------------------------------------------------------

    @property
    def _context(self) -> Context | None:
        return self._contexts.get(self._chat.room.id)

    def reply(self, said: Said) -> None:
        """What is typed will answer this."""
        if said.seq is None:
            self._view.toast(text("composing.not_stored"))
            return
        self._end_edit()
        self._contexts[self._chat.room.id] = Context(said, editing=False)
        self._show()
        self._view.write()

    def edit(self, said: Said) -> None:
        """Take a message of mine up again."""
        if _mine_to_edit(said):
            self._contexts[self._chat.room.id] = Context(said, editing=True, text=said.text)
            self._show()
            self._view.set_text(said.text)
            self._view.write()

    def edit_last(self) -> bool:
        """My last message in the open conversation, also one that waits; False if there is none."""
        for item in reversed(self._chat.room.timeline.items):
            if isinstance(item, Said) and _mine_to_edit(item):
                self.edit(item)
                return True
        return False

    def cancel(self) -> bool:
        """No reply and no edit; False if there was none."""
        context = self._context
        if context is None:
            return False
        self._end_edit()
        self._contexts.pop(self._chat.room.id, None)
        self._show()
        return True

    def take_reply(self, conversation: int) -> int:
        """What is sent there in another way answers this message; 0: none. The reply is done."""
        context = self._contexts.get(conversation)
        if context is None or context.editing:
            return 0
        del self._contexts[conversation]
        self._show()
        return context.said.seq or 0

    def opened(self) -> None:
        """Another conversation is open, and the composer holds its draft."""
        self._shown = self._chat.room.id
        self._show()
        context = self._context
        if context is not None and context.editing:
            self._view.set_text(context.text)

    def _end_edit(self) -> None:
        """What was typed before the edit comes back."""
        context = self._context
        if context is not None and context.editing:
            del self._contexts[self._chat.room.id]
            self._show()
            self._view.set_text(self._chat.room.draft)

    def _show(self) -> None:
        context = self._context
        self._view.show_context(None if context is None else _data(context))

    # --- texts --------------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What stands in the composer."""
        context = self._context
        return context.text if context is not None and context.editing else self._chat.room.draft

    def keeps(self, draft: str) -> bool:
        """Whether what stands in the composer is a draft to be kept: not a message being edited, no password."""
        context = self._context
        if context is not None and context.editing:
            if self._shown == self._chat.room.id:
                context.text = draft
            return False
        return not draft.lower().startswith(SECRETS)

    def complete(self, line: str) -> CompletionData:
        """Ways to go on with a text whose end is being typed."""
        context = self._context
        return CompletionData() if context is not None and context.editing and line[:1] == "/" else self._offers.of(line)

    def send(self, said: str) -> bool:
        """False: not taken, the view was told why."""
        context = self._context
        if context is not None and context.editing:
            return self._save(context, said)
        match meaning(said):
            case None:
                return False
            case Say(words):
                return self._say(words, context)
            case Unknown(name):
                return self._complain(text("composing.unknown", name=one_line(name, DISPLAY_LINE_CHARS)))
            case Wrong(command, _):
                if self._commands.open_instead(command, said):
                    return True
                return self._complain(text("composing.usage", usage=command.usage))
            case Call() as call:
                return self._obey(call, said)
            case other:
                assert_never(other)

    def post(self, words: str, reply: int = 0) -> bool:
        """A text as it is, whatever it begins with, to the open conversation."""
        room = self._chat.room
        try:
            self._core.send_message(words, self._around.now(), room.id, reply)
        except UdpchatError as error:
            return self._complain(error.sentence)
        self._chat.posted()
        self._around.kick()
        return True

    def _say(self, words: str, context: Context | None) -> bool:
        """A message, or the reply that was begun."""
        if not self.post(words, context.said.seq or 0 if context else 0):
            return False
        if self._contexts.pop(self._chat.room.id, None) is not None:
            self._show()
        return True

    def _save(self, context: Context, said: str) -> bool:
        """The text of an edit is done."""
        about, room = context.said, self._chat.room
        if said != about.text:
            try:
                ref = self._core.edit(about.seq or about.ref, said, self._around.now())
            except NoSuchMessage:
                del self._contexts[room.id]
                self._show()
                return self._complain(text("composing.gone"))
            except UdpchatError as error:
                return self._complain(error.sentence)
            if ref != about.ref:  # else it was never sent, and is changed where it waits
                self._changed[ref] = Changed(about, said, room.id)
            self._around.kick()
        self._end_edit()
        return True

    def _complain(self, sentence: str) -> bool:
        self._view.complain(sentence)
        return False

    # --- commands -----------------------------------------------------------------------------------------------------

    def _obey(self, call: Call, said: str) -> bool:
        room = self._chat.room.id
        wrong = self._commands.obey(call, said, room)
        self._around.kick()
        if wrong:
            return self._complain(wrong)
        if call.command.name == "reply":
            self._chat.posted()
        return True

    def _answered(self, answer: Answer) -> None:
        """What came of a command, some time later."""
        if answer.error is None:
            self._commands.show(answer)
        else:
            self._give_back(answer.line, answer.error.sentence, answer.conversation)

    def _give_back(self, line: str, why: str, conversation: int) -> None:
        """A text that was taken and then refused."""
        room = self._chat.room
        if room.id == conversation and not room.draft and self._context is None:
            self._view.set_text(line)
            self._view.complain(why)
            return
        secret = line.lower().startswith(SECRETS)
        shown = line.split(" ", 1)[0] if secret else one_line(line, DISPLAY_LINE_CHARS)
        self._chat.notice(text("composing.failed", line=shown, why=why))

    def _go(self, go: Go) -> None:
        self._chat.open_conversation(go.conversation)

    # --- from the core ------------------------------------------------------------------------------------------------

    def on_event(self, event: events.Event) -> None:
        """One event of the core."""
        match event:
            case events.RequestDone(ref=ref):
                self._changed.pop(ref, None)
            case events.RequestRefused(ref=ref, refusal=why):
                if (changed := self._changed.pop(ref, None)) is not None:
                    self._refused(changed, why)
            case events.MessageWithdrawn(ref=ref):
                self._gone(lambda said: said.ref == ref)
            case events.MessagesChanged(messages):
                deleted = {message.seq for message in messages if message.deleted}
                self._gone(lambda said: said.seq in deleted)
            case events.RoomsChanged(gone=gone):
                for conversation in gone:
                    self._contexts.pop(conversation, None)
            case events.HistoryReset():
                self._gone(lambda said: said.seq is not None)
            case _:
                pass
        self._commands.on_event(event)

    def _refused(self, changed: Changed, why: UdpchatError) -> None:
        """An edit that cannot be: back to editing, if nothing else is being written."""
        room = self._chat.room
        if room.id == changed.conversation and not room.draft and self._context is None:
            self.edit(changed.said)
            self._view.set_text(changed.text)
            self._view.complain(why.sentence)
        else:
            self._give_back(changed.text, why.sentence, changed.conversation)

    def _gone(self, is_it: Callable[[Said], bool]) -> None:
        """Messages are there no more: none of them can be answered or changed."""
        for conversation, context in list(self._contexts.items()):
            if not is_it(context.said):
                continue
            if conversation == self._chat.room.id:
                self._around.later(0.0, partial(self._forget, context))  # the view may be drawing
            else:
                del self._contexts[conversation]

    def _forget(self, context: Context) -> None:
        if self._context is context:
            del self._contexts[self._chat.room.id]
            self._show()


def _mine_to_edit(said: Said) -> bool:
    """One on its way to several people has no place yet where it could be changed; of a file only the words about it can."""
    waits_for_many = bool(said.people) and said.seq is None
    if said.card is not None and (said.seq is None or not said.caption):
        return False
    return said.own and not said.deleted and said.text != "" and said.tick is not Tick.FAILED and not waits_for_many


def _data(context: Context) -> ContextData:
    said = context.said
    if context.editing:
        return ContextData("edit", text("composing.edit"), one_line(plain(said.text), DISPLAY_LINE_CHARS))
    line = one_line(plain(said.line), DISPLAY_LINE_CHARS)
    title = text("composing.reply.me") if said.own else text("composing.reply", name=said.name)
    return ContextData("reply", title, line)
