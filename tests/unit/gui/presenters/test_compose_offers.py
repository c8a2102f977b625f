"""What a composer offers while a command or a name is typed, and what Enter would take of it."""

from __future__ import annotations

import unittest

from tests.unit.gui.presenters.chat_making import BUDI, ME, SARI
from tests.unit.gui.presenters.compose_lab import TEAM, Lab
from udpchat.client.commands import COMMANDS
from udpchat.client.completion import argument_at
from udpchat.gui.widgets.completion_data import CompletionData, OfferData


class OffersCase(unittest.TestCase):
    """A composer in the lobby."""

    def setUp(self) -> None:
        self.lab = Lab()

    def of(self, before: str) -> CompletionData:
        return self.lab.compose.complete(before)

    def lines(self, before: str) -> list[str]:
        return [offer.line for offer in self.of(before).offers]

    def chosen(self, before: str) -> str | None:
        data = self.of(before)
        return None if data.chosen is None else data.offers[data.chosen].line

    def only(self, before: str) -> OfferData:
        (offer,) = self.of(before).offers
        return offer


class CommandNames(OffersCase):
    """While the first word is typed."""

    def test_a_slash_lists_them(self) -> None:
        data = self.of("/")
        self.assertGreater(len(data.offers), 5)
        self.assertEqual(data.chosen, 0)
        self.assertIsNone(data.usage)
        self.assertTrue(all(offer.hint for offer in data.offers))

    def test_no_more_rights_no_more_commands(self) -> None:
        self.assertEqual(self.lines("/kick"), [])
        self.lab.core.my_role = "moderator"
        self.assertEqual(self.lines("/kick"), ["/kick "])

    def test_what_is_there_already_is_chosen(self) -> None:
        self.lab.core.my_role = "moderator"
        self.assertEqual(self.chosen("/ban"), "/ban ")
        self.assertEqual(self.chosen("/bans"), "/bans")
        self.assertEqual(self.chosen("/group"), "/group create ")
        self.assertEqual(self.chosen("/group cr"), "/group create ")

    def test_another_name_of_a_command_is_meant_as_it_is(self) -> None:
        for before in ("/who", "/w", "/info"):
            self.assertIsNone(self.chosen(before), before)
        self.assertEqual(self.chosen("/whoi"), "/whois ")

    def test_texts(self) -> None:
        for before in ("", "hello", "//msg", "a /msg", "1/2"):
            self.assertFalse(self.of(before))


class Arguments(OffersCase):
    """After it."""

    def test_how_it_is_typed(self) -> None:
        for before, at in (("/msg ", 1), ("/msg sari ", 2), ("/msg sari hello you", 2), ("/lobby ", 1)):
            usage = self.of(before).usage
            assert usage is not None
            self.assertEqual(usage.at, at, before)
        self.assertEqual(usage.parts, ("/lobby",))

    def test_the_parts_fit_every_command(self) -> None:
        self.lab.core.my_role = "operator"
        for command in COMMANDS:
            usage = self.of(f"/{command.name} ").usage
            assert usage is not None
            self.assertEqual(len(usage.parts), len(command.arguments) + 1)

    def test_people_and_groups(self) -> None:
        person = self.only("/msg sar")
        self.assertEqual((person.line, person.shown, person.hint), ("/msg @sari ", "sari", "away"))
        assert person.face is not None
        self.assertEqual((person.face.key, person.face.presence, person.face.tile), (SARI, "away", False))
        group = self.only("/msg gru")
        self.assertEqual((group.line, group.shown, group.hint), ('/msg #"grup ciwi" ', "grup ciwi", "3 members"))
        assert group.face is not None
        self.assertEqual((group.face.key, group.face.tile), (TEAM, True))

    def test_several_people(self) -> None:
        offer = self.only("/sendgroup budi,sa")
        self.assertEqual((offer.line, offer.shown), ("/sendgroup budi,sari ", "sari"))

    def test_who_is_here_comes_first_and_oneself_last(self) -> None:
        lines = self.lines("/whois ")
        self.assertEqual((lines[0], lines[-1]), ("/whois sari ", "/whois me "))

    def test_nothing_typed_nothing_chosen(self) -> None:
        self.assertIsNone(self.chosen("/group create team "))
        self.assertEqual(self.chosen("/group create team b"), "/group create team budi ")
        self.assertIsNone(self.chosen("/people "))

    def test_what_is_named_in_full_is_meant(self) -> None:
        for before in ("/whois Sari", "/whois @sari", "/block budi", "/notify on", "/group create team budi"):
            self.assertTrue(self.of(before).offers, before)
            self.assertIsNone(self.chosen(before), before)
        self.assertEqual(self.chosen("/msg sari"), "/msg @sari ")
        self.assertEqual(self.chosen("/sendgroup budi,SARI"), "/sendgroup budi,sari ")
        self.assertEqual(self.chosen("/whois sar"), "/whois sari ")

    def test_choices(self) -> None:
        self.assertEqual(self.lines("/notify o"), ["/notify on ", "/notify off "])
        self.assertIsNone(self.of("/notify o").offers[0].face)

    def test_where_the_end_of_a_line_belongs(self) -> None:
        places = {
            "/reply ": 0,
            "/reply ^2": 0,
            "/reply hel": 1,
            "/mute sari 10m": 1,
            "/mute sari loud": 2,
            '/group create "a b': 0,
            '/group create "a b" an': 1,
        }
        for line, at in places.items():
            found = argument_at(line)
            assert found is not None
            self.assertEqual(found[1], at, line)
        for line in ("/", "/ms", "/msg", "/group", "/nosuch x", "//x y", "x"):
            self.assertIsNone(argument_at(line), line)


class Mentions(OffersCase):
    """After an @."""

    def test_in_a_text(self) -> None:
        self.assertEqual(self.lines("hello @sa"), ["hello @sari "])
        self.assertEqual(self.lines("two\n@sa"), ["two\n@sari "])
        self.assertEqual(self.chosen("hello @sari"), "hello @sari ")

    def test_the_sign_alone_lists_people(self) -> None:
        data = self.of("hello @")
        self.assertEqual(data.offers[0].line, "hello @sari ")
        self.assertIsNone(data.chosen)
        self.assertNotIn("hello @me ", self.lines("hello @"))

    def test_no_mention(self) -> None:
        for before in ("mail me at a@sa", "@sari hello", "@nobody", "a@"):
            self.assertFalse(self.of(before))

    def test_in_a_group_its_members(self) -> None:
        self.lab.chat.open_conversation(TEAM)
        self.assertEqual(self.lines("@"), ["@budi "])
        self.assertEqual(self.lines("@sa"), [])

    def test_in_private_the_other_one_first(self) -> None:
        self.lab.chat.open_conversation(-BUDI)
        self.assertEqual(self.lines("@")[0], "@budi ")

    def test_the_key_stays_while_one_word_is_typed(self) -> None:
        self.assertEqual(self.of("a @s").key, self.of("a @sa").key)
        self.assertNotEqual(self.of("a @s").key, self.of("a @sari @s").key)

    def test_in_an_edit_people_only(self) -> None:
        mine = self.lab.say(3, ME, "old")
        self.lab.compose.edit(mine)
        self.assertFalse(self.of("/ms"))
        self.assertTrue(self.of("@sa"))


if __name__ == "__main__":
    unittest.main()
