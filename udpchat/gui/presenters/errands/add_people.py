"""More people into a group."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.client.events import Event, MembersFound, RoomsChanged
from udpchat.gui.presenters.errands.errand import Bench
from udpchat.gui.presenters.errands.picking import PickData, Picking, without_realm
from udpchat.gui.presenters.errands.rows import title_of


@dataclass(frozen=True, slots=True)
class AddPeopleData:
    """Of which group, and who."""

    title: str
    people: PickData
    history_open: bool


class AddPeople(Picking[AddPeopleData]):
    """Who is in already cannot be chosen."""

    abroad = False

    def __init__(self, bench: Bench, conversation: int, users: tuple[int, ...] = ()) -> None:
        super().__init__(bench, users)
        self.conversation = conversation

    def begin(self) -> None:
        super().begin()
        self.core.ask_members(self.conversation, self.bench.now)

    def take(self, event: Event) -> bool:
        if isinstance(event, RoomsChanged) and self.conversation in event.gone:
            self.close()
            return False
        mine = isinstance(event, MembersFound) and event.conversation == self.conversation
        return super().take(event) or mine

    def data(self) -> AddPeopleData:
        room = self.core.room(self.conversation)
        return AddPeopleData(title_of(self.core, self.conversation), self.picked(), bool(room and room.history_open))

    def without(self, user: int) -> str:
        if why := without_realm(self, user):
            return why
        members = self.core.members(self.conversation) or ()
        return text("errands.add.member") if any(member.user == user for member in members) else ""

    def add(self) -> None:
        """Let them in."""
        users = tuple(user for user in self.users if not self.without(user))
        if not users:
            self.complain(text("errands.add.nobody"), "people")
            return
        self.order(lambda: self.core.add_members(self.conversation, users, self.bench.now), self._added, "people")

    def _added(self, id: int) -> None:
        self.later(id)
        self.close()
