"""A connection that is a link, whichever side dialled it."""

from __future__ import annotations

from typing import Protocol

from udpchat.server.sessions import Session, Sessions
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.codes import CloseCode
from udpchat.words import LinkItem, LinkPiece, LinkWord, encode


class Pipe(Protocol):
    """What a link needs of its connection. `dialler`: the fingerprint of whoever began it."""

    dialler: bytes

    def say(self, word: LinkWord) -> None: ...
    def queued_bytes(self) -> int: ...
    def rtt_s(self) -> float: ...
    def open_wide(self) -> None: ...
    def close(self, code: CloseCode, reason: str, now: float) -> None: ...


def channel_of(word: LinkWord) -> Channel:
    """Items in order among themselves; what is about the link goes ahead of them, and pieces of files behind."""
    if isinstance(word, LinkItem):
        return Channel.CHAT
    return Channel.HISTORY if isinstance(word, LinkPiece) else Channel.CONTROL


class Dialled:
    """We began it."""

    def __init__(self, endpoint: ClientEndpoint, dialler: bytes) -> None:
        self.endpoint, self.dialler = endpoint, dialler

    def say(self, word: LinkWord) -> None:
        """Queue a word."""
        self.endpoint.send(channel_of(word), encode(word))

    def queued_bytes(self) -> int:
        """What has not left."""
        return self.endpoint.queued_bytes()

    def rtt_s(self) -> float:
        """The round trip."""
        stats = self.endpoint.stats()
        return stats.round_trip_s if stats is not None else 0.0

    def open_wide(self) -> None:
        """The other side has proved itself: its frames may be large."""
        self.endpoint.raise_frame_limit()

    def close(self, code: CloseCode, reason: str, now: float) -> None:
        """End it."""
        self.endpoint.close(code, reason, now)


class Answered:
    """The other side did."""

    def __init__(self, sessions: Sessions, session: Session, dialler: bytes) -> None:
        self._sessions, self.session, self.dialler = sessions, session, dialler

    def say(self, word: LinkWord) -> None:
        """Queue a word."""
        self._sessions.line.send(self.session.cid, channel_of(word), encode(word))

    def queued_bytes(self) -> int:
        """What has not left."""
        return self._sessions.line.queued_bytes(self.session.cid)

    def rtt_s(self) -> float:
        """The round trip."""
        stats = self._sessions.line.stats(self.session.cid)
        return stats.round_trip_s if stats is not None else 0.0

    def open_wide(self) -> None:
        """The other side has proved itself: its frames may be large."""
        self._sessions.line.raise_frame_limit(self.session.cid)

    def close(self, code: CloseCode, reason: str, now: float) -> None:
        """End it."""
        self._sessions.close(self.session, code, reason, now)
