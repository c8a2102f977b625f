"""Cookies: proof that a client receives at the address it sends from, kept by the client so that the server keeps nothing.

Layout: key id 1 | server time in ms 6 | tag 16. The tag is keyed BLAKE2b over address, port, client id, version, purpose,
key id and time. The key rotates; the previous one stays valid. (PROTOCOL.md, *Cookie*.)
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import blake2b

from udpchat import limits
from udpchat.driver import Address, RandBytes
from udpchat.wire import packets

COOKIE_SIZE_BYTES = 23


@dataclass(frozen=True, slots=True)
class Proven:
    """What a valid cookie tells."""

    purpose: int
    age_s: float  # since the cookie was made: the server's first sample of the round trip


def _place(addr: Address) -> bytes:
    """The address as 4 + 2 bytes."""
    return bytes(int(part) for part in addr[0].split(".")) + addr[1].to_bytes(2, "big")


class CookieJar:
    """Makes and checks cookies."""

    def __init__(self, randbytes: RandBytes) -> None:
        self._randbytes = randbytes
        self._key_id = 0
        self._keys: dict[int, bytes] = {}
        self._rotate_at: float | None = None

    def _rotate(self, now: float) -> None:
        if self._rotate_at is not None and now < self._rotate_at:
            return
        self._key_id = (self._key_id + 1) % 256
        previous = {k: v for k, v in self._keys.items() if k == (self._key_id - 1) % 256}
        self._keys = previous | {self._key_id: self._randbytes(32)}
        self._rotate_at = now + limits.COOKIE_KEY_LIFE_S

    def make(self, addr: Address, ccid: int, purpose: int, now: float) -> bytes:
        """A cookie for this client at this address."""
        self._rotate(now)
        stamp = bytes([self._key_id]) + int(now * 1000).to_bytes(6, "big")
        return stamp + self._tag(self._keys[self._key_id], addr, ccid, purpose, stamp)

    def check(self, cookie: bytes, addr: Address, ccid: int, now: float) -> Proven | None:
        """What the cookie proves, or None when it is forged, expired or another client's."""
        if len(cookie) != COOKIE_SIZE_BYTES or (key := self._keys.get(cookie[0])) is None:
            return None
        age_s = now - int.from_bytes(cookie[1:7], "big") / 1000
        if not -0.001 <= age_s <= limits.COOKIE_LIFE_S:
            return None
        for purpose in packets.PURPOSES:
            if hmac.compare_digest(cookie[7:], self._tag(key, addr, ccid, purpose, cookie[:7])):
                return Proven(purpose, max(age_s, 0.0))
        return None

    @staticmethod
    def _tag(key: bytes, addr: Address, ccid: int, purpose: int, stamp: bytes) -> bytes:
        body = _place(addr) + ccid.to_bytes(8, "big") + bytes([packets.VERSION, purpose]) + stamp
        return blake2b(body, key=key, digest_size=16).digest()
