"""What the server window decides: takes in what the process and its operator tell, and keeps the view in step.

A view verb is called only when its data changed, once a second at most for what changes all the time. The table of people
is put into words only for a page that shows it. Time comes in with each call that needs it, in monotonic seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar, assert_never

from udpchat.catalogue import text
from udpchat.errors import Storage, UdpchatError
from udpchat.gui.presenters.log import LogPresenter, LogView
from udpchat.gui.presenters.log_ring import LogRing
from udpchat.gui.presenters.server_addresses import Places, places
from udpchat.gui.presenters.server_feed import (
    Figures,
    Interface,
    LogLine,
    SessionRow,
    Settings,
    State,
    Status,
    Welcome,
)
from udpchat.gui.presenters.server_figures import FigureCards
from udpchat.gui.presenters.server_office import OfficePresenter
from udpchat.gui.presenters.server_people import Column, PeopleTable
from udpchat.gui.presenters.server_settings import PORT_CODE, SettingsDraft
from udpchat.gui.presenters.server_states import (
    Command,
    Head,
    Situation,
    main_button,
    notice,
    state_line,
)
from udpchat.gui.presenters.server_view import (
    LOG,
    OVERVIEW,
    Counts,
    Mode,
    Rest,
    ServerCommands,
    ServerView,
)
from udpchat.limits import FAULT_SHOWN_S

T = TypeVar("T")

ENDED: Final = frozenset({State.STOPPED, State.FAILED})
FAULT: Final = "fault"  # topic of log lines about the relay's own troubles


class ServerPresenter:
    """Drives one window. `port` is the one wanted, until the relay tells the one it has."""

    def __init__(
        self,
        view: ServerView,
        commands: ServerCommands,
        *,
        port: int,
        version: str,
        folder: str,
        firewall: Callable[[int], str],
        mode: Mode = "system",
    ) -> None:
        self._view = view
        self._commands = commands
        self._version = version
        self._firewall = firewall
        self._port = port
        self._run = Status(State.STOPPED)
        self._welcome: Welcome | None = None
        self._clock: tuple[int, float] | None = None  # ms of the server's clock, and when that was
        self._name = ""
        self._fingerprint: bytes | None = None
        self._online = self._ever_online = False
        self._lost_reason = ""
        self._retry_at: float | None = None
        self._interfaces: tuple[Interface, ...] = ()
        self._figures = FigureCards()
        self._people = PeopleTable()
        self._ring = LogRing()
        self._logs: dict[str, LogPresenter] = {}
        self._error_count = 0
        self._faulty_until = 0.0
        self._page = OVERVIEW
        self._now = 0.0
        self._shown: dict[str, object] = {}
        self.settings = SettingsDraft(view.show_settings)
        self.office = OfficePresenter(view, commands)
        view.show_folder(folder)
        view.show_mode(mode)
        self._folder = folder

    # --- what the process and its operator tell -----------------------------------------------------------------------

    def run_changed(self, run: Status, now: float) -> None:
        """The process was started, ended, and so on."""
        if run.state is not self._run.state:
            if run.state is not State.RUNNING:
                self._silent()
            if run.state is State.STARTING:
                self._ever_online, self._lost_reason = False, ""
        self._run = run
        if run.relay is not None:
            self._port, self._name, self._fingerprint = run.relay.port, run.relay.name, run.relay.fingerprint
        self.tick(now)

    def welcomed(self, welcome: Welcome, now: float) -> None:
        """Signed in as operator."""
        if self._welcome is None or self._welcome.started_at != welcome.started_at:
            self._ring.new_process()
            self._figures.reset()
        self._people.clear()
        self.office.welcomed()
        self._welcome, self._port = welcome, welcome.port
        self._clock = (welcome.at, now)
        self._online = self._ever_online = True
        self._lost_reason = ""
        self._folder = welcome.folder or self._folder
        self._view.show_folder(self._folder)
        self.tick(now)

    def settings_arrived(self, settings: Settings, now: float) -> None:
        """The settings in force."""
        self._name, self._port = settings.name, settings.port
        self.settings.arrived(settings)
        self.office.files.rules(settings.files[0] if settings.files else None)
        self.tick(now)

    def settings_refused(self, error: UdpchatError, now: float) -> None:
        """The settings stay as they were."""
        next_port = self._commands.free_port() if error.code == PORT_CODE else None
        self.settings.refused(error.code, error.sentence, next_port)
        self.tick(now)

    def heard(self, word: object) -> None:
        """What holds for everybody, told at first and whenever it changes."""
        self.office.heard(word)

    def log_arrived(self, lines: Iterable[LogLine]) -> None:
        """Lines of the log; the panes take them at the next `flush_log`."""
        first = self._ring.next_index
        self._ring.add(lines)
        self.office.logged(entry.topic for entry in self._ring.since(first))
        if self._welcome is not None:
            fresh = [entry for entry in self._ring.since(first) if entry.at >= self._welcome.at]
            if any(entry.topic == FAULT and Storage.code in entry.text for entry in fresh):
                self._faulty_until = self._now + FAULT_SHOWN_S
            if self._page != LOG:
                self._error_count += sum(entry.level == "error" for entry in fresh)

    def sessions_changed(self, rows: Iterable[SessionRow], gone: Iterable[int]) -> None:
        """Sessions that are new or changed, and those that are gone; shown at the next tick."""
        rows, gone = tuple(rows), tuple(gone)
        self._people.change(rows, gone)
        self.office.sessions_changed(rows, gone)

    def figures_arrived(self, figures: Figures, now: float) -> None:
        """The figures of a second."""
        self._clock = (figures.at, now)
        self._figures.take(figures)
        self.office.counted(figures.accounts)

    def operator_lost(self, reason: str, retry_at: float | None, now: float) -> None:
        """The connection to the relay is gone; it is made again by itself at `retry_at`."""
        self._online, self._lost_reason, self._retry_at = False, reason, retry_at
        self.office.cut_off()
        self.tick(now)

    def interfaces_found(self, found: Sequence[Interface]) -> None:
        """The addresses of this computer, the likeliest first."""
        self._interfaces = tuple(found)
        self.tick(self._now)

    def log_saved(self, path: str, error: str) -> None:
        """The log was written, or could not be."""
        self._view.show_saved(path, error)

    # --- time ---------------------------------------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Bring the view up to date; once a second, and when something happened."""
        self._now = now
        situation = self._situation()
        dot, state = state_line(situation)
        where = self._places()
        rest = self._rest()
        address = where.first.address if where.first and rest is None else text("operator.nav.not_reachable")
        head = Head(self._name, address, dot, state, main_button(self._run.state))
        self._show("head", head, self._view.show_head)
        self._show("notice", notice(situation, now), self._view.show_notice)
        self._show("counts", self._counts(), self._view.show_counts)
        self._show("cards", self._figures.cards(), self._view.show_cards)
        self._show("unreached", self._unreached(), self._view.show_unreached)
        self._show("places", (where, rest), lambda both: self._view.show_places(*both))
        if self._page == OVERVIEW:
            self._show("people", self._people.people(self._server_ms()), self._view.show_people)
        self.office.tick(now, self._server_ms())

    def flush_log(self) -> None:
        """Hand new lines to the pane that is seen; ten times a second."""
        for log in self._logs.values():
            log.flush()

    # --- what the person does -----------------------------------------------------------------------------------------

    def press(self, command: Command) -> None:
        """A button of the state or of a notice."""
        match command:
            case Command.START:
                self._commands.start(None)
            case Command.START_ON_NEXT_PORT:
                self._commands.start(self._run.next_port)
            case Command.STOP:
                self._stop_wanted()
            case Command.RECONNECT:
                self._commands.reconnect()
            case Command.COPY_LAST_WORDS:
                self._view.copy("\n".join(self._run.last_words))
            case Command.OPEN_FOLDER:
                self.open_folder()
            case other:
                assert_never(other)

    def page_shown(self, page: str) -> None:
        """Another page is seen."""
        self._page = page
        self.office.page_shown(page)
        if page == LOG:
            self._error_count = 0
        for key, log in self._logs.items():
            log.activate(key == page)
        self.tick(self._now)

    def add_log(self, page: str, view: LogView) -> LogPresenter:
        """A pane of the log on a page."""
        log = self._logs[page] = LogPresenter(self._ring, view)
        log.activate(page == self._page)
        return log

    def sort_people(self, column: Column) -> None:
        """A heading was clicked."""
        self._people.sort_by(column)
        self.tick(self._now)

    def apply_settings(self) -> None:
        """Ask for the settings as they stand on the page, unless something is wrong with them."""
        wish = self.settings.wish()
        if wish is not None:
            self._commands.apply(wish)

    def save_log(self, page: str, path: str) -> None:
        """Write what the pane's filter lets through."""
        self._commands.save_log(path, self._logs[page].lines_to_save())

    def announce_wanted(self) -> None:
        """Ask what to announce, while there is anybody to tell it to."""
        if self._online:
            self.office.acts.announce()

    def set_mode(self, mode: Mode) -> None:
        """Another theme."""
        self._commands.set_mode(mode)
        self._view.show_mode(mode)

    def open_folder(self) -> None:
        """Show the data folder."""
        self._commands.open_folder(self._folder)

    def close_wanted(self) -> None:
        """The window is to be closed: ask, unless there is nothing to decide."""
        if self._run.state in ENDED:
            self._commands.leave(stop=False)
        elif self._run.state is State.STOPPING:
            self._commands.leave(stop=True)
        else:
            self._view.ask_close(len(self._people))

    def _stop_wanted(self) -> None:
        """Stop the server; ask first when that puts people out."""
        if self._people and self._run.state is State.RUNNING:
            self._view.ask_stop(len(self._people))
        else:
            self._commands.stop()

    def stop_answered(self) -> None:
        """Yes, stop it, although people are online."""
        self._commands.stop()

    def close_answered(self, stop: bool) -> None:
        """Stop the server, or keep it running without the window."""
        self._commands.leave(stop)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _silent(self) -> None:
        """The process does not speak: nothing is known of the present."""
        self._online, self._welcome, self._clock = False, None, None
        self._people.clear()
        self._figures.reset()
        self.office.silent()
        self.settings.unknown()

    def _server_ms(self) -> int:
        if self._clock is None:
            return 0
        at, heard_at = self._clock
        return at + round(1000 * (self._now - heard_at))

    def _situation(self) -> Situation:
        uptime_s = None
        if self._welcome is not None and self._clock is not None:
            uptime_s = (self._server_ms() - self._welcome.started_at) / 1000
        return Situation(
            run=self._run,
            online=self._online,
            ever_online=self._ever_online,
            lost_reason=self._lost_reason,
            retry_at=self._retry_at,
            uptime_s=uptime_s,
            own_version=self._version,
            faulty=self._now < self._faulty_until,
        )

    def _counts(self) -> Counts:
        return Counts(len(self._people) if self._welcome is not None else None, self._error_count)

    def _unreached(self) -> str:
        where = self._places()
        nothing_to_allow = where.first is None or where.only_here
        return "" if nothing_to_allow or self._figures.outside_count != 0 else self._firewall(self._port)

    def _places(self) -> Places:
        host = self._welcome.host if self._welcome is not None else ""
        return places(self._name, host, self._port, self._fingerprint, self._interfaces)

    def _rest(self) -> Rest | None:
        match self._run.state:
            case State.FAILED:
                return Rest(text("operator.rest.stopped_title"), text("operator.rest.failed"))
            case State.STOPPED:
                button = main_button(self._run.state)
                return Rest(text("operator.rest.stopped_title"), text("operator.rest.stopped"), button)
            case State.RESTARTING:
                return Rest(text("operator.rest.restarting_title"), text("operator.rest.restarting"))
            case State.STOPPING:
                return Rest(text("operator.rest.stopping_title"), text("operator.rest.stopping"))
            case _ if self._welcome is None:
                return Rest(text("operator.rest.starting_title"), text("operator.rest.starting"))
            case _:
                return None

    def _show(self, key: str, value: T, verb: Callable[[T], None]) -> None:
        if self._shown.get(key, ServerPresenter) != value:
            self._shown[key] = value
            verb(value)
