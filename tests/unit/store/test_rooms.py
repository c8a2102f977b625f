"""The conversation list, marks, and who has read what."""

from __future__ import annotations

from dataclasses import fields
from unittest import mock

from tests.unit.store.support import StoreCase
from udpchat import limits, words
from udpchat.errors import NotAllowed, NotAMember
from udpchat.store import AuditLine, Mark, MemberRow, Readers, RoomRow, SanctionLine


class Rooms(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob, self.cid = (self.account(name).id for name in ("ann", "bob", "cid"))

    def test_rows_have_the_fields_of_their_words(self) -> None:
        pairs = ((RoomRow, words.Room), (MemberRow, words.Member), (SanctionLine, words.SanctionRow), (AuditLine, words.AuditRow))
        for row, word in pairs:
            names = [field.name.replace("until_ms", "until") for field in fields(word)]
            self.assertEqual([field.name for field in fields(row)], names)
        self.assertEqual([field.name for field in fields(Mark)], [field.name for field in fields(words.Receipt)])

    def test_everybody_has_the_lobby_and_the_announcements(self) -> None:
        guest = self.store.create_guest("gus", b"h" * 32, 1)
        self.store.commit()
        for user in (self.ann, guest.id):
            self.assertEqual(
                [(row.id, row.kind, row.from_seq, row.members) for row in self.store.rooms(user)],
                [(self.store.lobby, "lobby", 1, 0), (self.store.announcements, "announcements", 1, 0)],
            )
        self.store.append_post(self.store.announcements, self.ann, b"r" * 16, 1, "hear")
        self.store.commit()
        self.assertEqual(self.texts(guest.id), ["hear"])

    def test_a_private_one_names_the_other(self) -> None:
        event = self.store.post_to(self.ann, self.bob, b"r" * 16, 1, "hi")
        self.store.block(self.bob, self.ann, True)
        self.store.commit()
        for user, peer, name, blocked in ((self.ann, self.bob, "bob", False), (self.bob, self.ann, "ann", True)):
            room = self.store.room(user, event.conversation)
            assert room is not None
            self.assertEqual((room.kind, room.peer, room.peer_name, room.members), ("private", peer, name, 2))
            self.assertEqual((room.blocked, room.from_seq <= event.seq), (blocked, True))

    def test_marks_and_mutes_are_in_the_list(self) -> None:
        post = self.post(self.ann, "x")
        self.store.set_mark(self.bob, self.store.lobby, post, 0)
        self.store.mute(self.bob, self.store.lobby, True)
        self.store.set_slow(self.store.lobby, 30)
        self.store.commit()
        room = self.store.room(self.bob, self.store.lobby)
        assert room is not None
        self.assertEqual((room.delivered, room.read, room.muted, room.slow_s), (post, 0, True, 30))
        self.store.mute(self.bob, self.store.lobby, False)
        self.store.commit()
        room = self.store.room(self.bob, self.store.lobby)
        assert room is not None
        self.assertEqual((room.delivered, room.muted), (post, False))

    def test_what_cannot_be_muted_or_marked(self) -> None:
        room, _ = self.store.create_group("g", "", True, self.ann, [], 1)
        with self.assertRaises(NotAllowed):
            self.store.mute(self.bob, self.store.announcements, True)
        for act in (lambda: self.store.mute(self.bob, room, True), lambda: self.store.set_mark(self.bob, room, 1, 1)):
            with self.assertRaises(NotAMember):
                act()

    def test_marks_never_go_back_and_never_ahead_of_the_log(self) -> None:
        posts = [self.post(self.ann, "x") for _ in range(3)]
        self.store.commit()
        lobby = self.store.lobby
        for delivered, read, mark in (
            (posts[1], posts[0], Mark(self.bob, posts[1], posts[0])),
            (posts[0], 0, None),
            (posts[1], posts[0], None),
            (0, posts[2], Mark(self.bob, posts[2], posts[2])),
            (2**63 - 1, 2**63 - 1, None),
        ):
            self.assertEqual(self.store.set_mark(self.bob, lobby, delivered, read), mark)

    def test_who_has_read(self) -> None:
        room, _ = self.store.create_group("g", "", False, self.ann, [self.bob, self.cid], 1)
        post = self.post(self.ann, "x", room)
        late = self.account("dan").id
        self.store.add_members(room, [late], self.ann, 2)
        self.store.set_mark(self.bob, room, post, post)
        self.store.set_mark(self.cid, room, post, 0)
        self.store.commit()
        rows = (Mark(self.bob, post, post), Mark(self.cid, post, 0))
        self.assertEqual(self.store.readers(post), Readers(room, 2, 2, 1, rows))
        later = self.post(self.bob, "y", room)
        self.store.commit()
        rows = (Mark(self.ann, 0, 0), Mark(self.cid, post, 0), Mark(late, 0, 0))
        self.assertEqual(self.store.readers(later), Readers(room, 3, 0, 0, rows))
        self.assertIsNone(self.store.readers(post - 1))
        with mock.patch.object(limits, "RECEIPTS_COUNT", 2):
            self.assertEqual(self.store.readers(later), Readers(room, 3, 0, 0, ()))

    def test_members_are_counted_up_to_a_limit(self) -> None:
        room, _ = self.store.create_group("g", "", False, self.ann, [self.bob], 1)
        guest = self.store.create_guest("gus", b"h" * 32, 1)
        self.store.add_members(room, [guest.id], self.ann, 2)
        self.store.commit()
        self.assertEqual([self.store.member_count(where) for where in (room, self.store.lobby, 99)], [3, 4, 0])
        self.store.end_guest(guest.id, 3)
        self.store.commit()
        self.assertEqual([self.store.member_count(where) for where in (room, self.store.lobby)], [2, 3])
        self.assertEqual([self.store.member_count(where, 1) for where in (room, self.store.lobby)], [1, 1])

    def test_the_list_is_read_from_indexes(self) -> None:
        statements: list[str] = []
        self.store._reader.set_trace_callback(statements.append)
        self.store.rooms(self.ann)
        self.store.room(self.ann, 1)
        self.store.members(1)
        self.store.may_see(1, 1, 1)
        self.store.member_ids(1)
        self.store.groups_named("g", 1)
        self.store.groups_named("g")
        self.store.blocked_by(1)
        self.store.directory("a")
        self.store._reader.set_trace_callback(None)
        plans = [row[3] for statement in statements for row in self.store._reader.execute(f"EXPLAIN QUERY PLAN {statement}")]
        self.assertEqual([plan for plan in plans if plan.startswith("SCAN")], [])
