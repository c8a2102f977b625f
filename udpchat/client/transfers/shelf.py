"""What all transfers share: the rows and their way to the disk, the tools, and how shells hear of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from udpchat.client.events import Event
from udpchat.client.jobs import Finish, Jobs
from udpchat.client.transfers.events import TransferChanged
from udpchat.client.transfers.states import ACTIVE, State, Step
from udpchat.client.transfers.transfer import Pace, Progress, Transfer, Untold
from udpchat.driver import Job, RandBytes
from udpchat.errors import UdpchatError
from udpchat.limits import TRANSFER_TICK_S, TRANSFERS_COUNT
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.words import messages as words
from udpchat.words.codec import encode

FILES_LANE = "client-files"
"""Reading what is sent and writing what comes, in order."""
SYNC_LANE = "client-sync"
"""Waiting until what was written is on the disk."""
HASH_LANE = "client-hash"
"""Reading whole files, which may take minutes."""

_FORGOTTEN: Final = frozenset({State.DONE, State.CANCELLED, State.DECLINED, State.EXPIRED})
"""What makes room for others, the oldest first."""

Keep = Callable[[bytes, str | None], None]
"""Writes the row of a key, or removes it."""


@dataclass(slots=True)
class Folder:
    """Where files that come are put, and up to which size they are fetched unasked from people in private."""

    path: Path
    auto_bytes: int = 0


@dataclass(slots=True)
class Seen:
    """How a transfer was told last."""

    pace: Pace = field(default_factory=Pace)
    per_s: float = 0.0
    done: int = 0


class Shelf:
    """The transfers by key, in the order in which they were asked for."""

    def __init__(
        self, endpoint: ClientEndpoint, jobs: Jobs, emit: Callable[[Event], None], randbytes: RandBytes, folder: Folder
    ) -> None:  # fmt: skip
        self.endpoint, self.randbytes, self.folder = endpoint, randbytes, folder
        self._jobs, self._emit = jobs, emit
        self.keep: Keep = lambda key, body: None
        self.home = b""  # what no other profile has
        self.all: dict[bytes, Transfer] = {}
        self._seen: dict[bytes, Seen] = {}
        self._moved: set[bytes] = set()
        self._tick_at = float("-inf")
        self.attention = True  # some that wait may have their turn now
        self.online = False  # the server hears words about transfers
        self.over = False

    # --- rows ---------------------------------------------------------------------------------------------------------

    def load(self, found: Iterable[Transfer]) -> None:
        """What was found on the disk; what was under way goes on."""
        for transfer in sorted(found, key=lambda one: one.at):
            if transfer.state in ACTIVE:
                transfer.step(Step.LOST)
            self.all[transfer.key] = transfer
            self._seen[transfer.key] = Seen(done=transfer.done)

    def add(self, transfer: Transfer) -> None:
        """A new one, or one anew; the oldest that is final makes room."""
        self.all.pop(transfer.key, None)
        self._seen.pop(transfer.key, None)
        self.all[transfer.key] = transfer
        if len(self.all) > TRANSFERS_COUNT:
            for old in [one for one in self.all.values() if one.state in _FORGOTTEN and not one.untold][:1]:
                del self.all[old.key]
                self._seen.pop(old.key, None)
                self.keep(old.key, None)
        self.changed(transfer)

    def rows(self) -> dict[bytes, str]:
        """All of them, for another folder."""
        return {transfer.key: transfer.encode() for transfer in self.all.values()}

    # --- steps --------------------------------------------------------------------------------------------------------

    def step(self, transfer: Transfer, step: Step, error: UdpchatError | None = None) -> bool:
        """Go to the next state, keep that and tell it; False if that step is not possible now."""
        if not transfer.step(step):
            return False
        transfer.blame(error)
        self.changed(transfer)
        return True

    def changed(self, transfer: Transfer) -> None:
        """Keep it and tell it."""
        self.attention = True
        if transfer.key in self._seen:
            transfer.done = self._seen[transfer.key].done
        self.keep(transfer.key, transfer.encode())
        self._emit(TransferChanged(self.progress(transfer)))

    def progress(self, transfer: Transfer) -> Progress:
        """As it stands."""
        t, seen = transfer, self._seen.get(transfer.key) or Seen()
        moving = t.state is State.SENDING and seen.per_s > 0
        done = t.size if t.state in (State.DONE, State.VERIFYING) else min(seen.done, t.size)
        return Progress(
            t.key, t.up, t.state, t.name, t.size, done, seen.per_s if moving else 0.0,
            (t.size - done) / seen.per_s if moving else None, t.conversation, t.people, t.text, t.file, t.path, t.error,
            t.hidden,
        )  # fmt: skip

    # --- progress -----------------------------------------------------------------------------------------------------

    def went(self, transfer: Transfer, done: int) -> None:
        """So much of it is done."""
        seen = self._seen.get(transfer.key)
        if seen is None:
            seen = self._seen[transfer.key] = Seen()
        if seen.done != done:
            seen.done = done
            self._moved.add(transfer.key)

    def next_timeout(self) -> float | None:
        """When progress is to be told."""
        return self._tick_at if self._moved else None

    def tick(self, now: float) -> None:
        """Tell it, if it is time."""
        if not self._moved or now < self._tick_at:
            return
        self._tick_at = now + TRANSFER_TICK_S
        moved, self._moved = self._moved, set()
        for key in moved:
            transfer = self.all.get(key)
            if transfer is not None and transfer.state in ACTIVE:
                seen = self._seen[key]
                seen.per_s = seen.pace.note(seen.done, now)
                self._emit(TransferChanged(self.progress(transfer)))

    def forget_pace(self, transfer: Transfer) -> None:
        """It begins again, from wherever."""
        seen = self._seen.get(transfer.key)
        if seen is not None:
            seen.pace, seen.per_s = Pace(), 0.0

    # --- ways out -----------------------------------------------------------------------------------------------------

    def say(self, word: words.FromClient) -> None:
        """Queue one word for the server."""
        self.endpoint.send(Channel.CONTROL, encode(word))

    def tell(self, transfer: Transfer, what: Untold) -> None:
        """Let the server hear of it, now or with the next connection."""
        transfer.untold = what
        if self.online:
            self._tell(transfer)
        else:
            self.changed(transfer)

    def connected(self) -> None:
        """The server hears words again: tell what it could not hear."""
        self.online = True
        for transfer in [one for one in self.all.values() if one.untold]:
            self._tell(transfer)
            self.keep(transfer.key, transfer.encode())

    def _tell(self, transfer: Transfer) -> None:
        match transfer.untold:
            case "stop":
                self.say(words.StopUpload(transfer.key, False))
            case "fetched" | "declined" as state:
                self.say(words.MarkFile(transfer.file, state))
        transfer.untold = ""

    def do(self, lane: str, name: str, run: Callable[[], object], finish: Finish) -> None:
        """Queue work for a disk."""
        self._jobs.add(Job(lane, name, run), finish)
