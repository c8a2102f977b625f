"""One socket for those who come to us and those whom we dial: gives each datagram to the endpoint that it is for.

A dialler's connection has its own random id, which no connection of the server's side has; so the id decides. What carries
none (the answers to a greeting) is offered to every dialler, and each knows its own. Without links nothing costs anything.
"""

from __future__ import annotations

from typing import Final, Protocol

from udpchat.driver import Address
from udpchat.wire import packets
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.codes import CloseCode
from udpchat.wire.connection import Datagram
from udpchat.wire.server_endpoint import ServerEndpoint

_ANSWERS: Final = frozenset({packets.RETRY, packets.RESET, packets.VERNEG})


class Dialler(Protocol):
    """One of them."""

    endpoint: ClientEndpoint

    def attend(self, now: float) -> None: ...
    def end(self, code: CloseCode, reason: str, now: float) -> None: ...


class Exchange(ServerEndpoint):
    """The relay's end of the wire, with its diallers."""

    diallers: tuple[Dialler, ...] = ()

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        """Take one datagram from anybody."""
        if self.diallers and len(data) > 9:
            if data[0] in _ANSWERS:
                for dialler in self.diallers:
                    self._hand(dialler, data, addr, now)
                return
            if data[0] in (packets.DATA, packets.HANDSHAKE):
                cid = int.from_bytes(data[1:9], "big")
                if not self.has(cid):
                    for dialler in self.diallers:
                        if dialler.endpoint.owns(cid):
                            self._hand(dialler, data, addr, now)
                            return
        super().receive_datagram(data, addr, now)

    def datagrams_to_send(self, now: float) -> list[Datagram]:
        """Everything that may leave now."""
        out = super().datagrams_to_send(now)
        for dialler in self.diallers:
            out += dialler.endpoint.datagrams_to_send(now)
        return out

    def close_all(self, code: CloseCode, reason: str, now: float) -> None:
        """The end of the relay, on either side."""
        for dialler in self.diallers:
            dialler.end(code, reason, now)
        super().close_all(code, reason, now)

    @staticmethod
    def _hand(dialler: Dialler, data: bytes, addr: Address, now: float) -> None:
        dialler.endpoint.receive_datagram(data, addr, now)
        dialler.attend(now)
