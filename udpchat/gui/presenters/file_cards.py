"""From a transfer, or a file on the server, to the card that is shown of it: the one place where its states have words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.events import Progress, TransferState
from udpchat.gui.presenters import file_words as words
from udpchat.gui.widgets.file_data import CardData as CardData
from udpchat.gui.widgets.file_data import FileState as FileState
from udpchat.gui.widgets.file_data import FileVerb as FileVerb
from udpchat.sizes import size_words

STATES: Final = {
    TransferState.QUEUED: FileState.WAITING,
    TransferState.OFFERED: FileState.WAITING,
    TransferState.HASHING: FileState.HASHING,
    TransferState.SENDING: FileState.MOVING,
    TransferState.PAUSED: FileState.PAUSED,
    TransferState.VERIFYING: FileState.VERIFYING,
    TransferState.DONE: FileState.DONE,
    TransferState.FAILED: FileState.FAILED,
    TransferState.CANCELLED: FileState.CANCELLED,
    TransferState.DECLINED: FileState.DECLINED,
    TransferState.EXPIRED: FileState.EXPIRED,
}
REASONS: Final = frozenset(
    {"DISK_FULL", "QUOTA", "FILE_TOO_LARGE", "NO_SUCH_FILE", "FILE_CHANGED", "CANNOT_READ", "NO_SPACE"}
    | {"NOT_ALLOWED", "NOT_A_MEMBER", "STORAGE"}
)
"""Codes of errors that have few words here."""
GOING: Final = (FileVerb.PAUSE, FileVerb.CANCEL)
RESTING: Final = (FileVerb.RESUME, FileVerb.CANCEL)
FETCHING: Final = frozenset({FileVerb.ACCEPT, FileVerb.DOWNLOAD, FileVerb.DECLINE})
BARS: Final = frozenset({FileState.HASHING, FileState.MOVING, FileState.PAUSED, FileState.VERIFYING})
"""States with a bar; one that waits has it if some of it is there already."""


@dataclass(frozen=True, slots=True)
class About:
    """What else a card tells: `own` is a file that I sent, `private` one that was sent to me alone; `sender`: who sent it,
    if that is worth a word; `have`: who has it, in words."""

    own: bool = False
    private: bool = False
    sender: str = ""
    have: str = ""
    online: bool = True


NOTHING: Final = About()


def card_of(progress: Progress | None, file: events.File | None, about: About = NOTHING) -> CardData:
    """The card of a transfer, of a file on the server, or of both; one of them at least is there."""
    assert progress is not None or file is not None
    state = STATES[progress.state] if progress is not None else FileState.OFFER
    raw_name = file.name if file is not None else progress.name if progress is not None else ""
    verbs, menu = _verbs(state, progress, file, about)
    return CardData(
        key=progress.key if progress is not None else b"",
        up=progress.up if progress is not None else about.own,
        state=state,
        sign=words.sign(raw_name),
        name=words.shown_name(raw_name),
        line=" \u00b7 ".join(_line(state, progress, file, about)),
        fraction=_fraction(state, progress),
        verbs=verbs,
        menu=menu,
        picture=progress.path if progress is not None and state is FileState.DONE and words.is_shown(raw_name) else "",
        tip=_tip(state, progress),
    )


def _is_here(state: FileState, progress: Progress) -> bool:
    """Whether there is a whole file on this computer. One that is being sent is, too."""
    return bool(progress.path) and (progress.up or state is FileState.DONE)


def _fraction(state: FileState, progress: Progress | None) -> float | None:
    if progress is None or not (state in BARS or (state is FileState.WAITING and progress.done)):
        return None
    return min(1.0, progress.done / progress.size) if progress.size else 1.0


def _tip(state: FileState, progress: Progress | None) -> str:
    if progress is None:
        return ""
    if state in (FileState.FAILED, FileState.EXPIRED) and progress.error is not None:
        return progress.error.sentence
    return progress.path if _is_here(state, progress) else ""


# --- words ------------------------------------------------------------------------------------------------------------


def _line(state: FileState, progress: Progress | None, file: events.File | None, about: About) -> list[str]:
    size = file.size if file is not None else progress.size if progress is not None else 0
    whole = [size_words(size)] if size or file is not None else []  # of one that was not opened yet it is unknown
    sender = [text("files.from", name=about.sender)] if about.sender else []
    if progress is None or state is FileState.OFFER:
        return [*whole, *sender, *([about.have] if about.have else [])]
    return [*_how_far(state, progress, whole, about), *(sender if state is FileState.DONE else [])]


def _how_far(state: FileState, progress: Progress, whole: list[str], about: About) -> list[str]:
    part = [words.moved_words(progress.done, progress.size)]
    match state:
        case FileState.MOVING:
            speed = [words.speed_words(progress.per_s)] if progress.per_s > 0 else []
            return [*part, *speed, *([words.left_words(progress.left_s)] if progress.left_s is not None else [])]
        case FileState.HASHING:
            return [*whole, text(f"files.hashing.{'up' if progress.up else 'down'}")]
        case FileState.PAUSED:
            return [*(part if progress.done else whole), text("files.paused")]
        case FileState.WAITING:
            key = "files.waiting" if about.online else "files.waiting.offline"
            return [*(part if progress.done else whole), text(key)]
        case FileState.DONE:
            return [*whole, *([about.have] if about.have else [])]
        case FileState.FAILED:
            return [_reason(progress)]
        case FileState.EXPIRED:
            return [*whole, text("files.expired")]
        case _:
            return [*whole, text(f"files.{state.value}")]


def _reason(progress: Progress) -> str:
    """Why, in few words; the whole sentence with what one may do about it stands in the tip."""
    if progress.error is None:
        return text("files.failed")
    if progress.error.code in REASONS:
        return text(f"files.why.{progress.error.code}")
    return progress.error.sentence.partition(". ")[0].rstrip(".")


def have_words(count: int, members: int) -> str:
    """`18 of 30 have it`; of people whose number nobody knows only how many have it."""
    if not count:
        return ""
    if members <= 0:
        return text("files.have.one") if count == 1 else text("files.have.count", count=count)
    if members == 1:
        return text("files.have.one")
    key = "files.have.all" if count >= members else "files.have.some"
    return text(key, count=min(count, members), all=members)


# --- what may be done -------------------------------------------------------------------------------------------------


def _verbs(
    state: FileState, progress: Progress | None, file: events.File | None, about: About
) -> tuple[tuple[FileVerb, ...], tuple[FileVerb, ...]]:
    """The buttons, and what else may be done."""
    buttons, menu = _own_verbs(state, progress, about)
    if file is None:  # what is not on the server cannot come from there
        buttons = tuple(verb for verb in buttons if verb not in FETCHING)
    there = file is not None and state is not FileState.EXPIRED
    if there:
        menu = (*menu, FileVerb.FORWARD)
    if there and about.own:
        menu = (*menu, FileVerb.WHO_HAS_IT)
    return buttons, menu


def _own_verbs(
    state: FileState, progress: Progress | None, about: About
) -> tuple[tuple[FileVerb, ...], tuple[FileVerb, ...]]:
    match state:
        case FileState.OFFER | FileState.CANCELLED if progress is None or not progress.up:
            if about.private and not about.own:
                return (FileVerb.ACCEPT, FileVerb.DECLINE), ()
            return (FileVerb.DOWNLOAD,), () if about.own else (FileVerb.DECLINE,)
        case FileState.WAITING | FileState.HASHING | FileState.MOVING:
            return GOING, ()
        case FileState.PAUSED:
            return RESTING, ()
        case FileState.VERIFYING:
            return (), (FileVerb.CANCEL,)
        case FileState.FAILED:
            again = FileVerb.RESUME if progress is not None and progress.done else FileVerb.RETRY
            return (again, FileVerb.DISMISS), ()
        case FileState.DECLINED:
            return (FileVerb.DOWNLOAD,), ()
        case FileState.DONE if progress is not None and progress.path:
            view = (FileVerb.VIEW,) if words.is_shown(progress.name) else ()
            return (FileVerb.SHOW_IN_FOLDER,), (*view, FileVerb.OPEN, FileVerb.SAVE_AS, FileVerb.COPY_PATH)
        case FileState.DONE:
            return (FileVerb.DOWNLOAD,), ()
        case _:
            return (), ()
