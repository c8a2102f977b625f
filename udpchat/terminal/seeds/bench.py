"""What the commands of the older systems work on: the workbench of all commands, questions to the person, signing in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from udpchat.client import events, numbers
from udpchat.client.obeying import Steps, Workbench
from udpchat.client.phases import Phase
from udpchat.client.target import Credentials
from udpchat.errors import BadRequest, NoAnswer
from udpchat.words.messages import Account


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that answers a question."""

    line: str


@dataclass(slots=True)
class Bench:
    """`asking`: a command waits for a line."""

    work: Workbench
    say: Callable[[str], None]
    begin_sign_in: Callable[[Credentials, float], None] | None
    leave: Callable[[float], None]
    asking: bool = False

    def ask(self, question: str) -> Steps[str]:
        """One line from the person, as it was typed."""
        self.say(question)
        self.asking = True
        typed = yield lambda event: isinstance(event, Typed)
        line: str = typed.line
        return line

    def sign_in(self, credentials: Credentials) -> Steps[None]:
        """Until everything that the server has is here. Raises what it refuses with, NoAnswer."""
        core = self.work.core
        if self.begin_sign_in is None or core.state is not Phase.IDLE:
            raise BadRequest("signed in")
        self.begin_sign_in(credentials, self.work.now)
        ends = events.SignedIn | events.SignInRefused | events.LoggedOut
        event = yield lambda event: (isinstance(event, ends) and getattr(event, "final", True)) or (
            isinstance(event, events.StateChanged) and event.phase is Phase.NO_ANSWER
        )
        match event:
            case events.SignInRefused(refusal=refusal):
                yield lambda event: core.state is Phase.IDLE
                raise refusal
            case events.SignedIn():
                yield lambda event: self._settled()
            case _:
                core.leave_now(self.work.now)
                raise NoAnswer

    def _settled(self) -> bool:
        core = self.work.core
        here = any(person.user == core.me for person in core.online)
        return core.state is Phase.ONLINE and core.contiguous_to >= core.head and here and core.listed

    def log_out(self) -> Steps[None]:
        """Until it is done."""
        self.work.core.log_out(self.work.now)
        yield lambda event: isinstance(event, events.LoggedOut)

    def display(self, user: int) -> Steps[str]:
        """The name that somebody wants to be shown."""
        account = yield from self.account(self.work.core.name_of(user))
        return (account.display or account.name) if account else self.work.core.name_of(user)

    def account(self, name: str) -> Steps[Account | None]:
        """What is known of the person of that name, asked for anew."""
        core = self.work.core
        core.ask_people(name, self.work.now)
        found = yield lambda event: _is_answer(event, name)
        people = found.people if isinstance(found, events.PeopleFound) else ()
        return next((account for account in people if account.name == name), None)

    def send(self, to: tuple[str, ...], said: str) -> Steps[None]:
        """A private message to one, or one to each of several; until the server has it."""
        users = yield from self.work.people(to)
        core, now, private = self.work.core, self.work.now, [numbers.private_with(user) for user in users]
        ref = core.send_message(said, now, private[0]) if len(private) == 1 else core.send_many(users, said, now)
        yield from self.work.outcome(ref)


def _is_answer(event: object, name: str) -> bool:
    if isinstance(event, events.PeopleFound):
        return event.prefix == name
    return isinstance(event, events.RequestRefused) and getattr(event.request, "prefix", None) == name
