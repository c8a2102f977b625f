"""A chat window on a real display, with a presenter behind it and a core that only remembers."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable

from tests.gui.harness import WindowCase, pump, settle
from tests.unit.gui.presenters.chat_making import BUDI, ME, NAMES, SARI, FakeAlerts, FakeCore, message, moment, person
from tests.unit.gui.presenters.plain_compose import plain_presenter
from udpchat.client import events
from udpchat.client.phases import Phase
from udpchat.gui.chat.actions import Choices, Program
from udpchat.gui.client_window import ClientWindow
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.chat_ports import Around
from udpchat.gui.widgets.chat_rows import MessageRow

NOON = 12 * 60 * 60_000


class Later:
    """A call by `after`."""

    def __init__(self, root: tk.Misc, delay_s: float, function: Callable[[], None]) -> None:
        self._root = root
        self._job: str | None = root.after(max(0, round(delay_s * 1000)), self._run, function)

    def cancel(self) -> None:
        """Not to come."""
        if self._job is not None:
            self._root.after_cancel(self._job)
            self._job = None

    def _run(self, function: Callable[[], None]) -> None:
        self._job = None
        function()


class ChatCase(WindowCase):
    """A whole chat window, signed in, with the keyboard in the composer when a test takes it there."""

    def chat(self, width: int = 1200, height: int = 700, mode: str = "light", zoom: int = 100) -> ClientWindow:
        """Made and shown."""
        root = self.root
        root.geometry(f"{width}x{height}+20+20")
        self.kit = Kit(root, mode)
        self.core, self.alerts = FakeCore(), FakeAlerts()
        self.titles: list[tuple[str, int]] = []
        self.links: list[str] = []
        self.calls: list[str] = []
        program = Program(
            title=lambda title, unread: self.titles.append((title, unread)),
            choose=self._chosen,
            open_link=self.links.append,
            quit=lambda: self.calls.append("quit"),
        )
        window = ClientWindow(root, self.kit, program, Choices(mode=mode, zoom=zoom))
        window.pack(fill="both", expand=True)
        self.presenter = plain_presenter(self.core, window, self._around())
        self.addCleanup(self.presenter.close)
        window.connect(self.presenter)
        self.tell(events.StateChanged(Phase.ONLINE), events.SignedIn(NAMES[ME], ME, False, "lab"))
        online = (person(ME), person(SARI), person(BUDI, guest=True))
        self.tell(events.PeopleChanged((), (), online))
        pump(root, window.chat.text.winfo_viewable)
        settle(root)
        return window

    def _around(self) -> Around:
        return Around(
            now=time.monotonic,
            wall_ms=lambda: NOON,
            later=lambda delay_s, function: Later(self.root, delay_s, function),
            kick=lambda: None,
            alerts=self.alerts,
            address=lambda: "192.168.1.20:11111",
            ended=lambda: self.calls.append("ended"),
            sign_in_again=lambda: self.calls.append("again"),
            moment=moment,
        )

    def _chosen(self, choices: Choices) -> None:
        self.kit.set_mode("dark" if choices.mode == "dark" else "light")
        self.kit.set_zoom(choices.zoom)

    def tell(self, *told: events.Event) -> None:
        """Events of the core."""
        for event in told:
            if isinstance(event, events.StateChanged):
                self.core.state = event.phase
            self.core.hear(event)
            self.presenter.on_event(event)

    def say(self, *seqs: int, author: int = SARI, live: bool = True, text: str = "", room: int = 0) -> None:
        """Messages arrive."""
        self.core.contiguous_to = max([self.core.contiguous_to, *seqs])
        self.core.head = max(self.core.head, self.core.contiguous_to)
        self.tell(events.MessagesAdded(tuple(message(seq, author, text, room=room) for seq in seqs), live))

    def texts(self, window: ClientWindow) -> list[str]:
        """The messages in the chat view."""
        return [row.text for row in window.chat.index.rows if isinstance(row, MessageRow)]
