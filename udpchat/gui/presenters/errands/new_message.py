"""Everybody on this server, to write to one of them."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.gui.presenters.errands.people import PeopleErrand
from udpchat.gui.presenters.errands.rows import RowData, heading, person_row


@dataclass(frozen=True, slots=True)
class PeopleListData:
    """Who fits, or why nobody does."""

    rows: tuple[RowData, ...]
    hint: str = ""
    realms: bool = False  # there are other servers


class NewMessage(PeopleErrand[PeopleListData]):
    """Keys of rows: user ids."""

    def data(self) -> PeopleListData:
        now_ms, rows, group = self.bench.around.wall_ms(), list[RowData](), ""
        for someone in self.found():
            row = person_row(someone, self.bench.around.moment, now_ms)
            here = "online" if someone.presence != "offline" else "offline"
            if here != group and not self.wanted.strip():
                group = here
                rows.append(heading(f"head {here}", text(f"errands.people.{here}")))
            if someone.user == self.core.me:
                row = RowData(row.key, row.title, text("errands.people.you"), right=row.right, picture=row.picture)
            rows.append(row)
        hint = "" if rows else text("errands.people.nobody" if self.heard else "errands.people.loading")
        return PeopleListData(tuple(rows), hint, bool(self.bench.crowd.realms.linked))

    def choose(self, key: str) -> None:
        """Open the conversation with that person."""
        if key.isdecimal():
            self.go(numbers.private_with(int(key)))
        else:
            self.reach(key, lambda user: self.go(numbers.private_with(user)))

    def realms(self) -> None:
        """Who is on other servers."""
        self.leave_for(self.bench.errands.realms)

    def group(self) -> None:
        """A group instead."""
        self.leave_for(self.bench.errands.new_group)

    def several(self) -> None:
        """One message to several people instead."""
        self.leave_for(self.bench.errands.several)
