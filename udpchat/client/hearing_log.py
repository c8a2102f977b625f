"""Parts of the log as shells hear of them: messages, what changed in them, what happened to conversations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from udpchat.client.desk import Desk
from udpchat.client.events import (
    ConversationArchived,
    MembersFound,
    MessagesAdded,
    MessagesChanged,
    MessageStored,
    NoticesAdded,
    TypingChanged,
)
from udpchat.client.message import Change, Message, Notice, NoticeEvent, from_word
from udpchat.client.run import Run
from udpchat.limits import UNPLACED_COUNT
from udpchat.words import messages as words


def heard(run: Run, desk: Desk, word: words.Events, live: bool) -> None:
    """A part of the log. ProtocolViolation if it contradicts itself."""
    arrived = desk.events(word)
    for message in arrived.confirmed:
        run.tools.emit(MessageStored(message.ref, message.seq, message.at))
    for event in arrived.fresh:
        if isinstance(event, words.Joined | words.Departed) and event.user == desk.me:
            _came_or_went(run, desk, event)
    tell(run, desk, arrived.fresh, live)


def _came_or_went(run: Run, desk: Desk, event: words.Joined | words.Departed) -> None:
    """What was passed before this person joined may have to be asked for; see `holes`."""
    cache, head = desk.cache, run.welcome.head if run.welcome else 0
    if isinstance(event, words.Departed):
        changed = cache.holes.gone(event.conversation)
    else:
        changed = cache.holes.tear(event.conversation, run.passed if event.seq <= head else cache.seen, event.seq)
        room = desk.rooms.word(desk.rooms.number(event.conversation))
        if room is not None and room.from_seq <= event.seq:
            changed |= cache.holes.visible_from(event.conversation, room.from_seq)
    if changed:
        cache.holes_changed()


def tell(run: Run, desk: Desk, events: Iterable[words.Event], live: bool) -> None:
    """Tell events that are new here. Those of a conversation of which nothing is known yet wait until it is; who joins or
    leaves is told of groups only, so a group is known by its first event."""
    telling = _Telling(run, desk, live)
    for event in events:
        if isinstance(event, NoticeEvent):
            desk.rooms.assume(event.conversation)
        if desk.rooms.knows(event.conversation):
            telling.take(event)
        else:
            run.unplaced.append((event, live))
    telling.end()
    if len(run.unplaced) > UNPLACED_COUNT:
        give_places(run, desk)


def placed(run: Run, desk: Desk) -> None:
    """More is known of conversations than before: tell what waited for that."""
    waiting, run.unplaced = run.unplaced, []
    for event, live in waiting:
        tell(run, desk, (event,), live)


def give_places(run: Run, desk: Desk) -> None:
    """The server has said all it knows of conversations, or takes too long: tell what waited, under the server's number."""
    for event, _ in run.unplaced:
        desk.rooms.assume(event.conversation)
    placed(run, desk)


@dataclass(slots=True)
class _Telling:
    """What is told of one part of the log."""

    run: Run
    desk: Desk
    live: bool
    added: dict[int, Message] = field(default_factory=dict)
    changed: dict[int, Message] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    archived: list[ConversationArchived] = field(default_factory=list)

    def take(self, event: words.Event) -> None:
        """One event."""
        number = self.desk.rooms.number(event.conversation)
        match event:
            case words.Message():
                self.added[event.seq] = self.desk.recent.take(from_word(event, number))
            case words.Edited() | words.Deleted() | words.Reacted():
                self._change(event)
            case words.Joined() | words.Departed() | words.Retitled() | words.RoleGiven() | words.Archived():
                self._notice(event, number)
            case words.Undelivered():
                self._notice(event, number)
            case other:
                assert_never(other)

    def _change(self, event: Change) -> None:
        after = self.desk.recent.change(event)
        if after is not None:
            (self.added if after.seq in self.added else self.changed)[after.seq] = after
            self.desk.rooms.altered(after)

    def _notice(self, event: NoticeEvent, number: int) -> None:
        notice = Notice(event.seq, number, event.at, event)
        self.notices.append(notice)
        if isinstance(event, words.Archived):
            self.desk.recent.archive(number, event.before)
            self.desk.rooms.archived(notice, event.before)
            self.added = {seq: one for seq, one in self.added.items() if one.conversation != number or seq >= event.before}
            self.archived.append(ConversationArchived(number, event.before))
        elif isinstance(event, words.Retitled):
            self.desk.rooms.retitled(event)
        elif self.live and (members := self.run.members.happened(number, event)) is not None:
            self.run.tools.emit(MembersFound(number, members))

    def end(self) -> None:
        """Tell it."""
        emit, added = self.run.tools.emit, tuple(self.added.values())
        if added:
            self.desk.rooms.came(added)
            self._silence(added)
            emit(MessagesAdded(added, self.live))
            if self.run.transfers:
                self.run.transfers.came(added, self.desk.my_ids.__contains__, self.run.tools.wall_ms())
        if self.changed:
            emit(MessagesChanged(tuple(self.changed.values())))
        if self.notices:
            emit(NoticesAdded(tuple(self.notices), self.live))
        for archived in self.archived:
            emit(archived)

    def _silence(self, added: tuple[Message, ...]) -> None:
        """Who has spoken does not type any more; and the server is told that it came."""
        for message in added:
            if message.author not in self.desk.my_ids:
                self.run.signals.touch(message.conversation)
            if self.live:
                users = self.run.signals.spoke(message.conversation, message.author)
                if users is not None:
                    self.run.tools.emit(TypingChanged(message.conversation, users))
