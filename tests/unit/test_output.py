"""Lines to streams that are slow, closed or absent."""

from __future__ import annotations

import io
import os
import re
import unittest
from collections import Counter

from udpchat.limits import LOG_LINES_WAITING
from udpchat.output import LineWriter

DEADLINE_S = 10.0


class Output(unittest.TestCase):
    def test_lines_in_order(self) -> None:
        stream = io.StringIO()
        writer = LineWriter(stream)
        for number in range(1000):
            writer.line(str(number))
        self.assertTrue(writer.close(DEADLINE_S))
        self.assertEqual(stream.getvalue().split(), [str(number) for number in range(1000)])

    def test_no_stream(self) -> None:
        writer = LineWriter(None)
        writer.line("a")
        self.assertTrue(writer.close(DEADLINE_S))
        self.assertFalse(writer.broken)

    def test_closed_pipe(self) -> None:
        source, sink = os.pipe()
        os.close(source)
        with os.fdopen(sink, "w") as stream:
            writer = LineWriter(stream)
            writer.line("a")
            self.assertTrue(writer.close(DEADLINE_S))
            self.assertTrue(writer.broken)

    def test_closed_stream(self) -> None:
        stream = io.StringIO()
        stream.close()
        writer = LineWriter(stream)
        writer.line("a")
        self.assertTrue(writer.close(DEADLINE_S))

    def test_characters_that_the_stream_cannot_write(self) -> None:
        raw = io.BytesIO()
        writer = LineWriter(io.TextIOWrapper(raw, encoding="ascii"))
        writer.line("é")
        self.assertTrue(writer.close(DEADLINE_S))
        self.assertEqual(raw.getvalue(), b"\\xe9\n")

    def test_a_reader_that_hangs_blocks_nobody(self) -> None:
        source, sink = os.pipe()
        line, written = "x" * 100, LOG_LINES_WAITING * 3
        with os.fdopen(source, "rb") as reader, os.fdopen(sink, "w") as stream:
            writer = LineWriter(stream)
            for _ in range(written):
                writer.line(line)
            self.assertFalse(writer.close(0.05))
            os.set_blocking(source, False)  # nothing may be left to read though the writer was alive a moment ago
            read = b""
            while writer._thread.is_alive():
                read += reader.read1(1 << 16) or b""
            read += reader.read() or b""
        lines = Counter(read.decode().splitlines())
        arrived = lines.pop(line)
        notices = [re.fullmatch(r"\((\d+) lines were dropped: nobody read them\)", text) for text in lines.elements()]
        self.assertGreaterEqual(arrived, LOG_LINES_WAITING)
        self.assertEqual(written, arrived + sum(int(notice[1]) for notice in notices if notice))
        self.assertTrue(notices and all(notices))


if __name__ == "__main__":
    unittest.main()
