"""The page of files and its settings in a window: with a real relay and people at terminals, and with hostile names."""

from __future__ import annotations

import unittest
from pathlib import Path
from typing import cast
from unittest import mock

from tests.gui.harness import click, press, settle, type_text
from tests.gui.server_case import HOSTILE, ServerCase, button, shown_words
from tests.gui.test_server_office import OfficeCase
from udpchat.client.operator import FileFigures, StoredRow, TransferRow
from udpchat.gui.presenters.server_quotas import Quota
from udpchat.gui.server_pages.files_page import FilesPage
from udpchat.gui.server_pages.settings_page import SettingsPage
from udpchat.operate.desk import Outcome


class WithRelay(OfficeCase):
    @property
    def files(self) -> FilesPage:
        return cast(FilesPage, self.view.pages["files"])

    def blobs(self) -> list[Path]:
        return [path for path in (self.data / "files").glob("*/*") if path.suffix != ".part"]

    def test_seen_and_removed(self) -> None:
        ann = self.person("ann")
        budget = self.data.parent / "budget.csv"
        budget.write_bytes(b"1;2;3\n" * 8000)
        ann.type(f"/file {budget}")
        press(self.app.root, "ctrl+4")
        self.wait(lambda: self.rows(self.files.table) == ["budget.csv"])
        self.wait(lambda: "48 kB of 100 GB used" in shown_words(self.files.moving))
        self.assertEqual(len(self.blobs()), 1)
        self.choose(self.files.table, "budget.csv")
        self.wait(lambda: "ann" in shown_words(self.files.card))
        click(self.files.card.buttons["remove"])
        sheet = self.sheet()
        press(self.app.root, "Escape")
        self.closed()
        self.assertEqual(len(self.blobs()), 1)
        click(self.files.card.buttons["remove"])
        sheet = self.sheet()
        click(button(sheet, "Remove"))
        self.closed()
        self.wait(lambda: not self.rows(self.files.table) and not self.blobs())
        self.wait(lambda: "Removed budget.csv." in self.words())
        self.wait(lambda: "0 B of 100 GB used" in shown_words(self.files.moving))

    def test_a_quota_from_the_window_holds_at_once(self) -> None:
        ann = self.person("ann")
        press(self.app.root, "ctrl+7")
        page = cast(SettingsPage, self.view.pages["settings"])
        field = page.quotas.fields[Quota.ONE]
        self.wait(lambda: field.value == "8 GB")
        field.focus_force()
        field.set("")
        type_text(self.app.root, "5 kB")
        press(self.app.root, "Return")
        self.wait(lambda: "Applied." in shown_words(page))
        self.wait(lambda: "one file up to 5 kB" in self.log())
        large = self.data.parent / "large.bin"
        large.write_bytes(bytes(5001))
        ann.type(f"/file {large}")
        ann.wait_for("5 kB")
        self.assertEqual(self.blobs(), [])

    def log(self) -> str:
        return " ".join(entry.text for entry in self.shell.presenter._ring.since(0))


class Drawn(ServerCase):
    @property
    def files(self) -> FilesPage:
        return cast(FilesPage, self.window.pages["files"])

    def fill(self, names: tuple[str, ...]) -> None:
        rows = [StoredRow(at, name, 5, bytes(32), 1, name, 1, 1, 0, 0) for at, name in enumerate(names, 1)]
        self.window.open_page("files")
        self.presenter.office.files._arrived(Outcome((rows, True)))
        moving = tuple(TransferRow(at, at % 2 == 0, 1, name, name, 100, 50) for at, name in enumerate(names))
        self.presenter.heard(FileFigures(len(rows), 5, 10, 1, 2, moving))
        self.tick()

    def test_hostile_names(self) -> None:
        for mode, scale in (("light", 1.0), ("dark", 2.0)):
            with self.subTest(mode=mode):
                self.show("900x600", mode, scale)
                self.fill(HOSTILE)
                for key in self.files.table.tree.get_children():
                    self.files.table.tree.selection_set(key)
                    settle(self.root)
                self.presenter.office.files.remove(1)
                settle(self.root)
                self.window.forms.close()
                for child in self.root.winfo_children():
                    child.destroy()

    def test_in_a_small_window_and_without_anything(self) -> None:
        self.show("720x480")
        self.fill(("a.txt", "b.txt", "c.txt"))
        self.assertEqual(len(self.files.moving.rows), 3)
        self.fill(())
        self.assertEqual(self.files.moving.rows, [])
        self.assertIn("There are no files", shown_words(self.files))
        self.presenter.operator_lost("gone", None, self.now)
        self.tick()

    def test_the_menu_of_a_row(self) -> None:
        self.show()
        self.fill(("a.txt",))
        with mock.patch("udpchat.gui.server_office_view.PopupMenu") as menu:
            self.files._popped("1", 10, 10)
            self.presenter.operator_lost("gone", None, self.now)
            self.files._popped("1", 10, 10)
        both, alone = ([item.words for item in call.args[2]] for call in menu.call_args_list)
        self.assertEqual((both, alone), (["Copy the name", "Remove…"], ["Copy the name"]))


if __name__ == "__main__":
    unittest.main()
