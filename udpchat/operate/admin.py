"""`admin` as a command: one errand at the relay that runs on a data folder, over the same connection as the server window.

It works where the folder can be read, for the token in it is what proves the operator; the relay may be headless.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from udpchat import __version__
from udpchat.catalogue import text
from udpchat.client.operator import OperatorCore
from udpchat.client.phases import Phase
from udpchat.driver import Driver
from udpchat.errors import UdpchatError
from udpchat.limits import LOGOUT_S
from udpchat.operate import admin_import, admin_verbs
from udpchat.operate.admin_script import Errand
from udpchat.operate.folder import RunningRelay, look
from udpchat.output import complain
from udpchat.places import data_folder

DONE: Final = 0
REFUSED: Final = 1

Drive = Callable[[Driver, Callable[[float], None], Callable[[object, float], None], Callable[[float], bool]], None]
"""Runs a core over a socket until all is over: see `net.driving`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, then the verb with its own arguments."""
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder of the relay")
    admin_verbs.add_arguments(parser)


def run(options: argparse.Namespace, drive: Drive) -> int:
    """Do it and print what came of it; the exit status."""
    path = options.data or data_folder("server")
    relay = look(path).running
    if relay is None or relay.token is None:
        complain(text("admin.no_token" if relay else "admin.not_running", path=path))
        return REFUSED
    if relay.version != __version__:
        complain(text("admin.other_version", theirs=relay.version, ours=__version__))
    try:
        if options.verb == "import-users":
            options.rows = admin_import.read(options.file)
        errand = ask(relay, options, drive)
    except UdpchatError as error:
        complain(error.sentence)
        return REFUSED
    for line in errand.lines:
        print(line)
    sys.stdout.flush()
    failure = errand.error.sentence if errand.error is not None else errand.trouble
    if failure:
        complain(failure)
    return REFUSED if failure else DONE


def ask(relay: RunningRelay, options: argparse.Namespace, drive: Drive) -> Errand:
    """Go there, and leave in peace. Raises PortInUse."""
    core = OperatorCore(secrets.token_bytes)
    errand = Errand(core, partial(admin_verbs.run, options))
    leaving_at: list[float] = []

    def begin(now: float) -> None:
        assert relay.token is not None
        errand.begin(now)
        core.connect(relay.address, relay.fingerprint, relay.token, now)

    def until(now: float) -> bool:
        if not errand.is_over(now):
            return False
        if not leaving_at:
            leaving_at.append(now)
            core.close(now)
        return core.state is Phase.IDLE or now >= leaving_at[0] + LOGOUT_S

    drive(core, begin, errand.handle, until)
    return errand
