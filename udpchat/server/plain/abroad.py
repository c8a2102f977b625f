"""Commands of the dialect about other servers: a link, messages to people there, one's own mail with them.

Somebody there is reached in a turn of its own, before the message is said: a repeat of the datagram finds the same ref, and
so the same message.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any, Final, Protocol

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import NoSuchRealm, NoSuchUser, SlowDown, UdpchatError
from udpchat.names import clean_realm_name, clean_username, fold
from udpchat.server.parts import Parts
from udpchat.server.plain.entering import Say
from udpchat.server.plain.filing import FILE_SENT, Filing, decoded
from udpchat.server.plain.formatting import error, explained, ok
from udpchat.server.plain.parsing import Form, Misuse
from udpchat.server.plain.peers import Outcome, Peer
from udpchat.server.refusals import as_refusal, seconds
from udpchat.store import LinkLine, RoomRow, StoredEvent, User
from udpchat.words import AddRealm, NotPosted, Post, PostMany, Word

SENT: Final = ok(message="Message Sent")
DONE: Final = ok()


class Call(Protocol):
    """One command of somebody who is signed in."""

    @property
    def peer(self) -> Peer: ...
    @property
    def found(self) -> dict[str, str]: ...
    @property
    def now(self) -> float: ...
    @property
    def user(self) -> User: ...


Deed = Callable[[Any], bytes | None]


class Abroad:
    """`ref_of` is the ref of a datagram: a new one, or that of its first time."""

    def __init__(self, parts: Parts, say: Say, ref_of: Callable[[Any], bytes], filing: Filing) -> None:
        self._parts, self._say, self._ref_of, self._filing = parts, say, ref_of, filing

    def rows(self) -> dict[str, tuple[Form, Deed]]:
        """The commands: their arguments, and who carries them out."""
        message = Form(("token", "realm", "to", "text"), 4)
        file = Form(("token", "realm", "to", "file", "data"), 4)
        return {
            "addrealm": (Form(("token", "realm", "host", "port"), 4), self._add),
            "sendprivaterealm": (message, self._send),
            "sendgrouprealm": (message, self._send),
            "sendfilerealm": (file, self._send_file),
            "sendgroupfilerealm": (file, self._send_file),
            "getinboxrealm": (Form(("token", "realm", "to"), 3), self._talk_with),
            "getrealminbox": (Form(("token", "realm"), 2), self._mail_of),
        }

    # --- saying -------------------------------------------------------------------------------------------------------

    def _add(self, call: Call) -> None:
        port = call.found["port"]
        if not (port.isascii() and port.isdecimal() and len(port) < 6):
            raise Misuse(text("plain.realm_usage"))
        realm, host, ref = call.found["realm"], call.found["host"], self._ref_of(call)
        self._expect(call, ref, DONE)
        self._then(call, ref, AddRealm(ref, realm, host, int(port)), call.now)

    def _send(self, call: Call) -> None:
        """Each of them, or nobody: who is there only the other server knows."""
        self._reach(call, SENT)

    def _send_file(self, call: Call) -> None:
        """The same with a file. Raises NotBase64."""
        decoded(call.found["data"])
        self._reach(call, FILE_SENT)

    def _reach(self, call: Call, answer: bytes) -> None:
        names = tuple(dict.fromkeys(clean_username(name) for name in call.found["to"].split(",") if name))
        if not names:
            raise NoSuchUser
        if len(names) > limits.NAMED_COUNT:
            raise Misuse(text("plain.too_many", count=limits.NAMED_COUNT))
        self._known(call.found["realm"])
        ref = self._ref_of(call)
        if ref not in call.peer.pending:
            self._expect(call, ref, answer)
            self._parts.commits.submit(_Reach(self, call, ref, names), call.now)

    def _expect(self, call: Call, ref: bytes, answer: bytes) -> None:
        """The answer follows. Raises SlowDown."""
        if len(call.peer.session.inbox) >= limits.PLAIN_WAITING:
            raise SlowDown(retry_after_s=1.0)
        call.peer.pending[ref] = _outcome(answer)

    def _then(self, call: Call, ref: bytes, word: Word, now: float) -> None:
        """Say a word whose answer is expected; what is refused at once is answered in the same way."""
        try:
            self._say(call.peer.session, word, now)
        except UdpchatError as caught:
            self.refuse(call, ref, caught)

    def refuse(self, call: Call, ref: bytes, caught: UdpchatError) -> None:
        """It will not be done."""
        why = as_refusal(caught)
        self._parts.sessions.tell(call.peer.session, NotPosted(ref, why.code, seconds(why), why.detail))

    def reach(self, realm: str, names: tuple[str, ...]) -> tuple[int, ...]:
        """Their stand-ins. Inside a savepoint. Raises NoSuchRealm."""
        link, at = _standing(self._parts.store.link_named(clean_realm_name(realm)), realm), self._parts.wall_ms()
        return tuple([self._parts.store.reach(link, name, at) for name in names])

    def reached(self, call: Call, ref: bytes, users: tuple[int, ...], now: float) -> None:
        """They can be written to."""
        if "file" in call.found:
            self._offer(call, ref, users, now)
            return
        said = call.found["text"]
        self._then(call, ref, Post(ref, 0, users[0], said) if len(users) == 1 else PostMany(ref, users, said), now)

    def _offer(self, call: Call, ref: bytes, users: tuple[int, ...], now: float) -> None:
        word = self._filing.offer(call.peer, ref, users, call.found["file"], call.found["data"])
        self._then(call, ref, word, now)

    # --- reading ------------------------------------------------------------------------------------------------------

    def _talk_with(self, call: Call) -> bytes:
        """My own conversation with that person, the newest messages that one answer carries. What is told counts as read when
        the next command comes."""
        store, user, link = self._parts.store, call.user, self._known(call.found["realm"])
        peer = store.user_named(f"{clean_username(call.found['to'])}@{link.name}")
        rooms = [row for row in store.rooms(user.id) if peer is not None and row.peer == peer.id]
        return self._letters(call, rooms, unread=False)

    def _mail_of(self, call: Call) -> bytes:
        """What is unread of everybody there."""
        suffix = fold(f"@{self._known(call.found['realm']).name}")
        rooms = [row for row in self._parts.store.rooms(call.user.id) if fold(row.peer_name).endswith(suffix)]
        return self._letters(call, rooms, unread=True)

    def _letters(self, call: Call, rooms: list[RoomRow], unread: bool) -> bytes:
        found: list[tuple[StoredEvent, RoomRow]] = []
        for row in rooms:
            found += [(event, row) for event in self._events(call, row, unread) if not unread or event.author == row.peer]
        letters: list[dict[str, str]] = []
        room_bytes = limits.PLAIN_REPLY_BYTES
        for event, row in sorted(found, key=lambda one: one[0].seq, reverse=not unread):
            to = call.user.name if event.author == row.peer else row.peer_name
            letter = {"msg_from": event.name, "msg_to": to, "msg": event.body}
            room_bytes -= len(json.dumps(letter))
            if room_bytes <= 0 and letters:
                break
            letters.append(letter)
            call.peer.mail[event.conversation] = max(event.seq, call.peer.mail.get(event.conversation, 0))
        return ok(messages=letters if unread else letters[::-1])

    def _events(self, call: Call, row: RoomRow, unread: bool) -> list[StoredEvent]:
        """The newest posts of a conversation, or the oldest that are unread."""
        store, hi, user = self._parts.store, self._parts.delivery.told, call.user.id
        size = limits.PLAIN_MAIL_COUNT, limits.PLAIN_REPLY_BYTES
        if unread:
            lo = max(row.read, call.peer.fetched.get(row.id, 0)) + 1
            events = store.later(user, row.id, max(lo, row.from_seq), hi, *size)
        else:
            events, _ = store.earlier(user, row.id, row.from_seq, hi, *size)
        return [event for event in events if event.kind == "post" and event.body]

    def _known(self, name: str) -> LinkLine:
        """A link that stands, or stood. Raises NoSuchRealm, BadName."""
        return _standing(self._parts.store.link_known(clean_realm_name(name)), name)


class _Reach:
    """People of another server on their way to the disk, and a message behind them."""

    __slots__ = ("_abroad", "_call", "_names", "_ref", "_users")

    def __init__(self, abroad: Abroad, call: Call, ref: bytes, names: tuple[str, ...]) -> None:
        self._abroad, self._call, self._ref, self._names = abroad, call, ref, names
        self._users: tuple[int, ...] = ()

    def run(self, now: float) -> None:
        """Find or make them."""
        self._users = self._abroad.reach(self._call.found["realm"], self._names)

    def done(self, now: float) -> None:
        """Now the message."""
        self._abroad.reached(self._call, self._ref, self._users, now)

    def failed(self, caught: UdpchatError, now: float) -> None:
        """No message."""
        self._abroad.refuse(self._call, self._ref, caught)


def _standing(line: LinkLine | None, name: str) -> LinkLine:
    if line is None or not line.confirmed or line.state == "removed":
        raise NoSuchRealm(name)
    return line


def _outcome(answer: bytes) -> Outcome:
    return partial(_answered, answer)


def _answered(answer: bytes, caught: UdpchatError | None) -> bytes:
    return answer if caught is None else error(explained(caught))
