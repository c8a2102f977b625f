"""What the client core tells its shell: frozen data, each with one line on when it occurs."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.client.phases import Phase
from udpchat.errors import Refusal, UdpchatError
from udpchat.words.messages import Message, Person


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The phase changed; `retry_at` (monotonic seconds) is set while the next attempt is waited for."""

    phase: Phase
    retry_at: float | None = None


@dataclass(frozen=True, slots=True)
class CertificateQuestion:
    """The server's certificate is not pinned. Answer with `accept_certificate` or `refuse_certificate`.

    `changed` is the loud case: another certificate was expected at this address.
    """

    fingerprint: bytes
    changed: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The first sign-in of this run succeeded and the account's folder is open; or a guest got a new user id."""

    name: str
    user: int
    guest: bool
    server_name: str


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """The server (or this client, on checking the server) refused. Not final: the core tries again by itself."""

    refusal: UdpchatError
    final: bool


@dataclass(frozen=True, slots=True)
class HistoryReset:
    """The server's log is another one (a restored backup): what was shown is void and comes again."""


@dataclass(frozen=True, slots=True)
class MessagesAdded:
    """Messages that were not held before, ascending. `live` is false for history, also from the cache."""

    messages: tuple[Message, ...]
    live: bool


@dataclass(frozen=True, slots=True)
class MessagePending:
    """A message of mine is in the outbox: just typed, or found there at the start."""

    ref: bytes
    text: str
    conversation: int = 0


@dataclass(frozen=True, slots=True)
class MessageStored:
    """The server has my message on disk. `at` is its wall time in milliseconds."""

    ref: bytes
    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class MessageRefused:
    """My message will not be sent; the shell keeps the text for the person."""

    ref: bytes
    text: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """Somebody came or left; the first list after a sign-in has neither, only `online`."""

    joined: tuple[Person, ...]
    left: tuple[Person, ...]
    online: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Slowed:
    """The server reads this client more slowly for so many seconds; nothing is lost."""

    seconds: int


@dataclass(frozen=True, slots=True)
class ConnectionLost:
    """The connection is gone, with the sentence that says why; the core connects again at `retry_at`."""

    reason: str
    retry_at: float


@dataclass(frozen=True, slots=True)
class NoAnswerYet:
    """Nothing at all was heard for 5 s of an attempt. At 10 s the phase becomes NO_ANSWER."""


@dataclass(frozen=True, slots=True)
class NotSaved:
    """This computer's disk refuses the outbox or cache; nothing is sent until it can be saved. Tried again."""

    reason: str


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """The run has ended: after `log_out` (empty reason), or because the server wants it so."""

    reason: str


Event = (
    StateChanged
    | CertificateQuestion
    | SignedIn
    | SignInRefused
    | HistoryReset
    | MessagesAdded
    | MessagePending
    | MessageStored
    | MessageRefused
    | PeopleChanged
    | Slowed
    | ConnectionLost
    | NoAnswerYet
    | NotSaved
    | LoggedOut
)
