"""Who is in which group, as far as it was asked for; kept right by what the log tells afterwards."""

from __future__ import annotations

from dataclasses import replace

from udpchat.limits import MEMBER_LISTS_COUNT
from udpchat.names import fold
from udpchat.words import messages as words


class MemberLists:
    """By our number of the conversation; the lists asked for last."""

    def __init__(self) -> None:
        self._lists: dict[int, dict[int, words.Member]] = {}

    def of(self, number: int) -> tuple[words.Member, ...] | None:
        """The members by name; None if they were never asked for."""
        found = self._lists.get(number)
        return None if found is None else tuple(sorted(found.values(), key=lambda member: fold(member.name)))

    def put(self, number: int, rows: list[words.Member]) -> tuple[words.Member, ...]:
        """A whole list."""
        self._lists.pop(number, None)
        self._lists[number] = {member.user: member for member in rows}
        while len(self._lists) > MEMBER_LISTS_COUNT:
            del self._lists[next(iter(self._lists))]
        return self.of(number) or ()

    def forget(self) -> None:
        """They may have changed unseen."""
        self._lists.clear()

    def happened(self, number: int, event: words.Event) -> tuple[words.Member, ...] | None:
        """The list after an event, if it was known before and is another one now."""
        members = self._lists.get(number)
        if members is None:
            return None
        match event:
            case words.Joined(user=user, name=name):
                members.setdefault(user, words.Member(user, name, "", "member"))
            case words.Departed(user=user):
                members.pop(user, None)
            case words.RoleGiven(user=user, role=role) if user in members:
                members[user] = replace(members[user], role=role)
            case _:
                return None
        return self.of(number)
