"""What holds for everybody, as a page of switches: each acts at once, and stands where it was when the relay refuses.

A wish stays on the page until the relay tells the rule anew or says no, so that a switch does not jump back and forth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.client.operator import AnnouncedBy, Room, Rules
from udpchat.gui.presenters.server_format import duration
from udpchat.operate import orders
from udpchat.operate.desk import Outcome
from udpchat.operate.orders import FromClient

PAUSED: Final = "paused"
PRIVATE_OFF: Final = "private_off"
SLOW: Final = "slow"
ANNOUNCERS: Final = "announcers"
RETENTION: Final = "retention"

SLOW_S: Final = (0, 5, 10, 30, 60, 300)
DAYS: Final = (0, 7, 30, 90, 365)

Order = Callable[[FromClient, Callable[[Outcome[list[Any]]], None]], None]
"""Asks the relay for one thing; the second hears how it ended."""


@dataclass(frozen=True, slots=True)
class OrderForm:
    """The page as it stands. Values are keys of the choices; `wrong` is what was refused and why, by switch."""

    ready: bool = False
    paused: bool = False
    private_off: bool = False
    slow: str = "0"
    announcers: str = "all"
    retention: str = "0"
    wrong: tuple[tuple[str, str], ...] = ()
    waiting: frozenset[str] = frozenset()

    def problem(self, which: str) -> str:
        """Why this one could not be changed."""
        return dict(self.wrong).get(which, "")


class HouseRules:
    """`show` gets the page whenever it is another one."""

    def __init__(self, order: Order, show: Callable[[OrderForm], None]) -> None:
        self._order, self._show = order, show
        self._rules: Rules | None = None
        self._lobby: Room | None = None
        self._wrong: dict[str, str] = {}
        self._wished: dict[str, str] = {}
        self._granted: set[str] = set()

    def clear(self) -> None:
        """Nothing is known of the present."""
        self._rules = self._lobby = None
        self._wrong.clear()
        self._wished.clear()
        self._granted.clear()
        self._show(self.form())

    def rules(self, rules: Rules) -> None:
        """What holds."""
        self._rules = rules
        self._told(PAUSED, PRIVATE_OFF, ANNOUNCERS, RETENTION)

    def lobby(self, room: Room) -> None:
        """The lobby, with its slow mode."""
        self._lobby = room
        self._told(SLOW)

    @property
    def paused(self) -> bool:
        """Whether only moderators are heard."""
        return self._rules is not None and self._rules.paused

    @property
    def retention_days(self) -> int:
        """How long messages are kept; 0: for good."""
        return self._rules.retention_days if self._rules is not None else 0

    def form(self) -> OrderForm:
        """The page as it stands."""
        rules, lobby = self._rules, self._lobby
        if rules is None or lobby is None:
            return OrderForm()
        form = OrderForm(
            True,
            rules.paused,
            rules.private_off,
            str(lobby.slow_s),
            rules.announcers,
            str(rules.retention_days),
            tuple(sorted(self._wrong.items())),
            frozenset(self._wished),
        )
        wished: dict[str, Any] = dict(self._wished)
        for switch in wished.keys() & {PAUSED, PRIVATE_OFF}:
            wished[switch] = wished[switch] == "1"
        return replace(form, **wished)

    # --- what the person does -----------------------------------------------------------------------------------------

    def pause(self, on: bool) -> None:
        """Only moderators are heard, or all again."""
        self._wish(PAUSED, str(int(on)), orders.pause(on))

    def private(self, off: bool) -> None:
        """No private messages but to and from moderators, or all again."""
        self._wish(PRIVATE_OFF, str(int(off)), orders.private_off(off))

    def announce_by(self, who: AnnouncedBy) -> None:
        """Who may announce."""
        self._wish(ANNOUNCERS, who, orders.announcers(who))

    def slow(self, seconds: int) -> None:
        """Between two messages of one person in the lobby."""
        if self._lobby is not None:
            self._wish(SLOW, str(seconds), orders.slow(self._lobby.id, seconds))

    def keep(self, days: int) -> None:
        """How long messages are kept."""
        self._wish(RETENTION, str(days), orders.retention(days))

    def again(self) -> None:
        """Show what holds: the person thought better of it."""
        self._show(self.form())

    def _told(self, *which: str) -> None:
        """The relay says what holds."""
        for key in self._granted & set(which):
            self._wished.pop(key, None)
        self._granted -= set(which)
        self._show(self.form())

    def _wish(self, which: str, value: str, word: FromClient) -> None:
        self._wished[which] = value
        self._wrong.pop(which, None)
        self._granted.discard(which)

        def ended(outcome: Outcome[list[Any]]) -> None:
            if outcome.problem:
                self._wished.pop(which, None)
                self._wrong[which] = outcome.error.sentence if outcome.error else text("operator.act.unsure")
                self._show(self.form())
            else:
                self._granted.add(which)  # the rule itself follows

        self._order(word, ended)
        self._show(self.form())


def slow_choices(now: str) -> tuple[tuple[str, str], ...]:
    """Keys and words; what somebody set elsewhere is among them."""
    seconds = sorted({*SLOW_S, int(now)})
    return tuple((str(one), duration(one) if one else text("operator.order.off")) for one in seconds)


def day_choices(now: str) -> tuple[tuple[str, str], ...]:
    """Keys and words; the days in force are among them."""
    days = sorted({*DAYS, int(now)}, key=lambda one: one or 1_000_000)
    return tuple((str(one), text("operator.order.days", count=one) if one else text("operator.form.for_good")) for one in days)
