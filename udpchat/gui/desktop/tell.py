"""One sentence to a person before there is a window: on standard error, and where that does not exist in a message box."""

from __future__ import annotations

import contextlib
import sys
from typing import Final

from udpchat.gui.desktop.system import Command, System
from udpchat.output import complain

ERROR_BOX: Final = 0x10
BOXES: Final[tuple[Command, ...]] = (
    ("zenity", "--error", "--no-markup", "--text"),
    ("kdialog", "--error"),
    ("xmessage",),
)


def tell(system: System, sentence: str) -> None:
    """Say it where it will be read. After a double-click on Linux nobody reads standard error: then a box is shown."""
    if system.is_windows:
        with contextlib.suppress(OSError, AttributeError):
            system.library("user32").MessageBoxW(0, sentence, "udpchat", ERROR_BOX)
            return
    complain(sentence)
    if not _is_read() and (box := _box(system)) is not None:
        with contextlib.suppress(OSError):
            system.leave((*box, sentence), {})


def _box(system: System) -> Command | None:
    if not (system.environ.get("DISPLAY") or system.environ.get("WAYLAND_DISPLAY")):
        return None
    return next((box for box in BOXES if system.find(box[0])), None)


def _is_read() -> bool:
    try:
        return sys.stderr is not None and sys.stderr.isatty()
    except (OSError, ValueError):
        return False
