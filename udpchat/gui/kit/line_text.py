"""A field for one line that takes emoji: search, topic. It is a text widget, for entries cannot hold them safely."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any, Protocol

from udpchat import limits
from udpchat.gui.kit.cluster_keys import bind_cluster_keys
from udpchat.gui.kit.guards import clipboard, typed
from udpchat.gui.kit.keys import tab_to
from udpchat.gui.kit.text import display_text


class Painter(Protocol):
    """The part of the kit that is needed here."""

    def paint(self, widget: tk.Misc, **tokens: str) -> None: ...


class LineText(tk.Text):
    """One line of text with a placeholder.

    `frame` is the field it stands in ("Field.TFrame" or "Search.TFrame"): it shows the focus.
    """

    def __init__(
        self,
        parent: tk.Misc,
        kit: Painter,
        *,
        placeholder: str = "",
        ground: str = "field",
        max_chars: int = limits.DISPLAY_LINE_CHARS,
        on_change: Callable[[str], None] | None = None,
        on_return: Callable[[], None] | None = None,
        frame: ttk.Frame | None = None,
        font: str = "ui.body",
        **options: Any,
    ) -> None:
        fixed = {"height": 1, "wrap": "none", "borderwidth": 0, "highlightthickness": 0, "undo": True, "maxundo": 200}
        super().__init__(parent, font=font, **{**fixed, "width": 12, "padx": 0, "pady": 0, **options})
        self.max_chars = max_chars
        self.on_change = on_change
        self.on_return = on_return
        self._told = ""
        self._hint = tk.Label(self, text=placeholder, font=font, borderwidth=0, padx=0, pady=0, cursor="xterm")
        self._colors(kit, ground)
        self._bindings(frame)
        bind_cluster_keys(self)
        self._show_hint()

    @property
    def value(self) -> str:
        """What stands in the field."""
        return typed(self.get("1.0", "end - 1 indices"))

    def set(self, text: str) -> None:
        """Put the text in, as far as it fits."""
        self.delete("1.0", "end")
        self.insert("1.0", self._line(text))
        self._changed()

    def set_placeholder(self, text: str) -> None:
        """What stands there while nothing does."""
        self._hint.configure(text=text)

    def select_all(self) -> None:
        """Select the whole line, to be typed over."""
        self.tag_add("sel", "1.0", "end - 1 indices")
        self.mark_set("insert", "end - 1 indices")

    def _colors(self, kit: Painter, ground: str) -> None:
        kit.paint(
            self,
            background=ground,
            foreground="text",
            insertbackground="text",
            selectbackground="select",
            selectforeground="text",
            inactiveselectbackground="select",
        )
        kit.paint(self._hint, background=ground, foreground="text3")

    def _bindings(self, frame: ttk.Frame | None) -> None:
        self.bind("<<Modified>>", lambda _event: self._modified())
        self.bind("<Tab>", lambda _event: tab_to(self.tk_focusNext()))
        for key in ("<Shift-Tab>", "<<PrevWindow>>"):
            self.bind(key, lambda _event: tab_to(self.tk_focusPrev()))
        for key in ("<Return>", "<KP_Enter>", "<Control-Return>", "<Shift-Return>"):
            self.bind(key, lambda _event: self._returned())
        self.bind("<<SelectAll>>", lambda _event: self._selected())
        self.bind("<<Paste>>", lambda _event: self._paste("CLIPBOARD"))
        self.bind("<<PasteSelection>>", lambda _event: self._paste("PRIMARY"))
        self._hint.bind("<Button-1>", lambda _event: self.focus_set())
        if frame is not None:
            self.bind("<FocusIn>", lambda _event: frame.state(["focus"]), add="+")
            self.bind("<FocusOut>", lambda _event: frame.state(["!focus"]), add="+")

    def _line(self, text: str) -> str:
        return display_text(text.strip("\r\n"), self.max_chars + 1).replace("\n", " ").replace("\t", " ")[: self.max_chars]

    def _modified(self) -> None:
        if not self.edit_modified():
            return
        self.edit_modified(False)
        self._changed()

    def _changed(self) -> None:
        """After any change: keep the limit, the placeholder, and the listener."""
        value = self.value
        if len(value) > self.max_chars or "\n" in value:
            self.delete("1.0", "end")
            self.insert("1.0", self._line(value))
            value = self.value
        self._show_hint()
        if value != self._told:
            self._told = value
            if self.on_change is not None:
                self.on_change(value)

    def _show_hint(self) -> None:
        if self.value:
            self._hint.place_forget()
        else:
            self._hint.place(x=int(str(self.cget("padx"))) + 1, y=int(str(self.cget("pady"))))

    def _paste(self, selection: str) -> str:
        if self.tag_ranges("sel"):
            self.delete("sel.first", "sel.last")
        room = self.max_chars - len(self.value)
        self.insert("insert", self._line(clipboard(self, selection))[: max(room, 0)])
        self.see("insert")
        return "break"

    def _returned(self) -> str:
        if self.on_return is not None:
            self.on_return()
        return "break"

    def _selected(self) -> str:
        self.select_all()
        return "break"
