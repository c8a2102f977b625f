"""Who types where, in words."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_ports import Core
from udpchat.limits import TYPISTS_NAMED_COUNT


class Typists:
    """By the number of the conversation."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._typing: dict[int, tuple[int, ...]] = {}

    def changed(self, conversation: int, users: tuple[int, ...]) -> None:
        """These type there now, and nobody else."""
        if users:
            self._typing[conversation] = users
        else:
            self._typing.pop(conversation, None)

    def lost(self) -> tuple[int, ...]:
        """The connection is gone: nobody is known to type. Where somebody did."""
        gone, self._typing = tuple(self._typing), {}
        return gone

    def line(self, conversation: int) -> str:
        """`Maya is typing`, or "" for nobody."""
        names = self._names(conversation)
        if not names:
            return ""
        if len(names) > TYPISTS_NAMED_COUNT:
            return text("chat.typing.many", count=len(names))
        return text(f"chat.typing.{len(names)}", **dict(zip("abc", names, strict=False)))

    def preview(self, conversation: int, private: bool) -> str:
        """The same for a line of the list; in a private one it is clear who."""
        return text("chat.typing.short") if private and self._typing.get(conversation) else self.line(conversation)

    def _names(self, conversation: int) -> list[str]:
        users = self._typing.get(conversation, ())
        return [self._core.name_of(user) or text("chat.somebody") for user in users]
