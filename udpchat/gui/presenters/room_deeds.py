"""What the menus of conversations and people lead to: errands, and the few things that need no sheet of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.chat_ports import Around, Core, Errands, Moderation, View
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.room_book import RoomBook
from udpchat.gui.widgets.chat_data import Offer, QuestionData
from udpchat.names import fold

ORDERS: Final[dict[Offer, Moderation]] = {
    Offer.KICK: "kick",
    Offer.SILENCE: "mute",
    Offer.BAN: "ban",
    Offer.ROLE: "role",
}


class RoomDeeds:
    """`errands` are asked for anew each time: they are attached late."""

    def __init__(self, core: Core, view: View, around: Around, book: RoomBook, errands: Callable[[], Errands]) -> None:
        self._core = core
        self._view = view
        self._around = around
        self._book = book
        self._errands = errands
        self._asked: set[bytes] = set()  # requests from here that are not answered yet
        self._leaving: set[int] = set()  # I left or deleted them: their end is no surprise

    # --- a conversation -----------------------------------------------------------------------------------------------

    def offer(self, offer: Offer, room: Room) -> None:
        """A line of the menu of a conversation."""
        errands = self._errands()
        match offer:
            case Offer.GROUP:
                errands.group(room.id)
            case Offer.ADD_PEOPLE:
                errands.add_people(room.id)
            case Offer.SEARCH:
                errands.search(room.id)
            case Offer.FILES:
                errands.files(room.id)
            case Offer.EXPORT:
                errands.export(room.id)
            case Offer.ANNOUNCE:
                errands.announce()
            case Offer.RULES:
                errands.rules()
            case Offer.MUTE | Offer.UNMUTE:
                self.mute(room, offer is Offer.MUTE)
            case Offer.LEAVE | Offer.DELETE:
                self._end(offer, room)
            case _ if room.peer:
                self.person(offer, room.peer, room)

    def mute(self, room: Room, on: bool) -> None:
        """No sounds and notices from there, or again."""
        if self._ask(lambda: self._core.mute_conversation(room.id, on, self._around.now())):
            self._view.toast(text("chat.toast.muted" if on else "chat.toast.unmuted", room=room.title))

    def _end(self, offer: Offer, room: Room) -> None:
        key, give = ("leave", self._core.leave_group) if offer is Offer.LEAVE else ("delete", self._core.delete_group)

        def end() -> None:
            if self._book.find(room.id) is room and self._ask(lambda: give(room.id, self._around.now())):
                self._leaving.add(room.id)

        self._view.confirm(_question(key, room.title, "logout" if key == "leave" else "trash"), end)

    def _ask(self, give: Callable[[], bytes]) -> bool:
        """Give the core a request; whether it was taken. Its refusal is told here, later or now."""
        try:
            self._asked.add(give())
        except UdpchatError as error:
            self._view.toast(error.sentence)
            return False
        self._around.kick()
        return True

    # --- a person -----------------------------------------------------------------------------------------------------

    def person(self, offer: Offer, user: int, room: Room) -> None:
        """A line of the menu of somebody."""
        errands = self._errands()
        match offer:
            case Offer.PROFILE:
                errands.person(user)
            case Offer.ADD_TO_GROUP:
                errands.new_group((user,))
            case Offer.BLOCK | Offer.UNBLOCK:
                self._block(user, offer is Offer.BLOCK)
            case Offer.REMOVE:
                self._remove(user, room)
            case Offer.KICK | Offer.SILENCE | Offer.BAN | Offer.ROLE:
                errands.moderate(user, ORDERS[offer])
            case _:
                pass

    def _block(self, user: int, on: bool) -> None:
        name = self._core.name_of(user) or text("chat.somebody")

        def block() -> None:
            if self._ask(lambda: self._core.block(user, on, self._around.now())):
                self._view.toast(text("chat.toast.blocked" if on else "chat.toast.unblocked", name=name))

        if on:
            self._view.confirm(_question("block", name, "ban"), block)
        else:
            block()

    def _remove(self, user: int, room: Room) -> None:
        name = self._core.name_of(user) or text("chat.somebody")
        title, words = text("chat.ask.remove", name=name, room=room.title), text("chat.ask.remove.text", name=name)
        question = QuestionData(title, words, text("chat.ask.remove.yes"), text("chat.ask.back"), danger=True, icon="user")

        def remove() -> None:
            self._ask(lambda: self._core.remove_member(room.id, user, self._around.now()))

        self._view.confirm(question, remove)

    # --- outcomes -----------------------------------------------------------------------------------------------------

    def done(self, event: events.RequestDone) -> bool:
        """A request was granted; whether it came from here."""
        mine = event.ref in self._asked
        self._asked.discard(event.ref)
        return mine

    def refused(self, event: events.RequestRefused) -> None:
        """A request was not."""
        if event.ref in self._asked:
            self._asked.discard(event.ref)
            self._leaving.discard(getattr(event.request, "conversation", 0))
            self._view.toast(event.refusal.sentence)

    def farewell(self, room: Room) -> str:
        """What to say when a conversation is gone."""
        key = "chat.gone.mine" if room.id in self._leaving else "chat.gone"
        self._leaving.discard(room.id)
        return text(key, room=room.title)


def _question(key: str, name: str, icon: str) -> QuestionData:
    title, words = text(f"chat.ask.{key}", name=name), text(f"chat.ask.{key}.text", name=name)
    return QuestionData(title, words, text(f"chat.ask.{key}.yes"), text("chat.ask.back"), danger=True, icon=icon)


def mention(draft: str, name: str) -> str:
    """The text in the composer with somebody named at its end."""
    if fold(f"@{name}") in fold(draft).split():
        return draft
    gap = "" if not draft or draft[-1].isspace() else " "
    return f"{draft}{gap}@{name} "

