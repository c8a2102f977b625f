"""Keeping order: who may, what it does to whom, what they are told, and that it outlives a restart."""

from __future__ import annotations

from tests.unit.server.lab import Client
from tests.unit.server.talk_lab import TalkTest, rooms_of, seen, user_of
from udpchat import limits, words
from udpchat.store import FOREVER
from udpchat.words import Audit, Bye, Message, NotPosted, Refused, Rules, Sanction, Sanctions, Welcome


class OrderTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.boss = self.promote(self.lab.person("boss"))
        self.anna, self.bob = self.lab.person("anna", "192.168.1.77"), self.lab.person("bob")
        self.lobby = self.lab.store.lobby

    def until(self, seconds: float) -> int:
        return self.lab.wall + int(seconds * 1000)

    def refused(self, client: Client, text: str = "x", conversation: int = 0, to: int = 0) -> NotPosted:
        answer = self.ask(client, words.Post, 0 if to else conversation or self.lobby, to, text, 0)
        assert isinstance(answer, NotPosted), answer
        return answer


class RightsTest(OrderTest):
    def test_none_of_it_is_for_members(self) -> None:
        user, until = user_of(self.bob), self.until(60)
        for kind, fields in (
            (words.Kick, (user, "")),
            (words.Silence, (user, until, "")),
            (words.Ban, (user, "", until, "")),
            (words.Unban, (1,)),
            (words.SlowMode, (self.lobby, 5)),
            (words.Pause, (True,)),
            (words.PrivateOff, (True,)),
            (words.SetAnnouncers, ("moderators",)),
            (words.SetRetention, (1,)),
            (words.NewLesson, ()),
            (words.SetRole, (user_of(self.anna), "operator")),
            (words.ResetCode, (user,)),
            (words.ImportUsers, ((),)),
        ):
            self.assertEqual(self.code(self.anna, kind, *fields), "NOT_ALLOWED", kind)
        for kind in (words.AskSanctions, words.AskAudit):
            self.anna.ask(kind(0))
        self.assertEqual((self.anna.last(Sanctions).rows, self.anna.last(Audit).rows), ((), ()))
        self.assertEqual(self.lab.log[-1], "refused anna from 192.168.1.77:40003: NOT_ALLOWED")

    def test_moderators_run_the_talk_and_operators_the_server(self) -> None:
        for kind, fields in (
            (words.SetAnnouncers, ("moderators",)),
            (words.SetRetention, (1,)),
            (words.SetRole, (user_of(self.anna), "moderator")),
            (words.ResetCode, (user_of(self.bob),)),
            (words.ImportUsers, ((),)),
        ):
            self.assertEqual(self.code(self.boss, kind, *fields), "NOT_ALLOWED", kind)

    def test_nobody_acts_on_themselves_or_on_equals(self) -> None:
        other, chief = self.promote(self.lab.person("other")), self.promote(self.lab.person("chief"), "operator")
        for target in (self.boss, other, chief):
            user = user_of(target)
            for kind, fields in ((words.Kick, ("",)), (words.Silence, (FOREVER, "")), (words.Ban, ("", FOREVER, ""))):
                self.assertEqual(self.code(self.boss, kind, user, *fields), "NOT_ALLOWED")
        self.assertEqual(self.code(chief, words.SetRole, user_of(chief), "member"), "NOT_ALLOWED")
        self.do(chief, words.SetRole, user_of(other), "member")
        self.do(self.lab.operator(), words.SetRole, user_of(chief), "member")
        self.assertEqual(self.code(chief, words.SetRole, user_of(other), "moderator"), "NOT_ALLOWED", "at once")

    def test_unknown_people(self) -> None:
        for kind, fields in ((words.Kick, ("",)), (words.Silence, (FOREVER, "")), (words.Ban, ("", FOREVER, ""))):
            self.assertEqual(self.code(self.boss, kind, 999, *fields), "NO_SUCH_USER")


class PeopleTest(OrderTest):
    def test_a_kick_ends_the_sessions_and_they_may_come_back(self) -> None:
        second = self.lab.device("anna").synchronise()
        self.do(self.boss, words.Kick, user_of(self.anna), "calm down")
        for client in (self.anna, second):
            self.assertEqual(client.last(Sanction).reason, "calm down")
            self.assertEqual(client.last(Bye).reason, "kick")
        self.lab.later(1.0)
        self.assertEqual(self.lab.online(), ["bob", "boss"])
        self.lab.device("anna").last(Welcome)

    def test_a_mute_takes_nothing_until_it_is_over(self) -> None:
        user = user_of(self.anna)
        number = self.do(self.boss, words.Silence, user, self.until(60), "too loud")
        self.assertEqual(self.anna.last(Sanction), Sanction("mute", self.until(60), "too loud"))
        refused = self.refused(self.anna)
        self.assertEqual((refused.code, refused.retry_after_s, refused.detail), ("MUTED", 60, "too loud"))
        for kind, fields in (
            (words.PostMany, ((user_of(self.bob),), "x")),
            (words.CreateGroup, ("a word", "", False, ())),
            (words.ChangeProfile, ("A Word", "", "")),
        ):
            self.assertEqual(self.code(self.anna, kind, *fields), "MUTED")
        self.boss.ask(words.AskSanctions(0))
        row = self.boss.last(Sanctions).rows[0]
        self.assertEqual((row.number, row.kind, row.name, row.by_name, row.reason), (number, "mute", "anna", "boss", "too loud"))
        self.lab.wall += 61_000
        self.post(self.anna, self.lobby, "again")
        self.boss.ask(words.AskSanctions(0))
        self.assertEqual(self.boss.last(Sanctions).rows, ())

    def test_a_mute_is_ended_and_outlives_restarts(self) -> None:
        user = user_of(self.anna)
        self.do(self.boss, words.Silence, user, FOREVER, "")
        refused = self.refused(self.anna)
        self.assertEqual((refused.detail, refused.retry_after_s), ("", 0), "for good: no waiting time")
        self.lab.restart()
        anna, boss = self.lab.device("anna").synchronise(), self.lab.device("boss").synchronise()
        self.assertEqual(anna.last(Sanction), Sanction("mute", FOREVER, ""))
        self.assertEqual(self.refused(anna).code, "MUTED")
        self.assertEqual(self.do(boss, words.Silence, user, 0, ""), 0)
        self.assertEqual(anna.last(Sanction).until_ms, 0)
        self.post(anna, self.lobby, "again")

    def test_a_banned_account_stays_outside(self) -> None:
        number = self.do(self.boss, words.Ban, user_of(self.anna), "", self.until(60), "enough")
        self.assertEqual((self.anna.last(Sanction).kind, self.anna.last(Bye).reason), ("ban", "ban"))
        token = self.anna.token()
        for again in (self.lab.client().hello(), self.lab.client().hello()):
            again.scram("account", "anna", "password")
            self.assertEqual((again.last(Refused).code, again.last(Refused).detail), ("BANNED", "enough"))
        by_token = self.lab.client().hello()
        by_token.ask(token)
        self.assertEqual((by_token.codes, by_token.last(Refused).retry_after_s), (["BANNED"], 60))
        self.do(self.boss, words.Unban, number)
        self.lab.device("anna").last(Welcome)
        self.assertEqual(self.code(self.boss, words.Unban, number), "BAD_REQUEST")

    def test_a_banned_address_stays_outside_for_a_while(self) -> None:
        self.do(self.boss, words.Ban, 0, " 192.168.1.77 ", self.until(60), "")
        self.assertEqual(self.anna.last(Bye).reason, "ban")
        stranger = self.lab.client("192.168.1.77").hello().register("cem")
        self.assertEqual(stranger.codes, ["BANNED"])
        self.lab.restart()
        stranger = self.lab.client("192.168.1.77").hello().guest("gast")
        self.assertEqual(stranger.codes, ["BANNED"])
        self.lab.wall += 61_000
        self.lab.client("192.168.1.77").hello().register("cem").last(Welcome)

    def test_impossible_bans(self) -> None:
        for address in ("nonsense", "::1", "127.0.0.1", "0.0.0.0", "192.168.1.2"):
            self.assertEqual(self.code(self.boss, words.Ban, 0, address, FOREVER, ""), "BAD_REQUEST", address)
        self.assertEqual(self.code(self.boss, words.Ban, user_of(self.anna), "", self.lab.wall - 1, ""), "BAD_REQUEST")

    def test_it_is_all_in_the_audit_and_in_the_log(self) -> None:
        user = user_of(self.anna)
        self.do(self.boss, words.Silence, user, FOREVER, "one")
        self.do(self.boss, words.Silence, user, 0, "")
        self.do(self.boss, words.Ban, 0, "10.0.0.9", FOREVER, "two")
        self.do(self.boss, words.Pause, True)
        self.do(self.lab.operator(), words.SetRole, user_of(self.bob), "moderator")
        self.boss.ask(words.AskAudit(0))
        found = [(row.what, row.by_name, row.name, row.detail) for row in self.boss.last(Audit).rows]
        self.assertEqual(
            found[:5],
            [
                ("set_role", "", "bob", "moderator"),
                ("pause", "boss", "", "1"),
                ("ban", "boss", "", "10.0.0.9 two"),
                ("unsilence", "boss", "anna", ""),
                ("silence", "boss", "anna", "one"),
            ],
        )
        self.assertIn("boss banned 10.0.0.9 two", self.lab.log)
        self.assertIn("the operator set the role of bob: moderator", self.lab.log)

    def test_pages_of_the_audit(self) -> None:
        for _ in range(limits.AUDIT_COUNT + 5):
            self.do(self.boss, words.Pause, False)
        self.boss.ask(words.AskAudit(0))
        first = self.boss.last(Audit)
        self.assertEqual((len(first.rows), first.last), (limits.AUDIT_COUNT, False))
        self.boss.ask(words.AskAudit(first.rows[-1].number))
        self.assertEqual((len(self.boss.last(Audit).rows), self.boss.last(Audit).last), (6, True))


class RulesTest(OrderTest):
    def test_a_pause_leaves_moderators_to_speak(self) -> None:
        self.do(self.boss, words.Pause, True)
        self.assertTrue(all(client.last(Rules).paused for client in (self.boss, self.anna, self.bob)))
        self.assertEqual(self.refused(self.anna).code, "PAUSED")
        self.assertEqual(self.refused(self.anna, to=user_of(self.bob)).code, "PAUSED")
        self.post(self.boss, self.lobby, "listen")
        self.lab.restart()
        anna = self.lab.device("anna").synchronise()
        self.assertTrue(anna.last(Rules).paused)
        self.assertEqual(self.refused(anna).code, "PAUSED")
        self.do(self.lab.device("boss").synchronise(), words.Pause, False)
        self.post(anna, self.lobby, "at last")

    def test_private_messages_off_but_to_and_from_moderators(self) -> None:
        self.tell(self.anna, self.bob, "before")
        place = seen(self.anna, Message)[0].conversation
        self.do(self.boss, words.PrivateOff, True)
        self.assertEqual(self.refused(self.anna, to=user_of(self.bob)).code, "PRIVATE_OFF")
        self.assertEqual(self.refused(self.anna, conversation=place).code, "PRIVATE_OFF")
        both = (user_of(self.bob), user_of(self.boss))
        self.assertEqual(self.code(self.anna, words.PostMany, both, "x"), "PRIVATE_OFF")
        self.tell(self.anna, self.boss, "help")
        self.tell(self.boss, self.anna, "yes?")
        group = self.group(self.anna, self.bob)
        self.post(self.anna, group, "groups go on")

    def test_who_announces(self) -> None:
        place = self.lab.store.announcements
        self.post(self.anna, place, "I have a cake")
        self.assertEqual(self.bob.texts, ["I have a cake"])
        self.do(self.lab.operator(), words.SetAnnouncers, "moderators")
        self.assertEqual(self.refused(self.anna, conversation=place).code, "NOT_ALLOWED")
        self.post(self.boss, place, "lunch")
        self.assertEqual(self.code(self.anna, words.MuteConversation, place, True), "NOT_ALLOWED")

    def test_the_operator_announces_and_says_nothing_in_private(self) -> None:
        operator, place = self.lab.operator(), self.lab.store.announcements
        self.post(operator, place, "the server restarts at five")
        message = seen(self.anna, Message)[0]
        self.assertEqual((message.author, message.name), (0, ""))
        self.assertEqual(self.lab.device("bob").synchronise().texts, ["the server restarts at five"])
        self.assertEqual(self.refused(operator, to=user_of(self.bob)).code, "NOT_ALLOWED")
        self.assertEqual(self.refused(operator, conversation=self.group(self.anna)).code, "NOT_A_MEMBER")

    def test_slow_mode(self) -> None:
        self.do(self.boss, words.SlowMode, self.lobby, 30)
        self.lab.later(1.1)
        self.assertEqual(rooms_of(self.anna)[self.lobby].slow_s, 30)
        self.post(self.anna, self.lobby, "one")
        refused = self.refused(self.anna)
        self.assertEqual((refused.code, refused.retry_after_s), ("SLOW_MODE", 30))
        self.post(self.bob, self.lobby, "each has their own time")
        self.post(self.boss, self.lobby, "mine")
        self.post(self.boss, self.lobby, "is free")
        self.lab.later(10.0, step_s=1.0)
        self.assertEqual(self.refused(self.anna).retry_after_s, 20)
        self.lab.later(20.5, step_s=1.0)
        self.post(self.anna, self.lobby, "two")
        self.assertEqual(self.code(self.boss, words.SlowMode, self.lobby, limits.SLOW_MAX_S + 1), "BAD_REQUEST")

    def test_slow_mode_counts_only_what_was_stored(self) -> None:
        self.allow_failures = True
        self.do(self.boss, words.SlowMode, self.lobby, 30)
        self.lab.refuse = True
        self.assertEqual(self.refused(self.anna).code, "STORAGE")
        self.lab.refuse = False
        self.post(self.anna, self.lobby, "now")
        self.assertEqual(self.refused(self.anna, "\u202e").code, "INVALID_TEXT")

    def test_slow_mode_of_a_group_is_its_owners(self) -> None:
        group = self.group(self.anna, self.bob)
        self.do(self.anna, words.SlowMode, group, 30)
        self.post(self.bob, group, "one")
        self.assertEqual(self.refused(self.bob, conversation=group).code, "SLOW_MODE")
        self.tell(self.anna, self.bob, "x")
        private = seen(self.bob, Message)[-1].conversation
        self.assertEqual(self.code(self.boss, words.SlowMode, private, 5), "NO_SUCH_GROUP")

    def test_a_new_lesson(self) -> None:
        self.post(self.anna, self.lobby, "old")
        before = self.do(self.boss, words.NewLesson)
        self.lab.later(1.1)
        self.assertEqual(rooms_of(self.anna)[self.lobby].from_seq, before)
        self.post(self.bob, self.lobby, "new")
        self.assertEqual(self.lab.device("anna").synchronise().texts, ["new"])

    def test_retention_lets_go_of_the_old(self) -> None:
        for number in range(5):
            self.post(self.anna, self.lobby, str(number))
        self.lab.wall += 40 * 24 * 3600 * 1000
        self.post(self.anna, self.lobby, "fresh")
        operator = self.lab.operator()
        self.assertEqual(self.code(operator, words.SetRetention, 4000), "BAD_REQUEST")
        self.do(operator, words.SetRetention, 30)
        self.assertEqual(self.anna.last(Rules).retention_days, 30)
        self.lab.later(2.0)
        self.assertEqual(self.lab.device("bob").synchronise().texts, ["fresh"])
