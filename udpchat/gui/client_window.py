"""The chat window: side, chat and people put together. It shows what it is told and passes on what the person does.

It knows neither network nor presenter: `connect` gives it the verbs to call. By width: with less than 1100 px the people
lie over the chat and only when asked for; with less than 820 px the side is a rail of pictures.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.chat.actions import Actions, Choices, Deaf, Program
from udpchat.gui.chat.attention import Attention
from udpchat.gui.chat.lines_panel import LinesPanel
from udpchat.gui.chat.menu import MenuCalls, menu_items
from udpchat.gui.chat.panels import Panel, about_panel, settings_panel, shortcuts_panel, zoomed
from udpchat.gui.chat.shortcuts import Shortcuts
from udpchat.gui.chat.side import Side, SideCalls
from udpchat.gui.dialogs import confirm
from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import After
from udpchat.gui.widgets.banner import Banner
from udpchat.gui.widgets.chat_data import (
    AnnouncementData,
    BannerData,
    ContextData,
    ConversationData,
    FindData,
    FooterData,
    HeaderData,
    MeData,
    PeopleData,
    QuestionData,
)
from udpchat.gui.widgets.chat_rows import Change
from udpchat.gui.widgets.chat_view import ChatCalls, ChatView
from udpchat.gui.widgets.composer import Composer, ComposerCalls
from udpchat.gui.widgets.find_bar import FindBar, FindCalls
from udpchat.gui.widgets.header import Header
from udpchat.gui.widgets.people_pane import PeoplePane
from udpchat.gui.widgets.popup_menu import Item, PopupMenu
from udpchat.gui.widgets.toast import Toast
from udpchat.limits import PANE_WIDTH_PX, RAIL_WIDTH_PX, WINDOW_HEIGHT_PX, WINDOW_WIDTH_PX


class ClientWindow(ttk.Frame):
    """Fills `top`, a Tk or Toplevel. Implements the View of the presenter; `destroy` undoes everything on `top`."""

    def __init__(self, top: tk.Tk | tk.Toplevel, kit: Kit, program: Program, choices: Choices | None = None) -> None:
        super().__init__(top)
        self._top = top
        self._kit = kit
        self._program = program
        self.choices = choices or Choices()
        self._actions: Actions = Deaf()
        self._panel: Panel | None = None
        self._beside = True  # the people pane is open where there is room beside the chat
        self._over = False  # it lies over the chat because the person asked for it
        top.minsize(kit.px(WINDOW_WIDTH_PX), kit.px(WINDOW_HEIGHT_PX))
        self._build()
        self._arranging = After(self)
        self.shortcuts = Shortcuts(top, self._keys(), self._escape)
        self.attention = Attention(top, lambda focused: self._actions.focused(focused))
        self._adopt(self)
        self.bind("<Configure>", lambda _event: self._arrange_soon(), add="+")
        self._arrange()

    def connect(self, actions: Actions) -> None:
        """Whom to tell what the person does. Before that the window is deaf."""
        self._actions = actions
        self.attention.tell()

    def destroy(self) -> None:
        """The window shows something else from now on, or goes."""
        self._actions = Deaf()
        self.shortcuts.close()
        self.attention.close()
        super().destroy()

    def _adopt(self, widget: tk.Misc) -> None:
        self.shortcuts.adopt(widget)
        self.attention.adopt(widget)

    # --- parts --------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        kit = self._kit
        self.side = Side(self, kit, SideCalls(self._open_menu, lambda id: self._actions.open_conversation(id)))
        self.side.pack(side="left", fill="y")
        kit.line(self, vertical=True).pack(side="left", fill="y")
        main = ttk.Frame(self)
        main.pack(side="left", fill="both", expand=True)
        self.header = Header(main, kit, self.open_find, self.toggle_people)
        self.banner = Banner(main, kit, lambda act: self._actions.act(act))
        self.find_bar = FindBar(main, kit, self._find_calls())
        self._body = ttk.Frame(main)
        for row, part in enumerate((self.header, self.banner, self.find_bar, self._body)):
            part.grid(row=row, sticky="nswe")
        main.rowconfigure(3, weight=1)
        main.columnconfigure(0, weight=1)
        self.banner.grid_remove()
        self.find_bar.grid_remove()
        self._column = ttk.Frame(self._body)
        self.chat = ChatView(self._column, kit, self._chat_calls())
        self.composer = Composer(self._column, kit, self._composer_calls(), self)
        self.composer.pack(side="bottom", fill="x")
        self.chat.pack(fill="both", expand=True)
        self.people = PeoplePane(self._body, kit, self._filter_people, self.toggle_people, self._popup)
        self._column.pack(side="left", fill="both", expand=True)
        self._toast = Toast(self._column, kit)

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
        )

    def _composer_calls(self) -> ComposerCalls:
        return ComposerCalls(
            send=lambda said: self._actions.send(said),
            typed=lambda draft: self._actions.typed(draft),
            opened=self._adopt,
            complete=lambda before: self._actions.compose.complete(before),
            cancel=lambda: self._actions.compose.cancel(),
            edit_last=lambda: self._actions.compose.edit_last(),
        )

    def _find_calls(self) -> FindCalls:
        return FindCalls(find=self._find, step=lambda older: self._actions.find_step(older), close=self.close_find)

    def _menu_calls(self) -> MenuCalls:
        return MenuCalls(
            set_mode=lambda mode: self._choose(replace(self.choices, mode=mode)),
            zoom=self.zoom,
            settings=self.open_settings,
            shortcuts=self.open_shortcuts,
            about=self.open_about,
            sign_out=lambda: self._actions.sign_out(),
            quit=self._program.quit,
        )

    def _keys(self) -> dict[str, Callable[[], None]]:
        return {
            "ctrl+e": self.composer.toggle_emoji,
            "ctrl+f": self.open_find,
            "f3": lambda: self._step_find(1),
            "shift+f3": lambda: self._step_find(-1),
            "ctrl+d": self.toggle_people,
            "ctrl+l": self.side.list.canvas.focus_set,
            "ctrl+end": self.newest,
            "ctrl+v": self._paste,
            "ctrl+plus": partial(self.zoom, 1),
            "ctrl+minus": partial(self.zoom, -1),
            "ctrl+0": partial(self.zoom, 0),
            "ctrl+comma": self.open_settings,
            "ctrl+q": self._program.quit,
            "f1": self.open_shortcuts,
        }

    # --- the View -----------------------------------------------------------------------------------------------------

    def show_title(self, title: str, unread: int) -> None:
        self._program.title(title, unread)

    def show_me(self, me: MeData) -> None:
        self.side.set_me(me)
        self.chat.set_my_name(me.name)

    def show_conversations(self, conversations: tuple[ConversationData, ...], open_id: int) -> None:
        self.side.list.set_conversations(conversations, open_id)

    def show_header(self, header: HeaderData) -> None:
        self.header.set_header(header)

    def show_people(self, people: PeopleData) -> None:
        self.people.set_people(people)

    def show_footer(self, footer: FooterData) -> None:
        self.side.set_footer(footer)

    def show_banner(self, banner: BannerData | None) -> None:
        self.banner.set_banner(banner)

    def show_jump(self, count: int) -> None:
        self.chat.jump_button.set_count(count)

    def show_find(self, find: FindData) -> None:
        self.find_bar.set_find(find)

    def change_rows(self, changes: Sequence[Change]) -> None:
        self.chat.change(changes)

    def scroll_to_end(self) -> None:
        self.chat.to_end()

    def scroll_to(self, key: str) -> None:
        self.chat.choose(key)

    def open_composer(self, room: str) -> None:
        self.composer.open(room)

    def close_composer(self) -> None:
        self.composer.close()

    def set_draft(self, draft: str) -> None:
        if not self.composer.value:
            self.composer.set(draft)

    def complain(self, sentence: str) -> None:
        self.composer.complain(sentence)

    def show_typing(self, line: str) -> None: ...

    def show_context(self, context: ContextData | None) -> None:
        self.composer.set_context(context)

    def show_announcement(self, announcement: AnnouncementData | None) -> None: ...

    def set_text(self, said: str) -> None:
        self.composer.set(said)
        self.composer.caret_to_end()
        self.write()

    def show_lines(self, title: str, lines: Sequence[str]) -> None:
        self._open_panel(lambda: LinesPanel(self, self._kit, title, lines, self.close_panel))

    def confirm(self, question: QuestionData, on_yes: Callable[[], None]) -> None:
        about = question.title, question.text, question.verb, question.back
        confirm(self._kit, self, *about, on_yes, danger=question.danger, icon=question.icon)

    def ask_fingerprint(self, fingerprint: str, address: str) -> None:
        confirm(
            self._kit,
            self,
            text("chat.question.title", address=address),
            text("chat.question.text", fingerprint=fingerprint),
            text("chat.question.yes"),
            text("chat.question.no"),
            lambda: self._actions.trust(True),
            danger=True,
            icon="shield",
        )

    def toast(self, said: str) -> None:
        """A passing word over the chat."""
        self._toast.show(said)

    # --- what the person does -----------------------------------------------------------------------------------------

    def write(self) -> None:
        """Give the keyboard to the composer."""
        self.composer.text.focus_set()

    def newest(self) -> None:
        """To the newest message, and to the end of what is being written."""
        self._actions.jump()
        self.composer.caret_to_end()

    def _paste(self) -> None:
        """Into the field that has the keyboard, else into the composer."""
        holder = self.focus_get()
        if isinstance(holder, tk.Text) and holder is not self.chat.text:
            holder.event_generate("<<Paste>>")
        else:
            self.composer.paste()

    def open_find(self) -> None:
        """Find something in the conversation."""
        self.find_bar.open()

    def close_find(self) -> None:
        """No more."""
        self.find_bar.close()
        self.chat.find("")
        self._actions.find_end()
        self.write()

    def _find(self, wanted: str) -> None:
        self.chat.find(wanted)
        self._actions.find(wanted)

    def _filter_people(self, wanted: str) -> None:
        self._actions.filter_people(wanted)

    def _step_find(self, older: int) -> None:
        if self.find_bar.is_open:
            self._actions.find_step(older)
        else:
            self.open_find()

    def _escape(self) -> bool:
        """Close what is open, the nearest first. False if nothing is."""
        if self._panel is not None:
            self.close_panel()
        elif self.composer.escape():
            pass
        elif self._over:
            self.toggle_people()
            self.write()
        elif self.find_bar.is_open:
            self.close_find()
        else:
            return False
        return True

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1) or normal (0) text."""
        self._choose(replace(self.choices, zoom=zoomed(self.choices.zoom, step)))

    def _choose(self, choices: Choices) -> None:
        self.choices = choices
        self._program.choose(choices)

    def _open_menu(self, below: tk.Misc) -> None:
        items = menu_items(self._menu_calls(), self.choices.mode)
        self._popup(items, below.winfo_rootx(), below.winfo_rooty() + below.winfo_height())

    def _popup(self, items: Sequence[Item], x_root: int, y_root: int) -> None:
        menu = PopupMenu(self, self._kit, items)
        self.attention.adopt(menu)
        menu.open(x_root, y_root)

    # --- panels -------------------------------------------------------------------------------------------------------

    def open_shortcuts(self) -> None:
        """The list of keys."""
        self._open_panel(lambda: shortcuts_panel(self, self._kit, self.close_panel))

    def open_about(self) -> None:
        """What this is."""
        self._open_panel(lambda: about_panel(self, self._kit, self.close_panel))

    def open_settings(self) -> None:
        """What one may choose."""
        self._open_panel(lambda: settings_panel(self, self._kit, self.choices, self.close_panel, self._choose))

    def close_panel(self) -> None:
        """Back to the chat."""
        panel, self._panel = self._panel, None
        if panel is not None:
            panel.destroy()
            self.write()

    def _open_panel(self, make: Callable[[], Panel]) -> None:
        self.close_panel()
        self._panel = make()
        self._adopt(self._panel)
        self._panel.open()

    # --- widths -------------------------------------------------------------------------------------------------------

    def toggle_people(self) -> None:
        """Show or hide who is online."""
        if self._is_wide():
            self._beside = not self._beside
        else:
            self._over = not self._over
        self._arrange()

    def _is_wide(self) -> bool:
        return self.winfo_width() >= self._kit.px(PANE_WIDTH_PX) or self.winfo_width() <= 1  # 1: not on the screen yet

    def _arrange_soon(self) -> None:
        if not self._arranging.waiting:
            self._arranging.start(15, self._arrange)

    def _arrange(self) -> None:
        width, wide = self.winfo_width(), self._is_wide()
        self.side.set_rail(1 < width < self._kit.px(RAIL_WIDTH_PX))
        if wide:
            self._over = False
        beside, over = wide and self._beside, not wide and self._over
        if beside and self.people.winfo_manager() != "pack":
            self.people.place_forget()
            self.people.pack(side="right", fill="y", before=self._column)
        elif over and self.people.winfo_manager() != "place":
            self.people.pack_forget()
            self.people.place(relx=1.0, rely=0.0, relheight=1.0, anchor="ne")
            tk.Misc.lift(self.people)
        elif not beside and not over:
            self.people.pack_forget()
            self.people.place_forget()
        self.header.set_people_open(beside or over)
