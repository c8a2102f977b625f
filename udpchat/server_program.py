"""The server's window as a program: arguments, data folder, Tk, and then the window; without one the relay itself."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from udpchat import catalogue
from udpchat.catalogue import text
from udpchat.client.profiles import Profiles
from udpchat.gui.desktop import diary, launch, relaunch, toolkit
from udpchat.gui.desktop.system import System, here
from udpchat.operate.raise_window import OnlyWindow
from udpchat.operate.spawn import Launch
from udpchat.output import complain
from udpchat.places import data_folder

if TYPE_CHECKING:
    from udpchat.gui.app import App

CLASS_NAME = "UdpchatServer"


def main(arguments: Sequence[str]) -> int:
    """Run until the window closes, or without a window until a signal; the exit status."""
    if "--headless" in arguments:
        return serve(arguments)
    system = here()
    parser = launch.Parser(system, prog="server_gui.py", description="Run a chat server for the local network.")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder")
    parser.add_argument("--host", default=None, help="address to listen on (default: all)")
    parser.add_argument("--port", type=launch.port_number, default=None, help="UDP port; 0 picks a free one")
    parser.add_argument("--name", default=None, metavar="N", help="name of the server (default: this computer's)")
    parser.add_argument("--headless", action="store_true", help="no window; more options: python3 -m udpchat serve --help")
    options = parser.parse_args(arguments)
    if relaunch.without_console(system):
        return 0
    try:
        return run(system, options)
    except toolkit.NoWindows as error:
        missing = error.detail[:1].upper() + error.detail[1:]
        complain(text("desktop.serving_without_window", missing=missing))
        return serve([*arguments, "--headless"])


def run(system: System, options: argparse.Namespace) -> int:
    """Open the window. Raises NoWindows."""
    toolkit.require(system)
    data: Path = options.data or data_folder("server")
    only = OnlyWindow.claim(data)
    if only is None:
        return 0  # the window that is open already comes to the front
    try:
        return run_window(system, options, data, only)
    finally:
        only.release()


def run_window(system: System, options: argparse.Namespace, data: Path, only: OnlyWindow) -> int:
    """Be this folder's only window."""
    from udpchat.gui.app import open_app

    profiles = Profiles(options.data or data_folder("client"))  # looks are shared by all windows of a person
    preferences = profiles.preferences()
    catalogue.use(preferences.language)
    app = open_app(CLASS_NAME, preferences, system)
    app.save = profiles.save_preferences
    with diary.kept(data):
        try:
            fill(app, only, Launch(data, options.host, options.port, options.name))
            return app.run()
        finally:
            app.quit()


def fill(app: App, only: OnlyWindow, launch: Launch) -> None:
    """Fill the window and start the relay. What is None in `launch` is up to the settings in the folder."""
    from udpchat.gui.server_shell import ServerShell

    ServerShell(app, launch, only).open()


def serve(arguments: Sequence[str]) -> int:
    """Be the relay itself."""
    from udpchat import serve as command  # not for a window: the relay's parts take long to load

    parser = argparse.ArgumentParser(prog="server_gui.py", description="Run a chat server without a window.")
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))
