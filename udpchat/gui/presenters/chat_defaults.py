"""Stand-ins for the parts of a chat that are attached to its presenter: texts go out as they are, and nothing opens."""

from __future__ import annotations

from collections.abc import Sequence

from udpchat.client import events
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.chat_ports import Around, Chat, Core, Moderation, View
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_rows import May
from udpchat.gui.widgets.completion_data import NOTHING, CompletionData


class NoErrands:
    """Nothing opens."""

    def new_message(self) -> None: ...
    def new_group(self, users: Sequence[int] = ()) -> None: ...
    def add_people(self, conversation: int) -> None: ...
    def group(self, conversation: int) -> None: ...
    def person(self, user: int) -> None: ...
    def search(self, conversation: int | None = None) -> None: ...
    def inbox(self) -> None: ...
    def switcher(self) -> None: ...
    def account(self) -> None: ...
    def receipts(self, conversation: int, seq: int) -> None: ...
    def export(self, conversation: int) -> None: ...
    def moderate(self, user: int, verb: Moderation) -> None: ...
    def rules(self) -> None: ...
    def announce(self) -> None: ...
    def on_event(self, event: events.Event) -> None: ...
    def close(self) -> None: ...


class NoDeeds:
    """Messages are only read."""

    def reply(self, key: str) -> None: ...
    def react(self, key: str, emoji: str) -> None: ...
    def edit(self, key: str) -> None: ...
    def delete(self, key: str) -> None: ...
    def info(self, key: str) -> None: ...
    def quoted(self, key: str) -> None: ...
    def person(self, user: int) -> None: ...

    def may(self, key: str) -> May:
        return May.NOTHING

    def on_event(self, event: events.Event) -> None: ...


class NoCompose:
    """Nothing can be written."""

    @property
    def text(self) -> str:
        return ""

    def reply(self, said: Said) -> None: ...
    def edit(self, said: Said) -> None: ...

    def edit_last(self) -> bool:
        return False

    def cancel(self) -> bool:
        return False

    def send(self, said: str) -> bool:
        return self.post(said)

    def post(self, words: str, reply: int = 0) -> bool:
        return False

    def keeps(self, draft: str) -> bool:
        return True

    def complete(self, line: str) -> CompletionData:
        return NOTHING

    def opened(self) -> None: ...
    def on_event(self, event: events.Event) -> None: ...


class PlainCompose(NoCompose):
    """Every text is a new message."""

    def __init__(self, core: Core, view: View, around: Around, chat: Chat) -> None:
        self._core = core
        self._view = view
        self._around = around
        self._chat = chat

    @property
    def text(self) -> str:
        return self._chat.room.draft

    def post(self, words: str, reply: int = 0) -> bool:
        try:
            self._core.send_message(words, self._around.now(), self._chat.room.id, reply)
        except UdpchatError as error:
            self._view.complain(error.sentence)
            return False
        self._chat.posted()
        self._around.kick()
        return True
