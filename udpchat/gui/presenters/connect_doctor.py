"""The doctor's page without a window: what it finds, as it finds it, and the way out: connect after all, or elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from udpchat.catalogue import text
from udpchat.client.scout import Sighting
from udpchat.client.seeing import Acquaintance, acquaintance
from udpchat.gui.presenters.connect_address import Wanted
from udpchat.gui.presenters.connect_pages import ConnectView, DoctorPage, DoctorRow
from udpchat.gui.presenters.connect_servers import ServerBook
from udpchat.net.doctor import Finding, Patient, as_lines, is_fault
from udpchat.sanitize import one_line

_ROWS: Final = 40
_CHARS: Final = 400


class Doctoring(Protocol):
    """What the program does for this step; nothing blocks."""

    def start_doctor(self, patient: Patient | None) -> None:
        """Look at one server, or at everything around. One examination at a time: a new one ends the former."""

    def doctor_findings(self) -> tuple[Sequence[Finding], bool]:
        """What was found so far, and whether there is more to come."""

    def stop_doctor(self) -> None:
        """Stop looking. Harmless when nothing is looked at."""


class DoctorStep:
    """One examination on the screen."""

    def __init__(self, view: ConnectView, doors: Doctoring, book: ServerBook) -> None:
        self._view = view
        self._doors = doors
        self._book = book
        self._wanted: Wanted | None = None
        self._shown: DoctorPage | None = None
        self._findings: Sequence[Finding] = ()

    def begin(self, wanted: Wanted | None) -> None:
        """Look at that server; None: at everything."""
        self._wanted, self._shown, self._findings = wanted, None, ()
        self._doors.start_doctor(Patient(wanted.host, wanted.port, wanted.pin) if wanted else None)
        self.tick()

    def again(self) -> None:
        """From the beginning."""
        self.begin(self._wanted)

    def stop(self) -> None:
        """Another page comes up."""
        self._doors.stop_doctor()

    def tick(self) -> None:
        """Show what came."""
        self._findings, busy = self._doors.doctor_findings()
        page = self._page(busy)
        if page != self._shown:
            self._shown = page
            self._view.show_doctor(page)

    @property
    def goal(self) -> Wanted | None:
        """Where the accent button leads: to the server found elsewhere, or to the one that turned out well."""
        other = self._elsewhere()
        if other is not None:
            known = self._book.known(other.fingerprint)
            name = known.name if known else other.name
            return Wanted(*other.address, one_line(name, _CHARS), other.fingerprint if known else None)
        return self._wanted if self._wanted and not is_fault(self._findings) else None

    @property
    def report(self) -> str:
        """All of it as text, for whoever is asked for help."""
        return "\n".join((self._title, *as_lines(self._findings))) + "\n"

    @property
    def _title(self) -> str:
        if self._wanted is None:
            return text("connect.doctor.title.all")
        return text("connect.doctor.title", server=self._wanted.place)

    def _elsewhere(self) -> Sighting | None:
        """The expected server if it was seen, else the only one that was."""
        seen = [found for found in self._findings if found.elsewhere]
        expected = [found.elsewhere for found in seen if found.key == "instead.expected"]
        if expected:
            return expected[0]
        others = [found.elsewhere for found in seen if found.elsewhere and self._harmless(found.elsewhere)]
        return others[0] if len(others) == len(seen) == 1 else None

    def _harmless(self, seen: Sighting) -> bool:
        known = self._book.remembered
        return acquaintance(seen.fingerprint, seen.name, known) is not Acquaintance.TWIN

    def _page(self, busy: bool) -> DoctorPage:
        goal = None if busy else self.goal
        return DoctorPage(
            title=self._title,
            rows=tuple(map(_row, self._findings[:_ROWS])),
            busy=busy,
            verdict="" if busy else text("connect.doctor.fault" if is_fault(self._findings) else "connect.doctor.fine"),
            proceed=text("connect.doctor.proceed", server=goal.label) if goal else "",
        )


def _row(found: Finding) -> DoctorRow:
    return DoctorRow(found.grade.name.lower(), found.sentence, found.advice, found.commands)
