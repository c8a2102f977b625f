"""The doctor's page and the sweep with real widgets, keys and clicks."""

from __future__ import annotations

import secrets
import socket
import unittest

from tests.gui.connect_windows import ConnectCase
from tests.gui.harness import WindowCase, click, focus, pump, settle
from tests.unit.gui.presenters.connect_lab import ANNEX, LAB, LAB_KNOWN, sighting
from udpchat.client.profiles import Profiles
from udpchat.client.target import Target
from udpchat.firewall import firewall_commands
from udpchat.gui.background import Background
from udpchat.gui.doctor_visit import DoctorVisit
from udpchat.gui.loop import TkLoop
from udpchat.net.doctor import Patient
from udpchat.net.doctor.findings import fault, good, note

EVIL = "\x1b[2J\u202e" + "very long name " * 40 + "\U0001f600"


class Doctor(ConnectCase):
    def setUp(self) -> None:
        super().setUp()
        self.start(LAB_KNOWN)
        self.page = self.window.doctor

    def examine(self) -> None:
        click(self.window.find.doctor)
        pump(self.root, self.page.winfo_viewable)
        pump(self.root, lambda: self.root.focus_get() is self.page.back)

    def end(self) -> None:
        self.doors.examining = False
        pump(self.root, lambda: not self.page.bar.winfo_manager())
        settle(self.root)

    def test_rows_appear_and_the_button_connects(self) -> None:
        self.examine()
        self.assertTrue(self.page.bar.winfo_manager())
        self.assertTrue(self.page.again.instate(["disabled"]) and self.page.copy.instate(["disabled"]))
        self.doors.findings.append(good("way.here", host="192.168.1.20"))
        pump(self.root, lambda: len(self.page.rows) == 1)
        first = self.page.rows[0]
        self.doors.findings.append(note("done"))
        self.end()
        self.assertIs(self.page.rows[0], first, "what stands there stays")
        self.assertEqual(str(self.page.proceed.cget("text")), "Connect to Lab 2")
        pump(self.root, lambda: self.root.focus_get() is self.page.proceed)
        self.key("Return")
        pump(self.root, self.window.asking.winfo_viewable)
        self.assertEqual(self.doors.inquiries, [Target(("192.168.1.20", 11111), "Lab 2", pin=LAB)])

    def test_a_fault_with_commands(self) -> None:
        self.examine()
        self.doors.findings.append(fault("port.silent", firewall_commands(11111), host="192.168.1.20", port=11111))
        self.end()
        self.assertEqual(len(self.page.rows[0].commands), 3)
        self.assertEqual(self.page.rows[0].commands[0].value, firewall_commands(11111)[0][1])
        self.assertFalse(self.page.proceed.winfo_manager())
        pump(self.root, lambda: self.root.focus_get() is self.page.again)
        click(self.page.copy)
        pump(self.root, lambda: "FAULT" in self.root.clipboard_get())
        self.assertIn("netsh advfirewall", self.root.clipboard_get())
        focus(self.page.again)
        self.key("Return")
        pump(self.root, lambda: len(self.doors.patients) == 2)
        pump(self.root, lambda: not self.page.rows)

    def test_escape_goes_back_and_ends_it(self) -> None:
        self.examine()
        self.key("Escape")
        pump(self.root, self.window.find.winfo_viewable)
        self.assertFalse(self.doors.examining)

    def test_names_of_strangers(self) -> None:
        self.examine()
        self.doors.findings += [good("server.good", name=EVIL, kind="x")] * 30
        self.doors.findings.append(note("instead.expected", sighting(ANNEX, EVIL), name=EVIL, place="x"))
        self.end()
        right = self.window.winfo_rootx() + self.window.winfo_width()
        for button in (self.page.proceed, self.page.again, self.page.back):
            self.assertLessEqual(button.winfo_rootx() + button.winfo_width(), right)
        self.assertNotIn("\x1b", str(self.page.rows[0].sentence.cget("text")))

    def test_from_the_page_of_a_silent_server(self) -> None:
        focus(self.window.find.servers)
        self.key("Return")
        pump(self.root, self.window.asking.winfo_viewable)
        click(self.window.asking.doctor)
        pump(self.root, self.page.winfo_viewable)
        self.assertEqual(self.doors.patients, [Patient("192.168.1.20", 11111, LAB)])


class Sweep(ConnectCase):
    def test_begin_and_stop(self) -> None:
        self.start()
        every = self.window.find.every
        click(every)
        pump(self.root, lambda: len(self.finding.sweeps) == 1)
        self.finding.swept = (1000, 2000)
        pump(self.root, lambda: "50 %" in str(self.window.find.search.cget("text")))
        self.assertEqual(str(every.cget("text")), "Stop asking")
        self.assertAlmostEqual(float(str(self.window.find.bar.cget("value"))), 1.5)
        click(every)
        pump(self.root, lambda: str(every.cget("text")) == "Ask every address")
        self.assertEqual(len(self.finding.sweeps), 1)

    def test_the_links_fit_the_smallest_window(self) -> None:
        self.root.geometry("720x480+0+0")
        self.start()
        pump(self.root, lambda: self.window.winfo_width() == 720)
        settle(self.root)
        find = self.window.find
        self.assertLess(find.every.winfo_rootx() + find.every.winfo_width(), find.leave.winfo_rootx())


class Visit(WindowCase):
    """The examination itself beside a window."""

    def test_real_findings_come_by_and_by_and_stopping_is_quick(self) -> None:
        loop = TkLoop(self.root, lambda error: self.fail(str(error)))
        background = Background(loop)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            patient = Patient("127.0.0.1", silent.getsockname()[1])
            profiles = Profiles(self.folder() / secrets.token_hex(4))
            visit = DoctorVisit(background, profiles, lambda: None, patient)
            pump(self.root, lambda: len(visit.findings()[0]) >= 2)
            self.assertTrue(visit.findings()[1])
            visit.stop()
            pump(self.root, lambda: not visit.findings()[1])
        background.close()
        loop.close()


if __name__ == "__main__":
    unittest.main()
