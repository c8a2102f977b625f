"""A chat view alone on a real display, and rows for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from tests.gui.harness import WindowCase, pump, settle
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_rows import May, MessageRow
from udpchat.gui.widgets.chat_view import ChatCalls, ChatView

ME: Final = 1
SARI: Final = 2


class ViewCase(WindowCase):
    """A chat view alone; what it asks for is in `asked`."""

    allowed = May.NOTHING
    """What may be done with each message."""

    def view(self, width: int = 760, height: int = 520, mode: str = "light") -> ChatView:
        """Made, shown, empty."""
        self.asked: list[tuple[object, ...]] = []
        self.root.geometry(f"{width}x{height}+20+20")
        self.kit = Kit(self.root, mode)

        def note(name: str) -> Callable[..., None]:
            return lambda *arguments: self.asked.append((name, *arguments))

        names = [name for name in ChatCalls.__dataclass_fields__ if name != "may"]
        calls = ChatCalls(**{name: note(name) for name in names}, may=lambda _key: self.allowed)
        view = ChatView(self.root, self.kit, calls)
        view.pack(fill="both", expand=True)
        view.set_my_name("me")
        pump(self.root, view.text.winfo_viewable)
        settle(self.root)
        return view

    def asks(self, name: str) -> list[list[Any]]:
        """The calls of one name."""
        return [arguments for called, *arguments in self.asked if called == name]


def row(number: int, text: str = "", head: bool = True, own: bool = False, **more: Any) -> MessageRow:
    """A message."""
    words = text or f"message {number}"
    return MessageRow(f"i{number}", ME if own else SARI, "me" if own else "sari", "12:00", words, head, own, **more)
