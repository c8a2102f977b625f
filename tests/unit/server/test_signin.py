"""Signing in through the real wire: accounts, room password, tokens, refusals, and nothing before the commit."""

from __future__ import annotations

from tests.unit.server.lab import Client, ServerTest, verifier
from udpchat import limits
from udpchat.wire.codes import CloseCode
from udpchat.words import (
    Hello,
    JoinAsGuest,
    People,
    Refused,
    ScramDone,
    ServerHello,
    TokenSignIn,
    Welcome,
)


class GreetingTest(ServerTest):
    def test_the_answer_says_what_the_server_is(self) -> None:
        lab = self.new_lab(signup="room", room_verifier=verifier("sesame"), guests=False, password_chars=9)
        hello = lab.client().hello().last(ServerHello)
        self.assertEqual(
            (hello.name, hello.epoch, hello.signup, hello.guests, hello.room, hello.password_chars, hello.text_bytes),
            ("Lab 2", lab.store.epoch, "room", False, True, 9, limits.TEXT_BYTES),
        )
        self.assertEqual(len(hello.reset_token), 16)

    def test_another_version_is_told_by_the_close(self) -> None:
        client = self.lab.client().connect()
        client.ask(Hello(2, "future", ()))
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.VERSION)

    def test_nothing_but_a_greeting_comes_first(self) -> None:
        client = self.lab.client().connect()
        client.ask(JoinAsGuest("gast", b""))
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.PROTOCOL)


class AccountTest(ServerTest):
    def test_register_then_sign_in_by_password_elsewhere(self) -> None:
        first = self.lab.person("Anna")
        second = self.lab.client("192.168.1.3").hello()
        self.assertTrue(second.scram("account", "ANNA", "password"))
        welcome = second.last(Welcome)
        assert first.welcome_word is not None
        self.assertEqual((welcome.user, welcome.name, welcome.guest), (first.welcome_word.user, "Anna", False))
        self.assertNotEqual(welcome.token, first.welcome_word.token)
        self.assertIsNone(first.closed)  # several sessions of one account at once
        self.assertEqual(second.last(People).people[0].name, "Anna")

    def test_a_taken_name_in_any_spelling(self) -> None:
        self.lab.person("Anna")
        other = self.lab.client().hello().register("aNNa")
        self.assertEqual(other.codes, ["USERNAME_TAKEN"])
        other.register("bea")
        self.assertEqual(other.last(Welcome).name, "bea")

    def test_two_registrations_of_one_name_in_one_turn(self) -> None:
        one, two = self.lab.client().hello(), self.lab.client().hello()
        self.lab.hold = True
        one.register("anna")
        two.register("anna")
        self.lab.release()
        self.assertEqual((len(one.all(Welcome)), two.codes), (1, ["USERNAME_TAKEN"]))

    def test_impossible_names_and_labels(self) -> None:
        client = self.lab.client().hello()
        for name in ("", "a" * 33, "a b", "admin", "an\u202ena", "аnna"):
            client.register(name)
        client.register("anna", country="\x1b[31m")
        self.assertEqual(client.codes, ["INVALID_NAME"] * 7)

    def test_sign_up_closed(self) -> None:
        lab = self.new_lab(signup="closed")
        self.assertEqual(lab.client().hello().register("anna").codes, ["SIGNUP_CLOSED"])

    def test_the_welcome_comes_after_the_commit(self) -> None:
        client = self.lab.client().hello()
        self.lab.hold = True
        client.register("anna")
        self.assertEqual(client.all(Welcome), [])
        self.assertEqual(self.lab.online(), [])
        self.lab.release()
        self.assertEqual(client.last(Welcome).name, "anna")

    def test_a_failed_commit_is_told_and_leaves_nothing(self) -> None:
        self.allow_failures = True
        client = self.lab.client().hello()
        self.lab.refuse = True
        client.register("anna")
        self.assertEqual((client.codes, self.lab.online()), (["STORAGE"], []))
        self.assertGreater(client.last(Refused).retry_after_s, 0)
        self.lab.refuse = False
        client.register("anna")
        self.assertEqual(client.last(Welcome).name, "anna")

    def test_a_second_request_while_the_first_commits_breaks_the_protocol(self) -> None:
        client = self.lab.client().hello()
        self.lab.hold = True
        client.register("anna")
        client.register("bea")
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.PROTOCOL)
        self.lab.release()
        self.assertEqual(self.lab.online(), [])

    def test_a_server_that_is_full(self) -> None:
        lab = self.new_lab(max_sessions=1)
        lab.person("anna")
        other = lab.client().hello()
        self.assertEqual(other.register("bea").codes, ["FULL"])

    def test_banned_addresses_and_names(self) -> None:
        lab = self.new_lab(banned_addresses=frozenset({"192.168.1.66"}), banned_users=frozenset({"eve"}))
        self.assertEqual(lab.client("192.168.1.66").hello().register("anna").codes, ["BANNED"])
        self.assertEqual(lab.client("192.168.1.66").hello().guest("anna").codes, ["BANNED"])
        far = lab.client("192.168.1.66").hello()
        far.scram("account", "anna", "password")
        self.assertEqual(far.codes, ["BANNED"])
        self.assertEqual(lab.client().hello().guest("EVE").codes, ["BANNED"])

    def test_a_banned_account_is_told_only_after_its_proof(self) -> None:
        self.lab.person("eve")
        self.lab.settings = type(self.lab.settings)("Lab 2", banned_users=frozenset({"eve"}))
        self.lab.restart()
        client = self.lab.client().hello()
        client.scram("account", "eve", "wrong")
        client.scram("account", "eve", "password")
        self.assertEqual(client.codes, ["AUTH_FAILED", "BANNED"])

    def test_too_many_tries_on_one_connection(self) -> None:
        client = self.lab.client("127.0.0.1").hello()
        for _ in range(limits.SIGNIN_TRIES_COUNT):
            client.register("")
            self.lab.later(0.3)
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.FLOOD)


class RoomTest(ServerTest):
    def test_registering_needs_the_room_password_signing_in_does_not(self) -> None:
        lab = self.new_lab(signup="room", room_verifier=verifier("sesame"))
        client = lab.client().hello()
        self.assertEqual(client.register("anna").codes, ["ROOM_PASSWORD"])
        self.assertFalse(client.scram("room", "#room", "wrong"))
        self.assertEqual(client.codes, ["ROOM_PASSWORD"] * 2)
        self.assertTrue(client.scram("room", "#room", "sesame"))
        self.assertEqual(client.register("anna").last(Welcome).name, "anna")
        again = lab.client().hello()
        self.assertTrue(again.scram("account", "anna", "password"))
        self.assertEqual(again.last(ScramDone).who, "account")

    def test_guests_need_it_where_there_is_one(self) -> None:
        lab = self.new_lab(room_verifier=verifier("sesame"))
        client = lab.client().hello()
        self.assertEqual(client.guest("gast").codes, ["ROOM_PASSWORD"])
        self.assertTrue(client.scram("room", "#room", "sesame"))
        self.assertTrue(client.guest("gast").last(Welcome).guest)

    def test_no_room_password_here(self) -> None:
        client = self.lab.client().hello()
        client.scram("room", "#room", "x")
        self.assertEqual(client.codes, ["BAD_REQUEST"])

    def test_the_room_proof_is_no_account_proof(self) -> None:
        lab = self.new_lab(room_verifier=verifier("sesame"))
        client = lab.client().hello()
        client.scram("room", "anna", "sesame")
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.PROTOCOL)


class TokenTest(ServerTest):
    def sign_in(self, word: TokenSignIn) -> Client:
        client = self.lab.client().hello()
        client.ask(word)
        return client

    def test_a_token_signs_in_and_rotates_the_old_one_living_until_the_new_is_used(self) -> None:
        first = self.lab.person("anna").token()
        second = self.sign_in(first).token()
        self.assertNotEqual(first.token, second.token)
        third = self.sign_in(first).token()  # the answer with `second` was lost
        self.sign_in(third)
        for dead in (first, second):
            self.assertEqual(self.sign_in(dead).codes, ["AUTH_FAILED"])

    def test_wrong_tokens(self) -> None:
        good = self.lab.person("anna").token()
        other = self.lab.person("bea").token()
        for user, token in ((good.user, bytes(32)), (other.user, good.token), (999, good.token)):
            self.assertEqual(self.sign_in(TokenSignIn(user, token)).codes, ["AUTH_FAILED"])

    def test_it_survives_a_restart_of_the_relay(self) -> None:
        token = self.lab.person("anna").token()
        self.lab.restart()
        self.assertEqual(self.sign_in(token).last(Welcome).name, "anna")

    def test_only_hashes_are_stored(self) -> None:
        token = self.lab.person("anna").token().token
        self.lab.store.close()
        data = b"".join(path.read_bytes() for path in self.folder.iterdir())
        self.assertNotIn(token, data)
        self.lab.restart()
