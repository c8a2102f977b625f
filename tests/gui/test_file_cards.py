"""Cards of files in the chat view: what stands on them, clicks and keys on them, pictures, and what they cost."""

from __future__ import annotations

import time
import tkinter as tk
import unittest
from collections.abc import Callable
from dataclasses import replace

from tests.gui.harness import click, focus, press, pump, settle
from tests.gui.view_case import ViewCase, row
from tests.unit.gui.presenters.file_lab import MB, download, file, upload
from udpchat.catalogue import text
from udpchat.client.events import TransferState as State
from udpchat.errors import NoSpace
from udpchat.gui.presenters.file_cards import About, CardData, card_of
from udpchat.gui.widgets.chat_rows import Chip, MessageRow, Quote, Row, Splice, Tick, Ticked
from udpchat.gui.widgets.chat_view import ChatView
from udpchat.gui.widgets.chat_view_copy import copied_text
from udpchat.gui.widgets.file_card import FileCard
from udpchat.gui.widgets.file_card_face import elide_middle
from udpchat.gui.widgets.file_data import FileVerb as Verb
from udpchat.limits import PREVIEW_HIGH_PX, PREVIEW_WIDE_PX

PRIVATE = About(private=True, sender="Sari")
GROUP = About(sender="Sari")
OFFER = card_of(None, file(), PRIVATE)
PICTURE = card_of(replace(download(State.DONE), name="a.png", path="/pictures/a.png"), file(name="a.png"), GROUP)


def going(done: int, state: State = State.SENDING) -> CardData:
    """A download that is on its way."""
    return card_of(download(state, done=done, per_s=4e6, left_s=2.0), file(), GROUP)


def sent(number: int, card: CardData, said: str = "", **more: object) -> MessageRow:
    """A row with a card."""
    return replace(row(number, "x", **more), text=said, card=card)  # type: ignore[arg-type]


class FakePictures:
    """Gives what it is told to, when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, int]] = []
        self.waiting: list[Callable[[tk.PhotoImage | None], None]] = []

    def get(self, path: str, wide: int, high: int, then: Callable[[tk.PhotoImage | None], None]) -> None:
        self.asked.append((path, wide, high))
        self.waiting.append(then)

    def give(self, picture: tk.PhotoImage | None) -> None:
        """To all that wait."""
        waiting, self.waiting = self.waiting, []
        for then in waiting:
            then(picture)


class CardCase(ViewCase):
    """A view with cards."""

    def shown(self, *rows: Row, mode: str = "light") -> ChatView:
        """The view with these rows."""
        view = self.view(mode=mode)
        self.pictures = view.cards.pictures = FakePictures()
        view.change([Splice(0, 0, rows)])
        settle(self.root)
        return view

    def card(self, view: ChatView, number: int = 1) -> FileCard:
        """The card of a row."""
        card = view.cards.get(f"i{number}")
        assert card is not None
        return card

    def words(self, card: FileCard) -> list[str]:
        """What is written on it."""
        return [str(card.itemcget(item, "text")) for item in card.find_all() if card.type(item) == "text"]

    def press_button(self, card: FileCard, verb: Verb) -> None:
        """With the pointer."""
        button = next(button for button in card.face.buttons.shown if button.verb is verb)
        click(card, button.left + button.wide // 2, button.top + 8)

    def files(self) -> list[list[object]]:
        """What was asked for."""
        return self.asks("file")


class Shown(CardCase):
    """What stands there."""

    def test_an_offer(self) -> None:
        card = self.card(self.shown(sent(1, OFFER)))
        self.assertEqual(self.words(card), ["Decline", "Accept", "budget.csv", "48 kB · from Sari"])

    def test_every_state_in_both_modes_and_sizes(self) -> None:
        cards = [card_of(make(state, done=MB), of, about) for state in State for make in (upload, download)
                 for of, about in ((file(), PRIVATE), (file(), About(own=True)), (None, GROUP))]  # fmt: skip
        view = self.shown(*(sent(number, card) for number, card in enumerate(cards)))
        high = self.card(view, 0).winfo_reqheight()
        for mode, zoom in (("dark", 100), ("light", 160), ("light", 100)):
            self.kit.set_mode(mode)
            self.kit.set_zoom(zoom)
            settle(self.root)
            heights = {self.card(view, number).winfo_reqheight() for number in range(len(cards))}
            self.assertEqual(len(heights), 1)
            self.assertEqual(str(self.card(view, 0).cget("background")), self.kit.color("bg"))
        self.assertEqual(heights, {high})

    def test_words_before_the_card(self) -> None:
        view = self.shown(sent(1, OFFER, "look\nhere", quote=Quote(1, 2, "sari", "x"), reactions=(Chip("👍", 1, True, "me"),)))
        lines = view.text.get("1.0", "end - 1 indices").split("\n")
        self.assertEqual([line.strip() for line in lines], ["sari   12:00", "sari  x", "look", "here", "", "", ""])
        self.assertEqual(view.index.start(1), 7)
        self.assertEqual(str(view.text.window_cget("5.0", "window")), str(self.card(view)))

    def test_a_long_text_is_folded_before_the_card(self) -> None:
        view = self.shown(sent(1, OFFER, "line\n" * 100), sent(2, going(0)))
        for _ in range(2):
            line = view.index.start(1) - 1
            self.assertEqual(str(view.text.window_cget(f"{line}.0", "window")), str(self.card(view)))
            view._fold(0)
            settle(self.root)

    def test_mine_with_its_mark(self) -> None:
        mine = card_of(upload(State.DONE), file(), About(own=True, have="1 has it"))
        view = self.shown(sent(1, mine, own=True, tick=Tick.STORED), sent(2, mine, "words", own=True, tick=Tick.READ))
        self.assertEqual(view.text.index("tick i1").split(".")[0], "2")
        self.assertEqual(view.text.index("tick i2").split(".")[0], "4")  # behind the words
        view.change([Ticked(0, sent(1, mine, own=True, tick=Tick.READ))])
        self.assertEqual(str(view.text.image_cget("tick i1", "image")), str(self.kit.tick("read")))

    def test_long_and_hostile_names_stay_inside(self) -> None:
        for name in ("x" * 300 + ".csv", "Z" + "\u0301" * 300 + ".csv", "\u202egpj.exe", "مستند.pdf", "😀" * 80, "\0\ud800"):
            view = self.shown(sent(1, card_of(None, file(name=name), PRIVATE)))
            card = self.card(view)
            right = min(button.left for button in card.face.buttons.shown)
            box = card.bbox("name")
            with self.subTest(name=name[:9]):
                self.assertLessEqual(box[2], right)
            view.destroy()

    def test_the_end_of_a_name_stays(self) -> None:
        self.view()
        long = "a very long name of a file that nobody can read - final version 2.tar.gz"
        short = elide_middle(self.kit, long, "ui.bodyb", self.kit.px(180))
        self.assertTrue(short.startswith("a very") and short.endswith("2.tar.gz"), short)
        self.assertLessEqual(self.kit.measure(short, "ui.bodyb"), self.kit.px(180))
        self.assertEqual(elide_middle(self.kit, "a.csv", "ui.bodyb", 999), "a.csv")
        self.assertLessEqual(self.kit.measure(elide_middle(self.kit, long, "ui.bodyb", 40), "ui.bodyb"), 40)

    def test_a_narrow_window(self) -> None:
        view = self.shown(sent(1, OFFER))
        wide = self.card(view).winfo_width()
        self.root.geometry("440x500")
        pump(self.root, lambda: self.card(view).winfo_width() < wide)
        self.root.geometry("760x520")
        pump(self.root, lambda: self.card(view).winfo_width() == wide)


class Moving(CardCase):
    """A transfer that goes on."""

    def bar(self, card: FileCard) -> float:
        """Where it ends."""
        return float(card.coords("bar")[2])

    def test_the_bar_moves_and_nothing_else_is_drawn(self) -> None:
        view = self.shown(sent(1, going(MB)))
        card, items, first = self.card(view), self.card(view).find_all(), self.bar(self.card(view))
        view.change([Ticked(0, sent(1, going(9 * MB)))])
        self.assertIs(self.card(view), card)
        self.assertEqual(card.find_all(), items)
        self.assertGreater(self.bar(card), first + 50)
        self.assertIn("9 of 12 MB · 4 MB/s · 2 s left", self.words(card))

    def test_it_costs_little(self) -> None:
        card = self.card(self.shown(sent(1, going(MB))))
        steps = [going(number * 50_000) for number in range(100)]
        began_at = time.thread_time()
        for step in steps:
            card.show(step)
        self.assertLess((time.thread_time() - began_at) / len(steps), 0.001)

    def test_another_state_keeps_the_place(self) -> None:
        rows = [sent(number, going(MB)) for number in range(1, 30)]
        view = self.shown(*rows)
        view.text.yview_moveto(0.3)
        view.person_moves()
        settle(self.root)
        before = view.text.index("@0,0"), view.text.dlineinfo("@0,0")
        view.change([Ticked(3, sent(4, going(MB, State.PAUSED))), Ticked(20, sent(21, OFFER))])
        settle(self.root)
        self.assertEqual((view.text.index("@0,0"), view.text.dlineinfo("@0,0")), before)

    def test_cards_go_with_their_rows(self) -> None:
        view = self.shown(*(sent(number, OFFER) for number in range(1, 60)))
        view.change([Splice(0, 50, ())])
        settle(self.root)
        cards = [child for child in view.text.winfo_children() if isinstance(child, FileCard)]
        self.assertEqual((len(cards), view.cards.get("i3")), (9, None))


class Pressed(CardCase):
    """Pointer and keys."""

    def test_each_button(self) -> None:
        for card in (OFFER, card_of(None, file(), GROUP), going(MB), going(MB, State.PAUSED),
                     card_of(download(State.FAILED, error=NoSpace()), file(), GROUP), card_of(download(State.DONE), file(), GROUP),
                     card_of(download(State.DECLINED), file(), GROUP)):  # fmt: skip
            view = self.shown(sent(1, card))
            for verb in card.verbs:
                self.press_button(self.card(view), verb)
            self.assertEqual(self.files(), [["i1", verb] for verb in card.verbs])
            view.destroy()

    def test_a_press_beside_the_buttons(self) -> None:
        view = self.shown(sent(1, OFFER))
        click(self.card(view), 100, 20)
        self.assertEqual(self.files(), [])
        pump(self.root, lambda: self.root.focus_get() is view.text)

    def test_the_words_about_who_has_it(self) -> None:
        view = self.shown(sent(1, card_of(upload(State.DONE), file(), About(own=True, have="1 has it")), own=True), sent(2, OFFER))
        for number in (1, 2):
            left, top, _, _ = self.card(view, number).bbox("line")
            click(self.card(view, number), left + 5, top + 5)
        self.assertEqual(self.files(), [["i1", Verb.WHO_HAS_IT]])

    def test_a_button_that_changes_under_the_finger(self) -> None:
        view = self.shown(sent(1, OFFER))
        card = self.card(view)
        button = next(button for button in card.face.buttons.shown if button.verb is Verb.DECLINE)
        x, y = button.left + 5, button.top + 5
        card.event_generate("<ButtonPress-1>", x=x, y=y)
        view.change([Ticked(0, sent(1, going(MB)))])
        card.event_generate("<ButtonRelease-1>", x=x, y=y)
        self.assertEqual(self.files(), [])

    def test_enter_does_the_main_thing(self) -> None:
        view = self.shown(sent(1, OFFER), sent(2, going(MB)), sent(3, PICTURE))
        focus(view.text)
        for _ in range(3):
            press(self.root, "Up", "Return")
        pump(self.root, lambda: len(self.files()) == 3)
        self.assertEqual(self.files(), [["i3", Verb.VIEW], ["i2", Verb.PAUSE], ["i1", Verb.ACCEPT]])

    def test_the_menu_has_everything(self) -> None:
        done = card_of(download(State.DONE), file(), About(own=True))
        view = self.shown(sent(1, done))
        click(self.card(view), 100, 20, button=3)
        (items, *_place), = self.asks("popup")
        by_words = {item.words: item.command for item in items}
        for verb in done.all_verbs:
            by_words[text(f"files.verb.{verb.value}")]()
        self.assertEqual(self.files(), [["i1", verb] for verb in done.all_verbs])

    def test_the_menu_by_a_key(self) -> None:
        view = self.shown(sent(1, OFFER))
        focus(view.text)
        press(self.root, "Up", "shift+F10")
        pump(self.root, lambda: self.asks("popup"))
        self.assertIn(text("files.verb.decline"), [item.words for item in self.asks("popup")[0][0]])

    def test_the_row_below_a_card_is_the_one_of_the_pointer(self) -> None:
        view = self.shown(sent(1, OFFER), sent(2, OFFER))
        card = self.card(view, 2)
        card.event_generate("<Motion>", x=90, y=20, rootx=card.winfo_rootx() + 90, rooty=card.winfo_rooty() + 20)
        self.assertEqual(view.pointer.key, "i2")
        self.assertTrue(view.pointer.toolbar.winfo_manager())

    def test_tips(self) -> None:
        failed = card_of(download(State.FAILED, error=NoSpace()), file(), GROUP)
        view = self.shown(sent(1, going(MB)), sent(2, failed))
        card, tip = self.card(view), view.writer.tip
        button = card.face.buttons.shown[0]
        card.event_generate("<Motion>", x=button.left + 3, y=button.top + 3)
        self.assertEqual(tip.said, "Pause")
        card.event_generate("<Leave>")
        self.assertEqual(tip.said, "")
        card = self.card(view, 2)
        left, top, _, _ = card.bbox("line")
        card.event_generate("<Motion>", x=left + 3, y=top + 4)
        self.assertEqual(tip.said, NoSpace().sentence)

    def test_copies(self) -> None:
        self.assertEqual(copied_text(sent(1, OFFER)), "File: budget.csv")
        self.assertEqual(copied_text(sent(1, OFFER, "look")), "File: budget.csv\nlook")
        view = self.shown(sent(1, OFFER), sent(2, OFFER, "look"), row(3, "bye"))
        view.text.tag_add("sel", "1.0", "end")
        view.deeds.copy_chosen(None)
        copied = self.root.clipboard_get()
        self.assertEqual(copied, "sari, 12:00: File: budget.csv\nsari, 12:00: File: budget.csv\nlook\nsari, 12:00: bye")


class Pictures(CardCase):
    """Pictures in the place of cards."""

    def picture(self, wide: int = 300, high: int = 200) -> tk.PhotoImage:
        """Some."""
        return tk.PhotoImage(master=self.root, width=wide, height=high)

    def test_it_takes_the_place_of_the_card(self) -> None:
        view = self.shown(sent(1, PICTURE))
        card, px = self.card(view), self.kit.px
        self.assertEqual(self.pictures.asked, [("/pictures/a.png", px(PREVIEW_WIDE_PX), px(PREVIEW_HIGH_PX))])
        self.assertIn("a.png", self.words(card))
        picture = self.picture()
        self.pictures.give(picture)
        settle(self.root)
        self.assertEqual(str(card.itemcget("picture", "image")), str(picture))
        self.assertGreater(card.winfo_height(), 200)
        self.assertTrue(view.at_bottom())
        click(card, 50, 50)
        self.assertEqual(self.files(), [["i1", Verb.VIEW]])

    def test_none(self) -> None:
        card = self.card(self.shown(sent(1, PICTURE)))
        high = card.winfo_height()
        self.pictures.give(None)
        settle(self.root)
        self.assertEqual(card.winfo_height(), high)
        self.assertEqual(len(card.face.buttons.shown), 1)

    def test_only_what_is_in_view_is_held(self) -> None:
        view = self.shown(*(sent(number, PICTURE) for number in range(1, 40)))
        self.assertLess(len(self.pictures.asked), 30)
        view.text.yview_moveto(0)
        settle(self.root)
        self.pictures.give(self.picture())
        settle(self.root)
        card = self.card(view)
        high = card.winfo_height()
        view.text.yview_moveto(1)
        pump(self.root, lambda: not card.winfo_ismapped())
        self.assertIsNone(card.picture)
        self.assertEqual(card.winfo_reqheight(), high)

    def test_it_was_moved_away(self) -> None:
        card = self.card(self.shown(sent(1, PICTURE)))
        then = self.pictures.waiting[0]
        self.pictures.give(self.picture())
        settle(self.root)
        then(None)
        settle(self.root)
        self.assertEqual(len(card.face.buttons.shown), 1)
        self.assertEqual(card.find_withtag("picture"), ())

    def test_one_that_comes_too_late(self) -> None:
        view = self.shown(sent(1, PICTURE))
        then = self.pictures.waiting[0]
        view.change([Splice(0, 1, ())])
        settle(self.root)
        then(self.picture())

    def test_who_stands_at_the_end_stays_there(self) -> None:
        view = self.shown(*(row(number) for number in range(1, 30)), sent(30, PICTURE), row(31))
        self.assertTrue(view.at_bottom())
        self.pictures.give(self.picture())
        settle(self.root)
        pump(self.root, view.at_bottom)

    def test_what_is_read_below_it_stays(self) -> None:
        view = self.shown(*(row(number) for number in range(1, 40)), sent(40, PICTURE), *(row(each) for each in range(41, 80)))
        view.person_moves()
        view.text.yview(f"{view.index.start(39)}.0")
        view.text.yview_scroll(30, "pixels")
        settle(self.root)
        card = self.card(view, 40)
        pump(self.root, card.winfo_ismapped)
        line = f"{view.index.start(44)}.0"
        before = view.text.dlineinfo(line)
        self.pictures.give(self.picture())
        settle(self.root)
        self.assertGreater(card.winfo_height(), 200)
        self.assertEqual(view.text.dlineinfo(line), before)

    def test_words_of_a_picture(self) -> None:
        card = self.card(self.shown(sent(1, PICTURE), mode="dark"))
        self.pictures.give(self.picture(30, 20))
        settle(self.root)
        self.assertEqual(self.words(card), ["a.png · 48 kB · from Sari"])
        self.kit.set_mode("light")
        settle(self.root)
        self.assertEqual(self.words(card), ["a.png · 48 kB · from Sari"])


if __name__ == "__main__":
    unittest.main()
