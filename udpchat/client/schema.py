"""The tables of an account's file, step by step, and the index for searching where this Python's SQLite has one.

Steps are never changed, only added. The index is an external-content FTS5 table over the text of messages, kept by the
code that writes them; a Python without FTS5 notes that it is stale, and the next one that has it builds it anew.
"""

from __future__ import annotations

import sqlite3
from typing import Final

_SCHEMA_1: Final = """
CREATE TABLE outbox(ref BLOB PRIMARY KEY, conversation INTEGER NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL,
                    position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE message(seq INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, author INTEGER NOT NULL, name TEXT NOT NULL,
                     ref BLOB NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE interval(lo INTEGER PRIMARY KEY, hi INTEGER NOT NULL);
CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""
_SCHEMA_2: Final = """
CREATE TABLE draft(conversation INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE mark(conversation INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
"""
# outbox.word: any request but a message, as it travels; about: the ref of the message that it speaks of.
# message.edited: the seq of the edit that it reads like. waiting: edits and deletions whose message is not here yet.
_SCHEMA_3: Final = """
ALTER TABLE outbox ADD COLUMN reply INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN word BLOB NOT NULL DEFAULT x'';
ALTER TABLE outbox ADD COLUMN about BLOB NOT NULL DEFAULT x'';
ALTER TABLE message ADD COLUMN reply INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN bundle BLOB NOT NULL DEFAULT x'';
ALTER TABLE message ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX message_in ON message(conversation, seq);
CREATE TABLE reaction(target INTEGER NOT NULL, user INTEGER NOT NULL, emoji TEXT NOT NULL, seq INTEGER NOT NULL,
                      is_on INTEGER NOT NULL, PRIMARY KEY(target, user, emoji)) WITHOUT ROWID;
CREATE TABLE waiting(target INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL,
                     PRIMARY KEY(target, seq)) WITHOUT ROWID;
CREATE TABLE notice(seq INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX notice_in ON notice(conversation, seq);
CREATE TABLE hole(conversation INTEGER NOT NULL, lo INTEGER NOT NULL, hi INTEGER NOT NULL,
                  PRIMARY KEY(conversation, lo)) WITHOUT ROWID;
CREATE TABLE room(id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE account(user INTEGER PRIMARY KEY, body BLOB NOT NULL);
"""
# message.card: of the file that was sent. transfer: files on their way, see `transfers`.
_SCHEMA_4: Final = """
ALTER TABLE message ADD COLUMN card TEXT NOT NULL DEFAULT '';
CREATE TABLE transfer(key BLOB PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
"""
STEPS: Final = (_SCHEMA_1, _SCHEMA_2, _SCHEMA_3, _SCHEMA_4)
"""What leads from each version of the file to the next; each runs in one transaction."""

LOG_TABLES: Final = ("message", "reaction", "waiting", "notice", "interval", "hole", "room", "mark")
"""What means nothing any more when the server's log is another one."""

OWN_TABLES: Final = (*LOG_TABLES, "account", "draft", "transfer")
"""All that is not the outbox or a fact about the account."""

_INDEX: Final = """CREATE VIRTUAL TABLE said USING fts5(text, content='message', content_rowid='seq',
                   tokenize="unicode61 remove_diacritics 2")"""
_STALE: Final = "index stale"


def prepare(connection: sqlite3.Connection) -> bool:
    """Bring the file to the newest version; whether there is an index. sqlite3.DatabaseError for a newer file."""
    run = connection.execute
    (version,) = run("PRAGMA user_version").fetchone()
    if version > len(STEPS):
        raise sqlite3.DatabaseError(f"schema {version} is not known to this version")
    for number, step in enumerate(STEPS[version:], version + 1):
        connection.executescript(f"BEGIN;{step}PRAGMA user_version={number};COMMIT;")
    return _prepare_index(connection)


def _prepare_index(connection: sqlite3.Connection) -> bool:
    run = connection.execute
    there = run("SELECT 1 FROM sqlite_master WHERE name='said'").fetchone() is not None
    try:
        run("SELECT 1 FROM said LIMIT 0" if there else _INDEX)
    except sqlite3.OperationalError:  # no FTS5 in this Python
        if there:
            run("INSERT OR REPLACE INTO meta VALUES(?, x'01')", (_STALE,))
        return False
    if not there or run("SELECT 1 FROM meta WHERE key=?", (_STALE,)).fetchone():
        connection.executescript(
            f"BEGIN;INSERT INTO said(said) VALUES('rebuild');DELETE FROM meta WHERE key='{_STALE}';COMMIT;"
        )
    return True
