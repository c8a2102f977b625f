"""What of a conversation was read: the count of the unread, the line above them, and the mark that is kept on disk.

Two marks. `_read_to` is what was in view on this screen; it may run ahead while the past is still being loaded. The kept
mark never passes a gap, so that what arrives later is still told as new. What is unread at all is what the core says: it
knows what was read on other devices, and what nobody has loaded here yet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from udpchat.gui.presenters.timeline_items import Said


class Reading:
    """Of one conversation. `attending`: the window has the focus and shows the newest message."""

    def __init__(self) -> None:
        self.line_after: int | None = None
        """The line of the new stands above the first message of others after this seq; None: there is none."""
        self._line_seen = False
        self._unread: Sequence[int] = ()
        self._mentions: list[int] = []
        self._read_to = 0
        self._kept = 0

    @property
    def unread_count(self) -> int:
        """How many were not looked at."""
        return len(self._unread) - bisect_right(self._unread, self._read_to)

    @property
    def mentioned(self) -> bool:
        """Whether one of them names me."""
        return any(seq > self._read_to and self._holds(seq) for seq in self._mentions)

    def count(self, unread: Sequence[int]) -> None:
        """What the core says is unread. A line above what was read elsewhere meanwhile is of no use."""
        self._unread = unread
        if not self.unread_count and not self._line_seen:
            self.line_after = None

    def resume(self, seq: int) -> None:
        """How far this person has read, here before or on another device just now."""
        self._kept = max(self._kept, seq)
        self._read_to = max(self._read_to, seq)

    def came(self, messages: Sequence[Said], unread: Sequence[int], live: bool, attending: bool) -> None:
        """Messages that were not known. `unread` as in `count`, with them."""
        self._unread = unread
        seen_to = self._read_to if live else self._kept
        news = [said for said in messages if not said.own and said.place[0] > seen_to and self._holds(said.place[0])]
        if not news:
            return
        first = news[0].place[0] - 1
        if not live:
            self._read_to = min(self._read_to, first)
            self.line_after = first if self.line_after is None or self._line_seen else min(self.line_after, first)
            self._line_seen = False
        elif not attending and (self.line_after is None or self._line_seen):
            self.line_after, self._line_seen = first, False
        self._mentions += [said.place[0] for said in news if said.mention]

    def attend(self, newest_seq: int) -> None:
        """Everything is in view and looked at."""
        self._read_to = max(self._read_to, newest_seq)
        self._mentions.clear()
        self._line_seen = True

    def answered(self) -> None:
        """I wrote something: the line has served."""
        self.line_after = None

    def left(self) -> None:
        """Another conversation is open now: a line that was seen does not wait for the return."""
        if self._line_seen:
            self.line_after = None

    def mark(self, contiguous_to: int) -> int | None:
        """The mark to keep, if it moved: nothing before it is still missing."""
        seq = min(self._read_to, contiguous_to)
        if seq <= self._kept:
            return None
        self._kept = seq
        return seq

    def reset(self) -> None:
        """The log is another one: its seqs mean nothing here."""
        self.__init__()  # type: ignore[misc]

    def _holds(self, seq: int) -> bool:
        at = bisect_left(self._unread, seq)
        return at < len(self._unread) and self._unread[at] == seq
