"""Searching and reading an account's file beside its writer: on a connection of its own that only reads, in short steps.

A reader keeps the writer from its commit, so no statement may last: long ones are cut into steps, and a search that finds
too little within its steps says where to go on. The index knows words and their beginnings; for scripts without spaces between
words, for signs, and where there is no index, the text itself is looked through.
"""

from __future__ import annotations

import contextlib
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from udpchat.client.batch import Page
from udpchat.client.message import Message
from udpchat.client.reading import END, MESSAGE, Reader, messages_of
from udpchat.limits import ACCOUNT_READ_WAIT_S, LOCAL_SEARCH_STEPS, SEARCH_COUNT, SEARCH_STEP_COUNT

_NO_SPACES: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for, as in `words.Search`: 0 and "" mean any. `conversation` is the server's id."""

    text: str
    conversation: int = 0
    author: int = 0
    since: int = 0
    until: int = 0
    before: int = 0
    files: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """Newest first; `more`: the `before` to go on with, or 0."""

    messages: tuple[Message, ...]
    more: int


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The file of an account, to read from. Raises sqlite3.Error."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=ACCOUNT_READ_WAIT_S)
    try:
        yield connection
    finally:
        connection.close()


def search(path: Path, wanted: Wanted, count: int = SEARCH_COUNT) -> Hits:
    """Blocking. Messages that hold all of the words; the last may be the beginning of one."""
    with reading(path) as connection:
        wordlist = wanted.text.split()
        if wordlist and all(_indexable(word) for word in wordlist):
            with contextlib.suppress(sqlite3.OperationalError):  # no index in this file, or no FTS5 in this Python
                return _by_index(connection, wanted, wordlist, count)
        return _by_reading(connection, wanted, wordlist, count)


def pages(path: Path, conversation: int | None) -> Iterator[Page]:
    """Blocking. Everything of a conversation (None: of all), oldest first, a page at a time."""
    lo = -1
    where, which = ("", ()) if conversation is None else ("conversation=? AND", (conversation,))
    while True:
        with reading(path) as connection:
            query = f"SELECT {MESSAGE} FROM message WHERE {where} seq>? ORDER BY seq LIMIT ?"
            rows = connection.execute(query, (*which, lo, SEARCH_STEP_COUNT)).fetchall()
            hi = rows[-1][0] if len(rows) == SEARCH_STEP_COUNT else END
            notices = Reader(connection).notices(conversation, lo, hi)
            page = Page(messages_of(connection, rows), notices)
        yield page
        if hi == END:
            return
        lo = hi


def _indexable(word: str) -> bool:
    """Whether the index finds this word as a person means it."""
    if not any(char.isalnum() for char in word):
        return False
    return word.isascii() or not any(unicodedata.name(char, "").startswith(_NO_SPACES) for char in word)


def _conditions(wanted: Wanted) -> tuple[str, list[object]]:
    conditions, values = ["NOT deleted"], list[object]()
    for condition, value in (
        ("conversation=?", wanted.conversation),
        ("author=?", wanted.author),
        ("at>=?", wanted.since),
        ("at<=?", wanted.until),
    ):
        if value:
            conditions.append(condition)
            values.append(value)
    if wanted.files:
        conditions.append("card<>''")
    return " AND ".join(conditions), values


def _by_index(connection: sqlite3.Connection, wanted: Wanted, wordlist: list[str], count: int) -> Hits:
    match = " ".join('"' + word.replace('"', '""') + '"' for word in wordlist) + "*"
    condition, values = _conditions(wanted)
    query = (
        f"SELECT {MESSAGE} FROM said JOIN message ON seq=said.rowid"
        f" WHERE said MATCH ? AND said.rowid<? AND {condition} ORDER BY said.rowid DESC LIMIT ?"
    ).replace(" text,", " message.text,")
    rows = connection.execute(query, (match, wanted.before or END, *values, count + 1)).fetchall()
    shown = rows[:count]
    return Hits(messages_of(connection, shown), shown[-1][0] if len(rows) > count else 0)


def _by_reading(connection: sqlite3.Connection, wanted: Wanted, wordlist: list[str], count: int) -> Hits:
    condition, values = _conditions(wanted)
    likes = [f"%{_escaped(word)}%" for word in wordlist]
    holds = "".join(" AND text LIKE ? ESCAPE '\\'" for _ in likes)
    query = f"SELECT {MESSAGE} FROM message WHERE seq<? AND seq>=? AND {condition}{holds} ORDER BY seq DESC LIMIT ?"
    found: list[tuple[object, ...]] = []
    before = wanted.before or END
    for _ in range(LOCAL_SEARCH_STEPS):
        if len(found) > count:
            break
        floor = _step(connection, before)
        found += connection.execute(query, (before, floor, *values, *likes, count + 1 - len(found))).fetchall()
        if not floor:
            before = 0
            break
        before = floor
    shown = found[:count]
    more = int(str(shown[-1][0])) if len(found) > count else before
    return Hits(messages_of(connection, shown), more)


def _step(connection: sqlite3.Connection, before: int) -> int:
    """The seq of the message that many places before; 0 at the beginning."""
    query = "SELECT seq FROM message WHERE seq<? ORDER BY seq DESC LIMIT 1 OFFSET ?"
    row = connection.execute(query, (before, SEARCH_STEP_COUNT - 1)).fetchone()
    return int(row[0]) if row else 0


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
