"""What typed lines mean."""

from __future__ import annotations

import unittest

from udpchat.catalogue import text
from udpchat.terminal.lines import NAMES, Command, Say, Unknown, meaning


class Meaning(unittest.TestCase):
    def test_text(self) -> None:
        for line in ("hello", " hello ", "LOGIN me now", "a/b", " /exit", "1/2"):
            self.assertEqual(meaning(line), Say(line))

    def test_commands(self) -> None:
        self.assertIs(meaning("/exit"), Command.LEAVE)
        self.assertIs(meaning("/LOGOUT "), Command.LEAVE)
        self.assertIs(meaning("/who now"), Command.WHO)

    def test_empty(self) -> None:
        for line in ("", "  ", "\t"):
            self.assertIsNone(meaning(line))

    def test_a_misspelt_command_is_never_sent(self) -> None:
        self.assertEqual(meaning("/exti all"), Unknown("/exti"))
        self.assertEqual(meaning("/"), Unknown("/"))

    def test_doubled_slash(self) -> None:
        self.assertEqual(meaning("//exit"), Say("/exit"))

    def test_help_knows_every_command(self) -> None:
        for command in NAMES.values():
            self.assertTrue(text(f"terminal.help.{command.value}"))


if __name__ == "__main__":
    unittest.main()
