"""Notifications, the sound, links: what strangers write reaches the system as data only."""

from __future__ import annotations

import base64
import io
import threading
import unittest
import wave
import webbrowser

from tests.unit.gui.desktop.systems import Library, Paper
from udpchat.gui.desktop import notify, sound
from udpchat.gui.desktop.links import is_link, open_link
from udpchat.limits import ALERT_CHARS, ALERT_EVERY_S, ALERT_TITLE_CHARS

NASTY = "$(reboot) `x` \"; 'it' <b>&amp;</b> \\ %TEMP% \x00\x1b[2J\u202e\nnext"


class Notices(unittest.TestCase):
    def shown(self, paper: Paper, title: str = "Ann", body: str = NASTY) -> tuple[tuple[str, ...], dict[str, str]]:
        self.assertTrue(notify.Notifier(paper.system, lambda: 0.0).show(title, body))
        command, variables = paper.started[0]
        return tuple(command), variables

    def test_linux(self) -> None:
        command, variables = self.shown(Paper(programs=["notify-send", "gdbus"]), "--help")
        self.assertEqual(command[:-2], ("notify-send", "-a", "udpchat", "-t", "5000", "--"))
        self.assertEqual(command[-2], "--help")
        self.assertIn("&lt;b&gt;&amp;amp;&lt;/b&gt;", command[-1])
        self.assertEqual(variables, {})
        for char in "\x00\x1b\u202e\n":
            self.assertNotIn(char, command[-1])

    def test_linux_with_gdbus_only(self) -> None:
        command, _ = self.shown(Paper(programs=["gdbus"]), 'say "no" \\')
        self.assertEqual(command[-5], '"say \\"no\\" \\\\"')
        self.assertEqual(command[-3:], ("[]", "{}", "5000"))

    def test_linux_without_anything(self) -> None:
        paper = Paper()
        self.assertFalse(notify.Notifier(paper.system, lambda: 0.0).show("a", "b"))
        self.assertEqual(paper.started, [])

    def test_windows_gets_the_text_by_variables(self) -> None:
        command, variables = self.shown(Paper("win32"))
        source = base64.b64decode(command[-1]).decode("utf-16-le")
        self.assertNotIn("reboot", source)
        self.assertIn("$env:UDPCHAT_NOTICE_BODY", source)
        self.assertIn("reboot", variables["UDPCHAT_NOTICE_BODY"])
        self.assertNotIn("\x00", variables["UDPCHAT_NOTICE_BODY"])

    def test_mac_gets_the_text_by_arguments(self) -> None:
        command, _ = self.shown(Paper("darwin"))
        self.assertEqual(command[:2], ("osascript", "-e"))
        self.assertNotIn("reboot", command[2])
        self.assertEqual(command[3:5], ("--", "Ann"))

    def test_long_texts_are_cut(self) -> None:
        command, _ = self.shown(Paper("darwin"), "t" * 10_000, "b" * 10_000)
        self.assertEqual([len(part) for part in command[-2:]], [ALERT_TITLE_CHARS, ALERT_CHARS])

    def test_they_are_spaced(self) -> None:
        paper, now = Paper("darwin"), [0.0]
        notifier = notify.Notifier(paper.system, lambda: now[0])
        shown = []
        for now[0] in (0.0, 0.1, ALERT_EVERY_S - 0.1, ALERT_EVERY_S + 0.1, ALERT_EVERY_S + 0.2):
            shown.append(notifier.show("a", "b"))
        self.assertEqual(shown, [True, False, False, True, False])


class Ringing(unittest.TestCase):
    def ring(self, paper: Paper) -> int:
        bells: list[int] = []
        sounds = sound.Sounds(paper.system, lambda: 0.0, lambda: bells.append(1))
        self.addCleanup(sounds.close)
        self.assertTrue(sounds.ring())
        self.assertFalse(sounds.ring())
        return len(bells)

    def test_linux_plays_with_what_there_is(self) -> None:
        for program in ("pw-play", "paplay", "canberra-gtk-play", "aplay"):
            paper = Paper(programs=[program])
            self.assertEqual(self.ring(paper), 0)
            self.assertEqual(paper.started[0][0][0], program)
            self.assertTrue(paper.started[0][0][-1].endswith(".wav"))

    def test_without_a_player_the_bell(self) -> None:
        self.assertEqual(self.ring(Paper()), 1)
        self.assertEqual(self.ring(Paper("win32")), 1)

    def test_windows(self) -> None:
        library = Library(MessageBeep=1)
        self.assertEqual(self.ring(Paper("win32", libraries={"user32": library})), 0)
        self.assertEqual(library.calls, [("MessageBeep", (0x40,))])

    def test_mac(self) -> None:
        paper = Paper("darwin")
        self.assertEqual(self.ring(paper), 0)
        self.assertEqual(paper.started[0][0][0], "afplay")

    def test_the_sound(self) -> None:
        with wave.open(io.BytesIO(sound.news_wav())) as file:
            self.assertEqual((file.getnchannels(), file.getsampwidth()), (1, 2))
            self.assertLess(file.getnframes() / file.getframerate(), 0.5)
            samples = memoryview(file.readframes(file.getnframes())).cast("h")
        self.assertLess(max(samples), 10_000)
        self.assertGreater(max(samples), 5_000)
        self.assertEqual(samples[0], 0)


class Links(unittest.TestCase):
    GOOD = ("http://a", "https://example.org/x?y=1&z=%20#f", "HTTPS://Example.org:8443/", "http://192.168.1.20:80/ä")
    BAD = (
        *("file:///etc/passwd", "javascript:alert(1)", "udpchat://x", "http://", "https:///x", "http:x", "ftp://a", ""),
        *("http://a b", "http://a\nb", "http://a\x00", "http://a'b", 'http://a"b', "http://a`b", "http://a\\b", "http://<a>"),
        *("http://a:99999", "http://a:x", "http://[::1", "-http://a", " http://a", "http://a/\u202e", "http://" + "a" * 3000),
    )

    def test_what_is_a_link(self) -> None:
        for url in self.GOOD:
            self.assertTrue(is_link(url), url)
        for url in self.BAD:
            self.assertFalse(is_link(url), url)

    def test_opened_on_another_thread(self) -> None:
        opened, done = [], threading.Event()

        def browse(url: str) -> None:
            opened.append((url, threading.get_ident()))
            done.set()

        self.assertTrue(open_link("https://example.org", browse))
        self.assertTrue(done.wait(10))
        self.assertEqual(opened[0][0], "https://example.org")
        self.assertNotEqual(opened[0][1], threading.get_ident())

    def test_bad_links_are_not_opened(self) -> None:
        self.assertFalse(open_link("file:///etc/passwd", lambda url: self.fail("opened")))

    def test_without_a_browser_nothing_breaks(self) -> None:
        done = threading.Event()

        def browse(url: str) -> None:
            done.set()
            raise webbrowser.Error("could not locate runnable browser")

        self.assertTrue(open_link("https://example.org", browse))
        self.assertTrue(done.wait(10))


if __name__ == "__main__":
    unittest.main()
