"""The way in and out for plain text: every datagram that is text comes here, and all that plain sessions are told.

A datagram from a signed-in address is chat; a LOGIN of three words, or a command, may come from anybody the setting lets in;
everybody else gets one short refusal. What services tell a plain session is heard here after they have returned
(`attend`), since an answer may be the cause of the next request.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.driver import Address, Job
from udpchat.errors import Storage, UdpchatError
from udpchat.server.events import Warned
from udpchat.server.files.service import Files
from udpchat.server.parts import Parts
from udpchat.server.plain.chat import Chat, login_of
from udpchat.server.plain.commands import Commands
from udpchat.server.plain.entering import Entering, Entry, Refuse
from udpchat.server.plain.hashing import LANE, Hashing
from udpchat.server.plain.line import Lines
from udpchat.server.plain.peers import Peer, Peers
from udpchat.server.plain.recognizing import decoded, is_answer, is_taken, is_text, may_be_answered
from udpchat.server.plain.saying import Hear, Saying
from udpchat.server.plain.sending import Datagram, Sending
from udpchat.server.plain.strangers import Strangers
from udpchat.wire.channels import Channel, FrameReader
from udpchat.wire.codes import CloseCode
from udpchat.words import Events, Word, decode

__all__ = ["LANE", "Gate"]

_HEARD: Final = tuple(
    b'{"t":"%b"' % name
    for name in (
        *(b"scram_challenge", b"scram_done", b"welcome", b"refused"),
        *(b"posted", b"not_posted", b"done", b"not_done", b"upload"),
    )
)
"""How the words begin that matter to a plain session; all others are for clients with a screen."""


class Gate:
    """A `line.PlainLine`, driven by the core like the endpoint."""

    def __init__(
        self, parts: Parts, files: Files, lines: Lines, certificate: bytes, hear: Hear, refuse: Refuse,
        on_fault: Callable[[Exception, float], None],
    ) -> None:  # fmt: skip
        self._parts, self._lines, self._on_fault = parts, lines, on_fault
        self._peers, self._sending, self._strangers = Peers(), Sending(), Strangers()
        self._hashing = Hashing(parts.randbytes)
        say = Saying(hear, on_fault)
        self._entering = Entering(parts, certificate, self._hashing, say, refuse, self._entered, self._make_room)
        self._chat = Chat(parts, self._peers, say, self._line)
        self._commands = Commands(parts, files, self._peers, self._entering, say, self._sending, self._strangers)
        self._heard: deque[tuple[int, Word]] = deque()
        self._last: tuple[bytes, list[Events]] = b"", []
        self._now = 0.0
        self._reach = parts.settings.plain
        lines.plain = self

    # --- driven by the core -------------------------------------------------------------------------------------------

    def receive(self, data: bytes, addr: Address, now: float) -> None:
        """A datagram that is none of the encrypted protocol."""
        self._now = now
        if not is_text(data) or not may_be_answered(addr):
            return
        if not is_taken(self._parts.settings.plain, addr[0]):
            self._answer(self._strangers.refusal(data, addr, now), addr)
            return
        peer = self._peers.at(addr)
        if peer is not None:
            self._peers.heard(peer, now)
            self._chat.take(peer, data, now)
        elif not is_answer(data):
            self._take_stranger(data, addr, now)
        self.attend(now)

    def _take_stranger(self, data: bytes, addr: Address, now: float) -> None:
        login = login_of(decoded(data))
        if login is None:
            self._commands.take(data, addr, now)
        elif not self._entering.under_way(entry := Entry("chat", *login, addr, data)):
            self._entering.begin(entry, now)

    def attend(self, now: float) -> None:
        """Hear what services have told plain sessions."""
        self._now = now
        while self._heard:
            cid, word = self._heard.popleft()
            peer = self._peers.of(cid)
            if peer is None:
                self._entering.hear(cid, word, now)
            elif peer.dialect == "chat":
                self._chat.hear(peer, word, now)
            else:
                self._commands.hear(peer, word, now)

    def next_timeout(self) -> float | None:
        """When something is to be heard, a line may leave, or somebody was silent for too long."""
        if self._heard:
            return float("-inf")
        at, first = self._sending.next_timeout(), self._peers.first()
        if first is None:
            return at
        idle_at = first.heard_at + self._parts.settings.plain_idle_s
        return idle_at if at is None else min(at, idle_at)

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self.attend(now)
        self._sending.handle_timeout(now)
        idle_s = self._parts.settings.plain_idle_s
        while (first := self._peers.first()) is not None and first.heard_at + idle_s <= now:
            self._sign_out(first, text("plain.idle", count=round(idle_s / 60)), now)

    def add_datagrams(self, out: list[Datagram]) -> list[Datagram]:
        """The list, with what may leave from here."""
        if self._sending.out:
            out += self._sending.out
            self._sending.out.clear()
        return out

    def next_job(self) -> Job | None:
        """A password to hash."""
        return self._hashing.next_job()

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """It is hashed."""
        self._now = now
        self._hashing.finish(job, value, error, now)
        self.attend(now)

    def narrow(self, now: float) -> None:
        """The settings have changed: sign out whom they do not let in any more, and warn of what they let in."""
        if self._parts.settings.plain != self._reach:
            self._reach = self._parts.settings.plain
            self._warn(now)
        for peer in self._peers.all():
            if not is_taken(self._parts.settings.plain, peer.session.addr[0]):
                self._sign_out(peer, text("plain.off"), now)

    def _warn(self, now: float) -> None:
        """Say in the log what everybody can read."""
        if self._reach == "lan":
            self._parts.log.add(Warned(text("plain.warning")), now)

    def _sign_out(self, peer: Peer, reason: str, now: float) -> None:
        """It will not come back under this token or address: a guest's name is free at once."""
        peer.session.said_bye = True
        self._parts.sessions.close(peer.session, CloseCode.IDLE, "idle", now, logged=reason)

    # --- sign-ins -----------------------------------------------------------------------------------------------------

    def _entered(self, entry: Entry, error: UdpchatError | None, now: float) -> None:
        if error is None:
            self._lines.busy = True
            (self._chat if entry.kind == "chat" else self._commands).came(entry, now)
        elif entry.kind != "chat":
            self._commands.refused(entry, error, now)
        else:
            first = self._chat.answer(error)
            self._answer(self._strangers.answer((first,), entry.addr, len(entry.cause), now), entry.addr)

    def _make_room(self, entry: Entry, now: float) -> None:
        self._chat.make_room(entry.name, entry.addr, now)

    def _answer(self, data: bytes | None, addr: Address) -> None:
        if data is not None:
            self._sending.at_once(data, addr)

    def _line(self, peer: Peer, data: bytes) -> None:
        self._sending.line(peer, data, self._now)

    # --- as a line ----------------------------------------------------------------------------------------------------

    def tell(self, cid: int, body: bytes) -> None:
        """A word for one session."""
        if body.startswith(_HEARD):
            self._heard.append((cid, decode(body)))

    def tell_framed(self, cid: int, channel: Channel, framed: bytes) -> None:
        """Frames that many get: of chat, what the dialect of chat shows."""
        peer = self._peers.of(cid)
        if peer is None or peer.dialect != "chat" or channel not in (Channel.CHAT, Channel.HISTORY):
            return
        try:
            for events in self._events(framed):
                self._chat.show(peer, events)
        except Storage as error:
            self._on_fault(error, self._now)

    def _events(self, framed: bytes) -> list[Events]:
        if self._last[0] is not framed:
            reader = FrameReader()
            reader.raise_limit()
            words = [decode(body) for _, body in reader.feed(framed)]
            self._last = framed, [word for word in words if isinstance(word, Events)]
        return self._last[1]

    def waiting_bytes(self, cid: int) -> int:
        """Lines of chat that wait for their rate."""
        peer = self._peers.of(cid)
        return peer.lines_bytes if peer is not None else 0

    def end(self, cid: int, reason: str, now: float) -> None:
        """A service has closed the session."""
        self._now = now
        peer = self._peers.remove(cid)
        if peer is not None:
            peer.lines.clear()
            peer.lines_bytes = 0
            if peer.dialect == "chat" and (said := self._chat.ended(reason)):
                self._sending.at_once(said, peer.addr)
        self._lines.busy = len(self._peers) > 0
        self._parts.sessions.closed(cid, reason, now)
        self._entering.end(cid, now)

    def address(self, cid: int) -> Address | None:
        """Where a session is."""
        peer = self._peers.of(cid)
        return peer.addr if peer is not None else None
