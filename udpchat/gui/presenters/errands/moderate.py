"""Keeping order: mute, throw out, ban, or give a role to one person."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_ports import Moderation
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.rows import Picture
from udpchat.limits import INTEGER_MAX

DURATIONS: Final = {"15m": 900, "1h": 3600, "1d": 86_400, "7d": 604_800, "ever": 0}
"""Seconds; 0: for good."""

Role = Literal["member", "moderator", "operator"]
ROLES: Final[tuple[Role, ...]] = ("member", "moderator", "operator")


@dataclass(frozen=True, slots=True)
class ModerateData:
    """Who, what, and what may be chosen."""

    verb: Moderation
    picture: Picture
    display: str
    role: str


class Moderate(Errand[ModerateData]):
    """One person, one verb."""

    def __init__(self, bench: Bench, user: int, verb: Moderation) -> None:
        super().__init__(bench)
        self.user, self.verb = user, verb

    def data(self) -> ModerateData:
        one = self.bench.crowd.get(self.user)
        return ModerateData(self.verb, Picture(one.name, one.user, one.presence), one.display, one.role)

    def mute(self, duration: str, reason: str) -> None:
        """Nothing of them is taken for a while."""
        until_ms = self._until(duration)
        self._do(lambda: self.core.silence(self.user, until_ms, reason, self.bench.now))

    def unmute(self) -> None:
        """They are heard again."""
        self._order(lambda: self.core.silence(self.user, 0, "", self.bench.now), "errands.moderate.unmuted")

    def kick(self, reason: str) -> None:
        """Out, and they may come back."""
        self._do(lambda: self.core.kick(self.user, reason, self.bench.now))

    def ban(self, duration: str, reason: str, address: str | None = None) -> None:
        """Not let in for a while; `address`: nobody from there, instead of the account."""
        until_ms = self._until(duration)
        if address is None:
            self._do(lambda: self.core.ban(self.user, "", until_ms, reason, self.bench.now))
            return
        try:
            wanted = str(ipaddress.ip_address(address.strip()))
        except ValueError:
            self.complain(text("errands.moderate.address.bad"), "address")
            return
        self._do(lambda: self.core.ban(0, wanted, until_ms, reason, self.bench.now))

    def give_role(self, role: str) -> None:
        """What they may do on this server."""
        wanted = next(each for each in ROLES if each == role)
        self._do(lambda: self.core.set_role(self.user, wanted, self.bench.now))

    def _do(self, give: Callable[[], bytes]) -> None:
        self._order(give, f"errands.moderate.{self.verb}.done")

    def _order(self, give: Callable[[], bytes], said: str) -> None:
        name = self.bench.crowd.get(self.user).display

        def done(_value: int) -> None:
            self.bench.windows.toast(text(said, name=name))
            self.close()

        self.order(give, done, kept=False)

    def _until(self, duration: str) -> int:
        seconds = DURATIONS[duration]
        return self.bench.around.wall_ms() + seconds * 1000 if seconds else INTEGER_MAX
