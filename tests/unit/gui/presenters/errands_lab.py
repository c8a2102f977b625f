"""A core, windows and time for the tests of errands: everything asked is remembered, answers are given by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, cast

from tests.unit.gui.presenters.chat_making import (
    BUDI,
    DAY,
    KOFI,
    MAYA,
    ME,
    MINUTE,
    NAMES,
    NOON,
    SARI,
    Clockwork,
    FakeAlerts,
    moment,
)
from udpchat.client import events
from udpchat.client.core import ClientCore
from udpchat.client.events import Account, Member, Message, PeopleFound, Person, Room
from udpchat.client.phases import Phase
from udpchat.gui.presenters.chat_ports import Around
from udpchat.gui.presenters.errands.errands import ChatErrands
from udpchat.gui.presenters.errands.ports import Confirmation
from udpchat.gui.presenters.file_deeds import FileTarget
from udpchat.gui.widgets.file_data import FileVerb
from udpchat.words import messages as words

GROUP: Final = 40
ANNOUNCEMENTS: Final = 3
VERBS: Final = frozenset(
    {"create_group", "add_members", "remove_member", "leave_group", "change_group", "give_role", "delete_group"}
    | {"mute_conversation", "change_profile", "block", "change_password", "delete_account", "kick", "silence", "ban", "unban"}
    | {"slow_mode", "pause", "private_off", "new_lesson", "set_role", "reset_code", "set_announcers", "set_retention"}
    | {"send_many", "announce", "search", "forward_file"}
)
ASKS: Final = frozenset(
    {"ask_people", "ask_members", "ask_receipts", "ask_sanctions", "ask_audit", "mark_all_read", "load_earlier", "export"}
    | {"ask_file_marks", "send_file", "hide_files", "pause_file", "resume_file", "cancel_file"}
)
DISPLAYS: Final = {SARI: "Sari Wijaya", MAYA: "Maya Putri", KOFI: "Kofi Mensah"}


def account(user: int, **more: Any) -> Account:
    """Somebody with an account."""
    name = NAMES.get(user, f"user{user}")
    known: dict[str, Any] = {
        "display": DISPLAYS.get(user, ""), "country": "Indonesia", "role": "member", "guest": False, "online": False,
        "last_seen": NOON - DAY, "state": "online", "status": "", "blocked": False,
    }  # fmt: skip
    return Account(user=user, name=name, **{**known, **more})


def progress(key: bytes, state: events.TransferState, name: str = "budget.csv", **more: Any) -> events.Progress:
    """A transfer, by default of a file to the group."""
    about: dict[str, Any] = {
        "up": True, "size": 48_000, "done": 0, "per_s": 0.0, "left_s": None, "conversation": GROUP, "people": (), "text": "",
        "file": 0, "path": f"/srv/me/{name}", "error": None,
    }  # fmt: skip
    return events.Progress(key=key, state=state, name=name, **{**about, **more})


def card(id: int = 7, name: str = "budget.csv", size: int = 48_000) -> events.File:
    """A file on the server."""
    return events.File(id, name, size, bytes(32), "text/csv")


def said(seq: int, conversation: int, author: int, text: str, at: int | None = None) -> Message:
    """A message of the noon of the first day."""
    return Message(seq, conversation, author, NAMES[author], seq.to_bytes(16, "big"), at or NOON - 10 * MINUTE + seq * 1000, text)


class FakeCore:
    """Remembers what it was asked. `refuse` is raised by the next order."""

    def __init__(self) -> None:
        self.state = Phase.ONLINE
        self.me, self.my_name, self.my_role = ME, NAMES[ME], "member"
        self.rules: words.Rules | None = words.Rules(False, False, "all", 0)
        self.online: tuple[Person, ...] = (
            Person(ME, NAMES[ME], "member", False),
            Person(SARI, "sari", "member", False),
            Person(KOFI, "kofi", "moderator", False, "away", "at lunch"),
            Person(BUDI, "budi", "member", True, "busy"),
        )
        self.messages: dict[int, Message] = {}
        self.rooms: tuple[Room, ...] = ()
        self.unread_seqs: dict[int, tuple[int, ...]] = {}
        self.lists: dict[int, tuple[Member, ...]] = {}
        self.asked: list[tuple[Any, ...]] = []
        self.refuse: Exception | None = None
        self.ref = b""
        self.moved: dict[bytes, events.Progress] = {}

    def __getattr__(self, name: str) -> Callable[..., object]:
        if name not in VERBS | ASKS:
            raise AttributeError(name)

        def called(*arguments: Any, **named: Any) -> object:
            if self.refuse is not None:
                refusal, self.refuse = self.refuse, None
                raise refusal
            self.asked.append((name, *arguments, *named.values()))
            if name in VERBS:
                self.ref = len(self.asked).to_bytes(16, "big")
            return self.ref

        return called

    def names(self) -> list[str]:
        """The verbs that were called."""
        return [str(call[0]) for call in self.asked]

    def last(self, name: str) -> tuple[Any, ...]:
        """The last call of a verb, without the clock where it is the only number of that kind."""
        return next(call[1:] for call in reversed(self.asked) if call[0] == name)

    def room(self, conversation: int) -> Room | None:
        return next((room for room in self.rooms if room.id == conversation), None)

    def message(self, seq: int) -> Message | None:
        return self.messages.get(seq)

    def unread(self, conversation: int) -> tuple[int, ...]:
        return self.unread_seqs.get(conversation, ())

    def members(self, conversation: int) -> tuple[Member, ...] | None:
        return self.lists.get(conversation)

    def name_of(self, user: int) -> str:
        return NAMES.get(user, "")

    def display_of(self, user: int) -> str:
        return DISPLAYS.get(user, NAMES.get(user, ""))

    @property
    def transfers(self) -> tuple[events.Progress, ...]:
        return tuple(self.moved.values())

    def transfer(self, key: bytes) -> events.Progress | None:
        return self.moved.get(key)

    def download_of(self, file: int) -> events.Progress | None:
        return next((one for one in self.transfers if not one.up and one.file == file), None)

    def find_user(self, name: str) -> int:
        return next((user for user, known in NAMES.items() if known == name), 0)


class FakeSheet:
    """Remembers what it was shown."""

    def __init__(self, errand: Any, data: Any) -> None:
        self.errand, self.data = errand, data
        self.problems: dict[str, str] = {}
        self.busy = False
        self.closed = False

    def show(self, data: Any) -> None:
        self.data = data

    def complain(self, sentence: str, field: str = "") -> None:
        if not sentence and not field:
            self.problems.clear()
        elif sentence:
            self.problems[field] = sentence
        else:
            self.problems.pop(field, None)

    def work(self, busy: bool) -> None:
        self.busy = busy

    def close(self) -> None:
        self.closed = True


class FakeWindows:
    """Answers every question with yes, unless told otherwise."""

    def __init__(self) -> None:
        self.sheets: list[FakeSheet] = []
        self.toasts: list[str] = []
        self.questions: list[Confirmation] = []
        self.agrees = True
        self.path: Path | None = None
        self.chosen: list[str] = []
        self.shown: list[Path] = []
        self.written_count = 0

    @property
    def sheet(self) -> FakeSheet:
        return self.sheets[-1]

    def open(self, errand: Any, data: Any) -> FakeSheet:
        self.sheets.append(FakeSheet(errand, data))
        return self.sheet

    def confirm(self, asked: Confirmation, on_yes: Callable[[], None]) -> None:
        self.questions.append(asked)
        if self.agrees:
            on_yes()

    def path_to_save(self, name: str, ending: str) -> Path | None:
        return self.path

    def paths_to_send(self, then: Callable[[Sequence[str]], None]) -> None:
        if self.chosen:
            then(self.chosen)

    def beside(self, look: Callable[[], Any], then: Callable[[Any], None]) -> None:
        then(look())

    def show_file(self, path: Path) -> None:
        self.shown.append(path)

    def write(self) -> None:
        self.written_count += 1

    def toast(self, said: str) -> None:
        self.toasts.append(said)


class Lab:
    """Errands with everything around them. `opened`: the conversations that were opened."""

    def __init__(self, windows: Any = None, later: Any = None) -> None:
        self.core = FakeCore()
        self.time = Clockwork()
        self.windows = windows or FakeWindows()
        self.opened: list[tuple[int, int]] = []
        self.posted: list[int] = []
        self.did: list[tuple[FileVerb, FileTarget]] = []
        around = Around(
            now=lambda: self.time.now,
            wall_ms=lambda: NOON,
            later=later or self.time.later,
            kick=lambda: None,
            alerts=FakeAlerts(),
            address=lambda: "192.168.1.20:11111",
            ended=lambda: None,
            sign_in_again=lambda: None,
            moment=moment,
        )
        self.errands = ChatErrands(
            cast(ClientCore, self.core), self.windows, around,
            lambda conversation, seq=0: self.opened.append((conversation, seq)), self, self.posted.append,
        )  # fmt: skip

    def do(self, verb: FileVerb, target: FileTarget) -> None:
        """What is done with a file."""
        self.did.append((verb, target))

    def tell(self, *told: events.Event) -> None:
        """Events of the core."""
        for event in told:
            self.errands.on_event(event)

    def meet(self, *accounts: Account, prefix: str = "", offline: bool = False) -> None:
        """The directory answers."""
        self.tell(PeopleFound(prefix, accounts, offline))

    def done(self, id: int = 0) -> None:
        """The last order is carried out."""
        self.tell(events.RequestDone(self.core.ref, cast(Any, None), id))

    def refused(self, why: Any) -> None:
        """The last order is not."""
        self.tell(events.RequestRefused(self.core.ref, cast(Any, None), why))

    def furnish(self) -> None:
        """Some conversations, as a person has them after a week."""
        messages = (
            said(1, 0, KOFI, "@me the printer is back"),
            said(2, -MAYA, MAYA, "Morning! The discovery works on my laptop now"),
            said(3, -MAYA, MAYA, "Shall we meet at three?"),
            said(4, GROUP, SARI, "capture is 12 MB, sending now"),
            said(5, ANNOUNCEMENTS, KOFI, "Server restart on Sunday at 06:00"),
            said(6, GROUP, ME, "Great work everybody"),
        )
        self.core.messages = {message.seq: message for message in messages}
        self.core.rooms = (
            Room(GROUP, "group", "Network lab", "UDP chat project", "owner", members=4, unread=0, newest=messages[5]),
            Room(ANNOUNCEMENTS, "announcements", unread=1, newest=messages[4]),
            Room(-MAYA, "private", "maya", peer=MAYA, peer_name="maya", unread=2, newest=messages[2]),
            Room(0, "lobby", unread=1, newest=messages[0]),
            Room(GROUP + 1, "group", "Machine room", "", "member", members=4, muted=True),
        )
        self.core.unread_seqs = {ANNOUNCEMENTS: (5,), -MAYA: (2, 3), 0: (1,)}
        self.core.lists[GROUP] = (
            Member(BUDI, "budi", "", "member"),
            Member(MAYA, "maya", "Maya Putri", "admin"),
            Member(ME, "me", "", "owner"),
            Member(SARI, "sari", "Sari Wijaya", "member"),
        )
