"""Numbers of bytes as people say and type them: decimal, as disks and file managers of today count."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = ("B", "kB", "MB", "GB", "TB")
_LEAST_SHARE: Final = 0.095  # of a larger unit that still says something with one digit: 0.1 GB


def size_words(count: float, like: float = 0) -> str:
    """`820 B`, `1.4 MB`, `21 GB`; what `size_of` reads back. In the unit of `like`, if that is larger and leaves a digit."""
    unit = _unit_of(count)
    if like > count and count / 1000 ** _unit_of(like) >= _LEAST_SHARE:
        unit = _unit_of(like)
    number = max(0.0, count) / 1000**unit
    digits = 1 if unit and number < 9.95 else 0
    return f"{number:.{digits}f}".removesuffix(".0") + f" {_UNITS[unit]}"


def _unit_of(count: float) -> int:
    return next((unit for unit in range(len(_UNITS)) if count < 999.5 * 1000**unit), len(_UNITS) - 1)


def size_of(words: str) -> int:
    """`500 MB`, `1.5 GB`, `2 GiB`; a number alone is in MB. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,9}(?:[.,]\d{1,3})?)\s*(?:([kmgt]?)(i?)b)?", words.strip().lower(), re.ASCII)
    if found is None:
        raise ValueError(words)
    power = "kmgt".index(found[2]) + 1 if found[2] else 0 if found[2] == "" else 2
    number, unit = float(found[1].replace(",", ".")), 1024 if found[3] else 1000
    return int(number * unit**power)
