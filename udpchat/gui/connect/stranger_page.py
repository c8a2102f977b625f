"""Another server than the expected one answers: calm where an address changed hands, red where a name is borrowed."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.connect.page import Page
from udpchat.gui.connect.question_page import Code
from udpchat.gui.kit import Kit, single_line
from udpchat.gui.presenters.connect import ConnectPresenter
from udpchat.gui.presenters.connect_pages import StrangerPage as Words
from udpchat.gui.widgets.strip import Strip, WrapLabel

_FIND_PX = 260  # the widest that a button with a name in it may be


class StrangerPage(Page):
    """Finding the expected server is what Enter does; going on is offered apart from it."""

    def __init__(self, parent: tk.Misc, kit: Kit, presenter: ConnectPresenter) -> None:
        super().__init__(parent, kit)
        self._presenter = presenter
        self.default = presenter.find_expected
        self.heading = WrapLabel(self.head, kit, font="ui.headb")
        self.heading.pack(fill="x", pady=(0, kit.px(10)))
        self.alarm = Strip(self.body, kit)
        self.alarm.pack(fill="x")
        self.advice = WrapLabel(self.body, kit)
        self.advice.pack(fill="x", padx=kit.px(3), pady=(kit.px(14), kit.px(12)))
        kit.label(self.body, text("connect.stranger.shows"), "ui.smallb", "text2").pack(anchor="w", padx=kit.px(3))
        self.code = Code(self.body, kit, 20)
        self.code.pack(fill="x", pady=(kit.px(3), kit.px(8)))
        self.proceed = ttk.Button(self.body, command=presenter.accept_stranger)
        self.proceed.pack(anchor="w")
        self.find = self.button(self.foot, "", "Accent.TButton", presenter.find_expected)
        self.back = self.button(self.foot, text("connect.form.back"), "TButton", presenter.back)
        self.back.lower(self.find)

    def show(self, words: Words) -> None:
        """Another pair of servers."""
        self.heading.say(words.title)
        self.heading.configure(style=self.kit.label_style("err" if words.alarming else "text"))
        self.alarm.show("error" if words.alarming else "warning", words.message)
        self.advice.say(words.advice)
        self.code.show(words.fingerprint)
        look = "Danger.TButton" if words.alarming else "TButton"
        width = self.kit.px(_FIND_PX)
        self.proceed.configure(text=self.kit.elide(single_line(words.proceed), "ui.bodyb", 2 * width), style=look)
        self.find.configure(text=self.kit.elide(single_line(words.find), "ui.bodyb", width))

    def shown(self) -> None:
        """The safe way has the keyboard."""
        self.find.focus_set()
