"""The small parts by themselves: first bytes, LOGIN, forms of commands, pieces."""

from __future__ import annotations

import unittest

from udpchat.errors import BadName, Banned, NoSuchUser, SlowDown, UsernameTaken, WrongPassword
from udpchat.server.plain.chat import login_of
from udpchat.server.plain.formatting import error, explained, first_answer, ok, pieces
from udpchat.server.plain.parsing import Form, Misuse, arguments, split, usage
from udpchat.server.plain.recognizing import decoded, is_near, is_taken, is_text, may_be_answered

SEND = Form(("token", "to", "text"), 3)


class RecognizingTest(unittest.TestCase):
    def test_first_bytes(self) -> None:
        texts = {*b"\t\n\r", *range(0x20, 0x7F), *range(0xC2, 0xF5)}
        for first in range(256):
            self.assertEqual(is_text(bytes([first])), first in texts, first)
        self.assertFalse(is_text(b""))
        self.assertTrue(all(is_text(char.encode()) for char in "aé€😀Ж中"))

    def test_line_ends(self) -> None:
        for data, text in ((b"a\r\n", "a"), (b"a\n", "a"), (b"a\r", "a"), (b"a\n\n", "a\n"), (b"a ", "a "), (b"\xff", "\ufffd")):
            self.assertEqual(decoded(data), text)

    def test_reach(self) -> None:
        for ip, local, lan in (
            ("127.0.0.1", True, True),
            ("192.168.0.7", False, True),
            ("10.9.9.9", False, True),
            ("1.1.1.1", False, False),
        ):
            self.assertEqual((is_taken("off", ip), is_taken("local", ip), is_taken("lan", ip)), (False, local, lan))
        for odd in ("", "::1", "127.0.0.1.1", "localhost", "224.0.0.1"):
            self.assertFalse(is_near(odd))
        self.assertFalse(may_be_answered(("127.0.0.1", 1023)))


class LoginTest(unittest.TestCase):
    def test_exactly_three_words(self) -> None:
        self.assertEqual(login_of("LOGIN a b"), ("a", "b"))
        for said in ("LOGIN", "LOGIN a", "LOGIN a b c", "login a b", "LOGINa b c", " x LOGIN a", "", "Login a b"):
            self.assertIsNone(login_of(said), said)


class ParsingTest(unittest.TestCase):
    def test_by_place(self) -> None:
        for line, found in (
            ("send T u a b", ("T", "u", "a b")),
            ("send T u  a ", ("T", "u", " a ")),
            ("send T u a\nb", ("T", "u", "a\nb")),
            ("send T u x=1&y=2", ("T", "u", "x=1&y=2")),
        ):
            verb, rest = split(line)
            self.assertEqual(tuple(arguments(verb, SEND, rest).values()), found)

    def test_by_name(self) -> None:
        for line, found in (
            ("session=T&destination=u&message=a+b%20%26", ("T", "u", "a b &")),
            ("message=a&to=u&token=T", ("T", "u", "a")),
            ("session=T&session=X&to=u&message=a&unknown=1", ("T", "u", "a")),
            ("session=T&user=u&text=%FF", ("T", "u", "\ufffd")),
        ):
            self.assertEqual(tuple(arguments("send", SEND, line).values()), found)

    def test_what_is_missing_is_told(self) -> None:
        for rest in ("", "T", "T u", "T  x", "T u ", "session=T", "session=T&to=&message=x", "session=" + "&a=b" * 100):
            with self.assertRaises(Misuse) as caught:
                arguments("send", SEND, rest)
            self.assertIn("send TOKEN USER TEXT", caught.exception.sentence)
        self.assertEqual(usage("inbox", Form(("token", "again"), 1)), "inbox TOKEN [AGAIN]")


class FormattingTest(unittest.TestCase):
    def test_json(self) -> None:
        self.assertEqual(ok(message="é"), b'{"status": "OK", "message": "\\u00e9"}')
        self.assertEqual(error("x", hint="y"), b'{"status": "ERROR", "message": "x", "hint": "y"}')

    def test_errors_in_the_words_of_the_old_systems(self) -> None:
        self.assertEqual(explained(NoSuchUser()), "User is not found")
        self.assertEqual(explained(WrongPassword()), "Wrong password")
        self.assertEqual(explained(UsernameTaken("x")), "USERNAME_TAKEN")
        self.assertIn("Try again", explained(SlowDown(retry_after_s=3.0)))
        answers = [first_answer(kind()) for kind in (UsernameTaken, BadName, WrongPassword, Banned, SlowDown)]
        self.assertEqual(answers, [b"USERNAME_TAKEN"] * 2 + [b"Password salah!"] * 3)

    def test_pieces(self) -> None:
        self.assertEqual(list(pieces("a: ", "")), [])
        for said in ("x", "x" * 1021, "x" * 1022, "é" * 2000, "a€" * 1000, "😀" * 999):
            cut = list(pieces("a: ", said))
            self.assertEqual(b"".join(piece.removeprefix(b"a: ") for piece in cut).decode(), said)
            self.assertTrue(all(len(piece) <= 1024 and piece.decode() for piece in cut))
            self.assertTrue(all(len(piece) > 1020 for piece in cut[:-1]))


if __name__ == "__main__":
    unittest.main()
