"""What the peer is told of an error, and what it is not."""

from __future__ import annotations

import unittest

from udpchat import limits
from udpchat.errors import BadName, DamagedStore, SlowDown, Storage, TextTooLong, UsernameTaken
from udpchat.server.refusals import as_refusal, seconds


class RefusalTest(unittest.TestCase):
    def test_codes(self) -> None:
        for error, code in (
            (UsernameTaken("anna"), "USERNAME_TAKEN"),
            (BadName("it is empty"), "INVALID_NAME"),
            (TextTooLong(), "INVALID_TEXT"),
            (DamagedStore("relay.sqlite"), "STORAGE"),
        ):
            self.assertEqual(as_refusal(error).code, code)

    def test_our_own_troubles_stay_ours(self) -> None:
        for error in (Storage("disk of the relay"), DamagedStore("relay.sqlite")):
            self.assertEqual(as_refusal(error).detail, "")
            self.assertGreater(seconds(as_refusal(error)), 0)

    def test_details_fit_and_waits_round_up(self) -> None:
        self.assertEqual(len(as_refusal(UsernameTaken("x" * 999)).detail), limits.DETAIL_CHARS)
        self.assertEqual(seconds(SlowDown(retry_after_s=1.2)), 2)
