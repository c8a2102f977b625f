"""The command line: one parser per command, and nothing else.

Only the command that was named is imported: a relay that carries the windows' and the terminal's code in its memory would
be larger by a sixth, and each start later by half a second.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Final

from udpchat import __version__

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit status. Wrong arguments end the program with status 2 and a usage line."""
    named = arguments[0] if arguments else ""
    if window := WINDOWS.get(named):
        return window(arguments[1:])
    parser = argparse.ArgumentParser(prog="udpchat", description="Chat for a local network.")
    parser.add_argument("--version", action="version", version=f"udpchat {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words in (("client", "chat in a window"), ("server", "run a server with a window")):
        commands.add_parser(name, help=words, add_help=False)
    run: Run | None = None
    for name, (words, prepare) in COMMANDS.items():
        command = commands.add_parser(name, help=words, allow_abbrev=False)
        if name == named:
            run = prepare(command)
    options = parser.parse_args(arguments)
    assert run is not None  # what names no command has ended in the parser
    return run(options)


def _client(arguments: Sequence[str]) -> int:
    from udpchat import client_program

    return client_program.main(arguments)


def _server(arguments: Sequence[str]) -> int:
    from udpchat import server_program

    return server_program.main(arguments)


def _find(parser: argparse.ArgumentParser) -> Run:
    from udpchat.terminal import find

    find.add_arguments(parser)
    return find.run


def _doctor(parser: argparse.ArgumentParser) -> Run:
    from udpchat.terminal import doctor

    doctor.add_arguments(parser)
    return doctor.run


def _serve(parser: argparse.ArgumentParser) -> Run:
    from udpchat import serve

    serve.add_arguments(parser)
    return serve.run


def _chat(parser: argparse.ArgumentParser) -> Run:
    from udpchat.terminal import options, program

    options.add_arguments(parser)
    return program.run


def _admin(parser: argparse.ArgumentParser) -> Run:
    from udpchat.net.driving import drive
    from udpchat.operate import admin

    admin.add_arguments(parser)
    return lambda options: admin.run(options, drive)


def _backup(parser: argparse.ArgumentParser) -> Run:
    from udpchat.serve import backup

    backup.add_arguments(parser)
    return backup.back_up


def _restore(parser: argparse.ArgumentParser) -> Run:
    from udpchat.serve import backup

    backup.add_arguments(parser)
    return backup.restore


def _shortcuts(parser: argparse.ArgumentParser) -> Run:
    from udpchat.gui.desktop import shortcuts

    shortcuts.add_arguments(parser)
    return shortcuts.run


WINDOWS: Final = {"client": _client, "server": _server}
COMMANDS: Final[dict[str, tuple[str, Callable[[argparse.ArgumentParser], Run]]]] = {
    "find": ("list the servers of this network", _find),
    "doctor": ("find out why a server is not reached", _doctor),
    "serve": ("run a server", _serve),
    "chat": ("chat in the terminal", _chat),
    "admin": ("look after a running server", _admin),
    "backup": ("copy the data of a server, also while it runs", _backup),
    "restore": ("go back to a copy, while the server does not run", _restore),
    "install-shortcuts": ("icons for both windows in the menu or on the desktop", _shortcuts),
}
