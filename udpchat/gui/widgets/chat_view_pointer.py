"""The pointer over a chat view: the row below it, its toolbar, links with their address, marks with their meaning."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_chips import HoverTip
from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_rows import MessageRow
from udpchat.gui.widgets.chat_toolbar import Toolbar

ACTS = ("link", "retry", "discard", "more", "unfold", "person", "quoted", "tick")
"""Tags of what can be clicked."""


@dataclass(frozen=True, slots=True)
class PointerCalls:
    """What the pointer leads to."""

    clicked: Callable[[str, int, str], None]  # a tag of ACTS, the row, the text below the pointer
    hovered: Callable[[str | None], None]
    deed: Callable[[str, int], None]  # a deed of the toolbar, with the row
    deeds: Callable[[int], tuple[str, ...]]  # those of a row
    menu: Callable[[int | None, int, int], None]  # the row, and where on the screen


class Pointer:
    """Of one chat view; `frame` is what the toolbar and the status line are placed in."""

    def __init__(self, frame: tk.Misc, text: tk.Text, kit: Kit, index: RowIndex, calls: PointerCalls) -> None:
        self._frame = frame
        self._text = text
        self._kit = kit
        self._index = index
        self._calls = calls
        self._pressed: tuple[str, str] | None = None  # what the button went down on
        self.key: str | None = None
        self.chosen: Callable[[], int | None] = lambda: None
        """The row that the keyboard chose: it has the toolbar while the pointer is elsewhere."""
        self.toolbar = Toolbar(frame, kit, self._deed, self._menu)
        self.tip = HoverTip(frame, kit)
        self._status = kit.label(frame, "", "ui.small", "text2", "surface", padding=(kit.px(8), kit.px(3)))
        text.bind("<Motion>", self._moved, add="+")
        text.bind("<Leave>", self._left, add="+")
        text.bind("<ButtonPress-1>", self._down, add="+")
        text.bind("<ButtonRelease-1>", self._up, add="+")
        for button in ("<Button-3>", "<Control-Button-1>") if self._is_mac() else ("<Button-3>",):
            text.bind(button, self._asked)

    def refresh(self) -> None:
        """The rows moved below the pointer."""
        x, y = self._text.winfo_pointerxy()
        if self._over_text(x, y):
            self._hover(self.row_at(y - self._text.winfo_rooty()))
        elif not self._over_toolbar(x, y):
            self._hover(None)

    def over(self, y: int) -> None:
        """The pointer is over something in the text, at that height."""
        self._hover(self.row_at(y))

    def mark_again(self) -> None:
        """The row below the pointer was written anew, perhaps: it keeps its band."""
        at = self._index.find(self.key) if self.key is not None else None
        if at is not None:
            self._mark(at)

    def link_at(self, x: int, y: int) -> str:
        """The link at a point, "" if there is none."""
        found = self._act_at(x, y)
        return found[1] if found and found[0] == "link" else ""

    # --- events -------------------------------------------------------------------------------------------------------

    def _moved(self, event: tk.Event[tk.Text]) -> None:
        self._hover(self.row_at(event.y))
        act = self._act_at(event.x, event.y)
        cursor = "hand2" if act and act[0] != "tick" else "xterm"
        if str(self._text.cget("cursor")) != cursor:
            self._text.configure(cursor=cursor)
        self._say(act[1] if act and act[0] == "link" else "")
        self._explain(event.x, event.y, act is not None and act[0] == "tick")

    def _left(self, event: tk.Event[tk.Text]) -> None:
        self._say("")
        self.tip.hide()
        if not self._over_toolbar(event.x_root, event.y_root):
            self._hover(None)

    def _down(self, event: tk.Event[tk.Text]) -> None:
        self._text.focus_set()
        self._pressed = self._act_at(event.x, event.y)

    def _up(self, event: tk.Event[tk.Text]) -> None:
        """A click is a button that goes up where it went down, with nothing selected on the way."""
        act, self._pressed = self._act_at(event.x, event.y), None if self._pressed is None else self._pressed
        pressed, self._pressed = self._pressed, None
        at = self.row_at(event.y)
        if act is not None and act == pressed and at is not None and not self._text.tag_ranges("sel"):
            self._calls.clicked(act[0], at, act[1])

    def _asked(self, event: tk.Event[tk.Text]) -> str:
        self._text.focus_set()
        self._calls.menu(self.row_at(event.y), event.x_root, event.y_root)
        return "break"

    # --- what is there ------------------------------------------------------------------------------------------------

    def row_at(self, y: int) -> int | None:
        """The row at a height of the text; None in the empty space below the last."""
        where = self._text.index(f"@0,{y}")
        line = self._text.dlineinfo(where)
        if line is None or y > line[1] + line[3]:
            return None
        return self._index.at_line(int(str(where).split(".")[0]))

    def _act_at(self, x: int, y: int) -> tuple[str, str] | None:
        """What can be clicked at a point: its tag and its text."""
        where = self._text.index(f"@{x},{y}")
        tag = next((tag for tag in self._text.tag_names(where) if tag in ACTS), None)
        box = self._text.bbox(where)
        if tag is None or box is None or not (box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]):
            return None
        span = self._text.tag_prevrange(tag, f"{where} + 1 indices")
        return (tag, self._text.get(*span)) if span else None

    def _hover(self, at: int | None) -> None:
        row = self._index[at] if at is not None else None
        key = row.key if isinstance(row, MessageRow) else None
        if key != self.key:
            self.key = key
            self._text.tag_remove("hover", "1.0", "end")
            if at is not None and key is not None:
                self._mark(at)
            self._calls.hovered(key)
        if at is not None and key is not None:
            self.place_toolbar(at)
        elif (chosen_at := self.chosen()) is not None and self._is_in_view(chosen_at):
            self.place_toolbar(chosen_at)
        else:
            self.toolbar.place_forget()

    def _mark(self, at: int) -> None:
        self._text.tag_add("hover", f"{self._index.start(at)}.0", f"{self._index.start(at + 1)}.0")

    def _is_in_view(self, at: int) -> bool:
        lines = (self._index.start(at), self._index.start(at + 1) - 1)
        return any(self._text.dlineinfo(f"{line}.0") is not None for line in lines)

    def place_toolbar(self, at: int) -> None:
        """At the upper right corner of a row, as far as that is in view."""
        line = self._text.dlineinfo(f"{self._index.start(at)}.0")
        self.toolbar.show(at, self._index[at].key, self._calls.deeds)
        least = self._kit.px(2)
        y = max(least, line[1] - self._kit.px(12)) if line else least
        self.toolbar.place(in_=self._frame, relx=1.0, x=-self._kit.px(28), y=y, anchor="ne")
        tk.Misc.lift(self.toolbar)

    def _over_text(self, x_root: int, y_root: int) -> bool:
        """Over the text, or over a card in it."""
        below = self._text.winfo_containing(x_root, y_root)
        return below is not None and f"{below}.".startswith(f"{self._text}.")

    def _over_toolbar(self, x_root: int, y_root: int) -> bool:
        below = self._text.winfo_containing(x_root, y_root)
        return below is not None and str(below).startswith(str(self.toolbar))

    def _say(self, said: str) -> None:
        """The whole address of a link, so that nobody has to trust its looks."""
        if not said:
            self._status.place_forget()
        else:
            wide = max(self._kit.px(80), self._frame.winfo_width() - self._kit.px(60))
            self._status.configure(text=self._kit.elide(said, "ui.small", wide))
            self._status.place(in_=self._frame, x=0, rely=1.0, anchor="sw")
            tk.Misc.lift(self._status)

    def _explain(self, x: int, y: int, over_tick: bool) -> None:
        """What the mark behind a message of mine means."""
        at = self.row_at(y) if over_tick else None
        row = self._index[at] if at is not None else None
        box = self._text.bbox(f"@{x},{y}") if isinstance(row, MessageRow) else None
        if box is None or not isinstance(row, MessageRow):
            self.tip.hide()
            return
        left, top = self._text.winfo_rootx() + box[0] + box[2] // 2, self._text.winfo_rooty() + box[1]
        self.tip.show(row.state, left, top, top + box[3])

    def _deed(self, deed: str) -> None:
        self._calls.deed(deed, self.toolbar.at)

    def _menu(self) -> None:
        bar = self.toolbar
        self._calls.menu(bar.at, bar.winfo_rootx(), bar.winfo_rooty() + bar.winfo_height())

    def _is_mac(self) -> bool:
        return str(self._text.tk.call("tk", "windowingsystem")) == "aqua"
