"""CPU of a message inside one process, without sockets and without a disk: the wire alone, and a whole relay core."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from tests.attack.lab import ALICE, SERVER, Lab, Victim, drain, joined
from tests.bench.measure import Figure
from tests.sim.talk import identity
from udpchat import words
from udpchat.driver import Address
from udpchat.server.core import ServerCore
from udpchat.server.settings import ServerSettings
from udpchat.store import Store
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.events import Established, FrameArrived

TEXT = "x" * 100
ACK_DELAY_S = 0.021
RUNS = 5


def message_figures() -> Iterator[Figure]:
    """Both levels, alone and ten at a time."""
    alone = [wire_cost(1, 4000) for _ in range(RUNS)]
    ten = [wire_cost(10, 800) for _ in range(RUNS)]
    yield Figure("lone 100-byte message, wire: both sides", tuple(a + b for a, b in alone), "us CPU", "<= 40")
    yield Figure("lone 100-byte message, wire: server's share", tuple(a for a, _ in alone), "us CPU", "<= 20")
    yield Figure("ten per turn, wire: server", tuple(a for a, _ in ten), "us/delivery", "<= 4")
    yield Figure(
        "ten per turn against alone, same run", tuple(t[0] / a[0] for a, t in zip(alone, ten, strict=True)), "x", "-"
    )
    relay = [relay_cost(1, 1500) for _ in range(RUNS)]
    many = [relay_cost(10, 300) for _ in range(RUNS)]
    yield Figure(
        "lone post to 2 people, relay core without the commit",
        tuple(relay),
        "us CPU",
        "-",
        "post, store, confirm, 2 deliveries",
    )
    yield Figure("ten posts per turn to 2 people, the same", tuple(many), "us/delivery", "-")


def wire_cost(per_turn: int, turns: int) -> tuple[float, float]:
    """(server, client) microseconds per message: send, receive, one acknowledgement for each turn."""
    lab = Lab()
    victim, cid = joined(lab)
    lab.server.raise_frame_limit(cid)
    victim.exchange(40)
    server_s = client_s = 0.0
    body = TEXT.encode()
    for turn in range(turns + 200):
        if turn == 200:
            server_s = client_s = 0.0
        server_s += timed(lambda: server_sends(lab, cid, body, per_turn))
        datagrams = lab.flushed  # type: ignore[attr-defined]
        client_s += timed(lambda datagrams=datagrams: client_takes(victim, datagrams))  # type: ignore[misc]
        lab.now += ACK_DELAY_S
        acks: list[bytes] = []
        client_s += timed(lambda acks=acks: acks.extend(victim.flush()))  # type: ignore[misc]
        server_s += timed(lambda acks=acks: server_takes(lab, acks))  # type: ignore[misc]
    count = turns * per_turn
    return server_s / count * 1e6, client_s / count * 1e6


def timed(action: Callable[[], object]) -> float:
    """Seconds of one call; one thread and no waiting, so this is CPU time."""
    start = perf_counter()
    action()
    return perf_counter() - start


def server_sends(lab: Lab, cid: int, body: bytes, count: int) -> None:
    """Queue and flush."""
    for _ in range(count):
        lab.server.send(cid, Channel.CHAT, body)
    lab.flushed = drain(lab.server, lab.now)  # type: ignore[attr-defined]


def client_takes(victim: Victim, datagrams: list[tuple[bytes, Address]]) -> None:
    """Decrypt and pull the events."""
    for data, _ in datagrams:
        victim.endpoint.receive_datagram(data, SERVER, victim.lab.now)
    while victim.endpoint.next_event() is not None:
        pass


def server_takes(lab: Lab, acks: list[bytes]) -> None:
    """Take the acknowledgements."""
    server, now = lab.server, lab.now
    for data in acks:
        server.receive_datagram(data, ALICE, now)
    due_at = server.next_timeout()
    if due_at is not None and due_at <= now:
        server.handle_timeout(now)
    drain(server, now)
    while server.next_event() is not None:
        pass


class Guest:
    """A thin client of a relay core: signs in as a guest, acknowledges."""

    def __init__(self, core: ServerCore, number: int, now: float) -> None:
        self.core = core
        self.address: Address = ("127.0.0.1", 20_000 + number)
        self.rng = random.Random(number)
        self.endpoint = ClientEndpoint(self.rng.randbytes)
        self.endpoint.connect(SERVER, None, now)
        self.name = f"guest{number}"
        self.lobby = 0

    def say(self, word: object, channel: Channel = Channel.CONTROL) -> None:
        """One word."""
        self.endpoint.send(channel, words.encode(word))  # type: ignore[arg-type]

    def handle(self) -> None:
        """Answer what came."""
        while (event := self.endpoint.next_event()) is not None:
            if isinstance(event, Established):
                self.say(words.Hello(words.PROTOCOL_VERSION, "bench", ()))
                self.say(words.JoinAsGuest(self.name, b""))
            elif isinstance(event, FrameArrived) and not self.lobby:
                word = words.decode(event.body)
                if isinstance(word, words.Welcome):
                    self.lobby = word.lobby
                    self.say(words.Synchronise(word.epoch, ()))


def relay_cost(per_turn: int, turns: int) -> float:
    """Microseconds of the relay core per delivery; the commit itself is left out."""
    with tempfile.TemporaryDirectory() as folder:
        rng = random.Random(4)
        store = Store.open(Path(folder) / "store.sqlite", rng.randbytes, synchronous="OFF")
        settings = ServerSettings("bench", rate_per_s=0, bytes_per_s=0)
        core = ServerCore(store, identity(), bytes(32), settings, rng.randbytes, lambda: 1)
        now = 100.0
        guests = [Guest(core, number, now) for number in range(2)]
        while not all(guest.lobby for guest in guests):
            now += 0.01
            turn(core, guests, now)
        for _ in range(100):
            now += 0.01
            turn(core, guests, now)
        spent_s = 0.0
        for _ in range(turns):
            for _ in range(per_turn):
                guests[0].say(words.Post(rng.randbytes(16), guests[0].lobby, 0, TEXT), Channel.CHAT)
            for _ in range(4):
                now += 0.0101
                spent_s += turn(core, guests, now)
        store.close()
    return spent_s / (turns * per_turn * len(guests)) * 1e6 if per_turn > 1 else spent_s / turns * 1e6


def turn(core: ServerCore, guests: list[Guest], now: float) -> float:
    """One turn of everybody; the seconds that the core took, commits left out."""
    sent = []
    for guest in guests:
        due_at = guest.endpoint.next_timeout()
        if due_at is not None and due_at <= now:
            guest.endpoint.handle_timeout(now)
        sent += [(data, guest.address) for data, _ in drain(guest.endpoint, now)]
    start = perf_counter()
    for data, address in sent:
        core.receive_datagram(data, address, now)
    due_at = core.next_timeout()
    if due_at is not None and due_at <= now:
        core.handle_timeout(now)
    spent_s = perf_counter() - start
    while (job := core.next_job()) is not None:
        value = job.run()
        start = perf_counter()
        core.finish_job(job, value, None, now)
        spent_s += perf_counter() - start
    start = perf_counter()
    out = drain(core, now)
    while core.next_event() is not None:
        pass
    spent_s += perf_counter() - start
    for data, address in out:
        for guest in guests:
            if guest.address == address:
                guest.endpoint.receive_datagram(data, SERVER, now)
    for guest in guests:
        guest.handle()
    return spent_s
