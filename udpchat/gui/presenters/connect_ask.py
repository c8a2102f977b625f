"""Between the first page and the second, without a window: find the host, ask the server what it offers.

A silent server is asked on and on until the person cancels: they read the causes meanwhile and may well mend one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from udpchat.catalogue import text
from udpchat.client.target import Target
from udpchat.driver import Address
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.connect_address import Wanted
from udpchat.gui.presenters.connect_pages import AskingPage, ConnectView
from udpchat.limits import ELSEWHERE_S


class Asking(Protocol):
    """What the program does for this step; nothing blocks."""

    def resolve(self, host: str, port: int, then: Callable[[Address | UdpchatError], None]) -> None:
        """Find the address of a host name, and call back on this thread."""

    def start_inquiry(self, target: Target) -> None:
        """Ask a server what it offers; its events come back. One inquiry at a time: a new one ends the former."""

    def cancel_inquiry(self) -> None:
        """Stop asking. Harmless when nothing is being asked."""


class AskStep:
    """One server that is being asked. `unknown` is told of a host name that does not resolve."""

    def __init__(
        self,
        view: ConnectView,
        doors: Asking,
        clock: Callable[[], float],
        firewall: Callable[[int], str],
        unknown: Callable[[UdpchatError], None],
    ) -> None:
        self.wanted = Wanted("", 0, "")
        self.address: Address = ("", 0)
        self._view = view
        self._doors = doors
        self._clock = clock
        self._firewall = firewall
        self._unknown = unknown
        self._began_at: float | None = None
        self._silent = False
        self._shown: AskingPage | None = None
        self._turn = 0  # tells late answers of a resolver from the awaited one

    @property
    def target(self) -> Target:
        """What is being asked, with no more than is known before the answer."""
        return Target(self.address, self.wanted.label, pin=self.wanted.pin)

    @property
    def in_vain(self) -> bool:
        """Whether the answer is overdue, or was of no use."""
        return self._began_at is None or self._clock() >= self._began_at + ELSEWHERE_S

    def begin(self, wanted: Wanted) -> None:
        """Show the page and ask."""
        self.stop()
        self.wanted, self._silent, self._began_at = wanted, False, self._clock()
        if wanted.numeric:
            self._ask((wanted.host, wanted.port))
            return
        self._show(text("connect.asking.looking_up", host=wanted.host))
        turn = self._turn
        self._doors.resolve(wanted.host, wanted.port, lambda found: self._resolved(found, turn))

    def stop(self) -> None:
        """No longer wanted."""
        self._turn += 1
        self._began_at = self._shown = None
        self._doors.cancel_inquiry()

    def answered(self) -> None:
        """The server has told what it offers."""
        self._turn += 1
        self._began_at = self._shown = None

    def tick(self) -> None:
        """Count the seconds that a silent server is asked."""
        if self._silent:
            self._show_silence()

    def silent(self) -> None:
        """Nothing was heard for some seconds; the inquiry goes on."""
        if self._began_at is not None:
            self._silent = True
            self._show_silence()

    def failed(self, sentence: str) -> None:
        """The inquiry is over. After silence it begins again; an answer that makes no sense is for the person."""
        if self._began_at is None:
            return
        if self._silent:
            self._doors.start_inquiry(self.target)
            return
        self._began_at = None
        title = text("connect.asking.failed", server=self.wanted.label)
        self._put(AskingPage(title, self.wanted.place, sentence, failed=True))

    def _resolved(self, found: Address | UdpchatError, turn: int) -> None:
        if turn != self._turn:
            return
        if isinstance(found, UdpchatError):
            self._began_at = self._shown = None
            self._unknown(found)
        else:
            self._ask(found)

    def _ask(self, address: Address) -> None:
        self.address = address
        self._show(text("connect.asking.message"))
        self._doors.start_inquiry(self.target)

    def _show(self, message: str) -> None:
        self._put(AskingPage(text("connect.asking.title", server=self.wanted.label), self.wanted.place, message))

    def _show_silence(self) -> None:
        if self._began_at is None:
            return
        port = self.address[1]
        self._put(
            AskingPage(
                title=text("connect.silent.title", server=self.wanted.label),
                address=self.wanted.place,
                message=text("connect.silent.message", count=int(self._clock() - self._began_at)),
                causes=tuple(text(f"connect.silent.{cause}", port=port) for cause in ("off", "elsewhere", "firewall")),
                command_hint=text("connect.silent.command"),
                command=self._firewall(port),
            )
        )

    def _put(self, page: AskingPage) -> None:
        if page != self._shown:
            self._shown = page
            self._view.show_asking(page)
