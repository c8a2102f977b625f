"""The left side of the chat window: who I am, what one can begin, the conversations, the connection."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.chat.side_top import SideTop, TopCalls
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import FooterData, ListData, MeData, MovingData, Show
from udpchat.gui.widgets.conversation_list import ConversationList
from udpchat.gui.widgets.jump_field import JumpField
from udpchat.gui.widgets.moving_strip import MovingStrip
from udpchat.gui.widgets.segments import Segments

WIDTH_PX: Final = 316
RAIL_PX: Final = 72
GROWTH: Final = 0.25  # of the width, of that of the text: what stands here is elided, but the chips are not
CHIPS: Final = (Show.ALL, Show.UNREAD, Show.GROUPS, Show.PEOPLE)


@dataclass(frozen=True, slots=True)
class SideCalls:
    """What the side asks for."""

    top: TopCalls
    open_conversation: Callable[[int], None]
    write: Callable[[], None]  # the person has chosen one, and goes on there
    popup: Callable[[int, int, int], None]  # the menu of a conversation at a point of the screen
    switcher: Callable[[], None]
    show_only: Callable[[Show], None]
    transfers: Callable[[], None]


class Side(ttk.Frame):
    """Data in, wishes out. `set_rail` makes it as narrow as a picture."""

    def __init__(self, parent: tk.Misc, kit: Kit, calls: SideCalls) -> None:
        super().__init__(parent, style="side.TFrame", width=kit.px(WIDTH_PX))
        self.pack_propagate(False)
        self._kit = kit
        self._rail = False
        self.top = SideTop(self, kit, calls.top)
        self.jump = JumpField(self, kit, text("chat.jump_to"), "Ctrl+K", calls.switcher)
        self.chips = Segments(self, kit, lambda key: calls.show_only(Show(key)), bg="side")
        self.chips.show([(show.value, text(f"chat.list.{show.value}")) for show in CHIPS], Show.ALL.value)
        self.top.pack(fill="x")
        self._make_foot(calls)
        self._hint = kit.label(self, "", "ui.small", "text2", "side", wraplength=kit.px(WIDTH_PX - 60), justify="center")
        self.list = ConversationList(self, kit, calls.open_conversation, calls.write, calls.popup)
        self.list.pack(fill="both", expand=True)
        self.bind("<<ThemeChanged>>", lambda _event: self._widen(), add="+")
        self._arrange()

    @property
    def menu_button(self) -> ttk.Button:
        """The one that opens the menu of the window."""
        return self.top.menu_button

    def _make_foot(self, calls: SideCalls) -> None:
        kit, px = self._kit, self._kit.px
        self._foot = ttk.Frame(self, style="side.TFrame", padding=(px(16), px(8)))
        self._dot = ttk.Label(self._foot, style="text.side.TLabel")
        self._server = kit.label(self._foot, "", "ui.small", "text2", "side")
        self._right = kit.label(self._foot, "", "ui.small", "text2", "side")
        self._foot.pack(side="bottom", fill="x")
        self._line = kit.line(self)
        self._line.pack(side="bottom", fill="x")
        self.moving = MovingStrip(self, kit, calls.transfers)
        self._footer = FooterData("offline", "", "", "")
        self._foot.bind("<Configure>", lambda _event: self._foot_fits(), add="+")

    # --- data ---------------------------------------------------------------------------------------------------------

    def set_me(self, me: MeData) -> None:
        """Who sits here."""
        self.top.set_me(me)

    def set_conversations(self, data: ListData) -> None:
        """The list, and how many wait to be read."""
        self.top.set_inbox(data.inbox_count)
        self.chips.show([(show.value, text(f"chat.list.{show.value}")) for show in CHIPS], data.show.value)
        self.list.set_conversations(data.lines, data.open_id)
        self._hint.configure(text=data.hint)
        if data.hint and not self._rail:
            self._hint.place(in_=self.list, relx=0.5, y=self._kit.px(28), anchor="n")
            self._hint.lift()
        else:
            self._hint.place_forget()

    def set_footer(self, footer: FooterData) -> None:
        """How the connection stands."""
        self._footer = footer
        self._dot.configure(image=self._kit.dot(footer.dot))
        self._right.configure(text=footer.right)
        for part in (self._foot, self._dot, self._server):
            self._kit.tip(part, self._kit.shown(footer.tip))
        self._foot_fits()

    def set_moving(self, moving: MovingData | None) -> None:
        """Files on their way."""
        self.moving.show(moving)
        if moving is None:
            self.moving.pack_forget()
        elif not self.moving.winfo_manager():
            self.moving.pack(side="bottom", fill="x", after=self._line)

    # --- widths -------------------------------------------------------------------------------------------------------

    def set_rail(self, rail: bool) -> None:
        """Narrow or wide."""
        if rail != self._rail:
            self._rail = rail
            self._arrange()

    def _arrange(self) -> None:
        px, rail = self._kit.px, self._rail
        self._widen()
        self.top.set_rail(rail)
        self._foot.configure(padding=(0, px(8)) if rail else (px(16), px(8)))
        for part in (self.jump, self.chips, self._dot, self._server, self._right):
            part.pack_forget()
        if rail:
            self._dot.pack(side="top")
        else:
            self.jump.pack(fill="x", padx=px(14), pady=(0, px(8)), after=self.top)
            self.chips.pack(fill="x", padx=px(12), pady=(0, px(6)), after=self.jump)
            self._dot.pack(side="left", padx=(0, px(8)))
            self._right.pack(side="right")
            self._server.pack(side="left")
        self.list.set_rail(rail)
        self.moving.set_rail(rail)

    def _widen(self) -> None:
        """As wide as larger text needs."""
        grown = WIDTH_PX * (1 + max(0.0, self._kit.zoom / 100 - 1) * GROWTH)
        self.configure(width=self._kit.px(RAIL_PX if self._rail else grown))

    def _foot_fits(self) -> None:
        used = self._dot.winfo_reqwidth() + self._right.winfo_reqwidth() + self._kit.px(56)
        room = max(self._kit.px(60), self._foot.winfo_width() - used)
        self._server.configure(text=self._kit.elide(self._kit.shown(self._footer.text), "ui.small", room))
