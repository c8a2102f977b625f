"""ClientShell: one client window from its first page to its end, and the parts of the program behind it.

    connect page -- signed in --> chat page -- signed out --> connect page

The coordinator: it owns the core with its socket, shows one of the two pages, and passes events to that page's presenter.
When the window closes it says goodbye to the server first, and asks about what was typed and has not arrived.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.core import ClientCore
from udpchat.client.known_servers import KnownServers
from udpchat.client.phases import Phase
from udpchat.client.profiles import Profiles, Slot
from udpchat.gui.app import App
from udpchat.gui.background import Background
from udpchat.gui.chat_page import ChatPage
from udpchat.gui.connect_page import ConnectPage
from udpchat.gui.dialogs.sheet import confirm
from udpchat.gui.file_places import PASTED, put_files
from udpchat.limits import CLOSE_WAIT_S, SHELL_TICK_S
from udpchat.net import clock, open_socket
from udpchat.net.finder import Finder
from udpchat.net.guide import Guide
from udpchat.net.seeker import Seeker


def wall_ms() -> int:
    """Milliseconds since the epoch, for display only."""
    return time.time_ns() // 1_000_000


class ClientShell:
    """See above. `start` shows the window; everything ends with the App."""

    def __init__(
        self,
        app: App,
        profiles: Profiles,
        typed: str = "",
        server_data: Path | None = None,
        files: Sequence[str] = (),
    ) -> None:
        """`typed`: an address or invite to go to at once. `server_data`: where a relay of this computer may live. `files`:
        to be sent by whoever signs in first.
        """
        self._app = app
        self._profiles = profiles
        self._typed = typed
        self._server_data = server_data
        self._files = files
        self._core = ClientCore(profiles, secrets.token_bytes, wall_ms)
        self._background = Background(app.loop)
        self._guide = Guide(self._core, Seeker(Finder()), self._ask)
        self._slot = Slot(0, None)
        self._page: ConnectPage | ChatPage | None = None
        self._closing = False

    def start(self) -> None:
        """Show the connect page."""
        app = self._app
        with contextlib.suppress(OSError):  # a folder that cannot be written is told when somebody signs in
            self._slot = self._profiles.window_slot()
        put_files(self._core, app.preferences)
        app.loop.attach(self._core, open_socket("0.0.0.0", 0), self._on_event)
        app.loop.every(SHELL_TICK_S, self._tick)
        app.on_close, app.on_end = self.close, self._leave
        self._connect_page()
        self._background.run("profiles", lambda: self._profiles.sweep(wall_ms()), lambda _, __: None)

    # --- pages --------------------------------------------------------------------------------------------------------

    def _connect_page(self) -> None:
        """First page; the list of known servers comes from disk."""
        self._turn_to(ConnectPage(self._app, self._profiles, self._core, self._background, self._server_data))
        self._app.set_title(text("desktop.connect.title"))
        self._background.run("profiles", self._profiles.known_servers, self._known)

    def _known(self, known: KnownServers | None, _error: Exception | None) -> None:
        if isinstance(self._page, ConnectPage):
            typed, self._typed = self._typed, ""
            self._page.start(known or KnownServers(), self._app.preferences.last_server, typed)

    def _chat_page(self) -> None:
        page = ChatPage(self._app, self._core, wall_ms, self._signed_out, self._profiles.data / PASTED)
        self._turn_to(page)

    def _turn_to(self, page: ConnectPage | ChatPage) -> None:
        before, self._page = self._page, page
        if before is not None:
            before.close()
        self._app.place(page.kind, page.size, page.least_size, self._slot.number)
        page.show()

    # --- events -------------------------------------------------------------------------------------------------------

    def _on_event(self, event: object) -> None:
        if self._closing:
            if isinstance(event, events.LoggedOut):
                self._end()
            return
        if isinstance(event, events.SignedIn) and isinstance(self._page, ConnectPage):
            self._remember_server()
            self._chat_page()
        if isinstance(event, events.CertificateQuestion) and isinstance(self._page, ChatPage):
            self._guide.stranger(event, clock())
        elif self._page is not None:
            self._page.on_event(event)
        if isinstance(event, events.SignedIn) and isinstance(self._page, ChatPage):
            files, self._files = self._files, ()
            self._page.send_files(files)

    def _ask(self, question: events.CertificateQuestion) -> None:
        """Another server answers where ours was, and ours is nowhere to be found."""
        if self._page is not None and not self._closing:
            self._page.on_event(question)

    def _remember_server(self) -> None:
        fingerprint = self._core.fingerprint
        if fingerprint is not None and fingerprint.hex() != self._app.preferences.last_server:
            self._app.change(last_server=fingerprint.hex())

    def _signed_out(self) -> None:
        """The chat is over: the same window asks where to go."""
        self._guide.close()
        self._connect_page()

    def _tick(self) -> None:
        if isinstance(self._page, ChatPage) and not self._closing:
            self._guide.turn(clock())
            if self._guide.lost:
                self._app.loop.kick()

    # --- the end ------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """A person closes the window."""
        waiting, moving = self._core.unconfirmed_count, self._core.unfinished_files
        if not (waiting or moving) or self._closing or not isinstance(self._page, ChatPage):
            self._leave()
        elif waiting:
            self._question("desktop.close", text("desktop.close.words", count=waiting), danger=True)
        else:
            ends = not self._core.files_outlive
            words = text(f"leaving.files.{'ends' if ends else 'words'}{'.one' if moving == 1 else ''}", count=moving)
            self._question("leaving.files", words, danger=ends)

    def _question(self, key: str, words: str, danger: bool) -> None:
        """Whether to leave now, though something is not done."""
        about = text(f"{key}.title"), words, text(f"{key}.verb"), text(f"{key}.back")
        confirm(self._app.kit, self._app.root, *about, self._leave, danger=danger, icon="clock")

    def _leave(self) -> None:
        """Say goodbye, for a moment; the window is gone from the screen already."""
        if self._closing:
            self._end()
            return
        self._closing = True
        if self._page is not None:
            self._page.close()
            self._page = None
        self._app.root.withdraw()
        if self._core.state is Phase.IDLE:
            self._end()
            return
        self._core.leave_now(clock())
        self._app.loop.kick()
        self._app.loop.call_later(CLOSE_WAIT_S, self._end)

    def _end(self) -> None:
        self._background.close()
        self._guide.close()
        self._slot.release()
        self._app.quit(self._app.status)
        self._core.close()
