"""Datagrams on their way out of a socket, in their order: the one place through which all of them leave.

A failed send is a lost datagram, never an error; what the system cannot take yet waits. The datagrams of one flush to one
address stand side by side, and all of them but the last have one size as a rule: where a system can take such a run in one
call (UDP segmentation offload), `send` is where to hand it over. Everything before and behind it stays as it is.
"""

from __future__ import annotations

import errno
import socket
from collections import deque
from collections.abc import Sequence
from typing import Final

from udpchat.driver import Address

CLOSED: Final = frozenset({errno.EBADF, errno.ENOTSOCK})  # our own mistake: the one kind of error that must be heard


class Outlet:
    """What waits to leave."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: deque[tuple[bytes, Address]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, datagrams: Sequence[tuple[bytes, Address]]) -> None:
        """Behind those that wait."""
        self._waiting.extend(datagrams)

    def send(self, sock: socket.socket) -> bool:
        """As many as the system takes; False: it takes no more at present. Raises OSError for a socket that is closed."""
        send, waiting = sock.sendto, self._waiting
        while waiting:
            try:
                send(*waiting[0])
            except BlockingIOError:
                return False
            except OSError as error:  # no route, no buffer, not permitted, gone: lost, as any datagram may be
                if error.errno in CLOSED:
                    raise
            waiting.popleft()
        return True
