"""Step 2 with real widgets, keys and clicks; the question of the first visit; the loud page."""

from __future__ import annotations

import unittest

from tests.gui.connect_windows import ConnectCase
from tests.gui.harness import click, focus, pump, settle
from tests.unit.gui.presenters.connect_lab import ANNEX, HERE, LAB, LAB_KNOWN, offers
from udpchat import errors, limits
from udpchat.client.accounts import KeptAccount
from udpchat.client.inquiry import Standing
from udpchat.client.target import AccountSignIn, GuestSignIn, KeptSignIn, Registration, Target
from udpchat.gui.connect_window import ConnectWindow
from udpchat.gui.presenters.connect import Step
from udpchat.gui.presenters.connect_pages import Field, Way
from udpchat.gui.widgets.field import SecretField, caps_lock_after
from udpchat.invites import human_fingerprint


class SigningIn(ConnectCase):
    """The form."""

    def password(self) -> SecretField:
        field = self.field(Field.PASSWORD)
        assert isinstance(field, SecretField)
        return field

    def test_typed_and_sent_with_enter(self) -> None:
        self.form()
        self.write(Field.NAME, "sari")
        self.key("Tab")
        pump(self.root, lambda: self.root.focus_get() is self.password().entry)
        self.write(Field.PASSWORD, "Geheim 12")
        self.key("Return")
        wanted = (Target(HERE, "192.168.1.20", pin=LAB), AccountSignIn("sari", "Geheim 12", keep=False))
        self.assertEqual(self.doors.sign_ins, [wanted])

    def test_busy_and_cancel(self) -> None:
        self.form(last_name="sari")
        self.write(Field.PASSWORD, "secret")
        self.key("Return")
        form = self.window.form
        self.assertEqual((form.go.cget("text"), form.go.instate(["disabled"])), ("Signing in…", True))
        self.assertTrue(self.password().entry.instate(["disabled"]))
        self.assertEqual(str(form.back.cget("text")), "Cancel")
        self.key("Escape")
        self.assertFalse(self.doors.signing_in)
        self.assertEqual((form.go.cget("text"), str(form.back.cget("text"))), ("Sign in", "Back"))
        self.assertEqual((self.field(Field.NAME).value, self.password().value), ("sari", "secret"))
        pump(self.root, lambda: self.root.focus_get() is self.password().entry)

    def test_wrong_password_keeps_the_name_and_selects_the_password(self) -> None:
        self.form(last_name="sari")
        self.write(Field.PASSWORD, "wrong one")
        self.key("Return")
        self.presenter.sign_in_refused(errors.AuthFailed())
        pump(self.root, lambda: self.root.focus_get() is self.password().entry)
        entry = self.password().entry
        self.assertEqual(self.field(Field.NAME).value, "sari")
        self.assertEqual((entry.index("sel.first"), entry.index("sel.last")), (0, 9))
        self.assertIn("not the password", self.password().problem)

    def test_the_waiting_time_counts_down(self) -> None:
        self.form(last_name="sari")
        self.write(Field.PASSWORD, "secret")
        self.key("Return")
        self.presenter.sign_in_refused(errors.SlowDown(retry_after_s=3))
        go = self.window.form.go
        self.assertEqual((go.cget("text"), go.instate(["disabled"])), ("Wait 3 s", True))
        self.now += 1
        pump(self.root, lambda: go.cget("text") == "Wait 2 s")
        self.now += 2
        pump(self.root, lambda: go.cget("text") == "Sign in" and go.instate(["!disabled"]))

    def test_a_taken_name_and_another_by_one_click(self) -> None:
        self.form(Standing.HERE)
        self.write(Field.NAME, "sari")
        self.write(Field.PASSWORD, "secret12")
        self.key("Return")
        self.presenter.sign_in_refused(errors.UsernameTaken())
        name = self.field(Field.NAME)
        pump(self.root, lambda: self.root.focus_get() is name.entry)
        settle(self.root)
        chips = name._choices.winfo_children()
        self.assertEqual([str(chip.cget("text")) for chip in chips], ["sari2", "sari3", "sari4"])
        click(chips[0])
        pump(self.root, lambda: name.value == "sari2")
        self.assertEqual(name.problem, "")
        self.key("Return")
        self.assertEqual(self.doors.sign_ins[1][1], Registration("sari2", "secret12"))

    def test_segments(self) -> None:
        self.form(signup="room", room=True)
        click(self.window.form.ways.chip("create"))
        pump(self.root, self.field(Field.ROOM).winfo_viewable)
        self.assertTrue(self.field(Field.DISPLAY).winfo_viewable() and self.window.form.keep.winfo_viewable())
        click(self.window.form.ways.chip("guest"))
        pump(self.root, lambda: not self.field(Field.PASSWORD).winfo_viewable())
        self.assertFalse(self.window.form.keep.winfo_viewable())
        self.write(Field.NAME, "sari")
        self.write(Field.ROOM, "open sesame")
        self.key("Return")
        self.assertEqual(self.doors.sign_ins[0][1], GuestSignIn("sari", "open sesame"))

    def test_one_way_needs_no_segments(self) -> None:
        self.form(signup="closed", guests=False)
        self.assertFalse(self.window.form.ways.winfo_viewable())
        self.assertTrue(self.window.form.note.winfo_viewable())

    def test_keep_me_signed_in_is_off_and_explained(self) -> None:
        self.form(last_name="sari")
        form = self.window.form
        before = str(form._keep_words.cget("text"))
        click(form.keep, 12)
        pump(self.root, lambda: str(form._keep_words.cget("text")) != before)
        self.write(Field.PASSWORD, "secret")
        self.key("Return")
        self.assertEqual(self.doors.sign_ins[0][1], AccountSignIn("sari", "secret", keep=True))

    def test_the_eye(self) -> None:
        self.form(last_name="sari")
        field = self.password()
        self.assertEqual(str(field.entry.cget("show")), "•")
        click(field._eye)
        pump(self.root, lambda: str(field.entry.cget("show")) == "")
        self.key("Escape")
        self.form()
        self.assertEqual(str(field.entry.cget("show")), "•")

    def test_kept_accounts_by_enter_and_click(self) -> None:
        self.form(kept=(KeptAccount("Sari", 1, False), KeptAccount("maya", 2, True), KeptAccount("wei", 3, False)))
        cards = self.window.form.kept.cards
        pump(self.root, lambda: self.root.focus_get() is cards["Sari"])
        self.key("Return")
        self.assertEqual(self.doors.sign_ins, [(Target(HERE, "192.168.1.20", pin=LAB), KeptSignIn("Sari"))])
        self.presenter.back()
        click(cards["maya"])
        settle(self.root)
        self.assertEqual(len(self.doors.sign_ins), 1)
        click(cards["wei"])
        pump(self.root, lambda: len(self.doors.sign_ins) == 2)

    def test_passwords_do_not_stay(self) -> None:
        self.form(last_name="sari")
        self.write(Field.PASSWORD, "secret")
        self.key("Escape")
        pump(self.root, self.window.find.winfo_viewable)
        self.assertEqual((self.password().value, self.field(Field.NAME).value), ("", ""))
        self.form(last_name="sari")
        self.write(Field.PASSWORD, "secret")
        self.key("Return")
        self.presenter.signed_in()
        pump(self.root, self.window.done.winfo_viewable)
        self.assertEqual(self.password().value, "")

    def test_changing_the_server_from_the_form(self) -> None:
        self.form()
        click(self.window.form.change)
        pump(self.root, self.window.find.winfo_viewable)


class TheQuestion(ConnectCase):
    """First visit."""

    def setUp(self) -> None:
        super().setUp()
        self.form(Standing.NEW)
        self.write(Field.NAME, "sari")
        self.write(Field.PASSWORD, "secret")
        self.key("Return")
        pump(self.root, self.window.question.winfo_viewable)

    def test_enter_alone_answers_nothing(self) -> None:
        self.key("Return", "space")
        self.assertTrue(self.window.question.winfo_viewable())
        self.assertEqual(self.doors.sign_ins, [])
        self.assertEqual(str(self.window.question.code._words.cget("text")), human_fingerprint(LAB))

    def test_they_match(self) -> None:
        click(self.window.question.match)
        pump(self.root, lambda: self.doors.sign_ins)
        pump(self.root, self.window.form.winfo_viewable)
        self.assertEqual(self.doors.sign_ins[0], (Target(HERE, "192.168.1.20", pin=LAB), Registration("sari", "secret")))

    def test_they_differ(self) -> None:
        focus(self.window.question.differ)
        self.key("Return")
        pump(self.root, self.window.find.winfo_viewable)
        self.assertIn("invite", self.window.find.strip.message)
        self.assertEqual(self.doors.sign_ins, [])

    def test_escape_goes_back_to_what_was_typed(self) -> None:
        self.key("Escape")
        pump(self.root, self.window.form.winfo_viewable)
        self.assertEqual(self.field(Field.PASSWORD).value, "secret")


class TheLoudPage(ConnectCase):
    """Another server answers."""

    def loud(self, **changes: object) -> None:
        self.start(LAB_KNOWN)
        self.presenter.proceed("", "")
        self.presenter.inquiry_event(offers(Standing.CHANGED, **changes))
        self.now += limits.STRANGER_WAIT_S  # for which the known one is looked for elsewhere
        pump(self.root, self.window.stranger.winfo_viewable)
        pump(self.root, lambda: self.root.focus_get() is self.window.stranger.find)

    def test_enter_looks_for_the_known_one(self) -> None:
        self.loud(fingerprint=ANNEX, name="Annex")
        self.assertEqual(str(self.window.stranger.heading.cget("text")), "This is a different server from Lab 2")
        self.key("Return")
        pump(self.root, self.window.find.winfo_viewable)
        self.assertIn("Looking for Lab 2", str(self.window.find.search.cget("text")))

    def test_going_on_is_a_red_button_where_a_name_is_borrowed(self) -> None:
        self.loud(fingerprint=ANNEX, name="Lab 2")
        button = self.window.stranger.proceed
        self.assertEqual(str(button.cget("style")), "Danger.TButton")
        click(button)
        pump(self.root, self.window.form.winfo_viewable)
        self.assertIs(self.presenter.step, Step.FORM)

    def test_a_known_server_at_the_address_is_no_alarm(self) -> None:
        self.loud(fingerprint=ANNEX, name="Annex")
        self.assertEqual(str(self.window.stranger.proceed.cget("style")), "TButton")


class CapsLock(ConnectCase):
    """The hint, from the state of real key events."""

    def test_on_and_off(self) -> None:
        self.form(last_name="sari")
        field = self.field(Field.PASSWORD)
        assert isinstance(field, SecretField)
        focus(field.entry)
        field.entry.event_generate("<KeyPress-a>", state=2)
        settle(self.root)
        self.assertTrue(field.caps)
        self.assertEqual(str(field._line._words.cget("text")), "Caps Lock is on.")
        field.entry.event_generate("<KeyPress-a>", state=0)
        settle(self.root)
        self.assertFalse(field.caps)

    def test_what_a_key_tells(self) -> None:
        for keysym, state, char, x11, caps in (
            ("Caps_Lock", 0, "", True, True),
            ("Caps_Lock", 2, "", True, False),
            ("a", 2, "A", True, True),
            ("a", 0, "a", True, False),
            ("Caps_Lock", 0, "", False, None),
            ("a", 0, "A", False, True),
            ("A", 1, "A", False, False),
            ("a", 1, "a", False, True),
            ("1", 0, "1", False, None),
            ("Tab", 0, "\t", False, None),
        ):
            self.assertIs(caps_lock_after(keysym, state, char, x11), caps)


class Looks(ConnectCase):
    """Light and dark, narrow and wide."""

    def test_the_mode_changes_live(self) -> None:
        self.form(last_name="sari")
        for mode in ("dark", "light", "dark"):
            click(self.window.sidebar.mode)
            pump(self.root, lambda mode=mode: self.kit.mode == mode)
            settle(self.root)
        self.presenter.back()
        pump(self.root, self.window.find.winfo_viewable)

    def test_the_smallest_window(self) -> None:
        self.root.geometry("720x480")
        self.form(Standing.HERE, signup="room", room=True)
        self.presenter.choose_way(Way.CREATE)
        pump(self.root, lambda: self.window.sidebar.compact)
        room = self.field(Field.ROOM)
        for _ in range(4):
            self.key("Tab")
        room.take_focus(select=False)
        focus(room.entry)
        scroll = self.window.form.scroll
        assert scroll
        bottom = scroll.winfo_rooty() + scroll.winfo_height()
        pump(self.root, lambda: room.entry.winfo_rooty() + room.entry.winfo_height() <= bottom)
        self.assertTrue(self.window.form.go.winfo_viewable())
        self.root.geometry("900x600")
        pump(self.root, lambda: not self.window.sidebar.compact)


class AnotherWindow(ConnectCase):
    """Signing out makes a new one in the place of the old."""

    def test_keys_go_with_the_frame(self) -> None:
        heard = []
        self.root.bind("<Escape>", heard.append, add="+")
        before = self.root.bind("<Return>").strip()
        self.start(LAB_KNOWN)
        other = ConnectWindow(self.root, self.kit, lambda _view: self.presenter)
        self.assertNotEqual(self.root.bind("<Return>").strip(), before)
        other.destroy()
        self.assertEqual(self.root.bind("<Return>").strip(), before)
        self.key("Escape", "Return")
        self.assertEqual((len(heard), len(self.doors.inquiries)), (1, 1))


class HighScale(ConnectCase):
    """Twice the size."""

    scale = 2.0
    mode = "dark"
    geometry = "1440x960+0+0"

    def test_every_page(self) -> None:
        self.start(LAB_KNOWN)
        self.assertTrue(self.window.find.next.winfo_viewable())
        self.form(Standing.NEW)
        self.assertTrue(self.window.form.go.winfo_viewable())
        bottom = self.root.winfo_rooty() + self.root.winfo_height()
        right = self.root.winfo_rootx() + self.root.winfo_width()
        go = self.window.form.go
        self.assertLessEqual(go.winfo_rooty() + go.winfo_height(), bottom)
        self.assertLessEqual(go.winfo_rootx() + go.winfo_width(), right)


if __name__ == "__main__":
    unittest.main()
