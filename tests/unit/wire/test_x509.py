"""The certificate: its fields, its checks, and what OpenSSL says of it."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from udpchat.wire import der, p256, x509

SCALAR = random.Random(7).randrange(1, p256.N)
CERTIFICATE = x509.certificate(SCALAR, 2**126 + 5)
KEY = x509.private_key(SCALAR)


class Certificate(unittest.TestCase):
    def test_the_same_arguments_give_the_same_bytes(self) -> None:
        self.assertEqual(CERTIFICATE, x509.certificate(SCALAR, 2**126 + 5))
        self.assertNotEqual(CERTIFICATE, x509.certificate(SCALAR, 2**126 + 6))

    def test_is_its_own_key_s(self) -> None:
        self.assertTrue(x509.is_signed_by(CERTIFICATE, SCALAR))
        self.assertFalse(x509.is_signed_by(CERTIFICATE, SCALAR + 1))

    def test_no_byte_can_change_unnoticed(self) -> None:
        rng = random.Random(3)
        for at in sorted(rng.sample(range(len(CERTIFICATE)), 60)):
            damaged = bytearray(CERTIFICATE)
            damaged[at] ^= 1 << rng.randrange(8)
            with self.subTest(at=at):
                self.assertFalse(x509.is_signed_by(bytes(damaged), SCALAR))

    def test_signed_by_the_key_but_for_another(self) -> None:
        signed, kind, _ = der.read_all(der.read_only(CERTIFICATE, der.SEQUENCE))
        mine, other = (p256.encode_point(p256.public_point(scalar)) for scalar in (SCALAR, SCALAR + 1))
        r, s = p256.sign(SCALAR, false := signed.whole.replace(mine, other))
        signature = der.bit_string(der.sequence(der.integer(r), der.integer(s)))
        self.assertFalse(x509.is_signed_by(der.sequence(false, kind.whole, signature), SCALAR))

    def test_cut_off_or_longer(self) -> None:
        for size in range(0, len(CERTIFICATE), 13):
            self.assertFalse(x509.is_signed_by(CERTIFICATE[:size], SCALAR))
        self.assertFalse(x509.is_signed_by(CERTIFICATE + b"\0", SCALAR))


class PrivateKey(unittest.TestCase):
    def test_round_trip(self) -> None:
        for scalar in (1, SCALAR, p256.N - 1):
            self.assertEqual(scalar, x509.scalar_of(x509.private_key(scalar)))
        self.assertEqual(138, len(KEY))

    def test_public_half_is_optional(self) -> None:
        inner = der.sequence(der.integer(1), der.octet_string(SCALAR.to_bytes(32, "big")))
        version, kind, _ = der.read_all(der.read_only(KEY, der.SEQUENCE))
        self.assertEqual(SCALAR, x509.scalar_of(der.sequence(version.whole, kind.whole, der.octet_string(inner))))

    def test_refuses_damage_and_other_kinds(self) -> None:
        secret = KEY.index(SCALAR.to_bytes(32, "big"))
        other_half = bytearray(KEY)
        other_half[secret] ^= 1
        curve = KEY.replace(bytes.fromhex("2a8648ce3d030107"), bytes.fromhex("2a8648ce3d030106"))
        too_large = KEY.replace(SCALAR.to_bytes(32, "big"), p256.N.to_bytes(32, "big"))
        for bad in (b"", KEY[:-1], KEY + b"\0", bytes(other_half), curve, too_large, CERTIFICATE, der.sequence()):
            with self.subTest(bad[:8].hex()), self.assertRaises(ValueError):
                x509.scalar_of(bad)

    def test_any_change_of_a_byte_is_value_error_or_a_scalar(self) -> None:
        rng = random.Random(4)
        for _ in range(60):
            damaged = bytearray(KEY)
            damaged[rng.randrange(len(KEY))] = rng.randrange(256)
            try:
                self.assertIn(x509.scalar_of(bytes(damaged)), range(1, p256.N))
            except ValueError:
                continue


@unittest.skipUnless(shutil.which("openssl"), "the openssl program is not installed")
class Openssl(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.certificate, self.key = Path(folder.name, "certificate.pem"), Path(folder.name, "key.pem")
        self.certificate.write_bytes(der.to_pem("CERTIFICATE", CERTIFICATE))
        self.key.write_bytes(der.to_pem("PRIVATE KEY", KEY))

    def ask(self, *arguments: str) -> str:
        done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def test_verifies_strictly(self) -> None:
        path = str(self.certificate)
        self.assertIn("OK", self.ask("verify", "-x509_strict", "-check_ss_sig", "-CAfile", path, path))

    def test_fields(self) -> None:
        text = self.ask("x509", "-in", str(self.certificate), "-noout", "-text")
        for part in (
            "Version: 3",
            "ecdsa-with-SHA256",
            "Not Before: Jan  1 00:00:00 2000 GMT",
            "Not After : Dec 31 23:59:59 9999 GMT",
            "CA:TRUE",
            "Digital Signature, Certificate Sign",
            "TLS Web Server Authentication",
            "DNS:udpchat.local",
            "prime256v1",
        ):
            self.assertIn(part, text)

    def test_key_is_sound_and_as_openssl_writes_it(self) -> None:
        self.assertIn("valid", self.ask("pkey", "-in", str(self.key), "-check", "-noout"))
        self.assertEqual(self.key.read_text(encoding="ascii"), self.ask("pkey", "-in", str(self.key)))

    def test_a_key_made_by_openssl_is_read(self) -> None:
        made = self.ask("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        key = der.from_pem("PRIVATE KEY", made.encode())
        self.assertEqual(key, x509.private_key(x509.scalar_of(key)))


if __name__ == "__main__":
    unittest.main()
