"""Conversations, latest values and questions: the parts that need no connection."""

from __future__ import annotations

import unittest
from typing import Any
from unittest import mock

from udpchat.client.batch import Snapshot
from udpchat.client.book import Book
from udpchat.client.members import MemberLists
from udpchat.client.message import Message, Notice
from udpchat.client.people import Directory
from udpchat.client.questions import Questions
from udpchat.client.rooms import Rooms
from udpchat.client.signals import Signals
from udpchat.limits import MARKS_EVERY_S, QUESTION_WAIT_S, QUESTIONS_WAITING, TYPING_EVERY_S, TYPING_SHOWN_S, UNREAD_COUNT
from udpchat.words import messages as words

ME, ANN, BEN = 1, 2, 3
LOBBY_ID, GROUP, PRIVATE = 11, 12, 13


def room(id: int = GROUP, kind: Any = "group", peer: int = 0, **named: Any) -> words.Room:
    given: dict[str, Any] = {
        "title": "team", "topic": "", "role": "member", "peer_name": "ann" if peer else "", "members": 3, "history_open": False,
        "from_seq": 1, "delivered": 0, "read": 0, "muted": False, "blocked": False, "slow_s": 0,
        **named,
    }
    return words.Room(id=id, kind=kind, peer=peer, **given)


def message(seq: int, conversation: int = GROUP, author: int = ANN, text: str = "x") -> Message:
    return Message(seq, conversation, author, "ann", seq.to_bytes(16, "big"), 1, text)


def account(user: int, name: str, **named: Any) -> words.Account:
    given: dict[str, Any] = {
        "display": "", "country": "", "role": "member", "guest": False, "online": False, "last_seen": 0,
        "state": "online", "status": "", "blocked": False,
        **named,
    }
    return words.Account(user=user, name=name, **given)


class RoomsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.rooms = Rooms(Snapshot({}, (), ()), {ME})
        self.rooms.begin()
        lobby, private = room(LOBBY_ID, "lobby", members=0), room(PRIVATE, "private", ANN)
        self.rooms.page(words.Rooms((lobby, room(), private), True))

    def unread(self, number: int) -> int:
        found = self.rooms.get(number)
        assert found is not None
        return found.unread

    def test_numbers(self) -> None:
        self.assertEqual([self.rooms.number(id) for id in (LOBBY_ID, GROUP, PRIVATE, 99)], [0, GROUP, -ANN, 99])
        self.assertEqual([self.rooms.id_of(number) for number in (0, GROUP, -ANN, -BEN, 99)], [LOBBY_ID, GROUP, PRIVATE, 0, 0])
        self.assertEqual([self.rooms.knows(id) for id in (PRIVATE, 99)], [True, False])
        self.rooms.assume(99)
        self.assertTrue(self.rooms.knows(99))

    def test_unread(self) -> None:
        self.rooms.came([message(5), message(6, author=ME), message(7), message(5)])
        self.assertEqual(self.rooms.unread_seqs(GROUP), (5, 7))
        self.assertTrue(self.rooms.mark(GROUP, 5))
        self.assertFalse(self.rooms.mark(GROUP, 4))
        self.assertEqual(self.unread(GROUP), 1)
        self.rooms.came([message(3)])
        self.assertEqual(self.rooms.unread_seqs(GROUP), (7,))
        self.rooms.put(room(read=7))
        self.assertEqual(self.unread(GROUP), 0, "read on another device")

    def test_unread_is_bounded(self) -> None:
        self.rooms.came([message(seq) for seq in range(1, UNREAD_COUNT + 100)])
        self.assertEqual(self.unread(GROUP), UNREAD_COUNT)

    def test_deleted_and_archived(self) -> None:
        self.rooms.came([message(5), message(6), message(7)])
        self.rooms.altered(Message(7, GROUP, ANN, "ann", b"", 1, "", deleted=True))
        self.assertEqual(self.rooms.unread_seqs(GROUP), (5, 6))
        newest = self.rooms.get(GROUP)
        assert newest is not None and newest.newest is not None
        self.assertTrue(newest.newest.deleted)
        self.rooms.archived(Notice(9, GROUP, 1, words.Archived(9, GROUP, ANN, 1, 6)), 6)
        self.assertEqual(self.rooms.unread_seqs(GROUP), (6,))

    def test_told_once(self) -> None:
        changes = self.rooms.changes()
        assert changes is not None
        self.assertEqual([one.id for one in changes.rooms], [-ANN, 0, GROUP])
        self.assertIsNone(self.rooms.changes())
        self.rooms.put(room())
        self.assertIsNone(self.rooms.changes(), "nothing is different")
        self.rooms.put(room(title="other"))
        self.rooms.leave(PRIVATE)
        changes = self.rooms.changes()
        assert changes is not None
        self.assertEqual(([one.title for one in changes.rooms], changes.gone), (["other"], (-ANN,)))

    def test_a_list_without_it_means_gone(self) -> None:
        self.rooms.changes()
        self.rooms.begin()
        self.assertFalse(self.rooms.complete)
        self.assertEqual(self.rooms.page(words.Rooms((room(LOBBY_ID, "lobby"),), False)), [])
        self.rooms.put(room(77, title="made meanwhile"))
        self.assertEqual(self.rooms.page(words.Rooms((room(),), True)), [PRIVATE])
        self.assertTrue(self.rooms.complete)
        changes = self.rooms.changes()
        assert changes is not None
        self.assertEqual(changes.gone, (-ANN,))

    def test_newest_first(self) -> None:
        self.rooms.came([message(5), message(6, -ANN), message(4, 0)])
        self.assertEqual([one.id for one in self.rooms.all()], [-ANN, GROUP, 0])

    def test_bounded(self) -> None:
        with mock.patch("udpchat.client.rooms.ROOMS_KNOWN_COUNT", 5):
            for id in range(100, 120):
                self.rooms.put(room(id))
        self.assertEqual(len(self.rooms.all()), 5)


class SignalsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.rooms = Rooms(Snapshot({}, (), ()), {ME})
        self.rooms.page(words.Rooms((room(LOBBY_ID, "lobby", members=0), room(), room(PRIVATE, "private", ANN)), True))
        self.signals = Signals()
        self.said: list[words.FromClient] = []

    def send(self, now: float, known_to: int = 99) -> list[words.FromClient]:
        self.said.clear()
        self.signals.send(self.rooms, known_to, self.said.append, now)
        return self.said

    def came(self, seq: int, number: int = GROUP) -> None:
        self.rooms.came([message(seq, number)])
        self.signals.touch(number)

    def test_once_a_second_and_only_what_is_new(self) -> None:
        self.came(5)
        self.assertEqual(self.send(1.0), [words.Received(GROUP, 5, 0)])
        self.came(6)
        self.assertEqual(self.send(1.5), [])
        self.assertEqual(self.signals.next_timeout(True), 1.0 + MARKS_EVERY_S)
        self.rooms.mark(GROUP, 6)
        self.signals.touch(GROUP)
        self.assertEqual(self.send(2.0), [words.Received(GROUP, 6, 6)])
        self.signals.touch(GROUP)
        self.assertEqual(self.send(9.0), [])
        self.signals.connection_lost()
        self.signals.touch(GROUP)
        self.assertEqual(self.send(12.0), [words.Received(GROUP, 6, 6)])

    def test_only_as_far_as_everything_is_known(self) -> None:
        self.came(50)
        self.assertEqual(self.send(1.0, known_to=20), [words.Received(GROUP, 20, 0)])

    def test_everybody_s_conversations_tell_what_was_read_only(self) -> None:
        self.came(5, 0)
        self.assertEqual(self.send(1.0), [])
        self.rooms.mark(0, 5)
        self.signals.touch(0)
        self.assertEqual(self.send(1.0), [words.Received(LOBBY_ID, 5, 5)])

    def test_typing(self) -> None:
        self.assertTrue(self.signals.types(GROUP, 1.0))
        self.assertFalse(self.signals.types(GROUP, 1.0 + TYPING_EVERY_S / 2))
        self.assertTrue(self.signals.types(GROUP, 1.0 + TYPING_EVERY_S))
        self.signals.stopped(GROUP)
        self.assertTrue(self.signals.types(GROUP, 1.0 + TYPING_EVERY_S))

    def test_others_type(self) -> None:
        self.assertTrue(self.signals.typing(GROUP, (ANN, BEN), 1.0))
        self.assertFalse(self.signals.typing(GROUP, (ANN, BEN), 2.0))
        self.assertEqual(self.signals.spoke(GROUP, ANN), (BEN,))
        self.assertIsNone(self.signals.spoke(GROUP, ANN))
        self.assertEqual(self.signals.next_timeout(False), 2.0 + TYPING_SHOWN_S)
        self.assertEqual(self.signals.void(2.0 + TYPING_SHOWN_S), [GROUP])
        self.assertIsNone(self.signals.next_timeout(True))

    def test_receipts_never_go_back(self) -> None:
        self.signals.receipts(GROUP, (words.Receipt(ANN, 5, 5),))
        self.signals.receipts(GROUP, (words.Receipt(ANN, 3, 3), words.Receipt(BEN, 1, 0)))
        self.assertEqual(self.signals.known_receipts(GROUP), (words.Receipt(ANN, 5, 5), words.Receipt(BEN, 1, 0)))

    def test_presence_is_told_again_after_a_loss(self) -> None:
        self.assertEqual(self.send(1.0), [])
        self.signals.present("away", "lunch")
        self.assertEqual(self.send(1.0), [words.Away("away", "lunch")])
        self.assertEqual(self.send(2.0), [])
        self.signals.connection_lost()
        self.assertEqual(self.send(3.0), [words.Away("away", "lunch")])


class QuestionsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.questions = Questions()
        self.said: list[words.FromClient] = []

    def send(self) -> list[words.FromClient]:
        self.said.clear()
        self.questions.send(self.said.append)
        return self.said

    def test_one_of_a_kind_at_a_time(self) -> None:
        first, second, kick = words.AskPeople("a"), words.AskPeople("b"), words.Kick(b"k", 1, "")
        for word in (first, second, kick):
            self.questions.ask(word, 0.0)
        self.assertEqual(self.send(), [first, kick])
        self.assertEqual(self.send(), [])
        found = self.questions.of_kind(words.AskPeople)
        assert found is not None
        self.questions.answered(found)
        self.assertEqual(self.send(), [second])
        self.assertIsNone(self.questions.of_ref(b"other"))
        self.assertIsNotNone(self.questions.of_ref(b"k"))

    def test_again_after_a_loss(self) -> None:
        self.questions.ask(words.AskPeople("a"), 0.0)
        self.send()
        found = self.questions.of_kind(words.AskPeople)
        assert found is not None
        found.rows.append("a page")
        self.questions.connection_lost()
        self.assertEqual(self.send(), [words.AskPeople("a")])
        self.assertEqual(found.rows, [])

    def test_a_late_answer_is_not_another_s(self) -> None:
        self.questions.ask(words.AskPeople("a"), 0.0)
        self.questions.ask(words.Search(b"s", "x", 0, 0, 0, 0, 0), 0.0)
        self.send()
        self.assertEqual(self.questions.given_up(QUESTION_WAIT_S / 2), [])
        late = self.questions.given_up(QUESTION_WAIT_S)
        self.assertEqual(len(late), 2)
        self.assertIsNone(self.questions.next_timeout())
        self.questions.ask(words.AskPeople("b"), 20.0)
        self.assertEqual(self.send(), [], "the answer to the first may still come")
        found = self.questions.of_kind(words.AskPeople)
        assert found is not None and found.over
        self.questions.answered(found)
        self.assertEqual(self.send(), [words.AskPeople("b")])

    def test_bounded(self) -> None:
        for _ in range(QUESTIONS_WAITING):
            self.assertTrue(self.questions.ask(words.AskAudit(0), 0.0))
        self.assertFalse(self.questions.ask(words.AskAudit(0), 0.0))


class BookTest(unittest.TestCase):
    def test_who_is_online_decides(self) -> None:
        people = Directory()
        book = Book(people, [account(5, "sari", guest=True), account(6, "Budi", display="Budi B.")])
        self.assertEqual((book.find("SARI"), book.find("budi"), book.find("nobody")), (5, 6, 0))
        people.page(words.People((words.Person(9, "Sari", "member", False),), True))
        self.assertEqual(book.find("sari"), 9)
        book.met(room(PRIVATE, "private", ANN))
        self.assertEqual((book.find("ann"), book.name(ANN)), (ANN, "ann"))
        self.assertEqual((book.display(6), book.display(9), book.display(77)), ("Budi B.", "Sari", ""))
        self.assertEqual([one.name for one in book.beginning_with("b")], ["Budi"])
        self.assertEqual(book.names(), ("ann", "Budi", "Sari", "sari"))

    def test_bounded(self) -> None:
        with mock.patch("udpchat.client.book.KNOWN_ACCOUNTS_COUNT", 3):
            book = Book(Directory(), [account(user, f"u{user}") for user in range(1, 9)])
        self.assertEqual([one.user for one in book.beginning_with("")], [6, 7, 8])


class MembersTest(unittest.TestCase):
    def test_kept_right_by_what_happens(self) -> None:
        lists = MemberLists()
        self.assertIsNone(lists.happened(5, words.Joined(1, 5, BEN, "ben", ANN, 1)))
        lists.put(5, [words.Member(ANN, "ann", "", "owner")])
        after = lists.happened(5, words.Joined(2, 5, BEN, "ben", ANN, 1))
        assert after is not None
        self.assertEqual([(one.name, one.role) for one in after], [("ann", "owner"), ("ben", "member")])
        after = lists.happened(5, words.RoleGiven(3, 5, BEN, ANN, 1, "admin"))
        assert after is not None
        self.assertEqual(after[1].role, "admin")
        after = lists.happened(5, words.Departed(4, 5, ANN, "ann", ANN, 1))
        assert after is not None
        self.assertEqual([one.name for one in after], ["ben"])
        lists.forget()
        self.assertIsNone(lists.of(5))


if __name__ == "__main__":
    unittest.main()
