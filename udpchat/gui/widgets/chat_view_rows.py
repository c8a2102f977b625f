"""Writes rows into the text of a chat view, many with one call of Tk, and takes them out again."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final, assert_never

from udpchat.catalogue import text as words
from udpchat.gui.kit import Kit
from udpchat.gui.kit.cluster_keys import index_units
from udpchat.gui.kit.emoji import parts
from udpchat.gui.widgets.chat_body import Body, body, hits, is_big
from udpchat.gui.widgets.chat_chips import ChipLabel, HoverTip
from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_new_line import NewLine
from udpchat.gui.widgets.chat_rows import Chip, DayRow, EarlierRow, EmptyRow, MessageRow, NewRow, NoticeRow, Row
from udpchat.gui.widgets.chat_text import Look
from udpchat.gui.widgets.chat_view_cards import Cards, CardsCalls

LOOKS: Final = {
    Look.LINK: ("link",), Look.CALL: ("call",), Look.CALL_ME: ("callme",), Look.PLAIN: (), Look.CODE: ("code",),
    Look.BLOCK: ("block",),
}  # fmt: skip
QUOTE_PX: Final = 430  # of a quote at most, so that it fits one line of the smallest window

Pieces = list[str | tuple[str, ...]]
"""Characters and their tags in turn, as Text.insert takes them."""


def _at_once(_card: tk.Misc, do: Callable[[], object]) -> None:
    do()


NOBODY: Final = CardsCalls(lambda _key, _verb: None, lambda _x, _y: None, lambda _x, _y: None, _at_once)
"""For a view whose cards lead nowhere."""


class RowWriter:
    """Keeps text and index in step. Call between `state="normal"` and `state="disabled"`."""

    def __init__(
        self,
        text: tk.Text,
        kit: Kit,
        index: RowIndex,
        embed: Callable[[tk.Misc], None],
        react: Callable[[str, str], None] = lambda _key, _emoji: None,
        files: CardsCalls | None = None,
    ) -> None:
        """`embed` is told of each widget that is put into the text, `react` of a click on a reaction, `files` of cards."""
        self._text = text
        self._kit = kit
        self._index = index
        self._embed = embed
        self._react = react
        self.tip = HoverTip(text, kit)
        self.cards = Cards(text, kit, self.tip, files or NOBODY)
        self._unfolded: set[str] = set()
        self.my_name = ""
        self.wanted = ""
        """What is looked for: hits are marked."""

    def splice(self, at: int, count: int, rows: Sequence[Row]) -> None:
        """Take `count` rows away at `at` and write others there."""
        if count:
            self._delete(f"{self._index.start(at)}.0", f"{self._index.start(at + count)}.0")
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

    def _delete(self, start: str, end: str) -> None:
        """With the widgets in it: those that Tk destroys by itself, Python would go on to hold."""
        for _, name, _ in self._text.dump(start, end, window=True):
            if name:
                self._text.nametowidget(name).destroy()
        self._text.delete(start, end)

    def tick(self, at: int, row: MessageRow) -> None:
        """The mark behind my message is another one, or its file stands otherwise."""
        self._index.replace(at, row)
        self.cards.show(row)
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

    def first_link(self, row: MessageRow) -> str:
        """The first link in what is shown of a message, or ""."""
        return next((run.text for run in self.body(row).runs(self.my_name) if run.look is Look.LINK), "")

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
        first = "first" if row.head else "cont"
        if row.head:
            self._head(row, pieces, band)
        if row.quote is not None:
            self._quote(row, pieces, band)
        shown = self.body(row)
        if has_words(row):
            self._body(row, shown, pieces, ("body", first, *band))
        if shown.folded or shown.foldable:
            pieces += [words("chat.more" if shown.folded else "chat.less"), ("fold", "unfold", *band), "\n", ("fold", *band)]
        if row.card is not None:
            pieces += ["\n", ("body", "file", *band)]
        if row.reactions:
            pieces += ["\n", ("chips", *band)]
        if row.error:
            pieces += [f"{words('chat.not_sent', why=self._kit.shown(row.error))}    ", ("error",)]
            pieces += [words("chat.retry"), ("error", "act", "retry"), "    ", ("error",)]
            pieces += [words("chat.discard"), ("error", "act", "discard"), "\n", ("error",)]

    def _head(self, row: MessageRow, pieces: Pieces, band: tuple[str, ...]) -> None:
        pieces += [self._kit.shown(row.name), ("head", f"name{self._kit.hue(row.author)}", "person", *band)]
        about = [words("chat.you") if row.own else "", row.note, row.to]
        for note in about:
            if note:
                pieces += [f"  {self._kit.shown(note)}", ("head", "you", *band)]
        pieces += [f"   {row.clock}\n", ("head", "time", *band)]

    def _quote(self, row: MessageRow, pieces: Pieces, band: tuple[str, ...]) -> None:
        """One line, however long the message was: name and beginning. The bar before it is an image."""
        quote, kit = row.quote, self._kit
        assert quote is not None
        name = kit.elide(kit.shown(quote.name), "ui.smallb", kit.px(QUOTE_PX // 3))
        room = kit.px(QUOTE_PX) - kit.measure(name, "ui.smallb")
        said = kit.elide(kit.shown(quote.text), "ui.small", room)
        pieces += [" ", ("quote", "quoted", *band)]  # between the bar and the words
        if name:
            pieces += [f"{name}  ", ("quote", f"by{kit.hue(quote.author)}", "quoted", *band)]
        pieces += [said or " ", ("quote", "quoted", *band), "\n", ("quote", *band)]

    def _body(self, row: MessageRow, shown: Body, pieces: Pieces, tags: tuple[str, ...]) -> None:
        if row.deleted:
            pieces += [words("messages.deleted"), (*tags, "deleted"), "\n", tags]
            return
        big, emoji = (("big",), "bigemoji") if is_big(shown.text) else ((), "emoji")
        last: tuple[str, ...] = ()
        for run in shown.runs(self.my_name):
            last = LOOKS[run.look] if run.look is Look.BLOCK else ()
            look = (*tags, *big, *LOOKS[run.look])
            for is_emoji, part in parts(run.text) if run.look is Look.PLAIN else ((False, run.text),):
                pieces += [part, (*look, emoji) if is_emoji else look]
        if row.edited:
            pieces += [f"  {words('messages.edited')}", (*tags, *last, "edited")]
        pieces += ["\n", (*tags, *last)]

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
        """The bar of a quote, the mark of mine, the reactions; from the end, so that no place moves meanwhile."""
        body_line = self._body_line(at, row)
        last = body_line + (self.body(row).lines_count - 1 if has_words(row) else 0)
        if row.reactions:
            self._chips(self._index.start(at + 1) - (2 if row.error else 1), row)
        if row.tick is not None:
            tags = ("body", "first" if row.head else "cont", "tick")
            self._image(f"{last}.end", self._kit.tick(row.tick.value), _tick_name(row), self._kit.px(7), tags)
        if row.card is not None:
            self._file(self._index.start(at + 1) - 1 - bool(row.reactions) - bool(row.error), row)
        if row.quote is not None:
            bar = self._kit.rounded(self._kit.px(3), self._kit.fonts.height("ui.small"), 1, "fieldline")
            self._image(f"{body_line - 1}.0", bar, f"quote {row.key}", 0, ("quote", "quoted"))

    def _image(self, where: str, image: tk.PhotoImage, name: str, pad: int, tags: tuple[str, ...]) -> None:
        """Without a name of its own Tk numbers images with the same picture, which takes longer with each."""
        text = self._text
        text.mark_set("image", where)
        text.mark_gravity("image", "left")
        text.image_create("image", image=image, name=name, align="center", padx=pad)
        for tag in tags:
            text.tag_add(tag, "image")

    def _chips(self, line: int, row: MessageRow) -> None:
        tags = self._text.tag_names(f"{line}.0")
        for chip in reversed(row.reactions):
            ground = "mention" if row.mention else "bg"
            label = ChipLabel(self._text, self._kit, chip, ground, self.tip, self._reacting(row, chip))
            self._text.window_create(f"{line}.0", window=label, padx=0, pady=self._kit.px(1))
            self._text.insert(f"{line}.0 + 1 indices", " ", tags)
            for tag in tags:
                self._text.tag_add(tag, f"{line}.0")
            self._embed(label)

    def _file(self, line: int, row: MessageRow) -> None:
        card = self.cards.make(row)
        tags = self._text.tag_names(f"{line}.0")
        self._text.window_create(f"{line}.0", window=card, padx=0, pady=self._kit.px(1))
        for tag in tags:
            self._text.tag_add(tag, f"{line}.0")
        self._embed(card)

    def _reacting(self, row: MessageRow, chip: Chip) -> Callable[[], None]:
        return lambda: self._react(row.key, chip.emoji)

    def _put(self, at: int, widget: tk.Misc) -> None:
        line = self._index.start(at)
        tags = self._text.tag_names(f"{line}.0")
        self._text.window_create(f"{line}.0", window=widget)
        for tag in tags:
            self._text.tag_add(tag, f"{line}.0")
        self._embed(widget)

    def _body_line(self, at: int, row: MessageRow) -> int:
        return self._index.start(at) + int(row.head) + int(row.quote is not None)

    def _mark_hits(self, at: int) -> None:
        row = self._index[at]
        if not self.wanted or not isinstance(row, MessageRow) or not has_words(row):
            return
        shown, line = self.body(row).text, self._body_line(at, row)
        for start, end in hits(shown, self.wanted):
            self._text.tag_add("found", self._place(line, shown[:start]), self._place(line, shown[:end]))

    def _place(self, line: int, before: str) -> str:
        """The index of Tk behind a beginning of the text on some lines."""
        column = index_units(self._text, before[before.rfind("\n") + 1 :])
        return f"{line + before.count(chr(10))}.{column}"


def has_words(row: MessageRow) -> bool:
    """Whether it has lines of text; a file may be sent without a word."""
    return row.card is None or bool(row.text) or row.deleted


def _tick_name(row: MessageRow) -> str:
    return f"tick {row.key}"
