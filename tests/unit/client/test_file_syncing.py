"""What is written of a download goes on to the disk in pieces beside it: a slow disk slows the server, a bad one ends it."""

from __future__ import annotations

import unittest
from unittest import mock

from tests.unit.client.test_transfers import DATA, TransferTest
from udpchat import limits
from udpchat.client.events import TransferState
from udpchat.client.transfers.shelf import SYNC_LANE
from udpchat.driver import Job

UNSYNCED = 600_000


class Syncing(TransferTest):
    def setUp(self) -> None:
        super().setUp()
        for name, value in (("FILE_SYNC_BYTES", 200_000), ("FILE_UNSYNCED_BYTES", UNSYNCED)):
            patch = mock.patch.object(limits, name, value)
            patch.start()
            self.addCleanup(patch.stop)
        self.kept: list[Job] = []
        core = self.bob.core
        pull = core.next_job

        def next_job() -> Job | None:
            while (job := pull()) is not None and job.lane == SYNC_LANE:
                self.kept.append(job)
            return job

        core.next_job = next_job  # type: ignore[method-assign]
        self.sent(self.anna, self.file())
        self.key = self.fetch(self.bob)
        self.settle(1.0)

    def release(self, error: Exception | None = None) -> None:
        """The sync under way ends."""
        job = self.kept.pop()
        job.run()
        self.bob.core.finish_job(job, None, error, self.lab.now)
        self.settle(0.2)

    def test_a_slow_disk_slows_the_server(self) -> None:
        far = self.of(self.bob, self.key).done
        self.assertGreater(far, UNSYNCED)
        self.assertLess(far, UNSYNCED + 2 * limits.FILE_AHEAD_BYTES)
        self.assertEqual(len(self.kept), 1, "one at a time")
        while self.kept:
            self.assertIs(self.of(self.bob, self.key).state, TransferState.SENDING)
            self.release()
        self.assertEqual(self.got(self.bob, self.key), DATA)

    def test_a_bad_disk_ends_it(self) -> None:
        """The system tells of a failed write once: whoever asks again is told that all is well."""
        self.release(OSError(5, "Input/output error"))
        self.assertIs(self.of(self.bob, self.key).state, TransferState.FAILED)
        self.assertTrue(all(name.endswith(".part") for name in self.left(self.bob)))

    def test_paused_meanwhile(self) -> None:
        self.bob.do("pause_file", self.key)
        self.release(OSError(5, "Input/output error"))
        self.assertIs(self.of(self.bob, self.key).state, TransferState.PAUSED)
        self.bob.do("resume_file", self.key)
        self.settle(0.5)
        while self.kept:
            self.release()
        self.assertEqual(self.got(self.bob, self.key), DATA)


if __name__ == "__main__":
    unittest.main()
