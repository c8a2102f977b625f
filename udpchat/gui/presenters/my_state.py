"""Whether I am there: as I chose, and away by itself when nobody touches the window for some minutes."""

from __future__ import annotations

from collections.abc import Callable

from udpchat.gui.presenters.chat_ports import Around, Availability, Core
from udpchat.gui.presenters.chat_timers import Timers
from udpchat.limits import AWAY_AFTER_S


class MyState:
    """`changed` is called when another state is to be shown. A key costs one comparison: the clock is read by the timer."""

    def __init__(self, core: Core, around: Around, timers: Timers, changed: Callable[[], None]) -> None:
        self._core = core
        self._around = around
        self._timers = timers
        self._changed = changed
        self._chosen: Availability = "online"
        self._idle = False
        self._touched = True
        self._quiet_s = 0.0  # nobody touched it for so long at the last look
        self._said: Availability = "online"

    @property
    def state(self) -> Availability:
        """What others see."""
        return "away" if self._idle and self._chosen == "online" else self._chosen

    @property
    def chosen(self) -> Availability:
        """What the person chose."""
        return self._chosen

    @property
    def busy(self) -> bool:
        """Whether the person does not want to be disturbed."""
        return self._chosen == "busy"

    def begin(self) -> None:
        """Signed in."""
        self._timers.later(AWAY_AFTER_S / 5, self._look)
        if self._said != "online":
            self._tell(force=True)

    def choose(self, state: Availability) -> None:
        """By the person."""
        self._chosen, self._idle = state, False
        self._tell()

    def touched(self) -> None:
        """A key or the pointer, in this window."""
        self._touched = True
        if self._idle:
            self._idle, self._quiet_s = False, 0.0
            self._tell()

    def _look(self) -> None:
        self._quiet_s = 0.0 if self._touched else self._quiet_s + AWAY_AFTER_S / 5
        self._touched = False
        if self._quiet_s >= AWAY_AFTER_S and not self._idle:
            self._idle = True
            self._tell()
        self._timers.later(AWAY_AFTER_S / 5, self._look)

    def _tell(self, force: bool = False) -> None:
        if self.state == self._said and not force:
            return
        self._said = self.state
        mine = next((person for person in self._core.online if person.user == self._core.me), None)
        self._core.set_presence(self.state, mine.status if mine else "", self._around.now())
        self._around.kick()
        self._changed()
