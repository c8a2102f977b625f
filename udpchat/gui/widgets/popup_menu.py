"""A menu inside the window: looks like the rest of it on every system, and works with pointer and keys alike."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit, bind_wheel

ROW_PX: Final = 32
GAP_PX: Final = 9  # of a separator
HEAD_PX: Final = 26
SIDE_PX: Final = 12
MARK_PX: Final = 26  # where the words begin when some items have a mark
LEAST_PX: Final = 170
EDGE_PX: Final = 6  # of the window that stays free
FRAME_PX: Final = 5
LEAST_SHARE: Final = 0.7  # of the usual height that a line has at least in a low window; what does not fit then scrolls


@dataclass(frozen=True, slots=True)
class Item:
    """One line. Without a command it is a heading, without words a separator."""

    words: str = ""
    command: Callable[[], object] | None = None
    keys: str = ""
    chosen: bool | None = None  # of several; None: not that kind


@dataclass(frozen=True, slots=True)
class _Line:
    item: Item
    top: int
    high: int


class PopupMenu(ttk.Frame):
    """At most one is open in a window: it holds all clicks and keys until it closes."""

    def __init__(self, window: tk.Misc, kit: Kit, items: Sequence[Item]) -> None:
        super().__init__(window, style="Float.TFrame", padding=kit.px(FRAME_PX))
        self._kit = kit
        self._window = window
        self._items = items
        self._focus_before = window.focus_get()
        self._marked = any(item.chosen is not None for item in items)
        self._lines = self._lay_out(1.0)
        self._at: int | None = None
        self.canvas = tk.Canvas(self, width=self._wide(items), height=self._high, borderwidth=0, highlightthickness=0)
        self.canvas.configure(takefocus=True, yscrollincrement=kit.px(ROW_PX))
        kit.paint(self.canvas, background="raised")
        self.canvas.pack()
        self._listen()
        self._draw()

    def _lay_out(self, share: float) -> list[_Line]:
        px, zoom = self._kit.px, max(1.0, self._kit.zoom / 100) * share
        lines, top = [], 0
        for item in self._items:
            high = round(px(GAP_PX) * share) if not item.words else round(px(ROW_PX if item.command else HEAD_PX) * zoom)
            lines.append(_Line(item, top, high))
            top += high
        return lines

    def _wide(self, items: Sequence[Item]) -> int:
        kit = self._kit
        widths = [
            kit.measure(item.words, "ui.body") + (kit.measure(item.keys, "ui.small") + kit.px(28) if item.keys else 0)
            for item in items
        ]
        extra = 2 * kit.px(SIDE_PX) + (kit.px(MARK_PX) if self._marked else 0)
        return max(kit.px(LEAST_PX), max(widths, default=0) + extra)

    # --- open and close -----------------------------------------------------------------------------------------------

    def open(self, x_root: int, y_root: int) -> None:
        """Show it at a point of the screen, moved so far that all of it is in the window."""
        window, edge = self._window, self._kit.px(EDGE_PX)
        self._fit(window.winfo_height() - 2 * edge - 2 * self._kit.px(FRAME_PX))
        self.update_idletasks()
        wide, high = self.winfo_reqwidth(), self.winfo_reqheight()
        x = min(x_root - window.winfo_rootx(), window.winfo_width() - wide - edge)
        y = y_root - window.winfo_rooty()
        if y + high > window.winfo_height() - edge:
            y = min(y - high, window.winfo_height() - high - edge)
        self.place(x=max(edge, x), y=max(edge, y))
        tk.Misc.lift(self)
        self.update_idletasks()  # what is not on the screen cannot take the keyboard
        self.canvas.focus_set()
        with contextlib.suppress(tk.TclError):  # another window has the grab
            self.canvas.grab_set()

    def _fit(self, most: int) -> None:
        """In a low window the lines are lower too, and what still does not fit scrolls."""
        high = self._high
        if high <= most:
            return
        self._lines = self._lay_out(max(LEAST_SHARE, most / high))
        high = self._high
        self.canvas.configure(height=min(high, most), scrollregion=(0, 0, int(self.canvas.cget("width")), high))
        self._draw()

    @property
    def _high(self) -> int:
        return self._lines[-1].top + self._lines[-1].high if self._lines else 1

    def close(self) -> None:
        """Gone, and the keyboard is where it was."""
        before = self._focus_before
        with contextlib.suppress(tk.TclError):
            self.canvas.grab_release()
        self.destroy()
        with contextlib.suppress(tk.TclError):
            if before is not None and before.winfo_exists():
                before.focus_set()

    # --- events -------------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        canvas = self.canvas
        canvas.bind("<Motion>", lambda event: self._point(self._line_at(event)))
        for button in ("<Button-1>", "<Button-2>", "<Button-3>"):
            canvas.bind(button, self._pressed)
        canvas.bind("<ButtonRelease-1>", lambda event: self._run(self._line_at(event)))
        for key, step in (("<Up>", -1), ("<Down>", 1), ("<Tab>", 1), ("<Shift-Tab>", -1)):
            canvas.bind(key, lambda _event, step=step: self._step(step))  # type: ignore[misc]
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            canvas.bind(key, lambda _event: self._run(self._at))
        canvas.bind("<Escape>", lambda _event: self._closed())
        bind_wheel(canvas, self._wheel)
        canvas.bind("<FocusOut>", lambda _event: self._closed(), add="+")

    def _closed(self) -> str:
        if self.winfo_exists():
            self.close()
        return "break"

    def _pressed(self, event: tk.Event[tk.Canvas]) -> str:
        inside = 0 <= event.x < self.canvas.winfo_width() and 0 <= event.y < self.canvas.winfo_height()
        return "break" if inside else self._closed()

    def _line_at(self, event: tk.Event[tk.Canvas]) -> int | None:
        if not 0 <= event.x < self.canvas.winfo_width():
            return None
        y = int(self.canvas.canvasy(event.y))
        return next((at for at, line in enumerate(self._lines) if line.top <= y < line.top + line.high), None)

    def _wheel(self, step: int) -> None:
        if self._high > self.canvas.winfo_height():
            self.canvas.yview_scroll(step, "units")

    def _point(self, at: int | None) -> None:
        if at is not None and self._lines[at].item.command is None:
            at = None
        if at != self._at:
            self._at = at
            self._draw()

    def _step(self, step: int) -> str:
        usable = [at for at, line in enumerate(self._lines) if line.item.command is not None]
        if usable:
            here = usable.index(self._at) if self._at in usable else -1 if step > 0 else 0
            self._point(usable[(here + step) % len(usable)])
            self._see()
        return "break"

    def _see(self) -> None:
        """The pointed line, where not all of them fit."""
        seen, line = self.canvas.winfo_height(), self._lines[self._at or 0]
        top = int(self.canvas.canvasy(0))
        if self._high > seen and not top <= line.top <= top + seen - line.high:
            self.canvas.yview_moveto((line.top if line.top < top else line.top + line.high - seen) / self._high)

    def _run(self, at: int | None) -> str:
        command = self._lines[at].item.command if at is not None else None
        if command is not None:
            self.close()
            command()
        return "break"

    # --- drawing ------------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        self.canvas.delete("all")
        wide = int(self.canvas.cget("width"))
        for at, line in enumerate(self._lines):
            if not line.item.words:
                middle = line.top + line.high // 2
                self.canvas.create_line(0, middle, wide, middle, fill=self._kit.color("line"))
            else:
                self._draw_line(line, wide, at == self._at)

    def _draw_line(self, line: _Line, wide: int, pointed: bool) -> None:
        kit, canvas, item = self._kit, self.canvas, line.item
        middle, left = line.top + line.high // 2, kit.px(SIDE_PX)
        if pointed:
            ground = kit.rounded(wide, line.high, kit.px(7), "sel")
            canvas.create_image(0, line.top, image=ground, anchor="nw")
        if item.chosen:
            canvas.create_image(left, middle, image=kit.icon("check", 15, "accent", 2.2), anchor="w")
        if self._marked and item.command is not None:
            left += kit.px(MARK_PX)
        font, ink = ("ui.body", "seltx" if pointed else "text") if item.command else ("ui.tinyb", "text3")
        canvas.create_text(left, middle, anchor="w", text=item.words, font=font, fill=kit.color(ink))
        if item.keys:
            ink = "seltx" if pointed else "text3"
            right = wide - kit.px(SIDE_PX)
            canvas.create_text(right, middle, anchor="e", text=item.keys, font="ui.small", fill=kit.color(ink))
