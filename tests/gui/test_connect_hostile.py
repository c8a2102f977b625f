"""Whatever is pasted into a field or told by a stranger: no crash, and a clear state afterwards."""

from __future__ import annotations

import random
import unittest
from typing import Final

from tests.gui.connect_windows import ConnectCase
from tests.gui.harness import focus, pump, settle
from tests.unit.gui.presenters.connect_lab import ANNEX, LAB_KNOWN, offers, sighting
from udpchat import errors, limits
from udpchat.client.accounts import KeptAccount
from udpchat.client.inquiry import Standing
from udpchat.client.known_servers import KnownServer
from udpchat.gui.kit.guards import fits_entry
from udpchat.gui.presenters.connect_pages import Field, Way

PASTES: Final = {
    "emoji": "a\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467b" * 20,
    "marks": "e" + "\u0301" * 300,
    "nul": "sa\x00ri\x00",
    "bidi": "\u202esari\u2066\u200f\ufeff",
    "lines": "one\ntwo\r\nthree\tfour\x1b[31m",
    "64 KiB": "x" * 65536,
    "64 KiB of emoji": "\U0001f600" * 16384,
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
}
FIELDS: Final = (Field.NAME, Field.PASSWORD, Field.DISPLAY, Field.COUNTRY, Field.ROOM)
HOSTILE: Final = "\u202eLab\x00 2\n" + "\U0001f600" * 40 + "e" + "\u0301" * 300


class Pastes(ConnectCase):
    """Into every field, with the real paste key."""

    def paste(self, where: Field, words: str) -> None:
        field = self.field(where)
        field.set("")
        field.take_focus(select=False)
        focus(field.entry)
        self.root.clipboard_clear()
        self.root.clipboard_append(words)
        field.entry.event_generate("<<Paste>>")
        settle(self.root)
        self.assertTrue(fits_entry(field.value))
        self.assertLessEqual(len(field.value), limits.INVITE_CHARS)
        for key in ("<BackSpace>", "<Left>", "<Delete>", "<End>"):
            field.entry.event_generate(key)
        settle(self.root)

    def test_the_address(self) -> None:
        for what, words in PASTES.items():
            with self.subTest(paste=what):
                self.start()
                self.paste(Field.HOST, words)
                self.paste(Field.PORT, words)
                self.window.find.proceed()
                settle(self.root)
                self.assertTrue(self.window.find.host.problem or self.window.find.port.problem)
                self.assertEqual(self.doors.inquiries, [])

    def test_the_form(self) -> None:
        self.form(Standing.HERE, signup="room", room=True)
        self.presenter.choose_way(Way.CREATE)
        for what, words in PASTES.items():
            with self.subTest(paste=what):
                for where in FIELDS:
                    self.paste(where, words)
                self.window.form.submit()
                settle(self.root)
                problems = [where for where in FIELDS if self.field(where).problem]
                self.assertTrue(problems or self.doors.sign_ins, what)
                self.presenter.back() if self.doors.signing_in else None
                self.doors.sign_ins.clear()
        self.assertTrue(self.window.form.winfo_viewable())

    def test_the_form_for_a_forgotten_password(self) -> None:
        fields = (Field.NAME, Field.CODE, Field.NEW_PASSWORD)
        self.form(Standing.HERE)
        self.presenter.choose_way(Way.SIGN_IN)
        self.presenter.forgot_password("")
        for what, words in PASTES.items():
            with self.subTest(paste=what):
                for where in fields:
                    self.paste(where, words)
                self.window.form.submit()
                settle(self.root)
                self.assertTrue([where for where in fields if self.field(where).problem], what)
                self.assertEqual(self.doors.sign_ins, [])
        self.assertTrue(self.window.form.winfo_viewable())

    def test_left_out_signs_are_told(self) -> None:
        self.form(last_name="sari")
        self.paste(Field.PASSWORD, "se\U0001f600cret")
        field = self.field(Field.PASSWORD)
        field.set("")
        self.root.clipboard_clear()
        self.root.clipboard_append("se\U0001f600cret")
        field.entry.event_generate("<<Paste>>")
        settle(self.root)
        self.assertEqual((field.value, field.note), ("secret", "Some signs cannot be typed here and were left out."))

    def test_a_password_that_was_cut_is_too_long_not_wrong(self) -> None:
        self.form(last_name="sari")
        self.field(Field.PASSWORD).set("x" * 70000)
        self.window.form.submit()
        self.assertIn("At most 256", self.field(Field.PASSWORD).problem)
        self.assertEqual(self.doors.sign_ins, [])

    def test_random_editing(self) -> None:
        dice = random.Random(14)
        keys = ("<BackSpace>", "<Delete>", "<Left>", "<Right>", "<Home>", "<End>", "<<Paste>>", "<<SelectAll>>", "<<Cut>>")
        self.form(Standing.HERE, signup="room", room=True)
        self.presenter.choose_way(Way.CREATE)
        for _ in range(60):
            field = self.field(dice.choice(FIELDS))
            focus(field.entry)
            self.root.clipboard_clear()
            self.root.clipboard_append(dice.choice(list(PASTES.values()))[:200])
            for _ in range(8):
                field.entry.event_generate(dice.choice(keys))
            self.assertTrue(fits_entry(field.value))
        settle(self.root)


class Strangers(ConnectCase):
    """Names of servers and people come from elsewhere."""

    def test_a_list_of_odd_names(self) -> None:
        self.start(KnownServer(ANNEX, HOSTILE, (("10.0.0.7", 8890),)), LAB_KNOWN)
        self.finding.found = [sighting(bytes([n + 10]) * 32, HOSTILE[n:], ("10.0.0.1", n + 1)) for n in range(20)]
        pump(self.root, lambda: len(self.window.find.servers.card_keys) == 22)
        settle(self.root)

    def test_every_page_with_an_odd_name(self) -> None:
        self.form(Standing.NEW, name=HOSTILE, kept=(KeptAccount(HOSTILE, 1, False), KeptAccount("\ud800", 2, True)))
        self.window.form.fields[Field.NAME].set("sari")
        self.window.form.fields[Field.PASSWORD].set("secret")
        self.presenter.choose_way(Way.CREATE)
        self.window.form.submit()
        pump(self.root, self.window.question.winfo_viewable)
        self.presenter.fingerprint_matches()
        self.presenter.sign_in_refused(errors.Banned(HOSTILE))
        settle(self.root)
        self.assertTrue(self.window.form.strip.message)
        self.start(LAB_KNOWN)
        self.presenter.proceed("", "")
        self.presenter.inquiry_event(offers(Standing.CHANGED, fingerprint=ANNEX, name=HOSTILE))
        self.now += limits.STRANGER_WAIT_S  # for which the known one is looked for elsewhere
        pump(self.root, self.window.stranger.winfo_viewable)
        settle(self.root)


if __name__ == "__main__":
    unittest.main()
