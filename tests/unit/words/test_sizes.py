"""A page that is full of the longest rows still fits a frame."""

from __future__ import annotations

import unittest

from udpchat import limits
from udpchat.words import (
    Account,
    Audit,
    AuditRow,
    Directory,
    File,
    FileFigures,
    FileMark,
    FileMarks,
    FileRow,
    Files,
    GroupList,
    GroupRow,
    ImportUsers,
    Member,
    Members,
    NewAccount,
    People,
    Person,
    Presence,
    Receipt,
    Receipts,
    Room,
    Rooms,
    SanctionRow,
    Sanctions,
    Stored,
    StoredRow,
    TransferRow,
    Word,
    decode,
    encode,
)

BIG = limits.INTEGER_MAX
NAME, RAW, LABEL = (chr(0x1D56C) * count for count in (limits.PERSON_CHARS, limits.RAW_NAME_CHARS, limits.DISPLAY_CHARS))
TITLE, TOPIC, REASON = (chr(0x1D56C) * count for count in (limits.GROUP_NAME_CHARS, limits.TOPIC_CHARS, limits.DETAIL_CHARS))
STATUS = '"' * limits.STATUS_BYTES  # each is escaped
PERSON = Person(BIG, NAME[: limits.NAME_CHARS], "moderator", False, "online", STATUS, True)
ROOM = Room(BIG, "announcements", TITLE, TOPIC, "member", BIG, NAME, BIG, False, BIG, BIG, BIG, False, False, BIG)
ACCOUNT = Account(BIG, NAME, LABEL, LABEL, "moderator", False, False, BIG, "online", STATUS, False)
SANCTION = SanctionRow(BIG, "mute", BIG, NAME, "x" * limits.ADDRESS_CHARS, BIG, NAME, BIG, BIG, REASON)
AUDIT = AuditRow(BIG, BIG, BIG, NAME, "x" * limits.CODE_CHARS, BIG, NAME, BIG, REASON)
FILE = File(BIG, '"' * limits.RAW_FILENAME_BYTES, BIG, bytes(32), chr(0x1D56C) * limits.MIME_CHARS)
CLEAN = '"' * limits.FILENAME_BYTES
STORED = StoredRow(BIG, CLEAN, BIG, bytes(32), BIG, NAME, BIG, BIG, BIG, BIG)
TRANSFER = TransferRow(BIG, False, BIG, NAME, CLEAN, BIG, BIG)
NEW = NewAccount(RAW, RAW, RAW, bytes(limits.SALT_BYTES), BIG, BIG, BIG, bytes(32), bytes(32))
PAGES: tuple[Word, ...] = (
    People((PERSON,) * limits.PEOPLE_COUNT, True),
    Presence(*((PERSON,) * limits.PRESENCE_COUNT,) * 3),
    Rooms((ROOM,) * limits.ROOMS_COUNT, True),
    GroupList((GroupRow(BIG, TITLE, TOPIC, BIG, NAME, BIG, False, BIG, BIG),) * limits.GROUPS_COUNT, True),
    Members(BIG, (Member(BIG, NAME, LABEL, "member"),) * limits.MEMBERS_COUNT, True),
    Directory((ACCOUNT,) * limits.DIRECTORY_COUNT, True),
    Sanctions((SANCTION,) * limits.SANCTIONS_COUNT, True),
    Audit((AUDIT,) * limits.AUDIT_COUNT, True),
    ImportUsers(bytes(16), (NEW,) * limits.IMPORT_COUNT),
    Files((FileRow(BIG, BIG, BIG, NAME, BIG, FILE),) * limits.FILES_COUNT, True),
    Stored((STORED,) * limits.STORED_COUNT, False),
    FileFigures(BIG, BIG, BIG, BIG, BIG, (TRANSFER,) * limits.TRANSFERS_SHOWN),
    FileMarks(BIG, (FileMark(BIG, "fetching", BIG),) * limits.FILE_MARKS_COUNT),
    Receipts(BIG, (Receipt(BIG, BIG, BIG),) * limits.RECEIPTS_COUNT),
)


class SizesTest(unittest.TestCase):
    def test_full_pages_fit_a_frame(self) -> None:
        for page in PAGES:
            with self.subTest(type(page).__name__):
                body = encode(page)
                self.assertLess(len(body), limits.FANOUT_FRAME_BYTES)
                self.assertEqual(decode(body), page)


if __name__ == "__main__":
    unittest.main()
