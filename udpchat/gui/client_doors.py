"""What the connect window may ask of the program: names resolved, servers asked, people signed in. Nothing blocks."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from udpchat.client.core import ClientCore
from udpchat.client.inquiry import Inquiry, InquiryEvent
from udpchat.client.phases import Phase
from udpchat.client.profiles import Profiles
from udpchat.client.target import Credentials, Target
from udpchat.driver import Address
from udpchat.errors import LocalError, UdpchatError
from udpchat.gui.app import App
from udpchat.gui.background import Background
from udpchat.gui.doctor_visit import DoctorVisit
from udpchat.gui.loop import Attachment
from udpchat.net import clock, open_socket, resolve
from udpchat.net.doctor import Finding, LocalServer, Patient
from udpchat.net.interfaces import interfaces
from udpchat.operate.folder import look
from udpchat.places import data_folder


class ClientDoors:
    """`presenters.connect.Doors` with a real network behind them."""

    def __init__(
        self,
        app: App,
        profiles: Profiles,
        core: ClientCore,
        background: Background,
        heard: Callable[[InquiryEvent], None],
        refused: Callable[[UdpchatError], None],
        server_data: Path | None = None,
    ) -> None:
        """`heard` gets the events of an inquiry, `refused` a sign-in that could not even begin."""
        self._app = app
        self._core = core
        self._background = background
        self._heard = heard
        self._refused = refused
        self._server_data = server_data or data_folder("server")
        self._inquiry = Inquiry(profiles, secrets.token_bytes)
        self._attachment: Attachment | None = None
        self._profiles = profiles
        self._visit: DoctorVisit | None = None
        self._turn = 0  # tells the question that is open from those that were given up

    # --- step 1 -------------------------------------------------------------------------------------------------------

    def resolve(self, host: str, port: int, then: Callable[[Address | UdpchatError], None]) -> None:
        """Find the address of a host name, and call back on this thread."""

        def found(address: Address | None, error: Exception | None) -> None:
            if address is not None:
                then(address)
            else:
                then(error if isinstance(error, UdpchatError) else LocalError(str(error)))

        self._background.run("names", lambda: resolve(host, port), found)

    def start_inquiry(self, target: Target) -> None:
        """Ask a server what it offers, after a look whether it runs on this very computer."""
        self._turn += 1
        turn = self._turn
        self._background.run("folder", lambda: self._with_local_pin(target), lambda known, _: self._ask(known or target, turn))

    def _with_local_pin(self, target: Target) -> Target:
        """Blocking. A server of this computer whose data folder this person can read needs no question."""
        running = look(self._server_data).running
        host, port = target.address
        here = host.startswith("127.") or any(host == one.address for one in interfaces())
        if running is None or running.token is None or not here or port != running.port:
            return target
        return replace(target, local_pin=running.fingerprint)

    def _ask(self, target: Target, turn: int) -> None:
        if turn != self._turn:
            return
        self._inquiry.ask(target, clock())
        if self._attachment is None:
            self._attachment = self._app.loop.attach(self._inquiry, open_socket("0.0.0.0", 0), self._on_event)
        self._app.loop.kick()

    def _on_event(self, event: object) -> None:
        self._heard(event)  # type: ignore[arg-type]  # an inquiry tells nothing else

    def cancel_inquiry(self) -> None:
        """Stop asking. Harmless when nothing is being asked."""
        self._turn += 1
        self._inquiry.cancel(clock())
        self._app.loop.kick()

    # --- the doctor ---------------------------------------------------------------------------------------------------

    def start_doctor(self, patient: Patient | None) -> None:
        """Look at one server, or at everything around, beside the window."""
        self.stop_doctor()
        self._visit = DoctorVisit(self._background, self._profiles, self._local_server, patient)

    def doctor_findings(self) -> tuple[Sequence[Finding], bool]:
        """What was found so far, and whether there is more to come."""
        return self._visit.findings() if self._visit else ((), False)

    def stop_doctor(self) -> None:
        """Stop looking."""
        if self._visit:
            self._visit.stop()
            self._visit = None

    def _local_server(self) -> LocalServer | None:
        """Blocking."""
        running = look(self._server_data).running
        return LocalServer(running.host, running.port, running.fingerprint, running.name) if running else None

    # --- step 2 -------------------------------------------------------------------------------------------------------

    def sign_in(self, target: Target, credentials: Credentials) -> None:
        """Begin to sign in; the outcome comes back as an event of the core."""
        try:
            self._core.connect(target, credentials, clock())
        except UdpchatError as error:
            self._refused(error)
        self._app.loop.kick()

    def cancel_sign_in(self) -> None:
        """Stop signing in. Harmless when nobody is."""
        if self._core.state is not Phase.IDLE:
            self._core.leave_now(clock())
            self._app.loop.kick()

    def quit(self) -> None:
        """Close the window."""
        self._app.on_close()

    def close(self) -> None:
        """No more questions: the connect window goes."""
        self.stop_doctor()
        self.cancel_inquiry()
        if self._attachment is not None:
            self._attachment.detach(0.0)
            self._attachment = None
