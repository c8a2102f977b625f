"""English of messages and of what one does with them."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    # --- people in a sentence -----------------------------------------------------------------------------------------
    "messages.you": "you",
    "messages.you.first": "You",
    "messages.somebody": "somebody",
    # --- what is shown of a message -----------------------------------------------------------------------------------
    "messages.edited": "(edited)",
    "messages.deleted": "Message deleted",
    "messages.quote.unknown": "An earlier message",
    "messages.reacted": "{emoji}  {names}",
    "messages.to": "to {names} (private)",
    "messages.to.several": "to several people (private)",
    # --- what one does with it ----------------------------------------------------------------------------------------
    "messages.reply": "Reply",
    "messages.react": "React",
    "messages.edit": "Edit",
    "messages.delete": "Delete",
    "messages.delete.key": "Del",
    "messages.delete.ask": "Delete this message?",
    "messages.delete.ask.mine": "Nobody can read it any more, on any computer. This cannot be undone.",
    "messages.delete.ask.other": "{name} wrote it. Nobody can read it any more, on any computer. This cannot be undone.",
    "messages.delete.back": "Keep it",
    "messages.info": "Who has read it",
    "messages.write": "Message {name}",
    "messages.keys.reply": "In the chat: reply to the message",
    "messages.keys.react": "In the chat: react to the message",
    "messages.keys.change": "In the chat: edit, delete the message",
    "messages.keys.open": "In the chat: open its link, its quote, all of it",
    # --- how far it has come ------------------------------------------------------------------------------------------
    "messages.state.stored": "Sent",
    "messages.state.delivered": "Delivered",
    "messages.state.delivered.some": "Delivered to {count} of {all}",
    "messages.state.delivered.all": "Delivered to all {all}",
    "messages.state.read": "Read",
    "messages.state.read.some": "Read by {count} of {all}",
    "messages.state.read.all": "Read by all {all}",
    "messages.part": "{name}: {state}",
    "messages.part.more": "and {count} more",
    # --- what happened to a conversation ------------------------------------------------------------------------------
    "messages.notice.created": "{name} created the group",
    "messages.notice.added": "{by} added {names}",
    "messages.notice.left": "{name} left",
    "messages.notice.removed": "{by} removed {name}",
    "messages.notice.title": "{by} renamed the group to {title}",
    "messages.notice.topic": "{by} set the topic: {topic}",
    "messages.notice.topic.none": "{by} removed the topic",
    "messages.notice.now.topic": "{by} changed the group to {title}, topic: {topic}",
    "messages.notice.history": "{by} hid earlier messages from people who join later",
    "messages.notice.history.open": "{by} let people who join later see earlier messages",
    "messages.notice.role.owner": "{by} made {name} the owner",
    "messages.notice.role.admin": "{by} made {name} an admin",
    "messages.notice.role.member": "{by} made {name} a plain member",
    "messages.notice.archived": "{by} began a new lesson. What was said before is put away.",
}
