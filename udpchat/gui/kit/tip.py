"""Tooltips: what a control does, for a pointer that rests on it and for a focus that came by Tab."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from udpchat import limits
from udpchat.gui.kit.guards import After
from udpchat.gui.kit.palette import Palette

_MARGIN_PX = 4  # from the widget and from the screen's edge


class Tip:
    """The tooltip of one widget; it goes when the widget goes."""

    def __init__(self, widget: tk.Misc, text: str, palette: Callable[[], Palette], px: Callable[[float], int]) -> None:
        self._text = text
        self._widget = widget
        self._palette = palette
        self._px = px
        self._after = After(widget)
        self._window: tk.Toplevel | None = None
        for event in ("<Enter>", "<<TraverseIn>>"):  # a focus that the program set covers nothing with its words
            widget.bind(event, self._arm, add="+")
        for event in ("<Leave>", "<FocusOut>", "<ButtonPress>", "<KeyPress>", "<Unmap>"):
            widget.bind(event, lambda _event: self.hide(), add="+")
        widget.bind("<Destroy>", self._gone, add="+")

    def say(self, text: str) -> None:
        """Other words from now on; none hide it."""
        if text != self._text:
            self._text = text
            if self.shown:
                self.show()

    def show(self) -> None:
        """Show it now, below the widget or above it at the screen's lower edge."""
        self.hide()
        if not self._text or not self._widget.winfo_viewable():
            return
        palette = self._palette()
        window = self._window = tk.Toplevel(self._widget, background=palette.tip)
        window.wm_overrideredirect(True)
        window.wm_attributes("-topmost", True)
        label = tk.Label(window, text=self._text, font="ui.small", background=palette.tip, foreground=palette.tiptx)
        label.configure(padx=self._px(9), pady=self._px(5), justify="left", wraplength=self._px(360))
        label.pack()
        window.update_idletasks()
        window.wm_geometry(self._place(window.winfo_reqwidth(), window.winfo_reqheight()))

    def hide(self) -> None:
        """Hide it, and forget a pointer that rested."""
        self._after.cancel()
        window, self._window = self._window, None
        if window is not None:
            window.destroy()

    @property
    def shown(self) -> bool:
        """Whether it is on the screen."""
        return self._window is not None

    def _arm(self, _event: tk.Event[tk.Misc]) -> None:
        self._after.start(limits.TIP_DELAY_MS, self.show)

    def _place(self, width: int, height: int) -> str:
        widget, margin = self._widget, self._px(_MARGIN_PX)
        left = widget.winfo_rootx() + (widget.winfo_width() - width) // 2
        top = widget.winfo_rooty() + widget.winfo_height() + margin
        if top + height > widget.winfo_screenheight() - margin:
            top = widget.winfo_rooty() - height - margin
        left = max(margin, min(left, widget.winfo_screenwidth() - width - margin))
        return f"+{left}+{top}"

    def _gone(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self._widget:
            self.hide()
