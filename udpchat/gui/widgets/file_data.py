"""What the card of a file shows, as plain data. No widget in here, so anyone may make it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FileVerb(Enum):
    """What one may do with a file; the value names its words."""

    ACCEPT = "accept"
    DOWNLOAD = "download"
    DECLINE = "decline"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    DISMISS = "dismiss"
    VIEW = "view"  # a picture, larger
    SHOW_IN_FOLDER = "show"
    OPEN = "open"
    SAVE_AS = "save_as"
    COPY_PATH = "copy_path"
    FORWARD = "forward"
    WHO_HAS_IT = "who"


class FileState(Enum):
    """Where a file stands for this person."""

    OFFER = "offer"  # it is on the server, and not here
    WAITING = "waiting"
    HASHING = "hashing"
    MOVING = "moving"
    PAUSED = "paused"
    VERIFYING = "verifying"
    DONE = "done"
    FAILED = "failed"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CardData:
    """One file. `key`: of its transfer, b"" without one; `fraction`: how full its bar is, None without a bar.

    `verbs` are its buttons, the main one first; `menu` is what else may be done. `picture`: where on this computer a picture
    is that may be shown instead of the card, "" for none.
    """

    key: bytes
    up: bool
    state: FileState
    sign: str  # a few capital letters for its kind: CSV
    name: str
    line: str
    fraction: float | None = None
    verbs: tuple[FileVerb, ...] = ()
    menu: tuple[FileVerb, ...] = ()
    picture: str = ""
    tip: str = ""  # more than fits the line: why it failed, where it is

    @property
    def all_verbs(self) -> tuple[FileVerb, ...]:
        """Everything that may be done with it."""
        return (*self.verbs, *self.menu)


def main_verb(card: CardData) -> FileVerb:
    """What Enter does: of a picture that is here look at it, else what its first button does."""
    return FileVerb.VIEW if card.picture and FileVerb.VIEW in card.menu else card.all_verbs[0]
