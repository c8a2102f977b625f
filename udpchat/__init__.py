"""udpchat: chat for a local network, over encrypted and reliable UDP, with the standard library only.

`udpchat.connect(...)` is the way in for programs; see `udpchat.bots`.
"""

__version__ = "0.1.0"


def __getattr__(name):
    # type: (str) -> object
    """`connect` and `Chat`, brought in when they are asked for: whoever only wants the version waits for nothing.

    Any Python can read this file, so that an old one is told so.
    """
    if name in ("connect", "Chat"):
        import importlib

        return getattr(importlib.import_module("udpchat.bots"), name)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))  # noqa: UP031
