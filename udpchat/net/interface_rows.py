"""What a system tells of one IPv4 address of one interface, before anybody judges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

UP: Final = 0x1
LOOPBACK: Final = 0x8


@dataclass(frozen=True, slots=True)
class Row:
    """What a system tells; `description` is the maker's word for the interface where there is one."""

    name: str
    address: str
    netmask: str
    flags: int = UP
    description: str = ""
