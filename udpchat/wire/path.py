"""Where the peer is: a new source address is used only after it has answered a challenge (RFC 9000 section 8.2).

Rejected alternative: following the newest packet at once. Somebody who copies a packet and races it from a victim's
address would then turn the connection against that victim.
"""

from __future__ import annotations

import hmac
from collections import deque
from typing import Final

from udpchat import limits
from udpchat.driver import Address, RandBytes
from udpchat.wire import frames, packets

CHALLENGE_BYTES: Final = packets.SHORT_OVERHEAD_BYTES + 1 + frames.PATH_BYTES


class Path:
    """The address in use, one candidate, and the challenges to answer."""

    __slots__ = ("_candidate", "_randbytes", "_token", "_tries_left", "address", "responses", "try_at")

    def __init__(self, address: Address, randbytes: RandBytes) -> None:
        self.address = address
        self._randbytes = randbytes
        self._candidate: Address | None = None
        self._token = b""
        self._tries_left = 0
        self.try_at: float | None = None
        self.responses: deque[tuple[bytes, Address]] = deque(maxlen=limits.PATH_RESPONSE_COUNT)

    def on_newest_packet(self, source: Address, size_bytes: int, now: float) -> None:
        """The newest genuine packet came from `source`: challenge it when it is not where the peer was.

        The challenges together stay within three times what came from there: it may be a victim's address.
        """
        if source == self.address:
            return
        if source == self._candidate and (self._tries_left or self.try_at is not None):
            return
        self._candidate = source
        self._token = self._randbytes(frames.PATH_BYTES)
        self._tries_left = min(limits.PATH_TRY_COUNT, limits.AMPLIFICATION * size_bytes // CHALLENGE_BYTES)
        self.try_at = now

    def on_challenge(self, token: bytes, source: Address) -> None:
        """Answer to the address the challenge came from."""
        self.responses.append((token, source))

    def on_response(self, token: bytes) -> bool:
        """Whether this answer moves the connection to the candidate."""
        if self._candidate is None or not hmac.compare_digest(token, self._token):
            return False
        self.address = self._candidate
        self._candidate = None
        self._tries_left = 0
        self.try_at = None
        return True

    def frames_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        """Path frames that must go to particular addresses now."""
        if not self.responses and self.try_at is None:
            return []
        out = [(bytes([frames.PATH_RESPONSE]) + token, source) for token, source in self.responses]
        self.responses.clear()
        if self.try_at is not None and now >= self.try_at:
            if self._tries_left and self._candidate is not None:
                self._tries_left -= 1
                self.try_at = now + limits.PATH_TRY_S
                out.append((bytes([frames.PATH_CHALLENGE]) + self._token, self._candidate))
            else:
                self._candidate = None
                self.try_at = None
        return out

    def next_timeout(self) -> float | None:
        """When the next challenge is due."""
        return self.try_at
