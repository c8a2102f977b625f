"""P-256: published points and signatures, the laws of the group, and OpenSSL's opinion."""

from __future__ import annotations

import hashlib
import itertools
import random
import unittest

from udpchat.wire import p256

# RFC 6979, A.2.5
RFC_SCALAR = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
RFC_PUBLIC = (
    0x60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6,
    0x7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299,
)
RFC_SIGNATURES = {
    b"sample": (
        0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,
        0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8,
    ),
    b"test": (
        0xF1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,
        0x019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083,
    ),
}
# Published multiples of the generator (NIST, "Mathematical routines for the NIST prime elliptic curves")
MULTIPLES = {
    1: p256.G,
    2: (
        0x7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978,
        0x07775510DB8ED040293D9AC69F7430DBBA7DADE63CE982299E04B79D227873D1,
    ),
    3: (
        0x5ECBE4D1A6330A44C8F7EF951D4BF165E6C6B721EFADA985FB41661BC6E7FD6C,
        0x8734640C4998FF7E374B06CE1A64A2ECD82AB036384FB83D9A79B127A27D5032,
    ),
    112233445566778899: (
        0x339150844EC15234807FE862A86BE77977DBFB3AE3D96F4C22795513AEAAB82F,
        0xB1C14DDFDC8EC1B2583F51E85A5EB3A155840F2034730E9B5ADA38B674336A21,
    ),
    p256.N - 1: (p256.G[0], p256.P - p256.G[1]),
}


def slow_multiply(scalar: int) -> p256.Point:
    """The schoolbook way, in affine coordinates."""
    total: p256.Point | None = None
    addend = p256.G
    while scalar:
        if scalar & 1:
            total = addend if total is None else slow_add(total, addend)
        addend = slow_add(addend, addend)
        scalar >>= 1
    assert total is not None
    return total


def slow_add(one: p256.Point, two: p256.Point) -> p256.Point:
    if one == two:
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, p256.P)
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, p256.P)
    x = (slope * slope - one[0] - two[0]) % p256.P
    return x, (slope * (one[0] - x) - one[1]) % p256.P


class Arithmetic(unittest.TestCase):
    def test_published_multiples(self) -> None:
        for scalar, point in MULTIPLES.items():
            with self.subTest(scalar=scalar):
                self.assertEqual(point, p256.multiply(scalar, p256.G))
                self.assertTrue(p256.is_on_curve(point))

    def test_agrees_with_the_schoolbook(self) -> None:
        rng = random.Random(1)
        for scalar in [4, 5, 7, 2**255, *(rng.randrange(1, p256.N) for _ in range(10))]:
            with self.subTest(scalar=scalar):
                self.assertEqual(slow_multiply(scalar), p256.multiply(scalar, p256.G))

    def test_zero_and_the_order_give_infinity(self) -> None:
        self.assertIsNone(p256.multiply(0, p256.G))
        self.assertIsNone(p256.multiply(p256.N, p256.G))
        with self.assertRaises(ValueError):
            p256.public_point(p256.N)

    def test_multiplications_commute(self) -> None:
        one, two = p256.public_point(123456789), p256.public_point(987654321)
        self.assertEqual(p256.multiply(987654321, one), p256.multiply(123456789, two))

    def test_points_off_the_curve(self) -> None:
        x, y = p256.G
        for point in ((x, y + 1), (0, 0), (x + p256.P, y), (x, -y), (x, p256.P)):
            self.assertFalse(p256.is_on_curve(point))

    def test_encoded_point(self) -> None:
        encoded = p256.encode_point((1, 2))
        self.assertEqual(b"\x04" + bytes(31) + b"\x01" + bytes(31) + b"\x02", encoded)


class Signatures(unittest.TestCase):
    def test_rfc_6979_vectors(self) -> None:
        self.assertEqual(RFC_PUBLIC, p256.public_point(RFC_SCALAR))
        for message, signature in RFC_SIGNATURES.items():
            with self.subTest(message):
                self.assertEqual(signature, p256.sign(RFC_SCALAR, message))
                self.assertTrue(p256.verify(RFC_PUBLIC, message, signature))

    def test_another_message_key_or_signature_is_refused(self) -> None:
        r, s = RFC_SIGNATURES[b"test"]
        self.assertFalse(p256.verify(RFC_PUBLIC, b"tesT", (r, s)))
        self.assertFalse(p256.verify(p256.G, b"test", (r, s)))
        for signature in ((r, s ^ 1), (r ^ 1, s), (0, s), (r, 0), (r + p256.N, s), (r, s + p256.N), (s, r)):
            self.assertFalse(p256.verify(RFC_PUBLIC, b"test", signature))
        self.assertFalse(p256.verify((1, 1), b"test", (r, s)))

    def test_both_halves_of_the_sum_alike_or_opposite(self) -> None:
        digest = int.from_bytes(hashlib.sha256(b"message").digest(), "big")
        nonce = 4711
        r = p256.public_point(nonce)[0] % p256.N
        scalar, s = digest * pow(r, -1, p256.N) % p256.N, 2 * digest * pow(nonce, -1, p256.N) % p256.N
        self.assertTrue(p256.verify(p256.public_point(scalar), b"message", (r, s)))
        self.assertFalse(p256.verify(p256.public_point(p256.N - scalar), b"message", (r, s)))

    def test_random_keys_verify(self) -> None:
        rng = random.Random(2)
        for _ in range(5):
            scalar, message = rng.randrange(1, p256.N), rng.randbytes(40)
            self.assertTrue(p256.verify(p256.public_point(scalar), message, p256.sign(scalar, message)))


class PrivateScalar(unittest.TestCase):
    def test_numbers_outside_are_drawn_again(self) -> None:
        draws = iter([bytes(32), p256.N.to_bytes(32, "big"), b"\xff" * 32, (p256.N - 1).to_bytes(32, "big")])
        self.assertEqual(p256.N - 1, p256.private_scalar(lambda _count: next(draws)))
        self.assertEqual([], list(draws))

    def test_smallest(self) -> None:
        self.assertEqual(1, p256.private_scalar(lambda count: (1).to_bytes(count, "big")))

    def test_a_broken_source_ends(self) -> None:
        asked = itertools.count()
        with self.assertRaises(ValueError):
            p256.private_scalar(lambda count: bytes(count + 0 * next(asked)))
        self.assertEqual(64, next(asked))


if __name__ == "__main__":
    unittest.main()
