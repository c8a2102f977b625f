"""The ground of a page: as high as the window while everything fits, scrolling when it does not."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Any

from udpchat.gui.kit import Kit, ScrollFrame


class PageFrame(ScrollFrame):
    """A scrolling frame for tables and logs that grow with the window: put everything into `page`."""

    def __init__(self, parent: tk.Misc, kit: Kit, **padding: Any) -> None:
        super().__init__(parent, kit)
        self.page = ttk.Frame(self.body, **padding)
        self.page.grid(row=0, column=0, sticky="nswe")
        self.body.columnconfigure(0, weight=1)
        # The least height, rather than a height: so the body asks for more by itself when its content grows.
        self.canvas.bind("<Configure>", lambda event: self.body.rowconfigure(0, weight=1, minsize=event.height), add="+")
