"""Keeps an old libXft from dying of colour emoji: before 2.3.5 it draws them blank or ends the process with an X error.

The cure is a font configuration of our own that includes the system's and turns colour fonts away. It must exist as long
as the process: fontconfig looks at it again from time to time.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

from udpchat.gui.desktop.system import System

KNOWS_COLOUR: Final = 20305  # the first version of libXft that draws colour glyphs
CONFIGURATION: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">{system}</include>
  <selectfont><rejectfont><pattern><patelt name="color"><bool>true</bool></patelt></pattern></rejectfont></selectfont>
</fontconfig>
"""
SYSTEM_FILE: Final = "/etc/fonts/fonts.conf"


def turn_colour_away(system: System) -> bool:
    """Before the first window: if libXft is too old, use a configuration without colour fonts. Whether it was."""
    if system.is_windows or system.is_mac or not is_too_old(system):
        return False
    with contextlib.suppress(OSError):
        handle, name = tempfile.mkstemp(prefix="udpchat-fonts-", suffix=".conf")
        path = Path(name)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(system=escaped(system.environ.get("FONTCONFIG_FILE", SYSTEM_FILE))))
        atexit.register(forget, path)
        system.environ["FONTCONFIG_FILE"] = str(path)
        return True
    return False


def is_too_old(system: System) -> bool:
    """Whether this system's libXft cannot draw colour. One that cannot be asked counts as new."""
    try:
        return int(system.library("libXft.so.2").XftGetVersion()) < KNOWS_COLOUR
    except (OSError, AttributeError, TypeError, ValueError):
        return False


def escaped(text: str) -> str:
    """Fit to stand between two tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def forget(path: Path) -> None:
    """Remove the file at the end."""
    with contextlib.suppress(OSError):
        os.unlink(path)
