"""What people type wrong, at real programs: a sentence where they typed it, what they typed kept, the connection unharmed, and
one line in the relay's log for what reached it."""

from __future__ import annotations

import unittest
from typing import Final

from tests.system.processes import PASSWORD, Program, SystemCase

NOBODY: Final = "* There is no account {} on this server. Check the spelling."
NO_GROUP: Final = "* There is no such group {}, or it was deleted. Check the name."
TOO_LONG: Final = "* The message is too long. Shorten it, or send it in parts."
EMPTY: Final = "* The message is empty. Type something first."

HERE: Final = {
    "/msg nobody hello": NOBODY.format("nobody"),
    "/sendgroup bob,nobody,noone hello": NOBODY.format("nobody, noone"),
    "/msg #nowhere hello": NO_GROUP.format("nowhere"),
    "/group leave nowhere": NO_GROUP.format("nowhere"),
    "x" * 16385: TOO_LONG,
    "é" * 8193: TOO_LONG,
    "/msg bob " + "x" * 16385: TOO_LONG,
    "\u200b \u2060": EMPTY,
    "/msg bob \u200b": EMPTY,
    "/msg bob": "* Type it like this: /msg PLACE TEXT",
    "/mute bob 30x": "* Type it like this: /mute PERSON [TIME] [TEXT]",
    "/nothing": "* There is no command /nothing. /help lists the commands; // sends a text that starts with /.",
    "/topic x": "* No group is open. Open one first, or name it.",
    "/reply ^9 hello": "* There is no such message here. Look again, or load earlier ones.",
    "/block ann": "* That is you. Name somebody else.",
    "/group create lobby": "* That name cannot be used: it is reserved for the server itself. Choose another name.",
    "/group create a\u202eb": "* That name cannot be used: it has invisible or control characters. Choose another name.",
    "/nick " + "a" + "\u0301" * 300: "* That name cannot be used: it is longer than 64 characters. Choose another name.",
    "/status " + "é" * 60: "* That cannot be used: it is too long. Change it and try again.",
    "/search since:yesterday x": "* That is no day: yesterday. Write it like 2026-03-31.",
    "/realm list": "* /realm is not available yet.",
}
"""Refused before anything is sent: nothing in the relay's log."""

THERE: Final = {
    "/kick bob": ("* You are not allowed to do that.", "refused ann from", "NOT_ALLOWED"),
    "/group remove team bob": ("* You are not allowed to do that.", "refused ann from", "NOT_ALLOWED"),
}
"""Refused by the relay: one line there."""

CLEANED: Final = {
    "\u202eback\u202c and \u2066forth": "back and forth",
    "bell\x07, escape\x1b[31m, nul\x00": "bell, escape[31m, nul",
    "tower a" + "\u0301" * 300: "tower a" + "\u0301" * 8,
    "half a letter \udcff": "half a letter \ufffd\ufffd\ufffd",  # three bytes that are no UTF-8, as a terminal could send them
    "  spaces  ": "spaces",
}
"""Said, and harmless for whoever reads it."""


class BadInput(SystemCase):
    def setUp(self) -> None:
        super().setUp()
        self.relay = self.serve()
        self.bob = self.signed_in("bob", "--register")
        self.ann = self.signed_in("ann", "--register")
        self.bob.wait_for("ann is here")
        self.bob.type("/group create team ann")
        self.ann.wait_for("bob added ann")

    def answer(self, line: str, program: Program | None = None) -> str:
        """The next line after this one was typed."""
        program = program or self.ann
        before = len(program.lines)
        program.type(line)
        program.wait_for_lines(before + 1)
        return program.lines[before]

    def refusals(self) -> list[str]:
        return [line for line in self.relay.lines if "refused" in line]

    def still_chatting(self) -> None:
        self.ann.type("all is well")
        self.bob.wait_for("ann: all is well")
        self.assertFalse([line for line in (*self.ann.lines, *self.bob.lines) if "lost" in line.lower()])

    def test_sentences_at_the_place(self) -> None:
        for line, sentence in HERE.items():
            self.assertEqual(self.answer(line), sentence, ascii(line[:60]))
        self.assertEqual(self.refusals(), [])
        for count, (line, (sentence, *parts)) in enumerate(THERE.items(), 1):
            self.assertEqual(self.answer(line)[: len(sentence)], sentence)
            self.relay.wait_for(*parts, count=count)
        self.assertEqual(len(self.refusals()), len(THERE))
        self.still_chatting()

    def test_harmless_for_who_reads_it(self) -> None:
        for typed, shown in CLEANED.items():
            self.ann.type_bytes(f"/msg bob {typed}\n".encode("utf-8", "surrogatepass"))
            self.bob.wait_for(f"ann (private): {shown}")
        self.still_chatting()

    def test_a_member_no_more(self) -> None:
        self.ann.type("/open team")
        self.ann.wait_for("goes to #team")
        self.bob.type("/group remove team ann")
        self.ann.wait_for("You are no longer in the group")
        self.assertIn("Not sent: who is there? (You are not a member", self.answer("who is there?"))
        self.assertEqual(self.answer("/msg #team hello"), NO_GROUP.format("team"))
        self.ann.type("/lobby")
        self.still_chatting()

    def test_muted_slowed_paused(self) -> None:
        """Each time the text comes back with the reason, and one line is in the log."""
        for order, undo, code, reason in (
            (("mute", "ann", "--reason", "noisy"), ("unmute", "ann"), "MUTED", "You are muted: noisy. Your text is kept"),
            (("pause", "on"), ("pause", "off"), "PAUSED", "The chat is paused. Your text is kept"),
            (("slow", "600"), ("slow", "0"), "SLOW_MODE", "Slow mode is on here. Your text is kept"),
        ):
            self.admin(*order)
            if code == "SLOW_MODE":
                self.ann.type("the first one")
                self.bob.wait_for("ann: the first one")
            self.ann.type(f"text while {code}")
            self.ann.wait_for(f"* Not sent: text while {code} ({reason}")
            self.relay.wait_for("refused ann", code)
            self.admin(*undo)
        self.assertEqual(len(self.refusals()), 3)
        self.still_chatting()

    def test_too_fast(self) -> None:
        """Nothing is refused in part: the relay reads more slowly, says so, and all of it arrives in order."""
        self.ann.type(*(f"flood {number}" for number in range(80)))
        self.ann.wait_for("slows you down")
        self.bob.wait_for("ann: flood 79")
        flood = [text for text in self.bob.texts() if "flood" in text]
        self.assertEqual(flood, [f"ann: flood {number}" for number in range(80)])
        self.assertEqual(self.refusals(), [])

    def test_names_that_look_like_another(self) -> None:
        wrong = {"\u0430nn": "from more than one alphabet", "ANN": "USERNAME_TAKEN", "a" * 33: "longer than 32"}
        for name, code in wrong.items():
            program = self.chat(name, "--register", "--trust")
            self.assertIn(program.status(), (1, 2))
            self.assertIn(code, program.transcript())
        ill = self.signed_in("Ill", "--register")
        alike = self.chat("lll", "--register", "--trust")
        self.assert_status(alike, 2)
        self.assertIn("reads like the name of somebody else", alike.transcript())
        ill.type("still me")
        self.bob.wait_for("Ill: still me")
        self.assertNotIn(PASSWORD, "\n".join(self.relay.lines))

    def admin(self, *arguments: str) -> None:
        made = self.start("-m", "udpchat", "admin", "--data", str(self.folder / "relay"), *arguments)
        self.assert_status(made, 0)


if __name__ == "__main__":
    unittest.main()
