"""Who may do what, in one table: for each request the least role it takes, and whether whoever sends it is being heard.

Roles rank guest < member < moderator < operator < owner, the last being the operator's own connection. What speaks to
others (`speaks`) is not taken from who is muted, nor from anybody below a moderator while the chat is paused. Over others
one needs the higher rank, not the same.

Inside a group its own roles count: GROUP_RIGHTS names those that a request takes. A moderator of the server needs none of
them to delete a group or a message in the lobby, and gets none of them by being one: groups are their members' own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from udpchat import words
from udpchat.errors import NotAllowed

GUEST, MEMBER, MODERATOR, OPERATOR, OWNER = range(5)
RANKS: Final = {"guest": GUEST, "member": MEMBER, "moderator": MODERATOR, "operator": OPERATOR}


@dataclass(frozen=True, slots=True)
class Right:
    """What a request takes."""

    least: int = GUEST
    speaks: bool = False


RIGHTS: Final[dict[type, Right]] = {
    words.Post: Right(speaks=True),
    words.PostMany: Right(speaks=True),
    words.Offer: Right(speaks=True),
    words.Edit: Right(speaks=True),
    words.Delete: Right(),
    words.React: Right(speaks=True),
    words.CreateGroup: Right(speaks=True),
    words.AddMembers: Right(speaks=True),
    words.RemoveMember: Right(),
    words.ChangeGroup: Right(speaks=True),
    words.GiveRole: Right(),
    words.DeleteGroup: Right(),
    words.ChangeProfile: Right(MEMBER, speaks=True),
    words.ChangePassword: Right(MEMBER),
    words.DeleteAccount: Right(MEMBER),
    words.Block: Right(),
    words.MuteConversation: Right(),
    words.Search: Right(),
    words.Kick: Right(MODERATOR),
    words.Silence: Right(MODERATOR),
    words.Ban: Right(MODERATOR),
    words.Unban: Right(MODERATOR),
    words.SlowMode: Right(),
    words.Pause: Right(MODERATOR),
    words.PrivateOff: Right(MODERATOR),
    words.NewLesson: Right(MODERATOR),
    words.AskSanctions: Right(MODERATOR),
    words.AskAudit: Right(MODERATOR),
    words.SetAnnouncers: Right(OPERATOR),
    words.SetRetention: Right(OPERATOR),
    words.SetRole: Right(OPERATOR),
    words.ResetCode: Right(OPERATOR),
    words.ImportUsers: Right(OPERATOR),
    words.Reach: Right(),
    words.AddRealm: Right(MEMBER),
    words.AddRealmInvite: Right(OPERATOR),
    words.MakeRealmInvite: Right(OPERATOR),
    words.ChangeRealm: Right(OPERATOR),
    words.NameRealm: Right(OPERATOR),
    words.RemoveFile: Right(OPERATOR),
}

OPERATOR_MAY: Final = frozenset(
    {words.Post, words.Delete, words.DeleteGroup, words.AskPeople, words.AskMembers, words.AddRealm}
    | {words.AskRealms, words.AskRealmPeople}
    | {kind for kind, right in RIGHTS.items() if right.least >= MODERATOR}
    | {words.SlowMode}
)
"""What the operator's own connection may say of these: it is nobody, a member of nothing, and has no account."""

GROUP_RIGHTS: Final[dict[type, frozenset[str]]] = {
    words.AddMembers: frozenset({"owner", "admin"}),
    words.RemoveMember: frozenset({"owner", "admin"}),
    words.ChangeGroup: frozenset({"owner", "admin"}),
    words.GiveRole: frozenset({"owner"}),
    words.DeleteGroup: frozenset({"owner"}),
    words.SlowMode: frozenset({"owner", "admin"}),
    words.Delete: frozenset({"owner", "admin"}),
}
"""Roles in a group that may; one's own membership and messages are everybody's own business."""

GROUP_RANKS: Final = {"member": 0, "admin": 1, "owner": 2}


def rank_of(role: str, guest: bool) -> int:
    """The rank of somebody; a role that this version does not know counts as a member."""
    return GUEST if guest else RANKS.get(role, MEMBER)


def check_rank(kind: type, rank: int) -> Right:
    """The right that a request takes. Raises NotAllowed."""
    right = RIGHTS[kind]
    if rank < right.least:
        raise NotAllowed
    return right


def check_over(rank: int, other: int) -> None:
    """Raises NotAllowed unless the one outranks the other."""
    if rank <= other:
        raise NotAllowed
