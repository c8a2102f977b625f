"""Errands that decide something: my account, a file, keeping order, the rules."""

from __future__ import annotations

import unittest
from pathlib import Path

from tests.unit.gui.presenters.chat_making import BUDI, DEWI, KOFI, MAYA, ME, MINUTE, NOON, SARI
from tests.unit.gui.presenters.errands_lab import GROUP, Lab, account
from udpchat.client import events
from udpchat.client.phases import Phase
from udpchat.errors import BadPassword, NoAnswer, NotAllowed, WrongPassword
from udpchat.limits import INTEGER_MAX
from udpchat.words import messages as words


class Base(unittest.TestCase):
    def setUp(self) -> None:
        self.lab = Lab()
        self.lab.furnish()
        self.core, self.windows, self.errands = self.lab.core, self.lab.windows, self.lab.errands

    @property
    def errand(self):  # type: ignore[no-untyped-def]
        return self.windows.sheet.errand

    @property
    def problems(self) -> dict[str, str]:
        return self.windows.sheet.problems


class Accounts(Base):
    def setUp(self) -> None:
        super().setUp()
        self.errands.account()

    def test_it_shows_how_others_see_me(self) -> None:
        self.assertFalse(self.windows.sheet.data.known)
        self.lab.meet(account(ME, display="Me Myself", country="Kenya"), prefix="me")
        data = self.windows.sheet.data
        self.assertEqual((data.name, data.display, data.country, data.known), ("me", "Me Myself", "Kenya", True))

    def test_a_profile_is_saved(self) -> None:
        self.errand.save("Me Myself", "Kenya", "x" * 101)
        self.assertEqual(list(self.problems), ["status"])
        self.errand.save("Me\u202eMyself", "Kenya", "")
        self.assertEqual(list(self.problems), ["status", "display"])
        self.errand.save("Me Myself", "Kenya", "in class")
        self.assertEqual(self.core.last("change_profile"), ("Me Myself", "Kenya", "in class", 100.0))
        self.assertEqual(self.problems, {})
        self.lab.done()
        self.assertEqual(self.windows.toasts, ["Saved"])

    def test_a_password(self) -> None:
        self.errand.change_password("", "one", "one")
        self.assertIn("present", self.problems)
        self.errand.change_password("old", "", "")
        self.assertIn("password", self.problems)
        self.errand.change_password("old", "one", "two")
        self.assertIn("again", self.problems)
        self.core.refuse = BadPassword("Use more.")
        self.errand.change_password("old", "one", "one")
        self.assertEqual(list(self.problems), ["password"])
        self.errand.change_password("wrong", "long enough", "long enough")
        self.lab.refused(WrongPassword())
        self.assertEqual(list(self.problems), ["present"])
        self.errand.change_password("old", "long enough", "long enough")
        self.assertEqual(self.core.last("change_password")[2], "old")
        self.assertTrue(self.windows.sheet.busy)
        self.lab.done()
        self.assertTrue(self.windows.sheet.closed)

    def test_a_password_needs_the_server_now(self) -> None:
        self.core.state = Phase.WAITING
        self.errand.change_password("old", "long enough", "long enough")
        self.assertTrue(self.windows.sheet.busy)
        self.lab.refused(NoAnswer("lab"))
        self.assertIn("password", self.problems)

    def test_blocked_people_are_let_off(self) -> None:
        self.lab.meet(account(DEWI, blocked=True), account(SARI))
        rooms = list(self.core.rooms)
        rooms[2] = events.Room(-MAYA, "private", "maya", peer=MAYA, peer_name="maya", blocked=True)
        self.core.rooms = tuple(rooms)
        self.lab.tell(events.RoomsChanged(()))
        self.assertEqual([row.title for row in self.windows.sheet.data.blocked], ["dewi", "Maya Putri"])
        self.errand.unblock(str(DEWI))
        self.lab.done()
        self.assertEqual(self.core.last("block")[:2], (DEWI, False))
        self.assertEqual([row.title for row in self.windows.sheet.data.blocked], ["Maya Putri"])

    def test_the_end_needs_the_name(self) -> None:
        for typed in ("", "mee", "yes"):
            self.errand.delete(typed, "old")
            self.assertIn("name", self.problems)
        self.assertNotIn("delete_account", self.core.names())
        self.errand.delete("me", "")
        self.assertIn("proof", self.problems)
        self.errand.delete("me", "wrong")
        self.lab.refused(WrongPassword())
        self.assertEqual(list(self.problems), ["proof"])
        self.errand.delete(" ME ", "old")
        self.assertIn("delete_account", self.core.names())
        self.lab.done()
        self.assertTrue(self.windows.sheet.closed)


class Files(Base):
    def test_a_conversation_goes_into_a_file(self) -> None:
        self.windows.path = Path("folder") / "lab.txt"
        self.errands.export(GROUP)
        self.assertEqual(self.windows.sheet.data.title, "Network lab")
        self.errand.save("html")
        self.assertEqual(self.core.last("export")[:3], (GROUP, self.windows.path, "text"))  # by its ending
        self.assertTrue(self.windows.sheet.busy)
        self.lab.tell(events.Exported(self.windows.path, 12))
        self.assertEqual(self.windows.sheet.data.done, "12 messages are in lab.txt.")
        self.assertFalse(self.windows.sheet.busy)
        self.errand.show_file()
        self.assertEqual(self.windows.shown, [self.windows.path])

    def test_no_path_no_file(self) -> None:
        self.errands.export(GROUP)
        self.errand.save("json")
        self.assertNotIn("export", self.core.names())

    def test_a_failure_is_told(self) -> None:
        self.windows.path = Path("lab.html")
        self.errands.export(GROUP)
        self.errand.save("html")
        self.lab.tell(events.ExportFailed(self.windows.path, "disk full"))
        self.assertIn("disk full", self.problems[""])
        self.assertFalse(self.windows.sheet.busy)

    def test_a_title_is_made_fit_for_a_file(self) -> None:
        rooms = list(self.core.rooms)
        rooms[0] = events.Room(GROUP, "group", '../a:b?"c" ')
        self.core.rooms = tuple(rooms)
        names: list[str] = []
        self.windows.path_to_save = lambda name, ending: names.append(name)  # type: ignore[assignment,method-assign,func-returns-value]
        self.errands.export(GROUP)
        self.errand.save("json")
        self.assertEqual(names, ["_a_b__c_.json"])


class Order(Base):
    def test_mute_kick_ban(self) -> None:
        self.errands.moderate(SARI, "mute")
        self.errand.mute("15m", "too loud")
        self.assertEqual(self.core.last("silence"), (SARI, NOON + 15 * MINUTE, "too loud", 100.0))
        self.lab.done(1)
        self.assertEqual(self.windows.toasts, ["Sari Wijaya is muted"])
        self.errands.moderate(SARI, "kick")
        self.errand.kick("")
        self.assertEqual(self.core.last("kick")[:2], (SARI, ""))
        self.errands.moderate(SARI, "ban")
        self.errand.ban("ever", "spam")
        self.assertEqual(self.core.last("ban")[:4], (SARI, "", INTEGER_MAX, "spam"))
        self.lab.refused(NotAllowed())
        self.assertEqual(self.problems, {"": NotAllowed().sentence})

    def test_an_address(self) -> None:
        self.errands.moderate(SARI, "ban")
        for typed in ("", "lab", "1.2.3", "192.168.1.0/24"):
            self.errand.ban("1h", "", typed)
            self.assertIn("address", self.problems)
        self.assertNotIn("ban", self.core.names())
        self.errand.ban("1h", "", " 192.168.1.77 ")
        self.assertEqual(self.core.last("ban")[:2], (0, "192.168.1.77"))

    def test_a_mute_ends_and_a_role_is_given(self) -> None:
        self.errands.moderate(SARI, "mute")
        self.errand.unmute()
        self.assertEqual(self.core.last("silence")[:2], (SARI, 0))
        self.lab.done()
        self.assertEqual(self.windows.toasts, ["Sari Wijaya is heard again"])
        self.errands.moderate(SARI, "role")
        self.assertEqual(self.windows.sheet.data.role, "member")
        self.errand.give_role("moderator")
        self.assertEqual(self.core.last("set_role")[:2], (SARI, "moderator"))


class Ruling(Base):
    def setUp(self) -> None:
        super().setUp()
        self.core.my_role = "operator"
        self.errands.rules()

    def sanction(self, number: int, **more: object) -> words.SanctionRow:
        known: dict[str, object] = {
            "kind": "mute", "user": SARI, "name": "sari", "address": "", "by": KOFI, "by_name": "kofi", "at": NOON,
            "until_ms": INTEGER_MAX, "reason": "",
        }  # fmt: skip
        return words.SanctionRow(number=number, **{**known, **more})  # type: ignore[arg-type]

    def test_choices_hold_at_once(self) -> None:
        self.errand.pause(True)
        self.errand.private_off(True)
        self.errand.slow(15)
        self.errand.announcers("moderators")
        calls = [call[:2] for call in self.core.asked[2:]]
        self.assertEqual(calls, [("pause", True), ("private_off", True), ("slow_mode", 0), ("set_announcers", "moderators")])
        self.core.rules = words.Rules(True, True, "moderators", 30)
        self.lab.tell(events.RulesChanged(self.core.rules))
        data = self.windows.sheet.data
        self.assertEqual((data.paused, data.private_off, data.announcers, data.retention_days), (True, True, "moderators", 30))

    def test_a_refused_choice_springs_back(self) -> None:
        shown: list[object] = []
        self.windows.sheet.show = shown.append  # type: ignore[method-assign]
        self.errand.pause(True)
        self.lab.refused(NotAllowed())
        self.assertFalse(shown[-1].paused)  # type: ignore[attr-defined]
        self.assertIn("", self.problems)

    def test_days_are_asked_about_when_messages_would_go(self) -> None:
        for typed in ("", "x", "-1", "99999", "٣" * 8):
            self.errand.retain(typed)
            self.assertIn("days", self.problems)
        self.windows.agrees = False
        self.errand.retain("30")
        self.assertEqual(len(self.windows.questions), 1)
        self.assertNotIn("set_retention", self.core.names())
        self.errand.retain("0")
        self.assertEqual(self.core.last("set_retention")[0], 0)
        self.core.rules = words.Rules(False, False, "all", 30)
        self.errand.retain("60")
        self.assertEqual((self.core.last("set_retention")[0], len(self.windows.questions)), (60, 1))

    def test_a_new_lesson(self) -> None:
        self.errand.new_lesson()
        self.assertEqual(len(self.windows.questions), 1)
        self.lab.done(8)
        self.assertEqual(self.lab.opened, [(0, 0)])

    def test_sanctions_are_listed_and_undone(self) -> None:
        self.assertEqual(self.windows.sheet.data.sanctions_hint, "Loading")
        address = self.sanction(4, kind="ban", user=0, name="", address="192.168.1.77", by_name="", reason="spam")
        self.lab.tell(events.SanctionsFound((address, self.sanction(3)), more=True))
        rows = self.windows.sheet.data.sanctions
        self.assertEqual([row.title for row in rows], ["192.168.1.77", "sari", "Show older ones"])
        self.assertEqual([row.under for row in rows[:2]], ["banned for good by operator · spam", "muted for good by kofi"])
        self.errand.choose_sanction("older")
        self.assertEqual(self.core.last("ask_sanctions")[1], 3)
        self.lab.tell(events.SanctionsFound((), more=False))
        self.errand.choose_sanction("3")
        self.lab.done(3)
        self.assertEqual(self.core.last("unban")[0], 3)
        self.assertEqual([row.key for row in self.windows.sheet.data.sanctions], ["4"])

    def test_who_did_what(self) -> None:
        rows = (
            words.AuditRow(9, NOON, KOFI, "kofi", "silence", SARI, "sari", 0, "too loud"),
            words.AuditRow(8, NOON, 0, "", "something_new", BUDI, "", 0, ""),
        )
        self.lab.tell(events.AuditFound(rows))
        lines = self.windows.sheet.data.audit
        said = [("Muted: sari", "by kofi · too loud"), ("something_new", "by operator")]
        self.assertEqual([(row.title, row.under) for row in lines], said)
        self.lab.tell(events.AuditFound((words.AuditRow(10, NOON, 0, "", "pause", 0, "", 0, "1"), *rows)))
        self.assertEqual([row.key for row in self.windows.sheet.data.audit], ["audit 10", "audit 9", "audit 8"])

    def test_moderators_see_less(self) -> None:
        self.core.my_role = "moderator"
        self.errands.rules()
        self.assertFalse(self.windows.sheet.data.operates)


if __name__ == "__main__":
    unittest.main()
