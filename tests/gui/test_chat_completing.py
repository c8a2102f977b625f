"""Replies, edits and commands at the composer of a window: real keys, the list above the text, the strip in it."""

from __future__ import annotations

import tkinter as tk
import unittest

from tests.gui.harness import WindowCase, click, focus, press, pump, settle, type_text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import ContextData
from udpchat.gui.widgets.completion_data import NOTHING, CompletionData, FaceData, OfferData, UsageData
from udpchat.gui.widgets.composer import Composer, ComposerCalls

NAMES = ("sari", "sandra", "budi", "Élodie", *(f"pupil{number:02}" for number in range(30)))
REPLY = ContextData("reply", "Reply to sari", "Budget and the photo of the rack: 😀 " * 20)
EDIT = ContextData("edit", "Edit message", "old")


def offers(before: str) -> CompletionData:
    """Names after an @, two commands, how one of them is typed."""
    if before.startswith("/msg "):
        return CompletionData("/msg", usage=UsageData(("/msg", "PLACE", "TEXT"), 2, "a message to a person"))
    if before.startswith("/"):
        found = tuple(
            OfferData(f"/{name} ", f"/{name} TEXT", "what it does") for name in ("msg", "me") if name.startswith(before[1:])
        )
        return CompletionData("/", found, 0 if found else None)
    head, at, word = before.rpartition("@")
    if not at:
        return NOTHING
    people = [name for name in NAMES if name.startswith(word)]
    found = tuple(OfferData(f"{head}@{name} ", name, "away", FaceData(name, 1, "online")) for name in people)
    return CompletionData(f"@{len(head)}", found, 0 if word and found else None) if found else NOTHING


class CompletingCase(WindowCase):
    """A composer at the foot of a window; what it sends is in `sent`."""

    def composer(self, width: int = 700, height: int = 500, mode: str = "light", scale: float = 1.0) -> Composer:
        """Made, shown, with the keyboard."""
        self.sent: list[str] = []
        self.cancelled = 0
        self.lasts = 0
        self.root.geometry(f"{width}x{height}+20+20")
        kit = Kit(self.root, mode, scale)
        self.chat = tk.Frame(self.root)
        calls = ComposerCalls(self.send, lambda _said: None, lambda _part: None, offers, self.cancel, self.edit_last)
        made = self.made = Composer(self.root, kit, calls, self.root)
        made.pack(side="bottom", fill="x")
        self.chat.pack(fill="both", expand=True)
        made.open("Lobby")
        pump(self.root, made.text.winfo_viewable)
        focus(made.text)
        settle(self.root)
        return made

    def send(self, said: str) -> bool:
        self.sent.append(said)
        return True

    def cancel(self) -> bool:
        self.cancelled += 1
        self.made.set_context(None)
        return True

    def edit_last(self) -> bool:
        self.lasts += 1
        self.made.set("my last one")
        self.made.set_context(EDIT)
        return True

    def type(self, said: str) -> None:
        """And wait until it is there."""
        want = self.made.value + said
        type_text(self.root, said)
        pump(self.root, lambda: self.made.value == want)
        settle(self.root)

    def press(self, *keys: str) -> None:
        press(self.root, *keys)
        settle(self.root)


class Offering(CompletingCase):
    """The list above the text."""

    def test_a_name_by_enter(self) -> None:
        made = self.composer()
        self.type("hi @sa")
        pump(self.root, lambda: made.completing.offers)
        self.press("Return")
        pump(self.root, lambda: made.value == "hi @sari ")
        self.assertFalse(made.completing.is_open)
        self.assertEqual(self.sent, [])
        self.press("Return")
        pump(self.root, lambda: self.sent == ["hi @sari "])

    def test_down_tab_and_the_text_goes_on(self) -> None:
        made = self.composer()
        self.type("@sa")
        self.press("Down")
        self.press("Tab")
        pump(self.root, lambda: made.value == "@sandra ")
        self.assertIs(self.root.focus_get(), made.text)
        self.type("hello")
        self.press("Return")
        pump(self.root, lambda: self.sent == ["@sandra hello"])

    def test_up_goes_round(self) -> None:
        made = self.composer()
        self.type("@sa")
        self.press("Up")
        self.press("Return")
        pump(self.root, lambda: made.value == "@sandra ")

    def test_in_the_middle_with_emoji(self) -> None:
        made = self.composer()
        made.set("😀👍🏽  and so on")
        made.text.mark_set("insert", "1.0")
        self.press("Right", "Right", "Right")
        type_text(self.root, "@bu")
        pump(self.root, lambda: made.completing.offers)
        self.press("Tab")
        pump(self.root, lambda: made.value == "😀👍🏽 @budi and so on")
        self.type_at_caret("x", "😀👍🏽 @budi xand so on")

    def type_at_caret(self, said: str, want: str) -> None:
        type_text(self.root, said)
        pump(self.root, lambda: self.made.value == want)

    def test_nothing_is_chosen_before_a_letter(self) -> None:
        made = self.composer()
        self.type("at home @")
        self.assertTrue(made.completing.offers)
        self.press("Return")
        pump(self.root, lambda: self.sent == ["at home @"])

    def test_what_is_complete_is_sent(self) -> None:
        self.composer()
        self.type("hi @sari")
        self.press("Return")
        pump(self.root, lambda: self.sent == ["hi @sari"])

    def test_escape_closes_it_until_another_word(self) -> None:
        made = self.composer()
        self.type("@sa")
        self.assertTrue(made.completing.is_open)
        self.press("Escape")
        self.assertFalse(made.completing.is_open)
        self.type("r")
        self.assertFalse(made.completing.is_open)
        self.type("i @bu")
        self.assertTrue(made.completing.is_open)

    def test_by_pointer(self) -> None:
        made = self.composer()
        self.type("@sa")
        shown = made.completing._list
        assert shown is not None
        click(shown.canvas, 30, shown._row + shown._row // 2)
        pump(self.root, lambda: made.value == "@sandra ")
        self.assertIs(self.root.focus_get(), made.text)

    def test_many_scroll_and_stay_in_the_window(self) -> None:
        made = self.composer(height=300)
        self.type("@")
        shown = made.completing._list
        assert shown is not None
        self.assertGreaterEqual(shown.winfo_y(), 0)
        self.assertLessEqual(shown.winfo_y() + shown.winfo_height(), made.winfo_y())
        self.press(*["Down"] * 12)
        self.assertEqual(shown.chosen, 11)
        self.press("Return")
        pump(self.root, lambda: made.value == f"@{NAMES[11]} ")

    def test_it_never_covers_the_text(self) -> None:
        made = self.composer()
        for line in range(4):
            type_text(self.root, f"line {line}")
            self.press("shift+Return")
        type_text(self.root, "@sa")
        pump(self.root, lambda: made.completing.offers)
        shown = made.completing._list
        assert shown is not None
        pump(self.root, lambda: shown.winfo_rooty() + shown.winfo_height() <= made.winfo_rooty())

    def test_it_moves_with_the_text(self) -> None:
        made = self.composer()
        self.type("/msg sari hi")
        shown = made.completing._list
        assert shown is not None
        made.complain("There is no such place.")
        pump(self.root, made._note.winfo_ismapped)
        pump(self.root, lambda: shown.winfo_rooty() + shown.winfo_height() <= made._field.winfo_rooty())

    def test_usage_alone_leaves_the_keys(self) -> None:
        made = self.composer()
        self.type("/msg sari hi")
        self.assertTrue(made.completing.is_open)
        self.assertFalse(made.completing.offers)
        self.press("Return")
        pump(self.root, lambda: self.sent == ["/msg sari hi"])
        self.assertFalse(made.completing.is_open)

    def test_no_list_without_the_keyboard(self) -> None:
        made = self.composer()
        self.type("@sa")
        self.press("Escape")
        self.press("Tab")
        pump(self.root, lambda: self.root.focus_get() is made.emoji_button)
        made.set("@sa")
        settle(self.root)
        self.assertFalse(made.completing.is_open)

    def test_leaving_closes_it(self) -> None:
        made = self.composer()
        self.type("@sa")
        self.press("shift+Tab")
        pump(self.root, lambda: not made.completing.is_open)

    def test_a_draft_offers_nothing(self) -> None:
        made = self.composer()
        made.set("/ms")
        made.caret_to_end()
        settle(self.root)
        self.assertFalse(made.completing.is_open)
        self.type("g")
        self.assertTrue(made.completing.is_open)

    def test_the_window_goes_with_the_list_open(self) -> None:
        made = self.composer()
        self.type("@sa")
        made.destroy()
        settle(self.root)

    def test_the_theme_changes_below_it(self) -> None:
        made = self.composer()
        self.type("@sa")
        made._kit.set_mode("dark")
        made._kit.set_zoom(160)
        settle(self.root)
        self.assertTrue(made.completing.is_open)


class Strip(CompletingCase):
    """What the text will be."""

    def test_a_reply(self) -> None:
        made = self.composer()
        made.set_context(REPLY)
        assert made._strip is not None
        pump(self.root, made._strip.winfo_ismapped)
        settle(self.root)
        self.assertLess(made._strip.winfo_width(), made.winfo_width())
        self.assertTrue(str(made._strip.words.cget("text")).endswith("…"))
        self.press("Escape")
        pump(self.root, lambda: self.cancelled == 1 and made._strip is None)
        self.assertFalse(made.escape())

    def test_its_cross(self) -> None:
        made = self.composer()
        made.set("typed")
        made.set_context(REPLY)
        assert made._strip is not None
        click(made._strip.cancel_button)
        pump(self.root, lambda: self.cancelled == 1)
        self.assertEqual(made.value, "typed")
        pump(self.root, lambda: self.root.focus_get() is made.text)

    def test_up_takes_the_last_one(self) -> None:
        made = self.composer()
        self.press("Up")
        pump(self.root, lambda: made.value == "my last one")
        self.assertEqual(self.lasts, 1)
        self.press("Up")
        self.assertEqual(self.lasts, 1)

    def test_up_in_a_text_moves(self) -> None:
        made = self.composer()
        made.set("one\ntwo")
        made.caret_to_end()
        self.press("Up")
        self.assertEqual(self.lasts, 0)
        pump(self.root, lambda: str(made.text.index("insert")).startswith("1."))

    def test_escape_one_step_at_a_time(self) -> None:
        made = self.composer()
        made.set_context(REPLY)
        self.type("@sa")
        self.press("Escape")
        self.assertEqual((made.completing.is_open, self.cancelled), (False, 0))
        self.press("Escape")
        pump(self.root, lambda: self.cancelled == 1)

    def test_a_complaint_outlives_the_filling(self) -> None:
        made = self.composer()
        made.set("/exti")
        made.complain("There is no such command.")
        settle(self.root)
        self.assertTrue(made._note.winfo_ismapped())
        self.type("x")
        pump(self.root, lambda: not made._note.winfo_ismapped())


if __name__ == "__main__":
    unittest.main()
