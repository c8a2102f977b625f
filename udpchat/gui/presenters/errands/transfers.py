"""Everything that is sent and fetched: what moves, what waits, what rests, what is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.client.events import Event, Progress, StateChanged, TransferChanged
from udpchat.client.transfers.states import UNFINISHED, State
from udpchat.gui.presenters import file_words
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.file_rows import FileLine
from udpchat.gui.presenters.errands.rows import RowData, heading, title_of
from udpchat.gui.presenters.file_cards import About, card_of
from udpchat.gui.presenters.file_deeds import FileTarget
from udpchat.gui.presenters.moving import moved
from udpchat.gui.widgets.file_data import FileVerb
from udpchat.limits import TRANSFER_TICK_S, TRANSFERS_SHOWN_COUNT
from udpchat.sizes import size_words

MOVING: Final = frozenset({State.HASHING, State.SENDING, State.VERIFYING})
PARTS: Final = ("moving", "waiting", "resting", "over")
OVER: Final = frozenset({State.DONE, State.CANCELLED, State.DECLINED})


@dataclass(frozen=True, slots=True)
class TransfersData:
    """The lines, how it stands in all, and what may be done with all."""

    rows: tuple[RowData, ...]
    summary: str
    can_pause: bool
    can_resume: bool
    can_clear: bool


class TransferList(Errand[TransfersData]):
    """Keys of rows: keys of transfers in hex."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._lines: dict[str, FileLine] = {}
        self._drawn: dict[bytes, tuple[Progress, bool, str, FileLine, RowData]] = {}  # most do not change

    def take(self, event: Event) -> bool:
        if isinstance(event, TransferChanged):  # many, ten times a second: drawn together
            self.timers.later(TRANSFER_TICK_S, self._again, restart=False)
        return isinstance(event, StateChanged)

    def _again(self) -> None:
        self.timers.forget(self._again)
        self.refresh()

    # --- what one does ------------------------------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """The main verb of a line."""
        line = self._lines.get(key)
        if line is not None and line.card.verbs:
            self.do(key, line.card.verbs[0])

    def press(self, key: str, verb: str) -> None:
        """A button of a line."""
        self.do(key, FileVerb(verb))

    def verbs(self, key: str) -> tuple[FileVerb, ...]:
        """For the menu of a line."""
        line = self._lines.get(key)
        return line.verbs if line is not None else ()

    def do(self, key: str, verb: FileVerb) -> None:
        """Carry a verb out."""
        line = self._lines.get(key)
        if line is not None:
            self.bench.files.do(verb, line.target)
            self.refresh()

    def go_to(self, key: str) -> None:
        """Open the conversation that it belongs to."""
        found = self.core.transfer(bytes.fromhex(key))
        if found is not None and not (found.up and found.people):
            self.go(found.conversation)

    def pause_all(self) -> None:
        """Everything that goes on by itself."""
        going = UNFINISHED - {State.VERIFYING}
        self._each(self.core.pause_file, [found.key for found in self.core.transfers if found.state in going])

    def resume_all(self) -> None:
        """Everything that was paused."""
        self._each(self.core.resume_file, [found.key for found in self.core.transfers if found.state is State.PAUSED])

    def clear(self) -> None:
        """What is over leaves the list; the files stay where they are."""
        over = [found.key for found in self.core.transfers if found.state in OVER]
        self.ask(lambda: self.core.hide_files(over, self.bench.now))
        self.refresh()

    def _each(self, give: Callable[[bytes, float], object], keys: Sequence[bytes]) -> None:
        """As far as they are taken: while somebody signs out none is."""
        for key in keys:
            if not self.ask(partial(give, key, self.bench.now)):
                break
        self.refresh()

    # --- what is shown ------------------------------------------------------------------------------------------------

    def data(self) -> TransfersData:
        shown = [found for found in self.core.transfers if not found.hidden]
        parts: dict[str, list[Progress]] = {part: [] for part in PARTS}
        for found in shown:
            parts[_part(found)].append(found)
        parts["over"] = parts["over"][::-1]  # the newest first
        can_clear = bool(parts["over"])
        self._lines = {}
        rows = [row for part in PARTS for row in self._rows(part, parts[part])]
        going = [found for found in shown if found.state in UNFINISHED]
        paused = any(found.state is State.PAUSED for found in shown)
        return TransfersData(tuple(rows), moving_words(shown), bool(going), paused, can_clear)

    def _rows(self, part: str, found: list[Progress]) -> list[RowData]:
        if not found:
            return []
        head = heading(f"head {part}", text(f"transfers.head.{part}", count=len(found)))
        return [head, *map(self._row, found[:TRANSFERS_SHOWN_COUNT])]

    def _row(self, found: Progress) -> RowData:
        key, online, where = found.key.hex(), self.bench.online, self._where(found)
        drawn = self._drawn.get(found.key)
        if drawn is None or drawn[:3] != (found, online, where):
            card = card_of(found, None, About(own=found.up, online=online))
            line = FileLine(card, FileTarget(found.key, None, found.conversation), where)
            drawn = self._drawn[found.key] = found, online, where, line, line.row(key)
        self._lines[key] = drawn[3]
        return drawn[4]

    def _where(self, found: Progress) -> str:
        where = text("transfers.people", count=len(found.people)) if found.people else title_of(self.core, found.conversation)
        return text("transfers.to" if found.up else "transfers.from", place=where)


def _part(found: Progress) -> str:
    if found.state in MOVING:
        return "moving"
    if found.state in UNFINISHED:
        return "waiting"
    return "over" if found.state in OVER else "resting"


def moving_words(transfers: list[Progress]) -> str:
    """How fast it goes in all, and what is left of it; "" while nothing moves."""
    going = [found for found in transfers if found.state in UNFINISHED]
    if not going:
        return ""
    left = sum(found.size - moved(found) for found in going)
    per_s = sum(found.per_s for found in going)
    parts = [text("transfers.left", size=size_words(left))]
    if per_s > 0:
        parts += [file_words.speed_words(per_s), file_words.left_words(left / per_s)]
    return " \u00b7 ".join(parts)
