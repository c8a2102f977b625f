"""What the theme's parts are built with: image elements that stretch, layouts, and styles on every ground."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Any, Final

from udpchat.gui.kit.images import Images
from udpchat.gui.kit.palette import Palette
from udpchat.gui.kit.shapes import Box, box_stencil
from udpchat.gui.kit.stencil import Ink

GROUNDS: Final = ("side", "surface", "raised", "field", "sel", "errsoft", "warnsoft", "oksoft", "accentsoft", "hover")
"""What widgets stand on besides `bg`: a style's prefix, as "Side.TButton" or "side.TCheckbutton"."""

PAD: Final = 3  # transparent margin around controls, for the ring of focus

_STRETCH: Final = 64  # width of a stretching image: tiling a narrow middle is slow
_TALL: Final = 36
_WIDE_FRAME: Final = 288  # of a frame's image: its middle is laid like tiles, and each tile with alpha costs a round trip
_TALL_FRAME: Final = 160

State = tuple[str, ...]


class Parts:
    """One theme under construction, in the colours of one mode."""

    def __init__(self, style: ttk.Style, images: Images, palette: Palette, scale: float) -> None:
        self.style = style
        self.palette = palette
        self._images = images
        self.scale = scale

    def px(self, length: float) -> int:
        """Pixels of the screen, at least one."""
        return max(1, round(length * self.scale))

    def color(self, token: str) -> str:
        """The colour of a token in this theme's mode."""
        return self.palette.color(token)

    def box(
        self, fill: Ink, border: Ink = None, radius: float = 8, *, border_px: float = 1, ring: Ink = None, pad: int = PAD
    ) -> tk.PhotoImage:
        """A stretching rounded rectangle; `ring` is the ring of focus."""
        edge = self.px(border_px) if border else 0
        around = self.px(2) if ring else 0
        high = self.px(max(_TALL, 2 * radius + 2 * pad + 4))
        shape = Box(self.px(_STRETCH), high, self.px(radius), edge, self.px(pad) if pad else 0, around)
        return self.image(shape, fill, border, ring)

    def frame(self, fill: Ink, border: Ink = None, radius: float = 12, *, border_px: float = 1, pad: int = PAD) -> tk.PhotoImage:
        """A rounded rectangle for what grows large in both directions."""
        edge = self.px(border_px) if border else 0
        shape = Box(self.px(_WIDE_FRAME), self.px(_TALL_FRAME), self.px(radius), edge, self.px(pad) if pad else 0, 0)
        return self.image(shape, fill, border, None)

    def image(self, shape: Box, *inks: Ink) -> tk.PhotoImage:
        """A box in colours of this mode for good: its theme is not used in the other mode."""
        return self._images.get(shape, lambda: box_stencil(shape), *(self.color(ink) if ink else None for ink in inks))

    def element(self, name: str, default: tk.PhotoImage, *states: tuple[State, tk.PhotoImage], **options: Any) -> None:
        """An image element; of the states the first that fits wins."""
        specs = [(*state, image) for state, image in states]
        self.style.element_create(name, "image", default, *specs, **options)  # type: ignore[call-overload]

    def nest(self, style: str, *names: str, sticky: str = "nswe") -> None:
        """A layout of elements inside each other; the innermost sits as `sticky` says."""
        inner: list[Any] = [(names[-1], {"sticky": sticky})]
        for name in reversed(names[:-1]):
            inner = [(name, {"sticky": "nswe", "children": inner})]
        self.layout(style, inner)

    def layout(self, style: str, spec: list[Any]) -> None:
        """A layout as ttk wants it."""
        self.style.layout(style, spec)

    def configure(self, style: str, **options: Any) -> None:
        """Options of a style; colours by token."""
        self.style.configure(style, **{key: self._value(value) for key, value in options.items()})

    def map(self, style: str, **options: Sequence[State]) -> None:
        """Options by state; colours by token. An option that is not named must not fall back on the parent theme."""
        known: dict[str, Any] = {"background": []}
        for key, specs in options.items():
            known[key] = [(*spec[:-1], self._value(spec[-1])) for spec in specs]
        self.style.map(style, **known)

    def grounds(self, style: str) -> None:
        """The style on every ground, under the ground's name and its capitalised name."""
        for ground in GROUNDS:
            color = self.color(ground)
            for prefix in (ground, ground.capitalize()):
                self.style.configure(f"{prefix}.{style}", background=color)

    def _value(self, value: Any) -> Any:
        if isinstance(value, str) and not value.startswith("ui.") and hasattr(self.palette, value):
            return self.color(value)
        return value
