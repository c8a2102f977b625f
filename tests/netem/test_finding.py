"""`find` and the relay's ears in networks of their own: many servers, interfaces that come and go, a sweep."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from tests.netem.namespaces import Namespaces, run
from udpchat.limits import NETWORKS_EVERY_S

DEADLINE_S = 45.0
SWEEP_DEADLINE_S = 120.0  # it takes 26 s on a machine with nothing else to do

FOLLOW = """
import json, socket, subprocess, sys
from udpchat.net.interfaces import interfaces
from udpchat.net.multicast import Membership
from udpchat.limits import DISCOVERY_GROUP
group, sock = Membership(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
keep = sys.argv[1] == "seen"
def ip(*words):
    subprocess.run(["ip", *words], check=True)
def heard():
    with open("/proc/net/igmp") as table:
        return sum(line.split()[0] == "0B6FFFEF" for line in table)
counts = []
for _ in range(30):
    ip("link", "add", "shy0", "type", "veth", "peer", "name", "shy1")
    ip("address", "add", "10.83.0.1/24", "dev", "shy0")
    for end in ("shy0", "shy1"):
        ip("link", "set", end, "up")
    group.follow(sock, interfaces())
    counts.append(heard())
    ip("link", "delete", "shy0")
    if keep:
        group.follow(sock, interfaces())
sock.close()
print(json.dumps(counts))
"""


class FindingCase(Namespaces):
    """Relays in `self.one`, `find` in `self.two`."""

    NETWORKS = ("10.81", "10.82")

    def setUp(self) -> None:
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def serve(self, name: str, port: int = 11111, host: str = "0.0.0.0") -> subprocess.Popen[str]:
        data = str(self.folder / name)
        relay = self.start(
            *(self.one, "-m", "udpchat", "serve", "--headless", "--data", data),
            *("--name", name, "--port", str(port), "--host", host),
        )
        assert relay.stdout is not None
        self.assertIn(f"listening on {host}:{port}", relay.stdout.readline())
        return relay

    def find(self, *options: str, namespace: str = "") -> list[dict[str, object]]:
        words = ("-m", "udpchat", "find", "--json", "--data", str(self.folder / "client"), *options)
        told, _ = self.start(namespace or self.two, *words).communicate(timeout=SWEEP_DEADLINE_S)
        return [json.loads(line) for line in told.splitlines() if line.startswith("{")]


class Finding(FindingCase):
    def test_five_servers_of_one_computer_are_listed_within_a_second(self) -> None:
        names = [f"Lab {number}" for number in range(1, 6)]
        for number, name in enumerate(names):
            self.serve(name, 11111 + number)
        for namespace in (self.two, self.one):
            found = self.find("--wait", "1", namespace=namespace)
            self.assertEqual([one["name"] for one in found], names)
            self.assertEqual([one["port"] for one in found], list(range(11111, 11116)))
            self.assertEqual({one["known"] for one in found}, {False})

    def test_the_table_for_people(self) -> None:
        self.serve("Lab 2")
        told, _ = self.start(self.two, "-m", "udpchat", "find", "--data", str(self.folder / "client")).communicate(
            timeout=DEADLINE_S
        )
        head, row = told.splitlines()
        self.assertEqual(head.split()[:3], ["NAME", "ADDRESS", "ONLINE"])
        self.assertRegex(row, r"^Lab 2  10\.8[12]\.0\.1:11111 +0 +[0-9.]+ ms +open to all +new +([A-Z2-7]{4}-){3}[A-Z2-7]{4}$")

    def test_nobody_answers(self) -> None:
        searcher = self.start(self.two, "-m", "udpchat", "find", "--wait", "0.3", "--data", str(self.folder / "client"))
        told, _ = searcher.communicate(timeout=DEADLINE_S)
        self.assertEqual(searcher.returncode, 3)
        self.assertIn("No server answers. Is one running?", told)

    def test_a_server_that_hears_no_broadcast_is_found_by_the_sweep(self) -> None:
        """Bound to one address it hears single questions only, like one behind a firewall that drops the others."""
        self.serve("Quiet", 11113, host="10.82.0.1")
        self.assertEqual(self.find("--wait", "1"), [])
        found = self.find("--scan")
        self.assertEqual([(one["host"], one["port"], one["name"]) for one in found], [("10.82.0.1", 11113, "Quiet")])
        self.assertEqual([one["name"] for one in self.find("10.82.0.1:11113")], ["Quiet"])

    def test_a_firewall_here_that_lets_in_only_what_was_asked_of_one_address(self) -> None:
        """It drops answers to broadcasts, for no question went to the address that answers."""
        self.firewall(self.two, "ct state established accept", "udp sport 1-65535 drop")
        self.serve("Lab 2")
        self.assertEqual(self.find("--wait", "1"), [])
        self.assertEqual([one["name"] for one in self.find("--scan")], ["Lab 2"])


class ComingAndGoing(FindingCase):
    def only_the_group(self, deadline_s: float) -> set[str]:
        """The networks on which one question to the group is answered within that time."""
        script = """
import json, sys, time
from udpchat.net import clock
from udpchat.net.finder import Finder
from udpchat.net.interfaces import interfaces
finder, seen, end_at = Finder(), set(), clock() + float(sys.argv[1])
while clock() < end_at and len(seen) < 2:
    for one in interfaces():
        finder.search((one,), (), clock(), (0.0,))
        wait_until = clock() + 0.3
        while clock() < wait_until:
            seen.update(found.address[0][:5] for found in finder.poll(clock()))
            time.sleep(0.005)
finder.close()
print(json.dumps(sorted(seen)))
"""
        told, _ = self.start(self.two, "-c", script, str(deadline_s)).communicate(timeout=DEADLINE_S)
        return set(json.loads(told.splitlines()[-1]))

    def test_a_cable_that_is_plugged_in_later(self) -> None:
        for side in (self.one, self.two):
            run("ip", "-n", side, "link", "set", "eth1", "down")
        self.serve("Lab 2")
        self.assertEqual(self.only_the_group(1.0), {"10.81"})
        for side in (self.one, self.two):
            run("ip", "-n", side, "link", "set", "eth1", "up")
        self.assertEqual(self.only_the_group(NETWORKS_EVERY_S + 20.0), {"10.81", "10.82"})

    def test_no_network_at_first_and_another_address_later(self) -> None:
        for device in ("eth0", "eth1"):
            run("ip", "-n", self.one, "link", "set", device, "down")
        self.serve("Lab 2")
        run("ip", "-n", self.one, "address", "flush", "dev", "eth1")
        run("ip", "-n", self.one, "address", "add", "10.82.0.77/24", "broadcast", "+", "dev", "eth1")
        run("ip", "-n", self.one, "link", "set", "eth1", "up")
        found: list[dict[str, object]] = []
        end_at = time.monotonic() + DEADLINE_S
        while not found and time.monotonic() < end_at:
            found = self.find("--wait", "1")
        self.assertEqual([one["host"] for one in found], ["10.82.0.77"])

    def test_memberships_do_not_run_out(self) -> None:
        """Linux allows a socket 20 of them, and counts those of interfaces that are gone."""
        for how in ("seen", "unseen"):
            told, _ = self.start(self.one, "-c", FOLLOW, how).communicate(timeout=DEADLINE_S)
            self.assertEqual(set(json.loads(told.splitlines()[-1])), {3}, f"{how}: {told}")


if __name__ == "__main__":
    unittest.main()
