"""Images in use: made once per key, kept alive, and re-coloured in place when the mode changes."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from udpchat import limits
from udpchat.gui.kit.palette import Palette
from udpchat.gui.kit.stencil import Ink, Stencil


@dataclass(frozen=True, slots=True)
class _Kept:
    image: tk.PhotoImage
    stencil: Stencil
    inks: tuple[Ink, ...]


class Images:
    """A cache of images by what they show. Inks are tokens of the palette, "#rrggbb", or None for nothing."""

    def __init__(self, root: tk.Misc, palette: Palette) -> None:
        self._root = root
        self._palette = palette
        self._kept: dict[Hashable, _Kept] = {}  # the one asked for last is the last
        self._room = limits.IMAGES_KEPT

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], Stencil], *inks: Ink) -> tk.PhotoImage:
        """The image of this key and these inks; it follows the mode."""
        whole = (key, inks)
        kept = self._kept.pop(whole, None)
        if kept is None:
            self._make_room()
            kept = self._make(make(), inks)
        self._kept[whole] = kept
        return kept.image

    def repaint(self, palette: Palette) -> None:
        """Give every image the colours of this palette."""
        self._palette = palette
        for kept in self._kept.values():
            if any(ink and not ink.startswith("#") for ink in kept.inks):
                kept.image.configure(data=self._paint(kept.stencil, kept.inks))

    def _make(self, stencil: Stencil, inks: tuple[Ink, ...]) -> _Kept:
        image = tk.PhotoImage(master=self._root, data=self._paint(stencil, inks), format="png")
        return _Kept(image, stencil, inks)

    def _paint(self, stencil: Stencil, inks: tuple[Ink, ...]) -> bytes:
        return stencil.png(*(self._palette.color(ink) if ink else None for ink in inks))

    def _make_room(self) -> None:
        """Drop a quarter of the images, those asked for longest ago, but none that a widget shows."""
        if len(self._kept) < self._room:
            return
        surplus = limits.IMAGES_KEPT // 4
        for key, kept in list(self._kept.items()):
            if not self._root.tk.getboolean(self._root.tk.call("image", "inuse", kept.image)):
                del self._kept[key]
                surplus -= 1
                if not surplus:
                    break
        self._room = max(limits.IMAGES_KEPT, len(self._kept) + limits.IMAGES_KEPT // 4)
