"""One visit of a server, from its first answer to the sign-in: what it offers, and how far its certificate is trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from udpchat.client.inquiry import Offers, Standing
from udpchat.client.target import AccountSignIn, Credentials, KeptSignIn, Target
from udpchat.errors import SignupClosed, UdpchatError
from udpchat.limits import DISPLAY_CHARS
from udpchat.sanitize import one_line


@dataclass(frozen=True, slots=True)
class Visit:
    """`certain`: the certificate is the right one. `warned`: the person went on past the loud page."""

    offers: Offers
    label: str
    certain: bool
    warned: bool = False

    @staticmethod
    def begin(offers: Offers, label: str) -> Visit:
        """What an answer tells; a changed certificate needs `past_warning` in addition."""
        return Visit(offers, label, offers.standing in (Standing.PINNED, Standing.INVITED, Standing.HERE))

    def past_warning(self) -> Visit:
        """The person wants this server although another one was expected: now only comparing makes it certain."""
        return replace(self, certain=False, warned=True)

    def compared(self) -> Visit:
        """The person compared the fingerprint with the server's screen."""
        return replace(self, certain=True)

    def without(self, error: UdpchatError) -> Visit:
        """The server does not offer any more what it has just refused."""
        closed = isinstance(error, SignupClosed)
        offers = replace(self.offers, signup="closed") if closed else replace(self.offers, guests=False)
        return replace(self, offers=offers)

    @property
    def name(self) -> str:
        """The server's name for people."""
        return one_line(self.offers.name, DISPLAY_CHARS) or self.label

    @property
    def place(self) -> str:
        """Its address as people write it."""
        return f"{self.offers.address[0]}:{self.offers.address[1]}"

    @property
    def met(self) -> bool:
        """Whether this computer was there before."""
        return self.offers.standing is Standing.PINNED

    def needs_question(self, credentials: Credentials) -> bool:
        """Whether a person has to compare fingerprints first: where no proof of the server comes with the sign-in."""
        if self.certain or isinstance(credentials, KeptSignIn):
            return False
        return self.warned or not isinstance(credentials, AccountSignIn)

    def target(self, credentials: Credentials) -> Target:
        """Where to sign in, and which certificate alone may answer there."""
        fingerprint, address = self.offers.fingerprint, self.offers.address
        if self.certain or isinstance(credentials, KeptSignIn):  # what is kept is kept for this certificate only
            return Target(address, self.label, pin=fingerprint)
        return Target(address, self.label, prove=fingerprint)
