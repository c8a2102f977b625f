"""What holds for everybody on this server, the sanctions in force, and who did what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import AuditFound, AuditRow, Event, RoomsChanged, RulesChanged, SanctionRow, SanctionsFound
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.ports import Confirmation
from udpchat.gui.presenters.errands.rows import Picture, RowData
from udpchat.gui.presenters.errands.when import full_time
from udpchat.limits import INTEGER_MAX, RETENTION_MAX_DAYS

SLOW: Final = (0, 5, 15, 60)  # seconds that are offered
OLDER: Final = "older"
AUDITED: Final = frozenset(
    {"kick", "silence", "unsilence", "ban", "unban", "slow_mode", "pause", "private_off", "new_lesson", "delete", "delete_group"}
    | {"set_role", "reset_code", "announcers", "retention", "import_users"}
)


@dataclass(frozen=True, slots=True)
class RulesData:
    """How it is now."""

    known: bool
    paused: bool
    private_off: bool
    slow_s: int
    announcers: str
    retention_days: int
    operates: bool
    sanctions: tuple[RowData, ...]
    audit: tuple[RowData, ...]
    sanctions_hint: str
    audit_hint: str


class Rules(Errand[RulesData]):
    """For moderators; some of it for operators only. Each choice holds at once."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._sanctions: dict[int, RowData] | None = None
        self._audit: dict[int, RowData] | None = None
        self._more = {"sanctions": False, "audit": False}

    def begin(self) -> None:
        self.core.ask_sanctions(self.bench.now)
        self.core.ask_audit(self.bench.now)

    def take(self, event: Event) -> bool:
        match event:
            case SanctionsFound(rows, more):
                fresh = {row.number: self._sanction(row) for row in rows}
                self._sanctions = fresh if self._sanctions is None else {**self._sanctions, **fresh}
                self._more["sanctions"] = more
                return True
            case AuditFound(rows, more):
                told = {line.number: self._line(line) for line in rows}
                self._audit = told if self._audit is None else {**self._audit, **told}
                self._more["audit"] = more
                return True
        return isinstance(event, RulesChanged | RoomsChanged)

    # --- what is shown ------------------------------------------------------------------------------------------------

    def data(self) -> RulesData:
        rules, lobby = self.core.rules, self.core.room(numbers.LOBBY)
        return RulesData(
            known=rules is not None,
            paused=bool(rules and rules.paused),
            private_off=bool(rules and rules.private_off),
            slow_s=lobby.slow_s if lobby else 0,
            announcers=rules.announcers if rules else "all",
            retention_days=rules.retention_days if rules else 0,
            operates=self.bench.operates,
            sanctions=self._rows(self._sanctions, "sanctions"),
            audit=self._rows(self._audit, "audit"),
            sanctions_hint=self._hint(self._sanctions, "sanctions"),
            audit_hint=self._hint(self._audit, "audit"),
        )

    def _rows(self, found: dict[int, RowData] | None, what: str) -> tuple[RowData, ...]:
        rows = [row for _, row in sorted((found or {}).items(), reverse=True)]
        if self._more[what]:
            rows.append(RowData(OLDER, text("errands.search.more"), link=True))
        return tuple(rows)

    def _hint(self, found: dict[int, RowData] | None, what: str) -> str:
        if found is None:
            return text("errands.people.loading")
        return "" if found else text(f"errands.rules.{what}.none")

    def _sanction(self, row: SanctionRow) -> RowData:
        until = full_time(row.until_ms)
        key = "ever" if row.until_ms >= INTEGER_MAX else "until"
        said = text(f"errands.rules.{row.kind}.{key}", when=until, by=row.by_name or text("errands.role.operator"))
        under = f"{said} · {row.reason}" if row.reason else said
        picture = Picture(row.name, row.user) if row.user else Picture("", row.address, glyph="network")
        return RowData(str(row.number), row.name or row.address, "", under, text("errands.rules.undo"), picture)

    def _line(self, row: AuditRow) -> RowData:
        by = row.by_name or text("errands.role.operator")
        what = text(f"errands.audit.{row.what}") if row.what in AUDITED else row.what
        title = text("errands.audit.about", what=what, name=row.name) if row.name else what
        said = text("errands.audit.by", name=by)
        under = f"{said} · {row.detail}" if row.detail else said
        return RowData(f"audit {row.number}", title, "", under, full_time(row.at), dim=True)

    # --- what to do ---------------------------------------------------------------------------------------------------

    def pause(self, on: bool) -> None:
        """Only moderators are heard."""
        self._at_once(lambda: self.core.pause(on, self.bench.now))

    def private_off(self, on: bool) -> None:
        """No private messages but to and from moderators."""
        self._at_once(lambda: self.core.private_off(on, self.bench.now))

    def slow(self, seconds: int) -> None:
        """Between two messages of one person in the lobby."""
        self._at_once(lambda: self.core.slow_mode(numbers.LOBBY, seconds, self.bench.now))

    def announcers(self, who: str) -> None:
        """Who may send announcements."""
        self._at_once(lambda: self.core.set_announcers("all" if who == "all" else "moderators", self.bench.now))

    def retain(self, typed: str) -> None:
        """For how many days messages are kept."""
        days = int(typed) if typed.strip().isdecimal() and len(typed) < 9 else -1
        if not 0 <= days <= RETENTION_MAX_DAYS:
            self.complain(text("errands.rules.days.bad", most=RETENTION_MAX_DAYS), "days")
            return
        keep = self.core.rules.retention_days if self.core.rules else 0
        if days and (not keep or days < keep):
            words = text("errands.rules.days.words", count=days)
            asked = Confirmation(text("errands.rules.days.title"), words, text("errands.rules.days.verb"), "trash")
            self.confirm(asked, lambda: self._keep(days))
        else:
            self._keep(days)

    def _keep(self, days: int) -> None:
        self._at_once(lambda: self.core.set_retention(days, self.bench.now), "days")

    def new_lesson(self) -> None:
        """The lobby begins anew."""
        asked = Confirmation(
            text("errands.rules.lesson.title"), text("errands.rules.lesson.words"), text("errands.rules.lesson.verb"), "refresh"
        )
        self.confirm(asked, lambda: self.order(lambda: self.core.new_lesson(self.bench.now), self._begun, kept=False))

    def _begun(self, _value: int) -> None:
        self.bench.windows.toast(text("errands.rules.lesson.done"))
        self.go(numbers.LOBBY)

    def announce(self) -> None:
        """Something to everybody."""
        self.leave_for(self.bench.errands.announce)

    def choose_sanction(self, key: str) -> None:
        """End one, or see older ones."""
        rows = self._sanctions or {}
        if key == OLDER:
            self.ask(lambda: self.core.ask_sanctions(self.bench.now, min(rows)))
            return
        number = int(key)
        title = text("errands.rules.undo.title", name=rows[number].title)
        asked = Confirmation(title, rows[number].under, text("errands.rules.undo.verb"), "unlock")
        self.confirm(asked, lambda: self._undo(number))

    def _undo(self, number: int) -> None:
        def done(_value: int) -> None:
            (self._sanctions or {}).pop(number, None)
            self.refresh()
            self.ask(lambda: self.core.ask_audit(self.bench.now))

        self.order(lambda: self.core.unban(number, self.bench.now), done, kept=False)

    def choose_line(self, key: str) -> None:
        """Older lines."""
        if key == OLDER and self._audit:
            oldest = min(self._audit)
            self.ask(lambda: self.core.ask_audit(self.bench.now, oldest))

    def _at_once(self, give: Callable[[], bytes], field: str = "") -> None:
        """Have it done; if it is refused, the sheet shows again how it is."""
        self._told = None
        self.order(give, lambda _value: self.refresh(), field, kept=False)

    def complain(self, sentence: str, field: str = "") -> None:
        super().complain(sentence, field)
        if sentence:
            self._told = None
            self.refresh()
