"""The examination of one server, from this computer outwards, or of everything at once when no server is named.

Each step is told as soon as it is known; the first fault that leaves nothing behind it to look at is the last finding. It
blocks for seconds: for a thread of its own, or a program that does nothing else. Nothing secret is sent but by the trial of
a sign-in, and that goes to no certificate but the one just seen, whose server must prove that it knows the account.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence

from udpchat import __version__
from udpchat.catalogue import text
from udpchat.client.inquiry import Inquiry, Offers, Standing, Unreachable
from udpchat.client.known_servers import KnownServer, KnownServers
from udpchat.client.profiles import Profiles
from udpchat.client.target import AccountSignIn, Target
from udpchat.client.trial import Trial, Verdict
from udpchat.driver import Address
from udpchat.errors import NameDoesNotResolve
from udpchat.firewall import firewall_commands
from udpchat.invites import human_fingerprint
from udpchat.limits import LOGOUT_S
from udpchat.net.doctor.findings import Finding, Grade, fault, good, note
from udpchat.net.doctor.lookout import Lookout
from udpchat.net.doctor.network import clock_finding, clocks_apart, network_finding, way_findings
from udpchat.net.doctor.patient import LocalServer, Patient, nobody
from udpchat.net.doctor.probe import Echo, Heard, knock, only_ipv6, probe, way_to
from udpchat.net.driving import drive
from udpchat.net.interfaces import Interface, interfaces
from udpchat.net.sockets import resolve
from udpchat.wire.packets import VERSION

ADVISED = frozenset({"AUTH_FAILED", "NO_SUCH_USER", "BANNED", "FULL", "SLOW_DOWN", "NOT_YOUR_SERVER"})
"""Refusals with an advice of their own."""


class Examination:
    """See above. `given_up` is asked again and again: somebody may have lost patience."""

    def __init__(
        self,
        profiles: Profiles,
        local: Callable[[], LocalServer | None] = nobody,
        given_up: Callable[[], bool] = lambda: False,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        interfaces: Callable[[], Sequence[Interface]] = interfaces,
    ) -> None:
        self._profiles = profiles
        self._local = local
        self._given_up = given_up
        self._wall_ms = wall_ms
        self._interfaces = interfaces

    def everything(self) -> Iterator[Finding]:
        """This computer, its networks, and the servers in earshot."""
        yield clock_finding(self._wall_ms())
        found = self._interfaces()
        yield network_finding(found)
        yield from self._lookout(found).around(self._local())

    def of(self, patient: Patient) -> Iterator[Finding]:
        """One server."""
        found = self._interfaces()
        yield clock_finding(self._wall_ms())
        if not (patient.host.startswith("127.") or patient.host == "localhost"):
            yield (state := network_finding(found))
            if state.grade is Grade.FAULT:
                return
        address: Address | None = (patient.host, patient.port)
        if not patient.host.replace(".", "").isdigit():
            address, told = _resolved(patient)
            yield told
        if address is not None:
            yield from self._at(patient, address, found)

    # --- at the address -----------------------------------------------------------------------------------------------

    def _at(self, patient: Patient, address: Address, found: Sequence[Interface]) -> Iterator[Finding]:
        here = False
        for finding in way_findings(address, way_to(address), found):
            yield finding
            here = finding.key == "way.here"
            if finding.grade is Grade.FAULT:
                return
        heard = probe(address, self._given_up)
        if self._given_up():
            return
        known = self._profiles.known_servers()
        if heard.echo is Echo.SERVER:
            yield good("port.answers", place=_place(address), count=f"{heard.rtt_s * 1000:.1f}")
            yield from self._inside(patient, address, known, found)
            return
        yield self._missing(heard, address)
        if heard.echo is Echo.OTHER_VERSION:
            return
        if here and self._local() is None:
            yield note("local.none")
        yield from self._lookout(found).instead(address, _expected(patient, address, known))

    def _missing(self, heard: Heard, address: Address) -> Finding:
        """No server of ours at that address."""
        place, port = _place(address), address[1]
        match heard.echo:
            case Echo.OTHER_VERSION:
                theirs = ", ".join(map(str, heard.versions)) or "?"
                return fault("version.other", place=place, theirs=theirs, ours=VERSION, program=__version__)
            case Echo.STRANGER:
                return fault("port.stranger", place=place)
            case Echo.CLOSED:
                return fault("port.closed", host=address[0], port=port)
            case Echo.NOBODY:
                return fault("host.nobody", host=address[0])
            case Echo.NO_ROUTE:
                return fault("way.none", host=address[0])
            case Echo.BLOCKED:
                return fault("out.blocked", place=place)
            case _:
                key = "port.filtered" if knock(address) else "port.silent"
                return fault(key, firewall_commands(port), host=address[0], port=port)

    # --- behind the port ----------------------------------------------------------------------------------------------

    def _inside(
        self, patient: Patient, address: Address, known: KnownServers, found: Sequence[Interface]
    ) -> Iterator[Finding]:
        offers = self._ask(patient, address)
        if offers is None:
            return
        if isinstance(offers, Unreachable):
            yield Finding("server.useless", Grade.FAULT, offers.sentence, text("doctor.server.useless.advice", ours=__version__))
            return
        yield good("server.good", name=offers.name, kind=text(f"doctor.kind.{_kind(offers)}"))
        expected = _expected(patient, address, known)
        yield self._certificate(offers, expected)
        if offers.standing is Standing.CHANGED:
            yield from self._lookout(found).instead(address, expected)
        elif patient.credentials is not None:
            yield from self._sign_in(patient, patient.credentials, offers)
        else:
            yield note("done")

    def _ask(self, patient: Patient, address: Address) -> Offers | Unreachable | None:
        answers: list[Offers | Unreachable] = []

        def take(event: object, _now: float) -> None:
            if isinstance(event, Offers | Unreachable):
                answers.append(event)

        local = self._local()
        local_pin = local.fingerprint if local and local.port == address[1] and way_to(address) == address[0] else None
        inquiry = Inquiry(self._profiles, secrets.token_bytes)
        target = Target(address, patient.label, pin=patient.pin, local_pin=local_pin)
        drive(inquiry, lambda now: inquiry.ask(target, now), take, lambda _now: bool(answers) or self._given_up())
        return answers[0] if answers else None

    def _certificate(self, offers: Offers, expected: KnownServer | None) -> Finding:
        code = human_fingerprint(offers.fingerprint)
        match offers.standing:
            case Standing.CHANGED:
                wanted = expected.name if expected and expected.name else text("doctor.expected")
                return fault("certificate.changed", name=offers.name, expected=wanted, code=code)
            case Standing.NEW:
                return note("certificate.new", name=offers.name, code=code)
            case _:
                return good("certificate.good", code=code)

    def _sign_in(self, patient: Patient, credentials: AccountSignIn, offers: Offers) -> Iterator[Finding]:
        verdicts: list[Verdict] = []
        over_at: list[float] = []
        trial = Trial(secrets.token_bytes)

        def begin(now: float) -> None:
            trial.begin(offers.address, patient.label, offers.fingerprint, credentials, now)

        def take(event: object, now: float) -> None:
            if isinstance(event, Verdict):
                verdicts.append(event)
                over_at.append(now)

        def until(now: float) -> bool:
            """The good-bye gets a moment: without it the server would miss this client for half a minute."""
            return self._given_up() or (bool(over_at) and (trial.left or now >= over_at[0] + LOGOUT_S))

        drive(trial, begin, take, until)
        for verdict in verdicts:
            yield self._judged(verdict, credentials, offers)
            if verdict.at_ms and (apart := clocks_apart(self._wall_ms(), verdict.at_ms)):
                yield apart

    def _judged(self, verdict: Verdict, credentials: AccountSignIn, offers: Offers) -> Finding:
        error = verdict.error
        if error is None:
            return good("signin.good", name=credentials.name, server=offers.name)
        key = f"signin.{error.code}" if error.code in ADVISED else "signin.refused"
        return Finding(key, Grade.FAULT, verdict.sentence, text(f"doctor.{key}.advice", name=credentials.name))

    def _lookout(self, found: Sequence[Interface]) -> Lookout:
        return Lookout(found, self._profiles.known_servers(), self._given_up)


def _resolved(patient: Patient) -> tuple[Address | None, Finding]:
    """The address of a name, as far as there is one, and what to tell about it."""
    try:
        address = resolve(patient.host, patient.port)
    except NameDoesNotResolve:
        return None, fault("name.ipv6" if only_ipv6(patient.host) else "name.unknown", host=patient.host)
    return address, good("name.good", host=patient.host, address=address[0])


def _expected(patient: Patient, address: Address, known: KnownServers) -> KnownServer | None:
    """Which server should be there, as far as anybody knows."""
    if patient.pin is not None:
        return known.get(patient.pin) or KnownServer(patient.pin, "", ())
    return known.at(address)


def _kind(offers: Offers) -> str:
    return "room" if offers.signup == "room" else "open" if offers.signup == "open" else "guests" if offers.guests else "accounts"


def _place(address: Address) -> str:
    return f"{address[0]}:{address[1]}"
