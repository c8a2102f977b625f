"""The options of `serve`, and the settings that they and the saved ones make: an option given > saved > default."""

from __future__ import annotations

import argparse
import os
import secrets
import socket
from dataclasses import replace
from pathlib import Path

from udpchat import names, scram
from udpchat.errors import NoRoomPassword, UdpchatError
from udpchat.limits import DEFAULT_PORT, FILE_LIFE_MAX_DAYS, PLAIN_IDLE_S, PORT_MAX
from udpchat.quotas import FileRules
from udpchat.server.settings import ServerSettings
from udpchat.store import SavedSettings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `serve`. None (or an empty name or password): not given."""
    parser.add_argument("--headless", action="store_true", help="no window (there is none here: always so)")
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on (default: all)")
    parser.add_argument("--port", type=port_number, default=None, help="UDP port; 0 picks a free one")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder")
    parser.add_argument("--signup", choices=("open", "room", "closed"), default=None, help="who may register")
    parser.add_argument("--room-password", default=os.environ.get("UDPCHAT_ROOM_PASSWORD", ""), metavar="X")
    parser.add_argument("--name", default="", metavar="N", help="name of the server (default: this computer's)")
    parser.add_argument("--guests", action=argparse.BooleanOptionalAction, default=None, help="guests too, or accounts only")
    parser.add_argument("--plain", choices=("off", "local", "lan"), default=None, help="unencrypted text clients")
    parser.add_argument("--plain-idle", type=minutes, default=None, metavar="MINUTES", help="silence until they are signed out")
    parser.add_argument("--plain-list", action="store_true", help="tell text clients who is here before they sign in")
    parser.add_argument("--rate", type=float, default=None, metavar="N", help="messages per second and person")
    parser.add_argument("--file-mb", type=positive, default=None, metavar="N", help="largest file that it takes")
    parser.add_argument("--files-mb", type=positive, default=None, metavar="N", help="files of one person in all")
    parser.add_argument("--all-files-mb", type=positive, default=None, metavar="N", help="files of everybody in all")
    parser.add_argument("--disk-free-mb", type=positive, default=None, metavar="N", help="what files leave free on the disk")
    parser.add_argument("--file-days", type=days, default=None, metavar="N", help="how long a file is kept")
    parser.add_argument("--detached-log", type=Path, default=None, metavar="FILE", help="log to FILE (in the data folder), rotated")
    parser.add_argument("--say-headless", action="store_true", help=argparse.SUPPRESS)


def port_number(word: str) -> int:
    """A UDP port; argparse reports the ValueError."""
    number = int(word)
    if not 0 <= number <= PORT_MAX:
        raise ValueError(word)
    return number


def minutes(word: str) -> float:
    """A time of one minute to a day, in seconds; argparse reports the ValueError."""
    number = float(word)
    if not 1 <= number <= 24 * 60:
        raise ValueError(word)
    return number * 60


def positive(word: str) -> int:
    """A number above 0; argparse reports the ValueError."""
    number = int(word)
    if number < 1:
        raise ValueError(word)
    return number


def days(word: str) -> int:
    """How long a file is kept; argparse reports the ValueError."""
    number = int(word)
    if not 1 <= number <= FILE_LIFE_MAX_DAYS:
        raise ValueError(word)
    return number


def files_of(options: argparse.Namespace, saved: SavedSettings) -> FileRules:
    """How much of files the server takes."""
    chosen = saved.files or FileRules()
    given = {
        "one_bytes": options.file_mb,
        "person_bytes": options.files_mb,
        "total_bytes": options.all_files_mb,
        "free_bytes": options.disk_free_mb,
    }
    for field, value in given.items():
        if value is not None:
            chosen = replace(chosen, **{field: value * 10**6})
    return chosen if options.file_days is None else replace(chosen, days=options.file_days)


def port_of(options: argparse.Namespace, saved: SavedSettings) -> int:
    """Where to listen."""
    for port in (options.port, saved.port):
        if port is not None:
            return int(port)
    return DEFAULT_PORT


def settings_of(options: argparse.Namespace, saved: SavedSettings, port: int) -> ServerSettings:
    """What is in force at the start. Raises BadName for an impossible server name, NoRoomPassword."""
    room = saved.room
    if options.room_password:
        room = scram.make_verifier(options.room_password, secrets.token_bytes(scram.SALT_BYTES))
    signup = options.signup or saved.signup or "open"
    if signup == "room" and room is None:
        raise NoRoomPassword
    guests = next((choice for choice in (options.guests, saved.guests) if choice is not None), True)
    name = server_name(options.name or saved.name or "")
    plain = options.plain or saved.plain or "local"
    idle_s = options.plain_idle or PLAIN_IDLE_S
    settings = ServerSettings(
        name=name, signup=signup, guests=guests, room_verifier=room, port=port, plain=plain, plain_idle_s=idle_s,
        plain_list=options.plain_list, files=files_of(options, saved),
    )  # fmt: skip
    if options.rate is None:
        return settings
    return replace(settings, rate_per_s=options.rate, bytes_per_s=settings.bytes_per_s if options.rate else 0.0)


def to_save(settings: ServerSettings) -> SavedSettings:
    """What of the settings in force is kept for the next start."""
    room = settings.room_verifier
    return SavedSettings(settings.name, settings.port, settings.signup, settings.guests, room, settings.plain, settings.files)


def server_name(asked: str) -> str:
    """The name asked for, else the computer's; BadName only for one that was asked for."""
    try:
        return names.clean_server_name(asked or socket.gethostname())
    except UdpchatError:
        if asked:
            raise
        return "udpchat"
