"""Brings a store to the version of this program: each step in one transaction together with its record.

The record is `PRAGMA user_version`, which lives in the header of the file and rolls back with the step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from udpchat.errors import StoreTooNew
from udpchat.names import fold, likeness
from udpchat.store.schema import STEPS


def version_of(connection: sqlite3.Connection) -> int:
    """How many steps the store has taken."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection, steps: Sequence[Sequence[str]] = STEPS, place: str = "") -> None:
    """Take the steps that are missing. Raises `StoreTooNew` before it changes anything, or what SQLite raises.

    Inside a transaction of the caller all steps belong to it (a new store is founded in one piece).
    """
    done = version_of(connection)
    if done > len(steps):
        raise StoreTooNew(place)
    for function in (fold, likeness):  # the steps may use them
        connection.create_function(function.__name__, 1, function, deterministic=True)
    for number, step in enumerate(steps[done:], start=done + 1):
        if connection.in_transaction:
            _take(connection, number, step)
        else:
            _take_alone(connection, number, step)


def _take_alone(connection: sqlite3.Connection, number: int, step: Sequence[str]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        _take(connection, number, step)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _take(connection: sqlite3.Connection, number: int, step: Sequence[str]) -> None:
    for statement in step:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {number:d}")
