"""The group in which searches for servers are heard: a server joins it on every interface, again and again.

Interfaces come and go, so joining is repeated; joining twice is an error of the system that means "already there".
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable

from udpchat.limits import DISCOVERY_GROUP
from udpchat.net.interfaces import Interface


def join(sock: socket.socket, interfaces: Iterable[Interface]) -> int:
    """Let `sock` hear the group on each interface; on how many of them it does so from now on."""
    count = 0
    for interface in interfaces:
        membership = socket.inet_aton(DISCOVERY_GROUP) + socket.inet_aton(interface.address)
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
            count += 1
    return count
