"""A store in a temporary folder, with repeatable randomness."""

from __future__ import annotations

import random
import tempfile
import unittest
from pathlib import Path

from udpchat.scram import Verifier
from udpchat.store import Kind, Store, StoredEvent, User

VERIFIER = Verifier(salt=b"s" * 16, n=2**15, r=8, p=3, stored_key=b"k" * 32, server_key=b"l" * 32)
SEED = 20_113


class StoreCase(unittest.TestCase):
    """`self.store` is open; `reopen()` closes and opens it again."""

    def setUp(self) -> None:
        self.randbytes = random.Random(SEED).randbytes
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "store.sqlite"
        self.store = Store.open(self.path, self.randbytes, synchronous="OFF")
        self.addCleanup(lambda: self.store.close())

    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, self.randbytes, synchronous="OFF")

    def account(self, name: str = "ann") -> User:
        user = self.store.create_account(name, name.title(), "ID", VERIFIER, "member", 1000)
        self.store.commit()
        return user

    def post(self, author: int, text: str, conversation: int | None = None) -> int:
        """Uncommitted; the seq."""
        where = self.store.lobby if conversation is None else conversation
        return self.store.append_post(where, author, self.randbytes(16), 2000, text).seq

    def texts(self, user: int, lo: int = 1, hi: int = 2**62) -> list[str]:
        """Of posts; a deleted one is empty."""
        return [event.body for event in self.seen(user, lo, hi) if event.kind == Kind.POST]

    def seen(self, user: int, lo: int = 1, hi: int = 2**62, page: int = 50) -> list[StoredEvent]:
        """Everything that the user may see, read page by page."""
        found: list[StoredEvent] = []
        hi = min(hi, self.store.head())
        while lo <= hi:
            events, upto = self.store.events(user, lo, hi, page, 10**6)
            assert upto >= lo and all(lo <= event.seq <= upto for event in events)
            found += events
            lo = upto + 1
        return found

    def kinds(self, user: int, conversation: int) -> list[str]:
        """The kinds of the events that the user sees in a conversation."""
        return [event.kind for event in self.seen(user) if event.conversation == conversation]
