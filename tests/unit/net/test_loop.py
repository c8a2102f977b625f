"""UdpLoop with real sockets and a driver that does next to nothing."""

from __future__ import annotations

import errno
import socket
import threading
import unittest
from collections import deque
from collections.abc import Callable
from typing import Any
from unittest import mock

from udpchat.driver import Address, Job
from udpchat.net import UdpLoop, clock, open_socket

DEADLINE_S = 10.0


class Recorder:
    """A driver that records what it is given and gives what it was told to."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.echo = False
        self.to_send: deque[list[tuple[bytes, Address]]] = deque()
        self.jobs: deque[Job] = deque()
        self.outcomes: list[tuple[str, Any, Exception | None]] = []
        self.events: deque[object] = deque()
        self.due_at: float | None = None
        self.timeouts = 0

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        self.received.append(data)
        if self.echo:
            self.to_send.append([(data, addr)])

    def handle_timeout(self, now: float) -> None:
        self.timeouts += 1
        self.due_at = None

    def next_timeout(self) -> float | None:
        return self.due_at

    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        return self.to_send.popleft() if self.to_send else []

    def next_event(self) -> object | None:
        return self.events.popleft() if self.events else None

    def next_job(self) -> Job | None:
        return self.jobs.popleft() if self.jobs else None

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        self.outcomes.append((job.name, value, error))


class FaultySocket:
    """A real socket of which chosen calls fail first; the selector sees the real one."""

    def __init__(self, real: socket.socket, send_errors: list[OSError | None], receive_errors: list[OSError]) -> None:
        self._real = real
        self._send_errors = send_errors
        self._receive_errors = receive_errors

    def fileno(self) -> int:
        return self._real.fileno()

    def sendto(self, data: bytes, addr: Address) -> int:
        error = self._send_errors.pop(0) if self._send_errors else None
        if error is not None:
            raise error
        return self._real.sendto(data, addr)

    def recvfrom(self, size: int) -> tuple[bytes, Address]:
        if self._receive_errors:
            raise self._receive_errors.pop(0)
        return self._real.recvfrom(size)

    def close(self) -> None:
        self._real.close()


class LoopTest(unittest.TestCase):
    """One loop, one plain socket as its peer."""

    def setUp(self) -> None:
        self.driver = Recorder()
        self.sock = open_socket("127.0.0.1", 0)
        self.addr = self.sock.getsockname()
        self.peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.peer.settimeout(DEADLINE_S)
        self.peer.bind(("127.0.0.1", 0))
        self.addCleanup(self.peer.close)
        self.events: list[object] = []

    def loop(self, sock: Any = None) -> UdpLoop:
        made = UdpLoop(self.driver, sock or self.sock, self.events.append)
        self.addCleanup(made.close, DEADLINE_S)
        return made

    def run_until(self, loop: UdpLoop, done: Callable[[], bool]) -> None:
        end_at = clock() + DEADLINE_S
        loop.run(lambda: done() or clock() > end_at)
        self.assertTrue(done(), "not within the deadline")

    def test_echo(self) -> None:
        self.driver.echo = True
        loop = self.loop()
        self.peer.sendto(b"hello", self.addr)
        self.run_until(loop, lambda: bool(self.driver.received))
        self.assertEqual(self.peer.recv(100), b"hello")

    def test_largest_datagram(self) -> None:
        loop = self.loop()
        self.peer.sendto(b"x" * 60000, self.addr)
        self.run_until(loop, lambda: bool(self.driver.received))
        self.assertEqual(len(self.driver.received[0]), 60000)

    def test_a_turn_is_bounded(self) -> None:
        loop = self.loop()
        for _ in range(300):
            self.peer.sendto(b"x", self.addr)
        with mock.patch("udpchat.net.loop.RECEIVE_BUDGET_S", 60.0):
            loop.run_once(0.0)
        self.assertEqual(len(self.driver.received), 256)
        self.run_until(loop, lambda: len(self.driver.received) == 300)

    def test_reading_is_bounded_in_time(self) -> None:
        loop = self.loop()
        for _ in range(100):
            self.peer.sendto(b"x", self.addr)
        with mock.patch("udpchat.net.loop.RECEIVE_BUDGET_S", -1.0):
            loop.run_once(0.0)
            self.assertEqual(len(self.driver.received), 16)
            self.run_until(loop, lambda: len(self.driver.received) == 100)

    def test_who_has_much_to_send_reads_between(self) -> None:
        loop = self.loop()
        self.driver.to_send.extend([(b"%d" % number, self.peer.getsockname())] for number in range(9))
        self.peer.sendto(b"x", self.addr)
        with mock.patch("udpchat.net.loop.FLUSH_BUDGET_S", -1.0):
            loop.run_once(DEADLINE_S)
            self.assertEqual((len(self.driver.received), len(self.driver.to_send)), (1, 7))
            for left in (6, 5, 4):
                loop.run_once(DEADLINE_S)
                self.assertEqual(len(self.driver.to_send), left, "it did not wait")
        loop.run_once(DEADLINE_S)
        self.assertEqual([self.peer.recv(100) for _ in range(9)], [b"%d" % number for number in range(9)])

    def test_timeout(self) -> None:
        loop = self.loop()
        self.driver.due_at = clock() + 0.01
        self.run_until(loop, lambda: self.driver.timeouts == 1)

    def test_timeout_not_due(self) -> None:
        self.driver.due_at = clock() + 100
        self.loop().run_once(0.0)
        self.assertEqual(self.driver.timeouts, 0)

    def test_jobs_run_on_another_thread_in_order(self) -> None:
        threads: list[int] = []
        self.driver.jobs.extend(Job("a", str(n), lambda: threads.append(threading.get_ident())) for n in range(5))
        self.run_until(self.loop(), lambda: len(self.driver.outcomes) == 5)
        self.assertEqual([name for name, _, _ in self.driver.outcomes], ["0", "1", "2", "3", "4"])
        self.assertNotIn(threading.get_ident(), threads)
        self.assertEqual(len(set(threads)), 1)

    def test_a_lane_does_not_wait_for_another(self) -> None:
        gate, loop = threading.Event(), self.loop()
        self.addCleanup(gate.set)
        self.driver.jobs.extend([Job("slow", "slow", lambda: gate.wait(DEADLINE_S)), Job("fast", "fast", lambda: 7)])
        self.run_until(loop, lambda: bool(self.driver.outcomes))
        self.assertEqual(self.driver.outcomes, [("fast", 7, None)])

    def test_failed_job(self) -> None:
        self.driver.jobs.append(Job("a", "bad", lambda: 1 // 0))
        self.run_until(self.loop(), lambda: bool(self.driver.outcomes))
        self.assertIsInstance(self.driver.outcomes[0][2], ZeroDivisionError)

    def test_call_soon_wakes(self) -> None:
        loop = self.loop()
        threads: list[int] = []
        thread = threading.Thread(target=lambda: loop.call_soon(lambda: threads.append(threading.get_ident())))
        thread.start()
        self.run_until(loop, lambda: bool(threads))
        thread.join()
        self.assertEqual(threads, [threading.get_ident()])

    def test_wake_never_blocks(self) -> None:
        loop = self.loop()
        for _ in range(100_000):
            loop.wake()
        loop.run_once(DEADLINE_S)

    def test_events(self) -> None:
        self.driver.events.extend(["a", "b"])
        self.loop().run_once(0.0)
        self.assertEqual(self.events, ["a", "b"])

    def test_what_an_event_causes_leaves_in_the_same_turn(self) -> None:
        def answer(_event: object) -> None:
            self.driver.to_send.append([(b"answer", self.peer.getsockname())])

        loop = UdpLoop(self.driver, self.sock, answer)
        self.addCleanup(loop.close, DEADLINE_S)
        self.driver.events.append("question")
        loop.run_once(0.0)
        self.assertEqual(self.peer.recv(100), b"answer")

    def test_failed_send_is_loss(self) -> None:
        errors: list[OSError | None] = [
            OSError(number, "as a system says it")
            for number in (errno.ENETUNREACH, errno.EPERM, errno.ENOBUFS, errno.EMSGSIZE, errno.ECONNREFUSED)
        ]
        loop = self.loop(FaultySocket(self.sock, errors, []))
        self.driver.to_send.append([(str(n).encode(), self.peer.getsockname()) for n in range(6)])
        loop.run_once(0.0)
        self.assertEqual(self.peer.recv(100), b"5")

    def test_blocked_send_keeps_order(self) -> None:
        errors = [None, BlockingIOError(), None, BlockingIOError()]
        loop = self.loop(FaultySocket(self.sock, errors, []))
        self.driver.to_send.append([(str(n).encode(), self.peer.getsockname()) for n in range(3)])
        self.driver.to_send.append([(b"3", self.peer.getsockname())])
        self.run_until(loop, lambda: not self.driver.to_send and not errors)
        self.assertEqual([self.peer.recv(100) for _ in range(4)], [b"0", b"1", b"2", b"3"])

    def test_failed_receive_is_loss(self) -> None:
        errors = [ConnectionResetError(10054, "port unreachable"), OSError(10040, "too long")]
        loop = self.loop(FaultySocket(self.sock, [], errors))
        self.peer.sendto(b"after", self.addr)
        self.run_until(loop, lambda: self.driver.received == [b"after"])

    def test_a_closed_socket_is_heard(self) -> None:
        loop = self.loop(FaultySocket(self.sock, [], [OSError(errno.EBADF, "closed")]))
        self.peer.sendto(b"x", self.addr)
        with self.assertRaises(OSError):
            loop.run_once(DEADLINE_S)

    def test_destination_that_cannot_be(self) -> None:
        self.driver.to_send.append([(b"x", ("255.255.255.255", 9)), (b"y", self.peer.getsockname())])
        self.loop().run_once(0.0)
        self.assertEqual(self.peer.recv(100), b"y")

    def test_another_socket_takes_the_place_of_the_present_one(self) -> None:
        self.driver.echo = True
        loop = self.loop()
        fresh = open_socket("127.0.0.1", 0)
        self.peer.sendto(b"waiting", fresh.getsockname())
        loop.run_once(0.0)
        loop.use_socket(fresh)
        self.assertIs(loop.sock, fresh)
        self.assertEqual(self.sock.fileno(), -1)
        self.run_until(loop, lambda: bool(self.driver.received))
        self.assertEqual(self.peer.recvfrom(100), (b"waiting", fresh.getsockname()))

    def test_swapped_in_an_event_while_a_datagram_could_not_leave(self) -> None:
        fresh = open_socket("127.0.0.1", 0)
        loop = UdpLoop(self.driver, FaultySocket(self.sock, [BlockingIOError()], []), lambda event: loop.use_socket(fresh))  # type: ignore[arg-type]
        self.addCleanup(loop.close, DEADLINE_S)
        self.driver.to_send.append([(b"late", self.peer.getsockname())])
        self.driver.events.append("swap")
        loop.run_once(0.0)
        loop.run_once(0.0)
        self.assertEqual(self.peer.recvfrom(100), (b"late", fresh.getsockname()))

    def test_close_reports_a_hanging_job(self) -> None:
        gate, started = threading.Event(), threading.Event()

        def hang() -> None:
            started.set()
            gate.wait(DEADLINE_S)

        self.driver.jobs.append(Job("a", "hang", hang))
        loop = UdpLoop(self.driver, self.sock)
        loop.run_once(0.0)
        self.assertTrue(started.wait(DEADLINE_S))
        self.assertFalse(loop.close(0.01))
        gate.set()


if __name__ == "__main__":
    unittest.main()
