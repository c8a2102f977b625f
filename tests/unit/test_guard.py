"""Old Pythons are told so in one sentence."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STARTS = (["server_gui.py"], ["client_gui.py"], ["-m", "udpchat", "serve"])
DEADLINE_S = 30.0


def old_pythons() -> list[str]:
    """Interpreters older than the oldest that will do: those of pyenv, and by name on the PATH."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = [path for path in sorted(root.glob("versions/*/bin/python")) if version(path.parents[1].name) < (3, 11)]
    names = ["python2.7", *(f"python3.{minor}" for minor in range(6, 11))]
    return [str(path) for path in found] or [path for name in names if (path := shutil.which(name))]


def version(name: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", name)[:2]) or (9,)


class Guard(unittest.TestCase):
    def test_old_pythons(self) -> None:
        pythons = old_pythons()
        if not pythons:
            self.skipTest("no Python older than 3.11 here")
        for python in pythons:
            for start in STARTS:
                with self.subTest(python=python, start=start):
                    done = subprocess.run(
                        [python, "-B", *start],
                        cwd=ROOT,
                        env={"PATH": os.environ.get("PATH", "")},
                        capture_output=True,
                        text=True,
                        timeout=DEADLINE_S,
                        check=False,
                    )
                    self.assertEqual(done.returncode, 1, done.stderr)
                    self.assertRegex(done.stderr, r"\Audpchat needs Python 3\.11 or newer; this is [\d.]+\. Install .*\n\Z")

    def test_this_python(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "udpchat", "--version"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=True,
        )
        self.assertRegex(done.stdout, r"\Audpchat \d")


if __name__ == "__main__":
    unittest.main()
