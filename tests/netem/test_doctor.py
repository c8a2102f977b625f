"""The doctor between two computers: each fault of a network made for real, and found."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from tests.netem.namespaces import Namespaces, run

DEADLINE_S = 60.0


class DoctorTest(Namespaces):
    """The server in `self.one`, the doctor in `self.two`."""

    NETWORKS = ("10.81", "10.82")

    def setUp(self) -> None:
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def serve(self, port: int = 11111) -> None:
        relay = self.start(
            *(self.one, "-m", "udpchat", "serve", "--headless", "--data", str(self.folder / "server")),
            *("--name", "Lab 2", "--port", str(port)),
        )
        assert relay.stdout is not None
        self.assertIn(f"listening on 0.0.0.0:{port}", relay.stdout.readline())

    def doctor(self, *arguments: str, namespace: str = "") -> tuple[int, str]:
        words = ("-m", "udpchat", "doctor", *arguments, "--data", str(self.folder / "client"))
        process = self.start(namespace or self.two, *words, "--server-data", str(self.folder / "server"))
        told, _ = process.communicate(timeout=DEADLINE_S)
        self.assertNotIn("Traceback", told)
        return process.returncode, told

    def assert_fault(self, told: str, *parts: str) -> None:
        faults = [line for line in told.splitlines() if line.startswith("FAULT")]
        self.assertEqual(len(faults), 1, told)
        for part in parts:
            self.assertIn(part, told)

    def test_all_is_well_on_both_networks(self) -> None:
        self.serve()
        for network in self.NETWORKS:
            status, told = self.doctor(f"{network}.0.1")
            self.assertEqual(status, 0, told)
            self.assertIn("is on the same network as this computer", told)
            self.assertIn("It is the server Lab 2: anybody may create an account.", told)
        status, told = self.doctor()
        self.assertEqual(status, 0, told)
        self.assertRegex(told, r"ok +Lab 2 answers at 10\.8[12]\.0\.1:11111")
        status, told = self.doctor(namespace=self.one)
        self.assertIn("Others reach it at 10.81.0.1:11111, 10.82.0.1:11111.", told)
        self.assertIn("let UDP port 11111 in through the firewall of this computer", told)

    def test_no_network(self) -> None:
        for device in ("eth0", "eth1"):
            run("ip", "-n", self.two, "link", "set", device, "down")
        status, told = self.doctor("10.81.0.1")
        self.assertEqual(status, 1)
        self.assert_fault(told, "This computer is on no network.", "Plug in a cable")

    def test_no_route(self) -> None:
        _, told = self.doctor("10.99.0.1")
        self.assert_fault(told, "No way leads from this computer to 10.99.0.1.")

    def test_nobody_has_the_address(self) -> None:
        _, told = self.doctor("10.81.0.77")
        self.assert_fault(told, "No computer on this network has the address 10.81.0.77.")

    def test_the_address_of_everybody(self) -> None:
        _, told = self.doctor("10.81.0.255")
        self.assert_fault(told, "is the address of a whole network")

    def test_another_port(self) -> None:
        self.serve(11114)
        _, told = self.doctor("10.82.0.1")
        self.assert_fault(told, "The computer 10.82.0.1 is on, but no server uses UDP port 11111 there.")
        self.assertIn("On the same computer Lab 2 answers at port 11114.", told)

    def test_a_firewall_on_the_servers_computer(self) -> None:
        self.serve()
        self.firewall(self.one, "udp dport 11111 drop")
        _, told = self.doctor("10.81.0.1")
        self.assert_fault(told, "its UDP port 11111 is not answered", "Windows: netsh advfirewall", "Linux: ", "macOS: ")

    def test_a_firewall_that_hides_everything(self) -> None:
        self.serve()
        self.firewall(self.one, "drop")
        _, told = self.doctor("10.81.0.1")
        self.assert_fault(told, "Nothing answers from 10.81.0.1, UDP port 11111.", "Windows: netsh advfirewall")

    def test_a_firewall_here(self) -> None:
        self.firewall(self.two, "udp dport 11111 drop", hook="output")
        _, told = self.doctor("10.81.0.1")
        self.assert_fault(told, "This computer does not let anything out to 10.81.0.1:11111.")

    def test_large_packets_get_lost(self) -> None:
        self.serve()
        self.firewall(self.one, "udp length > 700 drop")
        _, told = self.doctor("10.81.0.1")
        self.assert_fault(told, "no secure connection came about", "Large packets may get lost on the way")


if __name__ == "__main__":
    unittest.main()
