"""What a chat view asks of its owner."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from udpchat.gui.widgets.chat_rows import May
from udpchat.gui.widgets.file_data import FileVerb
from udpchat.gui.widgets.popup_menu import Item


def _nothing(*_arguments: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class ChatCalls:
    """Rows go by their keys, people by their ids."""

    earlier: Callable[[bool], None]  # the top is near; True: asked for by a click
    newer: Callable[[], None]  # the last row is near, and it may not be the newest
    scrolled: Callable[[bool], None]  # True: the last row is in view
    jump: Callable[[], None]
    retry: Callable[[str], None]
    discard: Callable[[str], None]
    open_link: Callable[[str], object]
    copied: Callable[[], None]  # something was put on the clipboard
    popup: Callable[[Sequence[Item], int, int], None]  # a menu at a point of the screen
    leave: Callable[[], None]  # Esc: the person wants to write
    typed: Callable[[str], None]  # or just does
    reply: Callable[[str], None] = _nothing
    react: Callable[[str, str], None] = _nothing  # with this emoji, or no more
    edit: Callable[[str], None] = _nothing
    delete: Callable[[str], None] = _nothing
    info: Callable[[str], None] = _nothing  # who has read it
    quoted: Callable[[str], None] = _nothing  # to what it answers
    file: Callable[[str, FileVerb], None] = _nothing  # what is done with the file of a message
    person: Callable[[int], None] = _nothing
    write: Callable[[int], None] = _nothing  # to somebody, in private
    may: Callable[[str], May] = lambda _key: May.NOTHING
    opened: Callable[[tk.Misc], None] = _nothing  # something opened over the view, for the keys of the window
