"""What the relay has told of accounts, groups, sanctions and the audit, and when to ask for them again.

The relay does not stream these lists: each is asked for when its page is seen and something happened that may have changed
it, at most once in a while. What is known stays on the screen until the new answer is complete.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Any, Protocol, TypeVar

from udpchat.client.operator import Account, AuditRow, GroupRow, SanctionRow
from udpchat.limits import DIRECTORY_TOTAL_COUNT, OPERATOR_ASK_ROW_S, OPERATOR_ASK_S
from udpchat.operate import questions
from udpchat.operate.desk import Asking, Office, Outcome

T = TypeVar("T")


class Ask(Protocol):
    """Runs a script at the relay; `then` hears how it ended."""

    def __call__(self, make: Callable[[Office], Asking[T]], then: Callable[[Outcome[T]], None]) -> None: ...


class Kind(Enum):
    """The lists."""

    PEOPLE = auto()
    GROUPS = auto()
    SANCTIONS = auto()
    AUDIT = auto()


class Lists:
    """`changed` is called after each answer."""

    def __init__(self, ask: Ask, changed: Callable[[Kind], None]) -> None:
        self._ask, self._changed = ask, changed
        self._stale = set(Kind)
        self._asked_at: dict[Kind, float] = {}
        self._asking: set[Kind] = set()
        self.known: set[Kind] = set()
        self.accounts: dict[int, Account] = {}
        self.cut = False
        """Whether there are more accounts than the relay tells at once."""
        self.groups: dict[int, GroupRow] = {}
        self.sanctions: dict[int, SanctionRow] = {}
        self.audit: list[AuditRow] = []
        self.audit_ends = True

    def clear(self) -> None:
        """Nothing is known of the present."""
        self.accounts, self.groups, self.sanctions, self.audit = {}, {}, {}, []
        self.cut, self.audit_ends = False, True
        self._stale, self._asking = set(Kind), set()
        self._asked_at.clear()
        self.known.clear()

    def spoil(self, *kinds: Kind) -> None:
        """These may be other ones now; without any: all."""
        self._stale |= set(kinds or Kind)

    def refresh(self, wanted: set[Kind], now: float) -> None:
        """Ask for those that are wanted and stale."""
        for kind in sorted(wanted & self._stale - self._asking, key=lambda one: one.value):
            rest_s = OPERATOR_ASK_S + (len(self.accounts) * OPERATOR_ASK_ROW_S if kind is Kind.PEOPLE else 0.0)
            if now < self._asked_at.get(kind, float("-inf")) + rest_s:
                continue
            self._asked_at[kind] = now
            self._stale.discard(kind)
            self._asking.add(kind)
            self._ask_for(kind)

    def find_people(self, prefix: str) -> None:
        """Where the list was cut, those whose name begins so are asked for apart."""
        if self.cut and prefix:
            self._ask(lambda office: questions.people(prefix), self._more_people)

    def older_audit(self) -> None:
        """The next page of the audit."""
        if self.audit and not self.audit_ends and Kind.AUDIT not in self._asking:
            self._asking.add(Kind.AUDIT)
            before = self.audit[-1].number
            self._ask(lambda office: questions.audit(before), self._older)

    def sanctions_of(self, user: int) -> list[SanctionRow]:
        """Those of one person."""
        return [row for row in self.sanctions.values() if row.user == user]

    # --- inside -------------------------------------------------------------------------------------------------------

    def _ask_for(self, kind: Kind) -> None:
        match kind:
            case Kind.PEOPLE:
                self._ask(lambda office: questions.people(), self._people)
            case Kind.GROUPS:
                self._ask(lambda office: questions.groups(), self._groups)
            case Kind.SANCTIONS:
                self._ask(lambda office: questions.sanctions(), self._sanctions)
            case Kind.AUDIT:
                self._ask(lambda office: questions.audit(), self._newest)

    def _arrived(self, kind: Kind, outcome: Outcome[Any]) -> bool:
        """Whether there is an answer; without one the list stays stale."""
        self._asking.discard(kind)
        if outcome.value is None:
            self._stale.add(kind)
            return False
        self.known.add(kind)
        return True

    def _people(self, outcome: Outcome[list[Account]]) -> None:
        if self._arrived(Kind.PEOPLE, outcome):
            self.accounts = {row.user: row for row in outcome.value or ()}
            self.cut = len(self.accounts) >= DIRECTORY_TOTAL_COUNT
            self._changed(Kind.PEOPLE)

    def _more_people(self, outcome: Outcome[list[Account]]) -> None:
        if outcome.value:
            self.accounts = self.accounts | {row.user: row for row in outcome.value}
            self._changed(Kind.PEOPLE)

    def _groups(self, outcome: Outcome[list[GroupRow]]) -> None:
        if self._arrived(Kind.GROUPS, outcome):
            self.groups = {row.id: row for row in outcome.value or ()}
            self._changed(Kind.GROUPS)

    def _sanctions(self, outcome: Outcome[list[SanctionRow]]) -> None:
        if self._arrived(Kind.SANCTIONS, outcome):
            self.sanctions = {row.number: row for row in outcome.value or ()}
            self._changed(Kind.SANCTIONS)

    def _newest(self, outcome: Outcome[tuple[list[AuditRow], bool]]) -> None:
        """What was read further back stays, unless there is a gap between it and the newest page."""
        if self._arrived(Kind.AUDIT, outcome):
            assert outcome.value is not None
            rows, ends = outcome.value
            least = rows[-1].number if rows else 0
            if not ends and self.audit and self.audit[0].number >= least:
                rows, ends = [*rows, *(row for row in self.audit if row.number < least)], self.audit_ends
            self.audit, self.audit_ends = rows, ends
            self._changed(Kind.AUDIT)

    def _older(self, outcome: Outcome[tuple[list[AuditRow], bool]]) -> None:
        if self._arrived(Kind.AUDIT, outcome):
            assert outcome.value is not None
            rows, self.audit_ends = outcome.value
            least = self.audit[-1].number if self.audit else 0
            self.audit = [*self.audit, *(row for row in rows if not least or row.number < least)]
            self._changed(Kind.AUDIT)
