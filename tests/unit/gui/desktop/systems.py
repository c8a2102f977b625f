"""Systems made of paper: they note what is asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from udpchat.gui.desktop.system import Command, System


class Paper:
    """What a `System` was asked to do; `answers` by program name."""

    def __init__(
        self,
        platform: str = "linux",
        programs: Iterable[str] = (),
        environ: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
        libraries: Mapping[str, Any] | None = None,
    ) -> None:
        self.started: list[tuple[Command, dict[str, str]]] = []
        self.left: list[tuple[Command, dict[str, str]]] = []
        self.ran: list[Command] = []
        self.asked: list[Command] = []
        self.refuse = False
        self.answers = dict(answers or {})
        self.libraries = dict(libraries or {})
        self.programs = set(programs)
        self.system = System(
            platform,
            dict(environ or {}),
            lambda name: f"/usr/bin/{name}" if name in self.programs else None,
            lambda command, variables: self.started.append((command, dict(variables))),
            self._leave,
            self.ran.append,
            self._ask,
            self._library,
        )

    def _leave(self, command: Command, variables: Mapping[str, str]) -> None:
        if self.refuse:
            raise OSError("no")
        self.left.append((command, dict(variables)))

    def _ask(self, command: Command) -> str:
        self.asked.append(command)
        return self.answers.get(command[0], "")

    def _library(self, name: str) -> Any:
        if name not in self.libraries:
            raise OSError(name)
        return self.libraries[name]


class Library:
    """A library whose functions note their arguments and return what they were told to."""

    def __init__(self, **results: Any) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._results = results

    def __getattr__(self, name: str) -> Any:
        if name not in self._results:
            raise AttributeError(name)

        def call(*arguments: Any) -> Any:
            self.calls.append((name, arguments))
            return self._results[name]

        return call
