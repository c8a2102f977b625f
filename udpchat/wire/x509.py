"""The server's certificate (X.509 v3, RFC 5280) and its private key file (PKCS#8, RFC 5958), both for P-256.

The certificate is its own anchor: clients pin its fingerprint, nobody checks names or dates. So it never expires (the
date that RFC 5280 4.1.2.5 reserves for this) and starts in 2000: a wrong clock must not lock anyone out. It is
otherwise strict X.509, because TLS libraries and inspection tools complain about less.
"""

from __future__ import annotations

import hashlib
from typing import Final

from udpchat.wire import der, p256

COMMON_NAME: Final = "udpchat"
DNS_NAME: Final = "udpchat.local"
SERIAL_BYTES: Final = 16
"""RFC 5280 4.1.2.2 allows 20; 16 keep two certificates of one name apart."""

_KEY_TYPE: Final = der.sequence(
    der.object_identifier("1.2.840.10045.2.1"),  # id-ecPublicKey
    der.object_identifier("1.2.840.10045.3.1.7"),  # prime256v1
)
_SIGNATURE_TYPE: Final = der.sequence(der.object_identifier("1.2.840.10045.4.3.2"))  # ecdsa-with-SHA256
_NAME: Final = der.sequence(
    der.element(der.SET, der.sequence(der.object_identifier("2.5.4.3"), der.utf8_string(COMMON_NAME)))
)
_VALIDITY: Final = der.sequence(
    der.element(der.UTC_TIME, b"000101000000Z"), der.element(der.GENERALIZED_TIME, b"99991231235959Z")
)
_DIGITAL_SIGNATURE_AND_CERT_SIGN: Final = der.bit_string(b"\x84", unused_bits=2)


def certificate(scalar: int, serial: int) -> bytes:
    """The self-signed certificate (DER, about 455 bytes) of a private key; the same arguments give the same bytes."""
    point = p256.encode_point(p256.public_point(scalar))
    signed = der.sequence(
        der.context(0, der.integer(2)),  # version 3
        der.integer(serial),
        _SIGNATURE_TYPE,
        _NAME,
        _VALIDITY,
        _NAME,
        der.sequence(_KEY_TYPE, der.bit_string(point)),
        der.context(3, _extensions(point)),
    )
    r, s = p256.sign(scalar, signed)
    return der.sequence(signed, _SIGNATURE_TYPE, der.bit_string(der.sequence(der.integer(r), der.integer(s))))


def private_key(scalar: int) -> bytes:
    """The private key as PKCS#8 (DER, 138 bytes), as `openssl pkey` writes it."""
    point = p256.encode_point(p256.public_point(scalar))
    secret = der.octet_string(scalar.to_bytes(p256.SCALAR_BYTES, "big"))
    inner = der.sequence(der.integer(1), secret, der.context(1, der.bit_string(point)))
    return der.sequence(der.integer(0), _KEY_TYPE, der.octet_string(inner))


def scalar_of(key: bytes) -> int:
    """The private scalar of a PKCS#8 key for P-256.

    Raises:
        ValueError: if it is another kind of key, or damaged.
    """
    _version, kind, wrapped, *_attributes = _at_least(3, der.read_all(der.read_only(key, der.SEQUENCE)))
    inner = der.read_all(der.read_only(der.read_only(wrapped.whole, der.OCTET_STRING), der.SEQUENCE))
    secret = _at_least(2, inner)[1]
    scalar = int.from_bytes(secret.body, "big")
    if kind.whole != _KEY_TYPE or secret.tag != der.OCTET_STRING or not 1 <= scalar < p256.N:
        raise ValueError("not a private key for P-256")
    point = der.bit_string(p256.encode_point(p256.public_point(scalar)))
    if any(part.body != point for part in inner if part.tag == 0xA1):  # the public key beside it is optional
        raise ValueError("the halves of the private key differ")
    return scalar


def is_signed_by(certificate: bytes, scalar: int) -> bool:
    """Whether this is an undamaged certificate for that private key, signed by itself."""
    try:
        signed, kind, signature = _exactly(3, der.read_all(der.read_only(certificate, der.SEQUENCE)))
        pair = der.read_only(_bits(signature), der.SEQUENCE)
        r, s = (int.from_bytes(der.read_only(part.whole, der.INTEGER), "big") for part in der.read_all(pair))
        fields = _at_least(7, der.read_all(der.read_only(signed.whole, der.SEQUENCE)))
    except ValueError:
        return False
    public = p256.public_point(scalar)
    key = der.sequence(_KEY_TYPE, der.bit_string(p256.encode_point(public)))
    return kind.whole == _SIGNATURE_TYPE and fields[6].whole == key and p256.verify(public, signed.whole, (r, s))


def _extensions(point: bytes) -> bytes:
    key_id = hashlib.sha1(point, usedforsecurity=False).digest()  # RFC 5280 4.2.1.2, method 1: a name, not a proof
    uses = (der.object_identifier("1.3.6.1.5.5.7.3.1"), der.object_identifier("1.3.6.1.5.5.7.3.2"))  # TLS both ways
    return der.sequence(
        _extension("2.5.29.19", der.sequence(der.TRUE), critical=True),  # basicConstraints: its own authority
        _extension("2.5.29.15", _DIGITAL_SIGNATURE_AND_CERT_SIGN, critical=True),  # keyUsage
        _extension("2.5.29.37", der.sequence(*uses)),  # extKeyUsage
        _extension("2.5.29.14", der.octet_string(key_id)),  # subjectKeyIdentifier
        _extension("2.5.29.35", der.sequence(der.context_primitive(0, key_id))),  # authorityKeyIdentifier
        _extension("2.5.29.17", der.sequence(der.context_primitive(2, DNS_NAME.encode()))),  # subjectAltName
    )


def _extension(dotted: str, value: bytes, critical: bool = False) -> bytes:
    flag = der.TRUE if critical else b""
    return der.sequence(der.object_identifier(dotted), flag, der.octet_string(value))


def _bits(found: der.Element) -> bytes:
    body = der.read_only(found.whole, der.BIT_STRING)
    if body[:1] != b"\x00":
        raise ValueError("a bit string of whole bytes was expected")
    return body[1:]


def _at_least(count: int, elements: list[der.Element]) -> list[der.Element]:
    if len(elements) < count:
        raise ValueError("elements are missing")
    return elements


def _exactly(count: int, elements: list[der.Element]) -> list[der.Element]:
    if len(elements) != count:
        raise ValueError("another number of elements than expected")
    return elements
