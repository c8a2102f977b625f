"""English of files as those who run a server see them."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    "server.change.files_one_bytes": "one file up to {value}",
    "server.change.files_person_bytes": "files of one person up to {value}",
    "server.change.files_total_bytes": "all files up to {value}",
    "server.change.files_free_bytes": "{value} of the disk stay free",
    "server.change.files_days": "files are kept for {value} days",
    "server.change.files_wrong": "sizes are at least 1, and files are kept for 1 to {days} days",
    "server.did.RemoveFile": "{name} removed the file {detail}",
}
