"""Who is online: the pages of the first list, then deltas; told as who came, who went, who is there."""

from __future__ import annotations

from udpchat.client.events import PeopleChanged
from udpchat.limits import KNOWN_PEOPLE_COUNT
from udpchat.words.messages import People, Person, Presence


class Directory:
    """People by user id. A list after a reconnect is compared with what was known before the loss."""

    def __init__(self) -> None:
        self._online: dict[int, Person] = {}
        self._pages: dict[int, Person] | None = None
        self._known = False

    @property
    def online(self) -> tuple[Person, ...]:
        """Everybody who is."""
        return tuple(self._online.values())

    def get(self, user: int) -> Person | None:
        """That person, if online."""
        return self._online.get(user)

    def begin(self) -> None:
        """A connection begins: its list comes in full."""
        self._pages = {}

    def page(self, word: People) -> PeopleChanged | None:
        """One page; the last one tells the difference."""
        if self._pages is None:
            self._pages = {}
        self._put(self._pages, word.people)
        if not word.last:
            return None
        before, now = self._online, self._pages
        self._online, self._pages = now, None
        joined = tuple(person for user, person in now.items() if user not in before)
        left = tuple(person for user, person in before.items() if user not in now)
        changed = tuple(person for user, person in now.items() if before.get(user, person) != person)
        first, self._known = not self._known, True
        if first:
            return PeopleChanged((), (), tuple(now.values()))
        if not joined and not left and not changed:
            return None
        return PeopleChanged(joined, left, tuple(now.values()), changed)

    def delta(self, word: Presence) -> PeopleChanged | None:
        """Changes since; while the first list is still arriving they belong to it."""
        if self._pages is not None:
            self._apply(self._pages, word)
            return None
        joined = tuple(person for person in word.joined if person.user not in self._online)
        left = tuple(person for person in word.left if person.user in self._online)
        told = {person.user: person for person in (*word.joined, *word.changed)}
        changed = tuple(person for user, person in told.items() if self._online.get(user, person) != person)
        self._apply(self._online, word)
        if not joined and not left and not changed:
            return None
        return PeopleChanged(joined, left, tuple(self._online.values()), changed)

    def _apply(self, people: dict[int, Person], word: Presence) -> None:
        for person in word.left:
            people.pop(person.user, None)
        self._put(people, word.joined)
        self._put(people, word.changed)

    def _put(self, people: dict[int, Person], more: tuple[Person, ...]) -> None:
        for person in more:
            if person.user in people or len(people) < KNOWN_PEOPLE_COUNT:
                people[person.user] = person
