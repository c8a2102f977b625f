"""The kit: everything that a window needs to look like one of ours, for one Tk interpreter."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Any, Final
from weakref import WeakKeyDictionary

from udpchat import limits
from udpchat.gui.kit.avatars import HOLLOW, avatar_stencil, dot_stencil, hue_of, initials
from udpchat.gui.kit.classic import follow_mode, paint, realize
from udpchat.gui.kit.clusters import clusters
from udpchat.gui.kit.fonts import Fonts
from udpchat.gui.kit.icons import STROKE, icon_stencil, padded_icon
from udpchat.gui.kit.images import Images
from udpchat.gui.kit.keys import quiet_icons, usual_keys
from udpchat.gui.kit.palette import PALETTES, Palette
from udpchat.gui.kit.rtl import visual
from udpchat.gui.kit.shapes import Box, box_stencil
from udpchat.gui.kit.sparkline import sparkline_stencil
from udpchat.gui.kit.text import ELLIPSIS, single_line
from udpchat.gui.kit.theme import Theme
from udpchat.gui.kit.tip import Tip

_TICKS: Final = {
    "pending": ("clock", "text3"),
    "stored": ("check", "text3"),
    "delivered": ("check2", "text3"),
    "read": ("check2", "accent"),
    "failed": ("alert", "err"),
}
_TICK_PX: Final = 14


class Kit:
    """Palette, scale, fonts, images and theme. Images follow the mode by themselves; `size` is in pixels at scale 1."""

    def __init__(self, root: tk.Tk, mode: str = "light", scale: float = 1.0, zoom: int = 100) -> None:
        self.root = root
        self.scale = min(max(scale, limits.SCALE_MIN), limits.SCALE_MAX)
        self.zoom = _zoom(zoom)
        self.palette: Palette = PALETTES[mode]
        self.fonts = Fonts(root, self.scale, self.zoom)
        self._images = Images(root, self.palette)
        self._theme = Theme(root, self._images, self.scale)
        self._tips: WeakKeyDictionary[tk.Misc, Tip] = WeakKeyDictionary()
        self._draws_in_memory_order = root.tk.call("tk", "windowingsystem") == "x11"
        usual_keys(root)
        quiet_icons(root)
        follow_mode(root, lambda: self.palette)
        self._show()

    @property
    def mode(self) -> str:
        """ "light" or "dark"."""
        return self.palette.mode

    @property
    def style(self) -> ttk.Style:
        """For a style that only one window needs."""
        return self._theme.style

    def set_mode(self, mode: str) -> None:
        """Light or dark, at once; every widget gets <<ThemeChanged>>."""
        if mode == self.mode:
            return
        self.palette = PALETTES[mode]
        self._images.repaint(self.palette)
        self._show()

    def set_zoom(self, percent: int) -> None:
        """Larger or smaller text, at once; every widget gets <<ThemeChanged>>."""
        self.zoom = _zoom(percent)
        self.fonts.set_zoom(self.zoom)
        self._show()

    def px(self, length: float) -> int:
        """Pixels of the screen."""
        return round(length * self.scale)

    def color(self, token: str) -> str:
        """The colour of a token now."""
        return self.palette.color(token)

    def paint(self, widget: tk.Misc, **tokens: str) -> None:
        """Give a classic widget colours by token, now and at every change of the mode: paint(text, background="field")."""
        paint(widget, lambda: self.palette, tokens)

    def _show(self) -> None:
        self.root.configure(background=self.palette.bg)
        realize(self.root)
        self._theme.use(self.palette)
        self._theme.set_row_height(self.fonts.height("ui.body"))

    # --- images -------------------------------------------------------------------------------------------------------

    def icon(self, name: str, size: int = 20, color: str = "text2", stroke: float | None = None) -> tk.PhotoImage:
        """An icon in the colour of a token or in "#rrggbb"."""
        pixels, width = self.px(size), stroke or STROKE
        return self._images.get(("icon", name, pixels, width), lambda: icon_stencil(name, pixels, width), color)

    def menu_icon(self, name: str, color: str = "text2") -> tk.PhotoImage:
        """An icon for a menu, with room around it: Tk's menus on X11 are narrow. "" is the room alone."""
        icon, margin = self.px(16), self.px(6)
        return self._images.get(("menu", name, icon), lambda: padded_icon(name, icon, margin), color)

    def avatar(
        self,
        name: str,
        size: int,
        *,
        hue: int | None = None,
        presence: str | None = None,
        tile: bool = False,
        glyph: str | None = None,
        ring: str | None = None,
    ) -> tk.PhotoImage:
        """A disc (or tile) with initials or an icon, and a presence dot.

        `presence` is "online", "away" or "offline". The dot is cut out of the disc, so that any ground shines through;
        `ring` paints that gap instead.
        """
        letters = "" if glyph else initials(name)
        sign = glyph or ("" if letters else "user")
        color = self.palette.avatars[self.hue(name) if hue is None else hue]
        return self._avatar(self.px(size), letters, sign, tile, color, presence, ring)

    def tile_image(self, text: str, size: int, *, hue: int | None = None) -> tk.PhotoImage:
        """A tile with up to three letters, such as the ending of a file's name; a page where they cannot be drawn."""
        letters = text.strip(".").upper()[:3]
        drawable = bool(letters) and all(initials(letter) for letter in letters)
        color = self.palette.avatars[self.hue(letters) if hue is None else hue]
        return self._avatar(self.px(size), letters if drawable else "", "" if drawable else "file", True, color, None, None)

    def _avatar(
        self, pixels: int, letters: str, sign: str, tile: bool, color: str, presence: str | None, ring: str | None
    ) -> tk.PhotoImage:
        kind = "" if presence is None else "hollow" if presence in HOLLOW else "solid"
        key = ("avatar", pixels, letters, sign, tile, kind)
        dot = presence or None
        return self._images.get(key, lambda: avatar_stencil(*key[1:]), color, "#ffffff", dot, ring)

    def hue(self, key: str | int) -> int:
        """The hue of a person or group, from 0 to 9."""
        return hue_of(key)

    def name_color(self, hue: int) -> str:
        """The colour of a name of this hue, now."""
        return self.palette.names[hue]

    def dot(self, token: str, size: int = 9) -> tk.PhotoImage:
        """A presence dot by itself; "offline" is hollow."""
        pixels, hollow = self.px(size), token in HOLLOW
        return self._images.get(("dot", pixels, hollow), lambda: dot_stencil(pixels, hollow), token)

    def badge(self, width: int, height: int, token: str) -> tk.PhotoImage:
        """A pill of so many pixels of the screen; a number is written over it."""
        return self.rounded(width, height, height / 2, token)

    def rounded(
        self,
        width: int,
        height: int,
        radius: float,
        fill: str | None,
        border: str | None = None,
        border_width: float = 1,
        pad: int = 0,
    ) -> tk.PhotoImage:
        """A rounded rectangle; all lengths in pixels of the screen."""
        shape = Box(max(1, width), max(1, height), radius, border_width if border else 0, pad)
        return self._images.get(shape, lambda: box_stencil(shape), fill, border, None)

    def tick(self, state: str) -> tk.PhotoImage:
        """The state of my message: "pending", "stored", "delivered", "read" or "failed"."""
        name, token = _TICKS[state]
        return self.icon(name, _TICK_PX, token)

    def sparkline(self, values: Sequence[float], width: int, height: int, token: str) -> tk.PhotoImage:
        """A curve of the values, so many pixels of the screen large; keep the image while it is shown."""
        key = ("sparkline", tuple(values), width, height)
        return self._images.get(key, lambda: sparkline_stencil(values, width, height, 1.6 * self.scale), token)

    # --- text ---------------------------------------------------------------------------------------------------------

    def measure(self, text: str, font: str) -> int:
        """The width of a text in pixels of the screen."""
        return int(self.root.tk.call("font", "measure", font, text))

    def shown(self, raw: str) -> str:
        """A name, title or preview from elsewhere, on one line, in the order in which this system draws it."""
        line = single_line(raw)
        return visual(line) if self._draws_in_memory_order else line

    def elide(self, text: str, font: str, width_px: int) -> str:
        """As much of the text as fits, with an ellipsis if some is left out."""
        if self.measure(text, font) <= width_px:
            return text
        parts = clusters(text)
        low, high = 0, len(parts)
        while low < high:
            middle = (low + high + 1) // 2
            if self.measure("".join(parts[:middle]).rstrip() + ELLIPSIS, font) <= width_px:
                low = middle
            else:
                high = middle - 1
        return "".join(parts[:low]).rstrip() + ELLIPSIS

    # --- widgets ------------------------------------------------------------------------------------------------------

    def label(
        self, parent: tk.Misc, text: str = "", font: str = "ui.body", fg: str = "text", bg: str = "bg", **options: Any
    ) -> ttk.Label:
        """A label in the colours of two tokens."""
        return ttk.Label(parent, text=text, font=font, style=self.label_style(fg, bg), **options)

    def label_style(self, fg: str, bg: str = "bg") -> str:
        """The style of a label, for one that changes its colour: label.configure(style=kit.label_style("err"))."""
        return f"{fg}.{bg}.TLabel"

    def icon_button(
        self,
        parent: tk.Misc,
        icon: str,
        tip: str = "",
        command: Callable[[], object] | None = None,
        bg: str = "bg",
        color: str = "text2",
        size: int = 20,
        **options: Any,
    ) -> ttk.Button:
        """A button of an icon alone; the tip says what it does."""
        style = "Icon.TButton" if bg == "bg" else f"{bg.capitalize()}.Icon.TButton"
        button = ttk.Button(parent, style=style, command=command or "", **options)
        self.set_icon(button, icon, color, size)
        if tip:
            self.tip(button, tip)
        return button

    def set_icon(self, button: ttk.Button, icon: str, color: str = "text2", size: int = 20) -> None:
        """The icon of a button, paler while it is disabled."""
        states: Any = (self.icon(icon, size, color), "disabled", self.icon(icon, size, "line2"))
        button.configure(image=states)

    def line(self, parent: tk.Misc, vertical: bool = False) -> tk.Frame:
        """A hairline that follows the mode."""
        line = tk.Frame(parent, borderwidth=0, width=1 if vertical else 0, height=0 if vertical else 1)
        self.paint(line, background="line")
        return line

    def tip(self, widget: tk.Misc, text: str) -> None:
        """Say in a tooltip what the widget is for; call again to change the words."""
        tip = self._tips.get(widget)
        if tip is None:
            self._tips[widget] = Tip(widget, text, lambda: self.palette, self.px)
        else:
            tip.say(text)


def _zoom(percent: int) -> int:
    return min(max(percent, limits.ZOOM_MIN_PERCENT), limits.ZOOM_MAX_PERCENT)
