"""A pane of the log: chips for levels, a filter, copy and save, a switch to follow, and the lines below."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.find_field import FindField
from udpchat.gui.widgets.log_text import Line, LogText

LEVELS: Final = ("error", "warn", "info", "debug")
JUMP_MAX: Final = 999


@dataclass(frozen=True, slots=True)
class LogActions:
    """What the person can do with a pane."""

    set_levels: Callable[[set[str]], None]
    set_filter: Callable[[str], None]
    set_follow: Callable[[bool], None]
    copy: Callable[[str], None]
    all_text: Callable[[], str]
    save: Callable[[], None]


class LogPane(ttk.Frame):
    """Implements the view of a log presenter; tells `actions` what the person does."""

    def __init__(self, parent: tk.Misc, kit: Kit, title: str, font: str = "ui.titleb") -> None:
        super().__init__(parent)
        self._kit = kit
        self._actions: LogActions | None = None
        self._levels = {level: tk.BooleanVar(self, level != "debug") for level in LEVELS}
        self._follow = tk.BooleanVar(self, True)
        self._needle = ""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._header(title, font).grid(row=0, column=0, sticky="we", padx=(kit.px(3), 0), pady=(0, kit.px(4)))
        self.lines = LogText(self, kit, self._scrolled_up, self._show_empty)
        self.lines.grid(row=1, column=0, sticky="nswe")
        self._empty = kit.label(self.lines, font="ui.body", fg="text2", bg="surface")
        self._jump = ttk.Button(self.lines, style="surface.Soft.TButton", command=self._follow_again)
        self._jump.configure(image=kit.icon("down", 14, "accenttx"), compound="left", padding=(kit.px(12), kit.px(6)))
        self._menu = self._make_menu()
        self._bind_events()
        self._show_empty()

    def connect(self, actions: LogActions) -> None:
        """From now on the person's doings go there."""
        self._actions = actions

    # --- the view -----------------------------------------------------------------------------------------------------

    def replace(self, newest_first: Iterator[Line | None]) -> None:
        """Show these lines and no others."""
        self.lines.replace(newest_first)

    def append(self, lines: Sequence[Line]) -> None:
        """Show these below the others."""
        self.lines.append(lines)
        self._show_empty()

    def show_follow(self, on: bool, waiting_count: int) -> None:
        """The switch, and the button that leads to what came meanwhile."""
        turned_on = on and not self.lines.follow
        self.lines.follow = on
        self._follow.set(on)
        if turned_on:
            self.lines.to_end()
        if waiting_count:
            shown = str(waiting_count) if waiting_count <= JUMP_MAX else f"{JUMP_MAX}+"
            self._jump.configure(text=text("operator.log.newer", count=shown))
            self._jump.place(relx=1, rely=1, x=-self._kit.px(28), y=-self._kit.px(12), anchor="se")
        else:
            self._jump.place_forget()

    def show_filter(self, levels: frozenset[str], needle: str) -> None:
        """What the chips and the field say."""
        for level, variable in self._levels.items():
            variable.set(level in levels)
        self._needle = needle
        if self.filter.value.strip() != needle:
            self.filter.set(needle)

    def focus_filter(self) -> None:
        """Type a filter."""
        self.filter.line.focus_set()

    # --- parts --------------------------------------------------------------------------------------------------------

    def _header(self, title: str, font: str) -> ttk.Frame:
        kit = self._kit
        header = ttk.Frame(self)
        if title:
            kit.label(header, title, font=font).pack(side="left", padx=(0, kit.px(14)))
        for level, variable in self._levels.items():
            chip = ttk.Checkbutton(header, text=text(f"operator.log.{level}"), variable=variable, style="Chip.TCheckbutton")
            chip.configure(command=self._levels_chosen)
            chip.pack(side="left")
        follow = ttk.Checkbutton(header, text=text("operator.log.follow"), variable=self._follow, style="Switch.TCheckbutton")
        follow.configure(command=self._follow_chosen)
        kit.tip(follow, text("operator.log.follow_tip"))
        follow.pack(side="right")
        save = kit.icon_button(header, "download", text("operator.log.save"), self._save, size=17)
        copy = kit.icon_button(header, "copy", text("operator.log.copy"), self._copy, size=17)
        self.filter = FindField(header, kit, text("operator.log.find"), self._filter_typed)
        kit.tip(self.filter.line, text("operator.log.find_tip"))
        for widget in (save, copy):
            widget.pack(side="right")
        self.filter.pack(side="right", padx=kit.px(4))
        return header

    def _make_menu(self) -> tk.Menu:
        menu = tk.Menu(self, tearoff=False)
        menu.add_command(label=text("operator.log.copy_selection"), command=self._copy_selection)
        menu.add_command(label=text("operator.log.copy_all"), command=self._copy_all)
        menu.add_separator()
        menu.add_command(label=text("operator.log.save"), command=self._save)
        return menu

    def _bind_events(self) -> None:
        words = self.lines.text
        words.bind("<<Copy>>", lambda _event: self._copy_selection())
        words.bind("<space>", lambda _event: self._toggle_follow())
        for key in ("<End>", "<Control-End>"):
            words.bind(key, lambda _event: self._follow_again())
        for event in ("<Button-3>", "<Shift-F10>", "<Menu>"):
            words.bind(event, self._pop_up)
        words.bind("<Control-a>", lambda _event: self._select_all())

    # --- the person ---------------------------------------------------------------------------------------------------

    def _levels_chosen(self) -> None:
        if self._actions is not None:
            self._actions.set_levels({level for level, on in self._levels.items() if on.get()})

    def _filter_typed(self, needle: str) -> None:
        if self._actions is not None and needle.strip() != self._needle:
            self._actions.set_filter(needle)

    def _follow_chosen(self) -> None:
        if self._actions is not None:
            self._actions.set_follow(self._follow.get())

    def _follow_again(self) -> str:
        self._follow.set(True)
        self._follow_chosen()
        return "break"

    def _toggle_follow(self) -> str:
        self._follow.set(not self._follow.get())
        self._follow_chosen()
        return "break"

    def _scrolled_up(self) -> None:
        self._follow.set(False)
        self._follow_chosen()

    def _copy(self) -> None:
        if self.lines.selection():
            self._copy_selection()
        else:
            self._copy_all()

    def _copy_selection(self) -> str:
        selection = self.lines.selection()
        if selection and self._actions is not None:
            self._actions.copy(selection)
        return "break"

    def _copy_all(self) -> None:
        if self._actions is not None:
            self._actions.copy(self._actions.all_text())

    def _select_all(self) -> str:
        self.lines.text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def _save(self) -> None:
        if self._actions is not None:
            self._actions.save()

    def _pop_up(self, event: tk.Event[tk.Misc]) -> str:
        state = "normal" if self.lines.selection() else "disabled"
        self._menu.entryconfigure(0, state=state)
        self._menu.tk_popup(event.x_root, event.y_root)
        return "break"

    def _show_empty(self) -> None:
        if self.lines.count:
            self._empty.place_forget()
            return
        filtered = self._needle or not all(on.get() for level, on in self._levels.items() if level != "debug")
        self._empty.configure(text=text("operator.log.nothing_fits" if filtered else "operator.log.empty"))
        self._empty.place(relx=0.5, rely=0.5, anchor="center")
