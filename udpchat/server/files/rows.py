"""A transfer as operators see it."""

from __future__ import annotations

from udpchat.server.sessions import Session
from udpchat.words import TransferRow


def transfer_row(number: int, up: bool, session: Session, file: str, size: int, done: int) -> TransferRow:
    """One that is under way."""
    user = session.user
    return TransferRow(number, up, user.id if user is not None else 0, session.name, file, size, done)
