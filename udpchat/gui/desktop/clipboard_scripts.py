"""Programs of Windows and macOS that tell what files or picture the clipboard holds. They print paths, one a line.

A picture is written as PNG to the path that they are given. They are asked only when there is no text on the clipboard.
"""

from __future__ import annotations

import base64
from typing import Final

from udpchat.gui.desktop.system import System

WHERE: Final = "UDPCHAT_PICTURE"
"""The variable that tells PowerShell where to write."""

POWERSHELL: Final = f"""
[Console]::OutputEncoding = [Text.Encoding]::UTF8
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
$files = [Windows.Forms.Clipboard]::GetFileDropList()
if ($files.Count) {{ $files | ForEach-Object {{ [Console]::WriteLine($_) }}; exit }}
$picture = [Windows.Forms.Clipboard]::GetImage()
if ($picture) {{
    $picture.Save($env:{WHERE}, [Drawing.Imaging.ImageFormat]::Png)
    [Console]::WriteLine($env:{WHERE})
}}
"""

APPLE: Final = """
on run argv
    try
        set found to (the clipboard as «class furl»)
        return POSIX path of found
    end try
    try
        set picture to (the clipboard as «class PNGf»)
        set out to open for access POSIX file (item 1 of argv) with write permission
        write picture to out
        close access out
        return item 1 of argv
    end try
    return ""
end run
"""


def command(system: System, picture: str) -> tuple[list[str], dict[str, str]] | None:
    """The command and its variables; None where there is no such program."""
    if system.is_windows and (program := system.find("powershell")):
        coded = base64.b64encode(POWERSHELL.encode("utf-16-le")).decode()
        return [program, "-NoProfile", "-NonInteractive", "-STA", "-EncodedCommand", coded], {WHERE: picture}
    if system.is_mac and (program := system.find("osascript")):
        return [program, "-e", APPLE, picture], {}
    return None
