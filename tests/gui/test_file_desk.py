"""Files on this computer, for the window: is it there, where it is, a copy, a picture by itself."""

from __future__ import annotations

import os
import tkinter as tk
import unittest
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from tests.gui.harness import WindowCase, click, press, pump, settle
from tests.unit.gui.desktop.systems import Paper
from udpchat.gui import file_desk
from udpchat.gui.background import Background
from udpchat.gui.file_desk import FileDesk, copy
from udpchat.gui.kit import Kit
from udpchat.gui.loop import TkLoop
from udpchat.gui.preview import pixels as px
from udpchat.gui.preview.pictures import Pictures

CHOOSE = "udpchat.gui.file_desk.filedialog.asksaveasfilename"


class DeskCase(WindowCase):
    """A desk over an empty window."""

    def setUp(self) -> None:
        super().setUp()
        self.root.geometry("800x600+20+20")
        self.place = self.folder()
        self.path = self.place / "a é.csv"
        self.path.write_bytes(b"1,2,3")
        loop = TkLoop(self.root, lambda error: self.callback_errors.append(repr(error)))
        self.addCleanup(loop.close)
        background = Background(loop)
        self.addCleanup(background.close)
        kit = Kit(self.root)
        pictures = Pictures(kit, background)
        self.addCleanup(pictures.close)
        self.paper = Paper(platform="linux", programs={"xdg-open"})
        self.opened: list[tk.Misc] = []
        self.desk = FileDesk(self.root, kit, background, pictures, self.opened.append, self.paper.system)
        pump(self.root, self.root.winfo_viewable)

    def answer(self, ask: Callable[[Callable[[object], None]], None]) -> object:
        """What it becomes."""
        got: list[object] = []
        ask(got.append)
        pump(self.root, lambda: got)
        return got[0]


class Asked(DeskCase):
    """Of the system."""

    def test_is_it_there(self) -> None:
        self.assertIs(self.answer(lambda then: self.desk.exists(str(self.path), then)), True)
        self.assertIs(self.answer(lambda then: self.desk.exists(str(self.place), then)), False)
        self.assertIs(self.answer(lambda then: self.desk.exists("\0", then)), False)

    def test_its_folder(self) -> None:
        self.assertIs(self.answer(lambda then: self.desk.show_in_folder(str(self.path), then)), True)
        self.assertEqual([list(command)[-1] for command, _ in self.paper.left], [str(self.place)])

    def test_open(self) -> None:
        self.assertIs(self.answer(lambda then: self.desk.open_file(str(self.path), then)), True)
        self.assertEqual([list(command)[-1] for command, _ in self.paper.left], [str(self.path)])
        self.paper.programs.clear()
        self.assertIs(self.answer(lambda then: self.desk.open_file(str(self.path), then)), False)

    def test_a_place_for_a_copy(self) -> None:
        got: list[str] = []
        with mock.patch(CHOOSE, return_value=str(self.place / "there.csv")) as dialog:
            self.desk.ask_place("a 😀.csv", got.append)
            self.desk.ask_place("b.csv", got.append)
        self.assertEqual(got, [str(self.place / "there.csv")] * 2)
        first, second = (call.kwargs for call in dialog.call_args_list)
        self.assertNotIn("😀", first["initialfile"])
        self.assertEqual((first["initialdir"], second["initialdir"]), (None, str(self.place)))
        for outcome in ({"return_value": ""}, {"return_value": ()}, {"side_effect": tk.TclError("gone")}):
            with mock.patch(CHOOSE, **outcome):
                self.desk.ask_place("a.csv", got.append)
        self.assertEqual(len(got), 2)


class Copied(DeskCase):
    """Complete, or not at all."""

    def test_a_copy(self) -> None:
        to = self.place / "b.csv"
        to.write_bytes(b"before")
        self.assertEqual(self.answer(lambda then: self.desk.copy_file(str(self.path), str(to), then)), "")
        self.assertEqual(to.read_bytes(), b"1,2,3")
        self.assertEqual(sorted(os.listdir(self.place)), ["a é.csv", "b.csv"])

    def test_onto_itself(self) -> None:
        self.assertEqual(copy(self.path, self.path), "")
        self.assertEqual(self.path.read_bytes(), b"1,2,3")

    def test_what_cannot_be_written(self) -> None:
        why = copy(self.path, self.place / "nowhere" / "b.csv")
        self.assertTrue(why)
        why = copy(self.place / "gone.csv", self.place / "b.csv")
        self.assertTrue(why)
        with mock.patch.object(file_desk.shutil, "copyfileobj", side_effect=OSError(28, "No space left on device")):
            self.assertEqual(copy(self.path, self.place / "b.csv"), "No space left on device")
        self.assertEqual(os.listdir(self.place), ["a é.csv"])


class Looked(DeskCase):
    """A picture by itself."""

    def picture(self) -> Path:
        """Larger than the window."""
        path = self.place / "a.png"
        path.write_bytes(px.to_png(px.Pixels(1200, 900, [bytearray((9, 90, 200, 255) * 1200) for _ in range(900)])))
        return path

    def test_it_fits_the_window(self) -> None:
        self.desk.view_picture(str(self.picture()), "a.png")
        viewer = self.desk.viewer
        assert viewer is not None
        pump(self.root, lambda: viewer.picture)
        assert viewer.picture is not None
        self.assertLessEqual(viewer.picture.width(), 800)
        self.assertLessEqual(viewer.picture.height(), 600)
        self.assertGreater(viewer.picture.height(), 450)
        self.assertEqual(self.opened, [viewer])
        press(self.root, "Escape")
        pump(self.root, lambda: not viewer.winfo_exists())

    def test_a_click_closes_it(self) -> None:
        self.desk.view_picture(str(self.picture()), "a.png")
        viewer = self.desk.viewer
        assert viewer is not None
        pump(self.root, lambda: viewer.picture)
        click(viewer.label)
        pump(self.root, lambda: not viewer.winfo_exists())

    def test_one_that_is_none(self) -> None:
        self.desk.view_picture(str(self.path), "\u202ea.csv")
        viewer = self.desk.viewer
        assert viewer is not None
        pump(self.root, lambda: "cannot" in str(viewer.label.cget("text")))

    def test_closed_before_it_comes(self) -> None:
        self.desk.view_picture(str(self.picture()), "a.png")
        first = self.desk.viewer
        self.desk.view_picture(str(self.picture()), "a.png")
        second = self.desk.viewer
        assert first is not None and second is not None
        self.assertFalse(first.winfo_exists())
        pump(self.root, lambda: second.picture)
        second.close()
        settle(self.root)


if __name__ == "__main__":
    unittest.main()
