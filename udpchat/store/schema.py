"""The tables, as numbered steps: step N brings a store of version N-1 to version N. A released step never changes.

Invariants:
- `event` is the truth and only grows; `message` and `membership` are views of it, written in the same transaction.
- Every id comes from AUTOINCREMENT: the id of a deleted row is never given out again.
- `(author, ref)` is unique, so a repeated request finds its first result. Events without a ref do not collide.
- Deleting a post empties its body but keeps its row and ref (a tombstone): a late repeat does not bring it back.
- A name is unique among those who hold one now: accounts always, guests while their session lives.

No foreign keys: they would cost two look-ups per post to prove what the layer above has checked already.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x75647063
"""`udpc`, in the header of the file: tells a store of udpchat from any other SQLite database."""

VERSION_1: Final = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE event (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        scope INTEGER NOT NULL,
        kind TEXT NOT NULL,
        target INTEGER,
        author INTEGER NOT NULL,
        ref BLOB,
        at INTEGER NOT NULL,
        body TEXT NOT NULL DEFAULT '',
        UNIQUE (author, ref))""",
    "CREATE INDEX event_of_scope ON event (scope, seq)",
    """CREATE TABLE conversation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        history_open INTEGER NOT NULL,
        created_at INTEGER NOT NULL)""",
    """CREATE TABLE message (
        id INTEGER PRIMARY KEY,  -- the seq of its post
        version INTEGER NOT NULL,  -- the seq of the event that holds its text
        deleted INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE user (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        display TEXT NOT NULL,
        country TEXT NOT NULL,
        role TEXT NOT NULL,
        guest INTEGER NOT NULL,
        active INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        ended_at INTEGER)""",
    "CREATE UNIQUE INDEX user_of_name ON user (folded) WHERE active",
    "CREATE INDEX user_here_as_guest ON user (id) WHERE active AND guest",
    """CREATE TABLE verifier (
        user INTEGER PRIMARY KEY,
        salt BLOB NOT NULL, n INTEGER NOT NULL, r INTEGER NOT NULL, p INTEGER NOT NULL,
        stored_key BLOB NOT NULL, server_key BLOB NOT NULL)""",
    """CREATE TABLE membership (
        user INTEGER NOT NULL,
        conversation INTEGER NOT NULL,
        from_seq INTEGER NOT NULL,
        to_seq INTEGER NOT NULL,
        PRIMARY KEY (user, conversation, from_seq)) WITHOUT ROWID""",
    """CREATE TABLE token (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user INTEGER NOT NULL,
        hash BLOB NOT NULL UNIQUE,
        replaces BLOB,  -- the hash that it replaces once it is used
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL)""",
    "CREATE INDEX token_of_user ON token (user)",
)

STEPS: Final[tuple[tuple[str, ...], ...]] = (VERSION_1,)
