"""What the client core tells its shell: frozen data, each with one line on when it occurs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from udpchat.client.answers import AuditFound as AuditFound
from udpchat.client.answers import CodeFound as CodeFound
from udpchat.client.answers import Exported as Exported
from udpchat.client.answers import ExportFailed as ExportFailed
from udpchat.client.answers import MembersFound as MembersFound
from udpchat.client.answers import PeopleFound as PeopleFound
from udpchat.client.answers import ReceiptsFound as ReceiptsFound
from udpchat.client.answers import SanctionsFound as SanctionsFound
from udpchat.client.answers import SearchFound as SearchFound
from udpchat.client.message import Message as Message
from udpchat.client.message import Notice as Notice
from udpchat.client.message import NoticeEvent as NoticeEvent
from udpchat.client.message import changed as changed
from udpchat.client.phases import Phase
from udpchat.client.room import Room as Room
from udpchat.client.transfers.events import FileMarksChanged as FileMarksChanged
from udpchat.client.transfers.events import FilesFound as FilesFound
from udpchat.client.transfers.events import TransferChanged as TransferChanged
from udpchat.client.transfers.events import TransferState as TransferState
from udpchat.client.transfers.transfer import Progress as Progress
from udpchat.errors import UdpchatError
from udpchat.words import messages as words
from udpchat.words.messages import Account as Account
from udpchat.words.messages import Archived as Archived
from udpchat.words.messages import AskReceipts as AskReceipts
from udpchat.words.messages import AuditRow as AuditRow
from udpchat.words.messages import Delete as Delete
from udpchat.words.messages import Deleted as Deleted
from udpchat.words.messages import Departed as Departed
from udpchat.words.messages import Edit as Edit
from udpchat.words.messages import Edited as Edited
from udpchat.words.messages import File as File
from udpchat.words.messages import FileMark as FileMark
from udpchat.words.messages import FileRow as FileRow
from udpchat.words.messages import GroupRole as GroupRole
from udpchat.words.messages import Joined as Joined
from udpchat.words.messages import Member as Member
from udpchat.words.messages import Person as Person
from udpchat.words.messages import React as React
from udpchat.words.messages import Reacted as Reacted
from udpchat.words.messages import RealmPerson as RealmPerson
from udpchat.words.messages import RealmRow as RealmRow
from udpchat.words.messages import Receipt as Receipt
from udpchat.words.messages import Retitled as Retitled
from udpchat.words.messages import RoleGiven as RoleGiven
from udpchat.words.messages import Rules as Rules
from udpchat.words.messages import SanctionRow as SanctionRow
from udpchat.words.messages import Undelivered as Undelivered


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
class PasswordRecovered:
    """The new password holds and the one-time code is used up; the sign-in goes on. It may be told more than once."""


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
    """Messages that were not held before, of any conversations, ascending. `live` is false for history and cache."""

    messages: tuple[Message, ...]
    live: bool


@dataclass(frozen=True, slots=True)
class MessagesChanged:
    """Messages that were told before read differently now: edited, deleted, reacted to. Put them in their place by seq."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class NoticesAdded:
    """Somebody joined or left a group, it was renamed, a role was given; for the place between messages, by seq."""

    notices: tuple[Notice, ...]
    live: bool


@dataclass(frozen=True, slots=True)
class ConversationArchived:
    """A new lesson: what the conversation showed before that seq is to be shown no more."""

    conversation: int
    before_seq: int


@dataclass(frozen=True, slots=True)
class RoomsChanged:
    """Conversations that are new or look different (title, unread, newest message, mute ...), and those that are gone."""

    rooms: tuple[Room, ...]
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierLoaded:
    """The answer to `load_earlier`: cached messages, ascending; `more`: there are still earlier ones in the cache.

    They may have been told before. Also told when nothing could be read: then empty, and `more` if a new try makes sense.
    `notices` are what happened between them.
    """

    messages: tuple[Message, ...]
    more: bool
    conversation: int = 0
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftFound:
    """After SignedIn: what was typed here and not sent, for a conversation (0: the lobby)."""

    conversation: int
    text: str


@dataclass(frozen=True, slots=True)
class ReadTo:
    """How far this person has read in a conversation: found after SignedIn, or read on another device just now."""

    conversation: int
    seq: int


@dataclass(frozen=True, slots=True)
class MessagePending:
    """A message of mine is in the outbox: just typed, found there at the start, or typed anew before it was sent. Also the
    text of one refused at once. `people`: it goes to each of these in private (then `conversation` means nothing)."""

    ref: bytes
    text: str
    conversation: int = 0
    reply: int = 0
    people: tuple[int, ...] = ()


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
class MessageWithdrawn:
    """A message of mine was taken back before it was sent; nobody ever sees it."""

    ref: bytes


@dataclass(frozen=True, slots=True)
class RequestPending:
    """Any other request of mine (an edit, a group ...) is on its way, or waits for the connection; `request` is its word.
    `about`: the message of mine that it changes, while that waits itself and has no seq."""

    ref: bytes
    request: words.FromClient
    conversation: int
    about: bytes = b""


@dataclass(frozen=True, slots=True)
class RequestDone:
    """The server has done it. `id`: the conversation that was made, else as the word of the request says."""

    ref: bytes
    request: words.FromClient
    id: int


@dataclass(frozen=True, slots=True)
class RequestRefused:
    """It will not be done, and why. Also for searches, and for what needs a connection that did not come in time."""

    ref: bytes
    request: words.FromClient
    refusal: UdpchatError


@dataclass(frozen=True, slots=True)
class ReceiptsChanged:
    """How far others have got and read a conversation: all marks that are known of it, for the ticks of my messages."""

    conversation: int
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class TypingChanged:
    """Who types in a conversation now; nobody, when it is empty."""

    conversation: int
    users: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RealmsFound:
    """The servers that this one is linked with, and what it is called among them itself."""

    name: str
    realms: tuple[RealmRow, ...]


@dataclass(frozen=True, slots=True)
class RealmPeopleFound:
    """Who is on another server; `told` is false where its operator hides that, or it cannot be asked now."""

    realm: str
    prefix: str
    told: bool
    people: tuple[RealmPerson, ...]


@dataclass(frozen=True, slots=True)
class RulesChanged:
    """What holds for everybody: paused, no private messages, who announces. After every sign-in and when it changes."""

    rules: words.Rules


@dataclass(frozen=True, slots=True)
class Sanctioned:
    """A moderator threw me out, silenced or banned me until then (ms of the server's clock; 0: it is over)."""

    kind: Literal["kick", "mute", "ban"]
    until_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """Somebody came or left, or (`changed`) is away, busy, back, or something else; the first list after a sign-in has
    none of these, only `online`."""

    joined: tuple[Person, ...]
    left: tuple[Person, ...]
    online: tuple[Person, ...]
    changed: tuple[Person, ...] = ()


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
    | PasswordRecovered
    | SignInRefused
    | HistoryReset
    | MessagesAdded
    | MessagesChanged
    | NoticesAdded
    | ConversationArchived
    | RoomsChanged
    | EarlierLoaded
    | DraftFound
    | ReadTo
    | MessagePending
    | MessageStored
    | MessageRefused
    | MessageWithdrawn
    | RequestPending
    | RequestDone
    | RequestRefused
    | ReceiptsChanged
    | ReceiptsFound
    | TypingChanged
    | MembersFound
    | PeopleFound
    | RealmsFound
    | RealmPeopleFound
    | SearchFound
    | Exported
    | ExportFailed
    | RulesChanged
    | Sanctioned
    | CodeFound
    | SanctionsFound
    | AuditFound
    | PeopleChanged
    | TransferChanged
    | FilesFound
    | FileMarksChanged
    | Slowed
    | Postponed
    | ConnectionLost
    | NoAnswerYet
    | NotSaved
    | LoggedOut
)
