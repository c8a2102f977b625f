"""ServerShell: the server window with the process that it looks after, from its start to its end.

    folder <- Supervisor -> process that serves <- loopback -> OperatorCore -> ServerPresenter -> ServerWindow

The coordinator: it asks the supervisor, follows the relay with the operator's connection, passes what both tell to the
presenter, and does what the presenter wants. Blocking work (addresses, files, the file manager) runs beside the window.
When the window closes, the relay is stopped and waited for, or goes on by itself.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final, TypeVar, assert_never, cast

from udpchat import __version__
from udpchat.catalogue import text
from udpchat.client.operator import (
    KEEP,
    FiguresArrived,
    LogArrived,
    OperatorCore,
    OperatorEvent,
    OperatorLost,
    OperatorReady,
    OrderAnswered,
    SessionsChanged,
    SettingsArrived,
    SettingsRefused,
)
from udpchat.client.phases import Phase
from udpchat.errors import NoAnswer, UdpchatError
from udpchat.firewall import firewall_command
from udpchat.gui.app import App
from udpchat.gui.background import Background
from udpchat.gui.loop import Handle
from udpchat.gui.open_folder import open_folder
from udpchat.gui.presenters.log import file_text
from udpchat.gui.presenters.log_ring import LogEntry
from udpchat.gui.presenters.server import ServerPresenter
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_settings import RoomPassword, Wish
from udpchat.gui.presenters.server_view import Mode
from udpchat.gui.server_window import LEAST, SIZE, ServerWindow
from udpchat.limits import DEFAULT_PORT, INTERFACES_EVERY_S, LOG_FLUSH_S, OPERATOR_BYE_S, RAISE_LOOK_S, SERVER_TICK_S
from udpchat.net import clock, open_socket
from udpchat.net.interfaces import Interface, interfaces
from udpchat.operate.desk import Asking, Desk, Office, Outcome
from udpchat.operate.following import follow
from udpchat.operate.ports import next_free_port
from udpchat.operate.raise_window import OnlyWindow
from udpchat.operate.spawn import Launch
from udpchat.operate.states import State, Status
from udpchat.operate.supervisor import Supervisor

T = TypeVar("T")

AT_REST: Final = frozenset({State.STOPPED, State.FAILED})


class ServerShell:
    """See above. `open` shows the window and starts the relay; everything ends with the App."""

    def __init__(self, app: App, launch: Launch, only: OnlyWindow) -> None:
        self._app = app
        self._launch = launch
        self._only = only
        self._core = OperatorCore(secrets.token_bytes)
        self._supervisor = Supervisor(launch, self._say_stop)
        self._desk = Desk(self._core)
        self._background = Background(app.loop)
        self._leaving = False
        self._flush: Handle | None = None
        self.window = ServerWindow(app.root, app.kit, app.copy, app.set_title)
        self.presenter = ServerPresenter(
            self.window,
            self,
            port=launch.port or DEFAULT_PORT,
            version=__version__,
            folder=str(launch.data),
            firewall=cache(firewall_command),
            mode=cast(Mode, app.preferences.mode),
        )
        self.window.connect(self.presenter)

    def open(self) -> None:
        """Show the window; the relay is attached to or started."""
        app = self._app
        app.loop.attach(self._core, open_socket("0.0.0.0", 0), self._on_event)
        app.loop.every(SERVER_TICK_S, lambda: self.presenter.tick(clock()))
        app.loop.every(SERVER_TICK_S, lambda: self._desk.check(clock()))
        app.loop.every(RAISE_LOOK_S, self._raise_if_wished)
        app.loop.every(INTERFACES_EVERY_S, self._look_at_interfaces)
        app.on_close, app.on_end, app.on_error = self.presenter.close_wanted, self._end_by_system, self._failed
        app.place("server", SIZE, LEAST)
        self._look_at_interfaces()
        self._supervisor.start(clock())
        self._poll()

    # --- what the presenter wants -------------------------------------------------------------------------------------

    def start(self, port: int | None) -> None:
        """Start the relay, on this port if one is given."""
        self._supervisor.start(clock(), port)
        self._hear_supervisor()

    def stop(self) -> None:
        """Stop it."""
        self._supervisor.stop(clock())
        self._hear_supervisor()

    def reconnect(self) -> None:
        """Connect to the relay at once."""
        self._follow(self._supervisor.status)

    def apply(self, wish: Wish) -> None:
        """Ask the relay for these settings."""
        password = {RoomPassword.KEEP: KEEP, RoomPassword.REMOVE: None, RoomPassword.SET: wish.password}[wish.room]
        try:
            self._core.change_settings(wish.name, wish.port, wish.signup, wish.guests, password, clock(), wish.plain, wish.files)
        except UdpchatError as error:
            self.presenter.settings_refused(error, clock())
        self._app.loop.kick()

    def run(self, make: Callable[[Office], Asking[T]], then: Callable[[Outcome[T]], None]) -> None:
        """Run a script at the relay; at once it fails while there is no connection."""
        if self._core.state is not Phase.ONLINE:
            then(Outcome(error=NoAnswer()))
            return
        self._desk.run(make, then, clock())
        self._app.loop.kick()

    def aside(self, work: Callable[[], T], then: Callable[[T | None, Exception | None], None]) -> None:
        """Run what takes long beside the window."""
        self._background.run("aside", work, then)

    def free_port(self) -> int | None:
        """A port that a server could have now."""
        return next_free_port(self._launch.host or "")

    def save_log(self, path: str, lines: Iterable[LogEntry]) -> None:
        """Write lines to a file, beside the window: they may be many, and the disk slow."""

        def saved(_: None, error: Exception | None) -> None:
            reason = "" if error is None else (getattr(error, "strerror", None) or str(error))
            self.presenter.log_saved(path, reason)

        self._background.run("save", lambda: _write(Path(path), lines), saved)

    def open_folder(self, path: str) -> None:
        """Show a folder in the file manager."""

        def opened(done: bool | None, _error: Exception | None) -> None:
            if not done:
                self.window.note(Tone.WARN, text("operator.folder.not_opened", path=path))

        self._background.run("folder", lambda: open_folder(Path(path)), opened)

    def set_mode(self, mode: Mode) -> None:
        """Change the theme and remember it."""
        self._app.change(mode=mode)

    def leave(self, stop: bool) -> None:
        """End the window; the relay ends too, or goes on by itself."""
        if not stop:
            self._core.close(clock())
            self._app.loop.kick()
            self._app.loop.call_later(OPERATOR_BYE_S, self._quit)
            self._app.root.withdraw()
            return
        self._leaving = True
        self.stop()
        self._leave_if_done()

    # --- the relay ----------------------------------------------------------------------------------------------------

    def _poll(self) -> None:
        """Look after the process, as often as it needs it."""
        try:
            self._supervisor.poll(clock())
            self._hear_supervisor()
        finally:
            if not self._app.ended:
                self._app.loop.call_later(self._supervisor.poll_again_s(), self._poll)

    def _raise_if_wished(self) -> None:
        if self._only.is_wished():
            self._app.raise_window()

    def _hear_supervisor(self) -> None:
        while (status := self._supervisor.next_status()) is not None:
            self._follow(status)
            self.presenter.run_changed(status, clock())
        self._app.loop.kick()
        if self._leaving:
            self._leave_if_done()

    def _follow(self, status: Status) -> None:
        follow(self._core, status, clock())
        self._app.loop.kick()

    def _say_stop(self) -> bool:
        said = self._core.stop_server(text("operator.stop.reason"), clock())
        self._app.loop.kick()
        return said

    def _on_event(self, event: object) -> None:
        now = clock()
        heard = cast(OperatorEvent, event)
        self._desk.handle(heard, now)
        self._app.loop.kick()
        match heard:
            case OperatorReady(welcome):
                self.presenter.welcomed(welcome, now)
            case OperatorLost(reason, retry_at):
                self.presenter.operator_lost(reason, retry_at, now)
            case SettingsArrived(settings):
                self.presenter.settings_arrived(settings, now)
            case SettingsRefused(error):
                self.presenter.settings_refused(error, now)
            case LogArrived(lines):
                self.presenter.log_arrived(lines)
                if self._flush is None or not self._flush.waiting:
                    self._flush = self._app.loop.call_later(LOG_FLUSH_S, self.presenter.flush_log)
            case SessionsChanged(rows, gone):
                self.presenter.sessions_changed(rows, gone)
            case FiguresArrived(figures):
                self.presenter.figures_arrived(figures, now)
            case OrderAnswered(word):
                self.presenter.heard(word)
            case other:
                assert_never(other)

    # --- the rest -----------------------------------------------------------------------------------------------------

    def _look_at_interfaces(self) -> None:
        def found(rows: tuple[Interface, ...] | None, _error: Exception | None) -> None:
            self.presenter.interfaces_found(rows or ())

        self._background.run("interfaces", interfaces, found)

    def _failed(self, error: BaseException) -> None:
        """Something in the window failed; the relay is another process and goes on."""
        self.window.note(Tone.WARN, text("operator.window.fault", kind=type(error).__name__))

    def _end_by_system(self) -> None:
        """The session ends, or somebody ends this program: nobody can be asked, and the chat is not the window's."""
        self.leave(stop=False)

    def _leave_if_done(self) -> None:
        if self._supervisor.status.state in AT_REST and not self._app.ended:
            self._quit()

    def _quit(self) -> None:
        self._supervisor.let_go()
        self._background.close()
        self._only.release()
        self._app.quit()


def _write(path: Path, lines: Iterable[LogEntry]) -> None:
    with contextlib.closing(path.open("w", encoding="utf-8", newline="\n")) as file:
        file.write(file_text(lines))
