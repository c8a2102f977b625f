"""The client's folder on disk: what all windows of one user of the operating system share, and one folder per person.

    known_servers.json                                    pins by fingerprint; addresses are hints
    preferences.json                                      looks, sounds, geometry
    windows/<number>.lock                                 one for each open window
    accounts/<fingerprint>/<user id>/                     one person: outbox, cache, drafts, token

Everything here blocks: cores call it from jobs only.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from udpchat.client import known_servers, preferences
from udpchat.client.account import Opened
from udpchat.client.accounts import Accounts
from udpchat.client.accounts import KeptAccount as KeptAccount
from udpchat.client.entry import Entry
from udpchat.client.known_servers import KnownServers, Visitor
from udpchat.client.preferences import Preferences as Preferences
from udpchat.client.shared import SharedFile
from udpchat.client.slots import Slot as Slot
from udpchat.client.slots import take_slot
from udpchat.driver import Address


class Profiles:
    """The folder of one user of the operating system; several processes share it."""

    def __init__(self, data: Path) -> None:
        """Nothing is made before it is needed."""
        self.data = data
        self._accounts = Accounts(data)
        self._servers = SharedFile(data, "known_servers")
        self._preferences = SharedFile(data, "preferences")

    # --- shared by all windows ----------------------------------------------------------------------------------------

    def known_servers(self) -> KnownServers:
        """The pins as they are now."""
        return self._servers.read(known_servers.understand)

    def remember_server(
        self, fingerprint: bytes, name: str, address: Address, visitor: Visitor | None = None
    ) -> KnownServers:
        """Pin a server, or renew its name and the hint of its address, and who signed in; all pins. Raises OSError."""
        return self._servers.change(
            known_servers.understand,
            lambda known: known_servers.with_server(known, fingerprint, name, address, visitor),
        )

    def preferences(self) -> Preferences:
        """The settings as they are now; defaults for what is missing or damaged."""
        return self._preferences.read(preferences.understand)

    def save_preferences(self, changes: Mapping[str, object]) -> Preferences:
        """Change the settings named (fields of `Preferences`), whatever other windows changed meanwhile; all settings.

        Of `geometry` only the kinds of windows named are changed. Raises OSError; ValueError for what no setting can be.
        """
        content = self._preferences.change(dict, lambda before: preferences.merged(before, changes))
        return preferences.understand(content)

    def window_slot(self) -> Slot:
        """A number for a window, the lowest that no other open window has; for placing windows apart. Raises OSError."""
        return take_slot(self.data)

    # --- one person ---------------------------------------------------------------------------------------------------

    def accounts(self, fingerprint: bytes) -> tuple[KeptAccount, ...]:
        """Who is kept signed in to that server on this computer."""
        return self._accounts.kept(fingerprint)

    def open_account(self, fingerprint: bytes, user: int) -> Opened:
        """The folder of that user on that server, made if need be; ProfileInUse when another window holds it."""
        return self._accounts.open(fingerprint, user)

    def find(self, fingerprint: bytes, name: str, guest: bool) -> Opened | None:
        """The folder with a token of that name on that server; ProfileInUse: another window has that account open."""
        return self._accounts.find(fingerprint, name, guest)

    def unsent(self, fingerprint: bytes, name: str, but: int) -> tuple[Entry, ...]:
        """What ended guests of that name have left unsent, in order. `but`: the guest who asks."""
        return self._accounts.unsent(fingerprint, name, but)

    def erase_ended(self, fingerprint: bytes, name: str, but: int) -> None:
        """Erase what ended guests of that name have left."""
        self._accounts.erase_ended(fingerprint, name, but)

    def forget_account(self, fingerprint: bytes, user: int) -> None:
        """Keep that person no longer here; only what never arrived stays. ProfileInUse: a window has the account open."""
        self._accounts.forget(fingerprint, user)

    def forget_name(self, fingerprint: bytes, name: str) -> None:
        """Do not offer that person's name any more. Raises OSError."""
        self._servers.change(
            known_servers.understand, lambda known: known_servers.without_name(known, fingerprint, name)
        )

    def sweep(self, at_ms: int) -> None:
        """Erase what killed windows have left of people who did not want to be kept here. `at_ms`: wall time."""
        self._accounts.sweep(at_ms)
