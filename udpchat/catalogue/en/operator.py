"""English of the server window."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    # --- the relay behind the window ----------------------------------------------------------------------------------
    "operate.lost.token": "The server does not accept this window. Stop the server and start it again.",
}
