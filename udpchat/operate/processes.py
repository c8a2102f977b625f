"""Other processes of this computer by their number: does one live, ask it to end, end it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Any, Final

_SYNCHRONIZE: Final = 0x00100000
_WAIT_TIMEOUT: Final = 0x102
_ERROR_ACCESS_DENIED: Final = 5


def is_alive(pid: int, platform: str = sys.platform) -> bool:
    """Whether a process of this number exists; a zombie and another person's process do."""
    if pid <= 0:
        return False
    if platform == "win32":
        return windows_is_alive(pid, ctypes.__dict__["WinDLL"]("kernel32", use_last_error=True), _windows_error)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def windows_is_alive(pid: int, kernel: Any, last_error: Any) -> bool:
    """The same on Windows, where `os.kill(pid, 0)` would end the process instead of asking for it."""
    handle = kernel.OpenProcess(_SYNCHRONIZE, False, pid)
    if not handle:
        return bool(last_error() == _ERROR_ACCESS_DENIED)
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == _WAIT_TIMEOUT)
    finally:
        kernel.CloseHandle(handle)


def _windows_error() -> int:
    return int(ctypes.__dict__["get_last_error"]())


def ask_to_end(pid: int, platform: str = sys.platform) -> bool:
    """Ask by signal. False: this system has no signal that asks (on Windows each one kills)."""
    return platform != "win32" and _signal(pid, signal.SIGTERM)


def end(pid: int, platform: str = sys.platform) -> bool:
    """End it whatever it does; its store is safe by its journal. False: it is gone, or not ours."""
    return _signal(pid, signal.SIGTERM if platform == "win32" else signal.SIGKILL)


def _signal(pid: int, number: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, number)
    except OSError:
        return False
    return True
