"""What reaches a person besides messages: alerts, announcements, what holds for them; and whether they are there."""


from __future__ import annotations

import unittest
from dataclasses import replace

from tests.unit.gui.presenters.chat_making import (
    MAYA,
    ME,
    NEWS,
    NOON,
    SARI,
    Chat,
    group,
    person,
    private,
)
from udpchat.client import events
from udpchat.gui.widgets.chat_data import Act, Offer
from udpchat.limits import AWAY_AFTER_S, INTEGER_MAX

LAB, CREW = 20, 21
RULES = events.Rules(paused=False, private_off=False, announcers="all", retention_days=0)


def rooms() -> Chat:
    """The lobby, announcements, two groups, and a conversation with sari."""
    chat = Chat()
    chat.rooms(NEWS, group(LAB), group(CREW, "Release crew"), private(SARI))
    return chat


class Alerting(unittest.TestCase):
    """Sound and notification of each."""

    def test_elsewhere_only_what_is_meant_for_me(self) -> None:
        chat = rooms()
        chat.say(1, room=LAB)
        self.assertEqual(chat.alerts.told, [])
        chat.say(2, room=-SARI, text="psst")
        self.assertEqual(chat.alerts.told, [("sari", "psst")])
        chat.time.pass_s(5)
        chat.say(3, room=LAB, text="@me look")
        self.assertEqual(chat.alerts.told[-1], ("sari in Network lab", "@me look"))

    def test_muted_ones_are_silent(self) -> None:
        chat = rooms()
        chat.presenter.focused(False)
        chat.rooms(replace(group(LAB), muted=True))
        chat.say(1, room=LAB, text="@me")
        self.assertEqual((chat.alerts.told, chat.view.list.inbox_count, chat.line(LAB).unread), ([], 0, 1))
        self.assertTrue(chat.line(LAB).muted)
        chat.say(2, room=CREW)
        self.assertEqual(chat.alerts.told, [("sari in Release crew", "text 2")])

    def test_do_not_disturb(self) -> None:
        chat = rooms()
        chat.presenter.focused(False)
        chat.presenter.set_state("busy")
        chat.time.pass_s(0.1)
        chat.say(1, room=-SARI)
        self.assertEqual((chat.alerts.told, chat.alerts.sounds_count), ([], 0))
        self.assertIn(("presence", "busy", ""), chat.core.asked)
        chat.presenter.set_state("online")
        chat.time.pass_s(0.1)
        chat.say(2, room=-SARI)
        self.assertEqual(len(chat.alerts.told), 1)

    def test_of_several_together(self) -> None:
        chat = rooms()
        chat.presenter.focused(False)
        chat.say(1, room=LAB)
        chat.say(2, room=LAB)
        chat.say(3, room=CREW)
        chat.time.pass_s(5)
        self.assertEqual(chat.alerts.told[-1][0], "2 new messages in 2 conversations")


class Announcements(unittest.TestCase):
    """To everybody at once."""

    def test_shown_wherever_one_is(self) -> None:
        chat = rooms()
        chat.say(1, room=9, text="Restart\nat six")
        shown = chat.view.announcement
        assert shown
        self.assertEqual((shown.title, shown.text), ("Announcement from sari", "Restart at six"))
        self.assertEqual(chat.alerts.told[-1], ("Announcement from sari", "Restart at six"))
        chat.presenter.announcement(True)
        self.assertIsNone(chat.view.announcement)
        self.assertEqual(chat.presenter.room.id, 9)

    def test_put_away_mine_and_old_ones(self) -> None:
        chat = rooms()
        chat.say(1, room=9, author=ME)
        chat.say(2, room=9, live=False)
        self.assertIsNone(chat.view.announcement)
        chat.say(3, room=9)
        chat.presenter.announcement(False)
        self.assertIsNone(chat.view.announcement)
        self.assertEqual(chat.presenter.room.id, 0)
        chat.presenter.open_conversation(9)
        chat.say(4, room=9)
        self.assertIsNone(chat.view.announcement, "it is read there")

    def test_who_may_not_announce_reads(self) -> None:
        chat = rooms()
        chat.core.rules = replace(RULES, announcers="moderators")
        chat.presenter.open_conversation(9)
        composer = chat.view.composer
        assert composer
        self.assertEqual((composer.is_open, composer.hint), (False, "Only moderators announce on this server"))
        self.assertNotIn(Offer.ANNOUNCE, chat.view.header.offers if chat.view.header else ())
        chat.core.my_role = "moderator"
        chat.tell(events.RulesChanged(chat.core.rules))
        self.assertTrue(chat.view.composer and chat.view.composer.is_open)


class WhatHolds(unittest.TestCase):
    """Muted, paused, private messages off, slow mode."""

    def test_muted(self) -> None:
        chat = rooms()
        chat.tell(events.Sanctioned("mute", NOON + 600_000, "too loud"))
        banner = chat.view.banner
        assert banner
        self.assertEqual(banner.title, "You are muted.")
        self.assertEqual(banner.text, "A moderator lets you write again at 12:10. Reason: too loud")
        self.assertIn("muted", chat.view.composer.hint if chat.view.composer else "")
        self.assertTrue(chat.view.composer and chat.view.composer.is_open, "what was typed stays")
        chat.time.pass_s(700)
        self.assertIsNone(chat.view.banner)
        chat.tell(events.Sanctioned("mute", INTEGER_MAX, ""))
        self.assertIn("has to let you", chat.view.banner.text if chat.view.banner else "")
        chat.tell(events.Sanctioned("mute", 0, ""))
        self.assertIsNone(chat.view.banner)

    def test_paused(self) -> None:
        chat = rooms()
        chat.core.rules = replace(RULES, paused=True)
        chat.tell(events.RulesChanged(chat.core.rules))
        self.assertEqual(chat.view.banner and chat.view.banner.title, "The chat is paused.")
        self.assertEqual(chat.view.composer and chat.view.composer.hint, "The chat is paused")
        chat.core.my_role = "moderator"
        chat.tell(events.RulesChanged(chat.core.rules))
        self.assertIn("You can end", chat.view.banner.text if chat.view.banner else "")

    def test_private_messages_off(self) -> None:
        chat = rooms()
        chat.core.rules = replace(RULES, private_off=True)
        online = (person(MAYA, role="moderator"), person(SARI))
        chat.tell(events.PeopleChanged((), (), online), events.RulesChanged(chat.core.rules))
        self.assertIsNone(chat.view.banner, "not in the lobby")
        chat.presenter.open_conversation(-SARI)
        self.assertEqual(chat.view.banner and chat.view.banner.title, "Private messages are off.")
        chat.presenter.open_conversation(-MAYA)
        self.assertIsNone(chat.view.banner, "moderators may be written to")

    def test_slow_mode_and_blocked(self) -> None:
        chat = rooms()
        chat.rooms(replace(group(LAB), slow_s=10), private(SARI, blocked=True))
        chat.presenter.open_conversation(LAB)
        self.assertEqual(chat.view.composer and chat.view.composer.hint, "Message Network lab (one in 10 s)")
        self.assertIn("slow mode", chat.view.header.subtitle if chat.view.header else "")
        chat.presenter.open_conversation(-SARI)
        self.assertEqual(chat.view.composer and chat.view.composer.hint, "You have blocked sari")

    def test_a_lost_connection_comes_first(self) -> None:
        chat = rooms()
        chat.tell(events.Sanctioned("mute", INTEGER_MAX, ""))
        chat.tell(events.LoggedOut("You were thrown out."))
        self.assertEqual(chat.view.banner and chat.view.banner.act, Act.SIGN_IN)


class MyState(unittest.TestCase):
    """Whether I am there."""

    def test_away_by_itself_and_back(self) -> None:
        chat = rooms()
        chat.time.pass_s(AWAY_AFTER_S * 1.5)
        self.assertEqual(chat.core.asked[-1], ("presence", "away", ""))
        self.assertEqual(chat.view.me and chat.view.me.presence, "away")
        chat.presenter.active()
        self.assertEqual(chat.core.asked[-1], ("presence", "online", ""))
        for _ in range(20):
            chat.time.pass_s(AWAY_AFTER_S / 5)
            chat.presenter.active()
        self.assertEqual(chat.core.asked[-1], ("presence", "online", ""))

    def test_who_chose_is_not_moved(self) -> None:
        chat = rooms()
        chat.presenter.set_state("busy")
        chat.time.pass_s(AWAY_AFTER_S * 2)
        self.assertEqual(chat.core.asked[-1], ("presence", "busy", ""))
        self.assertEqual(chat.view.me and chat.view.me.state, "Do not disturb")


if __name__ == "__main__":
    unittest.main()
