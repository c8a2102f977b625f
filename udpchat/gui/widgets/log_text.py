"""The lines of a log in a Tk text: appended in batches, trimmed at the top, coloured by level, filled from the end.

Filling a pane with thousands of lines at once would stop the window, so the newest come first and the rest is put above
them in slices of a few milliseconds. A person who reads is never moved: what is added or trimmed above keeps the line at
the top where it is.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from tkinter import ttk
from typing import Any, Final, Protocol

from udpchat.gui.kit import AutoScrollbar, Kit, bind_wheel, single_line
from udpchat.gui.kit.guards import After
from udpchat.limits import LOG_SHOWN_COUNT, LOG_SLICE_COUNT, LOG_TEXT_CHARS
from udpchat.net import clock

SLICE_S: Final = 0.008
SLICE_REST_MS: Final = 10
CLEARED_COUNT: Final = 1000  # lines taken away at once: 10 ms
GAP_PX: Final = 14
TOPIC_CHARS: Final = 9
BANDS: Final = {"warn": "warnsoft", "error": "errsoft"}
COLORS: Final = {
    "time": "text3",
    "debug": "text3",
    "info": "accenttx",
    "warn": "warn",
    "error": "err",
    "topic": "text2",
    "words": "text",
    "words.error": "err",
    "words.debug": "text2",
}
UP_KEYS: Final = ("<Prior>", "<Up>", "<Home>", "<Control-Home>")


class Line(Protocol):
    """What is shown of a line."""

    @property
    def time(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def text(self) -> str: ...


class LogText(ttk.Frame):
    """A read-only text with its scroll bar.

    `on_scrolled_up`: the person moved away from the newest line. `on_count`: lines were found, or a search has ended.
    """

    def __init__(
        self, parent: tk.Misc, kit: Kit, on_scrolled_up: Callable[[], None], on_count: Callable[[], None]
    ) -> None:
        super().__init__(parent, style="Mini.TFrame", padding=kit.px(8))
        self._kit = kit
        self._on_scrolled_up = on_scrolled_up
        self._on_count = on_count
        self._older: Iterator[Line | None] = iter(())  # still to be put above what is shown
        self._filler = After(self)
        self._look = After(self)
        self._held = False  # the pointer selects: do not move under it
        self._outdated_count = 0  # lines at the top that are to go
        self._at_newest = False  # what is filled in next is looked at from its end
        self.follow = True
        self.count = 0
        # The font of the widget is that of the empty line at the end, which nothing can take away; lines bring their own.
        self.text = tk.Text(self, wrap="word", height=40, width=20, font=(kit.fonts.families.mono, -1), state="disabled")
        self.text.configure(bd=0, highlightthickness=0, undo=False, padx=kit.px(6), pady=kit.px(2), cursor="xterm")
        self.text.configure(takefocus=True, exportselection=True)
        self._bar = AutoScrollbar(self, orient="vertical", command=self._dragged, style="surface.Vertical.TScrollbar")
        self.text.configure(yscrollcommand=self._bar.set)
        self._bar.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        self._bind_events()
        self._recolor()

    # --- lines --------------------------------------------------------------------------------------------------------

    def replace(self, newest_first: Iterator[Line | None]) -> None:
        """Show these lines and no others, from the newest; they are asked for bit by bit, None means none at present."""
        self._filler.cancel()
        self._older = newest_first
        self._outdated_count, self._at_newest = self.count, True
        self._fill()

    def append(self, lines: Sequence[Line]) -> None:
        """Show these below the others; the oldest go when there are too many."""
        shown = lines[-LOG_SHOWN_COUNT:]
        self._insert("end-1c", self._pieces(shown))
        self.count += len(shown)
        surplus = self.count - LOG_SHOWN_COUNT
        if surplus > LOG_SLICE_COUNT:  # many at once: each deletion lays the text out anew
            self._older = iter(())
            self._trim(surplus)
        if self.follow and not self._held:
            self.to_end()

    def selection(self) -> str:
        """The selected text; "" without one."""
        if not self.text.tag_ranges("sel"):
            return ""
        return self.text.get("sel.first", "sel.last").replace("\t", "  ")

    def to_end(self) -> None:
        """Show the newest line."""
        if self.count:
            self.text.see("end-2c")

    @property
    def at_end(self) -> bool:
        """Whether the newest line is in view."""
        return self.count == 0 or self.text.dlineinfo("end-2c") is not None

    def _fill(self) -> None:
        """Take outdated lines away, then put older lines above, for some milliseconds; the rest follows."""
        if self._outdated_count:
            self._trim(min(self._outdated_count, CLEARED_COUNT))
            if self._outdated_count:
                self._filler.start(SLICE_REST_MS, self._fill)
                return
        end_at = clock() + SLICE_S
        ended = False
        while not ended and clock() < end_at:
            lines, ended = self._older_lines(end_at)
            self.text.mark_set("top", "@0,0")  # moves on with what is inserted before it
            self._insert("1.0", self._pieces(lines))
            self.count += len(lines)
            if self._at_newest or (self.follow and not self._held):
                self.to_end()
            else:
                self.text.yview("top")
            self._at_newest = False
        if not ended:
            self._filler.start(SLICE_REST_MS, self._fill)
        self._on_count()

    def _older_lines(self, end_at: float) -> tuple[list[Line], bool]:
        """The next slice, ascending, and whether it is the last one."""
        lines: list[Line] = []
        for line in self._older:
            if line is not None:
                lines.append(line)
            if len(lines) == LOG_SLICE_COUNT or clock() >= end_at:
                break
        else:
            return lines[::-1], True
        return lines[::-1], self.count + len(lines) >= LOG_SHOWN_COUNT

    def _insert(self, index: str, pieces: list[Any]) -> None:
        if not pieces:
            return
        self.text.configure(state="normal")
        self.text.insert(index, *pieces)
        self.text.configure(state="disabled")

    def _trim(self, count: int) -> None:
        """Take the oldest lines away."""
        self.text.configure(state="normal")
        self.text.delete("1.0", f"{count + 1}.0")
        self.text.configure(state="disabled")
        self.count -= count
        self._outdated_count = max(0, self._outdated_count - count)

    def _pieces(self, lines: Sequence[Line]) -> list[Any]:
        """Texts and their tags by turns, as one insertion takes them."""
        pieces: list[Any] = []
        for line in lines:
            level, band = line.level, f"band.{line.level}"
            words = single_line(line.text, LOG_TEXT_CHARS)
            pieces += (f"{line.time}\t", ("time", band), f"{level.upper()}\t", (level, band))
            pieces += (f"{single_line(line.topic, TOPIC_CHARS)}\t", ("topic", band))
            pieces += (f"{words}\n", (f"words.{level}", band))
        return pieces

    # --- the person ---------------------------------------------------------------------------------------------------

    def _bind_events(self) -> None:
        text = self.text
        bind_wheel(text, self._wheel)
        for key in UP_KEYS:
            text.bind(key, lambda _event: self._look.start(1, self._moved), add="+")  # when Tk has moved
        text.bind("<ButtonPress-1>", lambda _event: self._hold(True), add="+")
        text.bind("<ButtonRelease-1>", lambda _event: self._hold(False), add="+")
        text.bind("<Configure>", lambda _event: self.to_end() if self.follow else None, add="+")
        self.bind("<<ThemeChanged>>", lambda _event: self._recolor())

    def _wheel(self, step: int) -> None:
        self.text.yview_scroll(3 * step, "units")
        self._moved()

    def _dragged(self, *arguments: str) -> None:
        self.text.yview(*arguments)
        self._moved()

    def _hold(self, on: bool) -> None:
        if on:
            self.text.focus_set()  # without it nothing is copied on some systems
        self._held = on
        if not on:
            self._moved()

    def _moved(self) -> None:
        if self.follow and not self.at_end:
            self._on_scrolled_up()

    def _recolor(self) -> None:
        kit, text = self._kit, self.text
        palette = kit.palette
        text.configure(bg=palette.surface, fg=palette.text, insertbackground=palette.surface)
        text.configure(selectbackground=palette.select, selectforeground=palette.text, inactiveselectbackground=palette.select)
        stops = self._stops()
        text.configure(tabs=stops)
        for tag, token in COLORS.items():
            text.tag_configure(tag, foreground=kit.color(token))
        for level in ("debug", "info", "warn", "error"):
            text.tag_configure(f"band.{level}", lmargin2=stops[-1], font="ui.mono", spacing1=kit.px(2), spacing3=kit.px(2))
        for level, token in BANDS.items():
            color = kit.color(token)
            text.tag_configure(f"band.{level}", background=color, lmargincolor=color, rmargincolor=color)
        text.tag_raise("sel")

    def _stops(self) -> tuple[int, int, int]:
        """Where level, topic and words begin: they depend on the font."""
        kit = self._kit
        gap = kit.px(GAP_PX)
        level = kit.measure("00:00:00.000", "ui.mono") + gap
        topic = level + kit.measure("ERROR", "ui.mono") + gap
        return level, topic, topic + kit.measure("m" * TOPIC_CHARS, "ui.mono") + gap
