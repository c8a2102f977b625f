"""Messages, people and clocks for the tests of the chat."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.unit.gui.presenters.plain_compose import plain_presenter
from udpchat.client import events
from udpchat.client.asking import Ticks
from udpchat.client.events import Message, Person
from udpchat.client.phases import Phase
from udpchat.client.transfers.states import UNFINISHED
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.chat_ports import Around
from udpchat.gui.presenters.timeline import Timeline
from udpchat.gui.presenters.timeline_items import Moment
from udpchat.gui.widgets.chat_data import (
    AnnouncementData,
    BannerData,
    ComposerData,
    ContextData,
    ConversationData,
    FindData,
    FooterData,
    HeaderData,
    ListData,
    MeData,
    MovingData,
    PeopleData,
    QuestionData,
)
from udpchat.gui.widgets.chat_rows import Change, Row, Splice
from udpchat.limits import INTEGER_MAX

ME = 1
SARI, BUDI, DEWI, KOFI, MAYA = 2, 3, 4, 5, 6
NAMES = {ME: "me", SARI: "sari", BUDI: "budi", DEWI: "dewi", KOFI: "kofi", MAYA: "maya"}
MINUTE = 60_000
DAY = 24 * 60 * MINUTE
FIRST_DAY = 738_000
NOON = 12 * 60 * MINUTE


def moment(at: int) -> Moment:
    """Time without zones: milliseconds since midnight of the first day."""
    minutes = at // MINUTE
    return Moment(FIRST_DAY + at // DAY, f"{minutes // 60 % 24:02}:{minutes % 60:02}")


def message(
    seq: int, author: int = SARI, text: str = "", at: int | None = None, ref: bytes | None = None, room: int = 0
) -> Message:
    """Said at noon plus one second per seq, unless told otherwise."""
    at = NOON + seq * 1000 if at is None else at
    return Message(seq, room, author, NAMES[author], ref or seq.to_bytes(16, "big"), at, text or f"text {seq}")


def person(user: int, guest: bool = False, role: str = "member") -> Person:
    """Somebody online."""
    return Person(user, NAMES.get(user, f"user{user}"), role, guest)


def timeline() -> Timeline:
    """An empty one of mine."""
    made = Timeline(moment)
    made.my_ids, made.my_name = {ME}, NAMES[ME]
    return made


def group(id: int = 20, title: str = "Network lab", role: events.GroupRole = "member", **more: Any) -> events.Room:
    """A group of mine."""
    return events.Room(id, "group", title, role=role, **{"members": 3, **more})


def private(user: int = SARI, **more: Any) -> events.Room:
    """My conversation with somebody."""
    return events.Room(-user, "private", NAMES[user], peer=user, peer_name=NAMES[user], members=2, **more)


NEWS = events.Room(9, "announcements", "Announcements")


class Clockwork:
    """Time that passes when told so, and the calls that wait in it."""

    def __init__(self) -> None:
        self.now = 100.0
        self._calls: list[Call] = []

    def later(self, delay_s: float, function: Callable[[], None]) -> Call:
        """As a loop offers it."""
        call = Call(self._calls, self.now + max(0.0, delay_s), function)
        self._calls.append(call)
        return call

    def pass_s(self, seconds: float) -> None:
        """Let time pass; what is due happens in order."""
        end = self.now + seconds
        while due := min((call for call in self._calls if call.at <= end), key=lambda call: call.at, default=None):
            self.now = max(self.now, due.at)
            due.cancel()
            due.function()
        self.now = end

    @property
    def waiting_count(self) -> int:
        """Calls still to come."""
        return len(self._calls)


class Call:
    """One call that waits."""

    def __init__(self, calls: list[Call], at: float, function: Callable[[], None]) -> None:
        self._calls, self.at, self.function = calls, at, function

    def cancel(self) -> None:
        """Not to come."""
        if self in self._calls:
            self._calls.remove(self)


class FakeCore:
    """Remembers what it was asked; `refuse` is raised by the next message."""

    def __init__(self) -> None:
        self.state = Phase.ONLINE
        self.unconfirmed_count = 0
        self.contiguous_to = 0
        self.head = 0
        self.rtt_s: float | None = 0.0031
        self.asked: list[tuple[object, ...]] = []
        self.refuse: UdpchatError | None = None

        self.me = ME
        self.my_role = "member"
        self.rooms: tuple[events.Room, ...] = (events.Room(0, "lobby"),)
        self.unread_seqs: dict[int, list[int]] = {}
        self.marks: dict[int, int] = {}
        self.online: tuple[Person, ...] = ()
        self.rules: events.Rules | None = None
        self.known: dict[int, Message] = {}
        self.lists: dict[int, tuple[events.Member, ...]] = {}
        self.tick = Ticks(0, 0, 0)
        self.moved: dict[bytes, events.Progress] = {}

    def room(self, conversation: int) -> events.Room | None:
        return next((room for room in self.rooms if room.id == conversation), None)

    def message(self, seq: int) -> Message | None:
        return self.known.get(seq)

    def members(self, conversation: int) -> tuple[events.Member, ...] | None:
        return self.lists.get(conversation)

    def ticks(self, conversation: int, seq: int) -> Ticks:
        return self.tick

    def unread(self, conversation: int) -> tuple[int, ...]:
        return tuple(self.unread_seqs.get(conversation, ()))

    def hear(self, event: object) -> None:
        """Count what is unread, as the real one does before it tells of an event."""
        match event:
            case events.MessagesAdded(messages, live):
                for each in messages:
                    if each.author != ME and (live or each.conversation in self.marks):
                        seqs = self.unread_seqs.setdefault(each.conversation, [])
                        if each.seq > self.marks.get(each.conversation, 0):
                            insort(seqs, each.seq)
            case events.ReadTo(conversation, seq):
                self._read(conversation, seq)
            case events.HistoryReset():
                self.unread_seqs.clear()
                self.marks.clear()

    def _read(self, conversation: int, seq: int) -> None:
        self.marks[conversation] = seq
        self.unread_seqs[conversation] = [each for each in self.unread_seqs.get(conversation, ()) if each > seq]

    def newest_messages(self, conversation: int, count: int) -> tuple[Message, ...]:
        return tuple(each for each in self.known.values() if each.conversation == conversation)[-count:]

    def name_of(self, user: int) -> str:
        return NAMES.get(user, "")

    def display_of(self, user: int) -> str:
        return NAMES.get(user, "")

    def send_message(self, text: str, now: float, conversation: int | None = None, reply: int = 0) -> bytes:
        if self.refuse:
            raise self.refuse
        self.asked.append(("send", text, conversation))
        return b"ref"

    def load_earlier(self, before_seq: int, now: float, conversation: int = 0) -> None:
        self.asked.append(("earlier", before_seq))

    def ask_members(self, conversation: int, now: float) -> None:
        self.asked.append(("members", conversation))

    def ask_people(self, prefix: str, now: float) -> None:
        self.asked.append(("people", prefix))

    def typing(self, conversation: int, now: float) -> None:
        self.asked.append(("typing", conversation))

    def set_presence(self, state: str, status: str, now: float) -> None:
        self.asked.append(("presence", state, status))

    def mute_conversation(self, conversation: int, on: bool, now: float) -> bytes:
        self.asked.append(("mute", conversation, on))
        return b"ref"

    def remove_member(self, conversation: int, user: int, now: float) -> bytes:
        self.asked.append(("remove", conversation, user))
        return b"ref"

    def leave_group(self, conversation: int, now: float) -> bytes:
        self.asked.append(("leave group", conversation))
        return b"ref"

    def delete_group(self, conversation: int, now: float) -> bytes:
        self.asked.append(("delete group", conversation))
        return b"ref"

    def block(self, user: int, on: bool, now: float) -> bytes:
        self.asked.append(("block", user, on))
        return b"ref"

    def mark_all_read(self, now: float) -> None:
        self.asked.append(("read all",))

    def save_draft(self, conversation: int, text: str, now: float) -> None:
        self.asked.append(("draft", conversation, text))

    def mark_read(self, conversation: int, seq: int, now: float) -> None:
        self._read(conversation, seq)
        self.asked.append(("read", conversation, seq))

    def network_changed(self, now: float) -> None:
        self.asked.append(("try now",))

    def accept_certificate(self, now: float) -> None:
        self.asked.append(("accept",))

    def refuse_certificate(self, now: float) -> None:
        self.asked.append(("refuse",))

    def log_out(self, now: float) -> None:
        self.asked.append(("log out",))

    def leave_now(self, now: float) -> None:
        self.asked.append(("leave now",))

    @property
    def transfers(self) -> tuple[events.Progress, ...]:
        return tuple(self.moved.values())

    @property
    def unfinished_files(self) -> int:
        return sum(each.state in UNFINISHED for each in self.transfers)

    def transfer(self, key: bytes) -> events.Progress | None:
        return self.moved.get(key)

    def download_of(self, file: int) -> events.Progress | None:
        return next((each for each in self.transfers if not each.up and each.file == file), None)

    def send_file(
        self,
        paths: Iterable[Path | str],
        now: float,
        conversation: int | None = None,
        people: Iterable[int] = (),
        text: str = "",
        reply: int = 0,
    ) -> tuple[bytes, ...]:
        if self.refuse:
            raise self.refuse
        listed = [str(path) for path in paths]
        self.asked.append(("send file", listed, conversation, tuple(people), text, reply))
        return tuple(f"upload{place}".encode() for place in range(len(listed)))

    def forward_file(
        self, file: events.File, now: float, conversation: int | None = None, people: Iterable[int] = (), text: str = ""
    ) -> bytes:
        self.asked.append(("forward file", file.id, conversation, tuple(people), text))
        return b"forward"

    def fetch_file(self, file: events.File, now: float, conversation: int | None = None) -> bytes:
        self.asked.append(("fetch file", file.id, conversation))
        return f"file{file.id}".encode()

    def decline_file(self, file: events.File, now: float, conversation: int | None = None) -> bytes:
        self.asked.append(("decline file", file.id, conversation))
        return f"file{file.id}".encode()

    def pause_file(self, key: bytes, now: float) -> bool:
        self.asked.append(("pause file", key))
        return True

    def resume_file(self, key: bytes, now: float) -> bool:
        self.asked.append(("resume file", key))
        return True

    def cancel_file(self, key: bytes, now: float) -> bool:
        self.asked.append(("cancel file", key))
        return True

    def ask_files(self, now: float, before: int = INTEGER_MAX) -> None:
        self.asked.append(("files", before))

    def ask_file_marks(self, file: int, now: float) -> None:
        self.asked.append(("file marks", file))


class FakeView:
    """Holds what was shown last; rows as a widget would."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.steps: list[Change] = []
        self.title = ""
        self.me: MeData | None = None
        self.conversations: tuple[ConversationData, ...] = ()
        self.header: HeaderData | None = None
        self.people: PeopleData | None = None
        self.footer: FooterData | None = None
        self.banner: BannerData | None = None
        self.moving: MovingData | None = None
        self.find: FindData | None = None
        self.jump_count = 0
        self.composer: ComposerData | None = None
        self.list = ListData((), 0)
        self.draft = ""
        self.complaints: list[str] = []
        self.scrolls: list[str] = []
        self.typing = ""
        self.context: ContextData | None = None
        self.toasts: list[str] = []
        self.lines: list[tuple[str, tuple[str, ...]]] = []
        self.announcement: AnnouncementData | None = None
        self.questions: list[QuestionData] = []
        self.yes: Callable[[], None] = lambda: None

    def show_typing(self, line: str) -> None:
        self.typing = line

    def show_context(self, context: ContextData | None) -> None:
        self.context = context

    def set_text(self, said: str) -> None:
        self.draft = said

    def write(self) -> None:
        self.scrolls.append("write")

    def toast(self, said: str) -> None:
        self.toasts.append(said)

    def show_lines(self, title: str, lines: Sequence[str]) -> None:
        self.lines.append((title, tuple(lines)))

    def show_announcement(self, announcement: AnnouncementData | None) -> None:
        self.announcement = announcement

    def confirm(self, question: QuestionData, on_yes: Callable[[], None]) -> None:
        self.questions.append(question)
        self.yes = on_yes

    def show_title(self, title: str, unread: int) -> None:
        self.title = f"({unread}) {title}" if unread else title

    def show_me(self, me: MeData) -> None:
        self.me = me

    def show_conversations(self, conversations: ListData) -> None:
        self.list = conversations
        self.conversations = conversations.lines

    def show_header(self, header: HeaderData) -> None:
        self.header = header

    def show_people(self, people: PeopleData) -> None:
        self.people = people

    def show_footer(self, footer: FooterData) -> None:
        self.footer = footer

    def show_moving(self, moving: MovingData | None) -> None:
        self.moving = moving

    def show_banner(self, banner: BannerData | None) -> None:
        self.banner = banner

    def show_jump(self, count: int) -> None:
        self.jump_count = count

    def show_find(self, find: FindData) -> None:
        self.find = find

    def change_rows(self, changes: Sequence[Change]) -> None:
        self.steps += changes
        for step in changes:
            if isinstance(step, Splice):
                self.rows[step.index : step.index + step.count] = step.rows
            else:
                self.rows[step.index] = step.row

    def scroll_to_end(self) -> None:
        self.scrolls.append("end")

    def scroll_to(self, key: str) -> None:
        self.scrolls.append(key)

    def show_composer(self, composer: ComposerData) -> None:
        self.composer = composer

    def set_draft(self, text: str) -> None:
        self.draft = text

    def ask_fingerprint(self, fingerprint: str, address: str) -> None:
        self.complaints.append(f"{address} {fingerprint}")

    def complain(self, sentence: str) -> None:
        self.complaints.append(sentence)

    def texts(self) -> list[str]:
        """What the rows say."""
        return [row.text for row in self.rows]


class FakeAlerts:
    """Remembers."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.sounds_count = 0

    def notify(self, title: str, body: str) -> None:
        self.told.append((title, body))

    def ring(self) -> None:
        self.sounds_count += 1


class Chat:
    """A presenter with everything around it, signed in at noon of the first day, focused and at the end."""

    def __init__(self, signed_in: bool = True) -> None:
        self.time = Clockwork()
        self.core = FakeCore()
        self.view = FakeView()
        self.alerts = FakeAlerts()
        self.calls: list[object] = []
        self.last_open = 0
        self.kept: list[int] = []
        around = Around(
            now=lambda: self.time.now,
            wall_ms=lambda: NOON + int((self.time.now - 100.0) * 1000),
            later=self.time.later,
            kick=lambda: None,
            alerts=self.alerts,
            address=lambda: "192.168.1.20:11111",
            ended=lambda: self.calls.append("ended"),
            sign_in_again=lambda: self.calls.append("again"),
            moment=moment,
            last_open=lambda: self.last_open,
            keep_open=self.kept.append,
        )
        self.presenter = plain_presenter(self.core, self.view, around)
        if signed_in:
            self.tell(events.StateChanged(Phase.ONLINE), events.SignedIn(NAMES[ME], ME, False, "lab"))
            self.presenter.focused(True)
            self.time.pass_s(1.0)

    def tell(self, *told: events.Event) -> None:
        """Events of one turn, and then a moment."""
        for event in told:
            if isinstance(event, events.StateChanged):
                self.core.state = event.phase
            self.core.hear(event)
            self.presenter.on_event(event)
        self.time.pass_s(0.1)

    def rooms(self, *rooms: events.Room, gone: tuple[int, ...] = ()) -> None:
        """The core tells of conversations."""
        told = {room.id: room for room in rooms}
        kept = [room for room in self.core.rooms if room.id not in told and room.id not in gone]
        self.core.rooms = (*kept, *rooms)
        self.tell(events.RoomsChanged(rooms, gone))

    def line(self, id: int) -> ConversationData:
        """A line of the list."""
        return next(line for line in self.view.list.lines if line.id == id)

    def say(self, *seqs: int, author: int = SARI, live: bool = True, text: str = "", room: int = 0) -> None:
        """Messages arrive."""
        self.core.contiguous_to = max([self.core.contiguous_to, *seqs])
        self.core.head = max(self.core.head, self.core.contiguous_to)
        self.tell(events.MessagesAdded(tuple(message(seq, author, text, room=room) for seq in seqs), live))
