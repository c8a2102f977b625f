"""Refuses an old Python in one clear sentence. This file must stay readable for Python 2.7 and 3.6."""

import sys

OLDEST = (3, 11)


def check():
    # type: () -> None
    """End the program with status 1 if this Python is too old for the rest of it."""
    if sys.version_info >= OLDEST:
        return
    have = ".".join(str(number) for number in sys.version_info[:3])
    sys.stderr.write(
        "udpchat needs Python 3.11 or newer; this is %s. "  # noqa: UP031
        "Install a newer one from https://www.python.org/downloads/ and start udpchat with it.\n" % have
    )
    sys.exit(1)
