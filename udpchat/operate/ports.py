"""Which UDP port a server could have instead."""

from __future__ import annotations

import socket

from udpchat.limits import DEFAULT_PORT, PORTS_SEARCHED


def next_free_port(host: str = "") -> int | None:
    """The first free one of the ports on which people's programs look for servers, the default one left out."""
    for port in range(DEFAULT_PORT + 1, DEFAULT_PORT + PORTS_SEARCHED):
        if is_free(host, port):
            return port
    return None


def is_free(host: str, port: int) -> bool:
    """Whether a server could have this port at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried:
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        try:
            if exclusive is not None:
                tried.setsockopt(socket.SOL_SOCKET, exclusive, 1)
            tried.bind((host, port))
        except OSError:
            return False
    return True
