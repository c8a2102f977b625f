"""Asking a server: silence, refusals, cancelling; and the loud page when another one answers."""

from __future__ import annotations

import unittest

from tests.unit.gui.presenters.connect_lab import ANNEX, HERE, LAB, LAB_KNOWN, OTHER, Lab, offers, sighting
from udpchat.client.events import NoAnswerYet
from udpchat.client.inquiry import Standing, Unreachable
from udpchat.client.known_servers import KnownServer
from udpchat.client.target import AccountSignIn, Target
from udpchat.errors import AuthFailed, UsernameTaken
from udpchat.gui.presenters.connect import Step
from udpchat.gui.presenters.connect_pages import AskingPage, FormPage, FormValues, Mark, QuestionPage, StrangerPage, Tone, Way
from udpchat.invites import Invite, human_fingerprint
from udpchat.limits import STRANGER_WAIT_S


class AskingAServer(unittest.TestCase):
    """Between step 1 and 2."""

    def setUp(self) -> None:
        self.lab = Lab()
        self.lab.start(LAB_KNOWN)
        self.lab.presenter.proceed("", "")

    def test_it_says_whom_it_asks(self) -> None:
        page = self.lab.page(AskingPage)
        self.assertEqual((page.title, page.address), ("Connecting to Lab 2…", "192.168.1.20:11111"))
        self.assertFalse(page.causes or page.failed)

    def test_cancel(self) -> None:
        self.lab.presenter.back()
        self.assertEqual((self.lab.view.page, self.lab.doors.asking), ("find", False))
        self.lab.presenter.inquiry_event(offers())
        self.assertEqual(self.lab.view.page, "find")

    def test_offers_open_the_form(self) -> None:
        self.lab.presenter.inquiry_event(offers(Standing.PINNED))
        self.assertEqual((self.lab.page(FormPage).server, self.lab.presenter.step), ("Lab 2", Step.FORM))

    def test_silence_names_the_causes_and_goes_on(self) -> None:
        self.lab.pass_time(5)
        self.lab.presenter.inquiry_event(NoAnswerYet())
        page = self.lab.page(AskingPage)
        self.assertEqual(page.title, "Lab 2 does not answer")
        self.assertEqual(len(page.causes), 3)
        self.assertEqual(page.command, "allow 11111/udp")
        self.assertIn("for 5 s", page.message)
        self.lab.pass_time(2)
        self.assertIn("for 7 s", self.lab.page(AskingPage).message)
        self.lab.pass_time(3)
        self.lab.presenter.inquiry_event(Unreachable("nothing"))
        self.assertEqual(len(self.lab.doors.inquiries), 2)
        self.lab.pass_time(10)
        self.assertIn("for 20 s", self.lab.page(AskingPage).message)
        self.lab.presenter.inquiry_event(offers(Standing.PINNED))
        self.lab.page(FormPage)

    def test_the_page_is_not_drawn_when_nothing_changed(self) -> None:
        self.lab.presenter.inquiry_event(NoAnswerYet())
        drawn = len(self.lab.view.pages)
        for _ in range(9):
            self.lab.pass_time(0.1)
        self.assertEqual(len(self.lab.view.pages), drawn)

    def test_cancel_while_it_is_silent(self) -> None:
        self.lab.presenter.inquiry_event(NoAnswerYet())
        self.lab.presenter.back()
        self.lab.pass_time(1)
        self.lab.presenter.inquiry_event(Unreachable("nothing"))
        self.assertEqual((self.lab.view.page, len(self.lab.doors.inquiries)), ("find", 1))

    def test_an_answer_that_makes_no_sense_is_for_the_person(self) -> None:
        self.lab.presenter.inquiry_event(Unreachable("The server speaks another version of udpchat."))
        page = self.lab.page(AskingPage)
        self.assertTrue(page.failed)
        self.assertEqual(page.message, "The server speaks another version of udpchat.")
        self.lab.presenter.try_again()
        self.assertFalse(self.lab.page(AskingPage).failed)
        self.assertEqual(len(self.lab.doors.inquiries), 2)
        self.lab.presenter.back()
        self.assertEqual(self.lab.view.page, "find")


class AnotherServer(unittest.TestCase):
    """Whoever answers is not the expected one."""

    def ask(self, *known: KnownServer, typed: str = "192.168.1.20", **changes: object) -> StrangerPage:
        self.lab = Lab()
        self.lab.start(*known)
        self.lab.presenter.host_typed(typed)
        self.lab.presenter.proceed(typed, "11111")
        self.lab.presenter.inquiry_event(offers(Standing.CHANGED, **changes))
        self.lab.pass_time(STRANGER_WAIT_S)  # for which a server known by its certificate is looked for elsewhere
        return self.lab.page(StrangerPage)

    def test_an_address_with_a_new_owner(self) -> None:
        page = self.ask(LAB_KNOWN, fingerprint=ANNEX, name="Annex")
        self.assertEqual(page.title, "This is a different server from Lab 2")
        self.assertEqual((page.find, page.proceed), ("Find Lab 2", "Connect to this one as a new server"))
        self.assertEqual((page.fingerprint, page.alarming), (human_fingerprint(ANNEX), False))
        self.assertIn("Annex", page.message)

    def test_the_same_name_with_another_certificate_alarms(self) -> None:
        page = self.ask(LAB_KNOWN, fingerprint=OTHER, name="lab 2")
        self.assertTrue(page.alarming)
        self.assertEqual(page.title, "This is not the Lab 2 that you know")

    def test_a_twin_at_an_address_never_seen_alarms_too(self) -> None:
        self.lab = Lab()
        self.lab.start(LAB_KNOWN)
        self.lab.presenter.host_typed("10.9.9.9")
        self.lab.presenter.proceed("10.9.9.9", "11111")
        self.lab.presenter.inquiry_event(offers(Standing.NEW, fingerprint=OTHER, address=("10.9.9.9", 11111)))
        self.assertTrue(self.lab.page(StrangerPage).alarming)

    def test_a_known_one_that_took_the_address_is_no_alarm(self) -> None:
        page = self.ask(KnownServer(OTHER, "Lab 2", (("10.0.0.7", 1),)), LAB_KNOWN, fingerprint=OTHER)
        self.assertFalse(page.alarming)
        self.assertEqual(page.proceed, "Connect to Lab 2")
        self.lab.presenter.accept_stranger()
        self.lab.presenter.choose_way(Way.SIGN_IN)
        self.lab.presenter.submit(FormValues(name="sari", password="secret"))
        self.assertEqual(self.lab.doors.sign_ins[0][0], Target(HERE, "192.168.1.20", pin=OTHER))

    def test_not_the_server_of_the_invite(self) -> None:
        page = self.ask(typed=str(Invite("192.168.1.20", 11111, LAB)), fingerprint=OTHER)
        self.assertEqual(page.title, "This is not the server of your invite")
        self.lab.presenter.find_expected()
        self.lab.sees(sighting(address=("192.168.1.99", 11111)))
        self.lab.presenter.proceed("192.168.1.99", "11111")
        self.assertEqual(self.lab.doors.inquiries[-1], Target(("192.168.1.99", 11111), "Lab 2", pin=LAB))

    def test_a_server_that_was_met_in_this_window_is_known(self) -> None:
        self.lab = Lab()
        self.lab.form(Standing.NEW)
        self.lab.submit(name="sari", password="secret")
        self.lab.presenter.fingerprint_matches()
        self.lab.presenter.sign_in_refused(UsernameTaken())
        self.lab.presenter.back()
        self.assertEqual([row.mark for row in self.lab.view.rows], [Mark.KNOWN])
        self.lab.presenter.proceed("192.168.1.20", "11111")
        self.lab.presenter.inquiry_event(offers(Standing.CHANGED, fingerprint=ANNEX, name="Annex"))
        self.assertEqual(self.lab.page(StrangerPage).title, "This is a different server from Lab 2")

    def test_a_server_that_was_not_compared_is_not(self) -> None:
        self.lab = Lab()
        self.lab.form(Standing.NEW)
        self.lab.presenter.choose_way(Way.SIGN_IN)
        self.lab.submit(name="sari", password="secret")
        self.lab.presenter.sign_in_refused(AuthFailed())
        self.lab.presenter.back()
        self.assertEqual(self.lab.view.rows, ())

    def test_pinned_by_another_window_meanwhile(self) -> None:
        page = self.ask(fingerprint=ANNEX, name="Annex")
        self.assertEqual(page.title, "This is a different server from 192.168.1.20")
        self.lab.presenter.find_expected()
        self.assertEqual(self.lab.view.page, "find")

    def test_finding_the_known_one(self) -> None:
        self.ask(LAB_KNOWN, fingerprint=ANNEX, name="Annex")
        self.lab.presenter.find_expected()
        self.assertEqual((self.lab.view.page, self.lab.view.search[0]), ("find", "Looking for Lab 2…"))

    def test_going_on_asks_for_the_fingerprint_even_before_a_sign_in(self) -> None:
        self.ask(LAB_KNOWN, fingerprint=ANNEX, name="Annex")
        self.lab.presenter.accept_stranger()
        self.lab.presenter.choose_way(Way.SIGN_IN)
        self.lab.presenter.submit(FormValues(name="sari", password="secret"))
        self.assertEqual(self.lab.page(QuestionPage).fingerprint, human_fingerprint(ANNEX))
        self.assertEqual(self.lab.doors.sign_ins, [])
        self.lab.presenter.fingerprint_matches()
        wanted = (Target(HERE, "192.168.1.20", pin=ANNEX), AccountSignIn("sari", "secret"))
        self.assertEqual(self.lab.doors.sign_ins, [wanted])

    def test_back(self) -> None:
        self.ask(LAB_KNOWN, fingerprint=ANNEX)
        self.lab.presenter.back()
        self.assertEqual(self.lab.view.page, "find")
        self.lab.presenter.accept_stranger()
        self.lab.presenter.find_expected()
        self.assertEqual(self.lab.view.page, "find")

    def test_the_page_says_warning_words_in_its_strip_colour(self) -> None:
        self.ask(LAB_KNOWN, fingerprint=ANNEX, name="Annex")
        self.lab.presenter.accept_stranger()
        self.lab.presenter.submit(FormValues(name="sari", password="secret"))
        self.lab.presenter.fingerprint_differs()
        assert self.lab.view.strip
        self.assertIs(self.lab.view.strip.tone, Tone.WARNING)


if __name__ == "__main__":
    unittest.main()
