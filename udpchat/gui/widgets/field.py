"""A field of a form: its label above it, what is wrong below it; and the same for secrets, with an eye and Caps Lock."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit, SafeEntry, display_text
from udpchat.gui.widgets.strip import WrapLabel

_LOCK: Final = 0x2  # the bit of Caps Lock in the state of an event
_SHIFT: Final = 0x1
_DOT: Final = "•"
_SECRET: Final = "Secret.TEntry"


class Field(ttk.Frame):
    """`on_change` hears what a person typed, never what was set; `on_leave` that the cursor left."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        label: str,
        *,
        max_chars: int,
        on_change: Callable[[str], None] | None = None,
        on_leave: Callable[[], None] | None = None,
        on_choose: Callable[[str], None] | None = None,
        secret: bool = False,
        width: int = 12,
    ) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        self.kit = kit
        self._on_change = on_change
        self._on_choose = on_choose
        self._setting = False
        self._label = kit.label(self, label, "ui.smallb", "text2")
        self._label.grid(row=0, column=0, sticky="w", padx=kit.px(3))
        self.entry = SafeEntry(self, max_chars=max_chars, on_change=self._changed, on_refused=self._refused, width=width)
        if secret:
            self.entry.configure(show=_DOT, style=_SECRET)
        self.entry.grid(row=1, column=0, sticky="we")
        if on_leave:
            self.entry.bind("<FocusOut>", lambda _event: on_leave(), add="+")
        self._line = _Line(self, kit)
        self._choices = ttk.Frame(self)
        self.problem = ""
        self.note = ""

    # --- content ------------------------------------------------------------------------------------------------------

    @property
    def value(self) -> str:
        """What stands in it."""
        return self.entry.value

    def set(self, value: str) -> None:
        """Put this in; nobody is told."""
        self._setting = True
        try:
            self.entry.set(value)
        finally:
            self._setting = False

    def take_focus(self, select: bool) -> None:
        """Put the cursor at the end, with everything selected if wanted."""
        self.entry.focus_set()
        self.entry.icursor("end")
        if select:
            self.entry.selection_range(0, "end")

    def enable(self, on: bool) -> None:
        """Whether a person may type."""
        self.entry.state(["!disabled" if on else "disabled"])

    def set_label(self, label: str) -> None:
        """Another label."""
        self._label.configure(text=label)

    # --- below it -----------------------------------------------------------------------------------------------------

    def show_problem(self, message: str, choices: Sequence[str] = ()) -> None:
        """What is wrong, with words that could stand here instead. "" for nothing."""
        self.problem = message
        self.entry.set_invalid(bool(message))
        self._show_choices(choices if message else ())
        self._show_line()

    def show_note(self, note: str) -> None:
        """A word that is no problem. "" for none."""
        if note != self.note:
            self.note = note
            self._show_line()

    def hint(self) -> str:
        """What is to be said when there is neither problem nor note."""
        return ""

    def _show_line(self) -> None:
        if self.problem:
            self._line.show("alert", "err", self.problem)
        elif self.note:
            self._line.show("info", "accenttx", self.note)
        elif self.hint():
            self._line.show("alert", "warn", self.hint())
        else:
            self._line.hide()

    def _show_choices(self, choices: Sequence[str]) -> None:
        for chip in self._choices.winfo_children():
            chip.destroy()
        if not choices:
            self._choices.grid_remove()
            return
        for choice in choices:
            words = display_text(choice)
            chip = ttk.Button(self._choices, text=words, style="Soft.TButton", command=partial(self._chose, choice))
            chip.pack(side="left", padx=(0, self.kit.px(2)))
        self._choices.grid(row=3, column=0, columnspan=2, sticky="w")

    def _chose(self, choice: str) -> None:
        if self._on_choose:
            self._on_choose(choice)

    def _changed(self, value: str) -> None:
        if self._setting:
            return
        self.show_note("")
        if self._on_change:
            self._on_change(value)

    def _refused(self) -> None:
        self.show_note(text("connect.form.dropped"))


class SecretField(Field):
    """A field whose text is hidden until the eye is pressed; it says when Caps Lock is on."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, label: str, *, max_chars: int, on_change: Callable[[str], None] | None = None
    ) -> None:
        super().__init__(parent, kit, label, max_chars=max_chars, on_change=on_change, secret=True)
        self.caps = False
        self.shown = False
        self._eye = kit.icon_button(self, "eye", text("connect.form.show"), self._toggle, bg="field", size=17, padding=kit.px(1))
        self._eye.place(in_=self.entry, relx=1, rely=0.5, x=-kit.px(8), anchor="e")
        self._make_room()
        self.bind("<<ThemeChanged>>", lambda _event: self._make_room())
        self.entry.bind("<KeyPress>", self._key, add="+")
        self.entry.bind("<Button-1>", lambda event: self._set_caps(bool(_state(event) & _LOCK)), add="+")
        self.entry.bind("<FocusOut>", lambda _event: self._set_caps(False), add="+")

    def hide(self) -> None:
        """Dots again."""
        if self.shown:
            self._toggle()

    def clear(self) -> None:
        """Forget the secret."""
        self.set("")
        self.hide()

    def enable(self, on: bool) -> None:
        super().enable(on)
        self._eye.configure(style="Field.Icon.TButton" if on else "Surface.Icon.TButton")
        self._eye.state(["!disabled" if on else "disabled"])

    def hint(self) -> str:
        return text("connect.form.caps") if self.caps else ""

    def _toggle(self) -> None:
        self.shown = not self.shown
        self.entry.configure(show="" if self.shown else _DOT)
        self.kit.set_icon(self._eye, "eyeoff" if self.shown else "eye", size=17)
        self.kit.tip(self._eye, text("connect.form.hide" if self.shown else "connect.form.show"))

    def _make_room(self) -> None:
        """The text ends before the eye. Each theme has to be told, and telling it makes another <<ThemeChanged>>."""
        room = f"0 0 {self.kit.px(32)} 0"
        told = self.kit.style.lookup(_SECRET, "padding")
        if " ".join(str(side) for side in (told if isinstance(told, tuple) else str(told).split())) != room:
            self.kit.style.configure(_SECRET, padding=room)

    def _key(self, event: tk.Event[tk.Misc]) -> None:
        x11 = str(self.tk.call("tk", "windowingsystem")) == "x11"
        caps = caps_lock_after(event.keysym, _state(event), event.char, x11)
        if caps is not None:
            self._set_caps(caps)

    def _set_caps(self, on: bool) -> None:
        if on != self.caps:
            self.caps = on
            self._show_line()


def caps_lock_after(keysym: str, state: int, char: str, x11: bool) -> bool | None:
    """Whether Caps Lock is on after a key; None where the key does not tell.

    X11 reports the state before the key, so that the lock key itself turns it over; elsewhere only letters tell for sure.
    """
    if keysym == "Caps_Lock":
        return not state & _LOCK if x11 else None
    if x11:
        return bool(state & _LOCK)
    if len(char) == 1 and char.isalpha() and char.lower() != char.upper():
        return char.isupper() != bool(state & _SHIFT)
    return None


class _Line:
    """An icon and words in the second row under the entry."""

    def __init__(self, field: Field, kit: Kit) -> None:
        self._kit = kit
        self._frame = ttk.Frame(field)
        self._icon = ttk.Label(self._frame)
        self._icon.pack(side="left", anchor="n", padx=(0, kit.px(5)), pady=kit.px(1))
        self._words = WrapLabel(self._frame, kit, font="ui.small")
        self._words.pack(side="left", fill="x", expand=True)

    def show(self, icon: str, token: str, message: str) -> None:
        self._icon.configure(image=self._kit.icon(icon, 14, token))
        self._words.configure(style=self._kit.label_style(token))
        self._words.say(message)
        self._frame.grid(row=2, column=0, columnspan=2, sticky="we", padx=self._kit.px(3))

    def hide(self) -> None:
        self._frame.grid_remove()


def _state(event: tk.Event[tk.Misc]) -> int:
    return event.state if isinstance(event.state, int) else 0
