"""The menu of the chat window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from udpchat.catalogue import text
from udpchat.gui.widgets.popup_menu import Item


@dataclass(frozen=True, slots=True)
class MenuCalls:
    """What the menu leads to."""

    set_mode: Callable[[str], None]
    zoom: Callable[[int], None]  # 1 larger, -1 smaller, 0 normal
    settings: Callable[[], None]
    shortcuts: Callable[[], None]
    about: Callable[[], None]
    new_message: Callable[[], None]
    new_group: Callable[[], None]
    search: Callable[[], None]
    attach: Callable[[], None]
    transfers: Callable[[], None]
    account: Callable[[], None]
    sign_out: Callable[[], None]
    quit: Callable[[], None]


def menu_items(calls: MenuCalls, chosen_mode: str) -> list[Item]:
    """The lines of the menu as things are now."""
    modes = [
        Item(text(f"chat.menu.theme.{mode}"), partial(calls.set_mode, mode), chosen=mode == chosen_mode)
        for mode in ("system", "light", "dark")
    ]
    return [
        Item(text("chat.menu.new_message"), calls.new_message, "Ctrl+N"),
        Item(text("chat.menu.new_group"), calls.new_group, "Ctrl+G"),
        Item(text("chat.menu.search"), calls.search, "Ctrl+Shift+F"),
        Item(text("sending.menu"), calls.attach, "Ctrl+O"),
        Item(text("transfers.menu"), calls.transfers, "Ctrl+Shift+J"),
        Item(),
        Item(text("chat.menu.theme")),
        *modes,
        Item(),
        Item(text("chat.menu.larger"), partial(calls.zoom, 1), "Ctrl++"),
        Item(text("chat.menu.smaller"), partial(calls.zoom, -1), "Ctrl+-"),
        Item(text("chat.menu.normal"), partial(calls.zoom, 0), "Ctrl+0"),
        Item(),
        Item(text("chat.menu.account"), calls.account),
        Item(text("chat.menu.settings"), calls.settings, "Ctrl+,"),
        Item(text("chat.menu.shortcuts"), calls.shortcuts, "F1"),
        Item(text("chat.menu.about"), calls.about),
        Item(),
        Item(text("chat.menu.sign_out"), calls.sign_out),
        Item(text("chat.menu.quit"), calls.quit, "Ctrl+Q"),
    ]
