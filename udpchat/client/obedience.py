"""Which command is carried out by what: one row for each command that every shell has in the same way.

A shell adds its own (help, login, logout, exit, history); a test compares the rows with the table of commands.
"""

from __future__ import annotations

from typing import Final

from udpchat.client import obey_groups, obey_order, obey_people, obey_seen, obey_talk
from udpchat.client.obeying import Handler

HANDLERS: Final[dict[str, Handler]] = {
    "msg": obey_talk.msg,
    "broadcast": obey_talk.broadcast,
    "sendgroup": obey_talk.sendgroup,
    "reply": obey_talk.reply,
    "edit": obey_talk.edit,
    "delete": obey_talk.delete,
    "react": obey_talk.react,
    "seen": obey_seen.seen,
    "open": obey_talk.open_place,
    "lobby": obey_talk.lobby,
    "inbox": obey_talk.inbox,
    "read": obey_talk.read,
    "rooms": obey_talk.rooms,
    "search": obey_talk.search,
    "export": obey_talk.export,
    "list": obey_people.who,
    "people": obey_people.people,
    "whois": obey_people.whois,
    "block": obey_people.block,
    "unblock": obey_people.unblock,
    "group create": obey_groups.create,
    "group add": obey_groups.add,
    "group remove": obey_groups.remove,
    "group leave": obey_groups.leave,
    "group members": obey_groups.members,
    "group rename": obey_groups.rename,
    "group topic": obey_groups.topic,
    "group history": obey_groups.history,
    "group role": obey_groups.role,
    "group delete": obey_groups.delete,
    "add": obey_groups.add,
    "leave": obey_groups.leave,
    "topic": obey_groups.topic,
    "notify": obey_groups.notify,
    "status": obey_people.status,
    "away": obey_people.away,
    "busy": obey_people.busy,
    "back": obey_people.back,
    "nick": obey_people.nick,
    "country": obey_people.country,
    "password": obey_people.password,
    "deleteaccount": obey_people.delete_account,
    "kick": obey_order.kick,
    "mute": obey_order.mute,
    "unmute": obey_order.unmute,
    "ban": obey_order.ban,
    "unban": obey_order.unban,
    "bans": obey_order.bans,
    "audit": obey_order.audit,
    "slow": obey_order.slow,
    "pause": obey_order.pause,
    "resume": obey_order.resume,
    "private": obey_order.private,
    "newlesson": obey_order.new_lesson,
    "role": obey_order.role,
    "resetcode": obey_order.reset_code,
    "announcers": obey_order.announcers,
    "retention": obey_order.retention,
}
