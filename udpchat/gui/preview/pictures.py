"""The pictures of files in a window: asked for by path, made beside the window, a bounded number of them kept."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from udpchat.gui.background import Background
from udpchat.gui.kit import Kit
from udpchat.gui.kit.colors import rgb
from udpchat.gui.preview.child import Request
from udpchat.gui.preview.header import look_at
from udpchat.gui.preview.maker import Maker
from udpchat.limits import PREVIEWS_KEPT_BYTES, PREVIEWS_QUEUED_COUNT

LANE: Final = "pictures"
RADIUS_PX: Final = 10
BAD_COUNT: Final = 1000  # files known to be no pictures

Stamp = tuple[int, int]
"""When a file was written last, and its bytes: another stamp, another picture."""
Key = tuple[str, int, int]
Then = Callable[[tk.PhotoImage | None], None]


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: Stamp
    image: tk.PhotoImage

    @property
    def bytes_count(self) -> int:
        return 4 * self.image.width() * self.image.height()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look at the file found: its stamp, and the picture unless it is the one that is known."""

    stamp: Stamp | None
    data: bytes | None = None


class Pictures:
    """Of one window; `close` it with that."""

    def __init__(self, kit: Kit, background: Background, maker: Maker | None = None) -> None:
        self._kit = kit
        self._background = background
        self._maker = maker or Maker()
        self._kept: dict[Key, _Kept] = {}  # the one asked for last is the last
        self._bad: dict[Key, Stamp] = {}
        self._waiting: dict[Key, list[Then]] = {}
        self._queue: list[Key] = []  # those whose turn has not come; the one asked for last comes next
        self._busy = False

    @property
    def bytes_count(self) -> int:
        """Of memory that is kept."""
        return sum(kept.bytes_count for kept in self._kept.values())

    def get(self, path: str, wide: int, high: int, then: Then) -> None:
        """At once, if it is known; and later, if it is not, or is another one by now, or gone."""
        key = (path, wide, high)
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._kept[key] = kept
            then(kept.image)
        if key in self._waiting:
            self._waiting[key].append(then)
            return
        self._waiting[key] = [then]
        self._queue.append(key)
        if len(self._queue) > PREVIEWS_QUEUED_COUNT:  # whoever scrolls fast has passed it by
            del self._waiting[self._queue.pop(0)]
        self._next()

    def _next(self) -> None:
        if self._busy or not self._queue:
            return
        self._busy = True
        key = self._queue.pop()
        kept = self._kept.get(key)
        known = kept.stamp if kept is not None else self._bad.get(key)
        request = Request(*key, self._kit.px(RADIUS_PX))
        self._background.run(LANE, partial(self._look, request, known), partial(self._found, key))

    def large(self, path: str, wide: int, high: int, then: Then) -> None:
        """One to be looked at alone; it is not kept."""
        ground = rgb(self._kit.color("bg"))
        request = Request(path, wide, high, 0, ground)
        made = partial(self._look, request, None)
        self._background.run(LANE, made, lambda found, _error: then(self._image(found.data, "ppm") if found else None))

    def close(self) -> None:
        """The window goes."""
        self._waiting.clear()
        self._queue.clear()
        self._kept.clear()
        self._maker.close()

    def _look(self, request: Request, known: Stamp | None) -> _Found:
        """On a thread."""
        stamp = look_at(request.path)
        if stamp is None or stamp == known:
            return _Found(stamp)
        return _Found(stamp, self._maker.make(request) or b"")

    def _found(self, key: Key, found: _Found | None, _error: Exception | None) -> None:
        self._busy = False
        self._next()
        waiting = self._waiting.pop(key, [])
        if found is None or found.stamp is None:
            self._kept.pop(key, None)
            self._tell(waiting, None)
        elif found.data is None:
            if key not in self._kept:
                self._tell(waiting, None)  # known to be none
        else:
            self._tell(waiting, self._keep(key, found.stamp, found.data))

    def _keep(self, key: Key, stamp: Stamp, data: bytes) -> tk.PhotoImage | None:
        self._kept.pop(key, None)
        image = self._image(data, "png")
        if image is None:
            self._bad[key] = stamp
            if len(self._bad) > BAD_COUNT:
                del self._bad[next(iter(self._bad))]
            return None
        self._kept[key] = _Kept(stamp, image)
        while self.bytes_count > PREVIEWS_KEPT_BYTES and len(self._kept) > 1:
            del self._kept[next(iter(self._kept))]
        return image

    def _image(self, data: bytes | None, kind: str) -> tk.PhotoImage | None:
        if not data:
            return None
        try:
            return tk.PhotoImage(master=self._kit.root, data=data, format=kind)
        except tk.TclError:  # what that process says is believed as little as the file itself
            return None

    def _tell(self, waiting: list[Then], image: tk.PhotoImage | None) -> None:
        for then in waiting:
            then(image)
