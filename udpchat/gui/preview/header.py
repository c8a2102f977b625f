"""What a PNG or GIF says about itself in its first bytes: enough to refuse it before anything is unpacked."""

from __future__ import annotations

import os
import stat
import struct
from typing import Final

from udpchat.limits import PREVIEW_FILE_BYTES, PREVIEW_PIXELS

HEAD_BYTES: Final = 26
Size = tuple[int, int]


def size_of(head: bytes) -> Size | None:
    """Width and height in pixels; None for anything else than a PNG or GIF."""
    if head[:8] == b"\x89PNG\r\n\x1a\n" and head[12:16] == b"IHDR" and len(head) >= HEAD_BYTES:
        wide, high = struct.unpack(">II", head[16:24])
        return int(wide), int(high)
    if head[:6] in (b"GIF87a", b"GIF89a") and len(head) >= 10:
        wide, high = struct.unpack("<HH", head[6:10])
        return int(wide), int(high)
    return None


def may_be_shown(size: Size | None) -> bool:
    """Whether it is a picture at all, and not too large unpacked."""
    return size is not None and size[0] > 0 and size[1] > 0 and size[0] * size[1] <= PREVIEW_PIXELS


def look_at(path: str) -> tuple[int, int] | None:
    """When a picture that may be shown was written last, and its bytes; None for one that may not, or that is not there."""
    try:
        about = os.stat(path)
        if not stat.S_ISREG(about.st_mode) or about.st_size > PREVIEW_FILE_BYTES:
            return None
        with open(path, "rb") as file:
            head = file.read(HEAD_BYTES)
    except (OSError, ValueError):
        return None
    return (about.st_mtime_ns, about.st_size) if may_be_shown(size_of(head)) else None
