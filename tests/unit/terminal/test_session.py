"""What a session prints and does, for the events of a core. The core is played by the test: events in, commands out."""

from __future__ import annotations

import unittest
from typing import Any, cast

from udpchat.client import events
from udpchat.client.core import ClientCore
from udpchat.client.events import Message, Person
from udpchat.client.phases import Phase
from udpchat.client.showing import message_line
from udpchat.errors import AuthFailed, InvalidText, NoAnswer, OutboxFull, Storage, TextTooLong
from udpchat.terminal.session import Session

FINGERPRINT = bytes(range(32))


class Core:
    """Notes what it is told to do."""

    def __init__(self) -> None:
        self.state = Phase.CONNECTING
        self.unconfirmed_count = 0
        self.contiguous_to = 0
        self.head = 0
        self.said: list[str] = []
        self.done: list[str] = []
        self.space = 100
        self.online: tuple[Person, ...] = ()
        self.my_role, self.me, self.rooms = "member", 1, ()

    def room(self, conversation: int) -> None:
        return None

    def send_message(self, text: str, now: float, conversation: int = 0) -> bytes:
        if len(text) > 100:
            raise TextTooLong
        if len(self.said) >= self.space:
            raise OutboxFull
        self.said.append(text)
        self.unconfirmed_count += 1
        return bytes(16)

    def __getattr__(self, name: str) -> Any:
        return lambda now: self.done.append(name)


def message(seq: int, text: str = "hello", name: str = "ben") -> Message:
    return Message(seq=seq, conversation=0, author=2, name=name, ref=bytes(16), at=0, text=text)


def person(name: str) -> Person:
    return Person(user=1, name=name, role="member", guest=False)


class SessionCase(unittest.TestCase):
    def setUp(self) -> None:
        self.core = Core()
        self.printed: list[str] = []
        self.taken_count = 0
        self.session = self.make(can_ask=False)

    def make(self, can_ask: bool) -> Session:
        return Session(cast(ClientCore, self.core), self.printed.append, self.take, can_ask)

    def take(self) -> None:
        self.taken_count += 1

    def happen(self, *happened: events.Event) -> None:
        for event in happened:
            self.session.on_event(event, 0.0)
        self.session.turn_ended(0.0)

    def sign_in(self) -> None:
        self.core.state = Phase.ONLINE
        self.happen(events.SignedIn("ann", 1, False, "Lab"), events.StateChanged(Phase.ONLINE))

    def type(self, *lines: str | None) -> None:
        for line in lines:
            self.session.line_typed(line, 0.0)

    def confirm_all(self) -> None:
        self.core.unconfirmed_count = 0
        self.session.turn_ended(0.0)


class SigningIn(SessionCase):
    def test_refused(self) -> None:
        self.happen(events.SignInRefused(AuthFailed(), final=True))
        self.assertEqual(self.session.status, 2)
        self.assertTrue(self.printed[-1].startswith("* AUTH_FAILED: "))

    def test_refused_for_now(self) -> None:
        self.happen(events.SignInRefused(Storage(), final=False))
        self.assertIsNone(self.session.status)

    def test_no_answer(self) -> None:
        self.session.give_up(NoAnswer("here:1"), 0.0)
        self.assertEqual(self.session.status, 3)
        self.assertTrue(self.printed[-1].startswith("* NO_ANSWER: "))

    def test_interrupt_before_the_sign_in(self) -> None:
        self.session.interrupt(0.0)
        self.assertEqual(self.session.status, 130)

    def test_certificate_and_nobody_to_ask(self) -> None:
        self.happen(events.CertificateQuestion(FINGERPRINT, changed=False))
        self.assertEqual(self.core.done, ["refuse_certificate"])
        self.assertEqual(self.session.status, 2)
        self.happen(events.LoggedOut(""))
        self.assertEqual(self.session.status, 2)

    def test_changed_certificate_is_loud(self) -> None:
        self.session = self.make(can_ask=True)
        self.happen(events.CertificateQuestion(FINGERPRINT, changed=True))
        self.assertIn("WARNING", self.printed[-1])

    def test_yes(self) -> None:
        self.session = self.make(can_ask=True)
        self.happen(events.CertificateQuestion(FINGERPRINT, changed=False))
        self.type(" Yes ")
        self.assertEqual(self.core.done, ["accept_certificate"])
        self.assertEqual(self.taken_count, 1)

    def test_anything_else_is_no(self) -> None:
        for answer in ("no", "", "yes please", "hello"):
            self.setUp()
            self.session = self.make(can_ask=True)
            self.happen(events.CertificateQuestion(FINGERPRINT, changed=False))
            self.type(answer)
            self.assertEqual(self.core.done, ["refuse_certificate"])
            self.assertEqual(self.session.status, 2)

    def test_end_of_input_at_the_question_is_no(self) -> None:
        self.session = self.make(can_ask=True)
        self.happen(events.CertificateQuestion(FINGERPRINT, changed=False))
        self.type(None)
        self.assertEqual(self.core.done, ["refuse_certificate"])


class Talking(SessionCase):
    def test_lines_wait_for_the_sign_in(self) -> None:
        self.type("one", "two", None)
        self.assertEqual(self.core.said, [])
        self.sign_in()
        self.assertEqual(self.core.said, ["one", "two"])
        self.assertEqual(self.core.done, [])
        self.confirm_all()
        self.assertEqual(self.core.done, ["log_out"])
        self.happen(events.LoggedOut(""))
        self.assertEqual(self.session.status, 0)

    def test_leaves_only_when_the_last_line_is_shown(self) -> None:
        self.sign_in()
        self.type("one", "/exit")
        self.core.unconfirmed_count = 0
        self.happen(events.MessageStored(bytes(16), 1, 0))
        self.assertEqual(self.core.done, [])
        self.core.contiguous_to = 1
        self.happen(events.MessagesAdded((message(1, "one", "ann"),), live=True))
        self.assertEqual(self.core.done, ["log_out"])

    def test_full_outbox_keeps_the_line(self) -> None:
        self.sign_in()
        self.core.space = 1
        self.type("one", "two", "three")
        self.assertEqual(self.core.said, ["one"])
        self.assertEqual(self.taken_count, 1)
        self.core.space = 3
        self.session.turn_ended(0.0)
        self.assertEqual(self.core.said, ["one", "two", "three"])

    def test_text_that_cannot_be_sent(self) -> None:
        self.sign_in()
        self.type("x" * 101, "next")
        self.assertIn("too long", self.printed[-1])
        self.assertEqual(self.core.said, ["next"])

    def test_commands(self) -> None:
        self.sign_in()
        self.core.online = (person("ann"), person("ben"))
        self.happen(events.PeopleChanged((), (), self.core.online))
        self.type("/who", "/help", "/nonsense")
        self.assertIn("* 2 online: ann, ben", self.printed)
        self.assertTrue(any("/exit" in line for line in self.printed))
        self.assertIn("/nonsense", self.printed[-1])
        self.assertEqual(self.core.said, [])

    def test_after_exit_nothing_is_sent(self) -> None:
        self.sign_in()
        self.type("/exit", "too late")
        self.assertEqual(self.core.said, [])

    def test_refused_message_is_shown_with_its_text(self) -> None:
        self.sign_in()
        self.happen(events.MessageRefused(bytes(16), "my words", InvalidText()))
        self.assertIn("my words", self.printed[-1])


class Showing(SessionCase):
    def test_messages_in_order(self) -> None:
        self.sign_in()
        self.core.contiguous_to = 2
        self.happen(events.MessagesAdded((message(2, "b"), message(1, "a")), live=True))
        self.assertEqual([line.split(": ")[1] for line in self.printed if line.startswith("[")], ["a", "b"])

    def test_form_of_a_line(self) -> None:
        self.assertRegex(message_line(message(1)), r"\A\[\d\d:\d\d\] ben: hello\Z")

    def test_hostile_line(self) -> None:
        line = message_line(message(1, "a\nb\x1b]0;title\x07\u202e", "x\ny"))
        self.assertTrue(line.isprintable(), line)

    def test_time_out_of_range(self) -> None:
        huge = Message(seq=1, conversation=0, author=1, name="a", ref=bytes(16), at=2**63 - 1, text="b")
        self.assertRegex(message_line(huge), r"\A\[(\d\d:\d\d|--:--)\] a: b\Z")

    def test_lost_and_back(self) -> None:
        self.sign_in()
        self.happen(events.ConnectionLost("silence", 1.0), events.StateChanged(Phase.WAITING, 1.0))
        self.assertIn("Connection lost: silence", self.printed[-1])
        self.happen(events.StateChanged(Phase.ONLINE))
        self.assertIn("back", self.printed[-1])

    def test_waiting_to_leave_is_told_once(self) -> None:
        self.sign_in()
        self.type("one", "/exit")
        self.core.state = Phase.WAITING
        self.happen()
        self.happen()
        self.assertEqual(sum("1 message" in line for line in self.printed), 1)

    def test_restored_backup_shows_again(self) -> None:
        self.sign_in()
        self.core.contiguous_to = 1
        self.happen(events.MessagesAdded((message(1),), live=True))
        self.happen(events.HistoryReset(), events.MessagesAdded((message(1, "other"),), live=False))
        self.assertTrue(self.printed[-1].endswith("other"))

    def test_the_server_ends_it(self) -> None:
        self.sign_in()
        self.happen(events.LoggedOut("Signed in elsewhere."))
        self.assertEqual(self.session.status, 2)
        self.assertEqual(self.printed[-1], "* Signed in elsewhere.")

    def test_come_and_go(self) -> None:
        self.sign_in()
        self.happen(events.PeopleChanged((person("ben"),), (person("cat"),), (person("ben"),)))
        self.assertEqual(self.printed[-2:], ["* ben is here.", "* cat left."])


if __name__ == "__main__":
    unittest.main()
