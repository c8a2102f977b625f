"""Named fonts in pixels: a family for the interface, one for addresses and logs, one for emoji; a zoom moves all of them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Container
from dataclasses import dataclass
from tkinter import font as tkfont
from typing import Final

SIZES: Final = {"tiny": 11, "small": 12, "body": 14, "title": 16, "head": 20, "display": 26, "mono": 12}
"""Heights in pixels at scale 1; each also exists in bold, with a `b` at the end of its name."""

EMOJI_SIZES: Final = ("small", "body", "head", "display")
"""Of these there is one for emoji too: `ui.bodyemoji`."""

ITALIC_PX: Final = 13
BIG_PX: Final = 44  # an address that a whole room reads from the projector

_TK_FONTS: Final = ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont", "TkTooltipFont", "TkCaptionFont")
_TK_PX: Final = 13
_FAMILIES: Final = {
    "win32": ("Segoe UI",),
    "aqua": (),  # the system's font (San Francisco) is what Tk's default font is already
    "x11": ("Inter", "Adwaita Sans", "Cantarell", "Ubuntu", "Noto Sans", "Open Sans", "DejaVu Sans"),
}
_MONO: Final = ("Cascadia Mono", "Consolas", "SF Mono", "Menlo", "JetBrains Mono", "DejaVu Sans Mono", "Noto Sans Mono")
_EMOJI: Final = {"x11": "Noto Color Emoji"}  # the others find theirs by themselves
_SEMIBOLD: Final = {"Segoe UI": "Segoe UI Semibold", "Inter": "Inter Semi Bold"}


@dataclass(frozen=True, slots=True)
class Families:
    """The families in use; `semibold` is "" where only the plain bold exists, `emoji` where no font is needed for them."""

    text: str
    semibold: str
    mono: str
    emoji: str = ""


def choose_families(system: str, known: Container[str], default: str, default_mono: str) -> Families:
    """The nicest families that this computer has; `system` is Tk's name of the windowing system."""
    text = next((family for family in _FAMILIES.get(system, ()) if family in known), default)
    semibold = _SEMIBOLD.get(text, "")
    mono = next((family for family in _MONO if family in known), default_mono)
    emoji = _EMOJI.get(system, "")
    return Families(text, semibold if semibold in known else "", mono, emoji if emoji in known else "")


class Fonts:
    """The fonts `ui.*`, made without Python's font objects, whose end would be the end of Tk's font."""

    def __init__(self, root: tk.Misc, scale: float, zoom: int) -> None:
        self._root = root
        self._scale = scale
        self._zoom = zoom
        self._sizes: dict[str, int] = {}
        self.families = self._choose()
        self._make()

    def set_zoom(self, percent: int) -> None:
        """Make all text larger or smaller."""
        self._zoom = percent
        for name, size in self._sizes.items():
            self._root.tk.call("font", "configure", name, "-size", self._px(size))

    def height(self, name: str) -> int:
        """Pixels from line to line."""
        return int(self._root.tk.call("font", "metrics", name, "-linespace"))

    def _choose(self) -> Families:
        system = str(self._root.tk.call("tk", "windowingsystem"))
        known = frozenset(tkfont.families(self._root))
        return choose_families(system, known, self._actual("TkDefaultFont"), self._actual("TkFixedFont"))

    def _actual(self, font: str) -> str:
        return str(self._root.tk.call("font", "actual", font, "-family"))

    def _make(self) -> None:
        for name, size in SIZES.items():
            self._add(f"ui.{name}", size)
            self._add(f"ui.{name}b", size, bold=True)
        for name in EMOJI_SIZES:
            self._add(f"ui.{name}emoji", SIZES[name])
        self._add("ui.ital", ITALIC_PX, slant="italic")
        self._add("ui.big", BIG_PX, bold=True)
        for name in _TK_FONTS:
            self._root.tk.call("font", "configure", name, "-family", self.families.text, "-size", self._px(_TK_PX))
            self._sizes[name] = _TK_PX

    def _add(self, name: str, size: int, bold: bool = False, slant: str = "roman") -> None:
        families = self.families
        mono = name.startswith("ui.mono")
        semibold = bold and bool(families.semibold) and not mono
        family = families.mono if mono else families.semibold if semibold else families.text
        if name.endswith("emoji"):
            family = families.emoji or families.text
        weight = "bold" if bold and not semibold else "normal"
        known = name in self._root.tk.splitlist(self._root.tk.call("font", "names"))
        options = ("-family", family, "-size", self._px(size), "-weight", weight, "-slant", slant)
        self._root.tk.call("font", "configure" if known else "create", name, *options)
        self._sizes[name] = size

    def _px(self, size: int) -> int:
        # Negative means pixels: points would follow the dots per inch a second time.
        return -max(1, round(size * self._scale * self._zoom / 100))
