"""What each command of the dialect does: a table of its arguments, its cost, and who carries it out.

Whatever writes becomes a word with a ref, like a request of any client; its answer follows when the disk has it. The same
datagram again within two seconds is a repeat: it carries the same ref, so it happens once and is answered again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import NoSuchGroup, NoSuchUser, NotAllowed, SlowDown, UdpchatError
from udpchat.names import fold
from udpchat.server.parts import Parts
from udpchat.server.plain.abroad import Abroad
from udpchat.server.plain.entering import Say
from udpchat.server.plain.filing import FILE_SENT, Filing
from udpchat.server.plain.formatting import error, explained, fitting, ok
from udpchat.server.plain.mail import Mail
from udpchat.server.plain.parsing import Form, Misuse
from udpchat.server.plain.peers import Outcome, Peer
from udpchat.store import User
from udpchat.words import AddMembers, CreateGroup, Person, Post, PostMany, Received, Word

SENT: Final = ok(message="Message Sent")
DONE: Final = ok()


@dataclass(frozen=True, slots=True)
class Call:
    """One command of somebody who is signed in."""

    verb: str
    peer: Peer
    found: dict[str, str]
    data: bytes
    now: float

    @property
    def user(self) -> User:
        """Who says it."""
        user = self.peer.session.user
        assert user is not None
        return user


Deed = Callable[[Call], bytes | None]
"""Carries a command out: its answer, or None if that follows. Raises UdpchatError."""


@dataclass(frozen=True, slots=True)
class _Row:
    form: Form
    deed: Deed
    cost: float = 1.0


class Deeds:
    """The table, and those who carry it out."""

    def __init__(self, parts: Parts, say: Say, filing: Filing) -> None:
        self._parts, self._say, self._filing = parts, say, filing
        self._mail = Mail(parts)
        self._abroad = Abroad(parts, say, self._ref, self._filing)
        self._rows = self._table()

    def _table(self) -> dict[str, _Row]:
        alone, to_one = Form(("token",), 1), Form(("token", "to", "text"), 3)
        group, said = Form(("token", "group"), 2), Form(("token", "group", "text"), 3)
        rows = {
            "send": _Row(to_one, self._send),
            "sendgroup": _Row(to_one, self._send_many),
            "inbox": _Row(Form(("token", "again"), 1), self._inbox, 2.0),
            "list": _Row(alone, self._list),
            "info": _Row(alone, self._info, 4.0),
            "broadcast": _Row(Form(("token", "text"), 2), self._broadcast),
            "creategroup": _Row(group, self._create_group),
            "addgroup": _Row(group, self._create_group),
            "joingroup": _Row(group, self._join_group),
            "addmember": _Row(Form(("token", "group", "to"), 3), self._add_member),
            "groupsend": _Row(said, self._group_send),
            "logout": _Row(alone, _nothing),
            "exit": _Row(alone, _nothing),
        }
        file = Form(("token", "to", "file", "data"), 3)
        rows |= {"sendfile": _Row(file, self._send_file), "sendgroupfile": _Row(file, self._send_file_to_many)}
        rows |= dict.fromkeys(("file_list", "list_file"), _Row(alone, self._list_files, 2.0))
        rows["file_get"] = _Row(Form(("token", "file"), 2), self._get_file, 2.0)
        return rows | {verb: _Row(form, deed, 2.0) for verb, (form, deed) in self._abroad.rows().items()}

    def form(self, verb: str) -> Form | None:
        """The arguments of a command; None if there is no such."""
        row = self._rows.get(verb)
        return row.form if row is not None else None

    def forms(self) -> dict[str, Form]:
        """Those that do something already."""
        return {verb: row.form for verb, row in self._rows.items()}

    def cost(self, verb: str) -> float:
        """What it takes of the session's budget of requests."""
        return self._rows[verb].cost

    def do(self, call: Call) -> bytes | None:
        """Carry it out."""
        return self._rows[call.verb].deed(call)

    # --- messages -----------------------------------------------------------------------------------------------------

    def _send(self, call: Call) -> None:
        (to,) = self._people(call.found["to"])
        self._ask(call, lambda ref: Post(ref, 0, to, call.found["text"]), SENT)

    def _send_many(self, call: Call) -> None:
        to = self._people(*[name for name in call.found["to"].split(",") if name])
        if len(to) > limits.NAMED_COUNT:
            raise Misuse(text("plain.too_many", count=limits.NAMED_COUNT))
        self._ask(call, lambda ref: PostMany(ref, to, call.found["text"]), SENT)

    def _broadcast(self, call: Call) -> None:
        place = self._parts.store.announcements
        self._ask(call, lambda ref: Post(ref, place, 0, call.found["text"]), SENT)

    def _group_send(self, call: Call) -> None:
        group, said = self._group(call, call.found["text"])
        self._ask(call, lambda ref: Post(ref, group, 0, said), SENT)

    def _inbox(self, call: Call) -> bytes:
        """New mail; `again`: what the last answer held, for whoever did not get it."""
        peer = call.peer
        if call.found["again"] != "again" or not peer.last_mail:
            peer.last_mail, peer.mail = self._mail.unread(call.user, peer.fetched)
        return peer.last_mail

    def confirm_mail(self, call: Call) -> None:
        """Another command has come, so the last answer of `inbox` has arrived: what it held is read."""
        if call.found.get("again") == "again":
            return
        marks, call.peer.mail = call.peer.mail, {}
        call.peer.fetched |= marks
        for conversation, seq in marks.items():
            with suppress(UdpchatError):  # too many at once: `fetched` knows it
                self._say(call.peer.session, Received(conversation, seq, seq), call.now)

    # --- files --------------------------------------------------------------------------------------------------------

    def _send_file(self, call: Call) -> None:
        self._offer(call, self._people(call.found["to"]))

    def _send_file_to_many(self, call: Call) -> None:
        to = self._people(*[name for name in call.found["to"].split(",") if name])
        if len(to) > limits.NAMED_COUNT:
            raise Misuse(text("plain.too_many", count=limits.NAMED_COUNT))
        self._offer(call, to)

    def _offer(self, call: Call, to: tuple[int, ...]) -> None:
        found = call.found
        self._ask(call, lambda ref: self._filing.offer(call.peer, ref, to, found["file"], found["data"]), FILE_SENT)

    def _list_files(self, call: Call) -> bytes:
        return self._filing.listed(call.user.id)

    def _get_file(self, call: Call) -> None:
        self._filing.fetch(call.peer, call.user.id, call.found["file"])

    # --- groups -------------------------------------------------------------------------------------------------------

    def _create_group(self, call: Call) -> None:
        title = call.found["group"].strip('"')
        self._ask(call, lambda ref: CreateGroup(ref, title, "", False, ()), DONE)

    def _join_group(self, call: Call) -> bytes:
        """Nobody joins uninvited; who is in already hears that all is well."""
        try:
            self._group(call, "")
        except NoSuchGroup:
            if self._parts.store.groups_named(call.found["group"].strip('"')):
                raise NotAllowed(text("plain.join")) from None
            raise
        return DONE

    def _add_member(self, call: Call) -> None:
        group, name = self._group(call, call.found["to"])
        newcomers = self._people(name)
        self._ask(call, lambda ref: AddMembers(ref, group, newcomers), DONE)

    def _group(self, call: Call, rest: str) -> tuple[int, str]:
        """The group that is meant, quoted or not, and what follows its name. Raises NoSuchGroup."""
        line = f"{call.found['group']} {rest}" if rest else call.found["group"]
        if line.startswith('"'):
            title, _, rest = line[1:].partition('"')
            found = self._parts.store.groups_named(title, call.user.id)
            if not found:
                raise NoSuchGroup
            return found[0], rest.removeprefix(" ")
        mine = [row for row in self._parts.store.rooms(call.user.id) if row.kind == "group"]
        named = [row for row in mine if fold(f"{line} ").startswith(fold(f"{row.title} "))]
        if not named:
            raise NoSuchGroup
        best = max(named, key=lambda row: len(row.title))
        return best.id, line[len(best.title) + 1 :]

    # --- people -------------------------------------------------------------------------------------------------------

    def _people(self, *names: str) -> tuple[int, ...]:
        """Their ids. Raises NoSuchUser, which lists the unknown where there are several."""
        found = [self._parts.store.user_named(name) for name in names]
        unknown = [name for name, user in zip(names, found, strict=True) if user is None or not user.active]
        if unknown or not names:
            raise NoSuchUser(", ".join(unknown) if len(names) > 1 else "")
        return tuple(dict.fromkeys(user.id for user in found if user is not None))

    def _list(self, call: Call) -> bytes:
        return self.names()

    def names(self) -> bytes:
        """Who is signed in, each once."""
        people = sorted(person.name for person in self._parts.presence.people)
        return ok(messages=list(fitting((name, "") for name in people)))

    def _info(self, call: Call) -> bytes:
        """The same with name, country, and since when (seconds of the server's clock); as many as an answer has room for."""
        people = sorted(self._parts.presence.people, key=lambda person: person.name)
        return ok(message=fitting(self._infos(people[: limits.PLAIN_INFO_COUNT])))

    def _infos(self, people: list[Person]) -> Iterator[tuple[str, dict[str, object]]]:
        for person in people:
            user = self._parts.store.user(person.user)
            sessions = self._parts.sessions.of_user(person.user)
            if user is not None and sessions:
                since = min(session.since for session in sessions) // 1000
                yield user.name, {"name": user.display or user.name, "country": user.country, "since": since}

    # --- requests -----------------------------------------------------------------------------------------------------

    def _ask(self, call: Call, word: Callable[[bytes], Word], answer: bytes) -> None:
        """Say a word; the answer follows. Raises what is refused at once."""
        peer, ref = call.peer, self._ref(call)
        if ref in peer.pending:
            return
        if len(peer.session.inbox) >= limits.PLAIN_WAITING:
            raise SlowDown(retry_after_s=1.0)
        peer.pending[ref] = _outcome(answer)
        try:
            self._say(peer.session, word(ref), call.now)
        except UdpchatError:
            del peer.pending[ref]
            peer.files.pop(ref, None)
            raise

    def _ref(self, call: Call) -> bytes:
        """Of this datagram: a new one, or that of two seconds ago at most."""
        recent, now = call.peer.recent, call.now
        for digest, (_, at) in list(recent.items()):  # oldest first
            if now < at + limits.PLAIN_REPEAT_S:
                break
            del recent[digest]
        digest = hashlib.blake2b(call.data, digest_size=16).digest()
        known = recent.get(digest)
        if known is None:
            known = recent[digest] = self._parts.randbytes(limits.REF_BYTES), now
        return known[0]


def _outcome(answer: bytes) -> Outcome:
    return lambda caught: answer if caught is None else error(explained(caught))


def _nothing(call: Call) -> bytes:
    """Signing out is carried out where the tokens are."""
    return DONE
