"""How much of files a server takes, and for how long it keeps them: a setting that is saved, told and kept to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import BadRequest, FileTooLarge, Quota

_UNITS: Final = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class FileRules:
    """Bytes of one file, of one person's files, of all; bytes that must stay free on the disk; days that a file is kept."""

    one_bytes: int = limits.FILE_MAX_BYTES
    person_bytes: int = limits.FILES_PER_USER_BYTES
    total_bytes: int = limits.FILES_TOTAL_BYTES
    free_bytes: int = limits.FILES_FREE_BYTES
    days: int = limits.FILE_LIFE_DAYS

    def checked(self) -> FileRules:
        """The same, if they make sense. Raises BadRequest."""
        sizes = (self.one_bytes, self.person_bytes, self.total_bytes)
        if not 1 <= self.days <= limits.FILE_LIFE_MAX_DAYS or min(sizes) < 1 or self.free_bytes < 0:
            raise BadRequest(text("server.change.files_wrong", days=limits.FILE_LIFE_MAX_DAYS))
        return self

    def check(self, size: int, person_bytes: int, total_bytes: int) -> None:
        """May another file of that size come to what there is already? Raises FileTooLarge, Quota."""
        if size > self.one_bytes:
            raise FileTooLarge(in_words(self.one_bytes))
        left = min(self.person_bytes - person_bytes, self.total_bytes - total_bytes)
        if size > left:
            raise Quota(in_words(max(left, 0)))


def in_words(count: int) -> str:
    """A number of bytes as people say it: `820 B`, `1.4 MB`, `21 GB`; what `size_of` reads back."""
    number = float(count)
    unit = _UNITS[0]
    for unit in _UNITS:
        if number < 999.5 or unit == _UNITS[-1]:
            break
        number /= 1000
    digits = 1 if unit != _UNITS[0] and number < 9.95 else 0
    return f"{number:.{digits}f}".removesuffix(".0") + f" {unit}"


def size_of(words: str) -> int:
    """`500 MB`, `1.5 GB`, `2 GiB`; a number alone is in MB. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,9}(?:[.,]\d{1,3})?)\s*(?:([kmgt]?)(i?)b)?", words.strip().lower(), re.ASCII)
    if found is None:
        raise ValueError(words)
    power = "kmgt".index(found[2]) + 1 if found[2] else 0 if found[2] == "" else 2
    number, unit = float(found[1].replace(",", ".")), 1024 if found[3] else 1000
    return int(number * unit**power)
