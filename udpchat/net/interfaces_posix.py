"""`getifaddrs(3)`: name, flags, address and netmask of each interface on Linux, macOS and the BSDs."""

from __future__ import annotations

import ctypes
import socket
import sys
from typing import Final

from udpchat.net.interface_rows import Row

_FAMILY_AT: Final = 0 if sys.platform.startswith("linux") else 1  # the BSDs put the length before the family
_ADDRESS_AT: Final = 4


class _Entry(ctypes.Structure):
    """`struct ifaddrs`; the last two pointers are not read."""


_Entry._fields_ = [
    ("next", ctypes.POINTER(_Entry)),
    ("name", ctypes.c_char_p),
    ("flags", ctypes.c_uint),
    ("address", ctypes.c_void_p),
    ("netmask", ctypes.c_void_p),
    ("broadcast", ctypes.c_void_p),
    ("data", ctypes.c_void_p),
]


def read() -> list[Row]:
    """All IPv4 rows. Raises OSError, AttributeError."""
    library = ctypes.CDLL(None, use_errno=True)
    first = ctypes.POINTER(_Entry)()
    if library.getifaddrs(ctypes.byref(first)) != 0:
        raise OSError(ctypes.get_errno(), "getifaddrs")
    try:
        return _walk(first)
    finally:
        library.freeifaddrs(first)


def _walk(entry: ctypes._Pointer[_Entry]) -> list[Row]:
    rows = []
    while entry:
        one = entry.contents
        address, netmask = _ipv4(one.address), _ipv4(one.netmask)
        if address is not None:
            rows.append(Row(one.name.decode(errors="replace"), address, netmask or "255.255.255.255", one.flags))
        entry = one.next
    return rows


def _ipv4(pointer: int | None) -> str | None:
    """The address in a `struct sockaddr_in`; None for other families. A netmask of the BSDs may have family 0."""
    if not pointer:
        return None
    head = ctypes.string_at(pointer, _ADDRESS_AT)
    family = int.from_bytes(head[:2], sys.byteorder) if _FAMILY_AT == 0 else head[1]
    if family not in (socket.AF_INET, 0):
        return None
    return socket.inet_ntoa(ctypes.string_at(pointer + _ADDRESS_AT, 4))
