"""The line to plain sessions, beside the one to encrypted ones: what services tell a session, by connection.

Plain sessions have negative ids. While there is none, services get the encrypted line's own methods, so that plain text costs
nothing where nobody uses it.
"""

from __future__ import annotations

from typing import Any, Protocol

from udpchat.driver import Address
from udpchat.server.sessions import Line
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.wire.events import ConnectionStats


class PlainLine(Protocol):
    """What plain sessions need of whoever speaks for them."""

    def tell(self, cid: int, body: bytes) -> None: ...
    def tell_framed(self, cid: int, channel: Channel, framed: bytes) -> None: ...
    def waiting_bytes(self, cid: int) -> int: ...
    def end(self, cid: int, reason: str, now: float) -> None: ...
    def address(self, cid: int) -> Address | None: ...


class Lines:
    """A `sessions.Line` for both kinds; `plain` is set once, `busy` says whether there are plain sessions."""

    def __init__(self, encrypted: Line) -> None:
        self._encrypted = encrypted
        self.plain: PlainLine | None = None
        self.busy = False

    @property
    def send_framed(self) -> Any:  # the method itself
        """Queue ready-made frames."""
        return self._send_framed if self.busy else self._encrypted.send_framed

    @property
    def queued_bytes(self) -> Any:  # the method itself
        """Bytes that wait."""
        return self._queued_bytes if self.busy else self._encrypted.queued_bytes

    def send(self, cid: int, channel: Channel, body: bytes) -> None:
        """Queue one frame."""
        if cid >= 0:
            self._encrypted.send(cid, channel, body)
        elif self.plain is not None:
            self.plain.tell(cid, body)

    def held_bytes(self, cid: int) -> int:
        """What is not acknowledged; plain sessions get no files."""
        return self._encrypted.held_bytes(cid) if cid >= 0 else 0

    def raise_frame_limit(self, cid: int) -> None:
        """Its peer has signed in."""
        if cid >= 0:
            self._encrypted.raise_frame_limit(cid)

    def close(self, cid: int, code: CloseCode, reason: str, now: float) -> None:
        """End it."""
        if cid >= 0:
            self._encrypted.close(cid, code, reason, now)
        elif self.plain is not None:
            self.plain.end(cid, reason, now)

    def reset_token(self, cid: int) -> bytes:
        """Plain sessions have none, but a greeting carries one."""
        return self._encrypted.reset_token(abs(cid))

    def stats(self, cid: int) -> ConnectionStats | None:
        """Nothing is measured of plain sessions, for they answer nothing."""
        if cid >= 0:
            return self._encrypted.stats(cid)
        addr = self.plain.address(cid) if self.plain is not None else None
        return None if addr is None else ConnectionStats(addr, 0.0, 0, 0, 0)

    def _send_framed(self, cid: int, channel: Channel, framed: bytes) -> None:
        if cid >= 0:
            self._encrypted.send_framed(cid, channel, framed)
        elif self.plain is not None:
            self.plain.tell_framed(cid, channel, framed)

    def _queued_bytes(self, cid: int, channel: Channel | None = None) -> int:
        if cid >= 0:
            return self._encrypted.queued_bytes(cid, channel)
        if self.plain is None or channel is Channel.CONTROL:
            return 0
        return self.plain.waiting_bytes(cid)
