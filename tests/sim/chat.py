"""Whole systems in virtual time: the shipped server core and client cores, their files, their crashes and restarts.

kill -9 is played by copying the files as they are at that moment, dropping the core, and starting a new one on the copy:
what was not written is gone, what was written is there, and no handle of the dead process is in the way.
"""

from __future__ import annotations

import contextlib
import hashlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from tests.sim.host import JobPlan
from tests.sim.talk import identity
from tests.sim.world import World
from udpchat.client import events as told
from udpchat.client.core import ClientCore
from udpchat.client.phases import Phase
from udpchat.client.profiles import Profiles
from udpchat.client.target import AccountSignIn, Credentials, GuestSignIn, Registration, Target
from udpchat.driver import Address, Job
from udpchat.errors import Storage
from udpchat.quotas import FileRules
from udpchat.server.core import ServerCore
from udpchat.server.settings import ServerSettings
from udpchat.store.store import Store
from udpchat.words.files import File

RELAY: Address = ("10.0.0.1", 11111)
RESET_KEY = b"r" * 32
WALL_START_MS = 1_700_000_000_000


@contextlib.contextmanager
def cheap_scrypt() -> Iterator[None]:
    """A password hash that costs nothing; its parameters still travel and are still checked."""

    def cheap(password: bytes, *, salt: bytes, n: int, r: int, p: int, dklen: int, **_: object) -> bytes:
        return hashlib.blake2b(password + salt + bytes([r, p]), digest_size=dklen, salt=n.to_bytes(4, "big")).digest()

    with mock.patch("udpchat.scram.hashlib.scrypt", cheap):
        yield


def copied(folder: Path) -> Path:
    """The files of a dead process, in a new place."""
    target = folder.with_name(f"{folder.name}+")
    shutil.copytree(folder, target)
    return target


class ChatServer:
    """The relay of one world."""

    def __init__(self, world: World, folder: Path, settings: ServerSettings | None = None) -> None:
        self.world = world
        self.folder = folder
        self.folder.mkdir()
        self.settings = settings or ServerSettings("Lab 2", rate_per_s=0, bytes_per_s=0, files=FileRules(free_bytes=0))
        self.host = world.host("relay", RELAY)
        self.host.plan = self.plan
        self.host.on_event = lambda event: world.note(f"relay: {event}")
        self.known_files: dict[int, File] = {}  # that anybody has seen
        self.commit_s = 0.0
        self.failing = 0.0  # share of commits that fail
        self.start_count = 0
        self.start()

    def start(self) -> None:
        """Start on the files."""
        self.start_count += 1
        self.world.note("relay starts")
        randbytes = self.world.randbytes(f"relay {self.start_count}")
        self.store = Store.open(self.folder / "store.sqlite", randbytes, synchronous="OFF")
        files = self.folder / "files"
        self.core = ServerCore(self.store, identity(), RESET_KEY, self.settings, randbytes, self.wall_ms, blobs=files)
        self.host.start(self.core)

    def wall_ms(self) -> int:
        """Virtual wall clock."""
        return WALL_START_MS + int(self.world.now * 1000)

    def plan(self, job: Job) -> JobPlan:
        """Commits take as long as this world's disk, and sometimes fail."""
        rng = self.host.rng
        error = Storage("disk full") if rng.random() < self.failing else None
        return JobPlan(self.commit_s * rng.random() * 2, rng.random() < 0.5, error)

    def crash(self, lucky: bool | None = None) -> None:
        """kill -9; `lucky` = a commit under way still reaches the disk (None: a toss)."""
        self.world.note("relay is killed")
        self.host.crash(lucky)
        self.folder = copied(self.folder)
        with contextlib.suppress(Exception):
            self.core.close()
            self.store.close()

    def stored(self) -> list[Any]:
        """Every post, in order."""
        return all_posts(self.folder / "store.sqlite")


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of the log, as it is on disk."""

    seq: int
    author: int
    ref: bytes
    text: str


def all_posts(path: Path) -> list[Stored]:
    """The committed posts of a store, read behind its back."""
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(
            "SELECT seq, author, ref, body FROM event WHERE kind = 'post' ORDER BY seq"
        ).fetchall()
    finally:
        connection.close()
    return [Stored(*row) for row in rows]


class ChatClient:
    """One person at one computer: a core, its files, and everything it has shown."""

    def __init__(self, world: World, server: ChatServer, name: str, folder: Path, guest: bool = False) -> None:
        self.world = world
        self.server = server
        self.name = name
        self.guest = guest
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self.host = world.host(name, (f"10.0.2.{len(world.hosts)}", 40_000))
        self.host.on_event = self.handle
        self.host.plan = lambda job: JobPlan(self.host.rng.random() * 0.02, self.host.rng.random() < 0.5)
        self.registered = False
        self.user: int | None = None  # as last told
        self.typed: dict[bytes, str] = {}
        self.confirmed: dict[bytes, int] = {}
        self.excused: set[bytes] = set()  # typed, and killed before they were on this computer's disk
        self.refused: dict[bytes, object] = {}
        self.shown: dict[int, bytes] = {}  # of this run: seq -> ref
        self.ended = False
        self.start_count = 0
        self.start()

    def start(self) -> None:
        """Start the program and sign in."""
        self.start_count += 1
        self.shown = {}
        self.signed_in = False
        self.pending: set[bytes] = set()
        randbytes = random.Random(f"{self.world.seed} {self.name} {self.start_count}").randbytes
        self.core = ClientCore(Profiles(self.folder), randbytes, self.server.wall_ms)
        self.host.start(self.core)
        self.connect()

    def connect(self) -> None:
        """Sign in, register or join, whatever comes next."""
        target = Target(RELAY, "lab2", pin=identity().fingerprint)
        self.core.connect(target, self.credentials(), self.host.time(self.world.now))
        self.host.touched = True

    def credentials(self) -> Credentials:
        """A guest, or an account that is registered once."""
        if self.guest:
            return GuestSignIn(self.name)
        if self.registered:
            return AccountSignIn(self.name, "correct horse " + self.name, keep=True)
        return Registration(self.name, "correct horse " + self.name, keep=True)

    def handle(self, event: Any) -> None:
        """Check and remember what a person would see."""
        match event:
            case told.SignedIn(user=user):
                self.registered = self.signed_in = True
                self.user = user
                self.world.note(f"{self.name} signed in as {user}")
            case told.SignInRefused(refusal=refusal, final=final):
                self.world.note(f"{self.name}: refused {refusal} final={final}")
                if final:
                    self._refused(refusal.code)
            case told.MessagesAdded(messages=messages):
                for message in messages:
                    assert message.seq not in self.shown, f"{self.name} saw {message.seq} twice"
                    assert message.ref not in self.shown.values(), f"{self.name} saw {message.text!r} twice"
                    self.shown[message.seq] = message.ref
            case told.MessagePending(ref=ref):
                self.pending.add(ref)
            case told.MessageStored(ref=ref, seq=seq):
                assert self.confirmed.setdefault(ref, seq) == seq, "confirmed with two places"
                self.pending.discard(ref)
            case told.MessageRefused(ref=ref, refusal=refusal):
                self.refused[ref] = refusal
            case told.ConnectionLost(reason=reason):
                self.world.note(f"{self.name}: lost: {reason}")
            case told.LoggedOut(reason=reason):
                self.world.note(f"{self.name} logged out: {reason}")
                self.ended = True

    def _refused(self, code: str) -> None:
        """The person tries again. A registration whose answer was lost is refused as taken: then sign in.

        A guest who was killed before the token was on disk waits until the server frees the name.
        """
        known = ("USERNAME_TAKEN", "STORAGE", "SLOW_DOWN", "NO_SUCH_USER")
        assert code in known, f"{self.name} refused for good: {code}"
        # a name is taken from the moment somebody writes it, and known from its commit on, which may take seconds or fail
        self.registered = code == "USERNAME_TAKEN" or (self.registered and code != "NO_SUCH_USER")
        self.world.after(5 if self.guest else 0.5, self._connect_again)

    def _connect_again(self) -> None:
        if self.host.driver is self.core and self.core.state is Phase.IDLE:
            self.connect()

    def type(self, text: str) -> None:
        """Send a message, if signed in at least once in this run."""
        ref = self.core.send_message(text, self.host.time(self.world.now))
        self.typed[ref] = text
        self.host.touched = True

    def may_type(self) -> bool:
        """Whether the program lets the person type."""
        return self.host.driver is self.core and self.signed_in and self.host.asleep_until is None

    def crash(self) -> None:
        """kill -9. What was neither on disk here nor at the server may be lost; nothing else may."""
        self.world.note(f"{self.name} is killed")
        self.host.crash()
        self.folder = copied(self.folder)
        saved = outbox_refs(self.folder)
        known = saved | self.confirmed.keys() | self.refused.keys()
        self.excused |= self.typed.keys() - known
        with contextlib.suppress(Exception):
            self.core.close()  # the dead process's handles of the old files

    def log_out(self) -> None:
        """Leave when everything typed is confirmed."""
        self.core.log_out(self.host.time(self.world.now))
        self.host.touched = True


def outbox_refs(folder: Path) -> set[bytes]:
    """The refs on disk in any account below a client's folder."""
    refs: set[bytes] = set()
    for path in folder.glob("accounts/*/*/store.sqlite"):
        connection = sqlite3.connect(path)
        with contextlib.closing(connection), contextlib.suppress(sqlite3.OperationalError):
            refs |= {ref for (ref,) in connection.execute("SELECT ref FROM outbox")}
    return refs
