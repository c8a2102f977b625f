"""`python3 -m tests.bench [NAME ...]`, of the names below: measured and printed; nothing is asserted about time."""

from __future__ import annotations

import platform
import ssl
import sys
from collections.abc import Callable, Iterator

from tests.bench.catch_up import catch_up_figures
from tests.bench.classroom import class_figures
from tests.bench.file_links import link_figures
from tests.bench.files import file_figures
from tests.bench.finding import finding_figures
from tests.bench.lobby import flood_figures, idle_figures
from tests.bench.measure import Figure, reference_us, show
from tests.bench.message import message_figures
from tests.bench.realms import realm_figures
from tests.bench.search import search_figures
from tests.bench.window_files import window_file_figures
from tests.bench.windows import window_figures
from tests.bench.windows_catch_up import window_catch_up_figures
from tests.bench.windows_flood import scrolling_figures, window_flood_figures
from tests.bench.wire import connect_figures, transfer_figures

BENCHES: dict[str, Callable[[], Iterator[Figure]]] = {
    "message": message_figures,
    "connect": connect_figures,
    "transfer": transfer_figures,
    "finding": finding_figures,
    "realms": realm_figures,
    "lobby": flood_figures,
    "class": class_figures,
    "idle": idle_figures,
    "windows": window_figures,
    "catch_up": catch_up_figures,
    "search": search_figures,
    "flood": window_flood_figures,
    "scrolling": scrolling_figures,
    "files": file_figures,
    "links": link_figures,
    "window_files": window_file_figures,
    "window_catch_up": window_catch_up_figures,
}


def main() -> int:
    """Run the benches that were named, or all."""
    wanted = sys.argv[1:] or list(BENCHES)
    if unknown := set(wanted) - BENCHES.keys():
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
        return 2
    print(f"Python {platform.python_version()}, {ssl.OPENSSL_VERSION}, {platform.machine()}")
    print(f"pace of this machine: {reference_us():.0f} us for 200,000 turns of a loop; medians, with the range of the runs")
    for name in wanted:
        show(BENCHES[name]())
    return 0


if __name__ == "__main__":
    sys.exit(main())
