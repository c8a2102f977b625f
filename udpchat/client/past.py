"""Earlier messages, page by page from this computer's cache: works without a connection, and never blocks."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.client import numbers
from udpchat.client.batch import Page
from udpchat.client.desk import Desk
from udpchat.client.events import EarlierLoaded
from udpchat.client.found import notices_of
from udpchat.client.jobs import STORE_LANE
from udpchat.client.message import NoticeEvent, from_word
from udpchat.client.run import Run
from udpchat.driver import Job
from udpchat.limits import EARLIER_COUNT
from udpchat.words import messages as words


def load_earlier(run: Run, desk: Desk, conversation: int, before_seq: int) -> None:
    """Read the last cached messages of a conversation before a seq; EarlierLoaded follows."""
    asking = _Asking(run, desk, desk.cache.epoch, conversation, id_of(run, desk, conversation), before_seq)
    run.queue(Job(STORE_LANE, "load earlier", asking.read), asking.done)


def id_of(run: Run, desk: Desk, conversation: int) -> int:
    """The server's id of a conversation; 0 if it has none."""
    if conversation == numbers.LOBBY and run.welcome:
        return run.welcome.lobby
    return desk.rooms.id_of(conversation) or max(conversation, 0)


@dataclass(frozen=True, slots=True)
class _Asking:
    """One question for a page."""

    run: Run
    desk: Desk
    epoch: str
    conversation: int
    id: int
    before_seq: int

    def read(self) -> Page:
        """Blocking."""
        return self.desk.account.database.earlier(self.id, self.before_seq, EARLIER_COUNT + 1)

    def done(self, page: Page | None, error: Exception | None, _now: float) -> None:
        """What is on its way to the disk counts as being there; a log that was replaced meanwhile has nothing earlier."""
        emit, desk = self.run.tools.emit, self.desk
        if self.run.desk is not desk or desk.cache.epoch != self.epoch:
            emit(EarlierLoaded((), more=False, conversation=self.conversation))
            return
        found = {message.seq: desk.message(message) for message in (page.messages if page else ())}
        happened = {event.seq: event for event in (page.notices if page else ())}
        for event in desk.unwritten(self.conversation, self.before_seq):
            if isinstance(event, words.Message):
                found[event.seq] = desk.recent.take(from_word(event, self.conversation))
            elif isinstance(event, NoticeEvent):
                happened[event.seq] = event
        messages = [found[seq] for seq in sorted(found)]
        more = error is not None or len(messages) > EARLIER_COUNT
        shown = messages[-EARLIER_COUNT:]
        lo = shown[0].seq if more and shown else 0
        notices = notices_of(desk.rooms, tuple(happened[seq] for seq in sorted(happened) if seq > lo))
        emit(EarlierLoaded(tuple(shown), more, self.conversation, notices))
