"""The page of files and the settings about them, without a window."""

from __future__ import annotations

import unittest
from typing import Any

from tests.unit.gui.presenters.server_fakes import BORN_MS, Settings
from tests.unit.gui.presenters.test_server_office import OfficeCase
from udpchat import words
from udpchat.errors import BadRequest
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_files import Column, FilesTable, Speeds
from udpchat.gui.presenters.server_quotas import Quota
from udpchat.gui.presenters.server_settings import Field, Stage
from udpchat.quotas import FileRules
from udpchat.words import FileFigures, Stored, StoredRow, TransferRow

RULES = FileRules(total_bytes=1000)


def row(file: int, name: str = "a.txt", **more: Any) -> StoredRow:
    usual = {"size": 10, "sha256": bytes([file]) * 32, "owner": 1, "owner_name": "ann", "at": BORN_MS, "messages": 1}
    return StoredRow(file, name, **{**usual, "fetched": 0, "declined": 0, **more})


class Page(OfficeCase):
    def setUp(self) -> None:
        super().setUp()
        self.rows = [row(3, "c.zip", size=5_000_000), row(2, "b.png", owner_name="bob"), row(1)]
        answer = self.fake._answer

        def answered(word: Any) -> list[Any]:
            if isinstance(word, words.AskStored):
                found = [one for one in self.rows if not word.before or one.file < word.before]
                return [Stored(tuple(found[:2]), len(found) <= 2)]
            return answer(word)

        self.fake._answer = answered  # type: ignore[method-assign]
        self.hear(FileFigures(3, 500, 10**9, 0, 0, ()))

    def hear(self, figures: FileFigures) -> None:
        self.presenter.heard(figures)

    def shown(self) -> list[str]:
        return [line.name for line in self.view.files.rows]

    def test_asked_for_when_seen_page_by_page(self) -> None:
        self.turn()
        self.assertEqual((self.view.files.known, self.view.file_count), (False, 3))
        self.page("files")
        self.assertEqual((self.shown(), self.view.files.count), (["c.zip", "b.png", "a.txt"], 3))
        self.assertEqual(self.view.files.rows[0].cells[0], "5 MB")
        self.assertEqual((self.view.moving.stored, self.view.moving.free), ("500 B of 100 GB used", "1 GB free on the disk"))

    def test_asked_again_when_there_are_others(self) -> None:
        self.page("files")
        asked = len(self.fake.said)
        self.turn(10)
        self.assertEqual(len(self.fake.said), asked)
        self.rows.insert(0, row(4, "new.txt"))
        self.hear(FileFigures(4, 510, 10**9, 0, 0, ()))
        self.turn(10)
        self.assertEqual(self.shown()[0], "new.txt")

    def test_found_and_sorted(self) -> None:
        self.page("files")
        self.office.files.find("BOB")
        self.assertEqual((self.shown(), self.view.files.count), (["b.png"], 3))
        self.office.files.find("")
        self.office.files.sort(Column.NAME)
        self.assertEqual(self.shown(), ["a.txt", "b.png", "c.zip"])
        self.office.files.sort(Column.SIZE)
        self.assertEqual(self.shown()[0], "c.zip")
        self.office.files.sort(Column.SIZE)
        self.assertEqual(self.shown()[-1], "c.zip")

    def test_the_card(self) -> None:
        self.rows[0] = row(3, "c.zip", sha256=bytes([1]) * 32, fetched=18, declined=2, messages=30)
        self.page("files")
        self.office.files.choose(3)
        assert self.view.file is not None
        facts = dict(self.view.file.facts)
        self.assertEqual((facts["Sent by"], facts["Fetched by"], facts["Declined by"]), ("ann", "18", "2"))
        self.assertEqual((facts["Same content"], facts["In messages"]), ("sent 2 times, stored once", "30"))
        self.assertTrue(facts["Kept for"].startswith("another 29 d"), facts)
        self.office.files.choose(0)
        self.assertIsNone(self.view.file)

    def test_removed_after_a_question(self) -> None:
        self.page("files")
        self.office.files.remove(2)
        assert self.view.form is not None
        self.assertEqual((self.view.form.title, self.view.form.danger), ("Remove b.png", True))
        self.assertEqual([word for word in self.fake.said if isinstance(word, words.RemoveFile)], [])
        del self.rows[1]
        self.submit()
        (word,) = [word for word in self.fake.said if isinstance(word, words.RemoveFile)]
        self.assertEqual(word.file, 2)
        self.turn(10)
        self.assertEqual(self.shown(), ["c.zip", "a.txt"])
        self.assertEqual(self.view.told[-1], (Tone.GOOD, "Removed b.png."))

    def test_when_the_relay_has_ended_nothing_is_known(self) -> None:
        self.page("files")
        self.office.silent()
        self.assertEqual((self.shown(), self.view.files.known, self.view.moving.stored), ([], False, ""))
        self.assertIsNone(self.view.file_count)


class InWords(unittest.TestCase):
    def figures(self, *done: int, number: int = 1) -> FileFigures:
        rows = tuple(TransferRow(number + at, at == 0, 1, "ann", "film.mp4", 40_000_000, one) for at, one in enumerate(done))
        return FileFigures(1, 950, 0, 1, len(done) - 1, rows)

    def test_speeds(self) -> None:
        speeds = Speeds()
        speeds.hear(self.figures(1_000_000, 0), 10.0)
        self.assertEqual(speeds.moving(RULES, 10.0).lines[0].words, "1 MB of 40 MB")
        speeds.hear(self.figures(10_000_000, 0), 11.0)
        moving = speeds.moving(RULES, 11.0)
        self.assertEqual([line.words for line in moving.lines], ["10 MB of 40 MB · 9 MB/s", "0 B of 40 MB"])
        self.assertEqual((moving.lines[0].up, moving.lines[0].fraction, moving.fraction), (True, 0.25, 0.95))
        self.assertEqual(moving.title, "On their way: 1 to the server, 1 from it")
        for up, down, title in ((1, 0, "1 to the server"), (0, 2, "2 from the server"), (0, 0, "")):
            speeds.hear(FileFigures(1, 950, 0, up, down, self.figures(10_000_000, 0).rows), 11.0)
            self.assertEqual(speeds.moving(RULES, 11.0).title, title and f"On their way: {title}")
        self.assertEqual(speeds.moving(RULES, 15.0).lines[0].words, "10 MB of 40 MB")  # nothing moves any more
        speeds.hear(self.figures(0, number=9), 16.0)
        self.assertEqual(speeds.moving(RULES, 16.0).lines[0].words, "0 B of 40 MB")

    def test_more_than_are_shown(self) -> None:
        speeds = Speeds()
        speeds.hear(self.figures(*range(7)), 1.0)
        moving = speeds.moving(None, 1.0)
        self.assertEqual((len(moving.lines), moving.more, moving.fraction), (4, 3, 0.0))

    def test_hostile_names_are_only_words_here(self) -> None:
        names = ("\u202eexe.txt", "x" * 200, "", "\x00\n", "😀" * 30)
        found = FilesTable().files([row(at, name) for at, name in enumerate(names, 1)], BORN_MS, True, False)
        self.assertEqual(len(found.rows), len(names))


class Quotas(OfficeCase):
    def setUp(self) -> None:
        super().setUp()
        self.draft = self.presenter.settings

    def test_shown_changed_and_asked_for(self) -> None:
        form = self.draft.form()
        self.assertEqual((form.files.value(Quota.ONE), form.files.value(Quota.DAYS)), ("8 GB", "30"))
        self.draft.files.set(Quota.ONE, "500 mb")
        self.draft.files.set(Quota.DAYS, " 7 ")
        form = self.draft.form()
        self.assertEqual((form.changed, form.files.changed), ({Field.FILES}, {Quota.ONE, Quota.DAYS}))
        wish = self.draft.wish()
        assert wish is not None
        self.assertEqual(wish.files, FileRules(one_bytes=500_000_000, days=7))
        self.assertIs(self.draft.form().stage, Stage.APPLYING)
        self.draft.arrived(Settings(files=(FileRules(one_bytes=500_000_000, days=7),)))
        self.assertEqual((self.draft.form().changed, self.draft.form().files.value(Quota.DAYS)), (frozenset(), "7"))

    def test_what_is_wrong_is_said_in_its_place(self) -> None:
        for which, typed in ((Quota.ONE, "lots"), (Quota.ONE, "0"), (Quota.DAYS, "0"), (Quota.DAYS, "1.5"), (Quota.DAYS, "99999")):
            self.draft.discard()
            self.draft.files.set(which, typed)
            self.assertIsNone(self.draft.wish())
            self.assertTrue(self.draft.form().files.error(which), typed)
        self.draft.files.set(Quota.DAYS, "5")
        self.assertEqual(self.draft.form().files.error(Quota.DAYS), "")

    def test_other_settings_leave_them_alone(self) -> None:
        self.draft.set_name("Other")
        wish = self.draft.wish()
        assert wish is not None
        self.assertIsNone(wish.files)

    def test_refused_and_discarded(self) -> None:
        self.draft.files.set(Quota.FREE, "0")
        self.assertIsNotNone(self.draft.wish())
        self.draft.refused(BadRequest.code, "No.", None)
        self.assertEqual(self.draft.form().files.error(Quota.DAYS), "No.")
        self.draft.discard()
        self.assertEqual((self.draft.form().files.value(Quota.FREE), self.draft.form().files.errors), ("1 GB", ()))

    def test_a_server_without_files(self) -> None:
        self.draft.arrived(Settings(files=()))
        self.assertEqual(self.draft.form().files.values, ())
        self.draft.files.set(Quota.ONE, "5 GB")
        self.assertIsNone(self.draft.wish())
