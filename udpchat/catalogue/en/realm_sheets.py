"""English text of the chat window about linked servers and their people."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    "chat.list.realms": "Realms",
    "chat.list.none.realms": "No conversations with people of other servers yet.",
    "realms.menu": "Other servers\u2026",
    # --- somebody elsewhere -------------------------------------------------------------------------------------------
    "realms.state": "on {realm}",
    "realms.state.online": "online on {realm}",
    "realms.state.down": "{realm} cannot be reached now; what you send waits",
    "realms.state.cut": "{realm} is not linked with this server now",
    "realms.stored": "Sent to {realm}",
    "realms.waits": "Waits at this server until {realm} can be reached",
    "realms.fate": "Nobody knows whether it arrived: {realm} could not be reached for days",
    "realms.refused": "Not delivered: {sentence}",
    "realms.no_such_user": "There is nobody of that name on {realm}.",
    "realms.write": "Write to {name}",
    "realms.no_group": "of another server",
    # --- the sheet ----------------------------------------------------------------------------------------------------
    "realms.title": "Other servers",
    "realms.find": "Find somebody on another server",
    "realms.here": "This is {name}. People elsewhere write to you as {you}@{name}.",
    "realms.loading": "Asking the server\u2026",
    "realms.none": "This server is linked with no other yet.\nPropose one, and its operator decides.",
    "realms.none.operator": "This server is linked with no other yet.",
    "realms.nobody": "Nobody there fits.",
    "realms.hidden": "it does not tell who is there",
    "realms.asking": "asking who is there\u2026",
    "realms.empty": "nobody is there",
    "realms.standing.proposed": "Proposed \u00b7 the operator here decides",
    "realms.standing.requested": "Requested \u00b7 the operator there decides",
    "realms.standing.asked": "Asks to be linked \u00b7 the operator here decides",
    "realms.standing.invited": "Invited",
    "realms.standing.linked": "Linked",
    "realms.standing.down": "Cannot be reached now \u00b7 what you send waits",
    "realms.standing.blocked": "Blocked",
    "realms.elsewhere": "ON OTHER SERVERS",
    "realms.propose": "Propose a server\u2026",
    "realms.add": "Add a server\u2026",
    # --- proposing ----------------------------------------------------------------------------------------------------
    "realms.propose.title": "Propose a server",
    "realms.add.title": "Add a server",
    "realms.propose.words": (
        "The operator of this server sees your proposal and decides. Once both operators agreed, people of the two servers can "
        "write to each other."
    ),
    "realms.add.words": (
        "The operator of the other server sees the request and decides. Once they agreed, people of the two servers can write to "
        "each other."
    ),
    "realms.propose.name": "Its name",
    "realms.propose.name.hint": "lab",
    "realms.propose.host": "Its address",
    "realms.propose.host.hint": "192.168.1.20",
    "realms.propose.port": "Port",
    "realms.propose.verb": "Propose",
    "realms.add.verb": "Request the link",
    "realms.propose.done": "Proposed. The operator of this server decides.",
    "realms.add.done": "Requested. The operator there has to accept.",
    "realms.propose.no_port": "A port is a number from 1 to 65535.",
    "realms.propose.no_host": "Type the address as in 192.168.1.20.",
}
