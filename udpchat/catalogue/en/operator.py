"""English of the server window."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {}
