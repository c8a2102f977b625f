"""What the server window shows of its operator's office: pages of people, groups and order, and one form at a time over them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import filedialog
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_files import FileCard, Files, Moving
from udpchat.gui.presenters.server_forms import Field, Form
from udpchat.gui.presenters.server_groups import GroupCard, Groups
from udpchat.gui.presenters.server_order import OrderForm
from udpchat.gui.presenters.server_sanctions import Listed
from udpchat.gui.presenters.server_users import UserCard, Users
from udpchat.gui.server_pages.form_sheet import FormSheet, host
from udpchat.gui.server_pages.page import Page
from udpchat.gui.widgets.popup_menu import Item, PopupMenu

KEYS: Final = (
    ("Ctrl+1 … Ctrl+7", "pages"),
    ("Ctrl+F", "find"),
    ("Ctrl+L", "large"),
    ("Ctrl+N", "announce"),
    ("Shift+F10", "menu"),
    ("Ctrl+,", "settings"),
    ("Esc", "escape"),
    ("F1", "help"),
    ("Ctrl+Q", "quit"),
)
"""What the help lists: the keys, and the end of the key of the words."""


class OpenForm:
    """The form on the screen, from its opening to its end."""

    def __init__(self, top: tk.Misc, kit: Kit, copy: Callable[[str], None]) -> None:
        self._top, self._kit, self._copy = top, kit, copy
        self._sheet: FormSheet | None = None
        self._closed: Callable[[], None] | None = None

    @property
    def sheet(self) -> FormSheet | None:
        """The one that is open."""
        return self._sheet

    def show(self, form: Form, submit: Callable[[dict[str, str]], None], closed: Callable[[], None]) -> None:
        """Another one; the one before is closed without a word."""
        self.end()
        self._closed = closed
        self._sheet = FormSheet(host(self._top, self._kit), self, submit, self._copy)
        self._sheet.open(form)

    def close(self) -> None:
        """The person goes back."""
        closed = self._closed
        self.end()
        if closed is not None:
            closed()

    def end(self) -> None:
        """It is done."""
        sheet, self._sheet, self._closed = self._sheet, None, None
        if sheet is not None:
            sheet.close()

    def refit(self) -> None:
        """The window has another size."""
        if self._sheet is not None:
            self._sheet.refit()


class OfficeWindow:
    """Base of the window: the verbs of `OfficeView`, told to the page that is seen."""

    _top: tk.Tk
    _kit: Kit
    forms: OpenForm

    def _tell(self, verb: str, show: Callable[[Page], None]) -> None:
        raise NotImplementedError

    def note(self, tone: Tone, words: str) -> None:
        """Say something for some seconds."""
        raise NotImplementedError

    # --- pages --------------------------------------------------------------------------------------------------------

    def show_users(self, users: Users) -> None:
        """The table of everybody."""
        self._tell("users", lambda page: page.show_users(users))

    def show_user(self, card: UserCard | None) -> None:
        """The card of one person."""
        self._tell("user", lambda page: page.show_user(card))

    def show_groups(self, groups: Groups) -> None:
        """The table of groups."""
        self._tell("groups", lambda page: page.show_groups(groups))

    def show_group(self, card: GroupCard | None) -> None:
        """The card of one group."""
        self._tell("group", lambda page: page.show_group(card))

    def show_files(self, files: Files) -> None:
        """The table of files."""
        self._tell("files", lambda page: page.show_files(files))

    def show_file(self, card: FileCard | None) -> None:
        """The card of one file."""
        self._tell("file", lambda page: page.show_file(card))

    def show_moving(self, moving: Moving) -> None:
        """What is stored and on its way."""
        self._tell("moving", lambda page: page.show_moving(moving))

    def show_order(self, form: OrderForm) -> None:
        """What holds for everybody."""
        self._tell("order", lambda page: page.show_order(form))

    def show_sanctions(self, entries: tuple[Listed, ...] | None) -> None:
        """Mutes and bans in force."""
        self._tell("sanctions", lambda page: page.show_sanctions(entries))

    def show_audit(self, entries: tuple[Listed, ...] | None, more: bool) -> None:
        """Who did what."""
        self._tell("audit", lambda page: page.show_audit(entries, more))

    def show_online(self, online: bool) -> None:
        """Whether anything can be done at present."""
        self._tell("online", lambda page: page.show_online(online))

    # --- forms --------------------------------------------------------------------------------------------------------

    def show_form(self, form: Form, submit: Callable[[dict[str, str]], None], closed: Callable[[], None]) -> None:
        """Ask."""
        self.forms.show(form, submit, closed)

    def form_busy(self, words: str) -> None:
        """It is being done."""
        if self.forms.sheet is not None:
            self.forms.sheet.work(True, words)

    def form_problem(self, sentence: str, field: str = "") -> None:
        """It was not done; told over the page where the form is gone."""
        if self.forms.sheet is None:
            self.note(Tone.BAD, sentence)
        else:
            self.forms.sheet.work(False)
            self.forms.sheet.complain(sentence, field)

    def close_form(self) -> None:
        """It is done."""
        self.forms.end()

    def tell(self, tone: Tone, words: str) -> None:
        """Say something for some seconds."""
        self.note(tone, words)

    # --- more ---------------------------------------------------------------------------------------------------------

    def show_keys(self) -> None:
        """The help."""
        options = tuple((keys, text(f"operator.keys.{words}")) for keys, words in KEYS)
        form = Form(text("operator.keys.title"), "", (Field("keys", "keys", options=options),), icon="help")
        self.forms.show(form, lambda _values: None, lambda: None)

    def popup(self, items: Sequence[Item], x: int, y: int) -> None:
        """A menu at a point of the screen."""
        PopupMenu(self._top, self._kit, items).open(x, y)

    def choose_people_file(self) -> str:
        """A list of people from this computer; "" for none."""
        path: object = filedialog.askopenfilename(
            parent=self._top,
            title=text("operator.users.import_title"),
            filetypes=[(text("operator.users.csv"), "*.csv *.txt"), (text("operator.log.all_files"), "*")],
        )
        return str(path or "")
