"""What one can ask of a relay about files and settings on the command line: lists, sums, taking away, quotas."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Final

from udpchat.catalogue import text
from udpchat.errors import BadRequest
from udpchat.operate import admin_lines, orders
from udpchat.operate.admin_people import find
from udpchat.operate.admin_script import Office, Script
from udpchat.quotas import FileRules
from udpchat.sizes import size_of, size_words
from udpchat.words.messages import ChangeSettings, Settings

_SIZES: Final = {
    "file": ("one_bytes", "largest file"),
    "person-files": ("person_bytes", "files of one person"),
    "all-files": ("total_bytes", "files of everybody"),
    "disk-free": ("free_bytes", "what files leave free on the disk"),
}


def files_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose, and where to go on."""
    parser.add_argument("user", nargs="?", default="", help="name, or #NUMBER; without it everybody's")
    parser.add_argument("--before", type=int, default=0, metavar="NUMBER")


def settings_arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be another; without any, what holds is told."""
    parser.add_argument("--name", default=None)
    parser.add_argument("--port", type=int, default=None)
    parser.add_argument("--signup", choices=("open", "room", "closed"), default=None)
    parser.add_argument("--guests", action=argparse.BooleanOptionalAction, default=None)
    parser.add_argument("--plain", choices=("off", "local", "lan"), default=None)
    for option, (_, help) in _SIZES.items():
        parser.add_argument(f"--{option}", type=size, default=None, metavar="SIZE", help=f"{help}, as 500MB or 8GB")
    parser.add_argument("--file-days", type=int, default=None, metavar="N", help="how long a file is kept")


def size(word: str) -> int:
    """A number of bytes; argparse reports the error."""
    try:
        return size_of(word)
    except ValueError:
        raise argparse.ArgumentTypeError(text("admin.size")) from None


def files(options: argparse.Namespace, office: Office) -> Script:
    """What is stored and under way."""
    owner = (yield from find(options.user)) if options.user else 0
    (page,) = yield orders.stored(options.before, owner)
    lines = [admin_lines.stored(row) for row in page.rows]
    if not page.last:
        lines.append(text("admin.more", number=page.rows[-1].file))
    figures, settings = office.files, office.settings
    if figures is None or settings is None:
        return lines or [text("admin.nothing")]
    rules = settings.files[0] if settings.files else FileRules()
    sums = text("admin.files", count=figures.files, used=size_words(figures.used), total=size_words(rules.total_bytes))
    free = text("admin.files_free", free=size_words(figures.free))
    return [f"{sums}; {free}" if figures.free else sums, *map(admin_lines.transfer, figures.rows), *lines]


def remove(options: argparse.Namespace, office: Office) -> Script:
    """Nobody can fetch it any more."""
    (answer,) = yield orders.remove_file(options.number)
    return [text("admin.file_removed", count=answer.id)]


def change(options: argparse.Namespace, office: Office) -> Script:
    """Other settings, or the present ones. Raises what is wrong with them."""
    now = office.settings
    assert now is not None
    wish = _wish(options, now)
    if wish is not None:
        (now,) = yield wish
        assert isinstance(now, Settings)
    return _told(now)


def _wish(options: argparse.Namespace, now: Settings) -> ChangeSettings | None:
    rules = now.files[0] if now.files else FileRules()
    sizes = {field: getattr(options, option.replace("-", "_")) for option, (field, _) in _SIZES.items()}
    wanted = {field: value for field, value in (*sizes.items(), ("days", options.file_days)) if value is not None}
    given = {key: getattr(options, key) for key in ("name", "port", "signup", "guests", "plain")}
    if not wanted and all(value is None for value in given.values()):
        return None
    chosen = {key: getattr(now, key) if value is None else value for key, value in given.items()}
    if min(wanted.values(), default=0) < 0 or not 0 < chosen["port"] <= 65535:
        raise BadRequest
    return ChangeSettings(room_password="keep", room=(), files=(replace(rules, **wanted),), **chosen)


def _told(now: Settings) -> list[str]:
    """The settings, a line each."""
    rules = now.files[0] if now.files else FileRules()
    values = {
        "name": now.name,
        "port": now.port,
        "signup": now.signup,
        "guests": text("admin.yes" if now.guests else "admin.no"),
        "room-password": text("admin.yes" if now.room else "admin.no"),
        "plain": now.plain,
        **{option: size_words(getattr(rules, field)) for option, (field, _) in _SIZES.items()},
        "file-days": rules.days,
    }
    return [text("admin.setting", name=name, value=value) for name, value in values.items()]
