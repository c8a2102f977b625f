"""The curve P-256 and ECDSA with SHA-256: what one self-signed certificate in the life of a server needs, no more.

The standard library can use such a certificate but not make one. This is plain big-integer arithmetic, not constant in
time: it signs once, when the certificate is made, on the server's own machine. Every later signature is OpenSSL's.

Points are computed in Jacobian coordinates (x/z², y/z³), so that a multiplication needs one inversion; z = 0 is the
point at infinity. Formulas for a = -3: <https://hyperelliptic.org/EFD/g1p/auto-shortw-jacobian-3.html>.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from udpchat.driver import RandBytes

P: Final = 2**256 - 2**224 + 2**192 + 2**96 - 1
"""The prime of the field (FIPS 186-4, D.1.2.3)."""
N: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of `G`: private scalars are 1..N-1."""
B: Final = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
"""The curve is y² = x³ - 3x + B."""
G: Final = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
SCALAR_BYTES: Final = 32

Point = tuple[int, int]
_Jacobian = tuple[int, int, int]
_INFINITY: Final[_Jacobian] = (1, 1, 0)


def private_scalar(randbytes: RandBytes) -> int:
    """A private key, uniform in 1..N-1.

    Numbers outside are drawn again rather than reduced, because a remainder would favour small ones. A draw is refused
    once in 2^32, so a source that never gives a usable number is broken.

    Raises:
        ValueError: if 64 draws in a row were unusable.
    """
    for _ in range(64):
        scalar = int.from_bytes(randbytes(SCALAR_BYTES), "big")
        if 1 <= scalar < N:
            return scalar
    raise ValueError("the source of randomness is broken")


def public_point(scalar: int) -> Point:
    """The public key of a private scalar in 1..N-1."""
    point = multiply(scalar, G)
    if point is None:
        raise ValueError("a private scalar lies in 1..N-1")
    return point


def encode_point(point: Point) -> bytes:
    """65 bytes, uncompressed (SEC 1, 2.3.3)."""
    x, y = point
    return b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def is_on_curve(point: Point) -> bool:
    """Whether the coordinates are those of a point of the curve."""
    x, y = point
    return 0 <= x < P and 0 <= y < P and (y * y - x * x * x + 3 * x - B) % P == 0


def multiply(scalar: int, point: Point) -> Point | None:
    """`scalar` times `point`, for a scalar in 0..2^256-1; None is the point at infinity."""
    below, above = _INFINITY, (point[0], point[1], 1)  # Montgomery ladder: above - below == point at every step
    for bit in range(255, -1, -1):
        if scalar >> bit & 1:
            below, above = _add(below, above), _double(above)
        else:
            above, below = _add(below, above), _double(below)
    return _affine(below)


def sign(scalar: int, message: bytes) -> tuple[int, int]:
    """The ECDSA signature (r, s) of SHA-256(message), with the deterministic nonce of RFC 6979, section 3.2."""
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    seed = scalar.to_bytes(32, "big") + (digest % N).to_bytes(32, "big")
    v, k = b"\x01" * 32, bytes(32)
    for separator in (b"\x00", b"\x01"):
        k = _hmac(k, v + separator + seed)
        v = _hmac(k, v)
    while True:
        v = _hmac(k, v)
        nonce = int.from_bytes(v, "big")
        if 1 <= nonce < N:
            r = public_point(nonce)[0] % N
            s = pow(nonce, -1, N) * (digest + r * scalar) % N
            if r and s:
                return r, s
        k = _hmac(k, v + b"\x00")
        v = _hmac(k, v)


def verify(public: Point, message: bytes, signature: tuple[int, int]) -> bool:
    """Whether the signature (r, s) of SHA-256(message) belongs to the public key (SEC 1, 4.1.4)."""
    r, s = signature
    if not (1 <= r < N and 1 <= s < N and is_on_curve(public)):
        return False
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    inverse = pow(s, -1, N)
    one, two = multiply(digest * inverse % N, G), multiply(r * inverse % N, public)
    total = _affine(_add(_jacobian(one), _jacobian(two)))
    return total is not None and total[0] % N == r


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _jacobian(point: Point | None) -> _Jacobian:
    return _INFINITY if point is None else (point[0], point[1], 1)


def _affine(point: _Jacobian) -> Point | None:
    x, y, z = point
    if not z:
        return None
    inverse = pow(z, -1, P)
    square = inverse * inverse % P
    return x * square % P, y * square * inverse % P


def _double(point: _Jacobian) -> _Jacobian:
    """EFD "dbl-2001-b"."""
    x, y, z = point
    if not z:
        return _INFINITY
    delta, gamma = z * z % P, y * y % P
    beta, alpha = x * gamma % P, 3 * (x - delta) * (x + delta) % P
    x3 = (alpha * alpha - 8 * beta) % P
    return x3, (alpha * (4 * beta - x3) - 8 * gamma * gamma) % P, ((y + z) ** 2 - gamma - delta) % P


def _add(one: _Jacobian, two: _Jacobian) -> _Jacobian:
    """EFD "add-2007-bl", with the cases that it leaves out."""
    x1, y1, z1 = one
    x2, y2, z2 = two
    if not z1:
        return two
    if not z2:
        return one
    zz1, zz2 = z1 * z1 % P, z2 * z2 % P
    u1, u2 = x1 * zz2 % P, x2 * zz1 % P
    s1, s2 = y1 * z2 * zz2 % P, y2 * z1 * zz1 % P
    if u1 == u2:
        return _double(one) if s1 == s2 else _INFINITY
    h, r = u2 - u1, 2 * (s2 - s1)
    i = 4 * h * h % P
    j, v = h * i % P, u1 * i % P
    x3 = (r * r - j - 2 * v) % P
    return x3, (r * (v - x3) - 2 * s1 * j) % P, ((z1 + z2) ** 2 - zz1 - zz2) * h % P
