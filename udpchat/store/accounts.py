"""Who there is: accounts, guests, and whose name is taken.

A name is held by accounts for ever and by guests while their session lives; the unique index over the folded names of
the active decides, so two requests of one turn cannot both get it. Ids are never given out twice: what a guest wrote
stays theirs after somebody else took the name.
"""

from __future__ import annotations

from typing import Final

from udpchat.catalogue import text
from udpchat.errors import InvalidName, NoSuchUser, UsernameTaken
from udpchat.names import fold, likeness
from udpchat.scram import Verifier
from udpchat.store.database import Row
from udpchat.store.members import Members
from udpchat.store.records import User
from udpchat.store.tokens import Tokens

USER: Final = "SELECT id, name, display, country, role, guest, active, created_at, status, last_seen FROM user"

_ALIKE: Final = "SELECT 1 FROM user WHERE likeness = ? AND active AND id != ? AND folded != ?"


class Accounts(Members, Tokens):
    """Every new user is a member of the lobby and hears announcements, with their history from the beginning."""

    lobby: int
    announcements: int

    def create_account(self, name: str, display: str, country: str, verifier: Verifier, role: str, at: int) -> User:
        """A new account. `name` is cleaned already. Raises UsernameTaken (also for a guest who is here), InvalidName (it
        reads like another's), Storage."""
        user = self._create(name, display, country, role, False, at)
        self.set_verifier(user.id, verifier)
        return user

    def create_guest(self, name: str, token_hash: bytes, at: int) -> User:
        """A new guest, who may come back with the token. Raises UsernameTaken, InvalidName, Storage."""
        user = self._create(name, name, "", "member", True, at)
        self.add_token(user.id, token_hash, at)
        return user

    def end_guest(self, user: int, at: int) -> None:
        """Free the guest's name; user id, messages and token stay. Nothing happens to an account."""
        self._write("UPDATE user SET active = 0, ended_at = ? WHERE id = ? AND guest AND active", (at, user))

    def revive_guest(self, user: int, at: int) -> User:
        """The guest is here again. Raises UsernameTaken if the name is in other hands now (or one that reads alike), NoSuchUser,
        Storage.

        `at` is taken for symmetry with the other writes; being here has no beginning that anybody asks for.
        """
        row = self._peek(f"{USER} WHERE id = ? AND guest", (user,))
        if row is None:
            raise NoSuchUser
        if self._peek(_ALIKE, (likeness(row[1]), user, fold(row[1]))):
            raise UsernameTaken(row[1])
        cursor = self._write("UPDATE OR IGNORE user SET active = 1, ended_at = NULL WHERE id = ? AND guest", (user,))
        if not cursor.rowcount:
            raise UsernameTaken(row[1])
        row = self._peek(f"{USER} WHERE id = ?", (user,))
        assert row is not None
        return user_of(row)

    def set_verifier(self, user: int, verifier: Verifier) -> None:
        """Set or change the password. Does not touch the tokens: see `revoke_tokens`."""
        self._write(
            """INSERT INTO verifier (user, salt, n, r, p, stored_key, server_key) VALUES (?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT (user) DO UPDATE SET salt = excluded.salt, n = excluded.n, r = excluded.r, p = excluded.p,
               stored_key = excluded.stored_key, server_key = excluded.server_key""",
            (user, verifier.salt, verifier.n, verifier.r, verifier.p, verifier.stored_key, verifier.server_key),
        )

    # --- committed data only ---

    def user(self, user_id: int) -> User | None:
        """The user of that id, active or not."""
        return _first(self._read(f"{USER} WHERE id = ?", (user_id,)))

    def user_named(self, name: str) -> User | None:
        """Who holds the name now, however it is spelt."""
        return _first(self._read(f"{USER} WHERE folded = ? AND active", (fold(name),)))

    def account_count(self) -> int:
        """How many accounts there are."""
        return int(self._read("SELECT count(*) FROM user WHERE active AND NOT guest AND role != 'remote'")[0][0])

    def active_guests(self) -> list[User]:
        """All guests whose name is held, by id: after a restart they are waited for."""
        return [user_of(row) for row in self._read(f"{USER} WHERE active AND guest ORDER BY id")]

    def verifier_of(self, user_id: int) -> Verifier | None:
        """What proves the password of an account; None for guests and unknown ids."""
        rows = self._read("SELECT salt, n, r, p, stored_key, server_key FROM verifier WHERE user = ?", (user_id,))
        return Verifier(*rows[0]) if rows else None

    def _create(self, name: str, display: str, country: str, role: str, guest: bool, at: int) -> User:
        if self._peek(_ALIKE, (likeness(name), 0, fold(name))):
            raise InvalidName(text("name.looks_like"))
        cursor = self._write(
            """INSERT INTO user (name, folded, likeness, display, country, role, guest, active, created_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT (folded) WHERE active DO NOTHING""",
            (name, fold(name), likeness(name), display, country, role, guest, at),
        )
        if not cursor.rowcount:
            raise UsernameTaken(name)
        user = cursor.lastrowid
        assert user is not None
        self.join(self.lobby, user, at)
        self._admit(self.announcements, user, 1)
        return User(user, name, display, country, role, guest, True, at)


def user_of(row: Row) -> User:
    """The user of a row of `USER`."""
    identity, name, display, country, role, guest, active, created_at, status, last_seen = row
    return User(identity, name, display, country, role, bool(guest), bool(active), created_at, status, last_seen)


def _first(rows: list[Row]) -> User | None:
    return user_of(rows[0]) if rows else None
