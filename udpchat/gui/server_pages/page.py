"""What every page of the server window has in common: what it may be shown, and whom it tells."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import ttk

from udpchat.gui.kit import Kit
from udpchat.gui.presenters.log import LogPresenter, LogView
from udpchat.gui.presenters.server_addresses import Places
from udpchat.gui.presenters.server_figures import Card
from udpchat.gui.presenters.server_files import FileCard, Files, Moving
from udpchat.gui.presenters.server_groups import GroupCard, Groups
from udpchat.gui.presenters.server_office import OfficePresenter
from udpchat.gui.presenters.server_order import OrderForm
from udpchat.gui.presenters.server_people import Column, People
from udpchat.gui.presenters.server_sanctions import Listed
from udpchat.gui.presenters.server_settings import SettingsDraft, SettingsForm
from udpchat.gui.presenters.server_states import Command
from udpchat.gui.presenters.server_users import UserCard, Users
from udpchat.gui.presenters.server_view import Mode, Rest
from udpchat.gui.widgets.popup_menu import Item


@dataclass(frozen=True, slots=True)
class Deeds:
    """What a page can have done. Looked up when needed: a page is made before the presenter."""

    press: Callable[[Command], None]
    copy: Callable[[str], None]
    open_page: Callable[[str], None]
    show_large: Callable[[], None]
    sort_people: Callable[[Column], None]
    office: Callable[[], OfficePresenter]
    show_user: Callable[[int], None]
    import_people: Callable[[], None]
    popup: Callable[[Sequence[Item], int, int], None]
    settings: Callable[[], SettingsDraft]
    apply_settings: Callable[[], None]
    set_mode: Callable[[Mode], None]
    open_folder: Callable[[], None]
    add_log: Callable[[str, LogView], LogPresenter]
    save_log: Callable[[str], None]


class Page(ttk.Frame):
    """One page. It overrides the verbs that concern it; the others do nothing."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent)
        self.kit = kit
        self.deeds = deeds

    def connect(self) -> None:
        """The presenter is there."""

    def show_places(self, places: Places, rest: Rest | None) -> None:
        """Where people find this server."""

    def show_unreached(self, command: str) -> None:
        """The command of the firewall, or "" for none."""

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """The figures."""

    def show_people(self, people: People) -> None:
        """The table."""

    def show_settings(self, form: SettingsForm) -> None:
        """The settings."""

    def show_folder(self, path: str) -> None:
        """The data folder."""

    def show_mode(self, mode: Mode) -> None:
        """The theme chosen."""

    def show_users(self, users: Users) -> None:
        """The table of everybody."""

    def show_user(self, card: UserCard | None) -> None:
        """The card of one person."""

    def show_groups(self, groups: Groups) -> None:
        """The table of groups."""

    def show_group(self, card: GroupCard | None) -> None:
        """The card of one group."""

    def show_files(self, files: Files) -> None:
        """The table of files."""

    def show_file(self, card: FileCard | None) -> None:
        """The card of one file."""

    def show_moving(self, moving: Moving) -> None:
        """What is stored and on its way."""

    def show_order(self, form: OrderForm) -> None:
        """What holds for everybody."""

    def show_sanctions(self, entries: tuple[Listed, ...] | None) -> None:
        """Mutes and bans in force."""

    def show_audit(self, entries: tuple[Listed, ...] | None, more: bool) -> None:
        """Who did what."""

    def show_online(self, online: bool) -> None:
        """Whether anything can be done at present."""

    def escape(self) -> bool:
        """The Escape key; False if the page has no use for it."""
        return False

    def focus_find(self) -> bool:
        """Type into the page's filter; False if it has none."""
        return False
