"""Membership intervals: nobody reads outside theirs."""

from __future__ import annotations

from tests.unit.store.support import StoreCase
from udpchat.errors import NoSuchGroup


class Membership(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob = self.account("ann").id, self.account("bob").id

    def test_the_lobby_is_open_from_its_beginning(self) -> None:
        self.post(self.ann, "before")
        self.store.commit()
        late = self.account("late").id
        self.post(self.ann, "after")
        self.store.commit()
        self.assertEqual(self.texts(late), ["before", "after"])

    def test_a_closed_history_begins_with_the_join_and_ends_with_the_leaving(self) -> None:
        room = self.store.create_conversation("group", "quiet", False, 1)
        self.store.join(room, self.ann, 1)
        self.post(self.ann, "before", room)
        self.store.join(room, self.bob, 1, by=self.ann)
        self.post(self.ann, "while", room)
        self.store.leave(room, self.bob, 1)
        self.post(self.ann, "after", room)
        self.store.commit()
        self.assertEqual(self.texts(self.bob), ["while"])
        self.store.join(room, self.bob, 1)
        self.post(self.ann, "again", room)
        self.store.commit()
        self.assertEqual(self.texts(self.bob), ["while", "again"])
        self.assertEqual(self.texts(self.ann), ["before", "while", "after", "again"])

    def test_who_comes_back_to_an_open_history_sees_it_once(self) -> None:
        room = self.store.create_conversation("group", "open", True, 1)
        self.store.join(room, self.bob, 1)
        self.post(self.bob, "one", room)
        self.store.leave(room, self.bob, 1)
        self.post(self.ann, "two", room)
        self.store.commit()
        self.assertEqual(self.texts(self.bob), ["one"])
        self.store.join(room, self.bob, 1)
        self.store.commit()
        self.assertEqual(self.texts(self.bob), ["one", "two"])

    def test_is_member_is_as_the_turn_sees_it(self) -> None:
        room = self.store.create_conversation("group", "open", True, 1)
        self.assertFalse(self.store.is_member(room, self.bob))
        self.store.join(room, self.bob, 1)
        self.assertTrue(self.store.is_member(room, self.bob))
        self.store.leave(room, self.bob, 1)
        self.assertFalse(self.store.is_member(room, self.bob))

    def test_an_unknown_conversation_is_refused(self) -> None:
        with self.assertRaises(NoSuchGroup):
            self.store.join(999, self.bob, 1)
