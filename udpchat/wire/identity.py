"""Who a server is: one private key and its self-signed certificate, whose fingerprint the clients pin."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from udpchat.driver import RandBytes
from udpchat.wire import der, p256, x509

FINGERPRINT_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Identity:
    """A server's certificate and private key. The key is left out of `repr`, so that no log can show it."""

    certificate_pem: bytes
    key_pem: bytes = field(repr=False)
    certificate: bytes = field(repr=False)
    """DER; what `SSLSocket.getpeercert(binary_form=True)` gives the client."""

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the certificate, 32 bytes."""
        return fingerprint_of(self.certificate)


def fingerprint_of(certificate: bytes) -> bytes:
    """SHA-256 of a certificate in DER: what a client pins, and what sign-in is bound to (RFC 5929, section 4)."""
    return hashlib.sha256(certificate).digest()


def generate(randbytes: RandBytes) -> Identity:
    """A new identity, about 6 ms of CPU. The same random bytes give the same identity."""
    scalar = p256.private_scalar(randbytes)
    serial = int.from_bytes(randbytes(x509.SERIAL_BYTES), "big") >> 1 | 1 << 126  # positive, always 16 bytes
    return _identity(x509.certificate(scalar, serial), x509.private_key(scalar))


def from_pem(certificate_pem: bytes, key_pem: bytes) -> Identity:
    """The identity that was kept in two files; every byte of it is checked.

    A damaged certificate would have another fingerprint, and every client would take that for an attack.

    Raises:
        ValueError: if one of the two is cut off or damaged, or if they do not belong together.
    """
    certificate, key = der.from_pem("CERTIFICATE", certificate_pem), der.from_pem("PRIVATE KEY", key_pem)
    if not x509.is_signed_by(certificate, x509.scalar_of(key)):
        raise ValueError("the certificate is damaged, or of another key")
    return _identity(certificate, key)


def _identity(certificate: bytes, key: bytes) -> Identity:
    return Identity(der.to_pem("CERTIFICATE", certificate), der.to_pem("PRIVATE KEY", key), certificate)
