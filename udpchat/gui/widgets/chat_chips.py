"""Small things in the text of a chat view: a reaction below a message, and the words that a pointer finds at them."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from udpchat.catalogue import text as words
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_rows import Chip


class HoverTip:
    """A few words right above what is below the pointer, drawn inside the window: it never takes the keyboard."""

    def __init__(self, frame: tk.Misc, kit: Kit) -> None:
        self._frame = frame
        self._kit = kit
        self._label = tk.Label(frame, font="ui.small", borderwidth=0, padx=kit.px(8), pady=kit.px(4), justify="left")
        self._label.configure(wraplength=kit.px(340))
        kit.paint(self._label, background="tip", foreground="tiptx")

    @property
    def said(self) -> str:
        """What is shown; "" for nothing."""
        return str(self._label.cget("text")) if self._label.winfo_manager() else ""

    def show(self, said: str, x_root: int, top_root: int, bottom_root: int) -> None:
        """Above something that reaches from top to bottom on the screen, or below it where there is no room."""
        kit, frame, label = self._kit, self._frame, self._label
        if not said:
            self.hide()
            return
        label.configure(text="\n".join(kit.shown(line) for line in said.split("\n")))
        label.update_idletasks()
        wide, high, gap = label.winfo_reqwidth(), label.winfo_reqheight(), kit.px(4)
        x = min(max(gap, x_root - frame.winfo_rootx() - wide // 2), max(gap, frame.winfo_width() - wide - gap))
        y = top_root - frame.winfo_rooty() - high - gap
        if y < gap:
            y = bottom_root - frame.winfo_rooty() + gap
        label.place(in_=frame, x=x, y=y)
        tk.Misc.lift(label)

    def hide(self) -> None:
        """Nothing to say."""
        with contextlib.suppress(tk.TclError):  # all of it goes, the words first
            if self._label.winfo_manager():
                self._label.place_forget()


class ChipLabel(ttk.Label):
    """One reaction; a click gives it too, or takes it away."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, chip: Chip, ground: str, tip: HoverTip, press: Callable[[], None]
    ) -> None:
        style, fg, bg = ("AccPill", "accenttx", "accentsoft") if chip.mine else ("Pill", "text2", "surface")
        emoji, pad, end = kit.shown(chip.emoji), kit.px(9), kit.px(10)
        room = end + kit.px(4) + kit.measure(str(chip.count), "ui.smallb")
        padding = (pad, kit.px(2), room, kit.px(2))
        super().__init__(parent, text=emoji, style=f"{style}.TLabel", font="ui.smallemoji", cursor="hand2", padding=padding)
        number = kit.label(self, str(chip.count), "ui.smallb", fg, bg)  # a font of emoji has digits of its own
        self._tip = tip
        kit.paint(self, background=ground)
        number.place(relx=1.0, rely=0.5, x=-end, anchor="e")
        self._said = words("messages.reacted", emoji=emoji, names=kit.shown(chip.names))
        for part in (self, number):
            part.bind("<Button-1>", lambda _event: press())
        self.bind("<Enter>", lambda _event: self._explain())
        self.bind("<Leave>", lambda _event: tip.hide())
        self.bind("<Destroy>", lambda _event: tip.hide())

    def _explain(self) -> None:
        top = self.winfo_rooty()
        self._tip.show(self._said, self.winfo_rootx() + self.winfo_width() // 2, top, top + self.winfo_height())
