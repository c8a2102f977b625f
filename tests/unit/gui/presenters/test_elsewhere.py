"""People of other servers in a window: their names, what is known of them, what becomes of messages for them."""

from __future__ import annotations

import unittest
from unittest import mock

from tests.unit.gui.presenters import chat_making, errands_lab
from tests.unit.gui.presenters.chat_making import ME, NOON, SARI, Chat, Clockwork, FakeCore, group, private
from tests.unit.gui.presenters.compose_lab import Lab as ComposeLab
from udpchat.client import events
from udpchat.client.asking import Ticks
from udpchat.errors import BadName
from udpchat.gui.presenters.elsewhere import Realms, apart
from udpchat.gui.widgets.chat_data import Offer, Show
from udpchat.gui.widgets.chat_rows import MessageRow, NoticeRow, Tick
from udpchat.limits import REALM_ASKED_S, REALM_PEOPLE_COUNT

THERE = 70
NAMES = {THERE: "budi@lab"}
LINKS = events.RealmsFound(
    "office",
    (events.RealmRow("lab", "linked"), events.RealmRow("annex", "down"), events.RealmRow("museum", "proposed")),
)
PEOPLE = events.RealmPeopleFound(
    "lab", "", True, (events.RealmPerson("budi", "Budi Santoso", True), events.RealmPerson("dewi", "", False))
)


class Known(unittest.TestCase):
    """With somebody on another server."""

    def setUp(self) -> None:
        patch = mock.patch.dict(chat_making.NAMES, NAMES)
        patch.start()
        self.addCleanup(patch.stop)


class Reading(unittest.TestCase):
    def test_names(self) -> None:
        cases = {"budi@lab": ("budi", "lab"), "budi": ("budi", ""), "@lab": ("@lab", ""), "budi@": ("budi@", ""), "": ("", "")}
        for name, parts in cases.items():
            self.assertEqual(apart(name), parts, name)


class Knowing(unittest.TestCase):
    def setUp(self) -> None:
        self.core, self.time = FakeCore(), Clockwork()
        self.realms = Realms(self.core, lambda: self.time.now, lambda: None)
        for event in (LINKS, PEOPLE):
            self.realms.took(event)

    def test_which_can_be_written_to(self) -> None:
        self.assertEqual([row.name for row in self.realms.linked], ["lab", "annex"])

    def test_presence_as_far_as_known(self) -> None:
        names = ("budi@lab", "BUDI@Lab", "dewi@lab", "nobody@lab", "budi@annex", "budi@nowhere", "budi")
        found = [self.realms.presence(name) for name in names]
        self.assertEqual(found, ["online", "online", "offline", "offline", "offline", "offline", ""])

    def test_in_words(self) -> None:
        self.assertEqual(self.realms.state_of("budi@lab"), "online on lab")
        self.assertEqual(self.realms.state_of("dewi@lab"), "on lab")
        self.assertIn("what you send waits", self.realms.state_of("x@annex"))
        self.assertIn("not linked", self.realms.state_of("x@museum"))
        self.assertEqual(self.realms.stored("lab"), "Sent to lab")
        self.assertIn("Waits at this server", self.realms.stored("annex"))

    def test_nobody_is_asked_twice_within_a_while_nor_what_cannot_answer(self) -> None:
        for realm in ("lab", "LAB", "annex", "museum", "nowhere"):
            self.realms.seek(realm, "b")
        self.assertEqual(self.core.asked_realms, [("lab", "b")])
        self.time.pass_s(REALM_ASKED_S)
        self.realms.seek("lab", "b")
        self.assertEqual(len(self.core.asked_realms), 2)

    def test_who_is_gone_is_forgotten(self) -> None:
        self.realms.took(events.RealmPeopleFound("lab", "b", True, ()))
        self.assertEqual([person.name for person in self.realms.people("lab")], ["dewi"])
        full = tuple(events.RealmPerson(f"x{number}", "", True) for number in range(REALM_PEOPLE_COUNT))
        self.realms.took(events.RealmPeopleFound("lab", "", True, full))
        self.assertEqual(len(self.realms.people("lab")), REALM_PEOPLE_COUNT + 1, "there may be more than one answer holds")

    def test_addresses(self) -> None:
        self.assertEqual(self.realms.addresses("budi@"), ["budi@lab", "budi@annex"])
        self.assertEqual(self.realms.addresses("@new@l"), ["new@lab"])
        self.assertEqual(self.realms.addresses("@lab"), [])
        self.assertEqual(self.realms.beginning_with("budi s"), ["budi@lab"])
        self.assertEqual(self.realms.beginning_with(""), [])


class InTheChat(Known):
    def setUp(self) -> None:
        super().setUp()
        self.chat = Chat()
        self.chat.rooms(group(), private(SARI), private(THERE))
        self.chat.tell(LINKS, PEOPLE)

    def test_asked_for_at_the_sign_in_and_again(self) -> None:
        self.assertEqual(self.chat.core.asked_realms[0], ())
        before = self.chat.core.asked_realms.count(())
        self.chat.time.pass_s(130)
        self.assertEqual(self.chat.core.asked_realms.count(()), before + 2)

    def test_the_list_and_its_chip(self) -> None:
        self.chat.say(1, text="hello", room=-SARI)
        self.chat.say(2, author=THERE, text="from the lab", room=-THERE)
        line = self.chat.view.list.lines[0]
        self.assertEqual((line.title, line.realm, line.presence), ("budi", "lab", "online"))
        self.assertTrue(self.chat.view.list.realms)
        self.chat.presenter.show_only(Show.REALMS)
        self.chat.time.pass_s(1)
        self.assertEqual([each.id for each in self.chat.view.list.lines if each.id], [-THERE])

    def test_no_chip_without_links(self) -> None:
        chat = Chat()
        chat.rooms(private(SARI))
        chat.tell(events.RealmsFound("office", (events.RealmRow("museum", "proposed"),)))
        chat.time.pass_s(1)
        self.assertFalse(chat.view.list.realms)

    def test_head_card_and_menu(self) -> None:
        self.chat.presenter.open_conversation(-THERE)
        self.chat.time.pass_s(1)
        header, card = self.chat.view.header, self.chat.view.people.card
        assert header is not None and card is not None
        self.assertEqual((header.title, header.realm, header.subtitle), ("budi", "lab", "online on lab"))
        self.assertNotIn(Offer.ADD_TO_GROUP, header.offers)
        self.assertEqual((card.name, card.realm, card.presence, card.offers), ("budi", "lab", "online", (Offer.PROFILE,)))
        self.chat.core.my_role = "operator"
        offers = self.chat.presenter.person_offers(THERE)
        self.assertFalse({Offer.KICK, Offer.BAN, Offer.ROLE, Offer.ADD_TO_GROUP} & set(offers))
        self.assertIn(("lab", "budi"), self.chat.core.asked_realms)

    def test_what_waits_is_told_apart_from_what_left(self) -> None:
        self.chat.presenter.open_conversation(-THERE)
        self.chat.core.tick = Ticks(1, 0, 0)
        self.chat.say(1, author=ME, text="hello", room=-THERE)
        self.assertEqual(self.row().state, "Sent to lab")
        self.chat.tell(events.RealmsFound("office", (events.RealmRow("lab", "down"),)))
        self.chat.time.pass_s(1)
        self.assertIn("Waits at this server", self.row().state)
        self.assertIn("cannot be reached", self.header_words())

    def test_not_delivered_and_nobody_knows(self) -> None:
        self.chat.presenter.open_conversation(-THERE)
        self.chat.core.tick = Ticks(1, 0, 0)
        self.chat.say(1, author=ME, text="refused", room=-THERE)
        self.chat.say(2, author=ME, text="unknown", room=-THERE)
        for seq, target, code in ((3, 1, "NO_SUCH_USER"), (4, 2, "FATE_UNKNOWN")):
            event = events.Undelivered(seq, -THERE, target, THERE, "budi@lab", NOON, code)
            self.chat.tell(events.NoticesAdded((events.Notice(seq, -THERE, NOON, event),), live=True))
        self.chat.time.pass_s(1)
        refused, unknown = (row for row in self.chat.view.rows if isinstance(row, MessageRow))
        self.assertEqual((refused.tick, unknown.tick), (Tick.FAILED, Tick.STORED), "what may have arrived did not fail")
        self.assertEqual(refused.state, "Not delivered: There is nobody of that name on lab.")
        self.assertIn("Nobody knows", unknown.state)
        self.assertEqual(sum(isinstance(row, NoticeRow) for row in self.chat.view.rows), 2)
        self.chat.presenter.discard(refused.key)
        self.chat.time.pass_s(1)
        shown = [row for row in self.chat.view.rows if isinstance(row, MessageRow)]
        self.assertEqual([row.tick for row in shown], [Tick.STORED, Tick.STORED], "its mark is put away, the text stays")

    def test_a_message_names_the_server(self) -> None:
        self.chat.presenter.open_conversation(-THERE)
        self.chat.say(1, author=THERE, text="hello", room=-THERE)
        self.assertEqual((self.row().name, self.row().realm), ("budi", "lab"))

    def row(self) -> MessageRow:
        return next(row for row in self.chat.view.rows if isinstance(row, MessageRow))

    def header_words(self) -> str:
        assert self.chat.view.header is not None
        return self.chat.view.header.subtitle


class Typing(Known):
    def setUp(self) -> None:
        super().setUp()
        self.lab = ComposeLab()
        for event in (LINKS, PEOPLE):
            self.lab.chat.realms.took(event)

    def offered(self, line: str) -> list[str]:
        return [offer.line for offer in self.lab.compose.complete(line).offers]

    def test_addresses_where_a_person_is_named(self) -> None:
        self.assertIn("/msg @dewi@lab ", self.offered("/msg dewi@l"))
        self.assertIn("/sendgroup sari,new@annex ", self.offered("/sendgroup sari,new@a"))
        self.assertIn("/whois dewi@lab ", self.offered("/whois dewi"))
        self.assertEqual(self.offered("hello @new@l"), ["hello @new@lab "])
        self.assertEqual(self.offered("mail me@lab"), [])

    def test_servers_and_who_is_there(self) -> None:
        self.assertEqual(self.offered("/sendprivaterealm "), ["/sendprivaterealm lab ", "/sendprivaterealm annex "])
        self.assertEqual(self.offered("/sendprivaterealm lab bu"), ["/sendprivaterealm lab budi "])
        self.assertIn(("lab", ""), self.lab.core.asked_realms)

    def test_what_the_window_does_better(self) -> None:
        opened = {
            "/realm": ("realms",), "/realm list": ("realms",), "/realm people": ("realms",), "/addrealm": ("propose_realm",),
            "/realm people lab bu": ("realms", "bu@lab"), "/sendprivaterealm": ("realms",), "/sendgrouprealm": ("new_message",),
        }  # fmt: skip
        for line, what in opened.items():
            self.lab.chat.errands.opened.clear()
            self.assertTrue(self.lab.send(line), line)
            self.assertEqual(self.lab.chat.errands.opened, [what], line)


class InSheets(Known):
    def setUp(self) -> None:
        super().setUp()
        self.lab = errands_lab.Lab()
        self.lab.furnish()
        self.core, self.windows, self.errands = self.lab.core, self.lab.windows, self.lab.errands

    def keys(self) -> list[str]:
        data = self.windows.sheet.data
        return [row.key for row in getattr(data, "people", data).rows]

    def look_for(self, typed: str) -> None:
        self.windows.sheet.errand.look_for(typed)

    def test_the_list_of_servers(self) -> None:
        self.errands.realms()
        self.assertIn("Asking", self.windows.sheet.data.hint)
        self.lab.tell(LINKS)
        self.assertEqual(self.keys(), ["server lab", "server annex", "server museum"])
        self.assertEqual(self.core.last("ask_realm_people")[:2], ("lab", ""))
        self.lab.tell(PEOPLE)
        self.assertEqual(self.keys(), ["server lab", "budi@lab", "dewi@lab", "server annex", "server museum"])
        self.assertIn("me@office", self.windows.sheet.data.here)
        self.look_for("sant")
        self.assertEqual(self.keys(), ["server lab", "budi@lab"])
        self.look_for("new@an")
        self.assertEqual(self.keys(), ["server annex", "new@annex"])
        self.look_for("@mus")
        self.assertEqual(self.keys(), ["server museum"])
        self.windows.sheet.errand.choose("server museum")
        self.assertFalse(self.windows.sheet.closed)

    def test_a_link_that_comes_while_somebody_is_looked_for(self) -> None:
        """The server tells of it unasked."""
        self.lab.tell(events.RealmsFound("office", ()))
        self.errands.new_message()
        self.look_for("new@lab")
        self.assertEqual(self.keys(), [])
        self.lab.tell(LINKS)
        self.assertEqual(self.keys(), ["new@lab"])
        self.assertEqual(self.core.last("ask_realm_people")[:2], ("lab", "new"))

    def test_to_write_to_somebody_there(self) -> None:
        self.lab.tell(LINKS, PEOPLE)
        self.errands.realms()
        self.windows.sheet.errand.choose("dewi@lab")
        self.assertEqual(self.core.last("reach")[0], "dewi@lab")
        self.lab.done(91)
        self.assertEqual(self.lab.opened, [(-91, 0)])

    def test_hidden_people_and_no_links(self) -> None:
        self.errands.realms()
        self.lab.tell(events.RealmsFound("office", ()))
        self.assertIn("linked with no other", self.windows.sheet.data.hint)
        self.lab.tell(LINKS, events.RealmPeopleFound("lab", "", False, ()))
        self.assertIn("does not tell", self.windows.sheet.data.rows[0].under)

    def test_proposed(self) -> None:
        self.errands.propose_realm()
        sheet = self.windows.sheet
        for name, host, port, field in (("a b", "h", "1", "name"), ("lab", " ", "1", "host"), ("lab", "h", "0", "port")):
            sheet.errand.propose(name, host, port)
            self.assertTrue(sheet.problems.get(field), field)
        self.assertNotIn("add_realm", self.core.names())
        sheet.errand.propose("lab", "192.168.1.20", "")
        self.assertEqual(self.core.last("add_realm")[:3], ("lab", "192.168.1.20", 11111))
        self.lab.refused(BadName("x"))
        self.assertTrue(sheet.problems)
        sheet.errand.propose("lab", "192.168.1.20", "12000")
        self.lab.done(4)
        self.assertIn("Proposed", self.windows.toasts[-1])

    def test_new_message_switcher_and_several(self) -> None:
        self.lab.tell(LINKS, PEOPLE)
        self.errands.new_message()
        self.look_for("santoso")
        self.look_for("dewi")
        self.assertIn("dewi@lab", self.keys())
        self.errands.switcher()
        self.look_for("new@la")
        self.assertEqual(self.keys()[0], "new@lab")
        self.errands.several()
        self.look_for("dewi@")
        self.assertIn("dewi@lab", self.keys())
        self.windows.sheet.errand.toggle("dewi@lab")
        self.lab.done(THERE)
        self.assertEqual(self.windows.sheet.errand.users, (THERE,))

    def test_not_into_groups(self) -> None:
        self.lab.tell(LINKS, PEOPLE)
        self.errands.new_group()
        self.look_for("dewi")
        self.assertNotIn("dewi@lab", self.keys())
        self.look_for("dewi@lab")
        row = next(row for row in self.windows.sheet.data.people.rows if row.key == "dewi@lab")
        self.assertTrue(row.dim and row.right)

    def test_the_card(self) -> None:
        self.core.my_role = "operator"
        self.lab.tell(LINKS, PEOPLE)
        self.errands.person(THERE)
        data = self.windows.sheet.data
        self.assertEqual((data.display, data.realm, data.state), ("budi", "lab", "online on lab"))
        self.assertEqual((data.verbs, data.may_reset, data.groups), ((), False, ()))


if __name__ == "__main__":
    unittest.main()
