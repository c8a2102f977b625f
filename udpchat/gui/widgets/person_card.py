"""Somebody's card in the pane beside a private conversation: picture, name, whether they are there, what is known of them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import CardData, Offer
from udpchat.gui.widgets.presence import TOKENS
from udpchat.gui.widgets.strip import WrapLabel

AVATAR_PX: Final = 72


class PersonCard(ttk.Frame):
    """Data in, what one wants of the person out."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_offer: Callable[[Offer, int], None]) -> None:
        px = kit.px
        super().__init__(parent, style="side.TFrame", padding=(px(16), px(14), px(16), px(12)))
        self._kit = kit
        self._on_offer = on_offer
        self._offers: dict[Offer, ttk.Button] = {}
        self._picture = ttk.Label(self, style="text.side.TLabel")
        self._picture.pack()
        self._name = WrapLabel(self, kit, font="ui.titleb", bg="side")
        self._state = WrapLabel(self, kit, font="ui.small", fg="text2", bg="side")
        self._realm = kit.label(self, "", "ui.small", "text2", "side", compound="left")
        for label in (self._name, self._state):
            label.configure(justify="center", anchor="center")
            label.pack(fill="x", pady=(px(6), 0))
        self._facts = ttk.Frame(self, style="side.TFrame")
        self._buttons = ttk.Frame(self, style="side.TFrame")
        self._facts.pack(fill="x", pady=(px(14), 0))
        self._buttons.pack(fill="x", pady=(px(14), 0))
        self._shown: tuple[tuple[str, str], ...] = ()

    def set_card(self, data: CardData) -> None:
        """Show somebody."""
        kit = self._kit
        image = kit.avatar(data.name, AVATAR_PX, hue=kit.hue(data.user), presence=TOKENS.get(data.presence, "offline"))
        self._picture.configure(image=image)
        self._name.say(data.name)
        self._state.say(data.state)
        if data.realm:
            self._realm.configure(text=f" {kit.shown(data.realm)}", image=kit.icon("globe", 14, "text2"))
            self._realm.pack(after=self._name, pady=(kit.px(2), 0))
        else:
            self._realm.pack_forget()
        if data.facts != self._shown:
            self._shown = data.facts
            self._show_facts(data.facts)
        self._show_buttons(data)

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        kit = self._kit
        for child in self._facts.winfo_children():
            child.destroy()
        if not facts:
            self._facts.configure(height=1)  # a frame whose last child went keeps its height otherwise
        for label, words in facts:
            kit.label(self._facts, label, "ui.tiny", "text3", "side").pack(anchor="w", pady=(kit.px(6), 0))
            WrapLabel(self._facts, kit, words, bg="side").pack(fill="x")

    def _show_buttons(self, data: CardData) -> None:
        if data.offers != tuple(self._offers):
            for button in self._offers.values():
                button.destroy()
            self._offers = {}
            for offer in data.offers:
                button = ttk.Button(self._buttons, text=text(f"chat.offer.{offer.value}"), style="Side.TButton")
                button.pack(fill="x", pady=(0, self._kit.px(4)))
                self._offers[offer] = button
        for offer, button in self._offers.items():
            button.configure(command=partial(self._on_offer, offer, data.user))
