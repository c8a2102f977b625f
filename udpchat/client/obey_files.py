"""Commands of files: send one, get one, see which there are."""

from __future__ import annotations

from pathlib import Path

from udpchat.catalogue import text
from udpchat.client.events import FilesFound, TransferChanged
from udpchat.client.message import Message
from udpchat.client.obeying import Lines, Steps, Task, Workbench
from udpchat.client.parsing import Call
from udpchat.client.showing import clock
from udpchat.client.transfers.states import RESTING, UNFINISHED, State
from udpchat.client.transfers.transfer import Progress
from udpchat.errors import NoSuchFile
from udpchat.limits import FILES_LOOKED_AT, INTEGER_MAX
from udpchat.names import fold
from udpchat.sizes import size_words
from udpchat.words.messages import File, FileRow


def over(bench: Workbench, key: bytes) -> Steps[Progress]:
    """Wait until a transfer does not go on by itself. Raises why it failed."""
    found = bench.core.transfer(key)
    while found is not None and found.state in UNFINISHED:
        event = yield lambda event: isinstance(event, TransferChanged) and event.transfer.key == key
        found = event.transfer
    if found is None:
        raise NoSuchFile
    if found.state in RESTING and found.error is not None:
        raise found.error
    return found


def send(bench: Workbench, call: Call) -> Task:
    """A file for the conversation that is open."""
    path = _path(call.get("path"))
    (key,) = bench.core.send_file([path], bench.now, bench.here)
    found = yield from over(bench, key)
    return _told("command.file.sent", found) if found.state is State.DONE else ()


def send_to(bench: Workbench, call: Call) -> Task:
    """A file for these people, each in private."""
    people = yield from bench.people(call.get("people"))
    return (yield from send_to_users(bench, people, call.get("path")))


def send_to_users(bench: Workbench, people: tuple[int, ...], path: str) -> Steps[Lines]:
    """The same, to those whose ids are known."""
    (key,) = bench.core.send_file([_path(path)], bench.now, None, people)
    found = yield from over(bench, key)
    return _told("command.file.sent", found) if found.state is State.DONE else ()


def _path(typed: str) -> Path:
    """With or without quotes around it, as a file manager pastes it."""
    plain = typed.strip()
    if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'":
        plain = plain[1:-1]
    try:
        return Path(plain).expanduser()
    except RuntimeError:  # nobody of that name here
        return Path(plain)


def get(bench: Workbench, call: Call) -> Task:
    """The last file of the conversation that is open, or the newest one anywhere that has the name."""
    wanted = call.get("name").strip()
    file, place = _last_here(bench) if not wanted else (yield from named(bench, wanted))
    found = yield from over(bench, bench.core.fetch_file(file, bench.now, place))
    return _told("command.file.got", found) if found.state is State.DONE else ()


def _told(key: str, found: Progress) -> Lines:
    return (text(key, name=found.name, size=size_words(found.size), path=found.path),)


def _last_here(bench: Workbench) -> tuple[File, int]:
    for message in reversed(bench.core.newest_messages(bench.here, FILES_LOOKED_AT)):
        if message.file is not None and _from_others(bench, message):
            return message.file, message.conversation
    raise NoSuchFile


def _from_others(bench: Workbench, message: Message) -> bool:
    return message.author != bench.core.me


def named(bench: Workbench, name: str) -> Steps[tuple[File, int]]:
    """The newest file of that name that I may fetch, and where it was sent. Raises NoSuchFile."""
    before = 0
    while True:
        rows, more = yield from page(bench, before)
        for row in rows:
            if fold(row.file.name) == fold(name):
                return row.file, row.conversation
        if not more:
            raise NoSuchFile(name)
        before = rows[-1].seq


def page(bench: Workbench, before: int = 0) -> Steps[tuple[tuple[FileRow, ...], bool]]:
    """A page of the files that I may fetch, newest first, and whether there are more."""
    bench.core.ask_files(bench.now, before or INTEGER_MAX)
    event = yield lambda event: isinstance(event, FilesFound)
    return event.rows, event.more


def files(bench: Workbench, call: Call) -> Task:
    """The newest ones."""
    rows, more = yield from page(bench)
    lines = [
        text(
            "command.file.row", name=row.file.name, size=size_words(row.file.size), who=row.author_name,
            place=bench.title_of(row.conversation), at=clock(row.at),
        )
        for row in reversed(rows)
    ]  # fmt: skip
    if more:
        lines.insert(0, text("command.file.more"))
    return tuple(lines) or (text("command.file.none"),)
