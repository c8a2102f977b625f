"""Lines from a raw stream: pieces, ends, encodings, back pressure."""

from __future__ import annotations

import os
import unittest
from queue import SimpleQueue

from udpchat.limits import LINE_READ_BYTES, LINES_AHEAD
from udpchat.terminal.reader import LineReader

DEADLINE_S = 10.0


class Pieces:
    """A raw stream that gives these pieces, then the end (or an error)."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self._pieces = list(pieces)

    def read(self, size: int, /) -> bytes | None:
        piece = self._pieces.pop(0) if self._pieces else b""
        if isinstance(piece, Exception):
            raise piece
        return piece


def lines_of(*pieces: bytes | Exception) -> list[str]:
    posted: SimpleQueue[str | None] = SimpleQueue()
    reader = LineReader(Pieces(*pieces), "utf-8", posted.put)
    reader.start()
    lines = []
    while (line := posted.get(timeout=DEADLINE_S)) is not None:
        lines.append(line)
        reader.taken()
    return lines


class Reading(unittest.TestCase):
    def test_lines(self) -> None:
        self.assertEqual(lines_of(b"a\nb\r\n", b"\nc"), ["a", "b", "", "c"])

    def test_character_cut_in_two(self) -> None:
        self.assertEqual(lines_of("é".encode()[:1], "é".encode()[1:] + b"\n"), ["é"])

    def test_not_utf8(self) -> None:
        self.assertEqual(lines_of(b"a\xffb\n\xc3"), ["a\ufffdb", "\ufffd"])

    def test_nothing(self) -> None:
        self.assertEqual(lines_of(), [])

    def test_no_stream(self) -> None:
        posted: SimpleQueue[str | None] = SimpleQueue()
        LineReader(None, "utf-8", posted.put).start()
        self.assertIsNone(posted.get(timeout=DEADLINE_S))

    def test_stream_that_fails(self) -> None:
        self.assertEqual(lines_of(b"a\n", OSError(5, "gone")), ["a"])

    def test_endless_line_is_bounded(self) -> None:
        lines = lines_of(*[b"x" * LINE_READ_BYTES] * 20, b"\nnext\n")
        self.assertLessEqual(len(lines[0]), 2 * LINE_READ_BYTES)
        self.assertEqual(lines[1], "next")

    def test_waits_until_lines_are_taken(self) -> None:
        posted: SimpleQueue[str | None] = SimpleQueue()
        reader = LineReader(Pieces(b"x\n" * (LINES_AHEAD + 1)), "utf-8", posted.put)
        reader.start()
        for _ in range(LINES_AHEAD):
            posted.get(timeout=DEADLINE_S)
        self.assertTrue(posted.empty())
        reader.taken()
        self.assertEqual(posted.get(timeout=DEADLINE_S), "x")
        self.assertIsNone(posted.get(timeout=DEADLINE_S))

    def test_real_pipe(self) -> None:
        source, sink = os.pipe()
        posted: SimpleQueue[str | None] = SimpleQueue()
        with os.fdopen(source, "rb", buffering=0) as stream:
            reader = LineReader(stream, "utf-8", posted.put)
            reader.start()
            os.write(sink, b"hello\n")
            self.assertEqual(posted.get(timeout=DEADLINE_S), "hello")
            os.close(sink)
            self.assertIsNone(posted.get(timeout=DEADLINE_S))


if __name__ == "__main__":
    unittest.main()
