"""`backup` and `restore` as commands: a copy of a data folder while its server runs, and a data folder made from one."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Final

from udpchat.catalogue import text
from udpchat.errors import UdpchatError
from udpchat.output import complain
from udpchat.places import data_folder
from udpchat.sanitize import one_line
from udpchat.sizes import size_words
from udpchat.store.folder_backup import Copied, back_up_folder, restore_folder

DONE: Final = 0
REFUSED: Final = 1
LOST_SHOWN: Final = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The backup, and whose data."""
    parser.add_argument("folder", type=Path, help="the folder of the backup")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder of the server")


def back_up(options: argparse.Namespace) -> int:
    """Make one; the exit status."""
    try:
        copied = back_up_folder(options.data or data_folder("server"), options.folder)
    except UdpchatError as error:
        complain(error.sentence)
        return REFUSED
    return _tell("backup.done", options.folder, copied)


def restore(options: argparse.Namespace) -> int:
    """Go back to one; the exit status."""
    try:
        copied = restore_folder(options.folder, options.data or data_folder("server"), secrets.token_bytes)
    except UdpchatError as error:
        complain(error.sentence)
        return REFUSED
    return _tell("backup.restored", options.folder, copied)


def _tell(key: str, folder: Path, copied: Copied) -> int:
    print(text(key, path=folder, count=copied.files, size=size_words(copied.bytes), fresh=copied.fresh))
    if copied.lost:
        names = ", ".join(one_line(name, 60) for name in copied.lost[:LOST_SHOWN])
        complain(text("backup.lost", count=len(copied.lost), names=names))
    return DONE
