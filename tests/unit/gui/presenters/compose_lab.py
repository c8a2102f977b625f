"""A composer's presenter with everything around it: a core that remembers, a chat with rooms, a view that holds what was shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from tests.unit.gui.presenters.chat_making import BUDI, ME, NAMES, NOON, SARI, Clockwork, FakeAlerts, FakeCore, FakeView, moment
from udpchat.client import events
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.chat_compose import ChatCompose
from udpchat.gui.presenters.chat_defaults import NoErrands
from udpchat.gui.presenters.chat_ports import Around, Chat
from udpchat.gui.presenters.elsewhere import Realms
from udpchat.gui.presenters.timeline import Timeline
from udpchat.gui.presenters.timeline_items import Said
from udpchat.names import fold
from udpchat.words import messages as words

TEAM = 7


class ComposeCore(FakeCore):
    """With the commands that a composer gives."""

    def __init__(self) -> None:
        super().__init__()
        self.my_name = NAMES[ME]
        self.edit_error: UdpchatError | None = None
        self.next_ref = b"edit"
        self.rooms = (
            events.Room(0, "lobby"),
            events.Room(TEAM, "group", "grup ciwi", members=3),
            events.Room(-BUDI, "private", peer=BUDI, peer_name="budi"),
        )
        self.online = (words.Person(ME, "me", "member", False), words.Person(SARI, "sari", "member", False, "away"))
        self.lists = {TEAM: (words.Member(ME, "me", "", "owner"), words.Member(BUDI, "budi", "", "member"))}

    def send_message(self, text: str, now: float, conversation: int | None = None, reply: int = 0) -> bytes:
        if self.refuse:
            raise self.refuse
        self.asked.append(("send", text, conversation, reply))
        return b"ref"

    def edit(self, target: int | bytes, text: str, now: float) -> bytes:
        if self.edit_error:
            raise self.edit_error
        self.asked.append(("edit", target, text))
        return target if isinstance(target, bytes) else self.next_ref

    def find_user(self, name: str) -> int:
        return next((user for user, known in NAMES.items() if fold(known) == fold(name)), 0)

    def known_names(self) -> tuple[str, ...]:
        return tuple(sorted(NAMES.values()))

    def kick(self, user: int, reason: str, now: float) -> bytes:
        self.asked.append(("kick", user, reason))
        return b"kick"

    def change_password(self, password: str, now: float, present: str = "") -> bytes:
        self.asked.append(("password", password))
        return b"password"


class Doors(NoErrands):
    """Errands that are only noted."""

    def __init__(self) -> None:
        self.opened: list[object] = []

    def __getattribute__(self, name: str) -> object:
        if name in ("opened", "on_event", "close") or name.startswith("__"):
            return super().__getattribute__(name)
        return lambda *about: self.opened.append((name, *about))


@dataclass
class FakeRoom:
    """As much of a room as a composer needs."""

    id: int
    draft: str = ""
    timeline: Timeline = field(default_factory=lambda: _timeline())


def _timeline() -> Timeline:
    made = Timeline(moment)
    made.my_ids, made.my_name = {ME}, NAMES[ME]
    return made


class FakeChat:
    """Rooms, one of them open."""

    def __init__(self) -> None:
        self.rooms = {id: FakeRoom(id) for id in (0, TEAM, -BUDI)}
        self.room = self.rooms[0]
        self.errands = Doors()
        self.realms: Realms
        self.notices: list[str] = []
        self.posts_count = 0
        self.left: list[str] = []
        self.compose: ChatCompose

    def open_conversation(self, id: int, seq: int = 0) -> None:
        self.room = self.rooms[id]
        self.compose.opened()

    def notice(self, said: str, conversation: int | None = None) -> None:
        self.notices.append(said)

    def posted(self, conversation: int | None = None) -> None:
        self.posts_count += 1

    def touch(self) -> None: ...

    def sign_out(self) -> None:
        self.left.append("signed out")


class TypingView(FakeView):
    """A composer that tells what it holds, as the window's does."""

    def __init__(self, lab: Lab) -> None:
        super().__init__()
        self._lab = lab
        self.value = ""

    def set_text(self, said: str) -> None:
        self.value = said
        self._lab.typed(said)


class Lab:
    """All of it. `type` fills the composer, `send` presses Enter."""

    def __init__(self) -> None:
        self.time = Clockwork()
        self.core = ComposeCore()
        self.view = TypingView(self)
        self.chat = FakeChat()
        around = Around(
            now=lambda: self.time.now,
            wall_ms=lambda: NOON,
            later=self.time.later,
            kick=lambda: None,
            alerts=FakeAlerts(),
            address=lambda: "",
            ended=lambda: None,
            sign_in_again=lambda: None,
            moment=moment,
        )
        chat = cast(Chat, self.chat)
        self.chat.realms = Realms(self.core, lambda: self.time.now, lambda: None)
        self.compose = self.chat.compose = ChatCompose(self.core, self.view, around, chat, lambda: self.chat.left.append("quit"))

    def typed(self, said: str) -> None:
        """The composer's text changed."""
        if self.compose.keeps(said):
            self.chat.room.draft = said

    def type(self, said: str) -> None:
        """A person fills the composer."""
        self.view.set_text(said)

    def send(self, said: str | None = None) -> bool:
        """Enter, as composer and presenter deal with it."""
        if said is not None:
            self.type(said)
        said, room = self.view.value, self.chat.room
        taken = self.compose.send(said)
        if taken and room.draft == said:
            room.draft = ""
        if taken and self.view.value == said:
            self.view.set_text("")
        self.time.pass_s(0.1)
        return taken

    def tell(self, *told: events.Event) -> None:
        """Events of the core."""
        for event in told:
            self.compose.on_event(event)
        self.time.pass_s(0.1)

    def say(self, seq: int, author: int = SARI, said: str = "") -> Said:
        """A message in the open room."""
        message = events.Message(
            seq, self.chat.room.id, author, NAMES[author], seq.to_bytes(16, "big"), NOON + seq, said or f"text {seq}"
        )
        self.chat.room.timeline.add([message])
        return self.said(message.ref)

    def said(self, ref: bytes) -> Said:
        """The item of a message."""
        return next(item for item in self.chat.room.timeline.items if isinstance(item, Said) and item.ref == ref)

    @property
    def sent(self) -> list[tuple[object, ...]]:
        """What the core was given."""
        return [about for kind, *about in self.core.asked if kind == "send"]  # type: ignore[misc]
