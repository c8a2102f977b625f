"""The dialect of commands: one datagram is one command and gets one answer in JSON; who is signed in shows its token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.driver import Address
from udpchat.errors import SlowDown, UdpchatError, refusal
from udpchat.server.files.service import Files
from udpchat.server.parts import Parts
from udpchat.server.plain.deeds import Call, Deeds
from udpchat.server.plain.entering import Entering, Entry, Say
from udpchat.server.plain.filing import Filing
from udpchat.server.plain.formatting import BARE_ERROR, error, explained, ok
from udpchat.server.plain.parsing import Form, Misuse, arguments, split, usage
from udpchat.server.plain.peers import Peer, Peers
from udpchat.server.plain.recognizing import decoded
from udpchat.server.plain.sending import Sending
from udpchat.server.plain.strangers import Strangers
from udpchat.wire.codes import CloseCode
from udpchat.words import Done, NotDone, NotPosted, Posted, Upload, Word

_AUTH: Final = Form(("user", "password"), 2)
_REGISTER: Final = Form(("user", "password", "display", "country"), 2)
_ENTRIES: Final = {"auth": _AUTH, "register": _REGISTER, "create_user": _REGISTER}
_LOGOUT: Final = frozenset({"logout", "exit"})
_TOKEN_BYTES: Final = 16  # of randomness: not to be guessed


@dataclass(frozen=True, slots=True)
class _Gone:
    """A token that was logged out a moment ago: its lost answer may be asked for again."""

    ip: str
    until: float


class Commands:
    """Takes the datagrams of everybody who does not chat."""

    def __init__(
        self, parts: Parts, files: Files, peers: Peers, entering: Entering, say: Say, sending: Sending, strangers: Strangers
    ) -> None:  # fmt: skip
        self._parts, self._peers, self._entering = parts, peers, entering
        self._sending, self._strangers = sending, strangers
        self._filing = Filing(parts, files, say, sending)
        self._deeds = Deeds(parts, say, self._filing)
        self._left: dict[str, _Gone] = {}

    def take(self, data: bytes, addr: Address, now: float) -> None:
        """A datagram that is no LOGIN, from an address that does not chat."""
        line = decoded(data)
        verb, rest = split(line)
        verb = verb.lower()
        form = self._deeds.form(verb)
        try:
            if verb in _ENTRIES:
                self._enter(verb, rest, data, addr, now)
            elif verb.strip() == "help":
                self._tell_stranger(ok(message=self._help()), addr, data, now)
            elif form is None:
                unknown = text("plain.unknown")
                self._tell_stranger(error(unknown, hint="help"), addr, data, now, error(unknown))
            else:
                self._carry_out(verb, form, rest, data, addr, now)
        except UdpchatError as caught:
            self._tell_stranger(error(explained(caught)), addr, data, now)

    # --- coming and going ---------------------------------------------------------------------------------------------

    def _enter(self, verb: str, rest: str, data: bytes, addr: Address, now: float) -> None:
        found = arguments(verb, _ENTRIES[verb], rest)
        entry = Entry("auth" if verb == "auth" else "register", found["user"], found["password"], addr, data)
        if entry.kind == "register":
            entry.display, entry.country = (found[name].replace("_", " ") for name in ("display", "country"))
        if not self._entering.under_way(entry):
            self._entering.begin(entry, now)

    def came(self, entry: Entry, now: float) -> None:
        """Somebody is signed in: their token."""
        session = entry.session
        assert session is not None and session.user is not None
        user = session.user
        for old in self._peers.of_user(user.id, "commands")[: 1 - limits.PLAIN_TOKENS_PER_USER]:
            self._parts.sessions.close(old.session, CloseCode.REPLACED, "replaced", now)
        token = self._parts.randbytes(_TOKEN_BYTES).hex()
        self._peers.add(Peer(session, entry.addr, "commands", now, token))
        if entry.kind == "auth":
            self._sending.at_once(ok(tokenid=token), entry.addr)
        else:
            answer = ok(tokenid=token, username=user.name, name=user.display, nationality=user.country)
            self._sending.at_once(answer, entry.addr)

    def refused(self, entry: Entry, caught: UdpchatError, now: float) -> None:
        """Or not."""
        self._tell_stranger(error(explained(caught)), entry.addr, entry.cause, now)

    def _log_out(self, token: str, peer: Peer, now: float) -> bytes:
        self._left.pop(token, None)
        self._left[token] = _Gone(peer.session.addr[0], now + limits.PLAIN_LEFT_S)
        if len(self._left) > limits.ADDRESS_MEMORY_COUNT:
            del self._left[next(iter(self._left))]
        peer.session.said_bye = True
        self._parts.sessions.close(peer.session, CloseCode.BYE, "bye", now)
        return _LOGGED_OUT

    def _has_left(self, token: str, ip: str, now: float) -> bool:
        gone = self._left.get(token)
        return gone is not None and gone.ip == ip and now < gone.until

    # --- with a token -------------------------------------------------------------------------------------------------

    def _carry_out(self, verb: str, form: Form, rest: str, data: bytes, addr: Address, now: float) -> None:
        found, wrong = self._arguments(verb, form, rest)
        token = found["token"].strip()
        peer = self._peers.holding(token, addr[0])
        if peer is None and verb in _LOGOUT and self._has_left(token, addr[0], now):
            self._sending.at_once(_LOGGED_OUT, addr)
        elif peer is None and verb == "list" and self._parts.settings.plain_list:
            self._tell_stranger(self._deeds.names(), addr, data, now)
        elif peer is None:
            self._tell_stranger(error(text("plain.signed_out")), addr, data, now)
        else:
            peer.addr = addr
            self._peers.heard(peer, now)
            answer = self._answer(Call(verb, peer, found, data, now), wrong)
            if answer is not None:
                self._sending.at_once(answer, addr)

    def _arguments(self, verb: str, form: Form, rest: str) -> tuple[dict[str, str], UdpchatError | None]:
        """What was found; and what is wrong with it, to be told to those only whose token is right."""
        try:
            return arguments(verb, form, rest), None
        except Misuse as caught:
            return {"token": arguments(verb, Form(("token",), 0), rest).get("token", "").split(" ")[0]}, caught

    def _answer(self, call: Call, wrong: UdpchatError | None) -> bytes | None:
        """The answer; None: it follows."""
        session = call.peer.session
        cost = self._deeds.cost(call.verb)
        try:
            self._deeds.confirm_mail(call)
            if session.budget.wait(call.now, cost) > 0.0:
                raise SlowDown(retry_after_s=session.budget.wait(call.now, cost))
            session.budget.take(cost)
            if wrong is not None:
                raise wrong
            if call.verb in _LOGOUT:
                return self._log_out(call.peer.token, call.peer, call.now)
            return self._deeds.do(call)
        except UdpchatError as caught:
            return error(explained(caught))

    def hear(self, peer: Peer, word: Word, now: float) -> None:
        """What became of a request."""
        match word:
            case Posted() | Done():
                outcome, caught = peer.pending.pop(word.ref, None), None
            case NotPosted() | NotDone():
                outcome = peer.pending.pop(word.ref, None)
                caught = refusal(word.code, word.retry_after_s, word.detail)
            case Upload():
                self._send(peer, word, now)
                return
            case _:
                return
        peer.files.pop(word.ref, None)
        if outcome is not None:
            self._sending.at_once(outcome(caught), peer.addr)

    def _send(self, peer: Peer, word: Upload, now: float) -> None:
        try:
            self._filing.send(peer, word, now)
        except UdpchatError as caught:
            outcome = peer.pending.pop(word.ref, None)
            if outcome is not None:
                self._sending.at_once(outcome(caught), peer.addr)

    # --- small --------------------------------------------------------------------------------------------------------

    def _tell_stranger(self, answer: bytes, addr: Address, cause: bytes, now: float, shorter: bytes = BARE_ERROR) -> None:
        found = self._strangers.answer((answer, shorter, BARE_ERROR), addr, len(cause), now)
        if found is not None:
            self._sending.at_once(found, addr)

    def _help(self) -> str:
        forms = {**_ENTRIES, **self._deeds.forms()}
        return " | ".join(usage(verb, form) for verb, form in forms.items())


_LOGGED_OUT: Final = ok(messages="Logged out")
