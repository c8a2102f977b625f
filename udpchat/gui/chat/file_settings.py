"""The part of the settings about files: where they are put, and which of them come unasked."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tkinter import filedialog, ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.chat.actions import Choices
from udpchat.gui.errands.flow import Flow
from udpchat.gui.kit import Kit
from udpchat.limits import AUTO_FILE_BYTES, PATH_BYTES
from udpchat.sizes import size_words

SIZES: Final = (0, 1_000_000, AUTO_FILE_BYTES, 25_000_000, 100_000_000)
"""Up to which size files come unasked; 0: none."""
PATH_PX: Final = 210


class FileSettings:
    """Rows in a panel. Each choice holds at once; `chosen` tells the choices as they are now."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        chosen: Callable[[], Choices],
        on_choice: Callable[[Choices], None],
        usual_folder: str,
    ) -> None:
        self._parent, self._kit, self._chosen, self._on_choice = parent, kit, chosen, on_choice
        self._usual = usual_folder
        px = kit.px
        kit.line(parent).pack(fill="x", pady=(px(8), px(8)))
        kit.label(parent, text("settings.files"), "ui.smallb", "text2", "raised").pack(anchor="w")
        self._folder_row()
        self._auto_row()

    def _row(self, words: str) -> ttk.Frame:
        row = ttk.Frame(self._parent, style="raised.TFrame", padding=(0, self._kit.px(6)))
        row.pack(fill="x")
        self._kit.label(row, words, "ui.body", "text", "raised").pack(side="left")
        return row

    # --- the folder ---------------------------------------------------------------------------------------------------

    def _folder_row(self) -> None:
        kit = self._kit
        row = self._row(text("settings.files.folder"))
        self.choose = ttk.Button(row, text=text("settings.files.choose"), style="raised.TButton", command=self._choose_folder)
        self.choose.pack(side="right")
        self.usual = kit.icon_button(row, "refresh", text("settings.files.usual"), self._use_usual, bg="raised", size=16)
        self.folder = kit.label(row, "", "ui.small", "text2", "raised", anchor="e")
        self.folder.pack(side="right", padx=(0, kit.px(8)))
        self._show_folder()

    def _show_folder(self) -> None:
        kit, own = self._kit, self._chosen().downloads
        path = own or self._usual
        self.folder.configure(text=short_path(kit, path))
        kit.tip(self.folder, kit.shown(path))
        if own:
            self.usual.pack(side="right", before=self.folder, padx=(0, kit.px(2)))
        else:
            self.usual.pack_forget()

    def _choose_folder(self) -> None:
        place = self._chosen().downloads or self._usual
        try:
            found = filedialog.askdirectory(parent=self._parent, initialdir=place, mustexist=True)
        except tk.TclError:
            return  # the window went meanwhile
        if found and len(found.encode("utf-8", "surrogatepass")) <= PATH_BYTES:
            self._keep(str(Path(found)))

    def _use_usual(self) -> None:
        self._keep("")

    def _keep(self, folder: str) -> None:
        self._on_choice(replace(self._chosen(), downloads=folder))
        self._show_folder()

    # --- which come unasked -------------------------------------------------------------------------------------------

    def _auto_row(self) -> None:
        kit, now = self._kit, self._chosen().auto_file_bytes
        self._row(text("settings.files.auto"))
        row = Flow(self._parent, kit)
        row.pack(fill="x")
        self._size = tk.IntVar(row, now)
        self.sizes: dict[int, ttk.Radiobutton] = {}
        for size in sorted({*SIZES, now}):
            chip = self.sizes[size] = ttk.Radiobutton(
                row, text=size_line(size), value=size, variable=self._size, style="raised.Chip.TRadiobutton",
                command=self._choose_size,
            )  # fmt: skip
            row.add(chip)

    def _choose_size(self) -> None:
        self._on_choice(replace(self._chosen(), auto_file_bytes=self._size.get()))


def size_line(size: int) -> str:
    """`Never`, or up to which size."""
    if not size:
        return text("settings.files.auto.0")
    return size_words(size)


def short_path(kit: Kit, path: str) -> str:
    """The end of a path, which tells most, as far as there is room."""
    parts = Path(path).parts
    shown = kit.shown(path)
    for skipped in range(1, len(parts)):
        if kit.measure(shown, "ui.small") <= kit.px(PATH_PX):
            return shown
        shown = kit.shown(f"\u2026/{'/'.join(parts[skipped:])}")
    return kit.elide(shown, "ui.small", kit.px(PATH_PX))
