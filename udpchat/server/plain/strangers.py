"""What may be said to those who are not signed in: never more than three times what came, and not too often.

Whoever forges the address of somebody else must not be able to point the relay at them. Addresses of this very computer
cannot be forged from outside, so it always gets its whole answer.
"""

from __future__ import annotations

from udpchat import limits
from udpchat.driver import Address
from udpchat.rates import Bucket
from udpchat.server.plain.recognizing import MARK, is_answer, may_be_answered
from udpchat.server.throttle import Buckets, is_loopback


class Strangers:
    """Chooses answers; what it returns may be sent."""

    def __init__(self) -> None:
        self._answers = Buckets(limits.PLAIN_ANSWERS_PER_MIN)
        self._refusals = Bucket(limits.PLAIN_REFUSALS_PER_S, limits.PLAIN_REFUSALS_PER_S)
        self._refused_at: dict[str, float] = {}  # oldest first

    def answer(self, choices: tuple[bytes, ...], addr: Address, cause_bytes: int, now: float) -> bytes | None:
        """The first of the answers, longest first, that this stranger may get for so many bytes."""
        if is_loopback(addr[0]):
            return choices[0]
        found = next((one for one in choices if len(one) <= limits.AMPLIFICATION * cause_bytes), None)
        if found is None or not may_be_answered(addr) or self._answers.wait(addr[0], now) > 0.0:
            return None
        self._answers.take(addr[0], now)
        return found

    def refusal(self, data: bytes, addr: Address, now: float) -> bytes | None:
        """That text is not taken from there: seldom, and short."""
        said = next((one for one in _REFUSALS if len(one) <= limits.AMPLIFICATION * len(data)), None)
        if said is None or is_answer(data) or not may_be_answered(addr):
            return None
        last_at = self._refused_at.get(addr[0], float("-inf"))
        if now < last_at + limits.PLAIN_REFUSAL_EVERY_S or not self._refusals.allows(now):
            return None
        self._refused_at.pop(addr[0], None)
        self._refused_at[addr[0]] = now
        if len(self._refused_at) > limits.ADDRESS_MEMORY_COUNT:
            del self._refused_at[next(iter(self._refused_at))]
        return said


_REFUSALS = (MARK + b" plain text is not taken here", MARK + b" off")
