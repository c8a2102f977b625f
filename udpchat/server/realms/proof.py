"""How two servers prove to each other that they share the secret of a link. Pure."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final, Literal

from udpchat import limits
from udpchat.names import fold

_ROLES: Final = {"dialler": b"udpchat realm dialler", "answerer": b"udpchat realm answerer"}


def key_of(secret: bytes) -> bytes:
    """The name of a secret, which says nothing of it: what a dialler is recognised by before anything is proved."""
    return hashlib.blake2b(secret, digest_size=limits.REF_BYTES, person=b"udpchat realm").digest()


@dataclass(frozen=True, slots=True)
class Meeting:
    """One connection between two servers, from either side."""

    dialler: str
    answerer: str
    dialler_print: bytes
    answerer_print: bytes
    dialler_nonce: bytes
    answerer_nonce: bytes

    def proof(self, secret: bytes, role: Literal["dialler", "answerer"]) -> bytes:
        """What the one in that role says. Names are compared folded, so they are proved folded."""
        names = [fold(name).encode() for name in (self.dialler, self.answerer)]
        parts = (_ROLES[role], self.dialler_nonce, self.answerer_nonce, self.dialler_print, self.answerer_print, *names)
        return hmac.new(secret, b"".join(len(part).to_bytes(2, "big") + part for part in parts), hashlib.sha256).digest()

    def holds(self, proof: bytes, secret: bytes, role: Literal["dialler", "answerer"]) -> bool:
        """Is it the proof of that role?"""
        return hmac.compare_digest(proof, self.proof(secret, role))
