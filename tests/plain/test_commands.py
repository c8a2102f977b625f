"""The dialect of commands, byte for byte."""

from __future__ import annotations

import json
import unittest
import unittest.mock

from tests.plain.lab import PlainTest, TextClient
from tests.unit.server.lab import verifier
from udpchat import limits
from udpchat.words import Post

SENT = b'{"status": "OK", "message": "Message Sent"}'
NOBODY = b'{"status": "ERROR", "message": "User is not found"}'
WRONG = b'{"status": "ERROR", "message": "Wrong password"}'
SIGNED_OUT = b'{"status": "ERROR", "message": "Not signed in"}'
LOGGED_OUT = b'{"status": "OK", "messages": "Logged out"}'
UNKNOWN = b'{"status": "ERROR", "message": "Unknown command", "hint": "help"}'


class EntryTest(PlainTest):
    def test_auth(self) -> None:
        self.lab.person("messi")
        client = self.text()
        (answer,) = client.say("auth messi password")
        token = json.loads(answer)["tokenid"]
        self.assertEqual(answer, b'{"status": "OK", "tokenid": "%b"}' % token.encode())
        self.assertRegex(token, "^[0-9a-f]{32}$")
        self.assertEqual(client.say("auth messi wrong"), [WRONG])
        self.assertEqual(client.say("auth nobody password"), [NOBODY])

    def test_auth_urlencoded(self) -> None:
        client, _ = self.typist("messi")
        self.assertEqual(client.ask("auth username=messi&password=password")["status"], "OK")
        self.assertEqual(client.ask("auth password=password&username=messi\r\n")["status"], "OK")
        self.assertEqual(client.say("auth username=messi&password=wrong"), [WRONG])

    def test_register(self) -> None:
        client = self.text()
        (answer,) = client.say("register ronaldo surabaya Cristiano_Ronaldo Portugal")
        token = json.loads(answer)["tokenid"].encode()
        self.assertEqual(
            answer,
            b'{"status": "OK", "tokenid": "%b", "username": "ronaldo", "name": "Cristiano Ronaldo", "nationality": "Portugal"}'
            % token,
        )
        self.assertEqual(client.say("register ronaldo other1 A B"), [b'{"status": "ERROR", "message": "USERNAME_TAKEN"}'])
        found = client.ask("register username=aa&nationality=aa&password=aaaaaa6&name=alam")
        self.assertEqual((found["username"], found["name"], found["nationality"]), ("aa", "alam", "aa"))
        self.assertEqual(client.ask("create_user bb password Some_Body Here")["name"], "Some Body")

    def test_register_where_that_is_not_open(self) -> None:
        self.new_lab(signup="closed")
        self.assertEqual(self.text().ask("register messi password")["status"], "ERROR")
        self.assertEqual(self.text().say("auth nobody password"), [WRONG])  # nobody learns who has an account
        self.new_lab(signup="room", room_verifier=verifier("sesame"))
        self.assertEqual(self.text().ask("register messi password")["status"], "ERROR")
        self.assertEqual(self.lab.store.account_count(), 0)

    def test_register_keeps_the_rules(self) -> None:
        for line in ("register messi short", "register password password", "register admin password", "register m\u202ex password"):
            found = self.text().ask(line)
            self.assertEqual(found["status"], "ERROR", line)
            self.assertNotEqual(found["message"], "Wrong password")
        self.assertEqual(self.lab.store.account_count(), 0)

    def test_a_lost_answer_locks_nobody_out(self) -> None:
        client, first = self.typist("messi")
        second = client.auth("messi")
        self.assertNotEqual(first, second)
        for token in (first, second):
            self.assertEqual(client.ask(f"inbox {token}")["status"], "OK")

    def test_old_tokens_make_room(self) -> None:
        client, first = self.typist("messi")
        tokens = [client.auth("messi") for _ in range(limits.PLAIN_TOKENS_PER_USER)]
        self.assertEqual(client.say(f"inbox {first}"), [SIGNED_OUT])
        self.assertTrue(all(client.ask(f"inbox {token}")["status"] == "OK" for token in tokens))

    def test_logout_and_exit(self) -> None:
        for verb in ("logout", "exit"):
            client, token = self.typist(f"messi{verb}")
            other, kept = self.typist(f"other{verb}")
            self.assertEqual(client.say(f"{verb} {token}"), [LOGGED_OUT])
            self.assertEqual(client.say(f"{verb} {token}"), [LOGGED_OUT])  # its answer may have been lost
            self.assertEqual(client.say(f"list {token}"), [SIGNED_OUT])
            self.assertEqual(other.ask(f"list {kept}")["status"], "OK")
            self.lab.later(limits.PLAIN_LEFT_S + 1, 1.0)
            self.assertEqual(client.say(f"{verb} {token}"), [SIGNED_OUT])

    def test_no_login_token_is_left_behind(self) -> None:
        anna = self.lab.person("anna")
        client = self.text()
        for _ in range(30):
            client.auth("anna")
        word = anna.token()
        again = self.lab.client().hello()
        again.ask(word)
        self.assertEqual(again.codes, [])

    def test_silence_ends_it(self) -> None:
        client, token = self.typist("messi")
        self.lab.later(limits.PLAIN_IDLE_S - 1, 5.0)
        self.assertEqual(client.ask(f"list {token}")["messages"], ["messi"])
        self.lab.later(limits.PLAIN_IDLE_S + 1, 5.0)
        self.assertEqual(client.say(f"list {token}"), [SIGNED_OUT])
        self.assertIn("messi left (silent for 30 min, signed out)", self.lab.log)


class TalkTest(PlainTest):
    def setUp(self) -> None:
        super().setUp()
        self.messi, self.m = self.typist("messi")
        self.lineker, self.k = self.typist("lineker")

    def mail(self, client: TextClient, token: str) -> list[str]:
        found = client.ask(f"inbox {token}")
        self.assertEqual(list(found), ["status", "messages"])
        return [letter["msg"] for letters in found["messages"].values() for letter in letters]

    def test_send_and_inbox(self) -> None:
        self.assertEqual(self.messi.say(f"send {self.m} lineker apa kabar son"), [SENT])
        self.assertEqual(
            self.lineker.say(f"inbox {self.k}"),
            [b'{"status": "OK", "messages": {"messi": '
             b'[{"msg_from": "Messi Name", "msg_to": "Lineker Name", "msg": "apa kabar son"}]}}'],
        )  # fmt: skip
        self.assertEqual(self.lineker.say(f"inbox {self.k}"), [b'{"status": "OK", "messages": {}}'])

    def test_the_answer_follows_the_commit(self) -> None:
        self.lab.hold = True
        self.assertEqual(self.messi.say(f"send {self.m} lineker x"), [])
        self.lab.release()
        self.assertEqual(self.messi.take(), [SENT])

    def test_a_disk_that_refuses(self) -> None:
        self.allow_failures = True
        self.lab.refuse = True
        self.assertEqual(self.messi.ask(f"send {self.m} lineker x")["status"], "ERROR")
        self.lab.refuse = False
        self.assertEqual(self.messi.say(f"send {self.m} lineker x"), [SENT])  # the same ref, taken this time
        self.assertEqual(self.mail(self.lineker, self.k), ["x"])

    def test_nobody_of_that_name(self) -> None:
        for name in ("nobody", "linek", "messi,lineker", "\u00e9"):
            self.assertEqual(self.messi.say(f"send {self.m} {name} x"), [NOBODY], name)

    def test_the_text_is_exactly_what_follows_the_space(self) -> None:
        for text in ("a", " two  spaces ", "send x y z", "a\nb", "é😀", "x" * 3000, "1024".ljust(1024, "-"), "=&%20+"):
            with self.subTest(text[:10]):
                self.assertEqual(self.messi.say(f"send {self.m} lineker {text}"), [SENT])
                self.assertEqual(self.mail(self.lineker, self.k), [text])
        self.messi.say(f"send {self.m} lineker ended\r\n")
        self.assertEqual(self.mail(self.lineker, self.k), ["ended"])

    def test_two_commands_in_one_datagram_are_one_with_a_strange_text(self) -> None:
        self.messi.say(f"send {self.m} lineker hi\nlogout {self.m}")
        self.assertEqual(self.messi.ask(f"list {self.m}")["status"], "OK")
        self.assertEqual(self.mail(self.lineker, self.k), [f"hi\nlogout {self.m}"])

    def test_a_repeat_within_two_seconds_is_answered_and_not_sent_again(self) -> None:
        for _ in range(3):
            self.assertEqual(self.messi.say(f"send {self.m} lineker once"), [SENT])
        self.assertEqual(self.mail(self.lineker, self.k), ["once"])
        self.lab.later(limits.PLAIN_REPEAT_S + 0.1)
        self.assertEqual(self.messi.say(f"send {self.m} lineker once"), [SENT])
        self.assertEqual(self.mail(self.lineker, self.k), ["once"])

    def test_a_repeat_while_the_first_is_under_way(self) -> None:
        self.lab.hold = True
        for _ in range(3):
            self.messi.throw(f"send {self.m} lineker once")
        self.lab.turn()
        self.lab.release()
        self.assertEqual(self.messi.take(), [SENT])
        self.assertEqual(self.mail(self.lineker, self.k), ["once"])

    def test_mail_counts_as_read_with_the_next_command(self) -> None:
        anna = self.lab.person("anna")
        user = self.lab.store.user_named("lineker")
        assert user is not None
        anna.say(Post(b"1" * 16, 0, user.id, "hello"))
        self.lab.turn()
        self.assertEqual(self.mail(self.lineker, self.k), ["hello"])
        second = self.lineker.auth("lineker")
        self.assertEqual(self.mail(self.lineker, second), ["hello"])  # no other command with the first token yet
        self.lineker.say(f"list {second}")
        self.lab.later(1.5)
        self.assertEqual(self.mail(self.lineker, self.lineker.auth("lineker")), [])

    def test_an_answer_that_was_lost_can_be_had_again(self) -> None:
        self.messi.say(f"send {self.m} lineker hello")
        (lost,) = self.lineker.say(f"inbox {self.k}")
        for _ in range(2):
            self.assertEqual(self.lineker.say(f"inbox {self.k} again"), [lost])
        self.assertEqual(self.mail(self.lineker, self.k), [])

    def test_mail_waits_for_whoever_is_not_here(self) -> None:
        self.lineker.say(f"logout {self.k}")
        for number in range(3):
            self.messi.say(f"send {self.m} lineker {number}")
        self.lab.restart()
        client = self.text()
        self.assertEqual(self.mail(client, client.auth("lineker")), ["0", "1", "2"])

    def test_much_mail_comes_in_parts_that_lose_nothing(self) -> None:
        for number in range(30):
            self.messi.say(f"send {self.m} lineker {number:03} " + "é" * 500)
        got: list[str] = []
        while part := self.mail(self.lineker, self.k):
            got += [text[:3] for text in part]
            self.lab.later(0.2)
        self.assertEqual(got, [f"{number:03}" for number in range(30)])

    def test_the_longest_text_fits_an_answer(self) -> None:
        for text in ("\u00e9" * 8192, "x" * 16384, "😀" * 4096, '"' * 16384):
            self.assertEqual(self.messi.say(f"send {self.m} lineker {text}"), [SENT])
            self.assertEqual(self.mail(self.lineker, self.k), [text])
        self.assertEqual(self.messi.ask(f"send {self.m} lineker {'x' * 16385}")["status"], "ERROR")

    def test_sendgroup_to_all_or_to_nobody(self) -> None:
        sari, s = self.typist("sari")
        self.assertEqual(self.messi.say(f"sendgroup {self.m} lineker,sari halo gaiss"), [SENT])
        self.assertEqual(self.mail(self.lineker, self.k), ["halo gaiss"])
        self.assertEqual(self.mail(sari, s), ["halo gaiss"])
        self.assertEqual(
            self.messi.say(f"sendgroup {self.m} lineker,x,sari,y halo"),
            [b'{"status": "ERROR", "message": "User is not found: x, y"}'],
        )
        self.assertEqual(self.mail(self.lineker, self.k), [])
        many = ",".join(["lineker"] * 200)
        self.assertEqual(self.messi.say(f"sendgroup {self.m} {many} twice"), [SENT])
        self.assertEqual(self.mail(self.lineker, self.k), ["twice"])

    def test_list_and_info(self) -> None:
        self.lineker.auth("lineker")
        self.lab.person("anna")
        self.assertEqual(self.messi.say(f"list {self.m}"), [b'{"status": "OK", "messages": ["anna", "lineker", "messi"]}'])
        self.assertEqual(self.text().say("list"), [SIGNED_OUT])
        (answer,) = self.messi.say(f"info {self.m}")
        since = self.lab.wall // 1000
        self.assertEqual(json.loads(answer)["message"]["messi"], {"name": "Messi Name", "country": "Indonesia", "since": since})
        for secret in (self.m, self.k, "password"):
            self.assertNotIn(secret.encode(), answer)

    def test_answers_always_fit_a_datagram(self) -> None:
        """More people than a datagram carries, more unknown names than an answer repeats."""
        for number in range(120):
            self.text().register(f"p{number:03}", "password")
        with unittest.mock.patch.object(limits, "PLAIN_REPLY_MAX_BYTES", 3000):
            for verb, field in (("list", "messages"), ("info", "message")):
                (answer,) = self.messi.say(f"{verb} {self.m}")
                self.assertLess(len(answer), 3100)
                self.assertGreater(len(json.loads(answer)[field]), 20)
        unknown = ",".join(f"x{number}" for number in range(5000))
        (answer,) = self.messi.say(f"sendgroup {self.m} {unknown} hi")
        self.assertLess(len(answer), 300)

    def test_list_without_a_token_where_the_server_allows_it(self) -> None:
        self.new_lab(plain_list=True)
        self.lab.person("anna")
        self.assertEqual(self.text().say("list"), [b'{"status": "OK", "messages": ["anna"]}'])

    def test_broadcast_reaches_all(self) -> None:
        anna, chatter = self.lab.person("anna"), self.chatter("budi")
        self.assertEqual(self.messi.say(f"broadcast {self.m} pulang"), [SENT])
        self.assertEqual(self.mail(self.lineker, self.k), ["pulang"])
        self.assertEqual(anna.texts, ["pulang"])
        self.assertEqual(chatter.take(), [b"messi: pulang"])

    def test_the_lobby_is_no_mail(self) -> None:
        self.chatter("budi").say("chatter")
        self.assertEqual(self.mail(self.lineker, self.k), [])

    def test_urlencoded_messages(self) -> None:
        self.assertEqual(self.messi.say(f"send session={self.m}&destination=lineker&message=a%26b+c"), [SENT])
        self.assertEqual(self.lineker.ask(f"inbox session={self.k}")["messages"]["messi"][0]["msg"], "a&b c")
        self.assertEqual(self.lineker.say(f"logout session={self.k}"), [LOGGED_OUT])

    def test_unknown_commands_and_wrong_ones(self) -> None:
        for line in ("x", "SEND", "logins", "\u00e9", "  ", "send\t", "Auth"[:3]):
            self.assertEqual(self.messi.say(line)[0][:9], b'{"status"', line)
        self.assertEqual(self.messi.say("nonsense"), [UNKNOWN])
        self.assertEqual(
            self.messi.ask(f"send {self.m}")["message"],
            "This command is written another way: send TOKEN USER TEXT. Send help for a list of all commands.",
        )
        self.assertEqual(self.messi.say("send"), [SIGNED_OUT])
        self.assertIn("groupsend TOKEN GROUP TEXT", self.messi.ask("help")["message"])

    def test_too_fast_is_slowed_and_then_told(self) -> None:
        self.new_lab(rate_per_s=10.0, burst=5, bytes_per_s=1e6)
        client, token = self.typist("messi")
        _, other = self.typist("lineker")
        for number in range(limits.PLAIN_WAITING + 20):
            client.throw(f"send {token} lineker {number}")
        self.lab.turn()
        early = [json.loads(answer)["status"] for answer in client.take()]
        self.assertGreaterEqual(early.count("ERROR"), 10)
        self.lab.later(5.0)
        self.assertEqual(set(client.take()), {SENT})
        self.assertTrue(other)


class GroupTest(PlainTest):
    def setUp(self) -> None:
        super().setUp()
        self.messi, self.m = self.typist("messi")
        self.lineker, self.k = self.typist("lineker")

    def test_a_group_with_a_space_in_its_name(self) -> None:
        done = [b'{"status": "OK"}']
        self.assertEqual(self.messi.say(f"creategroup {self.m} grup ciwi"), done)
        self.assertEqual(self.messi.say(f'addmember {self.m} "grup ciwi" lineker'), done)
        for line in (f"groupsend {self.m} grup ciwi halo  semua", f'groupsend {self.m} "grup ciwi" lagi',
                     f"groupsend session={self.m}&group=grup+ciwi&message=url"):  # fmt: skip
            self.assertEqual(self.messi.say(line), [SENT])
        letters = self.lineker.ask(f"inbox {self.k}")["messages"]["messi"]
        self.assertEqual([letter["msg"] for letter in letters], ["halo  semua", "lagi", "url"])
        self.assertEqual(self.lineker.say(f"joingroup {self.k} grup ciwi"), done)

    def test_nobody_gets_into_a_group_uninvited(self) -> None:
        self.messi.say(f"addgroup {self.m} secret")
        for line in (f"joingroup {self.k} secret", f"groupsend {self.k} secret x", f"addmember {self.k} secret lineker",
                     f"joingroup {self.k} nothing", f"groupsend {self.k} nothing x"):  # fmt: skip
            self.assertEqual(self.lineker.ask(line)["status"], "ERROR", line)
        self.messi.say(f"groupsend {self.m} secret mine")
        self.assertEqual(self.lineker.ask(f"inbox {self.k}")["messages"], {})

    def test_bad_names(self) -> None:
        for title in ("lobby", "a\u202eb", "x" * 100):
            self.assertEqual(self.messi.ask(f"creategroup {self.m} {title}")["status"], "ERROR")
        self.assertEqual(self.messi.ask(f"creategroup {self.m} ok")["status"], "OK")
        self.assertEqual(self.messi.say(f"addmember {self.m} ok nobody"), [NOBODY])


if __name__ == "__main__":
    unittest.main()
