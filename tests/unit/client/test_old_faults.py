"""Faults of five older systems that a client could have: each must not come back."""

from __future__ import annotations

import json
import unittest

from tests.unit.client.talkers import TalkTest
from udpchat.client import events
from udpchat.client.numbers import private_with
from udpchat.client.phases import Phase


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

    def test_nothing_is_due_at_rest(self) -> None:
        """No thread and no timer that spins: between two keepalives there is nothing to do."""
        ann, _bob = self.people("ann", "bob")
        self.settle(5)
        due = ann.core.next_timeout()
        assert due is not None
        self.assertGreater(due, self.lab.now + 1.0)


if __name__ == "__main__":
    unittest.main()
