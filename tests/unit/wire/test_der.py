"""DER: known encodings, and a reader that takes one form only."""

from __future__ import annotations

import base64
import random
import ssl
import unittest

from udpchat.wire import der


class Writing(unittest.TestCase):
    def test_integers(self) -> None:  # X.690, 8.3
        known = {
            0: "020100",
            127: "02017f",
            128: "02020080",
            255: "020200ff",
            256: "02020100",
            2**64 - 1: "020900" + "ff" * 8,
        }
        for value, encoded in known.items():
            self.assertEqual(encoded, der.integer(value).hex())
        with self.assertRaises(ValueError):
            der.integer(-1)

    def test_lengths(self) -> None:  # X.690, 8.1.3 and 10.1
        heads = {0: "0400", 127: "047f", 128: "048180", 255: "0481ff", 256: "04820100", 65536: "0483010000"}
        for count, head in heads.items():
            encoded = der.octet_string(bytes(count))
            self.assertEqual(head, encoded[: len(encoded) - count].hex())

    def test_object_identifiers(self) -> None:
        known = {
            "1.2.840.10045.3.1.7": "06082a8648ce3d030107",  # RFC 5480: prime256v1
            "1.2.840.10045.4.3.2": "06082a8648ce3d040302",  # RFC 5758: ecdsa-with-SHA256
            "2.5.4.3": "0603550403",
            "2.999.3": "0603883703",  # X.690, 8.19.5
        }
        for dotted, encoded in known.items():
            self.assertEqual(encoded, der.object_identifier(dotted).hex())

    def test_others(self) -> None:
        self.assertEqual("03020780", der.bit_string(b"\x80", 7).hex())
        self.assertEqual("0c03e29895", der.utf8_string("☕").hex())
        self.assertEqual("3006020101020102", der.sequence(der.integer(1), der.integer(2)).hex())
        self.assertEqual("a003020102", der.context(0, der.integer(2)).hex())
        self.assertEqual("82026162", der.context_primitive(2, b"ab").hex())


class Reading(unittest.TestCase):
    def test_reads_what_was_written(self) -> None:
        rng = random.Random(1)
        for count in (0, 1, 127, 128, 255, 256, 70000):
            body = rng.randbytes(count)
            found, rest = der.read(der.octet_string(body) + b"rest")
            self.assertEqual((der.OCTET_STRING, body, b"rest"), (found.tag, found.body, rest))
            self.assertEqual(der.octet_string(body), found.whole)

    def test_refuses_other_forms(self) -> None:
        bad = [
            "",
            "04",
            "0401",
            "048100",
            "04817f" + "00" * 127,
            "0482007f" + "00" * 127,
            "0480",
            "04850000000001" + "00",
        ]
        for encoded in [*bad, "1f0100", "0484ffffffff"]:
            with self.subTest(encoded[:16]), self.assertRaises(ValueError):
                der.read(bytes.fromhex(encoded))

    def test_read_only(self) -> None:
        self.assertEqual(b"ab", der.read_only(bytes.fromhex("04026162"), der.OCTET_STRING))
        for encoded in ("0402616200", "03026162"):
            with self.assertRaises(ValueError):
                der.read_only(bytes.fromhex(encoded), der.OCTET_STRING)

    def test_any_bytes_end_in_elements_or_value_error(self) -> None:
        rng = random.Random(2)
        for _ in range(3000):
            data = rng.randbytes(rng.randrange(24))
            try:
                elements = der.read_all(data)
            except ValueError:
                continue
            self.assertEqual(data, b"".join(element.whole for element in elements))


class Pem(unittest.TestCase):
    def test_agrees_with_the_standard_library(self) -> None:
        for count in (1, 47, 48, 49, 500):
            data = random.Random(count).randbytes(count)
            pem = der.to_pem("CERTIFICATE", data)
            self.assertEqual(ssl.DER_cert_to_PEM_cert(data), pem.decode())
            self.assertEqual(data, der.from_pem("CERTIFICATE", pem))

    def test_line_ends_of_another_system(self) -> None:
        pem = der.to_pem("PRIVATE KEY", b"abc")
        self.assertEqual(b"abc", der.from_pem("PRIVATE KEY", pem.replace(b"\n", b"\r\n")))

    def test_refuses_what_is_not_one_whole_block(self) -> None:
        pem = der.to_pem("PRIVATE KEY", bytes(100))
        bad = [
            b"",
            pem[:-30],
            pem[40:],
            pem + pem,
            b"x" + pem,
            pem.replace(b"PRIVATE", b"PUBLIC"),
            pem.replace(b"A", b"!", 3),
        ]
        for text in [*bad, b"-----BEGIN PRIVATE KEY-----\n", base64.b64encode(bytes(100))]:
            with self.subTest(text[:30]), self.assertRaises(ValueError):
                der.from_pem("PRIVATE KEY", text)


if __name__ == "__main__":
    unittest.main()
