"""One member of a class: everything that a person can do in a chat, and everything that a person may see of it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from tests.sim.chat import ChatClient, ChatServer
from tests.sim.trading import Trader
from tests.sim.world import World
from udpchat.client import events as told
from udpchat.client.message import Message
from udpchat.client.numbers import LOBBY, private_with
from udpchat.errors import UdpchatError

EMOJI = ("👍", "🎉", "❤")


class Pupil(ChatClient):
    """Keeps what a window would show: messages by seq as they read now."""

    def __init__(self, world: World, server: ChatServer, name: str, folder: Path, guest: bool = False) -> None:
        self.rng = random.Random(f"{world.seed} whims of {name}")
        self.page: dict[int, Message] = {}
        self.wishes: dict[bytes, str] = {}  # of what was typed: to whom, as the person meant it
        self.asked: set[bytes] = set()  # other requests
        self.answered: set[bytes] = set()
        self.taken_back: set[bytes] = set()
        self.count = 0
        self.trader = Trader(self.rng, name, folder.parent, self.wishes)
        super().__init__(world, server, name, folder, guest)

    def start(self) -> None:
        self.page = {}
        super().start()
        self.core.put_files_into(self.trader.downloads, self.trader.auto_bytes)

    def handle(self, event: Any) -> None:
        """What a window does with it."""
        match event:
            case told.MessagesAdded(messages=messages):
                for message in messages:
                    assert message.seq not in self.page, f"{self.name} saw {message.seq} twice"
                    self.page[message.seq] = message
                return
            case told.EarlierLoaded(messages=messages, more=more, conversation=number):
                for message in messages:
                    self.page.setdefault(message.seq, message)
                if more and messages:
                    self.look_back(number, messages[0].seq)
                return
            case told.MessagesChanged(messages=messages):
                for message in messages:
                    assert message.seq in self.page, f"{self.name}: a change of {message.seq}, which was never shown"
                    self.page[message.seq] = message
            case told.HistoryReset():
                self.page = {}
                self.confirmed.clear()  # of a future that is lost
            case told.ConversationArchived(conversation=number, before_seq=before):
                self.page = {s: m for s, m in self.page.items() if m.conversation != number or s >= before}
            case told.RequestDone(ref=ref) | told.RequestRefused(ref=ref):
                self.answered.add(ref)
            case told.MessageWithdrawn(ref=ref):
                self.taken_back.add(ref)
        super().handle(event)

    def look_back(self, conversation: int, before_seq: int) -> None:
        """Scroll up: a program that was started again shows the end of what it has."""
        self.core.load_earlier(before_seq, self.host.time(self.world.now), conversation)
        self.host.touched = True

    # --- whims --------------------------------------------------------------------------------------------------------

    def act(self, others: list[Pupil]) -> None:
        """Do one thing, if the program lets one."""
        if not self.may_type():
            return
        often = (self.talk,) * 6 + (self.change,) * 3 + (self.trade,) * 3
        whim = self.rng.choice((*often, self.organise, self.organise, self.read, self.block))
        now = self.host.time(self.world.now)
        try:
            whim([other for other in others if other is not self and other.user], now)
        except UdpchatError as error:
            self.world.note(f"{self.name}: {error}")
        self.host.touched = True

    def talk(self, others: list[Pupil], now: float) -> None:
        """To the lobby, in private, in a group, to several."""
        self.count += 1
        where = self.rng.choice(("lobby", "private", "group", "many", "reply"))
        text = f"{self.name} {self.count} " + "x" * int(500 ** self.rng.random())
        groups = self.groups()
        if where == "many" and len(others) > 2:
            several = self.rng.sample(others, 2)
            ref = self.core.send_many([other.user or 0 for other in several], text, now)
            self.wishes[ref] = "many " + " ".join(sorted(other.name for other in several))
        elif where == "group" and groups:
            room = self.rng.choice(groups)
            ref = self.core.send_message(text, now, room.id)
            self.wishes[ref] = f"group {room.title}"
        elif where == "private" and others:
            other = self.rng.choice(others)
            ref = self.core.send_message(text, now, private_with(other.user or 0))
            self.wishes[ref] = f"private {other.name}"
        else:
            ref = self.core.send_message(text, now, LOBBY, self.any_message(LOBBY) if where == "reply" else 0)
            self.wishes[ref] = "lobby"
        self.typed[ref] = text

    def trade(self, others: list[Pupil], now: float) -> None:
        """Something with files."""
        names = {other.user or 0: other.name for other in others}
        self.trader.act(self.core, self.page, names, self.server.known_files, now)

    def change(self, others: list[Pupil], now: float) -> None:
        """Edit, delete, react."""
        mine = [m for m in self.page.values() if m.author == self.user and not m.deleted]
        pending = [ref for ref in self.pending if self.core.unconfirmed_count]
        what = self.rng.choice(("edit", "edit", "delete", "react", "react", "pending"))
        if what == "pending" and pending:
            self.note_request(self.core.edit(self.rng.choice(sorted(pending)), f"changed by {self.name}", now))
        elif what == "react" and self.page:
            target = self.rng.choice(sorted(self.page))
            self.note_request(self.core.react(target, self.rng.choice(EMOJI), self.rng.random() < 0.7, now))
        elif mine:
            target = self.rng.choice(mine).seq
            if what == "delete":
                self.note_request(self.core.delete(target, now))
            else:
                self.count += 1
                self.note_request(self.core.edit(target, f"edited by {self.name} {self.count}", now))

    def organise(self, others: list[Pupil], now: float) -> None:
        """Groups come and go, and people in them."""
        groups = self.groups()
        what = self.rng.choice(("create", "add", "add", "leave", "remove", "rename", "delete"))
        if (what == "create" or not groups) and others:
            self.count += 1
            members = [other.user or 0 for other in self.rng.sample(others, min(3, len(others)))]
            title = f"group {self.count} of {self.name}"
            self.note_request(self.core.create_group(title, now, members, history_open=self.rng.random() < 0.5))
            return
        if not groups:
            return
        room = self.rng.choice(groups)
        if what == "add" and others:
            self.note_request(self.core.add_members(room.id, [self.rng.choice(others).user or 0], now))
        elif what == "leave":
            self.note_request(self.core.leave_group(room.id, now))
        elif what == "remove" and others:
            self.note_request(self.core.remove_member(room.id, self.rng.choice(others).user or 0, now))
        elif what == "rename":
            self.note_request(self.core.change_group(room.id, now, topic=f"topic {self.count}"))
        elif what == "delete" and room.role == "owner" and self.rng.random() < 0.3:
            self.note_request(self.core.delete_group(room.id, now))

    def read(self, others: list[Pupil], now: float) -> None:
        """Catch up with everything."""
        self.core.mark_all_read(now)

    def block(self, others: list[Pupil], now: float) -> None:
        """Want no more private messages of somebody, or want them again."""
        if others:
            user = self.rng.choice(others).user or 0
            self.note_request(self.core.block(user, self.rng.random() < 0.5, now))

    def note_request(self, ref: bytes) -> None:
        """Its answer is waited for, unless it is a message that was changed where it waits."""
        if ref not in self.typed:
            self.asked.add(ref)
        elif ref not in self.taken_back and ref in self.typed:
            self.typed[ref] = f"changed by {self.name}"

    def groups(self) -> list[told.Room]:
        """My groups."""
        return [room for room in self.core.rooms if room.kind == "group"]

    def any_message(self, conversation: int) -> int:
        """One that can be answered."""
        seqs = [seq for seq, message in self.page.items() if message.conversation == conversation]
        return self.rng.choice(seqs) if seqs else 0


