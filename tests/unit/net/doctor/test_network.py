"""Tests of the first steps: clock, networks, way; and of the lines that come out."""

from __future__ import annotations

import calendar
import unittest

from udpchat.firewall import firewall_commands
from udpchat.net.doctor.findings import Finding, Grade, fault, good
from udpchat.net.doctor.network import clock_finding, clocks_apart, network_finding, way_findings
from udpchat.net.doctor.report import as_lines, is_fault
from udpchat.net.interfaces import Interface

LAN = Interface("eth0", "192.168.1.20", "255.255.255.0", "192.168.1.255", "ethernet")
ALONE = Interface("eth1", "169.254.7.7", "255.255.0.0", "169.254.255.255", "ethernet")
TUNNEL = Interface("wg0", "10.9.0.2", "255.255.255.255", None, "vpn")


def ms(year: int) -> int:
    return calendar.timegm((year, 6, 1, 0, 0, 0)) * 1000


class Network(unittest.TestCase):
    def test_clock(self) -> None:
        for year, grade in ((1970, Grade.WARNING), (2024, Grade.WARNING), (2026, Grade.GOOD), (2101, Grade.WARNING)):
            found = clock_finding(ms(year))
            self.assertIs(found.grade, grade, year)
            self.assertIn(str(year), found.sentence)

    def test_two_clocks(self) -> None:
        now = ms(2026)
        self.assertIsNone(clocks_apart(now, now + 119_000))
        ahead, behind = clocks_apart(now + 3 * 3600_000, now), clocks_apart(now, now + 366 * 2 * 86400_000)
        assert ahead is not None and behind is not None
        self.assertEqual((ahead.key, behind.key), ("clock.ahead", "clock.behind"))
        self.assertIn("3 hours", ahead.sentence)
        self.assertIn("2 years", behind.sentence)

    def test_networks(self) -> None:
        self.assertEqual(network_finding(()).key, "network.none")
        self.assertEqual(network_finding((ALONE,)).key, "network.no_address")
        found = network_finding((LAN, ALONE))
        self.assertEqual((found.key, found.grade), ("network.good", Grade.GOOD))
        self.assertIn("eth0 192.168.1.20, eth1 169.254.7.7", found.sentence)

    def test_ways(self) -> None:
        interfaces = (LAN, TUNNEL)
        for host, source, key in (
            ("127.0.0.1", "127.0.0.1", "way.here"),
            ("192.168.1.20", "192.168.1.20", "way.here"),
            ("192.168.1.9", "192.168.1.20", "way.same"),
            ("192.168.1.255", "192.168.1.20", "way.everybody"),
            ("192.168.1.0", "192.168.1.20", "way.everybody"),
            ("255.255.255.255", None, "way.everybody"),
            ("10.1.2.3", "192.168.1.20", "way.elsewhere"),
            ("10.1.2.3", None, "way.none"),
            ("9.9.9.9", "192.168.1.20", "way.outside"),
        ):
            with self.subTest(host=host):
                self.assertEqual([one.key for one in way_findings((host, 1), source, interfaces)], [key])

    def test_lines(self) -> None:
        evil = good("server.good", name="Lab\x1b[2J\n\u202e", kind="x")
        lines = list(as_lines([evil, fault("port.silent", firewall_commands(11113, "linux"), host="1.2.3.4", port=11113)]))
        self.assertTrue(all(line.isprintable() for line in lines), lines)
        self.assertEqual([line.split()[0] for line in lines], ["ok", "FAULT", "The", "Linux:", "Windows:", "macOS:"])
        self.assertTrue(is_fault([Finding("x", Grade.FAULT, "x")]))
        self.assertFalse(is_fault([evil]))

    def test_the_command_of_every_system(self) -> None:
        for platform, first in (("win32", "Windows"), ("darwin", "macOS"), ("linux", "Linux")):
            commands = firewall_commands(11112, platform)
            self.assertEqual(commands[0][0], first)
            self.assertEqual(len(commands), 3)
            self.assertEqual([name for name, line in commands if name != "macOS" and "11112" not in line], [])


if __name__ == "__main__":
    unittest.main()
