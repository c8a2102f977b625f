"""Between step 1 and 2: the server is being asked, is silent, or gave an answer that is of no use."""

from __future__ import annotations

import tkinter as tk
from time import monotonic
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.connect.page import Page
from udpchat.gui.kit import Kit, SafeEntry, single_line
from udpchat.gui.presenters.connect import ConnectPresenter
from udpchat.gui.presenters.connect_pages import AskingPage as Words
from udpchat.gui.presenters.connect_pages import Strip, Tone
from udpchat.gui.widgets.strip import WrapLabel
from udpchat.limits import QUIET_S

_CAUSES: Final = ("power", "network", "shield")


class AskingPage(Page):
    """Its parts stay; only words change while seconds are counted. The bar fills once for each attempt."""

    def __init__(self, parent: tk.Misc, kit: Kit, presenter: ConnectPresenter) -> None:
        super().__init__(parent, kit)
        self._presenter = presenter
        self._failed = False
        self._asked_at = monotonic()
        self.title.pack(anchor="w")
        self.address = kit.label(self.head, "", "ui.mono", "text2")
        self.address.pack(anchor="w", pady=(kit.px(2), kit.px(10)))
        self.bar = ttk.Progressbar(self.head, maximum=QUIET_S)
        self.message = WrapLabel(self.body, kit, fg="text2")
        self.causes = _Causes(self.body, kit)
        self.again = self.button(self.foot, text("connect.asking.again"), "Accent.TButton", presenter.try_again)
        self.cancel = self.button(self.foot, text("connect.asking.cancel"), "TButton", presenter.back)
        self.cancel.lower(self.again)
        self.doctor = self.button(self.foot, text("connect.silent.doctor"), "Link.TButton", presenter.examine, "left")
        self.default = self._enter
        self._show_kind(failed=False)

    def show(self, words: Words) -> None:
        """Other words."""
        self.set_title(words.title)
        self.address.configure(text=single_line(words.address))
        self.causes.show(words)
        if words.failed != self._failed:
            self._show_kind(words.failed)
            self.shown()
        if words.failed:
            self.show_strip(Strip(Tone.ERROR, words.message))
        else:
            self.message.say(words.message)

    def shown(self) -> None:
        """Enter does what is most likely wanted; Esc cancels."""
        self._asked_at = monotonic()
        (self.again if self._failed else self.cancel).focus_set()

    def tick(self) -> None:
        """Time passes for the bar."""
        self.bar.configure(value=(monotonic() - self._asked_at) % QUIET_S)

    def _enter(self) -> None:
        if self._failed:
            self._presenter.try_again()

    def _show_kind(self, failed: bool) -> None:
        """Still asking, or no more."""
        self._failed = failed
        if failed:
            self.bar.pack_forget()
            self.message.pack_forget()
            self.again.pack(side="right", padx=(self.kit.px(2), 0), before=self.cancel)
        else:
            self.show_strip(None)
            self.bar.pack(fill="x", pady=(0, self.kit.px(4)))
            self.message.pack(fill="x", padx=self.kit.px(3), pady=(self.kit.px(6), 0))
            self.again.pack_forget()
        self.cancel.configure(text=text("connect.asking.back" if failed else "connect.asking.cancel"))


class _Causes(ttk.Frame):
    """Why a server may be silent, and what its operator can do."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        super().__init__(parent)
        self._kit = kit
        kit.label(self, text("connect.silent.heading"), "ui.bodyb").pack(anchor="w", padx=kit.px(3), pady=(kit.px(14), kit.px(4)))
        self._rows = [self._row(icon) for icon in _CAUSES]
        self._hint = WrapLabel(self, kit, fg="text2")
        self._hint.pack(fill="x", padx=kit.px(3), pady=(kit.px(10), kit.px(2)))
        line = ttk.Frame(self)
        line.pack(fill="x")
        self.command = SafeEntry(line, read_only=True, font="ui.mono")
        self.command.pack(side="left", fill="x", expand=True)
        self.copy = kit.icon_button(line, "copy", text("connect.silent.copy"), self._copy, size=17)
        self.copy.pack(side="left")

    def show(self, words: Words) -> None:
        if not words.causes:
            self.pack_forget()
            return
        for label, cause in zip(self._rows, words.causes, strict=False):
            label.say(cause)
        self._hint.say(words.command_hint)
        if self.command.value != words.command:
            self.command.set(words.command)
        self.pack(fill="x")

    def _row(self, icon: str) -> WrapLabel:
        kit = self._kit
        card = ttk.Frame(self, style="Soft.TFrame", padding=(kit.px(14), kit.px(9)))
        card.pack(fill="x", pady=kit.px(1))
        ttk.Label(card, image=kit.icon(icon, 18, "text2"), style=kit.label_style("text", "surface")).pack(
            side="left", padx=(kit.px(2), kit.px(12))
        )
        label = WrapLabel(card, kit, bg="surface")
        label.pack(side="left", fill="x", expand=True)
        return label

    def _copy(self) -> None:
        self.clipboard_clear()
        self.clipboard_append(self.command.value)
        self._kit.tip(self.copy, text("connect.silent.copied"))
        self._kit.set_icon(self.copy, "check", "ok", 17)
