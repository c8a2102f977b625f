"""Refuses an old Python in one clear sentence. This file must stay readable for Python 2.7 and 3.6."""

import os
import sys

OLDEST = (3, 11)


def check(window=False):
    # type: (bool) -> None
    """End the program with status 1 if this Python is too old for the rest of it; a program with a window says so in one."""
    hold_streams()
    if sys.version_info >= OLDEST:
        return
    have = ".".join(str(number) for number in sys.version_info[:3])
    sentence = (
        "udpchat needs Python 3.11 or newer; this is %s. "  # noqa: UP031
        "Install a newer one from https://www.python.org/downloads/ and start udpchat with it." % have
    )
    if not (window and show_box(sentence)) and sys.stderr is not None:
        sys.stderr.write(sentence + "\n")
    sys.exit(1)


def show_box(sentence):
    # type: (str) -> bool
    """A message box on Windows, where a double-clicked program's console vanishes with it. False: elsewhere."""
    if os.name != "nt":
        return False
    import ctypes

    text = sentence if sys.version_info[0] > 2 else sentence.decode("ascii")  # type: ignore[attr-defined]
    ctypes.windll.user32.MessageBoxW(0, text, type(text)("udpchat"), 0x10)  # type: ignore[attr-defined]
    return True


def hold_streams():
    # type: () -> None
    """Fill the places of standard streams that are closed, so that no socket and no database gets what is meant for them."""
    while os.name == "posix":
        number = os.open(os.devnull, os.O_RDWR)
        if number > 2:
            os.close(number)
            return
