"""Fields: the guarded entry and the one-line text, with real keys and a real clipboard."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from tests.gui.harness import WindowCase, focus, press, pump, settle, type_text
from udpchat.gui.kit import Kit, LineText, SafeEntry
from udpchat.gui.kit.cluster_keys import back, bind_cluster_keys, forth, index_units
from udpchat.gui.kit.guards import After, clipboard, count

EMOJI: Final = "\U0001f600"
FAMILY: Final = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
THUMB: Final = "\U0001f44d\U0001f3fd"
FLAG: Final = "\U0001f1e7\U0001f1ea"


class FieldCase(WindowCase):
    """A kit, and a clipboard."""

    def setUp(self) -> None:
        super().setUp()
        self.kit = Kit(self.root)

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""
        self.root.clipboard_clear()
        self.root.clipboard_append(text)

    def ready(self, widget: tk.Misc) -> None:
        """Show the widget and give it the keyboard."""
        widget.pack()  # type: ignore[attr-defined]
        focus(widget)


class Entries(FieldCase):
    """SafeEntry."""

    def setUp(self) -> None:
        super().setUp()
        self.heard: list[str] = []
        self.refused = 0
        self.entry = SafeEntry(self.root, max_chars=12, on_change=self.heard.append, on_refused=self.refuse)
        self.ready(self.entry)

    def refuse(self) -> None:
        """Characters were left out."""
        self.refused += 1

    def test_typing(self) -> None:
        type_text(self.root, "hello")
        pump(self.root, lambda: self.entry.value == "hello")
        self.assertEqual(self.heard[-1], "hello")
        press(self.root, "BackSpace")
        pump(self.root, lambda: self.entry.value == "hell")

    def test_most_characters(self) -> None:
        type_text(self.root, "abcdefghijklmnop")
        pump(self.root, lambda: self.entry.value == "abcdefghijkl")
        self.entry.set("x" * 99)
        self.assertEqual(self.entry.value, "x" * 12)
        press(self.root, "BackSpace")
        pump(self.root, lambda: len(self.entry.value) == 11)

    def test_paste_is_filtered(self) -> None:
        for event in ("<<Paste>>",):
            self.entry.set("ab")
            self.copy(f"c{EMOJI}d\ne")
            self.entry.event_generate(event)
            self.assertEqual(self.entry.value, "abcd e")
        self.assertEqual(self.refused, 1)

    def test_paste_replaces_the_selection(self) -> None:
        self.entry.set("abc")
        self.entry.selection_range(0, "end")
        self.copy("new")
        self.entry.event_generate("<<Paste>>")
        self.assertEqual(self.entry.value, "new")

    def test_paste_of_the_primary_selection(self) -> None:
        other = tk.Text(self.root)
        other.pack()
        other.insert("1.0", f"pri{EMOJI}mary")
        other.tag_add("sel", "1.0", "end")
        self.entry.event_generate("<<PasteSelection>>", x=3, y=3)
        self.assertEqual(self.entry.value, "primary")

    def test_nothing_to_paste(self) -> None:
        self.root.clipboard_clear()
        self.root.selection_clear()
        self.entry.event_generate("<<Paste>>")
        self.assertEqual(self.entry.value, "")
        self.assertEqual(clipboard(self.root, "SECONDARY"), "")

    def test_emoji_from_an_input_method(self) -> None:
        self.entry.set("ab")
        self.root.tk.call("ttk::entry::Insert", self.entry, EMOJI)
        self.assertEqual(self.entry.value, "ab")
        self.assertEqual(self.refused, 1)

    def test_set_and_insert(self) -> None:
        for raw in (f"a{EMOJI}b", "\ud83d", "a\0b", "\u202e", "z" + "\u0301" * 300, "x" * 65536):
            self.entry.set(raw)
            self.assertLessEqual(len(self.entry.value), 12)
            self.assertNotIn(EMOJI, self.entry.value)
            self.assertNotIn("\0", self.entry.value)

    def test_read_only(self) -> None:
        self.entry.set("fixed")
        self.entry.read_only(True)
        self.copy("x")
        self.entry.event_generate("<<Paste>>")
        press(self.root, "BackSpace", "x")
        settle(self.root)
        self.assertEqual(self.entry.value, "fixed")
        self.entry.set("other")
        self.assertEqual(self.entry.value, "other")
        self.assertTrue(self.entry.instate(["readonly"]))

    def test_invalid_and_return(self) -> None:
        self.entry.set_invalid(True)
        self.assertTrue(self.entry.instate(["invalid"]))
        self.entry.set("x")
        self.assertTrue(self.entry.instate(["invalid"]), "typing does not judge")
        self.entry.set_invalid(False)
        self.assertFalse(self.entry.instate(["invalid"]))
        pressed: list[int] = []
        self.entry.on_return = lambda: pressed.append(1)
        press(self.root, "Return")
        pump(self.root, lambda: pressed)

    def test_no_way_around(self) -> None:
        with self.assertRaises(ValueError):
            SafeEntry(self.root, textvariable=tk.StringVar(self.root))

    def test_password(self) -> None:
        entry = SafeEntry(self.root, show="•")
        self.ready(entry)
        entry.set("two  spaces ")
        self.assertEqual(entry.value, "two  spaces ")


class Lines(FieldCase):
    """LineText."""

    def setUp(self) -> None:
        super().setUp()
        self.heard: list[str] = []
        self.frame = ttk.Frame(self.root, style="Search.TFrame")
        self.frame.pack()
        self.line = LineText(self.frame, self.kit, placeholder="Search", max_chars=20, frame=self.frame)
        self.line.on_change = self.heard.append
        self.after = ttk.Button(self.root, text="next")
        self.after.pack()
        self.ready(self.line)

    def hint_shown(self) -> bool:
        """Whether the placeholder is seen."""
        return bool(self.line._hint.winfo_manager())

    def test_typing_and_placeholder(self) -> None:
        self.assertTrue(self.hint_shown())
        type_text(self.root, "hi")
        pump(self.root, lambda: self.line.value == "hi" and self.heard[-1:] == ["hi"])
        self.assertFalse(self.hint_shown())
        press(self.root, "BackSpace", "BackSpace")
        pump(self.root, lambda: self.line.value == "" and self.hint_shown())
        self.assertEqual(self.heard[-1], "")

    def test_emoji_are_welcome(self) -> None:
        self.line.set(f"a{FAMILY}{THUMB}{FLAG}")
        self.assertEqual(self.line.value, f"a{FAMILY}{THUMB}{FLAG}")
        for left in (f"a{FAMILY}{THUMB}", f"a{FAMILY}", "a", ""):
            self.line.mark_set("insert", "end")
            press(self.root, "BackSpace")
            pump(self.root, lambda left=left: self.line.value == left)  # type: ignore[misc]

    def test_one_line_only(self) -> None:
        self.copy("one\ntwo\tthree\n")
        self.line.event_generate("<<Paste>>")
        self.assertEqual(self.line.value, "one two three")
        self.line.insert("end", "\nmore")
        settle(self.root)
        self.assertNotIn("\n", self.line.value)

    def test_most_characters(self) -> None:
        self.copy("x" * 65536)
        self.line.event_generate("<<Paste>>")
        self.assertEqual(len(self.line.value), 20)
        type_text(self.root, "yy")
        settle(self.root)
        self.assertEqual(self.line.value, "x" * 20)

    def test_return_and_tab(self) -> None:
        pressed: list[int] = []
        self.line.on_return = lambda: pressed.append(1)
        press(self.root, "Return")
        pump(self.root, lambda: pressed)
        press(self.root, "Tab")
        pump(self.root, lambda: self.root.focus_get() is self.after)
        press(self.root, "shift+Tab")
        pump(self.root, lambda: self.root.focus_get() is self.line)
        self.assertEqual(self.line.value, "")

    def test_frame_shows_the_focus(self) -> None:
        pump(self.root, lambda: self.frame.instate(["focus"]))
        focus(self.after)
        pump(self.root, lambda: not self.frame.instate(["focus"]))

    def test_select_all(self) -> None:
        self.line.set("old")
        self.line.select_all()
        type_text(self.root, "n")
        pump(self.root, lambda: self.line.value == "n")

    def test_undo_gives_back_what_was_typed_over(self) -> None:
        type_text(self.root, "word")
        pump(self.root, lambda: self.line.value == "word")
        self.line.event_generate("<<Undo>>")
        pump(self.root, lambda: self.line.value == "")

    def test_colours(self) -> None:
        self.kit.set_mode("dark")
        settle(self.root)
        self.assertEqual(str(self.line["background"]), self.kit.color("field"))


class ClusterKeys(FieldCase):
    """Deleting and stepping in a text of several lines."""

    def setUp(self) -> None:
        super().setUp()
        self.text = tk.Text(self.root, height=4)
        bind_cluster_keys(self.text)
        self.ready(self.text)

    def content(self) -> str:
        """What stands in the text."""
        return self.text.get("1.0", "end - 1 indices")

    def test_backspace(self) -> None:
        self.text.insert("1.0", f"a\n{THUMB}")
        for left in ("a\n", "a", "", ""):
            press(self.root, "BackSpace")
            pump(self.root, lambda left=left: self.content() == left)  # type: ignore[misc]

    def test_delete(self) -> None:
        self.text.insert("1.0", f"{FLAG}\n{FAMILY}b")
        self.text.mark_set("insert", "1.0")
        for left in (f"\n{FAMILY}b", f"{FAMILY}b", "b", "", ""):
            press(self.root, "Delete")
            pump(self.root, lambda left=left: self.content() == left)  # type: ignore[misc]

    def test_arrows(self) -> None:
        self.text.insert("1.0", f"x{FAMILY}{THUMB}")
        press(self.root, "Left")
        pump(self.root, lambda: self.text.get("insert", "end - 1 indices") == THUMB)
        press(self.root, "Left")
        pump(self.root, lambda: self.text.get("insert", "end - 1 indices") == FAMILY + THUMB)
        press(self.root, "Right")
        pump(self.root, lambda: self.text.get("insert", "end - 1 indices") == THUMB)
        press(self.root, "shift+Left")
        pump(self.root, lambda: self.text.tag_ranges("sel"))
        self.assertEqual(self.text.get("sel.first", "sel.last"), FAMILY)
        press(self.root, "Right")
        pump(self.root, lambda: not self.text.tag_ranges("sel"))
        self.assertEqual(self.text.get("insert", "end - 1 indices"), THUMB)

    def test_selection_goes_at_once(self) -> None:
        for key in ("BackSpace", "Delete"):
            self.text.insert("1.0", f"a{EMOJI}b\nc")
            self.text.tag_add("sel", "1.0", "end - 1 indices")
            press(self.root, key)
            pump(self.root, lambda: self.content() == "")

    def test_locked(self) -> None:
        self.text.insert("1.0", "a")
        self.text.configure(state="disabled")
        press(self.root, "BackSpace", "Delete")
        settle(self.root)
        self.assertEqual(self.content(), "a")

    def test_index_units(self) -> None:
        for string in ("", "abc", EMOJI, f"a{FAMILY}b", "e\u0301"):
            self.text.delete("1.0", "end")
            self.text.insert("1.0", string)
            self.assertEqual(f"1.{index_units(self.text, string)}", self.text.index("1.end"))

    def test_back_and_forth(self) -> None:
        self.text.insert("1.0", f"a{THUMB}")
        self.assertEqual(self.text.get(back(self.text, "1.end"), "1.end"), THUMB)
        self.assertEqual(self.text.get(forth(self.text, "1.0"), "1.end"), THUMB)
        self.assertEqual(self.text.index(back(self.text, "1.0")), "1.0")


class UsualKeys(FieldCase):
    """Ctrl and a letter."""

    def setUp(self) -> None:
        super().setUp()
        if self.root.tk.call("tk", "windowingsystem") == "aqua":
            self.skipTest("macOS has its own keys")

    def test_select_all(self) -> None:
        entry = SafeEntry(self.root)
        self.ready(entry)
        entry.set("all of it")
        press(self.root, "ctrl+a")
        pump(self.root, entry.selection_present)
        line = LineText(self.root, self.kit)
        self.ready(line)
        line.set("all of it")
        press(self.root, "ctrl+a")
        pump(self.root, lambda: line.tag_ranges("sel") and line.get("sel.first", "sel.last") == "all of it")

    def test_nothing_is_lost_and_windows_hear_of_it(self) -> None:
        heard: list[str] = []
        for letter in "kdhtoiwyfnpbe":
            self.root.bind(f"<Control-{letter}>", lambda _event, letter=letter: heard.append(letter))  # type: ignore[misc]
        text = tk.Text(self.root, undo=True)
        self.ready(text)
        self.copy("pasted")
        text.insert("1.0", "some words")
        text.tag_add("sel", "1.0", "1.4")
        text.mark_set("insert", "1.2")
        for letter in "kdhtoiwfnpbe":
            press(self.root, f"ctrl+{letter}")
            pump(self.root, lambda letter=letter: letter in heard)  # type: ignore[misc]
        self.assertEqual(text.get("1.0", "end - 1 indices"), "some words")

    def test_redo(self) -> None:
        text = tk.Text(self.root, undo=True)
        self.ready(text)
        type_text(self.root, "ab")
        pump(self.root, lambda: text.get("1.0", "end - 1 indices") == "ab")
        press(self.root, "ctrl+z")
        pump(self.root, lambda: text.get("1.0", "end - 1 indices") != "ab")
        press(self.root, "ctrl+y")
        pump(self.root, lambda: text.get("1.0", "end - 1 indices") == "ab")


class TextTraps(FieldCase):
    """Guards that need a Tk."""

    def test_count(self) -> None:
        text = tk.Text(self.root)
        text.insert("1.0", "a\nb\nc")
        self.assertEqual(count(text, "1.0", "end", "lines"), 3)
        self.assertEqual(count(text, "1.0", "1.0", "chars"), 0)

    def test_after_ends_with_its_widget(self) -> None:
        frame = ttk.Frame(self.root)
        ran: list[int] = []
        job = After(frame)
        job.start(1, lambda: ran.append(1))
        self.assertTrue(job.waiting)
        job.start(1, lambda: ran.append(2))
        pump(self.root, lambda: ran)
        self.assertEqual(ran, [2])
        job.start(1, lambda: ran.append(3))
        frame.destroy()
        self.assertFalse(job.waiting)
        settle(self.root)
        self.assertEqual(ran, [2])


if __name__ == "__main__":
    import unittest

    unittest.main()
