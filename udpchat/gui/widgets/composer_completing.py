"""Going on with what is being typed: asks what may come, shows it above the text, and puts in what was chosen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from udpchat.gui.kit import Kit, display_text
from udpchat.gui.kit.guards import typed
from udpchat.gui.widgets.completion_data import NOTHING, CompletionData
from udpchat.gui.widgets.completion_list import CompletionList
from udpchat.limits import TEXT_BYTES

Ask = Callable[[str], CompletionData]
"""What may come after a text whose end is being typed."""


class Completing:
    """Of one text. `around` is what the list must not cover, `window` what it is placed in."""

    def __init__(self, text: tk.Text, around: tk.Misc, window: tk.Misc, kit: Kit, ask: Ask) -> None:
        self._text = text
        self._around = around
        self._window = window
        self._kit = kit
        self._ask = ask
        self._list: CompletionList | None = None
        self._data = NOTHING
        self._before = ""  # the text that was asked about
        self._hushed = ""  # the key of what was closed by the person
        text.bind("<FocusOut>", lambda _event: self.close(), add="+")
        for event in ("<KeyRelease>", "<ButtonRelease-1>"):
            text.bind(event, lambda _event: self.look(), add="+")
        for moved in (around, around.nametowidget(around.winfo_parent())):  # what grows may move it
            moved.bind("<Configure>", lambda _event: self._place(), add="+")
        around.bind("<Destroy>", lambda event: self.close() if event.widget is around else None, add="+")

    @property
    def is_open(self) -> bool:
        """Whether something is shown."""
        return self._list is not None

    @property
    def offers(self) -> bool:
        """Whether there is something to choose."""
        return self._list is not None and bool(self._data.offers)

    def look(self) -> None:
        """The text or the caret may be another one."""
        before = self._before_caret() if str(self._text.cget("state")) == "normal" else ""
        if before == self._before:
            return
        self._before = before
        self._data = self._ask(before) if before and self._has_keyboard() else NOTHING
        if not before:
            self._hushed = ""
        self._show()

    def hush(self) -> None:
        """What stands there was not typed just now: offer nothing for it."""
        self._before = self._before_caret()
        self.close()

    def close(self) -> None:
        """Nothing is shown."""
        shown, self._list = self._list, None
        if shown is not None:
            shown.destroy()

    def dismiss(self) -> bool:
        """The person wants none of it. False: there was nothing."""
        if self._list is None:
            return False
        self._hushed = self._data.key
        self.close()
        return True

    def step(self, step: int) -> bool:
        """Choose the next one or the one before. False: nothing to choose from."""
        if self._list is None or not self._data.offers:
            return False
        self._list.step(step)
        return True

    def take(self, first: bool = False) -> bool:
        """Put the chosen one in; `first`: the first one if none is chosen. False: none, or it would change nothing."""
        if self._list is None or not self._data.offers:
            return False
        at = self._list.chosen if self._list.chosen is not None or not first else 0
        if at is None or (not first and self._data.offers[at].line.rstrip() == self._before.rstrip()):
            return False
        self._put(at)
        return True

    # --- text ---------------------------------------------------------------------------------------------------------

    def _before_caret(self) -> str:
        """What is being typed; "" where the caret stands in the middle of a word or something is selected."""
        after = self._text.get("insert", "insert + 1 indices")
        if (after and not after.isspace()) or self._text.tag_ranges("sel"):
            return ""
        return typed(self._text.get("1.0", "insert"))

    def _put(self, at: int) -> None:
        """The whole of what precedes the caret is replaced: positions within it count differently from Tk to Tk."""
        line = display_text(self._data.offers[at].line, 4 * TEXT_BYTES)
        after = self._text.get("insert", "insert + 1 indices")
        if after == " " and line.endswith(" "):
            self._text.delete("insert")
        self._text.edit_separator()
        self._text.delete("1.0", "insert")
        self._text.insert("1.0", line)
        self._text.edit_separator()
        self._text.see("insert")
        self._text.focus_set()
        self.look()

    def _has_keyboard(self) -> bool:
        return self._text.focus_displayof() is self._text

    # --- the list -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        if not self._data or self._data.key == self._hushed:
            self.close()
            return
        self._hushed = ""
        if self._list is None:
            self._list = CompletionList(self._window, self._kit, self._put)
        self._fill(self._list)

    def _fill(self, shown: CompletionList) -> None:
        gap = self._kit.px(6)
        left, top = self._corner()
        shown.show(self._data, self._around.winfo_width(), top - 2 * gap)
        shown.place(x=left, y=top - gap, anchor="sw")
        tk.Misc.lift(shown)

    def _corner(self) -> tuple[int, int]:
        """Of what must not be covered, seen from the window."""
        around, window = self._around, self._window
        return around.winfo_rootx() - window.winfo_rootx(), around.winfo_rooty() - window.winfo_rooty()

    def _place(self) -> None:
        """The text grew, or the window did."""
        if self._list is not None:
            left, top = self._corner()
            self._list.place(x=left, y=top - self._kit.px(6), anchor="sw")
