"""The life of a link as a table: what operators, and the other side, make of it. See REALMS.md.

Whether an agreed link is up is not in here: that is a matter of connections, and of no row in the store.
"""

from __future__ import annotations

from enum import StrEnum, auto
from typing import Final

from udpchat.catalogue import text
from udpchat.errors import BadRequest, RealmShut


class Standing(StrEnum):
    """Where a link stands, as the store keeps it."""

    PROPOSED = auto()
    REQUESTED = auto()
    ASKED = auto()
    INVITED = auto()
    AGREED = auto()
    BLOCKED = auto()
    REMOVED = auto()


class Step(StrEnum):
    """What happened to it."""

    PROPOSE = auto()  # somebody who is no operator named it
    ADD = auto()  # the operator named it
    INVITE = auto()  # the operator made an invite
    PASTE = auto()  # the operator has an invite of theirs
    KNOCK = auto()  # the other operator wants it
    PROVE = auto()  # the other side has proved itself
    ACCEPT = auto()
    BLOCK = auto()
    UNBLOCK = auto()
    REMOVE = auto()


_NEW: Final = Standing.REMOVED
"""What never was is like what was removed."""

TRANSITIONS: Final[dict[tuple[Standing, Step], Standing]] = {
    (_NEW, Step.PROPOSE): Standing.PROPOSED,
    (_NEW, Step.ADD): Standing.REQUESTED,
    (_NEW, Step.INVITE): Standing.INVITED,
    (_NEW, Step.PASTE): Standing.AGREED,
    (_NEW, Step.KNOCK): Standing.ASKED,
    (Standing.PROPOSED, Step.PROPOSE): Standing.PROPOSED,
    (Standing.PROPOSED, Step.ADD): Standing.REQUESTED,
    (Standing.PROPOSED, Step.PASTE): Standing.AGREED,
    (Standing.PROPOSED, Step.KNOCK): Standing.ASKED,
    (Standing.PROPOSED, Step.ACCEPT): Standing.REQUESTED,
    (Standing.REQUESTED, Step.ADD): Standing.REQUESTED,
    (Standing.REQUESTED, Step.PASTE): Standing.AGREED,
    (Standing.REQUESTED, Step.KNOCK): Standing.REQUESTED,
    (Standing.REQUESTED, Step.PROVE): Standing.AGREED,
    (Standing.ASKED, Step.ADD): Standing.AGREED,
    (Standing.ASKED, Step.PASTE): Standing.AGREED,
    (Standing.ASKED, Step.KNOCK): Standing.ASKED,
    (Standing.ASKED, Step.ACCEPT): Standing.AGREED,
    (Standing.INVITED, Step.PROVE): Standing.AGREED,
    (Standing.AGREED, Step.PROVE): Standing.AGREED,
    (Standing.AGREED, Step.ADD): Standing.AGREED,  # it has moved
    (Standing.AGREED, Step.KNOCK): Standing.AGREED,
    (Standing.BLOCKED, Step.UNBLOCK): Standing.REMOVED,
    **{(state, Step.BLOCK): Standing.BLOCKED for state in Standing if state not in (_NEW, Standing.INVITED)},
    **{(state, Step.REMOVE): Standing.REMOVED for state in Standing},
}


def after(standing: str, step: Step) -> Standing:
    """The next standing. Raises RealmShut where a blocked link is meant, BadRequest for whatever makes no sense."""
    following = TRANSITIONS.get((Standing(standing), step))
    if following is not None:
        return following
    if standing == Standing.BLOCKED:
        raise RealmShut
    raise BadRequest(text("realm.not_now", standing=text(f"realm.standing.{_shown(standing)}")))


def _shown(standing: str) -> str:
    return {"agreed": "linked", "removed": "blocked"}.get(standing, standing)
