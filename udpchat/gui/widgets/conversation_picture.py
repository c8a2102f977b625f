"""The picture of a conversation: a disc for a person, a tile for everything else."""

from __future__ import annotations

import tkinter as tk

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import Kind
from udpchat.gui.widgets.presence import TOKENS


def picture(kit: Kit, kind: Kind, title: str, hue: int | str, presence: str, size: int) -> tk.PhotoImage:
    """`hue` is what its colour is made from; `presence` of the other, in a private one."""
    color = kit.hue(hue)
    if kind is Kind.PRIVATE:
        return kit.avatar(title, size, hue=color, presence=TOKENS.get(presence, "offline"))
    return kit.avatar(title, size, hue=color, tile=True, glyph=kind.value or None)
