"""Finder: a search for servers through real sockets, one for each interface, polled by whoever has a loop.

A socket is bound to each interface's address, so that a broadcast or a datagram to the group leaves there, whatever the
routes say. Nothing blocks; a failed send or receive is a lost datagram.
"""

from __future__ import annotations

import contextlib
import secrets
import select
import socket
import time
from collections.abc import Sequence

from udpchat.client.scout import Scout, Sighting, Way
from udpchat.driver import Address
from udpchat.limits import DATAGRAM_BYTES_MAX, DATAGRAMS_PER_TURN, DISCOVERY_ROUNDS_S, SOCKET_BUFFER_BYTES
from udpchat.net.interfaces import Interface
from udpchat.net.loop import clock

__all__ = ["Finder", "Sighting"]

HOME = Way("127.0.0.1", None)


class Finder:
    """Sockets and a `Scout`. Ask `poll` again and again while a search goes on."""

    def __init__(self) -> None:
        self._scout = Scout(secrets.token_bytes)
        self._sockets: list[socket.socket] = []

    def search(
        self,
        interfaces: Sequence[Interface],
        hints: Sequence[Address],
        now: float,
        rounds_s: Sequence[float] = DISCOVERY_ROUNDS_S,
    ) -> None:
        """Begin anew on these interfaces and this computer; `hints` are addresses where a server may be."""
        self._scout.search(self._open(interfaces), hints, now, rounds_s)

    def sweep(self, interfaces: Sequence[Interface], hints: Sequence[Address], now: float) -> None:
        """Begin anew, and ask every address of the networks of these interfaces one by one too: for 15 s or longer."""
        self._scout.sweep(self._open(interfaces), hints, now)

    def _open(self, interfaces: Sequence[Interface]) -> list[Way]:
        self.close()
        ways = []
        for way in (HOME, *(Way(one.address, one.broadcast, one.netmask) for one in interfaces)):
            opened = _open(way)
            if opened is not None:
                self._sockets.append(opened)
                ways.append(way)
        return ways

    @property
    def swept(self) -> tuple[int, int] | None:
        """How many addresses of how many the sweep has asked; None without one."""
        return self._scout.swept

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """What this search has found so far."""
        return tuple(self._scout.sightings.values())

    def wait(self, wait_s: float) -> None:
        """Until something comes, or so long: for programs that do nothing else."""
        if self._sockets:
            select.select(self._sockets, [], [], wait_s)
        else:
            time.sleep(wait_s)

    def places(self, fingerprint: bytes) -> tuple[Address, ...]:
        """Every address that this server has answered from."""
        return tuple(self._scout.places.get(fingerprint, ()))

    @property
    def searching(self) -> bool:
        """Whether answers are still waited for."""
        return self._scout.began_at is not None

    def next_timeout(self) -> float | None:
        """When something is to be sent, or the search ends."""
        return self._scout.next_timeout()

    def poll(self, now: float) -> list[Sighting]:
        """Send what is due and read what has come: sightings that are new or have changed. Nothing after `close`."""
        if not self._sockets:
            return []
        began_at = clock()
        for way, data, address in self._scout.questions(now):
            try:
                self._sockets[way].sendto(data, address)
            except BlockingIOError:
                self._scout.blocked(way, address, now)
            except OSError:
                pass  # no route, no buffer, not permitted: lost, as any datagram may be
        found = []
        for sock in self._sockets:  # the near ones have answered while the others were asked
            found += self._read(sock, now + (clock() - began_at))
        return found

    def _read(self, sock: socket.socket, now: float) -> list[Sighting]:
        found = []
        for _ in range(DATAGRAMS_PER_TURN):
            try:
                data, source = sock.recvfrom(DATAGRAM_BYTES_MAX)
            except BlockingIOError:
                break
            except OSError:  # Windows reports here that nobody listens at a port that was asked
                continue
            sighting = self._scout.heard(data, source, now)
            if sighting is not None:
                found.append(sighting)
        return found

    def close(self) -> None:
        """Close the sockets; `search` opens new ones."""
        for sock in self._sockets:
            sock.close()
        self._sockets.clear()


def _open(way: Way) -> socket.socket | None:
    """A non-blocking socket on that address; None when the address is gone by now."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        opened.bind((way.address, 0))
        opened.setblocking(False)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        with contextlib.suppress(OSError):  # a sweep leaves hundreds waiting for addresses that nobody has
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BUFFER_BYTES)
        if not way.local:
            opened.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(way.address))
            opened.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
    except OSError:
        opened.close()
        return None
    return opened
