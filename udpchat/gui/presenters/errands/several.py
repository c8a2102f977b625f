"""One message to several people, each in private; and one for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.errands.errand import Errand
from udpchat.gui.presenters.errands.picking import PickData, Picking
from udpchat.sanitize import clean_text


@dataclass(frozen=True, slots=True)
class SeveralData:
    """To whom; the text stands in the sheet."""

    people: PickData


class Several(Picking[SeveralData]):
    """Sent with `send`."""

    def data(self) -> SeveralData:
        return SeveralData(self.picked())

    def send(self, said: str) -> None:
        """To each of them."""
        if not self.users:
            self.complain(text("errands.several.nobody"), "people")
        elif self._fits(said):
            users, count = self.users, len(self.users)
            if self._try(lambda: self.core.send_many(users, said, self.bench.now), "text"):
                self.close()
                self.bench.windows.toast(text("errands.several.sent", count=count))

    def _fits(self, said: str) -> bool:
        return fits(self, said)


@dataclass(frozen=True, slots=True)
class AnnounceData:
    """Whether I may, and who reads it."""

    allowed: bool
    hint: str


class Announce(Errand[AnnounceData]):
    """To everybody, wherever they are."""

    def data(self) -> AnnounceData:
        rules = self.core.rules
        allowed = self.bench.moderates or rules is None or rules.announcers == "all"
        return AnnounceData(allowed, text("errands.announce.hint" if allowed else "errands.announce.forbidden"))

    def send(self, said: str) -> None:
        """To all."""
        if fits(self, said):
            self.order(lambda: self.core.announce(said, self.bench.now), self._sent, "text")

    def _sent(self, seq: int) -> None:
        if not self.later(seq):
            self.bench.windows.toast(text("errands.announce.sent"))
        self.close()


def fits(errand: Errand[AnnounceData] | Errand[SeveralData], said: str) -> bool:
    """Whether that is a message; why not is told at the text."""
    try:
        clean_text(said)
    except UdpchatError as error:
        errand.complain(error.sentence, "text")
        return False
    return True
