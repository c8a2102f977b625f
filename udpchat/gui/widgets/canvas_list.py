"""A list of rows of one height on a canvas: only the rows in view are drawn, so it may be as long as it likes."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import AutoScrollbar, Kit, bind_wheel
from udpchat.gui.kit.guards import After

WHEEL_PX: Final = 48
EDGE_PX: Final = 8  # left and right of the ground of a row
RADIUS_PX: Final = 10
TEXT_SHARE: Final = 0.6  # of the height of a row; the rest does not grow with the text


class CanvasList(ttk.Frame):
    """Subclass it and draw rows in `draw_row`. `selected` is the number of a row, None without."""

    def __init__(self, parent: tk.Misc, kit: Kit, row_px: int, on_select: Callable[[int], None] | None = None) -> None:
        super().__init__(parent, style="side.TFrame")
        self.kit = kit
        self.canvas = tk.Canvas(self, borderwidth=0, highlightthickness=0, takefocus=True, width=1, height=1)
        self.canvas.configure(yscrollincrement=1)
        kit.paint(self.canvas, background="side")
        self._bar = AutoScrollbar(
            self, orient="vertical", command=self.canvas.yview, style="side.Vertical.TScrollbar", takefocus=False
        )
        self.canvas.configure(yscrollcommand=self._moved)
        self.canvas.pack(fill="both", expand=True)
        self.selected: int | None = None
        self.count = 0
        self._row_px = row_px
        self._on_select = on_select
        self._hovered: int | None = None
        self._region = (0, 0)
        self._seen: tuple[float, float] = (0.0, 1.0)
        self._soon = After(self)
        self._listen()

    def draw_row(self, at: int, top: int, width: int, chosen: bool) -> None:
        """Draw one row; its ground is there already."""
        raise NotImplementedError

    def has_ground(self, at: int) -> bool:
        """Whether a row can be chosen; what cannot is a heading."""
        return True

    def begin(self) -> None:
        """A drawing begins."""

    def end(self) -> None:
        """It is done."""

    @property
    def row_height(self) -> int:
        """In pixels of the screen; larger text makes rows higher."""
        growth = max(0.0, self.kit.zoom / 100 - 1.0)
        return round(self.kit.px(self._row_px) * (1.0 + growth * TEXT_SHARE))

    def show(self, count: int, selected: int | None) -> None:
        """Another number of rows, or other rows."""
        self.count, self.selected = count, selected
        self.redraw()

    def redraw(self) -> None:
        """Draw soon, once for all that changes until then."""
        if not self._soon.waiting:
            self._soon.start(1, self._draw)

    def row_at(self, y: int) -> int | None:
        """The row at a height of the widget."""
        at = int(self.canvas.canvasy(y)) // self.row_height
        return at if 0 <= at < self.count else None

    def _draw(self) -> None:
        canvas, high = self.canvas, self.row_height
        width, seen = canvas.winfo_width(), canvas.winfo_height()
        canvas.delete("all")
        self._measure(width, max(self.count * high, 1))
        top = int(canvas.canvasy(0))
        self.begin()
        for at in range(max(0, top // high), min(self.count, (top + seen) // high + 1)):
            chosen = at == self.selected
            if self.has_ground(at):
                self._ground(at, at * high, width, chosen)
            self.draw_row(at, at * high, width, chosen)
        self.end()

    def _measure(self, width: int, high: int) -> None:
        """Tell the canvas how long the list is. Only what is new: Tk answers with another redraw each time."""
        if (width, high) != self._region:
            self._region = width, high
            self.canvas.configure(scrollregion=(0, 0, width, high))

    def _ground(self, at: int, top: int, width: int, chosen: bool) -> None:
        kit, edge = self.kit, self.kit.px(EDGE_PX)
        token = "sel" if chosen else "hover" if at == self._hovered else None
        ring = "focus" if chosen and self._has_focus() else None
        if token or ring:
            picture = kit.rounded(
                width - 2 * edge, self.row_height - kit.px(2), kit.px(RADIUS_PX), token, ring, kit.px(2) if ring else 0
            )
            self.canvas.create_image(edge, top + kit.px(1), image=picture, anchor="nw")

    def _has_focus(self) -> bool:
        return self.canvas.focus_displayof() is self.canvas

    # --- events -------------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        canvas = self.canvas
        canvas.bind("<Configure>", lambda _event: self.redraw(), add="+")
        canvas.bind("<<ThemeChanged>>", lambda _event: self.redraw(), add="+")
        for event in ("<FocusIn>", "<FocusOut>"):
            canvas.bind(event, lambda _event: self.redraw(), add="+")
        canvas.bind("<Motion>", lambda event: self._hover(self.row_at(event.y)))
        canvas.bind("<Leave>", lambda _event: self._hover(None), add="+")
        canvas.bind("<Button-1>", lambda event: self._clicked(event.y))
        for key, step in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -8), ("<Next>", 8), ("<Home>", -(10**9)), ("<End>", 10**9)):
            canvas.bind(key, lambda _event, step=step: self._step(step))  # type: ignore[misc]
        bind_wheel(canvas, lambda step: canvas.yview_scroll(step * self.kit.px(WHEEL_PX), "units"))

    def _moved(self, first: float, last: float) -> None:
        self._bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            self._bar.place_forget()
        else:  # over the rows, which need no room of their own for it
            self._bar.place(relx=1.0, rely=0.0, relheight=1.0, anchor="ne")
        if (first, last) != self._seen:
            self._seen = first, last
            self.redraw()

    def _hover(self, at: int | None) -> None:
        if at != self._hovered:
            self._hovered = at
            self.redraw()

    def _clicked(self, y: int) -> None:
        self.canvas.focus_set()
        at = self.row_at(y)
        if at is not None and self.has_ground(at):
            self.select(at)

    def _step(self, step: int) -> str:
        if self.count:
            at = -1 if self.selected is None and step > 0 else self.selected or 0
            at = min(max(at + step, 0), self.count - 1)
            onward = range(at, self.count) if step > 0 else range(at, -1, -1)
            found = next((row for row in onward if self.has_ground(row)), None)
            if found is not None:
                self.select(found)
        return "break"

    def select(self, at: int) -> None:
        """Choose a row, bring it into view and tell."""
        self.selected = at
        self.see(at)
        self.redraw()
        if self._on_select is not None:
            self._on_select(at)

    def see(self, at: int) -> None:
        """Bring a row into view, as far as one has to."""
        high, seen = self.row_height, self.canvas.winfo_height()
        top = int(self.canvas.canvasy(0))
        whole = max(self.count * high, 1)
        self._measure(self.canvas.winfo_width(), whole)
        if at * high < top:
            self.canvas.yview_moveto(at * high / whole)
        elif (at + 1) * high > top + seen:
            self.canvas.yview_moveto(((at + 1) * high - seen) / whole)
