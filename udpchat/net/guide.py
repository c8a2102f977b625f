"""Guide: leads a client back to its own server, wherever that is now, and past strangers that answer in its place.

A server that was signed in to is known by its certificate, not by its address. While it does not answer, the network is
searched for it (`Seeker`), and the client goes where it was seen; if that was a lie, back to where it was. Somebody else
who answers at the old address gets nothing: the server is looked for at once, and only when it is not found for a while is
the person told of the stranger.
"""

from __future__ import annotations

from collections.abc import Callable

from udpchat.client.core import ClientCore
from udpchat.client.events import CertificateQuestion
from udpchat.client.phases import Phase
from udpchat.driver import Address
from udpchat.limits import STRANGER_WAIT_S
from udpchat.net.seeker import LOST, Seeker

_FAILED = (Phase.WAITING, Phase.NO_ANSWER, Phase.QUESTION)


class Guide:
    """For a run that has been signed in. `ask` is told of a stranger after all."""

    def __init__(self, core: ClientCore, seeker: Seeker, ask: Callable[[CertificateQuestion], None]) -> None:
        self._core = core
        self._seeker = seeker
        self._ask = ask
        self._home: Address | None = None  # where the server was when it was there
        self._away = False  # gone to where it was seen, and not there yet
        self._question: tuple[CertificateQuestion, float] | None = None

    @property
    def lost(self) -> bool:
        """Whether turns should come some times a second."""
        return self._core.state in LOST

    def stranger(self, question: CertificateQuestion, now: float) -> None:
        """Another certificate answers. Far from home that was a liar, who is left without a word."""
        if self._away:
            self._go_home(now)
            return
        self._question = question, now + STRANGER_WAIT_S
        self._seeker.hurry(now)

    def turn(self, now: float) -> None:
        """Look around while the server is lost."""
        core = self._core
        if core.state is Phase.ONLINE:
            self._home, self._away, self._question = core.address, False, None
        elif self._away and core.state in _FAILED:
            self._go_home(now)
        found = self._seeker.watch(core.state, core.fingerprint, now, core.addresses)
        if found is not None and found != core.address:
            self._question, self._away = None, True
            core.refuse_certificate(now)  # that of a stranger at the old address, if one is in question
            core.move_to(found, now)
        elif found is not None and core.state is not Phase.QUESTION:
            core.network_changed(now)  # it is there again: no need to wait for the next try
        elif self._question and now >= self._question[1]:
            question, self._question = self._question[0], None
            if core.state is Phase.QUESTION:
                self._ask(question)

    def close(self) -> None:
        """Free the sockets; forget this run."""
        self._seeker.close()
        self._home, self._away, self._question = None, False, None

    def _go_home(self, now: float) -> None:
        self._away = False
        self._core.refuse_certificate(now)
        if self._home is not None and self._home != self._core.address:
            self._core.move_to(self._home, now)
