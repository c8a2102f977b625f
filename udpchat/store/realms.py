"""Links to other servers, and the stand-ins of the people there. What the links mean is for the caller to know.

A stand-in is a user who never signs in: `budi@lab`, role `remote`, in no conversation but private ones. It is found by the
person's id in the other realm, which is never another's, and the name there; until that id was heard, by the name alone.
Somebody else who comes under the same name gets a stand-in of their own, and the former one loses the name.
"""

from __future__ import annotations

from typing import Any, Final

from udpchat import limits
from udpchat.errors import NoSuchRealm, RealmFull
from udpchat.names import fold, likeness
from udpchat.store.members import Members
from udpchat.store.records import REMOTE, LinkLine, Remote

_LINK: Final = """SELECT id, name, state, host, port, fingerprint, secret, confirmed, shares, proposed_by, at, last, epoch, got
                  FROM realm"""
_COLUMNS: Final = frozenset(
    {"name", "state", "host", "port", "fingerprint", "secret", "confirmed", "shares", "proposed_by", "at", "epoch", "got"}
)


class Realms(Members):
    """Names come cleaned. All raise Storage, and what makes a stand-in RealmFull."""

    # --- links --------------------------------------------------------------------------------------------------------

    def links(self) -> list[LinkLine]:
        """All that are not removed, by age; committed data only."""
        return [_link(row) for row in self._read(f"{_LINK} WHERE state != 'removed' ORDER BY id")]

    def link(self, realm: int) -> LinkLine:
        """One of them as the turn sees it. Raises NoSuchRealm (also for a removed one)."""
        row = self._peek(f"{_LINK} WHERE id = ? AND state != 'removed'", (realm,))
        if row is None:
            raise NoSuchRealm
        return _link(row)

    def link_named(self, name: str) -> LinkLine | None:
        """The link of that name as the turn sees it, a removed one too."""
        row = self._peek(f"{_LINK} WHERE folded = ?", (fold(name),))
        return _link(row) if row is not None else None

    def add_link(self, name: str, state: str, at: int) -> int:
        """A new link, or the removed one of that name anew; the id. The rest is for `change_link`. "" for a name that is not
        known yet."""
        former = self.link_named(name) if name else None
        if former is not None:
            self.change_link(former.id, name=name, state=state, at=at)
            return former.id
        cursor = self._write(
            """INSERT INTO realm (name, folded, state, host, port, fingerprint, secret, confirmed, proposed_by, at)
               VALUES (?, ?, ?, '', 0, x'', x'', 0, 0, ?)""",
            (name, fold(name), state, at),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def change_link(self, realm: int, **values: Any) -> None:
        """Set columns of a link. Another fingerprint than the one before is another server: its people are others too."""
        assert values.keys() <= _COLUMNS
        if "name" in values:
            values["folded"] = fold(values["name"])
        if "fingerprint" in values:
            former = self._peek("SELECT fingerprint FROM realm WHERE id = ?", (realm,))
            if former is not None and former[0] not in (b"", values["fingerprint"]):
                self._end_stand_ins(realm)
                values |= {"epoch": "", "got": 0}
        columns = ", ".join(f"{column} = ?" for column in values)
        self._write(f"UPDATE realm SET {columns} WHERE id = ?", (*values.values(), realm))

    def drop_link(self, realm: int) -> None:
        """Forget a link that never had a name: an invite."""
        self._write("DELETE FROM realm WHERE id = ? AND folded = ''", (realm,))

    def link_known(self, name: str) -> LinkLine | None:
        """The same by committed data only: for whoever asks outside a turn's writes."""
        rows = self._read(f"{_LINK} WHERE folded = ?", (fold(name),))
        return _link(rows[0]) if rows else None

    # --- stand-ins ----------------------------------------------------------------------------------------------------

    def remote(self, user: int) -> Remote | None:
        """Whose stand-in a user is, as the turn sees it; None if nobody's."""
        row = self._peek("SELECT user, realm, number, name FROM remote WHERE user = ?", (user,))
        return None if row is None else Remote(*row)

    def remote_known(self, user: int) -> Remote | None:
        """The same by committed data only."""
        rows = self._read("SELECT user, realm, number, name FROM remote WHERE user = ?", (user,))
        return Remote(*rows[0]) if rows else None

    def reach(self, link: LinkLine, name: str, at: int) -> int:
        """The stand-in of whoever has that name there now, as far as it is known; made if need be."""
        row = self._peek(
            """SELECT r.user FROM remote r JOIN user u ON u.id = r.user AND u.active
               WHERE r.realm = ? AND r.folded = ? ORDER BY r.user DESC""",
            (link.id, fold(name)),
        )
        return int(row[0]) if row is not None else self._stand_in(link, 0, name, at)

    def stand_in(self, link: LinkLine, number: int, name: str, at: int) -> int:
        """The stand-in of the person with that id and name there, from whom something came; made if need be."""
        row = self._peek(
            "SELECT user, number FROM remote WHERE realm = ? AND folded = ? AND number IN (?, 0) ORDER BY number DESC",
            (link.id, fold(name), number),
        )
        if row is None:
            return self._stand_in(link, number, name, at)
        if not row[1]:
            self._write("UPDATE remote SET number = ? WHERE user = ?", (number, row[0]))
        return int(row[0])

    def find_stand_in(self, link: LinkLine, number: int, name: str) -> int:
        """The same, but 0 where there is none."""
        row = self._peek(
            "SELECT user FROM remote WHERE realm = ? AND folded = ? AND number IN (?, 0) ORDER BY number DESC",
            (link.id, fold(name), number),
        )
        return int(row[0]) if row is not None else 0

    def set_display(self, user: int, display: str) -> None:
        """How somebody there wants to be shown."""
        self._write("UPDATE user SET display = ? WHERE id = ? AND display != ?", (display, user, display))

    def _stand_in(self, link: LinkLine, number: int, name: str, at: int) -> int:
        row = self._peek("SELECT count(*) FROM remote WHERE realm = ?", (link.id,))
        if row is not None and row[0] >= limits.REALM_STAND_INS:
            raise RealmFull(link.name)
        called = f"{name}@{link.name}"
        self._write("UPDATE user SET active = 0, ended_at = ? WHERE folded = ? AND active", (at, fold(called)))
        cursor = self._write(
            """INSERT INTO user (name, folded, likeness, display, country, role, guest, active, created_at)
               VALUES (?, ?, ?, ?, '', ?, 0, 1, ?)""",
            (called, fold(called), likeness(called), called, REMOTE, at),
        )
        assert cursor.lastrowid is not None
        self._write(
            "INSERT INTO remote (user, realm, number, name, folded) VALUES (?, ?, ?, ?, ?)",
            (cursor.lastrowid, link.id, number, name, fold(name)),
        )
        return cursor.lastrowid

    def _end_stand_ins(self, realm: int) -> None:
        self._write("UPDATE user SET active = 0 WHERE id IN (SELECT user FROM remote WHERE realm = ?)", (realm,))
        self._write("UPDATE remote SET folded = '' WHERE realm = ?", (realm,))


def _link(row: tuple[Any, ...]) -> LinkLine:
    values = list(row)
    values[7], values[8] = bool(values[7]), bool(values[8])
    return LinkLine(*values)
