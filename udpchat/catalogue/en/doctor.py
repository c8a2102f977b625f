"""English of `find` and `doctor`."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    # --- find ---------------------------------------------------------------------------------------------------------
    "find.none": (
        "No server answers. Is one running? `python3 -m udpchat find --scan` asks each address of this network, "
        "`python3 -m udpchat doctor HOST` looks at one server."
    ),
    "find.no_network": "No server answers. This computer is on no network: only servers on it can be found.",
    "find.swept": "Asking every address… {percent} %",
    "find.head.name": "NAME",
    "find.head.address": "ADDRESS",
    "find.head.online": "ONLINE",
    "find.head.rtt": "ROUND TRIP",
    "find.head.signup": "SIGN-UP",
    "find.head.known": "CERTIFICATE",
    "find.head.code": "CODE",
    "find.rtt": "{count} ms",
    "find.signup.room": "room password",
    "find.signup.open": "open to all",
    "find.signup.guests": "accounts and guests",
    "find.signup.accounts": "accounts only",
    "find.known.known": "known",
    "find.known.new": "new",
    "find.known.twin": "not the one you know",
}
