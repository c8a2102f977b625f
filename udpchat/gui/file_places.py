"""Where files of this computer's person are: those that come, and what was pasted."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from udpchat.client.core import ClientCore
from udpchat.client.preferences import Preferences
from udpchat.client.transfers.manager import downloads_folder

PASTED: Final = "pasted"
"""In the data folder of the client."""


def put_files(core: ClientCore, preferences: Preferences) -> None:
    """As the person wishes, from the next file on."""
    core.put_files_into(Path(preferences.downloads) if preferences.downloads else downloads_folder(), preferences.auto_file_bytes)
