"""The strip that tells how far files are which are on their way, all together."""

from __future__ import annotations

import unittest
from dataclasses import replace
from typing import Any

from tests.unit.gui.presenters.chat_making import NEWS, Chat, message
from tests.unit.gui.presenters.errands_lab import card, progress
from udpchat.client import events
from udpchat.client.events import Progress, TransferState
from udpchat.client.phases import Phase
from udpchat.gui.presenters.moving import Moving
from udpchat.gui.widgets.chat_data import MovingData

S = TransferState


def moving(key: bytes, done: int, size: int = 1000, state: TransferState = S.SENDING, **more: Any) -> Progress:
    """A transfer on its way."""
    return progress(key, state, size=size, done=done, **more)


class MovingTest(unittest.TestCase):
    """Together."""

    def setUp(self) -> None:
        self.strip = Moving()

    def shown(self, online: bool = True) -> MovingData:
        found = self.strip.data(online)
        assert found is not None
        return found

    def test_nothing(self) -> None:
        self.strip.changed(moving(b"1", 1000, state=S.DONE))
        self.assertIsNone(self.strip.data(True))

    def test_the_bar_goes_forward_only(self) -> None:
        self.strip.changed(moving(b"1", 500))
        self.strip.changed(moving(b"2", 0))
        self.assertEqual((self.shown().fraction, self.shown().count), (0.25, "2 files"))
        self.strip.changed(moving(b"1", 1000, state=S.DONE))
        self.assertEqual((self.shown().fraction, self.shown().count), (0.5, "1 file"))
        self.strip.changed(moving(b"2", 1000, state=S.DONE))
        self.assertIsNone(self.strip.data(True))
        self.strip.changed(moving(b"3", 0))
        self.assertEqual(self.shown().fraction, 0.0)

    def test_what_rests_or_ends_does_not_count(self) -> None:
        for state in (S.PAUSED, S.FAILED, S.CANCELLED, S.DECLINED, S.EXPIRED):
            with self.subTest(state):
                self.strip.changed(moving(b"1", 500))
                self.strip.changed(moving(b"2", 0))
                self.strip.changed(moving(b"1", 500, state=state))
                self.assertEqual((self.shown().fraction, self.strip.count), (0.0, 1))
                self.strip.changed(moving(b"2", 0, state=S.CANCELLED))
                self.assertIsNone(self.strip.data(True))

    def test_words(self) -> None:
        self.strip.changed(moving(b"1", 500_000, 1_000_000, per_s=50_000.0))
        self.assertEqual(self.shown().words, "50 % \u00b7 50 kB/s \u00b7 10 s left")
        self.assertIn("1 file is on its way", self.shown().tip)
        self.assertIn("waiting for the connection", self.shown(online=False).words)
        self.strip.changed(moving(b"1", 0, 0, S.QUEUED))
        self.assertEqual(self.shown().words, "waiting for its turn")

    def test_what_is_only_read_has_not_moved(self) -> None:
        self.strip.changed(moving(b"1", 900, state=S.HASHING))
        self.assertEqual((self.shown().fraction, self.shown().words), (0.0, "preparing"))

    def test_which_way(self) -> None:
        self.strip.changed(moving(b"1", 0, up=False))
        self.assertFalse(self.shown().up)
        self.strip.changed(moving(b"2", 0, up=True))
        self.assertTrue(self.shown().up)
        self.strip.changed(moving(b"2", 1000, state=S.DONE))
        self.assertFalse(self.shown().up)


class ShownTest(unittest.TestCase):
    """In the window, also those of before it."""

    def test_from_the_sign_in_on(self) -> None:
        chat = Chat(signed_in=False)
        chat.core.moved[b"1"] = moving(b"1", 10, state=S.QUEUED)
        chat.tell(events.StateChanged(Phase.ONLINE), events.SignedIn("me", 1, False, "lab"))
        assert chat.view.moving is not None
        self.assertEqual(chat.view.moving.count, "1 file")
        done = replace(chat.core.moved[b"1"], state=S.DONE, done=1000)
        chat.tell(events.TransferChanged(done))
        self.assertIsNone(chat.view.moving)

    def test_somebody_sent_a_file(self) -> None:
        chat = Chat()
        chat.presenter.focused(False)
        sent = replace(message(5, text="budget.csv"), file=card())
        chat.tell(events.MessagesAdded((sent,), True))
        self.assertEqual(chat.alerts.told[-1][1], "sari sent budget.csv")
        chat.time.pass_s(60.0)
        chat.tell(events.MessagesAdded((replace(sent, seq=6, ref=b"6", text="look at this"),), True))
        self.assertIn("look at this", chat.alerts.told[-1][1])

    def test_files_only_where_one_may_write(self) -> None:
        chat = Chat()
        sent: list[Any] = []
        chat.presenter.errands.send_files = lambda paths, place: sent.append((list(paths), place))  # type: ignore[method-assign]
        chat.presenter.send_files(["/a"])
        chat.presenter.send_files([])
        self.assertEqual(sent, [(["/a"], 0)])
        chat.core.rules = events.Rules(paused=False, private_off=False, announcers="moderators", retention_days=0)
        chat.rooms(NEWS)
        chat.presenter.open_conversation(NEWS.id)
        chat.presenter.send_files(["/a"])
        chat.presenter.choose_files()
        self.assertEqual((len(sent), chat.view.toasts), (1, ["You cannot send files here now."] * 2))


if __name__ == "__main__":
    unittest.main()
