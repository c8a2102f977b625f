"""App: a root with kit and loop, from hidden to gone."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import tkinter as tk
import unittest
from collections.abc import Iterator, Mapping
from tkinter import ttk
from typing import Any
from unittest import mock

from tests.gui.harness import WindowCase, pump, settle
from tests.unit.gui.desktop.systems import Paper
from udpchat.client.preferences import Preferences
from udpchat.gui.app import App, open_app
from udpchat.gui.desktop.toolkit import NoWindows

SIZE, LEAST = (800, 500), (400, 300)


class AppCase(WindowCase):
    """Opens apps on a desktop made of paper, whose display is real."""

    def setUp(self) -> None:
        super().setUp()
        self.paper = Paper(environ=dict(os.environ))
        self.saved: list[Mapping[str, object]] = []

    def open(self, **preferences: Any) -> App:
        app = open_app("Udpchat", Preferences(**preferences), self.paper.system)
        app.save = self.saved.append
        self.addCleanup(app.quit)
        return app

    def shown(self, app: App, slot: int = 0) -> App:
        app.place("client", SIZE, LEAST, slot)
        pump(app.root, app.root.winfo_viewable)
        settle(app.root)
        return app


class Standing(AppCase):
    def test_hidden_until_it_is_placed(self) -> None:
        app = self.open()
        settle(app.root)
        self.assertFalse(app.root.winfo_viewable())
        self.shown(app)
        self.assertEqual((app.root.winfo_width(), app.root.winfo_height()), SIZE)
        self.assertEqual(app.root.minsize(), LEAST)

    def test_scale(self) -> None:
        app = self.shown(self.open(scale_percent=150))
        self.assertEqual(app.kit.scale, 1.5)
        self.assertEqual((app.root.winfo_width(), app.root.winfo_height()), (1200, 750))

    @unittest.skipUnless(sys.platform == "linux", "X11")
    def test_a_desktop_with_small_pixels(self) -> None:
        """Images and letters grow by the same factor, also when a person chose another one."""
        heights: dict[tuple[str, int], int] = {}
        for resources in ("", "Xft.dpi:\t192\n", "Xft.dpi:\tnonsense\n"):
            holder = tk.Tk()  # some displays forget everything when their last window goes
            with resources_of_display(resources):
                for percent in (0, 100, 200):
                    app = self.open(scale_percent=percent)
                    expected = percent / 100 or (2.0 if "192" in resources else 1.0)
                    self.assertEqual(app.kit.scale, expected)
                    heights[resources, percent] = app.kit.fonts.height("ui.body")
                    app.quit()
            holder.update_idletasks()
            holder.destroy()
        for resources, percent in heights:
            same = percent or (200 if "192" in resources else 100)
            self.assertEqual(heights[resources, percent], heights["", same], (resources, percent))

    def test_where_it_stood(self) -> None:
        app = self.shown(self.open(geometry={"client": "640x480+33+44", "server": "1x1+0+0"}))
        self.assertEqual(app.root.geometry(), "640x480+33+44")

    def test_never_off_the_screen(self) -> None:
        for kept in ("640x480+9000+9000", "640x480+-900+-900", "9000x9000+0+0", "nonsense"):
            app = self.shown(self.open(geometry={"client": kept}))
            root = app.root
            self.assertLessEqual(root.winfo_x() + root.winfo_width(), root.winfo_screenwidth(), kept)
            self.assertGreaterEqual(min(root.winfo_x(), root.winfo_y()), 0, kept)
            app.quit()

    def test_sisters_stand_beside(self) -> None:
        first = self.shown(self.open())
        second = self.shown(self.open(), slot=1)
        self.assertGreater(second.root.winfo_x(), first.root.winfo_x())
        self.assertGreater(second.root.winfo_y(), first.root.winfo_y())

    def test_geometry_is_kept_at_the_end(self) -> None:
        app = self.shown(self.open())
        app.root.geometry("500x400+10+20")
        settle(app.root)
        app.quit()
        self.assertEqual(self.saved, [{"geometry": {"client": "500x400+10+20"}}])

    def test_geometry_of_sisters_is_not_kept(self) -> None:
        app = self.shown(self.open(), slot=2)
        app.quit()
        self.assertEqual(self.saved, [])

    def test_title_and_icon(self) -> None:
        app = self.open()
        app.set_title("Lab 😀\x00\u202e – udpchat", 7)
        self.assertEqual(app.root.title(), "(7) Lab – udpchat")
        for unread in (0, 1, 9, 10, 1000):
            app.set_unread(unread)
        self.assertEqual(app.root.title(), "(1000) Lab – udpchat")

    def test_class_of_the_window(self) -> None:
        self.assertEqual(self.open().root.winfo_class(), "Udpchat")

    def test_focus(self) -> None:
        app = self.shown(self.open())
        app.raise_window()
        pump(app.root, lambda: app.has_focus)


class Preferring(AppCase):
    def test_mode(self) -> None:
        self.assertEqual(self.open(mode="dark").kit.mode, "dark")
        self.assertEqual(self.open().kit.mode, "light")
        self.paper.system.environ["GTK_THEME"] = "Adwaita:dark"
        self.assertEqual(self.open().kit.mode, "dark")
        self.assertEqual(self.open(mode="light").kit.mode, "light")

    def test_changes_apply_at_once_and_are_kept(self) -> None:
        app = self.open(mode="light")
        done = threading.Event()
        app.save = lambda changes: (self.saved.append(changes), done.set())
        app.change(mode="dark", zoom=120)
        self.assertEqual((app.kit.mode, app.kit.zoom, app.preferences.zoom), ("dark", 120, 120))
        self.assertTrue(done.wait(10))
        self.assertEqual(self.saved, [{"mode": "dark", "zoom": 120}])

    def test_a_disk_that_cannot_save_changes_nothing(self) -> None:
        def fail(changes: Mapping[str, object]) -> None:
            raise OSError("full")

        app = self.open(mode="light")
        app.save = fail
        app.change(mode="dark")
        self.assertEqual(app.kit.mode, "dark")

    def test_news_as_the_person_wants(self) -> None:
        self.paper.programs |= {"notify-send", "paplay"}
        quiet = self.open(sound=False, notify=False)
        quiet.notify("Ann", "hello")
        quiet.ring()
        self.assertEqual(self.paper.started, [])
        loud = self.open()
        loud.notify("Ann", "hello")
        loud.ring()
        self.assertEqual([command[0] for command, _ in self.paper.started], ["notify-send", "paplay"])

    def test_copy(self) -> None:
        app = self.open()
        app.copy("naïve 日本 \x00 \ud800!")
        self.assertEqual(app.root.clipboard_get(), "naïve 日本  !")

    def test_links(self) -> None:
        with mock.patch("webbrowser.open") as browse:
            self.assertFalse(self.open().open_link("file:///etc/passwd"))
            browse.assert_not_called()


class Ending(AppCase):
    def test_the_button_of_the_window(self) -> None:
        app = self.shown(self.open())
        asked: list[int] = []
        app.on_close = lambda: asked.append(1)
        close = app.root.protocol("WM_DELETE_WINDOW")
        app.root.tk.call(close)
        self.assertEqual(asked, [1])
        app.on_close = app.quit
        app.root.tk.call(close)
        self.assertTrue(app.ended)

    def test_quitting_on_a_mac(self) -> None:
        self.paper = Paper("darwin")
        app = self.shown(self.open())
        app.root.tk.call("::tk::mac::ReopenApplication")
        app.root.tk.call("::tk::mac::Quit")
        self.assertTrue(app.ended)

    def test_run_and_quit(self) -> None:
        app = self.shown(self.open())
        app.loop.call_later(0.02, lambda: app.quit(7))
        self.assertEqual(app.run(), 7)
        self.assertRaises(tk.TclError, app.root.winfo_exists)
        self.assertEqual(str(app.root.tk.call("after", "info")), "")

    @unittest.skipIf(os.name == "nt", "signals of Unix")
    def test_signals_end_it_politely_and_the_second_at_once(self) -> None:
        for count in (1, 2):
            app = self.shown(self.open())
            told: list[int] = []

            def say_goodbye(app: App = app, told: list[int] = told, count: int = count) -> None:
                told.append(1)
                if count == 1:
                    app.quit()
                else:
                    os.kill(os.getpid(), signal.SIGTERM)

            app.on_end = say_goodbye
            app.loop.call_later(0.01, lambda: os.kill(os.getpid(), signal.SIGTERM))
            before = signal.getsignal(signal.SIGTERM)
            self.assertEqual(app.run(), 0)
            self.assertEqual(told, [1])
            self.assertEqual(signal.getsignal(signal.SIGTERM), before)

    def test_quit_twice_and_from_a_tick(self) -> None:
        app = self.shown(self.open())
        app.loop.every(0.01, app.quit)
        pump(app.root, lambda: app.ended)
        app.quit()

    def test_ttk_has_nothing_left_to_do(self) -> None:
        app = self.shown(self.open())
        ttk.Entry(app.root).pack()
        app.change(mode="dark")
        app.quit()


class Failing(AppCase):
    def test_an_error_in_a_callback_is_logged_and_told(self) -> None:
        app = self.shown(self.open())
        told: list[BaseException] = []
        app.on_error = told.append
        with self.assertLogs("udpchat.gui", "ERROR") as logged:
            app.root.after(1, lambda: 1 // 0)
            app.loop.call_later(0.0, lambda: {}["on purpose"])
            pump(app.root, lambda: len(told) == 2)
        self.assertEqual({type(error) for error in told}, {ZeroDivisionError, KeyError})
        self.assertEqual(len(logged.output), 2)

    def test_no_display(self) -> None:
        with (
            mock.patch.object(tk, "Tk", side_effect=tk.TclError('couldn\'t connect to display ":99"')),
            self.assertRaises(NoWindows) as caught,
        ):
            self.open()
        self.assertIn("no display", caught.exception.sentence)

    def test_no_tkinter(self) -> None:
        with mock.patch.dict(sys.modules, {"tkinter": None}), self.assertRaises(NoWindows):
            self.open()


@contextlib.contextmanager
def resources_of_display(text: str) -> Iterator[None]:
    """What a desktop leaves for all programs, as `xrdb` writes it."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XDefaultRootWindow.restype = x.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x.XOpenDisplay(None))
    root = ctypes.c_ulong(x.XDefaultRootWindow(display))
    resources, string = (ctypes.c_ulong(x.XInternAtom(display, name, 0)) for name in (b"RESOURCE_MANAGER", b"STRING"))
    if text:
        x.XChangeProperty(display, root, resources, string, 8, 0, text.encode(), len(text))
    x.XSync(display, 0)
    try:
        yield
    finally:
        x.XDeleteProperty(display, root, resources)
        x.XCloseDisplay(display)


if __name__ == "__main__":
    unittest.main()
