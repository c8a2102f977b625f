"""From a message as the client knows it to the item that a timeline holds: what it quotes, who reacted, what I asked for.

What I asked for and the server has not confirmed is shown as if it were so, with the mark of what waits: an edit, a
deletion, a reaction. If it is refused, what holds is shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.events import Message
from udpchat.gui.presenters.file_words import message_line
from udpchat.gui.presenters.timeline_items import MomentOf, Place, Said, listed
from udpchat.gui.widgets.chat_code import plain
from udpchat.gui.widgets.chat_rows import Chip, Quote, Tick
from udpchat.gui.widgets.chat_text import mentions
from udpchat.gui.widgets.file_data import CardData
from udpchat.limits import CHIP_NAMES_COUNT, DISPLAY_LINE_CHARS, INTEGER_MAX
from udpchat.sanitize import one_line

Wish = events.Edit | events.Delete | events.React
"""What I asked for about a message."""


def as_wished(said: Said, own: str, wishes: Mapping[bytes, Wish]) -> Said:
    """A message of mine that waits, as it will read; it has no seq for reactions to be counted by."""
    shown = replace(said, text=own, edited=False, deleted=False)
    for wish in wishes.values():
        if isinstance(wish, events.Edit):
            shown = replace(shown, text=wish.text, edited=True)
        elif isinstance(wish, events.Delete):
            shown = replace(shown, text="", edited=False, deleted=True)
    return shown


class Dress:
    """What one timeline knows of people and of messages that it does not hold. All of it may be set at any time."""

    def __init__(self, moment: MomentOf) -> None:
        self.moment = moment
        self.my_name = ""
        self.my_ids: set[int] = set()
        self.lookup: Callable[[int], Message | None] = lambda _seq: None
        self.name_of: Callable[[int], str] = lambda _user: ""
        self.card_of: Callable[[Said], CardData | None] = lambda _said: None

    def said(self, message: Message, place: Place, key: str, wishes: Iterable[Wish] = ()) -> Said:
        """The item of a message that the server has."""
        mine = message.author in self.my_ids
        wanted = tuple(wishes)
        for number, wish in enumerate(wanted):
            message = self._granted(message, wish, INTEGER_MAX + number)
        return self.carded(Said(
            place=place,
            key=key,
            author=message.author,
            name=self.name(message.author, message.name),
            ref=message.ref,
            at=message.at,
            moment=self.moment(message.at),
            text=message.text,
            own=mine,
            mention=not mine and mentions(message.text, self.my_name),
            tick=self._tick(mine, message, wanted),
            reply=message.reply,
            quote=self.quote(message.reply) if not message.deleted else None,
            edited=bool(message.edited),
            deleted=message.deleted,
            reactions=self._chips(message),
            bundle=message.bundle,
            file=message.file,
        ))

    def carded(self, said: Said) -> Said:
        """With the card of its file, as that stands now."""
        return replace(said, card=self.card_of(said)) if said.file is not None or said.card is not None else said

    def _tick(self, mine: bool, message: Message, wishes: tuple[Wish, ...]) -> Tick | None:
        if any(not isinstance(wish, events.React) for wish in wishes):
            return Tick.PENDING
        return Tick.STORED if mine and not message.deleted else None

    def _granted(self, message: Message, wish: Wish, seq: int) -> Message:
        """The message as it will read; `seq` is after that of everything that has happened to it."""
        about = (seq, message.conversation, message.seq, max(self.my_ids, default=0), message.at)
        match wish:
            case events.Edit():
                return events.changed(message, events.Edited(*about, wish.text))
            case events.Delete():
                return events.changed(message, events.Deleted(*about))
            case events.React():
                return events.changed(message, events.Reacted(*about, wish.emoji, wish.on))
            case other:
                assert_never(other)

    def name(self, user: int, otherwise: str) -> str:
        """How somebody is called here."""
        return self.name_of(user) or otherwise or text("messages.somebody")

    def quote(self, seq: int) -> Quote | None:
        """What a message answers."""
        if not seq:
            return None
        message = self.lookup(seq)
        if message is None:
            return Quote(seq, 0, "", text("messages.quote.unknown"))
        words = text("messages.deleted") if message.deleted else one_line(plain(message_line(message)), DISPLAY_LINE_CHARS)
        return Quote(seq, message.author, self.name(message.author, message.name), words)

    def _chips(self, message: Message) -> tuple[Chip, ...]:
        if not message.marks:
            return ()
        return tuple(
            Chip(emoji, len(users), any(user in self.my_ids for user in users), self._names(users))
            for emoji, users in message.reactions.items()
        )

    def _names(self, users: tuple[int, ...]) -> str:
        """Who gave a reaction, some of them by name."""
        others = [(user, self.name(user, "")) for user in users if user not in self.my_ids]
        me = [(0, text("messages.you.first"))] if len(others) < len(users) else []
        return listed((*me, *others), CHIP_NAMES_COUNT)
