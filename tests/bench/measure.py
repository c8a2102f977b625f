"""Small tools of the benches: medians, and one line per figure with its target."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `target` is words, for the reader: a bench asserts nothing about time."""

    name: str
    values: tuple[float, ...]
    unit: str
    target: str
    note: str = ""

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return statistics.median(self.values)

    def __str__(self) -> str:
        low, high = min(self.values), max(self.values)
        spread = f"{low:.4g} .. {high:.4g}, {len(self.values)} runs" if len(self.values) > 1 else "1 run"
        note = f"  {self.note}" if self.note else ""
        return f"{self.name:58} {self.median:9.4g} {self.unit:16} target {self.target:18} ({spread}){note}"


def cpu_s(action: Callable[[], object]) -> float:
    """CPU seconds of this process for one call."""
    start = time.process_time()
    action()
    return time.process_time() - start


def reference_us() -> float:
    """A fixed piece of pure Python, in microseconds: the machine's pace, so that runs on machines can be compared."""
    best = min(cpu_s(lambda: sum(i * i for i in range(200_000))) for _ in range(5))
    return best * 1e6


def show(figures: Iterable[Figure]) -> None:
    """Print as they come."""
    for figure in figures:
        print(figure, flush=True)
