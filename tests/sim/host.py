"""One machine of the simulated network: runs a Driver exactly as a real loop would, and can crash, sleep or move."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from udpchat.driver import Address, Driver, Job

TURN_ROUNDS = 2_000  # rounds of send and event within one turn before it counts as a livelock
ROUNDING_S = 1e-9  # the world's clock and the host's differ by an offset; its rounding may not make a timer early
IDLE_TURNS = 50  # turns at one instant, with a timer that stays due and nothing done, before it counts as one


class Endpoint(Protocol):
    """A bare wire endpoint: a Driver without jobs."""

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None: ...
    def handle_timeout(self, now: float) -> None: ...
    def next_timeout(self) -> float | None: ...
    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]: ...
    def next_event(self) -> Any: ...


class WithoutJobs:
    """Makes a Driver of an endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.receive_datagram = endpoint.receive_datagram
        self.handle_timeout = endpoint.handle_timeout
        self.next_timeout = endpoint.next_timeout
        self.datagrams_to_send = endpoint.datagrams_to_send
        self.next_event = endpoint.next_event

    def next_job(self) -> Job | None:
        """There are none."""
        return None

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """There are none."""


@dataclass(frozen=True, slots=True)
class JobPlan:
    """How long a job takes, whether its effect comes at the start or at the end, and what it raises instead."""

    takes_s: float = 0.0
    at_start: bool = False
    error: Exception | None = None


Planner = Callable[[Job], JobPlan]


@dataclass(slots=True)
class _Running:
    job: Job
    plan: JobPlan
    ends_at: float
    value: Any = None
    error: Exception | None = None


class Host:
    """Runs one Driver on the virtual clock, shifted by an offset of its own (a core must not compare clocks)."""

    def __init__(self, name: str, address: Address, rng: random.Random, offset_s: float = 0.0) -> None:
        self.name = name
        self.address = address
        self.rng = rng
        self.offset_s = offset_s
        self.driver: Driver | None = None
        self.on_event: Callable[[Any], None] = lambda event: None
        self.plan: Planner = lambda job: JobPlan()
        self.asleep_until: float | None = None
        self.turn_count = 0
        self._inbox: deque[tuple[bytes, Address]] = deque()
        self._waiting: dict[str, deque[Job]] = {}
        self._running: dict[str, _Running] = {}
        self._idle_turns = (0.0, 0)
        self.touched = False
        self.asked_each_time = True
        """Whether the driver's deadline is asked for at every step; false where every command from outside sets `touched`."""
        self._wake_known = False
        self._wake_at: float | None = None

    def start(self, driver: Driver) -> None:
        """Power on, with this driver."""
        self.driver = driver
        self.touched = True
        self._wake_known = False

    def crash(self, lucky: bool | None = None) -> Driver | None:
        """kill -9: the driver is gone with everything in memory; a running job may or may not have had its effect."""
        driver, self.driver = self.driver, None
        finishes = self.rng.random() < 0.5 if lucky is None else lucky
        for running in self._running.values():
            if not running.plan.at_start and running.plan.error is None and finishes:
                self._execute(running)
        self._running.clear()
        self._waiting.clear()
        self._inbox.clear()
        return driver

    def sleep(self, until: float, clock_stops: bool, now: float) -> None:
        """Close the lid: no timers, no datagrams. Some monotonic clocks stand still meanwhile, some do not."""
        self.asleep_until = until
        self._wake_known = False
        if clock_stops:
            self.offset_s -= until - now

    def deliver(self, data: bytes, source: Address) -> None:
        """A datagram reaches the socket."""
        if self.driver is not None and self.asleep_until is None:
            self._inbox.append((data, source))

    def time(self, now: float) -> float:
        """The host's own monotonic clock."""
        return now + self.offset_s

    def next_wake(self) -> float | None:
        """When, on the world's clock, this host has something to do."""
        if self.driver is None:
            return None
        if self.asleep_until is not None:
            return self.asleep_until
        if self._inbox or self.touched:
            return float("-inf")
        if not self._wake_known or self.asked_each_time:
            self._wake_known, self._wake_at = True, self._next_wake(self.driver)
        return self._wake_at

    def _next_wake(self, driver: Driver) -> float | None:
        times = [running.ends_at for running in self._running.values()]
        due_at = driver.next_timeout()
        if due_at is not None:
            times.append(due_at - self.offset_s)
        return min(times, default=None)

    def busy(self) -> bool:
        """Whether a job is waiting or running."""
        return bool(self._running or any(self._waiting.values()))

    def turn(self, now: float) -> list[tuple[bytes, Address]]:
        """One turn of the loop; what it sends."""
        driver = self.driver
        assert driver is not None
        if self.asleep_until is not None and now >= self.asleep_until:
            self.asleep_until = None
        self.touched = self._wake_known = False
        self.turn_count += 1
        due_at = driver.next_timeout()
        local = self.time(now)
        if due_at is not None and local < due_at <= local + ROUNDING_S:
            local = due_at
        busy = bool(self._inbox)
        while self._inbox:
            data, source = self._inbox.popleft()
            driver.receive_datagram(data, source, local)
        busy |= self._finish_jobs(driver, now, local)
        due_at = driver.next_timeout()
        if due_at is not None and due_at <= local:
            driver.handle_timeout(local)
        out = self._drain(driver, now, local)
        self._watch_livelock(driver, busy or bool(out), now)
        return out

    def _drain(self, driver: Driver, now: float, local: float) -> list[tuple[bytes, Address]]:
        out: list[tuple[bytes, Address]] = []
        for _ in range(TURN_ROUNDS):
            if self.driver is not driver:
                return out  # crashed inside an event
            started = self._start_jobs(driver, now)
            batch = driver.datagrams_to_send(local)
            out += batch
            events = 0
            while (event := driver.next_event()) is not None:
                events += 1
                self.on_event(event)
            if not (started or batch or events):
                return out
        raise AssertionError(f"{self.name}: {TURN_ROUNDS} rounds in one turn")

    def _start_jobs(self, driver: Driver, now: float) -> bool:
        started = False
        while (job := driver.next_job()) is not None:
            self._waiting.setdefault(job.lane, deque()).append(job)
            started = True
        for lane, queue in self._waiting.items():
            if queue and lane not in self._running:
                job = queue.popleft()
                plan = self.plan(job)
                running = self._running[lane] = _Running(job, plan, now + plan.takes_s)
                if plan.at_start:
                    self._execute(running)
        return started

    def _finish_jobs(self, driver: Driver, now: float, local: float) -> bool:
        done = [lane for lane, running in self._running.items() if running.ends_at <= now]
        for lane in done:
            running = self._running.pop(lane)
            if not running.plan.at_start:
                self._execute(running)
            driver.finish_job(running.job, running.value, running.error, local)
        if done:
            self._start_jobs(driver, now)
        return bool(done)

    @staticmethod
    def _execute(running: _Running) -> None:
        if running.plan.error is not None:
            running.error = running.plan.error
            return
        try:
            running.value = running.job.run()
        except Exception as error:
            running.error = error

    def _watch_livelock(self, driver: Driver, busy: bool, now: float) -> None:
        due_at = driver.next_timeout()
        at, count = self._idle_turns
        stuck = not busy and due_at is not None and due_at <= self.time(now)
        self._idle_turns = (now, count + 1 if stuck and at == now else 0)
        if self._idle_turns[1] > IDLE_TURNS:
            raise AssertionError(f"{self.name}: timer due at {due_at} stays due, nothing is done: livelock")
