"""What of our own crosses a link: puts items into the queue, in the transaction of what they tell, and words them later."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from udpchat import limits
from udpchat.driver import WallClock
from udpchat.errors import NoSuchRealm, RealmFull, RealmShut
from udpchat.server.realms.link import Link
from udpchat.server.realms.states import Standing
from udpchat.server.telling import file_word
from udpchat.store import Crossing, Item, Kind, Mark, Remote, Store, StoredEvent
from udpchat.store.files import file_of
from udpchat.words import LinkChange, LinkItem, LinkMarks, LinkNo, LinkPost

_CHANGES: Final = frozenset({Kind.EDIT, Kind.DELETE, Kind.REACT, Kind.UNREACT})
_MARKS_BYTES: Final = 100
_FATE_MS: Final = int(limits.REALM_FATE_S * 1000)


class Outgoing:
    """`find` knows the links by id."""

    def __init__(self, store: Store, wall_ms: WallClock, find: Callable[[int], Link | None]) -> None:
        self._store, self._wall_ms, self._find = store, wall_ms, find

    # --- called by other services, inside their savepoints ------------------------------------------------------------

    def check(self, user: int) -> None:
        """May anything be sent to that stand-in now? Raises NoSuchRealm, RealmShut, RealmFull."""
        remote = self._store.remote(user)
        link = self._find(remote.realm) if remote is not None else None
        if link is None or not (link.line.confirmed or link.line.state == Standing.BLOCKED):
            raise NoSuchRealm
        if link.line.state == Standing.BLOCKED:
            raise RealmShut(link.line.name)
        if link.waiting_count >= limits.REALM_QUEUE_COUNT or link.waiting_bytes >= limits.REALM_QUEUE_BYTES:
            raise RealmFull(link.line.name)

    def stored(self, event: StoredEvent) -> None:
        """Something was said, or became of what was said: if the other one is a stand-in, it crosses. Raises Storage."""
        peer = self._store.peer_in(event.conversation, event.author)
        found = self._link_to(peer)
        if found is None:
            return
        kind = "post" if event.kind == Kind.POST else "change"
        self._add(found, kind, peer, event.seq, "", len(event.body.encode()))

    def marked(self, user: int, conversation: int, mark: Mark) -> None:
        """Somebody has got and read so far. Raises Storage."""
        store, peer = self._store, self._store.peer_in(conversation, user)
        found = self._link_to(peer)
        if found is None:
            return
        delivered = store.ref_up_to(conversation, peer, mark.delivered, user)
        read = store.ref_up_to(conversation, peer, mark.read, user)
        if delivered:
            store.replace_marks(found.line.id, peer, conversation)
            body = json.dumps([user, delivered.hex(), read.hex()])
            self._add(found, "marks", peer, conversation, body, _MARKS_BYTES)

    def refused(self, link: Link, ref: bytes, to: int, to_name: str, code: str) -> None:
        """A post of theirs is not taken. Raises Storage."""
        self._add(link, "no", 0, 0, json.dumps([ref.hex(), to, to_name, code]), _MARKS_BYTES)

    def _link_to(self, peer: int) -> Link | None:
        remote = self._store.remote(peer) if peer else None
        link = self._find(remote.realm) if remote is not None else None
        return link if link is not None and link.agreed else None

    def _add(self, link: Link, kind: str, user: int, event: int, body: str, size: int) -> None:
        number = self._store.add_item(link.line.id, kind, user, event, body, size, self._wall_ms())
        link.wanted = max(link.wanted, number)
        link.waiting_count += 1
        link.waiting_bytes += size

    # --- words --------------------------------------------------------------------------------------------------------

    def word(self, item: Item) -> LinkItem | None:
        """An item as it travels; None for what is not worth telling any more: its number is passed over. Raises Storage."""
        if item.kind == "no":
            ref, to, to_name, code = json.loads(item.body)
            return LinkNo(item.number, bytes.fromhex(ref), to, to_name, code)
        remote = self._store.remote_known(item.user)
        if remote is None:
            return None
        if item.kind == "marks":
            return self._marks(item, remote)
        crossing = self._store.crossing(item.event)
        if crossing is None:
            return None
        return self._post(item, crossing, remote) if item.kind == "post" else self._change(item, crossing, remote)

    def _marks(self, item: Item, remote: Remote) -> LinkMarks | None:
        author, delivered, read = json.loads(item.body)
        user = self._store.user(author)
        if user is None:
            return None
        marks = bytes.fromhex(delivered), bytes.fromhex(read)
        return LinkMarks(item.number, user.id, user.name, remote.number, remote.name, *marks)

    def _post(self, item: Item, crossing: Crossing, remote: Remote) -> LinkPost | None:
        user = self._store.user(crossing.author)
        if user is None or not crossing.body:  # deleted meanwhile
            return None
        return LinkPost(
            item.number, crossing.ref, user.id, user.name, user.display, remote.number, remote.name,
            self._age_ms(crossing), crossing.body, crossing.target_ref, crossing.target_author == user.id,
            (file_word(file_of(crossing.card)),) if crossing.card else (),
        )  # fmt: skip

    def _change(self, item: Item, crossing: Crossing, remote: Remote) -> LinkChange | None:
        user, kind = self._store.user(crossing.author), crossing.kind
        if user is None or kind not in _CHANGES or not crossing.target_ref or (kind == Kind.EDIT and not crossing.body):
            return None
        to, mine = (remote.number, remote.name), crossing.target_author == user.id
        about = (self._age_ms(crossing), crossing.target_ref, mine, crossing.body)
        return LinkChange(item.number, kind, user.id, user.name, *to, *about)  # type: ignore[arg-type]

    def _age_ms(self, crossing: Crossing) -> int:
        return max(0, min(self._wall_ms() - crossing.at, _FATE_MS))
