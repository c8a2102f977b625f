"""One sentence to a person before there is a window: on standard error, and where that does not exist in a message box."""

from __future__ import annotations

import contextlib
from typing import Final

from udpchat.gui.desktop.system import Command, System
from udpchat.output import complain

ERROR_BOX: Final = 0x10
CLICKED: Final = ("GIO_LAUNCHED_DESKTOP_FILE", "DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN")  # as a menu sets them
SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY")
BOXES: Final[tuple[Command, ...]] = (
    ("zenity", "--error", "--no-markup", "--text"),
    ("kdialog", "--error"),
)


def tell(system: System, sentence: str) -> None:
    """Say it where it will be read. After a click in a menu nobody reads standard error: then a box is shown."""
    if system.is_windows:
        with contextlib.suppress(OSError, AttributeError):
            system.library("user32").MessageBoxW(0, sentence, "udpchat", ERROR_BOX)
            return
    complain(sentence)
    if (box := _box(system)) is not None:
        with contextlib.suppress(OSError):
            system.leave((*box, sentence), {})


def _box(system: System) -> Command | None:
    if not any(system.environ.get(name) for name in CLICKED) or not any(system.environ.get(name) for name in SCREENS):
        return None
    return next((box for box in BOXES if system.find(box[0])), None)
