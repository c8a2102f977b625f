"""Files that a person chose to send: what each of them is, which of them can go, and what they are together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from udpchat.catalogue import text
from udpchat.gui.presenters import file_words
from udpchat.gui.presenters.errands.errand import Bench
from udpchat.gui.presenters.errands.peeks import Peek, peek_at
from udpchat.gui.presenters.errands.rows import Picture, RowButton, RowData
from udpchat.limits import SOURCES_COUNT
from udpchat.sizes import size_words


class ChosenFiles:
    """`changed` is called when there is news; `full` when there would be too many of them."""

    def __init__(self, bench: Bench, changed: Callable[[], None], full: Callable[[str], None]) -> None:
        self._bench, self._changed, self._full = bench, changed, full
        self._found: dict[str, Peek] = {}  # by path, in the order of choosing
        self._looks = 0

    @property
    def looking(self) -> bool:
        """Whether some are still being looked at."""
        return self._looks > 0

    def __len__(self) -> int:
        return len(self._found)

    def add(self, paths: Sequence[str]) -> None:
        """Some more. They are looked at beside the window: a disk may be far away."""
        if paths:
            self._looks += 1
            self._bench.windows.beside(partial(peek_at, paths), self._took)
            self._changed()

    def _took(self, found: Sequence[Peek] | None) -> None:
        self._looks -= 1
        fresh = [each for each in found or () if each.path not in self._found]
        room = SOURCES_COUNT - len(self._found)
        self._found |= {each.path: each for each in fresh[:room]}
        if len(fresh) > room:
            self._full(text("sending.too_many", count=SOURCES_COUNT))
        self._changed()

    def remove(self, path: str) -> None:
        """Not that one."""
        if self._found.pop(path, None) is not None:
            self._changed()

    # --- what can go --------------------------------------------------------------------------------------------------

    def paths(self) -> list[str]:
        """Of those that can be sent."""
        return [each.path for each in self._found.values() if not self._wrong(each)]

    def _wrong(self, found: Peek) -> str:
        """Why one cannot be sent, in words; "" if it can."""
        if found.wrong:
            return text(f"sending.wrong.{found.wrong}")
        rules = self._bench.core.rules
        most = rules.file_bytes if rules is not None else 0
        if most and found.size > most:
            return text("sending.wrong.large", size=size_words(found.size), most=size_words(most))
        return ""

    # --- what is shown ------------------------------------------------------------------------------------------------

    def rows(self) -> tuple[RowData, ...]:
        """A line for each: `key` is the path."""
        return tuple(self._row(each) for each in self._found.values())

    def _row(self, found: Peek) -> RowData:
        wrong = self._wrong(found)
        under = wrong or size_words(found.size)
        button = RowButton("remove", "close", text("sending.remove"))
        picture = file_picture(found.name)
        return RowData(found.path, file_words.shown_name(found.name), "", under, "", picture, buttons=(button,), wrong=bool(wrong))

    def summary(self) -> str:
        """How many can go, and how large they are together."""
        good = [each for each in self._found.values() if not self._wrong(each)]
        if not good:
            return ""
        size = size_words(sum(each.size for each in good))
        return text("sending.count.one", size=size) if len(good) == 1 else text("sending.count", count=len(good), size=size)


def file_picture(name: str) -> Picture:
    """The tile of a file: its kind in capital letters, or a sheet of paper."""
    sign = file_words.sign(name)
    return Picture(sign, sign or "file", tile=True, glyph="" if sign else "file", sign=sign)
