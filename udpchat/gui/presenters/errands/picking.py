"""Choosing several people: those chosen as chips, the others in a list that what is typed filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from udpchat.catalogue import text
from udpchat.gui.presenters.elsewhere import apart
from udpchat.gui.presenters.errands.crowd import Someone
from udpchat.gui.presenters.errands.errand import Bench
from udpchat.gui.presenters.errands.people import PeopleErrand
from udpchat.gui.presenters.errands.rows import RowData, marked, person_row
from udpchat.limits import NAMED_COUNT

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class ChipData:
    """One who is chosen."""

    user: int
    name: str


@dataclass(frozen=True, slots=True)
class PickData:
    """The chosen ones, and who fits what is typed."""

    chips: tuple[ChipData, ...]
    rows: tuple[RowData, ...]
    hint: str = ""


class Picking(PeopleErrand[D], Generic[D]):
    """Base of what is done with several people."""

    def __init__(self, bench: Bench, users: tuple[int, ...] = ()) -> None:
        super().__init__(bench)
        self.chosen: dict[int, None] = dict.fromkeys(users)

    @property
    def users(self) -> tuple[int, ...]:
        """The chosen ones, in the order of choosing."""
        return tuple(self.chosen)

    def toggle(self, user: int | str) -> None:
        """Choose somebody, or do not, by the key of a row or by user id."""
        if isinstance(user, str) and not user.isdecimal():
            self.reach(user, self.toggle, "people")
            return
        user = int(user)
        if user in self.chosen:
            del self.chosen[user]
        elif len(self.chosen) >= NAMED_COUNT:
            self.complain(text("client.too_many_people", count=NAMED_COUNT), "people")
            return
        elif not self.without(user):
            self.chosen[user] = None
        self.complain("", "people")
        self.refresh()

    def drop_last(self) -> None:
        """Take the last one back."""
        if self.chosen:
            self.toggle(next(reversed(self.chosen)))

    def without(self, user: int) -> str:
        """Why somebody cannot be chosen; "" if they can."""
        return ""

    def picked(self) -> PickData:
        """For the picker of the sheet."""
        found = [someone for someone in self.found() if someone.user != self.core.me]
        rows = tuple(self._row(someone) for someone in found)
        hint = "" if rows else text("errands.people.nobody" if self.heard else "errands.people.loading")
        chips = tuple(ChipData(user, self.bench.crowd.get(user).name) for user in self.chosen)
        return PickData(chips, rows, hint)

    def _row(self, someone: Someone) -> RowData:
        row = person_row(someone, self.bench.around.moment, self.bench.around.wall_ms())
        why = self.without(someone.user) if someone.user or self.abroad else text("realms.no_group")
        if why:
            return RowData(row.key, row.title, row.note, right=why, picture=row.picture, dim=True, realm=row.realm)
        return marked(row, someone.user in self.chosen)


def without_realm(errand: PeopleErrand[D], user: int) -> str:
    """People of other servers are in no groups."""
    return text("realms.no_group") if apart(errand.bench.crowd.get(user).name)[1] else ""
