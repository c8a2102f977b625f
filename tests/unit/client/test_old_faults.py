"""Faults of five older systems that a client could have: each must not come back."""

from __future__ import annotations

import json
import unittest

from tests.unit.client.talkers import TalkTest
from udpchat.client import events
from udpchat.client.numbers import private_with
from udpchat.client.phases import Phase
from udpchat.errors import BadName
from udpchat.names import clean_username
from udpchat.words import messages as words


class OldFaults(TalkTest):
    def test_the_second_private_message_arrives_and_nobody_is_logged_out(self) -> None:
        ann, bob = self.people("ann", "bob")
        for number in range(5):
            ann.say(f"text {number}", private_with(bob.me))
        self.assertEqual(bob.texts(), [f"text {number}" for number in range(5)])
        self.assertIs(ann.core.state, Phase.ONLINE)

    def test_names_are_whole_names(self) -> None:
        ann, anna, an = self.people("ann", "anna", "an")
        ann.do("ask_people", "")
        self.assertEqual([ann.core.find_user(name) for name in ("an", "ann", "anna", "nn")], [an.me, ann.me, anna.me, 0])

    def test_sizes_around_whole_buffers(self) -> None:
        ann, bob = self.people("ann", "bob")
        texts = [letter * size for size in (1023, 1024, 1025, 2048, 4096, 16384) for letter in "ab"]
        for text in texts:
            ann.core.send_message(text, ann.now, private_with(bob.me))
        self.settle(2)
        self.assertEqual(bob.texts(), texts)

    def test_spaces_and_signs_stay_as_typed(self) -> None:
        ann, bob = self.people("ann", "bob")
        texts = ["trailing space ", "  leading", "two  inside", '{"status": "OK"}', "LOGIN a b", "LOGIN", "auth x y\r", "a|b;c"]
        for text in texts:
            ann.say(text, private_with(bob.me))
        self.assertEqual(bob.texts(), [text.rstrip("\r") for text in texts])
        ann.do("create_group", "json", members=(bob.me,))
        ann.say(json.dumps({"msg": "nested"}), ann.group("json"))
        self.assertEqual(bob.texts(ann.group("json")), ['{"msg": "nested"}'])

    def test_two_commands_in_one_text_are_one_text(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.say("hello\r\n\r\nsend bob more\r\n", private_with(bob.me))
        self.assertEqual(bob.texts(), ["hello\n\nsend bob more"])

    def test_a_second_sign_in_doubles_nothing(self) -> None:
        ann, bob = self.people("ann", "bob")
        again = self.device("ann")
        bob.say("once")
        for device in (ann, again):
            self.assertEqual(device.texts(), ["once"])
        self.settle(2)
        self.assertEqual([person.name for person in bob.core.online].count("ann"), 1)

    def test_a_log_out_is_one_s_own(self) -> None:
        ann, bob, cat = self.people("ann", "bob", "cat")
        ann.core.log_out(ann.now)
        self.settle(3)
        self.assertEqual(len(ann.of(events.LoggedOut)), 1)
        for person in (bob, cat):
            self.assertIs(person.core.state, Phase.ONLINE)
        self.assertEqual(sorted(person.name for person in bob.core.online), ["bob", "cat"])

    def test_a_name_is_free_again_for_its_owner_at_once(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.kill()
        began_at = self.lab.now
        again = self.device("ann", "")
        self.assertLess(self.lab.now - began_at, 1.0)
        again.say("here I am")
        self.assertEqual(bob.texts(), ["here I am"])

    def test_one_who_does_not_read_holds_nobody_up(self) -> None:
        ann, bob, _deaf = self.people("ann", "bob", "deaf")
        _deaf.seat.mute = True
        for number in range(200):
            ann.core.send_message(f"text {number} " + "x" * 3000, ann.now)
        self.settle(3)
        self.assertEqual(len(bob.texts()), 200)

    def test_a_lost_reply_locks_nobody_out(self) -> None:
        """The reply to whatever is asked for never comes, and the computer asks again: a name, a message, a sign-in."""
        ann, bob = self.people("ann", "bob")
        ann.seat.receive_datagram = lambda data, addr, now: None  # type: ignore[method-assign]
        ref = ann.core.send_message("once", ann.now)
        self.settle(1)
        ann.kill()
        again = self.device("ann", "")
        self.settle(2)
        again.say("twice")
        self.assertIn(ref, [message.ref for message in bob.messages()])
        self.assertEqual(bob.texts(), ["once", "twice"])

    def test_letters_of_many_bytes_at_every_cut(self) -> None:
        ann, bob = self.people("ann", "bob")
        texts = ["x" * size + letter * 700 for size, letter in zip(range(1020, 1026), "é漢🎉я한ß", strict=True)]
        for text in texts:
            ann.core.send_message(text, ann.now)
        self.settle(2)
        self.assertEqual(bob.texts(), texts)
        self.assertIs(bob.core.state, Phase.ONLINE)

    def test_a_group_with_spaces_in_its_name(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.do("create_group", "grup ciwi", members=(bob.me,))
        ann.say("khusus cewek", ann.group("grup ciwi"))
        self.assertEqual(bob.texts(bob.group("grup ciwi")), ["khusus cewek"])
        for name in ("grup ciwi", "ann ", " ann"):
            with self.subTest(name=name):
                try:
                    self.assertEqual(clean_username(name), "ann", "the spaces around it are no part of a name")
                except BadName as error:
                    self.assertIn("only letters", error.sentence)

    def test_nobody_is_told_who_is_here_before_the_sign_in(self) -> None:
        self.people("ann", "bob")
        stranger = self.lab.client().hello()
        for word in (words.AskPeople(""), words.AskMembers(1)):
            stranger = self.lab.client().hello()
            stranger.ask(word)
            self.assertIsNotNone(stranger.closed)
            told = [type(word).__name__ for word in stranger.heard]
            self.assertEqual(told, ["ServerHello"])

    def test_nothing_that_is_told_of_people_holds_a_secret(self) -> None:
        for word in (words.Account, words.Person, words.Member, words.Room):
            self.assertFalse({"password", "token", "salt", "stored_key", "address"} & set(word.__dataclass_fields__))

    def test_nothing_spins_after_the_server_is_gone(self) -> None:
        ann, _bob = self.people("ann", "bob")
        self.settle(5)
        ann.vanish()
        turns = 0
        began_at = self.lab.now
        while self.lab.now < began_at + 120:
            due_at = ann.core.next_timeout()
            assert due_at is not None
            self.lab.now = max(self.lab.now, due_at)
            ann.core.handle_timeout(self.lab.now)
            ann.core.datagrams_to_send(self.lab.now)
            turns += 1
        self.assertLess(turns, 600, "five turns a second, in two minutes without an answer")

    def test_nothing_is_due_at_rest(self) -> None:
        """No thread and no timer that spins: between two keepalives there is nothing to do."""
        ann, _bob = self.people("ann", "bob")
        self.settle(5)
        due = ann.core.next_timeout()
        assert due is not None
        self.assertGreater(due, self.lab.now + 1.0)


if __name__ == "__main__":
    unittest.main()
