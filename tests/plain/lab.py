"""Clients of plain text beside encrypted ones, at the shipped core: what they send and get are bytes, the clock is virtual."""

from __future__ import annotations

import json
from typing import Any

from tests.unit.server.lab import LOOPBACK, Lab, ServerTest
from udpchat.driver import Address


class TextClient:
    """One socket without any protocol. It takes the place of an endpoint in the lab, and never acts by itself."""

    mute = False

    def __init__(self, lab: Lab, addr: Address) -> None:
        self.lab, self.addr = lab, addr
        self.endpoint: Any = self
        self.got: list[bytes] = []
        self.sent_bytes = self.got_bytes = 0

    # --- what the lab asks of an endpoint -----------------------------------------------------------------------------

    def receive_datagram(self, data: bytes, source: Address, now: float) -> None:
        self.got.append(data)
        self.got_bytes += len(data)

    def next_timeout(self) -> None:
        return None

    def next_event(self) -> None:
        return None

    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        return []

    # --- what a test does with it -------------------------------------------------------------------------------------

    def throw(self, data: bytes | str) -> None:
        """Send a datagram; nobody acts yet."""
        raw = data.encode() if isinstance(data, str) else data
        self.sent_bytes += len(raw)
        self.lab.core.receive_datagram(raw, self.addr, self.lab.now)

    def say(self, data: bytes | str) -> list[bytes]:
        """Send a datagram, let everybody act, and return what has come since the last time."""
        self.throw(data)
        self.lab.turn()
        return self.take()

    def take(self) -> list[bytes]:
        """What has come."""
        got, self.got = self.got, []
        return got

    def ask(self, line: str) -> Any:
        """Send a command; its one answer."""
        (answer,) = self.say(line)
        return json.loads(answer)

    def login(self, name: str, password: str = "sesame") -> bytes:
        """LOGIN; the one answer."""
        (answer,) = self.say(f"LOGIN {name} {password}")
        return answer

    def auth(self, name: str, password: str = "password") -> str:
        """Sign in for commands; the token."""
        return str(self.ask(f"auth {name} {password}")["tokenid"])

    def register(self, name: str, password: str = "password") -> str:
        """A new account; the token."""
        return str(self.ask(f"register {name} {password} {name.title()}_Name Indonesia")["tokenid"])


class PlainTest(ServerTest):
    """Base: a relay that takes text from this computer."""

    def text(self, ip: str = LOOPBACK, port: int = 0) -> TextClient:
        """A client of plain text."""
        lab = self.lab
        lab._next_port += 1
        addr = (ip, port or lab._next_port)
        client = TextClient(lab, addr)
        lab.clients[addr] = client  # type: ignore[assignment]
        return client

    def chatter(self, name: str, ip: str = LOOPBACK) -> TextClient:
        """Somebody who chats as a guest."""
        client = self.text(ip)
        self.assertEqual(client.login(name), b"Login berhasil!")
        return client

    def typist(self, name: str, ip: str = LOOPBACK) -> tuple[TextClient, str]:
        """Somebody with an account made by command, and their token."""
        client = self.text(ip)
        return client, client.register(name)
