"""A question to the shipped relay: what it offers, how its certificate stands, silence, and that no secret leaves."""

from __future__ import annotations

import random
import unittest
from typing import Any
from unittest import mock

from tests.unit.client.relay import FINGERPRINT, RELAY, RelayTest
from tests.unit.server.lab import verifier
from udpchat.client import events
from udpchat.client.batch import Batch
from udpchat.client.inquiry import Inquiry, NoAnswerYet, Offers, Standing, Unreachable, standing
from udpchat.client.known_servers import KnownServer, KnownServers
from udpchat.client.profiles import KeptAccount
from udpchat.client.target import AccountSignIn, KeptSignIn, Registration, Target
from udpchat.limits import QUIET_HINT_S, QUIET_S
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words import decode
from udpchat.words import messages as words

NOWHERE = ("192.168.1.77", 11111)


class Answers(RelayTest):
    def test_what_the_relay_offers(self) -> None:
        self.new_lab(signup="room", guests=False, room_verifier=verifier("sesame"), password_chars=8)
        seat = self.inquire()
        self.assertEqual(
            seat.events, [Offers(RELAY, FINGERPRINT, "Lab 2", "room", False, True, 8, Standing.NEW, "", ())]
        )

    def test_it_leaves_and_nothing_is_left(self) -> None:
        seat = self.inquire()
        self.lab.later(4)
        self.assertEqual(self.lab.core.endpoint.connection_count, 0)
        self.assertIsNone(seat.driver.next_timeout())
        self.assertEqual(len(seat.events), 1)
        self.assertFalse((self.data / "known_servers.json").exists())

    def test_a_new_question_replaces_the_last(self) -> None:
        seat = self.inquire(NOWHERE)
        self.lab.later(QUIET_HINT_S + 0.1)
        seat.driver.ask(Target(RELAY, "lab"), self.lab.now)
        self.lab.later(QUIET_S + 1)
        self.assertEqual([type(event) for event in seat.events], [NoAnswerYet, Offers])

    def test_cancelled_on_any_turn_says_nothing_more(self) -> None:
        for turns in range(12):
            with self.subTest(turns=turns):
                inquiry = Inquiry(self.profiles, random.Random(turns).randbytes)
                seat = self.seat(inquiry)
                inquiry.ask(Target(RELAY, "lab"), self.lab.now)
                for _ in range(turns):
                    self.lab._clients_turn()
                    self.lab._relay_turn()
                told = len(seat.events)
                inquiry.cancel(self.lab.now)
                self.lab.later(QUIET_S + 1, step_s=0.5)
                self.assertEqual(len(seat.events), told)

    def test_who_is_kept_and_who_came_last(self) -> None:
        self.connect(Registration("anna", "password", keep=True), trust=True)
        self.lab.later(1)
        (offers,) = self.inquire().of(Offers)
        self.assertEqual(offers.standing, Standing.PINNED)
        self.assertEqual((offers.last_name, offers.kept), ("anna", (KeptAccount("anna", 1, True),)))

    def test_a_kept_account_signs_in_without_a_password(self) -> None:
        seat = self.connect(Registration("anna", "password", keep=True), trust=True)
        self.lab.later(1)
        seat.driver.log_out(self.lab.now)
        self.lab.later(2)
        self.assertEqual(seat.of(events.LoggedOut), [events.LoggedOut("")])
        (offers,) = self.inquire().of(Offers)
        self.assertEqual(offers.kept, (KeptAccount("anna", 1, False),))
        again = self.connect(KeptSignIn("anna"), pin=offers.fingerprint)
        self.assertEqual([event.name for event in again.of(events.SignedIn)], ["anna"])


class Silence(RelayTest):
    def test_the_causes_after_five_seconds_and_the_end_after_ten(self) -> None:
        seat = self.inquire(NOWHERE, "lab:11111")
        start = self.lab.now
        told: list[tuple[float, Any]] = []
        while not seat.of(Unreachable):
            self.lab.later(0.1, step_s=0.1)
            told += [(self.lab.now - start, event) for event in seat.events[len(told) :]]
        self.assertEqual([type(event) for _, event in told], [NoAnswerYet, Unreachable])
        for (at, event), due_s in zip(told, (QUIET_HINT_S, QUIET_S), strict=True):
            self.assertAlmostEqual(at, due_s, delta=0.11)
            self.assertIn("lab:11111", event.sentence)
            self.assertIn("firewall", event.sentence)
        self.assertIsNone(seat.driver.next_timeout())

    def test_another_version(self) -> None:
        with mock.patch("udpchat.client.inquiry.PROTOCOL_VERSION", 9):
            seat = self.inquire()
            self.lab.later(1)
        self.assertIn("version", seat.of(Unreachable)[0].sentence)

    def test_a_word_that_is_no_greeting(self) -> None:
        for body in (b"{", b'{"t":"bye","reason":"x"}'):
            with self.subTest(body=body):
                with mock.patch.object(self.lab.core, "_take_frame", lambda event, now, body=body: self._say(event, body)):
                    seat = self.inquire()
                    self.lab.later(1)
                self.assertEqual(len(seat.of(Unreachable)), 1)

    def _say(self, event: Any, body: bytes) -> None:
        self.lab.core.endpoint.send(event.cid, Channel.CONTROL, body)

    def test_closed_by_the_relay(self) -> None:
        with mock.patch.object(self.lab.core, "_take_frame", self._shut):
            seat = self.inquire()
            self.lab.later(2)
        self.assertIn("stopped", seat.of(Unreachable)[0].sentence)

    def _shut(self, event: Any, now: float) -> None:
        self.lab.core.endpoint.close(event.cid, CloseCode.SHUTDOWN, "", now)


class NoSecrets(RelayTest):
    def test_only_hello_is_said_to_a_stranger(self) -> None:
        """Whatever is stored here: an unknown server hears the first word and nothing else."""
        account = self.profiles.open_account(FINGERPRINT, 5).account
        account.database.apply(Batch(meta={"name": b"anna", "guest": b"0", "token": b"t" * 32}))
        account.release()
        heard: list[bytes] = []
        take = self.lab.core._take_frame

        def listen(event: Any, now: float) -> None:
            heard.append(event.body)
            take(event, now)

        with mock.patch.object(self.lab.core, "_take_frame", listen):
            self.inquire()
            self.lab.later(2)
        self.assertEqual([type(decode(body)) for body in heard], [words.Hello])


class Standings(unittest.TestCase):
    def test_table(self) -> None:
        mine, other = b"m" * 32, b"o" * 32
        here, there = ("10.0.0.1", 1), ("10.0.0.2", 2)
        known = KnownServers((KnownServer(other, "other", (here,)),))
        none = KnownServers()
        met = KnownServers((KnownServer(mine, "mine", (there,)), KnownServer(other, "other", (here,))))
        for expected, target, pins in (
            (Standing.NEW, Target(here, ""), none),
            (Standing.NEW, Target(there, ""), known),
            (Standing.CHANGED, Target(here, ""), known),
            (Standing.CHANGED, Target(here, "", pin=other), none),
            (Standing.CHANGED, Target(there, "", pin=other), met),
            (Standing.PINNED, Target(here, ""), met),
            (Standing.PINNED, Target(there, "", pin=mine), met),
            (Standing.INVITED, Target(here, "", pin=mine), known),
            (Standing.HERE, Target(here, "", local_pin=mine), known),
            (Standing.NEW, Target(there, "", local_pin=other), none),
        ):
            with self.subTest(expected=expected, target=target):
                self.assertIs(standing(mine, target, pins), expected)


class Accounts(RelayTest):
    def test_password_sign_in_at_first_sight_needs_no_question(self) -> None:
        self.lab.person("anna")
        (offers,) = self.inquire().of(Offers)
        seat = self.connect(AccountSignIn("anna", "password"), prove=offers.fingerprint)
        self.assertEqual([event.name for event in seat.of(events.SignedIn)], ["anna"])
        self.assertFalse(seat.of(events.CertificateQuestion))
        self.lab.later(0.5)
        self.assertEqual(self.profiles.known_servers().fingerprints, {FINGERPRINT})


if __name__ == "__main__":
    unittest.main()
