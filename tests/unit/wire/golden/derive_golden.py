"""Derives the golden vectors of the wire from its standard alone: nothing of the program under test is imported.

    python3 tests/unit/wire/golden/derive_golden.py            compare vectors.json with a fresh derivation
    python3 tests/unit/wire/golden/derive_golden.py --write    write it

Bytes are put together by hand. Where an `openssl` of version 3 is installed, every BLAKE2b and HMAC is computed
again by it and compared.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("vectors.json")
Row = dict[str, Any]


def u(value: int, size: int) -> bytes:
    """A big-endian unsigned integer of `size` bytes."""
    out = []
    for at in range(size - 1, -1, -1):
        out.append(value >> (8 * at) & 0xFF)
    assert value >> (8 * size) == 0
    return bytes(out)


def text(value: str) -> bytes:
    return value.encode("utf-8")


# --- keyed hashes, computed twice -------------------------------------------------------------------------------------


def _openssl() -> str | None:
    program = shutil.which("openssl")
    if program is None:
        return None
    asked = subprocess.run([program, "list", "-mac-algorithms"], capture_output=True, text=True, check=False)
    return program if "BLAKE2BMAC" in asked.stdout else None


class Hashes:
    """BLAKE2b and HMAC; each result is asked of `openssl` as well when `second` names it."""

    def __init__(self, second: str | None) -> None:
        self.second = second
        self.compared_count = 0

    def blake2b(self, key: bytes, data: bytes, size: int) -> bytes:
        value = hashlib.blake2b(data, key=key, digest_size=size).digest()
        self._compare(value, data, "-macopt", f"size:{size}", "-macopt", f"hexkey:{key.hex()}", "BLAKE2BMAC")
        return value

    def hmac_sha256(self, key: bytes, data: bytes) -> bytes:
        value = hmac.new(key, data, hashlib.sha256).digest()
        self._compare(value, data, "-digest", "SHA256", "-macopt", f"hexkey:{key.hex()}", "HMAC")
        return value

    def _compare(self, value: bytes, data: bytes, *options: str) -> None:
        if self.second is None:
            return
        command = [self.second, "mac", "-binary", "-in", "-", *options]
        found = subprocess.run(command, input=data, capture_output=True, check=True).stdout
        if found != value:
            raise SystemExit(f"openssl disagrees: {found.hex()} is not {value.hex()}")
        self.compared_count += 1


# --- fixed inputs -----------------------------------------------------------------------------------------------------

CCID = 0x1122334455667788
SCID = 0x99AABBCCDDEEFF00  # the server's connection id
ADDRESS, ADDRESS_BYTES, PORT = "192.168.1.23", bytes([192, 168, 1, 23]), 40001
COOKIE_KEY = bytes(range(0x40, 0x60))
COOKIE_KEY_ID, COOKIE_TIME_MS = 5, 1_234_567_890
MASTER = bytes(range(0xA0, 0xC0))
PARAMETERS = u(1_048_576, 4) + u(20, 2) + u(16_384, 2)  # window, delay of an ACK in ms, largest datagram
RESET_KEY = bytes(range(0x60, 0x80))
FINGERPRINT = hashlib.sha256(b"udpchat golden certificate").digest()
NONCE = 0x0123456789ABCDEF


# --- frames: what they say beside what they are -----------------------------------------------------------------------


def padding(count: int) -> tuple[Row, bytes]:
    return {"type": "PADDING", "count": count}, bytes(count)


def ping() -> tuple[Row, bytes]:
    return {"type": "PING"}, b"\x01"


def ack(delay_units: int, *ranges: tuple[int, int]) -> tuple[Row, bytes]:
    """Ranges (lo, hi), both inclusive, the highest first."""
    (low, high), rest = ranges[0], ranges[1:]
    wire = b"\x02" + u(high, 8) + u(delay_units, 2) + u(len(rest), 1) + u(high - low, 4)
    for next_low, next_high in rest:
        wire += u(low - next_high - 2, 4) + u(next_high - next_low, 4)
        low = next_low
    return {"type": "ACK", "delay_units": delay_units, "ranges": [list(pair) for pair in ranges]}, wire


def stream(offset: int, data: bytes) -> tuple[Row, bytes]:
    return {"type": "STREAM", "offset": offset, "data": data.hex()}, b"\x03" + u(offset, 8) + u(len(data), 2) + data


def path_challenge(data: bytes) -> tuple[Row, bytes]:
    return {"type": "PATH_CHALLENGE", "data": data.hex()}, b"\x04" + data


def path_response(data: bytes) -> tuple[Row, bytes]:
    return {"type": "PATH_RESPONSE", "data": data.hex()}, b"\x05" + data


def close(code: int, reason: str) -> tuple[Row, bytes]:
    raw = text(reason)
    return {"type": "CLOSE", "code": code, "reason": reason}, b"\x07" + u(code, 2) + u(len(raw), 1) + raw


FRAMES = {
    "padding": padding(5),
    "ping": ping(),
    "ack of one number": ack(0, (0, 0)),
    "ack of one range": ack(200, (3, 17)),
    "ack of three ranges": ack(65535, (1000, 1004), (990, 998), (7, 7)),
    "ack beyond 32 bits": ack(1, (2**40 - 2, 2**40)),
    "stream": stream(0, b"hello"),
    "stream far on": stream(2**33 + 1, bytes(range(256))),
    "path challenge": path_challenge(bytes(range(1, 9))),
    "path response": path_response(bytes(range(0xF8, 0x100))),
    "close without reason": close(0, ""),
    "close with reason": close(6, "see you, größe ☕"),
}


# --- packets ----------------------------------------------------------------------------------------------------------


def hello(purpose: int) -> Row:
    wire = b"\x80" + b"UDPC" + u(1, 1) + u(1, 1) + u(purpose, 1) + u(CCID, 8)
    wire += bytes(64 - len(wire))
    return {"type": "HELLO", "highest": 1, "lowest": 1, "purpose": purpose, "ccid": CCID, "hex": wire.hex()}


def cookie(h: Hashes, purpose: int = 0) -> bytes:
    head = u(COOKIE_KEY_ID, 1) + u(COOKIE_TIME_MS, 6)
    covered = ADDRESS_BYTES + u(PORT, 2) + u(CCID, 8) + u(1, 1) + u(purpose, 1) + head
    return head + h.blake2b(COOKIE_KEY, covered, 16)


def retry(h: Hashes, given: bytes) -> Row:
    body = b"\x81" + u(CCID, 8) + u(1, 1) + u(len(given), 1) + given
    check = h.blake2b(text("udpchat/1 retry"), body, 8)
    fields = {"ccid": CCID, "version": 1, "cookie": given.hex(), "check": check.hex()}
    return {"type": "RETRY", **fields, "hex": (body + check).hex()}


def protected(h: Hashes, fields: Row, header: bytes, key_name: str, key: bytes, *frames: tuple[Row, bytes]) -> Row:
    body = header + b"".join(wire for _, wire in frames)
    mac = h.blake2b(key, body, 16)
    said = [said for said, _ in frames]
    return {**fields, "key": key_name, "frames": said, "mac": mac.hex(), "hex": (body + mac).hex()}


def initial(h: Hashes, given: bytes, key0: bytes, pn: int, *frames: tuple[Row, bytes]) -> Row:
    """Padded to 1,200 bytes."""
    header = b"\x82" + u(0, 8) + u(CCID, 8) + u(pn, 8) + u(len(given), 1) + given
    size = len(header) + sum(len(wire) for _, wire in frames) + 16
    fields = {"type": "INITIAL", "dcid": 0, "scid": CCID, "pn": pn, "cookie": given.hex()}
    return protected(h, fields, header, "key0", key0, *frames, padding(1200 - size))


def handshake(h: Hashes, key0: bytes, dcid: int, scid: int, pn: int, *frames: tuple[Row, bytes]) -> Row:
    header = b"\x83" + u(dcid, 8) + u(scid, 8) + u(pn, 8)
    return protected(h, {"type": "HANDSHAKE", "dcid": dcid, "scid": scid, "pn": pn}, header, "key0", key0, *frames)


def data(h: Hashes, key_name: str, key: bytes, dcid: int, pn: int, *frames: tuple[Row, bytes]) -> Row:
    return protected(
        h, {"type": "DATA", "dcid": dcid, "pn": pn}, b"\x84" + u(dcid, 8) + u(pn, 8), key_name, key, *frames
    )


def discover() -> Row:
    wire = b"\x86" + b"UDPC" + u(1, 1) + u(NONCE, 8)
    return {"type": "DISCOVER", "version": 1, "nonce": NONCE, "hex": (wire + bytes(256 - len(wire))).hex()}


def here(flags: int, port: int, users: int, name: str) -> Row:
    raw = text(name)
    wire = b"\x87" + u(NONCE, 8) + u(1, 1) + u(flags, 1) + u(port, 2) + u(users, 2) + FINGERPRINT + u(len(raw), 1) + raw
    fields = {"nonce": NONCE, "version": 1, "flags": flags, "port": port, "users": users, "name": name}
    return {"type": "HERE", **fields, "fingerprint": FINGERPRINT.hex(), "hex": wire.hex()}


def verneg(*versions: int) -> Row:
    wire = b"\x88" + u(CCID, 8) + u(len(versions), 1) + bytes(versions)
    return {"type": "VERNEG", "ccid": CCID, "versions": list(versions), "hex": wire.hex()}


def reset(token: bytes) -> Row:
    return {"type": "RESET", "dcid": SCID, "token": token.hex(), "hex": (b"\x85" + u(SCID, 8) + token).hex()}


# --- inside TLS, and for people ---------------------------------------------------------------------------------------


def application_frames() -> list[Row]:
    bodies = {
        "CONTROL": (0, text('{"t":"bye","reason":"shutdown"}')),
        "CHAT": (1, text('{"t":"post","text":"größe ☕"}')),
        "BULK": (2, u(7, 4) + u(2**32 + 5, 8) + b"piece of a file"),
        "CREDIT": (3, u(7, 4) + u(262144, 8)),
        "HISTORY": (4, b""),
        "KEY": (0xFF, MASTER + PARAMETERS),
        "PARAMETERS": (0xFE, PARAMETERS),
    }
    rows = []
    for name, (kind, body) in bodies.items():
        wire = u(kind, 1) + u(len(body), 4) + body
        rows.append({"channel": name, "number": kind, "body": body.hex(), "hex": wire.hex()})
    return rows


def base32(raw: bytes) -> str:
    """RFC 4648 without padding, five bits at a time."""
    bits = "".join(f"{byte:08b}" for byte in raw)
    bits += "0" * (-len(bits) % 5)
    digits = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5)]
    assert "".join(digits) == base64.b32encode(raw).decode().rstrip("=")
    return "".join(digits)


def for_people() -> list[Row]:
    rows = []
    for fingerprint in (FINGERPRINT, bytes(32), b"\xff" * 32):
        short = base32(fingerprint[:10])
        rows.append(
            {
                "fingerprint": fingerprint.hex(),
                "human": f"{short[:4]}-{short[4:8]}-{short[8:12]}-{short[12:]}",
                "host": "192.168.1.10",
                "port": 11111,
                "invite": f"udpchat://192.168.1.10:11111/#{base32(fingerprint)}",
            }
        )
    return rows


def packets(h: Hashes, given: bytes, key0: bytes, c2s: bytes, s2c: bytes, token: bytes) -> dict[str, Row]:
    ids = bytes(range(1, 9))
    up, down = ("key1_c2s", c2s, SCID), ("key1_s2c", s2c, CCID)
    shake_up, shake_down = (key0, SCID, CCID), (key0, CCID, SCID)
    return {
        "hello": hello(0),
        "hello of a link": hello(1),
        "retry": retry(h, given),
        "initial": initial(h, given, key0, 0, stream(0, b"a TLS ClientHello would stand here")),
        "initial, later part": initial(h, given, key0, 1, stream(1100, b"more of it")),
        "handshake up": handshake(h, *shake_up, 2, ack(12, (0, 0)), stream(241, b"a TLS Finished")),
        "handshake down": handshake(h, *shake_down, 0, ack(0, (0, 1)), stream(0, b"a TLS ServerHello")),
        "handshake close": handshake(h, *shake_down, 1, close(3, "no TLS 1.3")),
        "data ping": data(h, *up, 3, ping()),
        "data ping padded": data(h, *up, 4, ping(), padding(40)),
        "data stream": data(h, *up, 5, stream(321, b"a TLS record")),
        "data acknowledgement": data(h, *down, 2, ack(200, (5, 5), (3, 3), (0, 1))),
        "data both": data(h, *down, 3, ack(3, (0, 9)), stream(900, b"one"), stream(903, b"two")),
        "data path challenge": data(h, *down, 4, path_challenge(ids)),
        "data path response": data(h, *up, 6, path_response(ids)),
        "data close": data(h, *up, 7, close(0, "")),
        "data close with reason": data(h, *down, 2**63, close(6, "shutdown")),
        "reset": reset(token),
        "discover": discover(),
        "here": here(3, 11111, 27, "Lab größe ☕"),
        "here without a name": here(0, 65535, 0, ""),
        "version negotiation": verneg(1),
        "version negotiation of two": verneg(2, 1),
    }


def derive(second: str | None = None) -> dict[str, Any]:
    """Every vector, as written to the file."""
    h = Hashes(second)
    given = cookie(h)
    key0 = h.blake2b(text("udpchat/1 initial"), given + u(CCID, 8), 32)
    c2s = h.hmac_sha256(MASTER, text("udpchat/1 c2s"))
    s2c = h.hmac_sha256(MASTER, text("udpchat/1 s2c"))
    token = h.blake2b(RESET_KEY, u(SCID, 8), 16)
    return {
        "about": "Derived by derive_golden.py from the standard of the wire, version 1; never edited by hand. "
        "Byte strings are hex; ranges of an ACK are [lowest, highest], the highest range first.",
        "cookie": {
            "key": COOKIE_KEY.hex(),
            "key_id": COOKIE_KEY_ID,
            "time_ms": COOKIE_TIME_MS,
            "address": ADDRESS,
            "port": PORT,
            "ccid": CCID,
            "version": 1,
            "purpose": 0,
            "cookie": given.hex(),
            "cookie_of_a_link": cookie(h, purpose=1).hex(),
        },
        "keys": {
            "cookie": given.hex(),
            "ccid": CCID,
            "key0": key0.hex(),
            "master": MASTER.hex(),
            "key1_c2s": c2s.hex(),
            "key1_s2c": s2c.hex(),
        },
        "reset_token": {"reset_key": RESET_KEY.hex(), "cid": SCID, "token": token.hex()},
        "frames": {name: {**said, "hex": wire.hex()} for name, (said, wire) in FRAMES.items()},
        "packets": packets(h, given, key0, c2s, s2c, token),
        "application_frames": application_frames(),
        "people": for_people(),
    }


def written(vectors: dict[str, Any]) -> str:
    """The vectors as the file holds them."""
    return json.dumps(vectors, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    program = _openssl()
    fresh = written(derive(program))
    twice = "each hash compared with openssl" if program else "openssl with BLAKE2BMAC not found: hashes computed once"
    if "--write" in sys.argv[1:]:
        FILE.write_text(fresh, encoding="utf-8", newline="\n")
        print(f"written; {twice}")
        return 0
    same = FILE.read_text(encoding="utf-8") == fresh
    print(f"vectors.json is {'up to date' if same else 'NOT what is derived'}; {twice}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
