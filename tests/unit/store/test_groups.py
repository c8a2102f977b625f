"""Groups: their members, their owner, their end."""

from __future__ import annotations

from unittest import mock

from tests.unit.store.support import StoreCase
from udpchat import limits
from udpchat.errors import GroupFull, NoSuchGroup, NotAllowed, NotAMember
from udpchat.store import GroupLine, MemberRow, titled


class Groups(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob, self.cid = (self.account(name).id for name in ("ann", "bob", "cid"))

    def group(self, *members: int, history_open: bool = False) -> int:
        group, _ = self.store.create_group("grup ciwi", "topic", history_open, self.ann, members, 5)
        self.store.commit()
        return group

    def roles(self, group: int) -> dict[str, str]:
        self.store.commit()
        return {row.name: row.role for row in self.store.members(group)}

    def test_all_of_them_by_title_page_by_page(self) -> None:
        made = [self.store.create_group(title, "", False, self.ann, members, 5)[0]
                for title, members in (("beta", [self.bob]), ("Alpha", []), ("beta", [])) ]  # fmt: skip
        self.store.commit()
        self.assertEqual([row.id for row in self.store.groups()], [made[1], made[0], made[2]])
        (first,) = self.store.groups(count=1)
        self.assertEqual(first, GroupLine(made[1], "Alpha", "", self.ann, "ann", 1, False, 0, 5))
        self.assertEqual([row.id for row in self.store.groups(after=(first.title, first.id))], [made[0], made[2]])
        self.assertEqual([row.id for row in self.store.groups(self.bob)], [made[0]])

    def test_made_with_its_members(self) -> None:
        group, events = self.store.create_group("grup ciwi", "topic", True, self.ann, [self.bob, self.ann, self.bob], 5)
        self.store.commit()
        self.assertEqual(
            [(event.kind, event.target, event.name, event.author, event.conversation) for event in events],
            [("join", self.ann, "ann", self.ann, group), ("join", self.bob, "bob", self.ann, group)],
        )
        self.assertEqual(
            self.store.members(group), [MemberRow(self.ann, "ann", "Ann", "owner"), MemberRow(self.bob, "bob", "Bob", "member")]
        )
        self.assertEqual(self.store.member_ids(group), [self.ann, self.bob])
        (room,) = [row for row in self.store.rooms(self.bob) if row.kind == "group"]
        self.assertEqual((room.id, room.title, room.topic, room.members, room.role), (group, "grup ciwi", "topic", 2, "member"))
        self.assertEqual([event for event in self.seen(self.bob) if event.conversation == group], events)
        self.assertIsNone(self.store.room(self.cid, group))

    def test_who_left_is_not_told_what_a_message_was_edited_to_afterwards(self) -> None:
        group = self.group(self.bob, self.cid)
        seq = self.post(self.ann, "for all", group)
        self.store.edit_post(seq, self.ann, 6, "for all of us")
        self.store.remove_member(group, self.bob, self.ann, 7)
        self.store.edit_post(seq, self.ann, 8, "what bob is not to know")
        self.store.commit()
        self.assertEqual((self.texts(self.bob), self.texts(self.cid)), (["for all of us"], ["what bob is not to know"]))
        self.store.add_members(group, [self.bob], self.ann, 9)
        self.store.commit()
        self.assertEqual(self.texts(self.bob), ["for all of us"], "coming back opens nothing of what was missed")
        self.store.edit_post(seq, self.ann, 10, "for bob too")
        self.store.commit()
        self.assertEqual(self.texts(self.bob), ["for bob too"])
        self.store.delete_post(seq, self.ann, 11)
        self.store.commit()
        self.assertEqual(self.texts(self.bob), [""])

    def test_members_are_added_once_and_see_from_then_on_or_all(self) -> None:
        for history_open in (False, True):
            group = self.group(history_open=history_open)
            self.post(self.ann, "before", group)
            (event,) = self.store.add_members(group, [self.bob, self.ann], self.ann, 6)
            self.assertEqual(self.store.add_members(group, [self.bob], self.ann, 6), [])
            self.post(self.ann, "after", group)
            self.store.commit()
            texts = [found.body for found in self.seen(self.bob) if found.conversation == group and found.kind == "post"]
            self.assertEqual(texts, ["before", "after"] if history_open else ["after"])
            room = self.store.room(self.bob, group)
            assert room is not None
            self.assertEqual(room.from_seq, 1 if history_open else event.seq)

    def test_who_leaves_sees_that_and_nothing_later(self) -> None:
        group = self.group(self.bob, self.cid)
        (event,) = self.store.remove_member(group, self.bob, self.ann, 6)
        self.post(self.ann, "after", group)
        self.store.commit()
        self.assertEqual((event.kind, event.target, event.author, event.name), ("leave", self.bob, self.ann, "bob"))
        self.assertEqual(self.kinds(self.bob, group), ["join", "join", "leave"])
        self.assertIsNone(self.store.room(self.bob, group))
        with self.assertRaises(NotAMember):
            self.store.remove_member(group, self.bob, self.bob, 7)

    def test_an_owner_who_leaves_is_followed(self) -> None:
        group = self.group(self.bob, self.cid)
        self.store.give_role(group, self.cid, "admin", self.ann, 6)
        events = self.store.remove_member(group, self.ann, self.ann, 7)
        self.assertEqual(
            [(event.kind, event.target, event.body) for event in events], [("leave", self.ann, ""), ("role", self.cid, "owner")]
        )
        self.assertEqual(self.roles(group), {"bob": "member", "cid": "owner"})
        self.store.remove_member(group, self.cid, self.cid, 8)
        self.assertEqual(self.roles(group), {"bob": "owner"})
        self.assertEqual(len(self.store.remove_member(group, self.bob, self.bob, 9)), 1)
        self.store.commit()
        with self.assertRaises(NoSuchGroup):
            self.store.conversation(group)
        self.assertEqual(self.store.groups_named("grup ciwi"), [])

    def test_roles(self) -> None:
        group = self.group(self.bob, self.cid)
        self.assertEqual(self.store.give_role(group, self.bob, "member", self.ann, 6), [])
        (event,) = self.store.give_role(group, self.bob, "admin", self.ann, 6)
        self.assertEqual((event.kind, event.target, event.body, event.author), ("role", self.bob, "admin", self.ann))
        first, second = self.store.give_role(group, self.bob, "owner", self.ann, 7)
        self.assertEqual([(first.target, first.body), (second.target, second.body)], [(self.ann, "admin"), (self.bob, "owner")])
        self.assertEqual(self.roles(group), {"ann": "admin", "bob": "owner", "cid": "member"})
        with self.assertRaises(NotAllowed):
            self.store.give_role(group, self.bob, "member", self.bob, 8)
        with self.assertRaises(NotAMember):
            self.store.give_role(group, self.account("dan").id, "admin", self.bob, 8)

    def test_who_comes_back_is_a_plain_member(self) -> None:
        for history_open in (False, True):
            group = self.group(self.bob, history_open=history_open)
            self.store.give_role(group, self.bob, "admin", self.ann, 6)
            self.store.remove_member(group, self.bob, self.bob, 7)
            self.store.add_members(group, [self.bob], self.ann, 8)
            self.assertEqual(self.store.role_in(group, self.bob), "member")

    def test_changed(self) -> None:
        group = self.group(self.bob)
        event = self.store.change_group(group, "grup cowo", "Hausaufgaben", True, self.ann, 6)
        self.store.commit()
        self.assertEqual((event.kind, titled(event.body)), ("title", ("grup cowo", "Hausaufgaben", True)))
        now = self.store.conversation(group)
        self.assertEqual((now.title, now.topic, now.history_open), ("grup cowo", "Hausaufgaben", True))
        self.assertEqual((self.store.groups_named("grup ciwi"), self.store.groups_named("GRUP COWO")), ([], [group]))

    def test_deleted(self) -> None:
        group = self.group(self.bob)
        self.post(self.bob, "inside", group)
        self.assertEqual(self.store.delete_group(group, self.ann, 6), [self.ann, self.bob])
        self.store.commit()
        self.assertEqual((self.kinds(self.bob, group), self.store.intervals(self.bob, group)), ([], []))
        self.assertIsNone(self.store.room(self.bob, group))
        self.assertFalse(self.store.may_see(self.bob, group, 1))
        for again in (
            lambda: self.store.delete_group(group, self.ann, 6),
            lambda: self.store.change_group(group, "x", "", True, self.ann, 6),
            lambda: self.store.add_members(group, [self.cid], self.ann, 6),
            lambda: self.store.conversation(10**6),
        ):
            with self.assertRaises(NoSuchGroup):
                again()

    def test_found_by_name_among_all_and_among_ones_own(self) -> None:
        one = self.group(self.bob)
        two, _ = self.store.create_group("GRUP CIWI", "", True, self.cid, [], 5)
        self.store.commit()
        self.assertEqual(self.store.groups_named("Grup ciwi"), [one, two])
        self.assertEqual(self.store.groups_named("grup ciwi", self.bob), [one])
        self.assertEqual(self.store.groups_named("grup", self.bob), [])

    def test_bounds(self) -> None:
        with mock.patch.object(limits, "GROUP_MEMBERS", 2):
            group = self.group(self.bob)
            with self.assertRaises(GroupFull):
                self.store.add_members(group, [self.cid], self.ann, 6)
            self.assertEqual(self.store.add_members(group, [self.bob], self.ann, 6), [])
        with mock.patch.object(limits, "GROUPS_OWNED", 2):
            self.group()
            with self.assertRaises(NotAllowed):
                self.group()

    def test_members_come_in_pages_by_name(self) -> None:
        group = self.group(self.bob, self.cid)
        page = self.store.members(group, count=2)
        self.assertEqual([row.name for row in page], ["ann", "bob"])
        self.assertEqual([row.name for row in self.store.members(group, page[-1].name, 2)], ["cid"])
