"""How the card of a file is drawn: a tile with its kind, its name, how it stands, a bar, buttons."""

from __future__ import annotations

import tkinter as tk
from typing import Final

from udpchat.gui.kit import Kit, clusters
from udpchat.gui.widgets.file_card_buttons import Buttons
from udpchat.gui.widgets.file_data import CardData, FileState

WIDE_PX: Final = 392
LEAST_PX: Final = 250
SIDE_PX: Final = 10
TILE_PX: Final = 40
BAR_PX: Final = 6
TAIL_COUNT: Final = 9  # clusters at the end of a long name that stay: its ending, and what tells copies apart
BAD: Final = frozenset({FileState.FAILED, FileState.EXPIRED})
DIM: Final = frozenset({FileState.DECLINED, FileState.CANCELLED, FileState.EXPIRED})
ELLIPSIS: Final = "\u2026"


def elide_middle(kit: Kit, name: str, font: str, width_px: int) -> str:
    """As much of a name as fits; what is left out is in its middle, for the end of a file's name tells its kind."""
    if kit.measure(name, font) <= width_px:
        return name
    parts = clusters(name)
    tail = "".join(parts[-min(TAIL_COUNT, len(parts) // 2) :])
    room = width_px - kit.measure(tail, font)
    if room < kit.measure(f"m{ELLIPSIS}", font):
        return kit.elide(name, font, width_px)
    head = kit.elide("".join(parts[: -min(TAIL_COUNT, len(parts) // 2)]) + ELLIPSIS, font, room)
    return head + tail


class Face:
    """The drawing on one canvas. `high` is the same in each state, so that nothing moves when a state changes."""

    def __init__(self, canvas: tk.Canvas, kit: Kit) -> None:
        self._canvas = canvas
        self._kit = kit
        self.buttons = Buttons(canvas, kit)
        self._line = self._trough = self._fill = self._head = self._tail = 0
        self._line_px = 0
        self._bar = (0, 0, 0)  # left, right, top

    @property
    def high(self) -> int:
        """Room for two lines of text and a bar, or the tile."""
        fonts, px = self._kit.fonts, self._kit.px
        words = fonts.height("ui.bodyb") + fonts.height("ui.small") + px(BAR_PX + 4)
        return max(words, px(TILE_PX)) + px(16)

    def wide(self, room_px: int) -> int:
        """Larger letters need more room, as far as there is some."""
        wanted = round(self._kit.px(WIDE_PX) * max(1.0, self._kit.zoom / 100))
        return max(self._kit.px(LEAST_PX), min(wanted, room_px))

    def draw(self, card: CardData, wide: int) -> None:
        """All of it anew."""
        canvas, kit, px = self._canvas, self._kit, self._kit.px
        canvas.delete("all")
        high, middle = self.high, self.high // 2
        canvas.create_image(0, 0, image=kit.rounded(wide, high, px(12), "surface", "line"), anchor="nw")
        canvas.create_image(px(SIDE_PX), middle, image=kit.tile_image(card.sign, TILE_PX), anchor="w")
        right = wide - px(SIDE_PX)
        self.buttons.draw(card.verbs, right, middle)
        left = px(SIDE_PX + TILE_PX + 11)
        self._line_px = right - self.buttons.width(card.verbs) - left - px(4)
        self._write(card, left)

    def _write(self, card: CardData, left: int) -> None:
        canvas, kit, px = self._canvas, self._kit, self._kit.px
        name_high, line_high = kit.fonts.height("ui.bodyb"), kit.fonts.height("ui.small")
        has_bar = card.fraction is not None
        top = (self.high - name_high - line_high - (px(BAR_PX + 5) if has_bar else 0)) // 2
        name = elide_middle(kit, kit.shown(card.name), "ui.bodyb", self._line_px)
        ink = "text2" if card.state in DIM else "text"
        canvas.create_text(left, top, anchor="nw", text=name, font="ui.bodyb", fill=kit.color(ink), tags="name")
        ink = "err" if card.state in BAD else "text2"
        self._line = canvas.create_text(left, top + name_high, anchor="nw", font="ui.small", fill=kit.color(ink), tags="line")
        self._say(card)
        if has_bar:
            self._draw_bar(card, left, top + name_high + line_high + px(5))

    def _say(self, card: CardData) -> None:
        line = self._kit.elide(self._kit.shown(card.line), "ui.small", self._line_px)
        self._canvas.itemconfigure(self._line, text=line)

    def _draw_bar(self, card: CardData, left: int, top: int) -> None:
        """A trough, and in it a rectangle between two round ends: only its place changes, so moving it costs nothing."""
        canvas, kit, high = self._canvas, self._kit, self._kit.px(BAR_PX)
        ink = "text3" if card.state is FileState.PAUSED else "accent"
        self._bar = (left, left + max(self._line_px, 2 * high), top)
        trough = kit.rounded(self._bar[1] - left, high, high / 2, "press")
        self._trough = canvas.create_image(left, top, image=trough, anchor="nw")
        end = kit.rounded(high, high, high / 2, ink)
        self._head = canvas.create_image(left, top, image=end, anchor="nw")
        self._fill = canvas.create_rectangle(0, 0, 0, 0, width=0, fill=kit.color(ink), tags="bar")
        self._tail = canvas.create_image(left, top, image=end, anchor="ne")
        self._move(card.fraction or 0.0)

    def _move(self, fraction: float) -> None:
        left, right, top = self._bar
        high = self._kit.px(BAR_PX)
        end = left + max(high, round((right - left) * fraction))
        self._canvas.coords(self._fill, left + high // 2, top, end - high // 2, top + high)
        self._canvas.coords(self._tail, end, top)

    def advance(self, card: CardData) -> None:
        """Only the words and the bar differ from what was drawn."""
        self._say(card)
        if card.fraction is not None:
            self._move(card.fraction)
