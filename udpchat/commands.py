"""The command line: one parser per command, and nothing else."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from udpchat import __version__, serve
from udpchat.terminal import options as chat_options
from udpchat.terminal import program as chat


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit status. Wrong arguments end the program with status 2 and a usage line."""
    parser = argparse.ArgumentParser(prog="udpchat", description="Chat for a local network.")
    parser.add_argument("--version", action="version", version=f"udpchat {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve.add_arguments(commands.add_parser("serve", help="run a server", allow_abbrev=False))
    chat_options.add_arguments(commands.add_parser("chat", help="chat in the terminal", allow_abbrev=False))
    options = parser.parse_args(arguments)
    return serve.run(options) if options.command == "serve" else chat.run(options)
