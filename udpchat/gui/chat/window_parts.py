"""The parts of the chat window, put together, and what each of them leads to."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.chat.actions import Actions, Deaf, Program
from udpchat.gui.chat.side import Side, SideCalls
from udpchat.gui.chat.side_top import TopCalls
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.announcement_strip import AnnouncementStrip
from udpchat.gui.widgets.banner import Banner
from udpchat.gui.widgets.chat_data import Offer
from udpchat.gui.widgets.chat_view import ChatCalls, ChatView
from udpchat.gui.widgets.composer import Composer, ComposerCalls
from udpchat.gui.widgets.find_bar import FindBar, FindCalls
from udpchat.gui.widgets.header import Header, HeaderCalls
from udpchat.gui.widgets.people_pane import PeopleCalls, PeoplePane
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.toast import Toast
from udpchat.gui.widgets.typing_line import TypingLine


class WindowParts(ttk.Frame):
    """Base of the chat window. Its parts hear of `_actions` anew each time: whom to tell changes."""

    def __init__(self, top: tk.Tk | tk.Toplevel, kit: Kit, program: Program) -> None:
        super().__init__(top)
        self._top = top
        self._kit = kit
        self._program = program
        self._actions: Actions = Deaf()
        self._build()

    # --- what the window itself does ----------------------------------------------------------------------------------

    def write(self) -> None:
        """Give the keyboard to the composer."""
        self.composer.text.focus_set()

    def adopt(self, widget: tk.Misc) -> None:
        """Hear of the keys of a widget that was not there before."""
        raise NotImplementedError

    def open_find(self) -> None:
        """Find something in the conversation."""
        raise NotImplementedError

    def close_find(self) -> None:
        """No more."""
        raise NotImplementedError

    def toggle_people(self) -> None:
        """Show or hide the pane beside the chat."""
        raise NotImplementedError

    def toast(self, said: str) -> None:
        """A passing word over the chat."""
        self._toast.show(said)

    def _find(self, wanted: str) -> None:
        raise NotImplementedError

    def _paste_long(self, said: str) -> bool:
        """A text that no message holds was pasted; whether that is taken care of."""
        raise NotImplementedError

    def _open_menu(self, below: tk.Misc) -> None:
        raise NotImplementedError

    def _open_my_state(self, below: tk.Misc) -> None:
        raise NotImplementedError

    def _open_room_menu(self, below: tk.Misc) -> None:
        raise NotImplementedError

    def _popup_room(self, id: int, x_root: int, y_root: int) -> None:
        raise NotImplementedError

    def _popup_person(self, user: int, name: str, x_root: int, y_root: int) -> None:
        raise NotImplementedError

    def _popup(self, items: Sequence[Item], x_root: int, y_root: int) -> None:
        raise NotImplementedError

    # --- parts --------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        kit = self._kit
        self.side = Side(self, kit, self._side_calls())
        self.side.pack(side="left", fill="y")
        kit.line(self, vertical=True).pack(side="left", fill="y")
        main = ttk.Frame(self)
        main.pack(side="left", fill="both", expand=True)
        self.header = Header(main, kit, self._header_calls())
        self.announcement = AnnouncementStrip(main, kit, lambda wanted: self._actions.announcement(wanted))
        self.banner = Banner(main, kit, lambda act: self._actions.act(act))
        self.find_bar = FindBar(main, kit, self._find_calls())
        self._body = ttk.Frame(main)
        parts = (self.header, self.announcement, self.banner, self.find_bar, self._body)
        for row, part in enumerate(parts):
            part.grid(row=row, sticky="nswe")
        main.rowconfigure(len(parts) - 1, weight=1)
        main.columnconfigure(0, weight=1)
        for part in (self.announcement, self.banner, self.find_bar):
            part.grid_remove()
        self._build_column()

    def _build_column(self) -> None:
        kit = self._kit
        self._column = ttk.Frame(self._body)
        self.chat = ChatView(self._column, kit, self._chat_calls())
        self.typing = TypingLine(self._column, kit)
        self.composer = Composer(self._column, kit, self._composer_calls(), self)
        self.composer.pack(side="bottom", fill="x")
        self.typing.pack(side="bottom", fill="x")
        self.chat.pack(fill="both", expand=True)
        self.people = PeoplePane(self._body, kit, self._people_calls())
        self._column.pack(side="left", fill="both", expand=True)
        self._toast = Toast(self._column, kit)

    # --- what they lead to --------------------------------------------------------------------------------------------

    def _side_calls(self) -> SideCalls:
        top = TopCalls(
            menu=self._open_menu,
            my_state=self._open_my_state,
            inbox=lambda: self._actions.errands.inbox(),
            new_message=lambda: self._actions.errands.new_message(),
        )
        return SideCalls(
            top=top,
            open_conversation=lambda id: self._actions.open_conversation(id),
            write=self.write,
            popup=self._popup_room,
            switcher=lambda: self._actions.errands.switcher(),
            show_only=lambda show: self._actions.show_only(show),
            transfers=lambda: self._actions.errands.transfers(),
        )

    def _header_calls(self) -> HeaderCalls:
        return HeaderCalls(
            find=self.open_find,
            people=self.toggle_people,
            mute=lambda: self._actions.mute(),
            offer=lambda offer: self._actions.offer(offer),
            files=lambda: self._actions.offer(Offer.FILES),
            more=self._open_room_menu,
        )

    def _people_calls(self) -> PeopleCalls:
        return PeopleCalls(
            filter=lambda wanted: self._actions.filter_people(wanted),
            close=self.toggle_people,
            popup=self._popup_person,
            open=self._write_to,
            offer=lambda offer, user: self._actions.person_offer(offer, user),
        )

    def _write_to(self, user: int) -> None:
        self._actions.write_to(user)
        self.write()

    def _chat_calls(self) -> ChatCalls:
        return ChatCalls(
            earlier=lambda asked: self._actions.earlier(asked),
            newer=lambda: self._actions.newer(),
            scrolled=lambda at_bottom: self._actions.scrolled(at_bottom),
            jump=lambda: self._actions.jump(),
            retry=lambda key: self._actions.retry(key),
            discard=lambda key: self._actions.discard(key),
            open_link=self._program.open_link,
            leave=self.write,
            typed=lambda char: self.composer.type(char),
            copied=lambda: self.toast(text("chat.copied")),
            popup=self._popup,
            reply=lambda key: self._actions.deeds.reply(key),
            react=lambda key, emoji: self._actions.deeds.react(key, emoji),
            edit=lambda key: self._actions.deeds.edit(key),
            delete=lambda key: self._actions.deeds.delete(key),
            info=lambda key: self._actions.deeds.info(key),
            quoted=lambda key: self._actions.deeds.quoted(key),
            file=lambda key, verb: self._actions.deeds.file(key, verb),
            person=lambda user: self._actions.deeds.person(user),
            write=self._write_to,
            may=lambda key: self._actions.deeds.may(key),
            opened=self.adopt,
        )

    def _composer_calls(self) -> ComposerCalls:
        return ComposerCalls(
            send=lambda said: self._actions.send(said),
            typed=lambda draft: self._actions.typed(draft),
            opened=self.adopt,
            complete=lambda before: self._actions.compose.complete(before),
            cancel=lambda: self._actions.compose.cancel(),
            edit_last=lambda: self._actions.compose.edit_last(),
            attach=lambda: self._actions.choose_files(),
            paste=lambda: self._program.pasting.take(self.composer.text),
            too_long=self._paste_long,
        )

    def _find_calls(self) -> FindCalls:
        return FindCalls(find=self._find, step=lambda older: self._actions.find_step(older), close=self.close_find)
