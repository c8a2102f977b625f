"""Fields of the theme: entry, combo box, spin box, and the ground of a search field."""

from __future__ import annotations

import tkinter as tk
from typing import Any

from udpchat.gui.kit.icons import icon_stencil
from udpchat.gui.kit.images import Images
from udpchat.gui.kit.theme_parts import PAD, Parts


def build_fields(parts: Parts, images: Images) -> None:
    """Everything that one types into or chooses from."""
    _ground(parts, "Field.ground", 10)
    _ground(parts, "Spin.ground", 7)  # its two arrows need the height
    _arrows(parts, images)
    text = [("Entry.padding", {"sticky": "nswe", "children": [("Entry.textarea", {"sticky": "nswe"})]})]
    parts.layout("TEntry", [("Field.ground", {"sticky": "nswe", "children": text})])
    parts.layout("TCombobox", _combobox())
    parts.layout("TSpinbox", _spinbox())
    _popdown(parts)
    for name in ("TEntry", "TCombobox", "TSpinbox"):
        _text_options(parts, name)
        parts.grounds(name)


def _ground(parts: Parts, name: str, down: int) -> None:
    parts.element(
        name,
        parts.box("field", "fieldline"),
        (("disabled",), parts.box("surface", "line")),
        (("invalid", "focus"), parts.box("field", "err", border_px=2, ring="errsoft")),
        (("invalid",), parts.box("field", "err", border_px=2)),
        (("focus",), parts.box("field", "focus", border_px=2)),
        border=parts.px(8 + PAD),
        width=parts.px(24),
        height=parts.px(24),
        padding=(parts.px(14), parts.px(down)),
        sticky="nswe",
    )


def _arrows(parts: Parts, images: Images) -> None:
    def arrow(name: str, size: int, token: str) -> tk.PhotoImage:
        pixels = parts.px(size)
        return images.get(("icon", name, pixels), lambda: icon_stencil(name, pixels), parts.color(token))

    for element, name, size in (
        ("Combo.arrow", "chevdown", 16),
        ("Spin.uparrow", "chevup", 12),
        ("Spin.downarrow", "chevdown", 12),
    ):
        parts.element(
            element,
            arrow(name, size, "text2"),
            (("disabled",), arrow(name, size, "line2")),
            (("active",), arrow(name, size, "text")),
            width=parts.px(size + 4),
            sticky="",
        )


def _combobox() -> list[Any]:
    text = [("Combobox.padding", {"sticky": "nswe", "children": [("Combobox.textarea", {"sticky": "nswe"})]})]
    return [("Field.ground", {"sticky": "nswe", "children": [("Combo.arrow", {"side": "right", "sticky": "ns"}), *text]})]


def _popdown(parts: Parts) -> None:
    """The frame around the list of a combo box."""
    parts.element("Popdown.frame", parts.box("raised", "line2", 0, pad=0), border=parts.px(2), width=8, height=8, sticky="nswe")
    parts.nest("ComboboxPopdownFrame", "Popdown.frame")
    parts.configure("ComboboxPopdownFrame", background="raised", padding=parts.px(1))


def _spinbox() -> list[Any]:
    arrows = [
        ("Spin.uparrow", {"side": "top", "sticky": "e"}),
        ("Spin.downarrow", {"side": "bottom", "sticky": "e"}),
    ]
    text = [("Spinbox.padding", {"sticky": "nswe", "children": [("Spinbox.textarea", {"sticky": "we"})]})]
    column = ("null", {"side": "right", "sticky": "", "children": arrows})
    return [("Spin.ground", {"sticky": "nswe", "children": [column, *text]})]


def _text_options(parts: Parts, name: str) -> None:
    parts.configure(name, padding=0, font="ui.body", foreground="text", background="bg", insertcolor="text")
    parts.configure(name, selectbackground="select", selectforeground="text", selectborderwidth=0, insertwidth=parts.px(1.5))
    quiet = [("readonly", "!focus", "field")] if name == "TCombobox" else []
    parts.map(name, foreground=[("disabled", "text3")], selectbackground=quiet)
