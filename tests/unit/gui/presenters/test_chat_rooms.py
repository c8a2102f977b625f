"""Many conversations in one window: the list, switching, what is unread, drafts, heads and menus."""

from __future__ import annotations

import unittest
from dataclasses import replace

from tests.unit.gui.presenters.chat_making import (
    BUDI,
    KOFI,
    MAYA,
    ME,
    NEWS,
    NOON,
    SARI,
    Chat,
    group,
    message,
    person,
    private,
)
from udpchat.client import events
from udpchat.client.events import Account, Member
from udpchat.client.phases import Phase
from udpchat.errors import NotAllowed
from udpchat.gui.widgets.chat_data import Kind, Offer, Show
from udpchat.gui.widgets.chat_rows import EmptyRow, MessageRow, NewRow
from udpchat.limits import INTEGER_MAX, JUMP_PAGES_COUNT, TIMELINE_ASIDE_COUNT, TIMELINE_SLACK_COUNT

LAB, CREW = 20, 21
RULES = events.Rules(paused=False, private_off=False, announcers="all", retention_days=0)


def rooms() -> Chat:
    """The lobby, announcements, two groups, and a conversation with sari."""
    chat = Chat()
    chat.rooms(NEWS, group(LAB), group(CREW, "Release crew"), private(SARI))
    return chat


class TheList(unittest.TestCase):
    """Which conversations, in which order, and what each line says."""

    def test_newest_first_and_a_line_of_each_kind(self) -> None:
        chat = rooms()
        chat.say(1, text="in the lobby")
        chat.say(2, author=MAYA, text="in the lab", room=LAB)
        chat.say(3, text="hello", room=-SARI)
        chat.say(4, text="to all", room=9)
        self.assertEqual([line.id for line in chat.view.list.lines], [9, -SARI, LAB, 0, CREW])
        previews = {line.id: line.preview for line in chat.view.list.lines}
        self.assertEqual(previews[9], "sari: to all")
        self.assertEqual(previews[-SARI], "hello", "of two people it is clear who wrote")
        self.assertEqual(previews[CREW], "No messages yet")
        self.assertEqual({line.id: line.kind for line in chat.view.list.lines}[LAB], Kind.GROUP)
        self.assertEqual([line.unread for line in chat.view.list.lines], [1, 1, 1, 0, 0])
        self.assertEqual(chat.view.list.inbox_count, 3)
        self.assertEqual(chat.view.title, "(3) Lobby - me - udpchat")

    def test_chips(self) -> None:
        chat = rooms()
        chat.say(1, room=LAB)
        chat.say(2, room=-SARI)
        shown = {}
        for show in Show:
            chat.presenter.show_only(show)
            chat.time.pass_s(0.1)
            shown[show] = {line.id for line in chat.view.list.lines}
        self.assertEqual(shown[Show.UNREAD], {0, LAB, -SARI}, "the open one stays in view")
        self.assertEqual(shown[Show.GROUPS], {0, LAB, CREW})
        self.assertEqual(shown[Show.PEOPLE], {0, -SARI})
        self.assertEqual(len(shown[Show.ALL]), 5, "nobody ever wrote to announcements, but they are there")

    def test_a_private_one_is_listed_when_there_is_something_in_it(self) -> None:
        chat = Chat()
        chat.rooms(private(SARI))
        self.assertEqual([line.id for line in chat.view.list.lines], [0])
        chat.presenter.write_to(SARI)
        self.assertEqual({line.id for line in chat.view.list.lines}, {0, -SARI})
        self.assertEqual(type(chat.view.rows[0]), EmptyRow)
        chat.presenter.open_conversation(0)
        chat.time.pass_s(0.1)
        self.assertEqual([line.id for line in chat.view.list.lines], [0])
        chat.say(1, room=-SARI)
        self.assertEqual({line.id for line in chat.view.list.lines}, {0, -SARI})

    def test_mine_that_waits_is_first(self) -> None:
        chat = rooms()
        chat.say(5)
        chat.tell(events.MessagePending(b"a", "hello", LAB))
        self.assertEqual(chat.view.list.lines[0].id, LAB)
        self.assertTrue(chat.view.list.lines[0].pending)

    def test_who_types_and_presence(self) -> None:
        chat = rooms()
        chat.say(1, room=-SARI)
        chat.tell(events.PeopleChanged((), (), (person(ME), replace(person(SARI), state="away"))))
        self.assertEqual(chat.line(-SARI).presence, "away")
        chat.tell(events.TypingChanged(-SARI, (SARI,)), events.TypingChanged(LAB, (SARI, MAYA)))
        self.assertEqual((chat.line(-SARI).preview, chat.line(-SARI).typing), ("typing…", True))
        self.assertEqual(chat.line(LAB).preview, "sari and maya are typing…")
        chat.presenter.open_conversation(LAB)
        self.assertEqual(chat.view.typing, "sari and maya are typing…")
        chat.tell(events.TypingChanged(LAB, (SARI, MAYA, BUDI, KOFI)))
        self.assertEqual(chat.view.typing, "4 people are typing…")
        chat.tell(events.StateChanged(Phase.WAITING, 1e9))
        self.assertEqual((chat.view.typing, chat.line(LAB).typing), ("", False))
        self.assertEqual(chat.line(-SARI).presence, "offline")

    def test_by_keys(self) -> None:
        chat = rooms()
        chat.say(1, room=LAB)
        chat.say(2, room=CREW)
        order = [line.id for line in chat.view.list.lines]
        self.assertEqual(order[:2], [CREW, LAB])
        chat.presenter.open_at(0)
        self.assertEqual(chat.presenter.room.id, CREW)
        chat.presenter.step(1)
        self.assertEqual(chat.presenter.room.id, LAB)
        chat.presenter.step(-1)
        chat.presenter.step(-1)
        self.assertEqual(chat.presenter.room.id, CREW, "not beyond the end")
        chat.presenter.open_at(8)
        self.assertEqual(chat.presenter.room.id, CREW)
        chat.say(3, room=9)
        chat.rooms(NEWS)
        chat.presenter.open_conversation(-SARI)
        chat.presenter.step(-1, unread=True)
        self.assertEqual(chat.presenter.room.id, 9)


class Switching(unittest.TestCase):
    """From one to another."""

    def test_the_view_shows_the_other_one_and_is_read(self) -> None:
        chat = rooms()
        chat.say(1, text="lobby")
        chat.say(2, 3, text="lab", room=LAB)
        chat.presenter.open_conversation(LAB)
        self.assertIn("lab", chat.view.texts())
        self.assertNotIn("lobby", chat.view.texts())
        self.assertTrue(any(isinstance(row, NewRow) for row in chat.view.rows))
        chat.time.pass_s(2)
        self.assertIn(("read", LAB, 3), chat.core.asked)
        self.assertEqual(chat.line(LAB).unread, 0)
        self.assertIn(("members", LAB), chat.core.asked)
        chat.presenter.open_conversation(0)
        chat.presenter.open_conversation(LAB)
        self.assertFalse(any(isinstance(row, NewRow) for row in chat.view.rows), "the line has served")

    def test_read_on_another_device(self) -> None:
        chat = rooms()
        chat.say(1, 2, room=LAB)
        self.assertEqual(chat.line(LAB).unread, 2)
        chat.tell(events.ReadTo(LAB, 2))
        chat.rooms(group(LAB))
        self.assertEqual(chat.line(LAB).unread, 0)

    def test_each_has_its_draft(self) -> None:
        chat = rooms()
        chat.presenter.typed("for all")
        chat.presenter.open_conversation(LAB)
        self.assertEqual(chat.view.draft, "")
        self.assertIn(("draft", 0, "for all"), chat.core.asked)
        chat.presenter.typed("for the lab")
        chat.presenter.open_conversation(0)
        self.assertEqual(chat.view.draft, "for all")
        self.assertEqual((chat.line(LAB).preview, chat.line(LAB).draft), ("Draft: for the lab", True))
        self.assertTrue(chat.presenter.send("for all"))
        chat.presenter.open_conversation(LAB)
        self.assertTrue(chat.presenter.send("for the lab"))
        sent = [asked[1:] for asked in chat.core.asked if asked[0] == "send"]
        self.assertEqual(sent, [("for all", 0), ("for the lab", LAB)])

    def test_typing_is_told_where_one_types(self) -> None:
        chat = rooms()
        chat.presenter.open_conversation(LAB)
        chat.presenter.typed("h")
        chat.presenter.typed("h")
        chat.presenter.typed("/mute")
        chat.presenter.typed("")
        self.assertEqual([asked for asked in chat.core.asked if asked[0] == "typing"], [("typing", LAB)])

    def test_the_one_that_was_open_last(self) -> None:
        chat = Chat(signed_in=False)
        chat.last_open = LAB
        chat.core.rooms = (*chat.core.rooms, group(LAB))
        chat.tell(events.StateChanged(Phase.ONLINE), events.SignedIn("me", ME, False, "lab"))
        self.assertEqual(chat.presenter.room.id, LAB)
        chat.presenter.open_conversation(0)
        chat.time.pass_s(2)
        self.assertEqual(chat.kept, [0])
        gone = Chat(signed_in=False)
        gone.last_open = 99
        gone.tell(events.StateChanged(Phase.ONLINE), events.SignedIn("me", ME, False, "lab"))
        self.assertEqual(gone.presenter.room.id, 0)
        gone.rooms(group(98), group(99))
        self.assertEqual(gone.presenter.room.id, 99, "it was not known before")

    def test_one_that_is_not_there(self) -> None:
        chat = rooms()
        chat.tell(events.DraftFound(77, "to a group that I left"))
        chat.presenter.open_conversation(77)
        self.assertEqual(chat.presenter.room.id, 0)
        self.assertNotIn(77, [line.id for line in chat.view.list.lines])
        chat.rooms(group(77, "Made just now"))
        self.assertEqual((chat.presenter.room.id, chat.view.draft), (77, "to a group that I left"))

    def test_gone_while_it_is_open(self) -> None:
        chat = rooms()
        chat.presenter.open_conversation(LAB)
        chat.rooms(gone=(LAB,))
        self.assertEqual(chat.presenter.room.id, 0)
        self.assertIn("Network lab is closed for you", chat.view.texts()[-1])
        chat.rooms(gone=(CREW,))
        self.assertIn("Release crew", chat.view.toasts[-1])
        self.assertEqual({line.id for line in chat.view.list.lines}, {0, 9})

    def test_what_was_written_there_is_not_lost(self) -> None:
        chat = rooms()
        chat.presenter.open_conversation(LAB)
        chat.tell(events.MessagePending(b"w", "on its way", LAB))
        chat.presenter.typed("half a thought")
        chat.rooms(gone=(LAB,))
        said = ["Not sent to Network lab: on its way", "Not sent to Network lab: half a thought"]
        self.assertEqual(chat.view.texts()[-2:], said)

    def test_the_menu_of_one_that_is_not_open(self) -> None:
        chat = rooms()
        chat.say(9, room=LAB)
        self.assertEqual(chat.presenter.room_offers(LAB)[:3], (Offer.READ, Offer.APART, Offer.GROUP))
        chat.presenter.room_offer(Offer.MUTE, LAB)
        self.assertEqual(chat.presenter.room.id, 0)
        self.assertNotIn(("read", LAB, 9), chat.core.asked)
        chat.presenter.room_offer(Offer.READ, LAB)
        self.assertIn(("read", LAB, 9), chat.core.asked)
        self.assertEqual(chat.presenter.room_offers(77), ())

    def test_left_by_myself(self) -> None:
        chat = rooms()
        chat.presenter.open_conversation(LAB)
        chat.presenter.offer(Offer.LEAVE)
        self.assertNotIn(("leave group", LAB), chat.core.asked, "asked first")
        chat.view.yes()
        self.assertIn(("leave group", LAB), chat.core.asked)
        chat.rooms(gone=(LAB,))
        self.assertEqual(chat.view.texts()[-1], "You are no longer in Network lab.")

    def test_earlier_of_the_open_one(self) -> None:
        chat = rooms()
        chat.say(50, room=LAB)
        chat.presenter.open_conversation(LAB)
        chat.presenter.earlier()
        self.assertIn(("earlier", 50), chat.core.asked)
        chat.presenter.open_conversation(0)
        chat.tell(events.EarlierLoaded((message(40, room=LAB),), False, LAB))
        self.assertNotIn("text 40", chat.view.texts())
        chat.presenter.open_conversation(LAB)
        self.assertIn("text 40", chat.view.texts())

    def test_what_only_the_disk_has_is_loaded(self) -> None:
        chat = rooms()
        chat.rooms(replace(group(LAB), newest=message(30, room=LAB)))
        chat.presenter.open_conversation(LAB)
        self.assertIn(("earlier", INTEGER_MAX), chat.core.asked)
        chat.tell(events.EarlierLoaded((message(30, room=LAB),), False, LAB))
        self.assertIn("text 30", chat.view.texts())


    def test_memory_of_those_aside_is_bounded(self) -> None:
        chat = rooms()
        for first in range(1, 4001, 100):
            chat.say(*range(first, first + 100), room=LAB)
        chat.presenter.open_conversation(LAB)
        self.assertLessEqual(len(chat.presenter.room.timeline), TIMELINE_ASIDE_COUNT + TIMELINE_SLACK_COUNT)
        self.assertEqual(chat.view.texts()[-1], "text 4000")
        chat.presenter.scrolled(False)
        for _ in range(40):
            chat.presenter.earlier()
        oldest = chat.presenter.room.timeline.oldest_seq
        self.assertIn(("earlier", oldest), chat.core.asked, "the rest is on disk")


class AtAMessage(unittest.TestCase):
    """To a message that may be far back."""

    def test_held(self) -> None:
        chat = rooms()
        chat.say(*range(1, 200), room=LAB)
        chat.presenter.open_conversation(LAB, 5)
        row = next(row for row in chat.view.rows if isinstance(row, MessageRow) and row.text == "text 5")
        self.assertEqual(chat.view.scrolls[-1], row.key)

    def test_page_by_page(self) -> None:
        chat = rooms()
        chat.say(50, room=LAB)
        chat.presenter.open_conversation(LAB, 7)
        self.assertIn(("earlier", 50), chat.core.asked)
        chat.tell(events.EarlierLoaded(tuple(message(seq, room=LAB) for seq in range(20, 50)), True, LAB))
        chat.tell(events.EarlierLoaded(tuple(message(seq, room=LAB) for seq in range(5, 20)), True, LAB))
        row = next(row for row in chat.view.rows if isinstance(row, MessageRow) and row.text == "text 7")
        self.assertEqual((chat.view.scrolls[-1], chat.view.toasts), (row.key, []))

    def test_not_there_any_more(self) -> None:
        chat = rooms()
        chat.say(50, room=LAB)
        chat.presenter.open_conversation(LAB, 7)
        chat.tell(events.EarlierLoaded((message(3, room=LAB),), True, LAB))
        self.assertEqual(len(chat.view.toasts), 1)

    def test_the_search_for_it_ends(self) -> None:
        chat = rooms()
        chat.say(10**6, room=LAB)
        chat.presenter.open_conversation(LAB, 7)
        for page in range(1, JUMP_PAGES_COUNT + 5):
            chat.tell(events.EarlierLoaded((message(10**6 - page, room=LAB),), True, LAB))
        self.assertEqual(len(chat.view.toasts), 1)


class Heads(unittest.TestCase):
    """What stands above, and what the menus offer."""

    def test_a_group(self) -> None:
        chat = rooms()
        chat.tell(events.PeopleChanged((), (), (person(ME), person(SARI))))
        chat.rooms(group(LAB, topic="UDP chat project"))
        chat.presenter.open_conversation(LAB)
        header = chat.view.header
        self.assertEqual(header and header.subtitle, "3 members · UDP chat project")
        mine, hers, his = Member(ME, "me", "", "owner"), Member(SARI, "sari", "", "admin"), Member(BUDI, "budi", "", "member")
        chat.core.lists[LAB] = (mine, hers, his)
        chat.tell(events.MembersFound(LAB, chat.core.lists[LAB]))
        header, people = chat.view.header, chat.view.people
        assert header and people
        self.assertEqual(header.subtitle, "3 members, 2 online · UDP chat project")
        rows = [(row.name, row.note, row.presence) for row in people.people]
        self.assertEqual(rows[0][0], "ONLINE")
        self.assertEqual(rows[1:3], [("me", "owner", "online"), ("sari", "admin", "online")])
        self.assertEqual(rows[3][0], "OFFLINE")
        self.assertEqual(rows[4], ("budi", "", "offline"))
        self.assertNotIn(Offer.ADD_PEOPLE, header.offers)
        self.assertNotIn(Offer.DELETE, header.offers)
        chat.rooms(group(LAB, role="owner"))
        header = chat.view.header
        assert header
        self.assertEqual((header.add, header.offers[-2:]), (Offer.ADD_PEOPLE, (Offer.LEAVE, Offer.DELETE)))

    def test_a_private_one(self) -> None:
        chat = rooms()
        chat.presenter.open_conversation(-SARI)
        self.assertIn(("people", "sari"), chat.core.asked)
        account = Account(SARI, "sari", "Sari Wijaya", "Indonesia", "member", False, False, NOON - 3_600_000, "online", "", False)
        chat.tell(events.PeopleFound("sari", (account,)))
        header, people = chat.view.header, chat.view.people
        assert header and people and people.card
        self.assertEqual(header.subtitle, "Sari Wijaya · last seen today at 11:00")
        self.assertEqual(people.card.facts, (("DISPLAY NAME", "Sari Wijaya"), ("COUNTRY", "Indonesia")))
        plain = replace(person(SARI), state="busy", status="exam", plain=True)
        chat.tell(events.PeopleChanged((plain,), (), (plain,)))
        header = chat.view.header
        self.assertEqual(header and header.subtitle, "Sari Wijaya · do not disturb · exam · unencrypted")

    def test_the_bell(self) -> None:
        chat = rooms()
        chat.presenter.open_conversation(LAB)
        chat.presenter.mute()
        self.assertIn(("mute", LAB, True), chat.core.asked)
        chat.rooms(group(LAB, muted=True))
        self.assertTrue(chat.view.header and chat.view.header.muted)
        chat.presenter.mute()
        self.assertIn(("mute", LAB, False), chat.core.asked)
        chat.presenter.open_conversation(9)
        self.assertFalse(chat.view.header and chat.view.header.can_mute, "announcements cannot be muted")

    def test_a_request_that_was_refused_is_told(self) -> None:
        chat = rooms()
        chat.presenter.open_conversation(LAB)
        chat.presenter.mute()
        chat.tell(events.RequestRefused(b"ref", events.Edit(b"ref", 1, "x"), NotAllowed()))
        self.assertEqual(chat.view.toasts[-1], NotAllowed().sentence)

    def test_a_person(self) -> None:
        chat = rooms()
        chat.tell(events.PeopleChanged((), (), (person(ME), person(SARI))))
        mine, theirs = chat.presenter.person_offers(ME), chat.presenter.person_offers(SARI)
        self.assertNotIn(Offer.BLOCK, mine)
        self.assertIn(Offer.BLOCK, theirs)
        self.assertNotIn(Offer.KICK, theirs)
        chat.core.my_role = "moderator"
        self.assertIn(Offer.KICK, chat.presenter.person_offers(SARI))
        chat.presenter.typed("hello")
        chat.presenter.person_offer(Offer.MENTION, SARI)
        self.assertEqual(chat.view.draft, "hello @sari ")
        chat.presenter.person_offer(Offer.BLOCK, SARI)
        chat.view.yes()
        self.assertIn(("block", SARI, True), chat.core.asked)
        chat.presenter.person_offer(Offer.OPEN, SARI)
        self.assertEqual(chat.presenter.room.id, -SARI)

    def test_blocked_though_nothing_was_ever_said(self) -> None:
        chat = Chat()
        chat.presenter.write_to(SARI)
        chat.presenter.offer(Offer.BLOCK)
        chat.view.yes()
        chat.core.asked.clear()
        chat.tell(events.RequestDone(b"ref", events.Edit(b"ref", 1, "x"), 0))
        self.assertEqual(chat.core.asked, [("people", "sari")])
        account = Account(SARI, "sari", "", "", "member", False, False, 0, "online", "", True)
        chat.tell(events.PeopleFound("sari", (account,)))
        header = chat.view.header
        assert header
        self.assertEqual((header.offers[-1], header.subtitle), (Offer.UNBLOCK, "offline · blocked"))
        self.assertEqual(chat.view.composer and chat.view.composer.hint, "You have blocked sari")

    def test_moderators_find_the_rules(self) -> None:
        chat = rooms()
        self.assertNotIn(Offer.RULES, chat.view.header.offers if chat.view.header else ())
        chat.core.my_role = "moderator"
        chat.tell(events.RulesChanged(RULES))
        self.assertIn(Offer.RULES, chat.view.header.offers if chat.view.header else ())


if __name__ == "__main__":
    unittest.main()
