"""What is done to people, groups and everybody: each is asked for in a form, done at the relay, and told or refused there.

Several people may be chosen: it is done to one after another, and whom it could not be done to is named. What destroys is a
danger on its button; nothing is done without the verb.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from udpchat.catalogue import text
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_format import moment
from udpchat.gui.presenters.server_forms import Field, Form, lasting
from udpchat.gui.presenters.server_import import FormView
from udpchat.gui.presenters.server_lists import Ask
from udpchat.limits import DETAIL_CHARS, TEXT_BYTES
from udpchat.operate import orders
from udpchat.operate.desk import Asking, Office, Outcome, one
from udpchat.operate.orders import FromClient, Role

MUTE_S = 1800
BAN_S = 86_400

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody that something is done to."""

    user: int
    name: str


class Acts:
    """`done` is called after whatever may have changed a list."""

    def __init__(self, view: FormView, ask: Ask, done: Callable[[], None]) -> None:
        self._view, self._ask, self._done = view, ask, done

    # --- over people --------------------------------------------------------------------------------------------------

    def mute(self, people: Sequence[Whom]) -> None:
        """Take nothing from them for a while."""
        fields = (lasting(MUTE_S), _reason())
        form = _form("mute", people, fields, icon="mute")
        self._over(
            "mute", people, form, lambda who, office, values: orders.mute(who.user, _until(values, office), values["reason"])
        )

    def kick(self, people: Sequence[Whom]) -> None:
        """End their sessions; they may come back."""
        form = _form("kick", people, (_reason(),), icon="kick")
        self._over("kick", people, form, lambda who, office, values: orders.kick(who.user, values["reason"]))

    def ban(self, people: Sequence[Whom]) -> None:
        """Do not let them in."""
        fields = (lasting(BAN_S), _reason())
        form = _form("ban", people, fields, icon="ban", danger=True)
        self._over(
            "ban", people, form, lambda who, office, values: orders.ban(who.user, "", _until(values, office), values["reason"])
        )

    def ban_address(self, address: str = "") -> None:
        """Do not let in whoever comes from an address."""
        where = Field("line", "address", text("operator.act.address"), address, hint=text("operator.act.address_hint"), most=45)
        fields = (where, lasting(BAN_S), _reason())
        form = Form(
            text("operator.act.ban_address"),
            text("operator.act.ban_address_words"),
            fields,
            text("operator.act.ban_verb"),
            True,
            "ban",
        )

        def make(values: Values) -> Callable[[Office], Asking[Any]]:
            return lambda office: one(orders.ban(0, values["address"].strip(), _until(values, office), values["reason"]))(office)

        said: Callable[[Values], str] = lambda values: text("operator.act.ban_done", name=values["address"].strip())  # noqa: E731
        self._show(form, make, said, field="address")

    def unmute(self, people: Sequence[Whom]) -> None:
        """Hear them again; nothing to ask for."""
        self._at_once([orders.unmute(who.user) for who in people], text("operator.act.unmute_done", name=_names(people)))

    def undo(self, numbers: Sequence[int], names: Sequence[str]) -> None:
        """End sanctions; nothing to ask for."""
        self._at_once([orders.undo(number) for number in numbers], text("operator.act.undo_done", name=", ".join(names)))

    def role(self, who: Whom, role: str) -> None:
        """What somebody may do."""
        options = tuple((key, text(f"operator.role.{key}")) for key in ("member", "moderator", "operator"))
        choice = Field("chips", "role", "", role, options, text("operator.act.role_hint"))
        form = Form(text("operator.act.role", name=who.name), "", (choice,), text("operator.act.role_verb"), icon="shield")

        def make(values: Values) -> Callable[[Office], Asking[Any]]:
            given: Role = values["role"]  # type: ignore[assignment]  # a key of the options
            return one(orders.give_role(who.user, given))

        self._show(
            form, make, lambda values: text("operator.act.role_done", name=who.name, role=text(f"operator.role.{values['role']}"))
        )

    def code(self, who: Whom) -> None:
        """A one-time code for a forgotten password, shown large."""
        form = Form(
            text("operator.act.code", name=who.name),
            text("operator.act.code_words"),
            (),
            text("operator.act.code_verb"),
            icon="key",
        )
        clock: list[int] = []

        def asking(office: Office) -> Asking[list[Any]]:
            clock.append(office.at)
            return (yield orders.reset_code(who.user))

        def ended(outcome: Outcome[list[Any]]) -> None:
            if outcome.value is None:
                self._refused(outcome)
                return
            code = outcome.value[0]
            self._done()
            until = text("operator.act.code_until", until=moment(code.until_ms, clock[0]))
            shown = Form(text("operator.act.code_shown", name=who.name), until, (Field("code", "code", "", code.text),), icon="key")
            self._view.show_form(shown, _nothing, _closed)

        def submit(_values: Values) -> None:
            self._view.form_busy(text("operator.form.busy"))
            self._ask(asking, ended)

        self._view.show_form(form, submit, _closed)

    # --- for everybody ------------------------------------------------------------------------------------------------

    def announce(self) -> None:
        """Tell everybody, wherever they are."""
        words = Field("text", "text", "", hint=text("operator.act.announce_hint"), most=TEXT_BYTES)
        form = Form(
            text("operator.act.announce"),
            text("operator.act.announce_words"),
            (words,),
            text("operator.act.announce_verb"),
            icon="announce",
        )

        def make(values: Values) -> Callable[[Office], Asking[Any]]:
            return lambda office: one(orders.announce(office.rooms["announcements"].id, values["text"].strip()))(office)

        self._show(form, make, lambda _values: text("operator.act.announce_done"), lambda values: _needs(values["text"]), "text")

    def new_lesson(self) -> None:
        """Archive the lobby."""
        words = text("operator.act.lesson_words")
        form = Form(text("operator.act.lesson"), words, (), text("operator.act.lesson_verb"), True, "refresh")
        self._show(form, lambda _values: one(orders.new_lesson()), lambda _values: text("operator.act.lesson_done"))

    def delete_group(self, group: int, title: str, members: int) -> None:
        """End a group, for everybody in it."""
        key = "operator.act.delete_group_one" if members == 1 else "operator.act.delete_group_words"
        words = text(key, count=members)
        form = Form(
            text("operator.act.delete_group", title=title), words, (), text("operator.act.delete_group_verb"), True, "trash"
        )
        self._show(
            form,
            lambda _values: one(orders.delete_group(group)),
            lambda _values: text("operator.act.delete_group_done", title=title),
        )

    def remove_file(self, file: int, name: str, owner: str) -> None:
        """Take it away from everybody."""
        words = text("operator.act.remove_file_words", owner=owner)
        form = Form(text("operator.act.remove_file", name=name), words, (), text("operator.act.remove_file_verb"), True, "trash")
        self._show(
            form,
            lambda _values: one(orders.remove_file(file)),
            lambda _values: text("operator.act.remove_file_done", name=name),
        )

    def shorten(self, days: int, go: Callable[[], None], back: Callable[[], None]) -> None:
        """Fewer days: what is older is deleted at once, so ask."""
        words = text("operator.act.shorten_words", count=days)
        form = Form(text("operator.act.shorten"), words, (), text("operator.act.shorten_verb"), True, "trash")

        def submit(_values: Values) -> None:
            self._view.close_form()
            go()

        self._view.show_form(form, submit, back)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _over(self, verb: str, people: Sequence[Whom], form: Form, make: Callable[[Whom, Office, Values], FromClient]) -> None:
        """Ask once, do it to each."""

        def script(values: Values) -> Callable[[Office], Asking[list[str]]]:
            def each(office: Office) -> Asking[list[str]]:
                refused = []
                for who in people:
                    try:
                        yield make(who, office, values)
                    except UdpchatError as error:
                        refused.append(f"{who.name}: {error.sentence}" if len(people) > 1 else error.sentence)
                return refused

            return each

        def submit(values: Values) -> None:
            self._view.form_busy(text("operator.form.busy"))
            self._ask(script(values), ended)

        def ended(outcome: Outcome[list[str]]) -> None:
            self._done()
            if outcome.value is None:
                self._refused(outcome)
            elif outcome.value:
                self._view.form_problem("\n".join(outcome.value))
            else:
                self._view.close_form()
                self._view.tell(Tone.GOOD, text(f"operator.act.{verb}_done", name=_names(people)))

        self._view.show_form(form, submit, _closed)

    def _show(
        self,
        form: Form,
        make: Callable[[Values], Callable[[Office], Asking[Any]]],
        said: Callable[[Values], str],
        check: Callable[[Values], str] = lambda _values: "",
        field: str = "",
    ) -> None:
        """Ask, do, tell. `field` is the one to blame for what is wrong."""

        def submit(values: Values) -> None:
            problem = check(values)
            if problem:
                self._view.form_problem(problem, field)
                return
            self._view.form_busy(text("operator.form.busy"))
            self._ask(make(values), lambda outcome: self._ended(outcome, said(values), field))

        self._view.show_form(form, submit, _closed)

    def _ended(self, outcome: Outcome[Any], said: str, field: str) -> None:
        self._done()
        if outcome.value is None:
            self._refused(outcome, field)
        else:
            self._view.close_form()
            self._view.tell(Tone.GOOD, said)

    def _refused(self, outcome: Outcome[Any], field: str = "") -> None:
        if outcome.error is not None:
            self._view.form_problem(outcome.error.sentence, field)
        else:
            self._view.form_problem(text("operator.act.unsure"))

    def _at_once(self, words: Sequence[FromClient], said: str) -> None:
        def asking(_office: Office) -> Asking[bool]:
            for word in words:  # noqa: UP028  (the answers are sent in)
                yield word
            return True

        def ended(outcome: Outcome[bool]) -> None:
            self._done()
            problem = outcome.error.sentence if outcome.error else text("operator.act.unsure")
            self._view.tell(Tone.GOOD if outcome.value else Tone.BAD, said if outcome.value else problem)

        self._ask(asking, ended)


def _form(verb: str, people: Sequence[Whom], fields: tuple[Field, ...], icon: str, danger: bool = False) -> Form:
    title = text(f"operator.act.{verb}", name=_names(people))
    return Form(title, text(f"operator.act.{verb}_words"), fields, text(f"operator.act.{verb}_verb"), danger, icon)


def _names(people: Sequence[Whom]) -> str:
    if len(people) == 1:
        return people[0].name
    return text("operator.act.people", count=len(people))


def _reason() -> Field:
    return Field("line", "reason", text("operator.act.reason"), hint=text("operator.act.reason_hint"), most=DETAIL_CHARS)


def _until(values: Values, office: Office) -> int:
    return orders.until(int(values["lasting"]), office.at)


def _needs(words: str) -> str:
    if len(words.strip().encode()) > TEXT_BYTES:
        return text("operator.act.announce_long")
    return "" if words.strip() else text("operator.act.announce_empty")


def _nothing(_values: Values) -> None:
    """A form to read."""


def _closed() -> None:
    """The person went back; nothing was asked for."""
