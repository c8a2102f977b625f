"""Identities: made from randomness that is handed in, kept as PEM, used in a real TLS 1.3 handshake."""

from __future__ import annotations

import hashlib
import random
import ssl
import tempfile
import unittest
from pathlib import Path

from udpchat.wire import identity


def made(seed: int) -> identity.Identity:
    return identity.generate(random.Random(seed).randbytes)


class Generate(unittest.TestCase):
    def test_depends_on_the_random_bytes_alone(self) -> None:
        self.assertEqual(made(1), made(1))
        self.assertNotEqual(made(1).fingerprint, made(2).fingerprint)

    def test_serial_is_positive_and_of_one_length(self) -> None:
        for byte, serial in ((b"\x00", "40" + "00" * 15), (b"\xff", "7f" + "ff" * 15)):
            found = identity.generate(lambda count, byte=byte: (b"\x01" if count == 32 else byte) * count)
            self.assertIn(bytes.fromhex("0210" + serial), found.certificate)

    def test_fingerprint(self) -> None:
        self.assertEqual(hashlib.sha256(made(1).certificate).digest(), made(1).fingerprint)
        self.assertEqual(made(1).fingerprint, identity.fingerprint_of(made(1).certificate))
        self.assertEqual(identity.FINGERPRINT_BYTES, len(made(1).fingerprint))

    def test_pem_holds_the_certificate(self) -> None:
        self.assertEqual(made(1).certificate, ssl.PEM_cert_to_DER_cert(made(1).certificate_pem.decode()))

    def test_key_is_not_shown(self) -> None:
        self.assertNotIn("PRIVATE", repr(made(1)))


class FromPem(unittest.TestCase):
    def test_round_trip(self) -> None:
        self.assertEqual(made(1), identity.from_pem(made(1).certificate_pem, made(1).key_pem))

    def test_halves_of_two_identities(self) -> None:
        with self.assertRaises(ValueError):
            identity.from_pem(made(1).certificate_pem, made(2).key_pem)

    def test_half_written_files(self) -> None:
        whole = made(1)
        for size in range(0, len(whole.key_pem) - 1, 17):
            with self.subTest(size=size), self.assertRaises(ValueError):
                identity.from_pem(whole.certificate_pem, whole.key_pem[:size])
        for size in range(0, len(whole.certificate_pem) - 1, 41):
            with self.subTest(size=size), self.assertRaises(ValueError):
                identity.from_pem(whole.certificate_pem[:size], whole.key_pem)

    def test_one_wrong_character(self) -> None:
        whole, rng = made(1), random.Random(5)
        for _ in range(30):
            damaged = bytearray(whole.certificate_pem)
            at = rng.randrange(28, len(damaged) - 28)
            damaged[at] = ord("A") if damaged[at] != ord("A") else ord("B")
            with self.subTest(at=at), self.assertRaises(ValueError):
                identity.from_pem(bytes(damaged), whole.key_pem)


class Handshake(unittest.TestCase):
    def contexts(self, server: identity.Identity) -> tuple[ssl.SSLContext, ssl.SSLContext]:
        there = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        there.minimum_version = ssl.TLSVersion.TLSv1_3
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = Path(folder, "c.pem"), Path(folder, "k.pem")
            certificate.write_bytes(server.certificate_pem)
            key.write_bytes(server.key_pem)
            there.load_cert_chain(certificate, key)
        here = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        here.minimum_version = ssl.TLSVersion.TLSv1_3
        here.check_hostname = False
        return here, there

    def shake(self, here: ssl.SSLContext, there: ssl.SSLContext) -> ssl.SSLObject:
        up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = here.wrap_bio(down, up, server_hostname="udpchat.local")
        server = there.wrap_bio(up, down, server_side=True)
        waiting = [client, server]
        for _ in range(10):
            for side in list(waiting):
                try:
                    side.do_handshake()
                    waiting.remove(side)
                except ssl.SSLWantReadError:
                    continue
        self.assertEqual([], waiting)
        client.write(b"hello")
        self.assertEqual(b"hello", server.read(100))
        return client

    def test_unverified_client_sees_the_certificate(self) -> None:
        here, there = self.contexts(made(1))
        here.verify_mode = ssl.CERT_NONE
        client = self.shake(here, there)
        self.assertEqual("TLSv1.3", client.version())
        self.assertEqual(made(1).certificate, client.getpeercert(binary_form=True))

    def test_is_its_own_anchor_also_for_a_checking_client(self) -> None:
        here, there = self.contexts(made(1))
        here.load_verify_locations(cadata=made(1).certificate)
        here.verify_mode, here.check_hostname = ssl.CERT_REQUIRED, True
        self.shake(here, there)


if __name__ == "__main__":
    unittest.main()
