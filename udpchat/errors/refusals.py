"""What a server says no with: one class a code that travels."""

from __future__ import annotations

from udpchat import catalogue
from udpchat.errors.tree import UdpchatError, waiting


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


class WrongCode(AuthFailed):
    """A one-time code that is worth nothing, or the name has none. It travels as AUTH_FAILED."""

    code = "WRONG_CODE"


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
        again = catalogue.text("wait.banned", wait=waiting(self.retry_after_s)) if self.retry_after_s else ""
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


class Quota(Refusal):
    """The person's files, or all together, would take up more than they may. detail: how much is left."""

    code = "QUOTA"


class FileTooLarge(Refusal):
    """The server takes no single file of that size. detail: the largest that it takes."""

    code = "FILE_TOO_LARGE"


class NoSuchFile(Refusal):
    """There is no such file for this person: never was, its time is over, deleted, or outside their membership."""

    code = "NO_SUCH_FILE"


class FileChanged(Refusal):
    """What arrived is not what was offered: the file was changed meanwhile, or the disk has failed."""

    code = "FILE_CHANGED"


class DiskFull(Refusal):
    """The disk of the server has no room for the file."""

    code = "DISK_FULL"


class NoSuchRealm(Refusal):
    """This server is not linked with the one of that name."""

    code = "NO_SUCH_REALM"


class RealmTaken(Refusal):
    """The name, or the server, belongs to another link."""

    code = "REALM_TAKEN"


class RealmItself(Refusal):
    """A server cannot be linked with itself."""

    code = "REALM_ITSELF"


class RealmShut(Refusal):
    """The operator there, or here, does not want the link."""

    code = "REALM_SHUT"


class RealmName(Refusal):
    """The server there is called otherwise."""

    code = "REALM_NAME"


class RealmSecret(Refusal):
    """The other side does not know the secret of the link, or its invite was used already."""

    code = "REALM_SECRET"


class RealmElsewhere(Refusal):
    """Another server answers than the one that the link is with: its certificate is another one."""

    code = "REALM_ELSEWHERE"


class RealmFull(Refusal):
    """Too much waits already: for a server that cannot be reached, or for an operator to decide."""

    code = "REALM_FULL"


class FateUnknown(Refusal):
    """What was meant for another server waited too long: it may have arrived or not."""

    code = "FATE_UNKNOWN"


REFUSALS: dict[str, type[Refusal]] = {kind.code: kind for kind in Refusal.__subclasses__()}
RETRIABLE: frozenset[str] = frozenset({Storage.code, SlowDown.code})
"""Codes after which the very same request may be sent again; all others are final."""


def refusal(code: str, retry_after_s: float = 0.0, detail: str = "") -> Refusal:
    """The refusal of a code that travelled. An unknown code (a newer server) becomes a plain `Refusal` naming it."""
    kind = REFUSALS.get(code)
    if kind is None:
        return Refusal(detail or code, retry_after_s=retry_after_s)
    return kind(detail, retry_after_s=retry_after_s)
