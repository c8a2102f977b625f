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
    # --- the settings page --------------------------------------------------------------------------------------------
    "operator.settings.files": "Files",
    "operator.settings.files_one": "Largest file",
    "operator.settings.files_one_hint": "Larger ones are refused before they are sent. Write 500 MB or 8 GB.",
    "operator.settings.files_person": "Files of one person",
    "operator.settings.files_person_hint": "All that one person has sent and that is still kept.",
    "operator.settings.files_total": "All files",
    "operator.settings.files_total_hint": "The same content counts once, however often it was sent.",
    "operator.settings.files_free": "Leave free on the disk",
    "operator.settings.files_free_hint": "No file is taken that would leave less.",
    "operator.settings.files_days": "Keep files for",
    "operator.settings.files_days_unit": "days",
    "operator.settings.files_days_hint": "Then they cannot be fetched any more and their space is free. The messages stay.",
    "operator.settings.size_wrong": "Write a size such as 500 MB or 8 GB.",
    "operator.settings.days_wrong": "Write a number of days from 1 to {maximum}.",
    # --- the page of files --------------------------------------------------------------------------------------------
    "operator.nav.files": "Files",
    "operator.files.find": "Find a name or sender",
    "operator.files.stored_of": "{used} of {total} used",
    "operator.files.free": "{free} free on the disk",
    "operator.files.moving": "On their way: {up} to the server, {down} from it",
    "operator.files.part": "{done} of {size}",
    "operator.files.part_speed": "{part} · {speed}/s",
    "operator.files.more": "and {count} more",
    "operator.files.messages": "In messages",
    "operator.files.declined": "Declined by",
    "operator.files.copies": "Same content",
    "operator.files.copies_of": "sent {count} times, stored once",
    "operator.files.kept": "Kept for",
    "operator.files.kept_for": "another {time}",
    "operator.files.gone": "somebody who is gone",
    "operator.files.copy_name": "Copy the name",
    "operator.files.remove": "Remove…",
    "operator.files.show_owner": "Sender",
    "operator.files.none_title": "There are no files",
    "operator.files.none": "What people send each other appears here until its time is over.",
    "operator.files.unknown": "Files are listed while the server runs.",
    "operator.files.none_fits": "No file fits",
    "operator.column.file": "Name",
    "operator.column.size": "Size",
    "operator.column.sender": "Sent by",
    "operator.column.fetched": "Fetched by",
    "operator.column.sent_at": "Sent",
    "operator.act.remove_file": "Remove {name}",
    "operator.act.remove_file_words": (
        "Sent by {owner}. Nobody can fetch it any more, nor any other file with the same content. The message stays."
    ),
    "operator.act.remove_file_verb": "Remove",
    "operator.act.remove_file_done": "Removed {name}.",
    "server.did.RemoveFile": "{name} removed the file {detail}",
}
