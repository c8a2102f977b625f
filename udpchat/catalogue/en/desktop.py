"""English of both windows: launching, dialogs, shared words."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {}
