"""English of plain-text datagrams."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    "server.change.plain_off": "no plain-text clients",
    "server.change.plain_local": "plain-text clients of this computer only",
    "server.change.plain_lan": "plain-text clients of the local network",
    "chat.people.plain": "(unencrypted)",
    "plain.mark": "unencrypted",
    "plain.log.joined": "{line} (unencrypted)",
    "plain.idle": "silent for {count} min, signed out",
    "plain.off": "plain text is off, signed out",
    "plain.notice": "(udpchat) {sentence}",
    "plain.ended.kick": "(udpchat) You were removed by a moderator.",
    "plain.ended.ban": "(udpchat) You were banned by a moderator.",
    "plain.ended.shutdown": "(udpchat) The server stops.",
    "plain.unknown": "Unknown command",
    "plain.signed_out": "Not signed in",
    "error.PLAIN_USAGE": "This command is written another way{reason} Send help for a list of all commands.",
    "plain.too_many": "at most {count} people at once",
    "plain.join": "ask an admin of the group to add you",
    "error.PLAIN_BASE64": "The file is not base64, or was cut. Send what is too large for a datagram with the udpchat client.",
    "error.PLAIN_FILE_LARGE": "The file does not fit into a datagram{reason} Get it with the udpchat client.",
    "plain.warning": "Plain-text clients of the network are let in: everybody on it can read their passwords and messages.",
}
