"""Notifications of the desktop, through the program that each system brings for it; without one there is none.

Texts come from strangers: they are cleaned, cut, escaped for the one that reads markup, and never part of a command's
source. Windows takes half a second for one, so they are spaced.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from typing import Final

from udpchat.gui.desktop.system import Command, System
from udpchat.gui.kit import single_line
from udpchat.limits import ALERT_CHARS, ALERT_EVERY_S, ALERT_TITLE_CHARS

TITLE: Final = "UDPCHAT_NOTICE_TITLE"
BODY: Final = "UDPCHAT_NOTICE_BODY"

WINDOWS_SCRIPT: Final = f"""
$ErrorActionPreference = 'Stop'
[void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent('ToastText02')
$lines = $toast.GetElementsByTagName('text')
[void]$lines.Item(0).AppendChild($toast.CreateTextNode($env:{TITLE}))
[void]$lines.Item(1).AppendChild($toast.CreateTextNode($env:{BODY}))
$app = '{{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show(
    [Windows.UI.Notifications.ToastNotification]::new($toast))
"""
MAC_SCRIPT: Final = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"
SHOWN_MS: Final = 5000


class Notifier:
    """Shows notices, at most one in a while; what comes in between is left out: the unread count tells of it."""

    def __init__(self, system: System, now: Callable[[], float]) -> None:
        self._system = system
        self._now = now
        self._last_at = -math.inf

    def show(self, title: str, body: str) -> bool:
        """Show one. False: it was too soon, or this desktop has no way."""
        now = self._now()
        command = command_for(self._system, single_line(title, ALERT_TITLE_CHARS), single_line(body, ALERT_CHARS))
        if command is None or now - self._last_at < ALERT_EVERY_S:
            return False
        self._last_at = now
        self._system.start(*command)
        return True


def command_for(system: System, title: str, body: str) -> tuple[Command, dict[str, str]] | None:
    """The program with its arguments and variables; None if there is none."""
    if system.is_windows:
        source = base64.b64encode(WINDOWS_SCRIPT.encode("utf-16-le")).decode("ascii")
        options = ("-NoProfile", "-NonInteractive", "-WindowStyle", "Hidden", "-EncodedCommand")
        return ("powershell.exe", *options, source), {TITLE: title, BODY: body}
    if system.is_mac:
        return ("osascript", "-e", MAC_SCRIPT, "--", title, body), {}
    if system.find("notify-send"):
        return ("notify-send", "-a", "udpchat", "-t", str(SHOWN_MS), "--", title, escaped(body)), {}
    if system.find("gdbus"):
        target = ("--dest", "org.freedesktop.Notifications", "--object-path", "/org/freedesktop/Notifications")
        call = ("gdbus", "call", "--session", *target, "--method", "org.freedesktop.Notifications.Notify")
        return (*call, quoted("udpchat"), "0", quoted(""), quoted(title), quoted(escaped(body)), "[]", "{}", str(SHOWN_MS)), {}
    return None


def escaped(text: str) -> str:
    """Fit for a reader of markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """A string as gdbus reads it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
