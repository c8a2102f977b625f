"""What a server answers without keeping anything: RETRY, VERNEG, RESET, HERE. Each is smaller than its cause and capped.

No answer ever to RETRY, RESET, HERE or VERNEG, nor to source ports below 1024: two machines cannot be made to answer each
other for ever.
"""

from __future__ import annotations

from udpchat import limits
from udpchat.driver import Address, RandBytes
from udpchat.rates import Bucket
from udpchat.wire import packets
from udpchat.wire.config import EndpointLimits
from udpchat.wire.cookies import CookieJar
from udpchat.wire.keys import reset_token


class Stateless:
    """Answers to strangers."""

    def __init__(self, reset_key: bytes, randbytes: RandBytes, bounds: EndpointLimits) -> None:
        self.cookies = CookieJar(randbytes)
        self.here: packets.Here | None = None
        self._reset_key = reset_key
        self._retries = Bucket(bounds.stateless_per_s, bounds.stateless_per_s)
        self._resets = Bucket(bounds.resets_per_s, bounds.resets_per_s)
        self._answers = Bucket(bounds.answers_per_s, bounds.answers_per_s)

    def answer(self, data: bytes, source: Address, now: float) -> bytes | None:
        """The answer to a datagram that belongs to no connection."""
        if source[1] < limits.PRIVILEGED_PORT:
            return None
        match data[0]:
            case packets.HELLO:
                return self._hello(data, source, now)
            case packets.DATA:
                return self._unknown(data, now)
            case packets.DISCOVER:
                return self._discover(data, now)
            case _:
                return None

    def _hello(self, data: bytes, source: Address, now: float) -> bytes | None:
        hello = packets.parse_hello(data)
        if hello is None or not self._retries.allows(now):
            return None
        if not hello.lowest <= packets.VERSION <= hello.highest:
            return packets.encode_verneg(hello.ccid, (packets.VERSION,))
        return packets.encode_retry(hello.ccid, packets.VERSION, self.cookies.make(source, hello.ccid, hello.purpose, now))

    def _unknown(self, data: bytes, now: float) -> bytes | None:
        if len(data) < packets.SHORT_OVERHEAD_BYTES or not self._resets.allows(now):
            return None
        cid = int.from_bytes(data[1:9], "big")
        return packets.encode_reset(cid, self.reset_token(cid))

    def _discover(self, data: bytes, now: float) -> bytes | None:
        nonce = packets.parse_discover(data)
        if nonce is None or self.here is None or not self._answers.allows(now):
            return None
        return self.here.encode(nonce)

    def reset_token(self, cid: int) -> bytes:
        """What RESET for this id carries."""
        return reset_token(self._reset_key, cid)
