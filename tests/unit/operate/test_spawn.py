"""How a relay is started, on this system and by the rules of the others."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from unittest import mock

from udpchat import catalogue, limits
from udpchat.catalogue import text
from udpchat.errors import BadAddress, DamagedKey, FolderInUse, FolderNotWritable, NoRoomPassword, PortInUse
from udpchat.operate.last_words import LOG_NAME, OUTPUT_NAME, Output, fault_in, words_in
from udpchat.operate.ports import is_free, next_free_port
from udpchat.operate.spawn import (
    CREATE_NEW_PROCESS_GROUP,
    CREATE_NO_WINDOW,
    ROOM_PASSWORD,
    Child,
    Launch,
    System,
    command,
    environment,
    spawn,
)


class Started:
    """In place of a process."""

    def __init__(self, words: list[str], **options: Any) -> None:
        self.words, self.options = words, options
        self.pid = 7
        self.returncode: int | None = None

    def poll(self) -> int | None:
        return self.returncode


class FolderCase(unittest.TestCase):
    """A folder that goes away with the test."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory(prefix="udpchat ü ")
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.data = self.folder / "data"


class Rules(FolderCase):
    """Command line, variables, flags."""

    def start(self, **system: Any) -> Started:
        started: list[Started] = []

        def popen(words: list[str], **options: Any) -> Started:
            started.append(Started(words, **options))
            return started[0]

        spawn(Launch(self.data, "127.0.0.1", 11112, "Lab 2", ("--no-guests",)), System(popen=popen, **system)).let_go()
        return started[0]

    def test_posix(self) -> None:
        root = PurePosixPath("/opt/chat é")
        started = self.start(platform="linux", executable="python3", root=root, environ={"A": "b"})
        self.assertEqual(started.words[0], "python3")
        expected = ["-m", "udpchat", "serve", "--headless", "--data", str(self.data)]
        expected += ["--detached-log", "server.log", "--host=127.0.0.1", "--port=11112", "--name=Lab 2", "--no-guests"]
        self.assertEqual(started.words[started.words.index("-m") :], expected)
        self.assertIn("-P", started.words)
        self.assertEqual(started.options["env"], {"A": "b", "PYTHONPATH": "/opt/chat é"})
        self.assertEqual(started.options["cwd"], "/")
        self.assertIs(started.options["stdin"], subprocess.DEVNULL)
        self.assertTrue(started.options["start_new_session"])
        self.assertNotIn("creationflags", started.options)

    def test_windows(self) -> None:
        root = PureWindowsPath(r"D:\Chat Ü")
        pythonw = r"C:\Program Files\Python\pythonw.exe"
        started = self.start(platform="win32", executable=pythonw, root=root, separator=";", exists=lambda path: True)
        self.assertEqual(started.words[0], r"C:\Program Files\Python\python.exe")
        self.assertEqual(started.options["creationflags"], CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP)
        self.assertNotIn("start_new_session", started.options)
        self.assertEqual(started.options["cwd"], "D:\\")
        self.assertEqual(started.options["env"]["PYTHONPATH"], r"D:\Chat Ü")
        if sys.platform == "win32":
            self.assertEqual(CREATE_NO_WINDOW, subprocess.CREATE_NO_WINDOW)

    def test_windows_without_the_other_python(self) -> None:
        for name, exists, expected in (
            ("pythonw.exe", False, "pythonw.exe"),
            ("PythonW3.12.exe", True, "python3.12.exe"),
            ("python.exe", True, "python.exe"),
        ):
            system = System("win32", "C:\\" + name, exists=lambda path, exists=exists: exists)
            self.assertEqual(system.interpreter, "C:\\" + expected)

    def test_a_root_that_no_variable_can_spell(self) -> None:
        started = self.start(platform="linux", root=PurePosixPath("/a:b"), separator=":")
        self.assertEqual(started.options["cwd"], "/a:b")
        self.assertNotIn("-P", started.words)

    def test_what_is_not_given_is_left_out(self) -> None:
        words = command(Launch(Path("here")), System())
        self.assertEqual(words[-4:], ["--data", str(Path.cwd() / "here"), "--detached-log", "server.log"])

    def test_this_system(self) -> None:
        system = System()
        self.assertTrue((Path(system.root) / "udpchat" / "__main__.py").is_file())
        self.assertEqual(system.interpreter, sys.executable)

    def test_no_interpreter(self) -> None:
        for executable in ("", str(self.folder / "no such python")):
            with self.assertRaises(OSError):
                spawn(Launch(self.data), System(executable=executable))

    def test_room_password_of_the_environment(self) -> None:
        system = System(environ={ROOM_PASSWORD: "x", "A": "b"}, root=PurePosixPath("/r"))
        self.assertEqual(environment(Launch(self.data), system), {ROOM_PASSWORD: "x", "A": "b", "PYTHONPATH": "/r"})
        self.assertEqual(environment(Launch(self.data, saved=True), system), {"A": "b", "PYTHONPATH": "/r"})

    def test_let_go(self) -> None:
        process = Started([])
        child = Child(process, Output(self.data))
        self.assertEqual((child.pid, child.status()), (7, None))
        child.let_go()
        self.assertEqual(process.returncode, 0, "nobody is warned of it")


class LastWords(FolderCase):
    """The end of what it printed."""

    def output(self) -> Output:
        output = Output(self.data)
        self.addCleanup(output.close)
        return output

    def test_only_its_own(self) -> None:
        first = self.output()
        first.file.write(b"earlier\n")
        self.assertEqual(first.last_words(), ("earlier",))
        second = self.output()
        self.assertEqual(second.last_words(), ())
        second.file.write("one ü \x1b\n\n  two\n".encode())
        self.assertEqual(second.last_words(), ("one ü \x1b", "  two"))
        self.assertEqual(words_in(self.data), ("earlier", "one ü \x1b", "  two"))

    def test_only_the_end(self) -> None:
        output = self.output()
        output.file.write(b"".join(b"line %d\n" % number for number in range(10_000)) + b"\xff" * 20_000)
        words = output.last_words()
        self.assertLessEqual(len(words), limits.LAST_WORDS_COUNT)
        self.assertLessEqual(max(map(len, words)), limits.LINE_CHARS)

    def test_begun_anew_when_long(self) -> None:
        first = self.output()
        first.file.write(b"x" * (limits.OUTPUT_BYTES + 1))
        second = self.output()
        second.file.write(b"short\n")
        self.assertEqual(second.last_words(), ("short",))
        self.assertEqual((self.data / OUTPUT_NAME).read_bytes(), b"short\n")
        self.assertEqual(first.last_words(), ("short",), "emptied under its feet")

    def test_the_log_speaks_for_a_silent_one(self) -> None:
        self.data.mkdir()
        (self.data / LOG_NAME).write_text("long ago\n")
        os.utime(self.data / LOG_NAME, (1, 1))
        output = self.output()
        self.assertEqual(output.last_words(), ())
        (self.data / LOG_NAME).write_text("anna joined\n")
        self.assertEqual(output.last_words(), ("anna joined",))
        os.utime(self.data / OUTPUT_NAME, (2, 2))
        self.assertEqual(words_in(self.data), ("anna joined",))

    def test_folder_that_cannot_be_written(self) -> None:
        self.data.write_text("a file")
        output = self.output()
        output.file.write(b"still heard\n")
        self.assertEqual(output.last_words(), ("still heard",))
        self.assertEqual(self.data.read_text(), "a file")
        self.assertEqual(words_in(self.folder / "nothing"), ())

    @unittest.skipIf(os.name == "nt", "POSIX links")
    def test_no_link_is_followed(self) -> None:
        self.data.mkdir()
        (self.folder / "precious").write_text("precious")
        (self.data / OUTPUT_NAME).symlink_to(self.folder / "precious")
        self.output().file.write(b"words")
        self.assertEqual((self.folder / "precious").read_text(), "precious")

    def test_known_faults(self) -> None:
        for fault in (
            *(PortInUse(11111), FolderNotWritable("a [b"), DamagedKey("x.key"), FolderInUse(5, "127.0.0.1:1")),
            *(NoRoomPassword(), PortInUse("127.0.0.1:11111")),
        ):
            found = fault_in(("Traceback", f"udpchat: {fault.sentence}", ""))
            self.assertIs(type(found), type(fault))
            assert found is not None
            self.assertEqual(found.detail, fault.detail)
        self.assertIsInstance(fault_in((BadAddress("1.2.3.4 is no address").sentence,)), BadAddress)
        self.assertEqual(getattr(fault_in((FolderInUse().sentence,)), "detail", None), "")
        with mock.patch.dict(catalogue.LANGUAGES, {"xx": {"error.PORT_IN_USE": "Taken:{detail}."}}):
            self.assertIsInstance(fault_in(("udpchat: Taken: 11111.",)), PortInUse, "a relay of another language")
        self.assertIsNone(fault_in(("Traceback", "MemoryError", text("error.BAD_NAME", reason="."))))


class Ports(unittest.TestCase):
    """Another port."""

    def test_taken_and_free(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.1", 0))
            port = other.getsockname()[1]
            self.assertFalse(is_free("127.0.0.1", port))
        self.assertTrue(is_free("127.0.0.1", port))

    def test_next(self) -> None:
        port = next_free_port("127.0.0.1")
        if port is not None:
            self.assertIn(port, range(limits.DEFAULT_PORT + 1, limits.DEFAULT_PORT + limits.PORTS_SEARCHED))
        self.assertIsNone(next_free_port("203.0.113.1"), "no address of this computer")


if __name__ == "__main__":
    unittest.main()
