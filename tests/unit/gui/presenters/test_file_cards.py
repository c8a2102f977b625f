"""The cards of files: what each state says and allows, and files in words."""

from __future__ import annotations

import unittest
from dataclasses import replace

from tests.unit.gui.presenters.file_lab import MB, download, file, upload
from udpchat import errors
from udpchat.catalogue import text
from udpchat.client.events import TransferState as State
from udpchat.gui.presenters import file_words as words
from udpchat.gui.presenters.file_cards import BARS, REASONS, STATES, About, FileState, card_of, have_words
from udpchat.gui.widgets.file_data import FileVerb as Verb
from udpchat.gui.widgets.file_data import main_verb

PRIVATE = About(private=True, sender="Sari")
GROUP = About(sender="Sari")
MINE = About(own=True, have="18 of 30 have it")


class States(unittest.TestCase):
    """Each of them, in both directions."""

    def test_every_state_has_a_card(self) -> None:
        self.assertEqual(set(STATES), set(State))
        for state in State:
            for progress in (upload(state), download(state)):
                for of in (None, file()):
                    card = card_of(progress, of)
                    self.assertTrue(card.name)
                    self.assertTrue(card.line, state)
                    self.assertEqual(len(set(card.all_verbs)), len(card.all_verbs))

    def test_an_offer(self) -> None:
        card = card_of(None, file(), PRIVATE)
        self.assertEqual((card.state, card.verbs), (FileState.OFFER, (Verb.ACCEPT, Verb.DECLINE)))
        self.assertEqual((card.name, card.line, card.sign, card.fraction), ("budget.csv", "48 kB · from Sari", "CSV", None))
        card = card_of(None, file(), GROUP)
        self.assertEqual(card.verbs, (Verb.DOWNLOAD,))
        self.assertEqual(card.menu, (Verb.DECLINE, Verb.FORWARD))

    def test_moving(self) -> None:
        card = card_of(download(State.SENDING, done=3 * MB, per_s=4.1e6, left_s=2.2), file(size=12 * MB), GROUP)
        self.assertEqual(card.line, "3 of 12 MB · 4.1 MB/s · 2 s left")
        self.assertEqual((card.fraction, card.verbs), (0.25, (Verb.PAUSE, Verb.CANCEL)))
        self.assertEqual(card_of(upload(State.SENDING), None).line, "0 of 12 MB")

    def test_waiting(self) -> None:
        self.assertEqual(card_of(upload(State.QUEUED), None).line, "12 MB · waiting for its turn")
        self.assertEqual(card_of(upload(State.QUEUED), None, About(online=False)).line, "12 MB · waiting for the connection")
        self.assertEqual(card_of(upload(State.QUEUED, size=0), None).line, "waiting for its turn")
        self.assertIsNone(card_of(upload(State.QUEUED), None).fraction)
        self.assertEqual(card_of(upload(State.QUEUED, done=6 * MB), None).fraction, 0.5)

    def test_resting(self) -> None:
        paused = card_of(download(State.PAUSED, done=6 * MB), file(), GROUP)
        self.assertEqual((paused.line, paused.verbs), ("6 of 12 MB · paused", (Verb.RESUME, Verb.CANCEL)))
        declined = card_of(download(State.DECLINED), file(), PRIVATE)
        self.assertEqual((declined.line, declined.verbs), ("48 kB · declined", (Verb.DOWNLOAD,)))
        cancelled = card_of(download(State.CANCELLED), file(), PRIVATE)
        self.assertEqual((cancelled.line, cancelled.verbs), ("48 kB · cancelled", (Verb.ACCEPT, Verb.DECLINE)))

    def test_failed(self) -> None:
        failed = card_of(download(State.FAILED, error=errors.NoSpace()), file(), GROUP)
        self.assertEqual((failed.line, failed.verbs), ("no room on this computer", (Verb.RETRY, Verb.DISMISS)))
        self.assertEqual(failed.tip, errors.NoSpace().sentence)
        failed = card_of(download(State.FAILED, done=1, error=errors.InvalidText("odd")), file(), GROUP)
        self.assertEqual(failed.verbs, (Verb.RESUME, Verb.DISMISS))
        self.assertTrue(failed.line)
        self.assertEqual(card_of(upload(State.FAILED), None).line, "not complete")

    def test_expired(self) -> None:
        card = card_of(download(State.EXPIRED, error=errors.NoSuchFile()), file(), GROUP)
        self.assertEqual((card.line, card.all_verbs), ("48 kB · not on the server any more", ()))

    def test_done(self) -> None:
        card = card_of(download(State.DONE), file(), GROUP)
        self.assertEqual(card.verbs, (Verb.SHOW_IN_FOLDER,))
        self.assertEqual(card.menu, (Verb.OPEN, Verb.SAVE_AS, Verb.COPY_PATH, Verb.FORWARD))
        self.assertEqual((card.tip, card.picture), ("/home/me/Downloads/budget.csv", ""))
        mine = card_of(upload(State.DONE), file(), MINE)
        self.assertEqual(mine.line, "48 kB · 18 of 30 have it")
        self.assertIn(Verb.WHO_HAS_IT, mine.menu)

    def test_mine_that_is_not_here(self) -> None:
        card = card_of(None, file(), MINE)
        self.assertEqual((card.line, card.verbs), ("48 kB · 18 of 30 have it", (Verb.DOWNLOAD,)))
        self.assertEqual(card.menu, (Verb.FORWARD, Verb.WHO_HAS_IT))

    def test_a_forwarded_one_without_a_message_yet(self) -> None:
        card = card_of(upload(State.DONE, path=""), None)
        self.assertEqual(card.all_verbs, ())

    def test_an_empty_file_has_a_full_bar(self) -> None:
        self.assertEqual(card_of(download(State.VERIFYING, size=0), file(size=0)).fraction, 1.0)
        self.assertEqual(card_of(None, file(size=0)).line, "0 B")

    def test_pictures(self) -> None:
        of = file(name="photo.PNG")
        done = replace(download(State.DONE), name="photo.PNG", path="/x/photo.PNG")
        card = card_of(done, of, GROUP)
        self.assertEqual((card.picture, main_verb(card)), ("/x/photo.PNG", Verb.VIEW))
        self.assertEqual(card_of(replace(done, state=State.SENDING, path=""), of).picture, "")
        self.assertEqual(card_of(replace(done, name="photo.jpg"), file(name="photo.jpg")).picture, "")
        self.assertEqual(card_of(replace(upload(State.SENDING), name="a.png", path="/x/a.png"), None).picture, "")

    def test_everything_has_words(self) -> None:
        for verb in Verb:
            self.assertTrue(text(f"files.verb.{verb.value}"))
        for code in REASONS:
            self.assertTrue(text(f"files.why.{code}"))
            self.assertEqual(errors.refusal(code).code if code not in ("CANNOT_READ", "NO_SPACE") else code, code)

    def test_bars(self) -> None:
        for state in State:
            has_bar = card_of(download(state, done=1), file()).fraction is not None
            self.assertEqual(has_bar, STATES[state] in BARS | {FileState.WAITING}, state)


class InWords(unittest.TestCase):
    """How far, speeds, times, kinds, names."""

    def test_moved(self) -> None:
        self.assertEqual(words.moved_words(7_700_000, 12_000_000), "7.7 of 12 MB")
        self.assertEqual(words.moved_words(0, 12_000_000), "0 of 12 MB")
        self.assertEqual(words.moved_words(45_000_000, 1_200_000_000), "45 MB of 1.2 GB")
        self.assertEqual(words.moved_words(512, 900), "512 of 900 B")

    def test_times(self) -> None:
        cases = (0.0, "1 s left"), (59.4, "59 s left"), (60, "1 min left"), (3599, "1 h 0 min left"), (7500, "2 h 5 min left")
        for left_s, said in cases:
            self.assertEqual(words.left_words(left_s), said)

    def test_signs(self) -> None:
        for name, sign in (
            ("a.csv", "CSV"), ("a.jpeg", "JPG"), ("a.pcap", "CAP"), ("a.tar.gz", "GZ"), ("a", ""), ("a.c", "C"), (".bashrc", ""),
            ("a.torrent", ""), ("a.\u0441\u0441", ""), ("a.", ""), ("a.x y", ""),
        ):  # fmt: skip
            with self.subTest(name=name):
                self.assertEqual(words.sign(name), sign)

    def test_who_has_it(self) -> None:
        self.assertEqual(have_words(0, 30), "")
        self.assertEqual(have_words(18, 30), "18 of 30 have it")
        self.assertEqual(have_words(30, 30), "all 30 have it")
        self.assertEqual(have_words(31, 30), "all 30 have it")  # one of them has left
        self.assertEqual(have_words(3, 0), "3 have it")
        self.assertEqual(have_words(1, 0), "1 has it")

    def test_one_line(self) -> None:
        self.assertEqual(words.file_line("a.csv", "a.csv"), "File: a.csv")
        self.assertEqual(words.file_line("a.png"), "Picture: a.png")
        self.assertEqual(words.file_line("a.csv", "the\nbudget"), "File: a.csv – the budget")

    def test_hostile_names(self) -> None:
        for name in ("\u202egpj.exe", "x" * 300, "Z" + "\u0301" * 300 + ".csv", "\0", "", "\ud800.png", "a\nb.csv", "😀.png"):
            card = card_of(None, file(name=name), GROUP)
            with self.subTest(name=name[:20]):
                self.assertTrue(card.name)
                self.assertNotIn("\u202e", card.name)
                self.assertNotIn("\n", card.name)
                card.name.encode()
                self.assertTrue(words.file_line(name, "\u202e\nx"))

    def test_what_is_opened_without_a_question(self) -> None:
        for name in ("a.png", "a.TXT", "a.csv"):
            self.assertTrue(words.is_harmless(name), name)
        for name in ("a.exe", "a.html", "a.txt.desktop", "a", "a.svg", "a.pdf", "a.sh"):
            self.assertFalse(words.is_harmless(name), name)


if __name__ == "__main__":
    unittest.main()
