"""How an error of a request is told to the peer: as a refusal, without the server's own secrets and paths."""

from __future__ import annotations

import math

from udpchat import limits
from udpchat.errors import (
    BadName,
    BadRequest,
    InvalidName,
    InvalidText,
    Refusal,
    RemoteError,
    Storage,
    TextEmpty,
    TextTooLong,
    UdpchatError,
)


def as_refusal(error: UdpchatError) -> Refusal:
    """The refusal that travels. Rules of names and texts keep their reason; what no client of ours would ask is a bad
    request; what is ours alone reads STORAGE."""
    match error:
        case Storage():
            return Storage(retry_after_s=error.retry_after_s or 1.0)
        case Refusal():
            return type(error)(error.detail[: limits.DETAIL_CHARS], retry_after_s=error.retry_after_s)
        case BadName():
            return InvalidName(error.detail[: limits.DETAIL_CHARS])
        case RemoteError():
            return BadRequest()
        case TextEmpty() | TextTooLong():
            return InvalidText(error.code)
        case _:
            return Storage(retry_after_s=1.0)


def seconds(error: UdpchatError) -> int:
    """The waiting time as it travels: whole seconds, rounded up."""
    return math.ceil(error.retry_after_s)
