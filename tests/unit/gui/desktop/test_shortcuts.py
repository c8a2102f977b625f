"""Shortcuts of every system, in folders with spaces and letters of many kinds."""

from __future__ import annotations

import argparse
import base64
import contextlib
import io
import os
import shlex
import stat
import struct
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from tests.unit.gui.desktop.systems import Paper
from udpchat.gui.desktop import shortcut_files, shortcuts
from udpchat.gui.desktop.shortcut_files import Icon
from udpchat.gui.desktop.system import Command

ICON = Icon(b"\x89PNG 128", ((16, b"\x89PNG 16"), (128, b"\x89PNG 128")))
ODD = 'a "b" $c `d` 100% é\\f'


def words_of(exec_line: str) -> list[str]:
    """Exec as the standard reads it: unescape the value, take the quotes away, %% is %."""
    value = exec_line.replace("\\\\", "\\")
    words, word, quoted, at = [], "", False, 0
    while at < len(value):
        char = value[at]
        if quoted and char == "\\":
            at += 1
            word += value[at]
        elif char == '"':
            quoted = not quoted
        elif char == " " and not quoted:
            words.append(word)
            word = ""
        elif value[at : at + 2] == "%%":
            at += 1
            word += "%"
        else:
            word += char
        at += 1
    return [*words, word]


class ShortcutCase(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory(prefix="udpchat test é ")
        self.addCleanup(held.cleanup)
        self.home = Path(held.name)
        self.root = self.home / "the source"
        self.root.mkdir()
        for script in ("client_gui.py", "server_gui.py"):
            (self.root / script).touch()

    def installer(self, paper: Paper, python: str = "/usr/bin/python3", root: Path | None = None) -> shortcuts.Installer:
        return shortcuts.Installer(paper.system, python, root or self.root, lambda: ICON)


class Linux(ShortcutCase):
    def paper(self, *programs: str, **environ: str) -> Paper:
        return Paper("linux", programs, {"HOME": str(self.home), **environ})

    def test_entries_and_icon(self) -> None:
        paper = self.paper("update-desktop-database")
        made = self.installer(paper).install()
        share = self.home / ".local" / "share"
        names = ["icons/hicolor/128x128/apps/udpchat.png", "applications/udpchat-client.desktop"]
        self.assertEqual(made, [share / name for name in (*names, "applications/udpchat-server.desktop")])
        lines = dict(line.split("=", 1) for line in made[1].read_text(encoding="utf-8").splitlines()[1:])
        self.assertEqual(words_of(lines["Exec"]), ["/usr/bin/python3", str(self.root / "client_gui.py"), "%u"])
        self.assertEqual(lines["Icon"], str(made[0]))
        self.assertEqual((lines["Terminal"], lines["StartupWMClass"]), ("false", "Udpchat"))
        self.assertEqual(made[0].read_bytes(), ICON.png)
        self.assertIn("StartupWMClass=UdpchatServer", made[2].read_text(encoding="utf-8"))
        self.assertEqual(paper.ran, [("update-desktop-database", str(share / "applications"))])

    def test_again_and_away(self) -> None:
        installer = self.installer(self.paper())
        self.assertEqual(installer.install(), installer.install())
        self.assertEqual(len(installer.remove()), 3)
        self.assertEqual(installer.remove(), [])

    def test_another_data_home(self) -> None:
        made = self.installer(self.paper(XDG_DATA_HOME=str(self.home / "x"))).install()
        self.assertEqual(made[1].parent, self.home / "x" / "applications")

    def test_installed_without_source(self) -> None:
        made = self.installer(self.paper(), root=self.home / "nowhere").install()
        self.assertIn('Exec="/usr/bin/python3" "-m" "udpchat" "client" %u', made[1].read_text(encoding="utf-8"))

    def test_odd_letters_in_paths(self) -> None:
        self.assertEqual(words_of(shortcut_files.entry_word(ODD)), [ODD])


class Mac(ShortcutCase):
    def test_command_files(self) -> None:
        made = self.installer(Paper("darwin", environ={"HOME": str(self.home)})).install()
        self.assertEqual([path.name for path in made], ["udpchat.command", "udpchat server.command"])
        first, second = made[0].read_text(encoding="utf-8").splitlines()
        self.assertEqual(first, "#!/bin/sh")
        self.assertEqual(shlex.split(second), ["exec", "/usr/bin/python3", str(self.root / "client_gui.py")])
        self.assertTrue(made[0].stat().st_mode & stat.S_IXUSR)


class Windows(ShortcutCase):
    def setUp(self) -> None:
        super().setUp()
        (self.home / "Desktop").mkdir()
        (self.home / "python.exe").touch()

    def paper(self) -> Paper:
        environ = {"USERPROFILE": str(self.home), "APPDATA": str(self.home / "Roaming"), "LOCALAPPDATA": str(self.home / "Local")}
        return Paper("win32", environ=environ)

    def test_links(self) -> None:
        paper = self.paper()

        def make(command: Command) -> None:
            source = base64.b64decode(command[-1]).decode("utf-16-le")
            Path(source.split("CreateShortcut('")[1].split("')")[0]).touch()
            paper.asked.append(source)  # type: ignore[arg-type]

        system = paper.system.__class__(**{name: getattr(paper.system, name) for name in paper.system.__slots__} | {"run": make})
        (self.home / "pythonw.exe").touch()
        made = shortcuts.Installer(system, str(self.home / "python.exe"), self.root, lambda: ICON).install()
        self.assertEqual([path.suffix for path in made], [".ico", ".lnk", ".lnk", ".lnk", ".lnk"])
        source = str(paper.asked[0])
        self.assertIn(f"TargetPath = '{self.home / 'pythonw.exe'}'", source)
        self.assertIn(f"Arguments = '\"{self.root / 'client_gui.py'}\"'", source)
        self.assertEqual(len(shortcuts.Installer(system, icon=lambda: ICON).remove()), 5)

    def test_where_links_cannot_be_made(self) -> None:
        installer = self.installer(self.paper(), str(self.home / "python.exe"))
        made = installer.install()
        self.assertEqual([path.suffix for path in made], [".ico", ".bat", ".bat", ".bat", ".bat"])
        self.assertIn(f'start "" "{self.home / "python.exe"}" "{self.root / "client_gui.py"}"', made[1].read_text(encoding="utf-8"))
        self.assertEqual(len(installer.remove()), 5)

    def test_literals_cannot_be_left(self) -> None:
        self.assertEqual(shortcut_files.literal("a'b\u2019$c`d\""), "'a''b\u2019\u2019$c`d\"'")

    def test_the_icon_file(self) -> None:
        content = ICON.ico()
        self.assertEqual(struct.unpack_from("<HHH", content), (0, 1, 2))
        for index, (size, png) in enumerate(ICON.sizes):
            width, height, _, _, _, _, length, offset = struct.unpack_from("<BBBBHHII", content, 6 + 16 * index)
            self.assertEqual((width, height, content[offset : offset + length]), (size, size, png))


class Command_(ShortcutCase):
    """The command itself."""

    def run_command(self, paper: Paper, remove: bool = False) -> tuple[int, str, str]:
        out, complaints = io.StringIO(), io.StringIO()
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(complaints),
            mock.patch.object(Icon, "drawn", lambda: ICON),
        ):
            status = shortcuts.run(argparse.Namespace(remove=remove), paper.system)
        return status, out.getvalue(), complaints.getvalue()

    def test_it_says_what_it_did(self) -> None:
        paper = Paper("linux", environ={"HOME": str(self.home)})
        status, out, _ = self.run_command(paper)
        self.assertEqual((status, out.count("Made: ")), (0, 3))
        self.assertEqual(self.run_command(paper, remove=True)[1].count("Removed: "), 3)
        self.assertEqual(self.run_command(paper, remove=True), (0, "There was none to remove.\n", ""))

    @unittest.skipIf(os.name == "nt", "a file in the place of a folder")
    def test_a_folder_that_cannot_be_written(self) -> None:
        (self.home / ".local").write_text("in the way")
        status, out, complaints = self.run_command(Paper("linux", environ={"HOME": str(self.home)}))
        self.assertEqual((status, out), (1, ""))
        self.assertRegex(complaints, r"\Audpchat: .* cannot be written\. .*\n\Z")


if __name__ == "__main__":
    unittest.main()
