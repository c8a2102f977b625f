"""Links and names in a text."""

from __future__ import annotations

import time
import unittest

from udpchat.gui.widgets.chat_text import Look, mentions, runs


def links(text: str) -> list[str]:
    """The links of a text."""
    return [run.text for run in runs(text, "me") if run.look is Look.LINK]


class Links(unittest.TestCase):
    """http and https, and where they end."""

    def test_ends(self) -> None:
        for text, link in (
            ("see http://a.b/c.", "http://a.b/c"),
            ("(see https://a.b/c)", "https://a.b/c"),
            ("https://a.b/c_(d)", "https://a.b/c_(d)"),
            ("(https://a.b/c_(d))", "https://a.b/c_(d)"),
            ("https://a.b?x=1&y=2#z, and", "https://a.b?x=1&y=2#z"),
            ("HTTPS://A.B", "HTTPS://A.B"),
            ("http://[::1]:80/x", "http://[::1]:80/x"),
            ("http://a.b/…!?", "http://a.b/"),
            ('"http://a.b"', "http://a.b"),
            ("http://a.b/é张", "http://a.b/é张"),
        ):
            with self.subTest(text):
                self.assertEqual(links(text), [link])

    def test_none(self) -> None:
        for text in ("file:///etc/passwd", "javascript:alert(1)", "http://", "https://...", "ftp://a.b", "http:/a", "http://)"):
            with self.subTest(text):
                self.assertEqual(links(text), [])

    def test_runs_are_the_text(self) -> None:
        text = "a http://b.c, @me @you. (http://d.e/f) @ @. x@y.z http://)"
        self.assertEqual("".join(run.text for run in runs(text, "me")), text)

    def test_long_ones_take_no_time(self) -> None:
        began_at = time.thread_time()
        for text in ("http://a" + ")" * 16_000, "http://a" + "." * 16_000, "@" * 16_000, "@a" * 8_000, "@" + "a" * 16_000):
            self.assertEqual("".join(run.text for run in runs(text, "me")), text)
        self.assertLess(time.thread_time() - began_at, 2.0)


class Calls(unittest.TestCase):
    """Names behind an @."""

    def test_me(self) -> None:
        for text in ("@sari", "hi @Sari!", "(@SARI)", "@sari.", "@sari: x", "a\n@sari", "@ｓａｒｉ"):
            with self.subTest(text):
                self.assertTrue(mentions(text, "sari"))

    def test_not_me(self) -> None:
        for text in ("@sarika", "x@sari", "sari", "@ sari", "http://a.b/@sari", "@sari.b"):
            with self.subTest(text):
                self.assertFalse(mentions(text, "sari"))

    def test_names_with_dots_and_marks(self) -> None:
        self.assertTrue(mentions("@a.b-c_d ok", "A.b-C_d"))
        self.assertTrue(mentions("hello @b. and", "b."))
        self.assertFalse(mentions("@", ""))

    def test_others(self) -> None:
        self.assertEqual(
            [(run.look, run.text) for run in runs("@budi. x", "me")],
            [(Look.CALL, "@budi"), (Look.PLAIN, ". x")],
        )


if __name__ == "__main__":
    unittest.main()
