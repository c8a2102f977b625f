"""Everybody that this client has been told of: who is online, and accounts that were asked about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from udpchat.client.core import ClientCore
from udpchat.client.events import Account, PeopleFound, Person
from udpchat.gui.presenters.elsewhere import Realms, apart
from udpchat.limits import CROWD_FRESH_S, DIRECTORY_TOTAL_COUNT, KNOWN_ACCOUNTS_COUNT
from udpchat.names import fold

REMOTE: Final = "remote"
"""The role of people of other servers."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as sheets show them. `presence`: online, away, busy, offline."""

    user: int
    name: str
    display: str
    presence: str = "offline"
    role: str = "member"
    guest: bool = False
    country: str = ""
    status: str = ""
    last_seen: int = 0
    blocked: bool = False
    plain: bool = False


class Crowd:
    """By user id. Feed it each PeopleFound."""

    def __init__(self, core: ClientCore, realms: Realms) -> None:
        self._core = core
        self.realms = realms
        self._accounts: dict[int, Account] = {}
        self._whole_at = float("-inf")
        self._sorted: tuple[tuple[tuple[Person, ...], int, int], list[Someone]] | None = None  # for those who were online then
        self.many = False
        """There are more accounts than one answer holds."""

    def took(self, event: PeopleFound, now: float) -> None:
        """An answer. What is known only here does not replace what the server has said."""
        if not event.prefix and not event.offline:
            self._whole_at, self.many = now, len(event.people) >= DIRECTORY_TOTAL_COUNT
            self._accounts = {}
        self._sorted = None
        for account in event.people:
            if not event.offline or account.user not in self._accounts:
                self._accounts[account.user] = account
        while len(self._accounts) > KNOWN_ACCOUNTS_COUNT:
            del self._accounts[next(iter(self._accounts))]

    def fresh(self, now: float) -> bool:
        """Whether the server has told everybody a moment ago."""
        return now - self._whole_at < CROWD_FRESH_S

    def account(self, user: int) -> Account | None:
        """What the server last said about somebody."""
        return self._accounts.get(user)

    def get(self, user: int) -> Someone:
        """Somebody, known or not."""
        person = next((person for person in self._core.online if person.user == user), None)
        return self._someone(user, person)

    def all(self) -> list[Someone]:
        """Everybody: who is online first, then by name."""
        rooms = self._core.rooms
        key = self._core.online, self.realms.version, len(rooms)
        if self._sorted is None or self._sorted[0] != key:
            online = {person.user: person for person in key[0]}
            abroad = dict.fromkeys(room.peer for room in rooms if room.kind == "private" and apart(room.peer_name)[1])
            found = [self._someone(user, online.get(user)) for user in {**self._accounts, **online, **abroad}]
            found.sort(key=lambda one: (one.presence == "offline", fold(one.display), one.user))
            self._sorted = key, found
        return self._sorted[1]

    def elsewhere(self, wanted: str) -> list[Someone]:
        """People of other servers whom nobody here has written to yet; of `budi@la` also who is not known there."""
        begun, found = wanted.strip().removeprefix("@"), []
        addresses = self.realms.addresses(begun) if "@" in begun else self.realms.beginning_with(begun)
        known = {fold(one.name) for one in self.all()}
        for address in addresses:
            if fold(address) not in known:
                person = self.realms.person(address)
                display = (person.display if person else "") or address
                found.append(Someone(self._core.find_user(address), address, display, self.realms.presence(address), REMOTE))
        return found

    def _someone(self, user: int, person: Person | None) -> Someone:
        account = self._accounts.get(user)
        name = person.name if person else account.name if account else self._core.name_of(user)
        display = (account.display if account else self._core.display_of(user)) or name
        role = person.role if person else account.role if account else "member"
        guest = person.guest if person else account.guest if account else False
        status = person.status if person else account.status if account else ""
        presence = person.state if person else self.realms.presence(name) or "offline"
        country, last_seen, blocked = (account.country, account.last_seen, account.blocked) if account else ("", 0, False)
        plain = bool(person and person.plain)
        return Someone(user, name, display, presence, role, guest, country, status, last_seen, blocked, plain)


def matching(people: Iterable[Someone], wanted: str) -> list[Someone]:
    """Those whose name or display name holds this, the ones that begin so in front."""
    sought = fold(wanted.strip().removeprefix("@"))
    if not sought:
        return list(people)
    ranked = [(rank, one) for one in people if (rank := rank_of(sought, one.name, one.display)) is not None]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def rank_of(sought: str, *names: str) -> int | None:
    """How well a folded text fits names: 0 at their beginning, 1 at that of a word, 2 inside; None: not at all."""
    best: int | None = None
    for name in names:
        folded = fold(name)
        if folded.startswith(sought):
            return 0
        if sought in folded:
            words = folded.replace("_", " ").replace("-", " ").split()
            found = 1 if any(word.startswith(sought) for word in words) else 2
            best = found if best is None else min(best, found)
    return best
