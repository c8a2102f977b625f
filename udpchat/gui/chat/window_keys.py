"""Which key does what in the chat window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from udpchat.gui.client_window import ClientWindow


def window_keys(window: ClientWindow) -> dict[str, Callable[[], None]]:
    """By the names that `Shortcuts` knows."""
    return {**_chat_keys(window), **_room_keys(window)}


def _chat_keys(window: ClientWindow) -> dict[str, Callable[[], None]]:
    return {
        "ctrl+e": window.composer.toggle_emoji,
        "ctrl+f": window.open_find,
        "f3": lambda: window.step_find(1),
        "shift+f3": lambda: window.step_find(-1),
        "ctrl+d": window.toggle_people,
        "ctrl+l": window.side.list.canvas.focus_set,
        "ctrl+end": window.newest,
        "ctrl+v": window.paste,
        "ctrl+o": lambda: window.actions.choose_files(),
        "ctrl+shift+j": lambda: window.actions.errands.transfers(),
        "ctrl+plus": partial(window.zoom, 1),
        "ctrl+minus": partial(window.zoom, -1),
        "ctrl+0": partial(window.zoom, 0),
        "ctrl+comma": window.open_settings,
        "ctrl+q": window.program.quit,
        "f1": window.open_shortcuts,
    }


def _room_keys(window: ClientWindow) -> dict[str, Callable[[], None]]:
    new_group = lambda: window.actions.errands.new_group()  # noqa: E731  # twice: both keys are usual
    return {
        "ctrl+k": lambda: window.actions.errands.switcher(),
        "ctrl+n": lambda: window.actions.errands.new_message(),
        "ctrl+g": new_group,
        "ctrl+shift+n": new_group,
        "ctrl+i": lambda: window.actions.errands.inbox(),
        "ctrl+shift+f": lambda: window.actions.errands.search(),
        "alt+up": lambda: window.actions.step(-1),
        "alt+down": lambda: window.actions.step(1),
        "alt+shift+up": lambda: window.actions.step(-1, unread=True),
        "alt+shift+down": lambda: window.actions.step(1, unread=True),
        "ctrl+prior": lambda: window.actions.step(-1),
        "ctrl+next": lambda: window.actions.step(1),
        **{f"ctrl+{place + 1}": partial(_open_at, window, place) for place in range(9)},
    }


def _open_at(window: ClientWindow, place: int) -> None:
    window.actions.open_at(place)
