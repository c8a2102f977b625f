"""The server window: navigation at the left, a notice when there is something to say, and one page at a time.

It implements the view of `presenters.server`. Adding a page is one row of `PAGES`. A verb that concerns pages reaches the
one that is seen; the others hear the newest of it when they are seen next.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from tkinter import filedialog, ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.dialogs import Choice, Question, ask, confirm, open_sheet
from udpchat.gui.keyboard import Shortcuts
from udpchat.gui.kit import Kit, single_line
from udpchat.gui.kit.guards import After
from udpchat.gui.presenters.server import ServerPresenter
from udpchat.gui.presenters.server_addresses import Places
from udpchat.gui.presenters.server_figures import Card, Tone
from udpchat.gui.presenters.server_people import People
from udpchat.gui.presenters.server_settings import SettingsForm
from udpchat.gui.presenters.server_states import Button, Command, Dot, Head, Notice
from udpchat.gui.presenters.server_view import FILES, GROUPS, LOG, ORDER, OVERVIEW, PEOPLE, SETTINGS, Counts, Mode, Rest
from udpchat.gui.server_office_view import OfficeWindow, OpenForm
from udpchat.gui.server_pages.files_page import FilesPage
from udpchat.gui.server_pages.groups_page import GroupsPage
from udpchat.gui.server_pages.large_view import LargeView
from udpchat.gui.server_pages.log_page import LogPage
from udpchat.gui.server_pages.order_page import OrderPage
from udpchat.gui.server_pages.overview import OverviewPage
from udpchat.gui.server_pages.page import Deeds, Page
from udpchat.gui.server_pages.settings_page import SettingsPage
from udpchat.gui.server_pages.users_page import UsersPage
from udpchat.gui.widgets.nav import Nav, NavItem
from udpchat.gui.widgets.notice_strip import NoticeStrip, StripButton
from udpchat.gui.widgets.notice_strip import Tone as StripTone


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of the window: its key, its icon, and what makes it. Its words are `operator.nav.KEY`."""

    key: str
    icon: str
    make: Callable[[tk.Misc, Kit, Deeds], Page]


PAGES: Final = (
    PageSpec(OVERVIEW, "chart", OverviewPage),
    PageSpec(PEOPLE, "users", UsersPage),
    PageSpec(GROUPS, "hash", GroupsPage),
    PageSpec(FILES, "file", FilesPage),
    PageSpec(ORDER, "shield", OrderPage),
    PageSpec(LOG, "log", LogPage),
    PageSpec(SETTINGS, "sliders", SettingsPage),
)
SIZE: Final = (1360, 840)
LEAST: Final = (720, 480)
RAIL_BELOW_PX: Final = 900  # of the window's width: the navigation is icons only
STRIP_LEFT_PX: Final = 24
STRIP_RIGHT_PX: Final = 26
NOTED_MS: Final = 8000  # how long a short notice stays
STRIPS: Final[dict[Tone, tuple[StripTone, str]]] = {
    Tone.PLAIN: ("accent", "info"),
    Tone.GOOD: ("accent", "check"),
    Tone.WARN: ("warn", "wifi"),
    Tone.BAD: ("err", "alert"),
}


def _who_is_online(count: int) -> str:
    """A sentence for questions."""
    if not count:
        return text("operator.close.nobody")
    return text("operator.close.one") if count == 1 else text("operator.close.many", count=count)


class ServerWindow(OfficeWindow):
    """Fills `top`; `copy` puts text on the clipboard, `set_title` names the window."""

    def __init__(
        self, top: tk.Tk, kit: Kit, copy: Callable[[str], None], set_title: Callable[[str], None]
    ) -> None:
        self._top = top
        self._kit = kit
        self._copy = copy
        self._set_title = set_title
        self._presenter: ServerPresenter | None = None
        self._shown: dict[str, Callable[[Page], None]] = {}
        self._button: Command | None = None
        self._places = Places()
        self._large: LargeView | None = None
        self.forms = OpenForm(top, kit, copy)
        self._page = OVERVIEW
        items = [NavItem(spec.key, spec.icon, text(f"operator.nav.{spec.key}")) for spec in PAGES]
        self.nav = Nav(top, kit, items, self.open_page, self._pressed)
        self.nav.pack(side="left", fill="y")
        kit.line(top, vertical=True).pack(side="left", fill="y")
        self._main = ttk.Frame(top)
        self._main.pack(side="left", fill="both", expand=True)
        margin = (kit.px(STRIP_LEFT_PX), kit.px(14), kit.px(STRIP_RIGHT_PX), 0)
        self._strip_frame = ttk.Frame(self._main, padding=margin)
        self._strip = NoticeStrip(self._strip_frame, kit, lambda key: self._press(Command[key]))
        self._strip.pack(fill="x")
        self._noted_frame = ttk.Frame(self._main, padding=margin)
        self._noted = NoticeStrip(self._noted_frame, kit, lambda _key: None)
        self._noted.pack(fill="x")
        self._forget_note = After(self._main)
        self.pages = {spec.key: spec.make(self._main, kit, self._deeds()) for spec in PAGES}
        self._bind_events()
        self._set_title(text("operator.window.no_name"))

    def connect(self, presenter: ServerPresenter) -> None:
        """From now on the person's doings go there."""
        self._presenter = presenter
        for page in self.pages.values():
            page.connect()
        self.open_page(OVERVIEW)

    # --- the view -----------------------------------------------------------------------------------------------------

    def show_head(self, head: Head) -> None:
        """Name, address, state and the button of the process."""
        name = single_line(head.name)
        self.nav.show_name(name or text("operator.window.no_name"), head.address)
        dots = {Dot.GREEN: "online", Dot.AMBER: "away", Dot.RED: "badge", Dot.HOLLOW: "offline"}
        self.nav.show_state(dots[head.dot], head.state)
        self._show_button(head.button)
        self._set_title(text("operator.window.title", name=name) if name else text("operator.window.no_name"))

    def show_notice(self, notice: Notice | None) -> None:
        """The strip above every page."""
        if notice is None:
            self._strip_frame.pack_forget()
            return
        tone, icon = STRIPS[notice.tone]
        buttons = [StripButton(button.command.name, button.label, button.loud) for button in notice.buttons]
        self._strip.expect(self._strip_width())
        self._strip.show(tone, icon, notice.title, notice.words, notice.last_words, buttons)
        self._strip_frame.pack(fill="x", before=self.pages[self._page])
        self._shortcuts.adopt(self._strip)

    def show_counts(self, counts: Counts) -> None:
        """The numbers in the navigation."""
        self.nav.show_count(PEOPLE, counts.online)
        self.nav.show_count(LOG, counts.errors, "err")

    def show_counted(self, groups: int | None, sanctions: int | None) -> None:
        """The numbers of groups, and of mutes and bans."""
        self.nav.show_count(GROUPS, groups)
        self.nav.show_count(ORDER, sanctions, "warn")

    def show_file_count(self, count: int | None) -> None:
        """The number of files."""
        self.nav.show_count(FILES, count)

    def show_places(self, places: Places, rest: Rest | None) -> None:
        """Where people find this server."""
        self._places = places
        if self._large is not None:
            self._large.show(places)
        self._tell("places", lambda page: page.show_places(places, rest))

    def show_unreached(self, command: str) -> None:
        """The command of the firewall."""
        self._tell("unreached", lambda page: page.show_unreached(command))

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """The figures."""
        self._tell("cards", lambda page: page.show_cards(cards))

    def show_people(self, people: People) -> None:
        """The table."""
        self._tell("people", lambda page: page.show_people(people))

    def show_settings(self, form: SettingsForm) -> None:
        """The settings page."""
        self._tell("settings", lambda page: page.show_settings(form))

    def show_folder(self, path: str) -> None:
        """The data folder."""
        self._tell("folder", lambda page: page.show_folder(path))

    def show_mode(self, mode: Mode) -> None:
        """The theme chosen."""
        self._tell("mode", lambda page: page.show_mode(mode))

    def show_saved(self, path: str, error: str) -> None:
        """The log was saved, or was not."""
        if error:
            self.note(Tone.BAD, text("operator.log.not_saved", reason=error))
        else:
            self.note(Tone.GOOD, text("operator.log.saved", path=path))

    def copy(self, words: str) -> None:
        """Put something on the clipboard."""
        self._copy(words)

    def ask_stop(self, online_count: int) -> None:
        """Stop the server although people are online?"""
        words = f"{_who_is_online(online_count)} {text('operator.stop.words')}"
        title, verb, back = text("operator.stop.title"), text("operator.close.stop"), text("operator.close.back")
        confirm(self._kit, self._top, title, words, verb, back, self._stop, danger=True, icon="power")

    def _stop(self) -> None:
        if self._presenter is not None:
            self._presenter.stop_answered()

    def ask_close(self, online_count: int) -> None:
        """Stop the server, or keep it running?"""
        choices = (
            Choice("back", text("operator.close.back")),
            Choice("stop", text("operator.close.stop"), "danger"),
            Choice("keep", text("operator.close.keep"), "accent"),
        )
        words = f"{_who_is_online(online_count)} {text('operator.close.words')}"
        ask(self._kit, self._top, Question(text("operator.close.title"), words, choices, "keep", "back", "power"), self._closed)

    # --- more ---------------------------------------------------------------------------------------------------------

    def note(self, tone: Tone, words: str) -> None:
        """Say something for some seconds."""
        strip, icon = STRIPS[tone]
        self._noted.expect(self._strip_width())
        self._noted.show(strip, icon, words, "", (), ())
        self._noted_frame.pack(fill="x", before=self.pages[self._page])
        self._forget_note.start(NOTED_MS, self._noted_frame.pack_forget)

    def open_page(self, key: str) -> None:
        """Show this page."""
        self.pages[self._page].pack_forget()
        self._page = key
        self.nav.choose(key)
        page = self.pages[key]
        for verb in self._shown.values():
            verb(page)
        page.pack(fill="both", expand=True)
        if self._presenter is not None:
            self._presenter.page_shown(key)

    def show_large(self) -> None:
        """The address alone, for a projector."""
        if self._large is None and self._places.first is not None:
            self._large = LargeView(self._top, self._kit, self._large_closed)
            self._large.place(relwidth=1, relheight=1)
            self._large.show(self._places)
            self._large.back.focus_set()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _tell(self, verb: str, show: Callable[[Page], None]) -> None:
        self._shown[verb] = show
        show(self.pages[self._page])

    def _strip_width(self) -> int:
        return self._main.winfo_width() - self._kit.px(STRIP_LEFT_PX + STRIP_RIGHT_PX)

    def _show_button(self, button: Button | None) -> None:
        self._button = button.command if button else None
        match self._button:
            case None:
                self.nav.show_button("", "TButton", "stop", "text")
            case Command.START:
                self.nav.show_button(button.label if button else "", "Accent.TButton", "play", "onaccent")
            case _:
                self.nav.show_button(button.label if button else "", "Danger.TButton", "stop", "err")

    def _pressed(self) -> None:
        if self._button is not None:
            self._press(self._button)

    def _press(self, command: Command) -> None:
        if self._presenter is not None:
            self._presenter.press(command)

    def _closed(self, answer: str) -> None:
        if answer != "back" and self._presenter is not None:
            self._presenter.close_answered(stop=answer == "stop")

    def _large_closed(self) -> None:
        self._large = None

    def _save_log(self, page: str) -> None:
        path = filedialog.asksaveasfilename(
            parent=self._top,
            title=text("operator.log.save_title"),
            initialfile=text("operator.log.file"),
            defaultextension=".txt",
            filetypes=[(text("operator.log.text_files"), "*.txt"), (text("operator.log.all_files"), "*")],
        )
        if path and self._presenter is not None:
            self._presenter.save_log(page, path)

    def _show_user(self, user: int) -> None:
        self.open_page(PEOPLE)
        page = self.pages[PEOPLE]
        if isinstance(page, UsersPage):
            page.choose(user)

    def _import_people(self) -> None:
        path = self.choose_people_file()
        if path:
            self._there.office.importer.begin(path)

    @property
    def _there(self) -> ServerPresenter:
        """The presenter, for what can only happen when there is one."""
        assert self._presenter is not None
        return self._presenter

    def _deeds(self) -> Deeds:
        return Deeds(
            press=self._press,
            copy=self._copy,
            open_page=self.open_page,
            show_large=self.show_large,
            sort_people=lambda column: self._there.sort_people(column),
            office=lambda: self._there.office,
            show_user=self._show_user,
            import_people=self._import_people,
            popup=self.popup,
            settings=lambda: self._there.settings,
            apply_settings=lambda: self._there.apply_settings(),
            set_mode=lambda mode: self._there.set_mode(mode),
            open_folder=lambda: self._there.open_folder(),
            add_log=lambda page, view: self._there.add_log(page, view),
            save_log=self._save_log,
        )

    def _bind_events(self) -> None:
        top = self._top
        actions: dict[str, Callable[[], object]] = {
            "ctrl+f": lambda: self.pages[self._page].focus_find(),
            "ctrl+l": self.show_large,
            "ctrl+n": lambda: self._there.announce_wanted(),
            "f1": self.show_keys,
            "ctrl+comma": partial(self.open_page, SETTINGS),
            "ctrl+q": lambda: self._there.close_wanted(),
            **{f"ctrl+{number}": partial(self.open_page, spec.key) for number, spec in enumerate(PAGES, 1)},
        }
        self._shortcuts = Shortcuts(top, {key: partial(self._unless_asked, action) for key, action in actions.items()})
        self._shortcuts.adopt(top)
        top.bind("<Escape>", lambda _event: self._large.close() if self._large else self.pages[self._page].escape())
        for key in ("<Return>", "<KP_Enter>"):  # as people expect it; Tk has the space bar alone
            top.bind_class("TButton", key, lambda event: event.widget.invoke())
        top.bind("<Configure>", self._resized, add="+")

    def _unless_asked(self, action: Callable[[], object]) -> None:
        """A shortcut acts only while no question and no form is open."""
        if open_sheet(self._top) is None and self.forms.sheet is None:
            action()

    def _resized(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self._top:
            self.nav.set_narrow(event.width < self._kit.px(RAIL_BELOW_PX))
            self.forms.refit()
