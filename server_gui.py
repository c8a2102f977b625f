#!/usr/bin/env python3
"""Starts the udpchat server. Any Python can read this file, so that an old one is told so."""

import sys

from udpchat import guard


def main():
    # type: () -> int
    """Open the window and stay until it closes; the exit status."""
    guard.check(window="--headless" not in sys.argv)
    from udpchat import server_program

    return server_program.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
