"""A word on behalf of a plain session, to the very table of requests that serves encrypted clients.

It is encoded and read back first, so that every bound of the vocabulary holds for what a datagram of text can make of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from udpchat.errors import BadRequest, ProtocolViolation, SlowDown, TextTooLong, UdpchatError
from udpchat.limits import TEXT_BYTES
from udpchat.server.sessions import Flood, Session
from udpchat.wire.channels import Channel
from udpchat.words import Post, PostMany, Word, decode, encode

Hear = Callable[[Session, Word, Channel, int, float], None]
"""The core's way to a handler: (session, word, channel, size in bytes, now)."""

_CHAT: Final = (Post, PostMany)


class Saying:
    """Raises UdpchatError where a connection would be refused or closed: there is none to close."""

    def __init__(self, hear: Hear, on_fault: Callable[[Exception, float], None]) -> None:
        self._hear, self._on_fault = hear, on_fault

    def __call__(self, session: Session, word: Word, now: float) -> None:
        """Say it."""
        if isinstance(word, _CHAT) and len(word.text.encode("utf-8", "replace")) > TEXT_BYTES:
            raise TextTooLong
        channel = Channel.CHAT if isinstance(word, _CHAT) else Channel.CONTROL
        try:
            body = encode(word)
            self._hear(session, decode(body), channel, len(body), now)
        except Flood:
            raise SlowDown(retry_after_s=1.0) from None
        except ProtocolViolation as violation:
            raise BadRequest(violation.detail) from None
        except UdpchatError:
            raise
        except Exception as error:  # a mistake of ours costs one command, not the relay
            self._on_fault(error, now)
            raise BadRequest from None
