"""The part of the settings page about files: sizes as people write them, and what is wrong with them.

A field that was not touched follows the relay; one that was keeps what the person typed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from udpchat.catalogue import text
from udpchat.limits import FILE_LIFE_MAX_DAYS
from udpchat.quotas import FileRules
from udpchat.sizes import size_of, size_words


class Quota(Enum):
    """What can be set; the value is the field of `FileRules`."""

    ONE = "one_bytes"
    PERSON = "person_bytes"
    TOTAL = "total_bytes"
    FREE = "free_bytes"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class QuotaForm:
    """The fields as they stand, by `Quota`: what is in each, and a sentence for each that is wrong."""

    values: tuple[tuple[Quota, str], ...] = ()
    changed: frozenset[Quota] = frozenset()
    errors: tuple[tuple[Quota, str], ...] = ()

    def value(self, which: Quota) -> str:
        """What is in a field."""
        return dict(self.values).get(which, "")

    def error(self, which: Quota) -> str:
        """What is wrong with it."""
        return dict(self.errors).get(which, "")


class QuotaDraft:
    """`touched` is called when the person has changed something."""

    def __init__(self, touched: Callable[[], None]) -> None:
        self._touched = touched
        self._typed: dict[Quota, str] = {}
        self._errors: dict[Quota, str] = {}

    def set(self, which: Quota, typed: str) -> None:
        """A field was changed."""
        self._typed[which] = typed
        self._errors.pop(which, None)
        self._touched()

    def clear(self) -> None:
        """Back to what is in force."""
        self._typed.clear()
        self._errors.clear()

    def complain(self, sentence: str) -> None:
        """The relay did not like them."""
        self._errors[Quota.DAYS] = sentence

    def form(self, base: FileRules | None) -> QuotaForm:
        """As they stand over what is in force."""
        if base is None:
            return QuotaForm()
        values = {which: self._typed.get(which, _shown(which, base)) for which in Quota}
        changed = frozenset(which for which in Quota if values[which].strip() != _shown(which, base))
        return QuotaForm(tuple(values.items()), changed, tuple(self._errors.items()))

    def check(self, base: FileRules | None) -> FileRules | None:
        """What to ask for; None when nothing was changed or something is wrong, which the form then says."""
        self._errors.clear()
        form = self.form(base)
        wanted: dict[str, int] = {}
        for which in form.changed:
            try:
                wanted[which.value] = _read(which, form.value(which))
            except ValueError:
                self._errors[which] = _wrong(which)
        return replace(base, **wanted) if base is not None and wanted and not self._errors else None

    @property
    def wrong(self) -> bool:
        """Whether the last check has found anything."""
        return bool(self._errors)


def _shown(which: Quota, rules: FileRules) -> str:
    number = int(getattr(rules, which.value))
    return str(number) if which is Quota.DAYS else size_words(number)


def _read(which: Quota, typed: str) -> int:
    """Raises ValueError."""
    if which is not Quota.DAYS:
        number = size_of(typed)
        least = 0 if which is Quota.FREE else 1
        if number < least:
            raise ValueError(typed)
        return number
    typed = typed.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 4 and 1 <= int(typed) <= FILE_LIFE_MAX_DAYS):
        raise ValueError(typed)
    return int(typed)


def _wrong(which: Quota) -> str:
    if which is Quota.DAYS:
        return text("operator.settings.days_wrong", maximum=FILE_LIFE_MAX_DAYS)
    return text("operator.settings.size_wrong")
