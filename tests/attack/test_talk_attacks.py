"""Attacks on talk, one test per row of the threat table: reading what others say, speaking for others or though silenced,
finding out who blocks whom, rights that one has not, floods. Each runs against the shipped core over the shipped wire."""

from __future__ import annotations

import random
import types
import typing
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from tests.unit.server.lab import Client, verifier
from tests.unit.server.talk_lab import TalkTest, events_of, rooms_of, seen, user_of
from udpchat import limits, words
from udpchat.server.states import State
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words import Filled, Found, FromClient, FromServer, Members, Message, ReceiptsOf, Search

EVIL = "192.168.1.66"


class EavesdroppingTest(TalkTest):
    """Somebody with an account wants to read what is not for them."""

    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob = self.lab.person("anna"), self.lab.person("bob")
        self.group_id = self.group(self.anna, self.bob, history_open=True)
        self.seq = self.post(self.anna, self.group_id, "secret plan")
        self.private = self.tell(self.anna, self.bob, "secret love")
        self.lab.later(3.0, step_s=0.5)
        self.evil = self.lab.person("mallory", EVIL)

    def test_no_question_gets_it(self) -> None:
        self.evil.heard.clear()
        for place in range(1, 8):
            self.evil.ask(words.Fill(place, 1, 2**62))
            self.evil.ask(words.AskMembers(place))
            self.evil.ask(Search(bytes(16), "secret", place, 0, 0, 0, 0))
            self.lab.later(1.0, step_s=0.5)
        for author in (user_of(self.anna), user_of(self.bob)):
            self.evil.ask(Search(bytes(16), "", 0, author, 0, 0, 0))
        for target in (self.seq, self.private):
            self.evil.ask(words.AskReceipts(target))
        self.evil.synchronise((1, 2), (2**40, 2**41))
        self.lab.later(1.0, step_s=0.2)
        self.assertNotIn("secret", str(self.evil.heard))
        self.assertNotIn("anna", str(self.evil.all(Members)[2:]))
        self.assertEqual({word.members for word in self.evil.all(ReceiptsOf)}, {0})
        self.assertIsNone(self.evil.closed)

    def test_no_spell_in_the_search_words(self) -> None:
        self.lab.later(2.0, step_s=0.5)
        for text in ('" OR "secret', "secret*", "NOT x", "said:secret", "tags:c3", "c3", "a1", "%", "_", "';--", "(", "NEAR(a b)"):
            self.evil.ask(Search(bytes(16), text, 0, 0, 0, 0, 0))
            self.lab.later(1.0, step_s=0.5)
            self.assertEqual(self.evil.last(Found).messages, (), text)

    def test_a_change_to_what_one_cannot_see_reads_like_one_to_nothing(self) -> None:
        for target in (self.seq, self.private, 10**9):
            for kind, fields in ((words.Edit, ("x",)), (words.Delete, ()), (words.React, ("👍", True))):
                self.assertEqual(self.code(self.evil, kind, target, *fields), "NO_SUCH_MESSAGE")

    def test_a_reply_to_it_brings_nothing_of_it(self) -> None:
        self.post(self.evil, self.lab.store.lobby, "look", reply=self.seq)
        self.assertEqual(seen(self.bob, Message)[-1].reply, 0)

    def test_nobody_adds_themselves(self) -> None:
        for kind, fields in (
            (words.AddMembers, (self.group_id, (user_of(self.evil),))),
            (words.GiveRole, (self.group_id, user_of(self.evil), "owner")),
            (words.ChangeGroup, (self.group_id, "mine", "", True)),
        ):
            self.assertEqual(self.code(self.evil, kind, *fields), "NOT_A_MEMBER")
        self.assertEqual(events_of(self.evil), [])

    def test_who_was_removed_reads_on_nothing(self) -> None:
        self.do(self.anna, words.RemoveMember, self.group_id, user_of(self.bob))
        self.post(self.anna, self.group_id, "now without bob")
        self.bob.ask(words.Typing(self.group_id))
        self.bob.ask(words.Fill(self.group_id, 1, 2**40))
        texts = [event.text for event in self.bob.last(Filled).events if isinstance(event, Message)]
        self.assertEqual(texts, ["secret plan"])
        self.assertNotIn("without bob", str(self.bob.heard))

    def test_another_persons_sign_in_brings_no_rooms_of_the_last(self) -> None:
        self.bob.ask(words.Bye("x"))
        again = self.lab.client("192.168.1.2").hello().register("other").synchronise()
        self.assertEqual([room.kind for room in rooms_of(again).values()], ["lobby", "announcements"])
        self.assertNotIn("secret", str(again.heard))


class BlockedTest(TalkTest):
    """Somebody who is blocked wants to find out."""

    def answers(self, blocked: bool) -> list[str]:
        """All that the one hears who writes to somebody for the first time."""
        self.new_lab()
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        if blocked:
            self.do(bob, words.Block, user_of(anna), True)
        self.lab.later(2.0)
        anna.heard.clear()
        seq = self.do(anna, words.Post, 0, user_of(bob), "hello", 0, ref=bytes(16))
        place = seen(anna, Message)[0].conversation
        many = self.do(anna, words.PostMany, (user_of(bob),), "you there", ref=bytes(range(16)))
        for word in (
            words.AskReceipts(seq),
            words.AskReceipts(many),
            words.AskMembers(place),
            words.Typing(place),
            words.AskPeople("b"),
            words.Fill(place, 1, 100),
        ):
            anna.ask(word)
        self.do(anna, words.Edit, seq, "hello!", ref=bytes(range(1, 17)))
        self.lab.later(3.0)
        return [repr(word) for word in anna.heard]

    def test_nothing_that_they_hear_differs(self) -> None:
        self.assertEqual(self.answers(blocked=True), self.answers(blocked=False))


class SilencedTest(TalkTest):
    """Somebody who is muted, or anybody while the chat is paused, wants to be heard all the same."""

    def test_no_word_gets_through(self) -> None:
        boss = self.promote(self.lab.person("boss"))
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        group = self.group(anna, bob)
        seq = self.post(anna, self.lab.store.lobby, "before")
        user = user_of(bob)
        for how in ("mute", "pause"):
            if how == "mute":
                self.do(boss, words.Silence, user_of(anna), self.lab.wall + 10**9, "")
            else:
                self.do(boss, words.Silence, user_of(anna), 0, "")
                self.do(boss, words.Pause, True)
            self.lab.later(2.0)
            bob.heard.clear()
            for kind, fields in (
                (words.Post, (self.lab.store.lobby, 0, "shout", 0)),
                (words.Post, (group, 0, "shout", 0)),
                (words.Post, (self.lab.store.announcements, 0, "shout", 0)),
                (words.Post, (0, user, "shout", 0)),
                (words.PostMany, ((user,), "shout")),
                (words.Edit, (seq, "shout")),
                (words.React, (seq, "📣", True)),
                (words.CreateGroup, ("shout", "", False, (user,))),
                (words.ChangeGroup, (group, "shout", "shout", False)),
                (words.AddMembers, (group, (user,))),
                (words.ChangeProfile, ("shout", "shout", "shout")),
            ):
                self.assertIn(self.code(anna, kind, *fields), ("MUTED", "PAUSED"))
            anna.ask(words.Away("away", "shout"))
            anna.ask(words.Typing(group))
            self.lab.later(2.0)
            self.assertNotIn("shout", str(bob.heard))
            self.assertEqual(bob.all(words.TypingNow), [])

    def test_a_guest_is_no_way_around_a_banned_address(self) -> None:
        boss = self.promote(self.lab.person("boss"))
        guest = self.lab.client(EVIL).hello().guest("mallory")
        self.do(boss, words.Ban, 0, EVIL, self.lab.wall + 10**6, "")
        for again in (self.lab.client(EVIL).hello().guest("other"), self.lab.client(EVIL).hello().register("third")):
            self.assertEqual(again.codes, ["BANNED"])
        self.assertEqual(guest.last(words.Sanction).kind, "ban")


class RightsTest(TalkTest):
    """Somebody wants more rights than they have."""

    def test_guests_and_members_moderate_nothing(self) -> None:
        anna, victim = self.lab.person("anna"), self.lab.person("victim")
        guest = self.lab.client(EVIL).hello().guest("gast").synchronise()
        made = verifier("x")
        password = (made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
        for client in (anna, guest):
            for kind, fields in (
                (words.SetRole, (user_of(client), "operator")),
                (words.ResetCode, (user_of(victim),)),
                (words.ImportUsers, ((words.NewAccount("mine", "", "", *password),),)),
                (words.Kick, (user_of(victim), "")),
                (words.Pause, (True,)),
                (words.NewLesson, ()),
            ):
                self.assertEqual(self.code(client, kind, *fields), "NOT_ALLOWED")
            client.ask(words.OperatorSignIn(bytes(32)))
            self.lab.later(0.1)
            assert client.closed is not None
            self.assertIs(client.closed.code, CloseCode.PROTOCOL)
        self.assertIsNone(self.lab.store.user_named("mine"))

    def test_a_request_of_another_lends_no_rights(self) -> None:
        boss, anna = self.promote(self.lab.person("boss")), self.lab.person("anna")
        ref = bytes(range(16))
        self.do(boss, words.Pause, True, ref=ref)
        self.do(boss, words.Pause, False)
        self.assertEqual(self.code(anna, words.Pause, True, ref=ref), "NOT_ALLOWED")

    def test_nobody_says_anything_before_the_sign_in(self) -> None:
        for word in sample_words(random.Random(3), 1):
            if self.lab.core._hearing.rows[type(word)].states & {State.SIGNED_OUT, State.GREETING}:
                continue
            stranger = self.lab.client("127.0.0.1").hello()
            stranger.say(word, Channel.CHAT if isinstance(word, words.Post | words.PostMany) else Channel.CONTROL)
            self.lab.later(0.05)
            assert stranger.closed is not None, word
            self.assertIs(stranger.closed.code, CloseCode.PROTOCOL)


class FloodTest(TalkTest):
    """Somebody wants the others to suffer."""

    def test_slots_are_bounded_and_end_only_the_flooder(self) -> None:
        evil, anna = self.lab.person("mallory", EVIL), self.lab.person("anna")
        for number in range(2000):
            evil.say(words.Received(number, number, number))
        self.lab.turn()
        self.lab.later(0.3)
        assert evil.closed is not None
        self.assertIs(evil.closed.code, CloseCode.FLOOD)
        self.lab.later(3.0)
        self.post(anna, self.lab.store.lobby, "still here")
        self.assertLessEqual(len(self.lab.core._talk.receipts._waiting), 2000)

    def test_questions_without_end(self) -> None:
        anna = self.lab.person("anna")
        for word in (words.AskPeople(""), words.AskMembers(1), words.AskReceipts(1), Search(bytes(16), "x", 0, 0, 0, 0, 0)):
            evil = self.lab.client(EVIL).hello().guest(f"evil{type(word).__name__}").synchronise()
            for _ in range(200):
                evil.say(word)
            self.lab.later(0.5)
            assert evil.closed is not None, word
            self.assertIs(evil.closed.code, CloseCode.FLOOD)
        self.post(anna, self.lab.store.lobby, "still here")

    def test_pages_of_the_past_without_reading(self) -> None:
        evil = self.lab.person("mallory", EVIL)
        for number in range(100):
            self.post(evil, self.lab.store.lobby, f"{number} " + "x" * 4000)
        for _ in range(60):
            evil.say(words.Fill(self.lab.store.lobby, 1, 10**6))
        self.lab._clients_turn()
        evil.mute = True
        self.lab.turn()
        session = next(s for s in self.lab.core.sessions.all() if s.name == "mallory")
        self.assertLess(self.lab.core.endpoint.queued_bytes(session.cid), 2 * limits.FRAME_BYTES)

    def test_a_text_for_many_costs_as_many(self) -> None:
        self.new_lab(rate_per_s=10.0, burst=30, bytes_per_s=64 * 1024.0)
        evil, users = self.lab.person("mallory", "127.0.0.1"), self.pupils(100)
        for _ in range(10):
            self.send(evil, words.PostMany, tuple(users), "x" * 16_000)
        self.lab.turn()
        began = self.lab.now
        while len(evil.all(words.Posted)) < 3:
            self.lab.later(0.5, step_s=0.5)
        self.assertGreater(self.lab.now - began, 20.0)

    def test_a_group_has_a_bound(self) -> None:
        anna = self.lab.person("anna")
        users = self.pupils(limits.GROUP_MEMBERS + 20)
        group = self.group(anna)
        for start in range(0, limits.GROUP_MEMBERS - 100, limits.NAMED_COUNT):
            self.do(anna, words.AddMembers, group, tuple(users[start : start + limits.NAMED_COUNT]))
        self.assertEqual(self.code(anna, words.AddMembers, group, tuple(users[-100:])), "GROUP_FULL")
        self.do(anna, words.AddMembers, group, tuple(users[-99:]))


class NonsenseTest(TalkTest):
    """Well-formed words with any values, in any order: nothing of ours fails, and nobody else notices."""

    def test_any_words_from_anybody(self) -> None:
        for seed in range(6):
            with self.subTest(seed=seed):
                self.new_lab(seed=seed)
                self.babble(random.Random(seed))

    def babble(self, rng: random.Random) -> None:
        anna = self.lab.person("anna")
        boss = self.promote(self.lab.person("boss"), "operator")
        group = self.group(anna, boss)
        for _ in range(12):
            evil = self.lab.client(EVIL).hello().register(f"evil{rng.randrange(10**6)}")
            if not evil.all(words.Welcome):
                self.lab.later(1.0, step_s=0.2)
                continue
            evil.synchronise()
            for word in sample_words(rng, 1):
                if not isinstance(word, words.Bye | words.StopServer):
                    evil.say(word, rng.choice((Channel.CONTROL, Channel.CHAT)))
                    self.lab.turn()
            self.lab.later(0.3, step_s=0.1)
        self.do(boss, words.Pause, False)
        self.post(anna, group, "still here")
        self.assertEqual(boss.texts[-1], "still here")
        self.assertEqual((anna.closed, boss.closed), (None, None))

    def test_the_operators_own_connection_too(self) -> None:
        rng = random.Random(11)
        for word in sample_words(rng, 2):
            if isinstance(word, words.Bye | words.StopServer | words.ChangeSettings):
                continue
            operator = self.lab.operator()
            operator.say(word, Channel.CHAT if isinstance(word, words.Post) else Channel.CONTROL)
            self.lab.turn()
            self.lab.vanish(operator)
            self.lab.later(31.0, step_s=10.0)

    def test_a_client_that_says_what_servers_say(self) -> None:
        only = set(get_args(FromServer)) - set(get_args(FromClient))
        evil: Client | None = None
        for kind in sorted(only, key=lambda kind: kind.__name__):
            evil = self.lab.client("127.0.0.1").hello().guest(f"evil{kind.__name__[:20]}")
            evil.say(sample(kind, random.Random(1)))
            self.lab.later(0.05)
            assert evil.closed is not None
            self.assertIs(evil.closed.code, CloseCode.PROTOCOL, kind)


def sample_words(rng: random.Random, count: int) -> list[Any]:
    """So many words of each kind that a client may say, in any order."""
    found = [sample(kind, rng) for kind in get_args(FromClient) for _ in range(count)]
    rng.shuffle(found)
    return [word for word in found if getattr(word, "consistent", lambda: True)()]


def sample(kind: type, rng: random.Random) -> Any:
    """A word with any values within its bounds."""
    hints = get_type_hints(kind, include_extras=True)
    return kind(*(value(hints[name], rng) for name in kind.__dataclass_fields__))


def value(hint: Any, rng: random.Random) -> Any:
    """Any value of a field."""
    bound: Any = None
    if get_origin(hint) is Annotated:
        hint, bound = get_args(hint)
    if hint is int:
        return rng.choice((0, 1, 2, 3, 4, rng.randrange(100), rng.randrange(2**63)))
    if hint is bool:
        return rng.random() < 0.5
    if hint is str:
        return rng.choice(("", "x", "anna", "👍", "e\u0301" * 3, "\u202e", "192.168.1.5"))[: bound.maximum]
    if hint is bytes:
        sizes = (getattr(bound, "exactly", 0), getattr(bound, "minimum", 0), getattr(bound, "maximum", 0))
        return rng.randbytes(rng.choice([size for size in sizes if size] or [0]))
    if get_origin(hint) is typing.Literal:
        return rng.choice(get_args(hint))
    if get_origin(hint) is tuple and get_args(hint)[-1] is Ellipsis:
        return tuple(value(get_args(hint)[0], rng) for _ in range(rng.randrange(0, min(3, bound.maximum) + 1)))
    if get_origin(hint) is tuple:
        return tuple(value(item, rng) for item in get_args(hint))
    if isinstance(hint, types.UnionType):
        return sample(rng.choice(get_args(hint)), rng)
    return sample(hint, rng)
