#!/usr/bin/env python3
"""Starts the udpchat server. Any Python can read this file, so that an old one is told so."""

import sys

from udpchat import guard


def main():
    # type: () -> int
    """Serve until told to stop; the exit status."""
    guard.check()
    from udpchat import commands

    return commands.main(["serve", "--say-headless"] + sys.argv[1:])  # noqa: RUF005


if __name__ == "__main__":
    sys.exit(main())
