"""Other servers in earshot: instead of one that is not where it should be, or simply all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from udpchat.catalogue import text
from udpchat.client.known_servers import KnownServer, KnownServers
from udpchat.client.scout import Sighting
from udpchat.client.seeing import acquaintance
from udpchat.driver import Address
from udpchat.firewall import firewall_commands
from udpchat.limits import DEFAULT_PORT, LOOKOUT_S, PORTS_SEARCHED, PROBE_STEP_S
from udpchat.net.doctor.findings import Finding, Grade, good, note, warning
from udpchat.net.doctor.patient import LocalServer
from udpchat.net.finder import Finder
from udpchat.net.interfaces import Interface
from udpchat.net.loop import clock


class Lookout:
    """Searches at these interfaces; blocks for `LOOKOUT_S`."""

    def __init__(self, interfaces: Sequence[Interface], known: KnownServers, given_up: Callable[[], bool]) -> None:
        self._interfaces = interfaces
        self._known = known
        self._given_up = given_up

    def instead(self, address: Address, expected: KnownServer | None) -> Iterator[Finding]:
        """What else there is: the expected server elsewhere, other ports of that computer, other servers."""
        ports = range(DEFAULT_PORT, DEFAULT_PORT + PORTS_SEARCHED)
        old = expected.addresses if expected else ()
        seen = self._search([*((address[0], port) for port in ports), *old], address[0])
        for one in (one for one in seen if one.address != address):
            if expected and one.fingerprint == expected.fingerprint:
                yield note("instead.expected", one, name=one.name, place=_place(one.address))
            elif one.address[0] == address[0]:
                yield note("instead.port", one, name=one.name, place=_place(one.address), port=one.address[1])
            else:
                yield note("instead.other", one, name=one.name, place=_place(one.address))

    def around(self, local: LocalServer | None) -> Iterator[Finding]:
        """Everything that answers, what is known and does not, and the server of this computer."""
        known = self._known.servers
        seen = self._search([address for server in known for address in server.addresses])
        for one in seen:
            kind = text(f"doctor.mark.{acquaintance(one.fingerprint, one.name, known).name.lower()}")
            count = f"{one.rtt_s * 1000:.1f}"
            yield good("seen", name=one.name, place=_place(one.address), count=count, kind=kind, online=one.online)
        heard = {one.fingerprint for one in seen}
        if not seen and not self._given_up():
            yield note("seen.none")
        for server in known:
            if server.fingerprint not in heard and server.addresses:
                yield note("known.silent", name=server.name, place=_place(server.addresses[0]))
        yield from self._here(local)

    def _here(self, local: LocalServer | None) -> Iterator[Finding]:
        if local is None:
            return
        yield good("local.running", name=local.name, port=local.port)
        if local.host.startswith("127."):
            yield warning("local.loopback", port=local.port)
            return
        hosts = [one.address for one in self._interfaces] if local.host in ("", "0.0.0.0") else [local.host]
        if hosts:
            yield good("local.places", places=", ".join(f"{host}:{local.port}" for host in hosts))
        sentence = text("doctor.local.firewall", port=local.port)
        yield Finding("local.firewall", Grade.NOTE, sentence, commands=firewall_commands(local.port)[:1])

    def _search(self, hints: Sequence[Address], host: str = "") -> list[Sighting]:
        """By name. A server that also answers from `host` is told of at that address."""
        finder = Finder()
        try:
            began_at = clock()
            finder.search(self._interfaces, hints, began_at)
            while clock() < began_at + LOOKOUT_S and not self._given_up():
                finder.poll(clock())
                finder.wait(PROBE_STEP_S)
            seen = [_at(one, host, finder.places(one.fingerprint)) for one in finder.sightings]
            return sorted(seen, key=lambda one: (one.name.casefold(), one.address))
        finally:
            finder.close()


def _at(seen: Sighting, host: str, places: Sequence[Address]) -> Sighting:
    return replace(seen, address=next((place for place in places if place[0] == host), seen.address))


def _place(address: Address) -> str:
    return f"{address[0]}:{address[1]}"
