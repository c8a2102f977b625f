"""Attacks on the sign-in, one test per row of the threat table: guessing, enumeration, replay, relays, stolen stores.

Every attack runs against the shipped core over the shipped wire, on a clock that is moved by hand.
"""

from __future__ import annotations

import base64
import hashlib
import random
from dataclasses import replace
from unittest import mock

from tests.sim.talk import identity
from tests.unit.server.lab import Client, ServerTest, verifier
from udpchat import limits
from udpchat.scram import ScramClient, salted_password
from udpchat.wire.codes import CloseCode
from udpchat.wire.identity import generate
from udpchat.words import (
    Bye,
    ChangePassword,
    DeleteAccount,
    JoinAsGuest,
    NotDone,
    Post,
    Refused,
    Register,
    ScramChallenge,
    ScramDone,
    ScramFinal,
    ScramFirst,
    Welcome,
    encode,
)

LAN, LOOPBACK = "192.168.1.66", "127.0.0.1"


class GuessingTest(ServerTest):
    """Wrong attempts are slowed per account and address; the owner is never locked out."""

    def guess(self, name: str, password: str, ip: str) -> str:
        """One guess on a connection of its own: the code, or "" if it is in."""
        client = self.lab.client(ip).hello()
        client.scram("account", name, password)
        self.lab.vanish(client)
        codes = client.codes
        return codes[-1] if codes else ""

    def test_after_three_failures_each_guess_waits_longer(self) -> None:
        self.lab.person("anna")
        self.assertEqual([self.guess("anna", str(n), LOOPBACK) for n in range(4)], ["AUTH_FAILED"] * 3 + ["SLOW_DOWN"])
        allowed = 0
        for second in range(600):
            self.lab.now += 1.0
            self.lab.turn()
            if self.guess("anna", f"x{second}", LOOPBACK) == "AUTH_FAILED":
                allowed += 1
        self.assertLess(allowed, 18)

    def test_the_waiting_time_is_told_and_kept(self) -> None:
        self.lab.person("anna")
        for _ in range(5):
            self.guess("anna", "wrong", LOOPBACK)
            self.lab.later(2.1, step_s=0.3)
        client = self.lab.client(LOOPBACK).hello()
        client.scram("account", "anna", "password")
        refused = client.last(Refused)
        self.assertEqual(refused.code, "SLOW_DOWN")
        self.assertGreater(refused.retry_after_s, 0)
        self.lab.later(refused.retry_after_s, step_s=0.3)
        self.assertTrue(client.scram("account", "anna", "password"))

    def test_many_challenges_at_once_are_no_way_around(self) -> None:
        self.lab.person("anna")
        scrams = []
        for _ in range(12):
            client = self.lab.client(LOOPBACK).hello()
            scram = ScramClient("anna", self.lab.rng.randbytes(18), identity().certificate)
            client.ask(ScramFirst("account", scram.first()))
            found = scram.parameters(client.last(ScramChallenge).text)
            salted = salted_password("wrong", found.salt, found.n, found.r, found.p)
            scrams.append((client, scram.final(salted)))
        for client, final in scrams:
            client.ask(ScramFinal("account", final))
        codes = [client.codes[-1] for client, _ in scrams]
        self.assertEqual(codes, ["AUTH_FAILED"] * 3 + ["SLOW_DOWN"] * 9)

    def test_one_address_over_many_accounts(self) -> None:
        codes = [self.guess(f"user{number}", "password", LAN) for number in range(25)]
        self.assertIn("SLOW_DOWN", codes)
        self.assertLessEqual(codes.index("SLOW_DOWN"), limits.ADDRESS_FAILURES_PER_MIN)
        self.lab.person("anna", "192.168.1.2")

    def test_the_owner_gets_in_from_elsewhere_and_with_the_token_from_anywhere(self) -> None:
        token = self.lab.person("anna").token()
        for number in range(6):
            self.guess("anna", str(number), LAN)
        self.assertEqual(self.guess("anna", "password", LAN), "SLOW_DOWN")
        self.assertEqual(self.guess("anna", "password", "192.168.1.3"), "")
        client = self.lab.client(LAN).hello()
        client.ask(token)
        self.assertEqual(client.last(Welcome).name, "anna")

    def test_the_room_password_is_guarded_the_same_way(self) -> None:
        self.new_lab(room_verifier=verifier("sesame"))
        codes = []
        for number in range(6):
            client = self.lab.client(LAN).hello()
            client.scram("room", "#room", str(number))
            codes.append(client.codes[-1])
        self.assertEqual(codes, ["ROOM_PASSWORD"] * 3 + ["SLOW_DOWN"] * 3)

    def test_taken_names_cannot_be_asked_for_without_end(self) -> None:
        self.lab.person("anna")
        codes = []
        for _ in range(30):
            client = self.lab.client(LAN).hello()
            client.guest("anna")
            codes.append(client.codes[-1])
            self.lab.vanish(client)
            self.lab.now += 0.3
        self.assertIn("SLOW_DOWN", codes)

    def test_accounts_cannot_be_made_without_end_from_one_address(self) -> None:
        codes: list[str] = []
        for number in range(80):
            client = self.lab.client(LAN).hello().guest(f"guest{number}")
            codes += client.codes
            client.ask(Bye("next"))
            self.lab.later(0.2)
        self.assertIn("SLOW_DOWN", codes)

    def test_the_memory_of_failures_is_bounded(self) -> None:
        guard = self.lab.core._admissions.guard
        for number in range(30_000):
            guard.wrong_password(f"user{number}", f"10.{number % 250}.{number // 250}.1", self.lab.now)
        for table in (guard._pairs, guard._accounts, guard._addresses):
            self.assertLessEqual(len(table), limits.PASSWORD_MEMORY_COUNT)


class OpenWindowTest(ServerTest):
    """Somebody sits down at a window where somebody else is signed in."""

    def setUp(self) -> None:
        super().setUp()
        self.anna = self.lab.person("anna")
        self.lab.wall += int(limits.PROOF_FRESH_S * 1000) + 1

    def orders(self) -> list[str]:
        made = verifier("mine now")
        keys = (made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
        before = len(self.anna.all(NotDone))
        for kind, fields in ((ChangePassword, keys), (DeleteAccount, ())):
            self.anna.ask(kind(self.lab.rng.randbytes(16), *fields))
        return [refused.code for refused in self.anna.all(NotDone)[before:]]

    def test_the_account_stays_the_owners(self) -> None:
        self.assertEqual(self.orders(), ["PASSWORD_NEEDED"] * 2)
        for _ in range(limits.PASSWORD_FREE_FAILURES + 2):
            self.anna.scram("account", "anna", "guess")
        self.assertEqual(set(self.anna.codes), {"AUTH_FAILED", "SLOW_DOWN"})
        self.assertEqual(self.orders(), ["PASSWORD_NEEDED"] * 2)
        self.lab.later(limits.PASSWORD_DELAY_MAX_S + 1, step_s=10.0)
        owner = self.lab.client().hello()
        self.assertTrue(owner.scram("account", "anna", "password"))

    def test_guessing_ends_the_connection(self) -> None:
        for _ in range(limits.SIGNIN_TRIES_COUNT):
            self.anna.scram("account", "anna", "guess")
        self.lab.later(1.0)
        self.assertIsNotNone(self.anna.closed)

    def test_another_persons_password_proves_nothing(self) -> None:
        self.lab.client().hello().register("bob", "the one of bob")
        self.anna.scram("account", "bob", "the one of bob")
        self.assertIsNotNone(self.anna.closed)


class EnumerationTest(ServerTest):
    """Without open sign-up an unknown name looks exactly like a wrong password."""

    def setUp(self) -> None:
        super().setUp()
        self.lab.person("anna")
        self.lab.person("gast")
        self.lab.settings = replace(self.lab.settings, signup="closed")
        self.lab.restart()

    def transcript(self, name: str) -> tuple[list[str], str]:
        client = self.lab.client(LOOPBACK).hello()
        client.scram("account", name, "wrong")
        kinds = [type(word).__name__ for word in client.heard]
        salt_and_cost = client.last(ScramChallenge).text.split(",", 1)[1]
        return [*kinds, *client.codes], salt_and_cost

    def test_the_same_words_in_the_same_order(self) -> None:
        self.assertEqual(self.transcript("anna")[0], self.transcript("nobody")[0])

    def test_the_fake_salt_is_stable_across_spellings_and_restarts(self) -> None:
        salt = self.transcript("nobody")[1]
        self.assertEqual(self.transcript("NOBODY")[1], salt)
        self.lab.restart()
        self.assertEqual(self.transcript("nobody")[1], salt)
        self.assertNotEqual(self.transcript("nobody2")[1], salt)
        self.assertEqual(len(salt), len(self.transcript("anna")[1]))

    def test_delays_do_not_tell_either(self) -> None:
        for name in ("anna", "nobody"):
            codes = [self.transcript(name)[0][-1] for _ in range(3)]
            client = self.lab.client(LOOPBACK).hello()
            client.scram("account", name, "wrong")
            self.assertEqual([*codes, client.codes[-1]], ["AUTH_FAILED"] * 3 + ["SLOW_DOWN"])

    def test_open_sign_up_says_that_there_is_no_such_user(self) -> None:
        self.new_lab(signup="open")
        client = self.lab.client().hello()
        client.scram("account", "nobody", "x")
        self.assertEqual((client.codes, client.all(ScramChallenge)), (["NO_SUCH_USER"], []))


class ScramAttackTest(ServerTest):
    """A proof is good once, for this server, for this account."""

    def exchange(self, name: str, certificate: bytes, password: str) -> tuple[Client, str]:
        client = self.lab.client(LOOPBACK).hello()
        scram = ScramClient(name, self.lab.rng.randbytes(18), certificate)
        client.ask(ScramFirst("account", scram.first()))
        found = scram.parameters(client.last(ScramChallenge).text)
        return client, scram.final(salted_password(password, found.salt, found.n, found.r, found.p))

    def test_a_proof_relayed_through_a_rogue_server(self) -> None:
        self.lab.person("anna")
        rogue = generate(random.Random(9).randbytes)
        client, final = self.exchange("anna", rogue.certificate, "password")
        client.ask(ScramFinal("account", final))
        self.assertEqual((client.codes, client.all(ScramDone)), (["AUTH_FAILED"], []))

    def test_a_proof_is_not_good_for_another_exchange(self) -> None:
        self.lab.person("anna")
        client, final = self.exchange("anna", identity().certificate, "password")
        client.ask(ScramFinal("account", final))
        client.last(Welcome)
        other, _ = self.exchange("anna", identity().certificate, "wrong")
        other.ask(ScramFinal("account", final))
        self.assertEqual(other.codes, ["AUTH_FAILED"])

    def test_a_proof_of_the_room_is_no_proof_of_an_account(self) -> None:
        self.new_lab(room_verifier=verifier("sesame"))
        client = self.lab.client().hello()
        scram = ScramClient("#room", self.lab.rng.randbytes(18), identity().certificate)
        client.ask(ScramFirst("room", scram.first()))
        found = scram.parameters(client.last(ScramChallenge).text)
        client.ask(ScramFinal("account", scram.final(salted_password("sesame", found.salt, found.n, found.r, found.p))))
        self.lab.later(0.1)
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.PROTOCOL)

    def test_nobody_can_sign_in_as_the_room(self) -> None:
        self.new_lab(room_verifier=verifier("sesame"), signup="closed")
        client = self.lab.client(LOOPBACK).hello()
        self.assertFalse(client.scram("account", "#room", "sesame"))
        self.assertEqual(client.codes, ["AUTH_FAILED"])

    def test_a_proof_without_a_challenge(self) -> None:
        client = self.lab.client().hello()
        client.ask(ScramFinal("account", "c=,r=x,p="))
        self.lab.later(0.1)
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.PROTOCOL)

    def test_a_proof_made_from_the_store_alone(self) -> None:
        """Whoever steals the verifier still has to guess: StoredKey is not the key of a proof."""
        self.lab.person("anna")
        user = self.lab.store.user_named("anna")
        assert user is not None
        stolen = self.lab.store.verifier_of(user.id)
        assert stolen is not None
        client, _ = self.exchange("anna", identity().certificate, "x")
        challenge = client.last(ScramChallenge).text
        nonce = challenge.split(",")[0]
        client.ask(ScramFinal("account", f"c={_b64(_binding())},{nonce},p={_b64(stolen.stored_key)}"))
        self.assertEqual((client.all(Welcome), client.codes), ([], ["AUTH_FAILED"]))

    def test_weak_or_absurd_verifiers_are_not_taken(self) -> None:
        made = verifier("password")
        good = Register("anna", "", "", made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
        for bad in (replace(good, n=2), replace(good, n=2**15 + 1), replace(good, n=2**30), replace(good, r=1),
                    replace(good, p=0), replace(good, p=2**40), replace(good, salt=b"x")):  # fmt: skip
            client = self.lab.client(LOOPBACK).hello()
            client.ask(bad)
            self.lab.later(0.1)
            assert client.closed is not None, bad
            self.assertIs(client.closed.code, CloseCode.PROTOCOL)

    def test_a_flood_of_sign_ins_costs_microseconds_not_hashes(self) -> None:
        """The server never runs scrypt: with the real one forbidden, everything still works on its side."""
        self.lab.person("anna")
        client, final = self.exchange("anna", identity().certificate, "password")

        def forbidden(*_: object, **__: object) -> bytes:
            raise AssertionError("the server hashed a password")

        with mock.patch.object(hashlib, "scrypt", forbidden):
            client.ask(ScramFinal("account", final))
        client.last(Welcome)


class PosingTest(ServerTest):
    """Nobody becomes somebody else."""

    def test_names_that_look_like_another(self) -> None:
        self.lab.person("anna")
        for name in ("аnna", "ann\u200ba", "anna\u0000", "\u202eanna", "ANNA", "ａｎｎａ", " anna", "anna\n"):
            client = self.lab.client(LOOPBACK).hello()
            client.guest(name)
            if client.all(Welcome):
                self.fail(f"{name!r} became {client.last(Welcome).name!r}")
            self.lab.vanish(client)

    def test_a_later_guest_of_the_name_has_another_id_and_no_token_of_it(self) -> None:
        first = self.lab.client().hello().guest("gast")
        first.synchronise()
        self.lab.vanish(first)
        self.lab.later(limits.GUEST_GRACE_S + 40.0, step_s=1.0)
        second = self.lab.client().hello().guest("gast")
        self.assertNotEqual(second.last(Welcome).user, first.last(Welcome).user)
        thief = self.lab.client().hello()
        thief.ask(JoinAsGuest("gast", first.last(Welcome).token))
        self.assertEqual(thief.codes, ["USERNAME_TAKEN"])

    def test_a_token_opens_only_its_own_account(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        client = self.lab.client().hello()
        client.ask(replace(anna.token(), user=bob.token().user))
        self.assertEqual(client.codes, ["AUTH_FAILED"])

    def test_an_account_token_is_no_guest_token(self) -> None:
        anna = self.lab.person("anna")
        client = self.lab.client().hello()
        client.ask(JoinAsGuest("anna", anna.token().token))
        self.assertEqual(client.codes, ["USERNAME_TAKEN"])

    def test_the_author_and_the_time_are_the_servers(self) -> None:
        """A post has no field for them; one that brings its own is not a post."""
        anna = self.lab.person("anna")
        post = encode(Post(bytes(16), 1, 0, "x"))
        anna.send_raw(post[:-1] + b',"author":2}')
        self.lab.turn()
        self.lab.later(0.1)
        assert anna.closed is not None
        self.assertIs(anna.closed.code, CloseCode.PROTOCOL)


class SlowlorisTest(ServerTest):
    """A sign-in that does not come to an end is cut; what is sent before it is small."""

    def test_a_silent_stranger_is_cut_after_the_login_deadline(self) -> None:
        client = self.lab.client().hello()
        self.lab.later(limits.LOGIN_DEADLINE_S + 1.0, step_s=0.5)
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.LOGIN_TIMEOUT)
        self.assertEqual(self.lab.core.sessions.all(), [])

    def test_large_frames_before_the_sign_in(self) -> None:
        client = self.lab.client().hello()
        client.send_raw(b"x" * (limits.SIGNED_OUT_FRAME_BYTES + 1))
        self.lab.turn()
        self.lab.later(0.1)
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.PROTOCOL)

    def test_a_slow_commit_does_not_cut_who_is_being_admitted(self) -> None:
        client = self.lab.client().hello()
        self.lab.hold = True
        client.register("anna")
        self.lab.later(3.0, step_s=0.1)
        self.lab.release()
        client.last(Welcome)


class LogTest(ServerTest):
    """The log holds no secret and cannot be forged."""

    def test_no_password_token_proof_or_text(self) -> None:
        anna = self.lab.person("anna")
        anna.post("a private thought")
        self.lab.turn()
        client = self.lab.client(LOOPBACK).hello()
        client.scram("account", "anna", "hunter2")
        log = "\n".join(self.lab.log)
        for secret in ("private thought", "hunter2", "password", anna.token().token.hex()):
            self.assertNotIn(secret, log)

    def test_a_name_with_line_breaks_and_escapes(self) -> None:
        client = self.lab.client(LOOPBACK).hello()
        client.guest("eve\nanna joined from 1.2.3.4:5\x1b[2J")
        self.assertEqual([line for line in self.lab.log if "\n" in line or "\x1b" in line], [])
        self.assertFalse(any(line.startswith("anna joined") for line in self.lab.log))

    def test_a_flood_of_refusals_is_counted_out_loud_and_left_out(self) -> None:
        for _ in range(8):
            client = self.lab.client(LOOPBACK).hello()
            for _ in range(12):
                client.say(JoinAsGuest("admin", b""))
            self.lab.turn()
        lines = [line for line in self.lab.log if "INVALID_NAME" in line]
        self.assertEqual(len(lines), limits.LOG_LINES_PER_S + 1)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _binding() -> bytes:
    return b"p=tls-server-end-point,," + hashlib.sha256(identity().certificate).digest()
