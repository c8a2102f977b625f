"""What strangers, forgers and the merely broken can do to plain text: not much."""

from __future__ import annotations

import json
import random
import unittest
from unittest import mock

from tests.plain.lab import PlainTest, TextClient
from tests.unit.server.lab import verifier
from udpchat import limits
from udpchat.words import Ban, ChangeSettings, Kick, Pause, Silence, SlowMode

LAN = "192.168.1.50"
OFF = b"*udpchat* plain text is not taken here"
SENT = b'{"status": "OK", "message": "Message Sent"}'


class ReachTest(PlainTest):
    def test_local_is_this_computer_only(self) -> None:
        self.assertEqual(self.text(LAN).say("LOGIN budi sesame"), [OFF])
        self.assertEqual(self.text("192.168.1.51").say("auth messi password"), [OFF])
        self.assertEqual(self.text("127.9.9.9").say("LOGIN budi sesame"), [b"Login berhasil!"])

    def test_lan_is_the_local_network_and_nobody_else(self) -> None:
        self.new_lab(plain="lan")
        for number, ip in enumerate((LAN, "10.1.2.3", "172.16.0.9", "169.254.3.4", "127.0.0.1")):
            self.assertEqual(self.text(ip).say(f"LOGIN p{number} x"), [b"Login berhasil!"])
        for ip in ("8.8.8.8", "172.32.0.1", "100.100.1.1", "224.0.0.1", "0.0.0.0", "255.255.255.255", "240.0.0.1"):
            self.assertEqual(self.text(ip).say("LOGIN far sesame"), [], ip)

    def test_off_is_one_short_refusal_at_a_time(self) -> None:
        self.new_lab(plain="off")
        self.assertEqual(self.text().say("LOGIN budi sesame"), [OFF])
        self.assertEqual(self.text().say("LOGIN budi sesame"), [])  # the same address
        self.lab.later(limits.PLAIN_REFUSAL_EVERY_S + 0.1, 0.5)
        self.assertEqual(self.text().say("help"), [])  # too short for any answer
        self.assertEqual(self.text().say("hello"), [b"*udpchat* off"])
        answers = [self.text(f"10.0.0.{number}").say("LOGIN budi sesame") for number in range(1, 50)]
        self.assertLessEqual(sum(map(len, answers)), 2)
        self.assertEqual(self.lab.online(), [])

    def test_two_relays_do_not_talk_to_each_other(self) -> None:
        self.new_lab(plain="off")
        self.assertEqual(self.text().say(OFF), [])
        self.new_lab(plain="lan")
        said = [OFF, b"Login berhasil!", b"USERNAME_TAKEN", b"Password salah!", *self.text().say("x"), *self.text().say("help")]
        for ip in ("127.0.0.1", LAN):
            for data in said:
                self.assertEqual(self.text(ip).say(data), [], data)

    def test_old_services_get_no_answer(self) -> None:
        for port in (7, 19, 53, 1023):
            self.assertEqual(self.text(port=port).say("LOGIN budi sesame"), [])

    def test_a_change_of_the_setting_signs_out_whom_it_excludes(self) -> None:
        self.new_lab(plain="lan")
        near, far = self.chatter("near"), self.chatter("far", LAN)
        operator = self.lab.operator()

        def change(**values: str) -> None:
            name, port = self.lab.core.settings.name, self.lab.core.settings.port
            operator.ask(ChangeSettings(name, port, "open", True, "keep", (), **values))  # type: ignore[arg-type]

        change()
        self.assertEqual(self.lab.online(), ["far", "near"])
        change(plain="local")
        self.assertEqual(self.lab.online(), ["near"])
        self.assertEqual(far.say("hello out there"), [OFF])
        change(plain="off")
        self.assertEqual(self.lab.online(), [])
        self.assertIn("near left (plain text is off, signed out)", self.lab.log)
        change(plain="lan")
        self.assertTrue(any("can read their passwords" in line for line in self.lab.log))
        self.chatter("far", LAN)
        self.assertEqual(near.take(), [])


class StrangerTest(PlainTest):
    def setUp(self) -> None:
        super().setUp()
        self.new_lab(plain="lan", room_verifier=verifier("sesame"))

    def test_never_more_than_three_times_what_came(self) -> None:
        self.lab.person("messi")
        rng = random.Random(3)
        verbs = [
            *("auth a b", "auth messi x", "auth nobody password", "register a b", "LOGIN a b", "LOGIN x", "list", "help", "x"),
            *("é", "inbox 123", "send", "send a b c", "logout x", "register messi password A B", "auth", "sendfile"),
            "info " + "f" * 32,
        ]
        for number in range(300):
            client = self.text(f"192.168.{number % 200}.{rng.randrange(1, 255)}")
            line = rng.choice(verbs) + " " * rng.randrange(3) * rng.randrange(8)
            client.say(line)
            self.assertLessEqual(client.got_bytes, 3 * client.sent_bytes, line)

    def test_what_it_gets_is_as_much_of_the_answer_as_fits(self) -> None:
        unknown = [b'{"status": "ERROR", "message": "Unknown command", "hint": "help"}',
                   b'{"status": "ERROR", "message": "Unknown command"}', b'{"status": "ERROR"}']  # fmt: skip
        for size, answer in ((30, unknown[0]), (17, unknown[1]), (7, unknown[2])):
            self.assertEqual(self.text(LAN).say("x" * size), [answer])
        self.assertEqual(self.text(LAN).say("x" * 6), [])

    def test_this_computer_gets_the_whole_answer(self) -> None:
        self.assertEqual(self.text().say("x"), [b'{"status": "ERROR", "message": "Unknown command", "hint": "help"}'])

    def test_answers_are_rationed(self) -> None:
        client = self.text(LAN)
        answers = sum(len(client.say("nonsense " * 10)) for _ in range(500))
        self.assertLessEqual(answers, limits.PLAIN_ANSWERS_PER_MIN)

    def test_a_token_works_only_where_it_was_given_out(self) -> None:
        client, token = self.typist_of("messi", LAN)
        self.assertEqual(client.ask(f"list {token}")["status"], "OK")
        thief = self.text("192.168.1.66")
        for verb in ("list", "inbox", "logout", "send"):
            self.assertEqual(thief.ask(f"{verb} {token} messi x")["message"], "Not signed in")
        neighbour = self.text(LAN)  # another port of the same computer
        self.assertEqual(neighbour.ask(f"list {token}")["status"], "OK")

    def typist_of(self, name: str, ip: str) -> tuple[TextClient, str]:
        client = self.text(ip)
        return client, client.register(name)

    def test_guessed_tokens_open_nothing(self) -> None:
        _, token = self.typist_of("messi", LAN)
        rng = random.Random(1)
        for guess in ("", "0" * 32, token[:-1], token + "0", token.upper() + "x", "\x00" * 8, rng.randbytes(16).hex()):
            found = self.text(LAN).say(f"inbox {guess}".ljust(60))
            self.assertTrue(all(b"OK" not in answer for answer in found), guess)

    def test_forged_sources_of_a_signed_in_address_are_only_text(self) -> None:
        """Whoever can forge the address of somebody can speak as them, as the warning says; nothing besides."""
        victim = self.chatter("budi", LAN)
        forger = TextClient(self.lab, victim.addr)
        forger.throw("I am budi")
        self.lab.turn()
        self.assertEqual(victim.take(), [])
        self.assertIn("message from budi, 9 bytes", self.lab.log)

    def test_passwords_of_plain_clients_wait_in_a_bounded_queue(self) -> None:
        self.lab.hold = True
        for number in range(200):
            self.text(LAN).throw(f"auth messi{number} password{number}")
            self.text(LAN).throw(f"register user{number} password{number} A B")
        self.lab.turn()
        hashing = self.lab.core._plain._hashing
        self.assertEqual(len(hashing._waiting) + len(hashing._running), limits.PLAIN_HASHES_PER_ADDRESS)
        for number in range(200):
            self.text(f"192.168.2.{number}").throw(f"register over{number} password{number} A B")
        self.lab.turn()
        self.assertEqual(len(hashing._waiting) + len(hashing._running), limits.PLAIN_HASHES)
        self.assertEqual([job.lane for job in self.lab.held], ["plain password"])  # one at a time
        self.lab.release()

    def test_nothing_is_hashed_in_the_loop(self) -> None:
        with mock.patch("udpchat.scram.hashlib.scrypt", side_effect=AssertionError) as scrypt:
            self.lab.hold = True
            for line in ("LOGIN budi sesame", "register messi password A B"):
                self.text().throw(line)
                self.lab.turn()
            scrypt.assert_not_called()
        self.lab.release()
        self.assertEqual(self.lab.online(), ["budi", "messi"])


class NoiseTest(PlainTest):
    def test_every_first_byte(self) -> None:
        self.new_lab(plain="lan")
        for first in range(256):
            for rest in (b"", b" b c", bytes(60), b"\xff" * 60):
                self.text(LAN).say(bytes([first]) + rest)
        self.lab.person("anna")
        self.assertEqual(self.lab.online(), ["anna"])

    def test_packets_of_the_encrypted_protocol_are_never_text(self) -> None:
        budi = self.chatter("budi")
        sari = self.chatter("sari")
        for first in range(0x80, 0xC2):
            budi.say(bytes([first]) + b"hello")
        self.assertEqual(sari.take(), [])

    def test_empty_and_huge_datagrams(self) -> None:
        budi, sari = self.chatter("budi"), self.chatter("sari")
        for data in (
            b"",
            b"x" * 65507,
            b"LOGIN " + b"x" * 60000 + b" y",
            b"\n" * 65000,
            b"auth " + b"a" * 65000,
            "é".encode() * 32000,
        ):
            budi.say(data)
            self.text().say(data)
        budi.take()
        sari.take()
        self.lab.later(limits.PLAIN_WARN_EVERY_S + 0.1)
        (said,) = budi.say(b"x" * 20000)
        self.assertTrue(said.startswith(b"(udpchat) "))
        budi.say("still here")
        self.assertEqual(sari.take(), [b"budi: still here"])

    def test_random_bytes(self) -> None:
        rng = random.Random(7)
        self.new_lab(plain="lan")
        words = [
            b"auth",
            b"send",
            b"register",
            b"LOGIN",
            b"inbox",
            b"=",
            b"&",
            b" ",
            b"\n",
            b'"',
            b"%",
            b"+",
            b"a",
            b"\xff",
            b"\xc3",
            b"\0",
        ]
        client, token = self.text(LAN), ""
        token = client.register("messi")
        budi = self.chatter("budi", LAN)
        for _ in range(3000):
            data = b"".join(rng.choice([*words, token.encode()]) for _ in range(rng.randrange(1, 12)))
            rng.choice([client, budi, self.text(LAN)]).throw(data)
        self.lab.turn()
        self.lab.later(20.0, 0.5)
        sari = self.lab.person("sari")
        self.assertIn("sari", self.lab.online())
        self.assertEqual(sari.codes, [])

    def test_a_flood_of_chat_is_bounded_and_ends_nothing(self) -> None:
        self.new_lab(rate_per_s=10.0, burst=30)
        budi, sari = self.chatter("budi"), self.chatter("sari")
        for number in range(2000):
            budi.throw(str(number))
        self.lab.turn()
        (notice,) = budi.take()
        self.assertEqual(notice, b"(udpchat) That was too fast. Try again in a moment.")
        self.lab.later(10.0)
        heard = sari.take()
        self.assertGreaterEqual(len(heard), 30)
        self.assertLessEqual(len(heard), 30 + limits.PLAIN_WAITING)
        budi.say("calm again")
        self.assertEqual(sari.take(), [b"budi: calm again"])

    def test_a_flood_of_commands(self) -> None:
        client, token = self.typist("messi")
        for _ in range(1000):
            client.throw(f"info {token}")
        self.lab.turn()
        found = [json.loads(answer)["status"] for answer in client.take()]
        self.assertEqual(len(found), 1000)
        self.assertLessEqual(found.count("OK"), 20)
        self.lab.later(2.0)
        self.assertEqual(client.ask(f"list {token}")["status"], "OK")

    def test_many_addresses_leave_little_behind(self) -> None:
        self.new_lab(plain="lan")
        for number in range(3000):
            self.text(f"10.{number // 250}.{number % 250}.9").throw("auth nobody password")
        self.lab.turn()
        gate = self.lab.core._plain
        self.assertEqual((len(gate._peers), len(gate._entering._by_cid), len(gate._entering._asked)), (0, 0, 0))
        self.assertEqual(len(self.lab.core.sessions.all()), 0)


class OrderTest(PlainTest):
    """Moderation holds for them as for everybody."""

    def setUp(self) -> None:
        super().setUp()
        self.operator = self.lab.operator()
        self.budi, self.sari = self.chatter("budi"), self.chatter("sari")
        self.user = next(s.user for s in self.lab.core.sessions.all() if s.name == "budi").id  # type: ignore[union-attr]
        self.number = 0

    def ref(self) -> bytes:
        self.number += 1
        return self.number.to_bytes(16, "big")

    def forever(self) -> int:
        return self.lab.wall + 3_600_000

    def said(self, line: str) -> list[bytes]:
        """What the sender hears; nobody else may hear anything."""
        self.lab.later(limits.PLAIN_WARN_EVERY_S + 0.1)
        heard = self.budi.say(line)
        self.assertEqual(self.sari.take(), [])
        return heard

    def test_muted(self) -> None:
        self.operator.ask(Silence(self.ref(), self.user, self.forever(), "spam"))
        (notice,) = self.said("can you hear me")
        self.assertTrue(notice.startswith(b"(udpchat) "), notice)
        self.assertIn(b"spam", notice)

    def test_paused(self) -> None:
        self.operator.ask(Pause(self.ref(), True))
        (notice,) = self.said("can you hear me")
        self.assertIn(b"paused", notice.lower())

    def test_slow_mode(self) -> None:
        self.operator.ask(SlowMode(self.ref(), self.lab.store.lobby, 60))
        self.budi.say("one")
        self.sari.take()
        (notice,) = self.said("two")
        self.assertTrue(notice.startswith(b"(udpchat) "))

    def test_kicked(self) -> None:
        self.operator.ask(Kick(self.ref(), self.user, "enough"))
        self.assertEqual(self.budi.take(), [b"(udpchat) You were removed by a moderator."])
        self.assertEqual(self.lab.online(), ["sari"])
        self.assertIn("budi left (kick)", self.lab.log)
        self.assertIn(b"Unknown command", self.budi.say("I am still here, am I not?")[0])
        self.assertEqual(self.sari.take(), [])

    def test_banned_by_address(self) -> None:
        self.new_lab(plain="lan")
        tono = self.chatter("tono", LAN)
        self.lab.operator().ask(Ban(self.ref(), 0, LAN, self.forever(), "flood"))
        self.assertEqual(tono.take(), [b"(udpchat) You were banned by a moderator."])
        self.assertEqual(self.lab.online(), [])
        self.assertEqual(self.text(LAN).say("LOGIN tono x"), [b"Password salah!"])
        self.assertEqual(self.text(LAN).ask("register tono password Name_Of_Somebody Country_Of_Somebody")["status"], "ERROR")

    def test_a_ban_ends_the_tokens(self) -> None:
        client, token = self.typist("messi")
        user = self.lab.store.user_named("messi")
        assert user is not None
        self.operator.ask(Ban(self.ref(), user.id, "", self.forever(), "enough"))
        self.assertEqual(client.ask(f"list {token}")["message"], "Not signed in")
        self.assertEqual(client.ask("auth messi password")["status"], "ERROR")


if __name__ == "__main__":
    unittest.main()
