"""What is written of an upload goes on to the disk in pieces beside it: a slow disk slows the sender, a bad one ends it."""

from __future__ import annotations

import unittest
from unittest import mock

from tests.unit.server.files_lab import FilesTest, Sender
from tests.unit.server.lab import Client
from udpchat import limits, words
from udpchat.driver import Job
from udpchat.server.files.errands import SYNC_LANE

DATA = bytes(range(256)) * 12_345  # 3 MB
UNSYNCED = 600_000


class SyncingTest(FilesTest):
    """A server whose syncs wait until the test lets them go."""

    def setUp(self) -> None:
        super().setUp()
        for name, value in (("FILE_SYNC_BYTES", 200_000), ("FILE_UNSYNCED_BYTES", UNSYNCED)):
            patch = mock.patch.object(limits, name, value)
            patch.start()
            self.addCleanup(patch.stop)
        self.kept: list[Job] = []
        core = self.lab.core
        pull = core.next_job

        def next_job() -> Job | None:
            while (job := pull()) is not None and job.lane == SYNC_LANE:
                self.kept.append(job)
            return job

        core.next_job = next_job  # type: ignore[method-assign]

    def release(self, error: Exception | None = None) -> None:
        """The sync under way ends."""
        job = self.kept.pop()
        job.run()
        self.lab.core.finish_job(job, None, error, self.lab.now)
        self.lab.later(0.05)

    def as_far_as_possible(self, sender: Sender) -> int:
        """Send until there is no more credit; how far that was."""
        for _ in range(100):
            while sender.sent < sender.limit:
                sender.send()
            self.lab.later(0.02)
        return sender.sent

    def begin(self, client: Client) -> Sender:
        return self.sender(client, DATA)


class SlowDisk(SyncingTest):
    def test_a_slow_one_slows_the_sender(self) -> None:
        sender = self.begin(self.lab.person("anna"))
        far = self.as_far_as_possible(sender)
        self.assertGreater(far, UNSYNCED)
        self.assertLess(far, UNSYNCED + 2 * limits.FILE_AHEAD_BYTES)
        self.assertEqual(len(self.kept), 1, "one at a time")
        self.release()
        self.release()
        self.assertGreater(self.as_far_as_possible(sender), far)

    def test_nothing_is_sealed_before_it(self) -> None:
        anna = self.lab.person("anna")
        sender = self.begin(anna)
        while self.as_far_as_possible(sender) < len(DATA):
            self.release()
        anna.ask(words.EndUpload(sender.offer.ref))
        self.assertEqual(anna.all(words.Posted), [])
        while self.kept:
            self.release()
        self.assertEqual(len(anna.all(words.Posted)), 1)

    def test_who_waits_for_it_has_not_stood_still(self) -> None:
        anna = self.lab.person("anna")
        sender = self.begin(anna)
        self.as_far_as_possible(sender)
        for _ in range(3):
            self.lab.core._talk.files.uploads.look(self.lab.now)
        self.assertEqual(anna.all(words.NotPosted), [])
        while self.as_far_as_possible(sender) < len(DATA) or self.kept:
            self.release()
        self.assertIsInstance(sender.end(), words.Posted)

    def test_one_that_goes_on_counts_from_there(self) -> None:
        anna = self.lab.person("anna")
        sender = self.begin(anna)
        while self.as_far_as_possible(sender) < 2_000_000:
            self.release()
        anna.ask(words.StopUpload(sender.offer.ref, True))
        self.lab.later(0.1)
        again = Sender(anna, DATA, sender.offer).begin()
        self.assertGreater(again.limit, again.sent)
        self.assertGreater(again.sent, 2_000_000 - 1)


class BadDisk(SyncingTest):
    def test_its_upload_fails(self) -> None:
        """The system tells of a failed write once: whoever asks again is told that all is well."""
        anna = self.lab.person("anna")
        sender = self.begin(anna)
        self.as_far_as_possible(sender)
        self.release(OSError(5, "Input/output error"))
        answer = anna.last(words.NotPosted)
        self.assertEqual(answer.ref, sender.offer.ref)
        self.assertEqual(anna.all(words.Posted), [])

    def test_that_nobody_waits_for_any_more(self) -> None:
        anna = self.lab.person("anna")
        sender = self.begin(anna)
        self.as_far_as_possible(sender)
        anna.ask(words.StopUpload(sender.offer.ref, False))
        self.release(OSError(5, "Input/output error"))
        self.assertEqual(anna.all(words.NotPosted), [])
        self.assertEqual(self.on_disk(), ([], []))


if __name__ == "__main__":
    unittest.main()
