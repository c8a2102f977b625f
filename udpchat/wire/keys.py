"""Keys and tags of packets: BLAKE2b-128 under a key from the cookie, then under keys agreed inside TLS (PROTOCOL.md, *Keys*)."""

from __future__ import annotations

import hmac
from hashlib import blake2b

TAG_BYTES = 16
MASTER_BYTES = 32


class PacketKey:
    """One key: the keyed hash state is made once and copied for each packet."""

    __slots__ = ("_state",)

    def __init__(self, secret: bytes) -> None:
        self._state = blake2b(key=secret, digest_size=TAG_BYTES)

    def tag(self, data: bytes | memoryview) -> bytes:
        """The 16-byte tag over `data`."""
        state = self._state.copy()
        state.update(data)
        return state.digest()

    def verifies(self, datagram: bytes) -> bool:
        """Whether the last 16 bytes are the tag over all before them."""
        state = self._state.copy()
        state.update(memoryview(datagram)[:-TAG_BYTES])
        return hmac.compare_digest(state.digest(), datagram[-TAG_BYTES:])


def initial_secret(cookie: bytes, ccid: int) -> bytes:
    """key0: stops forgers off the path and damage until TLS stands; it is no secret on the path."""
    return blake2b(cookie + ccid.to_bytes(8, "big"), key=b"udpchat/1 initial", digest_size=32).digest()


def client_secret(master: bytes) -> bytes:
    """key1 of packets from the client to the server."""
    return hmac.digest(master, b"udpchat/1 c2s", "sha256")


def server_secret(master: bytes) -> bytes:
    """key1 of packets from the server to the client."""
    return hmac.digest(master, b"udpchat/1 s2c", "sha256")


def reset_token(reset_key: bytes, cid: int) -> bytes:
    """The token of RESET for a connection id; a restarted server with the same key makes the same one."""
    return blake2b(cid.to_bytes(8, "big"), key=reset_key, digest_size=TAG_BYTES).digest()
