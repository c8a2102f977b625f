"""A server that lies about files: its connection ends, and nothing of it gets a name on this computer."""

from __future__ import annotations

import hashlib
import unittest
from pathlib import Path
from typing import Any

from tests.unit.client.test_transfers import DATA, TransferTest
from udpchat import limits
from udpchat.client import events
from udpchat.client.events import TransferState
from udpchat.wire.channels import Channel
from udpchat.words import messages as words
from udpchat.words.files import BULK_HEAD


class Rogue(TransferTest):
    """The relay is the shipped one; what it says to bob is forged."""

    def setUp(self) -> None:
        super().setUp()
        self.session = next(one for one in self.lab.core.sessions.welcomed() if one.name == "bob")
        self.card = words.File(77, "../x", 1000, hashlib.sha256(DATA[:1000]).digest(), "")

    def tell(self, word: Any) -> None:
        self.lab.core.sessions.tell(self.session, word)
        self.settle()

    def bytes_for(self, number: int, offset: int, data: bytes) -> None:
        body = BULK_HEAD.pack(number, offset) + data
        self.lab.core.endpoint.send(self.session.cid, Channel.BULK, body)
        self.settle()

    def begin(self) -> bytes:
        """Bob wants a file; the relay's own refusal is kept from him."""
        self.lab.core._talk.files.downloads._refuse = lambda session, file, error: None  # type: ignore[method-assign,assignment]
        key = bytes(self.bob.do("fetch_file", self.card))
        self.assertIs(self.of(self.bob, key).state, TransferState.OFFERED)
        return key

    def lost(self) -> bool:
        return bool(self.bob.of(events.ConnectionLost))

    def test_another_size_or_content_than_its_card_says(self) -> None:
        self.begin()
        self.tell(words.Download(77, 5, 1001, self.card.sha256))
        self.assertTrue(self.lost())

    def test_bytes_beyond_the_file_or_out_of_order(self) -> None:
        for offset, count in ((0, 1001), (1, 10), (2**62, 1)):
            self.bob.forget()
            self.begin()
            self.session = next(one for one in self.lab.core.sessions.welcomed() if one.name == "bob")
            self.tell(words.Download(77, 5, 1000, self.card.sha256))
            self.bytes_for(5, offset, bytes(count))
            self.assertTrue(self.lost(), (offset, count))
            self.bob.core.cancel_file(self.bob.core.transfers[-1].key, self.lab.now)
            self.settle(5)

    def test_other_bytes_of_that_size(self) -> None:
        key = self.begin()
        self.tell(words.Download(77, 5, 1000, self.card.sha256))
        self.bytes_for(5, 0, bytes(1000))
        found = self.until(self.bob, key, TransferState.FAILED)
        assert found.error is not None
        self.assertEqual((found.error.code, self.left(self.bob)), ("FILE_CHANGED", []))

    def test_a_name_that_leads_elsewhere(self) -> None:
        key = self.begin()
        self.tell(words.Download(77, 5, 1000, self.card.sha256))
        self.bytes_for(5, 0, DATA[:1000])
        found = self.until(self.bob, key, TransferState.DONE)
        self.assertEqual((Path(found.path).name, Path(found.path).parent.name), ("x", "downloads of bob"))

    def test_bytes_that_nobody_asked_for(self) -> None:
        self.bytes_for(9, 0, b"x")
        self.tell(words.Download(99, 9, 1, bytes(32)))
        self.tell(words.NotFetched(99, "NO_SUCH_FILE", 0, ""))
        self.tell(words.Upload(bytes(16), 9, 0, 5))
        self.bytes_for(9, 0, b"x")
        self.assertEqual((self.lost(), self.left(self.bob), self.bob.core.transfers), (False, [], ()))

    def test_frames_of_no_form(self) -> None:
        self.lab.core.endpoint.send(self.session.cid, Channel.BULK, bytes(BULK_HEAD.size + limits.BULK_BYTES + 1))
        self.settle()
        self.assertTrue(self.lost())


if __name__ == "__main__":
    unittest.main()
