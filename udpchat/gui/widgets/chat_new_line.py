"""The line above the first unread message."""

from __future__ import annotations

import tkinter as tk

from udpchat.gui.kit import Kit


class NewLine(tk.Canvas):
    """The line above the first unread message, as wide as the text."""

    def __init__(self, text: tk.Text, kit: Kit, said: str) -> None:
        super().__init__(text, borderwidth=0, highlightthickness=0, takefocus=False)
        self._kit = kit
        self._said = said
        self._above = text
        kit.paint(self, background="bg")
        self.bind("<<ThemeChanged>>", lambda _event: self.fit(), add="+")
        self.fit()

    def fit(self) -> None:
        """Draw it for the width of the text."""
        kit = self._kit
        wide = max(kit.px(120), self._above.winfo_width() - kit.px(22))
        pill, high = kit.measure(self._said, "ui.tinyb") + kit.px(18), kit.fonts.height("ui.tinyb") + kit.px(5)
        middle = high // 2 + 1
        self.configure(width=wide, height=high + 2)
        self.delete("all")
        self.create_line(0, middle, wide - pill - kit.px(2), middle, fill=kit.color("err"))
        self.create_image(wide, middle, image=kit.badge(pill, high, "err"), anchor="e")
        self.create_text(wide - pill // 2, middle, text=self._said, font="ui.tinyb", fill=kit.color("bg"))
