"""Two relays and people at their terminals: linked by their operators, talking across, killed in between."""

from __future__ import annotations

import re
import unittest
from pathlib import Path

from tests.system.processes import PASSWORD, Program, SystemCase


class RealmsTest(SystemCase):
    """Office and school, on one computer."""

    def setUp(self) -> None:
        super().setUp()
        self.ports: dict[str, int] = {}

    def relay(self, name: str) -> Program:
        """Start one of them, the second time on the same port."""
        relay = self.start(
            *("-m", "udpchat", "serve", "--headless", "--host", "127.0.0.1", "--port", str(self.ports.get(name, 0))),
            *("--data", str(self.data(name)), "--name", name),
        )
        self.ports[name] = int(relay.wait_for("listening on").split()[2].rpartition(":")[2])
        return relay

    def data(self, name: str) -> Path:
        return self.folder / f"relay {name}"

    def admin(self, name: str, *words: str) -> str:
        """An errand at one of them; what it prints."""
        program = self.start("-m", "udpchat", "admin", "--data", str(self.data(name)), "realm", *words)
        self.assert_status(program, 0)
        return "\n".join(program.lines)

    def person(self, user: str, name: str, *arguments: str) -> Program:
        return self.signed_in(user, "--register", *arguments, port=self.ports[name])

    def wait_linked(self, relay: Program, count: int = 1) -> None:
        relay.wait_for("linked with", count=count)

    def test_by_an_invite_and_through_a_kill(self) -> None:
        office, school = self.relay("office"), self.relay("school")
        self.assertIn("No links. As a realm this server is called office.", self.admin("office"))
        invite = self.admin("school", "invite", "127.0.0.1")
        self.assertRegex(invite, rf"udpchat-realm://school@127\.0\.0\.1:{self.ports['school']}/#[A-Z2-7]{{52}}\.[A-Z2-7]{{52}}")
        self.admin("office", "join", invite)
        self.wait_linked(office)
        self.wait_linked(school)
        ann = self.person("ann", "office")
        bob = self.person("bob", "school", "--downloads", str(self.folder / "files of bob"))
        ann.type("/realm", "/msg @bob@school hello bob")
        ann.wait_for("school: linked")
        bob.wait_for("ann@office", "hello bob")
        bob.type("/open @ann@office", "hello ann")
        ann.wait_for("bob@school", "hello ann")
        ann.type("/realm people school")
        ann.wait_for("bob@school, online")
        (self.folder / "fish.jpg").write_bytes(b"\xff\xd8 a fish" * 10_000)
        ann.type(f"/sendfilerealm school bob {self.folder / 'fish.jpg'}")
        bob.wait_for("ann@office", "fish.jpg")
        bob.type("/get fish.jpg")
        bob.wait_for("fish.jpg is here")
        self.assertEqual((self.folder / "files of bob" / "fish.jpg").read_bytes(), b"\xff\xd8 a fish" * 10_000)
        school.kill()
        office.wait_for("the link with school broke")
        ann.type(*(f"/msg @bob@school number {number}" for number in range(5)), "/msg @nobody@school hello")
        ann.wait_for("number 4")
        school = self.relay("school")
        bob.wait_for("number 4")
        ann.wait_for("This did not reach nobody@school: There is no account on this server.")
        numbered = [line for line in bob.texts() if "number" in line]
        self.assertEqual(numbered, [f"ann@office (private): number {number}" for number in range(5)])
        told = r"#1 school: linked, 127\.0\.0\.1:\d+, [A-Z2-7-]{19}, 0 waiting, \d+ got, round trip"
        self.assertRegex(self.admin("office"), told)
        self.admin("office", "remove", "school")
        ann.type("/msg @bob@school too late")
        ann.wait_for("not linked")
        for program in (ann, bob):
            program.type("/logout")
            self.assert_status(program, 0)
        self.stop(office)
        self.stop(school)

    def test_words_of_kelompok_3(self) -> None:
        realm2, realm1 = self.relay("realm2"), self.relay("realm1")
        messi, henderson = (
            self.start(
                *("-m", "udpchat", "chat", f"127.0.0.1:{self.ports[name]}", "--commands", "--trust"),
                *("--data", str(self.folder / f"client {user}")),
            )
            for user, name in (("messi", "realm2"), ("henderson", "realm1"))
        )
        messi.type(f"register messi {PASSWORD.replace(' ', '-')} Lionel_Messi Argentina")
        henderson.type(f"register henderson {PASSWORD.replace(' ', '-')} Jordan_Henderson Inggris")
        for program in (messi, henderson):
            program.wait_for("registered, token")
        messi.type(f"addrealm realm1 127.0.0.1 {self.ports['realm1']}")
        messi.wait_for("realm realm1 added")
        self.assertIn("proposed by messi", self.admin("realm2"))
        self.admin("realm2", "accept", "realm1")
        realm1.wait_for("realm2", "wants to be linked")
        self.assertEqual(
            re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", realm1.wait_for("wants to be linked")),
            re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", self.admin("realm1")),
        )
        self.admin("realm1", "accept", "realm2")
        self.wait_linked(realm1)
        self.wait_linked(realm2)
        messi.type("sendprivaterealm realm1 henderson bagaimana son di mesin 2")
        messi.wait_for("message sent to henderson@realm1")
        messi.type("sendgrouprealm realm1 henderson,henderson bagaimana kalian di mesin 2")
        messi.wait_for("message sent to henderson@realm1", count=2)
        while "kalian" not in henderson.lines[-1]:
            count = len(henderson.lines)
            henderson.type("getinboxrealm realm2 messi")
            henderson.wait_for_lines(count + 1)
        henderson.wait_for('{"msg_from": "messi@realm2", "msg_to": "henderson", "msg": "bagaimana son di mesin 2"}')
        messi.type("getinboxrealm realm1 henderson")
        messi.wait_for('{"msg_from": "messi", "msg_to": "henderson@realm1", "msg": "bagaimana son di mesin 2"}')
        messi.type("getinboxrealm realm1 lineker")
        messi.wait_for("[]")
        for program in (messi, henderson):
            program.type("logout")
            program.end_input()
            self.assert_status(program, 0)


if __name__ == "__main__":
    unittest.main()
