"""FinalProjectProgjar: create_user, and all verbs with what follows written as a web form; status and message as answer.

`session` may be given as its README does, and is not looked at: the connection knows who one is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from udpchat.client import obey_files
from udpchat.client.obeying import Lines, Task
from udpchat.client.target import AccountSignIn, Registration
from udpchat.errors import BadRequest
from udpchat.terminal.seeds import tugas5
from udpchat.terminal.seeds.bench import Bench

Form = Mapping[str, str]


def status(word: str, message: str) -> Lines:
    """`status : OK`, `message : ...`."""
    return f"status : {word}", f"message : {message}"


def create_user(bench: Bench, rest: str) -> Task:
    """`create_user USERNAME PASSWORD NAME NATIONALITY`."""
    parts = rest.strip().split(" ", 3)
    if len(parts) < 4:
        raise BadRequest("create_user USERNAME PASSWORD NAME NATIONALITY")
    return _register(bench, *parts)


def _register(bench: Bench, name: str, password: str, display: str, country: str) -> Task:
    yield from tugas5.sign_in(bench, Registration(name, password, display=display or name, country=country))
    return (*status("OK", f"User {bench.work.core.my_name} created"), f"session : {tugas5.token(bench)}")


def _form_register(bench: Bench, form: Form) -> Task:
    return _register(
        bench, _user(form), form.get("password", ""), form.get("name", ""), form.get("nationality", form.get("country", ""))
    )


def _form_auth(bench: Bench, form: Form) -> Task:
    yield from tugas5.sign_in(bench, AccountSignIn(_user(form), form.get("password", "")))
    return (*status("OK", f"User {bench.work.core.my_name} logged in"), f"session : {tugas5.token(bench)}")


def _user(form: Form) -> str:
    return form.get("username", form.get("usernam", form.get("user", "")))  # the second is how its README spells it


def _form_send(bench: Bench, form: Form) -> Task:
    to = form.get("destination", form.get("to", _user(form)))
    yield from bench.send((to,), form.get("message", ""))
    return status("OK", "Message Sent")


def _form_inbox(bench: Bench, form: Form) -> Task:
    found = yield from tugas5.mail(bench)
    return f"session : {tugas5.token(bench)}", *status("OK", json.dumps(found, ensure_ascii=False))


def _form_log_out(bench: Bench, form: Form) -> Task:
    session = tugas5.token(bench)
    yield from bench.log_out()
    return f"session : {session}", *status("OK", "Logged out")


def file_list(bench: Bench, rest: str) -> Task:
    """`file_list`: the names of the files that one may fetch, newest first."""
    rows, _ = yield from obey_files.page(bench.work)
    names = json.dumps([row.file.name for row in rows], ensure_ascii=False)
    return f"session : {tugas5.token(bench)}", *status("OK", names)


def _form_files(bench: Bench, form: Form) -> Task:
    return file_list(bench, "")


COMMANDS: Final[dict[str, Callable[[Bench, str], Task | Lines]]] = {
    "create_user": create_user,
    "file_list": file_list,
    "list_file": file_list,
}

FORMS: Final[dict[str, Callable[[Bench, Form], Task | Lines]]] = {
    "auth": _form_auth,
    "register": _form_register,
    "create_user": _form_register,
    "send": _form_send,
    "inbox": _form_inbox,
    "logout": _form_log_out,
    "file_list": _form_files,
    "list_file": _form_files,
}
