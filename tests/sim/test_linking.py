"""Chosen cases of linked servers: becoming linked, what is refused, what a hostile server can do, kills at every step."""

from __future__ import annotations

import contextlib
import dataclasses
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from tests.sim.chat import cheap_scrypt
from tests.sim.test_system import scratch
from tests.sim.towns import Citizen, Country, Town
from udpchat import limits
from udpchat.client import events as told
from udpchat.client.numbers import private_with
from udpchat.invites import RealmInvite
from udpchat.server.realms.link import Link
from udpchat.wire.channels import Channel
from udpchat.words import AddRealm, AddRealmInvite, ChangeRealm, LinkChange, LinkMarks, LinkNo, LinkPost, NameRealm

REF = bytes(16)
DAY_MS = 86_400_000


class RealmsCase(unittest.TestCase):
    """Oslo and Rome, Ann there and Bob here; `linked` links them."""

    def setUp(self) -> None:
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        folder = stack.enter_context(scratch())
        stack.enter_context(cheap_scrypt())
        self.country = Country(7, Path(folder), people=2)
        self.world = self.country.world
        self.oslo, self.rome = self.country.towns
        self.ann, self.bob = self.country.people
        self.world.run(lambda: bool(self.ann.user and self.bob.user), 60, "both are in")

    def linked(self, how: str = "invite") -> None:
        self.country.link(self.oslo, self.rome, how)

    def link_of(self, town: Town, name: str) -> Link:
        return next(link for link in town.realms.all() if link.line.name == name)

    def troubled(self, town: Town, name: str, code: str) -> None:
        """The link says so, and so does the log."""

        def says() -> bool:
            return any(link.line.name == name and link.trouble == code for link in town.realms.all())

        self.world.run(says, 100, f"{town.name} says {code} of {name}")
        self.assertIn(code, self.log(town))

    def reach(self, person: Citizen, address: str) -> int:
        person.look_for(address)
        self.world.run(lambda: address in person.reached, 60, f"{person.name} knows {address}")
        return person.reached[address]

    def send(self, person: Citizen, address: str, text: str) -> bytes:
        user = self.reach(person, address)
        ref = person.core.send_message(text, person.host.time(self.world.now), private_with(user))
        person.typed[ref] = text
        person.host.touched = True
        return ref

    def texts(self, person: Citizen) -> list[str]:
        return [message.text for message in person.page.values() if "@" in message.name]

    def arrives(self, person: Citizen, text: str) -> None:
        self.world.run(lambda: text in self.texts(person), 200, f"{text!r} reaches {person.name}")

    def log(self, town: Town) -> str:
        return "\n".join(line for line in self.world.notes if f" {town.name}: " in line)

    def settle(self, seconds: float = 5.0) -> None:
        self.world.run_for(seconds)


class BecomingLinked(RealmsCase):
    def test_each_way_leads_there(self) -> None:
        for how in ("invite", "ask", "both"):
            with self.subTest(how):
                self.linked(how)
                for one, other in ((self.oslo, self.rome), (self.rome, self.oslo)):
                    link = self.link_of(one, other.name)
                    self.assertTrue(link.line.confirmed)
                    self.assertEqual(link.line.fingerprint, other.identity.fingerprint)
                    one.order(ChangeRealm(REF, link.line.id, "remove"))
                self.settle()
                self.assertEqual((self.oslo.realms.all(), self.rome.realms.all()), ([], []))

    def test_a_person_proposes_and_the_operator_decides(self) -> None:
        self.ann.core.add_realm("rome", *self.rome.address, self.ann.host.time(self.world.now))
        self.ann.host.touched = True
        self.world.run(lambda: bool(self.oslo.realms.all()), 20, "it is noted")
        self.settle(120)
        self.assertEqual(self.rome.realms.all(), [], "nothing leaves before the operator agreed")
        link = self.link_of(self.oslo, "rome")
        self.assertEqual((link.standing, link.line.proposed_by), ("proposed", self.ann.user))
        self.oslo.order(ChangeRealm(REF, link.line.id, "accept"))
        self.world.run(lambda: bool(self.country.asked(self.rome, self.oslo)), 60, "the other operator hears of it")
        self.rome.order(ChangeRealm(REF, self.country.asked(self.rome, self.oslo)[0], "accept"))
        self.world.run(lambda: self.oslo.linked(self.rome), 60, "linked")

    def test_who_asked_hears_what_becomes_of_links(self) -> None:
        """Each piece of news once; nobody who did not ask."""
        heard: dict[str, list[Any]] = {"ann": [], "bob": []}
        for person in (self.ann, self.bob):
            self.enterContext(mock.patch.object(person.host, "on_event", self.listening(person, heard[person.name])))
        self.ann.core.ask_realms(self.ann.host.time(self.world.now))
        self.ann.host.touched = True
        self.world.run(lambda: heard["ann"] == [()], 20, "there are none")
        self.linked()
        self.settle()
        self.assertEqual(heard["ann"][-1], (("rome", "linked"),))
        del heard["ann"][:]
        self.world.network.cut(self.rome.address[0], self.world.now, self.world.now + 120)
        self.world.run(lambda: heard["ann"] == [(("rome", "down"),)], 120, "it is down")
        self.world.run(lambda: heard["ann"][1:] == [(("rome", "linked"),)], 400, "it is back")
        self.settle(100)
        self.assertEqual((len(heard["ann"]), heard["bob"]), (2, []))

    def listening(self, person: Citizen, heard: list[Any]) -> Callable[[Any], None]:
        usual = person.host.on_event

        def handle(event: Any) -> None:
            if isinstance(event, told.RealmsFound):
                heard.append(tuple((row.name, row.standing) for row in event.realms))
            usual(event)

        return handle

    def test_not_with_itself(self) -> None:
        self.assertEqual(self.refusal(self.oslo, AddRealm(REF, "oslo", "10.0.0.1", 11111)), "REALM_ITSELF")
        self.oslo.order(AddRealm(REF, "bergen", "10.0.0.1", 11111))
        self.troubled(self.oslo, "bergen", "REALM_ITSELF")

    def test_another_name_than_the_one_that_the_server_has(self) -> None:
        self.oslo.order(AddRealm(REF, "milan", *self.rome.address))
        self.troubled(self.oslo, "milan", "REALM_NAME")
        self.assertEqual(self.rome.realms.all(), [])
        self.assertIn("REALM_NAME", self.log(self.rome))
        self.assertIn("REALM_NAME", self.log(self.oslo))

    def test_a_version_that_is_too_new(self) -> None:
        """Refused with a reason at both ends, until it is the same."""
        with mock.patch("udpchat.server.realms.dial.PROTOCOL_VERSION", 2):
            self.oslo.order(AddRealm(REF, "rome", *self.rome.address))
            self.troubled(self.oslo, "rome", "VERSION")
            self.assertIn("VERSION", self.log(self.rome))
            self.settle(120)
            self.assertEqual(self.rome.realms.all(), [])
        self.world.run(lambda: bool(self.country.asked(self.rome, self.oslo)), 120, "the other operator hears of it")

    def test_an_invite_is_used_once(self) -> None:
        self.linked()
        secret = self.link_of(self.oslo, "rome").line.secret
        kyiv = Town(self.world, self.country.folder / "kyiv", "kyiv", 3)
        stolen = self.invite_text(self.rome, secret)
        kyiv.order(AddRealmInvite(REF, stolen))
        self.troubled(kyiv, "rome", "REALM_ELSEWHERE")
        self.assertEqual([link.line.name for link in self.rome.realms.all()], ["oslo"])
        self.assertTrue(self.rome.linked(self.oslo))

    def test_a_wrong_secret(self) -> None:
        self.oslo.order(AddRealmInvite(REF, self.invite_text(self.rome, b"x" * 32)))
        self.troubled(self.oslo, "rome", "REALM_SECRET")
        self.assertEqual(self.rome.realms.all(), [])
        self.assertIn("REALM_SECRET", self.log(self.rome))

    def test_a_wrong_fingerprint(self) -> None:
        text = str(dataclasses.replace(self.invite(self.rome, b"x" * 32), fingerprint=b"f" * 32))
        self.oslo.order(AddRealmInvite(REF, text))
        self.troubled(self.oslo, "rome", "REALM_ELSEWHERE")
        self.assertNotIn("10.0.0.1", self.log(self.rome), "nothing was said to it")

    def test_a_name_that_is_linked_already(self) -> None:
        self.linked()
        impostor = Town(self.world, self.country.folder / "oslo 2", "oslo", 3, "impostor")
        impostor.order(AddRealm(REF, "rome", *self.rome.address))
        self.troubled(impostor, "rome", "REALM_TAKEN")
        self.assertTrue(self.rome.linked(self.oslo))
        self.assertIn("REALM_TAKEN", self.log(self.rome))

    def test_who_claims_to_be_another_server_is_never_linked(self) -> None:
        """The operator believes the knock; the server that is really there knows nothing of it."""
        impostor = Town(self.world, self.country.folder / "oslo 2", "oslo", 3, "impostor")
        impostor.realms.fingerprint = self.oslo.identity.fingerprint  # what it claims; its certificate is its own
        impostor.order(AddRealm(REF, "rome", *self.rome.address))
        self.world.run(lambda: bool(self.country.asked(self.rome, self.oslo)), 60, "it is asked")
        self.rome.order(ChangeRealm(REF, self.country.asked(self.rome, self.oslo)[0], "accept"))
        self.settle(200)
        self.assertFalse(self.link_of(self.rome, "oslo").line.confirmed)
        self.assertFalse(any(link.ready for link in self.rome.realms.all()))

    def test_who_knocks_in_the_name_of_a_server_that_we_knock_at(self) -> None:
        one, other = sorted((self.oslo, self.rome), key=lambda town: town.identity.fingerprint, reverse=True)
        one.order(AddRealm(REF, other.name, *other.address))
        self.world.run(lambda: bool(self.country.asked(other, one)), 60, "it is asked")
        impostor = Town(self.world, self.country.folder / "impostor", other.name, 3, "impostor")
        impostor.realms.fingerprint = other.identity.fingerprint
        impostor.order(AddRealm(REF, one.name, *one.address))
        self.world.run(lambda: bool(self.link_of(one, other.name).candidate), 60, "it knocks")
        self.settle(100)
        self.assertEqual([link.standing for link in one.realms.all()], ["requested"])
        self.assertFalse(any(link.ready for link in impostor.realms.all()))
        other.order(ChangeRealm(REF, self.country.asked(other, one)[0], "accept"))
        self.world.run(lambda: one.linked(other) and other.linked(one), 200, "the right ones are linked")
        self.assertEqual(self.link_of(one, other.name).line.fingerprint, other.identity.fingerprint)

    def test_blocked_and_back(self) -> None:
        self.linked()
        link = self.link_of(self.rome, "oslo")
        self.rome.order(ChangeRealm(REF, link.line.id, "block"))
        self.troubled(self.oslo, "rome", "REALM_SHUT")
        self.assertEqual(self.link_of(self.oslo, "rome").standing, "down")
        self.rome.order(ChangeRealm(REF, link.line.id, "unblock"))
        self.settle()
        self.assertEqual(self.rome.realms.all(), [])

    def test_the_name_is_settled_with_the_first_link(self) -> None:
        self.oslo.order(NameRealm(REF, "bergen"))
        self.settle(1)
        self.assertEqual(self.oslo.realms.name, "bergen")
        self.oslo.name = "bergen"
        self.linked()
        self.assertEqual(self.refusal(self.oslo, NameRealm(REF, "oslo")), "BAD_REQUEST")

    def invite(self, town: Town, secret: bytes) -> Any:
        return RealmInvite(town.realms.name, town.address[0], 11111, town.identity.fingerprint, secret)

    def invite_text(self, town: Town, secret: bytes) -> str:
        return str(self.invite(town, secret))

    def refusal(self, town: Town, word: Any) -> str:
        deed = town.order(word)
        self.settle(1)
        return getattr(deed, "code", "")


class Talking(RealmsCase):
    def setUp(self) -> None:
        super().setUp()
        self.linked()

    def test_a_message_its_marks_an_edit_and_an_answer(self) -> None:
        ref = self.send(self.ann, "bob@rome", "hello bob")
        self.arrives(self.bob, "hello bob")
        (message,) = [m for m in self.bob.page.values() if m.text == "hello bob"]
        self.assertEqual((message.name, message.ref), ("ann@oslo", ref))
        seq = self.ann.confirmed[ref]
        here = private_with(self.ann.reached["bob@rome"])
        self.world.run(lambda: self.ann.core.ticks(here, seq).delivered == 1, 60, "it is told that it was delivered")
        self.bob.core.mark_read(message.conversation, message.seq, self.bob.host.time(self.world.now))
        self.bob.host.touched = True
        self.world.run(lambda: self.ann.core.ticks(here, seq).read == 1, 60, "it is told that it was read")
        self.ann.core.edit(seq, "hello again", self.ann.host.time(self.world.now))
        self.ann.host.touched = True
        self.arrives(self.bob, "hello again")
        self.bob.core.react(message.seq, "👍", True, self.bob.host.time(self.world.now))
        self.bob.core.send_message("and hello", self.bob.host.time(self.world.now), message.conversation, message.seq)
        self.bob.host.touched = True
        self.arrives(self.ann, "and hello")
        answer = next(m for m in self.ann.page.values() if m.text == "and hello")
        self.assertEqual((answer.name, answer.conversation, answer.reply), ("bob@rome", here, seq))
        self.assertEqual(list(self.ann.page[seq].reactions), ["👍"])
        self.ann.core.delete(seq, self.ann.host.time(self.world.now))
        self.ann.host.touched = True
        self.world.run(lambda: self.bob.page[message.seq].deleted, 60, "it is gone there too")

    def test_nobody_of_that_name(self) -> None:
        ref = self.send(self.ann, "carl@rome", "hello carl")
        self.send(self.ann, "bob@rome", "what follows is not held up")
        self.arrives(self.bob, "what follows is not held up")
        self.world.run(lambda: bool(self.ann.notices), 60, "it is told")
        (notice,) = self.ann.notices
        assert isinstance(notice.event, told.Undelivered)
        event = notice.event
        self.assertEqual((event.target, event.name, event.code), (self.ann.confirmed[ref], "carl@rome", "NO_SUCH_USER"))
        self.assertEqual(notice.conversation, private_with(self.ann.reached["carl@rome"]))

    def test_both_have_moved(self) -> None:
        self.send(self.ann, "bob@rome", "before")
        self.arrives(self.bob, "before")
        self.rome.crash()
        self.rome.host.address = self.rome.address = ("10.0.0.9", 11111)
        self.rome.start()
        self.rome.order(AddRealm(REF, "oslo", "10.0.0.77", 11111))
        self.world.run(lambda: not self.oslo.linked(self.rome), 200, "it is noticed")
        self.oslo.order(AddRealm(REF, "rome", *self.rome.address))
        self.world.run(lambda: self.oslo.linked(self.rome), 200, "it is found again")
        self.send(self.ann, "bob@rome", "after")
        self.world.run(lambda: bool(self.rome.rows("SELECT 1 FROM event WHERE body = 'after'")), 100, "it is there")

    def test_through_an_outage_of_hours(self) -> None:
        self.world.network.cut(self.rome.address[0], self.world.now, self.world.now + 7200)
        self.world.run(lambda: not self.oslo.linked(self.rome), 200, "it is noticed")
        for number in range(20):
            self.send(self.ann, "bob@rome", f"message {number}")
        self.settle(7000)
        self.assertEqual(self.texts(self.bob), [])
        self.world.run(lambda: len(self.texts(self.bob)) == 20, 500, "all of them arrive")
        self.assertEqual(self.texts(self.bob), [f"message {number}" for number in range(20)])

    def test_after_a_week_nobody_knows(self) -> None:
        self.send(self.ann, "bob@rome", "first")
        self.arrives(self.bob, "first")
        self.rome.crash()
        ref = self.send(self.ann, "bob@rome", "lost in time")
        self.world.run(lambda: ref in self.ann.confirmed, 60, "it is stored here")
        self.oslo.skew_ms = 8 * DAY_MS
        self.settle(limits.REALM_SWEEP_S + 60)
        self.world.run(lambda: bool(self.ann.notices), 60, "it is told")
        (notice,) = self.ann.notices
        assert isinstance(notice.event, told.Undelivered)
        self.assertEqual((notice.event.target, notice.event.code), (self.ann.confirmed[ref], "FATE_UNKNOWN"))
        self.assertTrue(self.oslo.quiet())

    def test_clocks_a_year_apart(self) -> None:
        self.oslo.skew_ms = 365 * DAY_MS
        self.send(self.ann, "bob@rome", "from the future")
        self.arrives(self.bob, "from the future")
        (message,) = [m for m in self.bob.page.values() if m.text == "from the future"]
        self.assertLess(abs(message.at - self.rome.wall_ms()), 60_000)

    def test_who_is_blocked_cannot_tell(self) -> None:
        self.send(self.ann, "bob@rome", "first")
        self.arrives(self.bob, "first")
        stand_in = next(m.author for m in self.bob.page.values() if m.text == "first")
        self.bob.core.block(stand_in, True, self.bob.host.time(self.world.now))
        self.bob.host.touched = True
        self.settle()
        self.send(self.ann, "bob@rome", "second")
        self.settle(20)
        self.assertEqual((self.texts(self.bob), self.ann.notices), (["first"], []))

    def test_no_groups_and_no_passwords_for_people_of_other_servers(self) -> None:
        user = self.reach(self.ann, "bob@rome")
        ref = self.ann.core.create_group("both", self.ann.host.time(self.world.now), [user])
        self.ann.host.touched = True
        self.world.run(lambda: ref in self.ann.answered, 20, "an answer")
        self.assertEqual(self.ann.core.rooms[0].kind == "group", False)
        self.assertEqual(self.oslo.store.account_count(), 1)
        self.assertIsNone(self.oslo.store.verifier_of(user))

    def test_removing_a_link_tells_whose_messages_waited(self) -> None:
        self.rome.crash()
        self.world.run(lambda: not self.oslo.linked(self.rome), 200, "it is noticed")
        ref = self.send(self.ann, "bob@rome", "too late")
        self.world.run(lambda: ref in self.ann.confirmed, 60, "it is stored here")
        self.oslo.order(ChangeRealm(REF, self.link_of(self.oslo, "rome").line.id, "remove"))
        self.world.run(lambda: bool(self.ann.notices), 60, "it is told")
        again = self.ann.core.send_message(
            "no more", self.ann.host.time(self.world.now), private_with(self.ann.reached["bob@rome"])
        )
        self.ann.host.touched = True
        self.world.run(lambda: again in self.ann.refused, 60, "it is refused")


class Hostile(RealmsCase):
    """Rome says what it likes; Oslo is unharmed, and nobody there sees any of it."""

    def setUp(self) -> None:
        super().setUp()
        self.linked()
        self.ann_id = self.ann.user or 0

    def say(self, *words: Any) -> None:
        pipe = self.link_of(self.rome, "oslo").pipe
        assert pipe is not None
        for word in words:
            pipe.say(word)
        self.rome.host.touched = True
        self.settle(3)

    def post(self, number: int, **values: Any) -> LinkPost:
        fields: dict[str, Any] = {
            "number": number, "ref": bytes([number % 256]) * 16, "author": 7, "name": "eve", "display": "", "to": 0,
            "to_name": "ann", "age_ms": 0, "text": f"text {number}", "reply": b"", "reply_mine": False,
        }  # fmt: skip
        return LinkPost(**(fields | values))

    def stored(self) -> list[str]:
        return [row[0] for row in self.oslo.rows("SELECT body FROM event WHERE kind = 'post' ORDER BY seq")]

    def refused(self) -> list[str]:
        return [row[0].rsplit('"', 2)[1] for row in self.oslo.rows("SELECT body FROM realm_item WHERE kind = 'no' ORDER BY number")]

    def test_it_speaks_for_its_own_users_only(self) -> None:
        self.say(self.post(1, name="bob@kyiv"), self.post(2, name="lobby"), self.post(3, author=0), self.post(4, name=""))
        self.assertEqual(self.stored(), [])
        self.assertEqual(self.refused(), ["INVALID_NAME", "INVALID_NAME", "NO_SUCH_USER", "INVALID_NAME"])
        self.say(self.post(5, name="ann"))
        self.arrives(self.ann, "text 5")
        self.assertEqual([m.name for m in self.ann.page.values() if m.text == "text 5"], ["ann@rome"])

    def test_nothing_is_passed_on(self) -> None:
        user = self.reach(self.ann, "bob@rome")
        self.say(self.post(1, to_name="bob@rome"), self.post(2, to=user, to_name="bob@rome"), self.post(3, to=user, to_name="bob"))
        self.assertEqual((self.stored(), self.refused()), ([], ["NO_SUCH_USER"] * 3))

    def test_replays_and_numbers_that_go_back(self) -> None:
        self.say(self.post(5), self.post(5), self.post(3), self.post(6), self.post(5))
        self.assertEqual(self.stored(), ["text 5", "text 6"])
        self.say(dataclasses.replace(self.post(7), ref=bytes([5]) * 16))
        self.assertEqual(self.stored(), ["text 5", "text 6"])

    def test_texts_and_names_that_the_rules_forbid(self) -> None:
        self.say(self.post(1, text=""), self.post(2, text=" \n "), self.post(3, text="\x07 fine \u202e"))
        self.say(self.post(4, to_name="a" * 64))
        self.assertEqual(len(self.stored()), 1)
        self.assertTrue(all(char.isprintable() for char in self.stored()[0]))

    def test_changes_of_messages_that_are_not_its_own(self) -> None:
        mine = self.send(self.ann, "bob@rome", "mine")
        self.arrives(self.bob, "mine")
        change = {"author": self.bob.user or 0, "name": "bob", "to": self.ann_id, "to_name": "ann", "age_ms": 0, "target": mine}
        words = [
            LinkChange(number=91, kind="edit", mine=False, body="theirs", **change),  # type: ignore[arg-type]
            LinkChange(number=92, kind="delete", mine=False, body="", **change),  # type: ignore[arg-type]
            LinkChange(number=93, kind="edit", mine=True, body="theirs", **change),  # type: ignore[arg-type]
            LinkChange(number=94, kind="react", mine=False, body="x" * 1000, **change),  # type: ignore[arg-type]
            LinkMarks(95, 999, "eve", self.ann_id, "ann", mine, mine),
            LinkNo(96, bytes(16), self.ann_id, "ann", "NO_SUCH_USER"),
        ]
        self.say(*words)
        self.assertEqual(self.stored(), ["mine"])
        self.assertEqual(self.ann.notices, [])

    def test_more_than_the_window_is_cut(self) -> None:
        self.oslo.commit_s = 5.0
        self.say(*[self.post(number) for number in range(1, limits.REALM_WINDOW + 50)])
        self.assertFalse(self.link_of(self.oslo, "rome").ready)
        self.oslo.commit_s = 0.0
        self.send(self.ann, "bob@rome", "still well")
        self.arrives(self.bob, "still well")

    def test_garbage(self) -> None:
        for body in (b"", b"nonsense", b'{"t":"link_got","number":5}', b'{"t":"events","lo":1,"hi":0,"events":[]}'):
            link = self.link_of(self.rome, "oslo")
            self.world.run(lambda link=link: link.ready, 100, "linked")  # type: ignore[misc]
            pipe: Any = link.pipe
            if hasattr(pipe, "endpoint"):
                pipe.endpoint.send(Channel.CHAT, body)
            else:
                self.rome.core.endpoint.send(pipe.session.cid, Channel.CHAT, body)
            self.rome.host.touched = True
            self.settle(2)
        self.send(self.ann, "bob@rome", "still well")
        self.arrives(self.bob, "still well")


class Kills(unittest.TestCase):
    """kill -9 of either server at every step of a message, its marks and an answer."""

    def test_at_every_step(self) -> None:
        for who in (0, 1):
            for lucky in (False, True):
                for at in range(0, 60, 3 if lucky else 1):
                    with self.subTest(who=who, lucky=lucky, at=at):
                        self.live(who, lucky, at)

    def live(self, who: int, lucky: bool, at: int) -> None:
        with scratch() as folder, cheap_scrypt():
            country = Country(11, Path(folder), people=2)
            world, (ann, bob) = country.world, country.people
            world.run(lambda: bool(ann.user and bob.user), 60, "both are in")
            country.link(*country.towns, "invite")
            for person, address in ((ann, "bob@rome"), (bob, "ann@oslo")):
                person.look_for(address)
                world.run(lambda person=person: bool(person.reached), 60, "known")  # type: ignore[misc]
            for town in country.towns:
                town.commit_s = 0.004
            self.talk(ann, "bob@rome", "one")
            self.talk(bob, "ann@oslo", "two")
            for _ in range(at * 3):
                world.step()
            country.towns[who].crash(lucky)
            world.after(0.5, country.towns[who].start)
            world.run(lambda: self.seen(ann) == ["two"] and self.seen(bob) == ["one"], 300, "both arrive")
            world.run(country.agreed, 300, "nothing waits")
            country.check()

    @staticmethod
    def talk(person: Citizen, address: str, text: str) -> None:
        now = person.host.time(person.world.now)
        ref = person.core.send_message(text, now, private_with(person.reached[address]))
        person.typed[ref], person.meant[ref] = text, address
        person.host.touched = True

    @staticmethod
    def seen(person: Citizen) -> list[str]:
        return [message.text for message in person.page.values() if "@" in message.name]




if __name__ == "__main__":
    unittest.main()
