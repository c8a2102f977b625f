"""A card over the chat with a title, content and buttons at its foot; it has all keys and clicks while it is open."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.gui.errands import keys
from udpchat.gui.kit import Kit, ScrollFrame
from udpchat.gui.kit.guards import After
from udpchat.gui.presenters.errands.errand import AnyErrand
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.strip import WrapLabel

MARGIN_PX: Final = 20  # of the window that stays in view around a sheet
WIDTH_SHARE: Final = 0.8  # of its width that grows with the text
FIT_TRIES: Final = 3  # words that wrap change the height once the width is known


@dataclass(frozen=True, slots=True)
class Host:
    """Where sheets open: the frame that they cover, and what they cannot do themselves."""

    parent: tk.Misc
    kit: Kit
    opened: Callable[[tk.Misc], None]  # a widget that the window did not know
    popup: Callable[[Sequence[Item], int, int], None]
    paste: Callable[[tk.Misc], bool] = lambda _widget: False  # files or a picture are on the clipboard, and come


class ErrandSheet(ttk.Frame):
    """Base of all sheets. Subclasses build into `body`, add buttons to the foot, and show data in `show`."""

    wide_px = 480
    title_key = ""
    top_share = 0.0  # where its upper edge is, as a share of the window; 0: in the middle
    light = False  # a click beside it closes it

    def __init__(self, host: Host, errand: AnyErrand) -> None:
        super().__init__(host.parent, style="Float.TFrame", padding=host.kit.px(6))
        self.host, self.kit, self._errand = host, host.kit, errand
        self._focus_before = host.parent.focus_get()
        self._soon = After(self)
        self._fields: dict[str, Callable[[str], None]] = {}
        self._buttons: list[ttk.Button] = []
        self._default: Callable[[], object] | None = None
        self._head()
        self._foot()
        self.body = ttk.Frame(self, style="raised.TFrame", padding=(self.px(14), self.px(2), self.px(14), self.px(4)))
        self.body.pack(fill="both", expand=True)
        self.bind("<Button-1>", self._beside)
        self.bind("<<ThemeChanged>>", lambda _event: self.refit(), add="+")

    def px(self, length: float) -> int:
        """Pixels of the screen."""
        return self.kit.px(length)

    # --- for subclasses -----------------------------------------------------------------------------------------------

    def show(self, data: Any) -> None:
        """How things stand."""
        raise NotImplementedError

    def first(self) -> tk.Misc:
        """What has the keyboard at the beginning."""
        return self.close_button

    def set_title(self, words: str) -> None:
        """What it is."""
        self._title.configure(text=self.kit.elide(self.kit.shown(words), "ui.titleb", self.px(self.wide_px - 90)))

    def button(
        self, words: str, command: Callable[[], object], look: str = "", default: bool = False, left: bool = False
    ) -> ttk.Button:
        """A button at the foot; the first one stands at the right end."""
        made = ttk.Button(self._left if left else self._bar, text=words, command=command, style=f"raised.{look}TButton")
        if left:
            made.pack(side="left", padx=(0, self.px(4)))
        else:
            made.pack(side="right", padx=(self.px(4), 0))
        self._buttons.append(made)
        if default:
            self._default = command
        self._foot_frame.pack(side="bottom", fill="x", before=self.body)
        return made

    def field(self, key: str, problem: Callable[[str], None]) -> None:
        """Where complaints about this are told."""
        self._fields[key] = problem

    def scroller(self) -> ScrollFrame:
        """A form that scrolls where the window is too low for it; pack it so that it fills its place."""
        scroll = ScrollFrame(self.body, self.kit, "raised")
        scroll.pack_propagate(False)
        for part in (scroll, scroll.body):
            part.bind("<Configure>", lambda _event: self._scroller_fits(scroll), add="+")
        return scroll

    def form(self) -> ttk.Frame:
        """The same as all there is in the sheet; rows go into it."""
        scroll = self.scroller()
        scroll.pack(fill="both", expand=True)
        return scroll.body

    def adopt(self, widget: tk.Misc) -> None:
        """A widget that came later."""
        keys.adopt(self, widget, self)
        self.host.opened(widget)

    def menu(self, items: Sequence[Item], below: tk.Misc) -> None:
        """A menu under a button."""
        self.host.popup(items, below.winfo_rootx(), below.winfo_rooty() + below.winfo_height())

    # --- Shown --------------------------------------------------------------------------------------------------------

    def open(self, data: Any) -> None:
        """Onto the screen."""
        self.show(data)
        for part in (self._foot_frame, self.head):  # Tab goes from the fields to the buttons, and to the cross at last
            tk.Misc.lift(part)
        self.adopt(self)
        self.fit()
        self.first().focus_set()
        self.entered()

    def complain(self, sentence: str, field: str = "") -> None:
        """At that field, or at the foot."""
        if not sentence and not field:
            for problem in self._fields.values():
                problem("")
        if field in self._fields:
            self._fields[field](sentence)
        else:
            self._say("alert", "err", sentence)
        self.refit()

    def note(self, sentence: str) -> None:
        """Good news at the foot."""
        self._say("check", "ok", sentence)
        self.refit()

    def work(self, busy: bool) -> None:
        """While the server is asked nothing else is ordered."""
        for button in self._buttons:
            button.state(["disabled" if busy else "!disabled"])
        self._busy.configure(text=text("errands.busy") if busy else "")

    def close(self) -> None:
        """Off the screen."""
        keys.forget(self)
        with contextlib.suppress(tk.TclError):
            self.grab_release()
        before = self._focus_before
        self.destroy()
        with contextlib.suppress(tk.TclError, KeyError):
            if before is not None and before.winfo_exists():
                before.focus_set()

    # --- keys ---------------------------------------------------------------------------------------------------------

    def escape(self) -> None:
        """Close."""
        self._errand.close()

    def enter(self) -> None:
        """What the sheet is for."""
        if self._default is not None and not any(button.instate(["disabled"]) for button in self._buttons):
            self._default()

    def entered(self) -> None:
        """The keyboard is here: so are the clicks."""
        with contextlib.suppress(tk.TclError):  # a menu has them, or the window is not on the screen yet
            if not self.tk.call("grab", "current", str(self)):
                self.grab_set()

    def _beside(self, event: tk.Event[tk.Misc]) -> None:
        outside = not (0 <= event.x < self.winfo_width() and 0 <= event.y < self.winfo_height())
        if self.light and event.widget is self and outside:
            self._errand.close()

    # --- parts --------------------------------------------------------------------------------------------------------

    def _head(self) -> None:
        px = self.px
        head = self.head = ttk.Frame(self, style="raised.TFrame", padding=(px(14), px(8), px(4), px(6)))
        head.pack(fill="x")
        self._title = self.kit.label(head, text(self.title_key) if self.title_key else "", "ui.titleb", "text", "raised")
        self._title.pack(side="left")
        self.close_button = self.kit.icon_button(head, "close", text("chat.close"), self._errand.close, bg="raised", size=16)
        self.close_button.pack(side="right")

    def _foot(self) -> None:
        px = self.px
        self._foot_frame = ttk.Frame(self, style="raised.TFrame", padding=(px(11), px(4), px(11), px(8)))
        self._bar = ttk.Frame(self._foot_frame, style="raised.TFrame")
        self._bar.pack(side="bottom", fill="x")
        self._left = ttk.Frame(self._bar, style="raised.TFrame")
        self._left.pack(side="left")
        self._busy = self.kit.label(self._bar, "", "ui.small", "text2", "raised")
        self._busy.pack(side="left", padx=px(8))
        self._said = ttk.Frame(self._foot_frame, style="raised.TFrame", padding=(px(3), 0, 0, px(8)))
        self._said_icon = ttk.Label(self._said, style=self.kit.label_style("text", "raised"))
        self._said_icon.pack(side="left", anchor="n", padx=(0, px(8)))
        self._said_words = WrapLabel(self._said, self.kit, font="ui.body", fg="err", bg="raised")
        self._said_words.pack(side="left", fill="x", expand=True)

    def _say(self, icon: str, token: str, sentence: str) -> None:
        if sentence:
            self._said_icon.configure(image=self.kit.icon(icon, 17, token))
            self._said_words.configure(style=self.kit.label_style(token, "raised"))
            self._said_words.say(sentence)
            self._said.pack(side="top", fill="x")
            self._foot_frame.pack(side="bottom", fill="x", before=self.body)
        else:
            self._said.pack_forget()

    # --- place --------------------------------------------------------------------------------------------------------

    def refit(self) -> None:
        """Soon: the content has another height, or the window another size."""
        if not self._soon.waiting:
            self._soon.start(1, self.fit)

    def fit(self) -> None:
        """Stand in the window as it is now."""
        parent, margin = self.host.parent, self.px(MARGIN_PX)
        growth = 1.0 + max(0.0, self.kit.zoom / 100 - 1.0) * WIDTH_SHARE
        wide = min(round(self.px(self.wide_px) * growth), parent.winfo_width() - 2 * margin)
        most, before = parent.winfo_height() - 2 * margin, 0
        for _ in range(FIT_TRIES):
            self.update_idletasks()
            high = min(self.winfo_reqheight(), most)
            if high == before:
                break
            before = high
            top = round(parent.winfo_height() * self.top_share) if self.top_share else (parent.winfo_height() - high) // 2
            top = max(min(top, parent.winfo_height() - margin - high), margin)
            self.place(x=(parent.winfo_width() - wide) // 2, y=top, width=wide, height=high)
            tk.Misc.lift(self)

    def _scroller_fits(self, scroll: ScrollFrame) -> None:
        """As high as its rows; the bar is there only when it is needed."""
        wanted = scroll.body.winfo_reqheight()
        if int(str(scroll.cget("height"))) != wanted:
            scroll.configure(height=wanted)
            self.refit()
        if scroll.winfo_height() >= wanted:
            scroll.bar.pack_forget()
        elif not scroll.bar.winfo_manager():
            scroll.bar.pack(side="right", fill="y", before=scroll.canvas)
