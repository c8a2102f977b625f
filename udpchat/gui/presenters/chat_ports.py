"""What the presenter of the chat window stands between: the client core, the view, and the world around both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

from udpchat.client import events
from udpchat.client.asking import Ticks
from udpchat.client.phases import Phase
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.timeline_items import MomentOf, Said, local_moment
from udpchat.gui.widgets.chat_data import (
    AnnouncementData,
    BannerData,
    ComposerData,
    ContextData,
    FindData,
    FooterData,
    HeaderData,
    ListData,
    MeData,
    MovingData,
    PeopleData,
    QuestionData,
)
from udpchat.gui.widgets.chat_rows import Change, May
from udpchat.gui.widgets.completion_data import CompletionData
from udpchat.gui.widgets.file_data import FileVerb

LOBBY: Final = 0
"""The lobby in words to the core, whatever its number is on this server."""

Moderation = Literal["kick", "mute", "ban", "role"]
Availability = Literal["online", "away", "busy"]


class Core(Protocol):
    """The part of `ClientCore` that a chat needs."""

    @property
    def state(self) -> Phase: ...
    @property
    def unconfirmed_count(self) -> int: ...
    @property
    def contiguous_to(self) -> int: ...
    @property
    def head(self) -> int: ...
    @property
    def rtt_s(self) -> float | None: ...
    @property
    def me(self) -> int: ...
    @property
    def my_role(self) -> str: ...
    @property
    def rooms(self) -> tuple[events.Room, ...]: ...
    @property
    def online(self) -> tuple[events.Person, ...]: ...
    @property
    def rules(self) -> events.Rules | None: ...
    def room(self, conversation: int) -> events.Room | None: ...
    def message(self, seq: int) -> events.Message | None: ...
    def members(self, conversation: int) -> tuple[events.Member, ...] | None: ...
    def ticks(self, conversation: int, seq: int) -> Ticks: ...
    def unread(self, conversation: int) -> tuple[int, ...]: ...
    def newest_messages(self, conversation: int, count: int) -> tuple[events.Message, ...]: ...
    def name_of(self, user: int) -> str: ...
    def display_of(self, user: int) -> str: ...
    def ask_members(self, conversation: int, now: float) -> None: ...
    def ask_people(self, prefix: str, now: float) -> None: ...
    def send_message(self, text: str, now: float, conversation: int | None = None, reply: int = 0) -> bytes: ...
    def load_earlier(self, before_seq: int, now: float, conversation: int = LOBBY) -> None: ...
    def typing(self, conversation: int, now: float) -> None: ...
    def set_presence(self, state: Availability, status: str, now: float) -> None: ...
    def mute_conversation(self, conversation: int, on: bool, now: float) -> bytes: ...
    def remove_member(self, conversation: int, user: int, now: float) -> bytes: ...
    def leave_group(self, conversation: int, now: float) -> bytes: ...
    def delete_group(self, conversation: int, now: float) -> bytes: ...
    def block(self, user: int, on: bool, now: float) -> bytes: ...
    def mark_all_read(self, now: float) -> None: ...
    def save_draft(self, conversation: int, text: str, now: float) -> None: ...
    def mark_read(self, conversation: int, seq: int, now: float) -> None: ...
    def network_changed(self, now: float) -> None: ...
    def accept_certificate(self, now: float) -> None: ...
    def refuse_certificate(self, now: float) -> None: ...
    def log_out(self, now: float) -> None: ...
    def leave_now(self, now: float) -> None: ...
    @property
    def transfers(self) -> tuple[events.Progress, ...]: ...
    @property
    def unfinished_files(self) -> int: ...
    def transfer(self, key: bytes) -> events.Progress | None: ...
    def download_of(self, file: int) -> events.Progress | None: ...
    def send_file(
        self,
        paths: Iterable[Path | str],
        now: float,
        conversation: int | None = None,
        people: Iterable[int] = (),
        text: str = "",
        reply: int = 0,
    ) -> tuple[bytes, ...]: ...
    def forward_file(
        self, file: events.File, now: float, conversation: int | None = None, people: Iterable[int] = (), text: str = ""
    ) -> bytes: ...
    def fetch_file(self, file: events.File, now: float, conversation: int | None = None) -> bytes: ...
    def decline_file(self, file: events.File, now: float, conversation: int | None = None) -> bytes: ...
    def pause_file(self, key: bytes, now: float) -> bool: ...
    def resume_file(self, key: bytes, now: float) -> bool: ...
    def cancel_file(self, key: bytes, now: float) -> bool: ...
    def ask_files(self, now: float, before: int = ...) -> None: ...
    def ask_file_marks(self, file: int, now: float) -> None: ...


class View(Protocol):
    """What the presenter asks of the window. Data in; nothing comes back but through the presenter's own verbs."""

    def show_title(self, title: str, unread: int) -> None: ...
    def show_me(self, me: MeData) -> None: ...
    def show_conversations(self, conversations: ListData) -> None: ...
    def show_header(self, header: HeaderData) -> None: ...
    def show_people(self, people: PeopleData) -> None: ...
    def show_footer(self, footer: FooterData) -> None: ...
    def show_moving(self, moving: MovingData | None) -> None:
        """Files that are on their way; None: there are none."""

    def show_banner(self, banner: BannerData | None) -> None: ...
    def show_jump(self, count: int) -> None:
        """How many messages came below what is in view."""

    def show_find(self, find: FindData) -> None: ...
    def change_rows(self, changes: Sequence[Change]) -> None:
        """Apply the steps. What one reads stays where it is; at the end the view follows the end."""

    def scroll_to_end(self) -> None: ...
    def scroll_to(self, key: str) -> None:
        """Bring a row into view and mark it."""

    def show_composer(self, composer: ComposerData) -> None: ...
    def set_draft(self, draft: str) -> None:
        """Fill the composer, unless something was typed meanwhile."""

    def ask_fingerprint(self, fingerprint: str, address: str) -> None:
        """Another server than the trusted one answers: go on with it? `Presenter.trust` takes the answer."""

    def complain(self, sentence: str) -> None:
        """At the composer: why the text was not taken. The text stays."""

    def show_typing(self, line: str) -> None:
        """Who types in the open conversation, above the composer; "" for nobody."""

    def show_context(self, context: ContextData | None) -> None:
        """What the text in the composer will be, if it is not simply a new message: a reply, an edit."""

    def set_text(self, said: str) -> None:
        """Put a text into the composer in the place of what is there, and the caret behind it."""

    def write(self) -> None:
        """Give the keyboard to the composer."""

    def toast(self, said: str) -> None:
        """A passing word."""

    def show_lines(self, title: str, lines: Sequence[str]) -> None:
        """A long answer as a panel over the chat: of /help, /list, /search."""

    def show_announcement(self, announcement: AnnouncementData | None) -> None:
        """Something for everybody came while another conversation is open; None: no more."""

    def confirm(self, question: QuestionData, on_yes: Callable[[], None]) -> None:
        """Ask whether to do something; its verb is on the button."""


class Alerts(Protocol):
    """Sound and notification of the desktop, if the person wants them."""

    def notify(self, title: str, body: str) -> None: ...
    def ring(self) -> None: ...


class Cancel(Protocol):
    """A call that waits."""

    def cancel(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Around:
    """The world: clocks, timers, the desktop, and whom to tell that this chat is over."""

    now: Callable[[], float]  # of the core, monotonic seconds
    wall_ms: Callable[[], int]
    later: Callable[[float, Callable[[], None]], Cancel]
    kick: Callable[[], None]  # a command was given to the core
    alerts: Alerts
    address: Callable[[], str]  # of the server, in words
    ended: Callable[[], None]  # signed out as the person wished
    sign_in_again: Callable[[], None]
    moment: MomentOf = local_moment
    last_open: Callable[[], int] = lambda: LOBBY  # the conversation that was open when this window was closed
    keep_open: Callable[[int], None] = lambda _id: None


class Chat(Protocol):
    """What the other parts of a chat ask of its presenter."""

    @property
    def room(self) -> Room:
        """The open conversation."""

    @property
    def errands(self) -> Errands:
        """What opens over the chat."""

    def sign_out(self) -> None:
        """Sign out once everything typed has arrived."""

    def open_conversation(self, id: int, seq: int = 0) -> None:
        """Show another conversation, whether anything was said there yet or not; `seq`: at this message."""

    def notice(self, said: str, conversation: int | None = None) -> None:
        """A line between the messages that only this person sees; None: in the open conversation."""

    def posted(self, conversation: int | None = None) -> None:
        """This person wrote something there: the line of the new has served, and the view goes to the end."""

    def touch(self) -> None:
        """Something changed that is shown: draw soon."""


class Errands(Protocol):
    """Everything that opens over the chat."""

    def new_message(self) -> None: ...
    def new_group(self, users: Sequence[int] = ()) -> None: ...
    def add_people(self, conversation: int) -> None: ...
    def group(self, conversation: int) -> None: ...
    def person(self, user: int) -> None: ...
    def search(self, conversation: int | None = None) -> None:
        """None: everywhere."""

    def inbox(self) -> None: ...
    def switcher(self) -> None: ...
    def account(self) -> None: ...
    def receipts(self, conversation: int, seq: int) -> None: ...
    def export(self, conversation: int) -> None: ...
    def moderate(self, user: int, verb: Moderation) -> None: ...
    def rules(self) -> None: ...
    def announce(self) -> None: ...
    def attach(self, conversation: int) -> None:
        """Choose files to send there."""

    def send_files(self, paths: Sequence[str], conversation: int) -> None:
        """Look over what is to be sent, say something about it, send it."""

    def forward(self, file: events.File) -> None:
        """To whom shall a file that is on the server go too?"""

    def receivers(self, file: events.File, conversation: int, seq: int) -> None:
        """Who has got a file of mine."""

    def transfers(self) -> None:
        """What moves, waits, and is over."""

    def files(self, conversation: int | None = None) -> None:
        """The files that were sent there; None: everywhere."""

    def on_event(self, event: events.Event) -> None: ...
    def close(self) -> None: ...


class Compose(Protocol):
    """What becomes of the text in the composer."""

    @property
    def text(self) -> str:
        """What stands there."""

    def reply(self, said: Said) -> None: ...
    def edit(self, said: Said) -> None: ...
    def edit_last(self) -> bool:
        """My last message in the open conversation; False if there is none."""

    def cancel(self) -> bool:
        """No reply and no edit; False if there was none."""

    def send(self, said: str) -> bool:
        """False: not taken, the view was told why."""

    def post(self, words: str, reply: int = 0) -> bool:
        """A text as it is, whatever it begins with, to the open conversation."""

    def keeps(self, draft: str) -> bool:
        """Whether what stands in the composer is a draft to be kept."""

    def complete(self, line: str) -> CompletionData: ...
    def opened(self) -> None:
        """Another conversation is open."""

    def on_event(self, event: events.Event) -> None: ...


class Deeds(Protocol):
    """What a person does with a message, by the key of its row."""

    def reply(self, key: str) -> None: ...
    def react(self, key: str, emoji: str) -> None: ...
    def edit(self, key: str) -> None: ...
    def delete(self, key: str) -> None: ...
    def info(self, key: str) -> None: ...
    def quoted(self, key: str) -> None: ...
    def person(self, user: int) -> None: ...
    def file(self, key: str, verb: FileVerb) -> None: ...
    def may(self, key: str) -> May:
        """What this person may do with it."""

    def on_event(self, event: events.Event) -> None: ...
