"""Attacks on links to other servers: by strangers who say that they are one, and by people who are signed in."""

from __future__ import annotations

import dataclasses
import random
import unittest
from typing import Any, get_args

from tests.unit.server.lab import ServerTest
from tests.unit.words.samples import REALMS
from udpchat import limits, words
from udpchat.server.realms.proof import Meeting, key_of
from udpchat.server.states import State
from udpchat.wire.channels import Channel
from udpchat.words import LinkAsk, LinkChallenge, LinkNoted, LinkOpen, LinkProof, LinkRefused, LinkState, LinkWord

NAME = "Lab-2"
SPOKEN = [word for word in REALMS if isinstance(word, LinkWord)]
REF = bytes(16)


class RealmAttacks(ServerTest):
    def setUp(self) -> None:
        super().setUp()
        self.realms = self.lab.core._talk.realms

    def ask(self, number: int, ip: str = "192.168.1.2", **values: Any) -> list[object]:
        """A knock on a connection of its own; what was answered."""
        client = self.lab.client(ip).hello()
        word = LinkAsk(f"realm{number}", NAME, bytes([number % 256, number // 256]) * 16, 11111, bytes([1 + number % 255]) * 32)
        client.ask(dataclasses.replace(word, **values))
        return client.all(LinkNoted) + [answer.code for answer in client.all(LinkRefused)]

    def invited(self) -> bytes:
        """The secret of an invite."""
        operator = self.lab.operator()
        operator.ask(words.MakeRealmInvite(REF, "192.168.1.1"))
        return self.realms.all()[-1].line.secret

    def opening(self, secret: bytes, **values: Any) -> LinkOpen:
        word = LinkOpen("office", NAME, b"f" * 32, 11111, key_of(secret), b"n" * 32)
        return dataclasses.replace(word, **values)

    def test_knocks_only_wait_and_are_bounded(self) -> None:
        answers = [self.ask(number)[0] for number in range(limits.REALMS_ASKING_COUNT + 5)]
        self.assertEqual(answers[-5:], ["REALM_FULL"] * 5)
        self.assertEqual({link.standing for link in self.realms.all()}, {"asked"})
        self.assertEqual(self.lab.core.endpoint.diallers, (), "nothing leaves for them")

    def test_a_knock_does_not_take_a_name_over(self) -> None:
        self.assertIsInstance(self.ask(1)[0], LinkNoted)
        self.assertEqual(self.ask(1, fingerprint=b"x" * 32), ["REALM_TAKEN"])
        self.assertEqual(self.ask(2, fingerprint=bytes([1, 0]) * 16), ["REALM_TAKEN"], "one server under two names")
        self.assertEqual(self.ask(3, realm=NAME), ["REALM_TAKEN"])
        self.assertEqual(self.ask(4, realm="a b"), ["INVALID_NAME"])
        self.assertEqual(self.ask(5, peer="another"), ["REALM_NAME"])
        self.assertEqual(self.ask(6, fingerprint=self.realms.fingerprint), ["REALM_ITSELF"])

    def test_a_guessed_secret_and_a_wrong_proof(self) -> None:
        secret = self.invited()
        client = self.lab.client().hello()
        client.ask(self.opening(b"x" * 32))
        self.assertEqual(client.last(LinkRefused).code, "REALM_SECRET")
        client = self.lab.client().hello()
        client.ask(self.opening(secret))
        client.last(LinkChallenge)
        client.ask(LinkProof(b"p" * 32))
        self.assertEqual(client.last(LinkRefused).code, "REALM_SECRET")
        self.assertEqual([link.standing for link in self.realms.all()], ["invited"])

    def test_our_own_proof_is_no_proof(self) -> None:
        """Whoever sends our proof back, or opens a second connection to get one, has nothing."""
        secret = self.invited()
        client = self.lab.client().hello()
        client.ask(self.opening(secret))
        client.ask(LinkProof(client.last(LinkChallenge).proof))
        self.assertEqual(client.last(LinkRefused).code, "REALM_SECRET")

    def test_the_right_proof_links_once(self) -> None:
        secret = self.invited()
        client = self.lab.client().hello()
        client.ask(self.opening(secret))
        challenge = client.last(LinkChallenge)
        meeting = Meeting("office", NAME, b"f" * 32, self.realms.fingerprint, b"n" * 32, challenge.nonce)
        self.assertTrue(meeting.holds(challenge.proof, secret, "answerer"))
        client.ask(LinkProof(meeting.proof(secret, "dialler")))
        client.last(LinkState)
        (link,) = self.realms.all()
        self.assertEqual((link.line.name, link.line.state, link.line.confirmed), ("office", "agreed", True))
        other = self.lab.client().hello()
        other.ask(self.opening(secret, realm="school", fingerprint=b"g" * 32))
        self.assertEqual(other.last(LinkRefused).code, "REALM_ELSEWHERE")

    def test_words_of_links_from_people(self) -> None:
        for word in SPOKEN:
            with self.subTest(type(word).__name__):
                client = self.lab.person(f"p{SPOKEN.index(word)}")
                client.say(word, Channel.CHAT if isinstance(word, get_args(words.LinkItem)) else Channel.CONTROL)
                self.lab.turn()
                self.assertIsNotNone(client.closed, "it broke the protocol")

    def test_any_words_in_any_order(self) -> None:
        secret = self.invited()
        rng = random.Random(6)
        for round in range(150):
            client = self.lab.client(f"192.168.{1 + round % 50}.9").hello()
            for _ in range(rng.randrange(1, 5)):
                word: Any = rng.choice([*SPOKEN, self.opening(secret)])
                client.say(word, rng.choice((Channel.CONTROL, Channel.CHAT)))
                self.lab.turn()
        self.lab.later(60.0, 5.0)
        self.assertEqual([line for line in self.lab.log if "failed" in line], [])
        self.assertFalse(any(link.ready for link in self.realms.all()))
        self.assertEqual(self.realms.answering._openings, {})
        self.assertFalse(any(session.state is State.LINKED for session in self.lab.core.sessions.all()))


if __name__ == "__main__":
    unittest.main()
