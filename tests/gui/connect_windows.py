"""A connect window with a presenter, and everything behind it recorded: for tests with real widgets and keys."""

from __future__ import annotations

from typing import Any

from tests.gui.harness import WindowCase, focus, press, pump, settle, type_text
from tests.unit.gui.presenters.connect_lab import FakeDoors, FakeFinding, offers
from udpchat.client.inquiry import Standing
from udpchat.client.known_servers import KnownServer
from udpchat.gui.connect_window import ConnectWindow
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.connect import ConnectPresenter
from udpchat.gui.presenters.connect_pages import Field
from udpchat.gui.widgets import field


class ConnectCase(WindowCase):
    """`self.window` on the screen."""

    mode = "light"
    scale = 1.0
    geometry = "860x600+0+0"

    def setUp(self) -> None:
        super().setUp()
        self.doors = FakeDoors()
        self.finding = FakeFinding()
        self.now = 1000.0
        self.root.geometry(self.geometry)
        self.kit = Kit(self.root, self.mode, self.scale)
        self.window = ConnectWindow(
            self.root,
            self.kit,
            lambda view: ConnectPresenter(view, self.doors, self.finding, lambda: self.now, lambda port: f"allow {port}/udp"),
        )
        self.window.pack(fill="both", expand=True)
        self.presenter = self.window.presenter

    def tearDown(self) -> None:
        del self.window, self.presenter, self.kit

    def start(self, *known: KnownServer, typed: str = "") -> None:
        if self.window.page is None:
            focus(self.window)
        self.presenter.start(known, None, typed)
        pump(self.root, self.window.find.winfo_viewable if not typed else self.window.winfo_viewable)

    def form(self, standing: Standing = Standing.PINNED, **changes: Any) -> None:
        """Go to the form of a server with these offers."""
        if self.window.page is None:
            self.start()
        self.presenter.proceed("192.168.1.20", "11111")
        self.presenter.inquiry_event(offers(standing, **changes))
        pump(self.root, self.window.form.winfo_viewable)
        settle(self.root)

    def field(self, name: Field) -> field.Field:
        """A field of either page."""
        find = self.window.find
        return {Field.HOST: find.host, Field.PORT: find.port, **self.window.form.fields}[name]

    def write(self, name: Field, words: str) -> None:
        """Type into a field with real keys, over what stands there."""
        one = self.field(name)
        one.take_focus(select=True)
        focus(one.entry)
        one.entry.selection_range(0, "end")
        type_text(self.root, words)
        pump(self.root, lambda: one.value == words)

    def key(self, *keys: str) -> None:
        press(self.root, *keys)
        settle(self.root)
