"""Accounts as those who run the server see to them: roles, one-time codes for forgotten passwords, whole lists of people."""

from __future__ import annotations

import base64
from typing import Final

from udpchat import limits
from udpchat.errors import BadName, InvalidName, NoSuchUser, NotAllowed
from udpchat.names import clean_label, clean_username
from udpchat.server.parts import Parts
from udpchat.server.profiles import code_hash, refresh, verifier_of
from udpchat.server.requesting import Act, Asker, Deed, note
from udpchat.server.rights import OWNER, RANKS, check_over, rank_of
from udpchat.store import NewAccount, User
from udpchat.words import ImportUsers, OneTimeCode, ResetCode, SetRole

CODE_BYTES: Final = 10
"""Random bytes of a one-time code: 16 letters and digits, not to be guessed in five tries."""


class Accounts:
    """Each method carries out one request: see `requesting.Act`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def acts(self) -> dict[type, Act]:
        """What carries out which word."""
        return {SetRole: self.set_role, ResetCode: self.reset_code, ImportUsers: self.import_users}

    def set_role(self, asker: Asker, word: SetRole, at: int) -> Deed:
        """Nobody gives more than they have. Raises NoSuchUser, NotAllowed."""
        self._target(asker, word.user)
        if RANKS[word.role] > asker.rank:
            raise NotAllowed
        user = self._parts.store.set_role(word.user, word.role)
        note(self._parts, asker, "set_role", at, user.id, detail=word.role)
        deed = Deed(said=f"{user.name}: {word.role}")
        deed.after.append(lambda now: refresh(self._parts, user, now))
        return deed

    def reset_code(self, asker: Asker, word: ResetCode, at: int) -> Deed:
        """A new code each time, for only its hash is kept. Raises NoSuchUser, NotAllowed."""
        user = self._target(asker, word.user)
        code = base64.b32encode(self._parts.randbytes(CODE_BYTES)).decode("ascii")
        code = "-".join(code[start : start + 4] for start in range(0, len(code), 4))
        until = at + int(limits.RESET_LIFE_S * 1000)
        self._parts.store.set_reset(user.id, code_hash(code), until)
        note(self._parts, asker, "reset_code", at, user.id)
        return Deed(said=user.name, word=OneTimeCode(word.ref, code, until))

    def import_users(self, asker: Asker, word: ImportUsers, at: int) -> Deed:
        """All or none. Raises InvalidName and UsernameTaken, which name the rows that are to blame; ProtocolViolation."""
        rows = []
        for row in word.rows:
            try:
                name = clean_username(row.name)
                display, country = clean_label(row.display), clean_label(row.country)
            except BadName as error:
                raise InvalidName(f"{row.name}: {error.detail}") from error
            rows.append(NewAccount(name, display, country, verifier_of(row)))
        made = self._parts.store.import_accounts(rows, at)
        note(self._parts, asker, "import_users", at, detail=str(len(made)))
        deed = Deed(len(made), said=str(len(made)))
        deed.after.append(lambda now: self._count())
        return deed

    def _count(self) -> None:
        self._parts.tally.accounts_changed += 1

    def _target(self, asker: Asker, user: int) -> User:
        found = self._parts.store.user(user)
        if found is None or not found.active or found.guest:
            raise NoSuchUser
        if asker.rank < OWNER:
            check_over(asker.rank, rank_of(found.role, found.guest))
        return found
