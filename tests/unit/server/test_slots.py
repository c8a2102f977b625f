"""Latest values: receipts, typing, being away, the conversation list. Told once a second at most, never queued."""

from __future__ import annotations

from tests.unit.server.lab import Client
from tests.unit.server.talk_lab import TalkTest, rooms_of, seen, user_of
from udpchat import limits, words
from udpchat.words import (
    Away,
    Message,
    Presence,
    Receipt,
    Receipts,
    ReceiptsOf,
    Received,
    RoomChanged,
    Rooms,
    Typing,
    TypingNow,
)


class ReceiptsTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob, self.cem = (self.lab.person(name) for name in ("anna", "bob", "cem"))
        self.lobby = self.lab.store.lobby

    def received(self, client: Client, delivered: int, read: int = 0, conversation: int = 0) -> None:
        client.say(Received(conversation or self.lobby, delivered, read))

    def test_those_who_wrote_are_told_once_a_second(self) -> None:
        seq = self.post(self.anna, self.lobby, "hello")
        self.received(self.bob, seq)
        self.received(self.bob, seq, seq)
        self.received(self.cem, seq)
        self.lab.later(2.5)
        rows = [row for word in self.anna.all(Receipts) for row in word.rows]
        self.assertEqual(rows[-1].delivered, seq)
        self.assertIn(Receipt(user_of(self.bob), seq, seq), rows)
        self.assertLessEqual(len(self.anna.all(Receipts)), 2)
        self.assertEqual((self.bob.all(Receipts), self.cem.all(Receipts)), ([], []))

    def test_marks_never_go_back_nor_beyond_the_log(self) -> None:
        seq = self.post(self.anna, self.lobby, "hello")
        for delivered, read in ((seq, seq), (1, 1), (10**12, 0), (0, 10**15)):
            self.received(self.bob, delivered, read)
            self.lab.later(1.1)
        room = self.lab.store.room(user_of(self.bob), self.lobby)
        assert room is not None
        self.assertEqual((room.delivered, room.read), (self.lab.store.head(), self.lab.store.head()))

    def test_elsewhere_they_are_dropped(self) -> None:
        group = self.group(self.anna, self.bob)
        seq = self.post(self.anna, group, "hello")
        self.received(self.cem, seq, seq, group)
        self.received(self.cem, seq, seq, 4711)
        self.lab.later(1.5)
        self.assertEqual(self.anna.all(Receipts), [])
        self.assertIsNone(self.cem.closed)

    def test_who_asks_for_a_message_of_ones_own(self) -> None:
        group = self.group(self.anna, self.bob, self.cem)
        seq = self.post(self.anna, group, "hello")
        self.received(self.bob, seq, seq, group)
        self.lab.later(1.1)
        self.anna.ask(words.AskReceipts(seq))
        answer = self.anna.last(ReceiptsOf)
        self.assertEqual((answer.members, answer.delivered, answer.read), (2, 1, 1))
        rows = {row.user: (row.delivered, row.read) for row in answer.rows}
        self.assertEqual(rows, {user_of(self.bob): (seq, seq), user_of(self.cem): (0, 0)})
        for target in (seq, 4711):
            self.bob.ask(words.AskReceipts(target))
            self.assertEqual(self.bob.last(ReceiptsOf), ReceiptsOf(target, 0, 0, 0, ()))

    def test_none_where_there_are_too_many(self) -> None:
        users = self.pupils(limits.RECEIPTS_COUNT)
        group = self.do(self.anna, words.CreateGroup, "class", "", False, tuple(users))
        self.do(self.anna, words.AddMembers, group, (user_of(self.bob),))
        seq = self.post(self.anna, group, "hello")
        self.received(self.bob, seq, seq, group)
        self.lab.later(1.5)
        self.assertEqual(self.anna.all(Receipts), [])
        self.anna.ask(words.AskReceipts(seq))
        answer = self.anna.last(ReceiptsOf)
        self.assertEqual((answer.members, answer.read, answer.rows), (limits.RECEIPTS_COUNT + 1, 1, ()))

    def test_a_failed_write_is_made_up_for(self) -> None:
        self.allow_failures = True
        seq = self.post(self.anna, self.lobby, "hello")
        self.lab.refuse = True
        self.received(self.bob, seq, seq)
        self.lab.later(1.5)
        self.lab.refuse = False
        self.lab.later(1.5)
        self.assertEqual(self.anna.last(Receipts).rows, (Receipt(user_of(self.bob), seq, seq),))

    def test_the_other_devices_see_how_far_one_has_read(self) -> None:
        second = self.lab.device("bob").synchronise()
        seq = self.post(self.anna, self.lobby, "hello")
        self.received(self.bob, seq, seq)
        self.lab.later(2.5)
        self.assertEqual(rooms_of(second)[self.lobby].read, seq)
        again = self.lab.device("bob")
        self.assertEqual({r.id: r.read for page in again.all(Rooms) for r in page.rooms}[self.lobby], seq)


class TypingTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob, self.cem = (self.lab.person(name) for name in ("anna", "bob", "cem"))
        self.lobby = self.lab.store.lobby

    def users(self, client: Client) -> list[tuple[int, ...]]:
        return [word.users for word in client.all(TypingNow)]

    def test_it_is_told_at_once_and_is_over_by_itself(self) -> None:
        self.anna.ask(Typing(self.lobby))
        self.assertEqual(self.users(self.bob), [(user_of(self.anna),)])
        self.lab.later(limits.TYPING_LIFE_S + 2.0)
        self.assertEqual(self.users(self.bob), [(user_of(self.anna),), ()])
        self.assertIsNone(self.lab.core._talk.typing.next_timeout())

    def test_the_text_ends_it(self) -> None:
        self.anna.ask(Typing(self.lobby))
        self.post(self.anna, self.lobby, "there")
        self.lab.later(1.1)
        self.assertEqual(self.users(self.bob)[-1], ())

    def test_a_flood_of_it_is_one_word_a_second(self) -> None:
        for _ in range(10):
            for client in (self.anna, self.cem):
                client.ask(Typing(self.lobby))
            self.lab.later(0.1)
        self.assertLessEqual(len(self.users(self.bob)), 3)

    def test_only_members_of_the_place_type_and_hear_there(self) -> None:
        group = self.group(self.anna, self.bob)
        self.cem.ask(Typing(group))
        self.cem.ask(Typing(4711))
        self.cem.ask(Typing(self.lab.store.announcements))
        self.lab.later(1.5)
        self.assertEqual(self.users(self.anna), [])
        self.anna.ask(Typing(group))
        self.lab.later(1.5)
        self.assertEqual((len(self.users(self.bob)), self.users(self.cem)), (1, []))

    def test_who_is_not_heard_does_not_type(self) -> None:
        self.promote(self.cem)
        self.do(self.cem, words.Silence, user_of(self.anna), self.lab.wall + 10_000, "")
        self.anna.ask(Typing(self.lobby))
        self.lab.later(1.5)
        self.assertEqual(self.users(self.bob), [])


class AwayTest(TalkTest):
    def test_one_delta_a_second_and_the_busiest_device_counts(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        second = self.lab.device("anna")
        self.lab.later(1.1)

        def shown() -> tuple[str, str]:
            self.lab.later(1.1)
            person = bob.last(Presence).changed[0]
            return person.state, person.status

        anna.ask(Away("away", "lunch"))
        self.assertEqual(shown(), ("online", "lunch"), "somebody sits at the other device")
        second.ask(Away("away", "lunch"))
        self.assertEqual(shown(), ("away", "lunch"))
        anna.ask(Away("busy", "exam"))
        self.assertEqual(shown(), ("busy", "exam"))
        anna.ask(words.Bye("x"))
        self.assertEqual(shown(), ("away", "exam"))
        count = len(bob.all(Presence))
        for _ in range(5):
            for state in ("online", "away"):
                second.ask(Away(state, "flicker"))
        self.lab.later(1.1)
        self.assertLessEqual(len(bob.all(Presence)) - count, 2)

    def test_a_newcomer_sees_it(self) -> None:
        anna = self.lab.person("anna")
        anna.ask(Away("busy", "exam\x07"))
        self.lab.later(1.1)
        bob = self.lab.person("bob")
        self.lab.later(1.1)
        person = next(p for page in bob.all(words.People) for p in page.people if p.name == "anna")
        self.assertEqual((person.state, person.status), ("busy", "exam"))

    def test_who_is_muted_says_nothing_by_it(self) -> None:
        boss, anna = self.promote(self.lab.person("boss")), self.lab.person("anna")
        self.lab.later(1.1)
        self.do(boss, words.Silence, user_of(anna), self.lab.wall + 10_000, "")
        anna.ask(Away("away", "this is unfair"))
        self.lab.later(1.1)
        person = boss.last(Presence).changed[-1]
        self.assertEqual((person.state, person.status), ("away", ""))


class RoomListTest(TalkTest):
    def test_pages_after_the_welcome(self) -> None:
        anna = self.lab.person("anna")
        for start in range(0, limits.ROOMS_COUNT, 20):
            for number in range(start, start + 20):
                self.send(anna, words.CreateGroup, f"g{number:02}", "", False, ())
            self.lab.turn()
        again = self.lab.device("anna")
        pages = again.all(Rooms)
        self.assertEqual([(len(page.rooms), page.last) for page in pages], [(40, False), (2, True)])
        self.assertEqual([room.kind for room in pages[0].rooms][:2], ["lobby", "announcements"])

    def test_ten_changes_are_one_word(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        group = self.group(anna, bob)
        self.lab.later(2.0)
        bob.heard.clear()
        for number in range(10):
            self.do(anna, words.ChangeGroup, group, f"title {number}", "", False)
        self.lab.later(2.0)
        self.assertLessEqual(len(bob.all(RoomChanged)), 2)
        self.assertEqual(bob.last(RoomChanged).room.title, "title 9")

    def test_muting_is_for_all_devices(self) -> None:
        anna = self.lab.person("anna")
        second = self.lab.device("anna")
        self.do(anna, words.MuteConversation, self.lab.store.lobby, True)
        self.assertTrue(rooms_of(second)[self.lab.store.lobby].muted)

    def test_who_does_not_read_is_told_later(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        group = self.group(anna, bob)
        bob.mute = True
        session = next(s for s in self.lab.core.sessions.all() if s.name == "bob")
        filler = words.Refused("X", 0, "x" * 190)
        while self.lab.core.endpoint.queued_bytes(session.cid) <= limits.CONTROL_QUEUE_BYTES:
            self.lab.core.sessions.tell(session, filler)
        self.do(anna, words.ChangeGroup, group, "another title", "", False)
        self.lab.later(3.0)
        bob.mute = False
        self.lab.later(8.0, step_s=0.1)
        self.assertEqual(rooms_of(bob)[group].title, "another title")
        self.assertEqual(len(seen(bob, Message)), 0)
