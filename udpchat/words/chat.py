"""Words of talking: a post, its confirmation or refusal, and the server's word that it reads more slowly."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.words.bounds import Code, Detail, Ref, Text


@dataclass(frozen=True, slots=True)
class Post:
    """Client, on CHAT: a text for a conversation. The same `ref` may be sent again and is stored once."""

    ref: Ref
    conversation: int
    text: Text


@dataclass(frozen=True, slots=True)
class Posted:
    """Server: the post is on disk under `seq`, at `at` ms of the server's clock. Also the answer to a repeat."""

    ref: Ref
    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class NotPosted:
    """Server: the post was not taken. With a code of `errors.RETRIABLE` the same ref may come again."""

    ref: Ref
    code: Code
    retry_after_s: int
    detail: Detail


@dataclass(frozen=True, slots=True)
class Slowed:
    """Server: for so many seconds you are read more slowly; nothing is lost."""

    seconds: int
