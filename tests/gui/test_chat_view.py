"""The chat view on a real display: rows in and out, where it stands, pointer, keys, copying, hostile texts."""

from __future__ import annotations

import random
import tkinter as tk
import unittest

from tests.gui.harness import click, focus, press, pump, settle
from tests.gui.view_case import ViewCase, row
from udpchat.gui.presenters.timeline_diff import changes
from udpchat.gui.widgets.chat_rows import (
    Chip,
    DayRow,
    EarlierRow,
    EmptyRow,
    MessageRow,
    NewRow,
    NoticeRow,
    Quote,
    Row,
    Splice,
    Tick,
    Ticked,
)
from udpchat.gui.widgets.chat_view import ChatView

LONG = "a word and another " * 12


def fill(view: ChatView, count: int, first: int = 0) -> None:
    """So many messages, some of several lines, at the end."""
    rows = tuple(row(number, LONG if number % 5 == 0 else "") for number in range(first, first + count))
    view.change([Splice(len(view.index), 0, rows)])


def some_row(chance: random.Random, key: str) -> Row:
    """Any sort of row."""
    kind = chance.randrange(8)
    if kind == 0:
        return DayRow(key, "Today")
    if kind == 1:
        return NewRow(key, "New messages")
    if kind == 2:
        return NoticeRow(key, "Somebody joined")
    if kind == 3:
        return EarlierRow(key, "Load earlier", chance.random() < 0.5)
    text = chance.choice(["short", LONG, "two\nlines", "a\n\n\nb", "😀 @me http://a.b/c", "x" * 5000, "👍🏽", "a `b`\n```\nc\n```"])
    tick = chance.choice([None, *Tick])
    error = "Why." if tick is Tick.FAILED else ""
    deleted = chance.random() < 0.2
    quote = chance.choice([None, Quote(1, 2, "budi", "what was said")])
    chips = tuple(Chip(emoji, 2, chance.random() < 0.5, "sari and budi") for emoji in "👍🎉"[: chance.randrange(3)])
    return MessageRow(
        key, 1, "sari", "12:00", "" if deleted else text, chance.random() < 0.5, tick is not None, tick=tick, error=error,
        edited=chance.random() < 0.3, deleted=deleted, quote=quote, reactions=chips,
    )  # fmt: skip


class Rows(ViewCase):
    """The text is what the rows say."""

    def test_a_row_of_each_kind(self) -> None:
        view = self.view()
        rows: tuple[Row, ...] = (
            EarlierRow("e", "Load earlier", True),
            DayRow("d", "Today"),
            row(1, "hello @me, see http://a.b/c."),
            row(2, "again", head=False),
            NewRow("n", "New messages"),
            NoticeRow("x", "Budi joined"),
            row(3, "mine", own=True, tick=Tick.FAILED, error="The server is full."),
        )
        view.change([Splice(0, 0, rows)])
        shown = view.text.get("1.0", "end - 1 indices").split("\n")
        self.assertEqual(shown[2:5], ["sari   12:00", "hello @me, see http://a.b/c.", "again"])
        self.assertEqual(shown[7:10], ["me  you   12:00", "mine", "Not sent. The server is full.    Retry    Discard"])

    def test_an_empty_conversation(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (EmptyRow("0", "Nothing yet", "Say hello."),))])
        self.assertIn("Nothing yet", view.text.get("1.0", "end"))

    def test_any_steps_end_in_the_same_text(self) -> None:
        view = self.view()
        again = ChatView(self.root, self.kit, view._calls)
        chance = random.Random(11)
        shown: list[Row] = []
        for _ in range(60):
            kept = [each for each in shown if chance.random() < 0.8]
            for _ in range(chance.randrange(6)):
                kept.insert(chance.randint(0, len(kept)), some_row(chance, f"k{chance.randrange(10**9)}"))
            view.change(changes(shown, kept))
            shown = kept
            again.change([Splice(0, len(again.index), tuple(shown))])
            self.assertEqual(list(view.index.rows), shown)
            self.assertEqual(view.text.get("1.0", "end"), again.text.get("1.0", "end"))
            self.assertEqual(len(view.text.image_names()), len(again.text.image_names()))
            self.assertEqual(len(view.text.window_names()), len(again.text.window_names()))
            self.assertEqual(len(view.text.window_names()) + 1, len(view.text.winfo_children()), "none is left over")
            lines = int(view.text.index("end").split(".")[0]) - 1
            self.assertEqual(view.index.start(len(shown)), lines, "the index knows where the text ends")
        settle(self.root)

    def test_a_tick_changes_in_place(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, own=True, tick=Tick.PENDING), row(2, own=True, tick=Tick.PENDING)))])
        before = view.text.image_cget("tick i1", "image")
        view.change([Ticked(0, row(1, own=True, tick=Tick.STORED))])
        self.assertNotEqual(view.text.image_cget("tick i1", "image"), before)
        self.assertEqual(view.text.image_cget("tick i2", "image"), before)

    def test_long_ones_are_folded(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, "\n".join(f"line {i}" for i in range(100))), row(2, "x" * 10_000), row(3)))])
        folded = view.text.get("1.0", "end")
        self.assertNotIn("line 99", folded)
        self.assertEqual(folded.count("Show more"), 2)
        view.sticks = False
        view.text.yview_moveto(0)
        settle(self.root)
        view._clicked("unfold", 0, "Show more")
        self.assertIn("line 99", view.text.get("1.0", "end"))
        self.assertIn("Show less", view.text.get("1.0", "end"))
        view._clicked("unfold", 0, "Show less")
        self.assertEqual(view.text.get("1.0", "end"), folded)

    def test_hostile_texts(self) -> None:
        view = self.view()
        hostile = (
            "a\0b", "\ud800 lone", "Z" + "\u0301" * 300, "\u202e\u2066evil", "\x1b[31m", "💥" * 3000, "\n" * 500,
            "\t\t\t", "{ } [exit] $x \\", "", " ", "http://" + "a" * 9000, "@" * 5000, "🏳️‍🌈" * 200,
        )  # fmt: skip
        rows = tuple(
            MessageRow(f"h{at}", at, text[:32], "--:--", text, True, mention=True) for at, text in enumerate(hostile)
        )
        view.change([Splice(0, 0, rows)])
        settle(self.root)
        for at in range(len(rows)):
            view.deeds.copy(rows[at].text)
            view.choose(rows[at].key)
        self.assertNotIn("\u202e", view.text.get("1.0", "end"))
        settle(self.root)


class Standing(ViewCase):
    """Where the view stands."""

    def at_end(self, view: ChatView) -> bool:
        settle(self.root)
        return view.at_bottom()

    def test_sticks_to_the_end(self) -> None:
        view = self.view()
        for number in range(0, 200, 10):
            fill(view, 10, number)
            self.assertTrue(self.at_end(view))
        for width, height in ((500, 300), (700, 500), (420, 260), (900, 560)):
            self.root.geometry(f"{width}x{height}")
            pump(self.root, lambda height=height: view.winfo_height() == height)  # type: ignore[misc]
            pump(self.root, lambda: self.at_end(view))
        self.kit.set_zoom(150)
        pump(self.root, lambda: self.at_end(view))
        view.change([Splice(0, 30, ())])
        self.assertTrue(self.at_end(view))

    def test_the_wheel_leaves_the_end_and_comes_back(self) -> None:
        view = self.view()
        fill(view, 100)
        settle(self.root)
        click(view.text, 300, 200, button=4)
        pump(self.root, lambda: not view.sticks)
        pump(self.root, lambda: view.jump_button.winfo_ismapped())
        self.assertEqual(self.asks("scrolled")[-1], [False])
        first = view.text.index("@0,0")
        fill(view, 10, 100)
        settle(self.root)
        self.assertEqual(view.text.index("@0,0"), first)
        view.to_end()
        pump(self.root, lambda: view.sticks and not view.jump_button.winfo_ismapped())

    def test_no_pixel_of_drift(self) -> None:
        """Earlier messages come above, the newest leave below: what is read stays where it is."""
        view = self.view()
        chance = random.Random(5)
        shown: list[Row] = [EarlierRow("e", "Load earlier", True), DayRow("d0", "Today")]
        shown += [row(number, LONG if number % 4 == 0 else "") for number in range(2000, 2150)]
        view.change([Splice(0, 0, tuple(shown))])
        settle(self.root)
        view.text.yview_moveto(0.0)
        pump(self.root, lambda: not view.sticks)
        for turn in range(20):
            view.text.yview_scroll(chance.randrange(0, 120), "pixels")
            settle(self.root)
            at = view.index.at_line(int(view.text.index("@0,150").split(".")[0])) or 0
            key, y = view.index[at].key, view.text.dlineinfo(f"{view.index.start(at + 1) - 1}.0")
            first = 1900 - 60 * turn
            more = [row(number, LONG if number % 3 == 0 else "") for number in range(first, first + 60)]
            after: list[Row] = [shown[0], DayRow(f"d{turn + 1}", "Monday"), *more, *shown[2:150]]
            view.change(changes(shown, after))
            shown = after
            now = view.index.find(key)
            assert now is not None and y is not None
            moved = view.text.dlineinfo(f"{view.index.start(now + 1) - 1}.0")
            self.assertEqual(moved and moved[1], y[1], turn)
            view.text.yview_moveto(0.0)
            settle(self.root)

    def test_more_is_asked_for_near_both_ends(self) -> None:
        view = self.view()
        fill(view, 150)
        settle(self.root)
        self.assertEqual(self.asks("earlier"), [])
        focus(view.text)
        press(self.root, "Home")
        pump(self.root, lambda: self.asks("earlier"))
        self.assertEqual(self.asks("earlier")[0], [False])
        self.asked.clear()
        view.text.yview_moveto(0.5)
        settle(self.root)
        self.assertEqual(self.asks("newer"), [])
        view.text.yview_moveto(1.0)
        pump(self.root, lambda: self.asks("newer"))

    def test_a_hit_is_brought_into_view(self) -> None:
        view = self.view()
        fill(view, 150)
        settle(self.root)
        view.find("message 17")
        view.choose("i17")
        settle(self.root)
        at = view.index.find("i17")
        assert at is not None
        self.assertIsNotNone(view.text.dlineinfo(f"{view.index.start(at)}.0"))
        self.assertFalse(view.sticks)

    def test_lines_are_never_too_wide(self) -> None:
        view = self.view(width=1500)
        view.change([Splice(0, 0, (row(1, "word " * 400),))])
        settle(self.root)
        self.assertLess(max(view.text.bbox(f"2.{at}")[0] for at in range(0, 300, 7)), 870)  # type: ignore[index]


class Marks(ViewCase):
    """What is found."""

    def test_found_behind_emoji_and_over_case(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, "😀😀 Straße\nand 👍🏽 STRASSE strasse"), row(2, "nothing")))])
        view.find("strasse")
        spans = view.text.tag_ranges("found")
        found = [view.text.get(str(a), str(b)) for a, b in zip(spans[::2], spans[1::2], strict=True)]
        self.assertEqual(found, ["Straße", "STRASSE", "strasse"])
        view.change([Splice(2, 0, (row(3, "Strasse!"),))])
        self.assertEqual(len(view.text.tag_ranges("found")), 8, "also in what comes later")
        view.find("")
        self.assertEqual(view.text.tag_ranges("found"), ())

    def test_a_hit_in_the_folded_part(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, "word " * 1500 + "needle"), row(2)))])
        view.find("needle")
        view.choose("i1")
        self.assertEqual(len(view.text.tag_ranges("found")), 2)


class Pointing(ViewCase):
    """The pointer."""

    def place_of(self, view: ChatView, tag: str) -> tuple[int, int]:
        box = view.text.bbox(str(view.text.tag_ranges(tag)[0]))
        assert box is not None
        return box[0] + 3, box[1] + box[3] // 2

    def test_a_link_is_opened_as_it_reads(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, "see (https://a.b/c_(d)) and file:///etc/passwd"), row(2)))])
        settle(self.root)
        click(view.text, *self.place_of(view, "link"))
        pump(self.root, lambda: self.asks("open_link"))
        self.assertEqual(self.asks("open_link"), [["https://a.b/c_(d)"]])
        self.assertEqual(len(view.text.tag_ranges("link")), 2)
        self.assertEqual(str(view.text.cget("cursor")), "hand2")
        self.assertTrue(view.pointer._status.winfo_ismapped())

    def test_retry_and_discard(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, own=True, tick=Tick.FAILED, error="Why."),))])
        settle(self.root)
        click(view.text, *self.place_of(view, "retry"))
        pump(self.root, lambda: self.asks("retry"))
        click(view.text, *self.place_of(view, "discard"))
        pump(self.root, lambda: self.asks("discard"))
        self.assertEqual(self.asks("retry") + self.asks("discard"), [["i1"], ["i1"]])

    def test_load_earlier(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (EarlierRow("e", "Load earlier", True), row(1)))])
        settle(self.root)
        click(view.text, *self.place_of(view, "more"))
        pump(self.root, lambda: [True] in self.asks("earlier"))

    def test_the_toolbar_copies(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, "over me"), row(2)))])
        settle(self.root)
        x, y, _, high = view.text.bbox("2.0") or (0, 0, 0, 0)
        click(view.text, x + 200, y + high // 2)
        pump(self.root, view.pointer.toolbar.winfo_ismapped)
        self.assertEqual(view.gutter.hovered, "i1")
        click(view.pointer.toolbar.buttons["copy"])
        pump(self.root, lambda: self.asks("copied"))
        self.assertEqual(self.root.clipboard_get(), "over me")

    def test_the_context_menu(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, "http://a.b", own=True, tick=Tick.FAILED, error="Why."),))])
        settle(self.root)
        click(view.text, *self.place_of(view, "link"), button=3)
        pump(self.root, lambda: self.asks("popup"))
        items = self.asks("popup")[0][0]
        words = [item.words for item in items]
        self.assertEqual(words, ["Copy text", "Copy name", "", "Open link", "Copy link", "", "Retry", "Discard"])
        commands = {item.words: item.command for item in items}
        commands["Copy name"]()
        self.assertEqual(self.root.clipboard_get(), "me")
        commands["Copy link"]()
        self.assertEqual(self.root.clipboard_get(), "http://a.b")
        commands["Open link"]()
        commands["Retry"]()
        commands["Discard"]()
        self.assertEqual((self.asks("open_link"), self.asks("retry"), self.asks("discard")), ([["http://a.b"]], [["i1"]], [["i1"]]))


class Keyboard(ViewCase):
    """Without a pointer."""

    def test_choose_and_copy(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, "first"), NoticeRow("n", "Budi joined"), row(2, "second\nline")))])
        focus(view.text)
        press(self.root, "Up")
        pump(self.root, lambda: view.row_keys.key == "i2")
        press(self.root, "Up")
        pump(self.root, lambda: view.row_keys.key == "i1")
        press(self.root, "c")
        pump(self.root, lambda: self.asks("copied"))
        self.assertEqual(self.root.clipboard_get(), "first")
        press(self.root, "Down", "ctrl+c")
        pump(self.root, lambda: len(self.asks("copied")) == 2)
        self.assertEqual(self.root.clipboard_get(), "second\nline")
        press(self.root, "shift+F10")
        pump(self.root, lambda: self.asks("popup"))
        press(self.root, "Escape")
        pump(self.root, lambda: self.asks("leave"))
        self.assertIsNone(view.row_keys.key)

    def test_end_and_tab(self) -> None:
        view = self.view()
        field = tk.Entry(self.root)
        field.pack()
        fill(view, 100)
        settle(self.root)
        focus(view.text)
        settle(self.root)
        press(self.root, "Prior")
        pump(self.root, lambda: not view.sticks)
        press(self.root, "End")
        pump(self.root, lambda: self.asks("jump"))
        press(self.root, "Tab")
        pump(self.root, lambda: self.root.focus_get() is field)


class Copying(ViewCase):
    """The selection, made anew from the messages."""

    def test_over_several_messages(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, "one\0"), DayRow("d", "Today"), row(2, "two 😀", own=True, tick=Tick.STORED), row(3)))])
        view.text.tag_add("sel", "1.0", "5.1")
        focus(view.text)
        press(self.root, "ctrl+c")
        pump(self.root, lambda: self.asks("copied"))
        self.assertEqual(self.root.clipboard_get(), "sari, 12:00: one\nme, 12:00: two 😀")

    def test_within_a_message(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (row(1, "some words here"),))])
        view.text.tag_add("sel", "2.5", "2.10")
        focus(view.text)
        press(self.root, "ctrl+c")
        pump(self.root, lambda: self.asks("copied"))
        self.assertEqual(self.root.clipboard_get(), "words")


class Looks(ViewCase):
    """Modes."""

    def test_colours_follow_the_mode(self) -> None:
        view = self.view()
        view.change([Splice(0, 0, (NewRow("n", "New messages"), DayRow("d", "Today"), row(1)))])
        settle(self.root)
        self.kit.set_mode("dark")
        settle(self.root)
        self.assertEqual(str(view.text.cget("background")), self.kit.color("bg"))
        self.assertEqual(str(view.text.tag_cget("mention", "background")), self.kit.color("mention"))
        self.assertEqual(str(view.gutter.cget("background")), self.kit.color("bg"))

    def test_a_view_that_goes_at_once(self) -> None:
        view = self.view()
        fill(view, 50)
        view.destroy()
        settle(self.root)


if __name__ == "__main__":
    unittest.main()
