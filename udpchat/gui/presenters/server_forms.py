"""Forms of the server window as data: what is asked for, with which words, and the verb that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from udpchat.catalogue import text
from udpchat.gui.presenters.server_format import duration

Kind = Literal["line", "text", "wrapped", "chips", "switch", "code", "long", "lines", "keys"]
"""One line, several lines, one line that is long, one of a few, on or off; and what is only shown: something large to copy,
something long to copy, a list, keys."""

Option = tuple[str, str]
"""The key of a choice, and its words."""

ON: Final = "on"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked for or shown. `value`: at first; `most`: characters."""

    kind: Kind
    key: str
    label: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    hint: str = ""
    most: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """A card over the page. Without a verb there is only something to read, and a button that closes it."""

    title: str
    words: str = ""
    fields: tuple[Field, ...] = ()
    verb: str = ""
    danger: bool = False
    icon: str = ""
    stoppable: bool = False  # while it is being done


TIMES_S: Final = (600, 1800, 3600, 86_400, 604_800, 0)


def lasting(chosen_s: int) -> Field:
    """For how long; 0 seconds: for good."""
    options = tuple((str(seconds), _lasting(seconds)) for seconds in TIMES_S)
    return Field("chips", "lasting", text("operator.form.lasting"), str(chosen_s), options)


def _lasting(seconds: int) -> str:
    match seconds:
        case 0:
            return text("operator.form.for_good")
        case 3600:
            return text("operator.form.hour")
        case 86_400:
            return text("operator.form.day")
        case 604_800:
            return text("operator.form.week")
        case _:
            return duration(seconds)
