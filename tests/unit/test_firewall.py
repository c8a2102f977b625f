"""Tests of the firewall's command for each system."""

from __future__ import annotations

import unittest
from collections.abc import Callable

from udpchat.firewall import firewall_command


def only(*programs: str) -> Callable[[str], str | None]:
    """A computer with these programs."""
    return lambda name: f"/usr/sbin/{name}" if name in programs else None


class FirewallTest(unittest.TestCase):
    def test_linux(self) -> None:
        for programs, beginning in (
            (("ufw", "iptables"), "sudo ufw allow 11112/udp"),
            (("firewall-cmd", "ufw"), "sudo firewall-cmd --permanent --add-port=11112/udp"),
            (("nft",), "sudo nft insert rule inet filter input udp dport 11112 accept"),
            ((), "sudo iptables -I INPUT -p udp --dport 11112 -j ACCEPT"),
        ):
            with self.subTest(programs=programs):
                self.assertTrue(firewall_command(11112, "linux", only(*programs)).startswith(beginning))

    def test_windows_names_port_and_protocol(self) -> None:
        command = firewall_command(11111, "win32")
        self.assertIn("protocol=UDP localport=11111", command)
        self.assertIn("dir=in action=allow", command)

    def test_macos_quotes_the_program(self) -> None:
        self.assertIn('--add "/a b/python3"', firewall_command(11111, "darwin", python="/a b/python3"))


if __name__ == "__main__":
    unittest.main()
