"""How something is done from a form: asked for, done at the relay, and told or refused there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_forms import Form
from udpchat.gui.presenters.server_import import FormView
from udpchat.gui.presenters.server_lists import Ask
from udpchat.operate.desk import Asking, Office, Outcome
from udpchat.operate.orders import FromClient

Values = dict[str, str]
Make = Callable[[Values], Callable[[Office], Asking[Any]]]
Wrong = tuple[str, str]
"""What is wrong with the values, and the field that it is said at; twice "" for nothing."""
NO_BLAME: Final[Mapping[str, str]] = MappingProxyType({})


class Doing:
    """Base of all acts. `done` is called after whatever may have changed a list."""

    def __init__(self, view: FormView, ask: Ask, done: Callable[[], None]) -> None:
        self._view, self._ask, self._done = view, ask, done

    def _show(
        self, form: Form, make: Make, said: Callable[[Values], str], check: Callable[[Values], Wrong] = lambda _values: ("", ""),
        field: str = "", blame: Mapping[str, str] = NO_BLAME,
    ) -> None:  # fmt: skip
        """Ask, do, tell. A refusal is said at the field that `blame` has for its code, or at `field`."""

        def submit(values: Values) -> None:
            problem, where = check(values)
            if problem:
                self._view.form_problem(problem, where)
                return
            self._view.form_busy(text("operator.form.busy"))
            self._ask(make(values), lambda outcome: self._ended(outcome, said(values), field, blame))

        self._view.show_form(form, submit, closed)

    def _ended(self, outcome: Outcome[Any], said: str, field: str, blame: Mapping[str, str]) -> None:
        self._done()
        if outcome.value is None:
            self._refused(outcome, field, blame)
        else:
            self._view.close_form()
            self._view.tell(Tone.GOOD, said)

    def _refused(self, outcome: Outcome[Any], field: str = "", blame: Mapping[str, str] = NO_BLAME) -> None:
        if outcome.error is not None:
            self._view.form_problem(outcome.error.sentence, blame.get(outcome.error.code, field))
        else:
            self._view.form_problem(text("operator.act.unsure"))

    def _at_once(self, words: Sequence[FromClient], said: str) -> None:
        """Nothing to ask for."""

        def asking(_office: Office) -> Asking[bool]:
            for word in words:  # noqa: UP028  (the answers are sent in)
                yield word
            return True

        def ended(outcome: Outcome[bool]) -> None:
            self._done()
            problem = outcome.error.sentence if outcome.error else text("operator.act.unsure")
            self._view.tell(Tone.GOOD if outcome.value else Tone.BAD, said if outcome.value else problem)

        self._ask(asking, ended)


def nothing(_values: Values) -> None:
    """A form to read."""


def closed() -> None:
    """The person went back; nothing was asked for."""
