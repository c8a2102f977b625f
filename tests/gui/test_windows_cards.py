"""Cards of files in two windows on a real relay: each state reached by clicks and keys, seen from both sides."""

from __future__ import annotations

import unittest
from pathlib import Path

from tests.gui.harness import click, focus, settle
from tests.gui.people import Client
from tests.gui.test_windows_files import FilesCase, presenter
from udpchat.client.events import TransferState
from udpchat.gui.dialogs import open_sheet
from udpchat.gui.kit.app_icon import app_icon_png
from udpchat.gui.preview.viewer import Viewer
from udpchat.gui.widgets.chat_rows import MessageRow, Tick
from udpchat.gui.widgets.file_card import FileCard
from udpchat.gui.widgets.file_data import FileState, FileVerb
from udpchat.net import clock

LARGE_BYTES = 400_000_000


class CardsCase(FilesCase):
    """Nothing comes by itself."""

    def setUp(self) -> None:
        super().setUp()
        for client in (self.ann, self.ben):
            client.shell._core.put_files_into(self.got[client], 0)

    def post(self, client: Client, *paths: Path, said: str = "", people: tuple[int, ...] = ()) -> None:
        """Send files to the open conversation."""
        client.shell._core.send_file(paths, clock(), presenter(client).room.id, people, said)
        client.app.loop.kick()

    def row(self, client: Client, name: str) -> MessageRow:
        """The row of a file; there is one at most."""
        rows = [row for row in client.rows if row.card is not None and row.card.name == name]
        self.assertLessEqual(len(rows), 1)
        return rows[0] if rows else MessageRow("", 0, "", "", "", False)

    def state(self, client: Client, name: str) -> FileState | None:
        """What its card says."""
        card = self.row(client, name).card
        return card.state if card is not None else None

    def card(self, client: Client, name: str) -> FileCard:
        """Its card."""
        found = client.chat.chat.cards.get(self.row(client, name).key)
        assert found is not None
        return found

    def push(self, client: Client, name: str, verb: FileVerb) -> None:
        """A button, with the pointer."""
        card = self.card(client, name)
        client.root.lift()  # another window may lie over it
        self.until(lambda: card.winfo_viewable() and any(each.verb is verb for each in card.face.buttons.shown))
        button = next(each for each in card.face.buttons.shown if each.verb is verb)
        click(card, button.left + button.wide // 2, button.top + 9)

    def large(self, name: str = "large.bin") -> Path:
        """Large enough to be stopped on its way, and quick to make."""
        path = self.sources / name
        with open(path, "wb") as file:
            file.truncate(LARGE_BYTES)
        return path


class Small(CardsCase):
    """What takes no time."""

    def test_accepted_with_a_click(self) -> None:
        self.private()
        path = self.file("budget.csv")
        self.post(self.ann, path, said="the budget")
        self.until(lambda: self.state(self.ben, "budget.csv") is FileState.OFFER)
        key = self.row(self.ben, "budget.csv").key
        self.push(self.ben, "budget.csv", FileVerb.ACCEPT)
        self.until(lambda: self.state(self.ben, "budget.csv") is FileState.DONE)
        self.assertEqual((self.got[self.ben] / "budget.csv").read_bytes(), path.read_bytes())
        self.assertEqual(self.row(self.ben, "budget.csv").key, key)
        self.until(lambda: "ben has it" in self.card(self.ann, "budget.csv").card.line)
        self.assertEqual(self.row(self.ann, "budget.csv").text, "the budget")
        self.until(lambda: self.row(self.ann, "budget.csv").tick in (Tick.DELIVERED, Tick.READ))

    def test_accepted_with_keys(self) -> None:
        self.private()
        self.post(self.ann, self.file("a.txt"))
        self.until(lambda: self.state(self.ben, "a.txt") is FileState.OFFER)
        settle(self.all_windows)
        focus(self.ben.chat.chat.text)
        self.ben.key("Up", "Return")
        self.until(lambda: self.state(self.ben, "a.txt") is FileState.DONE)

    def test_declined(self) -> None:
        self.private()
        self.post(self.ann, self.file("a.txt"))
        self.until(lambda: self.state(self.ben, "a.txt") is FileState.OFFER)
        self.push(self.ben, "a.txt", FileVerb.DECLINE)
        self.until(lambda: self.state(self.ben, "a.txt") is FileState.DECLINED)
        self.until(lambda: "ben declined it" in self.card(self.ann, "a.txt").card.line)
        self.push(self.ben, "a.txt", FileVerb.DOWNLOAD)
        self.until(lambda: self.state(self.ben, "a.txt") is FileState.DONE)
        self.until(lambda: "ben has it" in self.card(self.ann, "a.txt").card.line)

    def test_in_the_lobby(self) -> None:
        self.post(self.ann, self.file("a.txt"), self.file("empty.txt", 0))
        for name in ("a.txt", "empty.txt"):
            self.until(lambda name=name: self.state(self.ben, name) is FileState.OFFER)  # type: ignore[misc]
            self.push(self.ben, name, FileVerb.DOWNLOAD)
            self.until(lambda name=name: self.state(self.ben, name) is FileState.DONE)  # type: ignore[misc]
        self.until(lambda: "1 has it" in self.card(self.ann, "a.txt").card.line)
        self.assertEqual((self.got[self.ben] / "empty.txt").read_bytes(), b"")

    def test_to_several_people(self) -> None:
        carl = self.client()
        carl.create(self.relay, "carl")
        carl.shell._core.put_files_into(self.folder(), 0)
        self.until(lambda: self.user(self.ann, "carl"))
        people = self.user(self.ann, "ben"), self.user(self.ann, "carl")
        self.post(self.ann, self.file("a.txt"), people=people)
        self.until(lambda: self.row(self.ann, "a.txt").tick in (Tick.STORED, Tick.DELIVERED))
        self.assertIn("ben", self.row(self.ann, "a.txt").to)
        for client in (self.ben, carl):
            client.chat._actions.open_conversation(-self.user(client, "ann"))
            self.until(lambda client=client: self.state(client, "a.txt") is FileState.OFFER)  # type: ignore[misc]
        self.ann.chat._actions.open_conversation(-people[0])
        self.until(lambda: self.state(self.ann, "a.txt") is FileState.DONE)

    def test_deleted_by_the_sender(self) -> None:
        self.private()
        self.post(self.ann, self.file("a.txt"))
        self.until(lambda: self.row(self.ann, "a.txt").tick is not None)
        self.until(lambda: self.state(self.ben, "a.txt") is FileState.OFFER)
        presenter(self.ann).deeds.delete(self.row(self.ann, "a.txt").key)
        sheet = open_sheet(self.ann.root)
        assert sheet is not None
        sheet.answer("yes")
        for client in (self.ann, self.ben):
            self.until(lambda client=client: [row.deleted for row in client.rows] == [True])  # type: ignore[misc]

    def test_one_that_is_gone_from_the_disk_when_its_turn_comes(self) -> None:
        self.private()
        self.post(self.ann, self.sources / "nowhere.csv")
        self.until(lambda: self.state(self.ann, "nowhere.csv") is FileState.FAILED)
        self.file("nowhere.csv")
        self.push(self.ann, "nowhere.csv", FileVerb.RETRY)
        self.until(lambda: self.state(self.ann, "nowhere.csv") is FileState.DONE)
        self.until(lambda: self.state(self.ben, "nowhere.csv") is FileState.OFFER)

    def test_dismissed(self) -> None:
        self.private()
        self.post(self.ann, self.sources / "nowhere.csv")
        self.until(lambda: self.state(self.ann, "nowhere.csv") is FileState.FAILED)
        self.push(self.ann, "nowhere.csv", FileVerb.DISMISS)
        self.until(lambda: not self.ann.rows)

    def test_pictures(self) -> None:
        self.private()
        path = self.sources / "logo.png"
        path.write_bytes(app_icon_png(256))
        self.post(self.ann, path)
        self.until(lambda: self.row(self.ann, "logo.png").key and self.card(self.ann, "logo.png").picture)
        self.until(lambda: self.state(self.ben, "logo.png") is FileState.OFFER)
        self.push(self.ben, "logo.png", FileVerb.ACCEPT)
        self.until(lambda: self.card(self.ben, "logo.png").picture)
        click(self.card(self.ben, "logo.png"), 60, 60)

        def viewers() -> list[Viewer]:
            return [child for child in self.ben.chat.winfo_children() if isinstance(child, Viewer)]

        self.until(lambda: viewers() and viewers()[0].picture)
        self.ben.key("Escape")
        self.until(lambda: not viewers())
        (self.got[self.ben] / "logo.png").unlink()
        self.ben.chat._actions.open_conversation(0)
        self.ben.chat._actions.open_conversation(-self.user(self.ben, "ann"))
        settle(self.all_windows)
        self.until(lambda: self.card(self.ben, "logo.png").picture is None)
        self.until(lambda: [each.verb for each in self.card(self.ben, "logo.png").face.buttons.shown])


class Large(CardsCase):
    """What takes its time."""

    def test_upload_paused_left_and_resumed(self) -> None:
        self.private()
        self.post(self.ann, self.large())
        self.until(lambda: self.state(self.ann, "large.bin") is FileState.MOVING)
        self.push(self.ann, "large.bin", FileVerb.PAUSE)
        self.until(lambda: self.state(self.ann, "large.bin") is FileState.PAUSED)
        data = self.ann.data
        self.ann.end()
        again = self.client(data)
        again.continue_as(self.relay, "ann")
        again.chat._actions.open_conversation(-self.user(again, "ben"))
        self.until(lambda: self.state(again, "large.bin") is FileState.PAUSED)
        key = self.row(again, "large.bin").key
        self.push(again, "large.bin", FileVerb.RESUME)
        self.until(lambda: self.row(again, "large.bin").tick is not None, 120.0)
        self.assertEqual(self.row(again, "large.bin").key, key)
        self.until(lambda: self.state(self.ben, "large.bin") is FileState.OFFER)

    def test_upload_cancelled(self) -> None:
        self.private()
        self.post(self.ann, self.large())
        self.until(lambda: self.state(self.ann, "large.bin") is FileState.MOVING)
        self.push(self.ann, "large.bin", FileVerb.CANCEL)
        self.until(lambda: open_sheet(self.ann.root) or not self.ann.rows)
        sheet = open_sheet(self.ann.root)
        if sheet is not None:
            sheet.answer("yes")
        self.until(lambda: not self.ann.rows)

    def test_download_paused_resumed_and_cancelled(self) -> None:
        self.private()
        self.post(self.ann, self.large())
        self.until(lambda: self.state(self.ben, "large.bin") is FileState.OFFER, 120.0)
        self.push(self.ben, "large.bin", FileVerb.ACCEPT)
        self.until(lambda: self.state(self.ben, "large.bin") is FileState.MOVING)
        self.push(self.ben, "large.bin", FileVerb.PAUSE)
        self.until(lambda: self.state(self.ben, "large.bin") is FileState.PAUSED)
        self.until(lambda: not self.ben.shell._core.moving)
        self.push(self.ben, "large.bin", FileVerb.RESUME)
        self.until(lambda: self.state(self.ben, "large.bin") is FileState.MOVING)
        self.push(self.ben, "large.bin", FileVerb.CANCEL)
        self.until(lambda: self.state(self.ben, "large.bin") is FileState.CANCELLED)
        self.until(lambda: not any(self.got[self.ben].iterdir()))
        self.assertFalse([one for one in self.ben.shell._core.transfers if one.state is TransferState.DONE])


if __name__ == "__main__":
    unittest.main()
