"""The IPv4 addresses of this computer: what to tell people, where to search, where to listen for searches.

Rows come from the system's own tables: `getifaddrs` on POSIX, `GetAdaptersInfo` on Windows, both through ctypes, for the
standard library tells names only. The likeliest comes first: the one that leads out, then cable, then radio, and what
only exists inside this computer (containers, virtual machines) last. Loopback is never among them.

`UDPCHAT_INTERFACES=eth0,wlan0` restricts udpchat to some of them, `UDPCHAT_INTERFACES=none` to this computer alone.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from udpchat.limits import INTERFACE_COUNT
from udpchat.net.interface_rows import LOOPBACK, UP, Row

Kind = Literal["ethernet", "wifi", "vpn", "virtual", "other"]

NOWHERE: Final = ("192.0.2.1", 9)  # TEST-NET-1, RFC 5737: connecting a UDP socket sends nothing

_KINDS: Final[tuple[tuple[Kind, str], ...]] = (
    ("virtual", r"docker|br-|veth|virbr|vmnet|vbox|lxc|lxd|cni|podman|vnic|bridge|hyper-v|virtual|vethernet|vmware"),
    ("vpn", r"tun|tap|wg|ppp|tailscale|zt|utun|ipsec|vpn|wireguard"),
    ("wifi", r"wl|wifi|wi-fi|wireless|ath|ra\d"),
    ("ethernet", r"en|eth|em\d|lan|usb|ethernet|igb|bond|realtek|intel"),
)
_ORDER: Final[tuple[Kind, ...]] = ("ethernet", "wifi", "other", "vpn", "virtual")


@dataclass(frozen=True, slots=True)
class Interface:
    """One IPv4 address of one interface. `broadcast` is the directed one of its network; None without a network."""

    name: str
    address: str
    netmask: str
    broadcast: str | None
    kind: Kind


def interfaces(environ: Mapping[str, str] = os.environ) -> tuple[Interface, ...]:
    """The addresses of this computer now, likeliest first, at most INTERFACE_COUNT. Empty when it has no network."""
    return arrange(_rows(), way_out(), environ.get("UDPCHAT_INTERFACES", ""))


def arrange(rows: Iterable[Row], out: str | None, chosen: str = "") -> tuple[Interface, ...]:
    """Interfaces from the system's rows; `out` is the address that leads out, `chosen` the names to keep (all if empty)."""
    names = {name.strip() for name in chosen.split(",")} if chosen else None
    found: dict[str, Interface] = {}
    for row in rows:
        interface = _interface(row)
        if interface is not None and (names is None or interface.name in names):
            found.setdefault(interface.address, interface)
    ordered = sorted(found.values(), key=lambda one: (_link_local(one.address), one.address != out, _ORDER.index(one.kind)))
    return tuple(ordered[:INTERFACE_COUNT])


def _interface(row: Row) -> Interface | None:
    try:
        network = ipaddress.IPv4Interface(f"{row.address}/{row.netmask}").network
        address = ipaddress.IPv4Address(row.address)
    except ValueError:
        return None
    if not row.flags & UP or row.flags & LOOPBACK or address.is_loopback or address.is_unspecified:
        return None
    broadcast = str(network.broadcast_address) if network.prefixlen < 31 else None
    return Interface(row.name, row.address, row.netmask, broadcast, kind_of(f"{row.name} {row.description}"))


def _link_local(address: str) -> bool:
    return ipaddress.IPv4Address(address).is_link_local


def kind_of(words: str) -> Kind:
    """What kind of interface a name such as `enp3s0` or `Intel(R) Wi-Fi 6` belongs to."""
    for kind, pattern in _KINDS:
        if re.search(rf"(?:^|\W)(?:{pattern})", words, re.IGNORECASE):
            return kind
    return "other"


def way_out() -> str | None:
    """The address from which this computer would reach the rest of the world; None without a route. Sends nothing."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(NOWHERE)
            return str(probe.getsockname()[0])
    except OSError:
        return None


def _rows() -> list[Row]:
    read: Callable[[], list[Row]]
    if sys.platform == "win32":
        from udpchat.net.interfaces_windows import read
    else:
        from udpchat.net.interfaces_posix import read
    try:
        found = read()
    except (OSError, AttributeError):  # a library without that function: the way out is better than nothing
        found = []
    out = way_out()
    return found or ([Row("", out, "255.255.255.0")] if out else [])
