"""What a server keeps: the event log and its views in SQLite, and the folder that holds them."""

from udpchat.store.folder import DataFolder, Running, read_running
from udpchat.store.records import FOREVER, Kind, StoredEvent, User
from udpchat.store.store import Store

__all__ = ["FOREVER", "DataFolder", "Kind", "Running", "Store", "StoredEvent", "User", "read_running"]
