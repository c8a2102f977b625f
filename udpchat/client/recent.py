"""The messages that shells were told of, as they read now, and changes that came before their message.

The disk says the same in the end; this is for telling a change at once, and for laying over what is read from the disk
what has not been written yet. Bounded: a shell that shows still older messages sees a change when it loads them again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from udpchat.client.message import Change, Message, changed
from udpchat.limits import ORPHANS_COUNT, RECENT_CHARS, RECENT_COUNT
from udpchat.words import messages as words


class Recent:
    """Messages by seq."""

    def __init__(self, orphans: Iterable[words.Event] = ()) -> None:
        self._messages: OrderedDict[int, Message] = OrderedDict()
        self._chars_count = 0
        self._orphans: OrderedDict[int, list[Change]] = OrderedDict()
        self._orphan_count = 0
        for event in orphans:
            if isinstance(event, words.Edited | words.Deleted | words.Reacted):
                self._keep_orphan(event)

    def get(self, seq: int) -> Message | None:
        """The message, if it was told lately."""
        return self._messages.get(seq)

    def of_ref(self, ref: bytes) -> Message | None:
        """The message of that ref, if it was told lately."""
        return next((one for one in reversed(self._messages.values()) if one.ref == ref), None)

    def last(self, conversation: int, count: int) -> tuple[Message, ...]:
        """The newest messages of a conversation among them, ascending."""
        found = sorted((one.seq for one in self._messages.values() if one.conversation == conversation), reverse=True)
        return tuple(self._messages[seq] for seq in reversed(found[:count]))

    def take(self, message: Message) -> Message:
        """A message that is told; as it reads after all that came before it."""
        known = self._messages.get(message.seq)
        if known is not None:
            return known
        for event in self._orphans.pop(message.seq, ()):
            self._orphan_count -= 1
            message = changed(message, event)
        self._put(message)
        return message

    def change(self, event: Change) -> Message | None:
        """An event about a message; how that reads now, None if nobody was told of it or nothing changed."""
        before = self._messages.get(event.target)
        if before is None:
            self._keep_orphan(event)
            return None
        after = changed(before, event)
        if after is before:
            return None
        self._put(after)
        return after

    def archive(self, conversation: int, before_seq: int) -> None:
        """What the conversation holds before that seq is void."""
        for seq in [seq for seq, one in self._messages.items() if one.conversation == conversation and seq < before_seq]:
            self._chars_count -= len(self._messages.pop(seq).text)

    def _put(self, message: Message) -> None:
        if (before := self._messages.get(message.seq)) is not None:
            self._chars_count -= len(before.text)
        self._messages[message.seq] = message
        self._chars_count += len(message.text)
        while len(self._messages) > RECENT_COUNT or self._chars_count > RECENT_CHARS:
            _, gone = self._messages.popitem(last=False)
            self._chars_count -= len(gone.text)

    def _keep_orphan(self, event: Change) -> None:
        self._orphans.setdefault(event.target, []).append(event)
        self._orphan_count += 1
        while self._orphan_count > ORPHANS_COUNT:
            _, gone = self._orphans.popitem(last=False)
            self._orphan_count -= len(gone)
