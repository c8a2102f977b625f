"""Words of searching what the server keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from udpchat import limits
from udpchat.words.bounds import Count, Ref, SearchText
from udpchat.words.log import Message


@dataclass(frozen=True, slots=True)
class Search:
    """Client: messages that hold all of these words (the last may be the beginning of one), newest first.

    0 means any: of which conversation, by whom, sent from `since` until `until` (ms of the server's clock, both ends
    included), with a seq below `before`; `files`: only those that have a file. The ref is echoed. The words may be empty if
    something else is given.
    """

    ref: Ref
    words: SearchText
    conversation: int
    author: int
    since: int
    until: int
    before: int
    files: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Server: messages as they read now, newest first. `more`: the `before` of a search that goes on, 0: that was all.

    A search that takes too long answers with what it has (maybe nothing) and says where to go on. NotDone, if refused.
    """

    ref: Ref
    messages: Annotated[tuple[Message, ...], Count(limits.SEARCH_COUNT)]
    more: int
