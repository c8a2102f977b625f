"""`GetAdaptersInfo` of iphlpapi: name, description, address and netmask of each IPv4 adapter on Windows."""

from __future__ import annotations

import ctypes
from typing import Any, Final

from udpchat.net.interface_rows import UP, Row

ERROR_BUFFER_OVERFLOW: Final = 111
ERROR_NO_DATA: Final = 232
_TYPES: Final = {71: "wifi", 6: "ethernet", 23: "ppp", 53: "virtual"}  # IANA interface types


class _Address(ctypes.Structure):
    """`IP_ADDR_STRING`."""


_Address._fields_ = [
    ("next", ctypes.POINTER(_Address)),
    ("address", ctypes.c_char * 16),
    ("netmask", ctypes.c_char * 16),
    ("context", ctypes.c_uint32),
]


class _Adapter(ctypes.Structure):
    """`IP_ADAPTER_INFO` up to its list of addresses; what follows is not read."""


_Adapter._fields_ = [
    ("next", ctypes.POINTER(_Adapter)),
    ("combo_index", ctypes.c_uint32),
    ("name", ctypes.c_char * 260),
    ("description", ctypes.c_char * 132),
    ("hardware_length", ctypes.c_uint32),
    ("hardware", ctypes.c_uint8 * 8),
    ("index", ctypes.c_uint32),
    ("type", ctypes.c_uint32),
    ("dhcp", ctypes.c_uint32),
    ("current", ctypes.POINTER(_Address)),
    ("addresses", _Address),
]


def read() -> list[Row]:
    """All IPv4 rows. Raises OSError, AttributeError."""
    library: Any = getattr(ctypes, "windll").iphlpapi  # noqa: B009  (there is none on other systems)
    return from_table(library.GetAdaptersInfo)


def from_table(get: Any) -> list[Row]:
    """The rows that `get(buffer, byref(size))` tells: twice asked, for it tells the size first."""
    size = ctypes.c_uint32(0)
    status = get(None, ctypes.byref(size))
    if status == ERROR_NO_DATA or size.value == 0:
        return []
    buffer = ctypes.create_string_buffer(size.value)
    if (status := get(buffer, ctypes.byref(size))) != 0:
        raise OSError(status, "GetAdaptersInfo")
    rows = []
    adapter = ctypes.cast(buffer, ctypes.POINTER(_Adapter))
    while adapter:
        rows += _rows_of(adapter.contents)
        adapter = adapter.contents.next
    return rows


def _rows_of(adapter: _Adapter) -> list[Row]:
    description = adapter.description.decode("mbcs" if hasattr(ctypes, "windll") else "latin-1", errors="replace")
    kind = _TYPES.get(adapter.type, "")
    rows = []
    entry = ctypes.pointer(adapter.addresses)
    while entry:
        one = entry.contents
        rows.append(Row(description, one.address.decode("ascii"), one.netmask.decode("ascii"), UP, kind))
        entry = one.next
    return rows
