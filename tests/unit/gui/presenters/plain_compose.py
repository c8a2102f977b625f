"""A composer for tests of the presenter alone: every text is a new message."""

from __future__ import annotations

from udpchat.errors import UdpchatError
from udpchat.gui.presenters.chat import ChatPresenter
from udpchat.gui.presenters.chat_defaults import NoCompose
from udpchat.gui.presenters.chat_ports import Around, Core, View


def plain_presenter(core: Core, view: View, around: Around) -> ChatPresenter:
    """A presenter that can write, and nothing else."""
    chat = ChatPresenter(core, view, around)
    chat.compose = PlainCompose(core, view, around, chat)
    return chat


class PlainCompose(NoCompose):
    """Every text is a new message."""

    def __init__(self, core: Core, view: View, around: Around, chat: ChatPresenter) -> None:
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
