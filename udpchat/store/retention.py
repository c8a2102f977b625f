"""Letting go of what is older than the operator wants to keep: piece by piece, so that no turn lasts long.

Messages go with their edits; what else speaks of them is shown no more and goes when its own time has come. Memberships
and titles stay, for they say what is true now, and so does the newest event, so that the log never seems to shrink. It is
walked once: `pruned` in `meta` is how far. A repeat of a post that old would be a new post.
"""

from __future__ import annotations

from typing import Final

from udpchat.store.database import Database

_SAID: Final = "('post', 'edit', 'delete', 'react', 'unreact')"
_OLD: Final = (
    f"SELECT seq, at, kind IN {_SAID} FROM event WHERE seq > ? AND seq < (SELECT max(seq) FROM event) ORDER BY seq LIMIT ?"
)


class Retention(Database):
    """Times are wall milliseconds."""

    def prune(self, before: int, count: int) -> int:
        """Let go of what lies before that time among the next `count` places of the log. How many places that were; 0:
        nothing older is left. What is younger stops it, though a clock that was set back may hide older ones behind."""
        row = self._peek("SELECT value FROM meta WHERE key = 'pruned'")
        start = int(row[0]) if row else 0
        end = start
        places = 0
        for seq, at, said in self._look(_OLD, (start, count)):
            if said and at >= before:
                break
            end, places = seq, places + 1
        if not places:
            return 0
        self._write("DELETE FROM event WHERE kind = 'edit' AND target > ? AND target <= ?", (start, end))
        self._write("DELETE FROM reaction WHERE message > ? AND message <= ?", (start, end))
        self._write("DELETE FROM message WHERE id > ? AND id <= ?", (start, end))
        self._write(f"DELETE FROM event WHERE seq > ? AND seq <= ? AND kind IN {_SAID}", (start, end))
        self._write(
            "INSERT INTO meta (key, value) VALUES ('pruned', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (end,)
        )
        return places

    def forget_answers(self, before: int, count: int) -> int:
        """Let go of at most so many answers to requests of before that time; how many."""
        return self._write(
            "DELETE FROM answer WHERE (author, ref) IN (SELECT author, ref FROM answer WHERE at < ? ORDER BY at LIMIT ?)",
            (before, count),
        ).rowcount
