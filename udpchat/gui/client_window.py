"""The chat window: side, chat and people put together. It shows what it is told and passes on what the person does.

It knows neither network nor presenter: `connect` gives it the verbs to call. By width: with less than 1100 px the people
lie over the chat and only when asked for; with less than 820 px the side is a rail of pictures.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace

from udpchat.catalogue import text
from udpchat.gui.chat.actions import Actions, Choices, Deaf, Program
from udpchat.gui.chat.attention import Attention
from udpchat.gui.chat.lines_panel import LinesPanel
from udpchat.gui.chat.menu import MenuCalls, menu_items
from udpchat.gui.chat.panels import Panel, about_panel, settings_panel, shortcuts_panel, zoomed
from udpchat.gui.chat.room_menu import offer_items, state_items
from udpchat.gui.chat.shortcuts import Shortcuts
from udpchat.gui.chat.window_keys import window_keys
from udpchat.gui.chat.window_view import WindowView
from udpchat.gui.dialogs.sheet import Choice, Question, ask
from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import After
from udpchat.gui.widgets.chat_data import Offer
from udpchat.gui.widgets.chat_view_copy import to_clipboard
from udpchat.gui.widgets.popup_menu import Item, PopupMenu
from udpchat.limits import PANE_WIDTH_PX, RAIL_WIDTH_PX, TEXT_BYTES, WINDOW_HEIGHT_PX, WINDOW_WIDTH_PX
from udpchat.sizes import size_words


class ClientWindow(WindowView):
    """Fills `top`, a Tk or Toplevel. Implements the View of the presenter; `destroy` undoes everything on `top`."""

    def __init__(self, top: tk.Tk | tk.Toplevel, kit: Kit, program: Program, choices: Choices | None = None) -> None:
        super().__init__(top, kit, program)
        self.choices = choices or Choices()
        self._panel: Panel | None = None
        self._beside = True  # the people pane is open where there is room beside the chat
        self._over = False  # it lies over the chat because the person asked for it
        top.minsize(kit.px(WINDOW_WIDTH_PX), kit.px(WINDOW_HEIGHT_PX))
        self._arranging = After(self)
        self.shortcuts = Shortcuts(top, window_keys(self), self._escape)
        self.attention = Attention(top, lambda focused: self._actions.focused(focused), lambda: self._actions.active())
        self.adopt(self)
        self.bind("<Configure>", lambda _event: self._arrange_soon(), add="+")
        self._arrange()

    @property
    def actions(self) -> Actions:
        """Whom to tell what the person does."""
        return self._actions

    @property
    def program(self) -> Program:
        """The program around it."""
        return self._program

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

    def adopt(self, widget: tk.Misc) -> None:
        """Hear of the keys of a widget that was not there before."""
        self.shortcuts.adopt(widget)
        self.attention.adopt(widget)

    # --- what the person does -----------------------------------------------------------------------------------------

    def newest(self) -> None:
        """To the newest message, and to the end of what is being written."""
        self._actions.jump()
        self.composer.caret_to_end()

    def paste(self) -> None:
        """Into the field that has the keyboard, else into the composer."""
        holder = self.focus_get()
        if isinstance(holder, tk.Text) and holder is not self.chat.text:
            holder.event_generate("<<Paste>>")
        else:
            self.composer.paste()

    def _paste_long(self, said: str) -> bool:
        """As a file, as much as fits, or not at all."""
        size = size_words(len(said.encode("utf-8", "replace")))
        words = text("pasting.long.words", most=size_words(TEXT_BYTES), size=size)
        choices = (
            Choice("", text("pasting.long.no")),
            Choice("cut", text("pasting.long.cut")),
            Choice("file", text("pasting.long.yes"), "accent"),
        )

        def answered(key: str) -> None:
            if key == "cut":
                self.composer.put(said)
            elif key:
                self._program.pasting.keep(said)

        ask(self._kit, self, Question(text("pasting.long"), words, choices, "file", "", "file"), answered)
        return True

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

    def step_find(self, older: int) -> None:
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

    # --- menus --------------------------------------------------------------------------------------------------------

    def _open_menu(self, below: tk.Misc) -> None:
        calls = MenuCalls(
            set_mode=lambda mode: self._choose(replace(self.choices, mode=mode)),
            zoom=self.zoom,
            settings=self.open_settings,
            shortcuts=self.open_shortcuts,
            about=self.open_about,
            sign_out=lambda: self._actions.sign_out(),
            quit=self._program.quit,
            new_message=lambda: self._actions.errands.new_message(),
            new_group=lambda: self._actions.errands.new_group(),
            attach=lambda: self._actions.choose_files(),
            transfers=lambda: self._actions.errands.transfers(),
            search=lambda: self._actions.errands.search(),
            account=lambda: self._actions.errands.account(),
        )
        self._popup_below(menu_items(calls, self.choices.mode), below)

    def _open_my_state(self, below: tk.Misc) -> None:
        actions = self._actions
        self._popup_below(state_items(self._my_state, actions.set_state, actions.errands.account, actions.sign_out), below)

    def _open_room_menu(self, below: tk.Misc) -> None:
        self._popup_below(offer_items(self.header.offers, self._actions.offer), below)

    def _popup_room(self, id: int, x_root: int, y_root: int) -> None:
        """Of a line in the list, open or not."""
        actions = self._actions
        self._popup(offer_items(actions.room_offers(id), lambda offer: actions.room_offer(offer, id)), x_root, y_root)

    def _popup_person(self, user: int, name: str, x_root: int, y_root: int) -> None:
        def do(offer: Offer) -> None:
            if offer is Offer.COPY_NAME:
                to_clipboard(self, name)
            else:
                self._actions.person_offer(offer, user)

        self._popup(offer_items(self._actions.person_offers(user), do), x_root, y_root)

    def _popup_below(self, items: Sequence[Item], below: tk.Misc) -> None:
        self._popup(items, below.winfo_rootx(), below.winfo_rooty() + below.winfo_height())

    def _popup(self, items: Sequence[Item], x_root: int, y_root: int) -> None:
        if items:
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
        folder = self._program.usual_folder
        self._open_panel(lambda: settings_panel(self, self._kit, self.choices, self.close_panel, self._choose, folder))

    def show_lines(self, title: str, lines: Sequence[str]) -> None:
        """A long answer."""
        self._open_panel(lambda: LinesPanel(self, self._kit, title, lines, self.close_panel))

    def close_panel(self) -> None:
        """Back to the chat."""
        panel, self._panel = self._panel, None
        if panel is not None:
            panel.destroy()
            self.write()

    def _open_panel(self, make: Callable[[], Panel]) -> None:
        self.close_panel()
        self._panel = make()
        self.adopt(self._panel)
        self._panel.open()

    # --- widths -------------------------------------------------------------------------------------------------------

    def toggle_people(self) -> None:
        """Show or hide the pane beside the chat."""
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
