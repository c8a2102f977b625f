"""The strip left of the messages: avatars, the time of the row under the pointer, the bands of mentions."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.avatars import Avatars
from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_rows import MessageRow

WIDTH_PX: Final = 72
AVATAR_PX: Final = 38


class Gutter(tk.Canvas):
    """Drawn anew after each scroll; only what is in view costs anything."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        text: tk.Text,
        index: RowIndex,
        again: Callable[[], None],
        person: Callable[[int], None],
    ) -> None:
        """`again` is called when a drawing left something for the next one, `person` when an avatar is clicked."""
        super().__init__(parent, width=kit.px(WIDTH_PX), borderwidth=0, highlightthickness=0, takefocus=False)
        kit.paint(self, background="bg")
        self._kit = kit
        self._above = text
        self._index = index
        self._avatars = Avatars(kit, AVATAR_PX, again)
        self.hovered: str | None = None
        self.chosen: str | None = None
        self.tag_bind("person", "<Enter>", lambda _event: self.configure(cursor="hand2"))
        self.tag_bind("person", "<Leave>", lambda _event: self.configure(cursor=""))
        self.tag_bind("person", "<Button-1>", lambda _event: self._clicked(person))

    def draw(self) -> None:
        """Bands first, so that they lie below the avatars."""
        self.delete("all")
        self._avatars.begin()
        rows = self._visible()
        for row, top, bottom, _ in rows:
            self._band(row, top, bottom)
        for row, top, _, baseline in rows:
            self._mark(row, top, baseline)
        self._avatars.end()

    def _visible(self) -> list[tuple[MessageRow, int, int, int]]:
        """The messages in view: top and bottom in pixels, and the baseline of the first line, -1 if it is not in view."""
        text, index = self._above, self._index
        first = index.at_line(int(str(text.index("@0,0")).split(".")[0]))
        last = index.at_line(int(str(text.index(f"@0,{text.winfo_height()}")).split(".")[0]))
        if first is None:
            return []
        found = []
        for at in range(first, len(index) if last is None else last + 1):
            row = index[at]
            if isinstance(row, MessageRow):
                line = text.dlineinfo(f"{index.start(at)}.0")
                below = text.dlineinfo(f"{index.start(at + 1)}.0")
                top = line[1] if line else 0
                found.append((row, top, below[1] if below else text.winfo_height(), top + line[4] if line else -1))
        return found

    def _band(self, row: MessageRow, top: int, bottom: int) -> None:
        kit, wide = self._kit, self._kit.px(WIDTH_PX)
        if row.key == self.chosen:
            self.create_rectangle(0, top, wide, bottom, fill=kit.color("accentsoft"), width=0)
            self.create_rectangle(0, top, kit.px(3), bottom, fill=kit.color("focus"), width=0)
        elif row.mention:
            self.create_rectangle(0, top, wide, bottom, fill=kit.color("mention"), width=0)
            self.create_rectangle(0, top, kit.px(3), bottom, fill=kit.color("mentionbar"), width=0)
        elif row.key == self.hovered:
            self.create_rectangle(0, top, wide, bottom, fill=kit.color("rowhover"), width=0)

    def _mark(self, row: MessageRow, top: int, baseline: int) -> None:
        kit = self._kit
        if baseline < 0:
            return
        if row.head:
            picture = self._avatars.get(row.name, row.author)
            tags = ("person", f"user{row.author}")
            self.create_image(kit.px(WIDTH_PX - 14), top + kit.px(15), image=picture, anchor="ne", tags=tags)
        elif row.key in (self.hovered, self.chosen):
            self.create_text(
                kit.px(WIDTH_PX - 16), baseline + kit.px(2), text=row.clock, font="ui.tiny", fill=kit.color("text3"), anchor="se"
            )

    def _clicked(self, person: Callable[[int], None]) -> None:
        for tag in self.gettags("current"):
            if tag.startswith("user"):
                person(int(tag.removeprefix("user")))
