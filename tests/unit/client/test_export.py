"""Conversations as files."""

from __future__ import annotations

import html.parser
import json
import tempfile
import unittest
from pathlib import Path

from udpchat.client.batch import Page
from udpchat.client.export import FORMATS, Heading, export
from udpchat.client.message import Message, Reaction
from udpchat.words import messages as words

EVIL = '<script>alert(1)</script> & "quotes"\nsecond line'
HEADING = Heading("grup <ciwi>", "Lab 2", "ann", 1_700_000_000_000)
PAGES = [
    Page(
        (
            Message(2, 5, 1, "ann", b"a", 1_700_000_000_000, "hello"),
            Message(3, 5, 2, "<b>ben</b>", b"b", 1_700_000_000_000, EVIL, 2, b"", 4, False, (Reaction(1, "👍", 9),)),
        ),
        (words.Joined(1, 5, 2, "ben", 1, 1_700_000_000_000),),
    ),
    Page((Message(7, 5, 1, "ann", b"c", 2**62, "", deleted=True),)),
]


class Tags(html.parser.HTMLParser):
    """Which tags there are, and whether they are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


class Exporting(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "file"

    def write(self, format: str) -> str:
        count = export(self.path, format, HEADING, PAGES, {1: "ann", 2: "ben"}.get)  # type: ignore[arg-type]
        self.assertEqual(count, 3)
        self.assertEqual([path.name for path in self.path.parent.iterdir()], ["file"])
        return self.path.read_text(encoding="utf-8")

    def test_html_is_whole_and_harmless(self) -> None:
        tags = Tags()
        tags.feed(self.write("html"))
        self.assertEqual(tags.open, [])
        self.assertLessEqual(
            tags.seen, {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "time", "b", "span", "a"}
        )
        self.assertIn(EVIL, tags.text)
        self.assertIn("ann added ben", tags.text)
        self.assertIn("👍 1", tags.text)

    def test_json(self) -> None:
        found = json.loads(self.write("json"))
        self.assertEqual((found["conversation"], found["server"]), ("grup <ciwi>", "Lab 2"))
        self.assertEqual([event.get("text") for event in found["events"]], [None, "hello", EVIL, ""])
        self.assertEqual(found["events"][2]["reactions"], {"👍": [1]})
        self.assertTrue(found["events"][3]["deleted"])

    def test_text(self) -> None:
        lines = self.write("text").splitlines()
        self.assertIn("grup <ciwi> on Lab 2", lines[0])
        self.assertEqual(lines[2], "* ann added ben.")
        self.assertTrue(lines[3].endswith("ann: hello"))
        self.assertIn("    second line (edited)  (👍 1)", lines)
        self.assertTrue(lines[-1].startswith("["))

    def test_a_failure_leaves_what_was_there(self) -> None:
        for format in FORMATS:
            self.path.write_text("before")

            def broken() -> object:
                yield PAGES[0]
                raise OSError("disk full")

            with self.assertRaises(OSError):
                export(self.path, format, HEADING, broken(), lambda user: "")  # type: ignore[arg-type]
            self.assertEqual(self.path.read_text(), "before")
            self.assertEqual([path.name for path in self.path.parent.iterdir()], ["file"])


if __name__ == "__main__":
    unittest.main()
