"""Groups: who may make, fill, leave, change and delete them, and what each member is told of it."""

from __future__ import annotations

from tests.unit.server.talk_lab import TalkTest, events_of, rooms_of, seen, user_of
from udpchat import limits, words
from udpchat.words import Departed, Filled, Joined, Members, Message, Retitled, RoleGiven, RoomGone


class GroupTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob, self.cem, self.dora = (self.lab.person(name) for name in ("anna", "bob", "cem", "dora"))

    def test_making_one(self) -> None:
        group = self.group(self.anna, self.bob, title="grup ciwi")
        for client, role in ((self.anna, "owner"), (self.bob, "member")):
            room = rooms_of(client)[group]
            self.assertEqual((room.kind, room.title, room.role, room.members), ("group", "grup ciwi", role, 2))
            self.assertEqual([joined.name for joined in seen(client, Joined)][-1], "bob")
        self.assertNotIn(group, rooms_of(self.cem))
        self.assertEqual(events_of(self.cem), [])

    def test_a_repeat_makes_no_second_one(self) -> None:
        ref = bytes(range(16))
        fields = ("chess", "", False, (user_of(self.bob),))
        first = self.do(self.anna, words.CreateGroup, *fields, ref=ref)
        self.assertEqual(self.do(self.anna, words.CreateGroup, *fields, ref=ref), first)
        self.assertEqual(len([room for room in rooms_of(self.anna).values() if room.kind == "group"]), 1)

    def test_impossible_ones(self) -> None:
        for title in ("", " ", "\u202e", "lobby", 'say "hi"', "x" * 60):
            self.assertEqual(self.code(self.anna, words.CreateGroup, title, "", False, ()), "INVALID_NAME")
        self.assertEqual(self.code(self.anna, words.CreateGroup, "chess", "\n", False, ()), "INVALID_NAME")
        answer = self.ask(self.anna, words.CreateGroup, "chess", "", False, (user_of(self.bob), 77, 78))
        self.assertEqual((answer.code, answer.detail), ("NO_SUCH_USER", "77, 78"))
        self.assertEqual(self.lab.store.groups_named("chess"), [], "nothing is done in part")

    def test_only_members_hear_and_write(self) -> None:
        group = self.group(self.anna, self.bob)
        self.post(self.bob, group, "hello")
        self.assertEqual((self.anna.texts, self.bob.texts, self.cem.texts), (["hello"], ["hello"], []))
        self.assertEqual(self.code(self.cem, words.Post, group, 0, "let me in", 0), "NOT_A_MEMBER")
        self.assertEqual(self.code(self.cem, words.Post, 4711, 0, "where", 0), "NO_SUCH_GROUP")

    def test_who_joins_sees_what_follows(self) -> None:
        group = self.group(self.anna)
        self.post(self.anna, group, "before")
        last = self.do(self.anna, words.AddMembers, group, (user_of(self.bob), user_of(self.cem)))
        self.post(self.anna, group, "after")
        self.assertEqual(self.bob.texts, ["after"])
        self.assertEqual(seen(self.cem, Joined)[-1].seq, last)
        self.assertEqual(rooms_of(self.bob)[group].from_seq, seen(self.bob, Joined)[0].seq)
        self.bob.ask(words.Fill(group, 1, last))
        self.assertEqual([type(event) for event in self.bob.last(Filled).events], [Joined, Joined])

    def test_in_an_open_one_they_may_ask_for_the_past(self) -> None:
        group = self.group(self.anna, history_open=True)
        texts = [f"{number} " + "x" * 900 for number in range(150)]
        for start in range(0, 150, 50):
            for text in texts[start : start + 50]:
                self.send(self.anna, words.Post, group, 0, text, 0)
            self.lab.turn()
        joined = self.do(self.anna, words.AddMembers, group, (user_of(self.bob),))
        self.assertEqual((self.bob.texts, rooms_of(self.bob)[group].from_seq), ([], 1))
        found: list[str] = []
        hi = joined - 1
        while hi >= 1:
            self.bob.ask(words.Fill(group, 1, hi))
            page = self.bob.last(Filled)
            self.assertEqual(page.hi, hi)
            found = [event.text for event in page.events if isinstance(event, Message)] + found
            hi = page.lo - 1
        self.assertEqual(found, texts)

    def test_leaving(self) -> None:
        group = self.group(self.anna, self.bob, self.cem)
        seq = self.do(self.bob, words.RemoveMember, group, user_of(self.bob))
        self.post(self.anna, group, "he is gone")
        (left,) = seen(self.bob, Departed)
        self.assertEqual((left.seq, left.user, left.by, left.name), (seq, user_of(self.bob), user_of(self.bob), "bob"))
        self.assertEqual((self.bob.texts, self.bob.last(RoomGone).conversation), ([], group))
        self.assertEqual(seen(self.cem, Departed)[0].seq, seq)
        self.assertEqual(self.code(self.bob, words.RemoveMember, group, user_of(self.bob)), "NOT_A_MEMBER")

    def test_who_comes_back_sees_nothing_of_the_time_between(self) -> None:
        group = self.group(self.anna, self.bob)
        self.do(self.anna, words.RemoveMember, group, user_of(self.bob))
        self.post(self.anna, group, "between us")
        self.do(self.anna, words.AddMembers, group, (user_of(self.bob),))
        self.post(self.anna, group, "welcome back")
        self.assertEqual(self.bob.texts, ["welcome back"])
        self.assertEqual(self.lab.device("bob").synchronise().texts, ["welcome back"])

    def test_a_removal_in_the_same_commit_as_what_follows_it(self) -> None:
        group = self.group(self.anna, self.bob)
        self.lab.hold = True
        self.send(self.anna, words.Post, group, 0, "with him", 0)
        self.lab.turn()
        self.send(self.anna, words.RemoveMember, group, user_of(self.bob))
        self.send(self.anna, words.Post, group, 0, "without him", 0)
        self.lab.turn()
        self.lab.release()
        self.assertEqual(self.anna.texts, ["with him", "without him"])
        self.assertEqual(self.bob.texts, ["with him"])

    def test_roles_decide(self) -> None:
        group = self.group(self.anna, self.bob, self.cem)
        b, c, d = user_of(self.bob), user_of(self.cem), user_of(self.dora)
        for kind, fields in (
            (words.AddMembers, (group, (d,))),
            (words.RemoveMember, (group, c)),
            (words.ChangeGroup, (group, "ours", "", False)),
            (words.GiveRole, (group, b, "admin")),
            (words.DeleteGroup, (group,)),
            (words.SlowMode, (group, 10)),
        ):
            self.assertEqual(self.code(self.bob, kind, *fields), "NOT_ALLOWED", kind)
            self.assertEqual(self.code(self.dora, kind, *fields), "NOT_A_MEMBER", kind)
        self.do(self.anna, words.GiveRole, group, b, "admin")
        self.assertEqual([(e.user, e.role) for e in seen(self.cem, RoleGiven)], [(b, "admin")])
        self.lab.later(1.1)
        self.assertEqual(rooms_of(self.bob)[group].role, "admin")
        self.do(self.bob, words.AddMembers, group, (d,))
        self.do(self.bob, words.RemoveMember, group, c)
        self.do(self.bob, words.ChangeGroup, group, "ours", "what for", True)
        self.assertEqual(self.code(self.bob, words.RemoveMember, group, user_of(self.anna)), "NOT_ALLOWED")
        self.assertEqual(self.code(self.bob, words.GiveRole, group, d, "admin"), "NOT_ALLOWED")
        retitled = seen(self.dora, Retitled)[0]
        self.assertEqual((retitled.title, retitled.topic, retitled.history_open), ("ours", "what for", True))
        self.lab.later(1.1)
        self.assertEqual(rooms_of(self.dora)[group].title, "ours")

    def test_the_owner_hands_over_or_is_followed_by_the_eldest(self) -> None:
        group = self.group(self.anna, self.bob, self.cem)
        self.assertEqual(self.code(self.anna, words.GiveRole, group, user_of(self.anna), "member"), "NOT_ALLOWED")
        self.do(self.anna, words.GiveRole, group, user_of(self.cem), "owner")
        self.lab.later(1.1)
        self.assertEqual([rooms_of(c)[group].role for c in (self.anna, self.bob, self.cem)], ["admin", "member", "owner"])
        self.do(self.cem, words.RemoveMember, group, user_of(self.cem))
        self.lab.later(1.1)
        self.assertEqual(rooms_of(self.anna)[group].role, "owner")

    def test_deleting(self) -> None:
        group = self.group(self.anna, self.bob)
        self.post(self.anna, group, "bye")
        self.assertEqual(self.do(self.anna, words.DeleteGroup, group), group)
        for client in (self.anna, self.bob):
            self.assertEqual(client.last(RoomGone).conversation, group)
        for kind, fields in ((words.Post, (group, 0, "x", 0)), (words.AddMembers, (group, ())), (words.DeleteGroup, (group,))):
            self.assertEqual(self.code(self.anna, kind, *fields), "NO_SUCH_GROUP")
        self.assertEqual(self.lab.device("bob").synchronise().texts, [])

    def test_a_moderator_may_delete_one_but_sees_nothing_of_it(self) -> None:
        group = self.group(self.anna, self.bob)
        self.promote(self.dora)
        self.post(self.anna, group, "secret")
        self.dora.ask(words.AskMembers(group))
        self.assertEqual(self.dora.last(Members).rows, ())
        self.do(self.dora, words.DeleteGroup, group)
        self.assertEqual((events_of(self.dora), self.bob.last(RoomGone).conversation), ([], group))
        self.dora.ask(words.AskAudit(0))
        self.assertIn(("delete_group", group), [(row.what, row.conversation) for row in self.dora.last(words.Audit).rows])

    def test_members_by_pages(self) -> None:
        group = self.do(self.anna, words.CreateGroup, "class", "", False, tuple(self.pupils(limits.MEMBERS_COUNT)))
        self.anna.ask(words.AskMembers(group))
        pages = self.anna.all(Members)
        self.assertEqual([(len(page.rows), page.last) for page in pages], [(100, False), (1, True)])
        names = [row.name for page in pages for row in page.rows]
        self.assertEqual(names, sorted(["anna", *(f"pupil{number:03}" for number in range(100))]))
