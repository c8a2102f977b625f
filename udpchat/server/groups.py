"""Groups: made, filled, left, renamed and deleted by those whose role in the group allows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from udpchat.catalogue import text
from udpchat.errors import NoSuchGroup, NoSuchUser, NotAllowed
from udpchat.names import clean_group_name, clean_topic
from udpchat.server.parts import Parts
from udpchat.server.requesting import Act, Asker, Deed
from udpchat.server.rights import GROUP_RANKS, GROUP_RIGHTS, MODERATOR
from udpchat.store import Conversation
from udpchat.words import AddMembers, ChangeGroup, CreateGroup, DeleteGroup, GiveRole, MuteConversation, RemoveMember


class Groups:
    """Each method carries out one request: see `requesting.Act`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def acts(self) -> dict[type, Act]:
        """What carries out which word."""
        return {
            CreateGroup: self.create,
            AddMembers: self.add,
            RemoveMember: self.remove,
            ChangeGroup: self.change,
            GiveRole: self.give_role,
            DeleteGroup: self.delete,
            MuteConversation: self.mute,
        }

    def create(self, asker: Asker, word: CreateGroup, at: int) -> Deed:
        """Raises BadName, NoSuchUser, GroupFull, NotAllowed."""
        if not asker.user:
            raise NotAllowed
        title, topic = clean_group_name(word.title), clean_topic(word.topic)
        others = [user for user in dict.fromkeys(word.members) if user != asker.user]
        self._check_people(others)
        group, events = self._parts.store.create_group(title, topic, word.history_open, asker.user, others, at)
        members = [asker.user, *others]
        deed = Deed(group, events, [(group, user) for user in members], said=title)
        deed.after.append(lambda now: self._parts.rooms.changed(group, members, soon=True))
        return deed

    def add(self, asker: Asker, word: AddMembers, at: int) -> Deed:
        """Raises NoSuchGroup, NotAMember, NotAllowed, NoSuchUser, GroupFull."""
        group = self._group(asker, word)
        self._check_people(word.users)
        events = self._parts.store.add_members(group.id, word.users, asker.user, at)
        newcomers = [event.target for event in events]
        deed = Deed(0, events, [(group.id, user) for user in newcomers], said=group.title)
        deed.id = deed.last_seq
        deed.after.append(lambda now: self._parts.rooms.changed(group.id, newcomers, soon=True))
        return self._tell_members(deed, group.id)

    def remove(self, asker: Asker, word: RemoveMember, at: int) -> Deed:
        """Take out, or leave. Raises NoSuchGroup, NotAMember, NotAllowed."""
        store, leaves = self._parts.store, word.user == asker.user
        group = self._group(asker, word, anybody=leaves)
        if not leaves:
            mine, theirs = (GROUP_RANKS[store.role_in(group.id, user)] for user in (asker.user, word.user))
            if mine <= theirs:
                raise NotAllowed
        events = store.remove_member(group.id, word.user, asker.user, at)
        deed = Deed(events[0].seq, events, [(group.id, word.user)], said=group.title)
        deed.as_what = "Leave" if leaves else "RemoveMember"
        deed.after.append(lambda now: self._parts.rooms.changed(group.id, (word.user,), soon=True))
        return self._tell_members(deed, group.id)

    def change(self, asker: Asker, word: ChangeGroup, at: int) -> Deed:
        """Title, topic and history setting. Raises BadName, NoSuchGroup, NotAMember, NotAllowed."""
        group = self._group(asker, word)
        title, topic = clean_group_name(word.title), clean_topic(word.topic)
        event = self._parts.store.change_group(group.id, title, topic, word.history_open, asker.user, at)
        return self._tell_members(Deed(event.seq, [event], said=title), group.id)

    def give_role(self, asker: Asker, word: GiveRole, at: int) -> Deed:
        """Raises NoSuchGroup, NotAMember, NotAllowed."""
        group = self._group(asker, word)
        events = self._parts.store.give_role(group.id, word.user, word.role, asker.user, at)
        deed = Deed(0, events, said=group.title)
        deed.id = deed.last_seq
        return self._tell_members(deed, group.id)

    def delete(self, asker: Asker, word: DeleteGroup, at: int) -> Deed:
        """Raises NoSuchGroup, NotAMember, NotAllowed."""
        store = self._parts.store
        group = self._group(asker, word, anybody=asker.rank >= MODERATOR)
        if asker.rank >= MODERATOR:
            store.add_audit(at, asker.user, "delete_group", 0, group.id, group.title)
        members = store.delete_group(group.id, asker.user, at)
        deed = Deed(group.id, moved=[(group.id, user) for user in members], said=group.title)
        deed.after.append(lambda now: self._parts.rooms.changed(group.id, members, soon=True))
        return deed

    def mute(self, asker: Asker, word: MuteConversation, at: int) -> Deed:
        """Raises NotAMember, NotAllowed (announcements)."""
        self._parts.store.mute(asker.user, word.conversation, word.on)
        deed = Deed()
        deed.after.append(lambda now: self._parts.rooms.changed(word.conversation, (asker.user,), soon=True))
        return deed

    # --- checks -------------------------------------------------------------------------------------------------------

    def _group(self, asker: Asker, word: Any, anybody: bool = False) -> Conversation:
        """The group of a request that the asker's role in it allows (`anybody`: whatever it is)."""
        store = self._parts.store
        group = store.conversation(word.conversation)
        if group.kind != "group":
            raise NoSuchGroup
        if not anybody and store.role_in(group.id, asker.user) not in GROUP_RIGHTS[type(word)]:
            raise NotAllowed
        return group

    def _check_people(self, users: Sequence[int]) -> None:
        """Raises NoSuchUser with everybody who is unknown, NotAllowed for people of other servers."""
        unknown = [str(user) for user in users if (found := self._parts.store.user(user)) is None or not found.active]
        if unknown:
            raise NoSuchUser(", ".join(unknown))
        if any(self._parts.store.remote(user) is not None for user in users):
            raise NotAllowed(text("realm.no_groups"))

    def _tell_members(self, deed: Deed, group: int) -> Deed:
        """The conversation looks different to all its members."""
        store, rooms = self._parts.store, self._parts.rooms
        if deed.events:
            deed.after.append(lambda now: rooms.changed(group, store.member_ids(group)))
        return deed
