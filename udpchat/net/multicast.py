"""The group in which searches for servers are heard: a server joins it on every interface, again and again.

Interfaces come and go. Joining twice is an error of the system that means "already there". What was joined on an interface
that is gone still counts against the few memberships that a socket may have (20 on Linux), so it is left; by the number of
the interface where the system has such, for the next one may have the same name and address.
"""

from __future__ import annotations

import errno
import socket
import struct
import sys
from collections.abc import Iterable

from udpchat.limits import DISCOVERY_GROUP
from udpchat.net.interfaces import Interface

Place = tuple[int, str]
"""Number of an interface, 0 if unknown, and its address."""


class Membership:
    """The group on one socket. Call `follow` again and again, also with another socket."""

    def __init__(self) -> None:
        self._sock: socket.socket | None = None
        self._joined: set[Place] = set()

    def follow(self, sock: socket.socket, interfaces: Iterable[Interface]) -> int:
        """Hear the group on these interfaces and on no other; on how many of them it was not heard before."""
        if sock is not self._sock:
            self._sock, self._joined = sock, set()
        wanted = {(_number(one.name), one.address) for one in interfaces}
        for place in self._joined - wanted:
            _ask(sock, socket.IP_DROP_MEMBERSHIP, place)
        self._joined = wanted
        return sum(_ask(sock, socket.IP_ADD_MEMBERSHIP, place) for place in sorted(wanted))


def _number(name: str) -> int:
    try:
        return socket.if_nametoindex(name)
    except (OSError, AttributeError):  # Windows has descriptions here, and knows them by other names
        return 0


def _ask(sock: socket.socket, option: int, place: Place) -> bool:
    number, address = place
    plain = socket.inet_aton(DISCOVERY_GROUP) + socket.inet_aton(address)
    requests = [plain]
    if number and sys.platform != "win32":
        requests.insert(0, plain + struct.pack("@i", number))  # struct ip_mreqn: the number decides
    for request in requests:
        try:
            sock.setsockopt(socket.IPPROTO_IP, option, request)
        except OSError as error:
            if error.errno != errno.EINVAL:  # a system without that struct
                return False
        else:
            return True
    return False
