"""The order of a conversation: messages by the server's seq, mine that wait at the end, notices where they happened.

A message is held once, however often it comes: live, from the past, from the cache, as the confirmation of mine. What
is not confirmed yet stands after everything that is; a confirmation moves it to its seq and keeps its key. The memory
is bounded: when too much is held the oldest goes, and comes back from the disk by *load earlier*.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from udpchat.client import events
from udpchat.client.events import Message, Notice
from udpchat.gui.presenters.timeline_dress import Wish, as_wished
from udpchat.gui.presenters.timeline_files import Filed
from udpchat.gui.presenters.timeline_items import (
    UNSTORED,
    Happened,
    Item,
    MomentOf,
    Moved,
    Place,
    Said,
    Told,
    User,
    local_moment,
)
from udpchat.gui.presenters.timeline_ticks import UNKNOWN, TicksOf, in_words, mark, spread
from udpchat.gui.widgets.chat_rows import Tick
from udpchat.limits import NOTICE_GAP_S, RETURN_GAP_S, RETURN_LOOK_COUNT


class Timeline(Filed):
    """One conversation in order. `dress` says how messages are shown; what is set there holds for what comes later."""

    def __init__(self, moment: MomentOf = local_moment) -> None:
        super().__init__(moment)
        self.dress.lookup = self._elsewhere
        self.lookup: Callable[[int], Message | None] = lambda _seq: None
        """A message that is not held here, for what quotes it."""
        self._messages: dict[int, Message] = {}
        self._answers: dict[int, set[int]] = {}  # by seq, the seqs of those that quote it
        self._wishes: dict[int, dict[bytes, Wish]] = {}  # by seq, what I asked for and is not done yet
        self._early: dict[bytes, tuple[str, dict[bytes, Wish]]] = {}  # by ref, as long as it has no seq: its text, the same
        self._ticks_of: TicksOf = lambda _seq: UNKNOWN

    @property
    def my_name(self) -> str:
        """Whose mentions are marked."""
        return self.dress.my_name

    @my_name.setter
    def my_name(self, name: str) -> None:
        self.dress.my_name = name

    @property
    def my_ids(self) -> set[int]:
        """Whose messages are mine."""
        return self.dress.my_ids

    @my_ids.setter
    def my_ids(self, ids: set[int]) -> None:
        self.dress.my_ids = ids

    @property
    def name_of(self) -> Callable[[int], str]:
        """How people are called."""
        return self.dress.name_of

    @name_of.setter
    def name_of(self, name_of: Callable[[int], str]) -> None:
        self.dress.name_of = name_of

    # --- messages -----------------------------------------------------------------------------------------------------

    def add(self, messages: Iterable[Message]) -> list[Said]:
        """Take messages of the server; those that are new here."""
        fresh = []
        some_mine = False
        for message in messages:
            if message.bundle and self.many.part(message):
                self.parts.add(message.bundle)
                continue  # it stands here already, as a line of its own
            mine = message.author in self.my_ids
            some_mine |= mine
            if mine and message.ref in self._waiting:
                self.store(message.ref, message.seq, message.at)
            if message.seq not in self._by_seq:
                fresh.append(self._take(message))
            elif self._messages.get(message.seq) != message:
                self._change(message)
        if some_mine:
            self._tick()
            fresh = [self.by_seq(said.place[0]) or said for said in fresh]
        return fresh

    def change(self, messages: Iterable[Message]) -> None:
        """Messages that read differently now; those that are not held here are no matter."""
        for message in messages:
            if message.seq in self._by_seq:
                self._change(message)
            self._answered(message.seq)
        self._tick()

    def _take(self, message: Message) -> Said:
        place = (message.seq, 0)
        self._remember(message)
        said = self.dress.said(message, place, self._key(), self._wishes.get(message.seq, {}).values())
        self._by_seq[message.seq] = place
        self._put(said)
        self._answered(message.seq)
        return said

    def _change(self, message: Message) -> None:
        """The message of a seq that is held is this one."""
        self._remember(message)
        before = self._item_at(self._by_seq[message.seq])
        if isinstance(before, Said):
            said = self.dress.said(message, before.place, before.key, self._wishes.get(message.seq, {}).values())
            tick = before.tick if said.tick is Tick.STORED and before.tick is not Tick.PENDING else said.tick
            self._replace(replace(said, tick=tick, state=before.state, people=before.people))

    def _remember(self, message: Message) -> None:
        if (before := self._messages.get(message.seq)) is not None and before.file != message.file:
            self.unfile(before)
        self._messages[message.seq] = message
        self.file(message, message.author in self.my_ids)
        if message.reply:
            self._answers.setdefault(message.reply, set()).add(message.seq)

    def _answered(self, seq: int) -> None:
        """A message is there now, or reads differently: so do those that quote it."""
        for answer in self._answers.get(seq, ()):
            said = self.by_seq(answer)
            if said is not None and not said.deleted:
                self._replace(replace(said, quote=self.dress.quote(seq)))

    def _elsewhere(self, seq: int) -> Message | None:
        return self._messages.get(seq) or self.lookup(seq)

    # --- mine ---------------------------------------------------------------------------------------------------------

    def wait(
        self, ref: bytes, text: str, me: User, at: int, reply: int = 0, people: tuple[int, ...] = ()
    ) -> str:
        """A message of mine that the server does not have yet, or its text anew; its key."""
        if ref in self._waiting:
            said = self._item_at(self._waiting[ref])
            if ref in self._early:
                self._early[ref] = text, self._early[ref][1]
            elif isinstance(said, Said) and said.text != text:
                self._replace(replace(said, text=text))
            return said.key
        place, key = (UNSTORED, self._next()), self._key()
        name = self.dress.name(me[0], me[1])
        said = Said(
            place, key, me[0], name, ref, at, self.dress.moment(at), text, own=True, tick=Tick.PENDING, reply=reply,
            quote=self.dress.quote(reply), people=people,
        )  # fmt: skip
        self._waiting[ref] = place
        if people:
            self.many.begin(ref, people)
        self._put(said)
        return key

    def store(self, ref: bytes, seq: int, at: int) -> None:
        """The server has my message: it goes to its seq. Nothing, if it is not waited for."""
        place = self._waiting.pop(ref, None)
        if place is None:
            return
        said = self._take_out(place)
        own, wishes = self._early.pop(ref, (None, {}))
        if isinstance(said, Said) and seq not in self._by_seq:
            self._by_seq[seq] = (seq, 0)
            kept = said.text if own is None else own
            self._remember(Message(seq, 0, said.author, said.name, ref, at, kept, said.reply))
            moved = replace(said, place=(seq, 0), at=at, moment=self.dress.moment(at), tick=Tick.STORED, error="")
            self._put(moved)
            for each, wish in wishes.items():
                self.wish(each, replace(wish, target=seq))
            self._answered(seq)
            self._tick()

    def fail(self, ref: bytes, error: str) -> str | None:
        """My message will not be sent; it stays, with the reason. Its key, None if it is not waited for."""
        place = self._waiting.pop(ref, None)
        self._early.pop(ref, None)
        if place is None:
            return None
        said = self._item_at(place)
        assert isinstance(said, Said)
        self._replace(replace(said, tick=Tick.FAILED, error=error))
        return said.key

    def withdraw(self, ref: bytes) -> None:
        """My message was taken back before it was sent."""
        place = self._waiting.pop(ref, None)
        self._early.pop(ref, None)
        if place is not None:
            self._take_out(place)

    def discard(self, key: str) -> Said | None:
        """Let a failed message go; None if there is no such one."""
        said = self.by_key(key)
        if not isinstance(said, Said) or said.tick is not Tick.FAILED:
            return None
        self._take_out(said.place)
        return said

    def wish(self, ref: bytes, wish: Wish, about: bytes = b"") -> None:
        """I asked for a change of a message: it is shown as if it were done. `about`: of one that waits and has no seq."""
        if wish.target:
            self._wishes.setdefault(wish.target, {})[ref] = wish
            self._dress_again(wish.target)
        elif about in self._waiting:
            said = self._item_at(self._waiting[about])
            assert isinstance(said, Said)
            self._early.setdefault(about, (said.text, {}))[1][ref] = wish
            self._dress_early(about)

    def settle(self, ref: bytes, wish: Wish) -> None:
        """What I asked for is done, or will not be: what the server says is what holds."""
        seq = wish.target or next((seq for seq, wishes in self._wishes.items() if ref in wishes), 0)
        wishes = self._wishes.get(seq, {})
        if wishes.pop(ref, None) is not None:
            if not wishes:
                del self._wishes[seq]
            self._dress_again(seq)
        for about, (_, early) in self._early.items():
            if early.pop(ref, None) is not None:
                self._dress_early(about)

    def _dress_early(self, ref: bytes) -> None:
        said = self._item_at(self._waiting[ref])
        assert isinstance(said, Said)
        self._replace(as_wished(said, *self._early[ref]))

    def _dress_again(self, seq: int) -> None:
        if seq in self._by_seq and seq in self._messages:
            self._change(self._messages[seq])
            self._tick()

    # --- how far they have come ---------------------------------------------------------------------------------------

    def ticks(self, of: TicksOf) -> None:
        """Somebody got or read more: `of` knows how far a message of mine has come."""
        self._ticks_of = of
        self._tick()

    def part(self, message: Message) -> None:
        """A message of mine that one of several people got; the line of all of them may stand here."""
        if not self.many.part(message):
            return
        if message.bundle in self._waiting and message.file is not None and self.many.is_complete(message.bundle):
            self._store_file(message)
        self.tick_many()

    def _store_file(self, message: Message) -> None:
        """All of several people have got a file of mine: the line of it is a message now."""
        self.store(message.bundle, message.seq, message.at)
        said = self.by_seq(message.seq)
        if said is not None:
            self._replace(self.dress.carded(replace(said, file=message.file)))

    def tick_many(self) -> None:
        """One of several people got or read more."""
        for item in self._items if self.many else ():
            if isinstance(item, Said) and item.people and item.seq is not None:
                tick, state = self.many.state(item.ref, lambda user: self.dress.name(user, ""))
                if (item.tick, item.state) != (tick, state):
                    self._replace(replace(item, tick=tick, state=state))

    def _tick(self) -> None:
        mine = [item for item in self._items if isinstance(item, Said) and _has_ticks(item)]
        for said, found in zip(mine, spread([said.place[0] for said in mine], self._ticks_of), strict=True):
            state, tick = in_words(found), mark(found)
            if (said.tick, said.state) != (tick, state):
                self._replace(replace(said, tick=tick, state=state))

    # --- notices ------------------------------------------------------------------------------------------------------

    def add_notices(self, notices: Iterable[Notice]) -> None:
        """What happened to the conversation; what was told before is not told again."""
        for notice in notices:
            if notice.seq not in self._by_seq:
                self._by_seq[notice.seq] = (notice.seq, 0)
                self._put(self._happened(notice))

    def _happened(self, notice: Notice) -> Happened:
        event = notice.event
        who, name = (event.user, getattr(event, "name", "")) if hasattr(event, "user") else (0, "")
        place = (notice.seq, 0)
        before = self._titled_before(place) if isinstance(event, events.Retitled) else None
        by, target = self._called(getattr(event, "by", 0), ""), self._called(who, name)
        return Happened(place, self._key(), notice.at, self.dress.moment(notice.at), event, by, target, before)

    def _called(self, user: int, name: str) -> str:
        """Somebody in a notice; "" for this person."""
        return "" if user in self.my_ids else self.dress.name(user, name)

    def _titled_before(self, place: Place) -> events.Retitled | None:
        for item in reversed(self._items[: bisect_left(self._places, place)]):
            if isinstance(item, Happened) and isinstance(item.event, events.Retitled):
                return item.event
        return None

    def people(self, came: tuple[User, ...], went: tuple[User, ...], at: int) -> None:
        """Who came and who went just now; told together with the notice before if nothing was said since."""
        moment = self.dress.moment(at)
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
                here = dict(came)
                again = tuple(user for user in item.passed if user[0] in here)
                if again or here.keys() & dict(item.went).keys():
                    self._take_out(item.place)
                    went = tuple(user for user in item.went if user[0] not in here)
                    passed = tuple(user for user in item.passed if user[0] not in here)
                    if left := replace(item, came=(*item.came, *again), went=went, passed=passed):
                        self._put(left)
                    known = dict((*item.went, *again))
                    came = tuple(user for user in came if user[0] not in known)
        return came

    def tell(self, text: str, at: int) -> None:
        """A line about the conversation, here and now."""
        self._put(Told((self.newest_seq, self._next()), self._key(), at, self.dress.moment(at), text))

    def _last_stored(self) -> Item | None:
        at = bisect_left(self._places, (UNSTORED, 0))
        return self._items[at - 1] if at else None

    # --- the end of things --------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """What the server told is void; mine that wait or failed stay."""
        self._drop(bisect_left(self._places, (UNSTORED, 0)))
        self._by_seq.clear()
        self._messages.clear()
        self._filed.clear()
        self._answers.clear()
        self._wishes.clear()
        self.trimmed = False

    def archive(self, before_seq: int) -> None:
        """What was said before that seq is to be shown no more."""
        self._drop(bisect_left(self._places, (before_seq, 0)))

    def _drop(self, count: int) -> bool:
        self._forget(self._items[:count])
        return super()._drop(count)

    def _forget(self, items: Sequence[Item]) -> None:
        for item in items:
            message = self._messages.pop(item.place[0], None) if isinstance(item, Said) else None
            if message is not None:
                self.unfile(message)
            if message is not None and message.reply in self._answers:
                answers = self._answers[message.reply]
                answers.discard(message.seq)
                if not answers:
                    del self._answers[message.reply]


def _has_ticks(said: Said) -> bool:
    """Whether it is a message of mine that the server has, and nothing else is to be told of it."""
    shown = said.own and not said.people and said.seq is not None and not said.deleted
    return shown and said.tick not in (Tick.PENDING, Tick.FAILED)
