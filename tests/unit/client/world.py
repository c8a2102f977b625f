"""A small world in virtual time for one or more clients: a scripted server over the real wire, disks, a network."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from udpchat.client import events
from udpchat.client.core import ClientCore
from udpchat.client.profiles import Profiles
from udpchat.client.target import AccountSignIn, Credentials, Target
from udpchat.driver import Address, Job
from udpchat.scram import ScramServer, Verifier, make_verifier
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.wire.events import Closed, Established, FrameArrived
from udpchat.wire.identity import Identity, generate
from udpchat.wire.server_endpoint import ServerEndpoint
from udpchat.words import messages as words
from udpchat.words.codec import decode, encode

PASSWORD = "correct horse"
HERE: Address = ("10.0.0.1", 11111)
N = 2**14
VERIFIER = make_verifier(PASSWORD, bytes(16), N, 8, 1)


def identity(seed: int) -> Identity:
    return generate(random.Random(seed).randbytes)


class Server:
    """Speaks the words of a server, keeps its log in memory, and misbehaves on demand."""

    def __init__(self, seed: int = 1, addr: Address = HERE, who: Identity | None = None) -> None:
        self.rng = random.Random(seed)
        self.addr = addr
        self.identity = who or identity(seed)
        self.accounts: dict[str, tuple[int, Verifier]] = {"rina": (1, VERIFIER), "budi": (2, VERIFIER)}
        self.names = {1: "rina", 2: "budi"}
        self.tokens: dict[bytes, int] = {}
        self.log: list[words.Message] = []
        self.refs: dict[tuple[int, bytes], words.Message] = {}
        self.epoch, self.name, self.lobby = "e1", "Lab 2", 7
        self.signup: words.Signup = "open"
        self.room = False
        self.heard: list[Any] = []  # every word of clients
        self.raw: list[bytes] = []
        self.not_posted: list[tuple[str, int]] = []  # codes for the next posts
        self.silent_posts = False
        self.no_events = False
        self.no_history = False
        self.false_signature = self.no_proof = self.mute_welcome = False
        self.mute_posted = self.welcome_early = False
        self.refuse: list[str] = []
        self.start()

    def start(self) -> None:
        """Also a restart after a crash: connections are forgotten, log, accounts and reset key are not."""
        self.endpoint = ServerEndpoint(self.identity, b"r" * 32, self.rng.randbytes)
        self.users: dict[int, int] = {}
        self.scram: dict[int, tuple[str, ScramServer]] = {}

    def say(self, cid: int, word: Any, channel: Channel = Channel.CONTROL) -> None:
        self.endpoint.send(cid, channel, encode(word))

    def turn(self, now: float) -> None:
        while (event := self.endpoint.next_event()) is not None:
            match event:
                case Established():
                    pass
                case FrameArrived(cid, _, body):
                    self.raw.append(body)
                    word = decode(body)
                    self.heard.append(word)
                    self.hear(cid, word, now)
                case Closed(cid=cid):
                    self.users.pop(cid, None)

    def hear(self, cid: int, word: Any, now: float) -> None:
        match word:
            case words.Hello():
                token = self.endpoint.reset_token(cid)
                self.say(cid, words.ServerHello(1, "t", self.name, self.epoch, self.signup, True, self.room, token, 16384, 6))
            case words.ScramFirst(who, text):
                self.challenge(cid, who, text)
            case words.ScramFinal(who, text):
                self.prove(cid, who, text, now)
            case words.Register() as new:
                self.register(cid, new, now)
            case words.JoinAsGuest(name, token):
                self.guest(cid, name, token, now)
            case words.TokenSignIn(user, token):
                if self.tokens.get(token) == user:
                    self.welcome(cid, user, now)
                else:
                    self.say(cid, words.Refused("AUTH_FAILED", 0, ""))
            case words.Synchronise() if cid in self.users:
                self.synchronise(cid, word)
            case words.Post() if cid in self.users:
                self.post(cid, word)
            case words.Bye():
                self.endpoint.close(cid, CloseCode.BYE, "", now)

    def challenge(self, cid: int, who: words.Who, text: str) -> None:
        scram = ScramServer(self.identity.certificate, self.rng.randbytes(18))
        if self.welcome_early:
            self.welcome(cid, 1, 0.0, guest=True)
        name = "#room" if who == "room" else ScramServer.name_of(text)
        verifier = VERIFIER if who == "room" else self.accounts.get(name, (0, None))[1]
        self.scram[cid] = (name, scram)
        self.say(cid, words.ScramChallenge(who, scram.challenge(text, verifier, b"f" * 16)))

    def prove(self, cid: int, who: words.Who, text: str, now: float) -> None:
        name, scram = self.scram[cid]
        signature = scram.finish(text)
        if self.refuse:
            self.say(cid, words.Refused(self.refuse.pop(0), 2, ""))
            return
        if signature is None:
            self.say(cid, words.Refused("ROOM_PASSWORD" if who == "room" else "AUTH_FAILED", 0, ""))
            return
        if self.false_signature:
            signature = "v=" + "A" * 43 + "="
        if not self.no_proof:
            self.say(cid, words.ScramDone(who, signature))
        if who == "account":
            self.welcome(cid, self.accounts[name][0], now)

    def register(self, cid: int, new: words.Register, now: float) -> None:
        if new.name in self.accounts:
            self.say(cid, words.Refused("USERNAME_TAKEN", 0, ""))
            return
        user = self.new_user(new.name)
        self.accounts[new.name] = (user, Verifier(new.salt, new.n, new.r, new.p, new.stored_key, new.server_key))
        self.welcome(cid, user, now)

    def guest(self, cid: int, name: str, token: bytes, now: float) -> None:
        if token:
            user = self.tokens.get(token, 0)
            if user:
                self.welcome(cid, user, now, guest=True)
            else:
                self.say(cid, words.Refused("AUTH_FAILED", 0, ""))
            return
        if name in self.names.values():
            self.say(cid, words.Refused("USERNAME_TAKEN", 0, ""))
            return
        self.welcome(cid, self.new_user(name), now, guest=True)

    def new_user(self, name: str) -> int:
        user = max(self.names, default=0) + 1
        self.names[user] = name
        return user

    def welcome(self, cid: int, user: int, now: float, guest: bool = False) -> None:
        token = self.rng.randbytes(32)
        self.tokens[token] = user
        self.users[cid] = user
        self.endpoint.raise_frame_limit(cid)
        if self.mute_welcome:
            return
        head = self.log[-1].seq if self.log else 0
        self.say(cid, words.Welcome(user, self.names[user], "user", guest, 1, token, self.epoch, head, self.lobby, 1000))

    def synchronise(self, cid: int, word: words.Synchronise) -> None:
        person = words.Person(self.users[cid], self.names[self.users[cid]], "user", False)
        self.say(cid, words.People((person,), True))
        if not self.no_history:
            have = word.have if word.epoch == self.epoch else ()
            self.history(cid, [m for m in self.log if not any(lo <= m.seq <= hi for lo, hi in have)], have)

    def history(self, cid: int, missing: list[words.Message], have: tuple[tuple[int, int], ...]) -> None:
        head = self.log[-1].seq if self.log else 0
        lo = 1
        for held_lo, held_hi in (*have, (head + 1, head + 1)):
            hi = held_lo - 1
            if lo <= hi:
                part = tuple(m for m in missing if lo <= m.seq <= hi)
                self.say(cid, words.Events(lo, hi, part), Channel.HISTORY)
            lo = held_hi + 1

    def post(self, cid: int, word: words.Post) -> None:
        user = self.users[cid]
        if self.silent_posts:
            return
        if self.not_posted:
            code, after = self.not_posted.pop(0)
            self.say(cid, words.NotPosted(word.ref, code, after, ""))
            return
        message = self.refs.get((user, word.ref))
        if message is None:
            message = self.append(user, word.text, word.ref)
        if not self.mute_posted:
            self.say(cid, words.Posted(word.ref, message.seq, message.at))

    def append(self, user: int, text: str, ref: bytes | None = None) -> words.Message:
        """A message of anybody, stored and told to everybody."""
        seq = (self.log[-1].seq if self.log else 0) + 1
        message = words.Message(seq, self.lobby, user, self.names[user], ref or self.rng.randbytes(16), 1000 + seq, text)
        self.log.append(message)
        self.refs[user, message.ref] = message
        if not self.no_events:
            for cid in self.users:
                self.say(cid, words.Events(seq, seq, (message,)), Channel.CHAT)
        return message

    def texts(self) -> list[str]:
        return [message.text for message in self.log]

    def words(self, kind: type) -> list[Any]:
        return [word for word in self.heard if isinstance(word, kind)]


class Client:
    """A core with its disk, and everything that it told."""

    def __init__(self, world: World, data: Path, seed: int) -> None:
        self.core = ClientCore(Profiles(data), random.Random(seed).randbytes, lambda: 5)
        self.addr: Address = ("10.0.0.2", 20000 + seed)
        self.world = world
        self.events: list[Any] = []
        self.jobs: list[Job] = []
        self.hold_jobs: Callable[[Job], bool] = lambda job: False
        self.fail_jobs: Callable[[Job], bool] = lambda job: False
        self.asleep = False

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def shown(self) -> list[str]:
        return [message.text for event in self.of(events.MessagesAdded) for message in event.messages]

    def connect(self, credentials: Credentials | None = None, **target: Any) -> None:
        address = target.pop("address", HERE)
        target.setdefault("trust", True)
        target.setdefault("label", "lab")
        self.core.connect(Target(address, **target), credentials or AccountSignIn("rina", PASSWORD), self.world.now)

    def turn(self, now: float) -> None:
        self.run_jobs(now)
        due = self.core.next_timeout()
        if due is not None and due <= now:
            self.core.handle_timeout(now)
        for _ in range(50):
            out = self.core.datagrams_to_send(now)
            if not out:
                break
            for data, to in out:
                self.world.carry(data, self.addr, to)
        self.run_jobs(now)
        while (event := self.core.next_event()) is not None:
            self.events.append(event)

    def run_jobs(self, now: float) -> None:
        while (job := self.core.next_job()) is not None:
            self.jobs.append(job)
        for job in list(self.jobs):
            if self.hold_jobs(job):
                return
            self.jobs.remove(job)
            try:
                if self.fail_jobs(job):
                    raise OSError("disk full")
                value, error = job.run(), None
            except Exception as caught:
                value, error = None, caught
            self.core.finish_job(job, value, error, now)

    def kill(self) -> None:
        """End of the process: no job runs any more."""
        self.core.close()
        self.world.clients.remove(self)


class World:
    """Virtual time in steps of 2 ms while something moves; datagrams arrive at once unless cut."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.servers: dict[Address, Server] = {}
        self.clients: list[Client] = []
        self.cut = False
        self.folder = tempfile.TemporaryDirectory()
        self.data = Path(self.folder.name)

    def server(self, **kw: Any) -> Server:
        server = Server(**kw)
        self.servers[server.addr] = server
        return server

    def client(self, seed: int = 0, data: Path | None = None) -> Client:
        client = Client(self, data or self.data, seed)
        self.clients.append(client)
        return client

    def close(self) -> None:
        for client in list(self.clients):
            client.kill()
        self.folder.cleanup()

    def carry(self, data: bytes, source: Address, to: Address) -> None:
        if self.cut:
            return
        if to in self.servers:
            self.servers[to].endpoint.receive_datagram(data, source, self.now)
        for client in self.clients:
            if client.addr == to and not client.asleep:
                client.core.receive_datagram(data, source, self.now)

    def step(self, by_s: float = 0.002) -> None:
        self.now += by_s
        for server in list(self.servers.values()):
            server.endpoint.handle_timeout(self.now)
            server.turn(self.now)
            for _ in range(50):
                out = server.endpoint.datagrams_to_send(self.now)
                if not out:
                    break
                for data, to in out:
                    self.carry(data, server.addr, to)
            server.turn(self.now)
        for client in list(self.clients):
            if not client.asleep:
                client.turn(self.now)

    def run(self, until: Callable[[], object] | None = None, limit_s: float = 60.0) -> None:
        """Until something holds, or for so long; small steps at first, larger ones while nothing happens."""
        end = self.now + limit_s
        steps = 0
        while self.now < end:
            if until is not None and until():
                return
            self.step(0.002 if steps < 500 else 0.05)
            steps += 1
        if until is not None:
            raise AssertionError("did not come about")
