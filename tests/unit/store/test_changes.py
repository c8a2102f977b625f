"""Edits, deletions, reactions, replies: what becomes of a message, and who is told."""

from __future__ import annotations

from tests.unit.store.support import StoreCase
from udpchat import limits
from udpchat.errors import NoSuchMessage, NotAllowed, NotAMember
from udpchat.store import Post


class Changes(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob = self.account("ann").id, self.account("bob").id

    def test_an_edit_is_an_event_and_the_past_reads_like_now(self) -> None:
        post = self.post(self.ann, "helo")
        first = self.store.edit_post(post, self.ann, 3, "hello")
        second = self.store.edit_post(post, self.ann, 4, "hello you")
        self.store.commit()
        self.assertEqual((first.kind, first.target, first.body, first.author, first.at), ("edit", post, "hello", self.ann, 3))
        self.assertEqual((first.name, first.ref, first.hidden), ("ann", b"", 0))
        self.assertEqual(
            [(event.kind, event.seq, event.target, event.body) for event in self.seen(self.bob)],
            [
                ("post", post, 0, "hello you"),
                ("edit", first.seq, post, "hello"),
                ("edit", second.seq, post, "hello you"),
            ],
        )
        self.assertEqual(self.seen(self.bob, first.seq, first.seq), [first])

    def test_former_texts_are_kept_until_the_deletion(self) -> None:
        post = self.post(self.ann, "one secretword")
        self.store.edit_post(post, self.ann, 3, "two secretword")
        self.store.commit()
        versions = self.store._read("SELECT body FROM event WHERE seq = ? OR target = ? AND kind = 'edit'", (post, post))
        self.assertEqual(len(versions), 2)
        self.store.react(post, self.bob, "👍", True, 4)
        self.store.delete_post(post, self.ann, 5)
        self.store.commit()
        self.assertEqual([(event.kind, event.body) for event in self.seen(self.bob)][:2], [("post", ""), ("edit", "")])
        self.store.close()
        self.assertNotIn(b"secretword", self.path.read_bytes())
        self.reopen()

    def test_what_is_deleted_stays_so(self) -> None:
        post = self.post(self.ann, "x")
        self.store.delete_post(post, self.ann, 5)
        for change in (
            lambda: self.store.edit_post(post, self.ann, 6, "y"),
            lambda: self.store.delete_post(post, self.ann, 6),
            lambda: self.store.react(post, self.ann, "👍", True, 6),
            lambda: self.store.post_for(self.ann, post),
        ):
            with self.assertRaises(NoSuchMessage):
                change()

    def test_reactions_are_told_when_they_change(self) -> None:
        post = self.post(self.ann, "x")
        on = self.store.react(post, self.bob, "👍", True, 3)
        self.assertIsNone(self.store.react(post, self.bob, "👍", True, 4))
        off = self.store.react(post, self.bob, "👍", False, 5)
        self.assertIsNone(self.store.react(post, self.bob, "👍", False, 6))
        assert on is not None and off is not None
        self.assertEqual((on.kind, on.body, on.target, on.author, off.kind), ("react", "👍", post, self.bob, "unreact"))
        self.store.commit()
        self.assertEqual(self.seen(self.ann)[1:], [on, off])

    def test_reactions_of_one_person_are_few(self) -> None:
        post = self.post(self.ann, "x")
        for number in range(limits.REACTIONS_PER_PERSON):
            self.store.react(post, self.bob, chr(0x1F600 + number), True, 3)
        with self.assertRaises(NotAllowed):
            self.store.react(post, self.bob, "👍", True, 3)
        self.assertIsNotNone(self.store.react(post, self.ann, "👍", True, 3))

    def test_a_reply_names_a_message_of_the_same_conversation(self) -> None:
        room = self.store.create_conversation("group", "g", True, 1)
        self.store.join(room, self.ann, 1)
        post, elsewhere = self.post(self.ann, "one"), self.post(self.ann, "there", room)
        for wanted, kept in ((post, post), (elsewhere, 0), (post + 99, 0), (0, 0), (1, 0)):
            event = self.store.append_post(self.store.lobby, self.ann, self.randbytes(16), 1, "re", reply=wanted)
            self.assertEqual(event.reply, kept)
        self.store.delete_post(post, self.ann, 5)
        event = self.store.append_post(self.store.lobby, self.ann, b"r" * 16, 1, "re", reply=post)
        self.assertEqual(event.reply, post)
        again = self.store.append_post(self.store.lobby, self.ann, b"r" * 16, 9, "other")
        self.assertEqual((again.repeated, again.seq, again.reply, again.body), (True, event.seq, post, "re"))
        self.store.commit()
        self.assertEqual(self.seen(self.bob)[-1], event)

    def test_a_change_of_what_one_may_not_see_is_not_told(self) -> None:
        room = self.store.create_conversation("group", "quiet", False, 1)
        self.store.join(room, self.ann, 1)
        old = self.post(self.ann, "before", room)
        self.store.join(room, self.bob, 1)
        new = self.post(self.ann, "after", room)
        for post in (old, new):
            self.store.edit_post(post, self.ann, 3, "edited")
            self.store.react(post, self.ann, "👍", True, 4)
            self.store.delete_post(post, self.ann, 5)
        self.store.commit()
        for user, targets in ((self.bob, {new}), (self.ann, {old, new})):
            events = [event for event in self.seen(user) if event.kind in ("edit", "react", "delete")]
            self.assertEqual({event.target for event in events}, targets)
            self.assertEqual(len(events), 3 * len(targets))


class PostFor(StoreCase):
    """What somebody may act upon."""

    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob = self.account("ann").id, self.account("bob").id
        self.room, _ = self.store.create_group("g", "", False, self.ann, [], 1)

    def test_a_member(self) -> None:
        post = self.post(self.ann, "x", self.room)
        self.assertEqual(self.store.post_for(self.ann, post), Post(post, self.room, "group", self.ann, 2000))

    def test_what_is_no_message_for_one(self) -> None:
        old = self.post(self.ann, "x", self.room)
        self.store.add_members(self.room, [self.bob], self.ann, 1)
        for seq in (old, old + 1, 10**6, 0, -1):
            with self.assertRaises(NoSuchMessage):
                self.store.post_for(self.bob, seq)

    def test_no_longer_a_member(self) -> None:
        self.store.add_members(self.room, [self.bob], self.ann, 1)
        post = self.post(self.ann, "x", self.room)
        self.store.remove_member(self.room, self.bob, self.ann, 1)
        later = self.post(self.ann, "y", self.room)
        with self.assertRaises(NotAMember):
            self.store.post_for(self.bob, post)
        with self.assertRaises(NoSuchMessage):
            self.store.post_for(self.bob, later)

    def test_the_operator_acts_on_what_is_everybodys(self) -> None:
        lobby, inside = self.post(self.ann, "x"), self.post(self.ann, "x", self.room)
        self.assertEqual(self.store.post_of_all(lobby).seq, lobby)
        self.store.delete_post(lobby, 0, 5)
        archived = self.post(self.ann, "y")
        self.store.archive(self.store.lobby, 0, 5)
        for seq in (lobby, inside, archived, 10**6):
            with self.assertRaises(NoSuchMessage):
                self.store.post_of_all(seq)

    def test_archived_and_deleted(self) -> None:
        post = self.post(self.ann, "x")
        self.store.archive(self.store.lobby, self.ann, 5)
        inside = self.post(self.ann, "x", self.room)
        self.store.delete_group(self.room, self.ann, 5)
        for seq in (post, inside):
            with self.assertRaises(NoSuchMessage):
                self.store.post_for(self.ann, seq)
