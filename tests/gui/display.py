"""A display for window tests: the one that is there, or an Xvfb of our own."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

SCREEN: Final = "1600x1000x24"
START_S: Final = 20.0
REQUIRED: Final = "UDPCHAT_TEST_REQUIRE_DISPLAY"
ADVICE: Final = "no display for window tests; install one with: sudo apt install xvfb python3-tk"


def own_display_possible() -> bool:
    """Whether Xvfb is here."""
    return os.name == "posix" and sys.platform != "darwin" and shutil.which("Xvfb") is not None


@contextmanager
def own_display() -> Iterator[str]:
    """An Xvfb that nobody else uses; DISPLAY names it meanwhile. Without one everything stays as it is."""
    if not own_display_possible():
        yield os.environ.get("DISPLAY", "")
        return
    before = os.environ.get("DISPLAY")
    server, name = start_xvfb()
    os.environ["DISPLAY"] = name
    try:
        yield name
    finally:
        server.terminate()
        server.wait()
        if before is None:
            del os.environ["DISPLAY"]
        else:
            os.environ["DISPLAY"] = before


def start_xvfb() -> tuple[subprocess.Popen[bytes], str]:
    """Start Xvfb on a number that it chooses itself; the process and the name of the display."""
    ours, its = os.pipe()
    try:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(its), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[its],
        )
    finally:
        os.close(its)
    try:
        number = b""
        while not number.endswith(b"\n"):
            if not select.select([ours], [], [], START_S)[0] or not (part := os.read(ours, 16)):
                server.kill()
                server.wait()
                raise AssertionError("Xvfb does not start")
            number += part
    finally:
        os.close(ours)
    return server, f":{int(number)}"


@cache
def missing() -> str:
    """Why no window can be made here; "" if one can."""
    try:
        import tkinter
    except ImportError as error:
        return f"{ADVICE} ({error})"
    try:
        root = tkinter.Tk()
        root.update_idletasks()
        root.destroy()
    except tkinter.TclError as error:
        return f"{ADVICE} ({error})"
    return ""


def require() -> None:
    """Skip the test where no window can be made; fail it where the environment says that one must be."""
    if reason := missing():
        if os.environ.get(REQUIRED) == "1":
            raise AssertionError(reason)
        raise unittest.SkipTest(reason)
