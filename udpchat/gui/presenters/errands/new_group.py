"""A new group: its name, topic, members, and what those who come later may read."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.errors import UdpchatError
from udpchat.gui.presenters.errands.picking import PickData, Picking, without_realm
from udpchat.names import clean_group_name, clean_topic


@dataclass(frozen=True, slots=True)
class NewGroupData:
    """The members; what is typed stands in the sheet."""

    people: PickData


class NewGroup(Picking[NewGroupData]):
    """Made with `create`."""

    abroad = False

    def without(self, user: int) -> str:
        return without_realm(self, user)

    def data(self) -> NewGroupData:
        return NewGroupData(self.picked())

    def create(self, title: str, topic: str, history_open: bool) -> None:
        """Make it and open it."""
        for clean, typed, field in ((clean_group_name, title, "title"), (clean_topic, topic, "topic")):
            try:
                clean(typed)
            except UdpchatError as error:
                self.complain(error.sentence, field)
                return
        members = self.users
        self.order(
            lambda: self.core.create_group(title, self.bench.now, members, topic, history_open), self._made, "title"
        )

    def _made(self, id: int) -> None:
        if self.later(id):
            self.close()
        else:
            self.go(id)
