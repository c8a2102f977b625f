"""UDP sockets the way udpchat needs them on every system: non-blocking, alone on their port, with large buffers."""

from __future__ import annotations

import contextlib
import errno
import socket
from typing import Final

from udpchat.catalogue import text
from udpchat.driver import Address
from udpchat.errors import BadAddress, NameDoesNotResolve, PortInUse
from udpchat.limits import SOCKET_BUFFER_BYTES

WSAEADDRINUSE: Final = 10048
WSAEACCES: Final = 10013  # what Windows answers when another socket owns the port exclusively
PORT_TAKEN: Final = frozenset({errno.EADDRINUSE, errno.EACCES, WSAEADDRINUSE, WSAEACCES})


def open_socket(host: str, port: int) -> socket.socket:
    """A bound IPv4 socket; port 0 picks a free one. Raises PortInUse, or BadAddress for an address of no interface.

    Never SO_REUSEADDR: with it a second server would silently share the port. Windows needs the exclusive flag on top.
    """
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    try:
        if exclusive is not None:
            opened.setsockopt(socket.SOL_SOCKET, exclusive, 1)
        opened.bind((host, port))
    except OSError as error:
        opened.close()
        if error.errno in PORT_TAKEN:
            raise PortInUse(port) from error
        raise BadAddress(text("address.not_here", host=host)) from error
    opened.setblocking(False)
    for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
        with contextlib.suppress(OSError):  # a system may refuse so much; what it gives instead still works
            opened.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER_BYTES)
    return opened


def resolve(host: str, port: int) -> Address:
    """The IPv4 address of a name; may block for seconds while name servers are asked. Raises NameDoesNotResolve."""
    try:
        found = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_DGRAM)
    except (OSError, UnicodeError) as error:
        raise NameDoesNotResolve(host) from error
    address = found[0][4]
    return str(address[0]), int(address[1])
