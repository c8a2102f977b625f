"""What a person does with files: each verb, asked first where it matters, and what is gone meanwhile."""

from __future__ import annotations

import unittest
from collections.abc import Callable
from typing import cast

from tests.unit.gui.presenters.chat_making import FakeCore
from tests.unit.gui.presenters.file_lab import download, file, upload
from udpchat.catalogue import text
from udpchat.client.events import Progress
from udpchat.client.events import TransferState as State
from udpchat.errors import BadRequest
from udpchat.gui.presenters.chat_ports import Around, Errands, View
from udpchat.gui.presenters.file_deeds import FileDeeds, FileTarget
from udpchat.gui.widgets.chat_data import QuestionData
from udpchat.gui.widgets.file_data import FileVerb as Verb


class Desk:
    """Files on paper."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.there = self.works = True
        self.place = "/copies/budget.csv"
        self.why = ""

    def exists(self, path: str, then: Callable[[bool], None]) -> None:
        then(self.there)

    def show_in_folder(self, path: str, then: Callable[[bool], None]) -> None:
        self.asked.append(("show", path))
        then(self.works)

    def open_file(self, path: str, then: Callable[[bool], None]) -> None:
        self.asked.append(("open", path))
        then(self.works)

    def ask_place(self, name: str, then: Callable[[str], None]) -> None:
        self.asked.append(("place", name))
        if self.place:
            then(self.place)

    def copy_file(self, path: str, to: str, then: Callable[[str], None]) -> None:
        self.asked.append(("copy", path, to))
        then(self.why)

    def view_picture(self, path: str, name: str) -> None:
        self.asked.append(("view", path, name))

    def to_clipboard(self, said: str) -> None:
        self.asked.append(("clipboard", said))


class Stage:
    """View and errands."""

    def __init__(self) -> None:
        self.toasts: list[str] = []
        self.questions: list[tuple[QuestionData, Callable[[], None]]] = []
        self.errands: list[tuple[object, ...]] = []

    def toast(self, said: str) -> None:
        self.toasts.append(said)

    def confirm(self, question: QuestionData, on_yes: Callable[[], None]) -> None:
        self.questions.append((question, on_yes))

    def forward(self, of: object) -> None:
        self.errands.append(("forward", of))

    def receivers(self, of: object, conversation: int, seq: int) -> None:
        self.errands.append(("receivers", of, conversation, seq))


class Deeds(unittest.TestCase):
    """Each verb."""

    def setUp(self) -> None:
        self.core, self.stage, self.desk = FakeCore(), Stage(), Desk()
        self.kicks = 0
        around = Around(
            now=lambda: 1.0, wall_ms=lambda: 0, later=lambda _delay, _call: None, kick=self._kick,  # type: ignore[arg-type, return-value]
            alerts=None, address=lambda: "", ended=lambda: None, sign_in_again=lambda: None,  # type: ignore[arg-type]
        )  # fmt: skip
        self.deeds = FileDeeds(
            self.core, cast(View, self.stage), around, self.desk, lambda: cast(Errands, self.stage)
        )  # fmt: skip

    def _kick(self) -> None:
        self.kicks += 1

    def have(self, progress: Progress) -> FileTarget:
        """The core knows this transfer."""
        self.core.moved[progress.key] = progress
        return FileTarget(progress.key, file(), 5, 9)

    def test_get_and_decline(self) -> None:
        self.deeds.do(Verb.ACCEPT, FileTarget(b"", file(), 5))
        self.deeds.do(Verb.DOWNLOAD, FileTarget(b"", file(), 5))
        self.deeds.do(Verb.DECLINE, FileTarget(b"", file(), 5))
        self.assertEqual(self.core.asked, [("fetch file", 7, 5), ("fetch file", 7, 5), ("decline file", 7, 5)])
        self.assertEqual(self.kicks, 3)

    def test_nothing_to_get(self) -> None:
        for verb in Verb:
            self.deeds.do(verb, FileTarget())
        wanted = {asked for asked in self.core.asked if b"" not in asked}
        self.assertEqual((wanted, self.desk.asked, self.stage.questions), (set(), [], []))

    def test_steps(self) -> None:
        target = self.have(download(State.SENDING))
        for verb in (Verb.PAUSE, Verb.RESUME, Verb.RETRY, Verb.DISMISS):
            self.deeds.do(verb, target)
        self.assertEqual([name for name, *_ in self.core.asked], ["pause file", "resume file", "resume file", "cancel file"])

    def test_a_download_is_cancelled_at_once(self) -> None:
        self.deeds.do(Verb.CANCEL, self.have(download(State.SENDING, done=9)))
        self.assertEqual(self.core.asked, [("cancel file", download(State.SENDING).key)])

    def test_an_upload_that_is_on_its_way_is_asked_about(self) -> None:
        self.deeds.do(Verb.CANCEL, self.have(upload(State.QUEUED)))
        self.assertEqual(len(self.core.asked), 1)
        self.deeds.do(Verb.CANCEL, self.have(upload(State.SENDING, done=9)))
        self.assertEqual(len(self.core.asked), 1)
        question, on_yes = self.stage.questions[0]
        self.assertIn("budget.csv", question.title)
        self.assertTrue(question.danger)
        on_yes()
        self.assertEqual(len(self.core.asked), 2)

    def test_refused(self) -> None:
        def refuse(*_about: object) -> bytes:
            raise BadRequest("not signed in")

        self.core.fetch_file = refuse  # type: ignore[method-assign, assignment]
        self.deeds.do(Verb.DOWNLOAD, FileTarget(b"", file()))
        self.assertEqual(self.stage.toasts, [BadRequest("not signed in").sentence])
        self.assertEqual(self.kicks, 0)

    def test_errands(self) -> None:
        target = self.have(download(State.DONE))
        self.deeds.do(Verb.FORWARD, target)
        self.deeds.do(Verb.WHO_HAS_IT, target)
        self.assertEqual(self.stage.errands, [("forward", file()), ("receivers", file(), 5, 9)])

    def test_where_it_is(self) -> None:
        target = self.have(download(State.DONE))
        path = download(State.DONE).path
        self.deeds.do(Verb.SHOW_IN_FOLDER, target)
        self.deeds.do(Verb.VIEW, target)
        self.deeds.do(Verb.COPY_PATH, target)
        self.assertEqual(self.desk.asked, [("show", path), ("view", path, "budget.csv"), ("clipboard", path)])
        self.assertEqual(self.stage.toasts, [text("chat.copied")])

    def test_it_was_moved_away(self) -> None:
        target = self.have(download(State.DONE))
        self.desk.there = False
        for verb in (Verb.SHOW_IN_FOLDER, Verb.OPEN, Verb.VIEW, Verb.SAVE_AS):
            self.deeds.do(verb, target)
        self.assertEqual(self.desk.asked, [])
        self.assertEqual(self.stage.toasts, [text("files.gone", name="budget.csv")] * 4)

    def test_nothing_to_show_it_with(self) -> None:
        target = self.have(download(State.DONE))
        self.desk.works = False
        self.deeds.do(Verb.SHOW_IN_FOLDER, target)
        self.assertIn(download(State.DONE).path, self.stage.toasts[0])
        self.deeds.do(Verb.OPEN, target)
        self.assertEqual(self.stage.toasts[1], text("files.open.none"))

    def test_a_copy(self) -> None:
        target = self.have(download(State.DONE))
        self.deeds.do(Verb.SAVE_AS, target)
        self.assertEqual(self.desk.asked, [("place", "budget.csv"), ("copy", download(State.DONE).path, self.desk.place)])
        self.assertEqual(self.stage.toasts, [text("files.saved", path=self.desk.place)])
        self.desk.why = "No space left on device"
        self.deeds.do(Verb.SAVE_AS, target)
        self.assertIn("No space left", self.stage.toasts[1])
        self.desk.place = ""
        self.deeds.do(Verb.SAVE_AS, target)
        self.assertEqual(len(self.stage.toasts), 2)

    def test_what_may_be_a_program_is_asked_about(self) -> None:
        cases = ("a.csv", False), ("a.png", False), ("a.sh", True), ("a.html", True), ("a.png.exe", True), ("a", True)
        for name, is_asked in cases:
            self.stage.questions.clear()
            self.desk.asked.clear()
            path = f"/home/me/Downloads/{name}"
            self.deeds.do(Verb.OPEN, self.have(download(State.DONE, name=name, path=path)))
            with self.subTest(name=name):
                self.assertEqual((len(self.stage.questions), len(self.desk.asked)), (1, 0) if is_asked else (0, 1))
                for _, on_yes in self.stage.questions:
                    on_yes()
                self.assertEqual(self.desk.asked, [("open", path)])


if __name__ == "__main__":
    unittest.main()
