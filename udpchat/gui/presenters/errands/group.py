"""A group: what it is called and about, who is in it and as what, and how to end one's part in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import Event, GroupRole, Member, MembersFound, PeopleChanged, Room, RoomsChanged, StateChanged
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.ports import Confirmation
from udpchat.gui.presenters.errands.rows import Picture, RowData, person_row
from udpchat.names import clean_group_name, clean_topic

RANKS = {"owner": 0, "admin": 1, "member": 2}


@dataclass(frozen=True, slots=True)
class MemberAct:
    """Something to do with a member: its key, and the words for it."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class GroupData:
    """All of it, and what I may do."""

    title: str
    topic: str
    subtitle: str
    picture: Picture
    rows: tuple[RowData, ...]
    history_open: bool
    muted: bool
    may_change: bool
    may_delete: bool
    hint: str = ""


class Group(Errand[GroupData]):
    """Keys of rows: user ids."""

    def __init__(self, bench: Bench, conversation: int) -> None:
        super().__init__(bench)
        self.conversation = conversation

    def begin(self) -> None:
        self.core.ask_members(self.conversation, self.bench.now)

    def take(self, event: Event) -> bool:
        match event:
            case RoomsChanged(gone=gone) if self.conversation in gone:
                self.close()
                return False
            case MembersFound(conversation=conversation):
                return conversation == self.conversation
            case StateChanged():
                if self.bench.online:
                    self._try(self.begin)
                return True
        return isinstance(event, RoomsChanged | PeopleChanged)

    @property
    def room(self) -> Room:
        """The group as it is now."""
        return self.core.room(self.conversation) or Room(self.conversation, "group")

    def data(self) -> GroupData:
        room, members = self.room, self.core.members(self.conversation)
        online = {person.user for person in self.core.online}
        here = sum(member.user in online for member in members or ())
        count = len(members) if members is not None else room.members
        words = text("chat.members.count", count=count) if count != 1 else text("chat.members.one")
        subtitle = text("chat.members.online", members=words, count=here) if self.bench.online else words
        may_change = room.role in ("owner", "admin")
        rows = tuple(self._row(member) for member in sorted(members or (), key=lambda member: RANKS.get(member.role, 2)))
        why = "errands.people.loading" if self.bench.online else "chat.members.unknown"
        hint = "" if members is not None else text(why)
        picture = Picture(room.title, room.id, tile=True)
        may_delete = room.role == "owner" or self.bench.moderates
        about = (room.history_open, room.muted, may_change, may_delete, hint)
        return GroupData(room.title, room.topic, subtitle, picture, rows, *about)

    def _row(self, member: Member) -> RowData:
        someone = self.bench.crowd.get(member.user)
        row = person_row(someone, self.bench.around.moment, self.bench.around.wall_ms())
        title = member.display or member.name
        note = text("errands.people.you") if member.user == self.core.me else row.note
        role = "" if member.role == "member" else text(f"errands.role.{member.role}")
        right = f"{role} · {row.right}" if role else row.right
        picture = Picture(member.name, member.user, someone.presence)
        return RowData(row.key, title, note, right=right, picture=picture)

    # --- the group ----------------------------------------------------------------------------------------------------

    def change(self, title: str, topic: str) -> None:
        """Another name or topic."""
        for clean, typed, field in ((clean_group_name, title, "title"), (clean_topic, topic, "topic")):
            try:
                clean(typed)
            except UdpchatError as error:
                self.complain(error.sentence, field)
                return
        self.order(lambda: self.core.change_group(self.conversation, self.bench.now, title, topic), self._changed)

    def open_history(self, on: bool) -> None:
        """Whether those who come later read what was said before."""
        self.order(lambda: self.core.change_group(self.conversation, self.bench.now, history_open=on), self.later)

    def mute(self, on: bool) -> None:
        """No sounds and notices from there."""
        self.order(lambda: self.core.mute_conversation(self.conversation, on, self.bench.now), self.later)

    def _changed(self, value: int) -> None:
        if not self.later(value):
            self.bench.windows.toast(text("errands.saved"))

    def add_people(self) -> None:
        """More members."""
        self.leave_for(lambda: self.bench.errands.add_people(self.conversation))

    def leave(self) -> None:
        """Not a member any more."""
        title = self.room.title
        asked = Confirmation(
            text("errands.leave.title", title=title), text("errands.leave.words"), text("errands.leave.verb"), "logout"
        )
        self.confirm(asked, lambda: self._end(lambda: self.core.leave_group(self.conversation, self.bench.now)))

    def delete(self) -> None:
        """Gone for everybody."""
        title = self.room.title
        asked = Confirmation(
            text("errands.delete_group.title", title=title),
            text("errands.delete_group.words"),
            text("errands.delete_group.verb"),
            "trash",
        )
        self.confirm(asked, lambda: self._end(lambda: self.core.delete_group(self.conversation, self.bench.now)))

    def _end(self, give: Callable[[], bytes]) -> None:
        self.order(give, self._ended)

    def _ended(self, value: int) -> None:
        self.later(value)
        self.close()

    # --- members ------------------------------------------------------------------------------------------------------

    def acts(self, key: str) -> tuple[MemberAct, ...]:
        """What I may do with a member."""
        user = int(key)
        found = next((member for member in self.core.members(self.conversation) or () if member.user == user), None)
        if found is None:
            return ()
        keys = ["profile"] if user == self.core.me else ["message", "profile"]
        mine = self.room.role
        if user != self.core.me:
            if mine == "owner":
                keys += ["member"] if found.role == "admin" else ["admin"]
                keys.append("owner")
            if mine == "owner" or (mine == "admin" and found.role == "member"):
                keys.append("remove")
        return tuple(MemberAct(each, text(f"errands.member.{each}")) for each in keys)

    def act(self, key: str, act: str) -> None:
        """Do one of these."""
        user = int(key)
        name = self.bench.crowd.get(user).display
        match act:
            case "message":
                self.go(numbers.private_with(user))
            case "profile":
                self.leave_for(lambda: self.bench.errands.person(user))
            case "admin" | "member":
                self._give(user, "admin" if act == "admin" else "member")
            case "owner":
                words = text("errands.owner.words", name=name)
                asked = Confirmation(text("errands.owner.title", name=name), words, text("errands.owner.verb"), "key")
                self.confirm(asked, lambda: self._give(user, "owner"))
            case "remove":
                words = text("errands.remove.words", title=self.room.title)
                asked = Confirmation(text("errands.remove.title", name=name), words, text("errands.remove.verb"), "kick")
                self.confirm(asked, lambda: self._remove(user))

    def _give(self, user: int, role: GroupRole) -> None:
        self.order(lambda: self.core.give_role(self.conversation, user, role, self.bench.now), self.later)

    def _remove(self, user: int) -> None:
        self.order(lambda: self.core.remove_member(self.conversation, user, self.bench.now), self.later)
