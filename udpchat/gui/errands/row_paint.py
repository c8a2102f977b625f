"""How one line of a list in a sheet is drawn."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from typing import Final, Literal

from udpchat.gui.kit import Kit
from udpchat.gui.kit.avatars import initials
from udpchat.gui.presenters.errands.rows import Picture, RowData
from udpchat.gui.widgets.conversation_picture import HUES
from udpchat.gui.widgets.presence import TOKENS
from udpchat.limits import AVATARS_BUDGET_S, STENCILS_KEPT, UNREAD_SHOWN_COUNT

HEAD_PX: Final = 30
PLAIN_PX: Final = 46
TALL_PX: Final = 58
SMALL_PX: Final = 28
AVATAR_PX: Final = 30
TALL_AVATAR_PX: Final = 36
EDGE_PX: Final = 10
GAP_PX: Final = 12
RADIUS_PX: Final = 8
BAR_PX: Final = 4
BUTTON_PX: Final = 30
BUTTON_ICON_PX: Final = 16
TEXT_SHARE: Final = 0.6  # of the height of a row; the rest does not grow with the text
UNDER_SHARES: Final = (0.33, 0.68, 0.0)  # of the height: the middles of the title, of what is below it, of a bar
BAR_SHARES: Final = (0.27, 0.56, 0.82)
GLYPH_HUES: Final = {kind.value: hue for kind, hue in HUES.items()}


def height_px(row: RowData, kit: Kit) -> int:
    """In pixels of the screen; larger text makes rows higher."""
    low = PLAIN_PX if row.picture is not None else HEAD_PX if row.dim or row.link else SMALL_PX
    high = TALL_PX if row.under else low
    growth = max(0.0, kit.zoom / 100 - 1.0)
    return round(kit.px(high) * (1.0 + growth * TEXT_SHARE))


def button_places(row: RowData, width: int, kit: Kit) -> list[tuple[int, int]]:
    """From where to where across each button of a line reaches."""
    wide, right = kit.px(BUTTON_PX), width - kit.px(EDGE_PX - 4)
    left = right - wide * len(row.buttons)
    return [(left + wide * at, left + wide * (at + 1)) for at in range(len(row.buttons))]


def hue_of(kit: Kit, picture: Picture) -> int:
    """Its colour: the same as in the list of conversations."""
    return GLYPH_HUES.get(picture.glyph, kit.hue(picture.key))


def picture_image(kit: Kit, picture: Picture, size: int) -> tk.PhotoImage:
    """The avatar."""
    dot = TOKENS.get(picture.presence)
    hue = hue_of(kit, picture)
    return kit.avatar(picture.name, size, hue=hue, presence=dot, tile=picture.tile, glyph=picture.glyph or None)


class RowPainter:
    """Onto one canvas. What takes too long to draw now is a plain disc, and comes with the next drawing."""

    def __init__(self, kit: Kit, canvas: tk.Canvas, again: Callable[[], None], enter: str) -> None:
        self._kit, self._canvas, self._again, self._enter = kit, canvas, again, enter
        self._drawn: set[tuple[str, str]] = set()
        self._until = 0.0
        self._missing = False

    def begin(self) -> None:
        """A drawing begins."""
        self._until, self._missing = time.perf_counter() + AVATARS_BUDGET_S, False
        if len(self._drawn) > STENCILS_KEPT // 2:
            self._drawn.clear()

    def end(self) -> None:
        """It is done."""
        if self._missing:
            self._again()

    def hint(self, said: str, width: int) -> None:
        """Why there are no rows."""
        kit = self._kit
        self._canvas.create_text(
            width // 2, kit.px(36), text=said, font="ui.body", fill=kit.color("text2"), width=max(width - kit.px(32), 1),
            justify="center", anchor="n",
        )  # fmt: skip

    def draw(
        self, row: RowData, top: int, width: int, chosen: bool, hovered: bool, ring: bool, pointed: str = ""
    ) -> None:  # fmt: skip
        """One of them; `pointed`: the button below the pointer."""
        kit, high = self._kit, height_px(row, self._kit)
        if row.picture is None and row.dim and not row.under:
            self._heading(row, top, width, high)
            return
        self._ground(top, width, high, chosen, hovered, ring)
        if row.link:
            self._text(width // 2, top + high // 2, kit.shown(row.title), "ui.small", "accenttx", "center")
            return
        left, middle = kit.px(EDGE_PX), top + high // 2
        if row.picture is not None:
            size = TALL_AVATAR_PX if row.under else AVATAR_PX
            self._canvas.create_image(left, middle, image=self._face(row.picture, size), anchor="w")
            if row.picture.sign:
                sign, place = row.picture.sign, left + kit.px(size) / 2
                self._canvas.create_text(place, middle, text=sign, font="ui.tinyb", fill="#ffffff")
            left += kit.px(size + GAP_PX)
        elif not row.under:
            left += kit.px(TALL_AVATAR_PX + GAP_PX) if row.key.isascii() and " " in row.key else 0
        shares = BAR_SHARES if row.fraction is not None else UNDER_SHARES
        upper = top + round(high * shares[0]) if row.under else middle
        edge = width - kit.px(EDGE_PX + 2) - kit.px(BUTTON_PX) * len(row.buttons)
        right = self._right(row, edge, upper if row.under else middle, chosen)
        self._title(row, left, upper, right, chosen)
        if row.under:
            under = kit.elide(kit.shown(row.under), "ui.small", edge + kit.px(2) - left)
            self._text(left, top + round(high * shares[1]), under, "ui.small", "err" if row.wrong else "text2")
        if row.fraction is not None:
            self._bar(left, top + round(high * shares[2]), edge - left, row.fraction, chosen or hovered)
        self._buttons(row, width, middle, pointed)

    def _bar(self, left: int, middle: int, width: int, fraction: float, chosen: bool) -> None:
        """How much of it is done."""
        high, wide = self._kit.px(BAR_PX), max(width, self._kit.px(BAR_PX))
        self._pill(left, middle, wide, high, "line2" if chosen else "line")
        if (full := round(wide * fraction)) >= high:
            self._pill(left, middle, full, high, "accent")

    def _pill(self, left: int, middle: int, wide: int, high: int, token: str) -> None:
        """Its ends are pictures; between them a rectangle, for an image of each width would be one too many."""
        canvas, end, top = self._canvas, self._kit.badge(high, high, token), middle - high // 2
        for x in (left, left + wide - high):
            canvas.create_image(x, top, image=end, anchor="nw")
        inner = left + high // 2, top, left + wide - (high + 1) // 2, top + high
        canvas.create_rectangle(*inner, fill=self._kit.color(token), width=0)

    def _buttons(self, row: RowData, width: int, middle: int, pointed: str) -> None:
        kit = self._kit
        for button, (left, right) in zip(row.buttons, button_places(row, width, kit), strict=True):
            lit = button.key == pointed
            if lit:
                side = kit.px(BUTTON_PX - 2)
                ground = kit.rounded(side, side, kit.px(RADIUS_PX), "press")
                self._canvas.create_image((left + right) // 2, middle, image=ground)
            icon = kit.icon(button.icon, BUTTON_ICON_PX, "text" if lit else "text2")
            self._canvas.create_image((left + right) // 2, middle, image=icon)

    def _heading(self, row: RowData, top: int, width: int, high: int) -> None:
        y = top + high - self._kit.px(10)
        self._text(self._kit.px(EDGE_PX), y, self._kit.shown(row.title), "ui.tinyb", "text3")

    def _ground(self, top: int, width: int, high: int, chosen: bool, hovered: bool, ring: bool) -> None:
        kit = self._kit
        token = "sel" if chosen else "hover" if hovered else ""
        if token:
            edge = "focus" if ring else None
            image = kit.rounded(width, high - kit.px(2), kit.px(RADIUS_PX), token, edge, kit.px(2) if ring else 0)
            self._canvas.create_image(0, top + kit.px(1), image=image, anchor="nw")

    def _right(self, row: RowData, right: int, y: int, chosen: bool) -> int:
        """What stands at the right end; where the room left of it ends."""
        kit = self._kit
        if row.mark:
            self._canvas.create_image(right, y, anchor="e", image=kit.icon("check", 18, "accent", 2.2))
            right -= kit.px(26)
        if row.badge:
            said = str(row.badge) if row.badge <= UNREAD_SHOWN_COUNT else f"{UNREAD_SHOWN_COUNT}+"
            wide = max(kit.px(20), kit.measure(said, "ui.tinyb") + kit.px(12))
            self._canvas.create_image(right, y, anchor="e", image=kit.badge(wide, kit.px(20), "accent"))
            self._canvas.create_text(right - wide / 2, y, text=said, font="ui.tinyb", fill=kit.color("onaccent"))
            right -= wide + kit.px(8)
        said = row.right or (self._enter if chosen else "")
        if said:
            said = kit.shown(said)
            self._text(right, y, said, "ui.small", "text2" if chosen else "text3", "e")
            right -= kit.measure(said, "ui.small") + kit.px(10)
        return right

    def _title(self, row: RowData, left: int, y: int, right: int, chosen: bool) -> None:
        kit = self._kit
        small = row.picture is None and not row.under
        font = "ui.small" if small else "ui.bodyb" if row.badge or row.under else "ui.body"
        room = max(right - left, 1)
        title = kit.elide(kit.shown(row.title), font, room)
        token = "seltx" if chosen else "text3" if row.dim and row.picture else "text2" if small else "text"
        self._text(left, y, title, font, token)
        left += kit.measure(title, font) + kit.px(8)
        if row.note and right - left > kit.px(30):
            note = kit.elide(kit.shown(row.note), "ui.small", right - left)
            self._text(left, y, note, "ui.small", "text2" if chosen else "text3")

    def _text(self, x: float, y: float, said: str, font: str, token: str, anchor: Literal["w", "e", "center"] = "w") -> None:
        self._canvas.create_text(x, y, text=said, font=font, fill=self._kit.color(token), anchor=anchor)

    def _face(self, picture: Picture, size: int) -> tk.PhotoImage:
        kit = self._kit
        if picture.sign:
            wide = kit.px(size)
            return kit.rounded(wide, wide, wide * 0.22, kit.palette.avatars[hue_of(kit, picture)])
        key = (picture.glyph or initials(picture.name), f"{picture.presence} {picture.tile} {size}")
        if key in self._drawn or time.perf_counter() < self._until:
            self._drawn.add(key)
            return picture_image(kit, picture, size)
        self._missing = True
        wide = kit.px(size)
        return kit.rounded(wide, wide, wide * 0.3 if picture.tile else wide / 2, kit.palette.avatars[hue_of(kit, picture)])
