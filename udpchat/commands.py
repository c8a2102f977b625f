"""The command line: one parser per command, and nothing else."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from udpchat import __version__, client_program, serve, server_program
from udpchat.gui.desktop import shortcuts
from udpchat.net.driving import drive
from udpchat.operate import admin
from udpchat.terminal import options as chat_options
from udpchat.terminal import program as chat

WINDOWS = {"client": client_program.main, "server": server_program.main}


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit status. Wrong arguments end the program with status 2 and a usage line."""
    if arguments and (window := WINDOWS.get(arguments[0])):
        return window(arguments[1:])
    parser = argparse.ArgumentParser(prog="udpchat", description="Chat for a local network.")
    parser.add_argument("--version", action="version", version=f"udpchat {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words in (("client", "chat in a window"), ("server", "run a server with a window")):
        commands.add_parser(name, help=words, add_help=False)
    serve.add_arguments(commands.add_parser("serve", help="run a server", allow_abbrev=False))
    chat_options.add_arguments(commands.add_parser("chat", help="chat in the terminal", allow_abbrev=False))
    admin.add_arguments(commands.add_parser("admin", help="look after a running server", allow_abbrev=False))
    shortcuts.add_arguments(
        commands.add_parser("install-shortcuts", help="icons for both windows in the menu or on the desktop")
    )
    options = parser.parse_args(arguments)
    match options.command:
        case "serve":
            return serve.run(options)
        case "chat":
            return chat.run(options)
        case "admin":
            return admin.run(options, drive)
        case _:
            return shortcuts.run(options)
