"""A server window on the screen with a presenter behind it, and a relay that only remembers."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Iterator

from tests.gui.harness import WindowCase, focus, pump, settle
from tests.unit.gui.presenters.server_fakes import PRINT, Interface, Relay, Settings, Welcome
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server import ServerPresenter
from udpchat.gui.presenters.server_feed import State, Status
from udpchat.gui.server_window import ServerWindow
from udpchat.operate.folder import RunningRelay

HOSTILE = (
    "\x00null\x07\x1b[31m",
    "\u202eevil\u2066 \ufeff",
    "z" + "\u0301" * 300,
    "😀👩‍👩‍👧🇧🇪",
    "lone \ud800 half",
    "x" * 65536,
    "two\nlines\tand a tab",
    "{curly} [bracket] $dollar \\back",
)


class ServerCase(WindowCase):
    """`show()` makes the window; `relay.told` is what it wanted done, `copied` what it copied."""

    def show(self, size: str = "1360x840", mode: str = "light", scale: float = 1.0, online: bool = True) -> None:
        self.root.geometry(f"{size}+0+0")
        self.kit = Kit(self.root, mode, scale)
        self.copied: list[str] = []
        self.relay = Relay()
        self.window = ServerWindow(self.root, self.kit, self.copied.append, self.root.title)
        self.presenter = ServerPresenter(
            self.window, self.relay, port=11111, version="2.0", folder="the folder", firewall=lambda port: f"allow {port}"
        )
        self.window.connect(self.presenter)
        self.now = time.monotonic()
        self.presenter.run_changed(Status(State.STOPPED), self.now)
        if online:
            self.go_online()
        settle(self.root)
        focus(self.root)

    def go_online(self) -> None:
        running = RunningRelay(4711, "0.0.0.0", 11111, PRINT, "2.0", "lab-server", bytes(32))
        self.presenter.run_changed(Status(State.STARTING), self.now)
        self.presenter.run_changed(Status(State.RUNNING, running), self.now)
        self.presenter.welcomed(Welcome(), self.now)
        self.presenter.settings_arrived(Settings(), self.now)
        self.presenter.interfaces_found([Interface("eth0", "192.168.1.20"), Interface("wlan0", "10.0.0.7", "wifi")])

    def tick(self) -> None:
        self.presenter.tick(self.now)
        self.presenter.flush_log()
        settle(self.root)


def below(widget: tk.Misc) -> Iterator[tk.Misc]:
    """Every widget in another one."""
    for child in widget.winfo_children():
        yield child
        yield from below(child)


def shown_words(widget: tk.Misc) -> str:
    """The words of every label and button that is on the screen."""
    words = []
    for inner in below(widget):
        if inner.winfo_viewable() and inner.winfo_class() in ("TLabel", "TButton", "Label", "TRadiobutton", "TCheckbutton"):
            words.append(str(inner.cget("text")))
    return "\n".join(words)


def button(widget: tk.Misc, label: str) -> tk.Misc:
    """The button with these words, as soon as it is on the screen."""

    def found() -> list[tk.Misc]:
        buttons = [inner for inner in below(widget) if inner.winfo_viewable() and inner.winfo_class() == "TButton"]
        return [inner for inner in buttons if label in str(inner.cget("text"))]

    pump(widget, found)
    return found()[0]
