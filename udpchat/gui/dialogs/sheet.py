"""A question as a card in the middle of its window: a title, some words, verbs for answers; Escape takes it back.

A card rather than a window of its own: it cannot be lost behind others, needs no window manager, and does not stop the
network, because nothing waits for its answer. While it is there it has all keys and clicks of the window, so that no
shortcut acts behind the person's back. There is at most one in a window; a new one takes back the one before.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from tkinter import ttk
from typing import Final, Literal
from weakref import WeakKeyDictionary, WeakSet

from udpchat.gui.kit import Kit, display_text

WIDTH_PX: Final = 460
LEAST_PX: Final = 260
PADDING_PX: Final = 24
MARGIN_PX: Final = 32  # of the window that stays free at each side
TAG: Final = "UdpchatSheet"

_open: WeakKeyDictionary[tk.Misc, Sheet] = WeakKeyDictionary()
_prepared: WeakSet[tk.Misc] = WeakSet()


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer: what is told to the asker, the verb on its button, and how the button looks."""

    key: str
    label: str
    look: Literal["plain", "accent", "danger"] = "plain"


@dataclass(frozen=True, slots=True)
class Question:
    """The question. `default` has the focus at first; Escape answers `cancel`."""

    title: str
    words: str
    choices: tuple[Choice, ...]
    default: str
    cancel: str
    icon: str = ""


class Sheet(ttk.Frame):
    """One question on the screen."""

    def __init__(self, kit: Kit, parent: tk.Misc, question: Question, on_answer: Callable[[str], None]) -> None:
        self._top = parent.winfo_toplevel()
        super().__init__(self._top, style="Float.TFrame", padding=kit.px(PADDING_PX))
        self._kit = kit
        self._question = question
        self._on_answer = on_answer
        self._focus_before = self._top.focus_get()
        self._buttons: dict[str, ttk.Button] = {}
        self._wrapped: list[ttk.Label] = []
        self._head()
        self._answers().pack(fill="x", pady=(kit.px(20), 0))
        for widget in (self, *_below(self)):  # without the window's tag: its shortcuts do not hear these keys
            widget.bindtags((TAG, str(widget), widget.winfo_class(), "all"))
        _prepare(self._top)
        self.bind("<Destroy>", self._gone)
        self.fit()

    def answer(self, key: str) -> None:
        """Close with this answer."""
        if _open.get(self._top) is not self:
            return
        self._close()
        self._on_answer(key)

    def take_back(self) -> None:
        """Close as Escape does."""
        self.answer(self._question.cancel)

    def _head(self) -> None:
        kit = self._kit
        head = ttk.Frame(self, style="raised.TFrame")
        if self._question.icon:
            icon = ttk.Label(head, image=kit.icon(self._question.icon, 22, "text2"), style=kit.label_style("text", "raised"))
            icon.pack(side="left", anchor="n", padx=(0, kit.px(12)), pady=(kit.px(2), 0))
        title = kit.label(head, display_text(self._question.title), font="ui.titleb", bg="raised", justify="left")
        title.pack(side="left")
        head.pack(anchor="w")
        self._wrapped.append(title)
        if self._question.words:
            words = kit.label(self, display_text(self._question.words), fg="text2", bg="raised", justify="left")
            words.pack(anchor="w", pady=(kit.px(8), 0))
            self._wrapped.append(words)

    def _answers(self) -> ttk.Frame:
        bar = ttk.Frame(self, style="raised.TFrame")
        for choice in self._question.choices:
            kind = {"plain": "TButton", "accent": "Accent.TButton", "danger": "Danger.TButton"}[choice.look]
            button = ttk.Button(bar, text=choice.label, style=f"raised.{kind}")
            button.configure(command=partial(self.answer, choice.key))
            self._buttons[choice.key] = button
        return bar

    def _line_up(self, room: int) -> int:
        """The answers side by side, the last one at the right end; one above the other where there is no room."""
        gap = self._kit.px(6)
        buttons = list(self._buttons.values())
        width = sum(button.winfo_reqwidth() + gap for button in buttons)
        for button in reversed(buttons):
            if width <= room:
                button.pack(side="right", fill="none", padx=(gap, 0), pady=0)
            else:
                button.pack(side="bottom", fill="x", padx=0, pady=(gap, 0))
        return width

    def fit(self) -> None:
        """Stand in the middle of the window as it is now."""
        kit = self._kit
        room = max(self._top.winfo_width() - 2 * kit.px(MARGIN_PX), kit.px(LEAST_PX))
        across = self._line_up(room - 2 * kit.px(PADDING_PX))
        width = min(max(kit.px(WIDTH_PX), across + 2 * kit.px(PADDING_PX)), room)
        icon = kit.px(34) if self._question.icon else 0
        for number, label in enumerate(self._wrapped):
            label.configure(wraplength=width - 2 * kit.px(PADDING_PX) - (0 if number else icon))
        self.place(relx=0.5, rely=0.42, anchor="center", width=width)
        self.lift()

    def show(self) -> None:
        """Take the keyboard and the pointer."""
        _open[self._top] = self
        self.update_idletasks()
        self._buttons[self._question.default].focus_set()
        with contextlib.suppress(tk.TclError):  # a menu has the grab, or the window is not on the screen yet
            self.grab_set()

    def press(self) -> str:
        """Give the answer that has the focus."""
        focused = self._top.focus_get()
        for key, button in self._buttons.items():
            if button is focused:
                self.answer(key)
                break
        return "break"

    def step(self, step: int) -> str:
        """Move the focus to another answer."""
        buttons = [self._buttons[choice.key] for choice in self._question.choices]
        focused = self._top.focus_get()
        at = next((number for number, button in enumerate(buttons) if button is focused), 0)
        buttons[(at + step) % len(buttons)].focus_set()
        return "break"

    def _close(self) -> None:
        _open.pop(self._top, None)
        self.grab_release()
        before = self._focus_before
        self.destroy()
        with contextlib.suppress(tk.TclError):
            if before is not None and before.winfo_exists():
                before.focus_set()

    def _gone(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self and _open.get(self._top) is self:
            del _open[self._top]


def ask(kit: Kit, parent: tk.Misc, question: Question, on_answer: Callable[[str], None]) -> Sheet:
    """Ask in the window of `parent`; `on_answer` gets the key of the choice. An open question is taken back first."""
    before = open_sheet(parent)
    if before is not None:
        before.take_back()
    sheet = Sheet(kit, parent, question, on_answer)
    sheet.show()
    return sheet


def confirm(
    kit: Kit,
    parent: tk.Misc,
    title: str,
    words: str,
    verb: str,
    back: str,
    on_yes: Callable[[], None],
    *,
    danger: bool = False,
    more: Sequence[Choice] = (),
    on_more: Callable[[str], None] | None = None,
    icon: str = "",
) -> Sheet:
    """Ask whether to do one thing. `verb` and `back` stand on the buttons; a danger is not what Enter does at first."""
    choices = (Choice("", back), *more, Choice("yes", verb, "danger" if danger else "accent"))

    def answered(key: str) -> None:
        if key == "yes":
            on_yes()
        elif key and on_more is not None:
            on_more(key)

    question = Question(title, words, choices, default="" if danger else "yes", cancel="", icon=icon)
    return ask(kit, parent, question, answered)


def open_sheet(parent: tk.Misc) -> Sheet | None:
    """The question that is open in the window of `parent`."""
    return _open.get(parent.winfo_toplevel())


def _prepare(top: tk.Misc) -> None:
    """Once for each window, for all its questions: bindings cannot be taken back one by one on every Python."""
    if top in _prepared:
        return
    _prepared.add(top)

    def on_sheet(act: Callable[[Sheet], object]) -> Callable[[tk.Event[tk.Misc]], str]:
        def pressed(event: tk.Event[tk.Misc]) -> str:
            sheet = open_sheet(event.widget)
            if sheet is not None:
                act(sheet)
            return "break"

        return pressed

    def resized(event: tk.Event[tk.Misc]) -> None:
        sheet = _open.get(top)
        if sheet is not None and event.widget is top:
            sheet.fit()

    top.bind("<Configure>", resized, add="+")
    for keys, act in _KEYS.items():
        for key in keys.split():
            with contextlib.suppress(tk.TclError):  # Shift-Tab has a name of its own on X11 only
                top.bind_class(TAG, key, on_sheet(act))


_KEYS: Final[dict[str, Callable[[Sheet], object]]] = {
    "<Escape>": lambda sheet: sheet.take_back(),
    "<Return> <KP_Enter>": lambda sheet: sheet.press(),
    "<Tab> <Right> <Down>": lambda sheet: sheet.step(1),
    "<Shift-Tab> <ISO_Left_Tab> <Left> <Up>": lambda sheet: sheet.step(-1),
}


def _below(widget: tk.Misc) -> list[tk.Misc]:
    found: list[tk.Misc] = []
    for child in widget.winfo_children():
        found += [child, *_below(child)]
    return found
