"""What both programs do before their window: read the command line, and say what is wrong where it will be read."""

from __future__ import annotations

import argparse
import logging
import sys
import traceback
from collections.abc import Callable
from typing import Final, NoReturn

from udpchat.catalogue import text
from udpchat.errors import UdpchatError
from udpchat.gui.desktop.system import System
from udpchat.gui.desktop.tell import tell
from udpchat.gui.desktop.toolkit import NO_WINDOWS_STATUS, NoWindows
from udpchat.limits import PORT_MAX

CANNOT_START: Final = 1
CRASHED: Final = 70  # a fault of our own (sysexits, EX_SOFTWARE)

log: Final = logging.getLogger(__name__)


class Parser(argparse.ArgumentParser):
    """A command line whose errors are seen even where there is no terminal."""

    def __init__(self, system: System, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)
        self._system = system

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with status 2."""
        tell(self._system, f"{self.format_usage()}{self.prog}: {message}")
        sys.exit(2)


def port_number(word: str) -> int:
    """A UDP port; argparse reports the ValueError."""
    number = int(word)
    if not 0 <= number <= PORT_MAX:
        raise ValueError(word)
    return number


def told(system: System, run: Callable[[], int], window_needed: bool = True) -> int:
    """Run a program; what ends it before its time is told in one sentence. Without need of a window NoWindows passes."""
    try:
        return run()
    except NoWindows as error:
        if not window_needed:
            raise
        tell(system, f"udpchat: {error.sentence}")
        return NO_WINDOWS_STATUS
    except UdpchatError as error:
        tell(system, f"udpchat: {error.sentence}")
        return CANNOT_START
    except Exception as error:
        log.critical("the program failed", exc_info=error)
        traceback.print_exc()
        tell(system, text("desktop.crashed", reason=f"{type(error).__name__}: {error}"))
        return CRASHED
