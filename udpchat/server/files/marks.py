"""Who has a file, who does not want it, who fetches it and how much of it is there: told to whoever sent it, once a second.

What is being fetched is a latest value in memory; what was fetched or declined is kept.
"""

from __future__ import annotations

from udpchat import limits
from udpchat.errors import NoSuchFile, Storage, UdpchatError
from udpchat.server.parts import Parts
from udpchat.server.sessions import Session
from udpchat.store import StoredFile
from udpchat.wire.channels import Channel
from udpchat.words import AskFileMarks, FileMark, FileMarks, MarkFile


class Marks:
    """The rows that wait for the next second."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._news: dict[tuple[int, int], dict[int, FileMark | None]] = {}  # (owner, file): by user
        self._fetching: dict[int, dict[int, FileMark]] = {}  # by file and user
        self._tick_at = float("-inf")

    # --- what happens -------------------------------------------------------------------------------------------------

    def fetches(self, file: StoredFile, user: int, percent: int | None) -> None:
        """Somebody has got so much of it; None: has stopped."""
        if file.owner == user:
            return
        rows = self._fetching.setdefault(file.id, {})
        before = rows.get(user)
        if percent is None:
            rows.pop(user, None)
            if not rows:
                del self._fetching[file.id]
            return
        if before is None or before.percent != percent:
            rows[user] = mark = FileMark(user, "fetching", percent)
            self._note(file, mark)

    def mark(self, session: Session, word: MarkFile, size_bytes: int, now: float) -> None:
        """The word. What is no file of theirs is dropped without a word."""
        assert session.user is not None
        try:
            file = self._parts.store.fetchable(session.user.id, word.file)
        except (NoSuchFile, Storage):
            return
        self.fetches(file, session.user.id, None)
        if word.state != "fetching" and file.owner != session.user.id:
            self._parts.commits.submit(_MarkWrite(self, self._parts, file, FileMark(session.user.id, word.state, 100)), now)

    def drop(self, session: Session) -> None:
        """Its connection is gone: whatever it was fetching does not come now."""
        if session.user is None:
            return
        for file in [file for file, rows in self._fetching.items() if session.user.id in rows]:
            del self._fetching[file][session.user.id]
            if not self._fetching[file]:
                del self._fetching[file]

    def marked(self, file: StoredFile, mark: FileMark) -> None:
        """It is on disk."""
        self._note(file, mark)

    def _note(self, file: StoredFile, mark: FileMark) -> None:
        if self._parts.sessions.is_here(file.owner):
            self._news.setdefault((file.owner, file.id), {})[mark.user] = mark

    def ask(self, session: Session, word: AskFileMarks, size_bytes: int, now: float) -> None:
        """All that is known of a file of one's own. Raises Storage."""
        assert session.user is not None
        rows: dict[int, FileMark] = {}
        if self._parts.store.owner_of(word.file) == session.user.id:
            for user, state in self._parts.store.file_marks(word.file):
                rows[user] = FileMark(user, "declined" if state == "declined" else "fetched", 100)
            rows |= self._fetching.get(word.file, {})
        self._tell(session, word.file, list(rows.values()) or [])

    # --- once a second ------------------------------------------------------------------------------------------------

    def next_timeout(self) -> float | None:
        """When rows are to be told."""
        return self._tick_at if self._news else None

    def handle_timeout(self, now: float) -> None:
        """Tell what has come."""
        due = self.next_timeout()
        if due is None or now < due:
            return
        self._tick_at = now + limits.FILE_MARKS_TICK_S
        news, self._news = self._news, {}
        for (owner, file), rows in news.items():
            for session in self._parts.sessions.of_user(owner):
                if self._parts.sessions.line.queued_bytes(session.cid, Channel.CONTROL) <= limits.CONTROL_QUEUE_BYTES:
                    self._tell(session, file, [row for row in rows.values() if row is not None])

    def _tell(self, session: Session, file: int, rows: list[FileMark]) -> None:
        for start in range(0, max(len(rows), 1), limits.FILE_MARKS_COUNT):
            page = tuple(rows[start : start + limits.FILE_MARKS_COUNT])
            self._parts.sessions.tell(session, FileMarks(file, page))


class _MarkWrite:
    """One mark on its way to the disk."""

    __slots__ = ("_file", "_mark", "_marks", "_parts")

    def __init__(self, marks: Marks, parts: Parts, file: StoredFile, mark: FileMark) -> None:
        self._marks, self._parts, self._file, self._mark = marks, parts, file, mark

    def run(self, now: float) -> None:
        self._parts.store.mark_file(self._file.id, self._mark.user, self._mark.state, self._parts.wall_ms())

    def done(self, now: float) -> None:
        self._marks.marked(self._file, self._mark)

    def failed(self, error: UdpchatError, now: float) -> None:
        """The sender sees the card as not fetched; the receiver has the file all the same."""
