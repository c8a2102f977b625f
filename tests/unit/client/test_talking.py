"""Private messages, groups, edits and all the rest between shipped client cores and the shipped relay core."""

from __future__ import annotations

import random
import unittest
from pathlib import Path
from unittest import mock

from tests.unit.client.relay import RELAY
from tests.unit.client.talkers import PASSWORD, Talker, TalkTest
from udpchat import limits
from udpchat.client import events
from udpchat.client.core import ClientCore
from udpchat.client.numbers import private_with
from udpchat.client.profiles import Profiles
from udpchat.client.target import KeptSignIn, Target
from udpchat.errors import BadName, BadRequest, NoSuchGroup, TextEmpty
from udpchat.store import back_up, restore
from udpchat.wire.identity import generate
from udpchat.words import messages as words


class Private(TalkTest):
    def test_only_the_two_see_it(self) -> None:
        ann, bob, cat = self.people("ann", "bob", "cat")
        ann.say("hello", private_with(bob.me))
        self.assertEqual(ann.texts(private_with(bob.me)), ["hello"])
        self.assertEqual(bob.texts(private_with(ann.me)), ["hello"])
        self.assertEqual(cat.texts(), [])
        bob.say("hello yourself", private_with(ann.me))
        self.assertEqual(ann.texts(), ["hello", "hello yourself"])

    def test_waits_for_who_is_away(self) -> None:
        ann, bob = self.people("ann", "bob")
        bob.core.log_out(bob.now)
        self.settle(3)
        ann.say("one", private_with(bob.me))
        ann.say("two", private_with(bob.me))
        back = self.device("bob", "")
        self.assertEqual(back.texts(private_with(ann.me)), ["one", "two"])
        room = back.core.room(private_with(ann.me))
        assert room is not None
        self.assertEqual((room.unread, room.title, room.kind), (2, "ann", "private"))

    def test_offline_and_in_order(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.vanish()
        for number in range(5):
            ann.core.send_message(f"text {number}", ann.now, private_with(bob.me))
        self.settle(60)
        ann.come_back()
        self.assertEqual(bob.texts(), [f"text {number}" for number in range(5)])
        self.assertEqual(ann.core.unconfirmed_count, 0)

    def test_unknown_person(self) -> None:
        (ann,) = self.people("ann")
        ann.say("hello", private_with(99))
        self.assertEqual(len(ann.of(events.MessageRefused)), 1)
        self.assertEqual(ann.of(events.MessageRefused)[0].text, "hello")

    def test_to_oneself(self) -> None:
        (ann,) = self.people("ann")
        ann.say("note", private_with(ann.me))
        self.assertEqual(ann.texts(private_with(ann.me)), ["note"])

    def test_to_several_at_once(self) -> None:
        ann, bob, cat, dan = self.people("ann", "bob", "cat", "dan")
        ref = ann.do("send_many", (bob.me, cat.me), "for you two")
        self.assertEqual(bob.texts(private_with(ann.me)), ["for you two"])
        self.assertEqual(cat.texts(private_with(ann.me)), ["for you two"])
        self.assertEqual(dan.texts(), [])
        (pending,) = ann.of(events.MessagePending)
        self.assertEqual((pending.ref, pending.people), (ref, (bob.me, cat.me)))
        self.assertEqual({message.bundle for message in ann.messages()}, {ref})
        self.assertEqual(ann.core.unconfirmed_count, 0)
        ann.do("send_many", (bob.me, 99), "nobody gets this")
        self.assertEqual(bob.texts(), ["for you two"])
        self.assertEqual(len(ann.of(events.MessageRefused)), 1)

    def test_blocked(self) -> None:
        ann, bob = self.people("ann", "bob")
        bob.do("block", ann.me, True)
        ann.say("hello", private_with(bob.me))
        self.assertEqual(bob.texts(), [])
        self.assertEqual(ann.texts(), ["hello"], "she cannot tell")
        bob.do("block", ann.me, False)
        ann.say("again", private_with(bob.me))
        self.assertEqual(bob.texts(), ["again"])

    def test_two_devices(self) -> None:
        ann, bob = self.people("ann", "bob")
        other = self.device("ann")
        ann.say("from the first", private_with(bob.me))
        other.say("from the second", private_with(bob.me))
        for device in (ann, other):
            self.assertEqual(device.texts(private_with(bob.me)), ["from the first", "from the second"])
        bob.say("answer", private_with(ann.me))
        other.do("mark_read", private_with(bob.me), other.messages()[-1].seq)
        self.settle(4)
        room = ann.core.room(private_with(bob.me))
        assert room is not None
        self.assertEqual(room.unread, 0, "read on the other device")
        self.assertIn(events.ReadTo(private_with(bob.me), ann.messages()[-1].seq), ann.of(events.ReadTo))


class Groups(TalkTest):
    def test_life_of_a_group(self) -> None:
        ann, bob, cat = self.people("ann", "bob", "cat")
        ref = ann.do("create_group", "grup ciwi", members=(bob.me,), topic="girls")
        done = [event for event in ann.of(events.RequestDone) if event.ref == ref]
        group = ann.group("grup ciwi")
        self.assertEqual([event.id for event in done], [group])
        self.assertEqual(bob.group("grup ciwi"), group)
        ann.say("hello", group)
        self.assertEqual((bob.texts(group), cat.texts()), (["hello"], []))
        ann.do("add_members", group, (cat.me,))
        bob.say("welcome", group)
        self.assertEqual(cat.texts(group), ["welcome"], "not what was said before")
        ann.do("change_group", group, title="grup baru", topic="new")
        room = cat.core.room(group)
        assert room is not None
        self.assertEqual((room.title, room.topic, room.members), ("grup baru", "new", 3))
        cat.do("leave_group", group)
        self.assertIsNone(cat.core.room(group))
        ann.say("she left", group)
        self.assertEqual(cat.texts(group), ["welcome"])
        ann.do("remove_member", group, bob.me)
        ann.say("alone", group)
        self.assertEqual(bob.texts(group)[-1], "she left")
        happened = [type(notice.event).__name__ for event in ann.of(events.NoticesAdded) for notice in event.notices]
        for kind in ("Joined", "Retitled", "Departed"):
            self.assertIn(kind, happened)

    def test_open_history_is_fetched(self) -> None:
        ann, bob, cat = self.people("ann", "bob", "cat")
        ann.do("create_group", "open", members=(bob.me,), history_open=True)
        group = ann.group("open")
        for number in range(150):
            ann.core.send_message(f"before {number}", ann.now, group)
        self.settle(2)
        self.assertEqual(len(bob.texts(group)), 150)
        ann.do("react", ann.messages(group)[3].seq, "👍", True)
        ann.do("edit", ann.messages(group)[4].seq, "edited")
        ann.do("add_members", group, (cat.me,))
        self.settle(2)
        ann.say("after", group)
        self.assertEqual(cat.texts(group), bob.texts(group))
        self.assertEqual(cat.messages(group)[3].reactions, {"👍": (ann.me,)})
        again = self.device("cat")
        self.settle(2)
        self.assertEqual(again.texts(group), bob.texts(group))
        self.assertFalse(again.core._run.desk.cache.holes, "nothing is asked for twice")  # type: ignore[union-attr]

    def test_open_history_after_a_crash_in_the_middle(self) -> None:
        ann, _bob = self.people("ann", "bob")
        cat = self.person("cat", keep=True)
        ann.do("create_group", "open", history_open=True)
        group = ann.group("open")
        for number in range(150):
            ann.core.send_message(f"before {number} " + "x" * 1000, ann.now, group)
        self.settle(3)
        ann.core.add_members(group, (cat.me,), ann.now)
        while not any(message.conversation == group for message in cat.messages()):
            self.lab._relay_turn()
            self.lab._clients_turn()
        cat.kill()
        self.settle(40)
        again = self.device("cat", "", keep=True)
        self.settle(3)
        self.assertEqual(again.texts(group), ann.texts(group))

    def test_rejoining_doubles_nothing(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.do("create_group", "g", members=(bob.me,), history_open=True)
        group = ann.group("g")
        ann.say("one", group)
        bob.do("leave_group", group)
        ann.say("two", group)
        ann.do("add_members", group, (bob.me,))
        self.settle(2)
        ann.say("three", group)
        told = [m.text for event in bob.of(events.MessagesAdded) for m in event.messages if m.conversation == group]
        self.assertEqual(sorted(told), ["one", "three", "two"])
        self.assertEqual(bob.texts(group), ["one", "two", "three"])

    def test_offline_changes_keep_their_order(self) -> None:
        ann, bob, cat = self.people("ann", "bob", "cat")
        ann.do("create_group", "g", members=(bob.me,))
        group = ann.group("g")
        ann.vanish()
        ann.core.send_message("before", ann.now, group)
        ann.core.add_members(group, (cat.me,), ann.now)
        ann.core.send_message("after", ann.now, group)
        ann.core.leave_group(group, ann.now)
        self.settle(60)
        ann.come_back()
        self.assertEqual(bob.texts(group), ["before", "after"])
        self.assertEqual(cat.texts(group), ["after"])
        self.assertIsNone(ann.core.room(group))

    def test_refused(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.do("create_group", "g", members=(bob.me,))
        group = ann.group("g")
        bob.do("remove_member", group, ann.me)
        self.assertEqual(bob.refusals(), ["NOT_ALLOWED"])
        bob.do("leave_group", group)
        bob.forget()
        bob.say("let me in", group)
        self.assertEqual(bob.refusals(), ["NOT_A_MEMBER"])
        for bad in ("", "Lobby", "x" * 49, 'a "b"'):
            with self.assertRaises(BadName):
                ann.core.create_group(bad, ann.now)
        with self.assertRaises(NoSuchGroup):
            ann.core.change_group(99, ann.now, title="x")
        with self.assertRaises(BadRequest):
            ann.core.add_members(group, range(1, 200), ann.now)

    def test_members_and_roles(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.do("create_group", "g", members=(bob.me,))
        group = ann.group("g")
        ann.do("ask_members", group)
        (found,) = ann.of(events.MembersFound)
        self.assertEqual([(m.name, m.role) for m in found.members], [("ann", "owner"), ("bob", "member")])
        ann.do("give_role", group, bob.me, "admin")
        self.settle(2)
        members = ann.core.members(group)
        assert members is not None
        self.assertEqual([(m.name, m.role) for m in members], [("ann", "owner"), ("bob", "admin")])
        room = bob.core.room(group)
        assert room is not None
        self.assertEqual(room.role, "admin")
        ann.do("delete_group", group)
        self.assertEqual([room.kind for room in bob.core.rooms if room.kind == "group"], [])


class Life(TalkTest):
    """Of one message."""

    def test_edit_delete_react_reply(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.say("helo")
        seq = ann.messages()[0].seq
        ann.do("edit", seq, "hello")
        for person in (ann, bob):
            self.assertEqual([(m.text, bool(m.edited)) for m in person.messages()], [("hello", True)])
        bob.do("react", seq, "👍", True)
        ann.do("react", seq, "👍", True)
        self.assertEqual(ann.messages()[0].reactions, {"👍": (bob.me, ann.me)})
        bob.do("react", seq, "👍", False)
        self.assertEqual(bob.messages()[0].reactions, {"👍": (ann.me,)})
        bob.say("hi", 0, seq)
        self.assertEqual(ann.messages()[1].reply, seq)
        ann.do("delete", seq)
        for person in (ann, bob, self.person("cat")):
            self.assertEqual(next((m.text, m.deleted, m.reactions) for m in person.messages()), ("", True, {}))

    def test_not_mine(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.say("mine")
        bob.do("edit", ann.messages()[0].seq, "yours")
        bob.do("delete", ann.messages()[0].seq)
        self.assertEqual(bob.refusals(), ["NOT_ALLOWED", "NOT_ALLOWED"])
        self.assertEqual(ann.texts(), ["mine"])

    def test_what_was_never_sent_is_changed_in_place(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.vanish()
        self.settle(60)
        one = ann.core.send_message("one", ann.now)
        two = ann.core.send_message("two", ann.now)
        self.assertEqual(ann.core.edit(one, "first", ann.now), one)
        ann.core.delete(two, ann.now)
        with self.assertRaises(TextEmpty):
            ann.core.edit(one, " ", ann.now)
        ann.come_back()
        self.assertEqual(bob.texts(), ["first"])
        self.assertEqual(ann.of(events.MessageWithdrawn), [events.MessageWithdrawn(two)])
        self.assertEqual([e.text for e in ann.of(events.MessagePending)], ["one", "two", "first"])

    def test_what_may_have_been_sent_is_edited_afterwards(self) -> None:
        ann, bob = self.people("ann", "bob")
        self.lab.hold = True
        ref = ann.core.send_message("one", ann.now)
        self.lab.turn()
        edit = ann.core.edit(ref, "two", ann.now)
        self.assertNotEqual(edit, ref)
        self.lab.turn()
        self.lab.release()
        self.settle()
        self.assertEqual(bob.texts(), ["two"])
        self.assertTrue(bob.messages()[0].edited)
        self.assertEqual(ann.core.unconfirmed_count, 0)

    def test_edits_survive_a_restart_of_the_program(self) -> None:
        ann, bob = self.person("ann", keep=True), self.person("bob")
        ann.say("one")
        seq = ann.messages()[0].seq
        ann.vanish()
        self.settle(40)
        ann.core.edit(seq, "two", ann.now)
        ann.core.react(seq, "🎉", True, ann.now)
        self.settle()
        ann.kill()
        again = self.device("ann", "", keep=True)
        self.settle()
        self.assertEqual(bob.texts(), ["two"])
        self.assertEqual([(m.text, m.reactions) for m in again.messages()], [("two", {"🎉": (again.me,)})])
        self.assertEqual(len(again.of(events.RequestPending)), 2)

    def test_changes_are_on_disk(self) -> None:
        ann, bob = self.person("ann", keep=True), self.person("bob")
        for text in ("one", "two", "three"):
            bob.say(text)
        first, second, _ = bob.messages()
        bob.do("edit", first.seq, "uno")
        bob.do("delete", second.seq)
        bob.do("react", first.seq, "👍", True)
        self.settle()
        ann.kill()
        again = self.device("ann", "", keep=True)
        self.assertEqual([(m.text, m.deleted) for m in again.messages()], [("uno", False), ("", True), ("three", False)])
        self.assertEqual(again.messages()[0].reactions, {"👍": (bob.me,)})
        again.do("load_earlier", again.messages()[-1].seq)
        (page,) = again.of(events.EarlierLoaded)
        self.assertEqual([m.text for m in page.messages], ["uno", ""])


class Around(TalkTest):
    def test_receipts(self) -> None:
        ann, bob, cat = self.people("ann", "bob", "cat")
        ann.do("create_group", "g", members=(bob.me, cat.me))
        group = ann.group("g")
        cat.vanish()
        ann.say("hello", group)
        self.settle(3)
        seq = ann.messages(group)[0].seq
        ticks = ann.core.ticks(group, seq)
        self.assertEqual((ticks.members, ticks.delivered, ticks.read), (2, 1, 0))
        bob.do("mark_read", group, seq)
        self.settle(3)
        self.assertEqual(ann.core.ticks(group, seq).read, 1)
        ann.do("ask_receipts", seq)
        (found,) = ann.of(events.ReceiptsFound)
        self.assertEqual((found.members, found.delivered, found.read), (2, 1, 1))

    def test_receipts_after_a_restart(self) -> None:
        ann, bob = self.person("ann", keep=True), self.person("bob")
        ann.say("hello", private_with(bob.me))
        ann.kill()
        bob.do("mark_read", private_with(ann.me), bob.messages()[-1].seq)
        self.settle(3)
        again = self.device("ann", "", keep=True)
        self.settle(3)
        self.assertEqual(again.core.ticks(private_with(bob.me), again.messages()[-1].seq).read, 1)

    def test_typing(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.say("hello", private_with(bob.me))
        for _ in range(20):
            bob.do("typing", private_with(ann.me))
        self.settle(2)
        self.assertEqual(ann.of(events.TypingChanged), [events.TypingChanged(private_with(bob.me), (bob.me,))])
        bob.say("there", private_with(ann.me))
        self.assertEqual(ann.of(events.TypingChanged)[-1].users, ())
        bob.do("typing", private_with(ann.me))
        self.settle(20)
        self.assertEqual(ann.of(events.TypingChanged)[-1].users, ())

    def test_presence(self) -> None:
        ann, bob = self.people("ann", "bob")
        self.settle(2)
        bob.do("set_presence", "away", "at lunch")
        self.settle(3)
        (changed,) = [event for event in ann.of(events.PeopleChanged) if event.changed]
        self.assertEqual([(p.name, p.state, p.status) for p in changed.changed], [("bob", "away", "at lunch")])
        self.assertEqual((changed.joined, changed.left), ((), ()))

    def test_announcements_reach_the_absent(self) -> None:
        ann, bob = self.people("ann", "bob")
        bob.core.log_out(bob.now)
        self.settle(3)
        ann.do("announce", "everybody out")
        back = self.device("bob", "")
        place = back.core.announcements.id
        self.assertEqual(back.texts(place), ["everybody out"])
        self.assertEqual(len(back.core.unread(place)), 1)

    def test_unread(self) -> None:
        ann, bob = self.people("ann", "bob")
        for number in range(3):
            ann.say(f"text {number}", private_with(bob.me))
        room = bob.core.room(private_with(ann.me))
        assert room is not None and room.newest is not None
        self.assertEqual((room.unread, room.newest.text), (3, "text 2"))
        bob.do("mark_read", private_with(ann.me), bob.messages()[1].seq)
        self.assertEqual(bob.core.unread(private_with(ann.me)), (bob.messages()[2].seq,))
        bob.do("mark_all_read")
        self.assertEqual(bob.core.unread(private_with(ann.me)), ())
        bob.core.log_out(bob.now)
        self.settle(3)
        back = self.device("bob", "")
        self.assertEqual(back.core.unread(private_with(ann.me)), (), "the mark was told before the goodbye")

    def test_the_lobby_of_a_newcomer_is_read(self) -> None:
        (ann,) = self.people("ann")
        for number in range(5):
            ann.say(f"text {number}")
        bob = self.person("bob")
        self.assertEqual(bob.core.unread(0), ())
        ann.say("new")
        self.assertEqual(len(bob.core.unread(0)), 1)

    def test_directory(self) -> None:
        ann, _bob = self.people("ann", "bob")
        ann.do("ask_people", "b")
        (found,) = ann.of(events.PeopleFound)
        self.assertEqual([(a.name, a.display, a.online) for a in found.people], [("bob", "Bob", True)])
        self.assertEqual(ann.core.find_user("BOB"), _bob.me)
        self.assertEqual(ann.core.display_of(_bob.me), "Bob")

    def test_search_at_the_server_and_here(self) -> None:
        ann, bob = self.people("ann", "bob")
        for text in ("red apples", "green apples", "red pears", "Äpfel und Birnen"):
            ann.say(text)
        ann.say("private apples", private_with(bob.me))
        self.settle(2)

        def find(person: Talker, words_: str, **more: object) -> tuple[list[str], bool]:
            ref = person.do("search", words_, **more)
            (event,) = [event for event in person.of(events.SearchFound) if event.ref == ref]
            return [message.text for message in event.messages], event.offline

        for offline in (False, True):
            if offline:
                bob.vanish()
                self.settle(60)
            self.assertEqual(find(bob, "apples"), (["private apples", "green apples", "red apples"], offline))
            self.assertEqual(find(bob, "app red"), ([], offline), "only the last may be the beginning of a word")
            self.assertEqual(find(bob, "red app"), (["red apples"], offline))
            self.assertEqual(find(bob, "apples", conversation=0)[0], ["green apples", "red apples"])
            self.assertEqual(find(bob, "apples", conversation=private_with(ann.me))[0], ["private apples"])
            self.assertEqual(find(bob, "apples", author=bob.me)[0], [])
            self.assertEqual(find(bob, "nothing")[0], [])

    def test_rules_and_sanctions(self) -> None:
        ann, bob = self.people("ann", "bob")
        rules = ann.core.rules
        assert rules is not None
        self.assertFalse(rules.paused)
        ann.do("kick", bob.me, "no reason")
        self.assertEqual(ann.refusals(), ["NOT_ALLOWED"])
        self.assertIsInstance(ann.of(events.RequestRefused)[0].request, words.Kick)

    def test_password(self) -> None:
        (ann,) = self.people("ann")
        other = self.device("ann")
        ann.do("change_password", "another horse", present=PASSWORD + "ann")
        self.settle(2)
        self.assertEqual(len(ann.of(events.RequestDone)), 1)
        self.assertFalse(ann.of(events.LoggedOut))
        ann.vanish()
        self.settle(60)
        ann.come_back()
        ann.say("still here")
        self.assertEqual(ann.texts(), ["still here"])
        (ended,) = other.of(events.LoggedOut)
        self.assertIn("Your password was changed", ended.reason)

    def test_only_who_knows_the_password_changes_it_or_ends_the_account(self) -> None:
        ann, bob = self.people("ann", "bob")
        self.lab.wall += int(limits.PROOF_FRESH_S * 1000) + 1
        for verb, arguments in (("change_password", ("another horse",)), ("delete_account", ())):
            ann.forget()
            ann.do(verb, *arguments)
            self.settle(2)
            ann.do(verb, *arguments, present="not the password")
            self.settle(2)
            self.assertEqual(ann.refusals(), ["PASSWORD_NEEDED", "WRONG_PASSWORD"])
        ann.say("still here")
        self.assertEqual(bob.texts(), ["still here"])
        other = self.device("ann")
        ann.do("delete_account", present=PASSWORD + "ann")
        self.settle(3)
        self.assertEqual([event.reason for event in ann.of(events.LoggedOut)], [""])
        self.assertIn("Your account was deleted", other.of(events.LoggedOut)[0].reason)

    def test_a_proof_outlives_the_connection_that_it_began_on(self) -> None:
        (ann,) = self.people("ann")
        self.lab.wall += int(limits.PROOF_FRESH_S * 1000) + 1
        ann.vanish()
        ann.do("change_password", "another horse", present=PASSWORD + "ann")
        self.settle(2)
        ann.come_back()
        self.assertEqual((len(ann.of(events.RequestDone)), ann.refusals()), (1, []))
        ann.vanish()
        ann.do("change_password", "third horse", present="another horse")
        self.settle(limits.QUESTION_WAIT_S + 1)
        self.assertEqual(ann.refusals(), ["NO_ANSWER"])

    def test_account_deleted(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.say("remember me")
        ann.do("delete_account")
        self.settle(3)
        self.assertEqual(len(ann.of(events.LoggedOut)), 1)
        self.assertEqual(list((self.folder / "client ann ").glob("accounts/*/*")), [])
        self.assertEqual(bob.texts(), ["remember me"])
        again = self.person("ann", "again")
        self.assertNotEqual(again.me, 0)
        self.assertEqual(again.core.unread(0), ())


class OldBackup(TalkTest):
    """The relay goes back in time while somebody is away with things to say."""

    def restore(self, backup: Path) -> None:
        clients = dict(self.lab.clients)
        self.lab.store.close()
        restore(backup, self.lab.path, self.lab.rng.randbytes)
        self.lab.clients.clear()
        self.lab.held.clear()
        self.lab.start()
        self.lab.clients.update(clients)

    def test_requests_about_a_lost_message_hit_no_other(self) -> None:
        ann, bob = self.people("ann", "bob")
        other = self.device("ann")
        ann.say("kept")
        kept = ann.messages()[-1]
        backup = self.folder / "backup"
        back_up(self.lab.path, backup)
        ann.say("lost")
        lost = ann.messages()[-1]
        ann.vanish()
        self.settle(40)
        edits = [ann.core.edit(seq, f"edited {seq}", ann.now) for seq in (kept.seq, lost.seq)]
        ann.core.delete(lost.seq, ann.now)
        self.restore(backup)
        self.settle(40)
        other.say("innocent")
        self.assertEqual(other.messages()[-1].seq, lost.seq, "the same place of the log")
        ann.come_back()
        self.assertEqual(ann.texts(), [f"edited {kept.seq}", "innocent"])
        self.assertEqual(bob.texts(), [f"edited {kept.seq}", "innocent"])
        self.assertEqual(len(ann.of(events.HistoryReset)), 1)
        self.assertEqual(ann.refusals(), ["NO_SUCH_MESSAGE", "NO_SUCH_MESSAGE"])
        self.assertEqual([event.ref for event in ann.of(events.RequestDone)], [edits[0]])

    def test_a_message_for_a_lost_group_goes_to_no_other(self) -> None:
        ann, bob = self.people("ann", "bob")
        backup = self.folder / "backup"
        back_up(self.lab.path, backup)
        ann.do("create_group", "lost", members=(bob.me,))
        lost = ann.group("lost")
        ann.vanish()
        self.settle(40)
        ann.core.send_message("for the lost group", ann.now, lost)
        self.restore(backup)
        self.settle(40)
        bob.do("create_group", "other", members=(ann.me,))
        ann.come_back()
        self.assertEqual(bob.texts(), [])
        self.assertEqual(ann.of(events.MessageRefused)[-1].text, "for the lost group")

    def test_unread_and_conversations_begin_anew(self) -> None:
        ann, bob = self.people("ann", "bob")
        backup = self.folder / "backup"
        bob.say("hello", private_with(ann.me))
        self.settle(2)
        back_up(self.lab.path, backup)
        bob.say("hello again", private_with(ann.me))
        self.settle(2)
        self.assertEqual(len(ann.core.unread(private_with(bob.me))), 2)
        self.restore(backup)
        self.settle(40)
        self.assertEqual(ann.texts(private_with(bob.me)), ["hello"])
        self.assertEqual(len(ann.core.unread(private_with(bob.me))), 1)


class Offline(TalkTest):
    """The server does not answer, and somebody is kept signed in on this computer."""

    def start(self, cut: bool = True) -> Talker:
        profiles = Profiles(self._data("ann", ""))
        core = ClientCore(profiles, random.Random(9).randbytes, lambda: self.lab.wall)
        self.addCleanup(core.close)
        seat = self.seat(core)
        seat.cut = cut
        core.connect(Target(RELAY, "lab"), KeptSignIn("ann"), self.lab.now)
        self.settle(12)
        return Talker(self, "ann", seat)

    def test_read_search_write_and_come_back(self) -> None:
        ann, bob = self.person("ann", keep=True), self.person("bob")
        ann.do("create_group", "team", members=(bob.me,))
        group = ann.group("team")
        bob.say("hello team", group)
        ann.say("hello bob", private_with(bob.me))
        ann.kill()
        bob.say("while you were away", group)
        ann = self.start()
        self.assertEqual(ann.of(events.SignedIn), [events.SignedIn("ann", 1, False, "Lab 2")])
        self.assertEqual(ann.core.my_name, "ann")
        self.assertEqual(ann.texts(group), ["hello team"])
        self.assertEqual(ann.texts(private_with(bob.me)), ["hello bob"])
        self.assertEqual(ann.group("team"), group)
        ref = ann.do("search", "hello")
        (found,) = [event for event in ann.of(events.SearchFound) if event.ref == ref]
        self.assertEqual(([m.text for m in found.messages], found.offline), (["hello bob", "hello team"], True))
        ann.core.send_message("typed offline", ann.now, group)
        ann.core.edit(ann.messages(private_with(bob.me))[0].seq, "hello Bob", ann.now)
        self.settle()
        self.assertEqual(ann.core.unconfirmed_count, 2)
        ann.come_back()
        self.assertEqual(ann.texts(group), ["hello team", "while you were away", "typed offline"])
        self.assertEqual(bob.texts(), ["hello team", "hello Bob", "while you were away", "typed offline"])
        self.assertEqual(len(ann.of(events.SignedIn)), 1)

    def test_nothing_of_somebody_who_is_not_kept(self) -> None:
        ann = self.person("ann")
        ann.say("hello")
        ann.core.log_out(ann.now)
        self.settle(3)
        self.assertEqual(self.start().of(events.SignedIn), [])

    def test_another_server_at_that_address_gets_nothing(self) -> None:
        ann = self.person("ann", keep=True)
        ann.say("hello")
        ann.kill()
        ann = self.start()
        self.assertEqual(ann.texts(), ["hello"])
        ann.core.send_message("secret", ann.now)
        self.settle()
        ann.seat.cut = False
        with mock.patch("tests.unit.server.lab.identity", lambda: generate(random.Random(99).randbytes)):
            self.lab.restart()
        self.lab.clients[ann.seat.addr] = ann.seat  # type: ignore[assignment]
        ann.core.network_changed(ann.now)
        self.settle(20)
        (question,) = ann.of(events.CertificateQuestion)
        self.assertTrue(question.changed)
        self.assertEqual(ann.core.unconfirmed_count, 1)


if __name__ == "__main__":
    unittest.main()
