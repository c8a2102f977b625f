"""A list in a sheet: headings, people, conversations, messages; only what is in view is drawn, so it may be long."""

from __future__ import annotations

import tkinter as tk
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from tkinter import ttk
from typing import Final

from udpchat.gui.errands.row_paint import RowPainter, button_places, height_px
from udpchat.gui.kit import AutoScrollbar, Kit, bind_wheel
from udpchat.gui.kit.guards import After
from udpchat.gui.presenters.errands.rows import RowData
from udpchat.gui.widgets.chat_chips import HoverTip

WHEEL_PX: Final = 48
PAGE_ROWS: Final = 7


class RowList(ttk.Frame):
    """Rows in; the key of the one that is clicked, or chosen with Enter, out. `menu`: a right click on one. `press`: one of
    its buttons, by the keys of both; Delete is the button "remove".

    It asks for a height of `high_px`; with `least_px` for what its rows need, between the two.
    """

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        on_choose: Callable[[str], object],
        *,
        high_px: int = 300,
        least_px: int = 0,
        menu: Callable[[str, int, int], None] | None = None,
        press: Callable[[str, str], object] | None = None,
        enter: str = "",
    ) -> None:
        super().__init__(parent, style="raised.TFrame")
        self.kit = kit
        self.rows: tuple[RowData, ...] = ()
        self.selected: int | None = None
        self._on_choose, self._menu, self._press = on_choose, menu, press
        self._most, self._least = high_px, least_px
        self._tops: list[int] = [0]
        self._hovered: int | None = None
        self._pointed = ""  # the button below the pointer
        self._tip = HoverTip(self, kit)
        self._hint = ""
        self._region = (0, 0)
        self._soon = After(self)
        self.canvas = tk.Canvas(self, borderwidth=0, highlightthickness=0, takefocus=True, width=1, height=kit.px(high_px))
        self.canvas.configure(yscrollincrement=1)
        kit.paint(self.canvas, background="raised")
        style = "raised.Vertical.TScrollbar"
        self._bar = AutoScrollbar(self, orient="vertical", command=self.canvas.yview, style=style, takefocus=False)
        self.canvas.configure(yscrollcommand=self._moved)
        self._bar.pack(side="right", fill="y")
        self.canvas.pack(side="left", fill="both", expand=True)
        self._painter = RowPainter(kit, self.canvas, self.redraw, enter)
        self._listen()

    # --- data ---------------------------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[RowData], hint: str = "", select_first: bool = False) -> None:
        """Show these, or why there are none; the chosen one stays chosen wherever it is now."""
        chosen = self.rows[self.selected].key if self.selected is not None else None
        below = self.rows[self._hovered] if self._hovered is not None else None
        self.rows, self._hint = tuple(rows), hint
        self._measure()
        self._hover_again(below)
        self.selected = next((at for at, row in enumerate(self.rows) if row.key == chosen and not row.dim), None)
        if select_first:
            self.selected = self._next(-1, 1)
            self.canvas.yview_moveto(0)
        if self._least:
            high = min(max(self._tops[-1], self.kit.px(self._least)), self.kit.px(self._most))
            if int(str(self.canvas.cget("height"))) != high:
                self.canvas.configure(height=high)
        self.redraw()

    @property
    def selected_key(self) -> str:
        """The key of the chosen row, or ""."""
        return self.rows[self.selected].key if self.selected is not None else ""

    def step(self, step: int) -> str:
        """Choose the next row (1) or the one before (-1); more at once stop at the ends."""
        at = self.selected if self.selected is not None else -1 if step > 0 else len(self.rows)
        for _ in range(abs(step)):
            after = self._next(at, 1 if step > 0 else -1)
            if after is None:
                break
            at = after
        if 0 <= at < len(self.rows):
            self.selected = at
            self.see(at)
            self.redraw()
        return "break"

    def unselect(self) -> None:
        """No row is chosen."""
        self.selected = None
        self.redraw()

    def choose(self) -> str:
        """As a click on the chosen row."""
        if self.selected is not None:
            self._on_choose(self.rows[self.selected].key)
        return "break"

    def see(self, at: int) -> None:
        """Scroll as far as needed."""
        top, bottom = self._tops[at], self._tops[at + 1]
        seen, offset, whole = self.canvas.winfo_height(), int(self.canvas.canvasy(0)), max(self._tops[-1], 1)
        if top < offset:
            self.canvas.yview_moveto((0 if at <= 1 else top) / whole)
        elif bottom > offset + seen:
            self.canvas.yview_moveto((bottom - seen) / whole)

    def row_at(self, y: int) -> int | None:
        """The row at a height of the widget."""
        at = bisect_right(self._tops, int(self.canvas.canvasy(y))) - 1
        return at if 0 <= at < len(self.rows) else None

    def _next(self, at: int, step: int) -> int | None:
        at += step
        while 0 <= at < len(self.rows):
            if not self.rows[at].dim:
                return at
            at += step
        return None

    def _measure(self) -> None:
        self._tops = [0, *accumulate(height_px(row, self.kit) for row in self.rows)]

    # --- events -------------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        canvas = self.canvas
        canvas.bind("<Configure>", lambda _event: self.redraw(), add="+")
        canvas.bind("<<ThemeChanged>>", lambda _event: self._themed(), add="+")
        for event in ("<FocusIn>", "<FocusOut>"):
            canvas.bind(event, lambda _event: self.redraw(), add="+")
        canvas.bind("<Motion>", lambda event: self._hover(self.row_at(event.y), event.x))
        canvas.bind("<Leave>", lambda _event: self._hover(None), add="+")
        canvas.bind("<Destroy>", lambda _event: self._tip.hide(), add="+")
        canvas.bind("<Delete>", lambda _event: self.remove())
        canvas.bind("<ButtonRelease-1>", lambda event: self._clicked(event.x, event.y))
        canvas.bind("<Button-3>", lambda event: self._popup(self.row_at(event.y), event.x_root, event.y_root))
        for key in ("<Menu>", "<Shift-F10>"):
            canvas.bind(key, lambda _event: self.open_menu())
        for key, step in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -PAGE_ROWS), ("<Next>", PAGE_ROWS)):
            canvas.bind(key, lambda _event, step=step: self.step(step))  # type: ignore[misc]
        canvas.bind("<Home>", lambda _event: self.step(-len(self.rows)))
        canvas.bind("<End>", lambda _event: self.step(len(self.rows)))
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            canvas.bind(key, lambda _event: self.choose())
        bind_wheel(canvas, self._wheel)

    def _wheel(self, step: int) -> None:
        if self._tops[-1] > self.canvas.winfo_height():
            self.canvas.yview_scroll(step * self.kit.px(WHEEL_PX), "units")

    def _moved(self, first: float, last: float) -> None:
        self._bar.set(first, last)
        self.redraw()

    def _themed(self) -> None:
        self._measure()
        self.redraw()

    def _hover(self, at: int | None, x: int = -1) -> None:
        if at is not None and self.rows[at].dim:
            at = None
        pointed = self._button_at(at, x)
        if (at, pointed) != (self._hovered, self._pointed):
            self._hovered, self._pointed = at, pointed
            self._explain()
            self.redraw()

    def _button_at(self, at: int | None, x: int) -> str:
        """The button of a row at a place across."""
        if at is None or not self.rows[at].buttons:
            return ""
        row = self.rows[at]
        places = button_places(row, self.canvas.winfo_width(), self.kit)
        return next((button.key for button, (lo, hi) in zip(row.buttons, places, strict=True) if lo <= x < hi), "")

    def _hover_again(self, before: RowData | None) -> None:
        """After other rows came: until the pointer moves, another one may be below it."""
        at = self._hovered
        same = before is not None and at is not None and at < len(self.rows) and self.rows[at].key == before.key
        if not same or at is None or self._pointed not in [button.key for button in self.rows[at].buttons]:
            self._pointed = ""
            self._tip.hide()
        if not same:
            self._hovered = None

    def _explain(self) -> None:
        """What the button below the pointer does."""
        if self._hovered is None or not self._pointed:
            self._tip.hide()
            return
        row, canvas = self.rows[self._hovered], self.canvas
        at = next(place for place, button in enumerate(row.buttons) if button.key == self._pointed)
        left, right = button_places(row, canvas.winfo_width(), self.kit)[at]
        top = canvas.winfo_rooty() + self._tops[self._hovered] - int(canvas.canvasy(0))
        bottom = top + self._tops[self._hovered + 1] - self._tops[self._hovered]
        self._tip.show(row.buttons[at].tip, canvas.winfo_rootx() + (left + right) // 2, top, bottom)

    def remove(self) -> str:
        """Delete, on the chosen row."""
        if self.selected is not None and any(button.key == "remove" for button in self.rows[self.selected].buttons):
            self._pressed(self.rows[self.selected].key, "remove")
        return "break"

    def _pressed(self, row: str, button: str) -> None:
        if self._press is not None:
            self._press(row, button)

    def _clicked(self, x: int, y: int) -> None:
        inside = 0 <= y < self.canvas.winfo_height() and 0 <= x < self.canvas.winfo_width()
        at = self.row_at(y) if inside else None
        if at is not None and not self.rows[at].dim:
            self.selected = at
            self.redraw()
            button = self._button_at(at, x)
            if button:
                self._pressed(self.rows[at].key, button)
            else:
                self._on_choose(self.rows[at].key)

    def open_menu(self) -> str:
        """Of the chosen row."""
        if self.selected is not None:
            y = self._tops[self.selected + 1] - int(self.canvas.canvasy(0))
            self._popup(self.selected, self.canvas.winfo_rootx() + self.kit.px(16), self.canvas.winfo_rooty() + y)
        return "break"

    def _popup(self, at: int | None, x: int, y: int) -> None:
        if at is not None and self._menu is not None and not self.rows[at].dim:
            self.selected = at
            self.redraw()
            self._menu(self.rows[at].key, x, y)

    # --- drawing ------------------------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Soon, once for all that changes until then."""
        if not self._soon.waiting:
            self._soon.start(1, self._draw)

    def _draw(self) -> None:
        canvas = self.canvas
        width, seen = canvas.winfo_width(), canvas.winfo_height()
        canvas.delete("all")
        region = width, max(self._tops[-1], 1)
        if region != self._region:
            self._region = region
            canvas.configure(scrollregion=(0, 0, *region))
        if not self.rows:
            self._painter.hint(self._hint, width)
            return
        top = int(canvas.canvasy(0))
        focused = canvas.focus_displayof() is canvas
        self._painter.begin()
        for at in range(max(0, bisect_right(self._tops, top) - 1), len(self.rows)):
            if self._tops[at] > top + seen:
                break
            chosen = at == self.selected
            ring = chosen and focused
            hovered = at == self._hovered
            pointed = self._pointed if hovered else ""
            self._painter.draw(self.rows[at], self._tops[at], width, chosen, hovered, ring, pointed)
        self._painter.end()
