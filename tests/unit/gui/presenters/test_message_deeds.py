"""What a person may do with a message, and what becomes of it."""

from __future__ import annotations

import unittest
from dataclasses import replace
from typing import Any, cast

from tests.unit.gui.presenters.chat_making import BUDI, ME, NAMES, NOON, SARI, FakeView, message, moment
from udpchat.client import events
from udpchat.client.asking import Ticks
from udpchat.client.events import Room as Info
from udpchat.client.message import Reaction
from udpchat.errors import NotAllowed, OutboxFull, UdpchatError
from udpchat.gui.presenters.chat_ports import Around
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.message_deeds import MessageDeeds
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_rows import May

THUMB = "\U0001f44d"
GROUP, PRIVATE, LOBBY, NEWS = 9, -SARI, 0, 4
USER = (ME, NAMES[ME])
COMMON = May.REACT | May.REPLY


class Core:
    """Remembers; `refuse` is raised by the next request."""

    def __init__(self) -> None:
        self.my_role = "member"
        self.rules: events.Rules | None = None
        self.members_count = 3
        self.asked: list[tuple[object, ...]] = []
        self.refuse: UdpchatError | None = None

    def ticks(self, conversation: int, seq: int) -> Ticks:
        return Ticks(self.members_count, 0, 0)

    def react(self, target: int | bytes, emoji: str, on: bool, now: float) -> bytes:
        return self._ask("react", target, emoji, on)

    def delete(self, target: int | bytes, now: float) -> bytes:
        return self._ask("delete", target)

    def _ask(self, *what: object) -> bytes:
        if self.refuse:
            raise self.refuse
        self.asked.append(what)
        return b"ref"


class Beside:
    """The chat, what composes in it and what opens over it, in one: they only remember."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.asked: list[tuple[object, ...]] = []

    def open_conversation(self, id: int, seq: int = 0) -> None:
        self.asked.append(("open", id, seq))

    def reply(self, said: Said) -> None:
        self.asked.append(("reply", said.seq))

    def edit(self, said: Said) -> None:
        self.asked.append(("edit", said.seq))

    def receipts(self, conversation: int, seq: int) -> None:
        self.asked.append(("receipts", conversation, seq))

    def person(self, user: int) -> None:
        self.asked.append(("person", user))


class DeedsCase(unittest.TestCase):
    """One conversation with a message of sari's (1) and one of mine (2)."""

    def setUp(self) -> None:
        self.core, self.view = Core(), FakeView()
        self.kicks: list[int] = []
        self.enter(Info(GROUP, "group"))

    def enter(self, info: Info) -> None:
        """Another conversation."""
        self.room = Room(info.id, moment, info)
        line = self.room.timeline
        line.my_ids, line.my_name = {ME}, NAMES[ME]
        line.add([message(1), message(2, ME, "mine")])
        self.beside = Beside(self.room)
        around = cast(Around, _Around(self.kicks))
        beside = cast(Any, self.beside)
        self.deeds = MessageDeeds(cast(Any, self.core), self.view, around, beside, beside, lambda: beside)

    def key(self, seq: int) -> str:
        """The key of a message."""
        said = self.room.timeline.by_seq(seq)
        assert said is not None
        return said.key

    def may(self, seq: int) -> May:
        """What may be done with it."""
        return self.deeds.may(self.key(seq))


class _Around:
    def __init__(self, kicks: list[int]) -> None:
        self.now = lambda: 0.0
        self.kick = lambda: kicks.append(1)


class Rights(DeedsCase):
    """By conversation, author and role."""

    def test_in_a_group(self) -> None:
        mine = COMMON | May.EDIT | May.DELETE | May.INFO
        for role, theirs in (("member", COMMON | May.WRITE), ("admin", COMMON | May.WRITE | May.DELETE)):
            with self.subTest(role):
                self.enter(Info(GROUP, "group", role=cast(Any, role)))
                self.assertEqual((self.may(1), self.may(2)), (theirs, mine))
        self.core.members_count = 0
        self.assertEqual(self.may(2), mine & ~May.INFO)

    def test_in_private_a_moderator_is_nobody(self) -> None:
        self.core.my_role = "operator"
        self.enter(Info(PRIVATE, "private", peer=SARI))
        self.assertEqual((self.may(1), self.may(2)), (COMMON, COMMON | May.EDIT | May.DELETE | May.INFO))

    def test_in_the_lobby(self) -> None:
        for role, theirs in (("member", COMMON | May.WRITE), ("moderator", COMMON | May.WRITE | May.DELETE)):
            self.core.my_role = role
            self.enter(Info(LOBBY, "lobby"))
            self.assertEqual((self.may(1), self.may(2)), (theirs, COMMON | May.EDIT | May.DELETE))

    def test_announcements_are_answered_by_those_who_may_announce(self) -> None:
        self.enter(Info(NEWS, "announcements"))
        self.assertIn(May.REPLY, self.may(1))
        self.core.rules = events.Rules(False, False, "moderators", 0)
        self.assertNotIn(May.REPLY, self.may(1))
        self.core.my_role = "moderator"
        self.assertIn(May.REPLY, self.may(1))

    def test_what_is_gone_waits_or_failed(self) -> None:
        line = self.room.timeline
        line.change([replace(message(1), text="", deleted=True)])
        self.assertEqual(self.may(1), May.WRITE)
        waiting, failed = line.wait(b"a", "x", USER, NOON), line.wait(b"c", "x", USER, NOON)
        many = line.wait(b"b", "x", USER, NOON, people=(SARI,))
        line.fail(b"c", "Why.")
        self.assertEqual(self.deeds.may(waiting), May.EDIT | May.DELETE)
        self.assertEqual(self.deeds.may(many), May.DELETE)
        self.assertEqual((self.deeds.may(failed), self.deeds.may("?")), (May.NOTHING, May.NOTHING))
        line.store(b"b", 7, NOON)
        self.assertEqual(self.deeds.may(many), May.NOTHING)


class Doing(DeedsCase):
    """What each leads to."""

    def test_what_others_do(self) -> None:
        self.room.timeline.add([replace(message(3, BUDI), reply=1)])
        self.deeds.reply(self.key(1))
        self.deeds.edit(self.key(2))
        self.deeds.info(self.key(2))
        self.deeds.quoted(self.key(3))
        self.deeds.person(SARI)
        self.deeds.write(SARI)
        self.assertEqual(
            self.beside.asked,
            [("reply", 1), ("edit", 2), ("receipts", GROUP, 2), ("open", GROUP, 1), ("person", SARI), ("open", -SARI, 0)],
        )

    def test_not_what_may_not_be_done(self) -> None:
        self.deeds.edit(self.key(1))
        self.deeds.info(self.key(1))
        self.deeds.delete(self.key(1))
        self.deeds.quoted(self.key(1))
        self.deeds.person(0)
        for deed in (self.deeds.reply, self.deeds.edit, self.deeds.delete, self.deeds.info, self.deeds.quoted):
            deed("gone")
        self.deeds.react("gone", THUMB)
        self.assertEqual((self.beside.asked, self.view.questions, self.core.asked), ([], [], []))

    def test_a_reaction_on_and_off(self) -> None:
        self.deeds.react(self.key(1), THUMB)
        marks = (Reaction(ME, THUMB, 5), Reaction(SARI, "\u2764", 6))
        self.room.timeline.change([replace(message(1), marks=marks)])
        self.deeds.react(self.key(1), THUMB)
        self.deeds.react(self.key(1), "\u2764")
        self.assertEqual(self.core.asked, [("react", 1, THUMB, True), ("react", 1, THUMB, False), ("react", 1, "\u2764", True)])
        self.assertEqual(len(self.kicks), 3)

    def test_a_deletion_is_asked_about(self) -> None:
        self.deeds.delete(self.key(2))
        self.assertEqual(self.core.asked, [])
        self.assertTrue(self.view.questions[0].danger)
        self.view.yes()
        self.assertEqual(self.core.asked, [("delete", 2)])

    def test_one_that_waits_is_deleted_by_its_ref(self) -> None:
        key = self.room.timeline.wait(b"a", "x", USER, NOON)
        self.deeds.delete(key)
        self.room.timeline.store(b"a", 9, NOON)
        self.view.yes()
        self.assertEqual(self.core.asked, [("delete", b"a")])

    def test_refused_at_once_or_later(self) -> None:
        self.core.refuse = OutboxFull()
        self.deeds.react(self.key(1), THUMB)
        self.assertEqual(self.view.toasts, [OutboxFull().sentence])
        self.core.refuse = None
        self.deeds.react(self.key(1), THUMB)
        word = events.React(b"ref", 1, THUMB, True)
        for event in (events.RequestRefused(b"other", word, NotAllowed()), events.RequestRefused(b"ref", word, NotAllowed())):
            self.deeds.on_event(event)
            self.deeds.on_event(event)
        self.assertEqual(self.view.toasts[1:], [NotAllowed().sentence])
        self.deeds.react(self.key(1), THUMB)
        self.deeds.on_event(events.RequestDone(b"ref", word, 3))
        self.deeds.on_event(events.RequestRefused(b"ref", word, NotAllowed()))
        self.assertEqual(len(self.view.toasts), 2)


if __name__ == "__main__":
    unittest.main()
