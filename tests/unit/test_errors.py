"""Tests of the errors: every one has a sentence that says what happened and what to do next."""

from __future__ import annotations

import string
import unittest

from udpchat import catalogue, errors
from udpchat.catalogue import en


def all_kinds(kind: type[errors.UdpchatError] = errors.UdpchatError) -> list[type[errors.UdpchatError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in all_kinds(child))]


class SentenceTest(unittest.TestCase):
    def test_every_error_has_its_own_code_and_a_sentence_of_two_parts(self) -> None:
        codes = [kind.code for kind in all_kinds()]
        self.assertEqual(len(codes), len(set(codes)))
        for kind in all_kinds():
            for error in (kind(), kind("x"), kind(detail="because.")):
                with self.subTest(code=kind.code):
                    self.assertRegex(error.sentence, r"^[A-Z].*[.:].* .*\.$")
                    self.assertNotRegex(error.sentence, r"[{}\n]|\.\.|  | \.")

    def test_the_detail_is_named(self) -> None:
        self.assertIn("UDP port 11111 is", errors.PortInUse(11111).sentence)
        self.assertIn("cannot be used: it is empty. Choose", errors.BadName("it is empty").sentence)

    def test_folder_in_use_names_the_process(self) -> None:
        error = errors.FolderInUse(4711, "/srv/chat")
        self.assertIn("/srv/chat is in use by another udpchat (process 4711).", error.sentence)
        self.assertIn("by another udpchat. Stop", errors.FolderInUse().sentence)

    def test_waiting_time_is_rounded_up_and_in_words(self) -> None:
        for seconds, words in ((0, "a moment"), (0.2, "1 second."), (1.5, "2 seconds"), (600, "10 minutes")):
            self.assertIn(f"in {words}", errors.SlowDown(retry_after_s=seconds).sentence)

    def test_a_detail_from_the_peer_cannot_steer_a_terminal(self) -> None:
        error = errors.refusal("BANNED", detail="\x1b[2Jno\nway\u202e\ud800")
        self.assertTrue(error.sentence.isprintable())
        self.assertTrue(str(error).isprintable())


class RefusalTest(unittest.TestCase):
    def test_factory_makes_the_class_of_the_code(self) -> None:
        for code, kind in errors.REFUSALS.items():
            made = errors.refusal(code, 3, "why")
            self.assertIs(type(made), kind)
            self.assertEqual((made.code, made.retry_after_s, made.detail), (code, 3, "why"))

    def test_the_codes_of_the_standard_are_there(self) -> None:
        expected = "USERNAME_TAKEN NO_SUCH_USER AUTH_FAILED ROOM_PASSWORD BANNED FULL SLOW_DOWN STORAGE SIGNUP_CLOSED"
        expected += " PASSWORD_NEEDED GUESTS_OFF BAD_REQUEST NOT_ALLOWED INVALID_NAME INVALID_TEXT"
        expected += " MUTED PAUSED SLOW_MODE PRIVATE_OFF NOT_A_MEMBER NO_SUCH_GROUP NO_SUCH_MESSAGE GROUP_FULL"
        expected += " QUOTA FILE_TOO_LARGE NO_SUCH_FILE FILE_CHANGED DISK_FULL"
        expected += " NO_SUCH_REALM REALM_TAKEN REALM_ITSELF REALM_SHUT REALM_NAME REALM_SECRET REALM_ELSEWHERE REALM_FULL"
        expected += " FATE_UNKNOWN"
        self.assertEqual(set(errors.REFUSALS), set(expected.split()))
        self.assertLessEqual(errors.RETRIABLE, set(errors.REFUSALS))

    def test_an_unknown_code_is_a_plain_refusal(self) -> None:
        made = errors.refusal("FROM_THE_FUTURE")
        self.assertIs(type(made), errors.Refusal)
        self.assertIn("FROM_THE_FUTURE", made.sentence)


class WaitingTest(unittest.TestCase):
    def test_how_long_one_waits_is_said_as_people_say_it(self) -> None:
        for seconds, said in (
            *((0, "in a moment"), (1, "in 1 second"), (90, "in 90 seconds"), (121, "in 3 minutes"), (7200, "in 120 minutes")),
            *((7201, "in 3 hours"), (172800, "in 48 hours"), (172801, "in 3 days")),
        ):
            self.assertIn(said, errors.refusal("SLOW_MODE", seconds).sentence)

    def test_sanctions_with_and_without_an_end(self) -> None:
        for code, seconds, detail, sentence in (
            ("MUTED", 60, "noisy", "You are muted: noisy. Your text is kept; you can send it in 60 seconds."),
            ("MUTED", 0, "", "You are muted. Your text is kept; you can send it when a moderator lets you."),
            ("BANNED", 0, "", "You are banned from this server. Ask the person who runs it."),
            ("BANNED", 60, "rude", "You are banned from this server: rude. You may come again in 60 seconds. Ask"),
        ):
            said = errors.refusal(code, seconds, detail).sentence
            self.assertEqual(said[: len(sentence)], sentence)


class CatalogueTest(unittest.TestCase):
    def test_every_text_is_a_valid_template(self) -> None:
        for key, template in en.STRINGS.items():
            with self.subTest(key=key):
                names = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
                self.assertTrue(all(name.isidentifier() for name in names), names)

    def test_a_missing_key_or_value_is_an_error(self) -> None:
        with self.assertRaises(KeyError):
            catalogue.text("no.such.key")
        with self.assertRaises(KeyError):
            catalogue.text("wait.seconds")

    def test_an_unknown_language_means_english(self) -> None:
        self.addCleanup(catalogue.use, "en")
        for language in ("xx", "", "EN_gb"):
            catalogue.use(language)
            self.assertEqual(catalogue.text("wait.moment"), "in a moment")
