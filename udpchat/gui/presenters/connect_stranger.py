"""The loud page without a window: another server than the expected one answers.

Two cases that people must be able to tell apart. An address has a new owner: common, and the known server is to be
found elsewhere. Or a server goes by the name of a known one with another certificate: somebody may be pretending.
"""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.client.inquiry import Offers, Standing
from udpchat.gui.presenters.connect_address import Wanted
from udpchat.gui.presenters.connect_pages import StrangerPage
from udpchat.gui.presenters.connect_servers import ServerBook
from udpchat.gui.presenters.connect_visit import Visit
from udpchat.invites import human_fingerprint
from udpchat.names import fold


@dataclass(frozen=True, slots=True)
class Expected:
    """The server that should have answered; `invited`: it is known from an invite only, without a name."""

    fingerprint: bytes
    name: str
    invited: bool = False


def expected_one(offers: Offers, wanted: Wanted, book: ServerBook) -> Expected | None:
    """The server that this one is not, if that is so; None when all is well."""
    if offers.standing is Standing.CHANGED:
        return _at_address(offers, wanted, book)
    if offers.standing is Standing.NEW and (twin := book.twin(offers.fingerprint, offers.name)):
        return Expected(twin.fingerprint, twin.name)
    return None


def _at_address(offers: Offers, wanted: Wanted, book: ServerBook) -> Expected:
    known = book.known(wanted.pin) if wanted.pin else book.known_at(offers.address)
    if known:
        return Expected(known.fingerprint, known.name)
    return Expected(wanted.pin or b"", wanted.label, wanted.invited)


def stranger_page(visit: Visit, expected: Expected, book: ServerBook) -> StrangerPage:
    """What the page says."""
    also_known = book.known(visit.offers.fingerprint)
    alarming = not (expected.invited or also_known) and fold(visit.offers.name) == fold(expected.name)
    kind = "known" if also_known else "twin" if alarming else "invite" if expected.invited else "other"
    names = {"server": expected.name, "other": visit.name, "place": visit.place}
    return StrangerPage(
        title=text(f"connect.stranger.{kind}.title", **names),
        message=text(f"connect.stranger.{kind}.message", **names),
        advice=text(f"connect.stranger.{kind}.advice", **names),
        find=text("connect.stranger.find_invited" if expected.invited else "connect.stranger.find", **names),
        proceed=text("connect.stranger.proceed_known" if also_known else "connect.stranger.proceed", **names),
        fingerprint=human_fingerprint(visit.offers.fingerprint),
        alarming=alarming,
    )
