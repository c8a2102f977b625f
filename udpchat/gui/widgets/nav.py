"""The side of a window with pages: a name above, the pages with their counts, a state and a button below.

Narrow, it shrinks to a rail of icons; the words are then in the tooltips.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit, single_line
from udpchat.gui.kit.guards import After

WIDE_PX: Final = 212
RAIL_PX: Final = 68
TITLE_PX: Final = 132  # for the name beside its tile
ICON_PX: Final = 18
COUNT_MAX: Final = 999


@dataclass(frozen=True, slots=True)
class NavItem:
    """A page: its key, icon and words."""

    key: str
    icon: str
    title: str


class NavRow(ttk.Radiobutton):
    """One page; the number at its end is a label of its own that takes the colour of the row."""

    def __init__(self, parent: tk.Misc, kit: Kit, item: NavItem, chosen: tk.StringVar, on_choose: Callable[[], None]) -> None:
        super().__init__(parent, value=item.key, variable=chosen, style="Nav.TRadiobutton", command=on_choose)
        self._kit = kit
        self._item = item
        self._chosen = chosen
        self._token = "text2"
        self._narrow = self._badge = False
        self._look = After(self)
        self._count = tk.Label(self, font="ui.small", borderwidth=0, padx=0, pady=0)
        self._count.bind("<Button-1>", lambda _event: self.invoke())
        for event in ("<Enter>", "<Leave>", "<<ThemeChanged>>"):
            self.bind(event, lambda _event: self._look.start(1, self.repaint), add="+")  # when ttk has set its state
        self.fit(False)

    def show_count(self, count: int | None, token: str, badge: bool) -> None:
        """The number, plain or as a badge; None or 0 for none."""
        self._token, self._badge = token, badge
        self._count.configure(text="" if not count else str(count) if count <= COUNT_MAX else f"{COUNT_MAX}+")
        self.repaint()

    def fit(self, narrow: bool) -> None:
        """The icon alone, or with its words."""
        self._narrow = narrow
        self.configure(text="" if narrow else f"  {self._item.title}", compound="image" if narrow else "left")
        self._kit.tip(self, self._item.title if narrow else "")
        self.repaint()

    def repaint(self) -> None:
        """Icon and number in the colours of the row as it stands."""
        chosen = self._chosen.get() == self._item.key
        ground = "sel" if chosen else "hover" if self.instate(["active"]) else "side"
        self.configure(image=self._kit.icon(self._item.icon, ICON_PX, "seltx" if chosen else "text2"))
        token = "seltx" if chosen and self._token == "text2" else self._token
        self._count.configure(bg=self._kit.color(ground), fg=self._kit.color("onbadge" if self._badge else token))
        self._place_count()

    def _place_count(self) -> None:
        """On a rail of icons only a badge has room."""
        kit, words = self._kit, str(self._count.cget("text"))
        if not words or (self._narrow and not self._badge):
            self._count.place_forget()
            return
        high = kit.px(16 if self._narrow else 20)
        wide = max(high, kit.measure(words, "ui.small") + kit.px(8 if self._narrow else 12))
        if self._badge:
            self._count.configure(image=kit.badge(wide, high, "badge"), compound="center", font="ui.smallb")
        else:
            self._count.configure(image="", compound="none", font="ui.small")
        if self._narrow:
            self._count.place(relx=1, rely=0, x=-kit.px(3), y=kit.px(2), anchor="ne")
        else:
            self._count.place(relx=1, rely=0.5, x=-kit.px(8 if self._badge else 14), anchor="e")


class Nav(ttk.Frame):
    """Tells `on_choose` the key of a page and `on_press` that the button was pressed."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        items: Sequence[NavItem],
        on_choose: Callable[[str], None],
        on_press: Callable[[], None],
    ) -> None:
        super().__init__(parent, style="side.TFrame", width=kit.px(WIDE_PX))
        self.pack_propagate(False)
        self._kit = kit
        self._on_choose = on_choose
        self._chosen = tk.StringVar(self, items[0].key)
        self._rows: dict[str, NavRow] = {}
        self._narrow = False
        self._button_label = ""
        self._brand().pack(fill="x")
        self._pages(items).pack(fill="x")
        self._foot(on_press).pack(side="bottom", fill="x")

    # --- what is shown ------------------------------------------------------------------------------------------------

    def show_name(self, name: str, under: str) -> None:
        """Whose window it is."""
        name, under, room = single_line(name), single_line(under), self._kit.px(TITLE_PX)
        self._title.configure(text=self._kit.elide(name, "ui.bodyb", room))
        self._under.configure(text=self._kit.elide(under, "ui.small", room))
        self._kit.tip(self._tile, f"{name}\n{under}" if under else name)

    def show_state(self, dot: str, words: str) -> None:
        """The dot (a token of the palette) and the words beside it."""
        self._dot.configure(image=self._kit.dot(dot))
        self._state.configure(text=words)
        self._kit.tip(self._dot, words)

    def show_button(self, label: str, style: str, icon: str, color: str) -> None:
        """The button below; none for an empty label."""
        self._button_label = label
        if not label:
            self._button.pack_forget()
            return
        self._button.configure(style=f"side.{style}", image=self._kit.icon(icon, 16, color))
        self._fit_button()
        self._button.pack(fill="x")

    def show_count(self, key: str, count: int | None, token: str = "text2", badge: bool = False) -> None:
        """The number beside a page, plain or as a badge that calls; None for none."""
        self._rows[key].show_count(count, token, badge)

    def choose(self, key: str) -> None:
        """Another page is seen."""
        self._chosen.set(key)
        for row in self._rows.values():
            row.repaint()

    def set_narrow(self, narrow: bool) -> None:
        """A rail of icons, or icons with words."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.configure(width=self._kit.px(RAIL_PX if narrow else WIDE_PX))
        for widget in (self._titles, self._state):
            if narrow:
                widget.pack_forget()
            else:
                widget.pack(side="left")
        for row in self._rows.values():
            row.fit(narrow)
        self._fit_button()

    # --- parts --------------------------------------------------------------------------------------------------------

    def _brand(self) -> ttk.Frame:
        kit = self._kit
        brand = ttk.Frame(self, style="side.TFrame", padding=(kit.px(16), kit.px(16), 0, kit.px(14)))
        self._tile = tk.Label(brand, image=kit.avatar("udpchat", 38, hue=4, tile=True, glyph="server"), borderwidth=0)
        kit.paint(self._tile, background="side")
        self._tile.pack(side="left", padx=(0, kit.px(10)))
        self._titles = ttk.Frame(brand, style="side.TFrame")
        self._title = kit.label(self._titles, font="ui.bodyb", bg="side")
        self._under = kit.label(self._titles, font="ui.small", fg="text2", bg="side")
        self._title.pack(anchor="w")
        self._under.pack(anchor="w")
        self._titles.pack(side="left")
        return brand

    def _pages(self, items: Sequence[NavItem]) -> ttk.Frame:
        pages = ttk.Frame(self, style="side.TFrame", padding=(self._kit.px(9), 0))
        for item in items:
            row = NavRow(pages, self._kit, item, self._chosen, self._picked)
            row.pack(fill="x")
            for key, step in (("<Down>", 1), ("<Up>", -1)):
                row.bind(key, self._stepper(item.key, step))
            self._rows[item.key] = row
        return pages

    def _foot(self, on_press: Callable[[], None]) -> ttk.Frame:
        kit = self._kit
        foot = ttk.Frame(self, style="side.TFrame", padding=(kit.px(12), 0, kit.px(12), kit.px(10)))
        line = ttk.Frame(foot, style="side.TFrame", padding=(kit.px(7), 0, 0, kit.px(8)))
        self._dot = tk.Label(line, borderwidth=0)
        kit.paint(self._dot, background="side")
        self._dot.pack(side="left", padx=(0, kit.px(8)))
        self._state = kit.label(line, font="ui.small", fg="text2", bg="side")
        self._state.pack(side="left")
        line.pack(fill="x")
        self._button = ttk.Button(foot, command=on_press, style="side.TButton")
        return foot

    # --- inside -------------------------------------------------------------------------------------------------------

    def _picked(self) -> None:
        self.choose(self._chosen.get())
        self._on_choose(self._chosen.get())

    def _stepper(self, key: str, step: int) -> Callable[[tk.Event[tk.Misc]], str]:
        """The arrow keys walk through the pages."""

        def walk(_event: tk.Event[tk.Misc]) -> str:
            keys = list(self._rows)
            row = self._rows[keys[(keys.index(key) + step) % len(keys)]]
            row.focus_set()
            row.invoke()
            return "break"

        return walk

    def _fit_button(self) -> None:
        words = "" if self._narrow else f" {self._button_label}"
        pad = 6 if self._narrow else 16
        self._button.configure(text=words, compound="image" if self._narrow else "left")
        self._button.configure(padding=(self._kit.px(pad), self._kit.px(9)))
        self._kit.tip(self._button, self._button_label if self._narrow else "")
