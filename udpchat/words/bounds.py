"""How large each field of the vocabulary may be: the types that the messages are written in and the codec checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from udpchat import limits


@dataclass(frozen=True, slots=True)
class Chars:
    """A string of at most so many characters."""

    maximum: int


@dataclass(frozen=True, slots=True)
class Utf8:
    """A string of at most so many bytes of UTF-8."""

    maximum: int


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes, so many at least and at most."""

    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class NoneOr:
    """No bytes at all, or exactly so many."""

    exactly: int


@dataclass(frozen=True, slots=True)
class Count:
    """A list of at most so many items."""

    maximum: int


# Whole numbers need no bound of their own: all lie within 0..limits.INTEGER_MAX.

Text = Annotated[str, Utf8(limits.TEXT_BYTES)]
Name = Annotated[str, Chars(limits.PERSON_CHARS)]
LocalName = Annotated[str, Chars(limits.NAME_CHARS)]
RawName = Annotated[str, Chars(limits.RAW_NAME_CHARS)]
ServerName = Annotated[str, Utf8(limits.SERVER_NAME_BYTES)]
Label = Annotated[str, Chars(limits.DISPLAY_CHARS)]
Title = Annotated[str, Chars(limits.GROUP_NAME_CHARS)]
RawTitle = Annotated[str, Chars(limits.RAW_NAME_CHARS)]
Topic = Annotated[str, Chars(limits.TOPIC_CHARS)]
RawTopic = Annotated[str, Chars(limits.RAW_TOPIC_CHARS)]
Status = Annotated[str, Utf8(limits.STATUS_BYTES)]
Emoji = Annotated[str, Chars(limits.EMOJI_CHARS)]
SearchText = Annotated[str, Chars(limits.SEARCH_CHARS)]
App = Annotated[str, Chars(limits.APP_CHARS)]
Code = Annotated[str, Chars(limits.CODE_CHARS)]
Epoch = Annotated[str, Chars(limits.EPOCH_CHARS)]
Detail = Annotated[str, Chars(limits.DETAIL_CHARS)]
AddressText = Annotated[str, Chars(limits.ADDRESS_CHARS)]
PathText = Annotated[str, Utf8(limits.PATH_BYTES)]
LogText = Annotated[str, Chars(limits.LOG_TEXT_CHARS)]
ScramText = Annotated[str, Chars(limits.SCRAM_CHARS)]

Filename = Annotated[str, Utf8(limits.RAW_FILENAME_BYTES)]
CleanFilename = Annotated[str, Utf8(limits.FILENAME_BYTES)]
Mime = Annotated[str, Chars(limits.MIME_CHARS)]

Salt = Annotated[bytes, Size(1, limits.SALT_BYTES)]
Hash = Annotated[bytes, Size(32, 32)]
Key = Annotated[bytes, Size(limits.KEY_BYTES, limits.KEY_BYTES)]
Token = Annotated[bytes, Size(limits.TOKEN_BYTES, limits.TOKEN_BYTES)]
OptionalToken = Annotated[bytes, Size(0, limits.TOKEN_BYTES)]
ResetToken = Annotated[bytes, Size(limits.RESET_TOKEN_BYTES, limits.RESET_TOKEN_BYTES)]
Ref = Annotated[bytes, Size(limits.REF_BYTES, limits.REF_BYTES)]
OptionalRef = Annotated[bytes, NoneOr(limits.REF_BYTES)]

Users = Annotated[tuple[int, ...], Count(limits.NAMED_COUNT)]
"""User ids that a request names."""
