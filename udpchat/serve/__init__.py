"""The relay as a process: its options, what was saved of them, its log file, and the loop that runs it."""

from __future__ import annotations

from udpchat.serve.options import add_arguments
from udpchat.serve.program import run

__all__ = ["add_arguments", "run"]
