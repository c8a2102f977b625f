"""What an operator can ask a relay for, for the command line and the server window alike; each has a ref of its own."""

from __future__ import annotations

import secrets
from typing import Literal

from udpchat.limits import INTEGER_MAX, REF_BYTES
from udpchat.words import messages as words
from udpchat.words.messages import AnnouncedBy, FromClient, LinkDeed

__all__ = ["AnnouncedBy", "FromClient", "LinkDeed", "Role"]

Role = Literal["member", "moderator", "operator"]
"""What somebody may do on a server."""


def fresh_ref() -> bytes:
    """A ref that nobody else has."""
    return secrets.token_bytes(REF_BYTES)


def until(lasting_s: int, at_ms: int) -> int:
    """When a sanction ends that begins at this time of the relay's clock; 0 seconds: never."""
    return at_ms + lasting_s * 1000 if lasting_s else INTEGER_MAX


# --- over people ------------------------------------------------------------------------------------------------------


def kick(user: int, reason: str) -> FromClient:
    """End somebody's sessions."""
    return words.Kick(fresh_ref(), user, reason)


def mute(user: int, until_ms: int, reason: str) -> FromClient:
    """Take nothing from somebody until then."""
    return words.Silence(fresh_ref(), user, until_ms, reason)


def unmute(user: int) -> FromClient:
    """Hear them again."""
    return words.Silence(fresh_ref(), user, 0, "")


def ban(user: int, address: str, until_ms: int, reason: str) -> FromClient:
    """Do not let in this user (or 0), or whoever comes from this address (or "")."""
    return words.Ban(fresh_ref(), user, address, until_ms, reason)


def undo(number: int) -> FromClient:
    """End the sanction of this number."""
    return words.Unban(fresh_ref(), number)


def give_role(user: int, role: Role) -> FromClient:
    """What somebody may do."""
    return words.SetRole(fresh_ref(), user, role)


def reset_code(user: int) -> FromClient:
    """A one-time code for a forgotten password; answered by OneTimeCode."""
    return words.ResetCode(fresh_ref(), user)


# --- for everybody ----------------------------------------------------------------------------------------------------


def announce(announcements: int, message: str) -> FromClient:
    """Tell everybody; `announcements` is the conversation."""
    return words.Post(fresh_ref(), announcements, 0, message)


def slow(conversation: int, seconds: int) -> FromClient:
    """So many seconds between two messages of one person there."""
    return words.SlowMode(fresh_ref(), conversation, seconds)


def pause(on: bool) -> FromClient:
    """Only moderators are heard."""
    return words.Pause(fresh_ref(), on)


def private_off(on: bool) -> FromClient:
    """No private messages but to and from moderators."""
    return words.PrivateOff(fresh_ref(), on)


def announcers(who: AnnouncedBy) -> FromClient:
    """Who may announce."""
    return words.SetAnnouncers(fresh_ref(), who)


def retention(days: int) -> FromClient:
    """How long messages are kept; 0: for good."""
    return words.SetRetention(fresh_ref(), days)


def new_lesson() -> FromClient:
    """Archive the lobby."""
    return words.NewLesson(fresh_ref())


def delete_group(group: int) -> FromClient:
    """End a group, for everybody in it."""
    return words.DeleteGroup(fresh_ref(), group)


# --- other servers ----------------------------------------------------------------------------------------------------


def links() -> FromClient:
    """All links to other servers; answered by Links."""
    return words.AskLinks()


def add_realm(name: str, host: str, port: int) -> FromClient:
    """Ask that server for a link."""
    return words.AddRealm(fresh_ref(), name, host, port)


def join_realm(invite: str) -> FromClient:
    """Link by an invite of theirs."""
    return words.AddRealmInvite(fresh_ref(), invite)


def invite_realm(host: str) -> FromClient:
    """An invite for another operator; answered by RealmInvite."""
    return words.MakeRealmInvite(fresh_ref(), host)


def change_realm(realm: int, deed: LinkDeed) -> FromClient:
    """Accept, block, remove, ... a link."""
    return words.ChangeRealm(fresh_ref(), realm, deed)


def name_realm(name: str) -> FromClient:
    """What this server is called as a realm."""
    return words.NameRealm(fresh_ref(), name)
def remove_file(file: int) -> FromClient:
    """Nobody can fetch it any more."""
    return words.RemoveFile(fresh_ref(), file)


# --- questions --------------------------------------------------------------------------------------------------------


def people(prefix: str = "") -> FromClient:
    """Who has an account, or is here as a guest."""
    return words.AskPeople(prefix)


def groups(user: int = 0) -> FromClient:
    """All groups, or those that somebody is in."""
    return words.AskGroups(user)


def members(group: int) -> FromClient:
    """Who is in a group."""
    return words.AskMembers(group)


def sanctions(before: int = 0) -> FromClient:
    """Mutes and bans in force, the newest first."""
    return words.AskSanctions(before)


def audit(before: int = 0) -> FromClient:
    """Who did what to whom, the newest first."""
    return words.AskAudit(before)


def stored(before: int = 0, owner: int = 0) -> FromClient:
    """Files that can be fetched, of one person or of all, the newest first."""
    return words.AskStored(before, owner)
