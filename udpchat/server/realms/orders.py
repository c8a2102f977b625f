"""What people and operators do with links: each method carries out one request, see `requesting.Act`."""

from __future__ import annotations

from typing import Protocol

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import (
    BadAddress,
    BadInvite,
    BadRequest,
    InvalidName,
    NoSuchRealm,
    RealmFull,
    RealmItself,
    RealmTaken,
)
from udpchat.invites import RealmInvite as Invite
from udpchat.invites import parse_address, parse_realm_invite
from udpchat.names import clean_realm_name, fold, split_address
from udpchat.server.parts import Parts
from udpchat.server.realms.flow import Flow
from udpchat.server.realms.link import Link
from udpchat.server.realms.states import Standing, after
from udpchat.server.realms.states import Step as LinkStep
from udpchat.server.requesting import Act, Asker, Deed, note
from udpchat.server.rights import OPERATOR
from udpchat.store import LinkLine
from udpchat.words import AddRealm, AddRealmInvite, ChangeRealm, MakeRealmInvite, NameRealm, Reach, RealmInvite


class Home(Protocol):
    """What this needs of the service."""

    fingerprint: bytes
    flow: Flow

    @property
    def name(self) -> str: ...
    @property
    def port(self) -> int: ...
    def all(self) -> list[Link]: ...
    def find(self, realm: int) -> Link | None: ...
    def refresh(self, now: float) -> None: ...
    def settle_name(self) -> None: ...


NAME_SETTING = "realm"
"""Key of what this server is called as a realm, once it matters."""


class Orders:
    """Inside the savepoint of a request; what follows runs once it is on disk."""

    def __init__(self, parts: Parts, home: Home) -> None:
        self._parts, self._home = parts, home

    def acts(self) -> dict[type, Act]:
        """What carries out which word."""
        return {
            Reach: self.reach,
            AddRealm: self.add,
            AddRealmInvite: self.paste,
            MakeRealmInvite: self.invite,
            ChangeRealm: self.change,
            NameRealm: self.rename,
        }

    def reach(self, asker: Asker, word: Reach, at: int) -> Deed:
        """The stand-in of somebody there. Raises BadName, NoSuchRealm, RealmShut."""
        name, realm = split_address(word.name)
        store = self._parts.store
        line = store.link_named(realm)
        if line is None or line.state == Standing.REMOVED or not line.confirmed:
            raise NoSuchRealm(realm)
        return Deed(store.reach(line, name, at))

    # --- new links ----------------------------------------------------------------------------------------------------

    def add(self, asker: Asker, word: AddRealm, at: int) -> Deed:
        """An operator asks the other server, anybody else our operator. Raises BadName, RealmTaken, RealmShut, RealmFull,
        BadRequest."""
        name, host = clean_realm_name(word.name), self._address(word.host, word.port)
        if fold(name) == fold(self._home.name):
            raise RealmItself
        step = LinkStep.ADD if asker.rank >= OPERATOR else LinkStep.PROPOSE
        line = self._parts.store.link_named(name)
        following = after(line.state if line is not None else Standing.REMOVED, step)
        self._check_room()
        realm = self._kept(line, name, following, at)
        if step is LinkStep.PROPOSE:
            self._parts.store.change_link(realm, state=following, host=host, port=word.port, proposed_by=asker.user)
        elif line is not None and line.state == Standing.AGREED:  # it has moved: its certificate and the secret stay
            self._parts.store.change_link(realm, host=host, port=word.port)
        elif following is Standing.AGREED:  # they asked before: that is the answer
            self._parts.store.change_link(realm, state=following)
        else:
            secret = self._parts.randbytes(limits.TOKEN_BYTES)
            self._parts.store.change_link(
                realm, state=following, host=host, port=word.port, secret=secret, confirmed=False, fingerprint=b""
            )
        note(self._parts, asker, "realm_add", at, detail=f"{name} {host}:{word.port}")
        return self._deed(realm, f"{name} {host}:{word.port}")

    def paste(self, asker: Asker, word: AddRealmInvite, at: int) -> Deed:
        """Link by an invite of theirs. Raises BadRequest, RealmItself, RealmTaken, RealmShut."""
        try:
            invite = parse_realm_invite(word.invite)
        except BadInvite as error:
            raise BadRequest(error.detail) from error
        if invite.fingerprint == self._home.fingerprint:
            raise RealmItself
        store = self._parts.store
        if any(other.fingerprint == invite.fingerprint and fold(other.name) != fold(invite.name) for other in store.links()):
            raise RealmTaken(invite.name)
        line = store.link_named(invite.name)
        following = after(line.state if line is not None else Standing.REMOVED, LinkStep.PASTE)
        self._check_room()
        realm = self._kept(line, invite.name, following, at)
        store.change_link(
            realm, state=following, host=invite.host, port=invite.port, fingerprint=invite.fingerprint,
            secret=invite.secret, confirmed=True,
        )  # fmt: skip
        note(self._parts, asker, "realm_add", at, detail=f"{invite.name} {invite.host}:{invite.port}")
        return self._deed(realm, f"{invite.name} {invite.host}:{invite.port}")

    def invite(self, asker: Asker, word: MakeRealmInvite, at: int) -> Deed:
        """An invite for another operator. Raises BadRequest, RealmFull."""
        host, secret = self._address(word.host, self._home.port), self._parts.randbytes(limits.TOKEN_BYTES)
        self._check_room()
        self._home.settle_name()
        realm = self._parts.store.add_link("", Standing.INVITED, at)
        self._parts.store.change_link(realm, secret=secret)
        invite = Invite(self._home.name, host, self._home.port, self._home.fingerprint, secret)
        note(self._parts, asker, "realm_invite", at)
        deed = self._deed(realm, "")
        deed.word = RealmInvite(word.ref, str(invite))
        return deed

    def _kept(self, line: LinkLine | None, name: str, following: Standing, at: int) -> int:
        self._home.settle_name()
        if line is None or line.state == Standing.REMOVED:
            return self._parts.store.add_link(name, following, at)
        return line.id

    def _check_room(self) -> None:
        if len(self._home.all()) >= limits.REALMS_COUNT:
            raise RealmFull

    def _address(self, host: str, port: int) -> str:
        try:
            found, _ = parse_address(f"{host}:{port}")
        except BadAddress as error:
            raise BadRequest(error.detail) from error
        if not found.replace(".", "").isdecimal():
            raise BadRequest(text("realm.address"))
        return found

    # --- links that there are -----------------------------------------------------------------------------------------

    def change(self, asker: Asker, word: ChangeRealm, at: int) -> Deed:
        """Raises NoSuchRealm, RealmShut, BadRequest."""
        store = self._parts.store
        line = store.link(word.realm)
        deed = self._deed(line.id, text("realm.deed", deed=word.deed, name=line.name))
        match word.deed:
            case "accept":
                following = after(line.state, LinkStep.ACCEPT)
                store.change_link(line.id, state=following)
                if following is Standing.REQUESTED:
                    store.change_link(line.id, secret=self._parts.randbytes(limits.TOKEN_BYTES))
            case "block" | "remove" | "unblock":
                self._end(deed, line, after(line.state, LinkStep(word.deed)), at)
            case "share" | "hide":
                store.change_link(line.id, shares=word.deed == "share")
            case "retry":
                deed.after.append(lambda now: self._retry(line.id, now))
        note(self._parts, asker, f"realm_{word.deed}", at, detail=line.name)
        return deed

    def _end(self, deed: Deed, line: LinkLine, following: Standing, at: int) -> None:
        """Nothing waits for them any more: the authors of what did are told that nobody knows what became of it."""
        store = self._parts.store
        deed.events += self._home.flow.unknown(store.give_up_items(line.id, 2**62), at)
        if not line.name:
            store.drop_link(line.id)
            return
        values = {"secret": b"", "confirmed": False} if following is Standing.REMOVED else {}
        store.change_link(line.id, state=following, **values)

    def _retry(self, realm: int, now: float) -> None:
        link = self._home.find(realm)
        if link is not None:
            link.retry_at, link.pause_s, link.trouble = now, limits.REALM_RETRY_S, ""

    def rename(self, asker: Asker, word: NameRealm, at: int) -> Deed:
        """What this server is called as a realm. Raises BadName, BadRequest (it has links: they know it by its name)."""
        name = clean_realm_name(word.name)
        if any(link.line.state != Standing.PROPOSED for link in self._home.all()):
            raise BadRequest(text("realm.has_links"))
        if any(fold(link.line.name) == fold(name) for link in self._home.all()):
            raise InvalidName(text("name.taken"))
        self._parts.store.set_setting(NAME_SETTING, name)
        note(self._parts, asker, "realm_name", at, detail=name)
        return Deed(said=name)

    def _deed(self, realm: int, said: str) -> Deed:
        deed = Deed(realm, said=said)
        deed.after.append(self._home.refresh)
        return deed
