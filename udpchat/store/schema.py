"""The tables, as numbered steps: step N brings a store of version N-1 to version N. A released step never changes.

Invariants:
- `event` is the truth and only grows; `message` and `membership` are views of it, written in the same transaction.
- Every id comes from AUTOINCREMENT: the id of a deleted row is never given out again.
- `(author, ref)` is unique, so a repeated request finds its first result. Events without a ref do not collide.
- Deleting a post empties its body but keeps its row and ref (a tombstone): a late repeat does not bring it back.
- A name is unique among those who hold one now: accounts always, guests while their session lives.
- Every table of step 2 but `sanction`, `audit`, `reset`, `answer` and `block` could be made again from the log.

No foreign keys: they would cost two look-ups per post to prove what the layer above has checked already.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x75647063
"""`udpc`, in the header of the file: tells a store of udpchat from any other SQLite database."""

VERSION_1: Final = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE event (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        scope INTEGER NOT NULL,
        kind TEXT NOT NULL,
        target INTEGER,
        author INTEGER NOT NULL,
        ref BLOB,
        at INTEGER NOT NULL,
        body TEXT NOT NULL DEFAULT '',
        UNIQUE (author, ref))""",
    "CREATE INDEX event_of_scope ON event (scope, seq)",
    """CREATE TABLE conversation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        history_open INTEGER NOT NULL,
        created_at INTEGER NOT NULL)""",
    """CREATE TABLE message (
        id INTEGER PRIMARY KEY,  -- the seq of its post
        version INTEGER NOT NULL,  -- the seq of the event that holds its text
        deleted INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE user (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        display TEXT NOT NULL,
        country TEXT NOT NULL,
        role TEXT NOT NULL,
        guest INTEGER NOT NULL,
        active INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        ended_at INTEGER)""",
    "CREATE UNIQUE INDEX user_of_name ON user (folded) WHERE active",
    "CREATE INDEX user_here_as_guest ON user (id) WHERE active AND guest",
    """CREATE TABLE verifier (
        user INTEGER PRIMARY KEY,
        salt BLOB NOT NULL, n INTEGER NOT NULL, r INTEGER NOT NULL, p INTEGER NOT NULL,
        stored_key BLOB NOT NULL, server_key BLOB NOT NULL)""",
    """CREATE TABLE membership (
        user INTEGER NOT NULL,
        conversation INTEGER NOT NULL,
        from_seq INTEGER NOT NULL,
        to_seq INTEGER NOT NULL,
        PRIMARY KEY (user, conversation, from_seq)) WITHOUT ROWID""",
    """CREATE TABLE token (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user INTEGER NOT NULL,
        hash BLOB NOT NULL UNIQUE,
        replaces BLOB,  -- the hash that it replaces once it is used
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL)""",
    "CREATE INDEX token_of_user ON token (user)",
)

# Announcements get their conversation here in a store that has a lobby; a new store gets both from `opening`.
VERSION_2: Final = (
    "ALTER TABLE event ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0",  # the user who blocked its author; 0: nobody
    "CREATE INDEX edit_of_target ON event (target) WHERE kind = 'edit'",
    "ALTER TABLE message ADD COLUMN reply INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE message ADD COLUMN bundle BLOB NOT NULL DEFAULT x''",
    """CREATE TABLE reaction (
        message INTEGER NOT NULL, user INTEGER NOT NULL, emoji TEXT NOT NULL,
        PRIMARY KEY (message, user, emoji)) WITHOUT ROWID""",
    "ALTER TABLE conversation ADD COLUMN folded TEXT NOT NULL DEFAULT ''",  # of the title of a group
    "ALTER TABLE conversation ADD COLUMN topic TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE conversation ADD COLUMN archived INTEGER NOT NULL DEFAULT 0",  # nothing before this seq is shown
    "ALTER TABLE conversation ADD COLUMN gone INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE conversation ADD COLUMN slow_s INTEGER NOT NULL DEFAULT 0",
    "UPDATE conversation SET folded = fold(title) WHERE kind = 'group'",
    "CREATE INDEX group_of_title ON conversation (folded) WHERE kind = 'group' AND NOT gone",
    "ALTER TABLE membership ADD COLUMN role TEXT NOT NULL DEFAULT 'member'",
    "ALTER TABLE membership ADD COLUMN joined INTEGER NOT NULL DEFAULT 0",  # seq of the joining, of groups only
    "CREATE INDEX member_of_conversation ON membership (conversation, to_seq)",
    """CREATE TABLE pair (  -- private conversations by their two people; low = high: with oneself
        low INTEGER NOT NULL, high INTEGER NOT NULL, conversation INTEGER NOT NULL UNIQUE,
        PRIMARY KEY (low, high)) WITHOUT ROWID""",
    """CREATE TABLE mark (
        conversation INTEGER NOT NULL, user INTEGER NOT NULL,
        delivered INTEGER NOT NULL DEFAULT 0, read INTEGER NOT NULL DEFAULT 0, muted INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (conversation, user)) WITHOUT ROWID""",
    "CREATE TABLE block (user INTEGER NOT NULL, blocked INTEGER NOT NULL, PRIMARY KEY (user, blocked)) WITHOUT ROWID",
    "ALTER TABLE user ADD COLUMN status TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE user ADD COLUMN last_seen INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE user ADD COLUMN likeness TEXT NOT NULL DEFAULT ''",
    "UPDATE user SET likeness = likeness(name)",
    "CREATE INDEX user_of_likeness ON user (likeness) WHERE active",
    "CREATE TABLE reset (user INTEGER PRIMARY KEY, hash BLOB NOT NULL, expires_at INTEGER NOT NULL, tries INTEGER NOT NULL)",
    """CREATE TABLE sanction (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL, user INTEGER NOT NULL, address TEXT NOT NULL, by INTEGER NOT NULL,
        at INTEGER NOT NULL, until INTEGER NOT NULL, reason TEXT NOT NULL)""",
    "CREATE INDEX sanction_in_force ON sanction (until)",
    """CREATE TABLE audit (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL, by INTEGER NOT NULL, what TEXT NOT NULL,
        user INTEGER NOT NULL, conversation INTEGER NOT NULL, detail TEXT NOT NULL)""",
    """CREATE TABLE answer (  -- what a request with this ref was answered
        author INTEGER NOT NULL, ref BLOB NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (author, ref)) WITHOUT ROWID""",
    "CREATE INDEX answer_of_time ON answer (at)",
    """INSERT INTO conversation (kind, title, history_open, created_at)
        SELECT 'announcements', '', 1, 0 FROM conversation WHERE kind = 'lobby'""",
    "INSERT INTO meta (key, value) SELECT 'announcements', id FROM conversation WHERE kind = 'announcements'",
    """INSERT INTO membership (user, conversation, from_seq, to_seq)
        SELECT m.user, a.id, 1, m.to_seq FROM membership m JOIN conversation l ON l.id = m.conversation AND l.kind = 'lobby'
        JOIN conversation a ON a.kind = 'announcements' WHERE m.to_seq = 9223372036854775807""",
)

VERSION_3: Final = (
    "ALTER TABLE message ADD COLUMN file INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE message ADD COLUMN card TEXT NOT NULL DEFAULT ''",  # of that file, as it is told
    "CREATE INDEX message_of_file ON message (file) WHERE file",
    """CREATE TABLE file (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        owner INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 BLOB NOT NULL, mime TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        gone INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX file_of_content ON file (sha256, size) WHERE NOT gone",
    "CREATE INDEX file_of_owner ON file (owner) WHERE NOT gone",
    """CREATE TABLE part (  -- uploads on their way, by the name of what there is of each on the disk
        key BLOB PRIMARY KEY, owner INTEGER NOT NULL, size INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE file_mark (
        file INTEGER NOT NULL, user INTEGER NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (file, user)) WITHOUT ROWID""",
)

REALMS: Final = (
    """CREATE TABLE realm (  -- links to other servers: see REALMS.md beside the server's side
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL, folded TEXT NOT NULL, state TEXT NOT NULL,
        host TEXT NOT NULL, port INTEGER NOT NULL, fingerprint BLOB NOT NULL, secret BLOB NOT NULL,
        confirmed INTEGER NOT NULL, shares INTEGER NOT NULL DEFAULT 1, proposed_by INTEGER NOT NULL, at INTEGER NOT NULL,
        last INTEGER NOT NULL DEFAULT 0,  -- the newest number that was given to an item of ours
        epoch TEXT NOT NULL DEFAULT '', got INTEGER NOT NULL DEFAULT 0)  -- of theirs we have everything up to there""",
    "CREATE UNIQUE INDEX realm_of_name ON realm (folded) WHERE folded != ''",
    """CREATE TABLE realm_item (
        realm INTEGER NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL,
        user INTEGER NOT NULL, event INTEGER NOT NULL, body TEXT NOT NULL, size INTEGER NOT NULL, at INTEGER NOT NULL,
        done INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (realm, number)) WITHOUT ROWID""",
    "CREATE INDEX realm_item_waiting ON realm_item (realm, number) WHERE NOT done",
    """CREATE TABLE remote (  -- whose stand-in a user is: somebody of another realm
        user INTEGER PRIMARY KEY, realm INTEGER NOT NULL, number INTEGER NOT NULL,
        name TEXT NOT NULL, folded TEXT NOT NULL)""",
    "CREATE INDEX remote_of_name ON remote (realm, folded)",
    """CREATE TABLE realm_arrival (  -- posts with a file whose content is on its way
        author INTEGER NOT NULL, ref BLOB NOT NULL, realm INTEGER NOT NULL, user INTEGER NOT NULL, at INTEGER NOT NULL,
        text TEXT NOT NULL, reply INTEGER NOT NULL, part BLOB NOT NULL,
        file INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 BLOB NOT NULL, mime TEXT NOT NULL,
        PRIMARY KEY (author, ref)) WITHOUT ROWID""",
)

STEPS: Final[tuple[tuple[str, ...], ...]] = (VERSION_1, VERSION_2, VERSION_3, REALMS)
