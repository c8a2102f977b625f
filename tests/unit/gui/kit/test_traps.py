"""What no file of the windows may do, since Tk crashes, hangs or lies then."""

from __future__ import annotations

import ast
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[4]
GUI: Final = ROOT / "udpchat" / "gui"
KIT: Final = GUI / "kit"

UNSAFE_FIELDS: Final = frozenset({"Entry", "Spinbox", "Combobox"})
"""Widgets that corrupt memory when they hold emoji; a combo box or spin box whose text cannot be typed is fine."""


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call in the files of the windows, with the name of what is called."""
    for path in sorted(GUI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                yield path, node, name


class Traps(unittest.TestCase):
    """Source that would fall into a trap."""

    def test_no_search_in_a_text_widget(self) -> None:
        for path, node, name in calls():
            if name == "search":
                words = {keyword.arg for keyword in node.keywords}
                with self.subTest(file=path.name, line=node.lineno):
                    self.assertFalse(words & {"nocase", "regexp", "stopindex", "backwards", "elide"})

    def test_entries_only_through_the_guard(self) -> None:
        for path, node, name in calls():
            if name in UNSAFE_FIELDS and path != KIT / "gallery.py":
                states = [word.value for word in node.keywords if word.arg == "state"]
                read_only = any(isinstance(state, ast.Constant) and state.value == "readonly" for state in states)
                with self.subTest(file=path.name, line=node.lineno):
                    self.assertTrue(read_only and name == "Combobox", "use SafeEntry or LineText")

    def test_no_update_in_the_middle_of_things(self) -> None:
        for path, node, name in calls():
            if name == "update" and not node.args and not node.keywords:
                with self.subTest(file=path.name, line=node.lineno):
                    self.fail("update() runs other events in the middle of this one; use update_idletasks()")

    def test_no_threads_in_the_kit(self) -> None:
        for path in KIT.glob("*.py"):
            self.assertNotIn("import threading", path.read_text(encoding="utf-8"))

    def test_presenters_know_no_widgets(self) -> None:
        for path in (GUI / "presenters").glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                modules = []
                if isinstance(node, ast.Import):
                    modules = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    modules = [str(node.module)]
                for module in modules:
                    with self.subTest(file=path.name, line=node.lineno, module=module):
                        self.assertFalse(module.startswith(("tkinter", "udpchat.gui.kit")))


if __name__ == "__main__":
    unittest.main()
