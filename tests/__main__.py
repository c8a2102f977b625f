"""python3 -m tests: everything that a machine can run, in four processes, with one closing line.

Each process runs its share of the modules in a fixed order. The long ones come first, the rest is dealt out in turn, so
a run can be repeated exactly. Warnings are errors, and so is an exception that ended a thread.

Windows need a display: each process starts an Xvfb of its own, so that no two tests fight for the keyboard. Where there is
none, all window tests run in one process, on the display of the person who started them.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import subprocess
import sys
import threading
import time
import unittest
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.gui import display

ROOT: Final = Path(__file__).resolve().parents[1]
KINDS: Final = ("sim", "system", "attack", "fuzz", "gui", "plain", "netem", "mutants", "unit")  # long ones first
SLOW: Final = ("sim", "system", "gui", "netem", "mutants")  # left out by --fast
SHARES: Final = 4
QUIET_SHARES: Final = 2  # of them without windows
SOAK_FIRST_SEED: Final = 1_000_000  # far from those of an ordinary run
SOAK_SEEDS: Final = 50  # in one round of a soak
SHARE_LIMIT_S: Final = 3600.0  # a share that hangs shows all its stacks and ends


@dataclass
class Tally:
    """What came of the tests of one share or of all."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)


class Result(unittest.TextTestResult):
    """Counts passes, keeps slow ones with their time, and lets an exception in a thread fail the test that ran."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.passed_count = 0
        self.seconds: list[tuple[float, str]] = []
        self.thread_errors: list[threading.ExceptHookArgs] = []
        self._began_at = 0.0
        threading.excepthook = self.thread_errors.append

    def startTest(self, test: unittest.TestCase) -> None:
        self._began_at = time.perf_counter()
        super().startTest(test)

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        self.passed_count += 1

    def stopTest(self, test: unittest.TestCase) -> None:
        self.seconds.append((time.perf_counter() - self._began_at, str(test)))
        while self.thread_errors:
            caught = self.thread_errors.pop()
            if caught.exc_value is not None:
                self.addError(test, (caught.exc_type, caught.exc_value, caught.exc_traceback))
        super().stopTest(test)


def modules(fast: bool) -> list[str]:
    """Every test module by name, the long kinds first."""
    found = []
    for kind in KINDS:
        if not (fast and kind in SLOW):
            found += sorted((ROOT / "tests" / kind).rglob("test_*.py"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in found]


def share_of(options: argparse.Namespace) -> list[str]:
    """The modules of one process: those without windows in the first two, those with windows, which mostly wait, in two more."""
    names = modules(options.fast)
    windows = [name for name in names if needs_display(name)]
    others = [name for name in names if name not in windows]
    if options.share < QUIET_SHARES:
        return others[options.share :: QUIET_SHARES]
    if display.own_display_possible():
        return windows[options.share - QUIET_SHARES :: SHARES - QUIET_SHARES]
    return windows if options.share == QUIET_SHARES else []


def needs_display(name: str) -> bool:
    """Whether a module opens windows."""
    return name.startswith("tests.gui.") or ".test_windows_" in name


def cases(suite: unittest.TestSuite | unittest.TestCase) -> Iterator[unittest.TestCase]:
    """The tests of a suite, flat."""
    if isinstance(suite, unittest.TestCase):
        yield suite
        return
    for inner in suite:
        yield from cases(inner)


def load(name: str) -> unittest.TestSuite | unittest.TestCase:
    """The tests of a module; a module that cannot be imported is one failing test."""
    try:
        return unittest.defaultTestLoader.loadTestsFromName(name)
    except Exception as caught:
        error = caught

    def broken() -> None:
        raise error

    return unittest.FunctionTestCase(broken, description=f"import {name}")


def run_share(options: argparse.Namespace) -> int:
    """Run one share and write its tally to standard output's last line."""
    warnings.simplefilter("error")
    faulthandler.enable()
    faulthandler.dump_traceback_later(SHARE_LIMIT_S, exit=True)
    if options.module:
        tally = run_modules(options, [options.module])
    else:
        names = share_of(options)
        windows = [name for name in names if needs_display(name) and wanted(options, name)]
        tally = Tally()
        if windows:
            with display.own_display():
                for name in windows:
                    for part in parts_of(name):
                        run_apart(options, part, tally)
        rest = run_modules(options, [name for name in names if not needs_display(name)])
        tally = Tally(tally.passed + rest.passed, tally.failed + rest.failed, tally.skipped + rest.skipped)
    print(json.dumps({"passed": tally.passed, "failed": tally.failed, "skipped": tally.skipped}))
    return int(tally.failed > 0)


def wanted(options: argparse.Namespace, name: str) -> bool:
    """Whether any test of a module was asked for."""
    return any(options.k.lower() in test.id().lower() for test in cases(load(name)))


def parts_of(name: str) -> list[str]:
    """A module, or each test of it where a test has several Tk roots.

    The programs have one root each. A process that has made and destroyed about a dozen of them may crash in Tk 8.6.13, in
    `focus -force`.
    """
    return [test.id() for test in cases(load(name))] if "tests.gui.test_windows_" in name else [name]


def run_apart(options: argparse.Namespace, name: str, tally: Tally) -> None:
    """Run a module or a test with windows in a process of its own; one that Tk itself crashed has another try."""
    arguments = ["--share", str(options.share), "--module", name, "-k", options.k, "--slowest", str(options.slowest)]
    for _ in range(2):
        ended = subprocess.run([sys.executable, "-m", "tests", *arguments], stdout=subprocess.PIPE, cwd=ROOT, text=True)
        if ended.returncode in (0, 1):
            break
        print(f"{name} ended with status {ended.returncode}", file=sys.stderr)
    add(tally, ended.stdout)


def run_modules(options: argparse.Namespace, names: list[str]) -> Tally:
    """Run these modules one after the other in this process."""
    suite = unittest.TestSuite()
    for name in names:
        loaded = cases(load(name))
        suite.addTests(test for test in loaded if options.k.lower() in test.id().lower())
    runner = unittest.TextTestRunner(sys.stderr, verbosity=0, resultclass=Result, warnings="error")
    result = runner.run(suite)
    assert isinstance(result, Result)
    for seconds, name in sorted(result.seconds, reverse=True)[: options.slowest]:
        print(f"{seconds:8.2f} s  {name}", file=sys.stderr)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    return Tally(result.passed_count, failed, [f"{test}: {reason}" for test, reason in result.skipped])


def run_all(options: argparse.Namespace, arguments: list[str]) -> int:
    """Start the shares, wait for them, add up; then soak."""
    tally = Tally()
    run_shares(tally, arguments, "" if options.seeds is None else str(options.seeds))
    end_at = time.monotonic() + options.soak * 60
    first = SOAK_FIRST_SEED
    while time.monotonic() < end_at:
        run_shares(tally, ["-k", "tests.sim."], f"{first}-{first + SOAK_SEEDS - 1}")
        first += SOAK_SEEDS
    for reason in tally.skipped:
        print(f"skipped  {reason}")
    print(f"{tally.passed} passed, {tally.failed} failed, {len(tally.skipped)} skipped")
    return int(tally.failed > 0 or tally.passed == 0)


def run_shares(tally: Tally, arguments: list[str], seeds: str) -> None:
    """Run everything once, one process for each share."""
    environment = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONPATH": str(ROOT)}
    if seeds:
        environment["UDPCHAT_SEEDS"] = seeds
    shares = [
        subprocess.Popen(
            [sys.executable, "-m", "tests", "--share", str(number), *arguments],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment,
            text=True,
        )
        for number in range(SHARES)
    ]
    for share in shares:
        output, _ = share.communicate()
        add(tally, output)


def add(tally: Tally, output: str) -> None:
    """Add a share's last line; a share that ended without one counts as a failure."""
    try:
        told = json.loads(output.splitlines()[-1])
        tally.passed += told["passed"]
        tally.failed += told["failed"]
        tally.skipped += told["skipped"]
    except (IndexError, ValueError, KeyError, TypeError):
        tally.failed += 1


def main() -> int:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="python3 -m tests")
    parser.add_argument("--fast", action="store_true", help="no simulation, no processes, no windows")
    parser.add_argument("-k", default="", metavar="NAME", help="only tests whose name contains this")
    parser.add_argument("--seeds", type=int, metavar="N", help="seeds of each simulated world")
    parser.add_argument("--soak", type=float, default=0.0, metavar="MINUTES", help="go on with new seeds for so long")
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="show the slowest tests of each process")
    parser.add_argument("--share", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--module", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    return run_all(options, sys.argv[1:]) if options.share is None else run_share(options)


if __name__ == "__main__":
    sys.exit(main())
