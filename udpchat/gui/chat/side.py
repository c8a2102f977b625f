"""The left side of the chat window: who I am, the menu, the conversations, the connection."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import FooterData, MeData
from udpchat.gui.widgets.conversation_list import ConversationList

WIDTH_PX: Final = 316
RAIL_PX: Final = 72
AVATAR_PX: Final = 36


@dataclass(frozen=True, slots=True)
class SideCalls:
    """What the side asks for."""

    menu: Callable[[tk.Misc], None]  # below this widget
    open_conversation: Callable[[int], None]


class Side(ttk.Frame):
    """Data in, wishes out. `set_rail` makes it as narrow as a picture."""

    def __init__(self, parent: tk.Misc, kit: Kit, calls: SideCalls) -> None:
        super().__init__(parent, style="side.TFrame", width=kit.px(WIDTH_PX))
        self.pack_propagate(False)
        self._kit = kit
        self._rail = False
        self._me = MeData("", 0, "", "offline")
        self._make_top(calls)
        self._make_foot()
        self.list = ConversationList(self, kit, calls.open_conversation)
        self.list.pack(fill="both", expand=True)
        self._arrange()

    def _make_top(self, calls: SideCalls) -> None:
        kit, px = self._kit, self._kit.px
        self._top = ttk.Frame(self, style="side.TFrame")
        self._top.pack(fill="x")
        self._picture = ttk.Label(self._top, style="text.side.TLabel", cursor="hand2")
        self._picture.bind("<Button-1>", lambda _event: calls.menu(self._picture))
        self._names = ttk.Frame(self._top, style="side.TFrame")
        self._name = kit.label(self._names, "", "ui.bodyb", "text", "side")
        self._state = kit.label(self._names, "", "ui.small", "text2", "side")
        self._name.pack(anchor="w")
        self._state.pack(anchor="w")
        self.menu_button = kit.icon_button(self._top, "more", text("chat.menu"), bg="side")
        self.menu_button.configure(command=lambda: calls.menu(self.menu_button))
        self._top.bind("<Configure>", lambda _event: self._name_fits(), add="+")
        self._gap = px(10)

    def _make_foot(self) -> None:
        kit, px = self._kit, self._kit.px
        self._foot = ttk.Frame(self, style="side.TFrame", padding=(px(16), px(8)))
        self._dot = ttk.Label(self._foot, style="text.side.TLabel")
        self._server = kit.label(self._foot, "", "ui.small", "text2", "side")
        self._right = kit.label(self._foot, "", "ui.small", "text2", "side")
        self._foot.pack(side="bottom", fill="x")
        self._line = kit.line(self)
        self._line.pack(side="bottom", fill="x")
        self._footer = FooterData("offline", "", "", "")
        self._foot.bind("<Configure>", lambda _event: self._foot_fits(), add="+")

    # --- data ---------------------------------------------------------------------------------------------------------

    def set_me(self, me: MeData) -> None:
        """Who sits here."""
        self._me = me
        kit = self._kit
        picture = kit.avatar(me.name, AVATAR_PX, hue=kit.hue(me.user), presence=me.presence)
        self._picture.configure(image=picture)
        self._state.configure(text=me.state)
        self._name_fits()
        kit.tip(self._picture, f"{kit.shown(me.name)} · {me.state}" if self._rail else "")

    def set_footer(self, footer: FooterData) -> None:
        """How the connection stands."""
        self._footer = footer
        self._dot.configure(image=self._kit.dot(footer.dot))
        self._right.configure(text=footer.right)
        for part in (self._foot, self._dot, self._server):
            self._kit.tip(part, self._kit.shown(footer.tip))
        self._foot_fits()

    def set_rail(self, rail: bool) -> None:
        """Narrow or wide."""
        if rail != self._rail:
            self._rail = rail
            self._arrange()
            self.set_me(self._me)

    def _arrange(self) -> None:
        px, rail = self._kit.px, self._rail
        self.configure(width=px(RAIL_PX if rail else WIDTH_PX))
        self._top.configure(padding=(px(8), px(12), px(8), px(8)) if rail else (px(16), px(12), px(10), px(8)))
        self._foot.configure(padding=(0, px(8)) if rail else (px(16), px(8)))
        for part in (self._picture, self._names, self.menu_button, self._dot, self._server, self._right):
            part.pack_forget()
        if rail:
            self._picture.pack(side="top")
            self.menu_button.pack(side="top", pady=(px(6), 0))
            self._dot.pack(side="top")
        else:
            self._picture.pack(side="left")
            self.menu_button.pack(side="right")
            self._names.pack(side="left", fill="x", expand=True, padx=self._gap)
            self._dot.pack(side="left", padx=(0, px(8)))
            self._right.pack(side="right")
            self._server.pack(side="left")
        self.list.set_rail(rail)

    def _name_fits(self) -> None:
        room = self._names.winfo_width() if self._names.winfo_width() > 1 else self._kit.px(190)
        self._name.configure(text=self._kit.elide(self._kit.shown(self._me.name), "ui.bodyb", room))

    def _foot_fits(self) -> None:
        used = self._dot.winfo_reqwidth() + self._right.winfo_reqwidth() + self._kit.px(56)
        room = max(self._kit.px(60), self._foot.winfo_width() - used)
        self._server.configure(text=self._kit.elide(self._kit.shown(self._footer.text), "ui.small", room))
