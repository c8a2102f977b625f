"""One's own account: profile, password, one-time codes, its end; roles and whole lists of people from the operator."""

from __future__ import annotations

from tests.unit.server.lab import Client, verifier
from tests.unit.server.talk_lab import TalkTest, rooms_of, seen, user_of
from udpchat import limits, words
from udpchat.words import (
    Bye,
    Departed,
    Directory,
    Message,
    OneTimeCode,
    Person,
    Presence,
    Recover,
    Recovered,
    Welcome,
)


def password(text: str) -> tuple[object, ...]:
    """The fields of a new password."""
    made = verifier(text)
    return made.salt, made.n, made.r, made.p, made.stored_key, made.server_key


class ProfileTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob = self.lab.person("anna"), self.lab.person("bob")

    def people(self, client: Client, prefix: str = "") -> dict[str, words.Account]:
        client.heard.clear()
        client.ask(words.AskPeople(prefix))
        return {row.name: row for page in client.all(Directory) for row in page.rows}

    def test_a_profile_is_seen_by_all(self) -> None:
        self.do(self.anna, words.ChangeProfile, " Anna  A. ", "Indonesia", "learning")
        self.lab.later(1.1)
        changed = self.bob.last(Presence).changed
        self.assertEqual(changed, (Person(user_of(self.anna), "anna", "member", False, "online", "learning"),))
        row = self.people(self.bob)["anna"]
        self.assertEqual((row.display, row.country, row.status, row.online), ("Anna A.", "Indonesia", "learning", True))
        for fields in (("x" * 65, "", ""), ("", "\u202e", ""), ("", "", "é" * 60), ("", "", "two\nlines")):
            if len(str(fields[2]).encode()) <= limits.STATUS_BYTES:
                self.assertEqual(self.code(self.anna, words.ChangeProfile, *fields), "INVALID_NAME")

    def test_it_outlives_the_session(self) -> None:
        self.do(self.anna, words.ChangeProfile, "Anna", "", "away for good")
        self.anna.ask(Bye("x"))
        self.lab.wall += 5000
        self.lab.later(1.5)
        row = self.people(self.bob)["anna"]
        self.assertEqual((row.online, row.status, row.last_seen), (False, "away for good", self.lab.wall - 5000))
        again = self.lab.device("anna")
        self.lab.later(1.1)
        self.assertEqual(self.bob.last(Presence).joined[0].status, "away for good")
        self.assertIsNone(again.closed)

    def test_another_password_ends_the_other_sessions(self) -> None:
        other, third = self.lab.device("anna"), self.lab.device("anna")
        old = other.token()
        self.do(third, words.ChangePassword, *password("new password"))
        self.lab.later(1.0)
        self.assertEqual([client.last(Bye).reason for client in (self.anna, other)], ["password"] * 2)
        self.assertIsNone(third.closed)
        stale = self.lab.client().hello()
        stale.ask(old)
        self.assertEqual(stale.codes, ["AUTH_FAILED"])
        fresh = self.lab.client().hello()
        self.assertFalse(fresh.scram("account", "anna", "password"))
        self.assertTrue(fresh.scram("account", "anna", "new password"))
        kept = self.lab.client().hello()
        kept.ask(third.token())
        kept.last(Welcome)

    def test_an_open_window_takes_no_account(self) -> None:
        self.lab.wall += int(limits.PROOF_FRESH_S * 1000) + 1
        for kind, fields in ((words.ChangePassword, password("new password")), (words.DeleteAccount, ())):
            self.assertEqual(self.code(self.anna, kind, *fields), "PASSWORD_NEEDED")
        self.assertFalse(self.anna.scram("account", "anna", "wrong"))
        self.assertEqual(self.anna.codes, ["AUTH_FAILED"])
        self.assertEqual(self.code(self.anna, words.DeleteAccount), "PASSWORD_NEEDED")
        self.assertTrue(self.anna.scram("account", "ANNA", "password"))
        self.do(self.anna, words.ChangePassword, *password("new password"))
        self.lab.wall += int(limits.PROOF_FRESH_S * 1000) + 1
        self.assertEqual(self.code(self.anna, words.DeleteAccount), "PASSWORD_NEEDED")
        self.assertIsNone(self.anna.closed)

    def test_a_token_is_no_proof(self) -> None:
        again = self.lab.client().hello()
        again.ask(self.anna.token())
        again.synchronise()
        self.assertEqual(self.code(again, words.DeleteAccount), "PASSWORD_NEEDED")
        self.lab.wall -= 3_600_000
        self.assertEqual(self.code(self.bob, words.DeleteAccount), "PASSWORD_NEEDED", "a clock that was set back")

    def test_nobody_proves_somebody_else_or_guesses_for_ever(self) -> None:
        codes = []
        for _ in range(limits.PASSWORD_FREE_FAILURES + 1):
            self.anna.scram("account", "anna", "wrong")
            codes = self.anna.codes
        self.assertEqual(codes, ["AUTH_FAILED"] * limits.PASSWORD_FREE_FAILURES + ["SLOW_DOWN"])
        for who, name in (("account", "anna"), ("room", "#room")):
            fresh = self.lab.person("mallory" + who)
            fresh.scram(who, name, "password")
            self.assertIsNotNone(fresh.closed, who)
        guest = self.lab.client().hello().guest("gast").synchronise()
        guest.scram("account", "gast", "password")
        self.assertEqual(guest.codes, ["NOT_ALLOWED"])

    def test_guests_have_neither_password_nor_profile(self) -> None:
        guest = self.lab.client().hello().guest("gast").synchronise()
        for kind, fields in (
            (words.ChangePassword, password("x")),
            (words.DeleteAccount, ()),
            (words.ChangeProfile, ("G", "", "")),
        ):
            self.assertEqual(self.code(guest, kind, *fields), "NOT_ALLOWED")

    def test_the_end_of_an_account(self) -> None:
        group = self.group(self.anna, self.bob)
        self.post(self.anna, group, "it was me")
        self.tell(self.anna, self.bob, "bye")
        old, token = user_of(self.anna), self.anna.token()
        self.do(self.anna, words.DeleteAccount)
        self.lab.later(1.1)
        self.assertEqual(self.anna.last(Bye).reason, "deleted")
        self.assertEqual([(e.user, e.conversation) for e in seen(self.bob, Departed)], [(old, group)])
        self.assertEqual((rooms_of(self.bob)[group].role, rooms_of(self.bob)[group].members), ("owner", 1))
        self.assertEqual(self.code(self.bob, words.Post, 0, old, "hello?", 0), "NO_SUCH_USER")
        back = self.lab.client().hello()
        back.ask(token)
        self.assertEqual(back.codes, ["AUTH_FAILED"])
        heir = self.lab.person("anna")
        self.assertNotEqual(user_of(heir), old)
        self.assertEqual((heir.texts, [room.kind for room in rooms_of(heir).values()]), ([], ["lobby", "announcements"]))
        self.assertEqual(self.lab.device("bob").synchronise().texts, ["it was me", "bye"])


class RecoverTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.operator = self.lab.person("anna"), self.lab.operator()

    def code_for(self, client: Client) -> OneTimeCode:
        self.send(self.operator, words.ResetCode, user_of(client))
        self.lab.turn()
        return self.operator.last(OneTimeCode)

    def recover(self, code: str, name: str = "anna", ip: str = "127.0.0.1") -> Client:
        client = self.lab.client(ip).hello()
        client.ask(Recover(name, code, *password("new password")))
        return client

    def test_a_code_gives_a_new_password_once(self) -> None:
        made = self.code_for(self.anna)
        self.assertRegex(made.text, "^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$")
        client = self.recover(made.text.lower().replace("-", " "))
        self.assertEqual(client.last(Recovered).user, user_of(self.anna))
        self.assertEqual(self.anna.last(Bye).reason, "password")
        self.assertTrue(client.scram("account", "anna", "new password"), "on the same connection")
        client.last(Welcome)
        self.assertEqual(self.recover(made.text).codes, ["AUTH_FAILED"])

    def test_wrong_codes_are_few_and_end_it(self) -> None:
        made = self.code_for(self.anna)
        for number in range(limits.RESET_TRIES):
            self.assertEqual(self.recover(f"AAAA-{number}").codes, ["AUTH_FAILED"])
            self.lab.later(30.0, step_s=5.0)
        self.assertEqual(self.recover(made.text).codes, ["AUTH_FAILED"])
        self.assertIsNone(self.anna.closed)

    def test_guessing_is_slowed(self) -> None:
        self.code_for(self.anna)
        codes = [self.recover("AAAA", ip="192.168.1.66").codes for _ in range(4)]
        self.assertEqual(codes, [["AUTH_FAILED"]] * 3 + [["SLOW_DOWN"]])

    def test_a_code_has_its_time_and_the_last_one_counts(self) -> None:
        first, second = self.code_for(self.anna), self.code_for(self.anna)
        self.assertEqual(self.recover(first.text).codes, ["AUTH_FAILED"])
        self.assertEqual(second.until_ms, self.lab.wall + int(limits.RESET_LIFE_S * 1000))
        self.lab.wall = second.until_ms + 1
        self.assertEqual(self.recover(second.text).codes, ["AUTH_FAILED"])

    def test_who_does_not_exist_reads_like_a_wrong_code(self) -> None:
        self.assertEqual(self.recover("AAAA", "nobody").codes, ["AUTH_FAILED"])
        guest = self.lab.client().hello().guest("gast")
        self.assertEqual(self.recover("AAAA", "gast").codes, ["AUTH_FAILED"])
        self.assertEqual(self.code(self.operator, words.ResetCode, user_of(guest)), "NO_SUCH_USER")

    def test_nothing_of_it_reaches_the_log(self) -> None:
        made = self.code_for(self.anna)
        self.recover(made.text)
        self.assertNotIn(made.text, "\n".join(self.lab.log))
        self.assertIn("anna used a one-time code and has a new password", self.lab.log)


class ImportTest(TalkTest):
    def row(self, name: str) -> words.NewAccount:
        return words.NewAccount(name, name.title(), "ID", *password("surabaya"))  # type: ignore[arg-type]

    def test_a_list_of_people(self) -> None:
        operator = self.lab.operator()
        self.assertEqual(self.do(operator, words.ImportUsers, (self.row("messi"), self.row("henderson"))), 2)
        client = self.lab.client().hello()
        self.assertTrue(client.scram("account", "messi", "surabaya"))
        self.assertEqual(client.last(Welcome).role, "member")

    def test_all_or_none(self) -> None:
        self.lab.person("messi")
        operator = self.lab.operator()
        answer = self.ask(operator, words.ImportUsers, (self.row("izza"), self.row("messi"), self.row("Messi")))
        self.assertEqual((answer.code, answer.detail), ("USERNAME_TAKEN", "messi, Messi"))
        answer = self.ask(operator, words.ImportUsers, (self.row("izza"), self.row("two words")))
        self.assertEqual((answer.code, answer.detail.split(":")[0]), ("INVALID_NAME", "two words"))
        self.assertIsNone(self.lab.store.user_named("izza"))


class RoleTest(TalkTest):
    def test_a_role_counts_at_once_and_is_seen(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.assertEqual(self.code(anna, words.Pause, True), "NOT_ALLOWED")
        self.promote(anna)
        self.lab.later(1.1)
        self.assertEqual(bob.last(Presence).changed[0].role, "moderator")
        self.do(anna, words.Pause, True)
        self.promote(anna, "member")
        self.assertEqual(self.code(anna, words.Pause, False), "NOT_ALLOWED")
        self.assertEqual(self.lab.device("anna").last(Welcome).role, "member")
        self.assertEqual(seen(bob, Message), [])
