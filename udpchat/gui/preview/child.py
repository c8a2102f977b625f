"""The process that unpacks pictures: a line with a request comes in, a small picture goes out, or nothing.

    python -m udpchat.gui.preview.child

Whoever started it ends it when it takes too long; it ends by itself when nobody writes to it any more.
"""

from __future__ import annotations

import contextlib
import json
import struct
import sys
import tkinter as tk
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Final

from udpchat.gui.preview import pixels as px
from udpchat.gui.preview.header import look_at
from udpchat.limits import PREVIEW_MEMORY_BYTES

LENGTH: Final = struct.Struct(">I")
COARSE: Final = 3  # times as many points as are wanted stay when a large picture is thinned out before it is made smaller


@dataclass(frozen=True, slots=True)
class Request:
    """Of which file, and how large at most. `ground`: as a PPM on that colour; None: as a PNG with corners of `radius`."""

    path: str
    wide: int
    high: int
    radius: int = 0
    ground: tuple[int, int, int] | None = None

    def line(self) -> bytes:
        """As it is written."""
        return json.dumps(asdict(self)).encode() + b"\n"


def decode(line: bytes) -> Request:
    """The request of a line."""
    values: dict[str, Any] = json.loads(line)
    if values["ground"] is not None:
        values["ground"] = tuple(values["ground"])
    return Request(**values)


class Painter:
    """Has Tk unpack pictures, on a display where nothing is ever shown."""

    def __init__(self) -> None:
        self._root = tk.Tk(className="Udpchat")
        self._root.withdraw()

    def paint(self, request: Request) -> bytes:
        """The small picture; b"" if there is none."""
        if look_at(request.path) is None:
            return b""
        try:
            whole = tk.PhotoImage(master=self._root, file=request.path)
            thin = self._thinned(whole, request)
            picture = px.read_png(bytes(self._root.tk.call(thin, "data", "-format", "png")))
        except (tk.TclError, px.BadPicture, TypeError, MemoryError):
            return b""
        if not any(map(max, (row[3::4] for row in picture.rows))):
            return b""  # nothing to see: the file was cut off, say
        picture = px.smaller(picture, *px.fitting(whole.width(), whole.height(), request.wide, request.high))
        if request.ground is not None:
            return px.to_ppm(picture, request.ground)
        radius = min(request.radius, picture.wide // 6, picture.high // 6)  # a tiny one is no disc
        return px.to_png(px.rounded(picture, radius))

    def _thinned(self, whole: tk.PhotoImage, request: Request) -> tk.PhotoImage:
        if not whole.width() or not whole.height():
            raise px.BadPicture("nothing in it")
        wide, _ = px.fitting(whole.width(), whole.height(), request.wide, request.high)
        step = whole.width() // (wide * COARSE)
        return whole.subsample(step) if step > 1 else whole


def bound_memory() -> None:
    """As far as the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # not there on Windows

        resource.setrlimit(resource.RLIMIT_AS, (PREVIEW_MEMORY_BYTES, PREVIEW_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(requests: BinaryIO, answers: BinaryIO, painter: Painter) -> None:
    """One after another, until nobody asks any more."""
    for line in requests:
        answer = painter.paint(decode(line))
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def main() -> int:
    """The whole life of the process."""
    bound_memory()
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer, Painter())
    return 0


if __name__ == "__main__":
    sys.exit(main())
