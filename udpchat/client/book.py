"""Whom this client has heard of: names to user ids, for whoever types a name. Online or asked about, both.

A name can change hands: a guest's most of all. Those who are online decide, then accounts, then names from before.
"""

from __future__ import annotations

from collections.abc import Iterable

from udpchat.client.people import Directory
from udpchat.limits import KNOWN_ACCOUNTS_COUNT
from udpchat.names import fold
from udpchat.words.messages import Account, Room


class Book:
    """Accounts by user id, over the people who are online."""

    def __init__(self, people: Directory, accounts: Iterable[Account] = ()) -> None:
        self.people = people
        self._accounts: dict[int, Account] = {}
        self._peers: dict[int, str] = {}
        self.add(accounts)

    def add(self, accounts: Iterable[Account]) -> None:
        """An answer about people."""
        for account in accounts:
            self._accounts.pop(account.user, None)
            self._accounts[account.user] = account
        while len(self._accounts) > KNOWN_ACCOUNTS_COUNT:
            del self._accounts[next(iter(self._accounts))]

    def met(self, room: Room) -> None:
        """A private conversation with somebody."""
        if room.peer and room.peer_name:
            self._peers[room.peer] = room.peer_name

    def reached(self, user: int, name: str) -> None:
        """Somebody of another server may be written to."""
        self._peers[user] = name

    def gone(self, user: int) -> None:
        """There is no such account any more."""
        self._accounts.pop(user, None)

    def account(self, user: int) -> Account | None:
        """What was last told of that person."""
        return self._accounts.get(user)

    def name(self, user: int) -> str:
        """The name of that person; "" if it was never heard."""
        if person := self.people.get(user):
            return person.name
        account = self._accounts.get(user)
        return account.name if account else self._peers.get(user, "")

    def display(self, user: int) -> str:
        """The name that the person chose to be shown, else the name."""
        account = self._accounts.get(user)
        return account.display or account.name if account else self.name(user)

    def find(self, name: str) -> int:
        """The user id of a name, however its letters' case is; 0 if nobody here is known to carry it."""
        wanted = fold(name)
        for person in self.people.online:
            if fold(person.name) == wanted:
                return person.user
        found = [account for account in self._accounts.values() if fold(account.name) == wanted]
        if found:
            return min(found, key=lambda account: account.guest).user
        return next((user for user, known in self._peers.items() if fold(known) == wanted), 0)

    def beginning_with(self, prefix: str) -> tuple[Account, ...]:
        """Known accounts whose name begins so, by name."""
        wanted = fold(prefix)
        found = [account for account in self._accounts.values() if fold(account.name).startswith(wanted)]
        return tuple(sorted(found, key=lambda account: fold(account.name)))

    def users(self) -> frozenset[int]:
        """The ids of all."""
        return frozenset((*self._accounts, *self._peers, *(person.user for person in self.people.online)))

    def names(self) -> tuple[str, ...]:
        """All names that a person may mean, for completion."""
        known = {account.name for account in self._accounts.values()} | set(self._peers.values())
        return tuple(sorted(known | {person.name for person in self.people.online}, key=lambda name: (fold(name), name)))
