"""What happened to a conversation, in words and in its place."""

from __future__ import annotations

import unittest

from tests.unit.gui.presenters.chat_making import BUDI, DEWI, KOFI, MAYA, ME, MINUTE, NAMES, NOON, SARI, message, timeline
from udpchat.client import events
from udpchat.client.events import Notice, NoticeEvent
from udpchat.gui.presenters.timeline import Timeline
from udpchat.gui.presenters.timeline_rows import Lines, rows
from udpchat.gui.widgets.chat_rows import MessageRow, NoticeRow

GROUP = 7


def joined(seq: int, user: int, by: int, at: int = NOON) -> events.Joined:
    """Somebody is in the group."""
    return events.Joined(seq, GROUP, user, NAMES[user], by, at)


def told(*happened: NoticeEvent) -> Timeline:
    """A timeline in which this happened."""
    line = timeline()
    line.name_of = lambda user: NAMES.get(user, "")
    line.add_notices(Notice(event.seq, GROUP, event.at, event) for event in happened)
    return line


def shown(line: Timeline) -> list[str]:
    """Notices and messages."""
    return [row.text for row in rows(line.items, Lines(0)) if isinstance(row, NoticeRow | MessageRow)]


def retitled(seq: int, title: str, topic: str = "", open: bool = False) -> events.Retitled:
    """The group is called otherwise."""
    return events.Retitled(seq, GROUP, SARI, NOON, title, topic, open)


class Words(unittest.TestCase):
    """Each in a sentence."""

    def test_people(self) -> None:
        for event, words in (
            (joined(1, BUDI, SARI), "sari added budi"),
            (joined(1, ME, SARI), "sari added you"),
            (joined(1, BUDI, ME), "You added budi"),
            (joined(1, BUDI, BUDI), "budi created the group"),
            (joined(1, BUDI, 99), "somebody added budi"),
            (events.Departed(1, GROUP, BUDI, "budi", BUDI, NOON), "budi left"),
            (events.Departed(1, GROUP, BUDI, "budi", 0, NOON), "budi left"),
            (events.Departed(1, GROUP, ME, "me", SARI, NOON), "sari removed you"),
            (events.RoleGiven(1, GROUP, BUDI, SARI, NOON, "admin"), "sari made budi an admin"),
            (events.RoleGiven(1, GROUP, ME, SARI, NOON, "owner"), "sari made you the owner"),
            (events.RoleGiven(1, GROUP, BUDI, ME, NOON, "member"), "You made budi a plain member"),
            (events.Archived(1, 1, 0, NOON, 1), "somebody began a new lesson. What was said before is put away."),
        ):
            with self.subTest(words):
                self.assertEqual(shown(told(event)), [words])

    def test_titles(self) -> None:
        for events_told, words in (
            ([retitled(1, "Lab")], "sari renamed the group to Lab"),
            ([retitled(1, "Lab", "UDP")], "sari changed the group to Lab, topic: UDP"),
            ([retitled(1, "Lab"), retitled(2, "Net")], "sari renamed the group to Net"),
            ([retitled(1, "Lab"), retitled(2, "Lab", "UDP")], "sari set the topic: UDP"),
            ([retitled(1, "Lab", "UDP"), retitled(2, "Lab")], "sari removed the topic"),
            ([retitled(1, "Lab"), retitled(2, "Lab", open=True)], "sari let people who join later see earlier messages"),
            ([retitled(1, "A"), retitled(2, "B", "C")], "sari renamed the group to B \u00b7 sari set the topic: C"),
        ):
            with self.subTest(words):
                self.assertEqual(shown(told(*events_told))[-1], words)

    def test_hostile_titles(self) -> None:
        line = told(retitled(1, "a\nb\u202e\0" * 99, "x" * 9999))
        self.assertNotIn("\n", shown(line)[0])
        self.assertLess(len(shown(line)[0]), 600)


class Together(unittest.TestCase):
    """People whom somebody lets in at once."""

    def test_in_one_line(self) -> None:
        people = (BUDI, DEWI, KOFI, MAYA)
        line = told(joined(1, SARI, SARI), *(joined(2 + at, user, SARI) for at, user in enumerate(people)))
        self.assertEqual(shown(line), ["sari created the group", "sari added budi, dewi and 2 others"])

    def test_not_over_messages_people_or_time(self) -> None:
        line = told(joined(1, BUDI, SARI), joined(3, DEWI, SARI), joined(4, KOFI, MAYA), joined(5, ME, MAYA, NOON + 11 * MINUTE))
        line.add([message(2)])
        self.assertEqual(shown(line), ["sari added budi", "text 2", "sari added dewi", "maya added kofi", "maya added you"])


class Places(unittest.TestCase):
    """Between the messages, once."""

    def test_by_seq_and_once(self) -> None:
        line = told(joined(5, BUDI, SARI))
        line.add([message(4), message(6)])
        line.add_notices([Notice(5, GROUP, NOON, joined(5, BUDI, SARI))])
        self.assertEqual(shown(line), ["text 4", "sari added budi", "text 6"])

    def test_no_message(self) -> None:
        line = told(joined(5, BUDI, SARI))
        self.assertIsNone(line.by_seq(5))
        self.assertIsNone(line.first_unread(0))
        line.change([message(5)])
        line.wish(b"r", events.Edit(b"r", 5, "x"))
        self.assertEqual(shown(line), ["sari added budi"])

    def test_archived_with_the_rest(self) -> None:
        line = told(joined(5, BUDI, SARI), events.Archived(8, 1, SARI, NOON, 8))
        line.archive(8)
        self.assertEqual(shown(line), ["sari began a new lesson. What was said before is put away."])


if __name__ == "__main__":
    unittest.main()
