"""The connect page of a client's window: the connect window's frame with its presenter, doors and search."""

from __future__ import annotations

from pathlib import Path

from udpchat.client.core import ClientCore
from udpchat.client.known_servers import KnownServers
from udpchat.client.profiles import Profiles
from udpchat.firewall import firewall_command
from udpchat.gui.app import App
from udpchat.gui.background import Background
from udpchat.gui.client_doors import ClientDoors
from udpchat.gui.connect_window import LEAST_SIZE_PX, SIZE_PX, ConnectWindow
from udpchat.gui.presenters.connect import ConnectPresenter
from udpchat.gui.search import NetworkSearch
from udpchat.net import clock


class ConnectPage:
    """Made when it is needed, closed when somebody has signed in."""

    kind = "connect"
    size = SIZE_PX
    least_size = LEAST_SIZE_PX

    def __init__(
        self, app: App, profiles: Profiles, core: ClientCore, background: Background, server_data: Path | None
    ) -> None:
        self._app = app
        self._search = NetworkSearch()
        self._doors = ClientDoors(
            app,
            profiles,
            core,
            background,
            heard=lambda event: self._presenter.inquiry_event(event),
            refused=lambda error: self._presenter.sign_in_refused(error),
            server_data=server_data,
        )
        self._frame = ConnectWindow(
            app.root,
            app.kit,
            lambda view: ConnectPresenter(view, self._doors, self._search, clock, firewall_command),
            on_mode=lambda mode: app.change(mode=mode),
        )
        self._presenter = self._frame.presenter

    def show(self) -> None:
        """Onto the window."""
        self._frame.pack(fill="both", expand=True)

    def start(self, known: KnownServers, last: str, typed: str) -> None:
        """The list of known servers is there; `last` is the fingerprint of the one used last, in hex, or empty."""
        try:
            fingerprint = bytes.fromhex(last) or None
        except ValueError:
            fingerprint = None
        self._presenter.start(known.servers, fingerprint, typed)

    def on_event(self, event: object) -> None:
        """An event of the core."""
        self._presenter.client_event(event)  # type: ignore[arg-type]  # the core tells nothing else

    def close(self) -> None:
        """Off the window, and no more questions."""
        self._doors.close()
        self._search.close()
        self._frame.destroy()
