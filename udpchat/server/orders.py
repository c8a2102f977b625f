"""What the core asks of its shell, beside jobs: sockets, the note in the data folder and the process are the shell's.

An order is an event like any other, pulled with `next_event`; nothing here is called back. Only `PortWanted` has an answer:
the shell calls `ServerCore.port_opened` or `port_refused`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortWanted:
    """Open a socket on this port beside the one in use, and say whether that went well."""

    port: int


@dataclass(frozen=True, slots=True)
class PortUnwanted:
    """Close that socket again: the change came to nothing."""


@dataclass(frozen=True, slots=True)
class PortChanged:
    """Everybody was told: that socket takes the place of the one in use."""

    port: int


@dataclass(frozen=True, slots=True)
class NameChanged:
    """The server has another name."""

    name: str


@dataclass(frozen=True, slots=True)
class StopWanted:
    """An operator ends the process: stop as for a signal."""


Order = PortWanted | PortUnwanted | PortChanged | NameChanged | StopWanted
