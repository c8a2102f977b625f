"""The rules of the house: who may import whom, what is forbidden where, and how long things may be."""

from __future__ import annotations

import ast
import re
import sys
import unittest
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = ROOT / "udpchat"

FILE_LINES: Final = 400
TABLES: Final = frozenset({SOURCE / "limits.py", SOURCE / "words" / "messages.py"})
"""Files that are one flat table: they may be longer."""
FUNCTION_LINES: Final = 45

ROOTS: Final = (
    *("", "driver", "errors", "limits", "rates", "files", "locks", "places", "output", "quotas"),
    *("names", "catalogue", "sanitize", "invites", "scram", "firewall", "sizes"),
)
RANKS: Final = {
    **dict.fromkeys(ROOTS, 0),
    **dict.fromkeys(["wire", "words", "store"], 1),
    **dict.fromkeys(["server", "client"], 2),
    **dict.fromkeys(["net", "operate"], 3),
    **dict.fromkeys(["terminal", "gui"], 4),
    **dict.fromkeys(["commands", "serve", "bots", "client_program", "server_program", "guard", "__main__"], 5),
}
"""The first part of a module's name after `udpchat`, and its rank: it imports lower ranks and its own package only."""

FRIENDS: Final = {
    *(("commands", program) for program in ("serve", "client_program", "server_program")),
    *(("__main__", "commands"), ("__main__", "guard"), ("server_program", "serve")),
}
"""Pairs of rank 5 that belong together; rank 0 modules may import each other, for none of them has state."""

IDENTITY: Final = ("store", "udpchat.wire.identity")
"""The one import across a rank: the store keeps the server's key, whose format is the wire's (bytes, no connection)."""

FORBIDDEN: Final = {
    "wire": {"socket", "time", "threading", "random", "secrets", "sqlite3", "tkinter", "selectors", "asyncio"},
    "words": {"socket", "time", "threading", "random", "secrets", "sqlite3", "tkinter", "selectors", "asyncio", "ssl"},
    "store": {"socket", "threading", "random", "tkinter", "selectors", "asyncio", "ssl"},
    "server": {"socket", "time", "threading", "random", "secrets", "sqlite3", "tkinter", "selectors", "asyncio", "ssl"},
    "client": {"socket", "time", "threading", "random", "secrets", "tkinter", "selectors", "asyncio", "ssl"},
    "terminal": {"socket", "sqlite3", "tkinter", "asyncio", "ssl"},
    "gui": {"sqlite3", "asyncio", "ssl", "selectors"},
    "operate": {"sqlite3", "tkinter", "asyncio", "ssl"},
}
NEVER: Final = {"terminal": {"server", "wire", "store"}, "gui": {"server", "wire", "store"}}
SSL_FILES: Final = {"wire/tls.py", "wire/session.py"}  # the context, and the session that runs on it

MARKS: Final = "|".join(("TO" "DO", "FIX" "ME", "XXX", "HACK"))
PLACES: Final = "|".join(f"/{name}/" for name in ("work", "root", "tmp", r"home/\w+", r"Users/\w+"))
STRAY: Final = re.compile(rf"\b({MARKS})\b|{PLACES}")


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def modules() -> list[Path]:
    """Every file of the package."""
    return sorted(SOURCE.rglob("*.py"))


def part_of(path: Path) -> str:
    """`wire` for a file in `udpchat/wire`, `driver` for `udpchat/driver.py`, "" for the package itself."""
    first = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Each imported module with its line; `from udpchat import names` counts as `udpchat.names`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield ".", node.lineno
            elif node.module == "udpchat":
                for alias in node.names:
                    yield f"udpchat.{alias.name}", node.lineno
            else:
                yield str(node.module), node.lineno


def own_part(module: str) -> str | None:
    """The part of udpchat that a module belongs to; None for others."""
    name, _, rest = module.partition(".")
    if name != "udpchat":
        return None
    part = rest.split(".")[0]
    return part if part in RANKS else ""


class Layers(unittest.TestCase):
    """Who imports whom."""

    def test_every_part_has_a_rank(self) -> None:
        parts = {part_of(path) for path in modules()}
        self.assertLessEqual(parts, set(RANKS))

    def test_imports_go_down(self) -> None:
        for path in modules():
            part = part_of(path)
            for module, line in imports(path):
                other = own_part(module)
                if other is None or other == part or (part, other) in FRIENDS or RANKS[other] == RANKS[part] == 0:
                    continue
                if (part, module) == IDENTITY:
                    continue
                with self.subTest(file=str(path.relative_to(ROOT)), line=line, imports=module):
                    self.assertLess(RANKS[other], RANKS[part])
                    self.assertNotIn(other, NEVER.get(part, set()))

    def test_forbidden_modules(self) -> None:
        for path in modules():
            forbidden = FORBIDDEN.get(part_of(path), set())
            for module, line in imports(path):
                with self.subTest(file=str(path.relative_to(ROOT)), line=line):
                    self.assertNotIn(module.split(".")[0], forbidden)

    def test_ssl_is_used_where_tls_is(self) -> None:
        users = {
            path.relative_to(SOURCE).as_posix()
            for path in modules()
            if any(module == "ssl" for module, _ in imports(path))
        }
        self.assertLessEqual(users, SSL_FILES)

    def test_standard_library_only(self) -> None:
        own = {"udpchat", "tests", ".", "reading"}  # the last stands beside the sitecustomize of the window tests
        files = [*modules(), *sorted((ROOT / "tests").rglob("*.py")), *ROOT.glob("*.py")]
        for path in files:
            for module, line in imports(path):
                with self.subTest(file=str(path.relative_to(ROOT)), line=line):
                    self.assertTrue(
                        module.split(".")[0] in own or module.split(".")[0] in sys.stdlib_module_names, module
                    )


class Sizes(unittest.TestCase):
    """How long things may be."""

    def test_files(self) -> None:
        for path in set(modules()) - TABLES:
            with self.subTest(file=str(path.relative_to(ROOT))):
                self.assertLessEqual(len(path.read_text(encoding="utf-8").splitlines()), FILE_LINES)

    def test_functions(self) -> None:
        for path in modules():
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    with self.subTest(file=str(path.relative_to(ROOT)), function=node.name):
                        self.assertLessEqual((node.end_lineno or 0) - node.lineno + 1, FUNCTION_LINES)

    def test_each_file_says_its_purpose(self) -> None:
        for path in modules():
            with self.subTest(file=str(path.relative_to(ROOT))):
                self.assertTrue(ast.get_docstring(tree(path)))


class Words(unittest.TestCase):
    """What must not stand anywhere in the source."""

    def test_no_stray_words(self) -> None:
        for path in [*modules(), *ROOT.glob("*.py"), *ROOT.glob("*.md"), *SOURCE.rglob("*.md")]:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                with self.subTest(file=str(path.relative_to(ROOT)), line=number):
                    self.assertIsNone(STRAY.search(line), line)


class Limits(unittest.TestCase):
    """Every limit has one name and one place."""

    def test_no_limit_is_named_twice(self) -> None:
        names = [
            node.target.id
            for node in tree(SOURCE / "limits.py").body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        ]
        self.assertEqual(sorted(names), sorted(set(names)))

    def test_every_limit_is_used(self) -> None:
        words = Counter(word for path in modules() for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))
        for node in tree(SOURCE / "limits.py").body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                with self.subTest(limit=node.target.id):
                    self.assertGreater(words[node.target.id], 1)


if __name__ == "__main__":
    unittest.main()
