"""What the presenter of the chat window stands between: the client core, the view, and the world around both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from udpchat.client.phases import Phase
from udpchat.gui.presenters.timeline_items import MomentOf, local_moment
from udpchat.gui.widgets.chat_data import (
    BannerData,
    ConversationData,
    FindData,
    FooterData,
    HeaderData,
    MeData,
    PeopleData,
)
from udpchat.gui.widgets.chat_rows import Change

LOBBY: Final = 0
"""The lobby in words to the core, whatever its number is on this server."""


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
    def send_message(self, text: str, now: float, conversation: int | None = None) -> bytes: ...
    def load_earlier(self, before_seq: int, now: float) -> None: ...
    def save_draft(self, conversation: int, text: str, now: float) -> None: ...
    def mark_read(self, conversation: int, seq: int, now: float) -> None: ...
    def network_changed(self, now: float) -> None: ...
    def accept_certificate(self, now: float) -> None: ...
    def refuse_certificate(self, now: float) -> None: ...
    def log_out(self, now: float) -> None: ...
    def leave_now(self, now: float) -> None: ...


class View(Protocol):
    """What the presenter asks of the window. Data in; nothing comes back but through the presenter's own verbs."""

    def show_title(self, title: str, unread: int) -> None: ...
    def show_me(self, me: MeData) -> None: ...
    def show_conversations(self, conversations: tuple[ConversationData, ...], open_id: int) -> None: ...
    def show_header(self, header: HeaderData) -> None: ...
    def show_people(self, people: PeopleData) -> None: ...
    def show_footer(self, footer: FooterData) -> None: ...
    def show_banner(self, banner: BannerData | None) -> None: ...
    def show_jump(self, count: int) -> None:
        """How many messages came below what is in view."""

    def show_find(self, find: FindData) -> None: ...
    def change_rows(self, changes: Sequence[Change]) -> None:
        """Apply the steps. What one reads stays where it is; at the end the view follows the end."""

    def scroll_to_end(self) -> None: ...
    def scroll_to(self, key: str) -> None:
        """Bring a row into view and mark it."""

    def open_composer(self, room: str) -> None: ...
    def close_composer(self) -> None: ...
    def set_draft(self, draft: str) -> None:
        """Fill the composer, unless something was typed meanwhile."""

    def ask_fingerprint(self, fingerprint: str, address: str) -> None:
        """Another server than the trusted one answers: go on with it? `Presenter.trust` takes the answer."""

    def complain(self, sentence: str) -> None:
        """At the composer: why the text was not taken. The text stays."""


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
