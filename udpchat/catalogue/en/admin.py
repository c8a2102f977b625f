"""English of `python3 -m udpchat admin`."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    "admin.not_running": "No relay runs on the data folder {path}. Start one there, or name another folder with --data.",
    "admin.no_token": "The operator's token in the data folder {path} cannot be read. Run this as the person who runs the relay.",
    "admin.other_version": "The relay is udpchat {theirs}, this is udpchat {ours}: what one says the other may not understand.",
    "admin.lost": "The relay was not reached: {reason}",
    "admin.silent": "The relay did not answer in time; look at `admin status` before you ask again.",
    "admin.nobody": "nobody",
    "admin.nothing": "nothing",
    "admin.done": "Done.",
    "admin.more": "There is more; ask for what lies before number {number} with --before.",
    "admin.person": "#{user} {name} ({role}) {where} {display}",
    "admin.group": "{number} {title} (owner: {owner}, members: {members}) {topic}",
    "admin.here": "here",
    "admin.seen": "last seen {when}",
    "admin.never": "never seen",
    "admin.for_good": "for good",
    "admin.until": "until {when}",
    "admin.sanction": "{number} {kind} {whom} {until}, by {by}: {reason}",
    "admin.audit": "{number} {when} {by}: {what} {whom} {detail}",
    "admin.operator": "the operator",
    "admin.rules": "paused: {paused}; private messages: {private}; announcements by: {announcers}; messages kept: {days}",
    "admin.on": "on",
    "admin.off": "off",
    "admin.yes": "yes",
    "admin.no": "no",
    "admin.days": "{days} days",
    "admin.status": "{name} on port {port}: {online} online, {accounts} accounts, {posts} messages since the start",
    "admin.imported": "{count} accounts made.",
    "admin.skipped": "left out, for they are there already: {names}",
    "admin.code": "One-time code of {name}: {code} (worth something {until})",
    "admin.stopping": "The relay says goodbye to everybody and ends.",
    "admin.file": "The file {path} cannot be read: {reason}",
    "admin.row": "line {number} of {path}: {reason}",
    "admin.row_columns": "it needs a name and a password",
    "admin.ambiguous": "give either a user or --address",
    "admin.duration": "a time is a number with s, m, h or d, or `forever`",
}
