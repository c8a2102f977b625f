"""Layout of the nine datagram types, both directions side by side (PROTOCOL.md, *Datagrams*).

Parsers return None for whatever is not exactly in form: such a datagram is dropped without an answer.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from udpchat import limits

HELLO: Final = 0x80
RETRY: Final = 0x81
INITIAL: Final = 0x82
HANDSHAKE: Final = 0x83
DATA: Final = 0x84
RESET: Final = 0x85
DISCOVER: Final = 0x86
HERE: Final = 0x87
VERNEG: Final = 0x88

MAGIC: Final = b"UDPC"
VERSION: Final = 1
PURPOSES: Final = (0, 1)  # client, realm link
LONG_HEADER: Final = struct.Struct(">BQQQ")  # type, dcid, scid, packet number
SHORT_HEADER: Final = struct.Struct(">BQQ")  # type, dcid, packet number
SHORT_OVERHEAD_BYTES: Final = SHORT_HEADER.size + 16

_HELLO = struct.Struct(">B4sBBBQ")
_RETRY = struct.Struct(">BQBB")
_CHECK_BYTES = 8
_RESET = struct.Struct(">BQ16s")
_DISCOVER = struct.Struct(">B4sBQ")
_HERE = struct.Struct(">BQBBHH32sB")
_NAME_BYTES = 64


@dataclass(frozen=True, slots=True)
class Hello:
    """A client asks for a cookie."""

    highest: int
    lowest: int
    purpose: int
    ccid: int

    def encode(self) -> bytes:
        """64 bytes."""
        head = _HELLO.pack(HELLO, MAGIC, self.highest, self.lowest, self.purpose, self.ccid)
        return head.ljust(limits.HELLO_BYTES, b"\0")


def parse_hello(data: bytes) -> Hello | None:
    """HELLO of at least 64 bytes with our magic."""
    if len(data) < limits.HELLO_BYTES:
        return None
    _, magic, highest, lowest, purpose, ccid = _HELLO.unpack_from(data)
    if magic != MAGIC or lowest > highest or purpose not in PURPOSES:
        return None
    return Hello(highest, lowest, purpose, ccid)


def _check(data: bytes) -> bytes:
    return blake2b(data, key=b"udpchat/1 retry", digest_size=_CHECK_BYTES).digest()


def encode_retry(ccid: int, version: int, cookie: bytes) -> bytes:
    """The cookie, with a check sum: a damaged cookie would hold the client up for a whole attempt."""
    body = _RETRY.pack(RETRY, ccid, version, len(cookie)) + cookie
    return body + _check(body)


def parse_retry(data: bytes) -> tuple[int, int, bytes] | None:
    """(ccid, version, cookie)."""
    if len(data) < _RETRY.size + _CHECK_BYTES:
        return None
    _, ccid, version, length = _RETRY.unpack_from(data)
    end = _RETRY.size + length
    if not 0 < length <= limits.COOKIE_BYTES or len(data) != end + _CHECK_BYTES or data[end:] != _check(data[:end]):
        return None
    return ccid, version, data[_RETRY.size : end]


def encode_verneg(ccid: int, versions: tuple[int, ...]) -> bytes:
    """The versions that this server speaks."""
    return struct.pack(">BQB", VERNEG, ccid, len(versions)) + bytes(versions)


def parse_verneg(data: bytes) -> tuple[int, tuple[int, ...]] | None:
    """(ccid, versions)."""
    if len(data) < 10 or len(data) != 10 + data[9]:
        return None
    return int.from_bytes(data[1:9], "big"), tuple(data[10:])


def encode_reset(cid: int, token: bytes) -> bytes:
    """25 bytes, always less than the packet that provoked it."""
    return _RESET.pack(RESET, cid, token)


def parse_reset(data: bytes) -> tuple[int, bytes] | None:
    """(the id that the server does not know, token)."""
    if len(data) != _RESET.size:
        return None
    _, cid, token = _RESET.unpack(data)
    return cid, token


def encode_discover(nonce: int) -> bytes:
    """A question to every server in earshot, padded so that the answers are smaller."""
    return _DISCOVER.pack(DISCOVER, MAGIC, VERSION, nonce).ljust(limits.DISCOVER_BYTES, b"\0")


def parse_discover(data: bytes) -> int | None:
    """The nonce."""
    if len(data) < limits.DISCOVER_BYTES:
        return None
    _, magic, _, nonce = _DISCOVER.unpack_from(data)
    return int(nonce) if magic == MAGIC else None


@dataclass(frozen=True, slots=True)
class Here:
    """What a server says of itself to anybody who asks: a hint, never proof."""

    flags: int
    port: int
    users: int
    fingerprint: bytes
    name: str

    def encode(self, nonce: int) -> bytes:
        """At most 112 bytes; a longer name is cut at a character."""
        name = self.name.encode()[:_NAME_BYTES].decode(errors="ignore").encode()
        users = min(self.users, 0xFFFF)
        return _HERE.pack(HERE, nonce, VERSION, self.flags, self.port, users, self.fingerprint, len(name)) + name


def parse_here(data: bytes) -> tuple[int, Here] | None:
    """(nonce, answer). The name is a stranger's text."""
    if len(data) < _HERE.size:
        return None
    _, nonce, _, flags, port, users, fingerprint, length = _HERE.unpack_from(data)
    if length > _NAME_BYTES or len(data) != _HERE.size + length:
        return None
    try:
        name = data[_HERE.size :].decode()
    except UnicodeDecodeError:
        return None
    return nonce, Here(flags, port, users, fingerprint, name)
