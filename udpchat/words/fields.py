"""One reader and one writer per type of field, made once from the annotations of the messages.

A reader takes what the JSON parser made of a value and returns the field, or raises ProtocolViolation: exact types (a
bool is no number, 1.0 is no 1), bounds, no lone surrogates. A writer returns the JSON text of a field. Objects arrive
as tuples of (key, value) pairs, so that an array cannot pass for one and a doubled key is seen; arrays arrive as lists.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable
from functools import partial
from json.encoder import encode_basestring
from types import UnionType
from typing import Annotated, Any, Literal, get_args, get_origin

from udpchat.errors import ProtocolViolation
from udpchat.limits import INTEGER_MAX
from udpchat.words.bounds import Chars, Count, NoneOr, Size, Utf8

Reader = Callable[[object], Any]
Writer = Callable[[Any], str]


# --- readers ----------------------------------------------------------------------------------------------------------


def read_integer(value: object) -> int:
    if type(value) is not int or not 0 <= value <= INTEGER_MAX:
        raise ProtocolViolation("not a whole number within its limits")
    return value


def read_truth(value: object) -> bool:
    if value is not True and value is not False:
        raise ProtocolViolation("not true or false")
    return value


def read_chars(maximum: int, value: object) -> str:
    if type(value) is not str or len(value) > maximum:
        raise ProtocolViolation("not a string within its limits")
    if not value.isascii():
        utf8_length(value)
    return value


def read_utf8(maximum: int, value: object) -> str:
    if type(value) is not str or len(value) > maximum:
        raise ProtocolViolation("not a string within its limits")
    if not value.isascii() and utf8_length(value) > maximum:
        raise ProtocolViolation("a string is too long")
    return value


def utf8_length(value: str) -> int:
    """Bytes of the string in UTF-8; a lone surrogate, which JSON can spell, is a violation."""
    try:
        return len(value.encode())
    except UnicodeEncodeError:
        raise ProtocolViolation("a lone surrogate in a string") from None


def read_choice(choices: frozenset[str], value: object) -> str:
    if type(value) is not str or value not in choices:
        raise ProtocolViolation("not one of the known words")
    return value


def read_bytes(minimum: int, maximum: int, value: object) -> bytes:
    """base64url without padding, in its one canonical spelling (hence the comparison)."""
    if type(value) is not str or len(value) > maximum * 2:
        raise ProtocolViolation("not bytes within their limits")
    try:
        data = binascii.a2b_base64(value.replace("-", "+").replace("_", "/") + "==")
    except ValueError:
        raise ProtocolViolation("not base64url") from None
    if not minimum <= len(data) <= maximum or base64url(data) != value:
        raise ProtocolViolation("not bytes within their limits")
    return data


def read_none_or(exactly: int, value: object) -> bytes:
    """Most events lack what is optional: no detour for them."""
    return b"" if value == "" else read_bytes(exactly, exactly, value)


def read_many(maximum: int, item: Reader, value: object) -> tuple[Any, ...]:
    if type(value) is not list or len(value) > maximum:
        raise ProtocolViolation("not a list within its limits")
    return tuple([item(each) for each in value])


def read_fixed(items: tuple[Reader, ...], value: object) -> tuple[Any, ...]:
    if type(value) is not list or len(value) != len(items):
        raise ProtocolViolation("not a list of the right length")
    return tuple([item(each) for item, each in zip(items, value, strict=True)])


# --- writers ----------------------------------------------------------------------------------------------------------


def base64url(data: bytes) -> str:
    text = binascii.b2a_base64(data, newline=False).decode("ascii")
    return text.rstrip("=").replace("+", "-").replace("/", "_")


def write_bytes(data: bytes) -> str:
    return f'"{base64url(data)}"'


def write_truth(value: bool) -> str:
    return "true" if value else "false"


def write_many(item: Writer, value: tuple[Any, ...]) -> str:
    return f"[{','.join([item(each) for each in value])}]"


def write_fixed(items: tuple[Writer, ...], value: tuple[Any, ...]) -> str:
    return f"[{','.join([item(each) for item, each in zip(items, value, strict=True)])}]"


# --- from an annotation -----------------------------------------------------------------------------------------------


def pair_of(hint: Any, record: Callable[[Any], tuple[Reader, Writer]]) -> tuple[Reader, Writer]:
    """Reader and writer of an annotation. `record` makes those of a dataclass. TypeError: a type without a rule."""
    bound = None
    if get_origin(hint) is Annotated:
        hint, bound = get_args(hint)
    origin = get_origin(hint)
    if hint is int:
        return read_integer, int.__repr__
    if hint is bool:
        return read_truth, write_truth
    if origin is Literal:
        return partial(read_choice, frozenset(get_args(hint))), encode_basestring
    if origin is tuple:
        return _list_pair(get_args(hint), bound, record)
    if isinstance(hint, (type, UnionType)) and bound is None:
        return record(hint)
    return _bounded_pair(hint, bound)


def _bounded_pair(hint: Any, bound: object) -> tuple[Reader, Writer]:
    if hint is str and isinstance(bound, Chars):
        return partial(read_chars, bound.maximum), encode_basestring
    if hint is str and isinstance(bound, Utf8):
        return partial(read_utf8, bound.maximum), encode_basestring
    if hint is bytes and isinstance(bound, Size):
        return partial(read_bytes, bound.minimum, bound.maximum), write_bytes
    if hint is bytes and isinstance(bound, NoneOr):
        return partial(read_none_or, bound.exactly), write_bytes
    raise TypeError(f"no rule for {hint} with bound {bound}")


def _list_pair(items: tuple[Any, ...], bound: object, record: Any) -> tuple[Reader, Writer]:
    if items[-1] is not Ellipsis:
        pairs = [pair_of(item, record) for item in items]
        readers, writers = zip(*pairs, strict=True)
        return partial(read_fixed, readers), partial(write_fixed, writers)
    if not isinstance(bound, Count):
        raise TypeError("a list without a bound")
    reader, writer = pair_of(items[0], record)
    return partial(read_many, bound.maximum, reader), partial(write_many, writer)
