"""What the cards of files in all conversations are made from: the transfers of the core, and who has got files of mine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.client import events, numbers
from udpchat.client.events import Progress, TransferState
from udpchat.client.phases import Phase
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.chat_ports import Around, Core
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.file_cards import About, CardData, card_of, have_words
from udpchat.gui.presenters.room_book import RoomBook
from udpchat.gui.presenters.timeline_items import Item, Said
from udpchat.gui.widgets.chat_data import Kind

ASKED_COUNT: Final = 10  # questions about who has a file, at one look at what is shown


class FileBoard:
    """Of one window."""

    def __init__(self, core: Core, book: RoomBook, around: Around) -> None:
        self._core = core
        self._book = book
        self._around = around
        self._marks: dict[int, dict[int, events.FileMark]] = {}  # by file of mine and person
        self._asked: set[int] = set()
        self._online = False  # at the last look
        book.adorn(self._adorn)

    def _adorn(self, room: Room) -> None:
        room.timeline.dress.card_of = partial(self.card, room)
        room.on_shown = partial(self._look, room)

    # --- news ---------------------------------------------------------------------------------------------------------

    def transfer(self, progress: Progress, room: Room | None) -> None:
        """A transfer is new, or further. `room`: where an upload stands until it is a message."""
        if progress.up and room is not None:
            me = self._core.me, self._core.name_of(self._core.me)
            room.timeline.upload(progress, me, self._around.wall_ms())
            self._book.stale.add(room.id)
        for each in self._book:
            if each is not room:
                each.timeline.recard(progress.key)

    def marked(self, file: int, rows: Iterable[events.FileMark]) -> None:
        """Somebody got a file of mine, declined it, is getting it."""
        known = self._marks.setdefault(file, {})
        known.update({row.user: row for row in rows})
        for room in self._book:
            room.timeline.recard_file(file)

    # --- cards --------------------------------------------------------------------------------------------------------

    def card(self, room: Room, said: Said) -> CardData | None:
        """The card of a message's file, or of one that is on its way."""
        if said.deleted:
            return None
        progress = self._progress(said)
        if progress is None and said.file is None:
            return said.card  # its transfer is forgotten, and the message has not come yet
        about = About(
            own=said.own,
            private=room.kind is Kind.PRIVATE,
            sender="" if said.own else said.name,
            have=self._have(room, said) if said.own else "",
            online=self._core.state is Phase.ONLINE,
        )
        return card_of(progress, said.file, about)

    def _progress(self, said: Said) -> Progress | None:
        """Its transfer: a download that was asked for tells more than the upload that it was once."""
        down = self._core.download_of(said.file.id) if said.file is not None else None
        up = self._core.transfer(said.bundle or said.ref) if said.own else None
        if down is not None and (up is None or down.state is not TransferState.CANCELLED):
            return down
        if up is not None and said.file is not None and not (up.path and up.state is TransferState.DONE):
            return None  # it is a message, so whatever the transfer says, it was sent
        return up

    def _have(self, room: Room, said: Said) -> str:
        """Who has it, as far as that is known."""
        if said.file is None or said.seq is None:
            return ""
        rows = self._marks.get(said.file.id, {}).values()
        if room.kind is Kind.PRIVATE:
            return self._peer_has(room, next((row for row in rows if row.user == numbers.peer_of(room.id)), None))
        members = self._core.ticks(room.id, said.seq).members if room.kind is Kind.GROUP else 0
        return have_words(sum(row.state == "fetched" for row in rows), members)

    def _peer_has(self, room: Room, row: events.FileMark | None) -> str:
        if row is None:
            return ""
        key = {"fetched": "peer", "declined": "declined", "fetching": "fetching"}[row.state]
        return text(f"files.have.{key}", name=room.title, percent=row.percent)

    # --- questions ----------------------------------------------------------------------------------------------------

    def _look(self, room: Room, items: Sequence[Item]) -> None:
        """These are shown: ask who has those of mine, once per connection."""
        online = self._core.state is Phase.ONLINE
        if online is not self._online:
            self._online = online
            for each in self._book:
                each.timeline.recard_waiting()
        if not online:
            self._asked.clear()
            return
        asked = 0
        for item in reversed(items):
            if isinstance(item, Said) and item.own and item.file is not None and item.file.id not in self._asked:
                self._ask(item.file.id)
                asked += 1
                if asked >= ASKED_COUNT:
                    return

    def _ask(self, file: int) -> None:
        self._asked.add(file)
        try:
            self._core.ask_file_marks(file, self._around.now())
        except UdpchatError:
            return
        self._around.kick()
