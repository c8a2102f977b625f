"""The top of the side: my picture, name and state, and the buttons for what one begins."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.badge import Badge
from udpchat.gui.widgets.chat_data import MeData
from udpchat.gui.widgets.presence import TOKENS

AVATAR_PX: Final = 36


@dataclass(frozen=True, slots=True)
class TopCalls:
    """What the top asks for; the menus open below a widget."""

    menu: Callable[[tk.Misc], None]
    my_state: Callable[[tk.Misc], None]
    inbox: Callable[[], None]
    new_message: Callable[[], None]


class SideTop(ttk.Frame):
    """Data in, wishes out."""

    def __init__(self, parent: tk.Misc, kit: Kit, calls: TopCalls) -> None:
        super().__init__(parent, style="side.TFrame")
        self._kit = kit
        self._rail = False
        self._me = MeData("", 0, "", "offline")
        self.me_button = ttk.Button(self, style="Side.Icon.TButton", padding=kit.px(2))
        self.me_button.configure(command=lambda: calls.my_state(self.me_button))
        self._names = ttk.Frame(self, style="side.TFrame", cursor="hand2")
        self._name = kit.label(self._names, "", "ui.bodyb", "text", "side")
        self._state = kit.label(self._names, "", "ui.small", "text2", "side")
        self._name.pack(anchor="w")
        self._state.pack(anchor="w")
        for part in (self._names, self._name, self._state):
            part.bind("<Button-1>", lambda _event: calls.my_state(self.me_button))
        self.inbox_button = kit.icon_button(self, "inbox", f"{text('chat.inbox')}  Ctrl+I", calls.inbox, bg="side")
        self.new_button = kit.icon_button(self, "edit", f"{text('chat.new')}  Ctrl+N", calls.new_message, bg="side")
        self.menu_button = kit.icon_button(self, "more", text("chat.menu"), bg="side")
        self.menu_button.configure(command=lambda: calls.menu(self.menu_button))
        self._badge = Badge(self, kit, "side", calls.inbox)
        self.bind("<Configure>", lambda _event: self._fit(), add="+")

    def set_me(self, me: MeData) -> None:
        """Who sits here."""
        self._me = me
        kit = self._kit
        picture = kit.avatar(me.name, AVATAR_PX, hue=kit.hue(me.user), presence=TOKENS.get(me.presence, "offline"))
        self.me_button.configure(image=picture)
        self._fit()
        kit.tip(self.me_button, f"{kit.shown(me.name)} · {kit.shown(me.state)}" if self._rail else text("chat.state"))

    def set_inbox(self, count: int) -> None:
        """How many messages wait to be read."""
        self._badge.show(count, self.inbox_button)

    def set_rail(self, rail: bool) -> None:
        """Narrow or wide."""
        self._rail = rail
        px = self._kit.px
        self.configure(padding=(px(4), px(10), px(4), px(6)) if rail else (px(12), px(8), px(8), px(8)))
        for part in (self.me_button, self._names, self.inbox_button, self.new_button, self.menu_button):
            part.pack_forget()
        if rail:
            for part in (self.me_button, self.inbox_button, self.new_button, self.menu_button):
                part.pack(side="top", pady=(0, px(2)))
        else:
            self.me_button.pack(side="left")
            for part in (self.menu_button, self.new_button, self.inbox_button):
                part.pack(side="right")
            self._names.pack(side="left", fill="x", expand=True, padx=(px(8), px(6)))
        self.set_me(self._me)

    def _fit(self) -> None:
        kit = self._kit
        room = self._names.winfo_width() if self._names.winfo_width() > 1 else kit.px(120)
        self._name.configure(text=kit.elide(kit.shown(self._me.name), "ui.bodyb", room))
        self._state.configure(text=kit.elide(kit.shown(self._me.state), "ui.small", room))
