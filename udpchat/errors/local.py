"""Errors of this computer, of this person's input or choice; nothing was sent."""

from __future__ import annotations

from udpchat.errors.tree import UdpchatError


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


class CannotRead(LocalError):
    """A file of this computer cannot be read or written. detail: which, or what the system says."""

    code = "CANNOT_READ"


class NoSpace(LocalError):
    """The disk of this computer has no room for what comes."""

    code = "NO_SPACE"
