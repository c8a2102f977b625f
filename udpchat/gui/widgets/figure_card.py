"""A card with one figure: its title and judgement, the figure, what it belongs to, and its course as a small curve."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import After

CURVE_PX: Final = 34
RESIZED_MS: Final = 120  # a curve is drawn anew when the width has come to rest
STEP_PX: Final = 8  # and only for a width that differs by more


class FigureCard(ttk.Frame):
    """Shows one figure."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        super().__init__(parent, style="Card.TFrame", padding=(kit.px(18), kit.px(13), kit.px(18), kit.px(11)))
        self._kit = kit
        self._course: tuple[float, ...] = ()
        self._token = "accent"
        self._drawn: tuple[tuple[float, ...], str, int] | None = None
        self._later = After(self)
        top = ttk.Frame(self, style="raised.TFrame")
        self._title = kit.label(top, font="ui.small", fg="text2", bg="raised")
        self._pill = ttk.Label(top, style="raised.Pill.TLabel")
        self._value = kit.label(self, font="ui.displayb", bg="raised")
        self._under = kit.label(self, font="ui.small", fg="text2", bg="raised")
        self._curve = tk.Label(self, borderwidth=0, anchor="w", height=kit.px(CURVE_PX))
        kit.paint(self._curve, background="raised")
        self._curve.configure(image=kit.rounded(1, kit.px(CURVE_PX), 0, None))
        self._title.pack(side="left")
        top.pack(fill="x")
        top.configure(height=kit.px(26))
        top.pack_propagate(False)
        self._value.pack(anchor="w")
        self._under.pack(anchor="w")
        self._curve.pack(anchor="w", fill="x", pady=(kit.px(4), 0))
        self.bind("<Configure>", lambda _event: self._later.start(RESIZED_MS, self._draw))

    def show(
        self, title: str, value: str, under: str, pill: str, pill_style: str, course: tuple[float, ...], token: str
    ) -> None:
        """Show a figure; `pill_style` is the theme's (Pill, OkPill, WarnPill, ErrPill), `token` the curve's colour."""
        self._title.configure(text=title)
        self._value.configure(text=value)
        self._under.configure(text=under)
        self._pill.configure(text=pill, style=f"raised.{pill_style}.TLabel")
        if pill:
            self._pill.pack(side="right")
        else:
            self._pill.pack_forget()
        self._course, self._token = course, token
        if not self._later.waiting:
            self._draw()

    def _draw(self) -> None:
        width = self.winfo_width() - 2 * self._kit.px(18)
        width -= width % self._kit.px(STEP_PX)
        course = self._course
        if course and min(course) == max(course):
            course = course[:2]  # a line stays a line, however long: no need to draw it again
        wanted = (course, self._token, width)
        if wanted == self._drawn or width < self._kit.px(40):
            return
        self._drawn = wanted
        height = self._kit.px(CURVE_PX)
        if len(course) < 2:
            self._curve.configure(image=self._kit.rounded(1, height, 0, None))
        else:
            self._curve.configure(image=self._kit.sparkline(course, width, height, self._token))
