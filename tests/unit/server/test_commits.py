"""The turn: one commit in flight, what waits for it, and its bound. The store is played by a switch and a counter."""

from __future__ import annotations

import unittest
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast
from unittest import mock

from tests.unit.server.lab import ServerTest
from udpchat import limits
from udpchat.errors import NotAllowed, UdpchatError
from udpchat.server.commits import Commits
from udpchat.words import Posted


class Switch:
    """As much of a store as the turn asks for."""

    def __init__(self) -> None:
        self.dirty = False
        self.rollback_count = 0

    def savepoint(self) -> AbstractContextManager[None]:
        return nullcontext()

    def commit(self) -> None:
        self.dirty = False

    def rollback(self) -> None:
        self.rollback_count += 1
        self.dirty = False


class Note:
    """A write that notes what becomes of it."""

    def __init__(self, store: Switch, notes: list[str], name: str, error: Exception | None = None) -> None:
        self.store, self.notes, self.name, self.error = store, notes, name, error

    def run(self, now: float) -> None:
        self.notes.append(f"run {self.name}")
        if self.error:
            raise self.error
        self.store.dirty = True

    def done(self, now: float) -> None:
        self.notes.append(f"done {self.name}")

    def failed(self, error: UdpchatError, now: float) -> None:
        self.notes.append(f"failed {self.name} {error.code}")


class CommitsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.store, self.notes = Switch(), list[str]()
        self.faults: list[Exception] = []
        self.commits = Commits(cast(Any, self.store), lambda error, now: self.faults.append(error))

    def submit(self, name: str, error: Exception | None = None) -> None:
        self.commits.submit(Note(self.store, self.notes, name, error), 0.0)

    def test_done_comes_after_the_commit(self) -> None:
        self.submit("a")
        job = self.commits.next_job()
        assert job is not None
        self.assertEqual(self.notes, ["run a"])
        job.run()
        self.commits.finish(None, 0.0)
        self.assertEqual(self.notes, ["run a", "done a"])
        self.assertTrue(self.commits.idle)

    def test_one_in_flight_and_the_rest_waits_in_order(self) -> None:
        self.submit("a")
        job = self.commits.next_job()
        assert job is not None
        for name in "bc":
            self.submit(name)
        self.assertIsNone(self.commits.next_job())
        job.run()
        self.commits.finish(None, 0.0)
        self.commits.resume(0.0)
        self.assertEqual(self.notes, ["run a", "done a", "run b", "run c"])

    def test_a_refused_write_costs_only_itself_and_a_mistake_is_reported(self) -> None:
        self.submit("a")
        self.submit("b", NotAllowed())
        self.submit("c", ZeroDivisionError())
        self.assertEqual(self.notes[1:], ["run b", "run c", "failed c STORAGE"])
        self.assertEqual([type(error) for error in self.faults], [ZeroDivisionError])
        self.commits.next_job()
        self.commits.finish(None, 0.0)
        self.assertEqual(self.notes[4:], ["done a", "failed b NOT_ALLOWED"])

    def test_a_refusal_that_stands_on_what_was_never_stored_is_no_refusal(self) -> None:
        """A name taken by a registration whose commit fails is not taken."""
        self.submit("a")
        self.submit("b", NotAllowed())
        self.commits.next_job()
        self.commits.finish(OSError("disk"), 0.0)
        self.assertEqual(self.notes[2:], ["failed a STORAGE", "failed b STORAGE"])

    def test_a_refusal_before_anything_was_written_is_told_at_once(self) -> None:
        self.submit("b", NotAllowed())
        self.assertEqual(self.notes, ["run b", "failed b NOT_ALLOWED"])

    def test_a_failed_commit_fails_all_of_it_and_rolls_back(self) -> None:
        self.submit("a")
        self.submit("b")
        self.commits.next_job()
        self.commits.finish(OSError("disk"), 0.0)
        self.assertEqual(self.notes[2:], ["failed a STORAGE", "failed b STORAGE"])
        self.assertEqual((self.store.rollback_count, self.commits.in_flight), (1, False))

    def test_a_turn_is_bounded(self) -> None:
        for number in range(limits.TURN_WRITES + 5):
            self.submit(str(number))
        self.assertEqual(len(self.notes), limits.TURN_WRITES)
        self.assertTrue(self.commits.busy)
        self.commits.next_job()
        self.commits.finish(None, 0.0)
        self.commits.resume(0.0)
        self.assertEqual(self.notes.count(f"run {limits.TURN_WRITES + 4}"), 1)


class FullTurnTest(ServerTest):
    def test_more_repeats_than_a_turn_holds_are_all_answered(self) -> None:
        anna = self.lab.person("anna")
        ref = anna.post("x")
        self.lab.turn()
        with mock.patch.object(limits, "TURN_WRITES", 3):
            for _ in range(10):
                anna.post("x", ref)
            self.lab.turn()
        self.assertEqual((len(anna.all(Posted)), anna.texts), (11, ["x"]))

    def test_more_posts_than_a_turn_holds_all_arrive_in_order(self) -> None:
        anna = self.lab.person("anna")
        with mock.patch.object(limits, "TURN_WRITES", 3):
            for number in range(10):
                anna.post(str(number))
            self.lab.turn()
        self.assertEqual(anna.texts, [str(number) for number in range(10)])
