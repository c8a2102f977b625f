"""Private conversations: made by the first message, waiting for the absent, closed to whom one blocks; posts to many."""

from __future__ import annotations

from tests.unit.server.lab import Client
from tests.unit.server.talk_lab import TalkTest, events_of, rooms_of, seen, user_of
from udpchat import words
from udpchat.words import Found, Message, NotPosted, Posted, RoomChanged, Rooms


class PrivateTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob, self.cem = (self.lab.person(name) for name in ("anna", "bob", "cem"))

    def private(self, client: Client) -> words.Room:
        (room,) = [room for room in rooms_of(client).values() if room.kind == "private"]
        return room

    def test_the_first_message_makes_it_for_both_and_nobody_else(self) -> None:
        seq = self.tell(self.anna, self.bob, "psst")
        for client, peer in ((self.anna, self.bob), (self.bob, self.anna)):
            (message,) = seen(client, Message)
            self.assertEqual((message.seq, message.text, message.author), (seq, "psst", user_of(self.anna)))
            room, name = self.private(client), peer.last(words.Welcome).name
            self.assertEqual((room.id, room.peer, room.peer_name), (message.conversation, user_of(peer), name))
        self.assertEqual(events_of(self.cem), [])
        self.assertNotIn("private", {room.kind for room in rooms_of(self.cem).values()})

    def test_both_ways_into_it_lead_to_the_same_place(self) -> None:
        self.tell(self.anna, self.bob, "one")
        self.tell(self.bob, self.anna, "two")
        self.post(self.bob, self.private(self.bob).id, "three")
        self.assertEqual(self.anna.texts, ["one", "two", "three"])
        self.assertEqual(len(self.anna.all(RoomChanged)), 1, "told when it was new")

    def test_it_waits_for_the_absent(self) -> None:
        self.bob.ask(words.Bye("x"))
        self.lab.later(1.0)
        self.tell(self.anna, self.bob, "are you there")
        again = self.lab.device("bob")
        self.assertIn("private", {room.kind for page in again.all(Rooms) for room in page.rooms})
        again.synchronise()
        self.assertEqual(again.texts, ["are you there"])

    def test_all_devices_of_both_hear_it(self) -> None:
        second = self.lab.device("anna").synchronise()
        self.tell(self.anna, self.bob, "psst")
        self.assertEqual(second.texts, ["psst"])
        self.assertEqual(self.private(second).peer, user_of(self.bob))

    def test_with_oneself(self) -> None:
        self.tell(self.anna, self.anna, "a note")
        self.assertEqual(self.anna.texts, ["a note"])
        self.assertEqual(self.private(self.anna).peer, user_of(self.anna))

    def test_nobody_else_gets_in(self) -> None:
        self.tell(self.anna, self.bob, "psst")
        place = self.private(self.anna).id
        self.assertEqual(self.code(self.cem, words.Post, place, 0, "me too", 0), "NOT_A_MEMBER")
        for kind, fields in (
            (words.AddMembers, (place, (user_of(self.cem),))),
            (words.ChangeGroup, (place, "ours", "", True)),
            (words.RemoveMember, (place, user_of(self.bob))),
            (words.DeleteGroup, (place,)),
            (words.GiveRole, (place, user_of(self.bob), "admin")),
        ):
            self.assertEqual(self.code(self.anna, kind, *fields), "NO_SUCH_GROUP")
        self.cem.ask(words.Fill(place, 1, 1000))
        self.assertEqual(self.cem.last(words.Filled).events, ())

    def test_unknown_and_ended_people(self) -> None:
        guest = self.lab.client().hello().guest("gast")
        user = user_of(guest)
        guest.ask(words.Bye("x"))
        self.lab.later(1.0)
        for to in (999, user):
            self.assertEqual(self.code(self.anna, words.Post, 0, to, "hello", 0), "NO_SUCH_USER")

    def test_a_reply_keeps_what_it_answers_only_within_the_conversation(self) -> None:
        first = self.tell(self.anna, self.bob, "one")
        place = self.private(self.anna).id
        self.post(self.bob, place, "two", reply=first)
        self.post(self.cem, self.lab.store.lobby, "elsewhere", reply=first)
        self.assertEqual([m.reply for m in seen(self.anna, Message)], [0, first, 0])


class ManyTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob, self.cem, self.dora = (self.lab.person(name) for name in ("anna", "bob", "cem", "dora"))
        self.all = tuple(user_of(client) for client in (self.bob, self.cem))

    def test_each_gets_it_privately(self) -> None:
        ref = self.send(self.anna, words.PostMany, self.all, "to some")
        self.lab.turn()
        mine = seen(self.anna, Message)
        self.assertEqual([(m.text, m.bundle) for m in mine], [("to some", ref)] * 2)
        posted = self.anna.last(Posted)
        self.assertEqual((posted.ref, posted.seq), (ref, mine[-1].seq))
        for client in (self.bob, self.cem):
            (message,) = seen(client, Message)
            self.assertEqual((message.text, message.bundle), ("to some", ref))
            room = rooms_of(client)[message.conversation]
            self.assertEqual((room.kind, room.peer), ("private", user_of(self.anna)))
        self.assertEqual(events_of(self.dora), [])

    def test_a_repeat_is_confirmed_again_and_sent_once(self) -> None:
        ref = bytes(range(16))
        first = self.do(self.anna, words.PostMany, self.all, "to some", ref=ref)
        self.assertEqual(self.do(self.anna, words.PostMany, self.all, "to some", ref=ref), first)
        self.promote(self.dora)
        self.do(self.dora, words.Silence, user_of(self.anna), self.lab.wall + 10_000, "")
        self.assertEqual(self.do(self.anna, words.PostMany, self.all, "to some", ref=ref), first)
        self.assertEqual(self.bob.texts, ["to some"])

    def test_all_or_nobody(self) -> None:
        answer = self.ask(self.anna, words.PostMany, (*self.all, 998, 999), "to some")
        assert isinstance(answer, NotPosted)
        self.assertEqual((answer.code, answer.detail), ("NO_SUCH_USER", "998, 999"))
        self.assertEqual(self.code(self.anna, words.PostMany, (), "to nobody"), "NO_SUCH_USER")
        self.assertEqual((self.bob.texts, self.anna.texts), ([], []))

    def test_somebody_named_twice_gets_it_once(self) -> None:
        self.do(self.anna, words.PostMany, self.all * 3, "once")
        self.assertEqual(self.bob.texts, ["once"])


class BlockTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob = self.lab.person("anna"), self.lab.person("bob")

    def block(self, on: bool = True) -> None:
        self.do(self.bob, words.Block, user_of(self.anna), on)

    def test_no_conversation_that_they_begin(self) -> None:
        self.block()
        self.tell(self.anna, self.bob, "hello")
        self.lab.later(2.0)
        self.assertEqual(self.anna.texts, ["hello"], "they cannot tell")
        self.assertEqual(events_of(self.bob), [])
        self.assertEqual([word for word in self.bob.heard if isinstance(word, RoomChanged | words.RoomGone)], [])
        self.assertEqual(self.lab.device("bob").synchronise().texts, [])

    def test_in_an_old_one_they_are_not_heard_and_an_end_brings_no_flood(self) -> None:
        self.tell(self.anna, self.bob, "before")
        self.block()
        self.assertTrue(next(room for room in rooms_of(self.bob).values() if room.kind == "private").blocked)
        self.tell(self.anna, self.bob, "during")
        self.tell(self.bob, self.anna, "my own")
        self.block(False)
        self.tell(self.anna, self.bob, "after")
        self.assertEqual(self.bob.texts, ["before", "my own", "after"])
        self.assertEqual(self.anna.texts, ["before", "during", "my own", "after"])
        self.assertEqual(self.lab.device("bob").synchronise().texts, ["before", "my own", "after"])

    def test_neither_edits_nor_reactions_nor_typing_nor_searches_bring_it_in(self) -> None:
        seq = self.tell(self.anna, self.bob, "before")
        place = seen(self.anna, Message)[0].conversation
        self.block()
        self.do(self.anna, words.Edit, seq, "edited")
        self.do(self.anna, words.React, seq, "👍", True)
        self.anna.ask(words.Typing(place))
        self.tell(self.anna, self.bob, "secret word")
        self.lab.later(3.0)
        self.assertEqual([type(event) for event in events_of(self.bob)], [Message])
        self.assertEqual(self.bob.all(words.TypingNow), [])
        self.bob.ask(words.Search(bytes(16), "secret", 0, 0, 0, 0, 0))
        self.assertEqual(self.bob.last(Found).messages, ())
        self.assertEqual(self.lab.device("bob").synchronise().texts, ["before"])

    def test_groups_go_on(self) -> None:
        group = self.group(self.anna, self.bob)
        self.block()
        self.post(self.anna, group, "to all of us")
        self.assertEqual(self.bob.texts, ["to all of us"])

    def test_impossible_blocks(self) -> None:
        self.assertEqual(self.code(self.bob, words.Block, user_of(self.bob), True), "BAD_REQUEST")
        self.assertEqual(self.code(self.bob, words.Block, 999, True), "NO_SUCH_USER")
