"""DER (X.690): the few types that a certificate and a private key are written in, and a strict reader of them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

BOOLEAN: Final = 0x01
INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
OBJECT_IDENTIFIER: Final = 0x06
UTF8_STRING: Final = 0x0C
UTC_TIME: Final = 0x17
GENERALIZED_TIME: Final = 0x18
SEQUENCE: Final = 0x30
SET: Final = 0x31

TRUE: Final = b"\x01\x01\xff"


def element(tag: int, *parts: bytes) -> bytes:
    """One element: tag, length in the shortest form, the parts joined."""
    body = b"".join(parts)
    return bytes([tag]) + _length(len(body)) + body


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE of elements."""
    return element(SEQUENCE, *parts)


def integer(value: int) -> bytes:
    """INTEGER >= 0. A leading zero byte keeps a high bit from reading as a minus sign."""
    if value < 0:
        raise ValueError("only integers from zero up are written")
    return element(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def bit_string(data: bytes, unused_bits: int = 0) -> bytes:
    """BIT STRING; `unused_bits` at the end of the last byte do not count."""
    return element(BIT_STRING, bytes([unused_bits]), data)


def octet_string(*parts: bytes) -> bytes:
    """OCTET STRING."""
    return element(OCTET_STRING, *parts)


def utf8_string(text: str) -> bytes:
    """UTF8String."""
    return element(UTF8_STRING, text.encode())


def object_identifier(dotted: str) -> bytes:
    """OBJECT IDENTIFIER from its dotted form, such as "1.2.840.10045.2.1"."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return element(OBJECT_IDENTIFIER, *(_base128(arc) for arc in (first * 40 + second, *rest)))


def context(number: int, *parts: bytes) -> bytes:
    """[number] EXPLICIT or a constructed IMPLICIT element, for numbers 0..30."""
    return element(0xA0 | number, *parts)


def context_primitive(number: int, data: bytes) -> bytes:
    """[number] IMPLICIT around a primitive value, for numbers 0..30."""
    return element(0x80 | number, data)


def _length(count: int) -> bytes:
    if count < 0x80:
        return bytes([count])
    digits = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(digits)]) + digits


def _base128(value: int) -> bytes:
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(value & 0x7F | 0x80)
    return bytes(reversed(digits))


@dataclass(frozen=True, slots=True)
class Element:
    """One element that was read: its tag, its body, and the whole of it as it stood in the data."""

    tag: int
    body: bytes
    whole: bytes


def read(data: bytes) -> tuple[Element, bytes]:
    """The first element of `data`, and what follows it.

    Raises:
        ValueError: if the data is cut off, or not in the one form that DER allows.
    """
    if len(data) < 2 or data[0] & 0x1F == 0x1F:
        raise ValueError("no DER element")
    start, count = 2, data[1]
    if count >= 0x80:
        start = 2 + (count & 0x7F)
        digits = data[2:start]
        count = int.from_bytes(digits, "big")
        if not digits or len(digits) > 4 or data[1:start] != _length(count):
            raise ValueError("DER length not in its shortest form")
    end = start + count
    if end > len(data):
        raise ValueError("DER element cut off")
    return Element(data[0], data[start:end], data[:end]), data[end:]


def read_only(data: bytes, tag: int) -> bytes:
    """The body of the one element that `data` consists of. Raises ValueError for another tag, or more than that."""
    found, rest = read(data)
    if found.tag != tag or rest:
        raise ValueError("another DER element than expected")
    return found.body


def read_all(data: bytes) -> list[Element]:
    """The elements that stand in a row in the body of a SEQUENCE. Raises ValueError."""
    elements = []
    while data:
        found, data = read(data)
        elements.append(found)
    return elements


def to_pem(label: str, der: bytes) -> bytes:
    """The text form of RFC 7468, lines of 64 characters."""
    text = base64.b64encode(der)
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    name = label.encode()
    return b"\n".join([b"-----BEGIN " + name + b"-----", *lines, b"-----END " + name + b"-----", b""])


def from_pem(label: str, pem: bytes) -> bytes:
    """The one block of that label that the text consists of.

    Raises:
        ValueError: if it is anything else, such as a half-written file.
    """
    name = label.encode()
    lines = pem.split()
    head, tail = [b"-----BEGIN", *name.split()], [b"-----END", *name.split()]
    head[-1] += b"-----"
    tail[-1] += b"-----"
    size = len(head)
    if lines[:size] != head or len(lines) < 2 * size or lines[-size:] != tail:
        raise ValueError(f"not one PEM block {label}")
    try:
        return base64.b64decode(b"".join(lines[size:-size]), validate=True)
    except binascii.Error:
        raise ValueError(f"PEM block {label} is damaged") from None
