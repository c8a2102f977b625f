"""The dialect of chat, byte for byte: three first answers, no echo, no duplicate, 1,024 bytes, no keepalive."""

from __future__ import annotations

import unittest

from tests.plain.lab import PlainTest
from tests.unit.server.lab import verifier
from udpchat import limits
from udpchat.words import Events, Message, People, Person, Post, Presence

HELLO, TAKEN, WRONG = b"Login berhasil!", b"USERNAME_TAKEN", b"Password salah!"


class RoomTest(PlainTest):
    """A server with a room password, as the old one had."""

    def setUp(self) -> None:
        super().setUp()
        self.new_lab(room_verifier=verifier("sesame"))


class LoginTest(RoomTest):
    def test_the_three_first_answers(self) -> None:
        self.assertEqual(self.text().say("LOGIN budi sesame"), [HELLO])
        self.assertEqual(self.text().say("LOGIN budi sesame"), [TAKEN])
        self.assertEqual(self.text().say("LOGIN sari wrong"), [WRONG])
        self.assertEqual(self.lab.online(), ["budi"])

    def test_without_a_room_password_any_password_is_right(self) -> None:
        self.new_lab()
        self.assertEqual(self.text().say("LOGIN budi whatever"), [HELLO])

    def test_a_line_end_is_no_part_of_it(self) -> None:
        for number, end in enumerate(("\n", "\r\n")):
            self.assertEqual(self.text().say(f"LOGIN p{number} sesame{end}"), [HELLO])

    def test_again_from_the_same_address_is_the_same_answer_and_doubles_nothing(self) -> None:
        budi, sari = self.chatter("budi"), self.chatter("sari")
        for _ in range(3):
            self.assertEqual(budi.say("LOGIN budi sesame"), [HELLO])
        self.assertEqual(sari.take(), [])
        sari.say("once")
        self.assertEqual(budi.take(), [b"sari: once"])
        self.assertEqual(len(self.lab.core.sessions.all()), 2)

    def test_a_burst_of_the_same_login_is_one_session(self) -> None:
        budi = self.text()
        self.lab.hold = True
        for name in ("budi", "budi", "other"):
            budi.throw(f"LOGIN {name} sesame")
        while self.lab.held:
            self.lab.finish()
            self.lab.turn()
        self.lab.release()
        self.assertEqual(budi.take(), [HELLO])
        self.assertEqual(self.lab.online(), ["budi"])

    def test_the_answer_follows_the_commit(self) -> None:
        budi = self.text()
        budi.say("LOGIN other wrong")
        self.lab.hold = True
        budi.throw("LOGIN budi sesame")
        self.lab.turn()
        self.assertEqual([job.lane for job in self.lab.held], ["plain password"])
        self.lab.finish()
        self.lab.turn()
        self.assertEqual([job.lane for job in self.lab.held], ["store"])
        self.assertEqual(budi.take(), [])
        self.lab.release()
        self.assertEqual(budi.take(), [HELLO])

    def test_a_disk_that_refuses(self) -> None:
        self.allow_failures = True
        budi = self.text()
        self.lab.hold = True
        budi.throw("LOGIN budi sesame")
        self.lab.turn()
        self.lab.finish()
        self.lab.refuse = True
        self.lab.release()
        self.assertEqual(budi.take(), [WRONG])
        self.assertEqual(self.lab.online(), [])
        self.lab.refuse = False
        self.assertEqual(budi.say("LOGIN budi sesame"), [HELLO])

    def test_names_keep_the_rules_of_all_names(self) -> None:
        for name in ("admin", "b\u0430d", "x" * 33, "\u202ebudi", "a/b", "--"):
            self.assertEqual(self.text().say(f"LOGIN {name} sesame"), [TAKEN], name)
        self.chatter("budi")
        self.assertEqual(self.text().say("LOGIN BUDI sesame"), [TAKEN])

    def test_an_account_with_its_own_password(self) -> None:
        self.lab.person("anna")
        self.assertEqual(self.text().say("LOGIN anna password"), [HELLO])
        self.assertEqual(self.text().say("LOGIN anna wrong"), [WRONG])
        self.assertEqual(self.text().say("LOGIN anna sesame"), [TAKEN])  # a guest has to choose another name

    def test_the_right_account_password_takes_the_place_of_the_old_address(self) -> None:
        self.lab.person("anna")
        first, second = self.text(), self.text()
        first.login("anna", "password")
        self.assertEqual(second.login("anna", "password"), HELLO)
        self.chatter("sari").say("for one")
        self.assertEqual((first.take(), second.take()), ([], [b"sari: for one"]))

    def test_closed_doors(self) -> None:
        self.new_lab(guests=False)
        self.assertEqual(self.text().say("LOGIN budi x"), [WRONG])
        self.new_lab(banned_users=frozenset({"budi"}))
        self.assertEqual(self.text().say("LOGIN budi x"), [WRONG])
        self.new_lab(max_sessions=1)
        self.chatter("sari")
        self.assertEqual(self.text().say("LOGIN budi x"), [WRONG])

    def test_wrong_passwords_are_throttled_like_everybodys(self) -> None:
        self.lab.person("anna")
        for _ in range(limits.PASSWORD_FREE_FAILURES):
            self.text().say("LOGIN anna wrong")
        self.assertEqual(self.text().say("LOGIN anna password"), [WRONG])
        self.lab.later(1.1)
        self.assertEqual(self.text().say("LOGIN anna password"), [HELLO])

    def test_a_class_pays_for_one_hash(self) -> None:
        self.chatter("p0")
        self.lab.hold = True
        for number in range(1, 20):
            self.text().throw(f"LOGIN p{number} sesame")
        self.lab.turn()
        self.assertNotIn("plain password", [job.lane for job in self.lab.held])
        self.lab.release()
        self.assertEqual(len(self.lab.online()), 20)


class TalkTest(RoomTest):
    def test_everybody_else_hears_it_and_the_sender_nothing(self) -> None:
        budi, sari, tono = (self.chatter(name) for name in ("budi", "sari", "tono"))
        anna = self.lab.person("anna")
        self.assertEqual(budi.say("halo semua"), [])
        self.assertEqual(sari.take(), [b"budi: halo semua"])
        self.assertEqual(tono.take(), [b"budi: halo semua"])
        self.assertEqual(anna.texts, ["halo semua"])
        anna.post("grüß dich")
        self.lab.turn()
        for client in (budi, sari, tono):
            self.assertEqual(client.take(), ["anna: grüß dich".encode()])

    def test_nothing_is_heard_before_the_disk_has_it(self) -> None:
        budi, sari = self.chatter("budi"), self.chatter("sari")
        self.lab.hold = True
        budi.throw("soon")
        self.lab.turn()
        self.assertEqual(sari.take(), [])
        self.lab.release()
        self.assertEqual(sari.take(), [b"budi: soon"])

    def test_what_was_said_before_is_not_told(self) -> None:
        budi = self.chatter("budi")
        budi.say("before")
        self.assertEqual(self.chatter("sari").take(), [])

    def test_text_that_only_begins_with_login_is_chat(self) -> None:
        budi, sari = self.chatter("budi"), self.chatter("sari")
        for said in (
            "LOGIN",
            "LOGIN itu apa?",
            "LOGIN susah",
            "LOGINKU budi sesame",
            "LOGIN sari sesame",
            "LOGIN budi a b",
            "login budi x",
        ):
            self.assertEqual(budi.say(said), [], said)
            self.assertEqual(sari.take(), [f"budi: {said}".encode()])

    def test_commands_of_the_other_dialect_are_chat_after_login(self) -> None:
        budi, sari = self.chatter("budi"), self.chatter("sari")
        for said in ("list", "auth budi password", "help", '{"status": "OK"}'):
            self.assertEqual(budi.say(said), [])
            self.assertEqual(sari.take(), [f"budi: {said}".encode()])

    def test_the_own_name_in_front_is_taken_off_once(self) -> None:
        budi, sari = self.chatter("budi"), self.chatter("sari")
        for said, heard in (
            ("budi: halo", b"budi: halo"),
            ("sari: halo", b"budi: sari: halo"),
            ("budi: budi: x", b"budi: budi: x"),
        ):
            budi.say(said)
            self.assertEqual(sari.take(), [heard])

    def test_spaces_and_empty_texts(self) -> None:
        budi, sari = self.chatter("budi"), self.chatter("sari")
        budi.say("  two  and a trailing ")
        self.assertEqual(sari.take(), [b"budi:   two  and a trailing "])
        for empty in (" ", "\n", "budi: ", "\u200b"):
            self.assertEqual(budi.say(empty), [], repr(empty))
        self.assertEqual(sari.take(), [])

    def test_private_messages_and_announcements(self) -> None:
        budi, anna = self.chatter("budi"), self.lab.person("anna")
        user = next(session.user for session in self.lab.core.sessions.all() if session.name == "budi")
        assert user is not None
        anna.say(Post(b"p" * 16, 0, user.id, "psst"))
        self.lab.turn()
        anna.say(Post(b"a" * 16, self.lab.store.announcements, 0, "break"))
        self.lab.turn()
        self.assertEqual(budi.take(), [b"anna (private): psst", b"anna: break"])

    def test_it_is_marked_as_unencrypted(self) -> None:
        anna = self.lab.person("anna")
        self.chatter("budi")
        self.lab.later(1.5)
        people = {person.name: person for word in anna.all(People) for person in word.people}
        people |= {person.name: person for word in anna.all(Presence) for person in (*word.joined, *word.changed)}
        self.assertTrue(people["budi"].plain)
        self.assertFalse(people["anna"].plain)
        self.assertIn("budi joined as a guest from 127.0.0.1:40002 (unencrypted)", self.lab.log)

    def test_an_account_is_marked_while_one_of_its_devices_is_plain(self) -> None:
        anna, budi = self.lab.person("anna"), self.lab.person("budi")
        text = self.text()
        text.login("anna", "password")
        self.lab.later(1.5)
        found: Person = budi.all(Presence)[-1].changed[0]
        self.assertEqual((found.name, found.plain), ("anna", True))
        self.assertIsNone(anna.closed)  # its other device stays
        text.say("from here")
        self.assertEqual(budi.texts, ["from here"])
        self.assertEqual(anna.texts, ["from here"])


class SizeTest(RoomTest):
    def pieces(self, said: str) -> list[bytes]:
        budi, anna = self.chatter("budi"), self.lab.person("anna")
        anna.post(said)
        self.lab.turn()
        self.lab.later(10.0, 0.5)
        return budi.take()

    def test_long_messages_come_in_pieces_that_are_text(self) -> None:
        for said in ("x" * 16384, "é" * 8192, "€" * 5000, "😀" * 4096, "x" * 1018, "x" * 1019, "a" + "😀" * 255):
            with self.subTest(said[:2]):
                self.new_lab(room_verifier=verifier("sesame"))
                got = self.pieces(said)
                self.assertTrue(all(len(piece) <= 1024 for piece in got))
                self.assertEqual("".join(piece.decode().removeprefix("anna: ") for piece in got), said)
                self.assertTrue(all(piece.startswith(b"anna: ") for piece in got))

    def test_exactly_one_datagram_for_1024_bytes_with_the_prefix(self) -> None:
        self.assertEqual(self.pieces("x" * 1018), [b"anna: " + b"x" * 1018])

    def test_a_longer_name_leaves_less_room(self) -> None:
        sari, long = self.chatter("sari"), self.chatter("n" * 32)
        long.say("y" * 1000)
        self.assertEqual([len(piece) for piece in sari.take()], [1024, 34 + 10])

    def test_bytes_that_are_no_utf8_reach_nobody_as_such(self) -> None:
        budi, sari = self.chatter("budi"), self.chatter("sari")
        for raw in (b"a\xff\xfeb", b"cut \xc3", b"\xe2\x82", b"ok \xed\xa0\x80", b"\xf4\x90\x80\x80"):
            budi.say(raw)
        for piece in sari.take():
            piece.decode()

    def test_it_is_sent_no_faster_than_its_rate(self) -> None:
        budi, anna = self.chatter("budi"), self.lab.person("anna")
        for _ in range(20):
            anna.post("x" * 16000)
        self.lab.turn()
        at_once = sum(map(len, budi.take()))
        self.assertLessEqual(at_once, limits.PLAIN_BURST_BYTES)
        self.lab.later(4.0)
        self.assertLessEqual(sum(map(len, budi.take())), 5 * limits.PLAIN_BYTES_PER_S)

    def test_whoever_is_slow_loses_nothing(self) -> None:
        budi, anna = self.chatter("budi"), self.lab.person("anna")
        for number in range(40):
            anna.post(f"{number} " + "x" * 16000)
            self.lab.turn()
        self.lab.later(90.0, 0.5)
        heard = [piece.decode().removeprefix("anna: ").partition(" ")[0] for piece in budi.take()]
        self.assertEqual([word for word in heard if word.isdigit()], [str(number) for number in range(40)])


class EndTest(RoomTest):
    def test_it_stays_for_half_an_hour_of_silence_and_then_its_name_is_free(self) -> None:
        budi = self.chatter("budi")
        self.lab.later(limits.PLAIN_IDLE_S - 5, 5.0)
        self.assertEqual(self.lab.online(), ["budi"])
        self.assertEqual(budi.take(), [])  # no keepalive
        self.lab.later(6, 1.0)
        self.assertEqual(self.lab.online(), [])
        self.assertIn("budi left (silent for 30 min, signed out)", self.lab.log)
        self.chatter("budi")

    def test_the_idle_time_is_a_setting(self) -> None:
        self.new_lab(plain_idle_s=60.0)
        self.chatter("budi")
        self.lab.later(61, 1.0)
        self.assertEqual(self.lab.online(), [])

    def test_a_client_that_died_leaves_its_name_to_the_same_computer_only(self) -> None:
        self.new_lab(plain="lan", room_verifier=verifier("sesame"))
        self.chatter("budi", "192.168.1.50")
        self.lab.later(limits.PLAIN_GHOST_S + 1, 1.0)
        self.assertEqual(self.text("192.168.1.51").login("budi"), TAKEN)
        self.assertEqual(self.text("192.168.1.50").login("budi", "wrong"), WRONG)
        self.assertEqual(self.text("192.168.1.50").login("budi"), HELLO)
        self.assertEqual(self.lab.online(), ["budi"])
        self.assertIn("budi left (replaced)", self.lab.log)

    def test_a_stopping_relay_says_so(self) -> None:
        budi = self.chatter("budi")
        self.lab.core.shut_down(self.lab.now)
        self.lab.turn()
        self.assertEqual(budi.take(), [b"(udpchat) The server stops."])
        self.assertTrue(self.lab.core.stopped)
        self.assertEqual(budi.say("x"), [])

    def test_after_a_restart_of_the_relay_the_name_is_there_again(self) -> None:
        self.chatter("budi")
        self.lab.restart()
        budi = self.text()
        self.assertEqual(budi.login("budi"), TAKEN)
        self.lab.later(limits.GUEST_GRACE_S + 1, 1.0)
        self.assertEqual(budi.login("budi"), HELLO)

    def test_the_order_of_a_busy_lobby(self) -> None:
        clients = [self.chatter(f"p{number}") for number in range(5)]
        for number in range(30):
            clients[number % 5].throw(str(number))
            if number % 7 == 0:
                self.lab.turn()
        self.lab.later(3.0)
        anna = self.lab.person("anna")
        anna.synchronise()
        history = [e for word in anna.all(Events) for e in word.events if isinstance(e, Message)]
        whole = [f"{event.name}: {event.text}".encode() for event in dict.fromkeys(history)]
        self.assertEqual(len(whole), 30)
        for number, client in enumerate(clients):
            self.assertEqual(client.take(), [line for line in whole if not line.startswith(f"p{number}:".encode())])


if __name__ == "__main__":
    unittest.main()
