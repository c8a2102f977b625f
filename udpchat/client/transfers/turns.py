"""Whose turn it is: a few transfers of one direction at a time, in the order in which they were asked for."""

from __future__ import annotations

from typing import Generic, TypeVar

from udpchat import limits
from udpchat.client.transfers.shelf import Shelf
from udpchat.client.transfers.states import State
from udpchat.client.transfers.transfer import Transfer

One = TypeVar("One")


class Turns(Generic[One]):
    """Those of one direction that have their turn, by key; a subclass begins them."""

    up: bool

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._active: dict[bytes, One] = {}
        self._retry_at: dict[bytes, float] = {}

    @property
    def idle(self) -> bool:
        """Nothing has its turn."""
        return not self._active

    def next_retry_at(self) -> float | None:
        """When the server may be asked again."""
        return min(self._retry_at.values(), default=None)

    def start(self, now: float) -> None:
        """Give those that wait their turn."""
        for transfer in self._shelf.all.values():
            if len(self._active) >= limits.TRANSFERS_AT_ONCE:
                return
            waiting = transfer.up is self.up and transfer.state is State.QUEUED and not self._is_taken(transfer)
            if waiting and now >= self._retry_at.get(transfer.key, now):
                self._retry_at.pop(transfer.key, None)
                self._begin(transfer)

    def _is_taken(self, transfer: Transfer) -> bool:
        """What goes on of it is not over yet."""
        return transfer.key in self._active

    def _begin(self, transfer: Transfer) -> None:
        raise NotImplementedError
