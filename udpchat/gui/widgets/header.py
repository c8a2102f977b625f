"""The head of the chat: which conversation is open, and what one can do with it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import HeaderData, Kind, Offer
from udpchat.gui.widgets.conversation_picture import picture

AVATAR_PX: Final = 38


@dataclass(frozen=True, slots=True)
class HeaderCalls:
    """What the head asks for."""

    find: Callable[[], None]
    people: Callable[[], None]
    mute: Callable[[], None]
    offer: Callable[[Offer], None]
    files: Callable[[], None]
    more: Callable[[tk.Misc], None]  # the menu, below this widget


class Header(ttk.Frame):
    """Data in, wishes out."""

    def __init__(self, parent: tk.Misc, kit: Kit, calls: HeaderCalls) -> None:
        px = kit.px
        super().__init__(parent)
        self._kit = kit
        self._calls = calls
        self._data = HeaderData(0, Kind.LOBBY, "", "")
        self._people_open = False
        bar = ttk.Frame(self, padding=(px(18), px(11), px(12), px(11)))
        bar.pack(fill="x")
        kit.line(self).pack(fill="x")
        self._picture = ttk.Label(bar)
        self._picture.grid(row=0, column=0)
        self.find_button = kit.icon_button(bar, "search", f"{text('chat.find')}  Ctrl+F", calls.find)
        self.files_button = kit.icon_button(bar, "folder", text("conversation_files.tip"), calls.files)
        self.mute_button = kit.icon_button(bar, "bell", "", calls.mute)
        self.add_button = kit.icon_button(bar, "userplus", "", self._add)
        self.people_button = kit.icon_button(bar, "users", "", calls.people)
        self.more_button = kit.icon_button(bar, "more", text("chat.header.more"))
        self.more_button.configure(command=lambda: calls.more(self.more_button))
        self._buttons = (
            self.find_button, self.files_button, self.mute_button, self.add_button, self.people_button, self.more_button
        )  # fmt: skip
        self._names = ttk.Frame(bar)
        self._names.grid(row=0, column=1, padx=px(12), sticky="we")
        bar.columnconfigure(1, weight=1)
        for column, button in enumerate(self._buttons, 2):
            button.grid(row=0, column=column)
        self._title = kit.label(self._names, "", "ui.titleb", width=1)
        self._subtitle = kit.label(self._names, "", "ui.small", "text2", width=1)
        self._title.pack(anchor="w", fill="x")
        self._subtitle.pack(anchor="w", fill="x")
        self._names.bind("<Configure>", lambda _event: self._fit(), add="+")
        self._show_buttons()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The lines of its menu."""
        return self._data.offers

    def set_header(self, data: HeaderData) -> None:
        """Show it."""
        kit = self._kit
        self._data = data
        self._picture.configure(image=picture(kit, data.kind, data.title, data.hue, data.presence, AVATAR_PX))
        kit.set_icon(self.mute_button, "mute" if data.muted else "bell", "warn" if data.muted else "text2")
        kit.tip(self.mute_button, text("chat.offer.unmute" if data.muted else "chat.offer.mute"))
        if data.add is not None:
            kit.tip(self.add_button, text(f"chat.offer.{data.add.value}"))
        kit.tip(self.people_button, text(f"chat.pane.{data.kind.name.lower()}"))
        self._show_buttons()
        self.set_people_open(self._people_open)
        self._fit()

    def set_people_open(self, is_open: bool) -> None:
        """Whether the people pane is open: its button is lit."""
        self._people_open = is_open
        icon = "info" if self._data.kind is Kind.PRIVATE else "users"
        self._kit.set_icon(self.people_button, icon, "accent" if is_open else "text2")

    def _add(self) -> None:
        if self._data.add is not None:
            self._calls.offer(self._data.add)

    def _show_buttons(self) -> None:
        """Those that there are."""
        for button in self._buttons:
            offered = self._is_offered(button)
            if offered and not button.winfo_manager():
                button.grid()
            elif not offered:
                button.grid_remove()

    def _is_offered(self, button: ttk.Button) -> bool:
        if button is self.mute_button:
            return self._data.can_mute
        return button is not self.add_button or self._data.add is not None

    def _fit(self) -> None:
        kit, room = self._kit, self._names.winfo_width()
        if room <= 1:
            return
        self._title.configure(text=kit.elide(kit.shown(self._data.title), "ui.titleb", room))
        self._subtitle.configure(text=kit.elide(kit.shown(self._data.subtitle), "ui.small", room))
