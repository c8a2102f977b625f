"""Who is meant on the command line."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from udpchat.errors import NoSuchUser
from udpchat.names import fold
from udpchat.operate import orders
from udpchat.words.messages import FromClient


def find(name: str) -> Generator[FromClient, list[Any], int]:
    """The user id of a name or #NUMBER; a part of other scripts. Raises NoSuchUser."""
    if name.startswith("#") and name[1:].isdecimal():
        return int(name[1:])
    pages = yield orders.people(name)
    for page in pages:
        for row in page.rows:
            if fold(row.name) == fold(name):
                return int(row.user)
    raise NoSuchUser(name)
