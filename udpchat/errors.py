"""Everything that can go wrong, as a tree split by blame: our side, the peer's protocol, a refusal by the server.

    UdpchatError
    +-- LocalError      this computer, this person's input, this person's choice
    +-- RemoteError     the peer broke the protocol: close the connection
    +-- Refusal         the server understood and said no; `code` is what travels

The class is what code matches on, `code` is what travels and what scripts read, `sentence` is what a person reads. All
sentences live in `catalogue`: each says in plain words what happened and what to do next.
"""

from __future__ import annotations

from typing import ClassVar

from udpchat import catalogue


class UdpchatError(Exception):
    """Base of all. `detail` is the thing concerned or the reason (a path, a port, a rule), never a secret.

    `retry_after_s` is the time in seconds after which a new try makes sense; 0 means unknown or at once.
    """

    code: ClassVar[str] = "ERROR"

    def __init__(self, detail: object = "", *, retry_after_s: float = 0.0) -> None:
        super().__init__(detail)
        self.detail = _printable(str(detail))
        self.retry_after_s = retry_after_s

    @property
    def sentence(self) -> str:
        """What happened and what to do next, in the language in use; one line, safe for a terminal."""
        return catalogue.text(f"error.{self.code}", **self.values())

    def values(self) -> dict[str, object]:
        """What the sentence may name: ` X` as a noun, `: X.` as a reason, the waiting time in words."""
        return {
            "detail": f" {self.detail}" if self.detail else "",
            "reason": f": {self.detail.rstrip('.')}." if self.detail else ".",
            "wait": _waiting(self.retry_after_s),
        }

    def __str__(self) -> str:
        """For logs: the code and the detail."""
        return f"{self.code}: {self.detail}" if self.detail else self.code


def _printable(text: str) -> str:
    """A detail may come from the peer: no control, bidi or line separator reaches a terminal through it."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def _waiting(seconds: float) -> str:
    if seconds <= 0:
        return catalogue.text("wait.moment")
    if seconds <= 1:
        return catalogue.text("wait.second")
    if seconds <= 120:
        return catalogue.text("wait.seconds", count=-int(-seconds // 1))
    if seconds <= 2 * 3600:
        return catalogue.text("wait.minutes", count=-int(-seconds // 60))
    if seconds <= 48 * 3600:
        return catalogue.text("wait.hours", count=-int(-seconds // 3600))
    return catalogue.text("wait.days", count=-int(-seconds // 86400))


# --- our side ---------------------------------------------------------------------------------------------------------


class LocalError(UdpchatError):
    """This computer, this person's input or choice; nothing was sent."""

    code = "LOCAL"


class Cancelled(LocalError):
    """The person does not want to go on."""

    code = "CANCELLED"


class NotYet(LocalError):
    """It is known, and this version cannot do it. detail: what, as the beginning of a sentence."""

    code = "NOT_YET"


class PortInUse(LocalError):
    """Another program holds the UDP port. detail: `host:port` or the port."""

    code = "PORT_IN_USE"


class FolderInUse(LocalError):
    """Another udpchat holds the lock of the data folder. `pid` is its process number, None if unknown."""

    code = "FOLDER_IN_USE"

    def __init__(self, pid: int | None = None, detail: object = "") -> None:
        super().__init__(detail)
        self.pid = pid

    def values(self) -> dict[str, object]:
        return {**super().values(), "pid": f" (process {self.pid})" if self.pid else ""}


class FolderNotWritable(LocalError):
    """The data folder cannot be made or written. detail: the path."""

    code = "FOLDER_NOT_WRITABLE"


class DamagedKey(LocalError):
    """The identity key of the server cannot be read; it is never replaced silently. detail: the path."""

    code = "DAMAGED_KEY"


class DamagedStore(LocalError):
    """The database cannot be read; nothing was overwritten. detail: the path."""

    code = "DAMAGED_STORE"


class StoreTooNew(LocalError):
    """The database was written by a newer udpchat. detail: the path."""

    code = "STORE_TOO_NEW"


class NoRoomPassword(LocalError):
    """Sign-up with the room password was chosen, but there is none."""

    code = "NO_ROOM_PASSWORD"


class BadInvite(LocalError):
    """Text that is not an invite `udpchat://HOST:PORT/#FINGERPRINT`. detail: the reason."""

    code = "BAD_INVITE"


class BadAddress(LocalError):
    """Text that is not HOST or HOST:PORT. detail: the reason."""

    code = "BAD_ADDRESS"


class BadName(LocalError):
    """A name that breaks the rules of `names`. detail: the rule, as a sentence."""

    code = "BAD_NAME"


class BadPassword(LocalError):
    """A password that is too short, too long or not text. detail: the rule, as a sentence."""

    code = "BAD_PASSWORD"


class TextTooLong(LocalError):
    """A message over `limits.TEXT_BYTES`."""

    code = "TEXT_TOO_LONG"


class TextEmpty(LocalError):
    """A message in which nothing visible is left."""

    code = "TEXT_EMPTY"


class NoAnswer(LocalError):
    """Nothing came back from the address. detail: `host:port`."""

    code = "NO_ANSWER"


class NameDoesNotResolve(LocalError):
    """The host name is unknown here. detail: the host name."""

    code = "NAME_DOES_NOT_RESOLVE"


class CertificateUnknown(LocalError):
    """First visit, and nobody could be asked. detail: the fingerprint for people."""

    code = "CERTIFICATE_UNKNOWN"


class CertificateChanged(LocalError):
    """The server shows another certificate than the pinned one. detail: the fingerprint for people."""

    code = "CERTIFICATE_CHANGED"


class NotYourServer(LocalError):
    """Another server answers at the address of a known one. detail: the name of the known one."""

    code = "NOT_YOUR_SERVER"


class UnprovenServer(LocalError):
    """A server met for the first time did not prove in the sign-in that it knows the account. detail: its name."""

    code = "UNPROVEN_SERVER"


class SignInAgain(LocalError):
    """The stored sign-in of an account that is kept here is worth nothing any more. detail: the account."""

    code = "SIGN_IN_AGAIN"


class GuestEnded(LocalError):
    """What a guest typed was not sent before the guest's session ended; it belongs to nobody now."""

    code = "GUEST_ENDED"


class ProfileInUse(LocalError):
    """Another window is signed in to this account. detail: the account name."""

    code = "PROFILE_IN_USE"


class NotYourName(LocalError):
    """What was typed to confirm is not one's own name; nothing was done."""

    code = "NOT_YOUR_NAME"


class Yourself(LocalError):
    """That is done to others only."""

    code = "YOURSELF"


class NoGroupHere(LocalError):
    """The command is about the group that is open, and none is."""

    code = "NO_GROUP_HERE"


class ManyGroups(LocalError):
    """Several groups have that name: nothing was sent to any. detail: their numbers."""

    code = "MANY_GROUPS"


class NoMessageHere(LocalError):
    """The command is about a message of the open conversation that is not there."""

    code = "NO_MESSAGE_HERE"


class BadDay(LocalError):
    """What should be a day is none. detail: what was typed."""

    code = "BAD_DAY"


class NotWritten(LocalError):
    """A file could not be written. detail: why."""

    code = "NOT_WRITTEN"


class BadLine(BadName):
    """A status, topic or other line about oneself that breaks the rules of `names`. It travels as INVALID_NAME."""

    code = "BAD_LINE"


class OutboxFull(LocalError):
    """Too many messages wait for the server; nothing was taken."""

    code = "OUTBOX_FULL"


# --- the peer broke the protocol --------------------------------------------------------------------------------------


class RemoteError(UdpchatError):
    """The peer did what the protocol forbids; its connection is closed, nobody else notices."""

    code = "REMOTE"


class ProtocolViolation(RemoteError):
    """Bytes or an order of messages that the protocol forbids. detail: which rule, never the bytes."""

    code = "PROTOCOL_VIOLATION"


# --- the server said no -----------------------------------------------------------------------------------------------


class Refusal(UdpchatError):
    """The server understood and refused. The connection stays open for another try unless a close follows."""

    code = "REFUSED"


class UsernameTaken(Refusal):
    """The name belongs to somebody else now."""

    code = "USERNAME_TAKEN"


class NoSuchUser(Refusal):
    """No account of that name (told only where anybody may register)."""

    code = "NO_SUCH_USER"


class AuthFailed(Refusal):
    """Wrong name, password or token."""

    code = "AUTH_FAILED"


class WrongPassword(AuthFailed):
    """Somebody signed in gave another password than the present one. It travels as AUTH_FAILED."""

    code = "WRONG_PASSWORD"
    told_as = AuthFailed.code


class PasswordNeeded(Refusal):
    """The password in force has to be proved once more before this is done."""

    code = "PASSWORD_NEEDED"


class RoomPassword(Refusal):
    """The room password is missing or wrong."""

    code = "ROOM_PASSWORD"


class Banned(Refusal):
    """The operator has banned the account or address; `retry_after_s` 0: for good. detail: the reason."""

    code = "BANNED"

    def values(self) -> dict[str, object]:
        again = catalogue.text("wait.banned", wait=_waiting(self.retry_after_s)) if self.retry_after_s else ""
        return {**super().values(), "again": again}


class Muted(Refusal):
    """A moderator has muted the person; `retry_after_s` says for how long still, 0: until told. detail: the reason."""

    code = "MUTED"

    def values(self) -> dict[str, object]:
        told = {"wait": catalogue.text("wait.moderator")} if not self.retry_after_s else {}
        return {**super().values(), **told}


class Paused(Refusal):
    """A moderator has paused the chat: only moderators are heard."""

    code = "PAUSED"


class SlowModeOn(Refusal):
    """The conversation takes one post per person and so many seconds; `retry_after_s` says when the next one."""

    code = "SLOW_MODE"


class PrivateOff(Refusal):
    """Private messages are switched off."""

    code = "PRIVATE_OFF"


class Full(Refusal):
    """No place for another connection or person."""

    code = "FULL"


class SlowDown(Refusal):
    """Too fast; the same request may be repeated after `retry_after_s`."""

    code = "SLOW_DOWN"


class Storage(Refusal):
    """The server could not write; nothing happened and the same request may be repeated."""

    code = "STORAGE"


class SignupClosed(Refusal):
    """Only the operator makes accounts here."""

    code = "SIGNUP_CLOSED"


class GuestsOff(Refusal):
    """This server takes no guests."""

    code = "GUESTS_OFF"


class BadRequest(Refusal):
    """Well-formed, but not possible in this state."""

    code = "BAD_REQUEST"


class NotAllowed(Refusal):
    """The person lacks the right."""

    code = "NOT_ALLOWED"


class NotAMember(Refusal):
    """The conversation is not the person's, or no longer. detail: its title, where they may know it."""

    code = "NOT_A_MEMBER"


class NoSuchGroup(Refusal):
    """There is no such conversation, or it was deleted."""

    code = "NO_SUCH_GROUP"


class NoSuchMessage(Refusal):
    """There is no such message for this person: never was, deleted, archived, or outside their membership."""

    code = "NO_SUCH_MESSAGE"


class GroupFull(Refusal):
    """The group has as many members as it may have."""

    code = "GROUP_FULL"


class InvalidName(Refusal):
    """The server's rules of `names` refuse the name. detail: the rule."""

    code = "INVALID_NAME"


class InvalidText(Refusal):
    """The server refuses the text: empty or too long."""

    code = "INVALID_TEXT"


REFUSALS: dict[str, type[Refusal]] = {kind.code: kind for kind in Refusal.__subclasses__()}
RETRIABLE: frozenset[str] = frozenset({Storage.code, SlowDown.code})
"""Codes after which the very same request may be sent again; all others are final."""


def refusal(code: str, retry_after_s: float = 0.0, detail: str = "") -> Refusal:
    """The refusal of a code that travelled. An unknown code (a newer server) becomes a plain `Refusal` naming it."""
    kind = REFUSALS.get(code)
    if kind is None:
        return Refusal(detail or code, retry_after_s=retry_after_s)
    return kind(detail, retry_after_s=retry_after_s)
