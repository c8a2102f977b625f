"""TkLoop: the `after` loop that polls the sockets of any number of drivers inside the windows' own loop.

Strategy: a tick reads what is there, lets the drivers work, sends, and hands over events, each within a few milliseconds;
then it rests at least 5 ms, so that the window paints and takes keys. The rest grows to 40 ms while nothing happens. Where
the system can (not on Windows), a file handler wakes the tick early; during a flood it is switched off, because Tk
serves files before it paints. On a machine that is busy with other programs the next tick may be due whenever the window
gets its turn; then the tick itself has the window painted.

Invariants: while events wait to be handed over nothing new is read, so that a flood waits in the system's buffer and slows
its sender; the next tick is armed before any callback runs, so that a callback that opens a dialog does not stop the
network; an error ends a turn, never the loop. Rejected: `after idle` for `kick`, because `update_idletasks` would then
hand over events in the middle of a widget's work. Rejected: a thread for the network, see `net.loop` for the cost.
"""

from __future__ import annotations

import contextlib
import logging
import math
import socket
import tkinter as tk
from collections.abc import Callable
from typing import Final

from udpchat.driver import Driver
from udpchat.gui.attachment import Attachment, Files
from udpchat.limits import (
    PAINT_EVERY_S,
    TICK_BUDGET_S,
    TICK_REST_GROWTH,
    TICK_REST_MAX_S,
    TICK_REST_MIN_S,
    TICK_REST_MOVING_S,
)
from udpchat.net import clock

__all__ = ["Attachment", "Handle", "TkLoop"]

log: Final = logging.getLogger(__name__)


class TkLoop:
    """Everything that happens in time in a window: drivers with their sockets, later and repeated calls.

    `on_error` gets what a driver or a callback raised, after it was logged; the loop lives on.
    """

    def __init__(self, root: tk.Misc, on_error: Callable[[BaseException], None], wake: bool = True) -> None:
        """`wake=False` polls only, as on Windows."""
        self._root = root
        self._on_error = on_error
        self._attachments: list[Attachment] = []
        self._handles: set[Handle] = set()
        self._tick_command = root.register(self._timer_fired)  # once: `after` would make a Tcl command for every tick
        self._timer = ""
        self._rest_s = TICK_REST_MAX_S
        self._rest_until = -math.inf
        self._closed = False
        self.files = Files(root) if wake else None
        self._painting = Painting(root)
        self.error_count = 0
        self.tick_count = 0

    @staticmethod
    def now() -> float:
        """The clock of the drivers."""
        return clock()

    def attach(self, driver: Driver, sock: socket.socket, on_event: Callable[[object], None]) -> Attachment:
        """Drive `driver` over a non-blocking `sock`, which the loop closes at the end; its events go to `on_event` one by one."""
        attachment = Attachment(self, driver, sock, on_event)
        self._attachments.append(attachment)
        self.kick()
        return attachment

    def kick(self) -> None:
        """Tick soon: a command was given to a driver. Cheap, and as often as you like."""
        self._rest_s = TICK_REST_MIN_S
        self._arm(0.0)

    def call_later(self, delay_s: float, function: Callable[[], None], owner: tk.Misc | None = None) -> Handle:
        """Call once. With `owner` only as long as that widget exists."""
        return Handle(self, delay_s, function, False, owner)

    def every(self, interval_s: float, function: Callable[[], None], owner: tk.Misc | None = None) -> Handle:
        """Call again and again, the first time after one interval. With `owner` as long as that widget exists."""
        return Handle(self, interval_s, function, True, owner)

    def close(self) -> None:
        """Cancel everything that waits, close the sockets, wait a bounded time for jobs that run. Idempotent."""
        if self._closed:
            return
        self._closed = True
        for handle in tuple(self._handles):
            handle.cancel()
        for attachment in tuple(self._attachments):
            attachment.detach()
        self._disarm()
        self._painting.close()
        with contextlib.suppress(tk.TclError):  # the window may be gone already
            self._root.deletecommand(self._tick_command)

    def report(self, error: Exception) -> None:
        """Log, count and tell what a driver or a callback raised."""
        self.error_count += 1
        log.error("error in the loop", exc_info=error)
        self.stay_alive()
        with contextlib.suppress(Exception):  # telling must not end the loop either
            self._on_error(error)

    def forget(self, attachment: Attachment) -> None:
        """An attachment ended."""
        self._attachments.remove(attachment)
        if not self._attachments:
            self._disarm()

    def after(self, delay_s: float, command: str) -> str:
        """Have Tcl run a command; the id to cancel it, "" when the window is gone."""
        try:
            return str(self._root.tk.call("after", max(1, math.ceil(delay_s * 1000)), command))
        except tk.TclError:
            return ""

    def cancel(self, timer: str) -> None:
        """Take back `after`; harmless when it ran already or when the window is gone."""
        try:
            self._root.tk.call("after", "cancel", timer)
        except tk.TclError:
            return

    @property
    def root(self) -> tk.Misc:
        """The widget whose interpreter keeps the time."""
        return self._root

    @property
    def handles(self) -> set[Handle]:
        """The calls that wait; each keeps itself in here."""
        return self._handles

    def woken(self, attachment: Attachment) -> None:
        """A socket can be read. Right after a tick that had work painting goes first: the timer then reads it."""
        rest_s = self._rest_until - clock()
        if rest_s <= 0:
            self._tick()
        else:
            attachment.listen(False)
            self._arm(rest_s)

    def stay_alive(self) -> None:
        """A callback follows, which may open a dialog and run Tk's loop inside of this tick: the next one must be armed."""
        self._arm(TICK_REST_MAX_S)

    def _timer_fired(self) -> None:
        self._timer = ""
        self._tick()

    def _tick(self) -> None:
        self.tick_count += 1
        self._painting.hurry()
        busy = False
        try:
            budget_s = TICK_BUDGET_S / max(1, len(self._attachments))
            for attachment in tuple(self._attachments):
                busy |= attachment.turn(budget_s)
        finally:
            if busy:
                self._rest_until = clock() + self._least_rest_s
                self._painting.wait(self._closed)
            self._rest_s = self._least_rest_s if busy else min(TICK_REST_MAX_S, self._rest_s * TICK_REST_GROWTH)
            self._arm(self._rest_s)

    @property
    def _least_rest_s(self) -> float:
        moving = any(attachment.moving for attachment in self._attachments)
        return TICK_REST_MOVING_S if moving else TICK_REST_MIN_S

    def _arm(self, delay_s: float) -> None:
        """The next tick: after `delay_s`, or when a driver is due before that."""
        self._disarm()
        if self._closed or not self._attachments:
            return
        for attachment in self._attachments:
            if attachment.due_at is not None:
                delay_s = min(delay_s, attachment.due_at - clock())
        self._timer = self.after(delay_s, self._tick_command)

    def _disarm(self) -> None:
        if self._timer:
            timer, self._timer = self._timer, ""
            self.cancel(timer)


class Painting:
    """Knows since when there was no idle moment: Tk paints in those."""

    def __init__(self, root: tk.Misc) -> None:
        self._root = root
        self._command = root.register(self._was_idle)
        self._timer = ""
        self._since = math.inf

    def wait(self, closed: bool) -> None:
        """Something happened that may have to be painted, unless the loop was closed by it."""
        if not self._timer and not closed:
            self._since = clock()
            with contextlib.suppress(tk.TclError):  # the window is gone
                self._timer = str(self._root.tk.call("after", "idle", self._command))

    def hurry(self) -> None:
        """Paint if that has waited for long."""
        if self._timer and clock() - self._since >= PAINT_EVERY_S:
            self._since = clock()
            with contextlib.suppress(tk.TclError):
                self._root.update_idletasks()

    def close(self) -> None:
        """No more."""
        with contextlib.suppress(tk.TclError):
            self._root.tk.call("after", "cancel", self._timer)
            self._root.deletecommand(self._command)

    def _was_idle(self) -> None:
        self._timer = ""


class Handle:
    """A call that waits, or one that is repeated. `cancel` ends it, also from inside the call."""

    def __init__(
        self, loop: TkLoop, delay_s: float, function: Callable[[], None], again: bool, owner: tk.Misc | None
    ) -> None:
        self._loop = loop
        self._delay_s = delay_s
        self._function = function
        self._again = again
        self._owner = owner
        self._command = loop.root.register(self._run)
        self._timer = loop.after(delay_s, self._command)
        loop.handles.add(self)

    @property
    def waiting(self) -> bool:
        """Whether a call is still to come."""
        return self in self._loop.handles

    def cancel(self) -> None:
        """Do not call (again). Idempotent."""
        if not self.waiting:
            return
        self._loop.handles.discard(self)
        self._loop.cancel(self._timer)
        with contextlib.suppress(tk.TclError):  # the window may be gone already
            self._loop.root.deletecommand(self._command)

    def _run(self) -> None:
        if not self._again or self._is_orphan():
            self.cancel()
        if self._is_orphan():
            return
        try:
            self._function()
        except Exception as error:
            self._loop.report(error)
        finally:
            if self.waiting:
                self._timer = self._loop.after(self._delay_s, self._command)

    def _is_orphan(self) -> bool:
        try:
            return self._owner is not None and not self._owner.winfo_exists()
        except tk.TclError:
            return True
