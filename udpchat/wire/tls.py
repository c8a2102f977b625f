"""TLS 1.3 through memory: bytes of the stream in, plain bytes out. The only file of the wire that knows `ssl`.

The client checks no chain and no name: it compares the SHA-256 of the certificate with what it expects, before it sends one
application byte. TLS 1.3 has then proven that the server holds the certificate's key. A plain SSLContext ignores
SSLKEYLOGFILE. No tickets: resumption saves 6 % here and costs 271 bytes each.
"""

from __future__ import annotations

import os
import ssl
import tempfile
from collections.abc import Callable

from udpchat.errors import ProtocolViolation
from udpchat.wire.identity import Identity

ALPN = "udpchat/1"
_READ_BYTES = 16 * 1024
_BIO_BYTES = 16 * 1024  # a memory BIO keeps its peak size for ever: never put more into it at once


def client_context() -> ssl.SSLContext:
    """One for the life of the process."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.set_alpn_protocols([ALPN])
    return context


def server_context(identity: Identity) -> ssl.SSLContext:
    """One for the life of the process. OpenSSL takes the key from a file only: a private one, gone at once."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.num_tickets = 0
    context.set_alpn_protocols([ALPN])
    descriptor, name = tempfile.mkstemp()
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(identity.key_pem + identity.certificate_pem)
        context.load_cert_chain(name)
    finally:
        os.unlink(name)
    return context


class Tunnel:
    """One TLS session. `incoming` feeds it, `outgoing` drains it; `records` counts both directions."""

    __slots__ = ("_in", "_out", "_tls", "is_up", "records")

    def __init__(self, context: ssl.SSLContext, is_client: bool) -> None:
        self._in = ssl.MemoryBIO()
        self._out = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_side=not is_client)
        self.is_up = False
        self.records = 0

    def handshake(self) -> bool:
        """Take the handshake as far as the bytes go; whether it is done. Raises ProtocolViolation."""
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError as error:
            raise ProtocolViolation(f"TLS: {error.reason}") from None
        if self._tls.selected_alpn_protocol() != ALPN:
            raise ProtocolViolation("TLS: no common protocol")
        self.is_up = True
        return True

    @property
    def certificate(self) -> bytes:
        """The peer's certificate (DER); empty when it has none."""
        return self._tls.getpeercert(binary_form=True) or b""

    def feed(self, data: bytes | bytearray, sink: Callable[[bytes], object]) -> None:
        """Decrypt `data` into `sink`; during the handshake only store it. Raises ProtocolViolation."""
        if len(data) <= _BIO_BYTES:
            self._in.write(data)
            if self.is_up:
                self._decrypt(sink)
            return
        for start in range(0, len(data), _BIO_BYTES):
            self.feed(data[start : start + _BIO_BYTES], sink)

    def decrypt_waiting(self, sink: Callable[[bytes], object]) -> None:
        """What arrived in the same datagram as the end of the handshake."""
        if self._in.pending or self._tls.pending():
            self._decrypt(sink)

    def _decrypt(self, sink: Callable[[bytes], object]) -> None:
        read = self._tls.read
        try:
            while True:
                data = read(_READ_BYTES)
                if not data:
                    raise ProtocolViolation("TLS: ended")
                self.records += 1
                sink(data)
                if not self._in.pending and not self._tls.pending():
                    return
        except ssl.SSLWantReadError:
            return
        except ssl.SSLError as error:
            raise ProtocolViolation(f"TLS: {error.reason}") from None

    def encrypt(self, plain: bytes) -> bytes:
        """One record (and whatever TLS itself has to say)."""
        self._tls.write(plain)
        self.records += 1
        return self._out.read()

    def drain(self) -> bytes:
        """Handshake bytes that wait to be sent."""
        return self._out.read() if self._out.pending else b""
