"""English of both windows: launching, dialogs, shared words."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    # --- no window ----------------------------------------------------------------------------------------------------
    "error.NO_WINDOWS": "No window can be opened{reason} {advice}",
    "desktop.missing.tk": "no Tk in this Python",
    "desktop.missing.new_tk": "only Tk {version} in this Python",
    "desktop.missing.display": "no display",
    "desktop.advice.terminal": "Chat in the terminal instead: python3 -m udpchat chat HOST.",
    "desktop.advice.display": (
        "Log in to a desktop, or use the terminal: python3 -m udpchat chat HOST, python3 -m udpchat serve."
    ),
    "desktop.advice.debian": "Install it with: sudo apt install python3-tk.",
    "desktop.advice.fedora": "Install it with: sudo dnf install python3-tkinter.",
    "desktop.advice.arch": "Install it with: sudo pacman -S tk.",
    "desktop.advice.suse": "Install it with: sudo zypper install python3-tk.",
    "desktop.advice.alpine": "Install it with: sudo apk add python3-tkinter.",
    "desktop.advice.linux": "Install the package python3-tk or tkinter of this system.",
    "desktop.advice.mac": "Install it with: brew install python-tk@{version}, or take Python from python.org.",
    "desktop.advice.windows": "Run the installer of Python again, choose Modify, and tick tcl/tk and IDLE.",
    "desktop.advice.new_tk": "Use a Python with Tk 8.6 or newer, such as the one from python.org.",
    "desktop.serving_without_window": "{missing}: serving without a window. Stop it with Ctrl-C.",
    "desktop.crashed": "udpchat has a fault and cannot go on: {reason}. Start it again; if it stays, update it.",
    # --- shortcuts ----------------------------------------------------------------------------------------------------
    "desktop.shortcut.client": "udpchat",
    "desktop.shortcut.client_comment": "Chat on the local network",
    "desktop.shortcut.server": "udpchat server",
    "desktop.shortcut.server_comment": "Run a chat server for the local network",
    "desktop.shortcuts.made": "Made: {path}",
    "desktop.shortcuts.removed": "Removed: {path}",
    "desktop.shortcuts.none": "There was none to remove.",
    "desktop.shortcuts.failed": "udpchat: {path} cannot be written. Change its permissions and try again.",
    # --- the client's window ------------------------------------------------------------------------------------------
    "desktop.connect.title": "udpchat",
    "desktop.close.title": "Some messages have not arrived",
    "desktop.close.words": (
        "{count} of your messages wait for the server. They stay on this computer and are sent when you sign in here again."
    ),
    "desktop.close.verb": "Close anyway",
    "desktop.close.back": "Keep waiting",
}
