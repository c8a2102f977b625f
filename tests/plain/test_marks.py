"""The mark beside people of plain text, wherever a person meets them: people pane, message head, terminal."""

from __future__ import annotations

import unittest
from dataclasses import replace

from tests.unit.gui.presenters.chat_making import BUDI, ME, SARI, Chat, person
from tests.unit.terminal.test_session import SessionCase
from udpchat.client import events
from udpchat.client.showing import person_line
from udpchat.gui.widgets.chat_rows import MessageRow
from udpchat.words import Person


class MarkTest(unittest.TestCase):
    def test_a_line_about_somebody(self) -> None:
        for changes, line in (
            ({}, "budi"),
            ({"plain": True}, "budi (unencrypted)"),
            ({"state": "away"}, "budi (away)"),
            ({"state": "busy", "plain": True}, "budi (do not disturb, unencrypted)"),
        ):
            someone = replace(Person(3, "budi", "member", True), **changes)
            self.assertEqual(person_line(someone), line)

    def test_the_people_pane_and_the_head_of_a_message(self) -> None:
        chat = Chat()
        online = (replace(person(BUDI, guest=True), plain=True), person(SARI), person(ME))
        chat.tell(events.PeopleChanged((), (), online))
        pane = chat.view.people
        assert pane is not None
        self.assertEqual(
            {one.name: one.note for one in pane.people if one.user}, {"me": "you", "budi": "(unencrypted)", "sari": ""}
        )
        chat.say(1, author=BUDI)
        chat.say(2, author=SARI)
        notes = {row.name: row.note for row in chat.view.rows if isinstance(row, MessageRow)}
        self.assertIn("unencrypted", notes["budi"])
        self.assertEqual(notes["sari"], "")


class TerminalTest(SessionCase):
    def test_who_is_here_and_who_comes(self) -> None:
        self.sign_in()
        budi = Person(3, "budi", "member", True, plain=True)
        self.happen(events.PeopleChanged((), (), (budi,)), events.PeopleChanged((budi,), (), (budi,)))
        lines = [line for line in self.printed if "budi" in line]
        self.assertEqual(lines, ["* 1 online: budi (unencrypted)", "* budi (unencrypted) is here."])


if __name__ == "__main__":
    unittest.main()
