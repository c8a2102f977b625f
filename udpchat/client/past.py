"""Earlier messages, page by page from this computer's cache: works without a connection, and never blocks."""

from __future__ import annotations

from functools import partial

from udpchat.client.desk import Desk
from udpchat.client.events import EarlierLoaded
from udpchat.client.jobs import STORE_LANE
from udpchat.client.run import Run
from udpchat.driver import Job
from udpchat.limits import EARLIER_COUNT
from udpchat.words.messages import Message


def load_earlier(run: Run, desk: Desk, before_seq: int) -> None:
    """Read the last cached messages before a seq; EarlierLoaded follows."""
    read = partial(desk.account.database.earlier, before_seq, EARLIER_COUNT + 1)
    run.queue(Job(STORE_LANE, "load earlier", read), partial(_loaded, run, desk, desk.cache.epoch, before_seq))


def _loaded(
    run: Run, desk: Desk, epoch: str, before_seq: int, rows: list[Message] | None, error: Exception | None, _now: float
) -> None:
    """What is on its way to the disk counts as being there; a log that was replaced meanwhile has nothing earlier."""
    if run.desk is not desk or desk.cache.epoch != epoch:
        run.tools.emit(EarlierLoaded((), more=False))
        return
    by_seq = {message.seq: message for message in (*(rows or ()), *desk.unwritten(before_seq))}
    page = [by_seq[seq] for seq in sorted(by_seq)]
    more = error is not None or len(page) > EARLIER_COUNT
    run.tools.emit(EarlierLoaded(tuple(page[-EARLIER_COUNT:]), more))
