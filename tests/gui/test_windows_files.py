"""Files between two windows on a real relay: pasted, chosen, sent, fetched, forwarded, listed; and leaving meanwhile."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

from tests.gui.harness import RunningRelay, click, focus, running_relay, settle
from tests.gui.people import Client, PeopleCase
from tests.system.processes import PASSWORD
from udpchat.client.events import TransferState
from udpchat.gui.chat import file_settings
from udpchat.gui.dialogs import open_sheet
from udpchat.gui.errands import windows
from udpchat.gui.errands.file_list_sheets import FilesSheet, TransfersSheet
from udpchat.gui.errands.file_sheets import ForwardSheet, ReceiversSheet, SendFilesSheet
from udpchat.gui.errands.sheet import ErrandSheet
from udpchat.gui.kit.app_icon import app_icon_png
from udpchat.gui.presenters.chat import ChatPresenter
from udpchat.gui.presenters.connect_pages import Way
from udpchat.gui.presenters.errands.errand import AnyErrand
from udpchat.gui.widgets.chat_data import Offer
from udpchat.limits import TEXT_BYTES

LARGE_BYTES = 60_000_000


def presenter(client: Client) -> ChatPresenter:
    """What stands behind a window."""
    actions = client.chat._actions
    assert isinstance(actions, ChatPresenter)
    return actions


class FilesCase(PeopleCase):
    """Ann and ben, each with a folder of their own for files that come."""

    def setUp(self) -> None:
        super().setUp()
        self.sources = self.folder()
        self.relay: RunningRelay = running_relay(self, self.folder() / "relay", "--name", "Lab")
        self.ann, self.ben = self.client(), self.client()
        self.got: dict[Client, Path] = {}
        for client, name in ((self.ann, "ann"), (self.ben, "ben")):
            client.go(self.relay.port)
            client.fill(Way.CREATE, name=name, password=PASSWORD)
            client.connect.form.keep.invoke()
            client.submit()
            client.until_chatting()
            self.got[client] = self.folder() / "mine"
            client.chat._choose(replace(client.chat.choices, downloads=str(self.got[client])))
        self.until(lambda: self.user(self.ann, "ben") and self.user(self.ben, "ann"))

    def user(self, client: Client, name: str) -> int:
        return client.shell._core.find_user(name)

    def file(self, name: str, size: int = 5000) -> Path:
        path = self.sources / name
        path.write_bytes(random.Random(name).randbytes(size))
        return path

    def private(self) -> None:
        """Each has the other's conversation open."""
        self.ann.chat._actions.open_conversation(-self.user(self.ann, "ben"))
        self.ben.chat._actions.open_conversation(-self.user(self.ben, "ann"))

    def copied(self, kind: str, data: bytes) -> None:
        """Another program copies something."""
        command = ["xclip", "-quiet", "-selection", "clipboard", "-target", kind]
        owner = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(owner.wait)
        self.addCleanup(owner.terminate)
        assert owner.stdin is not None
        owner.stdin.write(data)
        owner.stdin.close()
        root = self.ann.root
        read = ["xclip", "-selection", "clipboard", "-target", "TARGETS", "-out"]
        self.until(lambda: kind.encode() in subprocess.run(read, capture_output=True, check=False).stdout)
        settle(root)

    def sheet(self, client: Client, kind: type[ErrandSheet]) -> ErrandSheet:
        """The sheet that is open in a window, once it has the keyboard."""

        def found() -> list[ErrandSheet]:
            return [child for child in client.chat.winfo_children() if isinstance(child, kind)]

        self.until(found)
        sheet = found()[0]
        if not client.has_keyboard:
            focus(client.root.focus_lastfor() or client.root)
        self.until(lambda: str(client.root.focus_get() or "").startswith(str(sheet)))
        settle(self.all_windows)
        return sheet

    def errand(self, client: Client) -> AnyErrand:
        """What is open there."""
        current = presenter(client).errands.current  # type: ignore[attr-defined]
        assert current is not None
        return current  # type: ignore[no-any-return]

    def no_sheet(self, client: Client) -> None:
        self.until(lambda: not any(isinstance(child, ErrandSheet) for child in client.chat.winfo_children()))

    def names(self, client: Client) -> list[str]:
        """Of the files in the open conversation."""
        return [row.card.name for row in client.rows if row.card is not None]

    def send(self, client: Client, *paths: Path) -> None:
        """Through the sheet."""
        client.chat._actions.send_files([str(path) for path in paths])
        sheet = self.sheet(client, SendFilesSheet)
        assert isinstance(sheet, SendFilesSheet)
        self.until(lambda: len(sheet.list.rows) == len(paths) and sheet.verb.instate(["!disabled"]))
        client.key("Return")
        self.no_sheet(client)

    def done(self, client: Client, up: bool) -> int:
        """How many of a client's transfers are complete."""
        return sum(one.state is TransferState.DONE and one.up == up for one in client.shell._core.transfers)


class Sent(FilesCase):
    """From one to the other."""

    @unittest.skipUnless(shutil.which("xclip"), "xclip is not here")
    def test_a_copied_file_is_pasted_and_comes_by_itself_in_private(self) -> None:
        self.private()
        path = self.file("budget 1.csv")
        self.copied("text/uri-list", f"{path.as_uri()}\r\n".encode())
        focus(self.ann.chat.composer.text)
        self.ann.key("ctrl+v")
        sheet = self.sheet(self.ann, SendFilesSheet)
        assert isinstance(sheet, SendFilesSheet)
        self.until(lambda: [row.title for row in sheet.list.rows] == ["budget 1.csv"])
        self.ann.key("l", "o", "o", "k", "Return")
        self.no_sheet(self.ann)
        self.until(lambda: (self.got[self.ben] / "budget 1.csv").exists())
        self.assertEqual((self.got[self.ben] / "budget 1.csv").read_bytes(), path.read_bytes())
        self.until(lambda: self.names(self.ben) == ["budget 1.csv"] and self.ben.texts == ["look"])

    @unittest.skipUnless(shutil.which("xclip"), "xclip is not here")
    def test_more_are_pasted_into_the_sheet(self) -> None:
        first, second = self.file("a.txt"), self.file("b.txt")
        self.ann.chat._actions.send_files([str(first)])
        sheet = self.sheet(self.ann, SendFilesSheet)
        assert isinstance(sheet, SendFilesSheet)
        self.copied("x-special/gnome-copied-files", f"copy\n{second.as_uri()}".encode())
        self.ann.key("ctrl+v")
        self.until(lambda: [row.title for row in sheet.list.rows] == ["a.txt", "b.txt"])
        self.ann.key("Escape")
        self.no_sheet(self.ann)

    @unittest.skipUnless(shutil.which("xclip"), "xclip is not here")
    def test_a_copied_picture_is_pasted(self) -> None:
        self.private()
        picture = app_icon_png(256) + random.Random(5).randbytes(200_000)
        self.copied("image/png", picture)
        focus(self.ann.chat.composer.text)
        self.ann.key("ctrl+v")
        sheet = self.sheet(self.ann, SendFilesSheet)
        assert isinstance(sheet, SendFilesSheet)
        self.until(lambda: [row.title[:8] for row in sheet.list.rows] == ["Picture "])
        self.ann.key("Return")
        self.no_sheet(self.ann)
        self.until(lambda: self.done(self.ben, up=False) == 1)
        (got,) = self.got[self.ben].iterdir()
        self.assertEqual(got.read_bytes(), picture)
        kept = list((self.ann.data / "pasted").iterdir())
        self.assertEqual([path.read_bytes() for path in kept], [picture])

    def test_a_long_text_goes_as_a_file(self) -> None:
        self.private()
        said = "line \U0001f600\n" * TEXT_BYTES
        self.ann.root.clipboard_clear()
        self.ann.root.clipboard_append(said)
        focus(self.ann.chat.composer.text)
        self.ann.key("ctrl+v")
        self.ann.answer("file")
        sheet = self.sheet(self.ann, SendFilesSheet)
        assert isinstance(sheet, SendFilesSheet)
        self.until(lambda: [row.title[:5] for row in sheet.list.rows] == ["Text "])
        self.ann.key("Return")
        self.until(lambda: self.done(self.ben, up=False) == 1)
        (got,) = self.got[self.ben].iterdir()
        self.assertEqual(got.read_text(encoding="utf-8"), said)

    def test_several_kinds_by_the_dialog_in_the_lobby(self) -> None:
        odd = os.fsdecode(os.fsencode(str(self.sources)) + b"/odd \xff.bin")
        Path(odd).write_bytes(b"odd")
        paths = [self.file("a.txt"), self.file("empty.txt", 0), self.file("\u0645\u0631\u062d\u0628\u0627 \U0001f600.pdf", 300_000)]
        with mock.patch.object(windows.filedialog, "askopenfilenames", return_value=(*map(str, paths), odd)):
            focus(self.ann.chat.composer.text)
            self.ann.key("ctrl+o")
            sheet = self.sheet(self.ann, SendFilesSheet)
        assert isinstance(sheet, SendFilesSheet)
        self.until(lambda: len(sheet.list.rows) == 4)
        click(sheet.verb)
        self.no_sheet(self.ann)
        self.until(lambda: self.done(self.ann, up=True) == 4 and len(self.names(self.ben)) == 4)
        self.assertEqual(self.done(self.ben, up=False), 0)
        presenter(self.ben).offer(Offer.FILES)
        files = self.sheet(self.ben, FilesSheet)
        assert isinstance(files, FilesSheet)
        self.until(lambda: len(files.list.rows) == 4)
        for row in files.list.rows:
            self.errand(self.ben).press(row.key, "download")
        self.until(lambda: self.done(self.ben, up=False) == 4)
        self.until(lambda: all([each.key for each in row.buttons] == ["show"] for row in files.list.rows))
        whole = {hashlib.sha256(path.read_bytes()).digest() for path in [*paths, Path(odd)]}
        self.assertEqual({hashlib.sha256(path.read_bytes()).digest() for path in self.got[self.ben].iterdir()}, whole)

    def test_files_that_the_program_was_started_with(self) -> None:
        path = self.file("started.txt")
        self.ann.sign_out()
        self.ann.shell._files = [str(path)]
        self.ann.continue_as(self.relay, "ann")
        sheet = self.sheet(self.ann, SendFilesSheet)
        assert isinstance(sheet, SendFilesSheet)
        self.until(lambda: [row.title for row in sheet.list.rows] == ["started.txt"])
        self.ann.key("Return")
        self.until(lambda: self.names(self.ben) == ["started.txt"])

    def test_forwarded_and_who_has_it(self) -> None:
        path = self.file("plan.txt")
        self.send(self.ann, path)
        self.until(lambda: self.names(self.ben) == ["plan.txt"])
        message = self.ben.shell._core.newest_messages(0, 1)[0]
        assert message.file is not None
        presenter(self.ben).errands.forward(message.file)
        sheet = self.sheet(self.ben, ForwardSheet)
        assert isinstance(sheet, ForwardSheet)
        self.ben.type(sheet.find.line, "ann")
        self.until(lambda: [row.title for row in sheet.list.rows] == ["ann", "Announcements"])
        self.ben.key("Return")
        self.until(lambda: sheet.verb.instate(["!disabled"]))
        click(sheet.verb)
        self.no_sheet(self.ben)
        self.until(lambda: (self.got[self.ann] / "plan.txt").exists())  # in private they come by themselves
        presenter(self.ann).errands.receivers(message.file, 0, message.seq)
        grid = self.sheet(self.ann, ReceiversSheet)
        assert isinstance(grid, ReceiversSheet)
        self.until(lambda: str(grid.summary.cget("text")) == "0 have it.")
        self.ben.shell._core.fetch_file(message.file, 0.0, 0)
        self.ben.app.loop.kick()
        self.until(lambda: str(grid.summary.cget("text")) == "1 has it.")


class Moving(FilesCase):
    """While they are on their way."""

    def test_the_strip_the_list_and_leaving(self) -> None:
        path = self.file("large.bin", LARGE_BYTES)
        self.send(self.ann, path)
        strip = self.ann.chat.side.moving
        self.until(strip.winfo_ismapped)
        self.ann.key("ctrl+shift+j")
        sheet = self.sheet(self.ann, TransfersSheet)
        assert isinstance(sheet, TransfersSheet)
        self.until(lambda: sheet.list.rows and sheet.pause.instate(["!disabled"]))
        self.errand(self.ann).pause_all()
        self.until(lambda: not strip.winfo_ismapped())
        self.until(lambda: "paused" in sheet.list.rows[1].under)
        click(sheet.resume)
        self.until(strip.winfo_ismapped)
        self.ann.key("Escape")
        self.no_sheet(self.ann)
        self.ann.app.on_close()
        self.until(lambda: open_sheet(self.ann.root) is not None or self.done(self.ann, up=True))
        if (question := open_sheet(self.ann.root)) is not None:
            question.answer("")
        self.until(lambda: self.done(self.ann, up=True) == 1)
        self.until(lambda: not strip.winfo_ismapped())

    def test_it_goes_on_after_the_window_was_closed(self) -> None:
        path = self.file("large.bin", LARGE_BYTES)
        self.send(self.ann, path)
        self.until(lambda: any(one.done > 1_000_000 for one in self.ann.shell._core.transfers))
        self.ann.app.on_close()
        self.until(lambda: "goes on when you come back" in self.ann.words)
        self.ann.answer("yes")
        self.ann.until_ended()
        again = self.client(self.ann.data)
        again.continue_as(self.relay, "ann")
        self.until(lambda: self.done(again, up=True) == 1)
        self.until(lambda: self.names(self.ben) == ["large.bin"])
        self.until(lambda: self.names(again) == ["large.bin"])

    def test_a_relay_that_is_killed_meanwhile(self) -> None:
        self.private()
        path = self.file("large.bin", LARGE_BYTES)
        self.send(self.ann, path)
        self.until(lambda: any(one.done > 1_000_000 for one in self.ann.shell._core.transfers))
        port = self.relay.port
        self.relay.program.kill()
        running_relay(self, self.relay.data, "--name", "Lab", port=port)
        self.until(lambda: self.done(self.ann, up=True) == 1, 120.0)
        self.until(lambda: self.names(self.ben) == ["large.bin"])
        file = self.ben.shell._core.newest_messages(-self.user(self.ben, "ann"), 1)[0].file
        assert file is not None
        self.ben.shell._core.fetch_file(file, 0.0)
        self.ben.app.loop.kick()
        self.until(lambda: self.done(self.ben, up=False) == 1)
        self.assertEqual((self.got[self.ben] / "large.bin").read_bytes(), path.read_bytes())


class Settings(FilesCase):
    """What a person wishes of files."""

    def test_another_folder_and_nothing_unasked(self) -> None:
        self.private()
        other = self.folder()
        self.ben.chat.open_settings()
        panel = self.ben.chat._panel
        assert panel is not None and panel.settings is not None
        with mock.patch.object(file_settings.filedialog, "askdirectory", return_value=str(other)):
            click(panel.settings.files.choose)
            self.until(lambda: self.ben.chat.choices.downloads == str(other))
        click(panel.settings.files.sizes[0])
        self.until(lambda: self.ben.chat.choices.auto_file_bytes == 0)
        self.ben.key("Escape")
        self.send(self.ann, self.file("first.txt"))
        self.until(lambda: self.names(self.ben) == ["first.txt"])
        self.assertEqual(self.done(self.ben, up=False), 0)
        file = self.ben.shell._core.newest_messages(-self.user(self.ben, "ann"), 1)[0].file
        assert file is not None
        self.ben.shell._core.fetch_file(file, 0.0)
        self.ben.app.loop.kick()
        self.until(lambda: (other / "first.txt").exists())
        self.assertEqual(self.ben.app.preferences.downloads, str(other))

    def test_of_guests_nothing_stays(self) -> None:
        guest = self.client()
        guest.guest(self.relay, "gast")
        self.send(guest, self.file("large.bin", LARGE_BYTES))
        self.until(lambda: any(one.done for one in guest.shell._core.transfers))
        guest.app.on_close()
        self.until(lambda: "It ends now" in guest.words or self.done(guest, up=True))
        if open_sheet(guest.root) is not None:
            guest.answer("")
        self.until(lambda: self.done(guest, up=True))
        guest.chat._program.pasting.keep("x" * 20_000)
        self.sheet(guest, SendFilesSheet)
        self.assertEqual(len(list((guest.data / "pasted").iterdir())), 1)
        guest.key("Escape")
        self.no_sheet(guest)
        guest.sign_out()
        self.until(lambda: not list((guest.data / "pasted").iterdir()))


if __name__ == "__main__":
    unittest.main()
