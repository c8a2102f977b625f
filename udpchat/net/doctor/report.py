"""The findings as lines of text, for a terminal and for the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from udpchat.catalogue import text
from udpchat.net.doctor.findings import Finding, Grade
from udpchat.sanitize import one_line

_CHARS = 2000
_WIDTH = 9


def as_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One line a finding, what to do below it; names in it come from the network, so nothing in it can move a cursor."""
    for found in findings:
        yield f"{text(f'doctor.grade.{found.grade.name.lower()}'):<{_WIDTH}}{one_line(found.sentence, _CHARS)}"
        if found.advice:
            yield f"{'':<{_WIDTH}}{one_line(found.advice, _CHARS)}"
        for system, command in found.commands:
            yield f"{'':<{_WIDTH}}{system}: {one_line(command, _CHARS)}"


def is_fault(findings: Iterable[Finding]) -> bool:
    """Whether the cause was found."""
    return any(found.grade is Grade.FAULT for found in findings)
