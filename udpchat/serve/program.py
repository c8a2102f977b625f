"""`serve` as a command: what ends it, and with which status."""

from __future__ import annotations

import argparse
import os
import traceback
from typing import Final

from udpchat.catalogue import text
from udpchat.errors import UdpchatError
from udpchat.output import complain
from udpchat.serve.relay import Relay

STOPPED: Final = 0
REFUSED: Final = 1  # it could not start as it is set up: starting it again would not help
CRASHED: Final = 70  # a fault of our own (sysexits, EX_SOFTWARE): whoever looks after it may start it again


def run(options: argparse.Namespace) -> int:
    """Serve until a signal; the exit status."""
    if options.detached_log is not None:
        let_go_of_terminal()
    try:
        relay = Relay(options)
    except UdpchatError as error:
        complain(f"udpchat: {error.sentence}")
        return REFUSED
    if options.say_headless:
        complain(text("terminal.serve.headless"))
    status = STOPPED
    try:
        relay.run()
    except Exception:
        status = CRASHED
        complain(traceback.format_exc())
        relay.report(text("server.log.failed", text=traceback.format_exc(limit=0).strip()))
    if not relay.close():
        os._exit(status)  # a disk or a reader of the log hangs: the promise to end within 2 s counts more
    return status


def let_go_of_terminal() -> None:
    """Nothing is read or printed any more but complaints, on standard error: nobody needs to keep a pipe or terminal open."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nowhere, number)
    if nowhere > 2:
        os.close(nowhere)
