"""Transfers that a person does not want in the list any more: still known, and back when they go on."""

from __future__ import annotations

from tests.unit.client.test_transfers import TransferTest as Files
from udpchat.client.events import TransferState


class HiddenTest(Files):
    """Anna sends, and clears her list."""

    def test_what_is_over_is_hidden_and_still_known(self) -> None:
        key = self.send(self.anna, self.file())
        self.until(self.anna, key, TransferState.DONE)
        self.anna.core.hide_files([key], self.lab.now)
        found = self.of(self.anna, key)
        self.assertTrue(found.hidden)
        self.assertIs(found.state, TransferState.DONE)
        self.assertTrue(found.path)

    def test_what_goes_on_by_itself_is_not_hidden(self) -> None:
        (key,) = self.anna.core.send_file([self.file()], self.lab.now)
        self.anna.core.hide_files([key, b"unknown"], self.lab.now)
        self.assertFalse(self.of(self.anna, key).hidden)

    def test_what_goes_on_again_is_seen_again(self) -> None:
        (key,) = self.anna.core.send_file([self.file()], self.lab.now)
        self.assertTrue(self.anna.core.pause_file(key, self.lab.now))
        self.anna.core.hide_files([key], self.lab.now)
        self.assertTrue(self.of(self.anna, key).hidden)
        self.anna.core.resume_file(key, self.lab.now)
        self.assertFalse(self.of(self.anna, key).hidden)


del Files
