"""How large a pixel of the design is on this screen: the scale factor of everything.

On X11 Tk does not read `Xft.dpi`, which desktops set; a second Tk of the class `Xft` sees it in the resource database. On
macOS Tk doubles images itself.
"""

from __future__ import annotations

import contextlib
import tkinter as tk

from udpchat.gui.desktop.system import System
from udpchat.limits import SCALE_PERCENT_MAX, SCALE_PERCENT_MIN

NORMAL_DPI = 96.0
STEP_PERCENT = 5


def make_aware(system: System) -> None:
    """Tell Windows, before the first window, that we scale ourselves: otherwise it stretches a blurred picture."""
    if not system.is_windows:
        return
    try:
        system.library("shcore").SetProcessDpiAwareness(1)
    except (OSError, AttributeError):  # Windows 7
        with contextlib.suppress(OSError, AttributeError):
            system.library("user32").SetProcessDPIAware()


def scale_of(system: System, root: tk.Tk, chosen_percent: int) -> float:
    """The factor: the chosen one, or with 0 what the screen asks for."""
    return rounded(chosen_percent or screen_percent(system, root)) / 100


def screen_percent(system: System, root: tk.Tk) -> float:
    """What the desktop asks for."""
    if system.is_mac:
        return 100.0
    dpi = root.winfo_fpixels("1i") if system.is_windows else x_dpi()
    return 100.0 * dpi / NORMAL_DPI


def rounded(percent: float) -> int:
    """A whole step within the limits."""
    return max(SCALE_PERCENT_MIN, min(SCALE_PERCENT_MAX, STEP_PERCENT * round(percent / STEP_PERCENT)))


def x_dpi() -> float:
    """`Xft.dpi`; the normal one if the desktop sets none."""
    probe = tk.Tk(className="Xft")
    probe.withdraw()
    try:
        return float(str(probe.tk.call("option", "get", ".", "dpi", "Dpi")))
    except ValueError:
        return NORMAL_DPI
    finally:
        probe.update_idletasks()  # what ttk still has to do would complain about a window that is gone
        probe.destroy()
