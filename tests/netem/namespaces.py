"""Network namespaces of our own: two computers joined by cables that nothing else can see."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import unittest
from typing import Final

ROOT: Final = os.getcwd()


def run(*words: str) -> None:
    """Run a command; CalledProcessError with its complaint."""
    subprocess.run(words, check=True, capture_output=True)


def possible() -> str:
    """Why it cannot be done here; empty when it can."""
    if not sys.platform.startswith("linux"):
        return "network namespaces exist on Linux only"
    if os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None:
        return "needs the program ip: apt-get install iproute2"
    name = f"udpchat-probe-{os.getpid()}"
    try:
        run("ip", "netns", "add", name)
        run("ip", "netns", "delete", name)
    except subprocess.CalledProcessError as error:
        return f"this machine allows no network namespaces: {error.stderr.decode(errors='replace').strip()}"
    return ""


class Namespaces(unittest.TestCase):
    """Two namespaces, `self.one` and `self.two`, joined by a cable for each network of `NETWORKS` (first two octets)."""

    NETWORKS: tuple[str, ...] = ("10.81",)

    @classmethod
    def setUpClass(cls) -> None:
        reason = possible()
        if reason:
            raise unittest.SkipTest(reason)

    def setUp(self) -> None:
        self.one, self.two = (f"udpchat-{os.getpid()}-{side}" for side in "ab")
        for name in (self.one, self.two):
            run("ip", "netns", "add", name)
            self.addCleanup(run, "ip", "netns", "delete", name)
            run("ip", "-n", name, "link", "set", "lo", "up")
        for number, network in enumerate(self.NETWORKS):
            ends = [(self.one, f"eth{number}", f"{network}.0.1"), (self.two, f"eth{number}", f"{network}.0.2")]
            run("ip", "-n", self.one, "link", "add", ends[0][1], "type", "veth", "peer", "name", ends[1][1], "netns", self.two)
            for name, device, address in ends:
                run("ip", "-n", name, "address", "add", f"{address}/24", "broadcast", "+", "dev", device)
                run("ip", "-n", name, "link", "set", device, "up")

    def firewall(self, side: str, *rules: str, hook: str = "input") -> None:
        """Rules of nftables for what comes into a computer, or goes out of it; skips the test where there are none."""
        if shutil.which("nft") is None:
            self.skipTest("needs the program nft: apt-get install nftables")
        chain = f"{{ type filter hook {hook} priority 0 ; }}"
        words = (f"add table ip t{hook}", f"add chain ip t{hook} c {chain}", *(f"add rule ip t{hook} c {rule}" for rule in rules))
        try:
            for one in words:
                run("ip", "netns", "exec", side, "nft", one)
        except subprocess.CalledProcessError as error:
            self.skipTest(f"nftables cannot do that here: {error.stderr.decode(errors='replace').strip()}")

    def start(self, namespace: str, *arguments: str) -> subprocess.Popen[str]:
        """A Python process in a namespace; ended with the test."""
        environment = {name: value for name, value in os.environ.items() if name != "UDPCHAT_INTERFACES"}
        process = subprocess.Popen(
            ["ip", "netns", "exec", namespace, sys.executable, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env={**environment, "PYTHONPATH": ROOT},
        )
        self.addCleanup(self._end, process)
        return process

    def _end(self, process: subprocess.Popen[str]) -> None:
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        if process.stdout:
            process.stdout.close()
