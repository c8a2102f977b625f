"""What a person does with messages, groups, and themselves: requests that go through the outbox, so they work offline too.

Each returns the ref under which its outcome is told: MessageStored or MessageRefused for messages, RequestDone or
RequestRefused for everything else. All raise BadRequest before the sign-in and while logging out, OutboxFull when too much
waits, and the errors named for what could never be taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from udpchat.client import numbers
from udpchat.client.desk import Desk
from udpchat.client.events import MessageWithdrawn, Room
from udpchat.client.found import pending
from udpchat.client.message import Message
from udpchat.client.person import Person
from udpchat.client.phases import Phase
from udpchat.errors import BadRequest, NoSuchMessage
from udpchat.names import clean_group_name, clean_label, clean_status, clean_topic
from udpchat.sanitize import clean_emoji, clean_text
from udpchat.words import messages as words

Target = int | bytes
"""A message: its seq, or the ref of one of mine that may not be stored yet."""


class Verbs(Person):
    """Part of ClientCore."""

    # --- messages -----------------------------------------------------------------------------------------------------

    def send_message(self, text: str, now: float, conversation: int | None = None, reply: int = 0) -> bytes:
        """Queue a text for a conversation (None: the lobby; -N: in private to user N). `reply`: the seq that it answers.

        Raises TextEmpty, TextTooLong.
        """
        desk = self._writing()
        entry = desk.post(text, self._number(conversation), self._wall_ms(), self._randbytes, reply)
        self._events.append(pending(entry))
        return entry.ref

    def send_many(self, users: Iterable[int], text: str, now: float) -> bytes:
        """Queue one text for several people, each in private; all of them or none. TextEmpty, TextTooLong."""
        to = self._people(users)
        if not to:
            raise BadRequest("nobody")
        entry = self._writing().request(
            words.PostMany(self._ref(), to, clean_text(text)), numbers.NOWHERE, self._wall_ms()
        )
        self._events.append(pending(entry))
        return entry.ref

    def announce(self, text: str, now: float) -> bytes:
        """Queue a text for everybody, wherever they are. TextEmpty, TextTooLong; NoSuchGroup: not told of it yet."""
        return self.send_message(text, now, self.announcements.id)

    @property
    def announcements(self) -> Room:
        """The conversation of announcements. BadRequest: the server has not told of it yet."""
        for room in self.rooms:
            if room.kind == "announcements":
                return room
        raise BadRequest("not told of it yet")

    def edit(self, target: Target, text: str, now: float) -> bytes:
        """Another text for a message of mine. One that was never sent is changed where it waits. TextEmpty, TextTooLong."""
        desk, cleaned = self._writing(), clean_text(text)
        if isinstance(target, bytes) and (entry := desk.rewrite(target, cleaned)) is not None:
            self._events.append(pending(entry))
            return target
        seq, conversation, about = self._aim(desk, target)
        return self._request(words.Edit(self._ref(), seq, cleaned), conversation, about)

    def delete(self, target: Target, now: float) -> bytes:
        """Take a message away for good. One of mine that was never sent is simply taken back: MessageWithdrawn."""
        desk = self._writing()
        if isinstance(target, bytes) and (entry := desk.outbox.get(target)) is not None and not entry.sent:
            desk.remove(target)
            self._events.append(MessageWithdrawn(target))
            return target
        seq, conversation, about = self._aim(desk, target)
        return self._request(words.Delete(self._ref(), seq), conversation, about)

    def react(self, target: Target, emoji: str, on: bool, now: float) -> bytes:
        """Put an emoji to a message, or take mine away. TextEmpty, TextTooLong: not an emoji."""
        desk, cleaned = self._writing(), clean_emoji(emoji)
        seq, conversation, about = self._aim(desk, target)
        return self._request(words.React(self._ref(), seq, cleaned, on), conversation, about)

    def _aim(self, desk: Desk, target: Target) -> tuple[int, int, bytes]:
        """The seq of a message (0 if it has none yet), its conversation and its ref. NoSuchMessage."""
        if isinstance(target, int):
            found = desk.recent.get(target)
            return (target, found.conversation, found.ref) if found else (target, numbers.NOWHERE, b"")
        if (entry := desk.outbox.get(target)) is not None:
            return 0, entry.conversation, target
        stored = desk.recent.of_ref(target)
        if stored is None:
            raise NoSuchMessage
        return stored.seq, stored.conversation, target

    def message(self, seq: int) -> Message | None:
        """A message that was told lately, as it reads now."""
        return self._run.desk.recent.get(seq) if self._run.desk else None

    def newest_messages(self, conversation: int, count: int) -> tuple[Message, ...]:
        """The last messages of a conversation that were told lately, ascending."""
        return self._run.desk.recent.last(self._number(conversation), count) if self._run.desk else ()

    def waiting_messages(self, conversation: int) -> tuple[bytes, ...]:
        """The refs of my messages to a conversation that are not in it yet, in the order of typing."""
        if self._run.desk is None:
            return ()
        outbox, number = self._run.desk.outbox, self._number(conversation)
        mine = [entry.ref for entry in outbox.entries() if entry.word is None and entry.conversation == number]
        return tuple(ref for ref in mine if not any(isinstance(one.word, words.Delete) for one in outbox.about(ref)))

    # --- groups -------------------------------------------------------------------------------------------------------

    def create_group(
        self, title: str, now: float, members: Iterable[int] = (), topic: str = "", history_open: bool = False
    ) -> bytes:
        """A group of me and these; `history_open`: who comes later sees it from the beginning. BadName."""
        about = (clean_group_name(title), clean_topic(topic), history_open, self._people(members))
        return self._request(words.CreateGroup(self._ref(), *about))

    def add_members(self, conversation: int, users: Iterable[int], now: float) -> bytes:
        """Let people into a group."""
        return self._request(words.AddMembers(self._ref(), conversation, self._people(users)), conversation)

    def remove_member(self, conversation: int, user: int, now: float) -> bytes:
        """Take somebody out of a group."""
        return self._request(words.RemoveMember(self._ref(), conversation, user), conversation)

    def leave_group(self, conversation: int, now: float) -> bytes:
        """Leave a group."""
        return self.remove_member(conversation, self.me, now)

    def change_group(
        self,
        conversation: int,
        now: float,
        title: str | None = None,
        topic: str | None = None,
        history_open: bool | None = None,
    ) -> bytes:
        """Another title, topic or history setting; None leaves it. BadName, NoSuchGroup."""
        desk = self._writing()
        room = self._group(desk, conversation)
        word = words.ChangeGroup(self._ref(), conversation, room.title, room.topic, room.history_open)
        for entry in desk.outbox.entries():  # what was asked for before counts, though the server may not have heard of it
            if isinstance(entry.word, words.ChangeGroup) and entry.conversation == conversation:
                word = replace(entry.word, ref=word.ref)
        if title is not None:
            word = replace(word, title=clean_group_name(title))
        if topic is not None:
            word = replace(word, topic=clean_topic(topic))
        if history_open is not None:
            word = replace(word, history_open=history_open)
        return self._request(word, conversation)

    def give_role(self, conversation: int, user: int, role: words.GroupRole, now: float) -> bytes:
        """Make a member of my group admin, plain member, or owner in my place."""
        return self._request(words.GiveRole(self._ref(), conversation, user, role), conversation)

    def delete_group(self, conversation: int, now: float) -> bytes:
        """The group is gone for everybody."""
        return self._request(words.DeleteGroup(self._ref(), conversation), conversation)

    def mute_conversation(self, conversation: int, on: bool, now: float) -> bytes:
        """No sounds and notices from there, on any device of mine."""
        number = self._number(conversation)
        self._group(self._writing(), number)
        return self._request(words.MuteConversation(self._ref(), 0, on), number)

    # --- myself and others --------------------------------------------------------------------------------------------

    def change_profile(self, display: str, country: str, status: str, now: float) -> bytes:
        """How I am shown. BadName."""
        about = (clean_label(display), clean_label(country), clean_status(status))
        return self._request(words.ChangeProfile(self._ref(), *about))

    def block(self, user: int, on: bool, now: float) -> bytes:
        """Nothing private from this person any more; they are not told."""
        return self._request(words.Block(self._ref(), user, on), numbers.private_with(user))

    # --- latest values: not kept, not answered ------------------------------------------------------------------------

    def set_presence(self, state: words.Availability, status: str, now: float) -> None:
        """Whether I am there, and what I say about it; for this run. BadName."""
        self._run.signals.present(state, clean_status(status))

    def typing(self, conversation: int, now: float) -> None:
        """A key was pressed in the composer of a conversation; the others are told now and then."""
        desk, number = self._run.desk, self._number(conversation)
        if desk is None or self.state is not Phase.ONLINE:
            return
        id = desk.rooms.id_of(number)
        if id and self._run.signals.types(number, now):
            self._run.tools.say(words.Typing(id))

    def save_draft(self, conversation: int, text: str, now: float) -> None:
        """Keep what stands in the composer ("" for nothing); DraftFound tells it at the next sign-in. 0 is the lobby."""
        if self._run.desk:
            self._run.desk.notes.keep_draft(self._number(conversation), text, now)

    def mark_read(self, conversation: int, seq: int, now: float) -> None:
        """Everything up to that seq was seen; ReadTo tells it at the next sign-in and to my other devices."""
        if self._run.desk:
            number = self._number(conversation)
            self._run.desk.notes.read_to(number, seq, now)
            if self._run.desk.rooms.mark(number, seq):
                self._run.signals.touch(number)

    def mark_all_read(self, now: float) -> None:
        """All of it."""
        for room in self.rooms:
            if room.unread and room.newest is not None:
                self.mark_read(room.id, room.newest.seq, now)
