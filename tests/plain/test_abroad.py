"""The dialect of commands and other servers: what it says to people there, and its own mail with them."""

from __future__ import annotations

import unittest
from typing import Any

from tests.plain.lab import PlainTest
from udpchat.invites import RealmInvite
from udpchat.server.realms.pipe import Answered
from udpchat.words import AddRealmInvite, LinkPost, LinkWord

SENT = b'{"status": "OK", "message": "Message Sent"}'
OK = b'{"status": "OK"}'
REF = bytes(16)


class _Pipe(Answered):
    """The other end of a link, by hand."""

    def __init__(self) -> None:
        self.dialler, self.said = b"", list[LinkWord]()

    def say(self, word: LinkWord) -> None:
        self.said.append(word)

    def queued_bytes(self) -> int:
        return 0

    def rtt_s(self) -> float:
        return 0.0


class AbroadTest(PlainTest):
    def setUp(self) -> None:
        super().setUp()
        self.messi, self.m = self.typist("messi")
        operator = self.lab.operator()
        invite = str(RealmInvite("realm1", "192.168.1.30", 11111, b"f" * 32, b"s" * 32))
        operator.ask(AddRealmInvite(REF, invite))
        self.realms = self.lab.core._talk.realms
        (self.link,) = self.realms.all()

    def comes(self, number: int, author: str, to: str, said: str) -> None:
        """Something from the other server."""
        self.link.pipe, self.link.epoch = _Pipe(), "e"
        word = LinkPost(number, bytes([number]) * 16, number, author, "", 0, to, 0, said, b"", False)
        self.realms.heard(self.link, self.link.pipe, word, 100, self.lab.now)
        self.lab.turn()

    def queued(self) -> list[tuple[Any, ...]]:
        store = self.lab.store
        items = store.items(self.link.line.id, 0, 100)
        return [(getattr(store.remote(item.user), "name", ""), item.kind) for item in items]

    def test_messages(self) -> None:
        line = f"sendprivaterealm {self.m} realm1 henderson bagaimana son di mesin 2"
        self.assertEqual(self.messi.say(line), [SENT])
        self.assertEqual(self.messi.say(line), [SENT])  # a repeat: it is sent once
        self.assertEqual(self.queued(), [("henderson", "post")])
        self.assertEqual(self.messi.say(f"sendgrouprealm {self.m} realm1 henderson,lineker bagaimana kalian"), [SENT])
        self.assertEqual(self.queued(), [("henderson", "post")] * 2 + [("lineker", "post")])

    def test_files(self) -> None:
        self.assertEqual(
            self.messi.say(f"sendfilerealm {self.m} realm1 henderson a.txt aGFsbG8="), [b'{"status": "OK", "message": "File Sent"}']
        )
        self.assertEqual(self.queued(), [("henderson", "post")])
        self.assertEqual(self.messi.ask(f"sendgroupfilerealm {self.m} realm1 henderson,lineker a.txt b'aGFsbG8='")["status"], "OK")
        self.assertEqual(len(self.queued()), 3)
        self.assertEqual(self.messi.ask(f"sendfilerealm {self.m} realm1 henderson a.txt aGFs*")["status"], "ERROR")

    def test_no_such_link(self) -> None:
        for line in (f"sendprivaterealm {self.m} realm2 a x", f"getinboxrealm {self.m} realm2 a", f"getrealminbox {self.m} realm2"):
            self.assertIn("not linked", self.messi.ask(line)["message"])
        self.assertIn("cannot be used", self.messi.ask(f"sendprivaterealm {self.m} realm1 a@b x")["message"])

    def test_a_link_is_proposed(self) -> None:
        self.assertEqual(self.messi.say(f"addrealm {self.m} realm2 172.16.16.102 8890"), [OK])
        self.assertEqual([link.standing for link in self.realms.all()], ["down", "proposed"])
        self.assertEqual(self.messi.ask(f"addrealm {self.m} realm2 172.16.16.102 port")["status"], "ERROR")
        self.assertEqual(self.messi.ask(f"addrealm {self.m} realm3 somewhere.example 8890")["status"], "ERROR")

    def test_mail_is_ones_own(self) -> None:
        other, o = self.typist("lineker")
        self.messi.say(f"sendprivaterealm {self.m} realm1 henderson one")
        self.comes(1, "henderson", "messi", "two")
        self.comes(2, "kane", "lineker", "three")
        rows = [
            {"msg_from": "messi", "msg_to": "henderson@realm1", "msg": "one"},
            {"msg_from": "henderson@realm1", "msg_to": "messi", "msg": "two"},
        ]
        self.assertEqual(self.messi.ask(f"getrealminbox {self.m} realm1")["messages"], rows[1:])
        self.assertEqual(self.messi.ask(f"getinboxrealm {self.m} realm1 henderson")["messages"], rows)
        self.assertEqual(self.messi.ask(f"getrealminbox {self.m} realm1")["messages"], [])
        self.assertEqual(self.messi.ask(f"getinboxrealm {self.m} realm1 kane")["messages"], [])
        self.assertEqual([row["msg"] for row in other.ask(f"getrealminbox {o} realm1")["messages"]], ["three"])
        self.assertEqual(other.ask(f"getinboxrealm {o} realm1 henderson")["messages"], [])


if __name__ == "__main__":
    unittest.main()
