"""What stands above a conversation, and what its menu offers, for each kind of them."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.client import events, numbers
from udpchat.gui.presenters.chat_ports import Core
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.people import People
from udpchat.gui.presenters.standing import Standing
from udpchat.gui.widgets.chat_data import HeaderData, Kind, Offer
from udpchat.limits import LINE_CHARS
from udpchat.sanitize import one_line

RULERS = frozenset({"owner", "admin"})


class RoomHead:
    """Asks those who know."""

    def __init__(self, core: Core, people: People, standing: Standing) -> None:
        self._core = core
        self._people = people
        self._standing = standing

    def data(self, room: Room, online: bool, today: int) -> HeaderData:
        """The head of a conversation."""
        private = room.kind is Kind.PRIVATE
        presence = (self._people.presence(room.peer) if online else "offline") if private else ""
        return HeaderData(
            id=room.id,
            kind=room.kind,
            title=room.title,
            subtitle=self._subtitle(room, online, today),
            presence=presence,
            hue=room.hue,
            muted=room.muted,
            can_mute=room.info is not None and room.kind is not Kind.ANNOUNCEMENTS,
            offers=self.offers(room),
            add=self._add(room),
        )

    # --- below the title ----------------------------------------------------------------------------------------------

    def _subtitle(self, room: Room, online: bool, today: int) -> str:
        match room.kind:
            case Kind.PRIVATE:
                parts = self._private(room, online, today)
            case Kind.GROUP:
                parts = self._group(room, online)
            case Kind.ANNOUNCEMENTS:
                parts = [text("chat.announcements.about")]
            case _:
                known = online and self._people.heard
                parts = [text("chat.online", count=self._people.count) if known else text("chat.online.unknown")]
        if room.info is not None and room.info.slow_s:
            parts.append(text("chat.slow", count=room.info.slow_s))
        return " · ".join(part for part in parts if part)

    def _private(self, room: Room, online: bool, today: int) -> list[str]:
        person, account = self._people.person(room.peer), self._people.account(room.peer)
        parts = [self._people.state_of(room.peer, today) if online else text("chat.presence.unknown")]
        if account is not None and account.display and account.display != room.title:
            parts.insert(0, one_line(account.display, LINE_CHARS))
        if person is not None and person.plain:
            parts.append(text("chat.plain"))
        if self._people.blocked(room.peer, room.info):
            parts.append(text("chat.blocked"))
        return parts

    def _group(self, room: Room, online: bool) -> list[str]:
        if room.info is None:
            return []
        members = self._core.members(room.id)
        count = len(members) if members is not None else room.info.members
        here = self._people.online_of(members) if members is not None and online else None
        words = text("chat.members.count", count=count) if count != 1 else text("chat.members.one")
        if here is not None:
            words = text("chat.members.online", members=words, count=here)
        return [words, one_line(room.info.topic, LINE_CHARS)]

    # --- the menus ----------------------------------------------------------------------------------------------------

    def _add(self, room: Room) -> Offer | None:
        if room.kind is Kind.GROUP and room.info is not None and room.info.role in RULERS:
            return Offer.ADD_PEOPLE
        return Offer.ADD_TO_GROUP if room.kind is Kind.PRIVATE and room.peer != self._core.me else None

    def offers(self, room: Room) -> tuple[Offer, ...]:
        """What one may do with a conversation."""
        known = room.info is not None
        found: list[Offer] = []
        match room.kind:
            case Kind.GROUP:
                found = [Offer.GROUP, *([Offer.ADD_PEOPLE] if self._add(room) else [])]
            case Kind.PRIVATE:
                found = [Offer.PROFILE, *([Offer.ADD_TO_GROUP] if self._add(room) else [])]
            case Kind.ANNOUNCEMENTS:
                found = [Offer.ANNOUNCE] if self._standing.may_announce() else []
            case _:
                found = [Offer.ANNOUNCE] if self._standing.may_announce() else []
        found += [Offer.SEARCH, Offer.FILES, Offer.EXPORT]
        if known and room.kind is not Kind.ANNOUNCEMENTS:
            found.append(Offer.UNMUTE if room.muted else Offer.MUTE)
        if self._standing.moderates and room.kind in (Kind.LOBBY, Kind.ANNOUNCEMENTS):
            found += [Offer.APART, Offer.RULES]
        return (*found, *self._ends(room))

    def _ends(self, room: Room) -> tuple[Offer, ...]:
        info = room.info
        if room.kind is Kind.PRIVATE and room.peer != self._core.me:
            return Offer.APART, Offer.UNBLOCK if self._people.blocked(room.peer, info) else Offer.BLOCK
        if room.kind is Kind.GROUP and info is not None:
            return Offer.APART, Offer.LEAVE, *((Offer.DELETE,) if info.role == "owner" or self._standing.moderates else ())
        return ()

    def person_offers(self, user: int, room: Room) -> tuple[Offer, ...]:
        """What one may do with somebody who is named in a conversation."""
        if user == self._core.me:
            return Offer.PROFILE, Offer.COPY_NAME
        blocked = self._people.blocked(user, self._core.room(numbers.private_with(user)))
        found = [Offer.OPEN, Offer.PROFILE, Offer.MENTION, Offer.ADD_TO_GROUP, Offer.COPY_NAME]
        if room.kind is Kind.PRIVATE:
            found.remove(Offer.OPEN)
        if self._may_remove(user, room):
            found.append(Offer.REMOVE)
        found += [Offer.APART, Offer.UNBLOCK if blocked else Offer.BLOCK]
        if self._standing.moderates:
            found += [Offer.APART, Offer.KICK, Offer.SILENCE, Offer.BAN]
            found += [Offer.ROLE] if self._core.my_role == "operator" and not self._is_guest(user) else []
        return tuple(found)

    def _is_guest(self, user: int) -> bool:
        person = self._people.person(user)
        return person is not None and person.guest

    def _may_remove(self, user: int, room: Room) -> bool:
        if room.kind is not Kind.GROUP or room.info is None or room.info.role not in RULERS:
            return False
        members: tuple[events.Member, ...] = self._core.members(room.id) or ()
        theirs = next((member.role for member in members if member.user == user), "")
        return theirs == "member" or (theirs == "admin" and room.info.role == "owner")
