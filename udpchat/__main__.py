"""python3 -m udpchat serve | chat. Any Python can read this file, so that an old one is told so."""

import sys

from udpchat import guard


def main():
    # type: () -> int
    """Run the command of the command line; its exit status."""
    guard.check()
    from udpchat import commands

    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
