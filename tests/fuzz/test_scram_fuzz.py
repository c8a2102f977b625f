"""Any text in any state of a sign-in: an answer, a refusal or ProtocolViolation; and nobody gets in."""

from __future__ import annotations

import random
import unittest

from udpchat import scram
from udpchat.errors import ProtocolViolation

SALT = b"0123456789abcdef"
VERIFIER = scram.Verifier(SALT, 2**14, 8, 1, b"s" * 32, b"k" * 32)
PIECES = ["p=tls-server-end-point,,", "n=", "r=", "c=", "s=", "i=", "v=", "p=", ",", "=2C", "=3D", "=", ":", "16384:8:1", "AAAA"]
ODD = ["\0", "\n", "é", "\ud800", "☕", "１", " ", "A" * 24, "9" * 30]
ROUNDS = 4000


def mangled(rng: random.Random, text: str) -> str:
    """Some edits of a well-formed message, or a heap of its pieces."""
    if rng.random() < 0.2:
        return "".join(rng.choice(PIECES + ODD) for _ in range(rng.randrange(12)))
    for _ in range(rng.randrange(1, 4)):
        at, size = rng.randrange(len(text) + 1), rng.randrange(4)
        text = text[:at] + rng.choice(["", *PIECES, *ODD, chr(rng.randrange(33, 127))]) + text[at + size :]
    return text


class Fuzz(unittest.TestCase):
    def test_server(self) -> None:
        for seed in range(ROUNDS):
            rng = random.Random(seed)
            first = scram.ScramClient("ani", rng.randbytes(18), b"c").first()
            there = scram.ScramServer(b"c", rng.randbytes(18))
            with self.subTest(seed=seed):
                try:
                    challenge = there.challenge(mangled(rng, first), rng.choice([None, VERIFIER]), SALT)
                    nonce = challenge[2 : challenge.index(",s=")]
                    final = f"c=AAAA,r={nonce},p={'A' * 43}="
                    self.assertIsNone(there.finish(final if rng.random() < 0.3 else mangled(rng, final)))
                except ProtocolViolation:
                    continue

    def test_name_survives_or_is_refused(self) -> None:
        for seed in range(ROUNDS):
            rng = random.Random(seed)
            first = mangled(rng, scram.ScramClient("a,b=c", bytes(18), b"c").first())
            with self.subTest(seed=seed):
                try:
                    name = scram.ScramServer.name_of(first)
                except ProtocolViolation:
                    continue
                nonce = first.rpartition(",r=")[2]
                self.assertEqual(first, f"p=tls-server-end-point,,n={scram._escape(name)},r={nonce}")

    def test_client(self) -> None:
        for seed in range(ROUNDS):
            rng = random.Random(seed)
            here = scram.ScramClient("ani", bytes(18), b"c")
            challenge = f"r={'A' * 24}{'B' * 24},s=MDEyMzQ1Njc4OWFiY2RlZg==,i=16384:8:1"
            with self.subTest(seed=seed):
                try:
                    found = here.parameters(mangled(rng, challenge))
                    found.check()
                    here.final(bytes(32))
                except ProtocolViolation:
                    pass
                self.assertFalse(here.check(mangled(rng, f"v={'A' * 43}=")))


if __name__ == "__main__":
    unittest.main()
