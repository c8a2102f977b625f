"""Opens links of messages in the browser: http and https, nothing else."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable
from urllib.parse import urlsplit

from udpchat.limits import LINK_CHARS


def is_link(url: str) -> bool:
    """Whether a text is a web address that may be opened: nothing that a shell, a browser or a file manager misreads."""
    if len(url) > LINK_CHARS or not url.isprintable() or any(char in url for char in " <>\"'`\\"):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def open_link(url: str, browse: Callable[[str], object] = webbrowser.open) -> bool:
    """Open a link; False, and nothing happens, for anything else. A browser may take long to start: not on this thread."""
    if not is_link(url):
        return False
    threading.Thread(target=_browse, args=(browse, url), name="udpchat link", daemon=True).start()
    return True


def _browse(browse: Callable[[str], object], url: str) -> None:
    try:
        browse(url)
    except (OSError, webbrowser.Error):
        return  # no browser here; the address stands in the message and can be copied
