"""One transfer: what is kept of it on disk, and how a shell sees it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from udpchat.client.transfers.states import TRANSITIONS, UNFINISHED, State, Step
from udpchat.errors import CannotRead, NoSpace, UdpchatError, refusal
from udpchat.limits import TRANSFER_PACE_S
from udpchat.words import messages as words

Untold = Literal["", "stop", "fetched", "declined"]


@dataclass(frozen=True, slots=True)
class Progress:
    """A transfer as it stands. `key` is the ref of the message that an upload becomes.

    `done` of `size` bytes, at `per_s` bytes a second (0: not known), for another `left_s` (None: not known). `file` is its id
    on the server (0: none yet), `path` the file that is sent, or where it was put. `error` says why it rests. `hidden`: the
    person does not want it in a list any more.
    """

    key: bytes
    up: bool
    state: State
    name: str
    size: int
    done: int
    per_s: float
    left_s: float | None
    conversation: int
    people: tuple[int, ...]
    text: str
    file: int
    path: str
    error: UdpchatError | None
    hidden: bool = False


@dataclass(slots=True, eq=False)
class Transfer:
    """What is kept: everything that it takes to go on after the end of the process."""

    key: bytes
    up: bool
    name: str
    at: int
    state: State = State.QUEUED
    size: int = 0
    sha256: bytes = b""
    mime: str = ""
    path: str = ""
    mtime_ns: int = 0
    conversation: int = 0
    people: tuple[int, ...] = ()
    text: str = ""
    reply: int = 0
    file: int = 0
    done: int = 0  # when it was kept last
    untold: Untold = ""  # what the server has yet to hear
    part: str = ""  # where the bytes of a download are until they are complete
    code: str = ""
    detail: str = ""
    hidden: bool = False

    def step(self, step: Step) -> bool:
        """Go to the next state; False if that step is not possible now."""
        after = TRANSITIONS.get((self.state, step))
        if after is None:
            return False
        self.state, self.hidden = after, False
        return True

    @property
    def error(self) -> UdpchatError | None:
        """Why it rests."""
        for own in (CannotRead, NoSpace):
            if self.code == own.code:
                return own(self.detail)
        return refusal(self.code, 0.0, self.detail) if self.code else None

    def blame(self, error: UdpchatError | None) -> None:
        """Note why."""
        self.code, self.detail = (error.code, error.detail) if error is not None else ("", "")

    @property
    def card(self) -> words.File:
        """As the server tells of it."""
        return words.File(self.file, self.name, self.size, self.sha256, self.mime)

    def encode(self) -> str:
        """The row."""
        values = asdict(self)
        for name in ("key", "sha256"):
            values[name] = values[name].hex()
        return json.dumps({**values, "state": self.state.name})  # in ASCII: a path may be no text


def decode(body: str) -> Transfer | None:
    """The transfer of a row, as it was when the process ended; None for a row that this version cannot read."""
    try:
        values: dict[str, Any] = json.loads(body)
        known = {field.name for field in fields(Transfer)}
        values = {name: value for name, value in values.items() if name in known}
        values["key"], values["sha256"] = bytes.fromhex(values["key"]), bytes.fromhex(values["sha256"])
        values["state"], values["people"] = State[values["state"]], tuple(values["people"])
        return Transfer(**values)
    except (ValueError, KeyError, TypeError):
        return None


def is_unsent(body: str) -> bool:
    """Is that the row of a file that is still to be sent? It stays as what was typed does."""
    found = decode(body)
    return found is not None and found.up and found.state in UNFINISHED | {State.PAUSED}


class Pace:
    """How fast it goes, averaged over some seconds."""

    __slots__ = ("_marks",)

    def __init__(self) -> None:
        self._marks: list[tuple[float, int]] = []

    def note(self, done: int, now: float) -> float:
        """So much is done by now; bytes per second, 0 while that is not known."""
        marks = self._marks
        if marks and done < marks[-1][1]:
            marks.clear()
        marks.append((now, done))
        while len(marks) > 2 and marks[1][0] < now - TRANSFER_PACE_S:
            del marks[0]
        span = now - marks[0][0]
        return (done - marks[0][1]) / span if span > 0 else 0.0
