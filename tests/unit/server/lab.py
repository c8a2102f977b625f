"""A relay core and clients joined in memory: the shipped endpoints, store and words, a clock that is moved by hand."""

from __future__ import annotations

import hashlib
import random
import tempfile
import unittest
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

from tests.sim.talk import identity
from udpchat.driver import Address, Job
from udpchat.errors import Storage, UdpchatError
from udpchat.scram import ScramClient, Verifier, make_verifier, salted_password
from udpchat.server.core import ServerCore, ServerSettings
from udpchat.server.operators import Office
from udpchat.server.orders import NameChanged, Order, PortChanged, PortUnwanted, PortWanted, StopWanted
from udpchat.server.states import State
from udpchat.store import Store
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.config import EndpointLimits
from udpchat.wire.events import Closed, FrameArrived
from udpchat.words import (
    PROTOCOL_VERSION,
    Bye,
    Events,
    Hello,
    JoinAsGuest,
    Message,
    NotPosted,
    OperatorSignIn,
    Post,
    Posted,
    Refused,
    Register,
    ScramChallenge,
    ScramDone,
    ScramFinal,
    ScramFirst,
    ServerHello,
    Synchronise,
    TokenSignIn,
    Welcome,
    Word,
    decode,
    encode,
)

RELAY: Address = ("192.168.1.1", 11111)
LOOPBACK = "127.0.0.1"
TOKEN = bytes(range(32))
OPEN_BOUNDS = EndpointLimits(connects_per_s=1e6, connects_per_s_per_address=1e6, connect_burst_per_address=10**6)
W = TypeVar("W")


def cheap_scrypt(password: bytes, *, salt: bytes, n: int, r: int, p: int, dklen: int, **_: object) -> bytes:
    """A password hash that costs nothing; its parameters still travel and are still checked."""
    return hashlib.blake2b(password + salt + bytes([r, p]), digest_size=dklen, salt=n.to_bytes(4, "big")).digest()


@cache
def verifier(password: str) -> Verifier:
    """A verifier of a password, with the cheap hash (call it inside a test of `ServerTest`)."""
    return make_verifier(password, hashlib.sha256(password.encode()).digest()[:16])


class Client:
    """One connection: says words, keeps what it hears."""

    def __init__(self, lab: Lab, addr: Address) -> None:
        self.lab, self.addr = lab, addr
        self.endpoint = ClientEndpoint(lab.rng.randbytes)
        self.heard: list[Word] = []
        self.bulk: list[bytes] = []  # frames of bytes
        self.on_bulk: Callable[[Channel, bytes], None] | None = None
        self.closed: Closed | None = None
        self.mute = False
        self.welcome_word: Welcome | None = None

    def connect(self) -> Client:
        """Until TLS stands."""
        self.endpoint.connect(RELAY, None, self.lab.now)
        self.lab.turn()
        return self

    def say(self, word: Word, channel: Channel | None = None) -> None:
        """Send a word; it is on its way after `lab.turn()`."""
        chosen = Channel.CHAT if isinstance(word, Post) else Channel.CONTROL
        self.send_raw(encode(word), chosen if channel is None else channel)

    def send_raw(self, body: bytes, channel: Channel = Channel.CONTROL) -> None:
        """Send any bytes as a frame."""
        self.endpoint.send(channel, body)

    def ask(self, word: Word) -> None:
        """Send a word and let everybody act."""
        self.say(word)
        self.lab.turn()

    def all(self, kind: type[W]) -> list[W]:
        """What it heard of one kind, oldest first."""
        return [word for word in self.heard if isinstance(word, kind)]

    def last(self, kind: type[W]) -> W:
        """The newest word of a kind; an assertion if there is none."""
        words = self.all(kind)
        assert words, f"no {kind.__name__} among {self.heard}"
        return words[-1]

    # --- whole exchanges ----------------------------------------------------------------------------------------------

    def hello(self) -> Client:
        """Connect and greet."""
        self.connect()
        self.ask(Hello(PROTOCOL_VERSION, "test", ()))
        self.last(ServerHello)
        return self

    def scram(self, who: Any, name: str, password: str) -> bool:
        """A whole exchange; whether the server's signature came and was right."""
        scram = ScramClient(name, self.lab.rng.randbytes(18), identity().certificate)
        count = len(self.all(ScramChallenge))
        self.ask(ScramFirst(who, scram.first()))
        challenges = self.all(ScramChallenge)
        if len(challenges) == count:
            return False
        found = scram.parameters(challenges[-1].text)
        salted = salted_password(password, found.salt, found.n, found.r, found.p)
        count = len(self.all(ScramDone))
        self.ask(ScramFinal(who, scram.final(salted)))
        done = self.all(ScramDone)
        return len(done) > count and scram.check(done[-1].text)

    def register(self, name: str, password: str = "password", country: str = "") -> Client:
        """Ask for an account."""
        made = verifier(password)
        word = Register(name, name, country, made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
        self.ask(word)
        return self

    def guest(self, name: str, token: bytes = b"") -> Client:
        """Ask to be a guest."""
        self.ask(JoinAsGuest(name, token))
        return self

    def operate(self, token: bytes = TOKEN) -> Client:
        """Ask to be an operator."""
        self.ask(OperatorSignIn(token))
        return self

    def token(self) -> TokenSignIn:
        """The sign-in with what the last Welcome gave."""
        welcome = self.last(Welcome)
        return TokenSignIn(welcome.user, welcome.token)

    def synchronise(self, *have: tuple[int, int], epoch: str | None = None) -> Client:
        """Say what is held."""
        self.ask(Synchronise(self.lab.store.epoch if epoch is None else epoch, have))
        return self

    def post(self, text: str, ref: bytes | None = None) -> bytes:
        """Say a post for the lobby; it goes with the next turn."""
        ref = ref or self.lab.rng.randbytes(16)
        self.say(Post(ref, self.lab.store.lobby, 0, text))
        return ref

    # --- what it knows ------------------------------------------------------------------------------------------------

    @property
    def texts(self) -> list[str]:
        """The texts of all messages, in the order of their arrival."""
        return [event.text for events in self.all(Events) for event in events.events if isinstance(event, Message)]

    @property
    def codes(self) -> list[str]:
        """The codes of all refusals."""
        return [word.code for word in self.heard if isinstance(word, Refused | NotPosted)]

    def intervals(self) -> list[tuple[int, int]]:
        """The intervals of all Events."""
        return [(events.lo, events.hi) for events in self.all(Events)]


class Lab:
    """The relay, its folder and its clock. `hold` keeps commits back until `release`; `refuse` makes them fail.

    It opens every port that the core asks for, unless `port_error` says why not. `saved` are the settings kept so far.
    """

    def __init__(self, folder: Path, seed: int = 1, bounds: EndpointLimits = OPEN_BOUNDS, **settings: Any) -> None:
        self.rng = random.Random(seed)
        self.now = 1000.0
        self.wall = 1_700_000_000_000
        self.path = folder / "store.sqlite"
        self.settings = ServerSettings(**{"name": "Lab 2", "rate_per_s": 0.0, "bytes_per_s": 0.0, **settings})
        self.bounds = bounds
        self.hold = False
        self.hold_files = False
        self.refuse = False
        self.held: list[Job] = []
        self.commit_count = 0
        self.clients: dict[Address, Client] = {}
        self.log: list[str] = []
        self.orders: list[Order] = []
        self.saved: list[ServerSettings] = []
        self.save_error: Exception | None = None
        self.port_error: UdpchatError | None = None
        self.office: Office | None = Office(TOKEN, RELAY[0], "/data/lab", self.wall)
        self._next_port = 40000
        self.start()

    def start(self) -> None:
        """Start the relay on its files."""
        self.store = Store.open(self.path, self.rng.randbytes, synchronous="OFF")
        self.core = ServerCore(
            *(self.store, identity(), b"r" * 32, self.settings, self.rng.randbytes, lambda: self.wall, self.bounds),
            office=self.office,
            keep=self._keep,
            blobs=self.path.parent / "files",
        )

    def _keep(self, settings: ServerSettings) -> None:
        if self.save_error is not None:
            raise self.save_error
        self.saved.append(settings)

    def restart(self) -> None:
        """The relay dies and comes back; the clients are forgotten."""
        self.core.close()
        self.store.close()
        self.clients.clear()
        self.held.clear()
        self.start()

    def client(self, ip: str = "192.168.1.2") -> Client:
        """A new client, not yet connected."""
        self._next_port += 1
        addr = (ip, self._next_port)
        client = self.clients[addr] = Client(self, addr)
        return client

    def person(self, name: str, ip: str = "192.168.1.2", synchronise: bool = True) -> Client:
        """A registered, welcomed and synchronised client."""
        client = self.client(ip).hello().register(name)
        client.welcome_word = client.last(Welcome)
        return client.synchronise() if synchronise else client

    def device(self, name: str, ip: str = "192.168.1.3") -> Client:
        """Another device of somebody who is registered; it knows the password only, and has not synchronised."""
        client = self.client(ip).hello()
        assert client.scram("account", name, "password")
        client.welcome_word = client.last(Welcome)
        return client

    def operator(self, ip: str = LOOPBACK) -> Client:
        """Somebody who runs the relay."""
        return self.client(ip).hello().operate()

    def vanish(self, client: Client) -> None:
        """The client's computer loses its power."""
        del self.clients[client.addr]

    # --- the loop -----------------------------------------------------------------------------------------------------

    def turn(self, rounds: int = 400) -> None:
        """Let everybody act until nothing moves any more; time stands still."""
        for _ in range(rounds):
            if not self._relay_turn() | self._clients_turn():
                return
        raise AssertionError("the exchange does not come to rest")

    def _relay_turn(self) -> bool:
        core, now = self.core, self.now
        due = core.next_timeout()
        moved = False
        if due is not None and due <= now:
            core.handle_timeout(now)
        while (job := core.next_job()) is not None:
            if job.lane == "search" or (job.lane.startswith("files") and not self.hold_files):
                self._search(job)
                moved = True
            else:
                self.held.append(job)
        if self.held and not self.hold:
            self.finish()
            moved = True
        while out := core.datagrams_to_send(now):
            moved = True
            for data, addr in out:
                client = self.clients.get(addr)
                if client is not None and not client.mute:
                    client.endpoint.receive_datagram(data, RELAY, now)
        while (event := core.next_event()) is not None:
            if isinstance(event, PortWanted | PortUnwanted | PortChanged | NameChanged | StopWanted):
                self._obey(event)
                moved = True
            else:
                self.log.append(str(event))
        return moved

    def _obey(self, order: Order) -> None:
        self.orders.append(order)
        if not isinstance(order, PortWanted):
            return
        if self.port_error is not None:
            self.core.port_refused(self.port_error, self.now)
        else:
            self.core.port_opened(self.now)

    def _search(self, job: Job) -> None:
        """Its worker is idle: nobody holds it back."""
        try:
            value, error = job.run(), None
        except Exception as caught:
            value, error = None, caught
        self.core.finish_job(job, value, error, self.now)

    def finish(self) -> None:
        """Let the commit under way end."""
        job = self.held.pop(0)
        value: Any = None
        error: Exception | None = None
        if self.refuse:
            error = Storage("disk full")
        else:
            try:
                value = job.run()
            except Exception as caught:
                error = caught
            self.commit_count += job.lane == "store"
        self.core.finish_job(job, value, error, self.now)

    def release(self) -> None:
        """Stop holding commits back."""
        self.hold = False
        self.turn()

    def _clients_turn(self) -> bool:
        moved = False
        for client in list(self.clients.values()):
            if client.mute:
                continue
            endpoint = client.endpoint
            due = endpoint.next_timeout()
            if due is not None and due <= self.now:
                endpoint.handle_timeout(self.now)
            while (event := endpoint.next_event()) is not None:
                self._hear(client, event)
            while out := endpoint.datagrams_to_send(self.now):
                moved = True
                for data, _ in out:
                    self.core.receive_datagram(data, client.addr, self.now)
        return moved

    def _hear(self, client: Client, event: object) -> None:
        if isinstance(event, FrameArrived) and event.channel in (Channel.BULK, Channel.CREDIT):
            client.bulk.append(event.body)
            if client.on_bulk is not None:
                client.on_bulk(event.channel, event.body)
        elif isinstance(event, FrameArrived):
            client.heard.append(decode(event.body))
        elif isinstance(event, Closed):
            client.closed = event

    def later(self, seconds: float, step_s: float = 0.02) -> None:
        """Let time pass."""
        end_at = self.now + seconds
        while self.now < end_at:
            self.now = min(end_at, self.now + step_s)
            self.turn()

    def online(self) -> list[str]:
        """The names of those with a welcomed session, sorted."""
        sessions = self.core.sessions.all()
        return sorted({s.name for s in sessions if s.state is State.SIGNED_IN})


class ServerTest(unittest.TestCase):
    """Base: a folder per test, the cheap password hash, and no failure of the relay that goes unseen."""

    allow_failures = False

    def setUp(self) -> None:
        patch = mock.patch("udpchat.scram.hashlib.scrypt", cheap_scrypt)
        patch.start()
        self.addCleanup(patch.stop)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.lab = self.new_lab()

    def new_lab(self, **settings: Any) -> Lab:
        """A relay with other settings in the place of the last one (each test may make one)."""
        if hasattr(self, "lab"):
            self.lab.store.close()
            self.lab.path.unlink()
        lab = Lab(self.folder, **settings)
        self.addCleanup(lambda: lab.store.close())
        self.addCleanup(lambda: lab.core.close())
        self.addCleanup(self._no_failures, lab)
        self.lab = lab
        return lab

    def _no_failures(self, lab: Lab) -> None:
        failures = [line for line in lab.log if line.startswith("failed:")]
        if failures and not self.allow_failures:
            self.fail(failures[0])


__all__ = [
    "Bye",
    "Client",
    "Events",
    "Lab",
    "Posted",
    "ServerTest",
    "verifier",
]
