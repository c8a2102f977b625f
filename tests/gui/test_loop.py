"""TkLoop in a real Tk with real sockets and a driver that does next to nothing."""

from __future__ import annotations

import errno
import socket
import threading
import time
import tkinter as tk
from itertools import pairwise
from typing import Any

from tests.gui.harness import DEADLINE_S, WindowCase, leftovers, pump
from tests.unit.net.test_loop import FaultySocket, Recorder
from udpchat.driver import Job
from udpchat.gui.loop import Attachment, TkLoop
from udpchat.limits import PAINT_EVERY_S, TICK_BUDGET_S, TICK_REST_MAX_S
from udpchat.net import clock, open_socket


class LoopCase(WindowCase):
    """One loop, one driver, one plain socket as its peer."""

    wake = True

    def setUp(self) -> None:
        super().setUp()
        self.errors: list[BaseException] = []
        self.events: list[object] = []
        self.driver = Recorder()
        self.sock = open_socket("127.0.0.1", 0)
        self.addr = self.sock.getsockname()
        self.peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.peer.settimeout(DEADLINE_S)
        self.peer.bind(("127.0.0.1", 0))
        self.addCleanup(self.peer.close)
        self.loop = TkLoop(self.root, self.errors.append, self.wake)
        self.addCleanup(self.sock.close)
        self.addCleanup(self.loop.close)

    def attach(self, sock: Any = None) -> Attachment:
        return self.loop.attach(self.driver, sock or self.sock, self.events.append)

    def until(self, condition: Any) -> None:
        pump(self.root, condition)


class Traffic(LoopCase):
    def test_echo(self) -> None:
        self.driver.echo = True
        self.attach()
        self.peer.sendto(b"hello", self.addr)
        self.until(lambda: self.driver.received)
        self.assertEqual(self.peer.recv(100), b"hello")

    def test_order(self) -> None:
        """Within a tick: datagrams, outcomes of jobs, timeouts, sending, events."""
        steps: list[str] = []
        driver = self.driver
        driver.receive_datagram = lambda data, addr, now: steps.append("receive")  # type: ignore[method-assign]
        driver.handle_timeout = lambda now: (steps.append("timeout"), setattr(driver, "due_at", None))  # type: ignore
        driver.finish_job = lambda job, value, error, now: steps.append("finish")  # type: ignore[method-assign]
        driver.jobs.append(Job("a", "job", lambda: None))
        attachment = self.attach()
        self.until(lambda: "finish" in steps)
        steps.clear()
        done = threading.Event()
        driver.jobs.append(Job("a", "job", done.set))
        attachment._flush(clock() + 1)
        self.assertTrue(done.wait(DEADLINE_S))
        attachment._workers.close(DEADLINE_S)  # its outcome is in the queue now
        self.peer.sendto(b"x", self.addr)
        driver.due_at = clock()
        driver.to_send.append([(b"sent", self.peer.getsockname())])
        driver.events.append("event")
        attachment._on_event = lambda event: steps.append(f"event after {self.peer.recv(10)!r}")
        self.loop._tick()
        self.assertEqual(steps, ["receive", "finish", "timeout", "event after b'sent'"])

    def test_events_keep_their_order(self) -> None:
        self.driver.events.extend(range(1000))
        self.attach()
        self.until(lambda: len(self.events) == 1000)
        self.assertEqual(self.events, list(range(1000)))

    def test_what_an_event_causes_leaves_in_the_same_tick(self) -> None:
        def answer(_event: object) -> None:
            self.driver.to_send.append([(b"answer", self.peer.getsockname())])

        self.loop.attach(self.driver, self.sock, answer)
        self.driver.events.append("question")
        self.loop._tick()
        self.assertEqual(self.peer.recv(100), b"answer")

    def test_timeout(self) -> None:
        self.driver.due_at = clock() + 0.01
        self.attach()
        self.until(lambda: self.driver.timeouts == 1)

    def test_a_timeout_is_not_early(self) -> None:
        due_at = self.driver.due_at = clock() + 0.06
        self.attach()
        self.until(lambda: self.driver.timeouts)
        self.assertGreaterEqual(clock(), due_at)

    def test_jobs(self) -> None:
        threads: list[int] = []
        self.driver.jobs.extend(Job("a", str(n), lambda: threads.append(threading.get_ident())) for n in range(5))
        self.driver.jobs.append(Job("b", "bad", lambda: 1 // 0))
        self.attach()
        self.until(lambda: len(self.driver.outcomes) == 6)
        self.assertEqual([name for name, _, _ in self.driver.outcomes if name != "bad"], ["0", "1", "2", "3", "4"])
        self.assertNotIn(threading.get_ident(), threads)
        self.assertIsInstance(next(error for name, _, error in self.driver.outcomes if name == "bad"), ZeroDivisionError)

    def test_many_drivers(self) -> None:
        others = [Recorder() for _ in range(5)]
        socks = [open_socket("127.0.0.1", 0) for _ in others]
        for driver, sock in zip(others, socks, strict=True):
            self.loop.attach(driver, sock, self.events.append)
            self.peer.sendto(b"x", sock.getsockname())
        self.until(lambda: all(driver.received for driver in others))

    def test_kick_sends_at_once(self) -> None:
        self.attach()
        self.until(lambda: self.loop._rest_s == TICK_REST_MAX_S)
        self.driver.to_send.append([(b"now", self.peer.getsockname())])
        for _ in range(100):
            self.loop.kick()
        self.assertEqual(len(leftovers(self.root)), 1)
        self.until(lambda: not self.driver.to_send)
        self.assertEqual(self.peer.recv(100), b"now")

    def test_kick_is_not_run_by_update_idletasks(self) -> None:
        self.attach()
        self.driver.events.append("later")
        self.loop.kick()
        self.root.update_idletasks()
        self.assertEqual(self.events, [])
        self.until(lambda: self.events)

    def test_faults_of_the_network_are_losses(self) -> None:
        refused = [ConnectionResetError(10054, "port unreachable"), OSError(10040, "too long"), OSError(errno.ENETDOWN, "down")]
        errors: list[OSError | None] = [OSError(errno.ENETUNREACH, "no"), None, BlockingIOError(), None]
        self.driver.to_send.append([(str(n).encode(), self.peer.getsockname()) for n in range(3)])
        self.attach(FaultySocket(self.sock, errors, refused))
        self.peer.sendto(b"after", self.addr)
        self.until(lambda: self.driver.received == [b"after"] and not errors)
        self.assertEqual([self.peer.recv(10), self.peer.recv(10)], [b"1", b"2"])
        self.assertEqual(self.errors, [])


class PollingOnly(Traffic):
    """The same without file handlers, as on Windows."""

    wake = False


class Rest(LoopCase):
    """How long it rests, and that it never takes more than its share."""

    def test_the_rest_grows_while_nothing_happens(self) -> None:
        self.attach()
        self.until(lambda: self.loop._rest_s == TICK_REST_MAX_S)
        before = self.loop.tick_count
        end_at = time.monotonic() + 0.5
        self.until(lambda: time.monotonic() > end_at)
        self.assertLessEqual(self.loop.tick_count - before, 0.5 / TICK_REST_MAX_S + 1)

    def test_the_file_handler_wakes_it(self) -> None:
        self.attach()
        self.until(lambda: self.loop._rest_s == TICK_REST_MAX_S)
        self.loop._arm(3600.0)
        self.peer.sendto(b"x", self.addr)
        self.until(lambda: self.driver.received)

    def test_a_datagram_right_after_a_tick_is_not_forgotten(self) -> None:
        self.driver.echo = True
        self.attach()
        for number in range(50):
            self.peer.sendto(b"%d" % number, self.addr)
            self.until(lambda number=number: len(self.driver.received) > number)

    def test_reading_is_bounded_in_time(self) -> None:
        self.driver.receive_datagram = lambda data, addr, now: time.sleep(0.002)  # type: ignore[method-assign]
        self.attach()
        for _ in range(200):
            self.peer.sendto(b"x", self.addr)
        began_at = clock()
        self.loop._tick()
        self.assertLess(clock() - began_at, 5 * TICK_BUDGET_S)

    def test_handing_over_is_bounded_and_stops_reading(self) -> None:
        self.driver.events.extend(range(20))
        self.loop.attach(self.driver, self.sock, lambda event: (time.sleep(0.002), self.events.append(event)))
        self.loop._tick()
        self.assertLess(len(self.events), 20)
        self.peer.sendto(b"x", self.addr)
        self.loop._tick()
        self.assertEqual(self.driver.received, [])
        self.until(lambda: len(self.events) == 20 and self.driver.received)

    def test_a_thousand_messages_a_second(self) -> None:
        """Every one arrives, in order, and between the ticks the window paints."""
        self.driver.receive_datagram = lambda data, addr, now: self.driver.events.append(data)  # type: ignore
        self.attach()
        painted = 0
        label = tk.Label(self.root)
        label.pack()

        def paint() -> None:
            nonlocal painted
            painted += 1
            label.configure(text=str(len(self.events)))

        def flood() -> None:
            began_at = time.monotonic()
            for number in range(2000):
                self.peer.sendto(b"%d" % number, self.addr)
                while time.monotonic() - began_at < number / 1000:
                    time.sleep(0.0005)

        thread = threading.Thread(target=flood)
        thread.start()
        longest_s = 0.0
        while len(self.events) < 2000:
            began_at = time.thread_time()  # not the clock: another program may have the processor meanwhile
            self.loop._tick()
            longest_s = max(longest_s, time.thread_time() - began_at)
            self.root.after_idle(paint)
            self.root.update()
        thread.join()
        self.assertEqual(self.events, [b"%d" % number for number in range(2000)])
        self.assertLess(longest_s, 0.05)
        self.assertGreater(painted, 100)

    def test_a_flood_does_not_starve_idle_work(self) -> None:
        """Tk serves files before idle work: the loop must let go of the file in between."""
        self.driver.echo = False
        self.attach()
        stop = threading.Event()

        def flood() -> None:
            while not stop.is_set():
                self.peer.sendto(b"x" * 100, self.addr)

        thread = threading.Thread(target=flood)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(stop.set)
        ran: list[float] = []
        for _ in range(20):
            self.root.after_idle(lambda: ran.append(clock()))
            count = len(ran)
            while len(ran) == count:
                self.root.tk.dooneevent(0)
        stop.set()
        self.assertLess(max(later - earlier for earlier, later in pairwise(ran)), 0.5)

    def test_it_paints_though_it_is_never_idle(self) -> None:
        """Another program takes so much of the machine that the next tick is always due."""
        self.attach()
        painted: list[int] = []
        self.root.after_idle(painted.append, 1)
        began_at = clock()
        while not painted and clock() < began_at + DEADLINE_S:
            self.driver.events.append("work")
            self.loop._tick()
        self.assertGreaterEqual(clock() - began_at, PAINT_EVERY_S)
        self.assertTrue(painted)

    def test_a_loop_that_is_closed_in_a_tick_waits_for_nothing(self) -> None:
        self.loop.attach(self.driver, self.sock, lambda _event: self.loop.close())
        self.driver.events.append("the end")
        self.loop._tick()
        self.assertEqual(leftovers(self.root), [])


class Faults(LoopCase):
    """Errors in drivers and callbacks."""

    def test_an_error_in_a_callback(self) -> None:
        def shout(event: object) -> None:
            self.events.append(event)
            if event == 1:
                raise ValueError("on purpose")

        self.driver.events.extend([0, 1, 2])
        with self.assertLogs("udpchat.gui.loop", "ERROR") as logged:
            self.loop.attach(self.driver, self.sock, shout)
            self.until(lambda: len(self.events) == 3)
        self.assertEqual(self.events, [0, 1, 2])
        self.assertIn("on purpose", logged.output[0])
        self.assertEqual((self.loop.error_count, len(self.errors)), (1, 1))

    def test_an_error_in_on_error(self) -> None:
        loop = TkLoop(self.root, lambda error: 1 // 0)  # type: ignore[arg-type, return-value]
        self.addCleanup(loop.close)
        self.driver.events.extend([0, 1])
        with self.assertLogs("udpchat.gui.loop", "ERROR"):
            loop.attach(self.driver, self.sock, lambda event: {}[event])
            self.until(lambda: loop.error_count == 2)

    def test_a_driver_that_only_fails_is_slow_and_its_neighbour_lives(self) -> None:
        def fail(now: float) -> None:
            raise RuntimeError("on purpose")

        self.driver.handle_timeout = fail  # type: ignore[method-assign]
        self.driver.due_at = 0.0
        other, sock = Recorder(), open_socket("127.0.0.1", 0)
        with self.assertLogs("udpchat.gui.loop", "ERROR"):
            self.attach()
            self.loop.attach(other, sock, self.events.append)
            self.until(lambda: self.loop._rest_s == TICK_REST_MAX_S)
            before, end_at = self.loop.error_count, time.monotonic() + 0.4
            self.until(lambda: time.monotonic() > end_at)
            self.assertLessEqual(self.loop.error_count - before, 0.4 / TICK_REST_MAX_S + 1)
            self.peer.sendto(b"x", sock.getsockname())
            self.until(lambda: other.received)

    def test_a_closed_socket_is_heard(self) -> None:
        with self.assertLogs("udpchat.gui.loop", "ERROR"):
            self.attach(FaultySocket(self.sock, [], [OSError(errno.EBADF, "closed")]))
            self.until(lambda: self.errors)

    def test_a_dialog_in_a_callback_does_not_stop_the_network(self) -> None:
        def ask(event: object) -> None:
            self.events.append(event)
            if event == "question":
                while not self.driver.received:  # a modal dialog runs Tk's loop inside of the callback
                    self.root.update()

        self.driver.events.append("question")
        self.loop.attach(self.driver, self.sock, ask)
        self.peer.sendto(b"x", self.addr)
        self.until(lambda: self.driver.received)
        self.driver.events.append("next")
        self.until(lambda: self.events == ["question", "next"])


class Ends(LoopCase):
    """Nothing outlives a detach or a close."""

    def test_detach(self) -> None:
        attachment = self.attach()
        self.until(lambda: self.loop.tick_count > 2)
        attachment.detach()
        attachment.detach()
        self.assertEqual(self.sock.fileno(), -1)
        self.assertEqual(leftovers(self.root), [])
        self.loop.kick()
        self.assertEqual(leftovers(self.root), [])

    def test_detach_from_an_event(self) -> None:
        attachment = self.loop.attach(self.driver, self.sock, lambda event: (self.events.append(event), attachment.detach()))
        self.driver.events.extend([1, 2])
        self.until(lambda: self.events)
        self.assertEqual(self.events, [1])
        self.assertEqual(leftovers(self.root), [])

    def test_detach_of_another_driver_from_an_event(self) -> None:
        """The one that ended has no turn any more, not even in the same tick."""
        other = open_socket("127.0.0.1", 0)
        second: list[Attachment] = []
        self.loop.attach(self.driver, self.sock, lambda _event: second[0].detach())
        second.append(self.loop.attach(Recorder(), other, self.events.append))
        self.driver.events.append("signed in")
        self.loop._tick()
        self.assertEqual((self.errors, other.fileno()), ([], -1))

    def test_attach_again(self) -> None:
        self.attach().detach()
        self.sock = open_socket("127.0.0.1", 0)
        self.attach()
        self.peer.sendto(b"x", self.sock.getsockname())
        self.until(lambda: self.driver.received)

    def test_close(self) -> None:
        self.attach()
        self.loop.every(0.01, lambda: None)
        self.loop.call_later(5.0, lambda: None)
        self.until(lambda: self.loop.tick_count > 2)
        self.loop.close()
        self.loop.close()
        self.assertEqual(str(self.root.tk.call("after", "info")), "")
        self.assertEqual(self.sock.fileno(), -1)

    def test_close_waits_for_jobs_but_not_for_ever(self) -> None:
        gate, done = threading.Event(), threading.Event()
        self.addCleanup(gate.set)
        self.driver.jobs.extend([Job("a", "last", done.set), Job("b", "hang", lambda: gate.wait(DEADLINE_S))])
        self.attach()
        self.until(lambda: not self.driver.jobs)
        began_at = clock()
        self.loop.close()
        self.assertTrue(done.is_set())
        self.assertLess(clock() - began_at, 5.0)

    def test_close_after_the_window_went(self) -> None:
        self.attach()
        self.loop.every(0.01, lambda: None)
        self.until(lambda: self.loop.tick_count > 2)
        self.root.destroy()
        self.loop.kick()
        self.loop.close()


class Later(LoopCase):
    """Calls in time."""

    def test_call_later(self) -> None:
        began_at, called = clock(), []
        handle = self.loop.call_later(0.03, lambda: called.append(clock()))
        self.assertTrue(handle.waiting)
        self.until(lambda: called)
        self.assertGreaterEqual(called[0] - began_at, 0.03)
        self.assertFalse(handle.waiting)

    def test_every(self) -> None:
        called: list[int] = []
        handle = self.loop.every(0.002, lambda: called.append(1))
        self.until(lambda: len(called) >= 3)
        handle.cancel()
        handle.cancel()
        self.assertEqual(leftovers(self.root), [])

    def test_cancel_inside_the_call(self) -> None:
        called: list[int] = []
        handle = self.loop.every(0.001, lambda: (called.append(1), handle.cancel()))
        self.until(lambda: called)
        self.assertEqual(leftovers(self.root), [])

    def test_an_error_does_not_end_a_repeated_call(self) -> None:
        called: list[int] = []

        def fail() -> None:
            called.append(1)
            raise KeyError("on purpose")

        with self.assertLogs("udpchat.gui.loop", "ERROR"):
            handle = self.loop.every(0.001, fail)
            self.until(lambda: len(called) >= 2)
        handle.cancel()
        self.assertGreaterEqual(len(self.errors), 2)

    def test_a_call_ends_with_its_owner(self) -> None:
        called: list[int] = []
        owner = tk.Frame(self.root)
        handle = self.loop.every(0.001, lambda: called.append(1), owner)
        self.until(lambda: called)
        owner.destroy()
        count = len(called)
        self.until(lambda: not handle.waiting)
        self.assertEqual(len(called), count)

    def test_no_commands_are_left(self) -> None:
        before = len(self.root._tclCommands or [])
        for _ in range(10):
            self.loop.call_later(0.0, lambda: None)
        self.until(lambda: not self.loop.handles)
        self.assertEqual(len(self.root._tclCommands or []), before)
