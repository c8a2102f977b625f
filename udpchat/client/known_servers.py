"""The pins: which servers this person has met, by the fingerprint of their certificates. Addresses are only hints.

A file that cannot be read counts as empty, which makes the client ask about certificates again, and is kept aside when
a new one is written. The writer holds a lock, reads, merges and replaces the file in one step.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from udpchat.driver import Address
from udpchat.files import write_whole
from udpchat.limits import ADDRESSES_PER_SERVER, KNOWN_SERVER_COUNT


@dataclass(frozen=True, slots=True)
class KnownServer:
    """A pinned server; the last address that it was reached at comes first."""

    fingerprint: bytes
    name: str
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class KnownServers:
    """All pins, the one met last at the end."""

    servers: tuple[KnownServer, ...] = ()

    @property
    def fingerprints(self) -> frozenset[bytes]:
        """Every pinned certificate."""
        return frozenset(server.fingerprint for server in self.servers)

    def at(self, address: Address) -> KnownServer | None:
        """The server that was last met at that address."""
        return next((server for server in self.servers if address in server.addresses), None)


def read(path: Path) -> KnownServers:
    """The file as it is; empty when it is missing or damaged."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["servers"]
        return KnownServers(tuple(_server(key, row) for key, row in rows.items()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return KnownServers()


def _server(key: str, row: dict[str, Any]) -> KnownServer:
    fingerprint = bytes.fromhex(key)
    if len(fingerprint) != 32:
        raise ValueError(key)
    addresses = tuple((str(host), int(port)) for host, port in row["addresses"])
    return KnownServer(fingerprint, str(row["name"]), addresses)


def remember(path: Path, fingerprint: bytes, name: str, address: Address) -> None:
    """Add or renew one server; the address leaves whoever had it. The caller holds the lock."""
    known = read(path)
    if not known.servers and path.exists():
        with contextlib.suppress(OSError):
            os.replace(path, path.with_suffix(".damaged"))
    mine: tuple[Address, ...] = (address,)
    others = []
    for server in known.servers:
        left = tuple(hint for hint in server.addresses if hint != address)
        if server.fingerprint == fingerprint:
            mine += left
        else:
            others.append(KnownServer(server.fingerprint, server.name, left))
    others.append(KnownServer(fingerprint, name, mine[:ADDRESSES_PER_SERVER]))
    _write(path, others[-KNOWN_SERVER_COUNT:])


def _write(path: Path, servers: list[KnownServer]) -> None:
    rows = {s.fingerprint.hex(): {"name": s.name, "addresses": [list(a) for a in s.addresses]} for s in servers}
    write_whole(path, json.dumps({"version": 1, "servers": rows}, indent=1).encode())
