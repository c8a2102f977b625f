"""What an operator does with links to other servers: each form, its question, and what is told when it is done.

Whoever accepts a link is shown the fingerprint that the other operator has to confirm; an invite is shown once, to be copied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.client.operator import LinkRow
from udpchat.errors import BadAddress, BadInvite, BadName
from udpchat.gui.presenters.server_doing import Doing, Values, Wrong, closed, nothing
from udpchat.gui.presenters.server_forms import Field, Form
from udpchat.gui.presenters.server_realms import address, called, print_of
from udpchat.invites import parse_address, parse_realm_invite
from udpchat.limits import ADDRESS_CHARS, INVITE_CHARS, RAW_NAME_CHARS
from udpchat.names import clean_realm_name
from udpchat.operate import orders
from udpchat.operate.desk import Asking, Office, Outcome, one

AT_NAME: Final = {"REALM_ITSELF": "name", "REALM_TAKEN": "name", "REALM_SHUT": "name", "INVALID_NAME": "name"}
"""Refusals of a new link that are about its name; all others are about its address."""


class RealmActs(Doing):
    """Over links."""

    def add(self) -> None:
        """Ask another server for a link."""
        where = text("operator.column.address")
        fields = (
            Field("line", "name", text("operator.realms.name"), hint=text("operator.realms.name_hint"), most=RAW_NAME_CHARS),
            Field("line", "address", where, hint=text("operator.realms.address_hint"), most=ADDRESS_CHARS),
        )
        words, verb = text("operator.realms.add_words"), text("operator.realms.add_verb")
        form = Form(text("operator.realms.add_title"), words, fields, verb, icon="globe")

        def make(values: Values) -> Callable[[Office], Asking[Any]]:
            host, port = parse_address(values["address"])
            return one(orders.add_realm(clean_realm_name(values["name"]), host, port))

        said: Callable[[Values], str] = lambda values: text("operator.realms.added", name=values["name"].strip())  # noqa: E731
        self._show(form, make, said, _wrong_server, "address", AT_NAME)

    def invite(self, hosts: Sequence[str]) -> None:
        """Make an invite, and show it. `hosts`: the addresses of this computer, the likeliest first."""
        others = text("operator.realms.host_others", others=", ".join(hosts[1:])) if len(hosts) > 1 else ""
        hint = f"{text('operator.realms.host_hint')} {others}".strip()
        field = Field("line", "host", text("operator.realms.host"), hosts[0] if hosts else "", hint=hint, most=ADDRESS_CHARS)
        words, verb = text("operator.realms.invite_words"), text("operator.realms.invite_verb")
        form = Form(text("operator.realms.invite_title"), words, (field,), verb, icon="link")

        def ended(outcome: Outcome[list[Any]]) -> None:
            self._done()
            if outcome.value is None:
                self._refused(outcome, "host")
                return
            shown = Field("long", "invite", value=outcome.value[0].text)
            title, words = text("operator.realms.invite_shown"), text("operator.realms.invite_shown_words")
            self._view.show_form(Form(title, words, (shown,), icon="link"), nothing, closed)

        def submit(values: Values) -> None:
            problem, field = _wrong_address(values["host"], "host")
            if problem:
                self._view.form_problem(problem, field)
                return
            self._view.form_busy(text("operator.form.busy"))
            self._ask(one(orders.invite_realm(parse_address(values["host"])[0])), ended)

        self._view.show_form(form, submit, closed)

    def join(self) -> None:
        """Link by an invite of the other operator."""
        field = Field("wrapped", "invite", text("operator.realms.invite_field"), hint=text("operator.realms.invite_hint"))
        words, verb = text("operator.realms.join_words"), text("operator.realms.join_verb")
        form = Form(text("operator.realms.join_title"), words, (field,), verb, icon="link")

        def make(values: Values) -> Callable[[Office], Asking[Any]]:
            return one(orders.join_realm(str(parse_realm_invite(values["invite"]))))

        def said(values: Values) -> str:
            return text("operator.realms.joined", name=parse_realm_invite(values["invite"]).name)

        self._show(form, make, said, _wrong_invite, "invite")

    def rename(self, name: str) -> None:
        """What this server is called elsewhere."""
        hint = text("operator.realms.name_rule")
        field = Field("line", "name", text("operator.realms.name"), name, hint=hint, most=RAW_NAME_CHARS)
        words, verb = text("operator.realms.rename_words"), text("operator.realms.rename_verb")
        form = Form(text("operator.realms.rename_title"), words, (field,), verb, icon="edit")

        def make(values: Values) -> Callable[[Office], Asking[Any]]:
            return one(orders.name_realm(values["name"].strip()))

        said: Callable[[Values], str] = lambda values: text("operator.realms.renamed", name=values["name"].strip())  # noqa: E731
        self._show(form, make, said, lambda values: _wrong_name(values["name"]), "name")

    # --- one link -----------------------------------------------------------------------------------------------------

    def accept(self, row: LinkRow, fingerprint: str) -> None:
        """Agree, or ask the server that somebody proposed. `fingerprint`: of this server."""
        about = {"name": row.name, "addr": address(row), "by": row.by or text("operator.realms.somebody")}
        proposed = row.standing == "proposed"
        key = "proposed" if proposed else "asked"
        fields: tuple[Field, ...] = ()
        if not proposed:
            hint = text("operator.realms.accept_here", print=fingerprint) if fingerprint else ""
            fields = (Field("code", "print", text("operator.realms.accept_print", name=row.name), print_of(row), hint=hint),)
        title, words = text("operator.realms.accept", **about), text(f"operator.realms.accept_{key}", **about)
        form = Form(title, words, fields, text(f"operator.realms.accept_{key}_verb"), icon="globe")
        said = text(f"operator.realms.accepted_{key}", **about)
        self._show(form, lambda _values: one(orders.change_realm(row.id, "accept")), lambda _values: said)

    def block(self, row: LinkRow) -> None:
        """Hear nothing of it any more."""
        self._ask_first("block", row, text("operator.realms.block_words"))

    def remove(self, row: LinkRow) -> None:
        """End a link, or take back an invite."""
        if row.standing == "invited":
            self._ask_first("cancel", row, text("operator.realms.cancel_words"))
            return
        lost = text("operator.realms.remove_queued", count=row.queued) if row.queued else ""
        self._ask_first("remove", row, f"{text('operator.realms.remove_words')} {lost}".strip())

    def retry(self, row: LinkRow) -> None:
        """Try to reach it now."""
        self._at_once([orders.change_realm(row.id, "retry")], text("operator.realms.retried", name=row.name))

    def unblock(self, row: LinkRow) -> None:
        """Forget that it was blocked."""
        self._at_once([orders.change_realm(row.id, "unblock")], text("operator.realms.unblocked", name=row.name))

    def share(self, row: LinkRow, on: bool) -> None:
        """Whether its people see who is here."""
        said = text(f"operator.realms.{'shared' if on else 'hidden'}", name=row.name)
        self._at_once([orders.change_realm(row.id, "share" if on else "hide")], said)

    def _ask_first(self, key: str, row: LinkRow, words: str) -> None:
        name, deed = called(row), orders.change_realm(row.id, "block" if key == "block" else "remove")
        icon = "ban" if key == "block" else "trash"
        form = Form(text(f"operator.realms.{key}_title", name=name), words, (), text(f"operator.realms.{key}_verb"), True, icon)
        self._show(form, lambda _values: one(deed), lambda _values: text(f"operator.realms.{key}_done", name=name))


def _wrong_name(name: str) -> Wrong:
    try:
        clean_realm_name(name)
    except BadName as error:
        return error.sentence, "name"
    return "", ""


def _wrong_address(typed: str, field: str) -> Wrong:
    """A link needs an address in numbers: a name may lead elsewhere tomorrow."""
    try:
        host, _ = parse_address(typed)
    except BadAddress as error:
        return text("operator.realms.address_wrong", reason=error.detail), field
    return ("", "") if host.replace(".", "").isdecimal() else (text("operator.realms.address_numbers"), field)


def _wrong_server(values: Values) -> Wrong:
    problem = _wrong_name(values["name"])
    return problem if problem[0] else _wrong_address(values["address"], "address")


def _wrong_invite(values: Values) -> Wrong:
    typed = values["invite"]
    if len(typed) > 2 * INVITE_CHARS:
        return text("operator.realms.invite_long"), "invite"
    try:
        parse_realm_invite(typed)
    except BadInvite as error:
        return text("operator.realms.invite_wrong", reason=error.detail), "invite"
    return "", ""
