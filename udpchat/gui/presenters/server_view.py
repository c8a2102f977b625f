"""The two sides of the presenter of the server window: the view that it drives and the commands that it gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from udpchat.gui.presenters.log_ring import LogEntry
from udpchat.gui.presenters.server_addresses import Places
from udpchat.gui.presenters.server_figures import Card
from udpchat.gui.presenters.server_office import FILES, GROUPS, ORDER, OVERVIEW, PEOPLE, OfficeCommands, OfficeView
from udpchat.gui.presenters.server_people import People
from udpchat.gui.presenters.server_settings import SettingsForm, Wish
from udpchat.gui.presenters.server_states import Button, Head, Notice

__all__ = [
    "FILES",
    "GROUPS",
    "LOG",
    "ORDER",
    "OVERVIEW",
    "PEOPLE",
    "SETTINGS",
    "Counts",
    "Mode",
    "Rest",
    "ServerCommands",
    "ServerView",
]

Mode = Literal["system", "light", "dark"]

LOG: Final = "log"
SETTINGS: Final = "settings"


@dataclass(frozen=True, slots=True)
class Rest:
    """Stands in the place of the addresses while nobody can reach the server."""

    title: str
    words: str
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What the navigation counts: people online (None: not known), errors in the log since it was looked at."""

    online: int | None = None
    errors: int = 0


class ServerView(OfficeView, Protocol):
    """The window. Each verb replaces what the same verb showed before."""

    def show_head(self, head: Head) -> None:
        """Name, address, state and the button of the process."""

    def show_notice(self, notice: Notice | None) -> None:
        """The strip above every page."""

    def show_counts(self, counts: Counts) -> None:
        """The numbers in the navigation."""

    def show_places(self, places: Places, rest: Rest | None) -> None:
        """Where people find this server, or why they do not at present."""

    def show_unreached(self, command: str) -> None:
        """The command of the firewall while no other computer has reached the server; "" once one has."""

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """The figures."""

    def show_people(self, people: People) -> None:
        """The table."""

    def show_settings(self, form: SettingsForm) -> None:
        """The settings page."""

    def show_folder(self, path: str) -> None:
        """The data folder."""

    def show_mode(self, mode: Mode) -> None:
        """The theme chosen."""

    def show_saved(self, path: str, error: str) -> None:
        """The log was written to a file, or could not be."""

    def copy(self, words: str) -> None:
        """Put something on the clipboard."""

    def ask_stop(self, online_count: int) -> None:
        """Ask whether to stop the server although people are online; a yes goes to `stop_answered`."""

    def ask_close(self, online_count: int) -> None:
        """Ask whether to stop the server or keep it running; the answer goes to `close_answered`."""


class ServerCommands(OfficeCommands, Protocol):
    """What the window has done for it."""

    def start(self, port: int | None) -> None:
        """Start the relay, on this port if one is given."""

    def stop(self) -> None:
        """Stop the relay."""

    def reconnect(self) -> None:
        """Connect to the relay at once."""

    def apply(self, wish: Wish) -> None:
        """Ask the relay for these settings."""

    def free_port(self) -> int | None:
        """A port that is free at present and that people's programs search; None when there is none."""

    def save_log(self, path: str, lines: Iterable[LogEntry]) -> None:
        """Write lines to a file; `log_saved` follows."""

    def open_folder(self, path: str) -> None:
        """Show a folder in the system's file manager."""

    def set_mode(self, mode: Mode) -> None:
        """Change the theme and remember it."""

    def leave(self, stop: bool) -> None:
        """End the window; the relay ends too, or goes on by itself."""
