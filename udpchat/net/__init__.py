"""The real network under a driver: UDP socket, selector loop, worker threads. For everything without a Tk loop."""

from __future__ import annotations

from udpchat.net.loop import UdpLoop, clock
from udpchat.net.sockets import open_socket, resolve
from udpchat.net.workers import Workers

__all__ = ["UdpLoop", "Workers", "clock", "open_socket", "resolve"]
