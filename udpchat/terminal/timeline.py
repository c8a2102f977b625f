"""Puts messages into the order in which they are shown: by seq, without holes, each once; of the past only the end.

Messages arrive live and from the past at the same time. One is shown when everything before it is known (`known_to`).
Until the first catch-up is done (everything up to the head of the sign-in is known) nothing is shown, then the last
few of the past.
"""

from __future__ import annotations

import heapq

from udpchat.client.message import Message
from udpchat.limits import HISTORY_SHOWN_COUNT


class Timeline:
    """Messages in, messages in order out. Of the past only the last `history_count` are kept."""

    def __init__(self, history_count: int = HISTORY_SHOWN_COUNT) -> None:
        self._history_count = history_count
        self._head = 0
        self._caught_up = False
        self._shown_to = 0
        self._waiting: list[tuple[int, Message]] = []
        self._held: set[int] = set()

    @property
    def caught_up(self) -> bool:
        """Whether the past has been shown."""
        return self._caught_up

    @property
    def shown_to(self) -> int:
        """Everything up to this seq has been shown or was too old to be."""
        return self._shown_to

    def signed_in(self, head: int) -> None:
        """The first sign-in tells where the past ends; later ones change nothing, for what was missed is shown."""
        if not self._caught_up:
            self._head = max(self._head, head)

    def add(self, message: Message) -> None:
        """Take a message; one that was taken before changes nothing."""
        if message.seq > self._shown_to and message.seq not in self._held:
            self._held.add(message.seq)
            heapq.heappush(self._waiting, (message.seq, message))

    def ready(self, known_to: int) -> list[Message]:
        """What may be shown now that everything up to `known_to` is known, in order."""
        if not self._caught_up and known_to < self._head:
            self._forget_old()
            return []
        messages = []
        while self._waiting and self._waiting[0][0] <= known_to:
            messages.append(self._pop())
        self._shown_to = max(self._shown_to, known_to)
        if self._caught_up:
            return messages
        self._caught_up = True
        past = sum(message.seq <= self._head for message in messages)
        return messages[max(0, past - self._history_count) :]

    def _forget_old(self) -> None:
        """Keep the past short while it arrives: only its last few will be shown."""
        past_count = sum(seq <= self._head for seq in self._held)
        for _ in range(past_count - self._history_count):
            self._shown_to = self._pop().seq

    def _pop(self) -> Message:
        seq, message = heapq.heappop(self._waiting)
        self._held.discard(seq)
        return message
