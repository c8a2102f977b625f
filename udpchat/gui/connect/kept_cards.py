"""Who is kept signed in on this computer: a card for each, one click goes on as that person."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit, single_line
from udpchat.gui.presenters.connect_pages import KeptRow

_COLUMNS: Final = 2
_AVATAR_PX: Final = 34


class KeptCards(ttk.Frame):
    """One card for each; whoever places this leaves it out while nobody is kept."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_use: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._kit = kit
        self._on_use = on_use
        self._shown: tuple[KeptRow, ...] = ()
        self.cards: dict[str, KeptCard] = {}
        self._other = kit.label(self, text("connect.kept.other"), "ui.small", "text2")
        self.columnconfigure(tuple(range(_COLUMNS)), weight=1, uniform="card")

    def show(self, rows: Sequence[KeptRow]) -> None:
        """These people."""
        if tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        for card in self.cards.values():
            card.destroy()
        self.cards = {row.name: KeptCard(self, self._kit, row, self._on_use) for row in rows}
        for number, card in enumerate(self.cards.values()):
            card.grid(row=number // _COLUMNS, column=number % _COLUMNS, sticky="we", padx=(0, self._kit.px(2)))
        self._other.grid(row=len(rows), column=0, columnspan=_COLUMNS, sticky="w", padx=self._kit.px(3), pady=(self._kit.px(10), 0))

    def enable(self, on: bool) -> None:
        """Whether a click counts."""
        for card in self.cards.values():
            card.enable(on)


class KeptCard(ttk.Frame):
    """A card that works like a button: Space and Enter press it."""

    def __init__(self, parent: tk.Misc, kit: Kit, row: KeptRow, on_use: Callable[[str], None]) -> None:
        super().__init__(parent, style="Card.TFrame", padding=(kit.px(11), kit.px(9)), takefocus=not row.busy)
        self._kit = kit
        self._row = row
        self._on_use = on_use
        self._on = True
        hue = 9 if row.busy else kit.hue(row.user) if row.user else None
        self._avatar = ttk.Label(self, image=kit.avatar(row.name, _AVATAR_PX, hue=hue))
        self._avatar.pack(side="left", padx=(kit.px(2), kit.px(10)))
        self._words = ttk.Frame(self)
        self._words.pack(side="left", fill="x", expand=True)
        self._title = ttk.Label(self._words, font="ui.bodyb")
        self._title.pack(anchor="w")
        self._hint = ttk.Label(self._words, font="ui.small")
        self._hint.pack(anchor="w")
        self._fit(0)
        self._paint("raised")
        self._listen()

    def use(self) -> None:
        """Go on as this person."""
        if self._on and not self._row.busy:
            self._on_use(self._row.name)

    def enable(self, on: bool) -> None:
        """Whether a click counts."""
        self._on = on

    def _listen(self) -> None:
        for widget in (self, self._avatar, self._words, self._title, self._hint):
            widget.bind("<Button-1>", lambda _event: self.use())
        for key in ("<space>", "<Return>", "<KP_Enter>"):
            self.bind(key, self._pressed)
        self.bind("<FocusIn>", lambda _event: self.state(["focus"]))
        self.bind("<FocusOut>", lambda _event: self.state(["!focus"]))
        for event in ("<Enter>", "<Leave>"):
            self.bind(event, self._pointer)
        self._words.bind("<Configure>", lambda event: self._fit(event.width))

    def _pressed(self, _event: tk.Event[tk.Misc]) -> str:
        self.use()
        return "break"

    def _pointer(self, event: tk.Event[tk.Misc]) -> None:
        under = str(self.winfo_containing(event.x_root, event.y_root))
        on = under.startswith(str(self)) and not self._row.busy and not self.instate(["focus"])
        self.state(["active" if on else "!active"])
        self._paint("hover" if on else "raised")

    def _paint(self, ground: str) -> None:
        kit = self._kit
        self._words.configure(style=f"{ground}.TFrame")
        self._avatar.configure(style=kit.label_style("text", ground))
        self._title.configure(style=kit.label_style("text2" if self._row.busy else "text", ground))
        self._hint.configure(style=kit.label_style("text2", ground))

    def _fit(self, width: int) -> None:
        words = text("connect.kept.title", name=single_line(self._row.name))
        hint = text("connect.kept.busy" if self._row.busy else "connect.kept.hint")
        self._title.configure(text=self._kit.elide(words, "ui.bodyb", width) if width > 1 else words)
        self._hint.configure(text=self._kit.elide(hint, "ui.small", width) if width > 1 else hint)
