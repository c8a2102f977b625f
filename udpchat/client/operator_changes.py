"""Changes of the settings on their way: each waits for its room password to be hashed, and for those before it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Final, Literal

from udpchat.client.jobs import Jobs
from udpchat.driver import Job, RandBytes
from udpchat.names import clean_server_name
from udpchat.quotas import FileRules
from udpchat.scram import SALT_BYTES, Verifier, make_verifier
from udpchat.words.messages import ChangeSettings, Plain, RoomVerifier, Signup

PASSWORD_LANE: Final = "password"
"""Passwords are hashed one after another, away from the loop."""


class Keep(Enum):
    """The room password stays what it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP

PlainWish = Plain | Literal["keep"]
"""Whose plain-text datagrams shall be taken, or no change of it."""


@dataclass(slots=True)
class _Change:
    """One change; it may leave when `word` is there, and is void with an `error`."""

    word: ChangeSettings | None = None
    error: Exception | None = None


class Changes:
    """In the order in which they were asked for."""

    def __init__(self, jobs: Jobs, randbytes: RandBytes) -> None:
        self._jobs = jobs
        self._randbytes = randbytes
        self._waiting: deque[_Change] = deque()

    def add(
        self, name: str, port: int, signup: Signup, guests: bool, room_password: str | Keep | None,
        plain: PlainWish = "keep", files: FileRules | None = None,
    ) -> None:  # fmt: skip
        """Queue a change. Raises BadName, and ValueError for an impossible port or an empty password."""
        if not 1 <= port <= 65535:
            raise ValueError(f"no port: {port}")
        wanted = () if files is None else (files,)
        make = partial(ChangeSettings, clean_server_name(name), port, signup, guests, plain=plain, files=wanted)
        if isinstance(room_password, str):
            self._hash(make, room_password)
        else:
            self._waiting.append(_Change(make("none" if room_password is None else "keep", ())))

    def _hash(self, make: partial[ChangeSettings], password: str) -> None:
        if not password:
            raise ValueError("an empty room password: None takes it away")
        change = _Change()
        self._waiting.append(change)

        def made(verifier: Verifier | None, error: Exception | None, _now: float) -> None:
            change.error = error
            if verifier is not None:
                change.word = make("set", (_room(verifier),))

        run = partial(make_verifier, password, self._randbytes(SALT_BYTES))
        self._jobs.add(Job(PASSWORD_LANE, "room password", run), made)

    def take(self) -> ChangeSettings | Exception | None:
        """The oldest change if it is ready, or why it will never be; None while there is nothing to do."""
        if not self._waiting:
            return None
        head = self._waiting[0]
        ready = head.error or head.word
        if ready is not None:
            self._waiting.popleft()
        return ready

    def drop(self) -> bool:
        """Forget what has not left; whether there was something."""
        dropped = bool(self._waiting)
        self._waiting.clear()
        return dropped


def _room(made: Verifier) -> RoomVerifier:
    return RoomVerifier(made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
