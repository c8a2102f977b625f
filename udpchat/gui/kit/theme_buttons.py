"""Buttons of the theme: default, accent, danger, soft, ghost, link, quiet link, icon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from udpchat.gui.kit.colors import mix
from udpchat.gui.kit.palette import Palette
from udpchat.gui.kit.stencil import Ink
from udpchat.gui.kit.theme_parts import PAD, Parts

RADIUS: Final = 8


@dataclass(frozen=True, slots=True)
class _Look:
    """How one kind of button looks; colours by token or as "#rrggbb"."""

    name: str
    text: str
    fill: Ink
    hover: Ink
    press: Ink
    border: Ink = None
    disabled: Ink = None
    padding: tuple[int, int] = (16, 9)
    font: str = "ui.bodyb"


def build_buttons(parts: Parts) -> None:
    """All kinds of buttons, on every ground."""
    for look in _looks(parts.palette):
        _button(parts, look)
        parts.grounds(look.name)


def _looks(palette: Palette) -> list[_Look]:
    soft, err = palette.errsoft, palette.err
    pressed_soft = mix(palette.sel, palette.accent, 0.15)
    return [
        _Look("TButton", "text", "raised", "hover", "press", border="line2", disabled="surface"),
        _Look("Accent.TButton", "onaccent", "accent", "accent_h", "accent_p", disabled="line"),
        _Look("Danger.TButton", "err", "errsoft", mix(soft, err, 0.15), mix(soft, err, 0.25), disabled="surface"),
        _Look("Soft.TButton", "accenttx", "accentsoft", "sel", pressed_soft, disabled="surface"),
        _Look("Ghost.TButton", "text2", None, "hover", "press", padding=(9, 6)),
        _Look("Icon.TButton", "text2", None, "hover", "press", padding=(9, 9)),
        _Look("Link.TButton", "accenttx", None, "hover", "press", padding=(8, 5)),
        _Look("Quiet.TButton", "accenttx", None, "hover", "press", padding=(6, 4), font="ui.small"),
    ]


def _button(parts: Parts, look: _Look) -> None:
    border = look.border
    parts.element(
        f"{look.name}.ground",
        parts.box(look.fill, border, RADIUS),
        (("disabled",), parts.box(look.disabled, None, RADIUS)),
        (("pressed",), parts.box(look.press, border, RADIUS)),
        (("focus", "active"), parts.box(look.hover, border, RADIUS, ring="focus")),
        (("focus",), parts.box(look.fill, border, RADIUS, ring="focus")),
        (("active",), parts.box(look.hover, border, RADIUS)),
        (("selected",), parts.box(look.press, border, RADIUS)),
        border=parts.px(RADIUS + PAD),
        width=parts.px(24),
        height=parts.px(24),
        padding=0,
        sticky="nswe",
    )
    parts.nest(look.name, f"{look.name}.ground", "Button.padding", "Button.label", sticky="")
    across, down = look.padding
    # A width of 0 undoes the parent theme's least width of nine letters.
    parts.configure(
        look.name,
        padding=(parts.px(across), parts.px(down)), width=0, anchor="center", font=look.font,
        foreground=look.text,
        background="bg",
    )
    parts.map(look.name, foreground=[("disabled", "text3")])
