"""How large a pixel of the design is on this screen: the scale factor of everything.

On X11 Tk does not read `Xft.dpi`, which desktops set; a second Tk of the class `Xft` sees it in the resource database. But
Tk's fonts obey it: a size in pixels becomes points by Tk's idea of the screen, and the points pixels again by `Xft.dpi`.
So Tk's idea is set to the same; otherwise letters grow twice. On macOS Tk doubles images itself.
"""

from __future__ import annotations

import contextlib
import tkinter as tk

from udpchat.gui.desktop.system import System
from udpchat.limits import SCALE_PERCENT_MAX, SCALE_PERCENT_MIN

NORMAL_DPI = 96.0
POINTS_PER_INCH = 72.0
STEP_PERCENT = 5
MIN_DPI, MAX_DPI = 30.0, 1000.0  # of a screen; anything else is a mistake in a file


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
    """The factor: the chosen one, or with 0 what the screen asks for. Called before the first font is made."""
    dpi = screen_dpi(system, root)
    return rounded(chosen_percent or 100.0 * dpi / NORMAL_DPI) / 100


def screen_dpi(system: System, root: tk.Tk) -> float:
    """What the desktop asks for; on X11 Tk is made to agree, so that a pixel of a font is a pixel of the screen."""
    if system.is_mac:
        return NORMAL_DPI
    if system.is_windows:
        return root.winfo_fpixels("1i")
    dpi = x_dpi()
    if dpi:
        root.tk.call("tk", "scaling", dpi / POINTS_PER_INCH)
    return dpi or NORMAL_DPI


def rounded(percent: float) -> int:
    """A whole step within the limits."""
    return max(SCALE_PERCENT_MIN, min(SCALE_PERCENT_MAX, STEP_PERCENT * round(percent / STEP_PERCENT)))


def x_dpi() -> float:
    """`Xft.dpi`; 0 if the desktop sets none."""
    probe = tk.Tk(className="Xft")
    probe.withdraw()
    try:
        dpi = float(str(probe.tk.call("option", "get", ".", "dpi", "Dpi")))
    except ValueError:
        return 0.0
    finally:
        probe.update_idletasks()  # what ttk still has to do would complain about a window that is gone
        probe.destroy()
    return dpi if MIN_DPI <= dpi <= MAX_DPI else 0.0
