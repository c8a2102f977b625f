"""What Windows wants to know about a window of ours: that its title bar is dark, and which program it belongs to."""

from __future__ import annotations

import contextlib
import ctypes
import tkinter as tk
from typing import Final

from udpchat.gui.desktop.system import System

DARK_TITLE: Final = 20  # DWMWA_USE_IMMERSIVE_DARK_MODE
DARK_TITLE_2019: Final = 19  # the same before Windows 10 version 2004


def name_process(system: System, name: str) -> None:
    """Give the process an identity of its own on the task bar; otherwise it is shown as a Python."""
    if system.is_windows:
        with contextlib.suppress(OSError, AttributeError):
            system.library("shell32").SetCurrentProcessExplicitAppUserModelID(name)


def show_mode(system: System, window: tk.Wm, dark: bool) -> None:
    """Make the title bar dark or light. The window must exist; elsewhere than on Windows the desktop decides."""
    if not system.is_windows:
        return
    with contextlib.suppress(OSError, AttributeError, ValueError, tk.TclError):
        handle = int(str(window.wm_frame()), 16)
        value = ctypes.c_int(dark)
        set_attribute = system.library("dwmapi").DwmSetWindowAttribute
        for attribute in (DARK_TITLE, DARK_TITLE_2019):
            if set_attribute(handle, attribute, ctypes.byref(value), ctypes.sizeof(value)) == 0:
                return
