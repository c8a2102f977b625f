"""The composer on a real display: real keys, growth, limits, emoji, and what nobody should paste."""

from __future__ import annotations

import unittest
from unittest import mock

from tests.gui.chat_case import ChatCase
from tests.gui.harness import click, focus, press, pump, settle, type_text
from udpchat.client import events
from udpchat.client.phases import Phase
from udpchat.errors import OutboxFull
from udpchat.gui.chat.actions import NoPasteboard
from udpchat.gui.client_window import ClientWindow
from udpchat.gui.dialogs import open_sheet
from udpchat.limits import COMPOSER_LINES, TEXT_BYTES


class ComposerCase(ChatCase):
    """A window with the keyboard in the composer."""

    def writing(self) -> ClientWindow:
        window = self.chat()
        settle(self.root)
        focus(window.composer.text)
        settle(self.root)
        return window

    def sent(self) -> list[object]:
        """What the core was given."""
        return [asked[1] for asked in self.core.asked if asked[0] == "send"]

    def paste(self, window: ClientWindow, text: str) -> None:
        """By Ctrl+V."""
        self.root.clipboard_clear()
        self.root.clipboard_append(text)
        press(self.root, "ctrl+v")


class Writing(ComposerCase):
    """Keys."""

    def test_enter_sends_and_shift_enter_breaks(self) -> None:
        window = self.writing()
        type_text(self.root, "hello")
        press(self.root, "shift+Return")
        type_text(self.root, "world")
        pump(self.root, lambda: window.composer.value == "hello\nworld")
        press(self.root, "Return")
        pump(self.root, lambda: self.sent() == ["hello\nworld"])
        self.assertEqual(window.composer.value, "")
        self.assertIs(self.root.focus_get(), window.composer.text)

    def test_nothing_is_not_sent(self) -> None:
        window = self.writing()
        press(self.root, "Return", "space", "Return", "shift+Return", "Return")
        pump(self.root, lambda: window.composer.value == " \n")
        self.assertEqual(self.sent(), [])
        self.assertTrue(window.composer.send_button.instate(["disabled"]))

    def test_the_button_sends(self) -> None:
        window = self.writing()
        type_text(self.root, "hi")
        pump(self.root, lambda: window.composer.send_button.instate(["!disabled"]))
        click(window.composer.send_button)
        pump(self.root, lambda: self.sent() == ["hi"])

    def test_what_is_not_taken_stays(self) -> None:
        window = self.writing()
        self.core.refuse = OutboxFull()
        type_text(self.root, "keep")
        press(self.root, "Return")
        pump(self.root, window.composer._note.winfo_ismapped)
        self.assertIn("Too many messages", str(window.composer._note.cget("text")))
        self.assertEqual(window.composer.value, "keep")
        self.core.refuse = None
        press(self.root, "Return")
        pump(self.root, lambda: self.sent() == ["keep"])
        pump(self.root, lambda: not window.composer._note.winfo_ismapped())

    def test_tab_moves_on(self) -> None:
        window = self.writing()
        press(self.root, "Tab")
        pump(self.root, lambda: self.root.focus_get() is window.composer.emoji_button)
        self.assertEqual(window.composer.value, "")
        press(self.root, "shift+Tab")
        pump(self.root, lambda: self.root.focus_get() is window.composer.text)

    def test_it_grows_to_six_lines(self) -> None:
        window = self.writing()
        heights = []
        for _ in range(COMPOSER_LINES + 2):
            heights.append(int(window.composer.text.cget("height")))
            press(self.root, "shift+Return")
            settle(self.root)
        pump(self.root, lambda: int(window.composer.text.cget("height")) == COMPOSER_LINES)
        self.assertEqual(heights[:4], [1, 2, 3, 4])
        window.composer.set("word " * 60)
        pump(self.root, lambda: 1 < int(window.composer.text.cget("height")) < COMPOSER_LINES)
        window.composer.set("")
        pump(self.root, lambda: int(window.composer.text.cget("height")) == 1)

    def test_drafts(self) -> None:
        window = self.writing()
        type_text(self.root, "half")
        pump(self.root, lambda: ("draft", 0, "half") in self.core.asked)
        self.tell(events.DraftFound(0, "from disk"))
        self.assertEqual(window.composer.value, "half")

    def test_one_may_write_while_disconnected(self) -> None:
        window = self.writing()
        self.tell(events.ConnectionLost("Gone.", 1e9), events.StateChanged(Phase.WAITING, 1e9))
        type_text(self.root, "later")
        press(self.root, "Return")
        pump(self.root, lambda: self.sent() == ["later"])
        self.tell(events.LoggedOut("The end."))
        pump(self.root, lambda: str(window.composer.text.cget("state")) == "disabled")
        self.assertTrue(window.composer.emoji_button.instate(["disabled"]))

    def test_backspace_by_what_one_sees(self) -> None:
        window = self.writing()
        window.composer.set("a👨‍👩‍👧👍🏽e\u0301")
        for left in ("a👨‍👩‍👧👍🏽", "a👨‍👩‍👧", "a"):
            press(self.root, "BackSpace")
            pump(self.root, lambda left=left: window.composer.value == left)  # type: ignore[misc]

    def test_undo(self) -> None:
        window = self.writing()
        type_text(self.root, "one")
        press(self.root, "ctrl+z")
        pump(self.root, lambda: window.composer.value != "one")


class Emoji(ComposerCase):
    """The small choice."""

    def test_by_keys(self) -> None:
        window = self.writing()
        type_text(self.root, "hi")
        press(self.root, "ctrl+e")
        pump(self.root, lambda: window.composer._picker is not None and self.root.focus_get() is window.composer._picker.canvas)
        press(self.root, "Right", "Down", "Return")
        pump(self.root, lambda: window.composer.value == "hi😜")
        self.assertIs(self.root.focus_get(), window.composer.text)
        self.assertIsNone(window.composer._picker)

    def test_by_pointer_and_closed_by_escape(self) -> None:
        window = self.writing()
        click(window.composer.emoji_button)
        pump(self.root, lambda: window.composer._picker is not None and window.composer._picker.winfo_ismapped())
        assert window.composer._picker is not None
        click(window.composer._picker.canvas, 5, 5)
        pump(self.root, lambda: window.composer.value == "😀")
        press(self.root, "ctrl+e")
        pump(self.root, lambda: window.composer._picker is not None)
        press(self.root, "Escape")
        pump(self.root, lambda: window.composer._picker is None)


class Pasting(ComposerCase):
    """What nobody should paste."""

    def test_64_kib(self) -> None:
        window = self.writing()
        self.paste(window, "x" * 64 * 1024)
        pump(self.root, lambda: open_sheet(self.root))
        self.assertEqual(window.composer.value, "")
        sheet = open_sheet(self.root)
        assert sheet is not None
        click(sheet._buttons["cut"])
        pump(self.root, lambda: len(window.composer.value) == TEXT_BYTES)
        self.assertIn("was cut", str(window.composer._note.cget("text")))
        press(self.root, "Return")
        pump(self.root, lambda: [len(str(said)) for said in self.sent()] == [TEXT_BYTES])

    def test_64_kib_as_a_file_or_not_at_all(self) -> None:
        window = self.writing()
        kept: list[str] = []
        with mock.patch.object(NoPasteboard, "keep", lambda _self, said: kept.append(said)):
            self.paste(window, "x" * 64 * 1024)
            pump(self.root, lambda: open_sheet(self.root))
            press(self.root, "Return")
            pump(self.root, lambda: [len(said) for said in kept] == [64 * 1024])
        self.paste(window, "x" * 64 * 1024)
        pump(self.root, lambda: open_sheet(self.root))
        press(self.root, "Escape")
        pump(self.root, lambda: not open_sheet(self.root))
        self.assertEqual((window.composer.value, len(kept)), ("", 1))

    def test_64_kib_of_emoji_and_marks(self) -> None:
        window = self.writing()
        self.paste(window, ("😀" + "e" + "\u0301" * 300) * 200)
        pump(self.root, lambda: len(window.composer.value) > 1000)
        self.assertLessEqual(len(window.composer.value.encode()), TEXT_BYTES)
        press(self.root, "BackSpace", "Left", "Delete", "Home", "shift+End", "BackSpace", "ctrl+z")
        settle(self.root)

    def test_controls_and_bidi(self) -> None:
        window = self.writing()
        self.paste(window, "a\u202eb\x1bc\r\nd\u2066")
        pump(self.root, lambda: window.composer.value == "abc\nd")

    def test_nothing_on_the_clipboard(self) -> None:
        window = self.writing()
        self.root.clipboard_clear()
        press(self.root, "ctrl+v")
        type_text(self.root, "x")
        pump(self.root, lambda: window.composer.value == "x")

    def test_over_a_selection(self) -> None:
        window = self.writing()
        window.composer.set("old")
        press(self.root, "ctrl+a")
        self.paste(window, "new")
        pump(self.root, lambda: window.composer.value == "new")

    def test_the_counter(self) -> None:
        window = self.writing()
        window.composer.set("y" * (TEXT_BYTES - 10))
        pump(self.root, lambda: "10 characters left" in str(window.composer._note.cget("text")))
        window.composer.set("y" * (TEXT_BYTES + 5))
        pump(self.root, lambda: "5 too many" in str(window.composer._note.cget("text")))
        self.assertTrue(window.composer.send_button.instate(["disabled"]))
        press(self.root, "Return")
        settle(self.root)
        self.assertEqual(self.sent(), [])


if __name__ == "__main__":
    unittest.main()
