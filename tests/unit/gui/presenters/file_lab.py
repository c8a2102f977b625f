"""Files and transfers for the tests of cards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.unit.gui.presenters.chat_making import message
from udpchat.client import events
from udpchat.client.events import File, Message, Progress
from udpchat.client.events import TransferState as State
from udpchat.client.transfers.manager import key_of

MB = 1_000_000


def file(id: int = 7, name: str = "budget.csv", size: int = 48_200) -> File:
    """On the server."""
    return File(id, name, size, b"\1" * 32, "text/csv")


def filed(seq: int, author: int, said: str = "", room: int = 0, of: File | None = None, **more: Any) -> Message:
    """A message with a file, and what was said about it."""
    of = of or file()
    return replace(message(seq, author, said or of.name, room=room), file=of, **more)


def upload(state: State, ref: bytes = b"upload", **more: Any) -> Progress:
    """A file of mine on its way to the lobby."""
    about: dict[str, Any] = {
        "key": ref, "up": True, "state": state, "name": "budget.csv", "size": 12 * MB, "done": 0, "per_s": 0.0, "left_s": None,
        "conversation": 0, "people": (), "text": "", "file": 0, "path": "/home/me/budget.csv", "error": None,
    }  # fmt: skip
    return Progress(**{**about, **more})


def download(state: State, id: int = 7, **more: Any) -> Progress:
    """A file on its way here."""
    path = "/home/me/Downloads/budget.csv" if state is State.DONE else ""
    return upload(state, key_of(id), **{"up": False, "file": id, "path": path, **more})


def changed(progress: Progress) -> events.TransferChanged:
    """As the core tells it."""
    return events.TransferChanged(progress)
