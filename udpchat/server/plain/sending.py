"""Datagrams on their way to plain clients; those of the dialect of chat at a rate that no forged LOGIN makes a weapon."""

from __future__ import annotations

import heapq

from udpchat.driver import Address
from udpchat.server.plain.peers import Peer

Datagram = tuple[bytes, Address]


class Sending:
    """What waits for its rate stays in the peer; the heap says when the next of it may leave."""

    def __init__(self) -> None:
        self.out: list[Datagram] = []
        self._due: list[tuple[float, int, Peer]] = []

    def at_once(self, data: bytes, addr: Address) -> None:
        """An answer."""
        self.out.append((data, addr))

    def line(self, peer: Peer, data: bytes, now: float) -> None:
        """A line of chat."""
        peer.lines.append(data)
        peer.lines_bytes += len(data)
        if not peer.drains:
            self._drain(peer, now)

    def next_timeout(self) -> float | None:
        """When the next line may leave."""
        return self._due[0][0] if self._due else None

    def handle_timeout(self, now: float) -> None:
        """Let go of what may leave."""
        while self._due and self._due[0][0] <= now:
            peer = heapq.heappop(self._due)[2]
            peer.drains = False
            self._drain(peer, now)

    def _drain(self, peer: Peer, now: float) -> None:
        while peer.lines:
            wait = peer.rate.wait(now, len(peer.lines[0]))
            if wait > 0.0:
                peer.drains = True
                heapq.heappush(self._due, (now + wait, peer.session.cid, peer))
                return
            data = peer.lines.popleft()
            peer.lines_bytes -= len(data)
            peer.rate.take(len(data))
            self.out.append((data, peer.addr))
