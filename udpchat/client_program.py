"""The client's window as a program: arguments, data folder, Tk, and then the window until it closes."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from pathlib import Path

from udpchat import catalogue
from udpchat.client.profiles import Profiles
from udpchat.gui.desktop import diary, launch, relaunch, toolkit
from udpchat.gui.desktop.system import System, here
from udpchat.places import data_folder

CLASS_NAME = "Udpchat"


def main(arguments: Sequence[str]) -> int:
    """Run until the window closes; the exit status: 3 if there can be no window."""
    system = here()
    parser = launch.Parser(system, prog="client_gui.py", description="Chat on the local network.")
    parser.add_argument("server", nargs="?", default="", metavar="INVITE|HOST[:PORT]", help="where to go at once")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder")
    parser.add_argument("--send", nargs="+", default=[], metavar="FILE", help="files to send, once somebody is signed in")
    options = parser.parse_args(arguments)
    files = [os.path.abspath(path) for path in options.send]
    if relaunch.without_console(system):
        return 0
    return launch.told(system, lambda: run(system, options.data or data_folder("client"), options.server, files))


def run(system: System, data: Path, server: str, files: Sequence[str] = ()) -> int:
    """The window from its first sight to its end; `files` are to be sent. Raises NoWindows."""
    toolkit.require(system)
    from udpchat.gui.app import open_app
    from udpchat.gui.client_shell import ClientShell

    profiles = Profiles(data)
    preferences = profiles.preferences()
    catalogue.use(preferences.language)
    app = open_app(CLASS_NAME, preferences, system)
    gc.freeze()  # modules and theme live as long as the window: looking through them again and again makes pauses of 20 ms
    app.save = profiles.save_preferences
    app.heed_signals()
    with diary.kept(data):
        try:
            ClientShell(app, profiles, server, files=files).start()
            return app.run()
        finally:
            app.quit(app.status)
