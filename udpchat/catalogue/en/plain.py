"""English of plain-text datagrams."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    "server.change.plain_off": "no plain-text clients",
    "server.change.plain_local": "plain-text clients of this computer only",
    "server.change.plain_lan": "plain-text clients of the local network",
}
