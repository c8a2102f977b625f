"""Everything that can go wrong with a file, between real programs: a clear word to whoever it concerns, the chat goes on, no
half file has its final name, and the relay's disk holds what its store says, to the byte."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import time
import unittest
from collections.abc import Callable
from pathlib import Path

from tests.system.files_case import FilesCase
from tests.system.processes import Program, bytes_of

MB = 1_000_000
MIDDLE = 60 * MB
"""Long enough to do something while it is on its way."""
LONG = bool(os.environ.get("UDPCHAT_TEST_LONG"))


class FaultsCase(FilesCase):
    def file(self, name: str, size: int, seed: int = 1) -> Path:
        """One to be sent."""
        path = self.folder / "sources" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(random.Random(f"{seed} {name}").randbytes(size))
        return path

    def chat_goes_on(self, *people: Program) -> None:
        """Everybody hears everybody."""
        for number, person in enumerate(people):
            person.type(f"still here, says {number}")
            for other in people:
                other.wait_for(f"still here, says {number}")

    def half_way_up(self, size: int = MIDDLE) -> None:
        """Or less: a fast machine has the rest of it in a moment."""
        self.until(lambda: any(bytes_of(path) > size // 10 for path in self.parts()), "nothing came")

    def whole(self) -> list[Path]:
        """What has its final name at the receiver's."""
        return [path for path in self.downloads.glob("*") if path.suffix != ".part"]

    def got(self, who: Program, path: Path, count: int = 1) -> None:
        """Fetched, byte for byte."""
        who.wait_for(f"{path.name} is here (", count=count)
        (found,) = self.whole()
        self.assertEqual(self.sum_of(found), self.sum_of(path))


class Sources(FaultsCase):
    def harmed_half_way(self, harm: Callable[[Path], object], said: str) -> None:
        self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        path = self.file("a.bin", MIDDLE)
        ann.type(f"/file {path}")
        self.half_way_up()
        with ann.halted():
            harm(path)
        ann.wait_for(said)
        self.chat_goes_on(ann, ben)
        self.nothing_stays()
        self.assertFalse([line for line in ben.lines if "[file" in line])
        path = self.file("a.bin", 2 * MB, 2)
        ann.type(f"/file {path}")
        ben.wait_for("[file a.bin")
        ben.type("/get")
        self.got(ben, path)
        self.accounted()

    def test_it_changes_on_the_way(self) -> None:
        self.harmed_half_way(lambda path: path.write_bytes(bytes(MIDDLE)), "is not what it was")

    def test_it_shrinks_on_the_way(self) -> None:
        self.harmed_half_way(lambda path: os.truncate(path, MIDDLE // 2), "is not what it was")

    def test_it_vanishes_on_the_way(self) -> None:
        self.harmed_half_way(Path.unlink, "cannot be opened")

    @unittest.skipIf(sys.platform == "win32", "no such names there")
    def test_names(self) -> None:
        """Whatever a file is called there, here it has a name that every system can store, inside the folder."""
        names = {
            "x" * 251 + ".txt": "x" * 116 + ".txt",
            "..\\..\\x": "x",
            "CON.txt": "_CON.txt",
            "nul": "_nul",
            "com1.tar.gz": "_com1.tar.gz",
            "evil\u202egnp.exe": "evilgnp.exe",
            ".hidden": "hidden",
            "dots...": "dots",
            "a<b>c:d|e?f*g": "a_b_c_d_e_f_g",
            "bell\x07\x1b[31mred": "bell[31mred",
            "-rf ~": "-rf ~",
            "\u00e9" * 120: "\u00e9" * 100,
        }
        self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        for number, (name, clean) in enumerate(names.items()):
            path = self.file(name, 100 + number)
            ann.type(f'/file "{path}"')
            ben.wait_for("ann: [file", count=number + 1)
            ben.type("/get")
            ben.wait_for("is here (", count=number + 1)
            self.assertEqual((self.downloads / clean).read_bytes(), path.read_bytes())
        self.assertEqual({path.name for path in self.downloads.iterdir()}, set(names.values()))
        ben.type("/files")
        ben.wait_for("_CON.txt (", "from ann")
        for line in [*ann.lines, *ben.lines]:
            self.assertTrue(line.isprintable(), ascii(line))

    def test_the_sender_leaves_half_way_and_comes_back(self) -> None:
        self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        path = self.file("a.bin", MIDDLE)
        ann.type(f"/file {path}")
        self.half_way_up()
        ann.signal(2)
        self.assert_status(ann, 0)
        self.assertEqual(len(self.parts()), 1)
        self.accounted()
        self.chat_goes_on(ben)
        self.assertFalse([line for line in ben.lines if "[file" in line])
        self.signed_in("ann")
        ben.wait_for("[file a.bin")
        ben.type("/get")
        self.got(ben, path)
        self.accounted()
        self.assertEqual(self.parts(), [])


class Quotas(FaultsCase):
    def test_each_of_them(self) -> None:
        self.serve("--file-mb", "3", "--files-mb", "4", "--all-files-mb", "6")
        ann, ben, cleo = (self.signed_in(name, "--register") for name in ("ann", "ben", "cleo"))
        ann.type(f"/file {self.file('large.bin', 3_200_000)}")
        ann.wait_for("does not take files of that size")
        ann.type(f"/file {self.file('first.bin', 2_500_000)}")
        ann.wait_for("first.bin is sent")
        ann.type(f"/file {self.file('second.bin', 2_500_000)}")
        ann.wait_for("There is no room for that file")
        ben.type(f"/file {self.file('third.bin', 3_000_000)}")
        ben.wait_for("third.bin is sent")
        cleo.type(f"/file {self.file('fourth.bin', 1_500_000)}")
        cleo.wait_for("There is no room for that file")
        cleo.type(f"/file {self.file('empty.txt', 0)}")
        cleo.wait_for("empty.txt is sent")
        self.chat_goes_on(ann, ben, cleo)
        self.accounted()
        self.assertEqual(sorted(self.on_disk()[0].values()), [0, 2_500_000, 3_000_000])
        ann.type("/delete ^2", f"/file {self.file('second.bin', 2_500_000)}")


@unittest.skipUnless(sys.platform.startswith("linux") and os.geteuid() == 0, "small disks are mounted by root on Linux")
class Disks(FaultsCase):
    def disk(self, folder: Path, size_mb: int) -> Path:
        """A small disk of its own."""
        folder.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", folder], capture_output=True)
        if done.returncode:
            self.skipTest("nothing may be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", folder], check=True)
        return folder

    def test_the_server_has_no_room(self) -> None:
        disk = self.disk(self.folder / "relay", 100)
        self.serve("--disk-free-mb", "20")
        ann, ben, cleo = (self.signed_in(name, "--register") for name in ("ann", "ben", "cleo"))
        ann.type(f"/file {self.file('large.bin', 90 * MB)}")
        ann.wait_for("The disk of the server is full")
        self.nothing_stays()
        paths = [self.file(f"{number}.bin", 50 * MB) for number in range(2)]
        ann.type(f"/file {paths[0]}")
        ben.type(f"/file {paths[1]}")
        self.until(lambda: len(self.lines_of("is sent", ann, ben) + self.lines_of("server is full", ann, ben)) > 2, "no end")
        self.assertLessEqual(len(self.lines_of("is sent", ann, ben)), 1)
        self.chat_goes_on(ann, ben, cleo)
        self.accounted()
        self.assertGreater(shutil.disk_usage(disk).free, 19 * 1024 * 1024)
        self.until(lambda: not self.parts(), "a part stays")

    def written(self) -> bool:
        """All that has come is on the disk of the relay: nothing more is written."""
        before = self.on_disk_bytes()
        time.sleep(0.2)
        return before == self.on_disk_bytes()

    def on_disk_bytes(self) -> int:
        return sum(map(bytes_of, self.parts()))

    def lines_of(self, words: str, *people: Program) -> list[str]:
        return [line for person in people for line in [*person.lines] if words in line]

    def test_something_else_fills_the_disk_of_the_server(self) -> None:
        disk = self.disk(self.folder / "relay", 120)
        self.serve("--disk-free-mb", "20")
        ann, ben = self.signed_in("ann", "--register"), self.signed_in("ben", "--register")
        ann.type(f"/file {self.file('a.bin', 90 * MB)}")
        self.half_way_up()
        with ann.halted():
            self.until(self.written, "it goes on without the sender")
            (disk / "else").write_bytes(bytes(shutil.disk_usage(disk).free - 10 * MB))
        ann.wait_for("The disk of the server is full")
        self.chat_goes_on(ann, ben)
        self.nothing_stays()

    def test_the_receiver_has_no_room(self) -> None:
        disk = self.disk(self.downloads, 16)
        self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        path = self.file("a.bin", 20 * MB)
        ann.type(f"/file {path}")
        ben.wait_for("[file a.bin")
        ben.type("/get")
        ben.wait_for("The disk of this computer is full")
        self.assertEqual(self.whole(), [])
        subprocess.run(["mount", "-o", "remount,size=40m", disk], check=True)
        ben.type("/get")
        self.got(ben, path)
        self.chat_goes_on(ann, ben)

    def test_something_else_fills_the_disk_of_the_receiver(self) -> None:
        disk = self.disk(self.downloads, 160)
        self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        path = self.file("a.bin", 2 * MIDDLE)
        ann.type(f"/file {path}")
        ben.wait_for("[file a.bin")
        ben.type("/get")
        self.until(lambda: any(map(bytes_of, disk.glob("*.part"))), "nothing came")
        with ben.halted():  # a fast machine would be done before the disk is full
            hog = disk / "hog.part"
            with contextlib.suppress(OSError), open(hog, "wb", buffering=0) as file:
                while file.write(bytes(256 * 1024)):
                    pass
        ben.wait_for("The disk of this computer is full")
        self.assertEqual(self.whole(), [])
        self.chat_goes_on(ann, ben)
        hog.unlink()
        ben.type("/get")
        self.got(ben, path)
        self.assertEqual(len(list(disk.iterdir())), 1)

    def test_a_folder_that_may_only_be_read(self) -> None:
        disk = self.disk(self.downloads, 16)
        self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        path = self.file("a.bin", MB)
        ann.type(f"/file {path}")
        ben.wait_for("[file a.bin")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        ben.type("/get")
        ben.wait_for("cannot be opened")
        self.chat_goes_on(ann, ben)
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        ben.type("/get")
        self.got(ben, path)


class Folders(FaultsCase):
    def test_the_download_folder_is_removed_on_the_way(self) -> None:
        self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        path = self.file("a.bin", MIDDLE)
        ann.type(f"/file {path}")
        ben.wait_for("[file a.bin")
        ben.type("/get")
        self.until(lambda: self.coming() > MIDDLE // 10, "nothing came")
        self.downloads.rename(self.folder / "moved")
        ben.wait_for("cannot be opened")
        self.assertEqual([one.suffix for one in (self.folder / "moved").iterdir()], [".part"])
        self.chat_goes_on(ann, ben)
        ben.type("/get")
        self.got(ben, path)

    def test_two_devices_and_one_folder(self) -> None:
        self.serve()
        ann = self.signed_in("ann", "--register")
        path = self.file("a.bin", 5 * MB)
        self.receiver("--register").close()
        devices = [self.device("ben", number) for number in range(2)]
        ann.type(f"/file {path}")
        for device in devices:
            device.wait_for("[file a.bin")
            device.type("/get")
        for device in devices:
            device.wait_for("is here (")
        self.assertEqual(sorted(one.name for one in self.downloads.iterdir()), ["a (1).bin", "a.bin"])
        self.assertEqual({self.sum_of(one) for one in self.downloads.iterdir()}, {self.sum_of(path)})

    def device(self, name: str, number: int) -> Program:
        program = self.start(
            *("-m", "udpchat", "chat", f"127.0.0.1:{self.port}", "--user", name, "--trust"),
            *("--data", str(self.folder / f"device {number}"), "--downloads", str(self.downloads)),
        )
        program.wait_for("Signed in", name)
        return program


class Backups(FaultsCase):
    def test_an_older_one_is_brought_back(self) -> None:
        relay = self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        kept, lost = self.file("kept.bin", MB), self.file("lost.bin", MB)
        ann.type(f"/file {kept}")
        ben.wait_for("[file kept.bin")
        self.command("backup")
        ann.type(f"/file {lost}")
        ben.wait_for("[file lost.bin")
        relay.kill()
        self.command("restore")
        ben.type("/get lost.bin")
        self.serve()
        ben.wait_for("not on the server")
        ben.type("/get kept.bin")
        self.got(ben, kept)
        self.until(lambda: len(self.blobs()) == 1, "the blob of the lost future stays")
        self.accounted()
        ann.type(f"/file {lost}")
        ann.wait_for("lost.bin is sent", count=2)
        self.accounted()

    def command(self, name: str) -> None:
        data = str(self.folder / "relay")
        self.assert_status(self.start("-m", "udpchat", name, str(self.folder / "backup"), "--data", data), 0)


class Huge(FaultsCase):
    @unittest.skipUnless(LONG, "takes minutes and 10 GB: set UDPCHAT_TEST_LONG=1")
    def test_five_gibibytes(self) -> None:
        self.serve("--file-mb", "6000", "--files-mb", "20000")
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        path = self.folder / "sparse.bin"
        size = 5 * 1024**3 + 7
        with open(path, "wb") as file:
            file.truncate(size)
            file.seek(4 * 1024**3 + 1)
            file.write(b"behind 32 bits")
        ann.type(f"/file {path}")
        self.wait_long(lambda: any("[file sparse.bin" in line for line in ben.lines))
        ben.type("/get")
        self.chat_goes_on(ann, ben)
        self.wait_long(lambda: any("is here (" in line for line in ben.lines))
        self.got(ben, path)
        self.accounted()

    def wait_long(self, ready: Callable[[], bool]) -> None:
        for _ in range(30):
            try:
                self.until(ready, "it takes too long")
                return
            except AssertionError:
                continue
        self.fail("half an hour")


if __name__ == "__main__":
    unittest.main()
