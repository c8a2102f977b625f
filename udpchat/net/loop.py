"""UdpLoop: one thread, one socket, one driver. Reads what is there, lets the core work, sends, then waits.

Strategy: a turn takes up to 256 datagrams, so that a flood is answered by one commit and one flush, but no more than a few
milliseconds each for reading and for sending, so that a message beside a file is heard and answered soon. The socket is read
and written directly: no layer of Python per datagram. asyncio was rejected: its datagram transport is several times
slower, and on Windows it stops receiving after one ICMP "port unreachable".

Invariants: a failed send or receive is a lost datagram, never an error; datagrams that the system cannot take yet wait
in their order; only this thread touches the driver. Other threads may call `wake` and `call_soon`, nothing else.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final

from udpchat.driver import Driver
from udpchat.limits import (
    BLOCKED_RETRY_S,
    DATAGRAM_BYTES_MAX,
    DATAGRAMS_PER_TURN,
    FLUSH_BUDGET_S,
    FLUSHES_PER_TURN,
    LOOP_WAIT_S,
    RECEIVE_BUDGET_S,
    RECEIVE_LOOK_COUNT,
)
from udpchat.net.outlet import CLOSED, Outlet
from udpchat.net.workers import Outcome, Workers

clock: Final = time.perf_counter if os.name == "nt" else time.monotonic  # monotonic has steps of 16 ms on Windows


def ignore(_event: object) -> None:
    """For drivers whose events nobody wants."""


class UdpLoop:
    """Drives `driver` over `sock`; hands each of its events to `on_event`, on the loop's thread."""

    def __init__(self, driver: Driver, sock: socket.socket, on_event: Callable[[object], None] = ignore) -> None:
        self._driver = driver
        self._socket = sock
        self._on_event = on_event
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self._calls: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._workers = Workers(self._report)
        self._outlet = Outlet()
        self._behind = False  # the driver may have more to send, but others come first
        self._bell, self._ringer = socket.socketpair()
        for end in (self._bell, self._ringer):
            end.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(sock, selectors.EVENT_READ)
        self._selector.register(self._bell, selectors.EVENT_READ)

    def run(self, until: Callable[[], bool]) -> None:
        """Turn until `until()` is true; it is asked after every turn."""
        while not until():
            self.run_once(LOOP_WAIT_S)

    def run_once(self, max_wait_s: float) -> None:
        """Send what commands left to send, wait for something to do, at most `max_wait_s`, and do it."""
        if not self._behind:
            self._work_off()
        self._selector.select(self._wait_s(max_wait_s))
        self._hush()
        now = clock()
        self._receive(now)
        self._take_in(now)
        due_at = self._driver.next_timeout()
        if due_at is not None and due_at <= (now := clock()):
            self._driver.handle_timeout(now)
        self._work_off()

    def wake(self) -> None:
        """End the present or the next wait. From any thread, and from a signal handler."""
        with contextlib.suppress(OSError):  # full means that it rings already; closed means that nobody waits
            self._ringer.send(b"\0")

    def call_soon(self, function: Callable[[], None]) -> None:
        """Run `function` on the loop's thread in its next turn. From any thread."""
        self._calls.put(function)
        self.wake()

    @property
    def sock(self) -> socket.socket:
        """The socket in use."""
        return self._socket

    def use_socket(self, sock: socket.socket) -> None:
        """Go on with another socket; the present one is closed. On the loop's thread, between turns or in an event."""
        self._selector.unregister(self._socket)
        self._socket.close()
        self._socket = sock
        self._selector.register(sock, selectors.EVENT_READ)

    def close(self, wait_s: float) -> bool:
        """Let queued jobs end, at most `wait_s`, and close everything, the socket too. False: a job still runs."""
        ended = self._workers.close(wait_s)
        self._selector.close()
        for end in (self._socket, self._bell, self._ringer):
            end.close()
        return ended

    def _wait_s(self, max_wait_s: float) -> float:
        if self._behind:
            return 0.0
        due_at = self._driver.next_timeout()
        wait_s = max_wait_s if due_at is None else min(max_wait_s, max(0.0, due_at - clock()))
        return max(wait_s, BLOCKED_RETRY_S) if self._outlet else wait_s

    def _hush(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._bell.recv(4096):
                pass

    def _receive(self, now: float) -> None:
        receive, take = self._socket.recvfrom, self._driver.receive_datagram
        for count in range(1, DATAGRAMS_PER_TURN + 1):
            try:
                data, addr = receive(DATAGRAM_BYTES_MAX)
            except BlockingIOError:
                return
            except OSError as error:  # Windows reports an earlier send here (10054), or a datagram too long (10040)
                if error.errno in CLOSED:
                    raise
                continue
            take(data, addr, now)
            if count % RECEIVE_LOOK_COUNT == 0 and clock() > now + RECEIVE_BUDGET_S:
                return

    def _take_in(self, now: float) -> None:
        while not self._outcomes.empty():
            job, value, error = self._outcomes.get_nowait()
            self._driver.finish_job(job, value, error, now)
        while not self._calls.empty():
            self._calls.get_nowait()()

    def _work_off(self) -> None:
        self._flush()
        if self._deliver_events():
            self._flush()

    def _flush(self) -> None:
        while (job := self._driver.next_job()) is not None:
            self._workers.submit(job)
        self._behind, now = False, clock()
        until = now + FLUSH_BUDGET_S
        for _ in range(FLUSHES_PER_TURN):
            if not self._outlet:
                self._outlet.put(self._driver.datagrams_to_send(now))
                if not self._outlet:
                    return
            if not self._send():
                return
            if (now := clock()) > until:
                break
        self._behind = True

    def _send(self) -> bool:
        """False: the system takes no more at present."""
        was_blocked = self._selector.get_key(self._socket).events & selectors.EVENT_WRITE
        sent = self._outlet.send(self._socket)
        if bool(was_blocked) is sent:
            self._selector.modify(self._socket, selectors.EVENT_READ if sent else selectors.EVENT_READ | selectors.EVENT_WRITE)
        return sent

    def _deliver_events(self) -> bool:
        found = False
        while (event := self._driver.next_event()) is not None:
            found = True
            self._on_event(event)
        return found

    def _report(self, outcome: Outcome) -> None:
        self._outcomes.put(outcome)
        self.wake()
