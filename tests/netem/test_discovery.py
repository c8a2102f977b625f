"""Discovery between two computers with two cables and no default route: each way that a search goes finds the server."""

from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path

from tests.netem.namespaces import Namespaces

SEARCH = """
import json, sys, time
from udpchat.net import clock
from udpchat.net.finder import Finder
from udpchat.net.interfaces import interfaces
finder = Finder()
found = interfaces()
began_at = clock()
finder.search(found, (), began_at, json.loads(sys.argv[1]))
sightings = []
while finder.searching and not sightings:
    sightings = finder.poll(clock())
    time.sleep(0.002)
finder.close()
print(json.dumps({"interfaces": [one.address for one in found], "took_s": clock() - began_at,
                  "found": [[one.name, *one.address] for one in sightings]}))
"""


class DiscoveryTest(Namespaces):
    NETWORKS = ("10.81", "10.82")

    def setUp(self) -> None:
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        data = str(Path(folder.name) / "server")
        relay = self.start(self.one, "-m", "udpchat", "serve", "--headless", "--data", data, "--name", "Lab 2")
        assert relay.stdout is not None
        self.assertIn("listening on 0.0.0.0:11111", relay.stdout.readline())

    def search(self, rounds_s: list[float]) -> dict[str, object]:
        searcher = self.start(self.two, "-c", SEARCH, json.dumps(rounds_s))
        told, _ = searcher.communicate(timeout=30)
        answer: dict[str, object] = json.loads(told.splitlines()[-1])
        self.assertEqual(answer["interfaces"], ["10.81.0.2", "10.82.0.2"])
        return answer

    def test_the_group_finds_it_within_a_second(self) -> None:
        answer = self.search([0.0])
        self.assertIn(answer["found"], ([["Lab 2", f"{network}.0.1", 11111]] for network in self.NETWORKS), answer)
        self.assertLess(float(str(answer["took_s"])), 1.0)

    def test_the_directed_broadcast_finds_it(self) -> None:
        """Round two asks the broadcast address of each network; round one is sent too, but waits for the second."""
        elsewhere = "import udpchat.client.scout as scout; scout.DISCOVERY_GROUP = '239.1.1.1'; finder.search("
        script = SEARCH.replace("finder.search(", elsewhere)
        searcher = self.start(self.two, "-c", script, "[0.0, 0.05]")
        told, _ = searcher.communicate(timeout=30)
        self.assertEqual(len(json.loads(told.splitlines()[-1])["found"]), 1, told)

    def test_the_limited_broadcast_finds_it_without_a_route(self) -> None:
        """Round three, from the address of each interface; the ways before lead nowhere."""
        elsewhere = (
            "import dataclasses; import udpchat.client.scout as scout; scout.DISCOVERY_GROUP = '239.1.1.1'\n"
            "found = tuple(dataclasses.replace(one, broadcast=None) for one in found)\nfinder.search("
        )
        script = SEARCH.replace("finder.search(", elsewhere)
        searcher = self.start(self.two, "-c", script, "[0.0, 0.05, 0.1]")
        told, _ = searcher.communicate(timeout=30)
        self.assertEqual(len(json.loads(told.splitlines()[-1])["found"]), 1, told)


if __name__ == "__main__":
    unittest.main()
