"""The life of a message in the chat view: quotes, reactions, edits, deletions, receipts, and everything one does with it."""

from __future__ import annotations

import tkinter as tk
import unittest

from tests.gui.harness import click, focus, press, pump, settle
from tests.gui.view_case import SARI, ViewCase, row
from udpchat.gui.widgets.chat_chips import ChipLabel
from udpchat.gui.widgets.chat_rows import Chip, May, MessageRow, NoticeRow, Quote, Row, Splice, Tick, Ticked
from udpchat.gui.widgets.chat_view import ChatView
from udpchat.gui.widgets.emoji_picker import EmojiPicker
from udpchat.gui.widgets.reaction_picker import ReactionPicker

ALL = May.REPLY | May.REACT | May.EDIT | May.DELETE | May.INFO | May.WRITE
THUMBS = Chip("\U0001f44d", 2, True, "You and sari")
QUOTE = Quote(1, SARI, "sari", "what was said")


class MessageCase(ViewCase):
    """A view with some rows."""

    def shown(self, *rows: Row, allowed: May = ALL) -> ChatView:
        """The view with these rows."""
        self.allowed = allowed
        view = self.view()
        view.change([Splice(0, 0, rows)])
        settle(self.root)
        return view

    def lines(self, view: ChatView) -> list[str]:
        """The text."""
        return view.text.get("1.0", "end - 1 indices").rstrip("\n").split("\n")

    def chips(self, view: ChatView) -> list[ChipLabel]:
        """The reactions in the text."""
        return [child for child in view.text.winfo_children() if isinstance(child, ChipLabel)]

    def place_of(self, view: ChatView, tag: str) -> tuple[int, int]:
        """The middle of the first character with a tag."""
        box = view.text.bbox(f"{view.text.tag_ranges(tag)[0]} + 1 indices")
        assert box is not None
        return box[0] + 2, box[1] + box[3] // 2


class Written(MessageCase):
    """What stands in the text."""

    def test_all_that_a_message_may_have(self) -> None:
        view = self.shown(
            row(1, "hello", edited=True, quote=QUOTE, reactions=(THUMBS,), note="guest"),
            row(2, "", deleted=True),
            row(3, "mine", own=True, tick=Tick.STORED, to="to budi (private)"),
            row(4, "bad", head=False, own=True, tick=Tick.FAILED, error="Why.", quote=QUOTE, reactions=(THUMBS,)),
        )
        lines = self.lines(view)
        self.assertEqual(lines[0], "sari  guest   12:00")
        self.assertEqual(lines[1].strip(), "sari  what was said")
        self.assertEqual(lines[2], "hello  (edited)")
        self.assertEqual(lines[4:7], ["sari   12:00", "Message deleted", "me  you  to budi (private)   12:00"])
        self.assertEqual(lines[8].strip(), "sari  what was said")
        self.assertEqual(lines[11], "Not sent. Why.    Retry    Discard")
        self.assertEqual(len(self.chips(view)), 2)

    def test_code_without_its_marks(self) -> None:
        view = self.shown(row(1, "see `x` and\n```py\ny = 1\n```"))
        self.assertEqual(self.lines(view)[1:3], ["see x and", "y = 1"])
        self.assertEqual([len(view.text.tag_ranges(tag)) for tag in ("code", "block")], [2, 2])

    def test_a_quote_stays_on_one_line(self) -> None:
        view = self.shown(row(1, "short", quote=Quote(1, SARI, "s" * 300, "word " * 200)))
        quote, body = (view.text.dlineinfo(f"{line}.0") for line in (2, 3))
        assert quote and body
        self.assertLess(body[1] - quote[1], 2 * quote[3])

    def test_widgets_go_with_their_rows(self) -> None:
        view = self.shown(*(row(number, reactions=(THUMBS, THUMBS)) for number in range(20)))
        self.assertEqual(len(self.chips(view)), 40)
        for _ in range(3):
            view.change([Splice(0, 20, tuple(row(number, reactions=(THUMBS,)) for number in range(20)))])
        self.assertEqual(len(self.chips(view)), 20)
        view.change([Splice(0, 20, ())])
        self.assertEqual(self.chips(view), [])

    def test_what_changes_keeps_the_place(self) -> None:
        view = self.shown(*(row(number) for number in range(100)))
        view.sticks = False
        view.text.yview("100.0")
        settle(self.root)
        first = view.text.index("@0,0")
        view.change([Splice(3, 1, (row(3, "edited", edited=True),))])
        settle(self.root)
        self.assertEqual(view.text.index("@0,0"), first)
        view.change([Splice(3, 1, (row(3, "edited", edited=True, quote=QUOTE, reactions=(THUMBS,)),))])
        settle(self.root)
        line = int(first.split(".")[0]) + 2
        self.assertEqual(view.text.index("@0,0"), f"{line}.0")

    def test_hits_behind_quotes(self) -> None:
        view = self.shown(row(1, "find needle here", quote=QUOTE, edited=True))
        view.find("needle")
        self.assertEqual(view.text.get(*map(str, view.text.tag_ranges("found"))), "needle")

    def test_a_receipt_changes_the_mark_alone(self) -> None:
        view = self.shown(row(1, own=True, tick=Tick.STORED, state="Sent"))
        before = view.text.image_cget("tick i1", "image")
        view.change([Ticked(0, row(1, own=True, tick=Tick.READ, state="Read"))])
        self.assertNotEqual(view.text.image_cget("tick i1", "image"), before)

    def test_modes(self) -> None:
        view = self.shown(row(1, "a `b`", quote=QUOTE, reactions=(THUMBS,), mention=True))
        self.kit.set_mode("dark")
        settle(self.root)
        self.assertEqual(str(view.text.tag_cget("code", "background")), self.kit.color("surface"))
        self.assertEqual(str(self.chips(view)[0].cget("background")), self.kit.color("mention"))


class Pointed(MessageCase):
    """With the pointer."""

    def test_names_quotes_and_marks_lead_somewhere(self) -> None:
        view = self.shown(row(1, quote=QUOTE), row(2, own=True, tick=Tick.READ, state="Read"))
        click(view.text, *self.place_of(view, "person"))
        pump(self.root, lambda: self.asks("person"))
        click(view.text, *self.place_of(view, "quoted"))
        pump(self.root, lambda: self.asks("quoted"))
        box = view.text.bbox("tick i2")
        assert box is not None
        click(view.text, box[0] + box[2] // 2, box[1] + box[3] // 2)
        pump(self.root, lambda: self.asks("info"))
        pump(self.root, lambda: view.pointer.tip.said == "Read")
        self.assertEqual((self.asks("person"), self.asks("quoted"), self.asks("info")), ([[SARI]], [["i1"]], [["i2"]]))

    def test_avatars_lead_to_people(self) -> None:
        view = self.shown(row(1))
        view.gutter.draw()
        box = view.gutter.bbox("person")
        click(view.gutter, (box[0] + box[2]) // 2, (box[1] + box[3]) // 2)
        pump(self.root, lambda: self.asks("person") == [[SARI]])

    def test_a_reaction_is_clicked(self) -> None:
        view = self.shown(row(1, reactions=(THUMBS, Chip("\u2764", 1, False, "sari"))))
        label = next(chip for chip in self.chips(view) if "\u2764" in str(chip.cget("text")))
        click(label)
        pump(self.root, lambda: self.asks("react") == [["i1", "\u2764"]])
        pump(self.root, lambda: "sari" in view.writer.tip.said)

    def test_the_toolbar_offers_what_may_be_done(self) -> None:
        for allowed, names in (
            (May.NOTHING, ["copy", "more"]),
            (May.REPLY | May.REACT, ["react", "reply", "copy", "more"]),
            (ALL, ["react", "reply", "edit", "copy", "more"]),
        ):
            with self.subTest(allowed):
                view = self.shown(row(1, "over me"), row(2), allowed=allowed)
                x, y, _, high = view.text.bbox("2.0") or (0, 0, 0, 0)
                click(view.text, x + 200, y + high // 2)
                pump(self.root, view.pointer.toolbar.winfo_ismapped)
                settle(self.root)
                bar = view.pointer.toolbar
                self.assertEqual([name for name, button in bar.buttons.items() if button.winfo_ismapped()], names)
                view.destroy()

    def test_the_toolbar_does_it(self) -> None:
        view = self.shown(row(1, "over me"), row(2))
        x, y, _, high = view.text.bbox("2.0") or (0, 0, 0, 0)
        click(view.text, x + 200, y + high // 2)
        pump(self.root, view.pointer.toolbar.winfo_ismapped)
        for name in ("reply", "edit"):
            click(view.pointer.toolbar.buttons[name])
            pump(self.root, lambda name=name: self.asks(name) == [["i1"]])  # type: ignore[misc]
        click(view.pointer.toolbar.buttons["react"])
        pump(self.root, lambda: isinstance(view.reactions.panel, ReactionPicker))
        panel = view.reactions.panel
        assert panel is not None
        cell = panel.canvas.winfo_height()
        click(panel.canvas, cell // 2, cell // 2)
        pump(self.root, lambda: self.asks("react") == [["i1", "\U0001f44d"]])
        self.assertIsNone(view.reactions.panel)

    def test_the_menu(self) -> None:
        view = self.shown(row(1, "hello"), NoticeRow("n", "x"), row(2, "", deleted=True))
        view.popup(0, 0, 0)
        words = [item.words for item in self.asks("popup")[0][0]]
        reply = ["Reply", "React", "Edit", "", "Copy text", "Copy name", "", "Who has read it", "Message sari", "", "Delete"]
        self.assertEqual(words, reply)
        commands = {item.words: item.command for item in self.asks("popup")[0][0]}
        for name, asked in (("Message sari", "write"), ("Who has read it", "info"), ("Delete", "delete"), ("Edit", "edit")):
            commands[name]()
            self.assertEqual(len(self.asks(asked)), 1, asked)
        view.change([Splice(0, 1, ())])
        commands["Delete"]()
        self.assertEqual(len(self.asks("delete")), 1, "the row is gone")
        self.allowed = May.NOTHING
        view.popup(1, 0, 0)
        self.assertEqual([item.words for item in self.asks("popup")[1][0]], ["Copy name"])


class Typed(MessageCase):
    """With the keyboard."""

    def test_letters_on_the_chosen_message(self) -> None:
        view = self.shown(row(1), row(2, own=True, tick=Tick.STORED))
        focus(view.text)
        press(self.root, "Up")
        pump(self.root, lambda: view.row_keys.key == "i2")
        press(self.root, "r", "e", "Delete")
        pump(self.root, lambda: self.asks("delete"))
        self.assertEqual([self.asks(name) for name in ("reply", "edit", "delete")], [[["i2"]]] * 3)

    def test_the_chosen_message_has_the_toolbar(self) -> None:
        view = self.shown(*(row(number) for number in range(30)))
        focus(view.text)
        press(self.root, "Up")
        pump(self.root, lambda: view.row_keys.key is not None)
        pump(self.root, view.pointer.toolbar.winfo_ismapped)
        press(self.root, "Escape")
        pump(self.root, lambda: self.asks("leave"))

    def test_enter_opens(self) -> None:
        view = self.shown(
            row(1, quote=QUOTE), row(2, "see http://a.b and http://c.d"), row(3, own=True, tick=Tick.FAILED, error="Why."),
            row(4, "x\n" * 100),
        )  # fmt: skip
        focus(view.text)
        for key in ("i4", "i3", "i2", "i1"):
            view.choose(key)
            press(self.root, "Return")
        pump(self.root, lambda: self.asks("quoted"))
        asked = [self.asks(name) for name in ("quoted", "open_link", "retry")]
        self.assertEqual(asked, [[["i1"]], [["http://a.b"]], [["i3"]]])
        self.assertIn("Show less", view.text.get("1.0", "end"))

    def test_what_may_not_be_done_does_nothing(self) -> None:
        view = self.shown(row(1), allowed=May.NOTHING)
        focus(view.text)
        press(self.root, "Up")
        pump(self.root, lambda: view.row_keys.key == "i1")
        press(self.root, "r", "Delete", "plus", "c")
        pump(self.root, lambda: self.asks("copied"))
        self.assertEqual([self.asks(name) for name in ("reply", "delete", "typed")], [[], [], []])

    def test_without_a_choice_letters_are_typed(self) -> None:
        view = self.shown(row(1))
        focus(view.text)
        press(self.root, "r", "plus", "x")
        pump(self.root, lambda: len(self.asks("typed")) == 3)
        self.assertEqual(self.asks("typed"), [["r"], ["+"], ["x"]])

    def test_a_reaction_by_keys(self) -> None:
        view = self.shown(row(1), row(2))
        focus(view.text)
        press(self.root, "Up")
        pump(self.root, lambda: view.row_keys.key == "i2")
        press(self.root, "plus")
        pump(self.root, lambda: isinstance(view.reactions.panel, ReactionPicker))
        press(self.root, "Right", "Return")
        pump(self.root, lambda: self.asks("react") == [["i2", "\u2764"]])
        pump(self.root, lambda: self.root.focus_get() is view.text)
        settle(self.root)
        self.assertEqual(view.row_keys.key, "i2", "it is still the chosen one")
        place = tuple(map(str, view.text.tag_ranges("chosen")))
        view.change((Splice(1, 1, (row(2, "written anew"),)),))
        self.assertEqual(tuple(map(str, view.text.tag_ranges("chosen"))), place, "and looks so")

    def test_all_the_emoji_and_away_again(self) -> None:
        view = self.shown(row(1), row(2))
        focus(view.text)
        press(self.root, "Up", "plus")
        pump(self.root, lambda: isinstance(view.reactions.panel, ReactionPicker))
        press(self.root, *["Right"] * 6, "Return")
        pump(self.root, lambda: isinstance(view.reactions.panel, EmojiPicker))
        settle(self.root)
        self.assertIsInstance(view.reactions.panel, EmojiPicker)
        press(self.root, "Escape")
        pump(self.root, lambda: view.reactions.panel is None)
        pump(self.root, lambda: self.root.focus_get() is view.text)
        self.assertEqual(self.asks("react"), [])

    def test_it_closes_when_the_keyboard_goes_elsewhere(self) -> None:
        view = self.shown(row(1))
        field = tk.Entry(self.root)
        field.pack()
        settle(self.root)
        focus(view.text)
        press(self.root, "Up", "plus")
        pump(self.root, lambda: isinstance(view.reactions.panel, ReactionPicker))
        focus(field)
        pump(self.root, lambda: view.reactions.panel is None)
        self.assertIsNone(view.row_keys.key)
        self.assertIs(self.root.focus_get(), field)


class Hostile(MessageCase):
    """What others can make up."""

    def test_names_quotes_and_reactions(self) -> None:
        odd = ("a\0b\ud800", "\u202ex" * 50, "Z" + "\u0301" * 300, "{[exit]}\\ $x", "\n\t", "", "\U0001f3f3\ufe0f" * 100)
        rows = tuple(
            MessageRow(
                f"h{at}", at, said, "12:00", said or "x", True, quote=Quote(1, at, said, said), note=said, to=said,
                reactions=(Chip(said[:8] or "?", 10**9, False, said),) * 3, own=True, tick=Tick.READ, state=said, edited=True,
            )
            for at, said in enumerate(odd)
        )  # fmt: skip
        view = self.shown(*rows)
        self.assertNotIn("\u202e", view.text.get("1.0", "end"))
        for at in range(len(rows)):
            view.choose(rows[at].key)
            view.popup(at, 0, 0)
            self.chips(view)[at]._explain()
        settle(self.root)


if __name__ == "__main__":
    unittest.main()
