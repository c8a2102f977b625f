"""The order of a conversation: messages by the server's seq, mine that wait at the end, notices where they happened.

A message is held once, however often it comes: live, from the past, from the cache, as the confirmation of mine. What
is not confirmed yet stands after everything that is; a confirmation moves it to its seq and keeps its key. The memory
is bounded: when too much is held the oldest goes, and comes back from the disk by *load earlier*.

Invariant: `_places` is strictly ascending and `_items[i].place == _places[i]`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from udpchat.client.events import Message
from udpchat.gui.presenters.timeline_items import (
    UNSTORED,
    Item,
    MomentOf,
    Moved,
    Place,
    Said,
    Told,
    User,
    local_moment,
)
from udpchat.gui.widgets.chat_rows import Tick
from udpchat.gui.widgets.chat_text import mentions
from udpchat.limits import NOTICE_GAP_S, RETURN_GAP_S, RETURN_LOOK_COUNT, TIMELINE_CHARS, TIMELINE_COUNT, TIMELINE_SLACK_COUNT


class Timeline:
    """One conversation in order. `my_name` and `my_ids` may be set at any time and hold for what comes later."""

    def __init__(self, moment: MomentOf = local_moment) -> None:
        self.my_name = ""
        self.my_ids: set[int] = set()
        self._moment = moment
        self._places: list[Place] = []
        self._items: list[Item] = []
        self._by_seq: dict[int, Place] = {}
        self._waiting: dict[bytes, Place] = {}  # mine without a seq, by ref
        self._serial = 0
        self._chars_count = 0
        self.trimmed = False
        """Whether something went to keep the memory bounded, so that there is more on disk."""

    # --- questions ----------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._items)

    @property
    def items(self) -> Sequence[Item]:
        """Everything, in order. Not to be changed."""
        return self._items

    @property
    def places(self) -> Sequence[Place]:
        """The places of `items`."""
        return self._places

    @property
    def oldest_seq(self) -> int | None:
        """The first seq that is held."""
        return next((item.seq for item in self._items if isinstance(item, Said)), None)

    @property
    def newest_seq(self) -> int:
        """The last seq that is held; 0 for none."""
        at = bisect_left(self._places, (UNSTORED, 0))
        return self._places[at - 1][0] if at else 0

    @property
    def full(self) -> bool:
        """Whether no more of the past may be taken in."""
        return len(self._items) >= TIMELINE_COUNT or self._chars_count >= TIMELINE_CHARS

    def by_key(self, key: str) -> Item | None:
        """The item of a key, if it is held."""
        return next((item for item in reversed(self._items) if item.key == key), None)

    def last_said(self) -> Said | None:
        """The newest message."""
        return next((item for item in reversed(self._items) if isinstance(item, Said)), None)

    def unread(self, read_to: int) -> list[Said]:
        """The messages of others after a seq."""
        first = bisect_right(self._places, (read_to, UNSTORED))
        return [item for item in self._items[first:] if isinstance(item, Said) and not item.own]

    def first_unread(self, read_to: int) -> Place | None:
        """Where the first message of somebody else after a seq stands."""
        for item in self._items[bisect_right(self._places, (read_to, UNSTORED)) :]:
            if isinstance(item, Said) and not item.own:
                return item.place
        return None

    # --- messages -----------------------------------------------------------------------------------------------------

    def add(self, messages: Iterable[Message]) -> list[Said]:
        """Take messages of the server; those that are new here."""
        fresh = []
        for message in messages:
            mine = message.author in self.my_ids
            if mine and message.ref in self._waiting:
                self.store(message.ref, message.seq, message.at)
            elif message.seq not in self._by_seq:
                fresh.append(self._take(message, mine))
        return fresh

    def _take(self, message: Message, mine: bool) -> Said:
        said = Said(
            place=(message.seq, 0),
            key=self._key(),
            author=message.author,
            name=message.name,
            ref=message.ref,
            at=message.at,
            moment=self._moment(message.at),
            text=message.text,
            own=mine,
            mention=not mine and mentions(message.text, self.my_name),
            tick=Tick.STORED if mine else None,
        )
        self._by_seq[message.seq] = said.place
        self._put(said)
        return said

    def wait(self, ref: bytes, text: str, me: User, at: int) -> str:
        """A message of mine that the server does not have yet; its key."""
        if ref in self._waiting:
            return self._item_at(self._waiting[ref]).key
        place, key = (UNSTORED, self._next()), self._key()
        said = Said(place, key, me[0], me[1], ref, at, self._moment(at), text, own=True, tick=Tick.PENDING)
        self._waiting[ref] = place
        self._put(said)
        return key

    def store(self, ref: bytes, seq: int, at: int) -> None:
        """The server has my message: it goes to its seq. Nothing, if it is not waited for."""
        place = self._waiting.pop(ref, None)
        if place is None:
            return
        said = self._take_out(place)
        if isinstance(said, Said) and seq not in self._by_seq:
            self._by_seq[seq] = (seq, 0)
            self._put(replace(said, place=(seq, 0), at=at, moment=self._moment(at), tick=Tick.STORED, error=""))

    def fail(self, ref: bytes, error: str) -> str | None:
        """My message will not be sent; it stays, with the reason. Its key, None if it is not waited for."""
        place = self._waiting.pop(ref, None)
        if place is None:
            return None
        at = bisect_left(self._places, place)
        said = self._items[at]
        assert isinstance(said, Said)
        self._items[at] = replace(said, tick=Tick.FAILED, error=error)
        return said.key

    def discard(self, key: str) -> Said | None:
        """Let a failed message go; None if there is no such one."""
        said = self.by_key(key)
        if not isinstance(said, Said) or said.tick is not Tick.FAILED:
            return None
        self._take_out(said.place)
        return said

    # --- notices ------------------------------------------------------------------------------------------------------

    def people(self, came: tuple[User, ...], went: tuple[User, ...], at: int) -> None:
        """Who came and who went just now; told together with the notice before if nothing was said since."""
        moment = self._moment(at)
        came = self._returned(came, at)
        if not came and not went:
            return
        last = self._last_stored()
        if not isinstance(last, Moved) or at - last.at > NOTICE_GAP_S * 1000 or last.moment.day != moment.day:
            last = Moved((self.newest_seq, self._next()), self._key(), at, moment)
        else:
            self._take_out(last.place)
        if news := last.and_then(came, went, at):
            self._put(news)

    def _returned(self, came: tuple[User, ...], at: int) -> tuple[User, ...]:
        """Take back that somebody left who is here again: a server that was restarted loses all for a moment."""
        for item in self._items[-RETURN_LOOK_COUNT:]:
            if isinstance(item, Moved) and at - item.at <= RETURN_GAP_S * 1000:
                back = dict(item.went).keys() & dict(came).keys()
                if back:
                    self._take_out(item.place)
                    if left := replace(item, went=tuple(user for user in item.went if user[0] not in back)):
                        self._put(left)
                    came = tuple(user for user in came if user[0] not in back)
        return came

    def tell(self, text: str, at: int) -> None:
        """A line about the conversation, here and now."""
        self._put(Told((self.newest_seq, self._next()), self._key(), at, self._moment(at), text))

    def _last_stored(self) -> Item | None:
        at = bisect_left(self._places, (UNSTORED, 0))
        return self._items[at - 1] if at else None

    # --- the end of things --------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """What the server told is void; mine that wait or failed stay."""
        first = bisect_left(self._places, (UNSTORED, 0))
        del self._items[:first], self._places[:first]
        self._by_seq.clear()
        self._chars_count = sum(map(_chars, self._items))
        self.trimmed = False

    def trim(self) -> None:
        """Let the oldest go when there is too much. In slabs, so that it is rare."""
        count = len(self._items) - TIMELINE_COUNT if len(self._items) > TIMELINE_COUNT + TIMELINE_SLACK_COUNT else 0
        chars_count = self._chars_count - sum(map(_chars, self._items[:count]))
        while chars_count > TIMELINE_CHARS and count < len(self._items):
            chars_count -= _chars(self._items[count])
            count += 1
        count = min(count, bisect_left(self._places, (UNSTORED, 0)))
        if count == 0:
            return
        for item in self._items[:count]:
            self._chars_count -= _chars(item)
            if isinstance(item, Said):
                self._by_seq.pop(item.place[0], None)
        del self._items[:count], self._places[:count]
        self.trimmed = True

    # --- places -------------------------------------------------------------------------------------------------------

    def _next(self) -> int:
        self._serial += 1
        return self._serial

    def _key(self) -> str:
        return f"i{self._next()}"

    def _item_at(self, place: Place) -> Item:
        return self._items[bisect_left(self._places, place)]

    def _put(self, item: Item) -> None:
        self._chars_count += _chars(item)
        if not self._places or item.place > self._places[-1]:
            self._places.append(item.place)
            self._items.append(item)
            return
        at = bisect_left(self._places, item.place)
        self._places.insert(at, item.place)
        self._items.insert(at, item)

    def _take_out(self, place: Place) -> Item:
        at = bisect_left(self._places, place)
        del self._places[at]
        item = self._items.pop(at)
        self._chars_count -= _chars(item)
        return item


def _chars(item: Item) -> int:
    return len(item.text) if isinstance(item, Said) else 0


