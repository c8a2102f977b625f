"""`python3 -m udpchat admin` against a running relay: what it prints, its exit status, and what people notice of it."""

from __future__ import annotations

from tests.system.processes import Program, SystemCase


class AdminTest(SystemCase):
    def admin(self, *words: str) -> Program:
        """One errand, until it has ended."""
        program = self.start("-m", "udpchat", "admin", "--data", str(self.folder / "relay"), *words)
        program.status()
        return program

    def test_an_evening_of_a_moderator(self) -> None:
        relay = self.serve()
        anna = self.signed_in("anna", "--register")
        people = self.folder / "people.csv"
        people.write_text("name,password\nmessi,surabaya\n", encoding="utf-8")
        for words, line in (
            (("people",), "anna (member) here"),
            (("import-users", str(people)), "1 accounts made."),
            (("announce", "welcome to the lab"), "Done."),
            (("role", "anna", "moderator"), "Done."),
            (("audit",), "set_role anna moderator"),
        ):
            program = self.admin(*words)
            self.assert_status(program, 0)
            self.assertIn(line, program.transcript())
        anna.wait_for("welcome to the lab")
        refused = self.admin("kick", "nobody")
        self.assert_status(refused, 1)
        self.assertIn("no account nobody", refused.transcript())
        self.assert_status(self.admin("stop", "good night"), 0)
        self.assert_status(relay, 0)
        relay.wait_for("stopped by the operator: good night")

    def test_wrong_words_are_told_with_the_right_ones(self) -> None:
        for words in (("mute", "anna", "--for", "soon"), ()):
            self.assert_status(self.admin(*words), 2)
