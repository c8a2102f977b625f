"""The pins: which servers this person has met, by the fingerprint of their certificates. Addresses are only hints.

A file that cannot be read counts as empty, which makes the client ask about certificates again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from udpchat.client.shared import Json
from udpchat.driver import Address
from udpchat.limits import ADDRESSES_PER_SERVER, INTEGER_MAX, KNOWN_SERVER_COUNT

FINGERPRINT_BYTES = 32


@dataclass(frozen=True, slots=True)
class KnownServer:
    """A pinned server; the last address that it was reached at comes first.

    `last_name`: who signed in last and is kept here, or ""; `last_used_at`: wall time of the last sign-in in ms, or 0.
    """

    fingerprint: bytes
    name: str
    addresses: tuple[Address, ...]
    last_name: str = ""
    last_used_at: int = 0


@dataclass(frozen=True, slots=True)
class KnownServers:
    """All pins, the one met last at the end."""

    servers: tuple[KnownServer, ...] = ()

    @property
    def fingerprints(self) -> frozenset[bytes]:
        """Every pinned certificate."""
        return frozenset(server.fingerprint for server in self.servers)

    def get(self, fingerprint: bytes) -> KnownServer | None:
        """The server with that certificate."""
        return next((server for server in self.servers if server.fingerprint == fingerprint), None)

    def at(self, address: Address) -> KnownServer | None:
        """The server that was last met at that address."""
        return next((server for server in self.servers if address in server.addresses), None)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who signed in, at `at_ms` of the wall clock; only the name of somebody who is kept here is remembered."""

    name: str
    kept: bool
    at_ms: int


def understand(content: Json) -> KnownServers:
    """The pins in a file; raises what a damaged one causes (ValueError, KeyError, TypeError, AttributeError)."""
    if not content:
        return KnownServers()
    return KnownServers(tuple(_server(key, row) for key, row in content["servers"].items()))


def _server(key: str, row: dict[str, Any]) -> KnownServer:
    fingerprint = bytes.fromhex(key)
    if len(fingerprint) != FINGERPRINT_BYTES:
        raise ValueError(key)
    addresses = tuple((str(host), int(port)) for host, port in row["addresses"])
    used_at = min(max(int(row.get("last_used_at", 0)), 0), INTEGER_MAX)
    return KnownServer(fingerprint, str(row["name"]), addresses, str(row.get("last_name", "")), used_at)


def with_server(
    known: KnownServers, fingerprint: bytes, name: str, address: Address, visitor: Visitor | None
) -> Json:
    """The file with one server added or renewed; the address leaves whoever had it."""
    others = []
    mine = KnownServer(fingerprint, name, ())
    for server in known.servers:
        left = tuple(hint for hint in server.addresses if hint != address)
        if server.fingerprint == fingerprint:
            mine = replace(server, name=name, addresses=left)
        else:
            others.append(replace(server, addresses=left))
    mine = replace(mine, addresses=(address, *mine.addresses)[:ADDRESSES_PER_SERVER])
    if visitor:
        left_name = "" if mine.last_name == visitor.name else mine.last_name
        mine = replace(mine, last_name=visitor.name if visitor.kept else left_name, last_used_at=visitor.at_ms)
    return _content((*others, mine)[-KNOWN_SERVER_COUNT:])


def without_name(known: KnownServers, fingerprint: bytes, name: str) -> Json:
    """The file when a person is no longer kept: their name is not offered any more."""
    servers = tuple(
        replace(server, last_name="") if (server.fingerprint, server.last_name) == (fingerprint, name) else server
        for server in known.servers
    )
    return _content(servers)


def _content(servers: tuple[KnownServer, ...]) -> Json:
    return {"version": 1, "servers": {server.fingerprint.hex(): _row(server) for server in servers}}


def _row(server: KnownServer) -> Json:
    row: Json = {"name": server.name, "addresses": [list(address) for address in server.addresses]}
    if server.last_name:
        row["last_name"] = server.last_name
    if server.last_used_at:
        row["last_used_at"] = server.last_used_at
    return row
