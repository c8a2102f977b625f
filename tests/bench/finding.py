"""How long a search takes until all of five servers are seen: on their computer, and from another one with half the
datagrams lost. In network namespaces: needs root and Linux, says so where it cannot.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.file_links import Rig
from tests.bench.measure import Figure
from tests.netem.namespaces import possible, run

SERVERS = 5
RUNS = 20
SEARCH = """
import json, sys
from udpchat.net import clock
from udpchat.net.finder import Finder
from udpchat.net.interfaces import interfaces
took = []
for _ in range(int(sys.argv[2])):
    finder, began_at = Finder(), clock()
    finder.search(interfaces(), (), began_at)
    while finder.searching and len(finder.sightings) < int(sys.argv[1]):
        finder.poll(clock())
        finder.wait(0.005)
    took.append(clock() - began_at)
    finder.close()
print(json.dumps(took))
"""


def finding_figures() -> Iterator[Figure]:
    """Same computer, another one, another one over a bad link."""
    if reason := possible():
        print(f"finding: {reason}")
        return
    with contextlib.ExitStack() as undo:
        rig = Rig(undo)
        for namespace in (rig.one, rig.two):
            run("ip", "-n", namespace, "link", "set", "lo", "up")
        folder = Path(undo.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        for number in range(SERVERS):
            data = str(folder / str(number))
            words = ("-m", "udpchat", "serve", "--headless", "--data", data, "--port", str(11111 + number))
            process = _start(rig.one, *words)
            undo.callback(process.wait)
            undo.callback(process.kill)
            assert process.stdout is not None
            undo.callback(process.stdout.close)
            process.stdout.readline()
        yield Figure(f"{SERVERS} servers seen, on their computer", _runs(rig.one), "ms", "< 1000")
        yield Figure(f"{SERVERS} servers seen, from another one", _runs(rig.two), "ms", "< 1000")
        rig.shape("", 50)
        yield Figure(f"{SERVERS} servers seen, half the datagrams lost each way", _runs(rig.two), "ms", "-")


def _runs(namespace: str) -> tuple[float, ...]:
    process = _start(namespace, "-c", SEARCH, str(SERVERS), str(RUNS))
    told, _ = process.communicate()
    return tuple(1000 * took_s for took_s in json.loads(told))


def _start(namespace: str, *words: str) -> subprocess.Popen[str]:
    """With all interfaces of the namespace."""
    environment = {name: value for name, value in os.environ.items() if name != "UDPCHAT_INTERFACES"}
    return subprocess.Popen(
        ["ip", "netns", "exec", namespace, sys.executable, *words], stdout=subprocess.PIPE, text=True, env=environment
    )
