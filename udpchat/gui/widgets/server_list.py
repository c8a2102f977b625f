"""A list of cards of which one can be chosen: by a click, with the arrow keys; a double-click or Enter goes on with it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit, ScrollFrame, single_line

_TILE_PX: Final = 38
_GAP_PX: Final = 2
_GREY_HUE: Final = 9


@dataclass(frozen=True, slots=True)
class ServerCard:
    """One card. `pill` and `pill_style` are a mark beside the name, `tag` another word there; `pale`: out of reach."""

    key: str
    name: str
    address: str
    right: str
    right_below: str
    pill: str = ""
    pill_style: str = "Pill.TLabel"
    tag: str = ""
    pale: bool = False


class ServerList(ScrollFrame):
    """One stop of the Tab key; `on_choose` hears the key of a card, `on_open` that one is to be gone on with."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, on_choose: Callable[[str], None], on_open: Callable[[], None]
    ) -> None:
        super().__init__(parent, kit, takefocus=True)
        self._kit = kit
        self._on_choose = on_choose
        self._on_open = on_open
        self._cards: dict[str, _Card] = {}
        self._chosen: str | None = None
        self._cursor: str | None = None
        for key, step in (("<Down>", 1), ("<Up>", -1), ("<Home>", -1000), ("<End>", 1000), ("<Next>", 4), ("<Prior>", -4)):
            self.bind(key, self._mover(step))
        self.bind("<space>", lambda _event: self._take_cursor())
        self.bind("<FocusIn>", lambda _event: self._show_focus())
        self.bind("<FocusOut>", lambda _event: self._show_focus())

    @property
    def card_keys(self) -> tuple[str, ...]:
        """The cards in their order."""
        return tuple(self._cards)

    @property
    def chosen(self) -> str | None:
        """The key of the chosen card."""
        return self._chosen

    def card(self, key: str) -> ttk.Frame:
        """The frame of a card."""
        return self._cards[key]

    def show_cards(self, cards: Sequence[ServerCard], chosen: str | None) -> None:
        """These cards in this order. What has not changed is left alone."""
        wanted = [card.key for card in cards]
        for key in [key for key in self._cards if key not in wanted]:
            self._cards.pop(key).destroy()
        added = False
        for card in cards:
            added |= card.key not in self._cards
            if card.key not in self._cards:
                self._cards[card.key] = _Card(self.body, self._kit, card.key, self._clicked, self._opened)
            self._cards[card.key].show(card)
        if added or list(self._cards) != wanted:
            self._arrange(wanted)
        self._choose(chosen)

    def _arrange(self, wanted: list[str]) -> None:
        self._cards = {key: self._cards[key] for key in wanted}
        for card in self._cards.values():
            card.pack_forget()
            card.pack(fill="x", pady=self._kit.px(_GAP_PX))

    def _choose(self, key: str | None) -> None:
        if key != self._chosen:
            for one in (self._chosen, key):
                if one in self._cards:
                    self._cards[one].set_chosen(one == key)
            self._chosen = key
        elif key in self._cards:
            self._cards[key].set_chosen(True)
        if key in self._cards:
            self._cursor = key
        self._show_focus()

    # --- mouse and keys -----------------------------------------------------------------------------------------------

    def _clicked(self, key: str) -> None:
        self.focus_set()
        self._cursor = key
        self._on_choose(key)
        self._show_focus()

    def _opened(self, key: str) -> None:
        if key == self._chosen:
            self._on_open()

    def _mover(self, step: int) -> Callable[[tk.Event[tk.Misc]], str]:
        def move(_event: tk.Event[tk.Misc]) -> str:
            keys = self.card_keys
            if keys:
                at = keys.index(self._cursor) + step if self._cursor in keys else 0
                self._cursor = keys[min(max(at, 0), len(keys) - 1)]
                self._take_cursor()
            return "break"

        return move

    def _take_cursor(self) -> str:
        if self._cursor in self._cards:
            self._on_choose(self._cursor)
            self._show_focus()
            self.show(self._cards[self._cursor])
        return "break"

    def _show_focus(self) -> None:
        focused = self.focus_displayof() is self
        if self._cursor not in self._cards:
            self._cursor = next(iter(self._cards), None)
        for key, card in self._cards.items():
            card.set_focused(focused and key == self._cursor)


class _Card(ttk.Frame):
    """One card; its labels follow its ground."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, key: str, clicked: Callable[[str], None], opened: Callable[[str], None]
    ) -> None:
        super().__init__(parent, style="Card.TFrame", padding=(kit.px(14), kit.px(10)))
        self._kit = kit
        self._clicked, self._opened, self._key = clicked, opened, key
        self._shown: ServerCard | None = None
        self._build()
        for widget in _family(self):
            widget.bind("<Button-1>", lambda _event: clicked(key))
            widget.bind("<Double-Button-1>", lambda _event: opened(key))
        for event in ("<Enter>", "<Leave>"):
            self.bind(event, self._pointer)
        self._middle.bind("<Configure>", lambda _event: self._fit())

    def _build(self) -> None:
        kit = self._kit
        self._tile = ttk.Label(self)
        self._tile.pack(side="left", padx=(kit.px(2), kit.px(12)))
        right = self._right = ttk.Frame(self)
        right.pack(side="right", padx=(kit.px(8), kit.px(2)))
        self._top = ttk.Label(right, font="ui.small", anchor="e")
        self._top.pack(anchor="e")
        self._below = ttk.Label(right, font="ui.small", anchor="e")
        self._below.pack(anchor="e")
        middle = self._middle = ttk.Frame(self)
        middle.pack(side="left", fill="x", expand=True)
        head = self._head = ttk.Frame(middle)
        head.pack(fill="x")
        self._title = ttk.Label(head, font="ui.bodyb")
        self._title.pack(side="left")
        self._tag = ttk.Label(head, font="ui.small")
        self._pill = ttk.Label(head)
        self._address = ttk.Label(middle, font="ui.mono")
        self._address.pack(anchor="w")

    def show(self, card: ServerCard) -> None:
        """Other words."""
        if card == self._shown:
            return
        self._shown = card
        hue = _GREY_HUE if card.pale else None
        self._tile.configure(image=self._kit.avatar(card.key, _TILE_PX, hue=hue, glyph="server", tile=True))
        self._address.configure(text=single_line(card.address))
        self._top.configure(text=card.right)
        self._below.configure(text=card.right_below)
        self._pill.configure(text=card.pill)
        self._tag.configure(text=card.tag)
        for label, words in ((self._pill, card.pill), (self._tag, card.tag)):
            label.pack_forget()
            if words:
                label.pack(side="left", padx=(self._kit.px(8), 0))
        self._paint()
        self._fit()

    def set_chosen(self, on: bool) -> None:
        """Whether it is the chosen one."""
        self._set("selected", on)

    def set_focused(self, on: bool) -> None:
        """Whether the keyboard is here."""
        self._set("focus", on)

    def _set(self, state: str, on: bool) -> None:
        if on != self.instate([state]):
            self.state([state if on else f"!{state}"])
            self._paint()

    def _pointer(self, event: tk.Event[tk.Misc]) -> None:
        """It is left also for its own labels, and that does not count."""
        under = self.winfo_containing(event.x_root, event.y_root)
        self._set("active", str(under).startswith(str(self)))

    @property
    def _ground(self) -> str:
        """As the theme's card: focus is drawn before all else, then the choice, then the pointer."""
        if self.instate(["focus"]):
            return "raised"
        if self.instate(["selected"]):
            return "accentsoft"
        return "hover" if self.instate(["active"]) else "raised"

    def _paint(self) -> None:
        kit, ground, card = self._kit, self._ground, self._shown
        if card is None:
            return
        for frame in (self._right, self._middle, self._head):
            frame.configure(style=f"{ground}.TFrame")
        pale = "text2" if card.pale else "text"
        looks = {self._title: pale, self._top: pale, self._address: "text2", self._below: "text2", self._tag: "accenttx"}
        for label, token in looks.items():
            label.configure(style=kit.label_style(token, ground))
        self._tile.configure(style=kit.label_style("text", ground))
        prefix = f"{ground.capitalize()}."
        self._pill.configure(style=prefix + card.pill_style)

    def _fit(self) -> None:
        """Cut the name where its room ends."""
        card = self._shown
        width = self._middle.winfo_width()
        if card is None:
            return
        for label in (self._pill, self._tag):
            if label.winfo_manager():
                width -= label.winfo_reqwidth() + self._kit.px(8)
        words = single_line(card.name)
        self._title.configure(text=words if width <= 1 else self._kit.elide(words, "ui.bodyb", width))


def _family(widget: tk.Misc) -> list[tk.Misc]:
    return [widget, *(one for child in widget.winfo_children() for one in _family(child))]
