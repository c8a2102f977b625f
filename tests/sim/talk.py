"""One relay endpoint and clients on a simulated network, every frame compared with what the other side queued.

The client greets first and names its connection, so that each end's connection is matched with the other's; the greeting
is answered with the reset token, as the real sign-in does. A client whose connection dies connects again.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.sim.host import WithoutJobs
from tests.sim.world import World
from udpchat.driver import Address
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.codes import CloseCode
from udpchat.wire.config import EndpointLimits, WireConfig
from udpchat.wire.events import Closed, Established, FrameArrived
from udpchat.wire.identity import Identity, generate
from udpchat.wire.server_endpoint import ServerEndpoint

SERVER: Address = ("10.0.0.1", 11111)
CLIENT: Address = ("10.0.1.2", 40000)
RESET_KEY = b"k" * 32
GREETING = b"greeting "
CONFIG = WireConfig()
LIMITS = EndpointLimits()
Frame = tuple[Channel, bytes]


@cache
def identity() -> Identity:
    """The relay's identity, the same in every test: nothing here depends on which."""
    return generate(random.Random(2).randbytes)


@dataclass
class Direction:
    """One direction of one connection: each arrival must be the next frame queued on its channel."""

    sent: dict[Channel, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    got: dict[Channel, int] = field(default_factory=lambda: defaultdict(int))
    got_bytes: int = 0

    def arrived(self, channel: Channel, body: bytes) -> None:
        """Check an arrival against what was queued."""
        index = self.got[channel]
        assert index < len(self.sent[channel]), f"a frame that nobody sent: {channel!r} {body[:40]!r}"
        assert body == self.sent[channel][index], f"frame {index} of {channel!r} differs: {body[:40]!r}"
        self.got[channel] += 1
        self.got_bytes += len(body)

    def complete(self) -> bool:
        """Whether everything queued has arrived."""
        return all(self.got[channel] == len(bodies) for channel, bodies in self.sent.items())


@dataclass
class Talk:
    """One connection, seen from both ends."""

    client_cid: int
    up: Direction = field(default_factory=Direction)
    down: Direction = field(default_factory=Direction)
    server_cid: int | None = None


class Relay:
    """The server side: answers greetings, then sends what it was given for that client."""

    def __init__(
        self, world: World, address: Address = SERVER, config: WireConfig = CONFIG, limits: EndpointLimits = LIMITS
    ) -> None:
        self.world = world
        self.config = config
        self.limits = limits
        self.host = world.host("relay", address)
        self.host.on_event = self.handle
        self.events: list[Any] = []
        self.clients: dict[str, Client] = {}
        self.talks: dict[int, Talk] = {}
        self.start_count = 0
        self.start()

    def start(self) -> None:
        """Start, or start again after a crash: nothing but identity and reset key is kept."""
        self.start_count += 1
        randbytes = self.world.randbytes(f"relay {self.start_count}")
        self.endpoint = ServerEndpoint(identity(), RESET_KEY, randbytes, self.limits, self.config)
        self.talks.clear()
        self.host.start(WithoutJobs(self.endpoint))
        self.world.note("relay starts")

    def crash(self) -> None:
        """kill -9."""
        self.host.crash()
        self.world.note("relay crashes")

    def handle(self, event: Any) -> None:
        """Log, match, answer."""
        self.events.append(event)
        match event:
            case FrameArrived(cid=cid, channel=channel, body=body) if cid in self.talks:
                self.talks[cid].up.arrived(channel, body)
            case FrameArrived(cid=cid, channel=channel, body=body):
                self._greeted(cid, body).up.arrived(channel, body)
            case Closed(cid=cid, code=code, reason=reason, by_peer=by_peer):
                self.world.note(f"relay: {code!r} {reason} by_peer={by_peer}")
                self.talks.pop(cid, None)

    def _greeted(self, cid: int, body: bytes) -> Talk:
        assert body.startswith(GREETING), f"not a greeting: {body[:40]!r}"
        name, number = body.decode().split()[1:]
        client = self.clients[name]
        talk = self.talks[cid] = client.talks[int(number)]
        assert talk.server_cid is None, "one connection of the client became two here"
        talk.server_cid = cid
        self.endpoint.raise_frame_limit(cid)
        self.send(cid, Channel.CONTROL, GREETING + self.endpoint.reset_token(cid))
        for channel, frame in client.to_get:
            self.send(cid, channel, frame)
        return talk

    def send(self, cid: int, channel: Channel, body: bytes) -> None:
        """Queue a frame for one connection."""
        self.talks[cid].down.sent[channel].append(body)
        self.endpoint.send(cid, channel, body)
        self.host.touched = True


class Client:
    """The client side: connects, greets, sends its frames; connects again half a second after it lost the relay."""

    def __init__(
        self,
        world: World,
        relay: Relay,
        name: str = "ann",
        address: Address = CLIENT,
        *,
        to_send: Iterable[Frame] = (),
        to_get: Iterable[Frame] = (),
        config: WireConfig = CONFIG,
        accept: frozenset[bytes] | None = None,
        again: bool = True,
    ) -> None:
        self.world = world
        self.relay = relay
        self.name = name
        self.to_send = list(to_send)
        self.to_get = list(to_get)
        self.accept = frozenset([identity().fingerprint]) if accept is None else accept
        self.again = again
        self.events: list[Any] = []
        self.talks: dict[int, Talk] = {}
        self.talk: Talk | None = None
        self.cid = -1
        relay.clients[name] = self
        self.endpoint = ClientEndpoint(world.randbytes(name), config)
        self.host = world.host(name, address, WithoutJobs(self.endpoint))
        self.host.on_event = self.handle

    def connect(self) -> None:
        """Begin an attempt."""
        now = self.host.time(self.world.now)
        self.cid = self.endpoint.connect(self.relay.host.address, self.accept, now)
        self.host.touched = True

    def handle(self, event: Any) -> None:
        """Log, greet, compare."""
        self.events.append(event)
        match event:
            case Established(cid=cid, certificate=certificate):
                assert certificate == identity().certificate
                self._greet(cid)
            case FrameArrived(channel=channel, body=body):
                assert self.talk is not None
                self.talk.down.arrived(channel, body)
                if body.startswith(GREETING):
                    self._welcomed(body.removeprefix(GREETING))
            case Closed(code=code, reason=reason, by_peer=by_peer):
                self.world.note(f"{self.name}: {code!r} {reason} by_peer={by_peer}")
                self.talk = None
                if self.again:
                    self.world.after(0.5, self.connect)

    def _greet(self, cid: int) -> None:
        assert cid not in self.talks, "established twice"
        self.talk = self.talks[cid] = Talk(cid)
        self.send(Channel.CONTROL, GREETING + f"{self.name} {cid}".encode())

    def _welcomed(self, reset_token: bytes) -> None:
        """Only now may frames be long and many."""
        self.endpoint.set_reset_token(reset_token)
        self.endpoint.raise_frame_limit()
        for channel, body in self.to_send:
            self.send(channel, body)

    def send(self, channel: Channel, body: bytes) -> None:
        """Queue a frame on the present connection."""
        assert self.talk is not None
        self.talk.up.sent[channel].append(body)
        self.endpoint.send(channel, body)
        self.host.touched = True

    def complete(self) -> bool:
        """Whether on the present connection everything has arrived at both ends."""
        talk = self.talk
        if talk is None or talk.server_cid is None or not (talk.up.complete() and talk.down.complete()):
            return False
        return sum(map(len, talk.up.sent.values())) == 1 + len(self.to_send)

    def close(self, code: CloseCode = CloseCode.BYE) -> None:
        """Leave."""
        self.again = False
        self.endpoint.close(code, "bye", self.host.time(self.world.now))
        self.host.touched = True

    def closed(self) -> Closed | None:
        """The last Closed event, if any."""
        return next((event for event in reversed(self.events) if isinstance(event, Closed)), None)
