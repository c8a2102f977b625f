"""`admin` without a socket: every verb against the shipped relay core, its lines, its refusals, and files of people."""

from __future__ import annotations

import argparse
import contextlib
import io
from pathlib import Path
from unittest import mock

from tests.sim.talk import identity
from tests.unit.server.lab import LOOPBACK, RELAY, TOKEN, ServerTest
from udpchat import limits, words
from udpchat.driver import Address
from udpchat.errors import LocalError
from udpchat.operate import admin, admin_import, admin_verbs
from udpchat.operate.folder import FolderState, RunningRelay


class Wire:
    """Between the operator's core and the relay core of a lab, in memory."""

    def __init__(self, test: AdminTest) -> None:
        self.lab = test.lab
        self.deaf = False

    def drive(self, driver, begin, on_event, until) -> None:  # type: ignore[no-untyped-def]
        """As `net.driving.drive`, on the lab's clock."""
        lab = self.lab
        lab._next_port += 1
        address: Address = (LOOPBACK, lab._next_port)
        lab.clients[address] = self  # type: ignore[assignment]
        self.driver, self.addr, self.endpoint, self.on_event = driver, address, driver, on_event
        begin(lab.now)
        for _ in range(3000):
            if until(lab.now):
                del lab.clients[address]
                return
            lab.turn()
            lab.now += 0.01
        raise AssertionError("it does not end")

    @property
    def mute(self) -> bool:
        """The lab asks whether anything gets through."""
        return self.deaf


class AdminTest(ServerTest):
    def setUp(self) -> None:
        super().setUp()
        self.wire = Wire(self)
        host, port = RELAY
        self.relay = RunningRelay(1, host, port, identity().fingerprint, admin.__version__, "Lab 2", TOKEN)
        found = mock.patch.object(admin, "look", lambda path: FolderState(self.relay))
        found.start()
        self.addCleanup(found.stop)
        hear = mock.patch.object(self.lab, "_hear", self.hear)
        hear.start()
        self.addCleanup(hear.stop)

    def hear(self, client: object, event: object) -> None:
        if client is self.wire:
            self.wire.on_event(event, self.lab.now)
        else:
            type(self.lab)._hear(self.lab, client, event)  # type: ignore[arg-type]

    def admin(self, *words: str) -> tuple[int, list[str], str]:
        """Run one command: status, lines, complaint."""
        parser = argparse.ArgumentParser()
        admin.add_arguments(parser)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = admin.run(parser.parse_args(["--data", "/data/lab", *words]), self.wire.drive)
        return status, out.getvalue().splitlines(), err.getvalue().strip()

    def ok(self, *words: str) -> list[str]:
        status, lines, complaint = self.admin(*words)
        self.assertEqual((status, complaint), (0, ""))
        return lines

    def refused(self, *words: str) -> str:
        status, lines, complaint = self.admin(*words)
        self.assertEqual((status, lines), (1, []))
        self.assertTrue(complaint)
        return complaint


class VerbsTest(AdminTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob = self.lab.person("anna"), self.lab.person("bob")

    def test_every_verb_is_used_here(self) -> None:
        here = Path(__file__)
        source = "".join(path.read_text(encoding="utf-8") for path in here.parent.glob(f"{here.stem}*.py"))
        for verb in admin_verbs.VERBS:
            self.assertIn(f'("{verb}"', source)

    def test_people(self) -> None:
        self.assertEqual(self.ok("people"), ["#1 anna (member) here", "#2 bob (member) here"])
        self.assertEqual(self.ok("people", "B"), ["#2 bob (member) here"])
        self.assertEqual(self.ok("people", "x"), ["nobody"])

    def test_mutes_and_bans(self) -> None:
        self.ok("mute", "ANNA", "--for", "30m", "--reason", "too loud")
        self.assertEqual(self.anna.last(words.Sanction).until_ms, self.lab.wall + 30 * 60 * 1000)
        self.ok("ban", "#2")
        self.assertEqual(self.bob.last(words.Sanction).until_ms, limits.INTEGER_MAX)
        self.ok("ban", "--address", "192.168.1.99", "--for", "1d")
        lines = self.ok("sanctions")
        self.assertEqual([line.split(" until")[0] for line in lines[:1]], ["3 ban 192.168.1.99"])
        self.assertEqual(lines[1], "2 ban bob for good, by the operator")
        self.ok("unban", "2")
        self.ok("unmute", "anna")
        self.assertEqual(self.anna.last(words.Sanction).until_ms, 0)
        self.assertEqual(len(self.ok("sanctions")), 1)
        self.assertIn("#", "#")
        for words_ in (("ban",), ("ban", "anna", "--address", "1.2.3.4"), ("kick", "nobody"), ("unban", "77")):
            self.refused(*words_)

    def test_order(self) -> None:
        self.ok("kick", "anna", "--reason", "out")
        self.assertEqual(self.anna.last(words.Sanction).reason, "out")
        self.ok("pause", "on")
        self.assertTrue(self.bob.last(words.Rules).paused)
        self.ok("private", "off")
        self.ok("announcers", "moderators")
        self.ok("retention", "30")
        self.ok("slow", "10", "--in", "announcements")
        self.ok("new-lesson")
        self.ok("announce", "lunch")
        self.assertEqual(self.bob.texts, ["lunch"])
        lines = self.ok("status")
        self.assertEqual(lines[0], "Lab 2 on port 11111: 1 online, 2 accounts, 1 messages since the start")
        self.assertEqual(lines[1], "paused: yes; private messages: off; announcements by: moderators; messages kept: 30 days")
        whats = [line.split(": ")[1].split()[0] for line in self.ok("audit")]
        self.assertEqual(whats, ["new_lesson", "slow_mode", "retention", "announcers", "private_off", "pause", "kick"])

    def test_pages(self) -> None:
        for _ in range(limits.AUDIT_COUNT + 1):
            self.ok("pause", "off")
        lines = self.ok("audit")
        self.assertIn("--before", lines[-1])
        self.assertEqual(len(self.ok("audit", "--before", lines[-2].split()[0])), 1)

    def test_roles_and_codes(self) -> None:
        self.ok("role", "bob", "moderator")
        self.assertEqual(self.ok("people", "bob"), ["#2 bob (moderator) here"])
        (line,) = self.ok("reset-code", "anna")
        self.assertRegex(line, "([A-Z2-7]{4}-){3}[A-Z2-7]{4}")

    def test_groups(self) -> None:
        self.assertEqual(self.ok("groups"), ["nothing"])
        self.anna.say(words.CreateGroup(bytes(16), "chess", "openings", False, (2,)))
        self.lab.turn()
        (line,) = self.ok("groups")
        self.assertRegex(line, r"\d+ chess \(owner: anna, members: 2\) openings")
        self.ok("delete-group", line.split()[0])
        self.assertEqual(self.ok("groups"), ["nothing"])

    def test_stop(self) -> None:
        self.assertEqual(self.lab.orders, [])
        with mock.patch.object(self.lab, "_obey", lambda order: self.lab.core.shut_down(self.lab.now)):
            self.assertEqual(self.ok("stop", "bye"), ["The relay says goodbye to everybody and ends."])

    def test_times(self) -> None:
        for word, seconds in (("30s", 30), ("5m", 300), ("2h", 7200), ("7d", 604800), ("forever", 0)):
            self.assertEqual(admin_verbs.duration(word), seconds)
        for word in ("", "0m", "5", "-1d", "5 m", "1w", "9999999d"):
            with self.assertRaises(argparse.ArgumentTypeError):
                admin_verbs.duration(word)


class TroubleTest(AdminTest):
    def test_no_relay_and_no_token(self) -> None:
        with mock.patch.object(admin, "look", lambda path: FolderState()):
            self.assertIn("No relay runs", self.refused("status"))
        self.relay = RunningRelay(1, *RELAY, identity().fingerprint, "9.9", "Lab 2", None)
        self.assertIn("cannot be read", self.refused("status"))

    def test_another_version_is_told_and_tried(self) -> None:
        self.relay = RunningRelay(1, *RELAY, identity().fingerprint, "9.9", "Lab 2", TOKEN)
        status, lines, complaint = self.admin("status")
        self.assertEqual((status, len(lines)), (0, 2))
        self.assertIn("udpchat 9.9", complaint)

    def test_a_wrong_token_and_a_silent_relay(self) -> None:
        self.relay = RunningRelay(1, *RELAY, identity().fingerprint, admin.__version__, "Lab 2", bytes(32))
        self.assertIn("was not reached", self.refused("status"))
        self.wire.deaf = True
        self.assertIn("did not answer", self.refused("status"))


class ImportTest(AdminTest):
    def file(self, text: str) -> str:
        path = self.folder / "people.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def test_a_file_of_people(self) -> None:
        path = self.file("\ufeffUsername,Password,Display,Country\nmessi,surabaya,Lionel M.,AR\n\n izza , surabaya\n")
        self.assertEqual(self.ok("import-users", path), ["2 accounts made."])
        user = self.lab.store.user_named("messi")
        assert user is not None
        self.assertEqual((user.display, user.country), ("Lionel M.", "AR"))
        client = self.lab.client().hello()
        self.assertTrue(client.scram("account", "izza", "surabaya"))

    def test_those_who_are_there_already(self) -> None:
        people = "".join(f"pupil{number},secret{number}\n" for number in range(limits.IMPORT_COUNT + 3))
        path = self.file(people)
        self.assertEqual(self.ok("import-users", path), [f"{limits.IMPORT_COUNT + 3} accounts made."])
        self.assertIn("pupil0, pupil1", self.refused("import-users", path))
        path = self.file(people + "anna,secret\n")
        lines = self.ok("import-users", "--skip-existing", path)
        self.assertEqual(lines[0], "1 accounts made.")

    def test_what_is_no_such_file(self) -> None:
        self.assertIn("cannot be read", self.refused("import-users", "/nowhere/people.csv"))
        self.assertIn("line 2", self.refused("import-users", self.file("anna,x\nbob\n")))
        self.assertIn("two words", self.refused("import-users", self.file("two words,x\n")))
        (self.folder / "people.csv").write_bytes(b"\xff\xfe\x00")
        with self.assertRaises(LocalError):
            admin_import.read(self.folder / "people.csv")
        self.assertEqual(self.lab.store.account_count(), 0)
