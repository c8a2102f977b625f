"""Who is online, as the people pane shows it: me first, then by name, filtered."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.client.events import PeopleChanged, Person
from udpchat.gui.presenters.timeline_items import User
from udpchat.gui.widgets.chat_data import PeopleData, PersonData
from udpchat.limits import NAME_CHARS, PEOPLE_FILTER_COUNT
from udpchat.names import fold

NOTED_ROLES = frozenset({"operator", "moderator"})


class People:
    """The directory of one server. It outlives a lost connection, but is shown only while it is known to be true."""

    def __init__(self) -> None:
        self._online: tuple[Person, ...] = ()
        self._wanted = ""
        self._heard = False
        self.my_ids: set[int] = set()

    @property
    def count(self) -> int:
        """How many are online."""
        return len(self._online)

    @property
    def heard(self) -> bool:
        """Whether a list has come."""
        return self._heard

    def changed(self, event: PeopleChanged) -> tuple[tuple[User, ...], tuple[User, ...]]:
        """Take the news; who of the others came and who went."""
        self._online, self._heard = event.online, True
        came = tuple((p.user, p.name) for p in event.joined if p.user not in self.my_ids)
        went = tuple((p.user, p.name) for p in event.left if p.user not in self.my_ids)
        return came, went

    def filter(self, wanted: str) -> None:
        """Show those only whose name contains this."""
        self._wanted = fold(wanted.strip()[: 2 * NAME_CHARS])

    def data(self, online: bool) -> PeopleData:
        """What to show, given whether the connection stands."""
        filterable = self.count > PEOPLE_FILTER_COUNT
        known = online and self._heard
        wanted = self._wanted if filterable else ""
        people = [person for person in self._online if wanted in fold(person.name)] if known else []
        people.sort(key=lambda person: (person.user not in self.my_ids, fold(person.name), person.user))
        return PeopleData(self.count if known else 0, tuple(map(self._row, people)), filterable and known, known)

    def _row(self, person: Person) -> PersonData:
        if person.user in self.my_ids:
            note = text("chat.people.you")
        elif person.role in NOTED_ROLES:
            note = text(f"chat.people.{person.role}")
        else:
            note = text("chat.people.guest") if person.guest else ""
        return PersonData(person.user, person.name, note, person.guest)
