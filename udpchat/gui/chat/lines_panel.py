"""A long answer as a panel over the chat: the list of commands, who is here, what a search found."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final

from udpchat.gui.chat.panels import Panel
from udpchat.gui.kit import AutoScrollbar, Kit, display_text
from udpchat.gui.kit.guards import count
from udpchat.gui.kit.keys import tab_to

WIDTH_PX: Final = 640
LINES_COUNT: Final = 22  # seen at most
INDENT_PX: Final = 18  # of what goes on below a line


class LinesPanel(Panel):
    """Lines that can be scrolled by keys, selected and copied. What stands before a tab in a line is its heading."""

    wide_px = WIDTH_PX

    def __init__(self, parent: tk.Misc, kit: Kit, title: str, lines: Sequence[str], on_close: Callable[[], None]) -> None:
        super().__init__(parent, kit, display_text(title), on_close)
        self.view = self._make_view()
        bar = AutoScrollbar(self.body, orient="vertical", command=self.view.yview, style="raised.Vertical.TScrollbar")
        self.view.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.view.pack(side="left", fill="both", expand=True)
        self._fill(lines)
        self._listen()

    def open(self) -> None:
        """Show it as high as its lines are, with the keyboard in them."""
        super().open()
        high = min(LINES_COUNT, max(1, count(self.view, "1.0", "end", "displaylines")))
        if high != int(self.view.cget("height")):
            self.view.configure(height=high)
            super().open()
        self.view.focus_set()

    def _make_view(self) -> tk.Text:
        kit = self.kit
        made = tk.Text(
            self.body, wrap="word", width=1, height=LINES_COUNT, font="ui.body", borderwidth=0, highlightthickness=0,
            padx=0, pady=0, spacing3=kit.px(6), spacing2=kit.px(2), cursor="arrow", takefocus=True,
        )  # fmt: skip
        kit.paint(
            made, background="raised", foreground="text", selectbackground="select", selectforeground="text",
            inactiveselectbackground="select",
        )  # fmt: skip
        made.bind("<<ThemeChanged>>", lambda _event: self._ink(), add="+")
        made.tag_configure("line", lmargin2=kit.px(INDENT_PX))
        made.tag_configure("head", font="ui.bodyb")
        return made

    def _ink(self) -> None:
        self.view.tag_configure("words", foreground=self.kit.color("text2"))
        self.view.tag_raise("sel")

    def _fill(self, lines: Sequence[str]) -> None:
        view = self.view
        for at, line in enumerate(lines):
            head, tab, words = line.partition("\t")
            if at:
                view.insert("end", "\n", "line")
            view.insert("end", display_text(head), ("line", "head") if tab else "line")
            if tab:
                view.insert("end", f"  {display_text(words)}", ("line", "words"))
        view.configure(state="disabled")
        self._ink()

    def _listen(self) -> None:
        view = self.view
        for key, by, what in (("Up", -1, "units"), ("Down", 1, "units"), ("Prior", -1, "pages"), ("Next", 1, "pages")):
            view.bind(f"<{key}>", lambda _event, by=by, what=what: self._scroll(by, what))  # type: ignore[misc]
        for key, part in (("Home", 0.0), ("End", 1.0)):
            view.bind(f"<{key}>", lambda _event, part=part: self._to(part))  # type: ignore[misc]
        view.bind("<Tab>", lambda _event: tab_to(self.close_button))
        for key in ("<Shift-Tab>", "<<PrevWindow>>"):
            view.bind(key, lambda _event: tab_to(self.close_button))

    def _scroll(self, by: int, what: str) -> str:
        self.view.yview_scroll(by, what)  # type: ignore[call-overload]  # either word
        return "break"

    def _to(self, part: float) -> str:
        self.view.yview_moveto(part)
        return "break"
