"""Sending, forwarding and listing files through errands, without a window."""

from __future__ import annotations

import os
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.unit.gui.presenters.chat_making import BUDI, MAYA, ME, SARI
from tests.unit.gui.presenters.errands_lab import GROUP, Lab, account, card, progress, said
from udpchat.client import events
from udpchat.client.events import FileMark, FileMarksChanged, SearchFound, TransferChanged, TransferState
from udpchat.errors import TextTooLong
from udpchat.gui.presenters.file_deeds import FileTarget
from udpchat.gui.widgets.file_data import FileVerb
from udpchat.limits import SOURCES_COUNT, TEXT_BYTES
from udpchat.words import messages as words

OFFLINE_LIMIT = 5_000


class FilesTest(unittest.TestCase):
    """A folder with some files, and everybody known."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.lab = Lab()
        self.lab.furnish()
        self.lab.meet(account(ME), account(SARI, online=True), account(MAYA), account(BUDI, guest=True, online=True))

    def file(self, name: str, size: int = 100) -> str:
        path = self.folder / name
        path.write_bytes(bytes(size))
        return str(path)

    @property
    def data(self) -> Any:
        return self.lab.windows.sheet.data

    @property
    def errand(self) -> Any:
        return self.lab.errands.current


class SendingTest(FilesTest):
    """The sheet before they go."""

    def test_files_go_with_a_caption(self) -> None:
        paths = [self.file("a.txt", 1000), self.file("b.png", 0)]
        self.lab.errands.send_files(paths, GROUP)
        self.assertEqual([row.title for row in self.data.rows], ["a.txt", "b.png"])
        self.assertEqual((self.data.where, self.data.count, self.data.summary), ("Network lab", 2, "2 files, 1 kB"))
        self.errand.send(" For Monday ")
        self.assertEqual(self.lab.core.last("send_file")[0], paths)
        self.assertEqual(self.lab.core.last("send_file")[2:], (GROUP, " For Monday ", 0))
        self.assertIsNone(self.lab.errands.current)
        self.assertEqual(self.lab.posted, [GROUP])

    def test_what_cannot_be_sent_says_why_and_stays_behind(self) -> None:
        self.lab.core.rules = words.Rules(False, False, "all", 0, OFFLINE_LIMIT)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        (self.folder / "folder").mkdir()
        good = self.file("good.txt")
        paths = [str(self.folder / "missing"), str(self.folder / "folder"), str(pipe), self.file("large", OFFLINE_LIMIT + 1), good]
        self.lab.errands.send_files(paths, 0)
        self.assertEqual([row.wrong for row in self.data.rows], [True, True, True, True, False])
        self.assertIn("not there any more", self.data.rows[0].under)
        self.assertIn("folder cannot be sent", self.data.rows[1].under)
        self.assertIn("up to 5 kB", self.data.rows[3].under)
        self.errand.send("")
        self.assertEqual(self.lab.core.last("send_file")[0], [good])

    def test_nothing_good_is_not_sent(self) -> None:
        self.lab.errands.send_files([str(self.folder)], 0)
        self.errand.send("")
        self.assertNotIn("send_file", self.lab.core.names())
        self.assertIn("None of these", self.lab.windows.sheet.problems[""])

    def test_one_is_removed_and_the_same_one_is_listed_once(self) -> None:
        first, second = self.file("a"), self.file("b")
        self.lab.errands.send_files([first, second, first], 0)
        self.assertEqual(len(self.data.rows), 2)
        self.errand.press(first, "remove")
        self.assertEqual([row.key for row in self.data.rows], [second])

    def test_more_are_added_by_the_dialog_and_by_pasting(self) -> None:
        first, second, third = self.file("a"), self.file("b"), self.file("c")
        self.lab.errands.send_files([first], 0)
        self.lab.windows.chosen = [second]
        self.errand.add()
        self.lab.errands.send_files([third], 0)
        self.assertEqual(len(self.lab.windows.sheets), 1)
        self.assertEqual([row.key for row in self.data.rows], [first, second, third])

    def test_too_many(self) -> None:
        self.file("x")
        paths = [str(self.folder / f"{number}") for number in range(SOURCES_COUNT + 2)]
        self.lab.errands.send_files(paths, 0)
        self.assertEqual(len(self.data.rows), SOURCES_COUNT)
        self.assertIn(str(SOURCES_COUNT), self.lab.windows.sheet.problems[""])

    def test_a_caption_that_is_too_long_is_told_at_the_caption(self) -> None:
        self.lab.errands.send_files([self.file("a")], 0)
        self.errand.send("x" * (TEXT_BYTES + 1))
        self.assertIn("text", self.lab.windows.sheet.problems)
        self.assertNotIn("send_file", self.lab.core.names())
        self.lab.core.refuse = TextTooLong()
        self.errand.send("fits here, and not there")
        self.assertIn("text", self.lab.windows.sheet.problems)
        self.assertIsNotNone(self.lab.errands.current)

    def test_hostile_names_are_shown_harmless(self) -> None:
        self.lab.errands.send_files([self.file("exe\u202egnp.txt"), self.file("n" * 250)], 0)
        self.assertNotIn("\u202e", self.data.rows[0].title)
        self.assertTrue(all(len(row.title) <= 300 and "\n" not in row.title for row in self.data.rows))

    def test_a_name_that_is_no_text_can_be_looked_at(self) -> None:
        path = os.fsdecode(os.fsencode(str(self.folder)) + b"/\xff\xfe.txt")
        Path(path).write_bytes(b"x")
        self.lab.errands.send_files([path], 0)
        self.data.rows[0].title.encode()


class SeveralTest(FilesTest):
    """To several people at once, each in private."""

    def test_files_go_to_each_with_the_text_about_the_first(self) -> None:
        self.lab.errands.several()
        self.errand.toggle(SARI)
        self.errand.toggle(MAYA)
        path = self.file("a.txt")
        self.lab.windows.chosen = [path, str(self.folder)]
        self.errand.attach()
        self.assertEqual([row.wrong for row in self.data.files], [False, True])
        self.errand.send("")
        self.assertEqual(self.lab.core.last("send_file")[0], [path])
        self.assertEqual(self.lab.core.last("send_file")[2:], (None, (SARI, MAYA), ""))
        self.assertIsNone(self.lab.errands.current)

    def test_only_files_that_cannot_go(self) -> None:
        self.lab.errands.several()
        self.errand.toggle(SARI)
        self.errand.more([str(self.folder)])
        self.errand.send("hello")
        self.assertEqual([name for name in self.lab.core.names() if name.startswith("send")], [])
        self.errand.press(str(self.folder), "remove")
        self.errand.send("hello")
        self.assertEqual(self.lab.core.last("send_many")[1], "hello")


class ForwardTest(FilesTest):
    """A file of the server for others too."""

    def test_to_a_conversation_and_a_person(self) -> None:
        self.lab.errands.forward(card())
        self.assertEqual(self.data.name, "budget.csv")
        keys = [row.key for row in self.data.rows]
        self.assertIn(str(GROUP), keys)
        self.assertIn(str(-SARI), keys)
        self.errand.choose(str(GROUP))
        self.errand.choose(str(-SARI))
        self.assertEqual(self.data.count, 2)
        self.assertEqual({row.key for row in self.data.rows if row.mark}, {str(GROUP), str(-SARI)})
        self.errand.send("look")
        calls = [call for call in self.lab.core.asked if call[0] == "forward_file"]
        self.assertEqual([(call[1].id, call[3], call[4]) for call in calls], [(7, GROUP, "look"), (7, -SARI, "look")])
        self.assertEqual(self.lab.windows.toasts, ["Forwarded to 2 places"])

    def test_a_chosen_one_can_be_taken_back_and_none_is_refused(self) -> None:
        self.lab.errands.forward(card())
        self.errand.choose("0")
        self.errand.choose("0")
        self.errand.send("")
        self.assertIn("Choose where", self.lab.windows.sheet.problems[""])

    def test_letters_narrow_the_list(self) -> None:
        self.lab.errands.forward(card())
        self.errand.look_for("sar")
        self.assertEqual([row.key for row in self.data.rows], [str(-SARI)])

    def test_announcements_only_for_those_who_may(self) -> None:
        self.lab.core.rules = words.Rules(False, False, "moderators", 0)
        self.lab.errands.forward(card())
        self.assertNotIn("3", [row.key for row in self.data.rows])


class ReceiversTest(FilesTest):
    """Who has a file of mine."""

    def test_the_grid(self) -> None:
        self.lab.errands.receivers(card(), GROUP, 4)
        self.assertEqual(self.lab.core.last("ask_file_marks")[0], 7)
        self.assertIn("Asking", self.data.summary)
        self.lab.tell(FileMarksChanged(7, (FileMark(SARI, "fetched", 100), FileMark(MAYA, "fetching", 45))))
        self.assertEqual(self.data.summary, "1 of 3 have it.")
        titles = [(row.title, row.under, row.fraction) for row in self.data.rows]
        self.assertIn(("Have it (1)", "", None), titles)
        self.assertIn(("Maya Putri", "45 % is there", 0.45), titles)
        self.assertEqual(titles[-1][0], "budi")
        self.lab.tell(FileMarksChanged(7, (FileMark(MAYA, "fetched", 100), FileMark(BUDI, "declined", 100))))
        self.assertEqual(self.data.summary, "2 of 3 have it.")
        self.assertIn("Do not want it (1)", [row.title for row in self.data.rows])
        self.lab.tell(FileMarksChanged(8, (FileMark(BUDI, "fetched", 100),)))
        self.assertEqual(self.data.summary, "2 of 3 have it.")

    def test_in_the_lobby_nobody_can_say_of_how_many(self) -> None:
        self.lab.errands.receivers(card(), 0, 4)
        self.lab.tell(FileMarksChanged(7, (FileMark(SARI, "fetched", 100),)))
        self.assertEqual(self.data.summary, "1 has it.")


class TransfersTest(FilesTest):
    """The list of all transfers."""

    def put(self, *found: events.Progress) -> None:
        self.lab.core.moved |= {one.key: one for one in found}

    def test_parts_and_verbs(self) -> None:
        self.put(
            progress(b"1", TransferState.SENDING, "a.iso", size=40_000_000, done=12_000_000, per_s=9e6, left_s=3.1),
            progress(b"2", TransferState.QUEUED, "b.txt"),
            progress(b"3", TransferState.PAUSED, "c.txt", up=False),
            progress(b"4", TransferState.DONE, "d.txt", up=False),
            progress(b"5", TransferState.CANCELLED, "e.txt"),
        )
        self.lab.errands.transfers()
        heads = [row.title for row in self.data.rows if row.picture is None]
        self.assertEqual(heads, ["Moving (1)", "Waiting (1)", "Not complete (1)", "Finished (2)"])
        moving = self.data.rows[1]
        self.assertEqual((moving.title, moving.fraction, moving.right), ("a.iso", 0.3, "to Network lab"))
        self.assertEqual([button.key for button in moving.buttons], ["pause", "cancel"])
        self.assertIn("28 MB", self.data.summary)
        self.errand.press(b"1".hex(), "pause")
        self.assertEqual(self.lab.did, [(FileVerb.PAUSE, FileTarget(b"1", None, GROUP))])

    def test_progress_is_drawn_ten_times_a_second_at_most(self) -> None:
        self.put(progress(b"1", TransferState.SENDING, size=100, done=1))
        self.lab.errands.transfers()
        for done in range(2, 12):
            self.put(progress(b"1", TransferState.SENDING, size=100, done=done))
            self.lab.tell(TransferChanged(self.lab.core.moved[b"1"]))
        self.assertEqual(self.data.rows[1].fraction, 0.01)
        self.lab.time.pass_s(0.11)
        self.assertEqual(self.data.rows[1].fraction, 0.11)

    def test_what_is_over_is_cleared(self) -> None:
        self.put(progress(b"1", TransferState.DONE), progress(b"2", TransferState.FAILED))
        self.put(progress(b"3", TransferState.DONE, hidden=True))
        self.lab.errands.transfers()
        self.assertEqual(len(self.data.rows), 4)
        self.errand.clear()
        self.assertEqual(self.lab.core.last("hide_files")[0], [b"1", b"3"])

    def test_all_rest_and_go_on(self) -> None:
        self.put(progress(b"1", TransferState.SENDING), progress(b"2", TransferState.PAUSED), progress(b"3", TransferState.DONE))
        self.lab.errands.transfers()
        self.errand.pause_all()
        self.errand.resume_all()
        self.assertEqual(self.lab.core.last("pause_file")[0], b"1")
        self.assertEqual(self.lab.core.last("resume_file")[0], b"2")

    def test_twice_closes_it_and_nothing_is_said(self) -> None:
        self.lab.errands.transfers()
        self.assertEqual(self.data.rows, ())
        self.lab.errands.transfers()
        self.assertIsNone(self.lab.errands.current)


class ListTest(FilesTest):
    """The files of a conversation."""

    def message(self, seq: int, name: str, author: int = SARI, room: int = GROUP) -> events.Message:
        return replace(said(seq, room, author, name), file=card(seq + 100, name))

    def found(self, *messages: events.Message, more: int = 0, offline: bool = False) -> None:
        self.lab.tell(SearchFound(self.lab.core.ref, messages, more, offline))

    def test_who_sent_what_when(self) -> None:
        self.lab.errands.files(GROUP)
        self.assertEqual(self.lab.core.last("search")[0], "")
        self.found(self.message(9, "b.csv"), self.message(4, "a.csv", ME), more=4)
        self.assertEqual([row.title for row in self.data.rows], ["b.csv", "a.csv", "Show older files"])
        self.assertTrue(self.data.rows[0].under.startswith("sari \u00b7 48 kB"))
        self.assertTrue(self.data.rows[1].under.startswith("You"))
        self.errand.choose("more")
        self.assertIn(4, self.lab.core.last("search"))
        self.found(self.message(2, "c.csv"))
        self.assertEqual(len(self.data.rows), 3)

    def test_a_line_leads_to_its_message_and_its_button_to_the_file(self) -> None:
        self.lab.errands.files(GROUP)
        self.found(self.message(9, "b.csv"))
        self.errand.press(f"{GROUP} 9", "download")
        verb, target = self.lab.did[0]
        self.assertIs(verb, FileVerb.DOWNLOAD)
        self.assertEqual((target.file.id if target.file else 0, target.conversation, target.seq), (109, GROUP, 9))
        self.errand.choose(f"{GROUP} 9")
        self.assertEqual(self.lab.opened, [(GROUP, 9)])

    def test_new_ones_come_and_deleted_ones_go(self) -> None:
        self.lab.errands.files(GROUP)
        self.found(self.message(4, "a.csv"))
        self.lab.tell(events.MessagesAdded((self.message(9, "new.csv"), self.message(10, "other.csv", room=0)), live=True))
        self.assertEqual([row.title for row in self.data.rows], ["new.csv", "a.csv"])
        gone = replace(self.message(9, "new.csv"), file=None, deleted=True, text="")
        self.lab.tell(events.MessagesChanged((gone,)))
        self.assertEqual([row.title for row in self.data.rows], ["a.csv"])

    def test_a_name_is_looked_for_here_at_once_and_on_the_server(self) -> None:
        self.lab.errands.files(GROUP)
        self.found(self.message(4, "apple.csv"), self.message(3, "pear.csv"))
        self.errand.look_for("APP")
        self.lab.time.pass_s(1.0)
        self.assertEqual([row.title for row in self.data.rows], ["apple.csv"])
        self.assertEqual(self.lab.core.last("search")[0], "APP")
        self.found()
        self.errand.look_for("zzz")
        self.lab.time.pass_s(1.0)
        self.found()
        self.assertEqual((self.data.rows, self.data.hint), ((), "No file fits that."))

    def test_without_a_connection_it_says_so(self) -> None:
        self.lab.errands.files(None)
        self.found(self.message(4, "a.csv"), offline=True)
        self.assertTrue(self.data.offline)
        self.assertIn("this computer", self.data.status)
        self.assertEqual(self.data.rows[0].note, "Network lab")
