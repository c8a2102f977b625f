"""Any text as an invite or address: read, or BadInvite or BadAddress; and what was read, is written and read alike."""

from __future__ import annotations

import ipaddress
import random
import unittest

from udpchat.errors import BadAddress, BadInvite
from udpchat.invites import Invite, parse_address, parse_invite

ODD = [
    "\0",
    "\n",
    " ",
    "\u00a0",
    "é",
    "\ud800",
    "ſ",
    "K",
    "１",
    ".",
    "..",
    ":",
    "/",
    "#",
    "@",
    "0x",
    "udpchat://",
    "[::1]",
    "9" * 6000,
]
ROUNDS = 4000


def mangled(rng: random.Random, text: str) -> str:
    for _ in range(rng.randrange(1, 4)):
        at, size = rng.randrange(len(text) + 1), rng.randrange(3)
        text = text[:at] + rng.choice(["", *ODD, chr(rng.randrange(33, 127))]) + text[at + size :]
    return text


class Fuzz(unittest.TestCase):
    def test_invites_round_trip(self) -> None:
        rng = random.Random(1)
        for _ in range(500):
            host = str(ipaddress.IPv4Address(rng.randrange(1 << 24, 224 << 24)))
            invite = Invite(host, rng.randrange(1, 65536), rng.randbytes(32))
            self.assertEqual(invite, parse_invite(str(invite)))

    def test_mangled_invites(self) -> None:
        for seed in range(ROUNDS):
            rng = random.Random(seed)
            given = Invite("192.168.1.10", 11111, rng.randbytes(32))
            with self.subTest(seed=seed):
                try:
                    found = parse_invite(mangled(rng, str(given)))
                except BadInvite as error:
                    self.assertTrue(error.sentence)
                    continue
                self.assertEqual(found, parse_invite(str(found)))
                self.assertEqual((32, True), (len(found.fingerprint), 0 < found.port < 65536))

    def test_mangled_addresses(self) -> None:
        for seed in range(ROUNDS):
            rng = random.Random(seed)
            with self.subTest(seed=seed):
                try:
                    host, port = parse_address(mangled(rng, rng.choice(["192.168.1.10:11111", "lab.example:4000"])))
                except BadAddress as error:
                    self.assertTrue(error.sentence)
                    continue
                self.assertEqual((host, port), parse_address(f"{host}:{port}"))
                if host.replace(".", "").isdigit():
                    self.assertEqual(host, str(ipaddress.IPv4Address(host)))


if __name__ == "__main__":
    unittest.main()
