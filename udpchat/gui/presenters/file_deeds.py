"""What a person does with a file: gets it, stops it, shows where it is, sends it on. By transfer, by file, or by both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, assert_never

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.errors import UdpchatError
from udpchat.gui.presenters import file_words as words
from udpchat.gui.presenters.chat_ports import Around, Core, Errands, View
from udpchat.gui.presenters.file_cards import FileVerb
from udpchat.gui.widgets.chat_data import QuestionData
from udpchat.sanitize import one_line


class FileDesk(Protocol):
    """Files on this computer. What takes time goes on beside the window; `then` is told why it did not work, or ""."""

    def exists(self, path: str, then: Callable[[bool], None]) -> None: ...
    def show_in_folder(self, path: str, then: Callable[[bool], None]) -> None:
        """In the file manager; False if there is none."""

    def open_file(self, path: str, then: Callable[[bool], None]) -> None:
        """With the program that this computer has for it; False if there is none."""

    def ask_place(self, name: str, then: Callable[[str], None]) -> None:
        """Where a copy of that name shall go; not called when the person wants none."""

    def copy_file(self, path: str, to: str, then: Callable[[str], None]) -> None: ...
    def view_picture(self, path: str, name: str) -> None:
        """As large as the window allows."""

    def to_clipboard(self, said: str) -> None: ...


@dataclass(frozen=True, slots=True)
class FileTarget:
    """Which file: the key of its transfer (b"": none is known), its card from the server (None: not there yet), and the
    conversation and message that it is in."""

    key: bytes = b""
    file: events.File | None = None
    conversation: int = 0
    seq: int = 0


class FileDeeds:
    """`do` carries out a verb of a card; what is not possible any more does nothing."""

    def __init__(
        self, core: Core, view: View, around: Around, desk: FileDesk, errands: Callable[[], Errands]
    ) -> None:  # fmt: skip
        self._core = core
        self._view = view
        self._around = around
        self._desk = desk
        self._errands = errands

    def do(self, verb: FileVerb, target: FileTarget) -> None:
        """Carry it out."""
        match verb:
            case FileVerb.ACCEPT | FileVerb.DOWNLOAD:
                self._fetch(target)
            case FileVerb.DECLINE:
                self._decline(target)
            case FileVerb.PAUSE | FileVerb.RESUME | FileVerb.RETRY | FileVerb.DISMISS:
                self._step(verb, target.key)
            case FileVerb.CANCEL:
                self._cancel(target.key)
            case FileVerb.FORWARD | FileVerb.WHO_HAS_IT:
                self._errand(verb, target)
            case FileVerb.VIEW | FileVerb.SHOW_IN_FOLDER | FileVerb.OPEN | FileVerb.SAVE_AS | FileVerb.COPY_PATH:
                self._with_path(verb, target)
            case other:
                assert_never(other)

    # --- transfers ----------------------------------------------------------------------------------------------------

    def _fetch(self, target: FileTarget) -> None:
        file = target.file
        if file is not None:
            self._ask(lambda: self._core.fetch_file(file, self._around.now(), target.conversation))

    def _decline(self, target: FileTarget) -> None:
        file = target.file
        if file is not None:
            self._ask(lambda: self._core.decline_file(file, self._around.now(), target.conversation))

    def _step(self, verb: FileVerb, key: bytes) -> None:
        now, core = self._around.now(), self._core
        match verb:
            case FileVerb.PAUSE:
                self._ask(lambda: core.pause_file(key, now))
            case FileVerb.RESUME | FileVerb.RETRY:
                self._ask(lambda: core.resume_file(key, now))
            case _:
                self._ask(lambda: core.cancel_file(key, now))

    def _cancel(self, key: bytes) -> None:
        """Of a large upload that is well on its way asked first: it cannot be had back."""
        found = self._core.transfer(key)
        if found is None:
            return
        stop = partial(self._step, FileVerb.DISMISS, key)
        if not found.up or not found.done:
            stop()
            return
        name = words.shown_name(found.name)
        question = QuestionData(
            text("files.cancel.ask", name=name),
            text("files.cancel.text"),
            text("files.cancel.yes"),
            text("files.cancel.no"),
            danger=True,
            icon="file",
        )
        self._view.confirm(question, stop)

    def _ask(self, give: Callable[[], object]) -> None:
        try:
            give()
        except UdpchatError as error:
            self._view.toast(error.sentence)
            return
        self._around.kick()

    def _errand(self, verb: FileVerb, target: FileTarget) -> None:
        if target.file is None:
            return
        if verb is FileVerb.FORWARD:
            self._errands().forward(target.file)
        else:
            self._errands().receivers(target.file, target.conversation, target.seq)

    # --- on this computer ---------------------------------------------------------------------------------------------

    def _path(self, target: FileTarget) -> str:
        """Where it is; "" if it is nowhere."""
        found = self._core.transfer(target.key) if target.key else None
        return found.path if found is not None else ""

    def _with_path(self, verb: FileVerb, target: FileTarget) -> None:
        path = self._path(target)
        if verb is FileVerb.COPY_PATH and path:
            self._desk.to_clipboard(path)
            self._view.toast(text("chat.copied"))
        elif path:
            self._desk.exists(path, lambda there: self._found(verb, path) if there else self._missing(path))

    def _missing(self, path: str) -> None:
        self._view.toast(text("files.gone", name=words.shown_name(Path(path).name)))

    def _found(self, verb: FileVerb, path: str) -> None:
        name = Path(path).name
        match verb:
            case FileVerb.SHOW_IN_FOLDER:
                said = text("files.no_folder", path=one_line(path, len(path)))
                self._desk.show_in_folder(path, lambda done: None if done else self._view.toast(said))
            case FileVerb.VIEW:
                self._desk.view_picture(path, words.shown_name(name))
            case FileVerb.SAVE_AS:
                self._desk.ask_place(name, lambda to: self._desk.copy_file(path, to, partial(self._saved, to)))
            case _:
                self._open(path)

    def _saved(self, to: str, reason: str) -> None:
        key, about = ("files.not_saved", {"reason": reason}) if reason else ("files.saved", {"path": to})
        self._view.toast(text(key, **about))

    def _open(self, path: str) -> None:
        """A file that somebody sent may do anything when it is opened: asked first, unless it can only be looked at."""
        name = Path(path).name
        if words.is_harmless(name):
            self._opened(path)
            return
        question = QuestionData(
            text("files.open.ask"),
            text("files.open.text", name=words.shown_name(name)),
            text("files.open.yes"),
            text("files.open.no"),
            danger=True,
            icon="file",
        )
        self._view.confirm(question, partial(self._opened, path))

    def _opened(self, path: str) -> None:
        said = text("files.open.none")
        self._desk.open_file(path, lambda done: None if done else self._view.toast(said))
