"""Who forgot the password: the form for the operator's one-time code, and what a server answers to it."""

from __future__ import annotations

import unittest
from typing import Any

from tests.unit.gui.presenters.connect_lab import HERE, LAB, Lab
from udpchat import errors, limits
from udpchat.client import events
from udpchat.client.inquiry import Standing
from udpchat.client.target import AccountSignIn, Recovery, Target
from udpchat.gui.presenters.connect import Step
from udpchat.gui.presenters.connect_pages import Field, FormPage, QuestionPage, Tone, Way
from udpchat.server.accounts import CODE_BYTES

CODE = "ABCD-EFGH-JKLM-NPQR"
PLAIN = "ABCDEFGHJKLMNPQR"
PINNED = Target(HERE, "192.168.1.20", pin=LAB)


class RecoverCase(unittest.TestCase):
    """The form for a new password."""

    def setUp(self) -> None:
        self.lab = Lab()
        self.presenter = self.lab.presenter

    def open(self, standing: Standing = Standing.PINNED, name: str = "sari", **offered: Any) -> FormPage:
        self.lab.form(standing, **offered)
        self.presenter.choose_way(Way.SIGN_IN)
        self.presenter.forgot_password(name)
        return self.lab.page(FormPage)

    def submit(self, code: str = CODE, new_password: str = "new secret", name: str = "sari", keep: bool = False) -> None:
        self.lab.submit(name=name, password="old one", code=code, new_password=new_password, keep=keep)

    def message(self, field: Field) -> str:
        return self.lab.view.problems[field].message

    def strip(self) -> str:
        return self.lab.view.strip.message if self.lab.view.strip else ""


class TheForm(RecoverCase):
    """Coming and going."""

    def test_it_is_offered_where_a_password_is_asked_for(self) -> None:
        self.lab.form()
        for way in (Way.SIGN_IN, Way.CREATE, Way.GUEST):
            self.presenter.choose_way(way)
            self.assertEqual(self.lab.page(FormPage).forgot, way is Way.SIGN_IN)

    def test_where_nothing_else_is_offered(self) -> None:
        self.assertIs(self.open(signup="closed", guests=False).way, Way.RECOVER)

    def test_what_it_shows(self) -> None:
        page = self.open(password_chars=8)
        self.assertEqual(page.fields, (Field.NAME, Field.CODE, Field.NEW_PASSWORD))
        self.assertEqual((page.ways, page.password_chars, page.keep_offered), ((), 8, True))
        self.assertIn("Ask the person who runs the server for a one-time code", page.advice)
        self.assertFalse(page.forgot)

    def test_the_cursor_is_where_something_is_missing(self) -> None:
        self.open()
        self.assertEqual(self.lab.view.focused, (Field.CODE, False))
        self.presenter.back()
        self.presenter.forgot_password("  ")
        self.assertEqual(self.lab.view.focused, (Field.NAME, False))

    def test_back_leads_to_the_password_and_then_to_the_servers(self) -> None:
        self.open()
        self.lab.submit()
        self.assertTrue(self.lab.view.problems)
        self.presenter.back()
        self.assertIs(self.lab.page(FormPage).way, Way.SIGN_IN)
        self.assertEqual((self.lab.view.problems, self.lab.view.focused), ({}, (Field.PASSWORD, False)))
        self.presenter.back()
        self.assertEqual(self.lab.view.page, "find")

    def test_another_server(self) -> None:
        self.open()
        self.presenter.change_server()
        self.assertEqual((self.lab.view.page, self.presenter.step), ("find", Step.FIND))
        self.presenter.change_server()
        self.presenter.forgot_password("sari")
        self.assertEqual(self.lab.view.page, "find")

    def test_not_while_signing_in(self) -> None:
        self.lab.form()
        self.lab.submit(name="sari", password="secret")
        self.presenter.forgot_password("sari")
        self.presenter.change_server()
        self.assertIs(self.lab.page(FormPage).way, Way.SIGN_IN)
        self.assertTrue(self.lab.doors.signing_in)

    def test_a_wrong_password_leads_here(self) -> None:
        for signup in ("open", "closed"):
            self.lab = Lab()
            self.presenter = self.lab.presenter
            self.lab.form(signup=signup)
            self.lab.submit(name="sari", password="secret")
            self.presenter.sign_in_refused(errors.AuthFailed())
            self.assertIn("with the link below", self.message(Field.PASSWORD))
            self.presenter.forgot_password("sari")
            self.assertEqual(self.lab.view.problems, {})


class LocalFlaws(RecoverCase):
    """What needs no server, and costs none of the few tries."""

    def test_empty(self) -> None:
        self.open(name="")
        self.lab.submit()
        self.assertEqual(set(self.lab.view.problems), {Field.NAME, Field.CODE, Field.NEW_PASSWORD})
        self.assertEqual(self.message(Field.CODE), "Type the one-time code.")
        self.assertEqual(self.lab.doors.sign_ins, [])

    def test_a_code_that_is_not_whole(self) -> None:
        self.open()
        for code in ("ABCD", CODE[:-1], "-" * 40, "x" * (limits.CODE_CHARS + 1), "\u202e\U0001f600\x00"):
            self.submit(code)
            self.assertIn("16 letters and digits", self.message(Field.CODE))
        self.presenter.field_edited(Field.CODE)
        self.assertNotIn(Field.CODE, self.lab.view.problems)
        self.assertEqual(self.lab.doors.sign_ins, [])

    def test_the_length_is_that_of_the_server(self) -> None:
        self.assertEqual(limits.RESET_CODE_CHARS, CODE_BYTES * 8 // 5)

    def test_a_code_however_it_is_typed(self) -> None:
        self.open()
        for code in (CODE, f"  {CODE.lower()} ", CODE.replace("-", " "), PLAIN, CODE.replace("-", "\u2011")):
            self.submit(code)
            self.assertEqual(self.lab.doors.sign_ins.pop(), (PINNED, Recovery("sari", PLAIN, "new secret")))
            self.presenter.back()

    def test_passwords(self) -> None:
        self.open(password_chars=8)
        for password, words in (
            ("short", "At least 8 characters; 3 more."),
            ("sari.wijaya", "must not be the user name"),
            ("x" * (limits.PASSWORD_CHARS + 1), "At most 256"),
            ("", "Choose a new password."),
        ):
            self.submit(new_password=password, name="Sari.Wijaya")
            self.assertIn(words, self.message(Field.NEW_PASSWORD))
        self.assertEqual(self.lab.view.focused, (Field.NEW_PASSWORD, True))


class Answers(RecoverCase):
    """Between the button and the chat."""

    def test_it_is_sent_and_signs_in(self) -> None:
        self.open()
        self.submit(keep=True)
        self.assertEqual(self.lab.doors.sign_ins, [(PINNED, Recovery("sari", PLAIN, "new secret", keep=True))])
        self.assertEqual(self.lab.view.busy, "Setting the new password…")
        self.presenter.client_event(events.PasswordRecovered())
        self.assertEqual((self.lab.view.busy, self.strip()), ("Signing in…", "Your new password is set."))
        self.presenter.client_event(events.SignedIn("sari", 7, False, "Lab 2"))
        self.assertEqual(self.lab.view.page, "done")

    def test_a_stranger_is_not_told_the_code(self) -> None:
        self.open(Standing.NEW)
        self.submit()
        self.assertEqual(self.lab.doors.sign_ins, [])
        self.lab.page(QuestionPage)
        self.presenter.back()
        self.assertIs(self.lab.page(FormPage).way, Way.RECOVER)
        self.submit()
        self.presenter.fingerprint_matches()
        self.assertEqual(self.lab.doors.sign_ins, [(PINNED, Recovery("sari", PLAIN, "new secret"))])

    def test_a_wrong_code(self) -> None:
        self.open()
        self.submit()
        self.presenter.sign_in_refused(errors.WrongCode())
        self.assertIn("used up or too old", self.message(Field.CODE))
        self.assertEqual(self.lab.view.focused, (Field.CODE, True))
        self.assertIs(self.lab.page(FormPage).way, Way.RECOVER)
        self.assertIsNone(self.lab.view.busy)

    def test_a_wrong_code_with_a_waiting_time(self) -> None:
        self.open()
        self.submit()
        self.presenter.sign_in_refused(errors.WrongCode(retry_after_s=8))
        self.assertEqual(self.lab.view.wait, "Wait 8 s")
        self.assertIn(Field.CODE, self.lab.view.problems)

    def test_too_many_tries(self) -> None:
        self.open()
        self.submit()
        self.presenter.sign_in_refused(errors.SlowDown(retry_after_s=3))
        self.assertEqual((self.lab.view.wait, self.strip()), ("Wait 3 s", "Too many tries. You can try again in 3 s."))
        self.submit()
        self.assertEqual(len(self.lab.doors.sign_ins), 1)
        self.lab.pass_time(3.1)
        self.submit()
        self.assertEqual(len(self.lab.doors.sign_ins), 2)

    def test_a_password_that_the_server_does_not_take(self) -> None:
        self.open()
        self.submit()
        self.presenter.sign_in_refused(errors.BadPassword("it needs at least 9 characters"))
        self.assertEqual(self.message(Field.NEW_PASSWORD), "It needs at least 9 characters.")

    def test_the_connection_broke_off_before_the_answer(self) -> None:
        self.open()
        self.submit()
        self.presenter.client_event(events.ConnectionLost("The server was restarted.", 5.0))
        self.presenter.sign_in_refused(errors.AuthFailed())
        self.assertIn("broke off before", self.message(Field.CODE))

    def test_cancel_keeps_the_form(self) -> None:
        self.open()
        self.submit()
        self.presenter.back()
        self.assertEqual((self.lab.doors.signing_in, self.lab.view.busy), (False, None))
        self.assertIs(self.lab.page(FormPage).way, Way.RECOVER)
        self.presenter.client_event(events.PasswordRecovered())
        self.assertIs(self.lab.page(FormPage).way, Way.RECOVER)

    def test_a_ban_is_told_as_a_sentence(self) -> None:
        self.open()
        self.submit()
        self.presenter.sign_in_refused(errors.Banned("spam"))
        assert self.lab.view.strip
        self.assertIs(self.lab.view.strip.tone, Tone.ERROR)


class UsedUp(RecoverCase):
    """The code did its work, and something else is in the way: the new password is what counts now."""

    def setUp(self) -> None:
        super().setUp()
        self.open()
        self.submit()
        self.presenter.client_event(events.PasswordRecovered())
        self.presenter.client_event(events.PasswordRecovered())  # it may be told twice

    def test_the_form_is_that_of_the_password(self) -> None:
        self.assertIs(self.lab.page(FormPage).way, Way.SIGN_IN)
        self.assertEqual(self.lab.view.password, "new secret")

    def test_a_full_server(self) -> None:
        self.presenter.sign_in_refused(errors.Full(retry_after_s=2))
        self.assertIn("full", self.strip())
        self.lab.pass_time(2.1)
        self.lab.submit(name="sari", password="new secret")
        self.assertEqual(self.lab.doors.sign_ins[1], (PINNED, AccountSignIn("sari", "new secret")))

    def test_an_account_that_is_open_elsewhere(self) -> None:
        self.presenter.sign_in_refused(errors.ProfileInUse("sari"))
        self.assertIn("another window", self.message(Field.NAME))

    def test_cancel(self) -> None:
        self.presenter.back()
        self.assertFalse(self.lab.doors.signing_in)
        self.assertIs(self.lab.page(FormPage).way, Way.SIGN_IN)
        self.assertEqual(self.lab.view.password, "new secret")


if __name__ == "__main__":
    unittest.main()
