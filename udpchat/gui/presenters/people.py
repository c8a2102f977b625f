"""People as the pane beside a conversation shows them: who is online, the members of a group, or the other one's card."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.events import Account, Member, PeopleChanged, Person
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.elsewhere import apart
from udpchat.gui.presenters.last_seen import last_seen
from udpchat.gui.presenters.timeline_items import MomentOf, User, local_moment
from udpchat.gui.widgets.chat_data import CardData, Kind, Offer, PeopleData, PersonData
from udpchat.limits import LINE_CHARS, NAME_CHARS, PEOPLE_FILTER_COUNT
from udpchat.names import fold
from udpchat.sanitize import one_line

NOTED_ROLES: Final = frozenset({"operator", "moderator"})
NOTED_PLACES: Final = frozenset({"owner", "admin"})


class People:
    """The directory of one server. It outlives a lost connection, but is shown only while it is known to be true."""

    def __init__(self, moment: MomentOf = local_moment) -> None:
        self._moment = moment
        self._online: dict[int, Person] = {}
        self._accounts: dict[int, Account] = {}
        self._wanted = ""
        self._heard = False
        self._version = 0  # counts the news
        self._made_for: tuple[object, ...] | None = None
        self._made = PeopleData("", 0, (), False)
        self.my_ids: set[int] = set()
        self.elsewhere: Callable[[int], tuple[str, str]] = lambda _user: ("", "")
        """Presence of somebody of another server, and that in words; "" for people of this one."""

    # --- news ---------------------------------------------------------------------------------------------------------

    def changed(self, event: PeopleChanged) -> tuple[tuple[User, ...], tuple[User, ...]]:
        """Take the news; who of the others came and who went."""
        self._version += 1
        self._online, self._heard = {person.user: person for person in event.online}, True
        came = tuple((p.user, p.name) for p in event.joined if p.user not in self.my_ids)
        went = tuple((p.user, p.name) for p in event.left if p.user not in self.my_ids)
        return came, went

    def changed_elsewhere(self) -> None:
        """Something is known of people of other servers."""
        self._version += 1

    def found(self, accounts: Iterable[Account]) -> None:
        """An answer about people."""
        self._version += 1
        self._accounts.update((account.user, account) for account in accounts)

    def filter(self, wanted: str) -> None:
        """Show those only whose name contains this."""
        self._version += 1
        self._wanted = fold(wanted.strip()[: 2 * NAME_CHARS])

    # --- questions ----------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many are online."""
        return len(self._online)

    @property
    def heard(self) -> bool:
        """Whether a list has come."""
        return self._heard

    def person(self, user: int) -> Person | None:
        """Somebody who is online."""
        return self._online.get(user)

    def account(self, user: int) -> Account | None:
        """What was last told about somebody."""
        return self._accounts.get(user)

    def presence(self, user: int) -> str:
        """online, away, busy, offline."""
        person = self._online.get(user)
        return person.state if person else self.elsewhere(user)[0] or "offline"

    def blocked(self, user: int, info: events.Room | None) -> bool:
        """Whether I have blocked somebody; `info`: of our private conversation, if there is one."""
        account = self._accounts.get(user)
        return info.blocked if info is not None else account is not None and account.blocked

    def online_of(self, members: Iterable[Member]) -> int:
        """How many of them are online."""
        return sum(member.user in self._online for member in members)

    def state_of(self, user: int, today: int) -> str:
        """Presence in words: what they say, or when they were last seen."""
        person, account = self._online.get(user), self._accounts.get(user)
        if person is None and (words := self.elsewhere(user)[1]):
            return words
        if person is None:
            return last_seen(account.last_seen, self._moment, today) if account else text("chat.presence.offline")
        words = text(f"chat.presence.{person.state}")
        status = one_line(person.status or (account.status if account else ""), LINE_CHARS)
        return text("chat.presence.status", state=words, status=status) if status else words

    def note(self, user: int) -> str:
        """What is to be known about somebody beside the name: a guest, not encrypted."""
        person = self._online.get(user)
        if person is None:
            account = self._accounts.get(user)
            return text("chat.people.guest") if account is not None and account.guest else ""
        notes = [text("chat.people.guest")] if person.guest else []
        return " · ".join([*notes, text("chat.plain")] if person.plain else notes)

    # --- the pane -----------------------------------------------------------------------------------------------------

    def data(self, room: Room, members: tuple[Member, ...] | None, online: bool, today: int) -> PeopleData:
        """What to show beside a conversation, given whether the connection stands. Made anew only when there is news."""
        made_for = self._version, len(self.my_ids), room.id, room.title, members, online, today
        if made_for != self._made_for:
            self._made_for, self._made = made_for, self._make(room, members, online, today)
        return self._made

    def _make(self, room: Room, members: tuple[Member, ...] | None, online: bool, today: int) -> PeopleData:
        if room.kind is Kind.PRIVATE:
            return self._card(room, online, today)
        if room.kind is Kind.GROUP:
            return self._members(members, online)
        known = online and self._heard
        filterable = known and self.count > PEOPLE_FILTER_COUNT
        people = [person for person in self._online.values() if self._fits(person.name, filterable)] if known else []
        people.sort(key=lambda person: (person.user not in self.my_ids, fold(person.name), person.user))
        hint = "" if people else text("chat.people.nobody" if known else "chat.people.unknown")
        rows = (self._heading("online"), *map(self._person, people)) if people else ()
        return PeopleData(text("chat.people"), self.count if known else 0, rows, filterable, hint, known)

    def _fits(self, name: str, filterable: bool) -> bool:
        return not filterable or self._wanted in fold(name)

    def _heading(self, key: str) -> PersonData:
        return PersonData(0, text(f"chat.people.{key}"), heading=True)

    def _members(self, members: tuple[Member, ...] | None, online: bool) -> PeopleData:
        title = text("chat.members")
        if members is None:
            return PeopleData(title, 0, (), False, text("chat.members.unknown"), False)
        filterable = len(members) > PEOPLE_FILTER_COUNT
        shown = [member for member in members if self._fits(member.name, filterable)]
        shown.sort(key=lambda member: (fold(member.name), member.user))
        here = [member for member in shown if online and member.user in self._online]
        gone = [member for member in shown if not online or member.user not in self._online]
        rows: list[PersonData] = []
        for key, some in (("online", here), ("offline", gone)):
            rows += [self._heading(key), *map(self._member, some)] if some else []
        hint = "" if rows else text("chat.people.nobody_here")
        return PeopleData(title, len(members), tuple(rows), filterable, hint)

    def _person(self, person: Person) -> PersonData:
        if person.user in self.my_ids:
            note = text("chat.people.you")
        elif person.role in NOTED_ROLES:
            note = text(f"chat.people.{person.role}")
        else:
            note = text("chat.people.guest") if person.guest else ""
        if person.plain:
            note = text("chat.people.plain")
        status = one_line(person.status, LINE_CHARS)
        return PersonData(person.user, person.name, note, person.guest, person.state, status, person.plain)

    def _member(self, member: Member) -> PersonData:
        person = self._online.get(member.user)
        note = text(f"chat.members.{member.role}") if member.role in NOTED_PLACES else ""
        if not note and member.user in self.my_ids:
            note = text("chat.people.you")
        plain, status = (person.plain, one_line(person.status, LINE_CHARS)) if person else (False, "")
        note = text("chat.people.plain") if plain else note
        name, realm = apart(member.name)
        return PersonData(member.user, name, note, False, self.presence(member.user), status, plain, realm=realm)

    def _card(self, room: Room, online: bool, today: int) -> PeopleData:
        user, account = room.peer, self._accounts.get(room.peer)
        name, realm = apart(room.title)
        person = self._online.get(user) if online else None
        facts = []
        if account and account.display and account.display not in (room.title, name):
            facts.append((text("chat.card.display"), account.display))
        if account and account.country:
            facts.append((text("chat.card.country"), account.country))
        role = person.role if person else account.role if account else ""
        guest = person.guest if person else account.guest if account else False
        if role in NOTED_ROLES or guest:
            facts.append((text("chat.card.role"), text("chat.people.guest" if guest else f"chat.people.{role}")))
        if person and person.plain:
            facts.append((text("chat.card.connection"), text("chat.plain")))
        state = self.state_of(user, today) if online else text("chat.presence.unknown")
        presence = self.presence(user) if online else "offline"
        offers = (Offer.PROFILE, Offer.ADD_TO_GROUP) if user not in self.my_ids and not realm else (Offer.PROFILE,)
        card = CardData(user, name, presence, state, tuple(facts), offers, realm)
        return PeopleData(text("chat.card"), 0, (), False, card=card)
