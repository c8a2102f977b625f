"""The file of a download that goes on: what is there is hashed once, and again only if somebody else wrote there."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unittest
from pathlib import Path

from tests.unit.client.test_transfers import DATA, TransferTest
from udpchat.client.transfers.disk import Sink
from udpchat.errors import FileChanged

HALF, WHOLE = b"a" * 1000, b"a" * 1000 + b"b" * 500


class GoingOn(unittest.TestCase):
    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.part = Path(place.name) / "x.part"
        self.before = self.sink()
        self.before.write([memoryview(HALF)])
        self.before.close()

    def sink(self, before: Sink | None = None) -> Sink:
        made = Sink(str(self.part), len(WHOLE), before)
        self.addCleanup(made.close)
        return made

    def finish(self, sink: Sink) -> bytes:
        sink.write([memoryview(WHOLE)[sink.offset :]])
        return Path(sink.finish(hashlib.sha256(WHOLE).digest(), "x")).read_bytes()

    def test_as_it_was_left(self) -> None:
        about = self.part.stat()
        self.part.write_bytes(b"c" * len(HALF))
        os.utime(self.part, ns=(about.st_atime_ns, about.st_mtime_ns))
        self.assertTrue(self.finish(self.sink(self.before)).startswith(b"c"), "it was not read")

    def test_anew_in_another_process(self) -> None:
        self.assertEqual(self.finish(self.sink()), WHOLE)

    def test_somebody_wrote_there(self) -> None:
        self.part.write_bytes(b"c" * len(HALF))
        os.utime(self.part, ns=(1, 1))
        with self.assertRaises(FileChanged):
            self.finish(self.sink(self.before))

    def test_somebody_cut_it(self) -> None:
        self.part.write_bytes(HALF[:10])
        sink = self.sink(self.before)
        self.assertEqual((sink.offset, self.finish(sink)), (10, WHOLE))

    def test_somebody_replaced_it(self) -> None:
        about = self.part.stat()
        other = self.part.with_name("other")
        other.write_bytes(b"c" * len(HALF))
        os.utime(other, ns=(about.st_atime_ns, about.st_mtime_ns))
        os.replace(other, self.part)
        with self.assertRaises(FileChanged):
            self.finish(self.sink(self.before))

    def test_still_open_elsewhere(self) -> None:
        once_more = self.sink(self.before)
        self.assertEqual(self.finish(self.sink(once_more)), WHOLE)

    def test_several_times(self) -> None:
        sink = self.before
        for size in (1100, 1200, 1499):
            sink = self.sink(sink)
            sink.write([memoryview(WHOLE)[sink.offset : size]])
            sink.close()
        self.assertEqual(self.finish(self.sink(sink)), WHOLE)


class Remembered(TransferTest):
    def test_over_a_lost_connection(self) -> None:
        self.sent(self.anna, self.file())
        key = self.bob.core.fetch_file_of(self.bob.messages()[-1].seq, self.lab.now)
        self.half_way_down(key)
        downloads = self.bob.core._run.transfers._downloads  # type: ignore[union-attr]
        self.bob.vanish()
        self.settle(45)
        self.assertEqual(list(downloads._left), [key])
        (part,) = (self.folder / "downloads of bob").iterdir()
        about, data = part.stat(), part.read_bytes()
        part.write_bytes(bytes(len(data)))
        os.utime(part, ns=(about.st_atime_ns, about.st_mtime_ns))
        self.bob.come_back()
        self.assertEqual(self.got(self.bob, key)[len(data) :], DATA[len(data) :])
        self.assertEqual(downloads._left, {})


if __name__ == "__main__":
    unittest.main()
