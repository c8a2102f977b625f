"""How a batch becomes rows: messages as they read now, what speaks of messages that are not here, the rest as it came.

Everything may come twice (a page of the past, a hole that was held after all) and in any order; each statement is such
that this changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, assert_never

from udpchat.client.batch import Batch
from udpchat.client.entry import Entry
from udpchat.client.message import Change, card_text
from udpchat.client.schema import LOG_TABLES
from udpchat.words import messages as words
from udpchat.words.codec import decode_event, encode, encode_event

_NEW_MESSAGE = (
    "INSERT OR IGNORE INTO message(seq, conversation, author, name, ref, at, text, reply, bundle, deleted, card)"
    " VALUES(?,?,?,?,?,?,?,?,?,?,?)"
)


class Writer:
    """The open transaction of one batch."""

    def __init__(self, connection: sqlite3.Connection, indexed: bool) -> None:
        self._run = connection.execute
        self._run_many = connection.executemany
        self._indexed = indexed

    def write(self, batch: Batch) -> frozenset[int]:
        """All of it; which seqs of `filled` were new."""
        if batch.reset:
            for table in LOG_TABLES:
                self._run(f"DELETE FROM {table}")
            self._forget_index()
        new = self._new(batch.filled)
        log = {**batch.filled, **batch.events}
        self._log([log[seq] for seq in sorted(log)])
        self._tables(batch)
        self._own(batch)
        return new

    def _forget_index(self) -> None:
        if self._indexed:
            self._run("INSERT INTO said(said) VALUES('delete-all')")

    # --- the log ------------------------------------------------------------------------------------------------------

    def _new(self, filled: dict[int, words.Event]) -> frozenset[int]:
        known = "SELECT 1 FROM message WHERE seq=? UNION ALL SELECT 1 FROM notice WHERE seq=?"
        return frozenset(seq for seq in filled if self._run(known, (seq, seq)).fetchone() is None)

    def _log(self, events: list[words.Event]) -> None:
        said = [event for event in events if isinstance(event, words.Message)]
        if said:
            self._messages(said)
        for event in events:
            match event:
                case words.Message():
                    pass
                case words.Edited() | words.Deleted() | words.Reacted():
                    self._change(event)
                case words.Archived():
                    self._notice(event)
                    self._archive(event)
                case words.Joined() | words.Departed() | words.Retitled() | words.RoleGiven() | words.Undelivered():
                    self._notice(event)
                case other:
                    assert_never(other)

    def _messages(self, said: list[words.Message]) -> None:
        if self._indexed:
            here = {seq for (seq,) in self._among("SELECT seq FROM message WHERE seq IN", [m.seq for m in said])}
            fresh = [message for message in said if message.seq not in here]
        else:
            fresh = said
        self._run_many(_NEW_MESSAGE, [_row(message) for message in fresh])
        if self._indexed:
            self._run_many("INSERT INTO said(rowid, text) VALUES(?,?)", [(m.seq, m.text) for m in fresh])
        if self._run("SELECT 1 FROM waiting LIMIT 1").fetchone():
            for (body,) in self._among("SELECT body FROM waiting WHERE target IN", [m.seq for m in fresh]):
                event = decode_event(body)
                if isinstance(event, words.Edited | words.Deleted):
                    self._rewrite(event)
            self._run_many("DELETE FROM waiting WHERE target=?", [(message.seq,) for message in fresh])

    def _among(self, select: str, seqs: list[int]) -> list[tuple[Any]]:
        return self._run(f"{select} ({','.join(map(str, seqs))})").fetchall()

    def _change(self, event: Change) -> None:
        if isinstance(event, words.Reacted):
            self._run(
                "INSERT INTO reaction VALUES(?,?,?,?,?) ON CONFLICT DO UPDATE SET seq=excluded.seq, is_on=excluded.is_on"
                " WHERE excluded.seq>reaction.seq",
                (event.target, event.author, event.emoji, event.seq, event.on),
            )
        elif not self._rewrite(event):
            row = (event.target, event.seq, encode_event(event))
            self._run("INSERT OR IGNORE INTO waiting VALUES(?,?,?)", row)

    def _rewrite(self, event: words.Edited | words.Deleted) -> bool:
        """False: the message is not here."""
        row = self._run("SELECT text, edited, deleted FROM message WHERE seq=?", (event.target,)).fetchone()
        if row is None:
            return False
        text, edited, deleted = row
        if isinstance(event, words.Deleted):
            self._run("UPDATE message SET text='', edited=0, deleted=1, card='' WHERE seq=?", (event.target,))
            self._reindex(event.target, text, "")
        elif not deleted and event.text and event.seq > edited:
            self._run("UPDATE message SET text=?, edited=? WHERE seq=?", (event.text, event.seq, event.target))
            self._reindex(event.target, text, event.text)
        return True

    def _reindex(self, seq: int, before: str, after: str) -> None:
        if self._indexed and before != after:
            self._run("INSERT INTO said(said, rowid, text) VALUES('delete',?,?)", (seq, before))
            self._run("INSERT INTO said(rowid, text) VALUES(?,?)", (seq, after))

    def _notice(self, event: words.Event) -> None:
        row = (event.seq, event.conversation, encode_event(event))
        self._run("INSERT OR IGNORE INTO notice VALUES(?,?,?)", row)

    def _archive(self, event: words.Archived) -> None:
        where = "conversation=? AND seq<?"
        which = event.conversation, event.before
        if self._indexed:
            rows = self._run(f"SELECT seq, text FROM message WHERE {where}", which).fetchall()
            self._run_many("INSERT INTO said(said, rowid, text) VALUES('delete',?,?)", rows)
        self._run(f"DELETE FROM reaction WHERE target IN (SELECT seq FROM message WHERE {where})", which)
        self._run(f"DELETE FROM message WHERE {where}", which)
        self._run(f"DELETE FROM notice WHERE {where}", which)

    # --- the rest -----------------------------------------------------------------------------------------------------

    def _tables(self, batch: Batch) -> None:
        if batch.intervals is not None:
            self._run("DELETE FROM interval")
            self._run_many("INSERT INTO interval VALUES(?,?)", batch.intervals)
        if batch.holes is not None:
            self._run("DELETE FROM hole")
            self._run_many("INSERT INTO hole VALUES(?,?,?)", batch.holes)
        self._run_many("DELETE FROM room WHERE id=?", [(id,) for id, room in batch.rooms.items() if room is None])
        rooms = [(id, encode(words.RoomChanged(room))) for id, room in batch.rooms.items() if room is not None]
        self._run_many("INSERT OR REPLACE INTO room VALUES(?,?)", rooms)
        accounts = [(user, encode(words.Directory((account,), True))) for user, account in batch.accounts.items()]
        self._run_many("INSERT OR REPLACE INTO account VALUES(?,?)", accounts)

    def _own(self, batch: Batch) -> None:
        self._run_many("INSERT OR REPLACE INTO outbox VALUES(?,?,?,?,?,?,?,?)", _outbox_rows(batch.added.values()))
        self._run_many("DELETE FROM outbox WHERE ref=?", [(ref,) for ref in batch.removed])
        self._pairs("meta", "key", batch.meta)
        self._pairs("draft", "conversation", batch.drafts)
        self._pairs("transfer", "key", batch.transfers)
        self._run_many("INSERT OR REPLACE INTO mark VALUES(?,?)", list(batch.marks.items()))

    def _pairs(self, table: str, key: str, pairs: dict[int, str] | dict[str, bytes] | dict[bytes, str]) -> None:
        gone = [(name,) for name, value in pairs.items() if not value]
        self._run_many(f"DELETE FROM {table} WHERE {key}=?", gone)
        self._run_many(f"INSERT OR REPLACE INTO {table} VALUES(?,?)", [item for item in pairs.items() if item[1]])


def _row(message: words.Message) -> tuple[object, ...]:
    about = (message.seq, message.conversation, message.author, message.name, message.ref, message.at, message.text)
    return (*about, message.reply, message.bundle, not message.text, card_text(message.file[0] if message.file else None))


def _outbox_rows(entries: Iterable[Entry]) -> list[tuple[object, ...]]:
    return [
        (e.ref, e.conversation, e.text, e.at, e.position, e.reply, encode(e.word) if e.word else b"", e.about)
        for e in entries
    ]
