"""Where windows stand, how large, and in which mode."""

from __future__ import annotations

import random
import unittest

from tests.unit.gui.desktop.systems import Library, Paper
from udpchat.gui.desktop import darkmode, dpi
from udpchat.gui.desktop.geometry import Place, cascaded, centred, clamped, read

SCREEN = Place(1600, 1000, 0, 0)
LEAST = (720, 480)


class Geometry(unittest.TestCase):
    def test_read_and_written(self) -> None:
        for text in ("1360x820+100+50", "10x10+-5+-7", "1x1+0+0"):
            self.assertEqual(str(read(text)), text)
        for text in ("", "1360x820", "x", "1360x820-5-5", "1360x820+1+1 ", "9999999x1+0+0", "1360x820+1+1\n", "-1x5+0+0"):
            self.assertIsNone(read(text), text)

    def test_always_on_the_screen(self) -> None:
        rng = random.Random(5)
        for _ in range(500):
            screen = Place(rng.randint(200, 4000), rng.randint(200, 3000), rng.randint(-2000, 100), rng.randint(-500, 100))
            place = Place(*(rng.randint(1, 6000) for _ in range(2)), *(rng.randint(-9999, 9999) for _ in range(2)))
            least = (min(720, screen.width), min(480, screen.height))
            kept = clamped(place, screen, least)
            for found in (kept, cascaded(kept, rng.randint(0, 99), 28, screen, least)):
                self.assertTrue(screen.x <= found.x <= screen.x + screen.width - found.width, (found, screen))
                self.assertTrue(screen.y <= found.y <= screen.y + screen.height - found.height, (found, screen))
                self.assertTrue(found.width >= least[0] and found.height >= least[1], (found, least))

    def test_what_fits_is_left_alone(self) -> None:
        place = Place(1360, 820, 100, 50)
        self.assertEqual(clamped(place, SCREEN, LEAST), place)
        self.assertEqual(cascaded(place, 0, 28, SCREEN, LEAST), place)

    def test_sisters_do_not_hide_each_other(self) -> None:
        for size in ((800, 600), (1360, 820), (1600, 1000)):
            first = centred(*size, SCREEN)
            corners = {(place.x, place.y) for slot in range(8) if (place := cascaded(first, slot, 28, SCREEN, LEAST))}
            self.assertEqual(len(corners), 8, size)

    def test_in_the_middle(self) -> None:
        self.assertEqual(str(centred(800, 600, SCREEN)), "800x600+400+160")


class Dpi(unittest.TestCase):
    def test_windows_is_told_before_the_first_window(self) -> None:
        new, old = Library(SetProcessDpiAwareness=0), Library(SetProcessDPIAware=1)
        dpi.make_aware(Paper("win32", libraries={"shcore": new, "user32": old}).system)
        self.assertEqual((new.calls, old.calls), ([("SetProcessDpiAwareness", (1,))], []))
        dpi.make_aware(Paper("win32", libraries={"user32": old}).system)
        self.assertEqual(old.calls, [("SetProcessDPIAware", ())])
        dpi.make_aware(Paper("win32").system)
        dpi.make_aware(Paper("linux").system)

    def test_windows_asks_the_screen(self) -> None:
        class Root:
            def winfo_fpixels(self, _length: str) -> float:
                return 144.1

        self.assertEqual(dpi.scale_of(Paper("win32").system, Root(), 0), 1.5)  # type: ignore[arg-type]

    def test_mac_scales_by_itself(self) -> None:
        self.assertEqual(dpi.scale_of(Paper("darwin").system, None, 0), 1.0)  # type: ignore[arg-type]

    def test_a_choice_wins(self) -> None:
        for percent, scale in ((100, 1.0), (125, 1.25), (250, 2.5)):
            self.assertEqual(dpi.scale_of(Paper("darwin").system, None, percent), scale)  # type: ignore[arg-type]

    def test_whole_steps_within_limits(self) -> None:
        self.assertEqual([dpi.rounded(percent) for percent in (10, 99, 112, 1000)], [100, 100, 110, 250])


class DarkMode(unittest.TestCase):
    def mode(self, paper: Paper) -> str:
        return darkmode.Asking(paper.system).mode()

    def test_windows(self) -> None:
        answer = "    AppsUseLightTheme    REG_DWORD    0x%d"
        self.assertEqual(self.mode(Paper("win32", answers={"reg": answer % 0})), "dark")
        self.assertEqual(self.mode(Paper("win32", answers={"reg": answer % 1})), "light")
        self.assertEqual(self.mode(Paper("win32")), "light")

    def test_mac(self) -> None:
        self.assertEqual(self.mode(Paper("darwin", answers={"defaults": "Dark"})), "dark")
        self.assertEqual(self.mode(Paper("darwin")), "light")

    def test_linux(self) -> None:
        bus = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus"}
        for answers, expected in (
            ({"gdbus": "(<<uint32 1>>,)"}, "dark"),
            ({"gdbus": "(<<uint32 0>>,)", "gsettings": "'prefer-dark'"}, "light"),
            ({"gdbus": "", "gsettings": "'prefer-dark'"}, "dark"),
            ({"gdbus": "", "gsettings": "'default'"}, "light"),
        ):
            with self.subTest(answers=answers):
                self.assertEqual(self.mode(Paper(programs=["gdbus", "gsettings"], environ=bus, answers=answers)), expected)
        self.assertEqual(self.mode(Paper(environ={"GTK_THEME": "Adwaita:dark"})), "dark")

    def test_without_a_session_nothing_is_asked(self) -> None:
        paper = Paper(programs=["gdbus", "gsettings"])
        self.assertEqual((self.mode(paper), paper.asked), ("light", []))


if __name__ == "__main__":
    unittest.main()
