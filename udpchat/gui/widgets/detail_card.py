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
        self._shape: object = None
        self._labels: list[ttk.Label] = []
        self._online = True
        self.buttons: dict[str, ttk.Button] = {}
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
        self._body = ttk.Frame(self._scroll.body, style="raised.TFrame", padding=(kit.px(10), 0, kit.px(8), kit.px(8)))
        self._body.pack(fill="x")

    def show(self, detail: Detail) -> None:
        """Replace what is shown."""
        kit, picture = self._kit, detail.picture
        image = kit.avatar(
            picture.name, AVATAR_PX, hue=picture.hue, presence=picture.presence, tile=picture.tile, ring="raised"
        )
        self._avatar.configure(image=image)
        self._title.say(single_line(detail.title))
        self._under.say(single_line(detail.under))
        lines = [row.words for section in detail.sections for row in section.rows]
        shape = (
            detail.pills,
            detail.verbs,
            tuple((section.title, tuple((row.label, row.verb) for row in section.rows)) for section in detail.sections),
        )
        if shape == self._shape:
            for label, words in zip(self._labels, lines, strict=True):
                if label.cget("text") != (shown := display_text(words)):
                    label.configure(text=shown)
            return
        self._shape = shape
        self._build(detail)

    def enable(self, online: bool) -> None:
        """Whether anything can be done at present."""
        self._online = online
        for button in self.buttons.values():
            button.state(["!disabled" if online else "disabled"])

    def _build(self, detail: Detail) -> None:
        kit, body = self._kit, self._body
        for child in body.winfo_children():
            child.destroy()
        self._labels, self.buttons = [], {}
        if detail.pills:
            pills = Flow(body, kit)
            pills.pack(fill="x", pady=(0, kit.px(8)))
            for words, style in detail.pills:
                pills.add(ttk.Label(pills, text=words, style=f"raised.{style}.TLabel"))
        if detail.verbs:
            self._add_verbs(body, detail.verbs)
        for section in detail.sections:
            if section.title:
                heading = kit.label(body, section.title, "ui.smallb", "text2", "raised")
                heading.pack(anchor="w", pady=(kit.px(12), kit.px(2)))
            for row in section.rows:
                self._add_row(body, row)
        self.enable(self._online)

    def _add_verbs(self, body: ttk.Frame, verbs: tuple[Verb, ...]) -> None:
        kit = self._kit
        grid = ttk.Frame(body, style="raised.TFrame")
        grid.pack(fill="x", pady=(0, kit.px(4)))
        for at, verb in enumerate(verbs):
            style, ink = ("Danger.TButton", "err") if verb.danger else ("TButton", "text")
            button = ttk.Button(grid, text=f" {verb.label}", style=f"raised.{style}", compound="left")
            button.configure(command=partial(self._on_press, verb.key), padding=(kit.px(9), kit.px(7)))
            kit.set_icon(button, verb.icon, ink, 15)
            button.grid(row=at // 2, column=at % 2, sticky="we")
            self.buttons[verb.key] = button
        for column in (0, 1):
            grid.columnconfigure(column, weight=1, uniform="verb")

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
            self.buttons[row.verb] = button
        words = WrapLabel(line, kit, row.words, font="ui.small", bg="raised")
        words.pack(side="left", fill="x", expand=True)
        self._labels.append(words)
