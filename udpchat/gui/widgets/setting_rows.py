"""Rows of a settings page: words at the left, what one sets at the right, and under it a hint or what is wrong."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit, LineText, SafeEntry
from udpchat.gui.widgets.strip import WrapLabel

LABEL_PX: Final = 210
NARROW_PX: Final = 600  # below it the words stand above
WRAP_MIN_PX: Final = 160
LINE_STYLE: Final = "Line.TFrame"


class SettingCard(ttk.Frame):
    """A titled group of rows."""

    def __init__(self, parent: tk.Misc, kit: Kit, title: str) -> None:
        super().__init__(parent, style="Card.TFrame", padding=(kit.px(22), kit.px(16), kit.px(22), kit.px(18)))
        kit.label(self, title, font="ui.titleb", bg="raised").pack(anchor="w", pady=(0, kit.px(6)))


class SettingRow(ttk.Frame):
    """One setting. Put its control into `control`; `mark` shows that it was changed.

    The words stand in the middle of the control's height, or (`tall`) beside its first line. A `small` control stays beside
    them where there is little room, at the right.
    """

    def __init__(self, parent: tk.Misc, kit: Kit, title: str, hint: str = "", tall: bool = False, small: bool = False) -> None:
        super().__init__(parent, style="raised.TFrame", padding=(0, kit.px(8)))
        self._kit = kit
        self._hint = hint
        self._tall, self._small = tall, small
        self._narrow: bool | None = None
        self._words = ttk.Frame(self, style="raised.TFrame")
        self._dot = tk.Label(self._words, borderwidth=0, image=kit.rounded(kit.px(8), kit.px(8), 0, None))
        kit.paint(self._dot, background="raised")
        self._title = kit.label(self._words, title, font="ui.body", bg="raised")
        self._title.pack(side="left")
        self._dot.pack(side="left", padx=kit.px(8))
        self.control = ttk.Frame(self, style="raised.TFrame")
        self._below = kit.label(self, hint, font="ui.small", fg="text2", bg="raised", justify="left")
        self._action = ttk.Button(self, style="raised.Soft.TButton")
        self._offered = False
        self.bind("<Configure>", lambda event: self._fit(event.width))
        self.columnconfigure(1, weight=1)

    def mark(self, changed: bool) -> None:
        """A dot beside the words of what was changed."""
        kit = self._kit
        self._dot.configure(image=kit.dot("accent", 8) if changed else kit.rounded(kit.px(8), kit.px(8), 0, None))

    def say(self, error: str, hint: str | None = None) -> None:
        """What is wrong, or the hint again."""
        if hint is not None:
            self._hint = hint
        self._below.configure(text=error or self._hint, style=self._kit.label_style("err" if error else "text2", "raised"))
        self._place()

    def offer(self, label: str, command: Callable[[], None] | None) -> None:
        """A way out under what is wrong; none for an empty label."""
        self._offered = bool(label) and command is not None
        if command is not None:
            self._action.configure(text=label, command=command)
        self._place()

    def _fit(self, width: int) -> None:
        kit = self._kit
        narrow = width < kit.px(NARROW_PX)
        if narrow != self._narrow:
            self._narrow = narrow
            self.columnconfigure(0, minsize=0 if narrow else kit.px(LABEL_PX), weight=int(narrow))
            self.columnconfigure(1, weight=int(not narrow))
            self._place()
        room = width if narrow else width - kit.px(LABEL_PX)
        self._below.configure(wraplength=max(kit.px(WRAP_MIN_PX), room - kit.px(8)))

    def _place(self) -> None:
        """Words and control side by side, or one above the other; under the control what is said about it."""
        kit, narrow = self._kit, bool(self._narrow)
        row, column = (1, 0) if narrow else (0, 1)
        top = self._tall and not narrow
        self._words.grid(row=0, column=0, sticky="nw" if top else "w", pady=(kit.px(10), 0) if top else 0)
        if narrow and self._small:
            row = 0
            self.control.grid(row=0, column=1, sticky="e", pady=0)
        else:
            self.control.grid(row=row, column=column, sticky="we", pady=(kit.px(2), 0) if narrow else 0)
        if self._below.cget("text"):
            self._below.grid(
                row=row + 1, column=column, columnspan=2 - column, sticky="w", padx=(kit.px(3), 0), pady=(kit.px(2), 0)
            )
        else:
            self._below.grid_remove()
        if self._offered:
            self._action.grid(row=row + 2, column=column, sticky="w", pady=(kit.px(4), 0))
        else:
            self._action.grid_remove()


@dataclass(frozen=True, slots=True)
class Option:
    """One of several: its key, its words, and one line that says what it means."""

    key: str
    title: str
    hint: str = ""


class RadioRows(ttk.Frame):
    """One of several, each with a line of its own."""

    def __init__(self, parent: tk.Misc, kit: Kit, options: Sequence[Option], on_choose: Callable[[str], None]) -> None:
        super().__init__(parent, style="raised.TFrame")
        self._chosen = tk.StringVar(self, "")
        self._buttons: list[ttk.Radiobutton] = []
        for option in options:
            button = ttk.Radiobutton(self, text=option.title, value=option.key, variable=self._chosen)
            button.configure(style="raised.TRadiobutton", command=lambda: on_choose(self._chosen.get()))
            button.pack(anchor="w", pady=(kit.px(4), 0))
            self._buttons.append(button)
            if option.hint:
                hint = WrapLabel(self, kit, option.hint, "ui.small", fg="text2", bg="raised")
                hint.pack(fill="x", padx=(kit.px(32), 0))
                hint.bind("<Button-1>", lambda _event, button=button: button.invoke())  # type: ignore[misc]

    def set(self, key: str) -> None:
        """Which one."""
        if self._chosen.get() != key:
            self._chosen.set(key)

    def enable(self, on: bool) -> None:
        """Whether one may choose."""
        for button in self._buttons:
            button.state(["!disabled" if on else "disabled"])


class LineField(ttk.Frame):
    """A field for one line of any text, emoji too."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, on_change: Callable[[str], None], on_return: Callable[[], None], chars: int = 28
    ) -> None:
        super().__init__(parent, style=LINE_STYLE, padding=(kit.px(14), kit.px(9)))
        self._kit = kit
        self.bind("<<ThemeChanged>>", lambda _event: self._make_style())
        self._make_style()
        self.line = LineText(self, kit, on_change=on_change, on_return=on_return, frame=self, width=chars)
        self.line.bind("<<ThemeChanged>>", lambda _event: self._recolor(), add="+")
        self.line.pack(fill="x", expand=True)

    @property
    def value(self) -> str:
        """What stands in the field."""
        return self.line.value

    def set(self, text: str) -> None:
        """Put the text in."""
        self.line.configure(state="normal")
        self.line.set(text)

    def set_invalid(self, invalid: bool) -> None:
        """Mark the field as wrong, or no longer."""
        self.state(["invalid" if invalid else "!invalid"])

    def enable(self, on: bool) -> None:
        """Whether one may type."""
        self.line.configure(state="normal" if on else "disabled")
        self.state(["!disabled" if on else "disabled"])
        self._recolor()

    def _recolor(self) -> None:
        off = self.instate(["disabled"])
        self.line.configure(bg=self._kit.color("surface" if off else "field"), fg=self._kit.color("text3" if off else "text"))

    def _make_style(self) -> None:
        """A frame that looks like an entry; each theme has styles of its own."""
        style = self._kit.style
        style.layout(LINE_STYLE, [("Field.ground", {"sticky": "nswe"})])
        style.configure(LINE_STYLE, background=self._kit.color("raised"))


class PasswordField(ttk.Frame):
    """A field for a new password, with an eye that shows it."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_change: Callable[[str], None], show: str, hide: str) -> None:
        super().__init__(parent, style="raised.TFrame")
        self._kit = kit
        self._tips = (show, hide)
        self.entry = SafeEntry(self, show="•", on_change=on_change, max_chars=128, width=24, style="raised.TEntry")
        self._eye = kit.icon_button(self, "eye", show, self._turn, bg="raised", size=17)
        self.entry.pack(side="left")
        self._eye.pack(side="left", padx=(kit.px(2), 0))

    def clear(self) -> None:
        """Empty, and hidden again."""
        if self.entry.value:
            self.entry.set("")
        self.entry.configure(show="•")
        self._show_eye()

    def _turn(self) -> None:
        self.entry.configure(show="" if self.entry.cget("show") else "•")
        self._show_eye()

    def _show_eye(self) -> None:
        hidden = bool(self.entry.cget("show"))
        self._kit.set_icon(self._eye, "eye" if hidden else "eyeoff", size=17)
        self._kit.tip(self._eye, self._tips[0 if hidden else 1])
