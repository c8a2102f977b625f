"""Who has got a file of mine, who is getting it, who does not want it, and who has done nothing yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import Event, File, FileMark, FileMarksChanged, MembersFound, PeopleChanged, PeopleFound
from udpchat.gui.presenters import file_words
from udpchat.gui.presenters.errands.chosen_files import file_picture
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.rows import Picture, RowData, heading, person_row
from udpchat.sizes import size_words

PARTS: Final = ("fetched", "fetching", "waiting", "declined")


@dataclass(frozen=True, slots=True)
class ReceiversData:
    """The file, how it stands in a line, and each person."""

    name: str
    size: str
    picture: Picture
    summary: str
    rows: tuple[RowData, ...]


class Receivers(Errand[ReceiversData]):
    """Of a file in one conversation."""

    def __init__(self, bench: Bench, file: File, conversation: int, seq: int) -> None:
        super().__init__(bench)
        self.file, self.conversation, self.seq = file, conversation, seq
        self._marks: dict[int, FileMark] | None = None

    def begin(self) -> None:
        self._ask_members()
        self.core.ask_file_marks(self.file.id, self.bench.now)

    def _ask_members(self) -> None:
        room = self.core.room(self.conversation)
        if room is not None and room.kind == "group" and self.core.members(self.conversation) is None:
            self.core.ask_members(self.conversation, self.bench.now)

    def take(self, event: Event) -> bool:
        if isinstance(event, FileMarksChanged) and event.file == self.file.id:
            self._marks = {**(self._marks or {}), **{mark.user: mark for mark in event.rows}}
            return True
        return isinstance(event, MembersFound | PeopleFound | PeopleChanged)

    # --- what it says -------------------------------------------------------------------------------------------------

    def data(self) -> ReceiversData:
        name, size = file_words.shown_name(self.file.name), size_words(self.file.size)
        picture = file_picture(self.file.name)
        if self._marks is None:
            return ReceiversData(name, size, picture, text("receivers.asking"), ())
        parts: dict[str, list[int]] = {part: [] for part in PARTS}
        for user, mark in self._marks.items():
            parts[mark.state].append(user)
        expected = self._expected()
        parts["waiting"] = [user for user in expected if user not in self._marks]
        rows = [row for part in PARTS for row in self._rows(part, parts[part])]
        return ReceiversData(name, size, picture, self._summary(parts, len(expected)), tuple(rows))

    def _expected(self) -> list[int]:
        """Who may get it, as far as that is known: of the lobby nobody can say."""
        peer = numbers.peer_of(self.conversation)
        if peer:
            return [peer]
        return [member.user for member in self.core.members(self.conversation) or () if member.user != self.core.me]

    def _summary(self, parts: dict[str, list[int]], expected: int) -> str:
        have = len(parts["fetched"])
        if not expected:
            return text("receivers.some", count=have) if have != 1 else text("receivers.one")
        members = max(expected, sum(map(len, parts.values())))
        return text("receivers.all", count=members) if have >= members else text("receivers.of", count=have, members=members)

    def _rows(self, part: str, users: list[int]) -> list[RowData]:
        if not users:
            return []
        around, marks = self.bench.around, self._marks or {}
        people = sorted((self.bench.crowd.get(user) for user in users), key=lambda one: one.display.casefold())
        rows = [replace(person_row(one, around.moment, around.wall_ms()), right="") for one in people]
        if part == "fetching":
            percents = {one.user: marks[one.user].percent for one in people}
            rows = [
                replace(row, under=text("receivers.percent", percent=percents[int(row.key)]), fraction=percents[int(row.key)] / 100)
                for row in rows
            ]
        return [heading(f"head {part}", text(f"receivers.head.{part}", count=len(users))), *rows]
