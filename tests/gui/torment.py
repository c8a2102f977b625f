"""Runs a test of random keys in processes of its own, one for each seed: a fault of Tk ends the process, and Tk 8.6 itself can
fail when one process makes a dozen roots one after the other.

    class Fuzz(ChatCase): seed = 0; def runTest(self): ...
    class Torment(Seeds): module, seeds = __name__, 3
    load_tests = only(Torment)      # not the seeds themselves: a crash would end everything

The module needs `Fuzz`, and nothing else.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import unittest
from collections.abc import Callable
from typing import ClassVar, Final

from tests.gui import display
from tests.system.processes import ROOT

TIMEOUT_S: Final = 240.0
Loading = Callable[[unittest.TestLoader, unittest.TestSuite, str | None], unittest.TestSuite]


class Seeds(unittest.TestCase):
    """Each seed in a process."""

    module: ClassVar[str] = ""
    seeds: ClassVar[int] = 3

    def test_all_at_once(self) -> None:
        if not self.module:
            self.skipTest("only for what builds on it")
        display.require()
        for seed in range(self.seeds):
            code = f"import faulthandler; faulthandler.enable(); from tests.gui.torment import run; run({self.module!r}, {seed})"
            done = subprocess.run(
                [sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=TIMEOUT_S, check=False, text=True
            )
            self.assertEqual(done.returncode, 0, done.stderr[-4000:])


def run(module: str, seed: int) -> None:
    """One seed in this process; ends it with 3 if not all is well."""
    case = importlib.import_module(module).Fuzz()
    case.seed = seed
    result = unittest.TestResult()
    case.run(result)
    for _, trace in (*result.errors, *result.failures):
        print(f"seed {seed}", trace, file=sys.stderr)
    if not result.wasSuccessful():
        raise SystemExit(3)


def only(case: type[Seeds]) -> Loading:
    """For `load_tests` of a module."""
    return lambda loader, _tests, _pattern: loader.loadTestsFromTestCase(case)
