"""From a frame to its handler: everything a peer can say ends in an event, a refusal or a close of its own connection."""

from __future__ import annotations

from collections.abc import Callable

from udpchat.errors import ProtocolViolation, Storage, UdpchatError
from udpchat.server.faults import Faults
from udpchat.server.files.service import RAW
from udpchat.server.requests import Table, row_for
from udpchat.server.sessions import Flood, Session
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words import Word, decode

Refuse = Callable[[Session, UdpchatError, float], None]
TakeRaw = Callable[[Session, Channel, bytes], None]
"""Takes a frame that is no word. Raises ProtocolViolation."""


class Hearing:
    """`rows` are all requests, complete before the first datagram; `refuse` tells a session why not."""

    def __init__(self, faults: Faults, refuse: Refuse, take_raw: TakeRaw) -> None:
        self._faults, self._refuse, self._take_raw = faults, refuse, take_raw
        self.rows: Table = {}

    def frame(self, session: Session, channel: Channel, body: bytes, now: float) -> None:
        """A frame of an encrypted client."""
        try:
            if channel in RAW:
                self._take_raw(session, channel, body)
                return
            self.hear(session, decode(body), channel, len(body), now)
        except ProtocolViolation as violation:
            self._faults.cut(session, CloseCode.PROTOCOL, violation.detail, now)
        except Flood as flood:
            self._faults.cut(session, CloseCode.FLOOD, str(flood), now)
        except Storage as error:
            if session.user is None:
                self._refuse(session, error, now)
            else:
                self._faults.unreadable(session, error, now)
        except UdpchatError as error:
            self._refuse(session, error, now)
        except Exception as error:  # a mistake of ours costs one connection, not the relay
            self._faults.noted(error, now)
            self._faults.cut(session, CloseCode.INTERNAL, "", now)

    def hear(self, session: Session, word: Word, channel: Channel, size_bytes: int, now: float) -> None:
        """A word of any kind of client. Raises what it is refused with, ProtocolViolation, Flood."""
        row = row_for(self.rows, session, word, channel, now)
        session.heard = session.user is not None
        row.handler(session, word, size_bytes, now)
