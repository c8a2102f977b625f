"""Where the services of talking meet those of linked servers, without knowing them: what is said to a stand-in crosses."""

from __future__ import annotations

from typing import Protocol

from udpchat.store import Mark, StoredEvent


class Across(Protocol):
    """Who carries it, inside the savepoint of what is said."""

    def check(self, user: int) -> None: ...
    def stored(self, event: StoredEvent) -> None: ...
    def marked(self, user: int, conversation: int, mark: Mark) -> None: ...


class Gateway:
    """`across` is set where there are links; `open` says whether there is any, so that without links nothing costs anything."""

    def __init__(self) -> None:
        self.across: Across | None = None
        self.open = False

    def check(self, user: int) -> None:
        """May anything be sent to that stand-in? Raises NoSuchRealm, RealmShut, RealmFull."""
        if self.across is not None:
            self.across.check(user)

    def stored(self, event: StoredEvent) -> None:
        """An event of a conversation. Raises Storage."""
        if self.open and self.across is not None and not event.repeated:
            self.across.stored(event)

    def marked(self, user: int, conversation: int, mark: Mark) -> None:
        """Somebody's marks have moved. Raises Storage."""
        if self.open and self.across is not None:
            self.across.marked(user, conversation, mark)
