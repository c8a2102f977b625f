"""Attacks on the operator's office: stolen, guessed and old tokens, other computers, members who say an operator's words.

Every attack runs against the shipped core over the shipped wire, on a clock that is moved by hand.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

from tests.unit.server.lab import LOOPBACK, RELAY, TOKEN, Client, ServerTest
from udpchat import limits
from udpchat.server.operators import Office
from udpchat.store import DataFolder, read_operator_token
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words import (
    ChangeSettings,
    Figures,
    LogLines,
    OperatorSignIn,
    OperatorWelcome,
    Refused,
    SessionRows,
    Settings,
    SettingsRefused,
    StopServer,
    Welcome,
    encode,
)

LAN = "192.168.1.66"
HOSTILE = (
    *("", " " * 200, "\x00" * 64, "\n\r\t", "\x1b[2J\x1b[31m", "\u202egnp.exe", "\ufeff", "a" + "\u0301" * 60, "\u2028x"),
    *('"}', "\\", "{name}", "%s%n", "'; DROP TABLE user; --", "../../etc/passwd", "\U0001f600" * 16, "\u3164", "${IFS}"),
)
CHANGE = ChangeSettings("Lab 2", limits.DEFAULT_PORT, "open", True, "keep", ())


class OperatorAttack(ServerTest):
    def attack(self, client: Client, token: bytes) -> str:
        """One try to be an operator: the refusal's code, "" for success."""
        count = len(client.all(OperatorWelcome))
        client.operate(token)
        return "" if len(client.all(OperatorWelcome)) > count else client.last(Refused).code

    def assert_cut(self, client: Client, code: CloseCode = CloseCode.PROTOCOL) -> None:
        self.lab.later(0.2)
        assert client.closed is not None, "the connection is still open"
        self.assertIs(client.closed.code, code)

    def assert_nothing_happened(self) -> None:
        self.assertEqual((self.lab.orders, self.lab.saved), ([], []))
        self.assertEqual(self.lab.core.settings, self.lab.settings)
        self.assertEqual(self.lab.core._operators.count, 0)


class TokenTest(OperatorAttack):
    """Nobody is an operator without the token of this folder as it is now, at this computer."""

    def test_wrong_tokens_are_slowed_down_and_then_out(self) -> None:
        rng = random.Random(5)
        client = self.lab.client(LOOPBACK).hello()
        codes = []
        for _ in range(limits.SIGNIN_TRIES_COUNT):
            codes.append(self.attack(client, rng.randbytes(32)))
            self.lab.later(0.5)
        self.assertEqual(codes[:4], ["AUTH_FAILED"] * 3 + ["SLOW_DOWN"])
        self.assertLess(codes.count("AUTH_FAILED"), 8)
        self.assert_cut(client, CloseCode.FLOOD)
        self.assert_nothing_happened()

    def test_every_single_bit_counts(self) -> None:
        for bit in range(0, 256, 5):
            token = (int.from_bytes(TOKEN, "big") ^ 1 << bit).to_bytes(32, "big")
            self.assertNotEqual(self.attack(self.lab.client(LOOPBACK).hello(), token), "")
        self.assert_nothing_happened()

    def test_a_stolen_token_is_worth_nothing_on_another_computer(self) -> None:
        right = self.attack(self.lab.client(LAN).hello(), TOKEN)
        wrong = self.attack(self.lab.client("192.168.1.67").hello(), bytes(32))
        self.assertEqual((right, wrong), ("AUTH_FAILED", "AUTH_FAILED"), "and the answer says nothing about the token")
        self.assert_nothing_happened()

    def test_a_relay_bound_to_all_addresses_takes_loopback_only(self) -> None:
        self.lab.office = Office(TOKEN, "0.0.0.0", "/data", 1)
        self.lab.restart()
        for ip in (LAN, RELAY[0], "0.0.0.0", "128.0.0.1", "12.7.0.1"):
            self.assertNotEqual(self.attack(self.lab.client(ip).hello(), TOKEN), "", ip)
        self.assertEqual(self.attack(self.lab.client(LOOPBACK).hello(), TOKEN), "")

    def test_strangers_cannot_lock_the_operator_out(self) -> None:
        for number in range(40):
            client = self.lab.client(f"192.168.7.{number}").hello()
            for _ in range(4):
                self.attack(client, bytes(32))
            self.lab.vanish(client)
        noisy = self.lab.client(LOOPBACK).hello()
        for _ in range(10):
            self.attack(noisy, bytes(32))
        self.assertEqual(self.attack(self.lab.client(LOOPBACK).hello(), TOKEN), "")

    def test_guesses_from_afar_slow_that_address_for_passwords_too(self) -> None:
        client = self.lab.client(LAN).hello()
        for _ in range(limits.SIGNIN_TRIES_COUNT - 1):
            self.attack(client, bytes(32))
            self.lab.later(0.1)
        self.assertIn("SLOW_DOWN", client.codes)

    def test_the_token_of_an_account_is_no_operators_token_and_the_reverse(self) -> None:
        anna = self.lab.person("anna", LOOPBACK)
        self.assertNotEqual(self.attack(self.lab.client(LOOPBACK).hello(), anna.last(Welcome).token), "")
        thief = self.lab.client(LOOPBACK).hello()
        thief.ask(type(anna.token())(anna.last(Welcome).user, TOKEN))
        self.assertEqual(thief.codes, ["AUTH_FAILED"])

    def test_before_the_greeting_and_on_the_wrong_channel(self) -> None:
        self.lab.client(LOOPBACK).connect()
        early = self.lab.client(LOOPBACK).connect()
        early.ask(OperatorSignIn(TOKEN))
        self.assert_cut(early)
        for channel in (Channel.CHAT, Channel.BULK, Channel.HISTORY):
            client = self.lab.client(LOOPBACK).hello()
            client.say(OperatorSignIn(TOKEN), channel)
            self.lab.turn()
            self.assert_cut(client)
        self.assert_nothing_happened()

    def test_the_token_from_before_a_re_creation(self) -> None:
        with tempfile.TemporaryDirectory() as held:
            path, rng = Path(held) / "relay", random.Random(3)
            folder = DataFolder.open(path, rng.randbytes)
            old = folder.operator_token
            folder.close()
            (path / "operator.token").unlink()
            folder = DataFolder.open(path, rng.randbytes)
            self.addCleanup(folder.close)
            self.lab.office = Office(folder.operator_token, RELAY[0], str(path), 1)
            self.lab.restart()
            client = self.lab.client(LOOPBACK).hello()
            self.assertEqual(self.attack(client, old), "AUTH_FAILED")
            fresh = read_operator_token(path)
            assert fresh is not None
            self.assertEqual(self.attack(client, fresh), "")


class MemberTest(OperatorAttack):
    """A member or a stranger who says an operator's words is cut, and hears nothing of an operator's."""

    WORDS = (CHANGE, StopServer("x"), ChangeSettings("owned", 1, "closed", False, "none", ()))

    def test_members_guests_and_strangers(self) -> None:
        for word in self.WORDS:
            for client in (
                self.lab.person(f"anna{len(self.lab.clients)}"),
                self.lab.client(LOOPBACK).hello().guest(f"gast{len(self.lab.clients)}"),
                self.lab.client(LOOPBACK).hello(),
                self.lab.client(LOOPBACK).connect(),
            ):
                client.ask(word)
                self.assert_cut(client)
        self.assert_nothing_happened()

    def test_what_only_a_relay_says(self) -> None:
        welcome = OperatorWelcome("udpchat", "h", 1, 1, 1, "/")
        for word in (welcome, Settings("x", 1, "open", True, True), Figures(*[1] * 10), LogLines(()), SettingsRefused("", "")):
            for client in (self.lab.person(f"bob{len(self.lab.clients)}"), self.lab.operator()):
                client.ask(word)
                self.assert_cut(client)

    def test_no_member_hears_an_operators_word(self) -> None:
        anna = self.lab.person("anna", LOOPBACK)
        operator = self.lab.operator()
        operator.ask(ChangeSettings("Lab 3", limits.DEFAULT_PORT, "closed", True, "keep", ()))
        self.lab.later(3.0)
        private = (OperatorWelcome, Settings, SettingsRefused, LogLines, SessionRows, Figures)
        self.assertEqual([word for word in anna.heard if isinstance(word, private)], [])

    def test_a_member_in_an_operators_place_after_a_refusal(self) -> None:
        client = self.lab.client(LOOPBACK).hello().operate(bytes(32))
        client.ask(StopServer("x"))
        self.assert_cut(client)
        self.assert_nothing_happened()


class FramesTest(OperatorAttack):
    """Frames that are too large, cut, or no words at all."""

    def test_a_frame_over_the_limit_before_and_after_the_sign_in(self) -> None:
        early = self.lab.client(LOOPBACK).hello()
        early.send_raw(b'{"t":"operator_sign_in","token":"' + b"A" * limits.SIGNED_OUT_FRAME_BYTES + b'"}')
        self.lab.turn()
        self.assert_cut(early)
        operator = self.lab.operator()
        operator.send_raw(b"x" * 65 * 1024)
        self.lab.later(1.0)
        self.assert_cut(operator)
        self.lab.operator()

    def test_the_longest_frame_that_the_wire_takes(self) -> None:
        operator = self.lab.operator()
        operator.send_raw(b'{"t":"stop_server","reason":"' + b"x" * (limits.FRAME_BYTES - 40) + b'"}')
        self.lab.later(1.0)
        self.assert_cut(operator)
        self.assertEqual(self.lab.orders, [])

    def test_any_bytes(self) -> None:
        rng = random.Random(9)
        good = [encode(word) for word in (CHANGE, StopServer("x"), OperatorSignIn(TOKEN))]
        for _ in range(200):
            body = bytearray(rng.choice(good))
            for _ in range(rng.randrange(1, 4)):
                body[rng.randrange(len(body))] = rng.randrange(256)
            operator = self.lab.operator()
            operator.send_raw(bytes(body))
            self.lab.later(0.1, step_s=0.1)
            self.lab.vanish(operator)
            for session in self.lab.core.sessions.all():
                self.lab.core.sessions.close(session, CloseCode.BYE, "", self.lab.now)
            self.lab.later(2.0, step_s=0.5)
        self.assertEqual(self.lab.core.sessions.all(), [])

    def test_a_flood_of_requests(self) -> None:
        operator = self.lab.operator()
        for _ in range(100):
            operator.say(CHANGE)
        self.lab.turn()
        self.assert_cut(operator, CloseCode.FLOOD)


class HostileSettingsTest(OperatorAttack):
    """Whatever a broken or hostile window writes into the settings, the relay and its log stay whole."""

    def setUp(self) -> None:
        super().setUp()
        self.operator = self.lab.operator()

    def change(self, **values: Any) -> None:
        usual = {"name": "Lab 2", "port": limits.DEFAULT_PORT, "signup": "open", "guests": True}
        self.operator.ask(ChangeSettings(**{**usual, "room_password": "keep", "room": (), **values}))
        self.lab.later(0.5, step_s=0.5)

    def test_names(self) -> None:
        for name in HOSTILE:
            self.change(name=name[:64])
            chosen = self.lab.core.settings.name
            self.assertTrue(chosen.isprintable() and chosen.strip() == chosen and chosen, name)
            self.assertLessEqual(len(chosen.encode()), limits.SERVER_NAME_BYTES)
        for line in self.lab.log:
            self.assertNotRegex(line, "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028]")

    def test_reasons(self) -> None:
        for reason in HOSTILE:
            self.operator.ask(StopServer(reason))
        for line in self.lab.log:
            self.assertNotRegex(line, "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028]")

    def test_strings_that_json_can_spell_and_text_cannot(self) -> None:
        for body in (
            b'{"t":"stop_server","reason":"\\ud800"}',
            b'{"t":"stop_server","reason":"\xff"}',
            b'{"t":"stop_server","reason":"' + b"x" * 201 + b'"}',
            b'{"t":"stop_server","reason":null}',
            b'{"t":"stop_server","reason":"x","reason":"y"}',
            b'{"t":"change_settings","name":"x","port":1.5,"signup":"open","guests":true,"room_password":"keep","room":[]}',
            b'{"t":"change_settings","name":"x","port":-1,"signup":"open","guests":true,"room_password":"keep","room":[]}',
            b'{"t":"change_settings","name":"x","port":1,"signup":"all","guests":true,"room_password":"keep","room":[]}',
            b'{"t":"change_settings","name":"x","port":1,"signup":"open","guests":1,"room_password":"keep","room":[]}',
            b'{"t":"change_settings","name":"x","port":1,"signup":"open","guests":true,"room_password":"set","room":[]}',
        ):
            operator = self.lab.operator()
            operator.send_raw(body)
            self.lab.turn()
            self.assert_cut(operator)
        self.assertEqual((self.lab.orders, self.lab.saved), ([], []))
