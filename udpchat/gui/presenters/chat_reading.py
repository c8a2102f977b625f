"""What of a conversation was read: the count of the unread, the line above them, and the mark that is kept on disk.

Two marks. `_read_to` is what was in view on this screen; it may run ahead while the past is still being loaded. The kept
mark never passes a gap, so that what arrives later is still told as new.
"""

from __future__ import annotations

from collections.abc import Sequence

from udpchat.gui.presenters.timeline_items import Said


class Reading:
    """Of one conversation. `attending`: the window has the focus and shows the newest message."""

    def __init__(self) -> None:
        self.unread_count = 0
        self.mentioned = False
        self.line_after: int | None = None
        """The line of the new stands above the first message of others after this seq; None: there is none."""
        self._line_seen = False
        self._read_to = 0
        self._kept = 0
        self._known = False  # whether this person ever read here before

    def resume(self, seq: int) -> None:
        """How far this person had read when the window was closed; 0: was never here."""
        if seq > self._kept:
            self._kept, self._known = seq, True
            self._read_to = max(self._read_to, seq)

    def came(self, messages: Sequence[Said], live: bool, attending: bool) -> None:
        """Messages that were not known. The past that was there before the first visit is not news."""
        if not live and not self._known:
            self._read_to = max([self._read_to, *(said.place[0] for said in messages)])
            return
        news = [said for said in messages if not said.own and said.place[0] > (self._read_to if live else self._kept)]
        if not news:
            return
        if not live:
            self.line_after = self._kept if self.line_after is None else min(self.line_after, self._kept)
            self._line_seen = False
        elif not attending and (self.line_after is None or self._line_seen):
            self.line_after, self._line_seen = self._read_to, False
        if not attending:
            self.unread_count += len(news)
            self.mentioned = self.mentioned or any(said.mention for said in news)

    def attend(self, newest_seq: int) -> None:
        """Everything is in view and looked at."""
        self.unread_count, self.mentioned = 0, False
        self._read_to = max(self._read_to, newest_seq)
        self._line_seen = True

    def answered(self) -> None:
        """I wrote something: the line has served."""
        self.line_after = None

    def mark(self, contiguous_to: int) -> int | None:
        """The mark to keep, if it moved: nothing before it is still missing."""
        seq = min(self._read_to, contiguous_to)
        if seq <= self._kept:
            return None
        self._kept, self._known = seq, True
        return seq

    def reset(self) -> None:
        """The log is another one: its seqs mean nothing here."""
        self.__init__()  # type: ignore[misc]
