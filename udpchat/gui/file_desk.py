"""Files on this computer, for the window: is it there, show it, open it, write a copy. Nothing of it holds up the window."""

from __future__ import annotations

import contextlib
import os
import shutil
import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog

from udpchat.catalogue import text
from udpchat.gui.background import Background
from udpchat.gui.desktop.system import System, here
from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import entry_text
from udpchat.gui.open_folder import open_file, open_folder
from udpchat.gui.preview.pictures import Pictures
from udpchat.gui.preview.viewer import Viewer
from udpchat.gui.widgets.chat_view_copy import to_clipboard
from udpchat.limits import COPY_BYTES

LANE = "files"


class FileDesk:
    """Of one chat window; `close` it with that."""

    def __init__(
        self,
        frame: tk.Misc,
        kit: Kit,
        background: Background,
        pictures: Pictures,
        opened: Callable[[tk.Misc], None] = lambda _widget: None,
        system: System | None = None,
    ) -> None:
        """`opened` hears of what opens over the window, for its keys."""
        self._frame = frame
        self._kit = kit
        self._background = background
        self._pictures = pictures
        self._opened = opened
        self._system = system or here()
        self._folder: Path | None = None  # of the last copy
        self.viewer: Viewer | None = None
        """The picture that is looked at."""

    def exists(self, path: str, then: Callable[[bool], None]) -> None:
        """Whether a file is there; a network folder may take its time to say so."""
        self._background.run(LANE, lambda: os.path.isfile(path), lambda there, _error: then(bool(there)))

    def show_in_folder(self, path: str, then: Callable[[bool], None]) -> None:
        """In the file manager."""
        look = Path(path).parent
        self._background.run(LANE, lambda: open_folder(look, self._system), lambda done, _error: then(bool(done)))

    def open_file(self, path: str, then: Callable[[bool], None]) -> None:
        """With the program that this computer has for it."""
        self._background.run(LANE, lambda: open_file(Path(path), self._system), lambda done, _error: then(bool(done)))

    def ask_place(self, name: str, then: Callable[[str], None]) -> None:
        """The dialog of the system."""
        with contextlib.suppress(tk.TclError):  # the window went meanwhile
            chosen = filedialog.asksaveasfilename(
                parent=self._frame, title=text("files.save_as.title"), initialfile=entry_text(name),
                initialdir=str(self._folder) if self._folder is not None else None,
            )  # fmt: skip
            if chosen:
                self._folder = Path(chosen).parent
                then(str(chosen))

    def copy_file(self, path: str, to: str, then: Callable[[str], None]) -> None:
        """Beside the original; the dialog has asked about what is there."""
        self._background.run("copies", lambda: copy(Path(path), Path(to)), lambda why, error: then(why or _reason(error)))

    def view_picture(self, path: str, name: str) -> None:
        """As large as the window allows."""
        if self.viewer is not None and self.viewer.winfo_exists():
            self.viewer.close()
        self.viewer = Viewer(self._frame, self._kit, name)
        self._opened(self.viewer)
        self.viewer.open()
        viewer = self.viewer
        self._pictures.large(path, *viewer.room, viewer.show)

    def to_clipboard(self, said: str) -> None:
        """As text."""
        to_clipboard(self._frame, said)


def copy(path: Path, to: Path) -> str:
    """Write a copy that is there only when it is complete; why not, or ""."""
    part = to.with_name(f"{to.name}.part")
    try:
        if to.exists() and path.samefile(to):
            return ""
        with open(path, "rb") as source, open(part, "wb") as target:
            shutil.copyfileobj(source, target, COPY_BYTES)
        os.replace(part, to)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        return _reason(error)
    return ""


def _reason(error: Exception | None) -> str:
    if error is None:
        return ""
    return str(error.strerror) if isinstance(error, OSError) and error.strerror else type(error).__name__
