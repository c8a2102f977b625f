"""The doctor: why does a connection not come about, step by step, and what to do about it."""

from __future__ import annotations

from udpchat.net.doctor.examination import Examination
from udpchat.net.doctor.findings import Finding, Grade
from udpchat.net.doctor.patient import LocalServer, Patient
from udpchat.net.doctor.report import as_lines, is_fault

__all__ = ["Examination", "Finding", "Grade", "LocalServer", "Patient", "as_lines", "is_fault"]
