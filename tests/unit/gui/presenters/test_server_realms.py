"""The page of links to other servers, without a window: what is asked for when, put into words, and done."""

from __future__ import annotations

import unittest
from typing import Any, get_args

from tests.unit.gui.presenters.server_fakes import BORN_MS, Interface
from tests.unit.gui.presenters.test_log import Line as LogLine
from tests.unit.gui.presenters.test_server_office import NOW, OfficeCase
from udpchat import words
from udpchat.errors import BadRequest, RealmTaken
from udpchat.errors.refusals import REFUSALS
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_realms import DEEDS, ORDER, OWN_WORDS, Column, RealmsTable, card, trouble_words, waiting
from udpchat.invites import RealmInvite
from udpchat.wire.codes import CloseCode
from udpchat.words import LinkDeed, LinkRow
from udpchat.words.realms import LinkStanding

STANDINGS = get_args(LinkStanding)
THEIRS = bytes([7]) * 32
INVITE = str(RealmInvite("school", "192.168.1.30", 11111, THEIRS, bytes([9]) * 32))


def link(realm: int, name: str, standing: Any, **more: Any) -> LinkRow:
    usual = {"host": f"192.168.1.{realm}", "port": 11111, "fingerprint": THEIRS, "rtt_us": 0, "queued": 0, "sent": 0, "got": 0}
    return LinkRow(realm, name, standing, **{**usual, "shares": True, "by": "", "trouble": "", "at": BORN_MS, **more})


class RealmsCase(OfficeCase):
    def setUp(self) -> None:
        super().setUp()
        self.fake.links = [
            link(1, "school", "linked", rtt_us=11_400, sent=40, got=38),
            link(2, "annex", "down", queued=5, trouble="NO_ANSWER"),
            link(3, "depot", "asked"),
        ]
        self.presenter.interfaces_found([Interface("eth0", "192.168.1.20"), Interface("wlan0", "10.0.0.7", "wifi")])
        self.desk_ = self.office.realms

    def asked(self, kind: type) -> list[Any]:
        return [word for word in self.fake.said if isinstance(word, kind)]

    def shown(self) -> list[str]:
        return [line.name for line in self.view.realms.rows]

    def deeds(self) -> list[tuple[int, str]]:
        return [(word.realm, word.deed) for word in self.asked(words.ChangeRealm)]


class Page(RealmsCase):
    def test_in_words(self) -> None:
        self.page("realms")
        realms = self.view.realms
        self.assertEqual((realms.here, realms.count, realms.known, realms.free), ("lab", 3, True, False))
        self.assertEqual(realms.fingerprint, "AAAQ-EAYE-AUDA-OCAJ")
        self.assertEqual(self.shown(), ["depot", "annex", "school"])  # who waits for an answer stands first
        depot, annex, school = realms.rows
        self.assertEqual(school.cells[:4], ("linked", "192.168.1.1:11111", "11 ms", "0"))
        self.assertEqual((school.presence, school.tone), ("online", Tone.GOOD))
        self.assertEqual((annex.cells[0], annex.cells[3]), ("cannot be reached", "5"))
        self.assertEqual(annex.cells[-1], "Nothing answers there")
        self.assertEqual((depot.cells[0], depot.cells[3], depot.tone), ("asks for a link", "–", Tone.WARN))

    def test_asked_for_again_and_again_only_while_seen(self) -> None:
        self.turn()
        self.assertEqual((len(self.asked(words.AskLinks)), self.view.realm_count), (1, (3, 1)))
        for _ in range(10):
            self.turn(1)
        self.assertEqual(len(self.asked(words.AskLinks)), 1)
        self.page("realms")
        for _ in range(10):
            self.turn(1)
        self.assertGreaterEqual(len(self.asked(words.AskLinks)), 5)
        self.page("groups")
        asked = len(self.asked(words.AskLinks))
        self.turn(31)
        self.assertEqual(len(self.asked(words.AskLinks)), asked + 1)

    def test_a_line_of_the_log_is_looked_after_at_once(self) -> None:
        self.turn()
        self.fake.links.append(link(4, "lab2", "asked"))
        self.presenter.log_arrived([LogLine(1, topic="realm")])
        self.turn(2)
        self.assertEqual(self.view.realm_count, (4, 2))

    def test_found_and_sorted(self) -> None:
        self.page("realms")
        self.desk_.find("ANNEX")
        self.assertEqual((self.shown(), self.view.realms.count), (["annex"], 3))
        self.desk_.find("reached")
        self.assertEqual(self.shown(), ["annex"])
        self.desk_.find("")
        self.desk_.sort(Column.NAME)
        self.assertEqual(self.shown(), ["annex", "depot", "school"])
        self.desk_.sort(Column.NAME)
        self.assertEqual(self.shown(), ["school", "depot", "annex"])
        self.desk_.sort(Column.WAITING)
        self.assertEqual(self.shown()[0], "annex")
        for column in Column:
            self.desk_.sort(column)
            self.assertEqual(len(self.shown()), 3)

    def test_the_card(self) -> None:
        self.page("realms")
        self.desk_.choose(1)
        card = self.view.realm
        assert card is not None
        facts = dict(card.facts)
        self.assertEqual((facts["Round trip"], facts["Waiting"]), ("11 ms", "nothing"))
        self.assertEqual(facts["Passed on"], "40 sent, 38 received")
        self.assertEqual(card.deeds, ("hide", "block", "remove"))
        self.desk_.choose(3)
        card = self.view.realm
        assert card is not None
        facts = dict(card.facts)
        self.assertEqual((facts["Fingerprint"], facts["This server"]), ("A4DQ-OBYH-A4DQ-OBYH", "AAAQ-EAYE-AUDA-OCAJ"))
        self.assertEqual(card.deeds, ("accept", "block", "remove"))
        self.desk_.choose(0)
        self.assertIsNone(self.view.realm)

    def test_the_last_error_is_remembered(self) -> None:
        self.page("realms")
        self.fake.links[1] = link(2, "annex", "linked", rtt_us=900)
        self.turn(3)
        self.desk_.choose(2)
        card = self.view.realm
        assert card is not None
        self.assertIn("Nothing answers there", dict(card.facts)["Last error"])
        self.assertEqual(next(line for line in self.view.realms.rows if line.name == "annex").cells[-1], "")
        del self.fake.links[1]
        self.turn(3)
        self.assertEqual(self.desk_._troubles, {})

    def test_what_waits_for_an_answer(self) -> None:
        self.turn()
        assert self.view.waiting is not None
        self.assertEqual((self.view.waiting.title, self.view.waiting.realm), ("depot wants to be linked with this server", 3))
        self.assertIn("A4DQ-OBYH-A4DQ-OBYH", self.view.waiting.words)
        self.fake.links[2] = link(3, "depot", "proposed", by="ann", fingerprint=b"")
        self.turn(31)
        self.assertEqual(self.view.waiting.title, "ann proposes a link with depot")
        self.fake.links.append(link(4, "lab2", "asked"))
        self.turn(31)
        self.assertEqual((self.view.waiting.title, self.view.waiting.realm), ("2 links wait for your answer", 4))
        self.fake.links = self.fake.links[:2]
        self.turn(31)
        self.assertIsNone(self.view.waiting)
        self.assertEqual(self.view.realm_count, (2, 0))

    def test_when_the_relay_has_ended_nothing_is_known(self) -> None:
        self.page("realms")
        self.office.silent()
        self.assertEqual((self.shown(), self.view.realms.known, self.view.realm_count), ([], False, (None, 0)))
        self.assertIsNone(self.view.waiting)

    def test_asked_again_after_the_connection_was_lost_in_between(self) -> None:
        self.turn()
        self.fake.deaf = True
        self.turn(31)
        self.presenter.operator_lost("gone", None, self.stage.now)
        self.fake.deaf = False
        asked = len(self.asked(words.AskLinks))
        self.assertTrue(self.desk_._stale and not self.desk_._asking)
        self.office.welcomed()
        self.desk_.tick(self.stage.now + 40, NOW, False, True)
        self.assertTrue(self.desk_._asking)
        self.assertGreaterEqual(len(self.asked(words.AskLinks)), asked)


class New(RealmsCase):
    def test_added_by_name_and_address(self) -> None:
        self.desk_.acts.add()
        assert self.view.form is not None
        for values, field, problem in (
            ({"name": "", "address": "192.168.1.40"}, "name", "name"),
            ({"name": "two words", "address": "192.168.1.40"}, "name", ""),
            ({"name": "yard", "address": ""}, "address", ""),
            ({"name": "yard", "address": "300.1.1.1"}, "address", "255"),
            ({"name": "yard", "address": "yard.example"}, "address", "in numbers"),
            ({"name": "yard", "address": "192.168.1.40:99999"}, "address", "port"),
        ):
            with self.subTest(values=values):
                self.submit(**values)
                self.assertEqual(self.view.blamed, field)
                self.assertIn(problem, self.view.problem)
        self.assertEqual(self.asked(words.AddRealm), [])
        self.submit(name=" yard ", address=" 192.168.1.40:2222 ")
        (word,) = self.asked(words.AddRealm)
        self.assertEqual((word.name, word.host, word.port), ("yard", "192.168.1.40", 2222))
        self.assertEqual(self.view.told[-1], (Tone.GOOD, "Asked yard for a link. Its operator has to accept."))

    def test_a_refusal_is_said_where_it_belongs(self) -> None:
        for code, field in ((RealmTaken.code, "name"), (BadRequest.code, "address")):
            self.fake.refuse[words.AddRealm] = code
            self.desk_.acts.add()
            self.submit(name="school", address="192.168.1.40")
            self.assertEqual(self.view.blamed, field)
            self.assertTrue(self.view.problem)

    def test_an_invite_is_shown(self) -> None:
        self.presenter.tick(self.stage.now)
        self.desk_.invite()
        assert self.view.form is not None
        (field,) = self.view.form.fields
        self.assertEqual(field.value, "192.168.1.20")
        self.assertIn("10.0.0.7", field.hint)
        self.submit(host="nowhere")
        self.assertEqual((self.view.blamed, self.asked(words.MakeRealmInvite)), ("host", []))
        self.submit(host="192.168.1.20")
        (shown,) = self.view.form.fields
        self.assertEqual((shown.kind, shown.value), ("long", "udpchat-realm://lab@192.168.1.20:11111/#..."))
        self.assertEqual(self.view.form.verb, "")

    def test_an_invite_that_is_refused(self) -> None:
        self.fake.refuse[words.MakeRealmInvite] = "REALM_FULL"
        self.desk_.invite()
        self.submit(host="192.168.1.20")
        self.assertEqual((self.view.blamed, self.asked(words.MakeRealmInvite)[0].host), ("host", "192.168.1.20"))
        self.assertTrue(self.view.problem)

    def test_an_invite_taken(self) -> None:
        self.desk_.acts.join()
        for wrong in ("", "hello", INVITE[:-4], INVITE.replace("192", "999"), "x" * 5000, "udpchat://192.168.1.20"):
            self.submit(invite=wrong)
            self.assertEqual(self.view.blamed, "invite", wrong)
        self.assertEqual(self.asked(words.AddRealmInvite), [])
        broken = "\n  ".join(INVITE[at : at + 40] for at in range(0, len(INVITE), 40))
        self.submit(invite=broken)
        self.assertEqual(self.asked(words.AddRealmInvite)[0].invite, INVITE)
        self.assertEqual(self.view.told[-1], (Tone.GOOD, "Linking with school."))

    def test_named_while_there_is_no_link(self) -> None:
        self.fake.links = [link(4, "yard", "proposed", by="ann")]
        self.page("realms")
        self.assertTrue(self.view.realms.free)
        self.desk_.rename()
        assert self.view.form is not None
        self.assertEqual(self.view.form.fields[0].value, "lab")
        self.submit(name="a b")
        self.assertEqual(self.view.blamed, "name")
        self.submit(name=" office ")
        self.assertEqual([word.name for word in self.asked(words.NameRealm)], ["office"])
        self.fake.links = [link(4, "yard", "requested")]
        self.turn(3)
        self.assertFalse(self.view.realms.free)


class Deeds(RealmsCase):
    def setUp(self) -> None:
        super().setUp()
        self.page("realms")

    def test_accepted_with_the_fingerprint_in_sight(self) -> None:
        self.desk_.do("accept", 3)
        form = self.view.form
        assert form is not None
        self.assertEqual(form.fields[0].value, "A4DQ-OBYH-A4DQ-OBYH")
        self.assertIn("AAAQ-EAYE-AUDA-OCAJ", form.fields[0].hint)
        self.assertIn("192.168.1.3:11111", form.words)
        self.assertEqual(self.deeds(), [])
        self.submit()
        self.assertEqual(self.deeds(), [(3, "accept")])

    def test_a_proposal_is_asked_there(self) -> None:
        self.fake.links = [link(5, "yard", "proposed", by="ann", fingerprint=b"")]
        self.turn(3)
        self.desk_.do("accept", 5)
        assert self.view.form is not None
        self.assertEqual((self.view.form.fields, "ann proposes it" in self.view.form.words), ((), True))
        self.submit()
        self.assertEqual(self.deeds(), [(5, "accept")])

    def test_what_ends_a_link_is_asked_first(self) -> None:
        for deed, key in (("block", "block"), ("remove", "remove")):
            self.desk_.do(deed, 2)  # type: ignore[arg-type]
            form = self.view.form
            assert form is not None
            self.assertTrue(form.danger)
            self.assertIn("annex", form.title)
            self.submit()
            self.assertEqual(self.deeds()[-1], (2, key))
        self.desk_.do("remove", 2)
        assert self.view.form is not None
        self.assertIn("(5)", self.view.form.words)

    def test_an_invite_is_taken_back(self) -> None:
        self.fake.links = [link(6, "", "invited", host="", port=0, fingerprint=b"")]
        self.turn(3)
        self.assertEqual(self.shown(), ["Invite 6"])
        self.desk_.do("remove", 6)
        assert self.view.form is not None
        self.assertEqual(self.view.form.title, "Remove Invite 6?")
        self.submit()
        self.assertEqual(self.deeds(), [(6, "remove")])

    def test_at_once(self) -> None:
        for deed in ("retry", "unblock", "share", "hide"):
            self.desk_.do(deed, 2)  # type: ignore[arg-type]
            self.settle()
            self.assertEqual((self.deeds()[-1], self.view.told[-1][0]), ((2, deed), Tone.GOOD))
        self.fake.refuse[words.ChangeRealm] = "REALM_SHUT"
        self.desk_.do("retry", 2)
        self.settle()
        self.assertEqual(self.view.told[-1][0], Tone.BAD)

    def test_one_that_is_gone(self) -> None:
        self.desk_.do("accept", 99)
        self.assertIsNone(self.view.form)
        self.assertIsNone(self.desk_.card(99))


class InWords(unittest.TestCase):
    def test_every_standing_has_words_and_deeds(self) -> None:
        self.assertEqual((set(ORDER), set(DEEDS)), (set(STANDINGS), set(STANDINGS)))
        self.assertEqual({deed for deeds in DEEDS.values() for deed in deeds}, set(get_args(LinkDeed)))
        rows = [link(at, f"r{at}", standing, queued=at) for at, standing in enumerate(STANDINGS, 1)]
        found = RealmsTable().realms("lab", "", rows, {}, NOW, True)
        self.assertEqual(len({line.cells[0] for line in found.rows}), len(STANDINGS))
        for row in rows:
            for shares in (True, False):
                one = card(link(row.id, row.name, row.standing, shares=shares), "", ("IDLE", NOW), NOW)
                self.assertTrue(one.words and one.deeds and one.state)
                self.assertFalse({"share", "hide"} <= set(one.deeds))

    def test_every_trouble_is_a_sentence(self) -> None:
        for code in (*OWN_WORDS, *REFUSALS, *CloseCode.__members__, "SOMETHING_NEW"):
            self.assertTrue(trouble_words(code).endswith((".", "?")), code)
        self.assertIn("SOMETHING_NEW", trouble_words("SOMETHING_NEW"))
        self.assertEqual(set(CloseCode.__members__) - OWN_WORDS, set())

    def test_hostile_names_are_only_words_here(self) -> None:
        rows = [link(at, name, "asked", by=name) for at, name in enumerate(("\u202eexe", "x" * 200, "\x00\n", "😀" * 30), 1)]
        self.assertEqual(len(RealmsTable().realms("lab", "", rows, {}, NOW, True).rows), len(rows))
        self.assertIsNotNone(waiting(rows))
        self.assertIsNotNone(waiting(rows[:1]))


if __name__ == "__main__":
    unittest.main()
