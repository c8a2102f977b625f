"""What may come next while a command or a name is typed, as the composer shows it: pictures, hints, how a command goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from udpchat.catalogue import text
from udpchat.client import events, numbers
from udpchat.client.commands import Command, Kind
from udpchat.client.completion import Names, Suggestion, argument_at, complete
from udpchat.client.parsing import Call, command_of, meaning
from udpchat.gui.presenters.elsewhere import Realms, apart
from udpchat.gui.widgets.completion_data import NOTHING, CompletionData, FaceData, OfferData, UsageData
from udpchat.limits import SUGGESTIONS_COUNT
from udpchat.names import fold

PRESENCE: Final = {"online": "online", "away": "away", "busy": "away"}


class OfferCore(Protocol):
    """The part of `ClientCore` that knows names."""

    @property
    def me(self) -> int: ...
    @property
    def my_role(self) -> str: ...
    @property
    def rooms(self) -> tuple[events.Room, ...]: ...
    @property
    def online(self) -> tuple[events.Person, ...]: ...
    def room(self, conversation: int) -> events.Room | None: ...
    def members(self, conversation: int) -> tuple[events.Member, ...] | None: ...
    def name_of(self, user: int) -> str: ...
    def display_of(self, user: int) -> str: ...
    def find_user(self, name: str) -> int: ...
    def known_names(self) -> tuple[str, ...]: ...


class Offers:
    """Of one person; `here` is the number of the open conversation."""

    def __init__(self, core: OfferCore, here: Callable[[], int], realms: Realms) -> None:
        self._core = core
        self._realms = realms
        self._here = here

    def of(self, before: str) -> CompletionData:
        """For a text whose end is being typed."""
        if before.startswith("/") and not before.startswith("//"):
            return self._command(before)
        return self._mention(before)

    # --- commands -----------------------------------------------------------------------------------------------------

    def _command(self, before: str) -> CompletionData:
        found = complete(before, self._names(self._meant(before)))
        place = argument_at(before)
        if place is None:
            offers = tuple(OfferData(each.line, each.shown, each.hint) for each in found)
            chosen = _chosen(before, before, offers)
            if command_of(before) is not None and (chosen is None or offers[chosen].line.rstrip() != before):
                chosen = None  # another name of a command: it is meant as it is
            return CompletionData("/", offers, chosen) if offers else NOTHING
        command, at = place
        offers = tuple(self._face(each, command, at) for each in found)
        word = "" if before.endswith(" ") else before.rpartition(" ")[2]
        chosen = _named(word, offers)
        if chosen is None:
            chosen = 0 if word and offers else None
        elif isinstance(meaning(before), Call):
            chosen = None  # nothing is missing: Enter carries it out
        return CompletionData(f"/{command.name} {at}", offers, chosen, _usage(command, at))

    def _face(self, found: Suggestion, command: Command, at: int) -> OfferData:
        """A person or a group with its picture; anything else as it is."""
        kind = command.arguments[at].kind if at < len(command.arguments) else Kind.WORD
        if kind not in (Kind.PERSON, Kind.PEOPLE, Kind.GROUP, Kind.PLACE):
            return OfferData(found.line, found.shown)
        name = found.shown.rpartition(",")[2] if kind is Kind.PEOPLE else found.shown
        if kind is Kind.GROUP or name.startswith("#"):
            return self._group(found, name.removeprefix("#").strip('"'))
        return self._person(found.line, name.removeprefix("@"))

    def _group(self, found: Suggestion, title: str) -> OfferData:
        room = next((room for room in self._core.rooms if room.kind == "group" and room.title == title), None)
        key = room.id if room else 0
        hint = text("command.rooms.members", count=room.members) if room else text("composing.group")
        return OfferData(found.line, title, hint, FaceData(title, key, tile=True))

    # --- people -------------------------------------------------------------------------------------------------------

    def _mention(self, before: str) -> CompletionData:
        at = len(before) - len(_last(before))
        if not before.startswith("@", at):
            return NOTHING
        word = before[at + 1 :]
        if "@" in word:
            found = [f"{before[: at + 1]}{address} " for address in self._realms.addresses(word)]
        elif word:
            found = [each.line for each in complete(before, self._names(self._near()))]
        else:
            found = [f"{before}{name} " for name in self._near()[:SUGGESTIONS_COUNT]]
        offers = tuple(self._person(line, line[at + 1 : -1]) for line in found)
        return CompletionData(f"@{at}", offers, _chosen(before, word, offers)) if offers else NOTHING

    def _person(self, line: str, name: str) -> OfferData:
        core = self._core
        here = next((person for person in core.online if person.name == name), None)
        user = here.user if here else core.find_user(name)
        there = self._realms.person(name)
        display = (there.display if there else "") or core.display_of(user)
        words = [display] if display and fold(display) != fold(name) else []
        if here is not None and here.guest:
            words.append(text("composing.guest"))
        if here is not None and here.state != "online":
            words.append(text(f"command.people.{here.state}"))
        if user == core.me:
            words.append(text("composing.you"))
        presence = PRESENCE.get(here.state, "online") if here else self._realms.presence(name) or "offline"
        if realm := apart(name)[1]:
            words = [each for each in words if each != name] + [text("realms.state", realm=realm)]
        return OfferData(line, name, ", ".join(words), FaceData(display or name, user, presence))

    def _names(self, people: list[str]) -> Names:
        core = self._core
        groups = [room.title for room in core.rooms if room.kind == "group"]
        realms = [row.name for row in self._realms.linked]
        return Names(people, groups, core.my_role, realms=realms)

    def _meant(self, before: str) -> list[str]:
        """Whom a command may mean. After the name of a server: who is there; after an @ within a name: servers."""
        place = argument_at(before)
        found = command_of(before)
        if place is not None and found is not None and (realm := realm_before(place[0], place[1], found[1])):
            self._realms.seek(realm)
            return [person.name for person in self._realms.people(realm)]
        word = _last(before).rpartition(",")[2].removeprefix("@")
        more = self._realms.addresses(word) if "@" in word else self._realms.beginning_with(word)
        return _once((*self._everybody(), *more), "")

    def _everybody(self) -> list[str]:
        """Who is here first, then everybody heard of; oneself last."""
        mine = self._core.name_of(self._core.me)
        return [*_once((*self._online(), *self._core.known_names()), mine), *([mine] if mine else [])]

    def _near(self) -> list[str]:
        """Those of the open conversation first; never oneself."""
        core, here = self._core, self._here()
        peer = numbers.peer_of(here)
        if peer:
            first = [core.name_of(peer)]
        else:
            users = {person.user for person in core.online}
            members = sorted(core.members(here) or (), key=lambda member: member.user not in users)
            first = [member.name for member in members]
        room = core.room(here)
        if first and room is not None and room.kind == "group":
            return _once(first, core.name_of(core.me))
        return _once((*first, *self._online(), *core.known_names()), core.name_of(core.me))

    def _online(self) -> list[str]:
        return sorted((person.name for person in self._core.online), key=fold)


def realm_before(command: Command, at: int, rest: str) -> str:
    """The server that a command names before its argument of that number, if that is a person there; else ""."""
    here = command.arguments[at].kind if at < len(command.arguments) else Kind.WORD
    first = command.arguments[0].kind if command.arguments else Kind.WORD
    if at == 0 or first is not Kind.REALM or here not in (Kind.PERSON, Kind.PEOPLE):
        return ""
    return rest.split(maxsplit=1)[0]


def _last(before: str) -> str:
    """The word that is being typed."""
    return re.split(r"\s", before)[-1]


def _once(names: Iterable[str], but: str) -> list[str]:
    """Each name once, in this order."""
    return [name for name in dict.fromkeys(names) if name and name != but]


def _chosen(before: str, word: str, offers: tuple[OfferData, ...]) -> int | None:
    """What Enter takes: what is there already, else the first; nothing as long as no letter of it is typed."""
    if not word or not offers:
        return None
    same = (at for at, offer in enumerate(offers) if offer.line.rstrip() == before.rstrip())
    return next(same, 0)


def _named(word: str, offers: tuple[OfferData, ...]) -> int | None:
    """The one that is named in full, in whatever spelling."""
    wanted = fold(word.rpartition(",")[2].lstrip("@#").strip('"'))
    return next((at for at, offer in enumerate(offers) if fold(offer.shown.lstrip("@#")) == wanted), None)


def _usage(command: Command, at: int) -> UsageData:
    head = f"/{command.name}"
    return UsageData((head, *command.usage[len(head) :].split()), at + 1, text(command.key))
