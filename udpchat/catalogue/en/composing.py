"""Words at the composer: replies and edits, commands and what became of them."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    "composing.cancel": "Cancel  Esc",
    "composing.reply": "Reply to {name}",
    "composing.reply.me": "Reply to yourself",
    "composing.edit": "Edit message",
    "composing.save": "Save  Enter",
    "composing.keys.offers": "Commands and names, and take one",
    "composing.keys.last": "In an empty composer: edit your last message",
    "composing.you": "you",
    "composing.group": "group",
    "composing.guest": "guest",
    "composing.not_stored": "This message has not reached the server yet. Reply to it when it has.",
    "composing.gone": "The message is gone. Your text is here; Enter sends it as a new message.",
    "composing.unknown": "There is no command {name}. Type /help for the list, or // for a text that begins with a slash.",
    "composing.usage": "Type it like this: {usage}",
    "composing.terminal": "{name} is for the text client.",
    "composing.failed": "{line}: {why}",
    "composing.help": "Commands",
    "composing.sent": "Sent to {place}.",
}
