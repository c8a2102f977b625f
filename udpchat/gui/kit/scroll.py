"""Scrolling: a bar that shows only when there is something to scroll, a frame that scrolls, the wheel everywhere."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any, Protocol

_NOTCH = 120  # of a mouse wheel on Windows


class Colors(Protocol):
    """The part of the kit that is needed here."""

    def color(self, token: str) -> str: ...


class AutoScrollbar(ttk.Scrollbar):
    """A scroll bar whose thumb is gone while everything fits; its place stays, so that nothing jumps."""

    def set(self, first: float | str, last: float | str) -> None:
        """What part is seen, from 0 to 1."""
        fits = float(first) <= 0 and float(last) >= 1
        if fits != self.instate(["disabled"]):
            self.state(["disabled" if fits else "!disabled"])
        super().set(first, last)


def bind_wheel(widget: tk.Misc, scroll: Callable[[int], None]) -> None:
    """Call `scroll` with -1 (up) or 1 (down) for each notch over the widget, on every platform."""

    def wheel(event: tk.Event[tk.Misc]) -> str:
        steps = max(1, abs(event.delta) // _NOTCH)
        for _ in range(steps):
            scroll(-1 if event.delta > 0 else 1)
        return "break"

    def button(step: int) -> Callable[[tk.Event[tk.Misc]], str]:
        def pressed(_event: tk.Event[tk.Misc]) -> str:
            scroll(step)
            return "break"

        return pressed

    widget.bind("<MouseWheel>", wheel, add="+")
    if widget.tk.call("tk", "windowingsystem") == "x11":
        widget.bind("<Button-4>", button(-1), add="+")
        widget.bind("<Button-5>", button(1), add="+")


class ScrollFrame(ttk.Frame):
    """A frame whose `body` is as wide as the frame and scrolls up and down. `ground` is the token of its colour."""

    def __init__(self, parent: tk.Misc, kit: Colors, ground: str = "bg", **options: Any) -> None:
        super().__init__(parent, style=f"{ground}.TFrame", **options)
        self._canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, background=kit.color(ground), takefocus=False)
        style = "Vertical.TScrollbar" if ground == "bg" else f"{ground}.Vertical.TScrollbar"
        self.bar = AutoScrollbar(self, orient="vertical", command=self._canvas.yview, style=style)
        self._canvas.configure(yscrollcommand=self.bar.set, yscrollincrement=1)
        self.bar.pack(side="right", fill="y")
        self._canvas.pack(side="left", fill="both", expand=True)
        self.body = ttk.Frame(self._canvas, style=f"{ground}.TFrame")
        self._item = self._canvas.create_window(0, 0, window=self.body, anchor="nw")
        self.body.bind("<Configure>", self._resized)
        self._canvas.bind("<Configure>", self._resized)
        self.bind("<<ThemeChanged>>", lambda _event: self._canvas.configure(background=kit.color(ground)))
        self.bind("<Map>", lambda _event: self.follow_wheel())
        bind_wheel(self._canvas, self.scroll)

    def scroll(self, steps: int) -> None:
        """Move by notches of a wheel."""
        if not self.bar.instate(["disabled"]):
            self._canvas.yview_scroll(steps * 48, "units")

    def follow_wheel(self) -> None:
        """Let the wheel scroll over everything that stands in the body now; call again for what is added later."""
        tag = f"wheel{self._canvas}"
        for widget in _below(self.body):
            if tag not in widget.bindtags() and widget.winfo_class() not in ("Text", "Treeview", "TCombobox", "Listbox"):
                widget.bindtags((*widget.bindtags(), tag))
        self._bind_tag(tag)

    def show(self, widget: tk.Misc) -> None:
        """Scroll as far as needed for the widget to be seen, as the focus moves through the body."""
        self.update_idletasks()
        top = widget.winfo_rooty() - self.body.winfo_rooty()
        whole, seen = self.body.winfo_height(), self._canvas.winfo_height()
        offset = self._canvas.canvasy(0)
        if top < offset:
            self._canvas.yview_moveto(top / whole)
        elif top + widget.winfo_height() > offset + seen:
            self._canvas.yview_moveto((top + widget.winfo_height() - seen) / whole)

    def to_top(self) -> None:
        """Show the beginning."""
        self._canvas.yview_moveto(0)

    def _bind_tag(self, tag: str) -> None:
        self._canvas.bind_class(tag, "<MouseWheel>", lambda event: self.scroll(-1 if event.delta > 0 else 1))
        if self.tk.call("tk", "windowingsystem") == "x11":
            self._canvas.bind_class(tag, "<Button-4>", lambda _event: self.scroll(-1))
            self._canvas.bind_class(tag, "<Button-5>", lambda _event: self.scroll(1))

    def _resized(self, _event: tk.Event[tk.Misc]) -> None:
        width = self._canvas.winfo_width()
        self._canvas.itemconfigure(self._item, width=width)
        self._canvas.configure(scrollregion=(0, 0, width, max(self.body.winfo_reqheight(), 1)))


def _below(widget: tk.Misc) -> list[tk.Misc]:
    found = [widget]
    for child in widget.winfo_children():
        found += _below(child)
    return found
