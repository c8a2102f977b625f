"""The stream of items on a link that stands: ours out, in order, within the window; theirs in, at their rate.

Everything is pulled: items are read from the store when the connection has room for them, so a peer that is slow, or a queue
of thousands, costs no memory.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import ProtocolViolation, Storage, UdpchatError
from udpchat.server.events import RealmTrouble
from udpchat.server.parts import Parts
from udpchat.server.posting import Posting
from udpchat.server.realms.crossing import Outgoing
from udpchat.server.realms.link import Link
from udpchat.server.realms.taking import Judge, Taker, Taking
from udpchat.server.requesting import hand_over
from udpchat.store import Item, StoredEvent
from udpchat.words import LinkGot, LinkItem, LinkState

_PAGE: Final = 64
_DONE_REST_S: Final = 0.25
"""What is acknowledged is noted so much later, all at once: until then a crash costs a repetition, which is harmless."""

Broke = Callable[[Link, str, float], None]


@dataclass(slots=True)
class Step:
    """A write that nobody waits for an answer to."""

    do: Callable[[], None]
    then: Callable[[float], None]
    instead: Callable[[UdpchatError, float], None] = lambda error, now: None

    def run(self, now: float) -> None:
        """Write."""
        self.do()

    def done(self, now: float) -> None:
        """It is on disk."""
        self.then(now)

    def failed(self, error: UdpchatError, now: float) -> None:
        """It is not."""
        self.instead(error, now)


class Flow(Taker):
    """For all links. `on_broken` ends the connection of one."""

    def __init__(self, parts: Parts, posting: Posting, outgoing: Outgoing, takes_files: bool, on_broken: Broke) -> None:
        self.parts, self.posting, self.judge = parts, posting, Judge(parts, outgoing, takes_files)
        self._outgoing, self._on_broken = outgoing, on_broken

    def broke(self, link: Link, code: str, now: float) -> None:
        """The disk has failed: the other side is to begin again."""
        self._on_broken(link, code, now)

    # --- where both stand ---------------------------------------------------------------------------------------------

    def greet(self, link: Link) -> None:
        """Tell where we stand. Raises Storage."""
        assert link.pipe is not None
        epoch, got = self.parts.store.progress(link.line.id)
        link.pipe.say(LinkState(self.parts.store.epoch, epoch, got, link.line.shares))

    def greeted(self, link: Link, word: LinkState, now: float) -> None:
        """They have told: note what they have and what they lack, then begin. Raises ProtocolViolation: twice."""
        if link.epoch or not word.epoch:
            raise ProtocolViolation("a second greeting")
        store, realm, generation = self.parts.store, link.line.id, link.generation
        link.epoch, link.shares = word.epoch, word.shares
        has = word.got if word.got_epoch == store.epoch else 0

        def note() -> None:
            store.set_done(realm, has)
            store.set_undone(realm, has)

        def begin(now: float) -> None:
            if link.generation == generation:
                link.sent, link.ready, link.hungry, link.hauls, link.pause_s = has, True, True, True, limits.REALM_RETRY_S
                self.count(link)

        self.parts.commits.submit(Step(note, begin, lambda error, now: self.broke(link, error.code, now)), now)

    def count(self, link: Link) -> None:
        """How much waits, as the disk says."""
        with suppress(Storage):  # the count before is near enough
            link.waiting_count, link.waiting_bytes = self.parts.store.queued(link.line.id)

    # --- ours ---------------------------------------------------------------------------------------------------------

    def serve(self, link: Link, now: float) -> bool:
        """Say what the connection has room for; whether there was anything. Raises Storage."""
        pipe, served = link.pipe, False
        if pipe is None:
            return False
        if link.got_to_tell > link.got_told:
            link.got_told, served = link.got_to_tell, True
            pipe.say(LinkGot(link.got_to_tell))
        if not link.ready or not (link.hungry or link.sent < link.wanted):
            return served
        room = limits.REALM_WINDOW - len(link.flying)
        if room <= 0 or pipe.queued_bytes() >= limits.REALM_WINDOW_BYTES:
            return served
        items = self.parts.store.items(link.line.id, link.sent, min(room, _PAGE))
        link.hungry = bool(items)
        for item in items:
            link.sent = item.number
            word = self._outgoing.word(item)
            if word is not None:
                pipe.say(word)
                link.flying.append(item.number)
                served = True
        return served

    def got(self, link: Link, word: LinkGot, now: float) -> None:
        """They have everything up to there. Raises ProtocolViolation."""
        if not link.ready or word.number > link.sent:
            raise ProtocolViolation("an acknowledgement of what was never sent")
        while link.flying and link.flying[0] <= word.number:
            link.flying.popleft()
        link.done_to = max(link.done_to, word.number)
        if link.done_at is None:
            link.done_at = now + _DONE_REST_S

    def note_done(self, link: Link, now: float) -> None:
        """Write what is acknowledged. What fails is written with the next one."""
        link.done_at, number, realm = None, link.done_to, link.line.id

        def failed(error: UdpchatError, now: float) -> None:
            link.done_at = now + limits.REALM_RETRY_S

        step = Step(lambda: self.parts.store.set_done(realm, number), lambda now: self.count(link), failed)
        self.parts.commits.submit(step, now)

    # --- theirs -------------------------------------------------------------------------------------------------------

    def came(self, link: Link, word: LinkItem, size_bytes: int, now: float) -> None:
        """An item. Raises ProtocolViolation: before they told where they stand, or more than the window."""
        link.open_count += 1
        if not link.epoch or not word.number or link.open_count > limits.REALM_WINDOW:
            raise ProtocolViolation("an item out of place")
        link.inbox.append((word, size_bytes))
        self.pump(link, now)

    def pump(self, link: Link, now: float) -> None:
        """Take what the rate allows, in order."""
        while link.inbox and link.bucket.wait(now) <= 0.0:
            link.bucket.take()
            self.parts.commits.submit(Taking(self, link, link.inbox.popleft()[0]), now)

    def next_timeout(self, link: Link, now: float) -> float | None:
        """When there is something to do for a link."""
        times = [link.done_at] if link.done_at is not None else []
        if link.inbox:
            times.append(now + link.bucket.wait(now))
        return min(times, default=None)

    # --- what waited too long -----------------------------------------------------------------------------------------

    def give_up(self, link: Link, before_at: int, now: float) -> None:
        """Take out what has waited since before then, and tell the authors that nobody knows."""
        store, at = self.parts.store, self.parts.wall_ms()
        events: list[StoredEvent] = []

        def sweep() -> None:
            events.clear()
            events.extend(self.unknown(store.give_up_items(link.line.id, before_at), at))
            store.thin_items(link.line.id)

        def told(now: float) -> None:
            hand_over(self.parts, events, ())
            self.count(link)
            if events:
                line = text("realm.log.given_up", count=len(events), name=link.line.name)
                self.parts.log.add(RealmTrouble(line), now)

        self.parts.commits.submit(Step(sweep, told), now)

    def unknown(self, items: list[Item], at: int) -> list[StoredEvent]:
        """The events that tell the authors of posts among them. Inside a savepoint. Raises Storage."""
        store = self.parts.store
        told = [store.undelivered(item.event, item.user, "FATE_UNKNOWN", at) for item in items if item.kind == "post"]
        return [event for event in told if event is not None]
