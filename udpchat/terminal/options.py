"""What the command line of `chat` says: where to, as whom, and how the password is found."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from udpchat.catalogue import text
from udpchat.errors import BadPassword
from udpchat.invites import parse_address, parse_invite
from udpchat.limits import ANSWER_WAIT_S, PASSWORD_FILE_BYTES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `chat`."""
    parser.add_argument("server", nargs="?", default="", metavar="HOST[:PORT]|INVITE", help="which server")
    parser.add_argument("--user", default="", metavar="U", help="your name")
    parser.add_argument("--register", action="store_true", help="create the account")
    parser.add_argument("--guest", action="store_true", help="without an account")
    parser.add_argument("--commands", action="store_true", help="sign in by typed commands, also those of older systems")
    parser.add_argument("--trust", action="store_true", help="trust an unknown server without asking")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder")
    parser.add_argument("--downloads", type=Path, default=None, metavar="DIR", help="where files go (default: Downloads)")
    parser.add_argument("--password-file", type=Path, default=None, metavar="F", help="its first line is the password")
    parser.add_argument("--room-password", default=os.environ.get("UDPCHAT_ROOM_PASSWORD", ""), metavar="X")
    parser.add_argument("--timeout", type=float, default=ANSWER_WAIT_S, metavar="S", help="seconds to wait for an answer")
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)


@dataclass(frozen=True, slots=True)
class Where:
    """The server named on the command line; `pin` is the fingerprint of an invite."""

    host: str
    port: int
    pin: bytes | None


def where(server: str) -> Where:
    """Read HOST, HOST:PORT or an invite. Raises BadInvite or BadAddress."""
    if server.lower().startswith("udpchat:"):
        invite = parse_invite(server)
        return Where(invite.host, invite.port, invite.fingerprint)
    host, port = parse_address(server)
    return Where(host, port, None)


def password_for(user: str, file: Path | None) -> str:
    """The password from the file, `UDPCHAT_PASSWORD` or a prompt, in this order; BadPassword if there is none."""
    if file is not None:
        return _first_line(file)
    if (known := os.environ.get("UDPCHAT_PASSWORD")) is not None:
        return known
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(text("terminal.ask.password", name=user))
    except (getpass.GetPassWarning, EOFError, OSError) as error:
        raise BadPassword(text("terminal.no_password")) from error


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            line = opened.read(PASSWORD_FILE_BYTES).split(b"\n", 1)[0]
        return line.removesuffix(b"\r").decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPassword(text("terminal.password_file", path=file)) from error


def ask(prompt: str) -> str:
    """One line from the person, through a terminal or a pipe; "" at the end of input.

    A pipe is read byte by byte: what follows the line belongs to the chat.
    """
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        try:
            return input(prompt).strip()
        except EOFError:
            return ""
    line = b""
    while (byte := os.read(sys.stdin.fileno(), 1)) not in (b"", b"\n") and len(line) < PASSWORD_FILE_BYTES:
        line += byte
    return line.decode("utf-8", "replace").strip()
