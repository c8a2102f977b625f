"""People with shipped client cores at a shipped relay core, for tests of everything that they say to each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.unit.client.relay import RelayTest, Seat
from udpchat.client import events
from udpchat.client.core import ClientCore
from udpchat.client.message import Message
from udpchat.client.target import AccountSignIn, Registration

PASSWORD = "correct horse"


class Talker:
    """One device of a person."""

    def __init__(self, test: TalkTest, name: str, seat: Seat) -> None:
        self.test, self.name, self.seat = test, name, seat
        self.core: ClientCore = seat.driver
        self.me = self.core.me

    @property
    def now(self) -> float:
        """The time of the relay's clock, which is everybody's here."""
        return self.test.lab.now

    def of(self, kind: type) -> list[Any]:
        """The events of one kind, oldest first."""
        return self.seat.of(kind)

    def forget(self) -> None:
        """Look at what comes from now on only."""
        self.seat.events.clear()

    def say(self, text: str, conversation: int = 0, reply: int = 0) -> bytes:
        """Say something, and let everybody act."""
        ref = self.core.send_message(text, self.now, conversation, reply)
        self.test.settle()
        return ref

    def do(self, verb: str, *arguments: Any, **named: Any) -> Any:
        """Any command of the core; everybody acts."""
        result = getattr(self.core, verb)(*arguments, **named, now=self.now)
        self.test.settle()
        return result

    def messages(self, conversation: int | None = None) -> list[Message]:
        """What the person sees: messages by seq, as they read now."""
        shown: dict[int, Message] = {}
        for event in self.seat.events:
            match event:
                case events.MessagesAdded(messages) | events.MessagesChanged(messages) | events.EarlierLoaded(messages):
                    shown.update((message.seq, message) for message in messages)
                case events.HistoryReset():
                    shown.clear()
                case events.ConversationArchived(archived, before_seq):
                    shown = {s: m for s, m in shown.items() if m.conversation != archived or s >= before_seq}
                case _:
                    pass
        found = [shown[seq] for seq in sorted(shown)]
        return [message for message in found if conversation is None or message.conversation == conversation]

    def texts(self, conversation: int | None = None) -> list[str]:
        """Their texts."""
        return [message.text for message in self.messages(conversation)]

    def refusals(self) -> list[str]:
        """Codes of what was refused."""
        return [event.refusal.code for event in self.seat.events if hasattr(event, "refusal")]

    def group(self, title: str) -> int:
        """The number of a group."""
        (room,) = [room for room in self.core.rooms if room.title == title]
        return room.id

    def vanish(self) -> None:
        """The computer is gone from the network; the program runs on."""
        self.seat.cut = True

    def kill(self) -> None:
        """kill -9: the files are as they are."""
        self.test.lab.clients.pop(self.seat.addr, None)
        self.core.close()

    def come_back(self) -> None:
        """It is there again."""
        self.seat.cut = False
        self.core.network_changed(self.now)
        self.test.settle(30)


class TalkTest(RelayTest):
    """Base: people are called by name."""

    def person(self, name: str, folder: str = "", keep: bool = False) -> Talker:
        """A new account, signed in."""
        seat = self.connect(
            Registration(name, PASSWORD + name, display=name.title(), keep=keep), self._data(name, folder), trust=True
        )
        return self._there(name, seat)

    def device(self, name: str, folder: str = "device", keep: bool = False) -> Talker:
        """Another device of somebody, or the same after a sign-out."""
        seat = self.connect(AccountSignIn(name, PASSWORD + name, keep=keep), self._data(name, folder), trust=True)
        return self._there(name, seat)

    def people(self, *names: str) -> list[Talker]:
        """Several."""
        return [self.person(name) for name in names]

    def _data(self, name: str, folder: str) -> Path:
        return self.folder / f"client {name} {folder}"

    def _there(self, name: str, seat: Seat) -> Talker:
        self.settle()
        assert seat.of(events.SignedIn), seat.events
        return Talker(self, name, seat)

    def settle(self, seconds: float = 0.1) -> None:
        """Let everybody act for a moment."""
        self.lab.turn()
        self.lab.later(seconds)
