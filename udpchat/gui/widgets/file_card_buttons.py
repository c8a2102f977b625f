"""The buttons on the card of a file: drawn on its canvas, so that hundreds of cards cost one widget each."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import Final

from udpchat.catalogue import text as words
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.file_data import FileVerb

HIGH_PX: Final = 28
GAP_PX: Final = 8
RADIUS_PX: Final = 8
ICONS: Final = {
    FileVerb.PAUSE: "pause",
    FileVerb.CANCEL: "close",
    FileVerb.DISMISS: "close",
    FileVerb.SHOW_IN_FOLDER: "folder",
}
"""Verbs that are known by their picture; all others are written."""
MAIN: Final = (FileVerb.ACCEPT,)
LOOKS: Final = {
    (True, "rest"): ("accent", None), (True, "over"): ("accent_h", None), (True, "down"): ("accent_p", None),
    (False, "rest"): ("raised", "line2"), (False, "over"): ("hover", "line2"), (False, "down"): ("press", "line2"),
}  # fmt: skip
"""Ground and border of a written one, by whether it is the main one, and by the pointer."""


def verb_words(verb: FileVerb) -> str:
    """What it is called."""
    return words(f"files.verb.{verb.value}")


@dataclass(slots=True)
class Button:
    """One of them, in pixels of the canvas. `ground` is the item of the canvas that changes with the pointer."""

    verb: FileVerb
    left: int
    top: int
    wide: int
    ground: int = 0
    look: str = "rest"


class Buttons:
    """Those of one card."""

    def __init__(self, canvas: tk.Canvas, kit: Kit) -> None:
        self._canvas = canvas
        self._kit = kit
        self._high = 0
        self.shown: list[Button] = []

    def width(self, verbs: tuple[FileVerb, ...]) -> int:
        """How much room they take, with the gap before the first."""
        return sum(self._wide(verb) + self._kit.px(GAP_PX) for verb in verbs)

    def draw(self, verbs: tuple[FileVerb, ...], right: int, middle: int) -> None:
        """Ending at `right`, the first one leftmost."""
        self.shown = []
        self._high = self._height()
        for verb in reversed(verbs):
            wide = self._wide(verb)
            right -= wide
            button = Button(verb, right, middle - self._high // 2, wide)
            self._draw(button)
            self.shown.insert(0, button)
            right -= self._kit.px(GAP_PX)

    def at(self, x: int, y: int) -> Button | None:
        """The one at a point."""
        for button in self.shown:
            if button.left <= x < button.left + button.wide and button.top <= y < button.top + self._high:
                return button
        return None

    def point(self, over: Button | None, pressed: bool) -> None:
        """The pointer is over this one, or over none."""
        for button in self.shown:
            look = "rest" if button is not over else "down" if pressed else "over"
            if look != button.look:
                button.look = look
                self._canvas.itemconfigure(button.ground, image=self._ground(button))

    def box(self, button: Button) -> tuple[int, int, int]:
        """Its middle, its top and its bottom on the screen, for a tip."""
        top = self._canvas.winfo_rooty() + button.top
        return self._canvas.winfo_rootx() + button.left + button.wide // 2, top, top + self._high

    def _height(self) -> int:
        """With larger letters they are higher."""
        return max(self._kit.px(HIGH_PX), self._kit.fonts.height("ui.smallb") + self._kit.px(10))

    def _wide(self, verb: FileVerb) -> int:
        if verb in ICONS:
            return self._height()
        return self._kit.measure(verb_words(verb), "ui.smallb") + self._kit.px(22)

    def _draw(self, button: Button) -> None:
        canvas, kit = self._canvas, self._kit
        button.ground = canvas.create_image(button.left, button.top, image=self._ground(button), anchor="nw")
        x, y = button.left + button.wide // 2, button.top + self._high // 2
        if button.verb in ICONS:
            canvas.create_image(x, y, image=kit.icon(ICONS[button.verb], 18, "text2"))
        else:
            ink = "onaccent" if button.verb in MAIN else "text"
            canvas.create_text(x, y, text=verb_words(button.verb), font="ui.smallb", fill=kit.color(ink))

    def _ground(self, button: Button) -> tk.PhotoImage:
        kit, size = self._kit, (button.wide, self._high, self._kit.px(RADIUS_PX))
        if button.verb in ICONS:
            return kit.rounded(*size, {"rest": None, "over": "hover", "down": "press"}[button.look])
        return kit.rounded(*size, *LOOKS[button.verb in MAIN, button.look])
