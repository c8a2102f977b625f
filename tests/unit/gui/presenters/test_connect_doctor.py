"""The doctor's page without a window, a sweep, and a known server that is found elsewhere."""

from __future__ import annotations

import unittest
from dataclasses import replace

from tests.unit.gui.presenters.connect_lab import ANNEX, HERE, LAB, LAB_KNOWN, OTHER, Lab, offers, sighting
from udpchat.client.inquiry import Standing
from udpchat.client.target import Target
from udpchat.firewall import firewall_commands
from udpchat.gui.presenters.connect import Step
from udpchat.gui.presenters.connect_pages import AskingPage, DoctorPage, FormPage, StrangerPage
from udpchat.invites import Invite
from udpchat.limits import ELSEWHERE_S, SEARCH_AGAIN_S, STRANGER_WAIT_S
from udpchat.net.doctor import Patient
from udpchat.net.doctor.findings import fault, good, note

THERE = ("192.168.1.77", 11113)


class DoctorTest(unittest.TestCase):
    def setUp(self) -> None:
        self.lab = Lab()
        self.doors, self.presenter = self.lab.doors, self.lab.presenter

    def page(self) -> DoctorPage:
        self.presenter.tick()
        return self.lab.page(DoctorPage)

    def end(self) -> DoctorPage:
        self.doors.examining = False
        return self.page()

    def test_of_the_chosen_card_of_the_fields_of_everything(self) -> None:
        self.lab.start(LAB_KNOWN)
        self.presenter.examine("192.168.1.20", "11111")
        self.presenter.back()
        self.presenter.host_typed("10.0.0.9")
        self.presenter.examine("10.0.0.9", "11113")
        self.presenter.back()
        self.presenter.examine("1.2.3", "")
        self.assertEqual(self.doors.patients, [Patient(*HERE, LAB), Patient("10.0.0.9", 11113), None])
        self.assertEqual(self.lab.page(DoctorPage).title, "Connection of this computer")

    def test_findings_appear_one_by_one(self) -> None:
        self.lab.start()
        self.presenter.examine("192.168.1.20", "11111")
        self.assertEqual(self.page(), DoctorPage("Connection to 192.168.1.20:11111", (), busy=True))
        self.doors.findings.append(good("way.here", host="192.168.1.20"))
        self.assertEqual([row.look for row in self.page().rows], ["good"])
        shown = len(self.lab.view.pages)
        self.presenter.tick()
        self.assertEqual(len(self.lab.view.pages), shown, "nothing new, nothing shown")
        self.doors.findings.append(fault("port.silent", firewall_commands(11111), host="192.168.1.20", port=11111))
        page = self.end()
        self.assertEqual([row.look for row in page.rows], ["good", "fault"])
        self.assertEqual(len(page.rows[1].commands), 3)
        self.assertEqual((page.verdict, page.proceed), ("This is why it does not work.", ""))
        self.presenter.connect_after_all()
        self.assertIs(self.presenter.step, Step.DOCTOR)
        self.assertIn("FAULT", self.presenter.report)

    def test_all_is_well_so_connect(self) -> None:
        self.lab.start(LAB_KNOWN)
        self.presenter.examine()
        self.doors.findings.append(note("done"))
        self.assertEqual(self.end().proceed, "Connect to Lab 2")
        self.presenter.connect_after_all()
        self.assertEqual(self.doors.inquiries, [Target(HERE, "Lab 2", pin=LAB)])
        self.assertFalse(self.doors.examining)

    def test_the_expected_server_was_found_elsewhere(self) -> None:
        self.lab.start(LAB_KNOWN)
        self.presenter.examine()
        self.doors.findings += [
            fault("port.closed", host=HERE[0], port=HERE[1]),
            note("instead.other", sighting(ANNEX, "Annex"), name="Annex", place="x"),
            note("instead.expected", sighting(address=THERE), name="Lab 2", place="192.168.1.77:11113"),
        ]
        self.assertEqual(self.end().proceed, "Connect to Lab 2")
        self.presenter.connect_after_all()
        self.assertEqual(self.doors.inquiries, [Target(THERE, "Lab 2", pin=LAB)])

    def test_one_stranger_may_be_connected_to_but_no_twin_and_not_one_of_two(self) -> None:
        closed = fault("port.closed", host=HERE[0], port=HERE[1])
        one = note("instead.port", sighting(ANNEX, "Annex", THERE), name="Annex", place="x", port=11113)
        twin = note("instead.other", sighting(OTHER, "LAB 2"), name="LAB 2", place="x")
        for findings, label in (([closed, one], "Connect to Annex"), ([closed, twin], ""), ([closed, one, one], "")):
            self.lab = Lab()
            self.doors, self.presenter = self.lab.doors, self.lab.presenter
            self.lab.start(LAB_KNOWN)
            self.presenter.examine()
            self.doors.findings += findings
            self.assertEqual(self.end().proceed, label)

    def test_from_a_server_that_is_silent_and_again_and_back(self) -> None:
        self.lab.start(typed="192.168.1.20")
        self.assertTrue(self.doors.asking)
        self.presenter.examine()
        self.assertFalse(self.doors.asking)
        self.presenter.examine_again()
        self.assertEqual(self.doors.patients, [Patient(*HERE)] * 2)
        self.presenter.back()
        self.assertIs(self.presenter.step, Step.FIND)
        self.assertFalse(self.doors.examining)

    def test_names_of_strangers_cannot_break_the_report(self) -> None:
        self.lab.start()
        self.presenter.examine()
        self.doors.findings.append(good("server.good", name="\x1b[2J\nFAULT", kind="x"))
        self.assertEqual(len(self.presenter.report.splitlines()), 1)
        self.page()
        self.assertEqual(len(self.presenter.report.splitlines()), 2)


class SweepTest(unittest.TestCase):
    def setUp(self) -> None:
        self.lab = Lab()
        self.lab.start(LAB_KNOWN)

    def test_begin_progress_stop(self) -> None:
        self.lab.presenter.ask_every_address()
        self.assertEqual(self.lab.finding.sweeps, [(HERE,)])
        self.assertEqual(self.lab.view.sweep, ("Asking every address on eth0 and wlan0: 0 %", 0.0))
        self.lab.finding.swept = (700, 2000)
        self.lab.pass_time(0.1)
        self.assertEqual(self.lab.view.sweep[1], 0.35)
        searches = len(self.lab.finding.searches)
        self.lab.pass_time(SEARCH_AGAIN_S + 1)
        self.assertEqual(len(self.lab.finding.searches), searches, "no quiet search ends it")
        self.lab.presenter.ask_every_address()
        self.assertEqual(len(self.lab.finding.searches), searches + 1)

    def test_its_end(self) -> None:
        self.lab.presenter.ask_every_address()
        self.lab.sees(sighting(OTHER, "Far away"))
        self.lab.finding.searching = False
        self.lab.pass_time(0.1)
        self.assertEqual(self.lab.view.search, ("1 server answers.", False))

    def test_who_was_found_by_it_is_asked_again_by_every_search(self) -> None:
        """A server that hears no broadcast would leave the list otherwise."""
        self.lab.presenter.ask_every_address()
        self.lab.sees(sighting(OTHER, "Far away", THERE))
        self.lab.finding.searching = False
        self.lab.pass_time(SEARCH_AGAIN_S + 1)
        self.assertEqual(self.lab.finding.searches[-1], (HERE, THERE))

    def test_on_no_network_there_is_nobody_to_ask(self) -> None:
        self.lab.finding.networks = ()
        self.lab.presenter.ask_every_address()
        self.lab.finding.swept = (0, 0)
        self.lab.pass_time(0.1)
        self.assertIn("on no network", self.lab.view.search[0])
        self.lab.finding.networks = ("eth0",)
        self.lab.pass_time(0.1)
        self.assertEqual(self.lab.view.sweep, ("", 0.0))

    def test_a_cable_is_plugged_in(self) -> None:
        self.lab.finding.searching = False
        self.lab.pass_time(0.1)
        searches = len(self.lab.finding.searches)
        self.lab.finding.has_changed = True
        self.lab.pass_time(0.1)
        self.assertEqual(len(self.lab.finding.searches), searches + 1)
        self.assertEqual(self.lab.view.search, ("Looking on eth0 and wlan0…", True))


class Elsewhere(unittest.TestCase):
    """A known server that has moved is gone to without a question."""

    def setUp(self) -> None:
        self.lab = Lab()
        self.lab.start(LAB_KNOWN)
        self.lab.presenter.proceed("192.168.1.20", "11111")

    def stranger(self) -> None:
        self.lab.presenter.inquiry_event(offers(Standing.CHANGED, fingerprint=OTHER, name="Other"))

    def test_silent_here_and_seen_there(self) -> None:
        self.lab.sees(sighting(address=THERE))
        self.assertEqual(len(self.lab.doors.inquiries), 1, "an answer may yet come")
        self.lab.pass_time(ELSEWHERE_S)
        self.assertEqual(self.lab.doors.inquiries, [Target(HERE, "Lab 2", pin=LAB), Target(THERE, "Lab 2", pin=LAB)])
        self.lab.presenter.inquiry_event(offers(Standing.PINNED, address=THERE))
        self.lab.page(FormPage)

    def test_a_stranger_here_and_seen_there(self) -> None:
        self.stranger()
        self.assertIsInstance(self.lab.view.page, AskingPage)
        self.lab.sees(sighting(OTHER, "Other"), sighting(address=THERE))
        self.assertEqual(self.lab.doors.inquiries[-1], Target(THERE, "Lab 2", pin=LAB))
        self.lab.pass_time(STRANGER_WAIT_S)
        self.assertNotIsInstance(self.lab.view.page, StrangerPage)

    def test_a_stranger_and_nothing_else(self) -> None:
        self.stranger()
        self.lab.pass_time(STRANGER_WAIT_S)
        self.assertEqual(self.lab.page(StrangerPage).title, "This is a different server from Lab 2")

    def test_liars_are_visited_once_each(self) -> None:
        for number in range(3):
            self.stranger()
            self.lab.sees(sighting(address=(THERE[0], 11112 + number % 2)))
        self.assertEqual(len(self.lab.doors.inquiries), 3)
        self.lab.pass_time(STRANGER_WAIT_S)
        self.lab.page(StrangerPage)

    def test_back_ends_it(self) -> None:
        self.stranger()
        self.lab.presenter.back()
        self.lab.pass_time(STRANGER_WAIT_S)
        self.assertEqual(self.lab.view.page, "find")

    def test_an_invite_too_but_a_typed_address_means_that_address(self) -> None:
        self.lab.start(typed=str(Invite(*HERE, LAB)))
        self.stranger()
        self.lab.sees(sighting(address=THERE))
        self.assertEqual(self.lab.doors.inquiries[-1].address, THERE)
        self.lab.start(replace(LAB_KNOWN, addresses=(HERE,)), typed="192.168.1.20")
        self.stranger()
        self.lab.page(StrangerPage)


if __name__ == "__main__":
    unittest.main()
