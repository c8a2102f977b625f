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
_BIO_BYTES = 18 * 1024  # a memory BIO keeps its peak size for ever: never more than a record and a datagram at once
_HEADER_BYTES = 5  # of a record: type, version, length
_DATA_RECORD = b"\x17\x03\x03"


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
    """One TLS session; `records` counts both directions.

    `missing` is how many bytes the record at hand lacks, as far as that is known: with less there is no need to feed it, and
    a record of a file that comes in twelve datagrams is looked at once instead of twelve times.
    """

    __slots__ = ("_follows", "_head", "_in", "_out", "_tls", "is_up", "missing", "records")

    def __init__(self, context: ssl.SSLContext, is_client: bool) -> None:
        self._in = ssl.MemoryBIO()
        self._out = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_side=not is_client)
        self.is_up = False
        self.records = 0
        self.missing = 0
        self._follows = False  # where records begin is known
        self._head = b""  # a piece of a header

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
                if self._decrypt(sink):
                    self._follows, self.missing, self._head = True, 0, b""
                elif self._follows:
                    self._follow(data)
            return
        for start in range(0, len(data), _BIO_BYTES):
            self.feed(data[start : start + _BIO_BYTES], sink)

    def decrypt_waiting(self, sink: Callable[[bytes], object]) -> None:
        """What arrived in the same datagram as the end of the handshake."""
        if self._in.pending or self._tls.pending():
            self._decrypt(sink)

    def _follow(self, data: bytes | bytearray) -> None:
        """These bytes ended inside a record: find out how far."""
        data = self._head + data
        at, end = self.missing, len(data)
        while at + _HEADER_BYTES <= end:
            if data[at : at + 3] != _DATA_RECORD:
                self._follows, self.missing, self._head = False, 0, b""  # it is for TLS to say what that is
                return
            at += _HEADER_BYTES + int.from_bytes(data[at + 3 : at + 5], "big")
        self._head = bytes(data[at:])
        self.missing = max(at - end, 0)

    def _decrypt(self, sink: Callable[[bytes], object]) -> bool:
        """Whatever is whole; whether that was all."""
        read = self._tls.read
        try:
            while True:
                data = read(_READ_BYTES)
                if not data:
                    raise ProtocolViolation("TLS: ended")
                self.records += 1
                sink(data)
                if not self._in.pending and not self._tls.pending():
                    return True
        except ssl.SSLWantReadError:
            return False
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
