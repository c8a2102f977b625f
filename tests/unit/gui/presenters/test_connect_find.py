"""Step 1: search, cards, address."""

from __future__ import annotations

import unittest
from dataclasses import replace

from tests.unit.gui.presenters.connect_lab import ANNEX, HERE, LAB, LAB_KNOWN, OTHER, Lab, sighting
from udpchat import limits
from udpchat.client.known_servers import KnownServer
from udpchat.client.target import Target
from udpchat.errors import NameDoesNotResolve
from udpchat.gui.presenters.connect import Step
from udpchat.gui.presenters.connect_pages import AskingPage, Field, Mark, Tone
from udpchat.invites import Invite

ANNEX_KNOWN = KnownServer(ANNEX, "Annex", (("10.0.0.7", 8890), ("10.0.0.8", 8890)))


class Search(unittest.TestCase):
    """What is found, and what is said of it."""

    def setUp(self) -> None:
        self.lab = Lab()

    def test_the_page_opens_with_a_search_at_remembered_addresses(self) -> None:
        self.lab.start(ANNEX_KNOWN, LAB_KNOWN)
        self.assertEqual(self.lab.view.page, "find")
        self.assertEqual(self.lab.finding.searches, [(HERE, ("10.0.0.7", 8890), ("10.0.0.8", 8890))])
        self.assertEqual(self.lab.view.search, ("Looking on eth0 and wlan0…", True))

    def test_networks_in_words(self) -> None:
        for networks, words in (
            (("eth0",), "eth0"),
            (("a", "b", "c"), "a, b and c"),
            (("a", "b", "c", "d"), "4 networks"),
            ((), "no network"),
        ):
            lab = Lab()
            lab.finding.networks = networks
            lab.start()
            self.assertIn(words, lab.view.search[0])

    def test_the_search_ends_with_a_count(self) -> None:
        self.lab.start()
        self.lab.finding.searching = False
        self.lab.pass_time(0.1)
        self.assertEqual(self.lab.view.search, ("Nothing answered. New servers show up here by themselves.", False))
        self.lab.presenter.scan_again()
        self.lab.sees(sighting(), sighting(ANNEX, "Annex", ("10.0.0.7", 8890)))
        self.lab.finding.searching = False
        self.lab.pass_time(0.1)
        self.assertEqual(self.lab.view.search, ("2 servers answer.", False))

    def test_a_card(self) -> None:
        self.lab.start()
        self.lab.sees(sighting())
        (row,) = self.lab.view.rows
        self.assertEqual((row.name, row.address, row.online), ("Lab 2", "192.168.1.20:11111", "12 online"))
        self.assertEqual((row.detail, row.mark, row.answering), ("3 ms · open to all", Mark.NEW, True))

    def test_kinds(self) -> None:
        self.lab.start()
        for changes, words in (
            ({"room": True}, "room password"),
            ({"signup_open": False}, "accounts and guests"),
            ({"signup_open": False, "guests": False}, "accounts only"),
            ({"rtt_s": 0.0}, "1 ms"),
            ({"rtt_s": 1.2}, "1200 ms"),
        ):
            self.lab.sees(sighting(**changes))
            self.assertIn(words, self.lab.view.rows[0].detail)

    def test_remembered_servers_keep_their_places(self) -> None:
        self.lab.start(ANNEX_KNOWN, LAB_KNOWN)
        silent = self.lab.view.rows
        self.assertEqual([(row.name, row.answering, row.last_used) for row in silent],
                         [("Lab 2", False, True), ("Annex", False, False)])
        self.lab.sees(sighting(OTHER, "Printer room", ("10.0.0.9", 11111)), sighting(ANNEX, "Annex", ("10.0.0.7", 8890)))
        rows = self.lab.view.rows
        self.assertEqual([row.name for row in rows], ["Lab 2", "Annex", "Printer room"])
        self.assertEqual([row.answering for row in rows], [False, True, True])
        self.assertEqual([row.mark for row in rows], [Mark.KNOWN, Mark.KNOWN, Mark.NEW])

    def test_a_known_server_that_lost_its_address(self) -> None:
        self.lab.start(replace(LAB_KNOWN, addresses=()))
        self.assertEqual((self.lab.view.rows, self.lab.view.chosen, self.lab.view.address), ((), None, ("", "")))
        self.lab.sees(sighting(address=("192.168.1.99", 11112)))
        self.assertEqual([row.mark for row in self.lab.view.rows], [Mark.KNOWN])
        self.lab.presenter.choose_server(LAB.hex())
        self.lab.presenter.proceed("", "")
        self.assertEqual(self.lab.doors.inquiries, [Target(("192.168.1.99", 11112), "Lab 2", pin=LAB)])

    def test_a_known_server_at_another_address(self) -> None:
        self.lab.start(LAB_KNOWN)
        self.lab.sees(sighting(address=("192.168.1.99", 11112)))
        self.assertEqual(self.lab.view.rows[0].address, "192.168.1.99:11112")
        self.assertTrue(self.lab.view.rows[0].last_used)

    def test_a_twin_of_a_known_server_is_marked(self) -> None:
        self.lab.start(LAB_KNOWN)
        self.lab.sees(sighting(OTHER, "LAB 2", ("192.168.1.66", 11111)))
        self.assertEqual([row.mark for row in self.lab.view.rows], [Mark.KNOWN, Mark.TWIN])

    def test_only_so_many_silent_servers(self) -> None:
        known = [KnownServer(bytes([n]) * 32, f"S{n}", (("10.0.0.1", 1000 + n),)) for n in range(40)]
        self.lab.start(*known, last=known[3].fingerprint)
        self.assertEqual(len(self.lab.view.rows), limits.REMEMBERED_SHOWN_COUNT)
        self.assertEqual([row.name for row in self.lab.view.rows[:2]], ["S3", "S39"])
        self.lab.sees(sighting(known[0].fingerprint, "S0"))
        self.assertEqual((self.lab.view.rows[-1].name, self.lab.view.rows[-1].mark), ("S0", Mark.KNOWN))

    def test_it_searches_again_quietly(self) -> None:
        self.lab.start()
        self.lab.finding.searching = False
        self.lab.pass_time(1)
        self.lab.pass_time(limits.SEARCH_AGAIN_S)
        self.assertEqual(len(self.lab.finding.searches), 2)
        self.assertFalse(self.lab.view.search[1])

    def test_who_falls_silent_leaves_the_list(self) -> None:
        self.lab.start(LAB_KNOWN)
        self.lab.sees(sighting(), sighting(ANNEX, "Annex", ("10.0.0.7", 8890)), sighting(OTHER, "X", ("10.0.0.9", 1)))
        self.lab.presenter.choose_server(ANNEX.hex())
        self.lab.pass_time(limits.SIGHTING_LIFE_S + 1)
        self.assertEqual([(row.name, row.answering) for row in self.lab.view.rows], [("Lab 2", False), ("Annex", True)])

    def test_no_search_while_another_page_is_open(self) -> None:
        self.lab.start()
        self.lab.form()
        self.lab.pass_time(100)
        self.assertEqual(len(self.lab.finding.searches), 1)

    def test_names_of_strangers_are_one_line(self) -> None:
        known = replace(LAB_KNOWN, name="a\x00\nb\u202e" + "x" * 500)
        self.lab.start(known)
        name = self.lab.view.rows[0].name
        self.assertEqual((name[:3], len(name)), ("a b", limits.DISPLAY_CHARS))


class Choosing(unittest.TestCase):
    """Cards and the address fields are one choice."""

    def setUp(self) -> None:
        self.lab = Lab()

    def test_the_last_server_is_chosen_and_filled_in(self) -> None:
        self.lab.start(LAB_KNOWN, ANNEX_KNOWN, last=LAB)
        self.assertEqual(self.lab.view.chosen, LAB.hex())
        self.assertEqual(self.lab.view.address, ("192.168.1.20", "11111"))

    def test_without_any_the_port_stays_as_it_is(self) -> None:
        self.lab.start()
        self.assertIsNone(self.lab.view.chosen)
        self.assertEqual(self.lab.view.address, ("", ""))

    def test_a_known_card_pins(self) -> None:
        self.lab.start(LAB_KNOWN)
        self.lab.presenter.proceed("192.168.1.20", "11111")
        self.assertEqual(self.lab.doors.inquiries, [Target(HERE, "Lab 2", pin=LAB)])

    def test_a_new_card_does_not(self) -> None:
        self.lab.start()
        self.lab.sees(sighting())
        self.lab.presenter.choose_server(LAB.hex())
        self.lab.presenter.proceed("192.168.1.20", "11111")
        self.assertEqual(self.lab.doors.inquiries, [Target(HERE, "Lab 2")])

    def test_typing_gives_the_card_up(self) -> None:
        self.lab.start(LAB_KNOWN)
        self.lab.presenter.host_typed("10.1.1.1")
        self.assertIsNone(self.lab.view.chosen)
        self.lab.presenter.proceed("10.1.1.1", "11111")
        self.assertEqual(self.lab.doors.inquiries, [Target(("10.1.1.1", 11111), "10.1.1.1")])

    def test_the_port_alone_gives_it_up_too(self) -> None:
        self.lab.start(LAB_KNOWN)
        self.lab.presenter.port_typed()
        self.lab.presenter.proceed("192.168.1.20", "11112")
        self.assertEqual(self.lab.doors.inquiries, [Target(("192.168.1.20", 11112), "192.168.1.20")])

    def test_a_card_that_is_gone_is_not_chosen(self) -> None:
        self.lab.start()
        self.lab.presenter.choose_server(OTHER.hex())
        self.assertIsNone(self.lab.view.chosen)

    def test_choosing_clears_what_was_wrong(self) -> None:
        self.lab.start()
        self.lab.presenter.proceed("1.1.1.999", "x")
        self.assertEqual(set(self.lab.view.problems), {Field.HOST, Field.PORT})
        self.lab.sees(sighting())
        self.lab.presenter.choose_server(LAB.hex())
        self.assertEqual(self.lab.view.problems, {})


    def test_a_server_that_is_alone_counts_as_chosen(self) -> None:
        self.lab.start()
        self.lab.sees(sighting())
        self.assertEqual((self.lab.view.chosen, self.lab.view.address), (LAB.hex(), ("", "")))
        self.lab.presenter.proceed("", "11111")
        self.assertEqual(self.lab.doors.inquiries, [Target(HERE, "Lab 2")])

    def test_not_after_something_was_typed(self) -> None:
        self.lab.start()
        self.lab.presenter.host_typed("10")
        self.lab.sees(sighting())
        self.assertIsNone(self.lab.view.chosen)

    def test_not_one_of_several(self) -> None:
        self.lab.start()
        self.lab.sees(sighting(), sighting(OTHER, "X", ("10.0.0.9", 1)))
        self.assertIsNone(self.lab.view.chosen)

    def test_ticks_hurry_while_answers_are_waited_for(self) -> None:
        self.lab.start()
        self.assertTrue(self.lab.presenter.searching)
        self.lab.finding.searching = False
        self.assertFalse(self.lab.presenter.searching)
        self.lab.finding.searching = True
        self.lab.form()
        self.assertFalse(self.lab.presenter.searching)


class Typing(unittest.TestCase):
    """The address fields."""

    def setUp(self) -> None:
        self.lab = Lab()
        self.lab.start()

    def test_flaws_are_shown_at_their_fields(self) -> None:
        self.lab.presenter.proceed("192.168.1.300", "70000")
        self.assertEqual(self.lab.view.problems[Field.HOST].message, "Each part of an IP address is 0 to 255.")
        self.assertEqual(self.lab.view.problems[Field.PORT].message, "A port is 1 to 65535.")
        self.assertEqual(self.lab.view.focused, (Field.HOST, True))
        self.assertEqual(self.lab.doors.inquiries, [])
        self.lab.presenter.host_typed("192.168.1.30")
        self.lab.presenter.port_typed()
        self.assertEqual(self.lab.view.problems, {})

    def test_leaving_the_fields_checks_them_but_not_empty_ones(self) -> None:
        self.lab.presenter.address_left("", "x")
        self.assertEqual(self.lab.view.problems, {})
        self.lab.presenter.address_left("1.2.3", "11111")
        self.assertEqual(set(self.lab.view.problems), {Field.HOST})

    def test_nothing_chosen(self) -> None:
        self.lab.presenter.proceed("", "")
        self.assertEqual(self.lab.view.problems[Field.HOST].message, "Choose a server above, or type its address.")

    def test_an_invite(self) -> None:
        invite = str(Invite("192.168.1.20", 11113, LAB))
        self.lab.presenter.host_typed(invite)
        self.assertIn("192.168.1.20:11113", self.lab.view.note[0])
        self.assertEqual(self.lab.view.note[1], "11113")
        self.lab.presenter.proceed(invite, "11111")
        self.assertEqual(self.lab.doors.inquiries, [Target(("192.168.1.20", 11113), "192.168.1.20", pin=LAB)])
        self.lab.presenter.back()
        self.lab.presenter.host_typed("lab")
        self.assertEqual(self.lab.view.note, ("", None))

    def test_a_host_name_is_looked_up(self) -> None:
        self.lab.presenter.proceed("lab-pc", "11111")
        page = self.lab.page(AskingPage)
        self.assertIn("lab-pc", page.message)
        (host, port, then) = self.lab.doors.resolving[0]
        self.assertEqual((host, port), ("lab-pc", 11111))
        then(("10.0.0.5", 11111))
        self.assertEqual(self.lab.doors.inquiries, [Target(("10.0.0.5", 11111), "lab-pc")])

    def test_an_unknown_host_name_is_said_at_the_field(self) -> None:
        self.lab.presenter.proceed("lab-pc", "11111")
        self.lab.doors.resolving[0][2](NameDoesNotResolve("lab-pc"))
        self.assertEqual((self.lab.view.page, self.lab.presenter.step), ("find", Step.FIND))
        self.assertIn("lab-pc is not known", self.lab.view.problems[Field.HOST].message)
        self.assertEqual(self.lab.view.focused, (Field.HOST, True))

    def test_a_late_resolver_is_ignored(self) -> None:
        self.lab.presenter.proceed("lab-pc", "11111")
        self.lab.presenter.back()
        self.lab.doors.resolving[0][2](("10.0.0.5", 11111))
        self.assertEqual((self.lab.doors.inquiries, self.lab.view.page), ([], "find"))


class CommandLine(unittest.TestCase):
    """An address or invite given to the program."""

    def test_it_is_gone_to_at_once(self) -> None:
        lab = Lab()
        lab.start(LAB_KNOWN, typed="10.0.0.5:8890")
        self.assertEqual(lab.doors.inquiries, [Target(("10.0.0.5", 8890), "10.0.0.5")])
        lab.presenter.back()
        self.assertEqual((lab.view.address[0], lab.view.chosen), ("10.0.0.5:8890", None))

    def test_a_bad_one_waits_for_the_person(self) -> None:
        lab = Lab()
        lab.start(LAB_KNOWN, typed="udpchat://10.0.0.5/#ABC")
        self.assertEqual((lab.doors.inquiries, lab.view.page), ([], "find"))
        self.assertIn("invite", lab.view.problems[Field.HOST].message)


class LookingFor(unittest.TestCase):
    """A known server that moved."""

    def setUp(self) -> None:
        self.lab = Lab()
        self.lab.start(LAB_KNOWN)

    def look(self) -> None:
        self.lab.presenter._find.look_for(LAB, "Lab 2")

    def test_it_is_chosen_when_it_answers(self) -> None:
        self.look()
        self.assertEqual(self.lab.view.search, ("Looking for Lab 2…", True))
        self.assertIsNone(self.lab.view.chosen)
        self.lab.sees(sighting(address=("192.168.1.99", 11111)))
        self.assertEqual((self.lab.view.chosen, self.lab.view.address[0]), (LAB.hex(), "192.168.1.99"))
        assert self.lab.view.strip
        self.assertIs(self.lab.view.strip.tone, Tone.GOOD)

    def test_it_is_chosen_even_after_the_search(self) -> None:
        self.look()
        self.lab.finding.searching = False
        self.lab.pass_time(0.1)
        self.assertIn("did not answer", self.lab.view.search[0])
        self.lab.pass_time(limits.SEARCH_AGAIN_S)
        self.lab.sees(sighting(address=("192.168.1.99", 11111)))
        self.assertEqual(self.lab.view.chosen, LAB.hex())

    def test_another_choice_ends_it(self) -> None:
        self.look()
        self.lab.presenter.host_typed("10.0.0.1")
        self.lab.sees(sighting(address=("192.168.1.99", 11111)))
        self.assertIsNone(self.lab.view.chosen)


if __name__ == "__main__":
    unittest.main()
