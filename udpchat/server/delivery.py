"""Fan-out: what a commit made readable goes to everybody who follows live, encoded, joined and framed once.

Invariant: a live session lacks nothing up to `told` but what its `missing` lists (the history that it joined in on, which
goes out behind the chat), so one interval `told+1..head` fits them all. A session
that does not take its chat (queue over the limit) stops being live: its interval goes to `history`, which reads the log
for it just in time, so a slow reader costs a list of intervals and no copies.
"""

from __future__ import annotations

from collections.abc import Sequence

from udpchat import limits
from udpchat.server.sessions import Line, Session
from udpchat.store import StoredEvent
from udpchat.wire.channels import Channel, frame
from udpchat.words import Message, encode_event, join_events

Encoded = tuple[int, bytes]
"""The seq of an event and its JSON."""


class Delivery:
    """`told` is the newest seq that live sessions know of."""

    def __init__(self, line: Line, head: int) -> None:
        self.told = head
        self._line = line
        self._live: dict[int, Session] = {}
        self._turn: list[Encoded] = []

    def follow(self, session: Session) -> None:
        """It holds everything up to `told`, or lacks only what its `missing` lists; it is live from now on."""
        self._live[session.cid] = session

    def drop(self, session: Session) -> None:
        """It is gone, or catches up."""
        self._live.pop(session.cid, None)

    def is_live(self, session: Session) -> bool:
        """Whether it is told at once."""
        return session.cid in self._live

    @property
    def live_count(self) -> int:
        """How many follow live."""
        return len(self._live)

    def stored(self, event: StoredEvent) -> None:
        """An event of the committed turn, in ascending order."""
        self._turn.append((event.seq, encoded(event)))

    def fan_out(self) -> tuple[int, list[Session]]:
        """Tell everybody live. The number of deliveries, and those who fell behind (their `missing` is extended)."""
        turn = self._turn
        if not turn:
            return 0, []
        lo, hi = self.told + 1, turn[-1][0]
        frames = frames_of(Channel.CHAT, lo, hi, turn)
        self.told = hi
        lagging = self._spread(frames)
        for session in lagging:
            del self._live[session.cid]
            session.lacks(lo, hi)
        count = len(turn) * len(self._live)
        self._turn = []
        return count, lagging

    def doubt(self, head: int) -> list[Session]:
        """A commit failed, yet the log ends at `head`: whatever of it is there after all (the disk said no too late) is
        not in our hands. Those who were live and now have to read it from the log (their `missing` is extended)."""
        lo = self.told + 1
        if head < lo:
            return []
        self.told = head
        lagging, self._live = list(self._live.values()), {}
        for session in lagging:
            session.lacks(lo, head)
        return lagging

    def _spread(self, frames: list[bytes]) -> list[Session]:
        lagging = []
        queued_bytes, send_framed = self._line.queued_bytes, self._line.send_framed
        chat, limit = Channel.CHAT, limits.SESSION_QUEUE_BYTES
        for cid, session in self._live.items():
            if queued_bytes(cid, chat) > limit:
                lagging.append(session)
                continue
            for framed in frames:
                send_framed(cid, chat, framed)
        return lagging


def encoded(event: StoredEvent) -> bytes:
    """A post as it travels."""
    word = Message(event.seq, event.conversation, event.author, event.name, event.ref, event.at, event.body)
    return encode_event(word)


def frames_of(channel: Channel, lo: int, hi: int, events: Sequence[Encoded]) -> list[bytes]:
    """The Events frames of an interval: as few as the frame's size allows, their intervals adjacent."""
    frames: list[bytes] = []
    group: list[bytes] = []
    size = 0
    last = lo - 1
    for seq, data in events:
        if group and (size + len(data) > limits.FANOUT_FRAME_BYTES or len(group) == limits.EVENTS_COUNT):
            frames.append(frame(channel, join_events(lo, last, group)))
            lo, group, size = last + 1, [], 0
        group.append(data)
        size += len(data) + 1
        last = seq
    frames.append(frame(channel, join_events(lo, hi, group)))
    return frames
