"""Keeping order: kick, mute, ban, slow mode, pause, private messages off, retention, new lesson.

Whoever acts on somebody outranks them, so nobody acts on themselves. Each act leaves a line in the audit, in the same
transaction. What holds for everybody is told to everybody; a sanction to the person concerned, before the goodbye if there
is one.
"""

from __future__ import annotations

import ipaddress

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import BadRequest, NoSuchGroup, NoSuchUser, NotAllowed
from udpchat.sanitize import one_line
from udpchat.server.discipline import ANNOUNCERS, PAUSED, PRIVATE_OFF, RETENTION
from udpchat.server.events import Refused
from udpchat.server.operators import Operators
from udpchat.server.parts import Parts
from udpchat.server.requesting import Act, Asker, Deed, asker_of, note
from udpchat.server.retention import Retention
from udpchat.server.rights import GROUP_RIGHTS, MODERATOR, check_over, rank_of
from udpchat.server.sessions import Session
from udpchat.store import User
from udpchat.wire.codes import CloseCode
from udpchat.words import (
    AskAudit,
    AskSanctions,
    Audit,
    AuditRow,
    Ban,
    Kick,
    NewLesson,
    Pause,
    PrivateOff,
    Sanction,
    SanctionRow,
    Sanctions,
    SetAnnouncers,
    SetRetention,
    Silence,
    SlowMode,
    Unban,
)


class Moderation:
    """Each method in `acts` carries out one request: see `requesting.Act`."""

    def __init__(self, parts: Parts, operators: Operators, retention: Retention) -> None:
        self._parts, self._operators, self._retention = parts, operators, retention

    def acts(self) -> dict[type, Act]:
        """What carries out which word."""
        return {
            Kick: self.kick,
            Silence: self.silence,
            Ban: self.ban,
            Unban: self.unban,
            SlowMode: self.slow,
            Pause: self.pause,
            PrivateOff: self.private_off,
            SetAnnouncers: self.announcers,
            SetRetention: self.keep_days,
            NewLesson: self.new_lesson,
        }

    # --- over people --------------------------------------------------------------------------------------------------

    def kick(self, asker: Asker, word: Kick, at: int) -> Deed:
        """Raises NoSuchUser, NotAllowed."""
        user, reason = self._target(asker, word.user), clean_reason(word.reason)
        note(self._parts, asker, "kick", at, user.id, detail=reason)
        deed = Deed(said=f"{user.name} {reason}".rstrip())
        deed.after.append(lambda now: self._throw_out(self._parts.sessions.of_user(user.id), "kick", at, reason, now))
        return deed

    def silence(self, asker: Asker, word: Silence, at: int) -> Deed:
        """Raises NoSuchUser, NotAllowed."""
        user, reason = self._target(asker, word.user), clean_reason(word.reason)
        number = 0
        if word.until_ms > at:
            number = self._parts.store.add_sanction("mute", user.id, "", asker.user, at, word.until_ms, reason)
        else:
            self._parts.store.end_sanctions("mute", user.id, at)
        note(self._parts, asker, "silence" if number else "unsilence", at, user.id, detail=reason)
        deed = Deed(number, said=f"{user.name} {reason}".rstrip(), as_what="Silence" if number else "Unsilence")
        deed.after.append(lambda now: self._told(user.id, Sanction("mute", word.until_ms if number else 0, reason)))
        return deed

    def ban(self, asker: Asker, word: Ban, at: int) -> Deed:
        """Raises NoSuchUser, NotAllowed, BadRequest (no address that one could ban)."""
        reason = clean_reason(word.reason)
        address = clean_address(word.address, asker.session.addr[0]) if word.address else ""
        user = self._target(asker, word.user) if word.user else None
        whom = user.name if user is not None else address
        if word.until_ms <= at:
            raise BadRequest(text("server.ban_over"))
        number = self._parts.store.add_sanction("ban", word.user, address, asker.user, at, word.until_ms, reason)
        note(self._parts, asker, "ban", at, word.user, detail=f"{address} {reason}".strip())
        deed = Deed(number, said=f"{whom} {reason}".rstrip())
        deed.after.append(lambda now: self._banned(asker, word.user, address, word.until_ms, reason, now))
        return deed

    def unban(self, asker: Asker, word: Unban, at: int) -> Deed:
        """Raises BadRequest: it is none, or over already."""
        line = self._parts.store.end_sanction(word.number, at)
        note(self._parts, asker, "unban", at, line.user, detail=f"{line.kind} {line.address}".rstrip())
        deed = Deed(word.number, said=line.name or line.address)
        deed.after.append(lambda now: self._told(line.user, Sanction("mute", 0, "") if line.kind == "mute" else None))
        return deed

    def _target(self, asker: Asker, user: int) -> User:
        found = self._parts.store.user(user)
        if found is None or not found.active:
            raise NoSuchUser
        if user == asker.user:
            raise NotAllowed
        check_over(asker.rank, rank_of(found.role, found.guest))
        return found

    def _told(self, user: int, sanction: Sanction | None) -> None:
        self._parts.discipline.reload()
        if sanction is not None:
            for session in self._parts.sessions.of_user(user):
                self._parts.sessions.tell(session, sanction)

    def _banned(self, asker: Asker, user: int, address: str, until_ms: int, reason: str, now: float) -> None:
        parts = self._parts
        parts.discipline.reload()
        if user:
            found = parts.sessions.of_user(user)
        else:
            found = [s for s in parts.sessions.all() if s.user is not None and s.addr[0] == address]
            found = [s for s in found if s.user is not None and rank_of(s.user.role, s.user.guest) < asker.rank]
        self._throw_out(found, "ban", until_ms, reason, now)

    def _throw_out(self, found: list[Session], kind: str, until_ms: int, reason: str, now: float) -> None:
        for session in found:
            self._parts.sessions.tell(session, Sanction("ban" if kind == "ban" else "kick", until_ms, reason))
            self._parts.sessions.close(session, CloseCode.BYE, kind, now, bye=True, logged=kind)

    # --- what holds for everybody -------------------------------------------------------------------------------------

    def slow(self, asker: Asker, word: SlowMode, at: int) -> Deed:
        """Moderators in everybody's conversations and in groups, a group's owner and admins there. Raises NoSuchGroup, NotAMember,
        NotAllowed, BadRequest."""
        store = self._parts.store
        place = store.conversation(word.conversation)
        if place.kind == "private":
            raise NoSuchGroup
        if asker.rank < MODERATOR and (
            place.kind != "group" or store.role_in(place.id, asker.user) not in GROUP_RIGHTS[SlowMode]
        ):
            raise NotAllowed
        if word.seconds > limits.SLOW_MAX_S:
            raise BadRequest(text("server.slow_max", maximum=limits.SLOW_MAX_S))
        store.set_slow(place.id, word.seconds)
        note(self._parts, asker, "slow_mode", at, conversation=place.id, detail=str(word.seconds))
        deed = Deed(said=f"{word.seconds} s")
        deed.after.append(lambda now: self._look_again(place.id, place.kind))
        return deed

    def _look_again(self, conversation: int, kind: str) -> None:
        self._parts.discipline.reload()
        if kind == "group":
            self._parts.rooms.changed(conversation, self._parts.store.member_ids(conversation), soon=True)
        else:
            self._parts.rooms.changed_for_all(conversation)
            self._operators.tell_rooms()

    def pause(self, asker: Asker, word: Pause, at: int) -> Deed:
        """Only moderators are heard, or all again."""
        return self._rule(asker, PAUSED, word.on, "pause", "Pause" if word.on else "Resume", at)

    def private_off(self, asker: Asker, word: PrivateOff, at: int) -> Deed:
        """No private messages but to and from moderators, or all again."""
        return self._rule(asker, PRIVATE_OFF, word.on, "private_off", "PrivateOff" if word.on else "PrivateOn", at)

    def announcers(self, asker: Asker, word: SetAnnouncers, at: int) -> Deed:
        """Who may send announcements."""
        return self._rule(asker, ANNOUNCERS, word.who, "announcers", "SetAnnouncers", at)

    def keep_days(self, asker: Asker, word: SetRetention, at: int) -> Deed:
        """Raises BadRequest for more days than anybody counts."""
        if word.days > limits.RETENTION_MAX_DAYS:
            raise BadRequest(text("server.retention_max", maximum=limits.RETENTION_MAX_DAYS))
        deed = self._rule(asker, RETENTION, word.days, "retention", "SetRetention", at)
        deed.after.append(self._retention.hurry)
        return deed

    def new_lesson(self, asker: Asker, word: NewLesson, at: int) -> Deed:
        """Archive the lobby."""
        store = self._parts.store
        event = store.archive(store.lobby, asker.user, at)
        note(self._parts, asker, "new_lesson", at, conversation=store.lobby)
        deed = Deed(event.seq, [event], said="")
        deed.after.append(lambda now: self._look_again(store.lobby, "lobby"))
        return deed

    def _rule(self, asker: Asker, key: str, chosen: str | int, what: str, as_what: str, at: int) -> Deed:
        value = str(int(chosen)) if isinstance(chosen, int) else chosen
        self._parts.store.set_setting(key, value)
        note(self._parts, asker, what, at, detail=value)
        deed = Deed(said=value, as_what=as_what)
        deed.after.append(lambda now: self._tell_rules())
        return deed

    def _tell_rules(self) -> None:
        parts = self._parts
        parts.discipline.reload()
        for session in [*parts.sessions.welcomed(), *self._operators.sessions()]:
            parts.sessions.tell(session, parts.rules)

    # --- questions ----------------------------------------------------------------------------------------------------

    def ask_sanctions(self, session: Session, word: AskSanctions, size_bytes: int, now: float) -> None:
        """One page of those in force; an empty one for whoever is no moderator."""
        if not self._may_ask(session, now):
            self._parts.sessions.tell(session, Sanctions((), True))
            return
        count = limits.SANCTIONS_COUNT
        lines = self._parts.store.sanctions(self._parts.wall_ms(), word.before, count + 1)
        rows = [
            SanctionRow(
                line.number,
                "ban" if line.kind == "ban" else "mute",
                line.user,
                line.name,
                line.address,
                line.by,
                line.by_name,
                line.at,
                line.until,
                line.reason,
            )
            for line in lines[:count]
        ]
        self._parts.sessions.tell(session, Sanctions(tuple(rows), len(lines) <= count))

    def ask_audit(self, session: Session, word: AskAudit, size_bytes: int, now: float) -> None:
        """One page of the audit; an empty one for whoever is no moderator."""
        if not self._may_ask(session, now):
            self._parts.sessions.tell(session, Audit((), True))
            return
        count = limits.AUDIT_COUNT
        lines = self._parts.store.audit(word.before, count + 1)
        rows = [
            AuditRow(
                line.number,
                line.at,
                line.by,
                line.by_name,
                line.what,
                line.user,
                line.name,
                line.conversation,
                line.detail,
            )
            for line in lines[:count]
        ]
        self._parts.sessions.tell(session, Audit(tuple(rows), len(lines) <= count))

    def _may_ask(self, session: Session, now: float) -> bool:
        if asker_of(session).rank >= MODERATOR:
            return True
        self._parts.log.add(Refused(session.addr, session.name, NotAllowed.code, ""), now)
        return False


def clean_reason(raw: str) -> str:
    """A reason as it is told and kept."""
    return one_line(raw, limits.DETAIL_CHARS)


def clean_address(raw: str, own: str) -> str:
    """An IPv4 address in its one spelling. Raises BadRequest for none, for this computer, and for one's own."""
    try:
        address = ipaddress.IPv4Address(raw.strip())
    except ValueError:
        raise BadRequest(text("server.ban_address")) from None
    if address.is_loopback or address.is_unspecified or str(address) == own:
        raise BadRequest(text("server.ban_own"))
    return str(address)
