"""Writes rows into the text of a chat view, many with one call of Tk, and takes them out again."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final, assert_never

from udpchat.catalogue import text as words
from udpchat.gui.kit import Kit
from udpchat.gui.kit.cluster_keys import index_units
from udpchat.gui.widgets.chat_body import Body, body, hits, is_big
from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_rows import DayRow, EarlierRow, EmptyRow, MessageRow, NewRow, NoticeRow, Row
from udpchat.gui.widgets.chat_text import Look, runs

LOOKS: Final = {Look.LINK: ("link",), Look.CALL: ("call",), Look.CALL_ME: ("callme",), Look.PLAIN: ()}

Pieces = list[str | tuple[str, ...]]
"""Characters and their tags in turn, as Text.insert takes them."""


class RowWriter:
    """Keeps text and index in step. Call between `state="normal"` and `state="disabled"`."""

    def __init__(self, text: tk.Text, kit: Kit, index: RowIndex, embed: Callable[[tk.Misc], None]) -> None:
        """`embed` is told of each widget that is put into the text."""
        self._text = text
        self._kit = kit
        self._index = index
        self._embed = embed
        self._unfolded: set[str] = set()
        self.my_name = ""
        self.wanted = ""
        """What is looked for: hits are marked."""

    def splice(self, at: int, count: int, rows: Sequence[Row]) -> None:
        """Take `count` rows away at `at` and write others there."""
        if count:
            self._text.delete(f"{self._index.start(at)}.0", f"{self._index.start(at + count)}.0")
            self._unfolded -= {row.key for row in self._index.rows[at : at + count]} - {row.key for row in rows}
        pieces: Pieces = []
        counts = []
        for row in rows:
            before = len(pieces)
            self._pieces(row, pieces)
            counts.append(sum(str(chars).count("\n") for chars in pieces[before::2]))
        self._index.splice(at, count, rows, counts)
        if pieces:
            self._text.insert(f"{self._index.start(at)}.0", *pieces)  # type: ignore[arg-type]
        for place, row in enumerate(rows, at):
            self._finish(place, row)

    def tick(self, at: int, row: MessageRow) -> None:
        """The mark behind my message is another one."""
        self._index.replace(at, row)
        if row.tick is not None:
            self._text.image_configure(_tick_name(row), image=self._kit.tick(row.tick.value))

    def fold(self, at: int) -> None:
        """Show all of a long message, or only its beginning again."""
        row = self._index[at]
        self._unfolded ^= {row.key}
        self.splice(at, 1, (row,))

    def is_folded(self, at: int) -> bool:
        """Whether a part of it is left out."""
        row = self._index[at]
        return isinstance(row, MessageRow) and self.body(row).folded

    def mark_hits(self) -> None:
        """Mark what is looked for in every row."""
        self._text.tag_remove("found", "1.0", "end")
        for at in range(len(self._index)):
            self._mark_hits(at)

    def body(self, row: MessageRow) -> Body:
        """What is shown of its text."""
        return body(row.text, row.key in self._unfolded)

    # --- pieces -------------------------------------------------------------------------------------------------------

    def _pieces(self, row: Row, pieces: Pieces) -> None:
        match row:
            case MessageRow():
                self._message(row, pieces)
            case DayRow():
                pieces += ["\n", ("center",)]
            case NewRow():
                pieces += ["\n", ("wide",)]
            case NoticeRow(_, said):
                pieces += [f"{self._kit.shown(said)}\n", ("notice",)]
            case EarlierRow(_, said, more):
                pieces += [said, ("earlier", "fold", "more") if more else ("earlier",), "\n", ("earlier",)]
            case EmptyRow(_, title, said):
                pieces += [f"{title}\n", ("empty",), f"{said}\n", ("empty2",)]
            case other:
                assert_never(other)

    def _message(self, row: MessageRow, pieces: Pieces) -> None:
        band = ("mention",) if row.mention else ()
        if row.head:
            pieces += [self._kit.shown(row.name), ("head", f"name{self._kit.hue(row.author)}", *band)]
            if row.own:
                pieces += [f"  {words('chat.you')}", ("head", "you", *band)]
            pieces += [f"   {row.clock}\n", ("head", "time", *band)]
        shown = self.body(row)
        first = "first" if row.head else "cont"
        big = ("big",) if is_big(shown.text) else ()
        for run in runs(shown.text, self.my_name):
            pieces += [run.text, ("body", first, *big, *LOOKS[run.look], *band)]
        pieces += ["\n", ("body", first, *band)]
        if shown.folded or shown.foldable:
            pieces += [words("chat.more" if shown.folded else "chat.less"), ("fold", "unfold", *band), "\n", ("fold", *band)]
        if row.error:
            pieces += [f"{words('chat.not_sent', why=self._kit.shown(row.error))}    ", ("error",)]
            pieces += [words("chat.retry"), ("error", "act", "retry"), "    ", ("error",)]
            pieces += [words("chat.discard"), ("error", "act", "discard"), "\n", ("error",)]

    # --- what is no text ----------------------------------------------------------------------------------------------

    def _finish(self, at: int, row: Row) -> None:
        """Images, widgets and hits go in when the text stands."""
        match row:
            case MessageRow():
                self._images(at, row)
                self._mark_hits(at)
            case DayRow(_, said):
                self._put(at, ttk.Label(self._text, text=said, style="Pill.TLabel"))
            case NewRow(_, said):
                self._put(at, NewLine(self._text, self._kit, said))
            case _:
                pass

    def _images(self, at: int, row: MessageRow) -> None:
        if row.tick is None:
            return
        line = self._body_line(at, row) + self.body(row).lines_count - 1
        where = f"{line}.end"
        # Without a name of its own Tk numbers images with the same picture, which takes longer with each.
        self._text.image_create(
            where, image=self._kit.tick(row.tick.value), name=_tick_name(row), align="center", padx=self._kit.px(7)
        )
        for tag in ("body", "first" if row.head else "cont"):
            self._text.tag_add(tag, f"{line}.end - 1 indices")

    def _put(self, at: int, widget: tk.Misc) -> None:
        line = self._index.start(at)
        tags = self._text.tag_names(f"{line}.0")
        self._text.window_create(f"{line}.0", window=widget)
        for tag in tags:
            self._text.tag_add(tag, f"{line}.0")
        self._embed(widget)

    def _body_line(self, at: int, row: MessageRow) -> int:
        return self._index.start(at) + (1 if row.head else 0)

    def _mark_hits(self, at: int) -> None:
        row = self._index[at]
        if not self.wanted or not isinstance(row, MessageRow):
            return
        shown, line = self.body(row).text, self._body_line(at, row)
        for start, end in hits(shown, self.wanted):
            self._text.tag_add("found", self._place(line, shown[:start]), self._place(line, shown[:end]))

    def _place(self, line: int, before: str) -> str:
        """The index of Tk behind a beginning of the text on some lines."""
        column = index_units(self._text, before[before.rfind("\n") + 1 :])
        return f"{line + before.count(chr(10))}.{column}"


def _tick_name(row: MessageRow) -> str:
    return f"tick {row.key}"


class NewLine(tk.Canvas):
    """The line above the first unread message, as wide as the text."""

    def __init__(self, text: tk.Text, kit: Kit, said: str) -> None:
        super().__init__(text, borderwidth=0, highlightthickness=0, takefocus=False)
        self._kit = kit
        self._said = said
        self._above = text
        kit.paint(self, background="bg")
        self.bind("<<ThemeChanged>>", lambda _event: self.fit(), add="+")
        self.fit()

    def fit(self) -> None:
        """Draw it for the width of the text."""
        kit = self._kit
        wide = max(kit.px(120), self._above.winfo_width() - kit.px(22))
        pill, high = kit.measure(self._said, "ui.tinyb") + kit.px(18), kit.fonts.height("ui.tinyb") + kit.px(5)
        middle = high // 2 + 1
        self.configure(width=wide, height=high + 2)
        self.delete("all")
        self.create_line(0, middle, wide - pill - kit.px(2), middle, fill=kit.color("err"))
        self.create_image(wide, middle, image=kit.badge(pill, high, "err"), anchor="e")
        self.create_text(wide - pill // 2, middle, text=self._said, font="ui.tinyb", fill=kit.color("bg"))
