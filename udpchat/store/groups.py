"""Groups: made, filled, changed and deleted, with one owner each. Who may do what is for the caller to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import GroupFull, NotAllowed, NotAMember
from udpchat.names import fold
from udpchat.store.members import Members
from udpchat.store.records import FOREVER, GroupRole, Kind, StoredEvent, title_body

_HEIR: Final = """SELECT user FROM membership WHERE conversation = ? AND to_seq = ? AND user != ?
                  ORDER BY role = 'admin' DESC, joined, user LIMIT 1"""


class Groups(Members):
    """What changes a group answers with the events that tell of it, ascending."""

    def create_group(
        self, title: str, topic: str, history_open: bool, owner: int, members: Sequence[int], at: int
    ) -> tuple[int, list[StoredEvent]]:
        """The id of a new group, and the joinings. `title` is cleaned already. Raises GroupFull, NotAllowed (too many)."""
        owned = self._peek(
            """SELECT count(*) FROM membership s JOIN conversation c ON c.id = s.conversation
               WHERE s.user = ? AND s.to_seq = ? AND s.role = 'owner' AND c.kind = 'group'""",
            (owner, FOREVER),
        )
        if owned and owned[0] >= limits.GROUPS_OWNED:
            raise NotAllowed(text("store.groups", count=limits.GROUPS_OWNED))
        group = self.create_conversation("group", title, history_open, at, topic)
        first = self._enter(group, owner, at, owner, "owner")
        return group, [first, *self.add_members(group, members, owner, at)]

    def add_members(self, group: int, users: Sequence[int], by: int, at: int) -> list[StoredEvent]:
        """Let these in; who is in already is left out. Raises NoSuchGroup, GroupFull."""
        newcomers = [user for user in dict.fromkeys(users) if not self.is_member(group, user)]
        if len(newcomers) + self._count(group) > limits.GROUP_MEMBERS:
            raise GroupFull
        return [self._enter(group, user, at, by) for user in newcomers]

    def remove_member(self, group: int, user: int, by: int, at: int) -> list[StoredEvent]:
        """Take somebody out, or leave. After the owner the first admin owns it, or the oldest member; a group without
        members is gone. Raises NotAMember."""
        role = self.role_in(group, user)
        events = [self.leave(group, user, at, by)]
        if role == "owner":
            heir = self._peek(_HEIR, (group, FOREVER, user))
            if heir is None:
                self._end(group)
            else:
                events.append(self._give(group, heir[0], "owner", by, at))
        return events

    def change_group(self, group: int, title: str, topic: str, history_open: bool, by: int, at: int) -> StoredEvent:
        """All three as they are from now on; nobody who is in already sees more or less of the past."""
        self.conversation(group)
        self._write(
            "UPDATE conversation SET title = ?, folded = ?, topic = ?, history_open = ? WHERE id = ?",
            (title, fold(title), topic, history_open, group),
        )
        return self._note(Kind.TITLE, group, 0, by, at, title_body(title, topic, history_open))

    def give_role(self, group: int, user: int, role: GroupRole, by: int, at: int) -> list[StoredEvent]:
        """Another role for a member; a new owner makes the former one an admin. The owner's own role stays until then.
        Raises NotAMember, NotAllowed (the owner)."""
        former = self.role_in(group, user)
        if former == role:
            return []
        if former == "owner":
            raise NotAllowed
        events = []
        if role == "owner":
            owners = self._look(
                "SELECT user FROM membership WHERE conversation = ? AND to_seq = ? AND role = 'owner'", (group, FOREVER)
            )
            events = [self._give(group, owner, "admin", by, at) for (owner,) in owners]
        return [*events, self._give(group, user, role, by, at)]

    def delete_group(self, group: int, by: int, at: int) -> list[int]:
        """It is gone, and nobody reads it any more. Who was in it. Raises NoSuchGroup."""
        self.conversation(group)
        rows = self._look("SELECT user FROM membership WHERE conversation = ? AND to_seq = ?", (group, FOREVER))
        event = self._note(Kind.GONE, group, 0, by, at)
        self._write("UPDATE membership SET to_seq = ? WHERE conversation = ? AND to_seq = ?", (event.seq, group, FOREVER))
        self._end(group)
        return [row[0] for row in rows]

    def groups_named(self, title: str, user: int = 0) -> list[int]:
        """The groups of that title, however it is spelt: all, or those that the user is in; committed data only."""
        if not user:
            rows = self._read("SELECT id FROM conversation WHERE folded = ? AND kind = 'group' AND NOT gone", (fold(title),))
        else:
            rows = self._read(
                """SELECT c.id FROM conversation c JOIN membership s ON s.conversation = c.id AND s.user = ? AND s.to_seq = ?
                   WHERE c.folded = ? AND c.kind = 'group' AND NOT c.gone ORDER BY c.id""",
                (user, FOREVER, fold(title)),
            )
        return [row[0] for row in rows]

    def _enter(self, group: int, user: int, at: int, by: int, role: str = "member") -> StoredEvent:
        event = self.join(group, user, at, by, role)
        self._write(
            "UPDATE membership SET joined = ? WHERE user = ? AND conversation = ? AND to_seq = ?",
            (event.seq, user, group, FOREVER),
        )
        return event

    def _give(self, group: int, user: int, role: str, by: int, at: int) -> StoredEvent:
        cursor = self._write(
            "UPDATE membership SET role = ? WHERE user = ? AND conversation = ? AND to_seq = ?", (role, user, group, FOREVER)
        )
        if not cursor.rowcount:
            raise NotAMember
        return self._note(Kind.ROLE, group, user, by, at, role)

    def _count(self, group: int) -> int:
        row = self._peek("SELECT count(*) FROM membership WHERE conversation = ? AND to_seq = ?", (group, FOREVER))
        return row[0] if row else 0

    def _end(self, group: int) -> None:
        self._write("UPDATE conversation SET gone = 1, folded = '' WHERE id = ?", (group,))
