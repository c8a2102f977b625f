"""Whatever is pasted into any field of any window, and a disk that is full: a clear state, and nothing is lost."""

from __future__ import annotations

import resource
import tkinter as tk
import unittest
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tkinter import ttk
from typing import Final

from tests.gui.harness import focus, running_relay, settle
from tests.gui.people import Client, Desk, PeopleCase
from tests.system.processes import PASSWORD
from udpchat.catalogue import text
from udpchat.gui.kit.guards import fits_entry
from udpchat.gui.presenters.connect_pages import Way
from udpchat.gui.server_pages.settings_page import SettingsPage
from udpchat.gui.widgets.chat_rows import Tick
from udpchat.limits import TEXT_BYTES

PASTES: Final = {
    "emoji": "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 fine \U0001f1f9\U0001f1f7",
    "marks": "e" + "\u0301" * 300 + " ends",
    "nul": "sa\x00ri\x00 ends",
    "bidi": "\u202eevil\u2066\u200f\ufeff ends",
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 ends",
    "lines": "one\ntwo\r\nthree\tfour\x1b[31m ends",
    "64 KiB": "x" * 65536,
    "64 KiB of emoji": "\U0001f600" * 16384,
}


def fields(widget: tk.Misc) -> Iterator[tk.Misc]:
    """Everything in a window that one can type into now."""
    if not widget.winfo_viewable():
        return
    if isinstance(widget, ttk.Entry):
        writable = widget.instate(["!readonly", "!disabled"])
    else:
        writable = isinstance(widget, tk.Text) and str(widget.cget("state")) == "normal"
    if writable:
        yield widget
    for child in widget.winfo_children():
        yield from fields(child)


class Pastes(PeopleCase):
    """With real keys, from the clipboard of another window."""

    def paste(self, desk: Desk, widget: tk.Misc, words: str) -> str:
        """Into a field, in the place of what is there; what stands there then."""
        focus(widget)
        self.clipboard(words)
        desk.key("ctrl+a", "BackSpace", "ctrl+v", "Left", "BackSpace", "End")
        settle(self.all_windows)
        held = str(widget.get("1.0", "end") if isinstance(widget, tk.Text) else widget.get())  # type: ignore[attr-defined]
        self.assertNotIn("\x00", held)
        self.assertLessEqual(len(held.encode()), 4 * TEXT_BYTES)
        if not isinstance(widget, tk.Text):
            self.assertTrue(fits_entry(held))
        return held

    def clipboard(self, words: str) -> None:
        owner = self.roots[0]
        owner.clipboard_clear()
        owner.clipboard_append(words)
        settle(self.all_windows)

    def paste_everywhere(self, desk: Desk, count: int, then: Callable[[], object] = lambda: None) -> None:
        """Everything into each of the `count` fields that are seen, with Enter at the end; `then` goes back to them."""
        self.until(lambda: len(list(fields(desk.root))) == count)
        found = list(fields(desk.root))
        for what, words in PASTES.items():
            with self.subTest(what):
                for widget in found:
                    self.paste(desk, widget, words)
                desk.key("Return")
                settle(self.all_windows)
                then()

    def test_the_way_in(self) -> None:
        relay = running_relay(self, self.folder(), "--signup", "room", "--room-password", "Kreide")
        self.client()  # whose clipboard it is
        ann = self.client()

        def back() -> None:
            self.until(lambda: not ann.connect.presenter._form.busy)  # type: ignore[union-attr]
            if ann.asked:
                ann.connect.question.back.invoke()

        self.paste_everywhere(ann, 2)
        self.assertTrue(ann.at_first_page)
        ann.go(relay.port)
        ann.fill(Way.CREATE)  # which has all fields of the form
        self.paste_everywhere(ann, 5, back)
        ann.fill(Way.CREATE, name="ann", password=PASSWORD, display="", country="", room="Kreide")
        ann.submit()
        ann.until_chatting()

    def test_the_chat(self) -> None:
        relay = running_relay(self, self.folder())
        ann, ben = self.client(), self.client()
        ann.create(relay, "ann")
        ben.guest(relay, "ben")
        composer = ann.chat.composer
        for count, words in enumerate(PASTES.values(), 1):
            self.clipboard(words)
            focus(composer.text)
            ann.key("ctrl+v")
            if len(words.encode()) > TEXT_BYTES:  # as a file, cut, or not at all? Cut.
                ann.key("Left", "Return")
            self.until(lambda: composer.value != "")
            ann.key("Return")
            self.until(lambda: composer.value == "")
            self.until(lambda count=count: len(ben.texts) == count)  # type: ignore[misc]
        self.until(lambda: ann.ticks == {Tick.STORED} and ann.texts == ben.texts)
        self.assertEqual(ben.texts[0], PASTES["emoji"])
        self.assertEqual(ben.texts[2], "sa")  # no more than that comes through the clipboard
        self.assertTrue(all(said.strip().endswith(("ends", "x", "\U0001f600")) for said in ben.texts[3:]))
        self.assertLessEqual(max(len(said.encode()) for said in ben.texts), TEXT_BYTES)
        ann.chat.open_find()
        self.until(lambda: len(list(fields(ann.root))) == 2)
        self.paste_everywhere(ann, 2)
        ann.key("Escape")
        ann.say("still here")
        self.until(lambda: ben.texts[-1] == "still here")

    def test_the_server_window(self) -> None:
        operator = self.server(self.folder() / "relay")
        settings = operator.page("settings")
        assert isinstance(settings, SettingsPage)
        settings._set.invoke()
        settle(self.all_windows)
        self.paste_everywhere(operator, 8)
        self.until(lambda: operator.reads(text("operator.settings.port_wrong", maximum=65535)))
        settings._discard.invoke()
        settle(self.all_windows)
        for page in ("log", "people"):
            operator.page(page)
            self.paste_everywhere(operator, 1)
        ann = self.client()
        ann.guest(operator.port, "ann")
        operator.page("people")
        self.paste_everywhere(operator, 1)
        focus(next(fields(operator.root)))
        operator.key("ctrl+a", "BackSpace")
        self.until(lambda: operator.reads("ann"))


class DiskFull(PeopleCase):
    """Not one more byte fits, of the client or of the relay, while people chat."""

    hurried = True

    @contextmanager
    def full(self, pid: int = 0) -> Iterator[None]:
        """No file of the process can grow or change any more."""
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)

    def assert_said(self, expected: list[str], *clients: Client) -> None:
        for client in clients:
            self.until(lambda client=client: client.texts == expected and client.ticks <= {Tick.STORED})  # type: ignore[misc]

    def test_of_the_client(self) -> None:
        relay = running_relay(self, self.folder())
        ann, ben = self.client(), self.client()
        ann.create(relay, "ann")
        ben.guest(relay, "ben")
        ann.say("before")
        self.assert_said(["before"], ann, ben)
        with self.full():
            ann.say("while it is full")
            self.until(lambda: text("chat.banner.disk") in ann.banner)
            self.assertEqual(ann.rows[-1].tick, Tick.PENDING)
            ann.say("and more")
            self.assertEqual(ben.texts, ["before"])
        self.assert_said(["before", "while it is full", "and more"], ann, ben)
        self.until(lambda: not ann.banner)

    def test_of_the_relay(self) -> None:
        operator = self.server(self.folder() / "relay")
        ann, ben = self.client(), self.client()
        ann.create(operator.port, "ann")
        ben.guest(operator.port, "ben")
        ann.say("before")
        self.assert_said(["before"], ann, ben)
        running = operator.shell._supervisor.status.relay
        assert running is not None
        operator.page("log")
        with self.full(running.pid):
            ann.say("while it is full")
            ben.say("me too")
            self.until(lambda: operator.reads("ERROR", "Storage"))
            self.assertEqual([row.tick for row in ann.rows if row.own], [Tick.STORED, Tick.PENDING])
        self.until(lambda: len(ann.texts) == 3 and ann.ticks == {Tick.STORED})
        self.assertEqual(ann.texts[0], "before")
        self.assertEqual(sorted(ann.texts[1:]), ["me too", "while it is full"])
        self.assert_said(ann.texts, ben)


if __name__ == "__main__":
    unittest.main()
