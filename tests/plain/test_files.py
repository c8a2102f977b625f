"""Files in both dialects, byte for byte: a datagram carries a whole one, and everybody's rules hold."""

from __future__ import annotations

import base64
import json
import unittest

from tests.plain.lab import PlainTest
from udpchat import limits, words
from udpchat.quotas import FileRules

SENT = b'{"status": "OK", "message": "File Sent"}'
NOBODY = b'{"status": "ERROR", "message": "User is not found"}'
DATA = bytes(range(256)) * 40
TYPED = base64.b64encode(DATA).decode()


class FilesCase(PlainTest):
    def setUp(self) -> None:
        super().setUp()
        self.new_lab(files=FileRules(free_bytes=0))
        self.messi, self.m = self.typist("messi")
        self.lineker, self.k = self.typist("lineker")

    def fetched(self, name: str = "a.txt") -> bytes:
        found = self.lineker.ask(f"file_get {self.k} {name}")
        self.assertEqual((found["status"], found["name"]), ("OK", name))
        return base64.b64decode(found["payload"])


class Sending(FilesCase):
    def test_there_and_back(self) -> None:
        self.assertEqual(self.messi.say(f"sendfile {self.m} lineker a.txt aGk="), [SENT])
        row = b'{"name": "a.txt", "size": 2, "from": "messi"}'
        self.assertEqual(self.lineker.say(f"file_list {self.k}"), [b'{"status": "OK", "messages": [%b]}' % row])
        self.assertEqual(
            self.lineker.say(f"file_get {self.k} a.txt"), [b'{"status": "OK", "name": "a.txt", "payload": "aGk="}']
        )
        found = self.lineker.ask(f"inbox {self.k}")
        letter = {"msg_from": "Messi Name", "msg_to": "Lineker Name", "msg": "[file] a.txt (2 B)"}
        self.assertEqual(found["messages"], {"messi": [letter]})

    def test_all_forms(self) -> None:
        quoted = TYPED.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
        for number, line in enumerate((
            f"sendfile {self.m} lineker NAME {TYPED}",
            f"sendfile {self.m} lineker NAME b'{TYPED}'",
            f'sendfile {self.m} lineker NAME b"{TYPED}"\r\n',
            f"SENDFILE session={self.m}&destination=lineker&filename=NAME&payload={TYPED}",
            f"sendfile token={self.m}&user=lineker&name=NAME&data={quoted}",
            f"sendgroupfile {self.m} lineker,messi NAME {TYPED}",
        )):  # fmt: skip
            name = f"file{number}.bin"
            self.assertEqual(self.messi.say(line.replace("NAME", name)), [SENT], line[:60])
            self.assertEqual(self.fetched(name), DATA)

    def test_the_second_file_and_the_same_again(self) -> None:
        for name in ("a.txt", "b.txt", "a.txt"):
            self.assertEqual(self.messi.say(f"sendfile {self.m} lineker {name} {TYPED}"), [SENT])
            self.lab.later(limits.PLAIN_REPEAT_S + 1)
        self.assertEqual(len(self.lineker.ask(f"list_file session={self.k}")["messages"]), 3)

    def test_a_lost_answer_is_asked_for_again(self) -> None:
        line = f"sendfile {self.m} lineker a.txt {TYPED}"
        self.messi.throw(line)
        self.messi.throw(line)
        self.lab.turn()
        self.messi.take()
        self.messi.throw(line)
        self.lab.later(0.1)
        self.assertEqual(self.messi.take(), [SENT])
        self.assertEqual(len(self.lineker.ask(f"file_list {self.k}")["messages"]), 1)

    def test_nothing_at_all_and_a_whole_datagram(self) -> None:
        self.assertEqual(self.messi.say(f"sendfile {self.m} lineker empty.txt b''"), [SENT])
        self.assertEqual(self.fetched("empty.txt"), b"")
        data = self.lab.rng.randbytes(48_000)
        line = f"sendfile {self.m} lineker big.bin {base64.b64encode(data).decode()}"
        self.assertLess(len(line), 65_507)
        self.assertEqual(self.messi.say(line), [SENT])
        found = self.lineker.ask(f"file_get {self.k} big.bin")
        self.assertEqual(found["message"], "The file does not fit into a datagram: 48 kB. Get it with the udpchat client.")
        data = data[: limits.PLAIN_FILE_BYTES]
        self.messi.say(f"sendfile {self.m} lineker fits.bin {base64.b64encode(data).decode()}")
        (answer,) = self.lineker.say(f"file_get {self.k} fits.bin")
        self.assertLess(len(answer), limits.PLAIN_REPLY_MAX_BYTES)
        self.assertEqual(base64.b64decode(json.loads(answer)["payload"]), data)

    def test_several_at_once(self) -> None:
        for number in range(limits.UPLOADS_PER_USER + 2):
            self.messi.throw(f"sendfile {self.m} lineker f{number}.txt {base64.b64encode(b'%d' % number).decode()}")
        self.lab.later(0.1)
        found = [json.loads(answer) for answer in self.messi.take()]
        self.assertEqual(sum(answer["status"] == "OK" for answer in found), limits.UPLOADS_PER_USER)
        self.assertEqual(sum("Try again" in answer["message"] for answer in found), 2)


class Refused(FilesCase):
    def refused(self, line: str) -> str:
        found = self.messi.ask(line)
        self.assertEqual(found["status"], "ERROR", line[:80])
        return str(found["message"])

    def test_what_is_no_file(self) -> None:
        self.assertEqual(self.messi.say(f"sendfile {self.m} nobody a.txt aGk="), [NOBODY])
        self.assertIn("nobody", self.refused(f"sendgroupfile {self.m} lineker,nobody a.txt aGk="))
        for data in ("aGk", "b'aGk=", "@@@@", "b''x", "é"):
            self.assertIn("not base64", self.refused(f"sendfile {self.m} lineker a.txt {data}"))
        self.assertIn("sendfile TOKEN USER NAME [BASE64]", self.refused(f"sendfile {self.m} lineker"))
        self.assertIn("Not signed in", self.refused("sendfile 123 lineker a.txt aGk="))
        self.assertEqual(self.lab.store.parts(), {})

    def test_quotas_hold(self) -> None:
        self.new_lab(files=FileRules(one_bytes=100, person_bytes=150, free_bytes=0))
        self.messi, self.m = self.typist("messi")
        self.typist("lineker")
        self.assertIn("size", self.refused(f"sendfile {self.m} lineker a.bin {TYPED}"))
        first, second = (base64.b64encode(bytes([number]) * 100).decode() for number in range(2))
        self.assertEqual(self.messi.say(f"sendfile {self.m} lineker a.bin {first}"), [SENT])
        self.assertIn("room", self.refused(f"sendfile {self.m} lineker b.bin {second}").lower())

    def test_who_is_muted(self) -> None:
        user = self.lab.store.user_named("messi")
        assert user is not None
        operator = self.lab.operator()
        operator.ask(words.Silence(bytes(16), user.id, self.lab.wall + 60_000, ""))
        self.assertIn("muted", self.refused(f"sendfile {self.m} lineker a.txt {TYPED}"))
        self.assertEqual(self.lineker.ask(f"file_list {self.k}")["messages"], [])

    def test_nobody_gets_what_was_not_theirs(self) -> None:
        eve, e = self.typist("eve")
        self.messi.say(f"sendfile {self.m} lineker secret.txt {TYPED}")
        self.assertEqual(eve.ask(f"file_list {e}")["messages"], [])
        self.assertEqual(eve.ask(f"file_get {e} secret.txt")["status"], "ERROR")
        self.assertEqual(self.lineker.ask(f"file_get {self.k} ../secret.txt")["status"], "ERROR")

    def test_names_are_cleaned(self) -> None:
        self.assertEqual(self.messi.say(f"sendfile {self.m} lineker ../../etc/passwd {TYPED}"), [SENT])
        (row,) = self.lineker.ask(f"file_list {self.k}")["messages"]
        self.assertEqual(row["name"], "passwd")


class BesideOthers(FilesCase):
    def test_an_encrypted_client_gets_it_and_it_counts_as_theirs(self) -> None:
        anna = self.lab.person("anna")
        self.messi.say(f"sendfile {self.m} anna a.txt {TYPED}")
        (message,) = [event for word in anna.all(words.Events) for event in word.events if isinstance(event, words.Message)]
        self.assertEqual((message.file[0].name, message.file[0].size, message.text), ("a.txt", len(DATA), "a.txt"))

    def test_the_dialect_of_chat_says_that_there_is_one(self) -> None:
        self.new_lab(files=FileRules(free_bytes=0), room_verifier=None)
        chatter = self.text()
        self.assertEqual(chatter.login("budi"), b"Login berhasil!")
        self.messi, self.m = self.typist("messi")
        self.messi.say(f"sendfile {self.m} budi photo.png {TYPED}")
        self.assertEqual(chatter.take(), [b"messi (private): [file] photo.png (10 kB)"])

    def test_who_fetched_it_has_it(self) -> None:
        self.messi.say(f"sendfile {self.m} lineker a.txt {TYPED}")
        self.fetched()
        self.lab.later(0.1)
        user = self.lab.store.user_named("lineker")
        assert user is not None
        self.assertEqual(self.lab.store.file_marks(1), [(user.id, "fetched")])


if __name__ == "__main__":
    unittest.main()
