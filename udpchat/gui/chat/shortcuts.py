"""What the help of the chat window lists: its keys, and the words that say what they do."""

from __future__ import annotations

from typing import Final

from udpchat.gui.keyboard import Shortcuts

__all__ = ["NAMES", "Shortcuts"]

NAMES: Final = (
    ("chat.keys.switcher", "Ctrl+K"),
    ("chat.keys.step", "Alt+Up, Down"),
    ("chat.keys.unread", "Alt+Shift+Up, Down"),
    ("chat.keys.place", "Ctrl+1 … 9"),
    ("chat.keys.new", "Ctrl+N, Ctrl+G"),
    ("chat.keys.inbox", "Ctrl+I"),
    ("chat.keys.search", "Ctrl+Shift+F"),
    ("chat.keys.send", "Enter"),
    ("chat.keys.break", "Shift+Enter"),
    ("composing.keys.offers", "/  @  Tab"),
    ("composing.keys.last", "Up"),
    ("chat.keys.emoji", "Ctrl+E"),
    ("file_keys.attach", "Ctrl+O"),
    ("file_keys.paste", "Ctrl+V"),
    ("file_keys.transfers", "Ctrl+Shift+J"),
    ("chat.keys.find", "Ctrl+F"),
    ("chat.keys.find_next", "F3, Shift+F3"),
    ("chat.keys.people", "Ctrl+D"),
    ("chat.keys.list", "Ctrl+L"),
    ("chat.keys.newest", "Ctrl+End"),
    ("chat.keys.choose", "Up, Down"),
    ("messages.keys.reply", "R"),
    ("messages.keys.react", "+"),
    ("messages.keys.change", "E, Del"),
    ("chat.keys.copy", "C"),
    ("messages.keys.open", "Enter"),
    ("chat.keys.actions", "Shift+F10"),
    ("chat.keys.zoom", "Ctrl+Plus, Minus, 0"),
    ("chat.keys.settings", "Ctrl+,"),
    ("chat.keys.help", "F1"),
    ("chat.keys.escape", "Esc"),
    ("chat.keys.quit", "Ctrl+Q"),
)
"""What the help lists: the key of the words, and the keys to press."""
