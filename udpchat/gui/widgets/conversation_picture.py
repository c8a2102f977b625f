"""The picture of a conversation: a disc for a person, a tile for everything else."""

from __future__ import annotations

import tkinter as tk
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import Kind
from udpchat.gui.widgets.presence import TOKENS

HUES: Final = {Kind.LOBBY: 3, Kind.ANNOUNCEMENTS: 5}
"""Of those that there is one of: green and blue."""


def picture(kit: Kit, kind: Kind, title: str, hue: int | str, presence: str, size: int) -> tk.PhotoImage:
    """`hue` is what its colour is made from; `presence` of the other, in a private one."""
    color = HUES[kind] if kind in HUES else kit.hue(hue)
    if kind is Kind.PRIVATE:
        return kit.avatar(title, size, hue=color, presence=TOKENS.get(presence, "offline"))
    return kit.avatar(title, size, hue=color, tile=True, glyph=kind.value or None)
