"""Panels: cards over the chat window for what needs no window of its own - keys, settings, about."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from tkinter import ttk
from typing import Final

from udpchat import __version__
from udpchat.catalogue import text
from udpchat.gui.chat.actions import Choices
from udpchat.gui.chat.file_settings import FileSettings
from udpchat.gui.chat.shortcuts import NAMES
from udpchat.gui.kit import Kit, ScrollFrame
from udpchat.gui.kit.guards import After
from udpchat.limits import ZOOM_MAX_PERCENT, ZOOM_MIN_PERCENT

WIDTH_PX: Final = 460
MARGIN_PX: Final = 24  # of the window that stays in view around a panel
WIDTH_SHARE: Final = 0.8  # of its width that grows with the text
ZOOM_STEP: Final = 10  # percent


class Panel(ttk.Frame):
    """A card with a title and a button that closes it. One at a time; the window's Esc closes it too."""

    wide_px = WIDTH_PX
    settings: Settings | None = None

    def __init__(self, parent: tk.Misc, kit: Kit, title: str, on_close: Callable[[], None]) -> None:
        super().__init__(parent, style="Float.TFrame", padding=kit.px(8))
        self.kit = kit
        self._soon = After(self)
        px = kit.px
        head = ttk.Frame(self, style="raised.TFrame", padding=(px(14), px(8), px(4), px(4)))
        head.pack(fill="x")
        kit.label(head, title, "ui.titleb", "text", "raised").pack(side="left")
        self.close_button = kit.icon_button(head, "close", text("chat.close"), on_close, bg="raised", size=16)
        self.close_button.pack(side="right")
        self.body = ttk.Frame(self, style="raised.TFrame", padding=(px(14), px(4), px(14), px(12)))
        self.body.pack(fill="both", expand=True)

    def open(self) -> None:
        """Show it in the middle and give it the keyboard."""
        self.fit()
        self.update_idletasks()  # what is not on the screen cannot take the keyboard
        self.close_button.focus_set()
        self.bind("<<ThemeChanged>>", lambda _event: self._soon.start(1, self.fit), add="+")

    def fit(self) -> None:
        """In the middle; wider for larger text."""
        self.update_idletasks()
        parent, margin = self.master, self.kit.px(MARGIN_PX)
        growth = 1.0 + max(0.0, self.kit.zoom / 100 - 1.0) * WIDTH_SHARE
        wide = min(round(self.kit.px(self.wide_px) * growth), parent.winfo_width() - 2 * margin)
        high = min(self.winfo_reqheight(), parent.winfo_height() - 2 * margin)
        self.place(relx=0.5, rely=0.5, anchor="center", width=wide, height=high)
        tk.Misc.lift(self)


def shortcuts_panel(
    parent: tk.Misc, kit: Kit, on_close: Callable[[], None], names: Sequence[tuple[str, str]] = NAMES
) -> Panel:
    """All keys of a window: the keys of the words, and the keys to press."""
    panel = Panel(parent, kit, text("chat.shortcuts"), on_close)
    px = kit.px
    scroll = ScrollFrame(panel.body, kit, "raised")
    scroll.pack_propagate(False)
    scroll.pack(fill="both", expand=True)
    pills = [ttk.Label(scroll.body, text=pressed, style="raised.Pill.TLabel") for _, pressed in names]
    wrap = px(WIDTH_PX - 86) - max(pill.winfo_reqwidth() for pill in pills)  # what the keys, gaps and the bar leave
    for at, ((key, _), pill) in enumerate(zip(names, pills, strict=True)):
        said = kit.label(scroll.body, text(key), "ui.body", "text", "raised", wraplength=wrap, justify="left")
        said.grid(row=at, column=0, sticky="w", pady=px(4))
        pill.grid(row=at, column=1, sticky="e", padx=(px(12), px(10)), pady=px(4))
    scroll.body.columnconfigure(0, weight=1)
    scroll.update_idletasks()
    scroll.configure(height=scroll.body.winfo_reqheight())
    return panel


def about_panel(parent: tk.Misc, kit: Kit, on_close: Callable[[], None]) -> Panel:
    """What this is."""
    panel = Panel(parent, kit, text("chat.about"), on_close)
    wrap = kit.px(WIDTH_PX - 60)
    kit.label(panel.body, text("chat.about.version", version=__version__), "ui.body", "text2", "raised").pack(anchor="w")
    words = kit.label(panel.body, text("chat.about.text"), "ui.body", "text", "raised", wraplength=wrap, justify="left")
    words.pack(anchor="w", pady=(kit.px(10), 0))
    return panel


def settings_panel(
    parent: tk.Misc,
    kit: Kit,
    choices: Choices,
    on_close: Callable[[], None],
    on_choice: Callable[[Choices], None],
    usual_folder: str = "",
) -> Panel:
    """What one may choose; each choice holds at once. `usual_folder`: of files that come."""
    panel = Panel(parent, kit, text("chat.settings"), on_close)
    settings = Settings(panel, choices, on_choice)
    settings.files = FileSettings(panel.body, kit, lambda: settings.choices, settings.choose, usual_folder)
    panel.settings = settings
    return panel


class Settings:
    """The rows of the settings panel."""

    files: FileSettings

    def __init__(self, panel: Panel, choices: Choices, on_choice: Callable[[Choices], None]) -> None:
        self._panel = panel
        self._kit = panel.kit
        self.choices = choices
        self._on_choice = on_choice
        self._modes()
        self._zoom()
        self._switch("notify", choices.notify)
        self._switch("sound", choices.sound)

    def _row(self, words: str) -> ttk.Frame:
        kit = self._kit
        row = ttk.Frame(self._panel.body, style="raised.TFrame", padding=(0, kit.px(6)))
        row.pack(fill="x")
        kit.label(row, words, "ui.body", "text", "raised").pack(side="left")
        return row

    def choose(self, choices: Choices) -> None:
        """These hold from now on."""
        self.choices = choices
        self._on_choice(choices)

    def _modes(self) -> None:
        row = self._row(text("chat.settings.theme"))
        self._mode = tk.StringVar(row, self.choices.mode)
        for mode in ("dark", "light", "system"):
            chip = ttk.Radiobutton(
                row, text=text(f"chat.menu.theme.{mode}"), value=mode, variable=self._mode,
                style="raised.Chip.TRadiobutton",
                command=lambda mode=mode: self.choose(replace(self.choices, mode=mode)),  # type: ignore[misc]
            )  # fmt: skip
            chip.pack(side="right", padx=(self._kit.px(2), 0))

    def _zoom(self) -> None:
        kit = self._kit
        row = self._row(text("chat.settings.text"))
        kit.icon_button(row, "plus", text("chat.menu.larger"), lambda: self._step(1), bg="raised", size=16).pack(side="right")
        self._percent = kit.label(row, f"{self.choices.zoom} %", "ui.body", "text2", "raised", width=6, anchor="center")
        self._percent.pack(side="right")
        kit.icon_button(row, "minus", text("chat.menu.smaller"), lambda: self._step(-1), bg="raised", size=16).pack(side="right")

    def _step(self, step: int) -> None:
        self.choose(replace(self.choices, zoom=zoomed(self.choices.zoom, step)))
        self._percent.configure(text=f"{self.choices.zoom} %")

    def _switch(self, key: str, on: bool) -> None:
        row = self._row(text(f"chat.settings.{key}"))
        value = tk.BooleanVar(row, on)
        switch = ttk.Checkbutton(
            row, variable=value, style="raised.Switch.TCheckbutton",
            command=lambda: self._switched(key, value.get()),
        )  # fmt: skip
        switch.variable = value  # type: ignore[attr-defined]  # kept as long as the switch
        switch.pack(side="right")

    def _switched(self, key: str, on: bool) -> None:
        self.choose(replace(self.choices, notify=on) if key == "notify" else replace(self.choices, sound=on))


def zoomed(zoom: int, step: int) -> int:
    """The size of text a step larger or smaller; 0 steps: the normal one."""
    return min(max(zoom + step * ZOOM_STEP, ZOOM_MIN_PERCENT), ZOOM_MAX_PERCENT) if step else 100
