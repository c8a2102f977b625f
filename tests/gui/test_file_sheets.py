"""Sheets of files with real keys and clicks."""

from __future__ import annotations

import os
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

from tests.gui.errand_case import ErrandCase, inside
from tests.gui.harness import click, focus, press, pump, settle, type_text
from tests.unit.gui.presenters.chat_making import BUDI, MAYA, ME, SARI
from tests.unit.gui.presenters.errands_lab import GROUP, card, progress, said
from udpchat.client.events import FileMark, FileMarksChanged, Message, SearchFound, TransferChanged, TransferState
from udpchat.gui.errands import windows
from udpchat.gui.errands.file_list_sheets import FilesSheet, TransfersSheet
from udpchat.gui.errands.file_sheets import ForwardSheet, ReceiversSheet, SendFilesSheet
from udpchat.gui.errands.people_sheets import SeveralSheet
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.errands.row_paint import button_places
from udpchat.gui.widgets.file_data import FileVerb
from udpchat.gui.widgets.popup_menu import PopupMenu

HOSTILE = (
    "exe.\u202egnp.txt", "a" * 240 + ".csv", "z\u0301\u0301\u0301\u0301\u0301\u0301.txt", "\U0001f468\u200d\U0001f469.png",
    "line\nbreak", " .", "\u4f60\u597d.pdf", "\u0645\u0631\u062d\u0628\u0627.doc",
)  # fmt: skip


class FileSheetCase(ErrandCase):
    """With a folder of files."""

    def file(self, name: str, size: int = 1000) -> str:
        path = self.home / name
        path.write_bytes(bytes(size))
        return str(path)

    def setUp(self) -> None:
        super().setUp()
        self.home = self.folder()

    def press_button(self, rows: RowList, key: str, button: str) -> None:
        """Click a small button of a line."""
        pump(self.root, lambda: rows.canvas.winfo_width() > 1)
        settle(self.root)
        at = next(at for at, row in enumerate(rows.rows) if row.key == key)
        row = rows.rows[at]
        place = next(place for place, each in enumerate(row.buttons) if each.key == button)
        left, right = button_places(row, rows.canvas.winfo_width(), self.kit)[place]
        rows.see(at)
        settle(self.root)
        middle = (rows._tops[at] + rows._tops[at + 1]) // 2 - int(rows.canvas.canvasy(0))
        click(rows.canvas, (left + right) // 2, middle)


class Sending(FileSheetCase):
    """Before they go."""

    def sheet_of(self, *paths: str) -> SendFilesSheet:
        self.open_window()
        self.lab.errands.send_files(paths, GROUP)
        sheet = self.shown()
        assert isinstance(sheet, SendFilesSheet)
        pump(self.root, lambda: len(sheet.list.rows) == len(paths))
        return sheet

    def test_a_caption_and_enter(self) -> None:
        path = self.file("budget.csv")
        sheet = self.sheet_of(path)
        self.assertEqual(str(sheet.verb.cget("text")), "Send 1 file")
        type_text(self.root, "For Monday")
        press(self.root, "shift+Return")
        type_text(self.root, "and Tuesday")
        pump(self.root, lambda: sheet.said.value == "For Monday\nand Tuesday")
        press(self.root, "Return")
        pump(self.root, lambda: "send_file" in self.lab.core.names())
        self.assertEqual(self.lab.core.last("send_file")[0], [path])
        self.assertEqual(self.lab.core.last("send_file")[-2], "For Monday\nand Tuesday")
        self.gone()
        self.assertEqual(self.lab.posted, [GROUP])

    def test_one_is_taken_out_by_a_click_and_one_by_delete(self) -> None:
        first, second, third = self.file("a.txt"), self.file("b.txt"), self.file("c.txt")
        sheet = self.sheet_of(first, second, third)
        self.press_button(sheet.list, second, "remove")
        pump(self.root, lambda: [row.key for row in sheet.list.rows] == [first, third])
        focus(sheet.list.canvas)
        press(self.root, "Down", "Down", "Delete")
        pump(self.root, lambda: len(sheet.list.rows) == 1)
        press(self.root, "Home", "Delete")
        pump(self.root, lambda: not sheet.list.rows)
        self.assertTrue(sheet.verb.instate(["disabled"]))
        press(self.root, "Escape")
        self.gone()
        self.assertNotIn("send_file", self.lab.core.names())

    def test_what_cannot_be_sent_is_red_and_stays(self) -> None:
        sheet = self.sheet_of(str(self.home), str(self.home / "missing"))
        self.assertEqual([row.wrong for row in sheet.list.rows], [True, True])
        self.assertTrue(sheet.verb.instate(["disabled"]))
        press(self.root, "Return")
        settle(self.root)
        self.assertNotIn("send_file", self.lab.core.names())

    def test_more_by_the_dialog(self) -> None:
        first, second = self.file("a.txt"), self.file("b.txt")
        sheet = self.sheet_of(first)
        with mock.patch.object(windows.filedialog, "askopenfilenames", return_value=(second,)) as asked:
            click(sheet.add)
            pump(self.root, lambda: len(sheet.list.rows) == 2)
            click(sheet.add)
            pump(self.root, lambda: asked.call_count == 2)
        self.assertEqual(asked.call_args.kwargs["initialdir"], str(self.home))
        self.assertEqual(str(sheet.verb.cget("text")), "Send 2 files")

    def test_names_of_strangers_fit(self) -> None:
        paths = [self.file(name.replace("/", "_")) for name in HOSTILE]
        paths.append(os.fsdecode(os.fsencode(str(self.home)) + b"/\xff\xfe.txt"))
        Path(paths[-1]).write_bytes(b"x")
        sheet = self.sheet_of(*paths)
        settle(self.root)
        canvas = sheet.list.canvas
        drawn = [canvas.itemcget(item, "text") for item in canvas.find_all() if canvas.type(item) == "text"]
        self.assertTrue(drawn)
        self.assertFalse(any("\u202e" in words or "\n" in words for words in drawn))
        self.assertTrue(inside(sheet, sheet.verb))

    def test_a_low_window(self) -> None:
        self.open_window(720, 380)
        self.lab.errands.send_files([self.file(f"{number}.txt") for number in range(30)], 0)
        sheet = self.shown()
        assert isinstance(sheet, SendFilesSheet)
        pump(self.root, lambda: len(sheet.list.rows) == 30)
        settle(self.root)
        self.assertTrue(inside(sheet, sheet.verb))
        self.assertTrue(inside(sheet, sheet.said))


class Others(FileSheetCase):
    """Forwarding, receivers, several people."""

    def test_forward_by_keys(self) -> None:
        self.open_window()
        self.lab.errands.forward(card())
        sheet = self.shown()
        assert isinstance(sheet, ForwardSheet)
        self.assertTrue(sheet.verb.instate(["disabled"]))
        type_text(self.root, "sari")
        pump(self.root, lambda: [row.title for row in sheet.list.rows] == ["Sari Wijaya"])
        press(self.root, "Return")
        pump(self.root, lambda: sheet.verb.instate(["!disabled"]))
        focus(sheet.said.line)
        type_text(self.root, "look")
        press(self.root, "Return")
        pump(self.root, lambda: "forward_file" in self.lab.core.names())
        self.assertEqual(self.lab.core.last("forward_file")[2:], (-SARI, "look"))
        self.gone()
        self.assertEqual(self.toasts, ["Forwarded to sari"])

    def test_receivers_as_they_come(self) -> None:
        self.open_window()
        self.lab.errands.receivers(card(), GROUP, 4)
        sheet = self.shown()
        assert isinstance(sheet, ReceiversSheet)
        for marks in ((FileMark(SARI, "fetching", 10),), (FileMark(SARI, "fetched", 100), FileMark(BUDI, "declined", 100))):
            self.lab.tell(FileMarksChanged(7, marks))
        pump(self.root, lambda: str(sheet.summary.cget("text")) == "1 of 3 have it.")
        press(self.root, "Escape")
        self.gone()

    def test_files_to_several_people(self) -> None:
        self.open_window()
        self.lab.errands.several()
        sheet = self.shown()
        assert isinstance(sheet, SeveralSheet)
        path = self.file("a.txt")
        with mock.patch.object(windows.filedialog, "askopenfilenames", return_value=(path,)):
            click(sheet.attach)
            pump(self.root, lambda: sheet.files.winfo_ismapped())
        focus(sheet.picker.line)
        type_text(self.root, "maya")
        pump(self.root, lambda: [row.title for row in sheet.picker.list.rows] == ["Maya Putri"])
        press(self.root, "Return")
        pump(self.root, lambda: sheet.picker._chips)
        settle(self.root)
        self.assertTrue(inside(sheet, sheet.verb))
        click(sheet.verb)
        pump(self.root, lambda: "send_file" in self.lab.core.names())
        self.assertEqual(self.lab.core.last("send_file")[3], (MAYA,))


class Lists(FileSheetCase):
    """Transfers, and the files of a conversation."""

    def transfers(self) -> TransfersSheet:
        self.open_window()
        for one in (
            progress(b"1", TransferState.SENDING, "a.iso", size=1000, done=300, per_s=100.0, left_s=7.0),
            progress(b"2", TransferState.PAUSED, "b.txt", up=False),
            progress(b"3", TransferState.DONE, "c.txt", up=False),
        ):
            self.lab.core.moved[one.key] = one
        self.lab.errands.transfers()
        sheet = self.shown()
        assert isinstance(sheet, TransfersSheet)
        return sheet

    def test_small_buttons(self) -> None:
        sheet = self.transfers()
        self.press_button(sheet.list, b"1".hex(), "pause")
        pump(self.root, lambda: [verb for verb, _ in self.lab.did] == [FileVerb.PAUSE])
        pump(self.root, lambda: sheet.list._tip.said == "Pause")
        self.press_button(sheet.list, b"2".hex(), "resume")
        pump(self.root, lambda: [verb for verb, _ in self.lab.did] == [FileVerb.PAUSE, FileVerb.RESUME])
        self.press_button(sheet.list, b"3".hex(), "show")
        pump(self.root, lambda: self.lab.did[-1][0] is FileVerb.SHOW_IN_FOLDER)

    def test_enter_is_the_main_verb_and_the_menu_has_all(self) -> None:
        sheet = self.transfers()
        press(self.root, "Down", "Return")
        pump(self.root, lambda: [verb for verb, _ in self.lab.did] == [FileVerb.PAUSE])
        press(self.root, "shift+F10")
        pump(self.root, lambda: any(isinstance(child, PopupMenu) for child in self.ground.winfo_children()))
        press(self.root, "Down", "Down", "Return")
        pump(self.root, lambda: [verb for verb, _ in self.lab.did] == [FileVerb.PAUSE, FileVerb.CANCEL])
        self.assertIs(self.windows.sheet, sheet)

    def test_a_bar_that_moves_keeps_what_is_chosen_and_pointed_at(self) -> None:
        sheet = self.transfers()
        press(self.root, "Down")
        self.press_button(sheet.list, b"1".hex(), "pause")
        pump(self.root, lambda: sheet.list._tip.said == "Pause")
        for done in range(301, 320):
            found = replace(self.lab.core.moved[b"1"], done=done)
            self.lab.core.moved[b"1"] = found
            self.lab.tell(TransferChanged(found))
        pump(self.root, lambda: sheet.list.rows[1].fraction == 0.319)
        settle(self.root)
        self.assertEqual((sheet.list.selected_key, sheet.list._pointed, sheet.list._tip.said), (b"1".hex(), "pause", "Pause"))
        self.lab.core.moved[b"1"] = replace(self.lab.core.moved[b"1"], state=TransferState.DONE, done=1000)
        self.lab.tell(TransferChanged(self.lab.core.moved[b"1"]))
        pump(self.root, lambda: not sheet.list._tip.said)

    def test_clear_and_all(self) -> None:
        sheet = self.transfers()
        for button, verb in ((sheet.pause, "pause_file"), (sheet.resume, "resume_file"), (sheet.clear, "hide_files")):
            click(button)
            pump(self.root, lambda verb=verb: verb in self.lab.core.names())  # type: ignore[misc]

    def test_files_of_a_conversation(self) -> None:
        self.open_window()
        self.lab.errands.files(GROUP)
        sheet = self.shown()
        assert isinstance(sheet, FilesSheet)

        def message(seq: int, name: str, author: int = SARI) -> Message:
            return replace(said(seq, GROUP, author, name), file=card(seq + 100, name))

        named = [message(20 - at, name) for at, name in enumerate(HOSTILE)]
        self.lab.tell(SearchFound(self.lab.core.ref, (*named, message(4, "mine.txt", ME)), 4))
        pump(self.root, lambda: len(sheet.list.rows) == len(HOSTILE) + 2)
        self.press_button(sheet.list, f"{GROUP} 20", "download")
        pump(self.root, lambda: [verb for verb, _ in self.lab.did] == [FileVerb.DOWNLOAD])
        type_text(self.root, "mine")
        pump(self.root, lambda: [row.title for row in sheet.list.rows] == ["mine.txt"])
        press(self.root, "Down", "Return")
        pump(self.root, lambda: self.lab.opened == [(GROUP, 4)])
        self.gone()

    def test_both_looks_and_sizes(self) -> None:
        for mode, scale in (("dark", 1.0), ("light", 2.0)):
            with self.subTest(mode=mode, scale=scale):
                sheet = self.transfers()
                self.kit.set_mode("dark" if mode == "light" else "light")
                self.kit.set_zoom(150)
                settle(self.root)
                self.assertTrue(inside(sheet, sheet.clear))
                self.lab.errands.close()
                self.ground.destroy()


if __name__ == "__main__":
    unittest.main()
