"""Whether the person is at this window: it has the keyboard, or one of its menus has."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from udpchat.gui.kit.guards import After

TOUCHES: Final = ("<KeyPress>", "<ButtonPress>", "<Motion>")


class Attention:
    """Tells changes only. Keyboard events come to widgets, so the window's widgets are adopted."""

    def __init__(self, top: tk.Misc, changed: Callable[[bool], None], touched: Callable[[], None]) -> None:
        """`touched` is called with each key, click and motion."""
        self._top = top
        self._changed = changed
        self._tag = f"Attention{top}"
        self._soon = After(top)
        self._focused = False
        for event in ("<FocusIn>", "<FocusOut>"):
            top.bind_class(self._tag, event, lambda _event: self._soon.start(1, self._look))
        for event in TOUCHES:
            top.bind_class(self._tag, event, lambda _event: touched())
        self.adopt(top, deep=False)

    def adopt(self, widget: tk.Misc, deep: bool = True) -> None:
        """Hear of the keyboard in this widget and all that is in it."""
        tags = widget.bindtags()
        if self._tag not in tags:
            widget.bindtags((*tags, self._tag))
        for child in widget.winfo_children() if deep else ():
            self.adopt(child)

    def tell(self) -> None:
        """Tell how it is, changed or not."""
        self._focused = self._has_keyboard()
        self._changed(self._focused)

    def close(self) -> None:
        """No more."""
        self._soon.cancel()
        for event in ("<FocusIn>", "<FocusOut>", *TOUCHES):
            self._top.unbind_class(self._tag, event)

    def _look(self) -> None:
        focused = self._has_keyboard()
        if focused != self._focused:
            self._focused = focused
            self._changed(focused)

    def _has_keyboard(self) -> bool:
        holder = str(self._top.tk.call("focus", "-displayof", self._top))
        if not holder:
            return False
        own = str(self._top.tk.call("winfo", "toplevel", holder))
        return own == str(self._top) or str(self._top.tk.call("winfo", "class", own)) == "Menu"
