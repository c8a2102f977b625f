"""What a server keeps: the event log and its views in SQLite, the folder that holds them, and its settings."""

from udpchat.store.backup import back_up, restore
from udpchat.store.folder import FILES_NAME, DataFolder, Running, read_operator_token, read_running
from udpchat.store.records import (
    FOREVER,
    TARGETED,
    AuditLine,
    Conversation,
    FileLine,
    GroupLine,
    Kind,
    Mark,
    MemberRow,
    NewAccount,
    Post,
    Readers,
    RoomRow,
    SanctionLine,
    StoredEvent,
    StoredFile,
    User,
    titled,
)
from udpchat.store.search import Hits, Search, Wanted
from udpchat.store.settings import SavedSettings, load_settings, save_settings
from udpchat.store.store import Store

__all__ = [
    "FILES_NAME",
    "FOREVER",
    "TARGETED",
    "AuditLine",
    "Conversation",
    "DataFolder",
    "FileLine",
    "GroupLine",
    "Hits",
    "Kind",
    "Mark",
    "MemberRow",
    "NewAccount",
    "Post",
    "Readers",
    "RoomRow",
    "Running",
    "SanctionLine",
    "SavedSettings",
    "Search",
    "Store",
    "StoredEvent",
    "StoredFile",
    "User",
    "Wanted",
    "back_up",
    "load_settings",
    "read_operator_token",
    "read_running",
    "restore",
    "save_settings",
    "titled",
]
