"""Private conversations, bundles, and what a block hides."""

from __future__ import annotations

from tests.unit.store.support import StoreCase
from udpchat.errors import NoSuchMessage


class Private(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob, self.cid = (self.account(name).id for name in ("ann", "bob", "cid"))

    def say(self, author: int, peer: int, text: str) -> int:
        event = self.store.post_to(author, peer, self.randbytes(16), 5, text)
        self.store.commit()
        return event.seq

    def test_one_conversation_for_two_whoever_begins(self) -> None:
        self.assertIsNone(self.store.private_of(self.ann, self.bob))
        self.say(self.ann, self.bob, "hi")
        room = self.store.private_of(self.ann, self.bob)
        assert room is not None
        self.say(self.bob, self.ann, "hello")
        self.assertEqual(self.store.private_of(self.bob, self.ann), room)
        self.assertEqual((self.store.peer_in(room, self.ann), self.store.peer_in(room, self.bob)), (self.bob, self.ann))
        self.assertEqual(self.store.peer_in(self.store.lobby, self.ann), 0)
        self.assertEqual(self.texts(self.ann), ["hi", "hello"])
        self.assertEqual(self.texts(self.bob), ["hi", "hello"])
        self.assertEqual(self.texts(self.cid), [])
        self.assertEqual(self.kinds(self.bob, room), ["post", "post"])  # that both joined is nobody's news

    def test_with_oneself(self) -> None:
        self.say(self.ann, self.ann, "milk")
        (room,) = [row for row in self.store.rooms(self.ann) if row.kind == "private"]
        self.assertEqual((room.peer, room.peer_name, room.members), (self.ann, "ann", 1))
        self.assertEqual(self.texts(self.ann), ["milk"])

    def test_a_repeat_makes_nothing_twice(self) -> None:
        first = self.store.post_to(self.ann, self.bob, b"r" * 16, 5, "hi")
        head = first.seq
        again = self.store.post_to(self.ann, self.bob, b"r" * 16, 6, "hi")
        self.assertEqual((again.repeated, again.seq, again.conversation), (True, head, first.conversation))
        self.assertEqual(self.store.first_post(self.ann, b"r" * 16), again)
        self.assertIsNone(self.store.first_post(self.bob, b"r" * 16))

    def test_one_text_for_many_is_private_to_each(self) -> None:
        events = self.store.post_many(self.ann, [self.bob, self.cid], b"r" * 16, 5, "to both")
        self.store.commit()
        self.assertEqual(self.texts(self.ann), ["to both", "to both"])
        for peer in (self.bob, self.cid):
            (seen,) = self.seen(peer)
            self.assertEqual(
                (seen.body, seen.bundle, seen.conversation), ("to both", b"r" * 16, self.store.private_of(self.ann, peer))
            )
        self.assertEqual(len({event.ref for event in events} | {b"r" * 16}), 3)
        again = self.store.post_many(self.ann, [self.bob, self.cid], b"r" * 16, 6, "to both")
        self.assertEqual([(event.seq, event.repeated) for event in again], [(event.seq, True) for event in events])

    def test_who_is_blocked_notices_nothing_and_is_not_heard(self) -> None:
        self.say(self.bob, self.ann, "before")
        self.store.block(self.ann, self.bob, True)
        self.store.commit()
        hidden = self.say(self.bob, self.ann, "blocked")
        self.say(self.ann, self.bob, "from the blocker")
        self.assertEqual(self.texts(self.ann), ["before", "from the blocker"])
        self.assertEqual(self.texts(self.bob), ["before", "blocked", "from the blocker"])
        self.store.block(self.ann, self.bob, False)
        self.say(self.bob, self.ann, "after")
        self.assertEqual(self.texts(self.ann), ["before", "from the blocker", "after"])
        with self.assertRaises(NoSuchMessage):
            self.store.post_for(self.ann, hidden)
        self.assertEqual(self.store.post_for(self.bob, hidden).seq, hidden)

    def test_edits_and_reactions_of_the_blocked_are_hidden_too(self) -> None:
        early, mine = self.say(self.bob, self.ann, "early"), self.say(self.ann, self.bob, "mine")
        self.store.block(self.ann, self.bob, True)
        hidden = self.say(self.bob, self.ann, "hidden")
        edit = self.store.edit_post(early, self.bob, 6, "an insult")
        reaction = self.store.react(mine, self.bob, "💩", True, 6)
        later = self.store.react(hidden, self.bob, "👍", True, 6)
        gone = self.store.delete_post(hidden, self.bob, 7)
        self.store.commit()
        assert reaction is not None and later is not None
        self.assertEqual([event.hidden for event in (edit, reaction, later, gone)], [self.ann] * 4)
        self.assertEqual([event.body for event in self.seen(self.ann)], ["early", "mine"])
        self.assertEqual(self.texts(self.bob), ["an insult", "mine", ""])
        told = self.store.delete_post(early, self.bob, 8)
        self.store.commit()
        self.assertEqual(told.hidden, 0)
        self.assertEqual(
            [(event.kind, event.body) for event in self.seen(self.ann)], [("post", ""), ("post", "mine"), ("delete", "")]
        )

    def test_a_conversation_that_the_blocked_begins_does_not_show(self) -> None:
        self.store.block(self.ann, self.bob, True)
        self.say(self.bob, self.ann, "hello?")
        room = self.store.private_of(self.ann, self.bob)
        assert room is not None
        self.assertIsNone(self.store.room(self.ann, room))
        self.assertIsNotNone(self.store.room(self.bob, room))
        self.assertEqual(self.texts(self.ann), [])
        self.store.block(self.ann, self.bob, False)
        self.assertEqual(self.texts(self.ann), [])
        self.say(self.bob, self.ann, "again")
        self.assertEqual(self.texts(self.ann), ["again"])
        self.say(self.ann, self.bob, "yes?")
        self.assertEqual(self.texts(self.bob), ["hello?", "again", "yes?"])

    def test_a_blocker_may_begin(self) -> None:
        self.store.block(self.ann, self.bob, True)
        self.say(self.bob, self.ann, "hello?")
        self.say(self.ann, self.bob, "leave me")
        self.say(self.bob, self.ann, "why?")
        self.assertEqual(self.texts(self.ann), ["leave me"])
        self.assertEqual(self.texts(self.bob), ["hello?", "leave me", "why?"])

    def test_who_is_blocked(self) -> None:
        for on in (True, True, False, False):
            self.store.block(self.ann, self.bob, on)
            self.store.commit()
            self.assertEqual(self.store.blocked_by(self.ann), {self.bob} if on else set())
            self.assertEqual(self.store.is_blocked(self.bob, by=self.ann), on)
            self.assertFalse(self.store.is_blocked(self.ann, by=self.bob))

    def test_an_account_that_ended_does_not_come_back_by_a_message(self) -> None:
        self.say(self.bob, self.ann, "hi")
        self.store.delete_account(self.ann, 6)
        self.say(self.bob, self.ann, "still there?")
        self.assertEqual(self.texts(self.ann), ["hi"])
