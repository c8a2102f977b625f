"""From an established connection to the welcome: greeting, token from disk, sign-in, again on every connection.

A server is pinned when it greets, since its certificate was accepted before; one on trial only once it has proved itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import assert_never

from udpchat import __version__
from udpchat.client.account import Opened
from udpchat.client.events import PasswordRecovered, SignInRefused
from udpchat.client.jobs import STORE_LANE
from udpchat.client.link import Up
from udpchat.client.phases import Phase
from udpchat.client.run import Run
from udpchat.client.settling import Settling
from udpchat.client.signin import Answer, SignIn
from udpchat.client.target import GuestSignIn, KeptSignIn, Recovery
from udpchat.driver import Job
from udpchat.errors import ProfileInUse, ProtocolViolation, UdpchatError
from udpchat.limits import REFUSED_RETRY_S
from udpchat.words import messages as words


class Entrance:
    """One run's way in. `refused` ends the run."""

    def __init__(self, run: Run, refused: Callable[[UdpchatError, float], None]) -> None:
        self._run = run
        self._tools = run.tools
        self._refused_for_good = refused
        self._settling = Settling(run, refused)
        self._certificate = b""
        self.on_trial = False  # the server of this connection has yet to prove itself
        self._hello: words.ServerHello | None = None
        self._sign_in: SignIn | None = None
        self._looked = False

    # --- connection ---------------------------------------------------------------------------------------------------

    def up(self, up: Up) -> None:
        """A connection stands."""
        self._certificate, self._hello, self._sign_in = up.certificate, None, None
        self.on_trial = up.on_trial
        self._run.server = self._tools.link.server = up.fingerprint
        self._run.certificate = up.certificate
        self._tools.say(words.Hello(words.PROTOCOL_VERSION, f"udpchat/{__version__}", ()))

    def down(self) -> None:
        """It is gone."""
        self._sign_in = None
        self._settling.down()
        if not self._run.memory.signed_in:
            self._tools.link.server = None
            self._look_offline()

    def greeted(self, hello: words.ServerHello, now: float) -> None:
        """The server's first word."""
        if self._hello is not None:
            raise ProtocolViolation("a second greeting")
        self._hello, self._run.server_name, self._run.password_chars = hello, hello.name, hello.password_chars
        link = self._tools.link
        link.endpoint.set_reset_token(hello.reset_token)
        if not self.on_trial and not link.knows(self._run.server or b"", hello.name):
            self._settling.remember_server()
        credentials = self._run.credentials
        if not self._looked and isinstance(credentials, GuestSignIn | KeptSignIn):
            guest = isinstance(credentials, GuestSignIn)
            find = partial(self._tools.profiles.find, self._run.server or b"", credentials.name, guest)
            self._run.queue(Job(STORE_LANE, "find token", find), self._token_found)
        else:
            self._start(now)

    # --- without the server -------------------------------------------------------------------------------------------

    def _look_offline(self) -> None:
        """Who is kept signed in here may read and write before the server answers."""
        run, expected = self._run, self._tools.link.expected
        if self._looked or not isinstance(run.credentials, KeptSignIn) or expected is None:
            return
        find = partial(self._tools.profiles.find, expected[0], run.credentials.name, False)
        run.queue(Job(STORE_LANE, "find token", find), partial(self._found_offline, *expected))

    def _found_offline(
        self, server: bytes, name: str, found: Opened | None, error: Exception | None, now: float
    ) -> None:
        run = self._run
        if found is None:
            return
        if self._looked or run.server is not None:  # the server answered after all, maybe another one
            run.close(found.account, found.account.release)
            return
        self._looked = True
        run.memory.user, run.memory.token, run.memory.signed_in = found.account.user, found.snapshot.meta["token"], True
        run.server = self._tools.link.server = server
        run.server_name = name
        self._settling.offline(found, name)

    # --- signing in ---------------------------------------------------------------------------------------------------

    def _token_found(self, found: Opened | None, error: Exception | None, now: float) -> None:
        run = self._run
        if isinstance(error, ProfileInUse):
            self._refused_for_good(error, now)
            return
        if self._looked:  # two connections asked, one after another, and the first answer stands
            if found:
                run.close(found.account, found.account.release)
        else:
            self._looked, run.found = True, found
            if found:
                run.memory.user, run.memory.token = found.account.user, found.snapshot.meta["token"]
        if self._sign_in is None and self._tools.link.phase is Phase.SIGNING_IN:
            self._start(now)

    def _start(self, now: float) -> None:
        if self._hello is None:
            return
        run = self._run
        about = (run.credentials, run.memory, self._hello, self._certificate, self._tools.randbytes)
        self._sign_in = SignIn(*about, on_trial=self.on_trial)
        self._sign_in.start()
        self._advance(self._sign_in, now)

    def answered(self, word: Answer, now: float) -> None:
        """A word of the sign-in."""
        if self._sign_in is None or self._sign_in.outcome is not None:
            raise ProtocolViolation("an answer without a question")
        self._sign_in.receive(word)
        recovered = isinstance(word, words.Recovered) or self._sign_in.proven  # without the word where that got lost
        if recovered and isinstance(self._run.credentials, Recovery) and not self._run.memory.signed_in:
            self._tools.emit(PasswordRecovered())
        self._advance(self._sign_in, now)

    def _advance(self, sign_in: SignIn, now: float) -> None:
        if self.on_trial and sign_in.proven:
            self.on_trial = False
            self._settling.remember_server()
        while sign_in.outgoing:
            self._tools.say(sign_in.outgoing.popleft())
        while sign_in.jobs:
            job, then = sign_in.jobs.popleft()
            self._run.queue(job, partial(self._hashed, sign_in, then))
        match sign_in.outcome:
            case None:
                pass
            case words.Welcome() as welcome:
                self._tools.link.endpoint.raise_frame_limit()
                self._settling.welcomed(welcome, now)
            case UdpchatError() as error:
                self._refused(error, sign_in.again, now)
            case other:
                assert_never(other)

    def _hashed(self, sign_in: SignIn, then: Callable[[object], None], value: object, error: Exception | None, now: float) -> None:
        if sign_in is not self._sign_in or sign_in.outcome is not None:
            return
        if error is not None:
            sign_in.job_failed(error)
        else:
            then(value)
        self._advance(sign_in, now)

    def _refused(self, error: UdpchatError, again: bool, now: float) -> None:
        """Once signed in, a passing refusal is tried again by itself; the first time the person decides, told when."""
        memory = self._run.memory
        if again and (memory.signed_in or memory.name_tries):
            self._tools.emit(SignInRefused(error, final=False))
            self._tools.link.lost("unwilling", now, error.retry_after_s)
            return
        if again:
            error.retry_after_s = error.retry_after_s or REFUSED_RETRY_S
        self._refused_for_good(error, now)
