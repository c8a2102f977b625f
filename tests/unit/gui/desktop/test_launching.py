"""What happens before a window: Tk missing, the console of Windows, an old libXft, words that must be read."""

from __future__ import annotations

import contextlib
import io
import os
import types
import unittest
import xml.etree.ElementTree as xml
from unittest import mock

from tests.unit.gui.desktop.systems import Library, Paper
from udpchat.gui.desktop import fontconfig, launch, relaunch, titlebar, toolkit
from udpchat.gui.desktop.tell import tell


def missing(name: str) -> types.ModuleType:
    raise ModuleNotFoundError(f"No module named {name!r}", name=name)


class Toolkit(unittest.TestCase):
    def test_each_system_is_told_how_to_install_it(self) -> None:
        for platform, program, words in (
            ("linux", "apt-get", "sudo apt install python3-tk"),
            ("linux", "dnf", "sudo dnf install python3-tkinter"),
            ("linux", "pacman", "sudo pacman -S tk"),
            ("linux", "zypper", "sudo zypper install python3-tk"),
            ("linux", "apk", "sudo apk add python3-tkinter"),
            ("linux", "", "Install the package"),
            ("darwin", "", "brew install python-tk@3."),
            ("win32", "", "choose Modify"),
        ):
            with self.subTest(platform=platform, program=program), self.assertRaises(toolkit.NoWindows) as caught:
                toolkit.require(Paper(platform, [program]).system, missing)
            self.assertIn(words, caught.exception.sentence)
            self.assertRegex(caught.exception.sentence, r"\ANo window can be opened: no Tk in this Python\. .*\.\Z")

    def test_a_broken_tk_is_missing_too(self) -> None:
        def broken(name: str) -> types.ModuleType:
            raise ImportError("libtk8.6.so: cannot open shared object file", name="_tkinter")

        with self.assertRaises(toolkit.NoWindows):
            toolkit.require(Paper().system, broken)

    def test_an_old_tk(self) -> None:
        old = types.SimpleNamespace(TkVersion=8.5)
        with self.assertRaises(toolkit.NoWindows) as caught:
            toolkit.require(Paper("darwin").system, lambda name: old)
        self.assertIn("only Tk 8.5", caught.exception.sentence)

    def test_a_good_tk(self) -> None:
        toolkit.require(Paper().system, lambda name: types.SimpleNamespace(TkVersion=8.6))

    def test_no_display(self) -> None:
        for words in ("no display name and no $DISPLAY environment variable", 'couldn\'t connect to display ":99"'):
            self.assertIn("opened: no display. Log in", toolkit.no_display(words).sentence)
        self.assertIn("init.tcl", toolkit.no_display("Can't find a usable init.tcl").sentence)


class Relaunch(unittest.TestCase):
    """The console of Windows."""

    ARGUMENTS = ("C:\\Füße und Hände\\client_gui.py", "lab:11111")

    def relaunch(self, paper: Paper, executable: str = "C:\\Py 3\\python.exe", exists: bool = True) -> bool:
        return relaunch.without_console(paper.system, executable, self.ARGUMENTS, lambda path: exists)

    def test_the_same_program_without_a_console(self) -> None:
        paper = Paper("win32")
        self.assertTrue(self.relaunch(paper))
        self.assertEqual(paper.left, [(("C:\\Py 3\\pythonw.exe", *self.ARGUMENTS), {relaunch.MARK: "1"})])

    def test_not_twice(self) -> None:
        paper = Paper("win32", environ={relaunch.MARK: "1"})
        self.assertFalse(self.relaunch(paper))
        self.assertEqual(paper.left, [])

    def test_not_where_it_cannot_be(self) -> None:
        refusing = Paper("win32")
        refusing.refuse = True
        self.assertFalse(self.relaunch(refusing))
        self.assertFalse(self.relaunch(Paper("win32"), exists=False))
        self.assertFalse(self.relaunch(Paper("win32"), "C:\\Py\\pythonw.exe"))
        self.assertFalse(self.relaunch(Paper("win32"), ""))
        for platform in ("linux", "darwin"):
            self.assertFalse(self.relaunch(Paper(platform)))


class Telling(unittest.TestCase):
    """One sentence before there is a window."""

    def told(self, paper: Paper, stream: io.StringIO | None) -> str:
        with mock.patch("sys.stderr", stream):
            tell(paper.system, "Say it.")
        return stream.getvalue() if stream else ""

    def test_on_windows_in_a_box(self) -> None:
        library = Library(MessageBoxW=1)
        self.assertEqual(self.told(Paper("win32", libraries={"user32": library}), None), "")
        self.assertEqual(library.calls, [("MessageBoxW", (0, "Say it.", "udpchat", 0x10))])

    def test_on_windows_without_boxes(self) -> None:
        self.assertEqual(self.told(Paper("win32"), io.StringIO()), "Say it.\n")
        self.assertEqual(self.told(Paper("win32"), None), "")

    def test_clicked_in_a_menu_in_a_box_too(self) -> None:
        paper = Paper("linux", ["kdialog"], {"DISPLAY": ":0", "DESKTOP_STARTUP_ID": "1"})
        self.assertEqual(self.told(paper, io.StringIO()), "Say it.\n")
        self.assertEqual(paper.left, [(("kdialog", "--error", "Say it."), {})])
        paper = Paper("linux", ["zenity"], {"WAYLAND_DISPLAY": "wayland-0", "XDG_ACTIVATION_TOKEN": "1"})
        self.told(paper, None)
        self.assertEqual(paper.left[0][0][0], "zenity")

    def test_not_clicked_no_box(self) -> None:
        paper = Paper("linux", ["zenity"], {"DISPLAY": ":0"})
        self.assertEqual(self.told(paper, io.StringIO()), "Say it.\n")
        self.assertEqual(paper.left, [])

    def test_without_a_display_no_box(self) -> None:
        paper = Paper("linux", ["zenity"], {"DESKTOP_STARTUP_ID": "1"})
        self.told(paper, io.StringIO())
        self.assertEqual(paper.left, [])

    def test_a_wrong_command_line_is_told(self) -> None:
        library = Library(MessageBoxW=1)
        parser = launch.Parser(Paper("win32", libraries={"user32": library}).system, "client_gui.py", "Chat.")
        with self.assertRaises(SystemExit) as caught:
            parser.parse_args(["--nope"])
        self.assertEqual(caught.exception.code, 2)
        self.assertIn("unrecognized arguments: --nope", library.calls[0][1][1])

    def test_a_reason_not_to_begin_is_told(self) -> None:
        def fail() -> int:
            raise toolkit.NoWindows("no display")

        error = io.StringIO()
        with contextlib.redirect_stderr(error):
            self.assertEqual(launch.told(Paper().system, fail), 3)
        self.assertIn("udpchat: No window can be opened: no display. Chat in the terminal", error.getvalue())

    def test_a_fault_of_ours_is_told_and_logged(self) -> None:
        def fail() -> int:
            raise ZeroDivisionError("on purpose")

        library = Library(MessageBoxW=1)
        with (
            contextlib.redirect_stderr(io.StringIO()) as error,
            self.assertLogs("udpchat.gui.desktop.launch", "CRITICAL"),
        ):
            self.assertEqual(launch.told(Paper("win32", libraries={"user32": library}).system, fail), 70)
        self.assertIn("Traceback", error.getvalue())
        self.assertIn("ZeroDivisionError: on purpose. Start it again", library.calls[0][1][1])

    def test_a_server_needs_no_window(self) -> None:
        def fail() -> int:
            raise toolkit.NoWindows("no display")

        self.assertRaises(toolkit.NoWindows, launch.told, Paper().system, fail, window_needed=False)

    def test_ports(self) -> None:
        self.assertEqual([launch.port_number(word) for word in ("0", "65535")], [0, 65535])
        for word in ("-1", "65536", "x"):
            self.assertRaises(ValueError, launch.port_number, word)


class OldFonts(unittest.TestCase):
    """libXft before 2.3.5 dies of colour emoji."""

    def test_colour_is_turned_away(self) -> None:
        paper = Paper(environ={"FONTCONFIG_FILE": "/etc/a & b.conf"}, libraries={"libXft.so.2": Library(XftGetVersion=20303)})
        self.assertTrue(fontconfig.turn_colour_away(paper.system))
        path = paper.system.environ["FONTCONFIG_FILE"]
        self.addCleanup(os.unlink, path)
        with open(path, encoding="utf-8") as file:
            tree = xml.fromstring(file.read().split("\n", 2)[2])
        self.assertEqual(tree.findtext("include"), "/etc/a & b.conf")
        self.assertEqual(tree.find("selectfont/rejectfont/pattern/patelt").get("name"), "color")  # type: ignore[union-attr]

    def test_a_new_one_or_none_is_left_alone(self) -> None:
        new = {"libXft.so.2": Library(XftGetVersion=20305)}
        old = {"libXft.so.2": Library(XftGetVersion=20303)}
        for paper in (Paper(libraries=new), Paper(), Paper("win32", libraries=old), Paper("darwin", libraries=old)):
            self.assertFalse(fontconfig.turn_colour_away(paper.system))
            self.assertNotIn("FONTCONFIG_FILE", paper.system.environ)


class WindowsWindow(unittest.TestCase):
    """Task bar and title bar."""

    class Window:
        def wm_frame(self) -> str:
            return "0x1f"

    def test_the_process_has_a_name(self) -> None:
        library = Library(SetCurrentProcessExplicitAppUserModelID=0)
        titlebar.name_process(Paper("win32", libraries={"shell32": library}).system, "Udpchat")
        self.assertEqual(library.calls, [("SetCurrentProcessExplicitAppUserModelID", ("Udpchat",))])
        titlebar.name_process(Paper("win32").system, "Udpchat")
        titlebar.name_process(Paper("linux").system, "Udpchat")

    def test_the_title_bar_is_dark(self) -> None:
        library = Library(DwmSetWindowAttribute=0)
        titlebar.show_mode(Paper("win32", libraries={"dwmapi": library}).system, self.Window(), True)  # type: ignore[arg-type]
        self.assertEqual([arguments[:2] for _, arguments in library.calls], [(31, 20)])

    def test_an_older_windows_is_asked_the_older_way(self) -> None:
        library = Library(DwmSetWindowAttribute=-1)
        titlebar.show_mode(Paper("win32", libraries={"dwmapi": library}).system, self.Window(), False)  # type: ignore[arg-type]
        self.assertEqual([arguments[1] for _, arguments in library.calls], [20, 19])

    def test_elsewhere_nothing_is_asked(self) -> None:
        titlebar.show_mode(Paper("linux").system, None, True)  # type: ignore[arg-type]


if __name__ == "__main__":
    unittest.main()
