"""Files between real programs, and kill -9 of each of them on the way."""

from __future__ import annotations

import sys
import unittest

from tests.system.files_case import SIZE, FilesCase
from tests.system.processes import bytes_of

if sys.platform != "win32":
    import resource


class Files(FilesCase):
    """A sender, a receiver and a relay, each a process."""

    def test_there_and_back(self) -> None:
        self.write_source(3_000_000)
        self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        ann.type(f"/file {self.source}")
        ann.wait_for("is sent")
        ben.wait_for("ann: [file Größe 1.bin, 3 MB]")
        ben.type("/files", "/get")
        ben.wait_for("Größe 1.bin (3 MB) from ann")
        self.received(ben)
        ann.type("/get nothing.txt", "/file nowhere.txt")
        ann.wait_for("not on the server")
        ann.wait_for("cannot be opened")

    def test_typed_into_a_pipe_it_is_sent_before_the_end(self) -> None:
        self.write_source(30_000_000)
        self.serve()
        ben = self.receiver("--register")
        ann = self.signed_in("ann", "--register")
        ann.type(f"/sendfile ben {self.source}")
        ann.end_input()
        self.assert_status(ann, 0)
        ben.wait_for("ann (private): [file")
        ben.type("/get Größe 1.bin")
        self.received(ben)

    def test_the_relay_is_killed_while_it_takes_the_file(self) -> None:
        self.write_source()
        relay = self.serve()
        ann = self.signed_in("ann", "--register")
        ann.type(f"/file {self.source}")
        self.until(lambda: any(bytes_of(path) > SIZE // 4 for path in self.parts()), "nothing came")
        relay.kill()
        (part,) = self.parts()
        kept = part.stat().st_size
        self.assertLess(kept, SIZE)
        self.serve()
        ann.wait_for("is sent")
        self.assertEqual(([path.stat().st_size for path in self.blobs()], self.parts()), ([SIZE], []))
        ben = self.receiver("--register")
        ben.wait_for("[file")
        ben.type("/get")
        self.received(ben)

    def test_the_sender_is_killed(self) -> None:
        self.write_source()
        self.serve()
        ann = self.signed_in("ann", "--register")
        ann.type(f"/file {self.source}")
        self.until(lambda: any(bytes_of(path) > SIZE // 4 for path in self.parts()), "nothing came")
        ann.kill()
        self.assertEqual(len(self.parts()), 1)
        again = self.signed_in("ann")
        again.wait_for("[file Größe 1.bin, 150 MB]")
        self.assertEqual(([path.stat().st_size for path in self.blobs()], self.parts()), ([SIZE], []))

    def test_receiver_and_relay_are_killed(self) -> None:
        self.write_source()
        relay = self.serve()
        ann = self.signed_in("ann", "--register")
        ben = self.receiver("--register")
        ann.type(f"/file {self.source}")
        ann.wait_for("is sent")
        ben.wait_for("[file")
        ben.type("/get")
        self.until(lambda: self.coming() > SIZE // 5, "nothing came")
        ben.kill()
        self.assertEqual([path.suffix for path in self.downloads.iterdir()], [".part"])
        kept = self.coming()
        ben = self.receiver()
        self.until(lambda: self.coming() > max(kept, SIZE // 3), "it does not go on")
        relay.kill()
        self.serve()
        self.until(lambda: (self.downloads / self.source.name).exists(), "it is never whole")
        self.assertEqual(self.sum_of(self.downloads / self.source.name), self.sum_of(self.source))
        self.assertEqual(len(list(self.downloads.iterdir())), 1)

    @unittest.skipUnless(sys.platform.startswith("linux"), "a disk is made full by prlimit")
    def test_a_disk_that_is_full_half_way(self) -> None:
        self.write_source(20_000_000)
        relay = self.serve()
        resource.prlimit(relay.pid, resource.RLIMIT_FSIZE, (8_000_000, 8_000_000))
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        ann.type(f"/file {self.source}")
        ann.wait_for("The disk of the server is full")
        ann.type("still here")
        ben.wait_for("ann: still here")
        self.until(lambda: not self.parts(), "the part stays")
        small = self.folder / "small.txt"
        small.write_bytes(b"")
        ann.type(f"/file {small}")
        ben.wait_for("[file small.txt, 0 B]")
        self.assertEqual(len(self.blobs()), 1)

    @unittest.skipUnless(sys.platform.startswith("linux"), "a disk is made full by prlimit")
    def test_my_disk_is_full_half_way(self) -> None:
        self.write_source(20_000_000)
        self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        resource.prlimit(ben.pid, resource.RLIMIT_FSIZE, (8_000_000, 8_000_000))
        ann.type(f"/file {self.source}")
        ben.wait_for("[file")
        ben.type("/get", "still here")
        ben.wait_for("The disk of this computer is full")
        ann.wait_for("ben: still here")
        self.assertEqual([path.suffix for path in self.downloads.iterdir()], [".part"])


if __name__ == "__main__":
    unittest.main()
