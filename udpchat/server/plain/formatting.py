"""What goes out: JSON answers of the dialect of commands, lines of the dialect of chat that fit its clients' buffer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from udpchat import limits
from udpchat.errors import AuthFailed, BadName, InvalidName, NoSuchUser, UdpchatError, UsernameTaken
from udpchat.sizes import size_words

WELCOME: Final = b"Login berhasil!"
TAKEN: Final = b"USERNAME_TAKEN"
WRONG: Final = b"Password salah!"
"""The three first answers of the dialect of chat."""


def ok(**fields: Any) -> bytes:
    """An answer that all is well."""
    return json.dumps({"status": "OK", **fields}).encode()


def error(message: str, **fields: Any) -> bytes:
    """An answer that it is not."""
    return json.dumps({"status": "ERROR", "message": message, **fields}).encode()


BARE_ERROR: Final = json.dumps({"status": "ERROR"}).encode()
"""For a stranger who sent so little that no more may be said."""


def fitting(found: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """As many of the pairs, from the first on, as one answer has room for."""
    kept: dict[str, Any] = {}
    room = limits.PLAIN_REPLY_MAX_BYTES
    for name, value in found:
        room -= len(json.dumps({name: value}))
        if room < 0:
            break
        kept[name] = value
    return kept


def explained(caught: UdpchatError) -> str:
    """Why not: in the words of the old systems where they had any, else in ours."""
    match caught:
        case NoSuchUser():
            names = caught.detail[: limits.DETAIL_CHARS]
            return f"User is not found: {names}" if names else "User is not found"
        case AuthFailed():
            return "Wrong password"
        case UsernameTaken():
            return UsernameTaken.code
        case _:
            return caught.sentence


def said(words: str, file: str, size: int) -> str:
    """A message with a file."""
    shown = f"[file] {file} ({size_words(size)})"
    return shown if words == file else f"{shown} {words}"


def first_answer(caught: UdpchatError) -> bytes:
    """The same as one of the three answers that a client of the dialect of chat knows."""
    return TAKEN if isinstance(caught, UsernameTaken | BadName | InvalidName) else WRONG


def pieces(prefix: str, said: str) -> Iterator[bytes]:
    """The text as datagrams of at most 1,024 bytes, each with the prefix, cut between characters."""
    head = prefix.encode()
    room = limits.PLAIN_LINE_BYTES - len(head)
    body = said.encode("utf-8", "replace")
    start = 0
    while start < len(body):
        end = min(start + room, len(body))
        while end < len(body) and body[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        yield head + body[start:end]
        start = end
