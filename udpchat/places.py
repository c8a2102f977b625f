"""Where udpchat keeps its data when it is not told: the usual place of each system."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def data_folder(part: str, platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> Path:
    """The default folder of `part` ("server" or "client"). Makes nothing, and reads nothing but the environment."""
    return _base(platform, environ) / "udpchat" / part


def _base(platform: str, environ: Mapping[str, str]) -> Path:
    home = Path(environ.get("USERPROFILE") or environ.get("HOME") or Path.home())
    match platform:
        case "win32":
            return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        case "darwin":
            return home / "Library" / "Application Support"
        case _:
            chosen = environ.get("XDG_DATA_HOME", "")
            return Path(chosen) if os.path.isabs(chosen) else home / ".local" / "share"
