"""The one codec of the vocabulary: compact JSON in UTF-8, the key `t` names the word, the other keys are its fields.

Table-driven: the rows are made from the dataclasses, once, at import. What is read is exactly what is declared (keys,
types, bounds), so nothing nests deeper than the declarations do and nothing unknown is carried along. Fields with a default
are left out, all of them together, where all have it: a plain message carries no word about replies. Words of protocol
version 1 never change; a later version is agreed on in Hello before other words are said.

Rejected: `json.dumps` (builds an encoder per call; twice the time of joining the fields), `json.loads` with a hook in
Python (a call per object). `object_pairs_hook=tuple` stays inside the C scanner and keeps doubled keys visible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from json import JSONDecoder
from operator import attrgetter
from typing import Any, Final, NoReturn, cast, get_args, get_type_hints

from udpchat.errors import ProtocolViolation
from udpchat.words.fields import Reader, Writer, pair_of
from udpchat.words.messages import Event, Logged, Word


def encode(word: Word) -> bytes:
    """The frame body of a word. ValueError: a lone surrogate in a string. Bounds are the receiver's business."""
    return _WORDS_BY_KIND[type(word)].write(word).encode()


def encode_event(event: Event) -> bytes:
    """The JSON of one event, tag included: made once, stored or sent to many by `join_events`."""
    return _EVENTS_BY_KIND[type(event)].write(event).encode()


def join_events(lo: int, hi: int, encoded: Sequence[bytes]) -> bytes:
    """The body of an `Events` frame from events that are encoded already, in ascending order."""
    return b'{"t":"events","lo":%d,"hi":%d,"events":[%b]}' % (lo, hi, b",".join(encoded))


def decode(body: bytes) -> Word:
    """The word of a frame body. ProtocolViolation, and nothing else, for whatever is not exactly one word."""
    return cast(Word, _read_tagged(_WORDS_BY_TAG, _parse(body)))


def decode_event(body: bytes) -> Event:
    """The event that `encode_event` wrote. ProtocolViolation for anything else."""
    return cast(Event, _read_tagged(_EVENTS_BY_TAG, _parse(body)))


# --- JSON -------------------------------------------------------------------------------------------------------------


def _forbidden(_: str) -> NoReturn:
    raise ProtocolViolation("a number that is not whole")


_scan = JSONDecoder(parse_float=_forbidden, parse_constant=_forbidden, object_pairs_hook=cast(Any, tuple)).raw_decode


def _parse(body: bytes) -> object:
    try:
        text = body.decode()
        value, end = _scan(text)
    except ProtocolViolation:
        raise
    except (ValueError, RecursionError):  # broken UTF-8 or JSON, 4,300 digits, a thousand brackets
        raise ProtocolViolation("not JSON in UTF-8") from None
    if end != len(text):
        raise ProtocolViolation("something follows the JSON")
    return value


# --- rows: one per dataclass ------------------------------------------------------------------------------------------


class _Row:
    """How one dataclass is written and read."""

    def __init__(self, kind: type, tagged: bool) -> None:
        hints = get_type_hints(kind, include_extras=True)
        names = [field.name for field in fields(kind)]
        pairs = [pair_of(hints[name], _record_pair) for name in names]
        self.kind = kind
        self.tag = _tag(kind)
        self._names = names
        self._readers: list[tuple[str, Reader]] = [(name, pair[0]) for name, pair in zip(names, pairs, strict=True)]
        self._writers: list[Writer] = [pair[1] for pair in pairs]
        self._values = _getter(names)
        self._count = len(names) + tagged
        self._consistent: Callable[[Any], bool] | None = getattr(kind, "consistent", None)
        self._defaults = tuple([field.default for field in fields(kind) if field.default is not MISSING])
        self._least = len(names) - len(self._defaults)
        keys = [*([f'"t":"{self.tag}"'] if tagged else []), *(f'"{name}":%s' for name in names)]
        self._template = "{" + ",".join(keys) + "}"
        self._short = "{" + ",".join(keys[: self._least + tagged]) + "}"

    def write(self, record: Any) -> str:
        values, template, writers = self._values(record), self._template, self._writers
        if self._defaults and values[self._least :] == self._defaults:
            values, template, writers = values[: self._least], self._short, writers[: self._least]
        return template % tuple([writer(value) for writer, value in zip(writers, values, strict=True)])

    def read(self, pairs: object) -> Any:
        if type(pairs) is not tuple:
            raise ProtocolViolation(f"{self.tag} is not an object")
        return self.build(dict(pairs), len(pairs))

    def build(self, found: dict[str, object], pair_count: int) -> Any:
        """The record from its values by key; `pair_count` tells whether a key came twice."""
        readers = self._readers
        if pair_count != self._count and pair_count == self._count - len(self._defaults):
            readers = readers[: self._least]
        elif pair_count != self._count:
            raise ProtocolViolation(f"{self.tag} does not have exactly its keys")
        if len(found) != pair_count:
            raise ProtocolViolation(f"{self.tag} has a key twice")
        values = []
        name = ""
        try:
            for name, reader in readers:
                values.append(reader(found[name]))
        except ProtocolViolation as error:
            raise ProtocolViolation(f"{self.tag}.{name}: {error.detail}") from None
        except KeyError:
            raise ProtocolViolation(f"{self.tag}.{name} is missing") from None
        record = self.kind(*values)
        if self._consistent is not None and not self._consistent(record):
            raise ProtocolViolation(f"{self.tag} contradicts itself")
        return record


def _tag(kind: type) -> str:
    """`ServerHello` is `server_hello` on the wire."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return cast(Callable[[Any], tuple[Any, ...]], attrgetter(*names))
    return lambda record: tuple([getattr(record, name) for name in names])


def _read_tagged(rows: dict[str, _Row], pairs: object) -> Any:
    if type(pairs) is not tuple:
        raise ProtocolViolation("not an object")
    found = dict(pairs)
    tag = found.get("t")
    row = rows.get(tag) if type(tag) is str else None
    if row is None:
        raise ProtocolViolation("an unknown word")
    return row.build(found, len(pairs))


def _write_event(event: Event) -> str:
    return _EVENTS_BY_KIND[type(event)].write(event)


def _event_reader(kinds: tuple[type, ...]) -> Reader:
    rows = {row.tag: row for kind, row in _EVENTS_BY_KIND.items() if kind in kinds}
    return lambda pairs: _read_tagged(rows, pairs)


def _record_pair(hint: Any) -> tuple[Reader, Writer]:
    """Events carry their tag, since the log has several kinds; any other record inside a word is of a known kind."""
    kinds = get_args(hint) or (hint,)
    if all(issubclass(kind, Logged) for kind in kinds):
        return _event_reader(kinds), _write_event
    row = _Row(hint, tagged=False)
    return row.read, row.write


def _rows(kinds: tuple[type, ...]) -> dict[type, _Row]:
    return {kind: _Row(kind, tagged=True) for kind in kinds}


_EVENTS_BY_KIND: Final = _rows(get_args(Event))
_EVENTS_BY_TAG: Final = {row.tag: row for row in _EVENTS_BY_KIND.values()}
_WORDS_BY_KIND: Final = _rows(get_args(Word))
_WORDS_BY_TAG: Final = {row.tag: row for row in _WORDS_BY_KIND.values()}
