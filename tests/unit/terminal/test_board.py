"""What is shown of each conversation, and how lines are taken at a prompt: sessions with shipped cores at the relay core."""

from __future__ import annotations

import random
import unittest

from tests.unit.client.relay import RELAY
from tests.unit.client.talkers import PASSWORD, Talker, TalkTest
from udpchat.client.core import ClientCore
from udpchat.client.numbers import private_with
from udpchat.client.phases import Phase
from udpchat.client.profiles import Profiles
from udpchat.client.target import Credentials, Target
from udpchat.terminal.session import Session


class Screen:
    """One terminal."""

    def __init__(self, test: TalkTest, talker: Talker | None = None) -> None:
        self.test = test
        self.lines: list[str] = []
        self.taken = 0
        if talker is None:
            core = ClientCore(Profiles(test.folder / f"screen {id(self)}"), random.Random(5).randbytes, lambda: test.lab.wall)
            test.addCleanup(core.close)
            self.seat = test.seat(core)
            self.core = core
        else:
            self.seat, self.core = talker.seat, talker.core
        sign_in = self.sign_in if talker is None else None
        self.session = Session(self.core, self.lines.append, self.take, False, sign_in, lambda: test.lab.wall)
        self.heard = 0
        self.pump()

    def sign_in(self, credentials: Credentials, now: float) -> None:
        self.core.connect(Target(RELAY, "lab", trust=True), credentials, now)

    def take(self) -> None:
        self.taken += 1

    def pump(self) -> None:
        """Hand over what happened until nothing does any more."""
        for _ in range(40):
            self.test.lab.turn()
            fresh = self.seat.events[self.heard :]
            self.heard += len(fresh)
            for event in fresh:
                self.session.on_event(event, self.test.lab.now)
            self.session.turn_ended(self.test.lab.now)
            self.test.lab.later(0.05)

    def type(self, *lines: str | None) -> list[str]:
        """Type lines; what was printed since."""
        before = len(self.lines)
        for line in lines:
            self.session.line_typed(line, self.test.lab.now)
        self.pump()
        return self.lines[before:]


class Showing(TalkTest):
    def test_where_it_was_said(self) -> None:
        ann, bob = self.people("ann", "bob")
        screen = Screen(self, ann)
        bob.say("to all of you")
        bob.say("just you", private_with(ann.me))
        bob.do("announce", "lunch")
        bob.do("create_group", "grup ciwi", members=(ann.me,))
        bob.say("hello group", bob.group("grup ciwi"))
        screen.pump()
        shown = [line.split("] ", 1)[1] for line in screen.lines if line.startswith("[")]
        self.assertEqual(
            shown,
            [
                "bob: to all of you",
                "bob (private): just you",
                "bob (to everybody): lunch",
                "bob #grup ciwi: hello group",
            ],
        )
        self.assertIn("* #grup ciwi: bob added ann.", screen.lines)

    def test_one_text_to_several_is_one_line_and_a_state_per_person(self) -> None:
        ann, ben, cat = self.people("ann", "ben", "cat")
        screen = Screen(self, ann)
        lines = screen.type("/sendgroup ben,cat hello you two")
        self.assertEqual([line.split("] ")[-1] for line in lines if "hello" in line], ["ann -> ben, cat (private): hello you two"])
        cat.core.mark_all_read(cat.now)
        self.settle(2)
        screen.pump()
        screen.type("/open @ben")
        self.assertEqual(sorted(screen.type("/seen")), ["* ben: arrived", "* cat: read"])
        self.assertEqual(ben.texts(), ["hello you two"])

    def test_writing_elsewhere(self) -> None:
        ann, bob = self.people("ann", "bob")
        screen = Screen(self, ann)
        self.assertIn("* What you type goes to @bob now.", screen.type("/open bob", "hello"))
        self.assertEqual(bob.texts(private_with(ann.me)), ["hello"])
        self.assertTrue(screen.lines[-1].endswith("ann -> bob (private): hello"), screen.lines)
        screen.type("/edit hello there")
        self.assertTrue(screen.lines[-1].endswith("hello there (edited)"), screen.lines)
        bob.do("react", bob.messages()[0].seq, "👍", True)
        screen.pump()
        self.assertTrue(screen.lines[-1].endswith("(edited) [👍]"), screen.lines)
        screen.type("/delete")
        self.assertTrue(screen.lines[-1].endswith("(deleted)"), screen.lines)
        screen.type("/lobby", "to all")
        self.assertEqual(bob.texts(0), ["to all"])

    def test_history(self) -> None:
        _ann, bob = self.people("ann", "bob")
        for number in range(60):
            bob.core.send_message(f"text {number}", bob.now)
        self.settle(3)
        screen = Screen(self, self.device("ann"))
        self.assertEqual([line.split(": ")[1] for line in screen.lines if "text" in line], [f"text {n}" for n in range(40, 60)])
        for begin in (20, 0):
            earlier = screen.type("/history")
            self.assertEqual([line.split(": ")[1] for line in earlier], [f"text {n}" for n in range(begin, begin + 20)])
        self.assertEqual(screen.type("/history"), ["* There is nothing earlier here."])

    def test_help_and_usage(self) -> None:
        (ann,) = self.people("ann")
        screen = Screen(self, ann)
        shown = screen.type("/help")
        self.assertTrue(any(line.startswith("* /msg PLACE TEXT") for line in shown))
        self.assertFalse(any("/kick" in line for line in shown), "not for everybody")
        self.assertEqual(len(screen.type("/help msg")), 1)
        self.assertIn("/msg PLACE TEXT", screen.type("/msg bob")[0])
        self.assertGreater(len(screen.type("/help group")), 5)

    def test_refused_with_the_text(self) -> None:
        (ann,) = self.people("ann")
        screen = Screen(self, ann)
        self.assertIn("There is no account nobody", screen.type("/msg nobody hello")[0])
        ann.say("x", private_with(999))
        screen.pump()
        self.assertIn("Not sent: x", screen.lines[-1])


class Prompting(TalkTest):
    def test_a_long_text_that_is_refused_comes_back_whole(self) -> None:
        ann, boss = self.people("ann", "boss")
        self.lab.store.set_role(boss.me, "operator")
        self.lab.store.commit()
        screen, long = Screen(self, ann), "many words " * 1400
        boss = self.device("boss")
        boss.do("pause", True)
        (line,) = [line for line in screen.type(long) if line.startswith("* Not sent")]
        self.assertIn(long.strip(), line)

    def test_in_and_out_and_in_again(self) -> None:
        screen = Screen(self)
        self.assertIn("Sign in first", screen.type("hello")[0])
        self.assertIn("Signed in", " ".join(screen.type(f"/register ann {PASSWORD.replace(' ', '')}")))
        self.assertIn("signed in already", screen.type("/login ann x")[0])
        self.assertIn("* Logged out.", screen.type("/logout"))
        self.assertIsNone(screen.session.status)
        self.assertIn("AUTH_FAILED", screen.type("/login ann wrong")[0])
        self.assertIn("Signed in", " ".join(screen.type(f"/login ann {PASSWORD.replace(' ', '')}", "hello")))
        self.assertTrue(screen.lines[-1].endswith("ann: hello"))
        screen.type("/exit", "too late")
        self.assertEqual(screen.session.status, 0)
        self.assertEqual(screen.taken, 9)

    def test_end_of_input(self) -> None:
        screen = Screen(self)
        screen.type("register ann correct-horse Ann Iceland", "send ann to myself", "inbox", None)
        self.assertEqual(screen.session.status, 0)
        self.assertRegex(screen.lines[0], "username ann registered, token [0-9a-f]{8}")
        self.assertEqual(screen.lines[1], "message sent to ann")

    def test_end_of_input_at_a_question(self) -> None:
        screen = Screen(self)
        screen.type("#BUAT#", None)
        self.assertEqual(screen.session.status, 0)
        self.assertIs(screen.core.state, Phase.IDLE)

    def test_bare_words_are_texts_in_an_ordinary_chat(self) -> None:
        ann, bob = self.people("ann", "bob")
        screen = Screen(self, ann)
        screen.type("list", "exit", "send bob hello", "auth a b")
        self.assertEqual(bob.texts(), ["list", "exit", "send bob hello", "auth a b"])
        self.assertIsNone(screen.session.status)

    def test_words_in_hashes_work_anywhere(self) -> None:
        ann, bob = self.people("ann", "bob")
        screen = Screen(self, ann)
        shown = screen.type("#pribadi#", "bob", "hello bob")
        self.assertIn("Sent to bob.", shown)
        self.assertEqual(bob.texts(private_with(ann.me)), ["hello bob"])
        self.assertIn("Cancelled.", screen.type("#BROADCAST#", "#exit#"))
        self.assertIn("You are signed in already. #KELUAR# leaves.", screen.type("#MASUK#"))
        screen.type("#KELUAR#")
        self.assertEqual(screen.session.status, 0)

    def test_lines_of_a_script_wait_for_each_other(self) -> None:
        screen = Screen(self)
        screen.type("register ann correct-horse", "send nobody x", "send ann one", "send ann two", "inbox", "logout", "list")
        self.assertEqual(screen.lines[1:4], ["Error, User is not found", "message sent to ann", "message sent to ann"])
        self.assertEqual(screen.lines[5:], ["Logged out", "Error, not authorized"])


if __name__ == "__main__":
    unittest.main()
