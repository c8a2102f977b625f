"""A sheet over an empty window on a real display, with its errand behind it and a core that only remembers."""

from __future__ import annotations

import tkinter as tk

from tests.gui.chat_case import Later
from tests.gui.harness import WindowCase, focus, pump, settle
from tests.unit.gui.presenters.chat_making import BUDI, DEWI, KOFI, MAYA, ME, SARI
from tests.unit.gui.presenters.errands_lab import Lab, account
from udpchat.gui.errands.sheet import ErrandSheet
from udpchat.gui.errands.windows import ErrandWindows
from udpchat.gui.kit import Kit

EVERYBODY = (
    account(ME, display="Me Myself", country="Kenya"),
    account(SARI, online=True),
    account(MAYA),
    account(KOFI, role="moderator", online=True),
    account(DEWI, blocked=True),
    account(BUDI, guest=True, online=True, country=""),
)


class ErrandCase(WindowCase):
    """`lab.errands.…()` opens a sheet; `sheet` is it; `field` is what had the keyboard before."""

    def open_window(self, width: int = 900, height: int = 640, mode: str = "light", scale: float = 1.0) -> Lab:
        """An empty window with everybody known."""
        root = self.root
        root.geometry(f"{width}x{height}+20+20")
        self.kit = Kit(root, mode, scale)
        self.ground = tk.Frame(root)
        self.field = tk.Text(self.ground, height=2)
        self.field.pack(side="bottom", fill="x")
        self.ground.pack(fill="both", expand=True)
        self.toasts: list[str] = []
        self.opened: list[tk.Misc] = []
        self.windows = ErrandWindows(self.ground, self.kit, self.toasts.append, self.field.focus_set, self.opened.append)
        self.lab = Lab(self.windows, lambda delay_s, function: Later(root, delay_s, function))
        self.addCleanup(self.lab.errands.close)
        self.lab.furnish()
        self.lab.meet(*EVERYBODY)
        focus(self.field)
        return self.lab

    @property
    def sheet(self) -> ErrandSheet:
        """The one that is open."""
        found = self.windows.sheet
        assert found is not None
        return found

    def shown(self) -> ErrandSheet:
        """The same, once it is drawn and has the keyboard."""
        settle(self.root)
        sheet = self.sheet
        pump(self.root, lambda: self.has_keyboard(sheet))
        return sheet

    def has_keyboard(self, sheet: tk.Misc) -> bool:
        """Whether the keyboard is somewhere in it."""
        holder = self.root.focus_get()
        return holder is not None and str(holder).startswith(str(sheet))

    def gone(self) -> None:
        """Wait until no sheet is open and the keyboard is where it was."""
        pump(self.root, lambda: self.windows.sheet is None)
        pump(self.root, lambda: self.root.focus_get() is self.field)


def inside(sheet: tk.Misc, widget: tk.Misc) -> bool:
    """Whether all of a widget is in view in its sheet."""
    left, top = widget.winfo_rootx() - sheet.winfo_rootx(), widget.winfo_rooty() - sheet.winfo_rooty()
    right, bottom = left + widget.winfo_width(), top + widget.winfo_height()
    return left >= 0 and top >= 0 and right <= sheet.winfo_width() and bottom <= sheet.winfo_height()
