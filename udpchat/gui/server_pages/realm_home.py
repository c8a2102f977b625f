"""The card above the links: what this server is called elsewhere, its fingerprint, and the ways to a new link."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit, single_line
from udpchat.gui.widgets.copy_button import CopyButton
from udpchat.gui.widgets.strip import WrapLabel

ONE_ROW_PX: Final = 820  # of the card: below it the buttons stand under the words
BUTTONS: Final = (("add", "globe"), ("invite", "link"), ("join", "download"))


class RealmHome(ttk.Frame):
    """`on_press` hears "add", "invite", "join" or "rename"."""

    def __init__(self, parent: tk.Misc, kit: Kit, copy: Callable[[str], None], on_press: Callable[[str], None]) -> None:
        super().__init__(parent, style="Card.TFrame", padding=(kit.px(22), kit.px(14), kit.px(16), kit.px(14)))
        self._kit = kit
        self._one_row: bool | None = None
        self._free = self._online = False
        self.columnconfigure(0, weight=1)
        self._left = ttk.Frame(self, style="raised.TFrame")
        kit.label(self._left, text("operator.realms.here"), font="ui.small", fg="text2", bg="raised").pack(anchor="w")
        line = ttk.Frame(self._left, style="raised.TFrame")
        self._name = kit.label(line, font="ui.displayb", bg="raised")
        self._name.pack(side="left")
        tip = text("operator.realms.rename_title")
        self.rename = kit.icon_button(line, "edit", tip, lambda: on_press("rename"), bg="raised", size=16)
        line.pack(anchor="w")
        self._caption = WrapLabel(self._left, kit, font="ui.small", fg="text2", bg="raised")
        self._caption.pack(fill="x")
        prints = ttk.Frame(self._left, style="raised.TFrame")
        kit.label(prints, text("operator.realms.print_label"), font="ui.small", fg="text2", bg="raised").pack(side="left")
        self._print = kit.label(prints, font="ui.smallb", bg="raised")
        self._print.pack(side="left", padx=(kit.px(6), kit.px(2)))
        self._copy = CopyButton(prints, kit, text("operator.copy.fingerprint"), copy, size=13)
        self._copy.configure(padding=kit.px(5))
        self._copy.pack(side="left")
        prints.pack(anchor="w", pady=(kit.px(2), 0))
        self.buttons: dict[str, ttk.Button] = {}
        self._row = ttk.Frame(self, style="raised.TFrame")
        for key, icon in BUTTONS:
            button = self.buttons[key] = self._button(key, icon, on_press)
            button.pack(side="left", padx=(0, kit.px(2)))
        self.bind("<Configure>", lambda event: self._fit(event.width))

    def show(self, name: str, fingerprint: str, free: bool) -> None:
        """`free`: the name may still be changed."""
        self._free = free
        self._name.configure(text=single_line(name) or "–")
        self._caption.say(text("operator.realms.here_words", name=name) if name else "")
        self._print.configure(text=fingerprint or "–")
        self._copy.set_words(fingerprint)
        self._enable()

    def enable(self, online: bool) -> None:
        """Whether anything can be done."""
        self._online = online
        self._enable()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _button(self, key: str, icon: str, on_press: Callable[[str], None]) -> ttk.Button:
        kit, loud = self._kit, key == "add"
        style, ink = ("Accent.TButton", "onaccent") if loud else ("TButton", "text")
        button = ttk.Button(self._row, text=f" {text(f'operator.realms.{key}')}", style=f"raised.{style}", compound="left")
        button.configure(command=lambda: on_press(key), padding=(kit.px(11), kit.px(8)))
        kit.set_icon(button, icon, ink, 15)
        kit.tip(button, text(f"operator.realms.{key}_tip"))
        return button

    def _enable(self) -> None:
        for button in self.buttons.values():
            button.state(["!disabled" if self._online else "disabled"])
        if self._free and self._online:
            self.rename.pack(side="left", padx=(self._kit.px(4), 0))
        else:
            self.rename.pack_forget()

    def _fit(self, width: int) -> None:
        one_row = width >= self._kit.px(ONE_ROW_PX)
        if one_row == self._one_row:
            return
        self._one_row = one_row
        self._left.grid(row=0, column=0, sticky="we")
        self._row.grid_forget()
        if one_row:
            self._row.grid(row=0, column=1, sticky="e", padx=(self._kit.px(12), 0))
        else:
            self._row.grid(row=1, column=0, sticky="w", pady=(self._kit.px(8), 0))
