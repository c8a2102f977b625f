"""Scrolling: a bar that shows only when there is something to scroll, a frame that scrolls, the wheel everywhere."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any, Final, Protocol
from weakref import WeakSet

_NOTCH: Final = 120  # of a mouse wheel on Windows
_STEP_PX: Final = 56  # of a frame, per notch
_OWN_WHEEL: Final = frozenset({"Text", "Treeview", "TCombobox", "TSpinbox", "Listbox"})
"""Classes that Tk scrolls or changes by the wheel itself."""


class Looks(Protocol):
    """The part of the kit that is needed here."""

    def px(self, length: float) -> int: ...
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
    """A frame whose `body` is as wide as the frame and scrolls up and down, by wheel, bar, and with the focus.

    `ground` is the token of its colour.
    """

    def __init__(self, parent: tk.Misc, kit: Looks, ground: str = "bg", **options: Any) -> None:
        super().__init__(parent, style=f"{ground}.TFrame", **options)
        self._step_px = kit.px(_STEP_PX)
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, background=kit.color(ground), takefocus=False)
        style = "Vertical.TScrollbar" if ground == "bg" else f"{ground}.Vertical.TScrollbar"
        self.bar = AutoScrollbar(self, orient="vertical", command=self.canvas.yview, style=style, takefocus=False)
        self.canvas.configure(yscrollcommand=self.bar.set, yscrollincrement=1)
        self.bar.pack(side="right", fill="y")
        self.canvas.pack(side="left", fill="both", expand=True)
        self.body = ttk.Frame(self.canvas, style=f"{ground}.TFrame")
        self._item = self.canvas.create_window(0, 0, window=self.body, anchor="nw")
        self.body.bind("<Configure>", self._resized)
        self.canvas.bind("<Configure>", self._resized)
        self.bind("<<ThemeChanged>>", lambda _event: self.canvas.configure(background=kit.color(ground)))
        _serve(self.nametowidget("."))

    def scroll(self, steps: int) -> None:
        """Move by notches of a wheel."""
        if not self.bar.instate(["disabled"]):
            self.canvas.yview_scroll(steps * self._step_px, "units")

    def show(self, widget: tk.Misc) -> None:
        """Scroll as far as needed for a widget of the body to be seen."""
        top = widget.winfo_rooty() - self.body.winfo_rooty()
        bottom = top + widget.winfo_height()
        whole, seen, offset = self.body.winfo_height(), self.canvas.winfo_height(), self.canvas.canvasy(0)
        if top < offset:
            self.canvas.yview_moveto(top / whole)
        elif bottom > offset + seen:
            self.canvas.yview_moveto((bottom - seen) / whole)

    def to_top(self) -> None:
        """Show the beginning."""
        self.canvas.yview_moveto(0)

    def _resized(self, _event: tk.Event[tk.Misc]) -> None:
        width = self.canvas.winfo_width()
        self.canvas.itemconfigure(self._item, width=width)
        self.canvas.configure(scrollregion=(0, 0, width, max(self.body.winfo_reqheight(), 1)))


_served: WeakSet[tk.Misc] = WeakSet()


def _serve(root: tk.Misc) -> None:
    """Once per interpreter: wheel and focus anywhere in a scrolling frame move it, also over what is added later."""
    if root in _served:
        return
    _served.add(root)
    root.bind_all("<MouseWheel>", lambda event: _wheel(event, -1 if event.delta > 0 else 1), add="+")
    root.bind_all("<FocusIn>", _focused, add="+")
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.bind_all("<Button-4>", lambda event: _wheel(event, -1), add="+")
        root.bind_all("<Button-5>", lambda event: _wheel(event, 1), add="+")


def _wheel(event: tk.Event[tk.Misc], step: int) -> None:
    frame = _around(event.widget)
    if frame is not None and event.widget.winfo_class() not in _OWN_WHEEL:
        frame.scroll(step)


def _focused(event: tk.Event[tk.Misc]) -> None:
    frame = _around(event.widget)
    if frame is not None and event.widget is not frame.canvas:
        frame.show(event.widget)


def _around(widget: tk.Misc | str) -> ScrollFrame | None:
    """The innermost scrolling frame around a widget; None also for widgets that only Tk knows, by name."""
    at: tk.Misc | None = None if isinstance(widget, str) else widget
    while at is not None and not isinstance(at, tk.Toplevel):
        if isinstance(at, ScrollFrame):
            return at
        at = at.master
    return None
