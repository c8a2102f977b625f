"""Accounts from a file, step by step: read it, say what is in it, make verifiers of the passwords, ask, tell what came of it.

Reading and hashing run beside the window, one person at a time, so that there is something to see and to stop.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from udpchat.catalogue import text
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_forms import ON, Field, Form
from udpchat.gui.presenters.server_lists import Ask
from udpchat.operate.admin_import import File, Imported, Pupil, account, make, parse
from udpchat.operate.desk import Outcome

T = TypeVar("T")

SKIP: Final = "skip"
LINES_SHOWN: Final = 200  # of what is wrong with a file


class Aside(Protocol):
    """Runs something that takes long beside the window; `then` gets what it returned or raised."""

    def __call__(self, work: Callable[[], T], then: Callable[[T | None, Exception | None], None]) -> None: ...


class FormView(Protocol):
    """Where forms are shown, one at a time."""

    def show_form(self, form: Form, submit: Callable[[dict[str, str]], None], closed: Callable[[], None]) -> None:
        """Ask. `submit` gets the values by their keys, `closed` hears that the person went back."""

    def form_busy(self, words: str) -> None:
        """It is being done."""

    def form_problem(self, sentence: str, field: str = "") -> None:
        """It was not done; the form is as the person left it. `field`: the one that is to blame."""

    def close_form(self) -> None:
        """It is done."""

    def tell(self, tone: Tone, words: str) -> None:
        """Say something for some seconds."""


class Importer:
    """One file at a time. `done` is called when accounts were made."""

    def __init__(self, view: FormView, ask: Ask, aside: Aside, done: Callable[[], None]) -> None:
        self._view, self._ask, self._aside, self._done = view, ask, aside, done
        self._pupils: tuple[Pupil, ...] = ()
        self._made: list[Any] = []
        self._skip = True
        self._run = 0  # what came back for an earlier file is not wanted any more

    def begin(self, path: str) -> None:
        """A file was chosen."""
        self._run += 1
        run = self._run

        def parsed(file: File | None, error: Exception | None) -> None:
            if run != self._run:
                return
            if file is None:
                self._view.tell(Tone.BAD, getattr(error, "sentence", "") or str(error))
            else:
                self._show(file)

        self._aside(lambda: parse(Path(path)), parsed)

    def _show(self, file: File) -> None:
        self._pupils = file.pupils
        count, bad = len(file.pupils), len(file.bad)
        words = text("operator.import.ready_one" if count == 1 else "operator.import.ready", count=count)
        fields: list[Field] = []
        if bad:
            words += " " + text("operator.import.bad_one" if bad == 1 else "operator.import.bad", count=bad)
            fields.append(Field("lines", "bad", text("operator.import.bad_title"), _lines(file)))
        if count:
            skip = Field("switch", SKIP, text("operator.import.skip"), ON, hint=text("operator.import.skip_hint"))
            fields.insert(0, skip)
        verb = text("operator.import.verb_one" if count == 1 else "operator.import.verb", count=count) if count else ""
        form = Form(text("operator.import.title"), words, tuple(fields), verb, icon="userplus", stoppable=True)
        self._view.show_form(form, self._submit, self._stopped)

    def _submit(self, values: dict[str, str]) -> None:
        self._skip, self._made = values.get(SKIP) == ON, []
        self._next(self._run)

    def _stopped(self) -> None:
        self._run += 1

    def _next(self, run: int) -> None:
        """The verifier of the next person, or all of them to the relay."""
        done, every = len(self._made), len(self._pupils)
        self._view.form_busy(text("operator.import.busy", done=done, count=every))
        if done == every:
            self._ask(lambda office: make(self._made, self._skip), lambda outcome: self._ended(outcome, run))
            return
        pupil = self._pupils[done]

        def made(row: Any, error: Exception | None) -> None:
            if run != self._run:
                return
            if error is not None:
                self._view.form_problem(getattr(error, "sentence", "") or str(error))
            else:
                self._made.append(row)
                self._next(run)

        self._aside(lambda: account(pupil), made)

    def _ended(self, outcome: Outcome[Imported], run: int) -> None:
        self._done()
        if outcome.value is None:
            if run == self._run:
                self._view.form_problem(outcome.error.sentence if outcome.error else text("operator.act.unsure"))
            return
        imported = outcome.value
        words = text("operator.import.done_one" if imported.count == 1 else "operator.import.done", count=imported.count)
        if run != self._run or not imported.skipped:
            if run == self._run:
                self._view.close_form()
            self._view.tell(Tone.GOOD, words)
            return
        left = Field("lines", "left", text("operator.import.left", count=len(imported.skipped)), "\n".join(imported.skipped))
        self._view.show_form(Form(text("operator.import.title"), words, (left,), icon="userplus"), _nothing, self._stopped)


def _lines(file: File) -> str:
    lines = [text("operator.import.line", number=line.line, reason=line.reason) for line in file.bad[:LINES_SHOWN]]
    if len(file.bad) > LINES_SHOWN:
        lines.append(text("operator.import.more", count=len(file.bad) - LINES_SHOWN))
    return "\n".join(lines)


def _nothing(_values: dict[str, str]) -> None:
    """A form to read."""
