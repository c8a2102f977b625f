"""Login tokens: only their hashes are stored, each lives once.

Rotation: using a token issues its successor, and the answer that carries it may be lost on the way. So the old one
lives until a successor was used; then it is gone, with any other successor of it. A thief who uses a stolen token
first thereby locks the owner out, who notices at the next sign-in by password, which is the point.
"""

from __future__ import annotations

from typing import Final

from udpchat import limits
from udpchat.store.database import Database

TOKEN_LIFE_MS: Final = int(limits.TOKEN_LIFE_S * 1000)

_OVER = "SELECT id FROM token WHERE {} ORDER BY id DESC LIMIT -1 OFFSET ?"


class Tokens(Database):
    """All times are wall milliseconds; `token_hash` is SHA-256 of the token, 32 bytes."""

    def add_token(self, user: int, token_hash: bytes, at: int, expires_at: int | None = None) -> None:
        """A token for a device that signed in by password; 30 days by default. The oldest beyond the limit goes."""
        self._issue(user, token_hash, None, at, at + TOKEN_LIFE_MS if expires_at is None else expires_at)

    def use_token(self, user: int, token_hash: bytes, new_hash: bytes, at: int) -> bool:
        """Sign in by token: True if it is alive, and then `new_hash` is its successor for 30 days. Raises Storage."""
        row = self._peek("SELECT replaces FROM token WHERE hash = ? AND user = ? AND expires_at > ?", (token_hash, user, at))
        if row is None:
            return False
        if row[0] is not None:
            self._write(
                "DELETE FROM token WHERE user = ? AND hash != ? AND (hash = ? OR replaces = ?)",
                (user, token_hash, row[0], row[0]),
            )
            self._write("UPDATE token SET replaces = NULL WHERE hash = ?", (token_hash,))
        self._issue(user, new_hash, token_hash, at, at + TOKEN_LIFE_MS)
        return True

    def revoke_tokens(self, user: int) -> None:
        """All tokens of a user are gone: the password changed, or the operator said so."""
        self._write("DELETE FROM token WHERE user = ?", (user,))

    def revoke_token(self, user: int, token_hash: bytes) -> None:
        """One token is gone, with what it replaces and what replaces it: that device logged out."""
        self._write(
            """DELETE FROM token WHERE user = ? AND (hash = ? OR replaces = ?
               OR hash = (SELECT replaces FROM token WHERE hash = ?))""",
            (user, token_hash, token_hash, token_hash),
        )

    def token_owner(self, token_hash: bytes, at: int) -> int | None:
        """The user id whose living token this is; committed data only."""
        rows = self._read("SELECT user FROM token WHERE hash = ? AND expires_at > ?", (token_hash, at))
        return int(rows[0][0]) if rows else None

    def _issue(self, user: int, token_hash: bytes, replaces: bytes | None, at: int, expires_at: int) -> None:
        self._write("DELETE FROM token WHERE user = ? AND expires_at <= ?", (user, at))
        self._write(
            "INSERT INTO token (user, hash, replaces, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
            (user, token_hash, replaces, at, expires_at),
        )
        if replaces is not None:
            self._write(
                f"DELETE FROM token WHERE id IN ({_OVER.format('user = ? AND replaces = ?')})",
                (user, replaces, limits.TOKEN_SUCCESSORS),
            )
        self._write(f"DELETE FROM token WHERE id IN ({_OVER.format('user = ?')})", (user, limits.TOKENS_PER_USER))
