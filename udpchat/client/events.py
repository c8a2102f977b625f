"""What the client core tells its shell: frozen data, each with one line on when it occurs."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.client.phases import Phase
from udpchat.errors import UdpchatError
from udpchat.words.messages import Message as Message
from udpchat.words.messages import Person as Person


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
class EarlierLoaded:
    """The answer to `load_earlier`: cached messages, ascending; `more`: there are still earlier ones in the cache.

    They may have been told before. Also told when nothing could be read: then empty, and `more` if a new try makes sense.
    """

    messages: tuple[Message, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class DraftFound:
    """After SignedIn: what was typed here and not sent, for a conversation (0: the lobby)."""

    conversation: int
    text: str


@dataclass(frozen=True, slots=True)
class ReadTo:
    """After SignedIn: how far this person had read in a conversation (0: the lobby) on this computer."""

    conversation: int
    seq: int


@dataclass(frozen=True, slots=True)
class MessagePending:
    """A message of mine is in the outbox: just typed, or found there at the start. Also the text of one refused at once."""

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
    """My message will not be sent; the shell keeps the text for the person.

    Also, each after its MessagePending, what an ended guest of this name had left unsent on this computer.
    """

    ref: bytes
    text: str
    refusal: UdpchatError


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
class Postponed:
    """The server could not take a message now (its disk is full, say); told once until it takes one again."""

    refusal: UdpchatError


@dataclass(frozen=True, slots=True)
class ConnectionLost:
    """The connection is gone, with the sentence that says why; the core connects again at `retry_at`."""

    reason: str
    retry_at: float


@dataclass(frozen=True, slots=True)
class NoAnswerYet:
    """Nothing at all was heard for 5 s of an attempt, with the likely causes. At 10 s the phase becomes NO_ANSWER."""

    sentence: str = ""


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
    | EarlierLoaded
    | DraftFound
    | ReadTo
    | MessagePending
    | MessageStored
    | MessageRefused
    | PeopleChanged
    | Slowed
    | Postponed
    | ConnectionLost
    | NoAnswerYet
    | NotSaved
    | LoggedOut
)
