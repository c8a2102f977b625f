"""English of what happens in conversations, of exported files, of commands and of the terminal client."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    # --- what happened to a conversation ------------------------------------------------------------------------------
    "notice.joined": "{name} joined.",
    "notice.added": "{by} added {name}.",
    "notice.left": "{name} left.",
    "notice.removed": "{by} removed {name}.",
    "notice.retitled": "{by} named the group {title}{topic}.",
    "notice.role.owner": "{by} made {name} the owner.",
    "notice.role.admin": "{by} made {name} an admin.",
    "notice.role.member": "{by} made {name} a plain member.",
    "notice.archived": "{by} began a new lesson; what was said before is put away.",
    # --- exported files -----------------------------------------------------------------------------------------------
    "export.heading": "{title} on {server}, as {name} saw it, saved",
    "export.deleted": "(deleted)",
    "export.edited": "(edited)",
    "export.somebody": "user {user}",
}
