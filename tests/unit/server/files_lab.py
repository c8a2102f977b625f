"""Clients that send and fetch files by hand, byte for byte."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from tests.unit.server.lab import Client
from tests.unit.server.talk_lab import TalkTest
from udpchat import limits, words
from udpchat.quotas import FileRules
from udpchat.wire.channels import Channel
from udpchat.words.files import BULK_HEAD, decode_bulk, decode_credit, encode_credit

ROOMY = FileRules(free_bytes=0)


class Sender:
    """An upload by the rules: credit by credit."""

    def __init__(self, client: Client, data: bytes, offer: words.Offer) -> None:
        self.client, self.data, self.offer = client, data, offer
        self.sent = self.limit = 0
        self.transfer = 0
        client.on_bulk = self._credit

    def begin(self) -> Sender:
        """Offer; with the answer the first bytes go."""
        before = len(self.client.all(words.Upload))
        self.client.ask(self.offer)
        found = self.client.all(words.Upload)[before:]
        if found:
            self.transfer, self.sent, self.limit = found[-1].transfer, found[-1].offset, found[-1].limit
        return self

    def _credit(self, channel: Channel, body: bytes) -> None:
        transfer, limit = decode_credit(body)
        assert channel is Channel.CREDIT and transfer == self.transfer and self.limit < limit <= self.offer.size
        self.limit = limit

    def send(self, count: int = limits.BULK_BYTES) -> None:
        """One frame."""
        piece = self.data[self.sent : min(self.sent + count, self.limit)]
        self.client.send_raw(BULK_HEAD.pack(self.transfer, self.sent) + piece, Channel.BULK)
        self.sent += len(piece)

    def send_all(self, upto: int | None = None) -> Sender:
        """Everything up to there."""
        end = len(self.data) if upto is None else upto
        while self.sent < end:
            while self.sent < min(self.limit, end):
                self.send(min(limits.BULK_BYTES, end - self.sent))
            self.client.lab.turn()
            self.client.lab.later(0.05)
        return self

    def end(self) -> words.Posted | words.NotPosted:
        """That was all; the answer."""
        self.client.ask(words.EndUpload(self.offer.ref))
        self.client.lab.later(0.1)
        answers = [
            word
            for word in self.client.heard
            if isinstance(word, words.Posted | words.NotPosted) and word.ref == self.offer.ref
        ]
        assert answers, self.client.heard[-5:]
        return answers[-1]


class Receiver:
    """A download by the rules."""

    def __init__(self, client: Client, file: int, offset: int = 0, ahead: int = limits.FILE_AHEAD_BYTES) -> None:
        self.client, self.ahead = client, ahead
        self.data = b""
        self.offset = offset
        client.on_bulk = self._bulk
        client.ask(words.Fetch(file, offset, offset + ahead))

    def _bulk(self, channel: Channel, body: bytes) -> None:
        transfer, offset, data = decode_bulk(body)
        assert channel is Channel.BULK and offset == self.offset + len(self.data), (offset, len(self.data))
        self.data += data
        self.client.send_raw(encode_credit(transfer, self.offset + len(self.data) + self.ahead), Channel.CREDIT)

    def wait(self, count: int) -> bytes:
        """Until so many bytes are here."""
        for _ in range(2000):
            if len(self.data) >= count:
                break
            self.client.lab.later(0.02)
        return self.data


class FilesTest(TalkTest):
    """A server that takes files."""

    rules = ROOMY

    def setUp(self) -> None:
        super().setUp()
        self.new_lab(files=self.rules)

    def offer_of(
        self, data: bytes, conversation: int = 0, to: tuple[int, ...] = (), name: str = "a.bin", **changes: Any
    ) -> words.Offer:
        """What a client would offer; the lobby without a place."""
        place = conversation or (0 if to else self.lab.store.lobby)
        about = {"size": len(data), "sha256": hashlib.sha256(data).digest(), "mime": "", "text": "", **changes}
        return words.Offer(self.lab.rng.randbytes(16), place, to, name, **about)

    def sender(self, client: Client, data: bytes, *args: Any, **changes: Any) -> Sender:
        """An upload that has begun."""
        return Sender(client, data, self.offer_of(data, *args, **changes)).begin()

    def upload(self, client: Client, data: bytes, *args: Any, **changes: Any) -> words.Posted:
        """A whole upload."""
        answer = self.sender(client, data, *args, **changes).send_all().end()
        assert isinstance(answer, words.Posted), answer
        return answer

    def card(self, client: Client) -> words.File:
        """Of the last file that a client was told of."""
        told = [event for word in client.all(words.Events) for event in word.events if isinstance(event, words.Message)]
        return [event.file[0] for event in told if event.file][-1]

    def on_disk(self) -> tuple[list[Path], list[Path]]:
        """Blobs and parts."""
        files = [path for path in (self.folder / "files").rglob("*") if path.is_file()]
        return [path for path in files if path.suffix != ".part"], [path for path in files if path.suffix == ".part"]
