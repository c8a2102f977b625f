"""Chips, navigation, check boxes, radio buttons and switches of the theme."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from udpchat.gui.kit.images import Images
from udpchat.gui.kit.indicators import Mark, check_stencil, radio_stencil, switch_stencil
from udpchat.gui.kit.stencil import Ink, Stencil
from udpchat.gui.kit.theme_parts import PAD, Parts

_SIZE: Final = 18  # of a check box or radio button
_SWITCH: Final = (40, 22)
_GAP: Final = 5  # between a mark's margin and its words


def build_choices(parts: Parts, images: Images) -> None:
    """Everything that is on or off, on every ground."""
    _chips(parts)
    _nav(parts)
    marks = _Marks(parts, images)
    _checks(parts, marks)
    _radios(parts, marks)
    _switches(parts, marks)
    for name in ("TCheckbutton", "TRadiobutton", "Switch.TCheckbutton", "Chip.TRadiobutton", "Chip.TCheckbutton"):
        parts.grounds(name)
    parts.grounds("Nav.TRadiobutton")


def _chips(parts: Parts) -> None:
    radius = 15 - PAD
    parts.element(
        "Chip.ground",
        parts.box(None, "line2", radius),
        (("selected", "focus"), parts.box("accentsoft", "accent", radius, ring="focus")),
        (("selected",), parts.box("accentsoft", "accent", radius)),
        (("focus",), parts.box("hover", "line2", radius, ring="focus")),
        (("active",), parts.box("hover", "line2", radius)),
        border=parts.px(15),
        width=parts.px(32),
        height=parts.px(30),
        padding=0,
        sticky="nswe",
    )
    for name in ("Chip.TRadiobutton", "Chip.TCheckbutton"):
        parts.nest(name, "Chip.ground", "Button.padding", "Radiobutton.label", sticky="")
        parts.configure(name, padding=(parts.px(12), parts.px(4)), font="ui.small", foreground="text2", background="bg")
        parts.map(name, foreground=[("disabled", "text3"), ("selected", "accenttx")])


def _nav(parts: Parts) -> None:
    parts.element(
        "Nav.ground",
        parts.box(None, None),
        (("selected", "focus"), parts.box("sel", None, ring="focus")),
        (("selected",), parts.box("sel", None)),
        (("focus",), parts.box(None, None, ring="focus")),
        (("active",), parts.box("hover", None)),
        border=parts.px(11),
        width=parts.px(24),
        height=parts.px(24),
        padding=0,
        sticky="nswe",
    )
    parts.nest("Nav.TRadiobutton", "Nav.ground", "Button.padding", "Radiobutton.label", sticky="w")
    parts.configure("Nav.TRadiobutton", padding=(parts.px(13), parts.px(9)), font="ui.body", space=parts.px(10))
    parts.configure("Nav.TRadiobutton", foreground="text2", background="side")
    parts.map("Nav.TRadiobutton", foreground=[("disabled", "text3"), ("selected", "seltx")])


class _Marks:
    """The images of the marks, in the theme's mode; `ring` is the ring of focus."""

    def __init__(self, parts: Parts, images: Images) -> None:
        self._parts = parts
        self._images = images
        self._small = self._mark(_SIZE, _SIZE)
        self._wide = self._mark(*_SWITCH)

    def check(self, on: bool, fill: str, border: str, ring: Ink = None) -> tk.PhotoImage:
        return self._paint("check", self._small, on, check_stencil, (fill, border, "onaccent", ring))

    def radio(self, on: bool, fill: str, border: str, ring: Ink = None) -> tk.PhotoImage:
        return self._paint("radio", self._small, on, radio_stencil, (fill, border, border, ring))

    def switch(self, on: bool, track: str, knob: str, ring: Ink = None) -> tk.PhotoImage:
        return self._paint("switch", self._wide, on, switch_stencil, (track, knob, ring))

    def _mark(self, width: int, height: int) -> Mark:
        px, scale = self._parts.px, self._parts.scale
        return Mark(px(width), px(height), px(PAD), 1.5 * scale, 1.5 * scale, px(_GAP))

    def _paint(
        self, kind: str, mark: Mark, on: bool, make: Callable[[Mark, bool], Stencil], inks: tuple[Ink, ...]
    ) -> tk.PhotoImage:
        colors = (self._parts.color(ink) if ink else None for ink in inks)
        return self._images.get((kind, mark, on), lambda: make(mark, on), *colors)


def _checks(parts: Parts, marks: _Marks) -> None:
    parts.element(
        "Check.mark",
        marks.check(False, "field", "fieldline"),
        (("selected", "disabled"), marks.check(True, "line2", "line2")),
        (("disabled",), marks.check(False, "surface", "line2")),
        (("selected", "focus"), marks.check(True, "accent", "accent", "focus")),
        (("selected", "active"), marks.check(True, "accent_h", "accent_h")),
        (("selected",), marks.check(True, "accent", "accent")),
        (("focus",), marks.check(False, "field", "focus", "focus")),
        (("active",), marks.check(False, "field", "accent")),
        sticky="w",
    )
    _marked(parts, "TCheckbutton", "Check.mark", "Checkbutton")


def _radios(parts: Parts, marks: _Marks) -> None:
    parts.element(
        "Radio.mark",
        marks.radio(False, "field", "fieldline"),
        (("selected", "disabled"), marks.radio(True, "surface", "line2")),
        (("disabled",), marks.radio(False, "surface", "line2")),
        (("selected", "focus"), marks.radio(True, "field", "accent", "focus")),
        (("selected",), marks.radio(True, "field", "accent")),
        (("focus",), marks.radio(False, "field", "focus", "focus")),
        (("active",), marks.radio(False, "field", "accent")),
        sticky="w",
    )
    _marked(parts, "TRadiobutton", "Radio.mark", "Radiobutton")


def _switches(parts: Parts, marks: _Marks) -> None:
    knob_on = "#ffffff" if parts.palette.mode == "light" else "onaccent"
    parts.element(
        "Switch.mark",
        marks.switch(False, "offline", "#ffffff"),
        (("selected", "disabled"), marks.switch(True, "line2", "surface")),
        (("disabled",), marks.switch(False, "line", "surface")),
        (("selected", "focus"), marks.switch(True, "accent", knob_on, "focus")),
        (("selected", "active"), marks.switch(True, "accent_h", knob_on)),
        (("selected",), marks.switch(True, "accent", knob_on)),
        (("focus",), marks.switch(False, "offline", "#ffffff", "focus")),
        sticky="w",
    )
    _marked(parts, "Switch.TCheckbutton", "Switch.mark", "Checkbutton")


def _marked(parts: Parts, style: str, mark: str, kind: str) -> None:
    """A layout of a mark and the words at its right."""
    beside = [(mark, {"side": "left", "sticky": ""}), (f"{kind}.label", {"side": "left", "sticky": "w"})]
    parts.layout(style, [(f"{kind}.padding", {"sticky": "nswe", "children": beside})])
    parts.configure(style, padding=parts.px(3), font="ui.body", foreground="text", background="bg")
    parts.map(style, foreground=[("disabled", "text3")])
