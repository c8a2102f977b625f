"""The question of the first visit: is it the right server? No button is pressed by Enter: nobody answers by accident."""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.connect.page import Page
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.connect import ConnectPresenter
from udpchat.gui.presenters.connect_pages import QuestionPage as Words
from udpchat.gui.widgets.strip import WrapLabel

CODE_PX: Final = 30


class Code(ttk.Frame):
    """A fingerprint on a card, large enough to be compared with another screen."""

    def __init__(self, parent: tk.Misc, kit: Kit, size_px: float = CODE_PX) -> None:
        super().__init__(parent, style="Soft.TFrame", padding=(kit.px(16), kit.px(14)))
        self._font = tkfont.Font(self, family=kit.fonts.families.mono, size=-kit.px(size_px), weight="bold")
        self._words = ttk.Label(self, font=self._font, style=kit.label_style("text", "surface"), anchor="center")
        self._words.pack(fill="x")

    def show(self, code: str) -> None:
        """Another one."""
        self._words.configure(text=code)


class QuestionPage(Page):
    """They match, or they do not."""

    def __init__(self, parent: tk.Misc, kit: Kit, presenter: ConnectPresenter) -> None:
        super().__init__(parent, kit)
        self.title.pack(anchor="w")
        self.configure(takefocus=False)
        kit.label(self.body, text("connect.question.message")).pack(anchor="w", padx=kit.px(3), pady=(kit.px(10), kit.px(12)))
        self.code = Code(self.body, kit)
        self.code.pack(fill="x")
        row = ttk.Frame(self.body)
        row.pack(fill="x", padx=kit.px(3), pady=(kit.px(14), 0))
        ttk.Label(row, image=kit.icon("shield", 18, "text2")).pack(side="left", anchor="n", padx=(0, kit.px(10)))
        WrapLabel(row, kit, text("connect.question.why"), fg="text2").pack(side="left", fill="x", expand=True)
        self.differ = self.button(self.foot, text("connect.question.no"), "TButton", presenter.fingerprint_differs)
        self.match = self.button(self.foot, text("connect.question.yes"), "TButton", presenter.fingerprint_matches)
        self.differ.lift()
        self.back = self.button(self.foot, text("connect.form.back"), "TButton", presenter.back, "left")
        self.back.lower(self.match)  # packed last, so that it is the one cut where there is no room; reached first by Tab

    def show(self, words: Words) -> None:
        """Another server."""
        self.set_title(text("connect.question.title", server=words.server))
        self.code.show(words.fingerprint)

    def shown(self) -> None:
        """The keyboard is on no button."""
        self.focus_set()
