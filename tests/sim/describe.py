"""Datagrams in words, for traces and for choosing what to lose: kind, packet number, frames. Never raises."""

from __future__ import annotations

import struct
from dataclasses import dataclass

KINDS = {
    0x80: "HELLO", 0x81: "RETRY", 0x82: "INITIAL", 0x83: "HANDSHAKE", 0x84: "DATA",
    0x85: "RESET", 0x86: "DISCOVER", 0x87: "HERE", 0x88: "VERNEG",
}  # fmt: skip
MAC_BYTES = 16
_PN_AT = {"INITIAL": 17, "HANDSHAKE": 17, "DATA": 9}


@dataclass(frozen=True, slots=True)
class Description:
    """What a datagram says outside TLS: the stream's content is cipher text, the frames around it are not."""

    kind: str
    pn: int | None
    frames: tuple[str, ...]

    def __str__(self) -> str:
        number = "" if self.pn is None else f" pn={self.pn}"
        return f"{self.kind}{number} {' '.join(self.frames)}".rstrip()

    def has(self, frame: str) -> bool:
        """Whether a frame of this name is inside: ACK, STREAM, PING, CLOSE, CHALLENGE, RESPONSE."""
        return any(text.startswith(frame) for text in self.frames)


def describe(data: bytes) -> Description:
    """Read the header and the frames as far as they make sense."""
    kind = KINDS.get(data[0], "?") if data else "EMPTY"
    start = _PN_AT.get(kind)
    if start is None or len(data) < start + 8 + MAC_BYTES:
        return Description(kind, None, ())
    pn = int.from_bytes(data[start : start + 8], "big")
    body = start + 8
    if kind == "INITIAL":
        body += 1 + data[body]
    return Description(kind, pn, tuple(_frames(data[body : len(data) - MAC_BYTES])))


def _frames(body: bytes) -> list[str]:
    out: list[str] = []
    pos = 0
    try:
        while pos < len(body):
            text, pos = _one_frame(body, pos)
            if text:
                out.append(text)
    except (struct.error, IndexError):
        out.append("(cut)")
    return out


def _one_frame(body: bytes, pos: int) -> tuple[str, int]:
    match body[pos]:
        case 0x00:
            return "", len(body) - len(body[pos:].lstrip(b"\0"))
        case 0x01:
            return "PING", pos + 1
        case 0x02:
            largest, _, count = struct.unpack_from(">QHB", body, pos + 1)
            return f"ACK<={largest}/{count + 1}", pos + 16 + 8 * count
        case 0x03:
            offset, length = struct.unpack_from(">QH", body, pos + 1)
            return f"STREAM {offset}+{length}", pos + 11 + length
        case 0x04:
            return "CHALLENGE", pos + 9
        case 0x05:
            return "RESPONSE", pos + 9
        case 0x07:
            code, length = struct.unpack_from(">HB", body, pos + 1)
            return f"CLOSE {code}", pos + 4 + length
        case other:
            return f"frame {other:02x}?", len(body)
