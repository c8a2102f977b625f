"""A card beside a table with what is known of the chosen row: a picture, pills, buttons, and lines under headings.

It is told whole whenever something is different; words that change alone are changed in place, so that nothing blinks and
a button keeps the keyboard.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from tkinter import ttk
from typing import Final

from udpchat.gui.errands.flow import Flow
from udpchat.gui.kit import Kit, ScrollFrame, display_text, single_line
from udpchat.gui.widgets.strip import WrapLabel

WIDE_PX: Final = 316
AVATAR_PX: Final = 52
LABEL_PX: Final = 104


@dataclass(frozen=True, slots=True)
class Row:
    """A line: what it is, its words, and a verb at its end (its key and its label)."""

    words: str
    label: str = ""
    verb: str = ""
    verb_label: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; none for an empty title."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Verb:
    """A button: its key, its words, its icon; a danger is red."""

    key: str
    label: str
    icon: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """What the avatar shows."""

    name: str
    hue: int
    presence: str | None = None
    tile: bool = False
    glyph: str | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """All of it. Pills are words and the first part of their style."""

    picture: Picture
    title: str
    under: str
    pills: tuple[tuple[str, str], ...]
    verbs: tuple[Verb, ...]
    sections: tuple[Section, ...]


class DetailCard(ttk.Frame):
    """`on_press` gets the key of a verb, `on_close` hears of the cross."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, close_tip: str, on_press: Callable[[str], None], on_close: Callable[[], None]
    ) -> None:
        super().__init__(parent, style="Card.TFrame", padding=kit.px(8), width=kit.px(WIDE_PX))
        self.pack_propagate(False)
        self._kit = kit
        self._on_press = on_press
        self._shapes: dict[str, object] = {}
        self._labels: list[ttk.Label] = []
        self._verbs: dict[str, ttk.Button] = {}
        self._row_verbs: dict[str, ttk.Button] = {}
        self._online = True
        head = ttk.Frame(self, style="raised.TFrame", padding=(kit.px(10), kit.px(8), kit.px(2), 0))
        head.pack(fill="x")
        self._avatar = ttk.Label(head, style=kit.label_style("text", "raised"))
        self._avatar.pack(side="left", anchor="n")
        self.close_button = kit.icon_button(head, "close", close_tip, on_close, bg="raised", size=15)
        self.close_button.pack(side="right", anchor="n")
        names = ttk.Frame(head, style="raised.TFrame", padding=(kit.px(12), kit.px(3), 0, 0))
        names.pack(side="left", fill="x", expand=True)
        self._title = WrapLabel(names, kit, font="ui.titleb", bg="raised")
        self._title.pack(fill="x")
        self._under = WrapLabel(names, kit, font="ui.small", fg="text2", bg="raised")
        self._under.pack(fill="x")
        self._scroll = ScrollFrame(self, kit, "raised")
        self._scroll.pack(fill="both", expand=True, pady=(kit.px(6), 0))
        body = ttk.Frame(self._scroll.body, style="raised.TFrame", padding=(kit.px(10), 0, kit.px(8), kit.px(8)))
        body.pack(fill="x")
        self._pills = Flow(body, kit)
        self._verbs_frame = ttk.Frame(body, style="raised.TFrame")
        self._sections = ttk.Frame(body, style="raised.TFrame")
        self._verbs_frame.pack(fill="x", pady=(0, kit.px(4)))
        self._sections.pack(fill="x")

    def show(self, detail: Detail) -> None:
        """Replace what is shown."""
        kit, picture = self._kit, detail.picture
        image = kit.avatar(
            picture.name, AVATAR_PX, hue=picture.hue, presence=picture.presence, tile=picture.tile, glyph=picture.glyph,
            ring="raised",
        )  # fmt: skip
        self._avatar.configure(image=image)
        self._title.say(single_line(detail.title))
        self._under.say(single_line(detail.under))
        if self._is_new("who", (picture.name, picture.hue, picture.tile)):
            self._scroll.to_top()
        if self._is_new("pills", detail.pills):
            self._build_pills(detail.pills)
        if self._is_new("verbs", detail.verbs):
            self._build_verbs(detail.verbs)
        shape = tuple((section.title, tuple((row.label, row.verb) for row in section.rows)) for section in detail.sections)
        if self._is_new("sections", shape):
            self._build_sections(detail.sections)
        lines = [row.words for section in detail.sections for row in section.rows]
        for label, words in zip(self._labels, lines, strict=True):
            if label.cget("text") != (shown := display_text(words)):
                label.configure(text=shown)
        self.enable(self._online)

    def enable(self, online: bool) -> None:
        """Whether anything can be done at present."""
        self._online = online
        for button in self.buttons.values():
            button.state(["!disabled" if online else "disabled"])

    @property
    def buttons(self) -> dict[str, ttk.Button]:
        """By their keys."""
        return {**self._verbs, **self._row_verbs}

    def _is_new(self, part: str, shape: object) -> bool:
        """Parts are made anew each for itself: a line that came must not take a button from under the pointer."""
        before, self._shapes[part] = self._shapes.get(part), shape
        return before != shape

    def _build_pills(self, pills: tuple[tuple[str, str], ...]) -> None:
        self._pills.clear()
        for words, style in pills:
            self._pills.add(ttk.Label(self._pills, text=words, style=f"raised.{style}.TLabel"))
        if pills:
            self._pills.pack(fill="x", pady=(0, self._kit.px(8)), before=self._verbs_frame)
        else:
            self._pills.pack_forget()

    def _build_verbs(self, verbs: tuple[Verb, ...]) -> None:
        kit, grid = self._kit, self._verbs_frame
        for child in grid.winfo_children():
            child.destroy()
        self._verbs = {}
        for at, verb in enumerate(verbs):
            style, ink = ("Danger.TButton", "err") if verb.danger else ("TButton", "text")
            button = ttk.Button(grid, text=f" {verb.label}", style=f"raised.{style}", compound="left")
            button.configure(command=partial(self._on_press, verb.key), padding=(kit.px(9), kit.px(7)))
            kit.set_icon(button, verb.icon, ink, 15)
            button.grid(row=at // 2, column=at % 2, sticky="we")
            self._verbs[verb.key] = button
        for column in (0, 1):
            grid.columnconfigure(column, weight=1, uniform="verb")

    def _build_sections(self, sections: tuple[Section, ...]) -> None:
        kit, body = self._kit, self._sections
        for child in body.winfo_children():
            child.destroy()
        self._labels, self._row_verbs = [], {}
        for section in sections:
            if section.title:
                heading = kit.label(body, section.title, "ui.smallb", "text2", "raised")
                heading.pack(anchor="w", pady=(kit.px(12), kit.px(2)))
            for row in section.rows:
                self._add_row(body, row)

    def _add_row(self, body: ttk.Frame, row: Row) -> None:
        kit = self._kit
        line = ttk.Frame(body, style="raised.TFrame", padding=(0, kit.px(2)))
        line.pack(fill="x")
        if row.label:
            holder = ttk.Frame(line, style="raised.TFrame", width=kit.px(LABEL_PX))
            holder.pack(side="left", anchor="n")
            label = kit.label(holder, row.label, "ui.small", "text2", "raised")
            label.pack(anchor="w")
            holder.configure(height=label.winfo_reqheight())
            holder.pack_propagate(False)
        if row.verb:
            button = ttk.Button(line, text=row.verb_label, style="raised.Link.TButton", command=partial(self._on_press, row.verb))
            button.pack(side="right", anchor="n")
            self._row_verbs[row.verb] = button
        words = WrapLabel(line, kit, row.words, font="ui.small", bg="raised")
        words.pack(side="left", fill="x", expand=True)
        self._labels.append(words)
