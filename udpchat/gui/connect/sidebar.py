"""The left side of the connect window: what this is, where one is on the way, light or dark, which version."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat import __version__
from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.stepper import Stepper, StepWords

WIDE_PX: Final = 300
NARROW_PX: Final = 76
_STEPS: Final = ("find", "sign_in", "chat")


class Sidebar(ttk.Frame):
    """Wide with words, or narrow without."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_mode: Callable[[str], None]) -> None:
        super().__init__(parent, style="side.TFrame", width=kit.px(WIDE_PX))
        self.pack_propagate(False)
        self._kit = kit
        self._on_mode = on_mode
        self.compact = False
        self._box = ttk.Frame(self, style="side.TFrame", padding=kit.px(28))
        self._box.pack(fill="both", expand=True)
        self._build_head()
        self.stepper = Stepper(self._box, kit, [_step(name) for name in _STEPS])
        self.stepper.pack(fill="x")
        self._build_foot()

    def _build_head(self) -> None:
        kit = self._kit
        self._logo = ttk.Label(self._box, style=kit.label_style("text", "side"))
        self._logo.pack(anchor="w")
        self._words = ttk.Frame(self._box, style="side.TFrame")
        self._words.pack(anchor="w", pady=(0, kit.px(28)))
        kit.label(self._words, text("connect.product"), "ui.displayb", bg="side").pack(anchor="w", pady=(kit.px(14), 0))
        slogan = kit.label(self._words, text("connect.slogan"), "ui.body", "text2", "side")
        slogan.pack(anchor="w", pady=(kit.px(4), 0))
        self._draw_logo()

    def _build_foot(self) -> None:
        kit = self._kit
        foot = ttk.Frame(self._box, style="side.TFrame")
        foot.pack(side="bottom", fill="x")
        self.mode = kit.icon_button(foot, "moon", command=self._toggle, bg="side", size=18)
        self.mode.pack(side="left", padx=(0, 0))
        self._version = kit.label(foot, text("connect.version", version=__version__), "ui.small", "text2", "side")
        self._version.pack(side="right")
        self.bind("<<ThemeChanged>>", lambda _event: self._show_mode())
        self._show_mode()

    def set_compact(self, on: bool) -> None:
        """Discs alone where the window is narrow."""
        if on == self.compact:
            return
        self.compact = on
        kit = self._kit
        self.configure(width=kit.px(NARROW_PX if on else WIDE_PX))
        self._box.configure(padding=(kit.px(18), kit.px(28)) if on else kit.px(28))
        self.stepper.set_compact(on)
        self._draw_logo()
        if on:
            self._words.pack_forget()
            self._version.pack_forget()
            self.stepper.pack_configure(pady=(kit.px(24), 0), padx=(kit.px(6), 0))
        else:
            self._words.pack(anchor="w", pady=(0, kit.px(28)), after=self._logo)
            self._version.pack(side="right")
            self.stepper.pack_configure(pady=0, padx=0)

    def _draw_logo(self) -> None:
        self._logo.configure(image=self._kit.avatar("", 40 if self.compact else 52, hue=4, glyph="chat", tile=True))

    def _toggle(self) -> None:
        self._on_mode("light" if self._kit.mode == "dark" else "dark")

    def _show_mode(self) -> None:
        dark = self._kit.mode == "dark"
        self._kit.set_icon(self.mode, "sun" if dark else "moon", size=18)
        self._kit.tip(self.mode, text("connect.theme.light" if dark else "connect.theme.dark"))


def _step(name: str) -> StepWords:
    return StepWords(text(f"connect.step.{name}"), text(f"connect.step.{name}.hint"))
