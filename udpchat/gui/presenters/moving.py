"""How far the files are that are on their way, all together: for a small strip that is always in view."""

from __future__ import annotations

from typing import Final

from udpchat.catalogue import text
from udpchat.client.events import Progress
from udpchat.client.transfers.states import UNFINISHED, State
from udpchat.gui.presenters import file_words
from udpchat.gui.widgets.chat_data import MovingData

LOST: Final = frozenset({State.CANCELLED, State.DECLINED, State.EXPIRED, State.FAILED, State.PAUSED})


class Moving:
    """Feed it each transfer that has changed. Those that are over count until the last one is: the bar goes forward only."""

    def __init__(self) -> None:
        self._batch: dict[bytes, Progress] = {}
        self._going: set[bytes] = set()

    def changed(self, found: Progress) -> None:
        """One of them."""
        if found.state in UNFINISHED:
            self._batch[found.key] = found
            self._going.add(found.key)
            return
        self._going.discard(found.key)
        if found.state in LOST:
            self._batch.pop(found.key, None)
        elif found.key in self._batch:
            self._batch[found.key] = found
        if not self._going:
            self._batch.clear()

    @property
    def count(self) -> int:
        """How many are not over."""
        return len(self._going)

    def data(self, online: bool) -> MovingData | None:
        """None: nothing is on its way."""
        if not self._going:
            return None
        batch = self._batch.values()
        size, done = sum(found.size for found in batch), sum(map(moved, batch))
        per_s = sum(found.per_s for found in batch) if online else 0.0
        count = text("transfers.count.one") if self.count == 1 else text("transfers.count", count=self.count)
        fraction = done / size if size else 0.0
        parts = [text("transfers.percent", percent=int(100 * fraction))] if size else []
        if per_s > 0:
            parts += [file_words.speed_words(per_s), file_words.left_words((size - done) / per_s)]
        elif not online or not done:
            parts = [text(self._waiting(online))]
        words = " \u00b7 ".join(parts)
        key = "transfers.strip.tip.one" if self.count == 1 else "transfers.strip.tip"
        tip = text(key, count=self.count, words=words)
        return MovingData(fraction, count, words, tip, any(found.up for found in batch if found.key in self._going))

    def _waiting(self, online: bool) -> str:
        """Why nothing moves: the key of the words."""
        if not online:
            return "files.waiting.offline"
        preparing = any(found.up and found.state is State.HASHING for found in self._batch.values())
        return "files.hashing.up" if preparing else "files.waiting"


def moved(found: Progress) -> int:
    """How many bytes have travelled; those that are only read before they do have not."""
    return 0 if found.state is State.HASHING else found.done
