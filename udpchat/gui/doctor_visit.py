"""One examination beside the window: the doctor works on a thread of its own, what it finds is picked up here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue

from udpchat.client.profiles import Profiles
from udpchat.gui.background import Background
from udpchat.net.doctor import Examination, Finding, LocalServer, Patient


class DoctorVisit:
    """Begins at once; `stop` ends it within a moment, and nothing comes any more."""

    def __init__(
        self,
        background: Background,
        profiles: Profiles,
        local: Callable[[], LocalServer | None],
        patient: Patient | None,
    ) -> None:
        self._queue: SimpleQueue[Finding] = SimpleQueue()
        self._found: list[Finding] = []
        self._stopped = threading.Event()
        self._busy = True

        def work() -> None:
            examination = Examination(profiles, local, self._stopped.is_set)
            for finding in examination.of(patient) if patient else examination.everything():
                self._queue.put(finding)
                if self._stopped.is_set():
                    return

        background.run("doctor", work, lambda _done, _error: self._over())

    def findings(self) -> tuple[Sequence[Finding], bool]:
        """Everything so far, and whether more comes."""
        busy = self._busy  # before the queue is emptied: what came last must not be lost
        while not self._queue.empty():
            self._found.append(self._queue.get_nowait())
        return tuple(self._found), busy

    def stop(self) -> None:
        """No more of it."""
        self._stopped.set()

    def _over(self) -> None:
        self._busy = False
