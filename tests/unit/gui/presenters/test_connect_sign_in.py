"""Step 2: the form, the question of the first visit, every answer of a server."""

from __future__ import annotations

import unittest

from tests.unit.gui.presenters.connect_lab import HERE, LAB, Lab
from udpchat import errors, limits
from udpchat.client import events
from udpchat.client.accounts import KeptAccount
from udpchat.client.inquiry import Standing
from udpchat.client.phases import Phase
from udpchat.client.target import AccountSignIn, KeptSignIn, Registration, Target
from udpchat.gui.presenters.connect import Step
from udpchat.gui.presenters.connect_form import other_names
from udpchat.gui.presenters.connect_pages import AskingPage, Field, FormPage, KeptRow, QuestionPage, Tone, Way
from udpchat.invites import human_fingerprint

PINNED = Target(HERE, "192.168.1.20", pin=LAB)
PROVING = Target(HERE, "192.168.1.20", prove=LAB)


class FormCase(unittest.TestCase):
    """A form that is open."""

    def setUp(self) -> None:
        self.lab = Lab()
        self.presenter = self.lab.presenter

    def refuse(self, error: errors.UdpchatError) -> None:
        self.presenter.sign_in_refused(error)

    def message(self, field: Field) -> str:
        return self.lab.view.problems[field].message

    def strip(self) -> str:
        return self.lab.view.strip.message if self.lab.view.strip else ""


class WhatIsOffered(FormCase):
    """The ways in and their fields."""

    def test_ways(self) -> None:
        for changes, ways in (
            ({}, (Way.SIGN_IN, Way.CREATE, Way.GUEST)),
            ({"guests": False}, (Way.SIGN_IN, Way.CREATE)),
            ({"signup": "closed"}, (Way.SIGN_IN, Way.GUEST)),
            ({"signup": "closed", "guests": False}, (Way.SIGN_IN,)),
        ):
            self.assertEqual(Lab().form(**changes).ways, ways)

    def test_fields(self) -> None:
        names = (Field.NAME, Field.PASSWORD)
        optional = (Field.DISPLAY, Field.COUNTRY)
        for changes, way, fields in (
            ({}, Way.SIGN_IN, names),
            ({}, Way.CREATE, names + optional),
            ({"signup": "room", "room": True}, Way.CREATE, (*names, *optional, Field.ROOM)),
            ({"room": True}, Way.CREATE, names + optional),
            ({}, Way.GUEST, (Field.NAME,)),
            ({"room": True}, Way.GUEST, (Field.NAME, Field.ROOM)),
        ):
            lab = Lab()
            lab.form(**changes)
            lab.presenter.choose_way(way)
            page = lab.page(FormPage)
            self.assertEqual((page.way, page.fields), (way, fields))
            self.assertEqual(page.keep_offered, way is not Way.GUEST)
            self.assertEqual(page.password_chars, 6 if way is Way.CREATE else 0)

    def test_a_newcomer_begins_with_an_account(self) -> None:
        self.assertIs(Lab().form(Standing.NEW).way, Way.CREATE)
        self.assertIs(Lab().form(Standing.INVITED).way, Way.CREATE)
        self.assertIs(Lab().form(Standing.NEW, signup="closed").way, Way.SIGN_IN)
        self.assertIs(Lab().form(Standing.PINNED).way, Way.SIGN_IN)

    def test_the_name_used_last(self) -> None:
        self.lab.form(last_name="sari")
        self.assertEqual((self.lab.view.name, self.lab.view.focused), ("sari", (Field.PASSWORD, False)))
        self.lab = Lab()
        self.lab.form()
        self.assertEqual((self.lab.view.name, self.lab.view.focused), ("", (Field.NAME, False)))

    def test_a_way_that_is_not_offered(self) -> None:
        self.lab.form(guests=False)
        self.presenter.choose_way(Way.GUEST)
        self.assertIs(self.lab.page(FormPage).way, Way.SIGN_IN)

    def test_another_way_clears_what_was_wrong(self) -> None:
        self.lab.form()
        self.lab.submit()
        self.assertTrue(self.lab.view.problems)
        self.presenter.choose_way(Way.CREATE)
        self.assertFalse(self.lab.view.problems)

    def test_notes(self) -> None:
        self.assertIn("Ask the person", Lab().form(signup="closed", guests=False).note)
        self.assertEqual(Lab().form().note, "")


class LocalFlaws(FormCase):
    """What needs no server."""

    def test_empty(self) -> None:
        self.lab.form()
        self.lab.submit()
        self.assertEqual(set(self.lab.view.problems), {Field.NAME, Field.PASSWORD})
        self.assertEqual(self.lab.view.focused, (Field.NAME, True))
        self.assertEqual(self.lab.doors.sign_ins, [])

    def test_names(self) -> None:
        self.lab.form()
        for name, words in (
            ("   ", "Type your user name"),
            ("a b", "Only letters, digits"),
            ("sаri", "more than one alphabet"),
            ("admin", "reserved"),
            ("x" * 33, "longer than 32"),
            ("x" * 64 * 1024, "longer than 32"),
            ("\u202esari", "invisible"),
            ("sa\x00ri", "invisible"),
            ("e" + "\u0301" * 300, "longer"),
            ("e\u0301\u0302\u0303\u0304\u0305", "marks"),
            ("\U0001f600", "Only letters"),
            ("___", "at least one letter"),
        ):
            with self.subTest(name=name[:40]):
                self.lab.submit(name=name, password="secret")
                self.assertIn(words, self.message(Field.NAME))
        self.presenter.field_edited(Field.NAME)
        self.assertNotIn(Field.NAME, self.lab.view.problems)

    def test_passwords(self) -> None:
        self.lab.form(password_chars=8)
        self.presenter.choose_way(Way.CREATE)
        for password, words in (
            ("short", "At least 8 characters; 3 more."),
            ("sari.wijaya", "must not be the user name"),
            ("x" * (limits.PASSWORD_CHARS + 1), "At most 256"),
        ):
            self.lab.submit(name="Sari.Wijaya", password=password)
            self.assertEqual(self.message(Field.PASSWORD)[: len(words)] if words[0] == "A" else words, words)
            self.assertIn(words, self.message(Field.PASSWORD))
        self.presenter.choose_way(Way.SIGN_IN)
        self.lab.submit(name="sari", password="short")
        self.assertEqual(len(self.lab.doors.sign_ins), 1)

    def test_labels_and_room_password(self) -> None:
        self.lab.form(signup="room", room=True)
        self.presenter.choose_way(Way.CREATE)
        self.lab.submit(name="sari", password="secret", display="x" * 65, country="a\nb")
        self.assertEqual(set(self.lab.view.problems), {Field.DISPLAY, Field.COUNTRY, Field.ROOM})


class Trust(FormCase):
    """Which certificate may answer, and when a person is asked."""

    def test_no_question_where_the_certificate_is_known(self) -> None:
        for standing in (Standing.PINNED, Standing.INVITED, Standing.HERE):
            for way in (Way.SIGN_IN, Way.CREATE, Way.GUEST):
                lab = Lab()
                lab.form(standing)
                lab.presenter.choose_way(way)
                lab.submit(name="sari", password="secret")
                self.assertEqual(lab.doors.sign_ins[0][0], PINNED)

    def test_no_question_where_the_sign_in_proves_the_server(self) -> None:
        self.lab.form(Standing.NEW)
        self.presenter.choose_way(Way.SIGN_IN)
        self.lab.submit(name="sari", password="secret", keep=True)
        self.assertEqual(self.lab.doors.sign_ins, [(PROVING, AccountSignIn("sari", "secret", True))])

    def test_the_question(self) -> None:
        self.lab.form(Standing.NEW)
        self.lab.submit(name="sari", password="secret", display=" Sari  W ", country="ID")
        page = self.lab.page(QuestionPage)
        self.assertEqual((page.server, page.fingerprint), ("Lab 2", human_fingerprint(LAB)))
        self.assertEqual(self.lab.doors.sign_ins, [])
        self.presenter.fingerprint_matches()
        self.assertEqual(self.lab.doors.sign_ins, [(PINNED, Registration("sari", "secret", "Sari W", "ID"))])
        self.assertEqual(self.lab.view.busy, "Signing in…")
        self.lab.page(FormPage)

    def test_it_is_asked_once(self) -> None:
        self.lab.form(Standing.NEW)
        self.lab.submit(name="sari", password="secret")
        self.presenter.fingerprint_matches()
        self.refuse(errors.UsernameTaken())
        self.lab.submit(name="sari2", password="secret")
        self.assertEqual(len(self.lab.doors.sign_ins), 2)

    def test_they_differ(self) -> None:
        self.lab.form(Standing.NEW)
        self.presenter.choose_way(Way.GUEST)
        self.lab.submit(name="sari")
        self.presenter.fingerprint_differs()
        self.assertEqual((self.lab.view.page, self.lab.doors.sign_ins), ("find", []))
        self.assertIn("invite", self.strip())

    def test_back_from_the_question_keeps_the_form(self) -> None:
        self.lab.form(Standing.NEW)
        self.lab.submit(name="sari", password="secret")
        self.presenter.back()
        self.assertIs(self.lab.page(FormPage).way, Way.CREATE)
        self.presenter.fingerprint_matches()
        self.assertEqual(self.lab.doors.sign_ins, [])
        self.lab.submit(name="sari", password="secret")
        self.lab.page(QuestionPage)

    def test_another_certificate_in_the_middle_of_it(self) -> None:
        self.lab.form()
        self.lab.submit(name="sari", password="secret")
        self.presenter.client_event(events.CertificateQuestion(bytes(32), True))
        self.assertFalse(self.lab.doors.signing_in)
        self.lab.page(AskingPage)


class Kept(FormCase):
    """Accounts that are kept signed in on this computer."""

    def setUp(self) -> None:
        super().setUp()
        kept = (KeptAccount("Sari", 1, False), KeptAccount("maya", 2, True))
        self.first = self.lab.form(kept=kept)

    def test_they_are_offered(self) -> None:
        self.assertEqual(self.first.kept, (KeptRow("Sari", False), KeptRow("maya", True)))
        self.assertEqual([row.user for row in self.first.kept], [1, 2], "their pictures are those of the chat")
        self.assertIs(self.first.way, Way.SIGN_IN)
        self.presenter.choose_way(Way.GUEST)
        self.assertEqual(self.lab.page(FormPage).kept, ())

    def test_the_first_that_is_free_has_the_keyboard(self) -> None:
        self.assertEqual((self.lab.view.focused, self.lab.view.name), ("Sari", ""))
        lab = Lab()
        page = lab.form(kept=(KeptAccount("Sari", 1, False), KeptAccount("wei", 3, False)), last_name="wei")
        self.assertEqual([row.name for row in page.kept], ["wei", "Sari"])
        self.assertEqual((lab.view.focused, lab.view.name), ("wei", ""))
        lab = Lab()
        lab.form(kept=(KeptAccount("Sari", 1, True),), last_name="Sari")
        self.assertEqual((lab.view.focused, lab.view.name), ((Field.NAME, False), ""))

    def test_one_click(self) -> None:
        self.presenter.use_kept("Sari")
        self.assertEqual(self.lab.doors.sign_ins, [(PINNED, KeptSignIn("Sari"))])

    def test_not_the_busy_ones_nor_unknown_ones(self) -> None:
        self.presenter.use_kept("maya")
        self.presenter.use_kept("wei")
        self.assertEqual(self.lab.doors.sign_ins, [])

    def test_no_longer_valid(self) -> None:
        self.presenter.use_kept("Sari")
        self.refuse(errors.AuthFailed())
        self.assertEqual((self.lab.view.name, self.lab.view.focused), ("Sari", (Field.PASSWORD, False)))
        self.assertEqual(self.lab.page(FormPage).kept, (KeptRow("maya", True),))
        self.assertIn("no longer signed in", self.strip())

    def test_taken_by_another_window_meanwhile(self) -> None:
        self.presenter.use_kept("Sari")
        self.refuse(errors.ProfileInUse("Sari"))
        self.assertIn("another window", self.strip())


class Refusals(FormCase):
    """What a server says no to, at the place where it helps."""

    def submit(self, way: Way = Way.SIGN_IN, **offered: object) -> None:
        self.lab.form(**offered)
        self.presenter.choose_way(way)
        self.lab.submit(name="sari", password="secret", room="room")
        self.assertEqual(self.lab.view.busy, "Signing in…")

    def test_wrong_password(self) -> None:
        self.submit()
        self.refuse(errors.AuthFailed())
        message = "This is not the password of sari. Type it again, or set a new one with the link below."
        self.assertEqual(self.message(Field.PASSWORD), message)
        self.assertEqual(self.lab.view.focused, (Field.PASSWORD, True))
        self.assertIsNone(self.lab.view.busy)
        self.assertEqual(self.lab.view.name, "")  # nothing was put into the field: what was typed stays

    def test_wrong_password_where_names_are_not_told(self) -> None:
        self.submit(signup="closed")
        self.refuse(errors.AuthFailed())
        self.assertIn("name or the password", self.message(Field.PASSWORD))

    def test_taken_name(self) -> None:
        self.submit(Way.CREATE)
        self.refuse(errors.UsernameTaken())
        self.assertIn("sari is taken", self.message(Field.NAME))
        self.assertEqual(self.lab.view.problems[Field.NAME].choices, ("sari2", "sari3", "sari4"))
        self.lab.submit(name="sari2", password="secret")
        self.refuse(errors.UsernameTaken())
        self.assertEqual(self.lab.view.problems[Field.NAME].choices, ("sari3", "sari4", "sari5"))

    def test_taken_by_another_guest(self) -> None:
        self.submit(Way.GUEST)
        self.refuse(errors.UsernameTaken())
        self.assertIn("in use", self.message(Field.NAME))

    def test_names(self) -> None:
        for error, words in (
            (errors.NoSuchUser(), "no account sari"),
            (errors.InvalidName("it is reserved for the server itself"), "It is reserved for the server itself."),
            (errors.InvalidName(), "does not accept this name"),
            (errors.ProfileInUse(), "another window"),
        ):
            self.lab = Lab()
            self.presenter = self.lab.presenter
            self.submit()
            self.refuse(error)
            self.assertIn(words, self.message(Field.NAME))

    def test_passwords(self) -> None:
        self.submit(Way.CREATE)
        self.refuse(errors.BadPassword("it needs at least 8 characters"))
        self.assertEqual(self.message(Field.PASSWORD), "It needs at least 8 characters.")

    def test_room_password(self) -> None:
        self.submit(Way.CREATE, signup="room", room=True)
        self.refuse(errors.RoomPassword())
        self.assertIn("not the room password", self.message(Field.ROOM))
        self.assertEqual(self.lab.view.focused, (Field.ROOM, True))

    def test_a_room_password_that_was_not_asked_for(self) -> None:
        self.submit(Way.CREATE)
        self.refuse(errors.RoomPassword())
        self.assertNotIn(Field.ROOM, self.lab.view.problems)
        self.assertIn("room password", self.strip())

    def test_signup_closed_meanwhile(self) -> None:
        self.submit(Way.CREATE)
        self.refuse(errors.SignupClosed())
        page = self.lab.page(FormPage)
        self.assertEqual((page.way, page.ways), (Way.SIGN_IN, (Way.SIGN_IN, Way.GUEST)))
        self.assertIn("no new accounts", self.strip())

    def test_no_guests_meanwhile(self) -> None:
        self.submit(Way.GUEST)
        self.refuse(errors.GuestsOff())
        self.assertEqual(self.lab.page(FormPage).ways, (Way.SIGN_IN, Way.CREATE))

    def test_whole_sentences(self) -> None:
        for error, words in (
            (errors.Full(), "full"),
            (errors.Banned("spam"), "banned"),
            (errors.NotYourServer("Lab 2"), "could not prove"),
            (errors.Refusal("ODD"), "refused"),
            (errors.UdpchatError("disk"), "wrong"),
        ):
            self.lab = Lab()
            self.presenter = self.lab.presenter
            self.submit()
            self.refuse(error)
            self.assertIn(words, self.strip())
            assert self.lab.view.strip
            self.assertIs(self.lab.view.strip.tone, Tone.ERROR)

    def test_the_waiting_time_counts_down(self) -> None:
        self.submit()
        self.refuse(errors.SlowDown(retry_after_s=3))
        self.assertEqual((self.lab.view.wait, self.strip()), ("Wait 3 s", "Too many tries. You can try again in 3 s."))
        self.lab.submit(name="sari", password="secret")
        self.assertEqual(len(self.lab.doors.sign_ins), 1)
        self.lab.pass_time(1.5)
        self.assertEqual(self.lab.view.wait, "Wait 2 s")
        self.lab.pass_time(1.6)
        self.assertEqual((self.lab.view.wait, self.strip()), (None, "You can try again now."))
        self.lab.submit(name="sari", password="secret")
        self.assertEqual(len(self.lab.doors.sign_ins), 2)

    def test_wrong_password_with_a_waiting_time(self) -> None:
        self.submit()
        self.refuse(errors.AuthFailed(retry_after_s=8))
        self.assertEqual(self.lab.view.wait, "Wait 8 s")
        self.assertIn("not the password", self.message(Field.PASSWORD))

    def test_full_with_a_waiting_time(self) -> None:
        self.submit()
        self.refuse(errors.Full(retry_after_s=10))
        self.assertIn("full", self.strip())
        self.lab.pass_time(2)
        self.assertIn("8 s", self.strip())

    def test_a_full_disk_is_still_said_after_the_wait(self) -> None:
        self.submit()
        self.refuse(errors.Storage(retry_after_s=1))
        self.lab.pass_time(1.5)
        self.assertIsNone(self.lab.view.wait)
        self.assertIn("could not save", self.strip())

    def test_the_wait_ends_with_the_page(self) -> None:
        self.submit()
        self.refuse(errors.SlowDown(retry_after_s=60))
        self.presenter.back()
        self.lab.form()
        self.assertIsNone(self.lab.view.wait)


class WhileSigningIn(FormCase):
    """Between the button and the answer."""

    def setUp(self) -> None:
        super().setUp()
        self.lab.form()
        self.lab.submit(name="sari", password="secret")

    def test_cancel_keeps_the_form(self) -> None:
        self.presenter.back()
        self.assertEqual((self.lab.doors.signing_in, self.lab.view.busy), (False, None))
        self.lab.page(FormPage)
        self.refuse(errors.AuthFailed())
        self.presenter.client_event(events.NoAnswerYet("late"))
        self.assertEqual((self.lab.view.problems, self.strip()), ({}, ""))

    def test_a_second_press_does_nothing(self) -> None:
        self.lab.submit(name="sari", password="secret")
        self.presenter.choose_way(Way.CREATE)
        self.assertEqual(len(self.lab.doors.sign_ins), 1)
        self.assertIs(self.lab.page(FormPage).way, Way.SIGN_IN)

    def test_signed_in(self) -> None:
        self.presenter.client_event(events.SignedIn("sari", 7, False, "Lab 2"))
        self.assertEqual((self.lab.view.page, self.presenter.step), ("done", Step.DONE))
        self.presenter.back()
        self.refuse(errors.AuthFailed())
        self.assertEqual(self.lab.view.page, "done")

    def test_a_slow_or_lost_server(self) -> None:
        self.presenter.client_event(events.NoAnswerYet("The server does not answer."))
        self.assertEqual(self.strip(), "The server does not answer.")
        self.presenter.client_event(events.ConnectionLost("The server was restarted.", 5.0))
        self.assertEqual(self.strip(), "The server was restarted. It is tried again by itself.")
        self.presenter.client_event(events.SignInRefused(errors.Full(), final=False))
        self.assertIn("full", self.strip())
        self.assertEqual(self.lab.view.busy, "Signing in…")

    def test_refused_as_an_event(self) -> None:
        self.presenter.client_event(events.SignInRefused(errors.AuthFailed(), final=True))
        self.assertIn(Field.PASSWORD, self.lab.view.problems)

    def test_the_server_ends_it(self) -> None:
        self.presenter.client_event(events.LoggedOut("The server speaks another version of udpchat."))
        self.assertEqual((self.lab.view.busy, self.strip()), (None, "The server speaks another version of udpchat."))

    def test_the_end_of_a_cancelled_sign_in_does_not_end_the_next_one(self) -> None:
        self.presenter.back()
        self.lab.submit(name="sari", password="secret")
        self.presenter.client_event(events.LoggedOut(""))
        self.assertEqual(self.lab.view.busy, "Signing in…")

    def test_events_of_the_chat_are_not_for_this_window(self) -> None:
        self.presenter.client_event(events.StateChanged(Phase.ONLINE))
        self.presenter.client_event(events.PeopleChanged((), (), ()))
        self.assertEqual(self.lab.view.busy, "Signing in…")

    def test_starting_over(self) -> None:
        self.presenter.client_event(events.SignedIn("sari", 7, False, "Lab 2"))
        self.lab.start()
        self.assertEqual((self.lab.view.page, self.presenter.step), ("find", Step.FIND))

    def test_quit(self) -> None:
        self.presenter.quit()
        self.assertTrue(self.lab.doors.has_quit)


class OtherNames(unittest.TestCase):
    """Names near a taken one."""

    def test_numbers(self) -> None:
        for name, taken, wanted in (
            ("sari", set(), ("sari2", "sari3", "sari4")),
            ("Sari2", set(), ("Sari3", "Sari4", "Sari5")),
            ("sari", {"sari2", "sari4"}, ("sari3", "sari5", "sari6")),
            ("x" * 32, set(), ("x" * 31 + "2", "x" * 31 + "3", "x" * 31 + "4")),
            ("123", set(), ("1232", "1233", "1234")),
            ("a99999999", set(), ("a2", "a3", "a4")),
        ):
            self.assertEqual(other_names(name, frozenset(taken)), wanted)


if __name__ == "__main__":
    unittest.main()
