"""Every request: a repeat gets the first answer and does nothing, a refusal is one word and one line, nothing is half done."""

from __future__ import annotations

from typing import get_args
from unittest import mock

from tests.unit.server.lab import verifier
from tests.unit.server.talk_lab import TalkTest, answer_to, rooms_of, seen, user_of
from udpchat import words
from udpchat.invites import RealmInvite
from udpchat.server.groups import Groups
from udpchat.server.rights import GROUP_RIGHTS, OPERATOR_MAY, RIGHTS
from udpchat.server.states import State
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words import Done, FromClient, NotDone

LINKS = get_args(words.LinkWord)
INVITE = str(RealmInvite("lab", "192.168.7.1", 11111, b"f" * 32, b"s" * 32))
UNANSWERED = {words.Post, words.PostMany, words.Search, words.Offer, words.MakeRealmInvite}
"""Answered by other words, or stored by other means."""


def with_ref() -> set[type]:
    """Every word of a client that has a ref."""
    return {kind for kind in get_args(FromClient) if "ref" in kind.__dataclass_fields__ and kind not in LINKS}


class TableTest(TalkTest):
    def test_each_request_has_a_row_and_a_right(self) -> None:
        rows = self.lab.core._hearing.rows
        self.assertEqual(set(rows), set(get_args(FromClient)))
        self.assertLessEqual(with_ref(), set(RIGHTS))
        self.assertLessEqual(set(GROUP_RIGHTS), set(RIGHTS))

    def test_what_the_operator_may_say(self) -> None:
        for kind, row in self.lab.core._hearing.rows.items():
            if State.SIGNED_IN in row.states and State.OPERATING in row.states and kind is not words.Bye:
                self.assertIn(kind, OPERATOR_MAY | {words.AskSanctions, words.AskAudit})


class RepeatTest(TalkTest):
    def test_every_request_is_done_once_and_answered_twice(self) -> None:
        boss, anna, bob = self.promote(self.lab.person("boss"), "operator"), self.lab.person("anna"), self.lab.person("bob")
        group = self.group(anna, bob)
        seq = self.post(anna, self.lab.store.lobby, "hello")
        made = verifier("other")
        password = (made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
        until, b = self.lab.wall + 60_000, user_of(bob)
        ban = self.do(boss, words.Ban, 0, "192.168.7.7", until, "")
        file = self.lab.store.add_file(b, "a.bin", 5, bytes(32), "", 1)
        cases = (
            (anna, words.Edit, (seq, "better")),
            (bob, words.React, (seq, "👍", True)),
            (anna, words.Delete, (seq,)),
            (anna, words.CreateGroup, ("go", "", False, (b,))),
            (anna, words.GiveRole, (group, b, "admin")),
            (anna, words.ChangeGroup, (group, "chess!", "", True)),
            (anna, words.RemoveMember, (group, b)),
            (anna, words.AddMembers, (group, (b,))),
            (anna, words.MuteConversation, (group, True)),
            (anna, words.Block, (b, True)),
            (anna, words.ChangeProfile, ("Anna", "ID", "fine")),
            (anna, words.ChangePassword, password),
            (boss, words.Silence, (b, until, "")),
            (boss, words.Unban, (ban,)),
            (boss, words.SlowMode, (self.lab.store.lobby, 5)),
            (boss, words.Pause, (True,)),
            (boss, words.PrivateOff, (True,)),
            (boss, words.SetAnnouncers, ("moderators",)),
            (boss, words.SetRetention, (30,)),
            (boss, words.NewLesson, ()),
            (boss, words.SetRole, (b, "moderator")),
            (boss, words.ImportUsers, ((words.NewAccount("pupil", "", "", *password),),)),
            (boss, words.Ban, (0, "192.168.7.8", until, "")),
            (boss, words.NameRealm, ("office",)),
            (boss, words.AddRealmInvite, (INVITE,)),
            (anna, words.Reach, ("budi@lab",)),
            (anna, words.AddRealm, ("school", "192.168.7.2", 11111)),
            (boss, words.ChangeRealm, (1, "hide")),
            (boss, words.Pause, (False,)),
            (boss, words.RemoveFile, (file.id,)),
            (anna, words.DeleteGroup, (group,)),
            (boss, words.Kick, (b, "")),
            (anna, words.DeleteAccount, ()),
        )
        asked = {kind for _, kind, _ in cases} | UNANSWERED | {words.ResetCode}
        self.assertEqual(with_ref() - asked, set())
        for client, kind, fields in cases:
            with self.subTest(kind=kind.__name__):
                ref = self.lab.rng.randbytes(16)
                first = self.ask(client, kind, *fields, ref=ref)
                self.assertIsInstance(first, Done, first)
                if kind is words.DeleteAccount:
                    continue
                told, lines = self.lab.core._delivery.told, len(self.lab.log)
                self.lab.wall += 1000
                self.assertEqual(self.ask(client, kind, *fields, ref=ref), first)
                self.assertEqual((self.lab.core._delivery.told, self.lab.log[lines:]), (told, []))

    def test_the_repeat_is_answered_though_it_would_be_refused_now(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        ref = bytes(range(16))
        group = self.do(anna, words.CreateGroup, "chess", "", False, (user_of(bob),), ref=ref)
        post = bytes(range(1, 17))
        seq = self.do(anna, words.Post, self.lab.store.lobby, 0, "hello", 0, ref=post)
        boss = self.promote(self.lab.person("boss"))
        self.do(boss, words.Silence, user_of(anna), self.lab.wall + 10_000, "")
        self.assertEqual(self.code(anna, words.CreateGroup, "go", "", False, ()), "MUTED")
        self.assertEqual(self.do(anna, words.CreateGroup, "chess", "", False, (user_of(bob),), ref=ref), group)
        self.assertEqual(self.do(anna, words.Post, self.lab.store.lobby, 0, "hello", 0, ref=post), seq)
        self.assertEqual(bob.texts, ["hello"])

    def test_a_ref_belongs_to_its_author(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        ref = bytes(range(16))
        one = self.do(anna, words.CreateGroup, "one", "", False, (), ref=ref)
        self.assertNotEqual(self.do(bob, words.CreateGroup, "two", "", False, (), ref=ref), one)


class RefusalTest(TalkTest):
    def test_one_answer_one_line_and_the_connection_goes_on(self) -> None:
        anna = self.lab.person("anna")
        lines = len(self.lab.log)
        self.assertEqual(self.code(anna, words.Kick, 1, "why"), "NOT_ALLOWED")
        self.assertEqual(self.lab.log[lines:], ["refused anna from 192.168.1.2:40001: NOT_ALLOWED"])
        self.assertIsNone(anna.closed)
        self.post(anna, self.lab.store.lobby, "still here")

    def test_what_fails_halfway_leaves_nothing(self) -> None:
        self.allow_failures = True
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        with mock.patch.object(Groups, "_check_people", side_effect=KeyError("oops")):
            self.assertEqual(self.code(anna, words.CreateGroup, "chess", "", False, (user_of(bob),)), "STORAGE")
        self.lab.refuse = True
        ref = bytes(range(16))
        self.assertEqual(self.code(anna, words.CreateGroup, "chess", "", False, (user_of(bob),), ref=ref), "STORAGE")
        self.assertEqual([room.kind for room in rooms_of(bob).values() if room.kind == "group"], [])
        self.lab.refuse = False
        group = self.do(anna, words.CreateGroup, "chess", "", False, (user_of(bob),), ref=ref)
        self.assertEqual((set(rooms_of(bob)) & {group}, len(seen(bob, words.Joined))), ({group}, 1))

    def test_a_confirmation_that_fails_costs_nobody_an_event(self) -> None:
        self.allow_failures = True
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        posting = self.lab.core._talk.posting
        with mock.patch.object(posting, "relayed", side_effect=KeyError("oops")):
            self.send(anna, words.Post, self.lab.store.lobby, 0, "hello", 0)
            self.lab.turn()
        self.lab.later(0.2)
        self.assertEqual((anna.texts, bob.texts), (["hello"], ["hello"]))
        self.post(anna, self.lab.store.lobby, "again")
        self.assertEqual(bob.texts, ["hello", "again"])

    def test_an_impossible_verifier_is_no_reason_to_try_again(self) -> None:
        anna, made = self.lab.person("anna"), verifier("x")
        code = self.code(anna, words.ChangePassword, made.salt, 3, made.r, made.p, made.stored_key, made.server_key)
        self.assertEqual(code, "BAD_REQUEST")

    def test_requests_come_on_either_channel_and_posts_on_chat(self) -> None:
        anna = self.lab.person("anna")
        ref = bytes(range(16))
        anna.say(words.CreateGroup(ref, "chess", "", False, ()), Channel.CHAT)
        self.lab.turn()
        self.assertIsInstance(answer_to(anna, ref), Done)
        anna.say(words.PostMany(ref, (1,), "x"), Channel.CONTROL)
        self.lab.later(0.1)
        assert anna.closed is not None
        self.assertIs(anna.closed.code, CloseCode.PROTOCOL)

    def test_too_many_that_wait_are_a_flood(self) -> None:
        anna = self.lab.person("anna")
        self.lab.hold = True
        anna.post("on its way to the disk")
        self.lab.turn()
        for number in range(100):
            self.send(anna, words.Block, number, True)
        self.lab.turn()
        self.lab.release()
        self.lab.later(0.1)
        assert anna.closed is not None
        self.assertIs(anna.closed.code, CloseCode.FLOOD)

    def test_who_is_too_fast_waits_and_loses_nothing(self) -> None:
        self.new_lab(rate_per_s=10.0, burst=5, bytes_per_s=64 * 1024.0)
        anna = self.lab.person("anna")
        refs = [self.send(anna, words.CreateGroup, f"g{number}", "", False, ()) for number in range(12)]
        self.lab.turn()
        self.assertEqual(len(anna.all(words.Slowed)), 1)
        self.lab.later(2.0)
        self.assertTrue(all(isinstance(answer_to(anna, ref), Done) for ref in refs))
        self.assertEqual(anna.all(NotDone), [])
