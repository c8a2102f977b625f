"""A forgotten password: from the link on the sign-in form into the chat, with a real relay and a real one-time code; F1."""

from __future__ import annotations

import re
import unittest
from typing import Final

from tests.gui.connect_windows import ConnectCase
from tests.gui.harness import RunningRelay, click, environment, focus, pump, running_relay, settle
from tests.gui.people import Client, PeopleCase, selected
from tests.system.processes import PASSWORD, Program
from tests.unit.gui.presenters.connect_lab import HERE, LAB, offers
from udpchat import errors
from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.inquiry import Standing
from udpchat.client.target import AccountSignIn, Recovery, Target
from udpchat.gui.connect.form_page import FormPage
from udpchat.gui.presenters.connect_pages import Field, Way
from udpchat.gui.widgets.field import SecretField

CODE: Final = "ABCD-EFGH-JKLM-NPQR"
PINNED: Final = Target(HERE, "192.168.1.20", pin=LAB)


class Recovering(ConnectCase):
    """The form, with real keys and clicks."""

    def forgot(self, **changes: object) -> FormPage:
        self.form(last_name="sari", **changes)
        form = self.window.form
        click(form.forgot)
        pump(self.root, self.field(Field.CODE).winfo_viewable)
        pump(self.root, lambda: self.root.focus_get() is self.field(Field.CODE).entry)
        settle(self.root)
        return form

    def test_typed_and_sent_with_enter(self) -> None:
        form = self.forgot(password_chars=8)
        self.assertEqual(self.field(Field.NAME).value, "sari")
        self.assertFalse(self.field(Field.PASSWORD).winfo_viewable() or form.ways.winfo_viewable())
        self.assertFalse(form.forgot.winfo_viewable())
        self.assertTrue(form._advice.winfo_viewable())
        self.assertIn("at least 8", str(self.field(Field.NEW_PASSWORD)._label.cget("text")))
        self.write(Field.CODE, CODE.lower())
        self.key("Tab")
        pump(self.root, lambda: self.root.focus_get() is self.field(Field.NEW_PASSWORD).entry)
        self.write(Field.NEW_PASSWORD, "Geheim 12")
        self.key("Return")
        self.assertEqual(self.doors.sign_ins, [(PINNED, Recovery("sari", CODE.replace("-", ""), "Geheim 12"))])
        self.assertTrue(all(self.field(name).entry.instate(["disabled"]) for name in (Field.CODE, Field.NEW_PASSWORD)))

    def test_the_link_by_keyboard(self) -> None:
        self.form(last_name="sari")
        focus(self.field(Field.PASSWORD).entry)
        self.key("Tab", "Tab")  # past the eye
        pump(self.root, lambda: self.root.focus_get() is self.window.form.forgot)
        self.key("Return")
        pump(self.root, self.field(Field.CODE).winfo_viewable)

    def test_escape_goes_back_to_the_password(self) -> None:
        form = self.forgot()
        self.write(Field.CODE, "ABCD")
        self.key("Return")
        self.assertIn("16 letters", self.field(Field.CODE).problem)
        self.key("Escape")
        pump(self.root, lambda: self.root.focus_get() is self.field(Field.PASSWORD).entry)
        self.assertTrue(form.ways.winfo_viewable() and form.forgot.winfo_viewable())
        self.assertFalse(form._advice.winfo_viewable())
        click(form.forgot)
        pump(self.root, self.field(Field.CODE).winfo_viewable)
        self.assertEqual((self.field(Field.CODE).value, self.field(Field.CODE).problem), ("ABCD", ""))

    def test_the_eye_shows_the_new_password_alone(self) -> None:
        self.forgot()
        field = self.field(Field.NEW_PASSWORD)
        assert isinstance(field, SecretField)
        click(field._eye)
        pump(self.root, lambda: str(field.entry.cget("show")) == "")
        self.assertEqual(str(self.field(Field.PASSWORD).entry.cget("show")), "•")

    def test_another_server_leaves_nothing_behind(self) -> None:
        form = self.forgot()
        self.write(Field.CODE, CODE)
        self.write(Field.NEW_PASSWORD, "Geheim 12")
        click(form.change)
        pump(self.root, self.window.find.winfo_viewable)
        self.assertEqual((self.field(Field.CODE).value, self.field(Field.NEW_PASSWORD).value), ("", ""))

    def test_the_password_is_set_but_the_server_is_full(self) -> None:
        self.forgot()
        self.write(Field.CODE, CODE)
        self.write(Field.NEW_PASSWORD, "Geheim 12")
        self.key("Return")
        self.presenter.client_event(events.PasswordRecovered())
        settle(self.root)
        self.assertEqual(self.window.form.strip.message, "Your new password is set.")
        self.presenter.sign_in_refused(errors.Full(retry_after_s=2))
        pump(self.root, self.field(Field.PASSWORD).winfo_viewable)
        self.now += 2.5
        pump(self.root, lambda: self.window.form.go.instate(["!disabled"]))
        self.assertEqual((self.field(Field.CODE).value, self.field(Field.NEW_PASSWORD).value), ("", ""))
        self.window.form.go.invoke()
        self.assertEqual(self.doors.sign_ins[1], (PINNED, AccountSignIn("sari", "Geheim 12")))

    def test_the_smallest_window(self) -> None:
        self.root.geometry("720x480")
        form = self.forgot()
        self.key("Return")
        settle(self.root)
        assert form.scroll
        bottom = form.scroll.winfo_rooty() + form.scroll.winfo_height()
        entry = self.field(Field.NEW_PASSWORD).entry
        focus(entry)
        pump(self.root, lambda: entry.winfo_rooty() + entry.winfo_height() <= bottom)
        self.assertTrue(form.go.winfo_viewable() and form.back.winfo_viewable())


class TheKeys(ConnectCase):
    """F1."""

    def test_the_list_comes_and_goes_and_the_keyboard_returns(self) -> None:
        self.form(last_name="sari")
        entry = self.field(Field.PASSWORD).entry
        focus(entry)
        for close in ("Escape", "F1", "Return", "space"):
            self.key("F1")
            pump(self.root, lambda: self.window.help.shown)
            self.key("Tab")
            self.key(close)
            pump(self.root, lambda: not self.window.help.shown)
            pump(self.root, lambda: self.root.focus_get() is entry)
        self.assertTrue(self.window.form.winfo_viewable())
        self.assertEqual(self.doors.sign_ins, [])

    def test_the_next_page_takes_it_away(self) -> None:
        self.start()
        self.presenter.proceed("192.168.1.20", "11111")
        pump(self.root, self.window.asking.winfo_viewable)
        self.key("F1")
        pump(self.root, lambda: self.window.help.shown)
        self.presenter.inquiry_event(offers(Standing.PINNED, last_name="sari"))
        pump(self.root, lambda: self.root.focus_get() is self.field(Field.PASSWORD).entry)
        self.assertFalse(self.window.help.shown)


class WithARelay(PeopleCase):
    """The whole way, with the code of the operator."""

    def code(self, relay: RunningRelay, name: str) -> str:
        """What the operator reads to them."""
        asked = Program(
            ["-m", "udpchat", "admin", "--data", str(relay.data), "reset-code", name], environment(relay.data)
        )
        self.addCleanup(asked.close)
        self.assertEqual(asked.status(), 0)
        found = re.search(r"(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}", asked.transcript())
        assert found, asked.transcript()
        return found[0]

    def forgot(self, client: Client, relay: RunningRelay, name: str) -> FormPage:
        client.go(relay.port)
        client.fill(Way.SIGN_IN, name=name, password="forgotten")
        client.submit()
        form = client.connect.form
        self.until(lambda: form.fields[Field.PASSWORD].problem)
        self.assertEqual(form.fields[Field.PASSWORD].problem, text("connect.password.wrong", name=name))
        form.forgot.invoke()
        self.until(form.fields[Field.CODE].winfo_viewable)
        return form

    def send(self, client: Client, code: str, password: str) -> None:
        fields = client.connect.form.fields
        client.type(fields[Field.CODE].entry, code)
        client.type(fields[Field.NEW_PASSWORD].entry, password)
        client.submit()

    def test_from_the_forgotten_password_to_the_chat(self) -> None:
        relay = running_relay(self, self.folder())
        ann, other = self.client(), self.client()
        for client in (ann, other):
            client.create(relay, "ann") if client is ann else client.sign_in(relay, "ann")
        ann.sign_out()
        form = self.forgot(ann, relay, "ann")
        code_field = form.fields[Field.CODE]
        code = self.code(relay, "ann")
        self.send(ann, CODE, "another horse")
        self.until(lambda: code_field.problem)
        self.assertEqual(code_field.problem, text("connect.code.wrong", name="ann"))
        self.until(lambda: selected(code_field.entry) == CODE)
        self.assertEqual(form.fields[Field.NEW_PASSWORD].value, "another horse")
        self.send(ann, code.lower().replace("-", " "), "another horse")
        ann.until_chatting()
        self.until(lambda: other.at_first_page or other.reads("password was changed"))  # whoever else was signed in
        ann.sign_out()
        ann.sign_in(relay, "ann", "another horse")
        ann.sign_out()
        self.forgot(ann, relay, "ann")
        self.send(ann, code, "a third horse")  # it worked once
        self.until(lambda: ann.connect.form.fields[Field.CODE].problem)

    def test_the_first_visit_of_this_computer(self) -> None:
        """The certificate is compared before the code is told to anybody."""
        relay = running_relay(self, self.folder())
        ann, lab = self.client(), self.client()
        ann.create(relay, "ann")
        ann.sign_out()
        lab.go(relay.port)
        lab.fill(Way.SIGN_IN, name="ann")
        lab.connect.form.forgot.invoke()
        self.send(lab, self.code(relay, "ann"), "another horse")
        lab.until_chatting()

    def test_too_many_tries(self) -> None:
        relay = running_relay(self, self.folder())
        ann = self.client()
        ann.create(relay, "ann")
        ann.sign_out()
        form = self.forgot(ann, relay, "ann")
        go, field = form.go, form.fields[Field.CODE]
        while not str(go.cget("text")).startswith("Wait"):
            self.send(ann, CODE, PASSWORD)
            self.until(lambda: field.problem or "Wait" in str(go.cget("text")))
        self.assertIn("disabled", go.state())
        code = self.code(relay, "ann")
        self.until(lambda: ann.reads(text("connect.wait.over")))
        self.send(ann, code, PASSWORD)
        ann.until_chatting()


if __name__ == "__main__":
    unittest.main()
