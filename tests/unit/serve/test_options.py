"""Which settings a relay starts with: an option given before a saved value before the default."""

from __future__ import annotations

import argparse
import os
import unittest
from unittest import mock

from tests.unit.server.lab import cheap_scrypt, verifier
from udpchat.errors import BadName, NoRoomPassword
from udpchat.limits import DEFAULT_PORT
from udpchat.quotas import FileRules
from udpchat.serve.options import add_arguments, port_of, settings_of, to_save
from udpchat.server.settings import ServerSettings
from udpchat.store import SavedSettings

NOTHING = SavedSettings()


class OptionsCase(unittest.TestCase):
    def setUp(self) -> None:
        patch = mock.patch("udpchat.scram.hashlib.scrypt", cheap_scrypt)
        patch.start()
        self.addCleanup(patch.stop)
        self.saved = SavedSettings("Saved", 4711, "room", False, verifier("sesame"), "lan", FileRules(days=7))

    def parsed(self, *words: str, **environment: str) -> argparse.Namespace:
        with mock.patch.dict(os.environ, environment):
            if not environment:
                os.environ.pop("UDPCHAT_ROOM_PASSWORD", None)
            parser = argparse.ArgumentParser()
            add_arguments(parser)
            return parser.parse_args(words)

    def made(self, *words: str, saved: SavedSettings = NOTHING, **environment: str) -> ServerSettings:
        options = self.parsed(*words, **environment)
        return settings_of(options, saved, port_of(options, saved))

    def test_defaults(self) -> None:
        made = self.made()
        self.assertEqual((made.port, made.signup, made.guests, made.room_verifier), (DEFAULT_PORT, "open", True, None))
        self.assertTrue(made.name)
        self.assertEqual(made.plain, "local")

    def test_saved_ones_before_defaults(self) -> None:
        made = self.made(saved=self.saved)
        self.assertEqual(to_save(made), self.saved)

    def test_options_before_saved_ones(self) -> None:
        made = self.made("--name", "Given", "--port", "5", "--signup", "closed", "--guests", saved=self.saved)
        self.assertEqual((made.name, made.port, made.signup, made.guests), ("Given", 5, "closed", True))
        self.assertEqual(self.made("--plain", "off", saved=self.saved).plain, "off")
        self.assertEqual(made.room_verifier, self.saved.room)
        self.assertFalse(self.made("--no-guests", saved=SavedSettings(guests=True)).guests)

    def test_each_by_itself(self) -> None:
        self.assertEqual(self.made("--signup", "open", saved=self.saved).name, "Saved")
        self.assertEqual(self.made("--port", "0", saved=self.saved).port, 0)
        self.assertEqual(self.made(saved=SavedSettings(port=7)).signup, "open")

    def test_a_room_password_given(self) -> None:
        by_option = self.made("--room-password", "new", saved=self.saved)
        for made in (by_option, self.made(saved=self.saved, UDPCHAT_ROOM_PASSWORD="new")):
            self.assertNotEqual(made.room_verifier, self.saved.room)
            self.assertIsNotNone(made.room_verifier)

    def test_sign_up_with_a_room_password_that_is_nowhere(self) -> None:
        with self.assertRaises(NoRoomPassword) as caught:
            self.made("--signup", "room")
        self.assertIn("--room-password", caught.exception.sentence)
        self.assertEqual(self.made("--signup", "room", saved=self.saved).room_verifier, self.saved.room)

    def test_an_impossible_name(self) -> None:
        with self.assertRaises(BadName):
            self.made("--name", "a\nb")
        with mock.patch("socket.gethostname", return_value="\x1b"):
            self.assertEqual(self.made().name, "udpchat")

    def test_rate(self) -> None:
        made = self.made("--rate", "0")
        self.assertEqual((made.rate_per_s, made.bytes_per_s), (0, 0))

    def test_a_port_that_is_none(self) -> None:
        for word in ("-1", "65536", "x", ""):
            with self.assertRaises(SystemExit), mock.patch("sys.stderr"):
                self.parsed("--port", word)


if __name__ == "__main__":
    unittest.main()
