"""What becomes of an account: its profile, its password, its end; and the directory of everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from udpchat import limits
from udpchat.errors import NoSuchUser, UsernameTaken
from udpchat.names import fold
from udpchat.scram import Verifier
from udpchat.store.accounts import USER, Accounts, user_of
from udpchat.store.groups import Groups
from udpchat.store.records import FOREVER, NewAccount, StoredEvent, User

_LAST: Final = "\U0010ffff"


class People(Accounts, Groups):
    """Accounts after their making."""

    def import_accounts(self, rows: Iterable[NewAccount], at: int) -> list[User]:
        """All of them, or (inside a savepoint) none: UsernameTaken names every one that is taken, InvalidName one."""
        made: list[User] = []
        taken: list[str] = []
        for row in rows:
            try:
                made.append(self.create_account(row.name, row.display, row.country, row.verifier, row.role, at))
            except UsernameTaken:
                taken.append(row.name)
        if taken:
            raise UsernameTaken(", ".join(taken))
        return made

    def change_profile(self, user: int, display: str, country: str, status: str) -> User:
        """As it is from now on. Raises NoSuchUser."""
        self._write("UPDATE user SET display = ?, country = ?, status = ? WHERE id = ?", (display, country, status, user))
        return self._now(user)

    def set_status(self, user: int, status: str) -> None:
        """The status text alone."""
        self._write("UPDATE user SET status = ? WHERE id = ? AND status != ?", (status, user, status))

    def set_role(self, user: int, role: str) -> User:
        """What the user may do on this server. Raises NoSuchUser."""
        cursor = self._write("UPDATE user SET role = ? WHERE id = ? AND role != 'remote'", (role, user))
        if not cursor.rowcount:
            raise NoSuchUser
        return self._now(user)

    def set_seen(self, user: int, at: int) -> None:
        """The user was here until now."""
        self._write("UPDATE user SET last_seen = max(last_seen, ?) WHERE id = ?", (at, user))

    def change_password(self, user: int, verifier: Verifier, keep: bytes | None = None) -> None:
        """Another password; every token but the one with the hash `keep` is gone, and a reset code too."""
        self.set_verifier(user, verifier)
        self._write("DELETE FROM token WHERE user = ? AND hash IS NOT ?", (user, keep))
        self._write("DELETE FROM reset WHERE user = ?", (user,))

    def set_reset(self, user: int, code_hash: bytes, expires_at: int) -> None:
        """A one-time code for a forgotten password; a former one is void. Raises NoSuchUser for guests and the gone."""
        if self._peek("SELECT 1 FROM user WHERE id = ? AND active AND NOT guest AND role != 'remote'", (user,)) is None:
            raise NoSuchUser
        self._write("DELETE FROM reset WHERE user = ?", (user,))
        self._write("INSERT INTO reset (user, hash, expires_at, tries) VALUES (?, ?, ?, 0)", (user, code_hash, expires_at))

    def recover(self, user: int, code_hash: bytes, verifier: Verifier, at: int) -> bool:
        """A new password for the code, which is used up by it, by five wrong ones, or by its time. Whether it was right.

        A wrong one is counted by a write: let it be committed.
        """
        row = self._peek("SELECT hash, expires_at, tries FROM reset WHERE user = ?", (user,))
        if row is None:
            return False
        if row[0] == code_hash and row[1] > at and row[2] < limits.RESET_TRIES:
            self.change_password(user, verifier)
            return True
        self._write("UPDATE reset SET tries = tries + 1 WHERE user = ?", (user,))
        return False

    def delete_account(self, user: int, at: int) -> list[StoredEvent]:
        """The account ends: out of every group (the events that tell it) and conversation, its name free, its password,
        tokens, blocks and marks gone. Id and words stay; nobody inherits them. Raises NoSuchUser."""
        if self._peek("SELECT 1 FROM user WHERE id = ? AND active AND NOT guest", (user,)) is None:
            raise NoSuchUser
        groups = self._look(
            """SELECT c.id FROM membership s JOIN conversation c ON c.id = s.conversation
               WHERE s.user = ? AND s.to_seq = ? AND c.kind = 'group' ORDER BY c.id""",
            (user, FOREVER),
        )
        events = [event for (group,) in groups for event in self.remove_member(group, user, user, at)]
        self._write(
            """UPDATE membership SET to_seq = max(from_seq, (SELECT coalesce(max(seq), 1) FROM event))
               WHERE user = ? AND to_seq = ?""",
            (user, FOREVER),
        )
        for table in ("verifier", "token", "reset", "block", "mark"):
            self._write(f"DELETE FROM {table} WHERE user = ?", (user,))
        self._write("UPDATE user SET active = 0, ended_at = ?, status = '' WHERE id = ?", (at, user))
        return events

    # --- committed data only ---

    def directory(self, prefix: str, after: str = "", count: int = limits.DIRECTORY_COUNT) -> list[User]:
        """Who has a name that begins like `prefix`, by name, a page that begins behind the name `after`. Stand-ins of
        other realms only where the prefix asks for them by its "@"."""
        start = fold(prefix)
        rows = self._read(
            f"""{USER} WHERE active AND folded >= ? AND folded < ? AND folded > ? AND (role != 'remote' OR ?)
                ORDER BY folded LIMIT ?""",
            (start, start + _LAST, fold(after) if after else "", "@" in start, count),
        )
        return [user_of(row) for row in rows]

    def _now(self, user: int) -> User:
        row = self._peek(f"{USER} WHERE id = ? AND active", (user,))
        if row is None:
            raise NoSuchUser
        return user_of(row)
