"""The server's window as a program: arguments, data folder, Tk, and then the window; without one the relay itself."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Sequence
from pathlib import Path

from udpchat import catalogue
from udpchat.catalogue import text
from udpchat.client.profiles import Profiles
from udpchat.gui.desktop import diary, relaunch, toolkit
from udpchat.gui.desktop.launch import Parser, port_number, told
from udpchat.gui.desktop.system import System, here
from udpchat.operate.folder import absolute
from udpchat.operate.raise_window import OnlyWindow
from udpchat.operate.spawn import Launch
from udpchat.output import complain
from udpchat.places import data_folder

CLASS_NAME = "UdpchatServer"


def main(arguments: Sequence[str]) -> int:
    """Run until the window closes, or without a window until a signal; the exit status."""
    if "--headless" in arguments:
        return serve(arguments)
    system = here()
    parser = Parser(system, prog="server_gui.py", description="Run a chat server for the local network.")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder")
    parser.add_argument("--host", default=None, help="address to listen on (default: all)")
    parser.add_argument("--port", type=port_number, default=None, help="UDP port; 0 picks a free one")
    parser.add_argument("--name", default=None, metavar="N", help="name of the server (default: this computer's)")
    parser.add_argument("--headless", action="store_true", help="no window; more options: python3 -m udpchat serve --help")
    options = parser.parse_args(arguments)
    if relaunch.without_console(system):
        return 0
    try:
        return told(system, lambda: run(system, options), window_needed=False)
    except toolkit.NoWindows as error:
        missing = error.detail[:1].upper() + error.detail[1:]
        complain(text("desktop.serving_without_window", missing=missing))
        return serve([*arguments, "--headless"])


def run(system: System, options: argparse.Namespace) -> int:
    """Open the window, or raise the one that is open for this folder already. Raises NoWindows."""
    toolkit.require(system)
    data = absolute(options.data or data_folder("server"))
    only = OnlyWindow.claim(data)
    if only is None:
        return 0
    try:
        profiles = Profiles(options.data or data_folder("client"))  # looks are shared by all windows of a person
        launch = Launch(data, options.host, options.port, options.name)
        return run_server(system, profiles, launch, only)
    finally:
        only.release()


def run_server(system: System, profiles: Profiles, launch: Launch, only: OnlyWindow) -> int:
    """The window from its first sight to its end. Raises NoWindows."""
    from udpchat.gui.app import open_app
    from udpchat.gui.server_shell import ServerShell

    preferences = profiles.preferences()
    catalogue.use(preferences.language)
    app = open_app(CLASS_NAME, preferences, system)
    gc.freeze()  # as in the client: what is there by now need not be looked through again
    app.save = profiles.save_preferences
    app.heed_signals()
    with diary.kept(launch.data):
        try:
            ServerShell(app, launch, only).open()
            return app.run()
        finally:
            app.quit(app.status)


def serve(arguments: Sequence[str]) -> int:
    """Be the relay itself."""
    from udpchat import serve as command  # not for a window: the relay's parts take long to load

    parser = argparse.ArgumentParser(prog="server_gui.py", description="Run a chat server without a window.")
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))
