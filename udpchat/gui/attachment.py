"""One driver with its socket inside the `after` loop: reading, working, sending, handing over events, each for a while.

While events wait to be handed over nothing new is read: a flood then waits in the system's buffer and slows its sender.
"""

from __future__ import annotations

import contextlib
import socket
import tkinter as tk
from collections.abc import Callable
from queue import SimpleQueue
from typing import Protocol

from udpchat.driver import Driver
from udpchat.limits import DATAGRAM_BYTES_MAX, DATAGRAMS_PER_TURN, FLUSHES_PER_TURN, WORKERS_WAIT_S
from udpchat.net import Workers, clock
from udpchat.net.outlet import CLOSED, Outlet
from udpchat.net.workers import Outcome


class Files:
    """Tk's file handlers, where Tk has them; elsewhere nothing, and the loop only polls."""

    def __init__(self, root: tk.Misc) -> None:
        self._tk = root.tk
        self._usable = hasattr(root.tk, "createfilehandler")

    def watch(self, number: int, on_readable: Callable[[], None]) -> None:
        """Call when the file can be read, as long as it can be."""
        if self._usable:
            self._tk.createfilehandler(number, tk.READABLE, lambda _file, _mask: on_readable())

    def leave(self, number: int) -> None:
        """No more calls for this file."""
        if self._usable:
            with contextlib.suppress(tk.TclError):
                self._tk.deletefilehandler(number)


class Loop(Protocol):
    """What an attachment needs of its loop."""

    @property
    def files(self) -> Files | None: ...

    def woken(self, attachment: Attachment) -> None:
        """The socket can be read."""

    def report(self, error: Exception) -> None:
        """The driver or a callback failed."""

    def stay_alive(self) -> None:
        """A callback follows, which may run Tk's loop inside of this turn."""

    def forget(self, attachment: Attachment) -> None:
        """It ended."""


class Attachment:
    """One driver and its socket in the loop, until `detach`."""

    def __init__(
        self, loop: Loop, driver: Driver, sock: socket.socket, on_event: Callable[[object], None]
    ) -> None:
        self._loop = loop
        self._driver = driver
        self._socket = sock
        self._on_event = on_event
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self._workers = Workers(self._outcomes.put)
        self._outlet = Outlet()
        self._drained = True  # the socket was empty when it was last read
        self._behind = False  # events wait for the next tick
        self._listening = False
        self._open = True
        self.due_at: float | None = None
        """When the driver wants its next turn; None also after an error, so that a driver that only fails is slow."""

    @staticmethod
    def now() -> float:
        """The clock of the driver."""
        return clock()

    @property
    def moving(self) -> bool:
        """Files of this driver are on their way: it wants to be driven as often as can be."""
        return bool(getattr(self._driver, "moving", False))

    def detach(self, wait_s: float = WORKERS_WAIT_S) -> None:
        """End: close the socket, let queued jobs end, waiting `wait_s` at most. The driver is not touched again."""
        if not self._open:
            return
        self.listen(False)
        self._open = False
        self._loop.forget(self)
        self._socket.close()
        self._workers.close(wait_s)

    def turn(self, budget_s: float) -> bool:
        """One turn of the driver. Whether anything happened or is left to do."""
        if not self._open:
            return False  # an event of another driver ended this one, in the same tick
        self.due_at = None
        try:
            happened = self._work(budget_s)
            if self._open:
                self.due_at = self._driver.next_timeout()
                self.listen(self._drained and not self._behind)
        except Exception as error:
            self._loop.report(error)
            self.listen(False)
            return False
        return happened or self._behind or not self._drained or bool(self._outlet)

    def listen(self, on: bool) -> None:
        """Have the system wake the loop when something arrives, or not."""
        if self._loop.files is None or on == self._listening or not self._open:
            return
        self._listening = on
        if on:
            self._loop.files.watch(self._socket.fileno(), lambda: self._loop.woken(self))
        else:
            self._loop.files.leave(self._socket.fileno())

    def _work(self, budget_s: float) -> bool:
        now = clock()
        until = now + budget_s
        happened = not self._behind and self._receive(now, until)
        happened |= self._take_in(now)
        due_at = self._driver.next_timeout()
        if due_at is not None and due_at <= (now := clock()):
            self._driver.handle_timeout(now)
        happened |= self._flush(until)
        until = clock() + budget_s
        if self._hand_over(until):
            happened = True
            if self._open:
                self._flush(until)
        return happened

    def _receive(self, now: float, until: float) -> bool:
        receive, take = self._socket.recvfrom, self._driver.receive_datagram
        self._drained = False
        for count in range(DATAGRAMS_PER_TURN):
            try:
                data, addr = receive(DATAGRAM_BYTES_MAX)
            except BlockingIOError:
                self._drained = True
                return count > 0
            except OSError as error:  # Windows reports an earlier send here (10054), or a datagram too long (10040)
                if error.errno in CLOSED:
                    raise
                continue
            take(data, addr, now)
            if clock() >= until:
                break
        return True

    def _take_in(self, now: float) -> bool:
        found = False
        while not self._outcomes.empty():
            found = True
            job, value, error = self._outcomes.get_nowait()
            self._driver.finish_job(job, value, error, now)
        return found

    def _flush(self, until: float) -> bool:
        """Start the jobs and send what may leave. Whether there was anything."""
        found = False
        while (job := self._driver.next_job()) is not None:
            found = True
            self._workers.submit(job)
        for _ in range(FLUSHES_PER_TURN):
            if not self._outlet:
                self._outlet.put(self._driver.datagrams_to_send(clock()))
            if not self._outlet:
                return found
            found = True
            if not self._outlet.send(self._socket) or clock() >= until:
                return True
        return True

    def _hand_over(self, until: float) -> bool:
        """Hand over events until none is left or the time is up. Whether there was one."""
        found = self._behind = False
        while self._open and (event := self._driver.next_event()) is not None:
            if not found:
                self._loop.stay_alive()
            found = True
            try:
                self._on_event(event)
            except Exception as error:
                self._loop.report(error)
            if clock() >= until:
                self._behind = True
                break
        return found
