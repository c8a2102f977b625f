"""What a person sees of the conversations: messages in order with where they were said, and what became of them."""

from __future__ import annotations

from collections.abc import Callable

from udpchat.catalogue import text
from udpchat.client import events, numbers
from udpchat.client.core import ClientCore
from udpchat.client.export import happened
from udpchat.client.message import Message
from udpchat.client.showing import message_line
from udpchat.limits import HISTORY_SHOWN_COUNT, LINE_CHARS
from udpchat.sanitize import one_line
from udpchat.terminal.timeline import Timeline

PrintLine = Callable[[str], None]


class Board:
    """`quiet`: nothing but announcements is shown, for who asks for an inbox."""

    def __init__(self, core: ClientCore, print_line: PrintLine) -> None:
        self.quiet = False
        self._earliest: dict[int, int] = {}  # what was shown of each conversation on demand begins there
        self._asked: set[int] = set()
        self._core = core
        self._print = print_line
        self._timeline = Timeline()

    def restart(self) -> None:
        """Another log, or another person."""
        self._timeline = Timeline()
        self._earliest.clear()

    def ask_earlier(self, conversation: int, now: float) -> None:
        """More of the past is wanted: what lies before everything that was shown, or before the usual few."""
        last = self._core.newest_messages(conversation, HISTORY_SHOWN_COUNT)
        before = self._earliest.get(conversation) or (last[0].seq if last else 2**63 - 1)
        self._asked.add(conversation)
        self._core.load_earlier(before, now, conversation)

    @property
    def shown_to(self) -> int:
        """Everything up to this seq has been shown or was too old to be."""
        return self._timeline.shown_to

    def on_event(self, event: events.Event) -> bool:
        """Take an event; whether it belongs here."""
        match event:
            case events.MessagesAdded(messages):
                for message in messages:
                    self._timeline.add(message)
            case events.MessagesChanged(messages):
                self._changed(messages)
            case events.NoticesAdded(notices, live=True):
                for notice in notices:
                    self._happened(notice)
            case events.EarlierLoaded(messages, more, conversation):
                if conversation in self._asked:
                    self._asked.discard(conversation)
                    self._earlier(messages, more, conversation)
            case events.NoticesAdded() | events.ConversationArchived():
                pass
            case _:
                return False
        return True

    def flush(self) -> None:
        """Show what is complete now."""
        self._timeline.signed_in(self._core.head)
        ready = self._timeline.ready(self._core.contiguous_to)
        together: dict[bytes, list[Message]] = {}
        for message in ready:
            if message.bundle and message.author == self._core.me:
                together.setdefault(message.bundle, []).append(message)
        for message in ready:
            sent = together.get(message.bundle, [message])
            if message is sent[0] and (not self.quiet or self._is_announcement(message)):
                self._print(self.line(message) if len(sent) == 1 else self._line_to_many(sent))

    def _line_to_many(self, sent: list[Message]) -> str:
        """One text of mine to several people; /seen tells how far it came with each."""
        peers = [numbers.peer_of(message.conversation) for message in sent]
        names = ", ".join(self._core.name_of(peer) or str(peer) for peer in peers)
        return message_line(sent[0], text("terminal.to_person", name=one_line(names, LINE_CHARS)))

    def _is_announcement(self, message: Message) -> bool:
        room = self._core.room(message.conversation)
        return room is not None and room.kind == "announcements"

    def line(self, message: Message) -> str:
        """A message with where it was said; nothing is added in the lobby."""
        return message_line(message, self._where(message))

    def _where(self, message: Message) -> str:
        peer = numbers.peer_of(message.conversation)
        if message.conversation == numbers.LOBBY:
            return ""
        if peer and message.author == self._core.me:
            return text("terminal.to_person", name=self._core.name_of(peer) or peer)
        if peer:
            return text("terminal.in_private")
        if self._is_announcement(message):
            return text("terminal.to_all")
        room = self._core.room(message.conversation)
        return text("terminal.in_group", title=one_line(room.title, LINE_CHARS)) if room else ""

    def _changed(self, messages: tuple[Message, ...]) -> None:
        for message in messages:
            if not self.quiet and message.seq <= self._timeline.shown_to:
                self._print(f"* {text('terminal.changed', line=self.line(message))}")

    def _happened(self, notice: events.Notice) -> None:
        room = self._core.room(notice.conversation)
        where = f"#{one_line(room.title, LINE_CHARS)}: " if room is not None and room.kind == "group" else ""
        sentence = happened(notice.event, self._core.name_of)
        if sentence and not self.quiet:
            self._print(f"* {where}{one_line(sentence, LINE_CHARS)}")

    def _earlier(self, messages: tuple[Message, ...], more: bool, conversation: int) -> None:
        shown = messages[-HISTORY_SHOWN_COUNT:]
        for message in shown:
            self._print(self.line(message))
        if shown:
            self._earliest[conversation] = shown[0].seq
        if not messages and not more:
            self._print(f"* {text('terminal.no_earlier')}")
