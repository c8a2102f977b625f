"""The ways to go on, in a card above the composer. It never takes the keyboard: that stays with the text."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit, bind_wheel
from udpchat.gui.widgets.completion_data import NOTHING, CompletionData, OfferData, UsageData

ROW_PX: Final = 34
HEAD_PX: Final = 30
ROWS_COUNT: Final = 8  # seen at once
FACE_PX: Final = 24
SIDE_PX: Final = 10
LEAST_PX: Final = 300
MOST_PX: Final = 620
HINT_SHARE: Final = 0.55  # of the width, at which the hints begin at the latest
RADIUS_PX: Final = 7


class CompletionList(ttk.Frame):
    """Data in; a click on a row goes out. `chosen` is the number of a row, None for none."""

    def __init__(self, parent: tk.Misc, kit: Kit, take: Callable[[int], None]) -> None:
        super().__init__(parent, style="Float.TFrame", padding=kit.px(5))
        self._kit = kit
        self._take = take
        self._data = NOTHING
        self._first = 0  # the row at the top
        self._rows_count = ROWS_COUNT
        self._wide = 1
        self.chosen: int | None = None
        self.canvas = tk.Canvas(self, width=1, height=1, borderwidth=0, highlightthickness=0, takefocus=False)
        kit.paint(self.canvas, background="raised")
        self.canvas.pack()
        self.canvas.bind("<Motion>", lambda event: self._point(self.row_at(event.y)))
        self.canvas.bind("<Button-1>", lambda event: self._clicked(event.y))
        bind_wheel(self.canvas, self._scroll)
        self.bind("<<ThemeChanged>>", lambda _event: self._draw(), add="+")

    # --- for its owner ------------------------------------------------------------------------------------------------

    def show(self, data: CompletionData, wide_px: int, high_px: int) -> None:
        """Show these in so much room."""
        kit = self._kit
        self._data, self.chosen, self._first = data, data.chosen, 0
        frame = 2 * kit.px(5)
        self._wide = max(kit.px(120), min(max(self._wanted(), kit.px(LEAST_PX)), kit.px(MOST_PX), wide_px - frame))
        room = (high_px - frame - self._head) // self._row
        self._rows_count = max(1, min(len(data.offers), ROWS_COUNT, room)) if data.offers else 0
        self.canvas.configure(width=self._wide, height=self._head + self._rows_count * self._row)
        self._follow()
        self._draw()

    def step(self, step: int) -> None:
        """Choose the next row (1) or the one before (-1); the last one is beside the first."""
        count = len(self._data.offers)
        if count:
            self.chosen = (0 if step > 0 else count - 1) if self.chosen is None else (self.chosen + step) % count
            self._follow()
            self._draw()

    def row_at(self, y: int) -> int | None:
        """The row at a height of the canvas."""
        at = self._first + (y - self._head) // self._row
        return at if y >= self._head and at < min(len(self._data.offers), self._first + self._rows_count) else None

    # --- sizes --------------------------------------------------------------------------------------------------------

    @property
    def _row(self) -> int:
        return round(self._kit.px(ROW_PX) * max(1.0, self._kit.zoom / 100))

    @property
    def _head(self) -> int:
        return round(self._kit.px(HEAD_PX) * max(1.0, self._kit.zoom / 100)) if self._data.usage else 0

    def _left(self) -> int:
        """Where the words of a row begin."""
        faces = any(offer.face for offer in self._data.offers)
        return self._kit.px(SIDE_PX + (FACE_PX + 10 if faces else 0))

    def _wanted(self) -> int:
        kit = self._kit
        wide = self._left() + self._shown_wide() + kit.px(24) + self._hint_wide() + kit.px(SIDE_PX)
        if (usage := self._data.usage) is not None:
            typed = sum(kit.measure(f"{part} ", "ui.bodyb") for part in usage.parts)
            wide = max(wide, typed + kit.px(24) + kit.measure(usage.words, "ui.small") + 2 * kit.px(SIDE_PX))
        return wide

    def _shown_wide(self) -> int:
        return max((self._kit.measure(self._kit.shown(offer.shown), "ui.body") for offer in self._data.offers), default=0)

    def _hint_wide(self) -> int:
        return max((self._kit.measure(self._kit.shown(offer.hint), "ui.small") for offer in self._data.offers), default=0)

    # --- events -------------------------------------------------------------------------------------------------------

    def _clicked(self, y: int) -> str:
        at = self.row_at(y)
        if at is not None:
            self._take(at)
        return "break"

    def _point(self, at: int | None) -> None:
        if at is not None and at != self.chosen:
            self.chosen = at
            self._draw()

    def _scroll(self, step: int) -> None:
        last = max(0, len(self._data.offers) - self._rows_count)
        first = min(max(self._first + step, 0), last)
        if first != self._first:
            self._first = first
            self._draw()

    def _follow(self) -> None:
        """Have the chosen row in view."""
        if self.chosen is not None:
            self._first = min(max(self._first, self.chosen - self._rows_count + 1), self.chosen)

    # --- drawing ------------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        self.canvas.delete("all")
        if self._data.usage is not None:
            self._draw_usage(self._data.usage)
        left = self._left()
        column = min(left + self._shown_wide() + self._kit.px(24), round(self._wide * HINT_SHARE))
        offers = self._data.offers
        for at in range(self._first, min(len(offers), self._first + self._rows_count)):
            self._draw_offer(offers[at], self._head + (at - self._first) * self._row, left, column, at == self.chosen)

    def _draw_usage(self, usage: UsageData) -> None:
        """The command with the part being typed in colour, then what it does."""
        kit, canvas, middle = self._kit, self.canvas, self._head // 2
        x, right = kit.px(SIDE_PX), self._wide - kit.px(SIDE_PX)
        for at, part in enumerate(usage.parts):
            font, token = ("ui.bodyb", "accenttx") if at == usage.at else ("ui.body", "text2")
            shown = kit.elide(part, font, right - x)
            canvas.create_text(x, middle, anchor="w", text=shown, font=font, fill=kit.color(token))
            x += kit.measure(f"{shown} ", font)
        words = kit.elide(usage.words, "ui.small", right - x - kit.px(16))
        if right - x > kit.px(80):
            canvas.create_text(x + kit.px(16), middle, anchor="w", text=words, font="ui.small", fill=kit.color("text3"))
        if self._data.offers:
            canvas.create_line(0, self._head - 1, self._wide, self._head - 1, fill=kit.color("line"))

    def _draw_offer(self, offer: OfferData, top: int, left: int, column: int, chosen: bool) -> None:
        kit, canvas, middle = self._kit, self.canvas, top + self._row // 2
        if chosen:
            ground = kit.rounded(self._wide, self._row - kit.px(2), kit.px(RADIUS_PX), "sel")
            canvas.create_image(0, top + kit.px(1), image=ground, anchor="nw")
        if (face := offer.face) is not None:
            picture = kit.avatar(
                face.name, FACE_PX, hue=kit.hue(face.key), presence=face.presence, tile=face.tile,
                ring="sel" if chosen else "raised",
            )  # fmt: skip
            canvas.create_image(kit.px(SIDE_PX), middle, image=picture, anchor="w")
        right = self._wide - kit.px(SIDE_PX)
        hint = kit.elide(kit.shown(offer.hint), "ui.small", max(0, right - column))
        shown = kit.elide(kit.shown(offer.shown), "ui.body", (column - kit.px(12) if hint else right) - left)
        ink = kit.color("seltx" if chosen else "text")
        canvas.create_text(left, middle, anchor="w", text=shown, font="ui.body", fill=ink)
        ink = kit.color("text2" if chosen else "text3")
        canvas.create_text(column, middle, anchor="w", text=hint, font="ui.small", fill=ink)
