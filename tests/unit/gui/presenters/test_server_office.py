"""The operator's office without a display: lists that are asked for, tables, cards, acts with their forms, and rules."""

from __future__ import annotations

import tempfile
import unittest
from collections import deque
from pathlib import Path
from typing import Any
from unittest import mock

from tests.unit.gui.presenters.server_fakes import BORN_MS, Figures, Row, Settings, Stage, Welcome
from tests.unit.gui.presenters.test_log import Line
from udpchat import limits
from udpchat.client.operator import (
    FiguresArrived,
    OperatorLost,
    OperatorReady,
    OrderAnswered,
    SettingsArrived,
)
from udpchat.gui.presenters import server_groups, server_users
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_format import moment
from udpchat.gui.presenters.server_forms import ON
from udpchat.gui.presenters.server_order import RETENTION, day_choices, slow_choices
from udpchat.gui.presenters.server_users import Show
from udpchat.operate.desk import Desk
from udpchat.words import messages as words

NOW = BORN_MS + 60_000
GOOD = limits.INTEGER_MAX


class FakeRelay:
    """Answers an operator's words at once, from lists that a test changes; `said` is what it was told."""

    def __init__(self) -> None:
        self.said: list[Any] = []
        self.answers: deque[Any] = deque()
        self.refuse: dict[type, str] = {}
        self.deaf = False
        self.people = [self.account(1, "ann"), self.account(2, "bob", role="moderator"), self.account(3, "cid")]
        self.groups = [words.GroupRow(6, "chess", "openings", 1, "ann", 2, False, 0, BORN_MS)]
        self.sanctions: list[words.SanctionRow] = []
        self.audit: list[words.AuditRow] = []
        self.here, self.links = "lab", list[words.LinkRow]()

    @staticmethod
    def account(user: int, name: str, role: str = "member", **more: Any) -> words.Account:
        fields = {"display": name, "country": "", "guest": False, "online": False, "last_seen": 0, "status": "", **more}
        return words.Account(user=user, name=name, role=role, state="online", blocked=False, **fields)

    def request(self, word: Any) -> bool:
        self.said.append(word)
        if not self.deaf:
            self.answers.extend(self._answer(word))
        return True

    def lists(self) -> int:
        """How many lists were asked for, but for links, which change without a word."""
        return sum(not isinstance(word, words.AskLinks) for word in self.said)

    def orders(self) -> list[Any]:
        """What was asked to be done."""
        return [word for word in self.said if hasattr(word, "ref")]

    def _answer(self, word: Any) -> list[Any]:
        if code := self.refuse.get(type(word)):
            return [words.NotDone(word.ref, code, 0.0, "")]
        match word:
            case words.AskPeople(prefix):
                return [words.Directory(tuple(row for row in self.people if row.name.startswith(prefix)), True)]
            case words.AskGroups(user):
                return [words.GroupList(tuple(self.groups) if user in (0, 1) else (), True)]
            case words.AskMembers(group):
                rows = (words.Member(2, "bob", "Bob", "member"), words.Member(1, "ann", "Ann", "owner"))
                return [words.Members(group, rows, True)]
            case words.AskSanctions(before):
                return [words.Sanctions(tuple(row for row in self.sanctions if not before or row.number < before), True)]
            case words.AskAudit(before):
                rows_ = [row for row in self.audit if not before or row.number < before]
                return [words.Audit(tuple(rows_[:2]), len(rows_) <= 2)]
            case words.AskLinks():
                return [words.Links(self.here, tuple(self.links))]
            case words.MakeRealmInvite(ref, host):
                return [words.RealmInvite(ref, f"udpchat-realm://lab@{host}:11111/#...")]
            case words.ResetCode(ref):
                return [words.OneTimeCode(ref, "ABCD-EFGH", NOW + 3_600_000)]
            case words.ImportUsers(ref, rows):
                return [words.Done(ref, len(rows))]
            case words.Post(ref):
                return [words.Posted(ref, 5, NOW)]
            case _:
                return [words.Done(word.ref, 7)]


class OfficeCase(unittest.TestCase):
    def setUp(self) -> None:
        self.stage = Stage()
        self.view, self.presenter = self.stage.view, self.stage.presenter
        self.office, self.acts = self.presenter.office, self.presenter.office.acts
        self.fake = FakeRelay()
        self.desk = self.stage.relay.desk = Desk(self.fake)
        self.stage.go_online()
        lobby = words.Room(1, "lobby", "", "", "owner", 0, "", 0, True, 1, 0, 0, False, False, 0)
        for event in (
            OperatorReady(Welcome()),  # type: ignore[arg-type]
            SettingsArrived(Settings()),  # type: ignore[arg-type]
            FiguresArrived(Figures(NOW)),  # type: ignore[arg-type]
        ):
            self.desk.handle(event, self.stage.now)
        for word in (words.Rules(False, False, "all", 0), words.Rooms((lobby, self.announcements()), True)):
            self.desk.handle(OrderAnswered(word), self.stage.now)
            self.presenter.heard(word)

    @staticmethod
    def announcements() -> words.Room:
        return words.Room(2, "announcements", "", "", "owner", 0, "", 0, True, 1, 0, 0, False, False, 0)

    def turn(self, seconds: float = 2.0) -> None:
        """Time passes and every answer arrives."""
        self.stage.tick(seconds)
        self.settle()

    def settle(self) -> None:
        while self.fake.answers:
            self.desk.handle(OrderAnswered(self.fake.answers.popleft()), self.stage.now)

    def page(self, key: str) -> None:
        self.presenter.page_shown(key)
        self.settle()
        self.turn()

    def submit(self, **values: str) -> None:
        self.view.submit({"lasting": "600", "reason": "too loud", **values})
        self.settle()

    def names(self) -> list[str]:
        return [row.name for row in self.view.users.rows]

    def sanction(self, number: int, kind: words.SanctionKind, user: int, until_ms: int = GOOD) -> None:
        name = {1: "ann", 2: "bob", 3: "cid"}.get(user, "")
        address = "" if user else "10.0.0.9"
        self.fake.sanctions.insert(0, words.SanctionRow(number, kind, user, name, address, 0, "", NOW, until_ms, "loud"))


class UsersTest(OfficeCase):
    def test_accounts_and_those_who_are_here(self) -> None:
        self.presenter.sessions_changed([Row(9, "ann", 1, posts=4), Row(10, "zoe", 5, guest=True)], [])
        self.page("people")
        self.assertEqual(self.names(), ["ann", "bob", "cid", "zoe"])
        ann, bob, _, zoe = self.view.users.rows
        self.assertEqual((ann.presence, bob.presence, zoe.presence), ("online", "offline", "online"))
        self.assertEqual(ann.cells[:5], ("Member", "online", "192.168.1.30:50021", "3 ms", "4"))
        self.assertEqual(zoe.cells[0], "Guest")
        self.assertEqual(bob.cells[1:3], ("offline", "–"))
        self.assertEqual(dict(self.view.users.counts)[Show.STAFF], 1)

    def test_two_devices_are_one_row(self) -> None:
        self.presenter.sessions_changed([Row(9, "ann", 1, posts=1), Row(10, "ann", 1, posts=2)], [])
        self.page("people")
        self.assertEqual(self.view.users.rows[0].cells[2], "192.168.1.30:50021 +1")
        self.assertEqual(self.view.users.rows[0].cells[4], "3")

    def test_choices_and_finding_and_sorting(self) -> None:
        self.sanction(1, "mute", 3)
        self.sanction(2, "ban", 2)
        self.presenter.sessions_changed([Row(9, "ann", 1)], [])
        self.page("people")
        for show, names in (
            (Show.ONLINE, ["ann"]), (Show.MUTED, ["cid"]), (Show.BANNED, ["bob"]), (Show.STAFF, ["bob"]),
            (Show.GUESTS, []), (Show.ALL, ["ann", "bob", "cid"]),
        ):  # fmt: skip
            self.office.show_only(show)
            self.assertEqual(self.names(), names)
        self.office.sort_users(server_users.Column.STATE)
        self.assertEqual(self.names(), ["bob", "cid", "ann"])
        for column in server_users.Column:
            self.office.sort_users(column)
            self.assertEqual(len(self.names()), 3)
        self.office.find_users("192.168.1")
        self.assertEqual(self.names(), ["ann"])
        self.office.find_users("CI")
        self.assertEqual(self.names(), ["cid"])

    def test_muted_and_banned_stand_out_until_it_is_over(self) -> None:
        self.sanction(1, "mute", 3, self.presenter._server_ms() + 10_000)
        self.sanction(2, "ban", 2)
        self.page("people")
        _, bob, cid = self.view.users.rows
        self.assertEqual((bob.tone, cid.tone), (Tone.BAD, Tone.WARN))
        self.assertIn("for good", bob.cells[1])
        self.assertIn("left", cid.cells[1])
        self.assertEqual(self.view.counted[1], 2)
        self.turn(11)
        self.assertIs(self.view.users.rows[2].tone, Tone.PLAIN)
        self.assertEqual(self.view.counted[1], 1)

    def test_the_card_of_somebody(self) -> None:
        self.sanction(4, "mute", 1)
        self.fake.audit = [words.AuditRow(1, NOW, 0, "", "silence", 1, "ann", 0, "loud")]
        self.presenter.sessions_changed([Row(9, "ann", 1, plain=True)], [])
        self.page("people")
        self.office.choose_user(1)
        self.settle()
        card = self.view.user
        assert card is not None
        self.assertEqual((card.name, card.groups, card.muted, card.banned), ("ann", ("chess",), (4,), ()))
        self.assertEqual([pill for pill, _ in card.pills], ["Member", "Unencrypted", "Muted"])
        self.assertEqual(len(card.sessions), 1)
        self.assertIn("muted by the operator: loud", card.history[0])
        self.office.choose_user(0)
        self.assertIsNone(self.view.user)
        self.office.choose_user(4711)
        self.assertIsNone(self.view.user)

    def test_a_list_that_was_cut_is_searched_at_the_relay(self) -> None:
        with mock.patch("udpchat.gui.presenters.server_lists.DIRECTORY_TOTAL_COUNT", 3):
            self.page("people")
        self.assertTrue(self.view.users.cut)
        self.fake.people.append(self.fake.account(9, "zoe"))
        self.office.find_users("zo")
        self.settle()
        self.assertEqual(self.names(), ["zoe"])

    def test_asked_again_only_when_something_happened(self) -> None:
        self.page("people")
        asked = self.fake.lists()
        self.turn(60)
        self.assertEqual(self.fake.lists(), asked)
        self.presenter.log_arrived([Line(1, "ann was muted", topic="order")])
        self.turn()
        self.assertGreater(self.fake.lists(), asked)

    def test_nothing_is_asked_for_what_is_not_seen(self) -> None:
        self.turn()
        self.assertNotIn(words.AskPeople(""), self.fake.said)
        self.assertNotIn(words.AskAudit(0), self.fake.said)

    def test_a_relay_that_ended_is_forgotten(self) -> None:
        self.page("people")
        self.presenter.operator_lost("gone", None, self.stage.now)
        self.assertFalse(self.view.online)
        self.assertEqual(len(self.names()), 3)
        self.office.silent()
        self.assertEqual(self.names(), [])
        self.assertFalse(self.view.users.known)


class GroupsTest(OfficeCase):
    def test_groups_and_their_members(self) -> None:
        self.fake.groups.append(words.GroupRow(7, "Alpha", "", 0, "", 1, True, 5, BORN_MS))
        self.presenter.log_arrived([Line(1, "a group was made", topic="order")])
        self.page("groups")
        self.assertEqual([line.title for line in self.view.groups.rows], ["Alpha", "chess"])
        self.assertEqual(self.view.counted[0], 2)
        self.office.sort_groups(server_groups.Column.MEMBERS)
        self.assertEqual([line.title for line in self.view.groups.rows], ["chess", "Alpha"])
        self.office.find_groups("OPEN")
        self.assertEqual([line.title for line in self.view.groups.rows], ["chess"])
        self.office.choose_group(6)
        self.settle()
        card = self.view.group
        assert card is not None and card.members is not None
        self.assertEqual([(line.name, line.role) for line in card.members], [("Ann", "owner"), ("Bob", "")])
        self.office.choose_group(0)
        self.assertIsNone(self.view.group)

    def test_deleting_asks_first(self) -> None:
        self.page("groups")
        self.office.delete_group(6)
        assert self.view.form is not None
        self.assertTrue(self.view.form.danger)
        self.assertEqual(self.fake.orders(), [])
        self.submit()
        (order,) = self.fake.orders()
        self.assertEqual((type(order), order.conversation), (words.DeleteGroup, 6))
        self.assertIsNone(self.view.form)
        self.assertIn((Tone.GOOD, "Deleted: chess."), self.view.told)


class ActsTest(OfficeCase):
    def setUp(self) -> None:
        super().setUp()
        self.page("people")

    def test_each_is_done_to_everybody_chosen(self) -> None:
        for verb, kind in (("mute", words.Silence), ("kick", words.Kick), ("ban", words.Ban)):
            self.fake.said.clear()
            getattr(self.acts, verb)(self.office.whom([1, 3, 4711]))
            self.submit()
            self.assertEqual(
                [(type(word), word.user, word.reason) for word in self.fake.orders()],
                [(kind, 1, "too loud"), (kind, 3, "too loud")],
            )
            self.assertIsNone(self.view.form)
        self.assertEqual(self.view.told[-1], (Tone.GOOD, "Banned: 2 people."))

    def test_until_when(self) -> None:
        for lasting, until in (("600", NOW + 600_000), ("0", GOOD)):
            self.acts.mute(self.office.whom([1]))
            self.submit(lasting=lasting)
            self.assertEqual(self.fake.orders()[-1].until_ms, until)

    def test_a_refusal_stays_in_the_form(self) -> None:
        self.fake.refuse[words.Kick] = "NOT_ALLOWED"
        self.acts.kick(self.office.whom([1]))
        self.submit()
        self.assertIsNotNone(self.view.form)
        self.assertTrue(self.view.problem)
        self.fake.refuse.clear()
        self.submit()
        self.assertIsNone(self.view.form)

    def test_whom_it_could_not_be_done_to_is_named(self) -> None:
        self.fake.refuse[words.Kick] = "NO_SUCH_USER"
        self.acts.kick(self.office.whom([1, 3]))
        self.submit()
        self.assertEqual([line.partition(":")[0] for line in self.view.problem.splitlines()], ["ann", "cid"])

    def test_a_lost_connection_leaves_it_open_what_happened(self) -> None:
        self.fake.deaf = True
        self.acts.kick(self.office.whom([1]))
        self.submit()
        self.assertTrue(self.view.busy)
        self.desk.handle(OperatorLost("gone", None), self.stage.now)
        self.assertIn("Look whether it was done", self.view.problem)

    def test_silence_ends_too(self) -> None:
        self.fake.deaf = True
        self.acts.kick(self.office.whom([1]))
        self.submit()
        self.desk.check(self.stage.now + limits.ERRAND_S + 1)
        self.assertIn("did not answer", self.view.problem)

    def test_undoing(self) -> None:
        self.acts.undo([4, 5], ["ann", "10.0.0.9"])
        self.acts.unmute(self.office.whom([3]))
        self.settle()
        kinds = [(type(word), getattr(word, "number", 0), getattr(word, "user", 0)) for word in self.fake.orders()]
        self.assertEqual(kinds, [(words.Unban, 4, 0), (words.Unban, 5, 0), (words.Silence, 0, 3)])
        self.assertEqual(self.view.told[0], (Tone.GOOD, "Lifted: ann, 10.0.0.9."))
        self.fake.refuse[words.Unban] = "BAD_REQUEST"
        self.acts.undo([4], ["ann"])
        self.settle()
        self.assertIs(self.view.told[-1][0], Tone.BAD)

    def test_a_role(self) -> None:
        (ann,) = self.office.whom([1])
        self.acts.role(ann, "member")
        self.submit(role="moderator")
        (order,) = self.fake.orders()
        self.assertEqual((order.user, order.role), (1, "moderator"))

    def test_a_code_is_shown_once(self) -> None:
        self.acts.code(self.office.whom([1])[0])
        self.assertEqual(self.fake.orders(), [])
        self.submit()
        assert self.view.form is not None
        self.assertEqual([(field.kind, field.value) for field in self.view.form.fields], [("code", "ABCD-EFGH")])
        self.assertEqual(self.view.form.verb, "")

    def test_an_address(self) -> None:
        self.acts.ban_address("10.0.0.9")
        self.submit(address=" 10.0.0.9 ")
        (order,) = self.fake.orders()
        self.assertEqual((order.user, order.address), (0, "10.0.0.9"))

    def test_announcing(self) -> None:
        self.presenter.announce_wanted()
        self.submit(text="  \n ")
        self.assertTrue(self.view.problem)
        self.submit(text="é" * limits.TEXT_BYTES)
        self.assertTrue(self.view.problem)
        self.assertEqual(self.fake.orders(), [])
        self.submit(text="lunch\n")
        (order,) = self.fake.orders()
        self.assertEqual((order.conversation, order.text), (2, "lunch"))
        self.presenter.operator_lost("gone", None, self.stage.now)
        self.presenter.announce_wanted()
        self.assertIsNone(self.view.form)

    def test_a_new_lesson(self) -> None:
        self.acts.new_lesson()
        assert self.view.form is not None
        self.assertTrue(self.view.form.danger)
        self.submit()
        self.assertIsInstance(self.fake.orders()[0], words.NewLesson)


class RulesTest(OfficeCase):
    def setUp(self) -> None:
        super().setUp()
        self.rules = self.office.rules

    def told(self, **changes: Any) -> None:
        fields = {"paused": False, "private_off": False, "announcers": "all", "retention_days": 0, **changes}
        self.presenter.heard(words.Rules(**fields))

    def test_each_acts_at_once_and_waits_for_the_rule(self) -> None:
        self.rules.pause(True)
        self.assertTrue(self.view.order.paused)
        self.assertIn("paused", self.view.order.waiting)
        self.settle()
        self.assertTrue(self.view.order.paused)
        self.told(paused=True)
        self.assertEqual((self.view.order.paused, self.view.order.waiting), (True, frozenset()))
        self.rules.private(True)
        self.rules.announce_by("moderators")
        self.rules.slow(10)
        self.rules.keep(30)
        self.settle()
        kinds = [words.Pause, words.PrivateOff, words.SetAnnouncers, words.SlowMode, words.SetRetention]
        self.assertEqual([type(word) for word in self.fake.orders()], kinds)

    def test_a_refusal_is_told_at_its_switch(self) -> None:
        self.fake.refuse[words.SetRetention] = "NOT_ALLOWED"
        self.office.keep(0)
        self.settle()
        self.assertEqual(self.view.order.retention, "0")
        self.rules.keep(30)
        self.settle()
        self.assertTrue(self.view.order.problem(RETENTION))
        self.assertEqual(self.view.order.retention, "0")

    def test_fewer_days_are_asked_about(self) -> None:
        self.office.keep(30)
        assert self.view.form is not None
        self.assertTrue(self.view.form.danger)
        self.view.closed()
        self.assertEqual(self.fake.orders(), [])
        self.submit()
        self.assertEqual(self.fake.orders()[0].days, 30)
        self.told(retention_days=30)
        self.view.form = None
        self.office.keep(365)
        self.assertIsNone(self.view.form)

    def test_what_was_set_elsewhere_is_a_choice(self) -> None:
        self.assertIn("45", dict(slow_choices("45")))
        self.assertEqual([key for key, _ in day_choices("14")], ["7", "14", "30", "90", "365", "0"])

    def test_nothing_is_known_of_a_relay_that_ended(self) -> None:
        self.office.silent()
        self.assertFalse(self.view.order.ready)

    def test_sanctions_and_the_audit_by_pages(self) -> None:
        self.sanction(1, "mute", 3)
        self.sanction(2, "ban", 0)
        whats = ["kick", "pause", "slow_mode", "retention", "announcers", "from_the_future"]
        self.fake.audit = [words.AuditRow(9 - at, NOW, 2, "bob", what, 3, "cid", 0, "1") for at, what in enumerate(whats)]
        self.page("order")
        assert self.view.sanctions is not None and self.view.audit is not None
        self.assertEqual([(entry.label, entry.ban) for entry in self.view.sanctions], [("10.0.0.9", True), ("cid", False)])
        self.assertEqual((len(self.view.audit), self.view.more_audit), (2, True))
        for _ in range(2):
            self.office.older_audit()
            self.settle()
        deeds = [entry.cells[0] for entry in self.view.audit]
        self.assertEqual(deeds[1:3] + deeds[-1:], ["paused the chat", "slow mode", "from_the_future"])
        self.assertFalse(self.view.more_audit)
        self.presenter.log_arrived([Line(1, "x", topic="order")])
        self.turn()
        self.assertEqual(len(self.view.audit), 6)


class ImportTest(OfficeCase):
    def setUp(self) -> None:
        super().setUp()
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.path = Path(held.name) / "people.csv"
        fast = mock.patch("udpchat.gui.presenters.server_import.account", self.account)
        fast.start()
        self.addCleanup(fast.stop)

    @staticmethod
    def account(pupil: Any) -> words.NewAccount:
        return words.NewAccount(pupil.name, pupil.display or pupil.name, "", b"s", 1, 1, 1, bytes(32), bytes(32))

    def begin(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")
        self.office.importer.begin(str(self.path))

    def test_a_file_with_a_report_of_each_line(self) -> None:
        self.begin("name;password;display\nmessi;surabaya;Lionel\ntwo words;x\nonly\nMESSI;y\nnania;z\n")
        form = self.view.form
        assert form is not None
        self.assertIn("2 accounts", form.words)
        (skip, bad) = form.fields
        self.assertEqual(skip.value, ON)
        self.assertEqual([line.split(":")[0] for line in bad.value.splitlines()], ["line 3", "line 4", "line 5"])
        self.view.submit({"skip": ON})
        self.settle()
        (order,) = self.fake.orders()
        self.assertEqual([row.name for row in order.rows], ["messi", "nania"])
        self.assertEqual(self.view.told, [(Tone.GOOD, "2 accounts were made.")])

    def test_nothing_to_import_has_no_verb(self) -> None:
        self.begin("only\n")
        assert self.view.form is not None
        self.assertEqual(self.view.form.verb, "")

    def test_what_is_no_such_file(self) -> None:
        self.office.importer.begin("nowhere/people.csv")
        self.assertIs(self.view.told[0][0], Tone.BAD)
        self.assertIsNone(self.view.form)

    def test_a_refusal_stays_in_the_form(self) -> None:
        self.begin("messi,x\n")
        self.fake.refuse[words.ImportUsers] = "USERNAME_TAKEN"
        self.view.submit({"skip": ""})
        self.settle()
        self.assertTrue(self.view.problem)

    def test_going_back_stops_it(self) -> None:
        self.begin("messi,x\nnania,y\n")
        with mock.patch.object(self.stage.relay, "aside", lambda work, then: self.waiting.append((work, then))):
            self.waiting: list[Any] = []
            self.office.importer._aside = self.stage.relay.aside
            self.view.submit({"skip": ON})
            self.view.closed()
            work, then = self.waiting.pop()
            then(work(), None)
        self.assertEqual((self.waiting, self.fake.orders()), ([], []))


class WordsTest(unittest.TestCase):
    def test_moments(self) -> None:
        day = 86_400_000
        self.assertRegex(moment(NOW, NOW), r"^\d\d:\d\d$")
        self.assertRegex(moment(NOW - 3 * day, NOW), r"^\d+ [A-Z][a-z]{2} \d\d:\d\d$")
        self.assertRegex(moment(NOW - 700 * day, NOW), r"^\d+ [A-Z][a-z]{2} \d{4}$")


if __name__ == "__main__":
    unittest.main()
