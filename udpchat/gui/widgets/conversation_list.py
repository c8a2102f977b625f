"""The conversations of the side: picture, title, time, the last words, and how many of them are unread."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.badge import shown_count
from udpchat.gui.widgets.canvas_list import CanvasList
from udpchat.gui.widgets.chat_data import ConversationData
from udpchat.gui.widgets.conversation_picture import picture

ROW_PX: Final = 64
AVATAR_PX: Final = 42
TEXT_PX: Final = 72  # where the text begins
RIGHT_PX: Final = 20


class ConversationList(CanvasList):
    """Conversations in, the id of the chosen one out. `rail`: pictures and badges only.

    The arrow keys go through the list; Enter or a click means to write there.
    """

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        on_open: Callable[[int], None],
        on_write: Callable[[], None],
        on_popup: Callable[[int, int, int], None],
    ) -> None:
        super().__init__(parent, kit, ROW_PX, self._selected)
        self._on_open = on_open
        self._on_popup = on_popup
        self._lines: tuple[ConversationData, ...] = ()
        self._rail = False
        self._tipped = ""
        canvas = self.canvas
        canvas.bind("<ButtonRelease-1>", lambda event: on_write() if self.row_at(event.y) is not None else None)
        for key in ("<Return>", "<KP_Enter>"):
            canvas.bind(key, lambda _event: on_write())
        canvas.bind("<Button-3>", lambda event: self._popup(self.row_at(event.y), event.x_root, event.y_root))
        for key in ("<Menu>", "<Shift-F10>"):
            canvas.bind(key, lambda _event: self._popup_selected())

    def set_conversations(self, lines: tuple[ConversationData, ...], open_id: int) -> None:
        """Show these; the open one is marked, and comes into view when it is another one than before."""
        before = self._lines[self.selected].id if self.selected is not None and self.selected < len(self._lines) else None
        self._lines = lines
        at = next((at for at, line in enumerate(lines) if line.id == open_id), None)
        self.show(len(lines), at)
        if at is not None and before != open_id:
            self.see(at)

    def set_rail(self, rail: bool) -> None:
        """As narrow as a picture, or not."""
        if rail != self._rail:
            self._rail = rail
            self.redraw()

    def _hover(self, at: int | None) -> None:
        """A picture alone does not say who that is."""
        super()._hover(at)
        line = self._lines[at] if at is not None and self._rail else None
        said = "" if line is None else f"{line.title}@{line.realm}" if line.realm else line.title
        if said != self._tipped:
            self._tipped = said
            self.kit.tip(self.canvas, self.kit.shown(said))

    def _selected(self, at: int) -> None:
        self._on_open(self._lines[at].id)

    def _popup(self, at: int | None, x: int, y: int) -> None:
        if at is not None:
            self._on_popup(self._lines[at].id, x, y)

    def _popup_selected(self) -> None:
        if self.selected is not None:
            y = (self.selected + 1) * self.row_height - int(self.canvas.canvasy(0))
            self._popup(self.selected, self.canvas.winfo_rootx() + self.kit.px(TEXT_PX), self.canvas.winfo_rooty() + y)

    # --- drawing ------------------------------------------------------------------------------------------------------

    def draw_row(self, at: int, top: int, width: int, chosen: bool) -> None:
        """One conversation."""
        kit, line, high = self.kit, self._lines[at], self.row_height
        image = picture(kit, line.kind, line.title, line.hue, line.presence, AVATAR_PX)
        if self._rail:
            self.canvas.create_image(width // 2, top + high // 2, image=image)
            self._badge(line, width // 2 + kit.px(30), top + high // 2 - kit.px(14))
            return
        self.canvas.create_image(kit.px(18), top + high // 2, image=image, anchor="w")
        upper, lower = top + round(high * 0.33), top + round(high * 0.67)
        right = width - kit.px(RIGHT_PX)
        self._title(line, upper, right, chosen)
        self._preview(line, lower, self._badge(line, right, lower))

    def _title(self, line: ConversationData, y: int, right: int, chosen: bool) -> None:
        kit, canvas = self.kit, self.canvas
        token = "accenttx" if line.unread and not line.muted else "text2" if chosen else "text3"
        canvas.create_text(right, y, anchor="e", text=line.time, font="ui.tiny", fill=kit.color(token))
        font = "ui.bodyb" if line.unread or chosen else "ui.body"
        room = right - kit.measure(line.time, "ui.tiny") - kit.px(12 + TEXT_PX) - (kit.px(20) if line.muted else 0)
        room -= kit.px(20) if line.realm else 0
        title = kit.elide(kit.shown(line.title), font, room)
        color = kit.color("seltx" if chosen else "text")
        canvas.create_text(kit.px(TEXT_PX), y, anchor="w", text=title, font=font, fill=color)
        x, ink = kit.px(TEXT_PX + 6) + kit.measure(title, font), "text2" if chosen else "text3"
        if line.realm:
            canvas.create_image(x, y, anchor="w", image=kit.icon("globe", 14, ink))
            realm = kit.elide(kit.shown(line.realm), "ui.tiny", kit.px(TEXT_PX - 6) + room - x)
            canvas.create_text(x + kit.px(18), y, anchor="w", text=realm, font="ui.tiny", fill=kit.color(ink))
            x += kit.px(24) + kit.measure(realm, "ui.tiny")
        if line.muted:
            canvas.create_image(x, y, anchor="w", image=kit.icon("mute", 14, ink))

    def _preview(self, line: ConversationData, y: int, right: int) -> None:
        kit, left = self.kit, self.kit.px(TEXT_PX)
        mark = "pending" if line.pending else line.tick
        if mark:
            self.canvas.create_image(left, y, anchor="w", image=kit.tick(mark))
            left += kit.px(20)
        said = kit.elide(kit.shown(line.preview), "ui.small", right - left - kit.px(4))
        color = "err" if line.draft else "accenttx" if line.typing else "text2"
        self.canvas.create_text(left, y, anchor="w", text=said, font="ui.small", fill=kit.color(color))

    def _badge(self, line: ConversationData, right: int, y: int) -> int:
        """The number of the unread; where the space left of it ends."""
        kit, canvas = self.kit, self.canvas
        if not line.unread:
            return right
        said = shown_count(line.unread)
        wide = max(kit.px(20), kit.measure(said, "ui.tinyb") + kit.px(12))
        quiet = ("offline", "onbadge") if line.muted else ("accent", "onaccent")
        ground, ink = ("badge", "onbadge") if line.mention else quiet
        canvas.create_image(right, y, anchor="e", image=kit.badge(wide, kit.px(20), ground))
        canvas.create_text(right - wide / 2, y, text=said, font="ui.tinyb", fill=kit.color(ink))
        right -= wide + kit.px(8)
        if line.mention and not self._rail:
            canvas.create_image(right, y, anchor="e", image=kit.icon("at", 16, "badge", 2.2))
            right -= kit.px(22)
        return right
