"""Words of linked servers: what people and operators ask about links, and what two servers say to each other on one.

On a link the server that dialled speaks first. An item has a number that counts up within the epoch of its sender; see
REALMS.md beside the server's side. A sender is never named with a realm: the link says whose user it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from udpchat import limits
from udpchat.words.bounds import (
    AddressText,
    Code,
    Count,
    Detail,
    Epoch,
    Hash,
    Label,
    Name,
    OptionalRef,
    OptionalToken,
    RawName,
    Ref,
    Size,
    Text,
    Token,
)
from udpchat.words.files import File

LinkStanding = Literal["proposed", "requested", "asked", "invited", "linked", "down", "blocked"]
"""Where a link stands: nobody has decided, we wait for the other operator, ours has to decide, an invite waits, both agreed
and there is a connection, both agreed and there is none, shut."""

LinkDeed = Literal["accept", "block", "unblock", "remove", "retry", "share", "hide"]
"""What an operator does with a link; `share` and `hide`: whether the other side may read our directory."""

ChangeKind = Literal["edit", "delete", "react", "unreact"]
"""What became of a message later."""


# --- people -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reach:
    """Client: whom may I write to as `name@realm`? Done.id: a user id; whether they exist the other server knows."""

    ref: Ref
    name: RawName


@dataclass(frozen=True, slots=True)
class AddRealm:
    """Client: link this server with that one. Of a person it is a proposal to the operator. Done.id: the link."""

    ref: Ref
    name: RawName
    host: AddressText
    port: int


@dataclass(frozen=True, slots=True)
class AskRealms:
    """Client: which servers is this one linked with?"""


@dataclass(frozen=True, slots=True)
class RealmRow:
    """A link as people see it."""

    name: Name
    standing: LinkStanding


@dataclass(frozen=True, slots=True)
class RealmList:
    """Server: the answer, and once more whenever it changes. `name`: what this server is called as a realm."""

    name: Name
    rows: Annotated[tuple[RealmRow, ...], Count(limits.REALMS_COUNT)]


@dataclass(frozen=True, slots=True)
class AskRealmPeople:
    """Client: who has a name there that begins like this?"""

    realm: RawName
    prefix: RawName


@dataclass(frozen=True, slots=True)
class RealmPerson:
    """Somebody there."""

    name: Name
    display: Label
    online: bool


@dataclass(frozen=True, slots=True)
class RealmPeople:
    """Server: the answer, cut at a page. `told` is false where the other operator hides the directory, or it cannot be
    asked now."""

    realm: RawName
    prefix: RawName
    told: bool
    rows: Annotated[tuple[RealmPerson, ...], Count(limits.REALM_PEOPLE_COUNT)]


# --- operators --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AddRealmInvite:
    """Operator: link with the server that this invite is of. Done.id: the link."""

    ref: Ref
    invite: Detail


@dataclass(frozen=True, slots=True)
class MakeRealmInvite:
    """Operator: an invite for the operator of another server, who reaches this one at `host`: answered by RealmInvite."""

    ref: Ref
    host: AddressText


@dataclass(frozen=True, slots=True)
class RealmInvite:
    """Server: `udpchat-realm://NAME@HOST:PORT/#FINGERPRINT.SECRET`, good for one link."""

    ref: Ref
    text: Detail


@dataclass(frozen=True, slots=True)
class ChangeRealm:
    """Operator: do something with a link. Done.id: the link."""

    ref: Ref
    realm: int
    deed: LinkDeed


@dataclass(frozen=True, slots=True)
class NameRealm:
    """Operator: what this server is called as a realm; only while it has no links. Done.id: 0."""

    ref: Ref
    name: RawName


@dataclass(frozen=True, slots=True)
class AskLinks:
    """Operator: all links."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as an operator sees it. `fingerprint` empty: not known yet. `rtt_us` 0: no connection. `queued`: items that the
    other side has not confirmed. `by`: who proposed it. `trouble`: what the last attempt said, a code, or empty."""

    id: int
    name: Name
    standing: LinkStanding
    host: AddressText
    port: int
    fingerprint: OptionalToken
    rtt_us: int
    queued: int
    sent: int
    got: int
    shares: bool
    by: Name
    trouble: Code
    at: int


@dataclass(frozen=True, slots=True)
class Links:
    """Server: the answer."""

    name: Name
    rows: Annotated[tuple[LinkRow, ...], Count(limits.REALMS_COUNT)]


# --- between servers: becoming linked ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LinkAsk:
    """Dialler, whose operator wants the link: who we are, whom we take you for, where we are, the secret of the link."""

    realm: RawName
    peer: RawName
    fingerprint: Hash
    port: int
    secret: Token


@dataclass(frozen=True, slots=True)
class LinkNoted:
    """The answer: it is up to the operator here."""


@dataclass(frozen=True, slots=True)
class LinkOpen:
    """Dialler: we are linked, by the secret of which `key` is the name."""

    realm: RawName
    peer: RawName
    fingerprint: Hash
    port: int
    key: Ref
    nonce: Token


@dataclass(frozen=True, slots=True)
class LinkChallenge:
    """The answer, with the proof that this side knows the secret."""

    nonce: Token
    proof: Hash


@dataclass(frozen=True, slots=True)
class LinkProof:
    """Dialler: the proof that we know it too."""

    proof: Hash


@dataclass(frozen=True, slots=True)
class LinkRefused:
    """Either side: no, and why. The close follows."""

    code: Code


@dataclass(frozen=True, slots=True)
class LinkState:
    """Both sides, once both have proved themselves: our epoch, and the item of yours up to which we have everything, by its
    epoch and number. `shares`: you may ask for our directory."""

    epoch: Epoch
    got_epoch: Epoch
    got: int
    shares: bool


# --- between servers: items -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LinkPost:
    """A text of the sender's user `author` for the receiver's user `to` (0: whoever is called `to_name`). `age_ms`: since it
    was written. `reply`: the ref of the message that it answers; `reply_mine`: that one is of the author. `file`: what was sent,
    by its id there; it becomes a message once the receiver has fetched its content."""

    number: int
    ref: Ref
    author: int
    name: Name
    display: Label
    to: int
    to_name: Name
    age_ms: int
    text: Text
    reply: OptionalRef
    reply_mine: bool
    file: Annotated[tuple[File, ...], Count(1)] = ()


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What `author` did with the message `target` in the conversation with `to`: of the author's own, or (`mine` false) of
    the other's. `body`: the new text, or the emoji."""

    number: int
    kind: ChangeKind
    author: int
    name: Name
    to: int
    to_name: Name
    age_ms: int
    target: Ref
    mine: bool
    body: Text


@dataclass(frozen=True, slots=True)
class LinkMarks:
    """Up to which message (by its ref, of the receiver's user `to`) the sender's user has got, and has read, their
    conversation; an empty ref: nothing yet."""

    number: int
    author: int
    name: Name
    to: int
    to_name: Name
    delivered: OptionalRef
    read: OptionalRef


@dataclass(frozen=True, slots=True)
class LinkNo:
    """The message `ref` of the receiver's user `to` was not taken, for good."""

    number: int
    ref: Ref
    to: int
    to_name: Name
    code: Code


@dataclass(frozen=True, slots=True)
class LinkFetch:
    """The next piece of a file that a post of the other side named, from that place on. `transfer`: a number of ours."""

    transfer: int
    file: int
    offset: int


@dataclass(frozen=True, slots=True)
class LinkPiece:
    """It: as much as a piece may have, less at the end of the file."""

    transfer: int
    offset: int
    data: Annotated[bytes, Size(0, limits.REALM_PIECE_BYTES)]


@dataclass(frozen=True, slots=True)
class LinkNoFile:
    """There is no such file any more."""

    transfer: int


@dataclass(frozen=True, slots=True)
class LinkGot:
    """Everything up to this number is on disk."""

    number: int


@dataclass(frozen=True, slots=True)
class LinkAskPeople:
    """Who has a name that begins like this?"""

    id: int
    prefix: RawName


@dataclass(frozen=True, slots=True)
class LinkPeople:
    """The answer."""

    id: int
    rows: Annotated[tuple[RealmPerson, ...], Count(limits.REALM_PEOPLE_COUNT)]


LinkItem = LinkPost | LinkChange | LinkMarks | LinkNo
"""What has a number and is acknowledged; also usable with isinstance."""

LinkCall = LinkAsk | LinkOpen | LinkProof
"""What a dialler says before the link stands."""

LinkAnswer = LinkNoted | LinkChallenge
"""What it is answered."""

LinkTalk = (
    LinkRefused | LinkState | LinkPost | LinkChange | LinkMarks | LinkNo | LinkGot | LinkAskPeople | LinkPeople
    | LinkFetch | LinkPiece | LinkNoFile
)  # fmt: skip
"""What both say."""

LinkWord = LinkCall | LinkAnswer | LinkTalk
"""What servers say to each other, beside Hello, ServerHello and Bye; also usable with isinstance."""
