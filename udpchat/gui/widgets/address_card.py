"""The card that tells a room where the server is: the address large enough for a projector, then what else there is.

Left the likeliest address in large type with its interface, below it the others; right the fingerprint and the invite.
Narrow, the right half moves below the left one.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit, single_line
from udpchat.gui.widgets.copy_button import CopyButton

NARROW_PX: Final = 760
SIDE_PX: Final = 340  # of fingerprint and invite
OTHERS_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Address:
    """An address as people type it, and its interface in words."""

    address: str
    interface: str


class AddressCard(ttk.Frame):
    """`copy` gets what is to be copied; `show_large` fills the window with the address."""

    def __init__(self, parent: tk.Misc, kit: Kit, copy: Callable[[str], None], show_large: Callable[[], None]) -> None:
        super().__init__(parent, style="Card.TFrame", padding=(kit.px(22), kit.px(16), kit.px(18), kit.px(14)))
        self._kit = kit
        self._copy = copy
        self._narrow: bool | None = None
        self._invite_words = ""
        self._flowing: list[ttk.Widget] = []
        self._lines: list[ttk.Frame] = []
        self.columnconfigure(0, weight=1)
        self._left = ttk.Frame(self, style="raised.TFrame")
        self._right = ttk.Frame(self, style="raised.TFrame")
        self._build_left(show_large)
        self._build_right()
        self.bind("<Configure>", lambda event: self._fit(event.width))

    def show(self, first: Address | None, others: Sequence[Address], hint: str) -> None:
        """The addresses; `hint` says why there are no or only few."""
        address = first.address if first else text("operator.place.none")
        self._address.configure(text=address)
        self._caption.configure(text=text("operator.place.title" if first else "operator.place.none_title"))
        interface = single_line(first.interface) if first else ""
        self._interface.configure(text=interface)
        if interface:
            self._interface.pack(side="left", padx=self._kit.px(10))
        else:
            self._interface.pack_forget()
        if first:
            self._copy_address.set_words(first.address, text("operator.copy.address", address=first.address))
            self._copy_address.pack(side="left", padx=(self._kit.px(6), 0), pady=(self._kit.px(6), 0))
            self._large.pack(side="left", pady=(self._kit.px(6), 0))
        else:
            self._copy_address.pack_forget()
            self._large.pack_forget()
        self._show_others(others, hint)

    def show_identity(self, fingerprint: str, invite: str) -> None:
        """Fingerprint and invite; empty while they are not known."""
        self._fingerprint.configure(text=fingerprint or "–")
        self._copy_fingerprint.set_words(fingerprint)
        self._copy_invite.set_words(invite)
        self._invite_words = invite
        self._elide_invite()

    # --- parts --------------------------------------------------------------------------------------------------------

    def _build_left(self, show_large: Callable[[], None]) -> None:
        kit, left = self._kit, self._left
        caption = ttk.Frame(left, style="raised.TFrame")
        self._caption = kit.label(caption, font="ui.small", fg="text2", bg="raised")
        self._caption.pack(side="left")
        self._interface = ttk.Label(caption, style="raised.Pill.TLabel")
        caption.pack(anchor="w")
        line = ttk.Frame(left, style="raised.TFrame")
        self._address = kit.label(line, font="ui.big", bg="raised")
        self._address.pack(side="left")
        self._copy_address = CopyButton(line, kit, text("operator.copy"), self._copy, size=20)
        self._large = kit.icon_button(line, "monitor", text("operator.place.large_tip"), show_large, bg="raised", size=20)
        line.pack(anchor="w")
        self._others = ttk.Frame(left, style="raised.TFrame")
        self._others.pack(anchor="w", fill="x")

    def _build_right(self) -> None:
        kit, right = self._kit, self._right
        right.columnconfigure(0, weight=1)
        self._fingerprint, self._copy_fingerprint = self._fact(0, "fingerprint", "ui.title")
        self._invite, self._copy_invite = self._fact(3, "invite", "ui.mono")
        right.rowconfigure(2, minsize=kit.px(10))

    def _fact(self, row: int, key: str, font: str) -> tuple[ttk.Label, CopyButton]:
        kit, right = self._kit, self._right
        title = kit.label(right, text(f"operator.place.{key}"), font="ui.small", fg="text2", bg="raised")
        kit.tip(title, text(f"operator.place.{key}_hint"))
        value = kit.label(right, font=font, bg="raised")
        kit.tip(value, text(f"operator.place.{key}_hint"))
        button = CopyButton(right, kit, text(f"operator.copy.{key}"), self._copy, size=17)
        title.grid(row=row, column=0, sticky="w")
        value.grid(row=row + 1, column=0, sticky="w")
        button.grid(row=row, column=1, rowspan=2, sticky="e")
        return value, button

    def _show_others(self, others: Sequence[Address], hint: str) -> None:
        kit = self._kit
        for child in self._others.winfo_children():
            child.destroy()
        self._lines = []
        words = hint or (text("operator.place.also") if others else "")
        self._flowing = []
        if words:
            label = kit.label(self._others, words, font="ui.small", fg="text2", bg="raised", justify="left")
            self._flowing.append(label)
        self._flowing += [self._other(other) for other in others[:OTHERS_SHOWN]]
        if len(others) > OTHERS_SHOWN:
            rest = kit.label(self._others, text("operator.place.more", count=len(others) - OTHERS_SHOWN))
            rest.configure(font="ui.small", style=kit.label_style("text2", "raised"))
            kit.tip(rest, "\n".join(f"{other.address}  {single_line(other.interface)}" for other in others[OTHERS_SHOWN:]))
            self._flowing.append(rest)
        self._flow()

    def _other(self, other: Address) -> ttk.Frame:
        kit = self._kit
        frame = ttk.Frame(self._others, style="raised.TFrame")
        kit.label(frame, other.address, font="ui.smallb", bg="raised").pack(side="left")
        kit.label(frame, f" {single_line(other.interface)}", font="ui.small", fg="text3", bg="raised").pack(side="left")
        button = CopyButton(frame, kit, text("operator.copy.address", address=other.address), self._copy, size=13)
        button.configure(padding=kit.px(5))
        button.set_words(other.address)
        button.pack(side="left")
        return frame

    def _flow(self) -> None:
        """Side by side as far as the width allows, then in further rows."""
        kit = self._kit
        side = 0 if self._narrow else kit.px(SIDE_PX) + kit.px(14)
        room = max(kit.px(240), self.winfo_width() - kit.px(44) - side)
        rows: list[list[ttk.Widget]] = [[]]
        used = 0
        for widget in self._flowing:
            width = widget.winfo_reqwidth() + kit.px(8)
            if used + width > room and rows[-1]:
                rows.append([])
                used = 0
            rows[-1].append(widget)
            used += width
        for number, row in enumerate(rows):
            line = self._lines[number] if number < len(self._lines) else self._new_line()
            for widget in row:
                widget.pack(in_=line, side="left", padx=(0, kit.px(8)))
                widget.lift()

    def _new_line(self) -> ttk.Frame:
        line = ttk.Frame(self._others, style="raised.TFrame")
        line.pack(anchor="w")
        self._lines.append(line)
        return line

    def _fit(self, width: int) -> None:
        narrow = width < self._kit.px(NARROW_PX)
        if narrow != self._narrow:
            self._narrow = narrow
            gap = self._kit.px(14)
            self._left.grid(row=0, column=0, sticky="nw")
            if narrow:
                self._right.grid(row=1, column=0, sticky="we", pady=(gap, 0), padx=0)
            else:
                self._right.grid(row=0, column=1, sticky="ne", pady=0, padx=(gap, 0))
            self.columnconfigure(1, minsize=0 if narrow else self._kit.px(SIDE_PX))
        self._flow()
        self._elide_invite()

    def _elide_invite(self) -> None:
        """The invite is often longer than the card: its beginning says what it is."""
        room = self.winfo_width() - self._kit.px(110) if self._narrow else self._kit.px(SIDE_PX - 60)
        self._invite.configure(text=self._kit.elide(self._invite_words, "ui.mono", room) if self._invite_words else "–")
